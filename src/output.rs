//! [`Site`] -> a folder, without ever showing readers of that folder half a build.
//!
//! Files are replaced one by one (temporary file, then rename), and only if their bytes differ. Files of an earlier
//! build that are no longer needed are found in the record which that build left, and removed. Nothing else is ever
//! removed: if the folder holds files of somebody else, it is refused before anything is written.
#![allow(clippy::disallowed_methods, reason = "one of the two ends of the pipeline")]

mod record;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::edit::write::{RewriteError, failed, replace};
use crate::site::Site;
use crate::source::{CONTENT, THEMES};
pub(crate) use record::Fingerprint;
use record::Record;

/// How many files a build wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Files that are new or whose bytes differ.
    pub(crate) changed: usize,
    pub(crate) unchanged: usize,
    /// Files of an earlier build.
    pub(crate) removed: usize,
}

/// Why nothing, or not everything, was written.
#[derive(Debug, Error)]
pub(crate) enum OutputError {
    #[error(
        "cannot write to {}: it {how} {}, and a build must not touch what it reads",
        out.display(),
        content.display()
    )]
    Overlaps {
        out: PathBuf,
        content: PathBuf,
        /// `contains` or `is inside`.
        how: &'static str,
    },
    #[error(
        "cannot write to {}: it contains files that radar did not write ({}); move them, or choose \
         another folder with --out",
        out.display(),
        examples(files)
    )]
    Foreign { out: PathBuf, files: Vec<String> },
    #[error(transparent)]
    Refused(#[from] RewriteError),
}

fn examples(files: &[String]) -> String {
    match files {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        files => files.join(", "),
    }
}

/// A folder that has been checked and may be written to.
pub(crate) struct Output {
    out: PathBuf,
    before: Record,
}

impl Output {
    /// Checks an output folder, which need not exist, and writes nothing.
    ///
    /// # Errors
    ///
    /// If it contains the content or themes of `root`, is inside them, or contains foreign files.
    pub(crate) fn open(root: &Path, out: &Path) -> Result<Self, OutputError> {
        for content in [CONTENT, THEMES] {
            let content = root.join(content);
            refuse_overlap(out, &content)?;
        }
        let before = Record::read(out)?;
        let mut foreign = list(out)?;
        foreign.retain(|file| !before.contains(file) && !is_hidden(file));
        if foreign.is_empty() {
            Ok(Self { out: out.to_owned(), before })
        } else {
            Err(OutputError::Foreign { out: out.to_owned(), files: foreign })
        }
    }

    /// Returns the number of files if the folder is up to date: a build of the same input wrote it, and nobody has
    /// changed a file since.
    pub(crate) fn is_current(&self, fingerprint: &Fingerprint) -> Option<usize> {
        if self.before.fingerprint() != Some(fingerprint) {
            return None;
        }
        let files: Vec<_> = self.before.iter().collect();
        let same = files.par_iter().all(|(path, hash)| {
            std::fs::read(self.out.join(path)).is_ok_and(|bytes| blake3::hash(&bytes) == **hash)
        });
        same.then_some(files.len())
    }

    /// Writes a site.
    ///
    /// # Errors
    ///
    /// If the system refuses. Every file is then either old or new, and the record lists all of them.
    pub(crate) fn write(
        &self,
        site: &Site,
        fingerprint: &Fingerprint,
    ) -> Result<Written, OutputError> {
        let after = Record::new(site, fingerprint);
        self.make_folders(site)?;
        let files: Vec<(&str, &[u8])> = site.iter().collect();
        let differs: Vec<bool> = files.par_iter().map(|(path, b)| self.differs(path, b)).collect();
        let changed: Vec<&(&str, &[u8])> =
            files.iter().zip(&differs).filter(|(_, differs)| **differs).map(|(f, _)| f).collect();
        let stale: Vec<&str> =
            self.before.iter().map(|(path, _)| path).filter(|p| site.get(p).is_none()).collect();
        if !changed.is_empty() || !stale.is_empty() {
            // From here on the folder holds files of both builds. If this one is interrupted, the next has to
            // recognise all of them.
            self.replace(record::NAME, self.before.and(&after).to_string().as_bytes())?;
        }
        changed.par_iter().try_for_each(|(path, bytes)| self.replace(path, bytes))?;
        for path in &stale {
            self.remove(path)?;
        }
        let record = after.to_string();
        if self.differs(record::NAME, record.as_bytes()) {
            self.replace(record::NAME, record.as_bytes())?;
        }
        Ok(Written {
            changed: changed.len(),
            unchanged: files.len() - changed.len(),
            removed: stale.len(),
        })
    }

    fn make_folders(&self, site: &Site) -> Result<(), OutputError> {
        let folders: BTreeSet<&Path> =
            site.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
        // The folder itself, in case the site has no file.
        for folder in folders.into_iter().chain([Path::new("")]) {
            let folder = self.out.join(folder);
            std::fs::create_dir_all(&folder).map_err(failed("make the folder", &folder))?;
        }
        Ok(())
    }

    /// Returns whether a file is missing or has other bytes.
    fn differs(&self, path: &str, bytes: &[u8]) -> bool {
        let path = self.out.join(path);
        let same_length =
            std::fs::metadata(&path).is_ok_and(|meta| meta.len() == bytes.len() as u64);
        !same_length || std::fs::read(&path).map_or(true, |on_disk| on_disk != bytes)
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        Ok(replace(&self.out.join(path), bytes)?)
    }

    /// Removes a file of an earlier build, and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<(), OutputError> {
        let file = self.out.join(path);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed("remove", &file)(error).into());
            }
            _ => {}
        }
        let folders = Path::new(path).ancestors().skip(1);
        for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
            if std::fs::remove_dir(self.out.join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Returns whether a file belongs to git or the system. Builds neither write nor remove such files.
fn is_hidden(path: &str) -> bool {
    path.starts_with('.') || path.contains("/.")
}

/// Returns the path of every file below a folder, from that folder, except for those of git.
fn list(out: &Path) -> Result<Vec<String>, OutputError> {
    if !out.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(out).into_iter();
    for entry in walk.filter_entry(|entry| entry.file_name() != ".git") {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(out).to_owned();
            RewriteError::Io { what: "list", path, error: error.into() }
        })?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(out).unwrap_or(entry.path());
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(files)
}

fn refuse_overlap(out: &Path, content: &Path) -> Result<(), OutputError> {
    let (real_out, real_content) = (real_path(out), real_path(content));
    let how = if real_out.starts_with(&real_content) {
        "is inside"
    } else if real_content.starts_with(&real_out) {
        "contains"
    } else {
        return Ok(());
    };
    Err(OutputError::Overlaps { out: out.to_owned(), content: content.to_owned(), how })
}

/// Returns a path without links and dots. The part that does not exist yet is kept as written.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut existing = absolute.as_path();
    let mut rest = Vec::new();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return rest.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                existing = parent;
            }
            _ => return absolute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_part_of_a_path_is_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let real = folder.path().canonicalize().expect("it was just made");
        assert_eq!(real_path(&folder.path().join("a/b")), real.join("a/b"));
    }

    #[test]
    fn hidden_files_are_recognised() {
        for path in [".gitkeep", ".git", "blips/.DS_Store"] {
            assert!(is_hidden(path), "{path}");
        }
        assert!(!is_hidden("blips/kafka.html"));
    }
}
