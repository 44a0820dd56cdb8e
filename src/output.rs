//! [`Site`] -> a folder, so that a reader of that folder never sees half a build.
//!
//! Files are replaced one by one (temporary file, then rename), and only where their bytes differ.
//! What an earlier build wrote and this one does not is removed by the record that build left;
//! nothing else ever is: a folder with files of somebody else's is refused before anything is
//! touched.
#![allow(clippy::disallowed_methods, reason = "one of the two ends of the pipeline")]

mod record;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::site::Site;
use crate::source::{CONTENT, THEMES};
pub use record::Fingerprint;
use record::Record;

/// What a write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or whose bytes differ.
    pub changed: usize,
    /// Files that were as they should be, and were not touched.
    pub unchanged: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
}

/// Why nothing, or not everything, was written.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The folder contains the content, or lies in it.
    #[error(
        "cannot write to {}: it {how} {}, and a build must not touch what it reads",
        out.display(),
        content.display()
    )]
    Overlaps {
        /// The output folder.
        out: PathBuf,
        /// What it would get mixed up with.
        content: PathBuf,
        /// `contains` or `lies in`.
        how: &'static str,
    },
    /// The folder holds files that no build wrote.
    #[error(
        "cannot write to {}: it holds files that radar did not write ({}); move them, or name another \
         folder with --out",
        out.display(),
        examples(files)
    )]
    Foreign {
        /// The output folder.
        out: PathBuf,
        /// Some of the files.
        files: Vec<String>,
    },
    /// The system refused something.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

fn examples(files: &[String]) -> String {
    match files {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        files => files.join(", "),
    }
}

/// A folder that has been looked at and may be written to.
pub struct Output {
    out: PathBuf,
    before: Record,
}

impl Output {
    /// Looks at an output folder. Nothing is written; the folder need not exist.
    ///
    /// # Errors
    ///
    /// If it contains the content or themes of `root` or lies in them, or holds foreign files.
    pub fn open(root: &Path, out: &Path) -> Result<Self, OutputError> {
        for content in [CONTENT, THEMES] {
            let content = root.join(content);
            refuse_overlap(out, &content)?;
        }
        let before = Record::read(out)?;
        let mut foreign = Vec::new();
        for file in list(out)? {
            if !before.contains(&file) && !is_hidden(&file) {
                foreign.push(file);
            }
        }
        if foreign.is_empty() {
            Ok(Self { out: out.to_owned(), before })
        } else {
            Err(OutputError::Foreign { out: out.to_owned(), files: foreign })
        }
    }

    /// Whether the folder holds exactly what a build of the same input left there: the fingerprint is
    /// the same, and so are the bytes of every file. The number of files, if so.
    pub fn is_current(&self, fingerprint: &Fingerprint) -> Option<usize> {
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
    /// If the system refuses. What was written by then is whole, and the record knows of it.
    pub fn write(&self, site: &Site, fingerprint: &Fingerprint) -> Result<Written, OutputError> {
        let after = Record::new(site, fingerprint);
        std::fs::create_dir_all(&self.out).map_err(failed("make the folder", &self.out))?;
        let folders: BTreeSet<&Path> =
            site.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
        for folder in folders {
            let folder = self.out.join(folder);
            std::fs::create_dir_all(&folder).map_err(failed("make the folder", &folder))?;
        }

        let files: Vec<(&str, &[u8])> = site.iter().collect();
        let differs: Vec<bool> = files.par_iter().map(|(path, b)| self.differs(path, b)).collect();
        let changed: Vec<&(&str, &[u8])> =
            files.iter().zip(&differs).filter(|(_, differs)| **differs).map(|(f, _)| f).collect();
        let stale: Vec<&str> =
            self.before.iter().map(|(path, _)| path).filter(|p| site.get(p).is_none()).collect();
        if !changed.is_empty() || !stale.is_empty() {
            // From here on the folder holds files of both builds; if this one is cut short, the next
            // has to know all of them as its own.
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

    /// Whether a file is missing or holds other bytes.
    fn differs(&self, path: &str, bytes: &[u8]) -> bool {
        let path = self.out.join(path);
        let same_length =
            std::fs::metadata(&path).is_ok_and(|meta| meta.len() == bytes.len() as u64);
        !same_length || std::fs::read(&path).map_or(true, |on_disk| on_disk != bytes)
    }

    /// Replaces a file in one step: whoever reads it sees the old bytes or the new ones.
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        replace_file(&self.out.join(path), bytes)
    }

    /// Removes a file of an earlier build, and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<(), OutputError> {
        let file = self.out.join(path);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed("remove", &file)(error));
            }
            _ => {}
        }
        let mut folder = Path::new(path).parent();
        while let Some(below) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
            if std::fs::remove_dir(self.out.join(below)).is_err() {
                break;
            }
            folder = below.parent();
        }
        Ok(())
    }
}

/// Writes a file beside its place and renames it into it.
///
/// # Errors
///
/// If the system refuses; the temporary file is gone then, and the old file as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = temporary().tempfile_in(folder).map_err(failed("write in", folder))?;
    file.write_all(bytes).map_err(failed("write", path))?;
    file.persist(path).map_err(|error| failed("write", path)(error.error))?;
    Ok(())
}

/// How the files are made that are renamed into their places.
pub(crate) fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".radar-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program would make it; the umask takes away what it should.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

fn failed<'p>(
    what: &'static str,
    path: &'p Path,
) -> impl FnOnce(std::io::Error) -> OutputError + use<'p> {
    move |source| OutputError::Io { what, path: path.to_owned(), source }
}

/// Files that belong to git or the system and that no build writes or removes.
fn is_hidden(path: &str) -> bool {
    path.starts_with('.') || path.contains("/.")
}

/// Every file below a folder, by its path from there; git's own folder is not looked into.
fn list(out: &Path) -> Result<Vec<String>, OutputError> {
    if !out.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(out).into_iter();
    for entry in walk.filter_entry(|entry| entry.file_name() != ".git") {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(out).to_owned();
            OutputError::Io { what: "list", path, source: error.into() }
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
        "lies in"
    } else if real_content.starts_with(&real_out) {
        "contains"
    } else {
        return Ok(());
    };
    Err(OutputError::Overlaps { out: out.to_owned(), content: content.to_owned(), how })
}

/// The path without links and dots; the part that does not exist yet is kept as written.
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
    fn what_is_missing_of_a_path_is_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let real = folder.path().canonicalize().expect("it was just made");
        assert_eq!(real_path(&folder.path().join("a/b")), real.join("a/b"));
    }

    #[test]
    fn hidden_files_are_nobodys_business() {
        for path in [".gitkeep", ".git", "blips/.DS_Store"] {
            assert!(is_hidden(path), "{path}");
        }
        assert!(!is_hidden("blips/kafka.html"));
    }
}
