//! The files of a site, as they are made -> a commit, without an index, a work tree or a branch.
//!
//! Two ways were compared. `git hash-object`, `update-index`, `write-tree` and `commit-tree` need the files on the disk or
//! a process for each, and an index that has to be removed again. `git fast-import` takes all of it as one
//! stream, in any order, and writes one pack. Its branch is let go at the end of the stream, so no reference is ever made.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};

use crate::command::commit::identity;
use crate::command::git::fed_by;

/// A branch that never exists: git wants a name for what it is given.
const NAME: &str = "refs/radar/unpublished";

/// A commit to write.
pub(super) struct Commit<'c> {
    pub(super) parent: Option<&'c str>,
    pub(super) message: &'c str,
    pub(super) author: String,
    pub(super) committer: String,
}

/// Takes the files of a commit, from several threads.
pub(super) struct Files<'f>(Mutex<&'f mut (dyn Write + Send)>);

impl Files<'_> {
    /// Adds a file. One of the same path is replaced.
    ///
    /// # Errors
    ///
    /// If git does not read any more.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut input = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write!(input, "M 100644 inline {}\ndata {}\n", quoted(path), bytes.len())?;
        input.write_all(bytes)?;
        writeln!(input)
    }
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
    /// Writes a commit with the files that `fill` adds, and returns its id and what `fill` does. `none` is the id of no
    /// object.
    ///
    /// # Errors
    ///
    /// If `fill` or git fails.
    pub(super) fn write<T>(
        &self,
        folder: &Path,
        none: &str,
        fill: impl FnOnce(&Files) -> Result<T>,
    ) -> Result<(String, T)> {
        // On file systems that ignore case, git would take files whose names differ by it for one.
        let arguments = [
            "-c",
            "core.ignoreCase=false",
            "fast-import",
            "--quiet",
            "--done",
            "--date-format=raw",
        ];
        let (id, filled) = fed_by(folder, &arguments, |input| self.stream(none, input, fill))
            .context("cannot write the commit")?;
        Ok((id.trim().to_owned(), filled))
    }

    /// Writes what git-fast-import(1) reads. The stream has an end even if `fill` fails: git would leave a report of a crash
    /// in the repository.
    fn stream<T>(
        &self,
        none: &str,
        input: &mut (dyn Write + Send),
        fill: impl FnOnce(&Files) -> Result<T>,
    ) -> Result<T> {
        writeln!(input, "commit {NAME}\nmark :1")?;
        writeln!(input, "author {}\ncommitter {}", self.author, self.committer)?;
        writeln!(input, "data {}\n{}", self.message.len(), self.message)?;
        if let Some(parent) = self.parent {
            // As `from`, it would bring its files, which a clone may lack.
            writeln!(input, "merge {parent}")?;
        }
        let filled = fill(&Files(Mutex::new(&mut *input)));
        // The branch is gone before git would write it.
        writeln!(input, "\nget-mark :1\nreset {NAME}\nfrom {none}\n\ndone")?;
        filled
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
            parent: Some("1234"),
            message: "Über\n\nx",
            author: "A <a> 1 +0000".to_owned(),
            committer: "C <c> 2 +0000".to_owned(),
        };
        let mut stream = Vec::new();
        let fill = |files: &Files| {
            files.add("a \"b\"\n.html", b"data 3\nabc")?;
            Ok(files.add("empty", b"")?)
        };
        commit.stream("0000", &mut stream, fill).expect("memory");
        let expected = "commit refs/radar/unpublished\nmark :1\nauthor A <a> 1 +0000\ncommitter C <c> 2 +0000\n\
             data 8\nÜber\n\nx\nmerge 1234\nM 100644 inline \"a \\\"b\\\"\\012.html\"\ndata 10\ndata 3\nabc\n\
             M 100644 inline \"empty\"\ndata 0\n\n\nget-mark :1\nreset refs/radar/unpublished\nfrom 0000\n\ndone\n";
        assert_eq!(String::from_utf8(stream).expect("text"), expected);
    }
}
