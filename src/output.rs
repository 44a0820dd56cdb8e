//! The files of a site -> a folder, without ever showing readers of that folder half a build.
//!
//! The folder is locked from the first look to the last file. Files are written as they are made, into a staging folder,
//! and replace the old ones once all are there ([`build`]). Only files whose bytes differ are replaced. Files of an
//! earlier build that are no longer needed are found in the record which that build left, and removed. Nothing else is
//! ever removed: if the folder holds files of somebody else, it is refused before anything is written, or they are
//! moved out of it if the user wants that.

mod build;
mod order;
mod record;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use thiserror::Error;

use crate::disk::{self, Before, Change, DiskError, Durability, Folder, Swept};
use crate::source::{CONTENT, THEMES};
pub(crate) use build::Build;
pub(crate) use record::Fingerprint;
use record::{Found, Record};

/// How many files a build wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Files that are new or whose bytes differ.
    pub(crate) changed: usize,
    pub(crate) unchanged: usize,
    /// Files of an earlier build.
    pub(crate) removed: usize,
    /// How many files of somebody else were moved, and to which folder.
    pub(crate) moved: Option<(usize, PathBuf)>,
}

/// What to do with files in the output folder that no build has recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    Refuse,
    /// Move them to a folder beside it.
    MoveAside,
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
        "cannot write to {}: {why} ({}); choose another folder with --out, or add --overwrite, which moves {} to {}",
        out.display(),
        examples(files),
        if files.len() == 1 { "this file" } else { "these files" },
        aside.display()
    )]
    Foreign { out: PathBuf, why: String, files: Vec<String>, aside: PathBuf },
    #[error(transparent)]
    Refused(#[from] DiskError),
}

fn examples(files: &[String]) -> String {
    match files {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        files => files.join(", "),
    }
}

/// A folder that has been checked and is locked.
pub(crate) struct Output {
    folder: Folder,
    out: PathBuf,
    before: Record,
    foreign: Vec<String>,
}

impl Output {
    /// Checks and locks an output folder, which need not exist.
    ///
    /// # Errors
    ///
    /// If it contains the content or themes of `root`, is inside them, or contains foreign files that are not to be
    /// moved.
    pub(crate) fn open(
        root: &Path,
        out: &Path,
        wanted: Foreign,
        on_wait: &dyn Fn(),
    ) -> Result<Self, OutputError> {
        for content in [CONTENT, THEMES] {
            refuse_overlap(out, &root.join(content))?;
        }
        let folder = Folder::open(out, Swept::All, on_wait)?;
        let found = record::find(&folder)?;
        let mut foreign = Vec::new();
        disk::files(out, "", &mut foreign)?;
        if let Found::Record(known) = &found {
            foreign = known.others(foreign);
        }
        foreign.retain(|file| !is_hidden(file));
        foreign.sort();
        if wanted == Foreign::Refuse && !foreign.is_empty() {
            let (out, why) = (out.to_owned(), why_foreign(&found, &foreign));
            return Err(OutputError::Foreign { aside: aside(&out)?, out, why, files: foreign });
        }
        let before = if let Found::Record(record) = found { record } else { Record::default() };
        Ok(Self { folder, out: out.to_owned(), before, foreign })
    }

    /// Returns the number of files if the folder is up to date: a build of the same input wrote it, and nobody has
    /// changed a file since.
    pub(crate) fn is_current(&self, fingerprint: &Fingerprint) -> Option<usize> {
        if self.before.fingerprint() != Some(fingerprint) || !self.foreign.is_empty() {
            return None;
        }
        let files: Vec<_> = self.before.iter().collect();
        let same = files.par_iter().all(|(path, _)| self.earlier(path).is_some());
        same.then_some(files.len())
    }

    /// Returns a file as an earlier build wrote it, or none if somebody has changed or removed it since. One that cannot be
    /// read is not as it was; writing it shows what is wrong.
    pub(crate) fn earlier(&self, path: &str) -> Option<Vec<u8>> {
        let hash = self.before.hash(path)?;
        disk::read(&self.folder.below(path)).ok().filter(|bytes| blake3::hash(bytes) == hash)
    }

    /// Begins to write a site. Readers of the folder see nothing of it until [`Build::publish`].
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn build(&self) -> Result<Build<'_>, OutputError> {
        let made = self.before.iter();
        let before = made.filter_map(|(path, entry)| Some((entry.input?, path))).collect();
        Ok(Build { output: self, staging: self.folder.stage()?, before, files: Mutex::default() })
    }

    /// Returns whether a file is missing or has other bytes. A file that cannot be read has; it is replaced.
    fn differs(&self, path: &str, bytes: &[u8]) -> bool {
        let path = self.folder.below(path);
        let same_length = matches!(disk::length(&path), Ok(length) if length == bytes.len() as u64);
        !same_length || !matches!(disk::read(&path), Ok(on_disk) if on_disk == bytes)
    }

    /// Writes the record.
    fn note(&self, record: &Record, durability: Durability) -> Result<(), OutputError> {
        let bytes = record.to_string();
        let (before, bytes) = (Before::Anything, bytes.as_bytes());
        self.folder.write(&[Change { path: record::NAME, before, bytes }], durability)?;
        Ok(())
    }

    fn move_foreign(&self) -> Result<Option<(usize, PathBuf)>, OutputError> {
        if self.foreign.is_empty() {
            return Ok(None);
        }
        let aside = aside(&self.out)?;
        for file in &self.foreign {
            self.folder.move_out(file, &aside.join(file))?;
        }
        Ok(Some((self.foreign.len(), aside)))
    }
}

/// Describes how files come to be in the folder, as far as it can be told.
fn why_foreign(found: &Found, files: &[String]) -> String {
    let how = "so it cannot be told which files an earlier build wrote";
    match found {
        Found::Damaged => format!("its record {} is damaged, {how}", record::NAME),
        Found::None if files.iter().any(|file| file == crate::routes::HOME) => {
            format!("its record {} is missing, {how}", record::NAME)
        }
        _ => "it contains files that radar did not write".to_owned(),
    }
}

/// Returns the folder beside the output to which files are moved: one that does not exist yet.
fn aside(out: &Path) -> Result<PathBuf, DiskError> {
    let absolute = disk::absolute(out)?;
    let name =
        absolute.file_name().map_or_else(|| "output".into(), |n| n.to_string_lossy().into_owned());
    let parent = match out.parent() {
        Some(parent) if out.file_name().is_some() => parent.to_owned(),
        _ => absolute.parent().unwrap_or(&absolute).to_owned(),
    };
    let mut number = 1;
    loop {
        let number_if_many = if number == 1 { String::new() } else { format!("-{number}") };
        let aside = parent.join(format!("{name}.before{number_if_many}"));
        if !disk::has(&aside)? {
            return Ok(aside);
        }
        number += 1;
    }
}

/// Returns whether a file belongs to git or the system. Builds neither write nor remove such files.
fn is_hidden(path: &str) -> bool {
    path.starts_with('.') || path.contains("/.")
}

fn refuse_overlap(out: &Path, content: &Path) -> Result<(), OutputError> {
    let (real_out, real_content) = (disk::absolute(out)?, disk::absolute(content)?);
    let how = if real_out.starts_with(&real_content) {
        "is inside"
    } else if real_content.starts_with(&real_out) {
        "contains"
    } else {
        return Ok(());
    };
    Err(OutputError::Overlaps { out: out.to_owned(), content: content.to_owned(), how })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_are_recognised() {
        for path in [".gitkeep", ".git", "blips/.DS_Store"] {
            assert!(is_hidden(path), "{path}");
        }
        assert!(!is_hidden("blips/kafka.html"));
    }
}
