//! A [`Site`](crate::site::Site) -> a commit, without an index, a work tree or a branch.
//!
//! Two ways were compared. `git hash-object`, `update-index`, `write-tree` and `commit-tree` need the files on the disk or
//! a process for each, and an index that has to be removed again. `git fast-import` takes all of it from memory as
//! one stream, and writes one pack. Its branch is let go at the end of the stream, so no reference is ever made.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::command::commit::identity;
use crate::command::git::fed_by;

/// A branch that never exists: git wants a name for what it is given.
const NAME: &str = "refs/radar/unpublished";

/// A commit to write.
pub(super) struct Commit<'c> {
    pub(super) files: Vec<(&'c str, &'c [u8])>,
    pub(super) parent: Option<&'c str>,
    pub(super) message: &'c str,
    pub(super) author: String,
    pub(super) committer: String,
}

/// Returns the author and the committer, each as commits have them.
///
/// # Errors
///
/// If git does not know the user.
pub(super) fn identities(folder: &Path) -> Result<(String, String)> {
    Ok((identity(folder, "GIT_AUTHOR_IDENT")?, identity(folder, "GIT_COMMITTER_IDENT")?))
}

impl Commit<'_> {
    /// Writes the commit, and returns its id. `none` is the id of no object.
    ///
    /// # Errors
    ///
    /// If git fails.
    pub(super) fn write(&self, folder: &Path, none: &str) -> Result<String> {
        // On file systems that ignore case, git would take files whose names differ by it for one.
        let arguments = [
            "-c",
            "core.ignoreCase=false",
            "fast-import",
            "--quiet",
            "--done",
            "--date-format=raw",
        ];
        let id = fed_by(folder, &arguments, |input| self.stream(none, input));
        Ok(id.context("cannot write the commit")?.trim().to_owned())
    }

    /// Writes what git-fast-import(1) reads.
    fn stream(&self, none: &str, input: &mut dyn Write) -> io::Result<()> {
        writeln!(input, "commit {NAME}\nmark :1")?;
        writeln!(input, "author {}\ncommitter {}", self.author, self.committer)?;
        writeln!(input, "data {}\n{}", self.message.len(), self.message)?;
        if let Some(parent) = self.parent {
            // As `from`, it would bring its files, which a clone may lack.
            writeln!(input, "merge {parent}")?;
        }
        for (path, bytes) in &self.files {
            writeln!(input, "M 100644 inline {}\ndata {}", quoted(path), bytes.len())?;
            input.write_all(bytes)?;
            writeln!(input)?;
        }
        // The branch is gone before git would write it.
        writeln!(input, "\nget-mark :1\nreset {NAME}\nfrom {none}\n\ndone")
    }
}

/// Quotes a path as git does in C style.
fn quoted(path: &str) -> String {
    let mut quoted = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_ascii_control() => {
                let _ = write!(quoted, "\\{:03o}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_has_every_byte() {
        let commit = Commit {
            files: vec![("a \"b\"\n.html", b"data 3\nabc"), ("empty", b"")],
            parent: Some("1234"),
            message: "Über\n\nx",
            author: "A <a> 1 +0000".to_owned(),
            committer: "C <c> 2 +0000".to_owned(),
        };
        let mut stream = Vec::new();
        commit.stream("0000", &mut stream).expect("memory");
        let expected = "commit refs/radar/unpublished\nmark :1\nauthor A <a> 1 +0000\ncommitter C <c> 2 +0000\n\
             data 8\nÜber\n\nx\nmerge 1234\nM 100644 inline \"a \\\"b\\\"\\012.html\"\ndata 10\ndata 3\nabc\n\
             M 100644 inline \"empty\"\ndata 0\n\n\nget-mark :1\nreset refs/radar/unpublished\nfrom 0000\n\ndone\n";
        assert_eq!(String::from_utf8(stream).expect("text"), expected);
    }
}
