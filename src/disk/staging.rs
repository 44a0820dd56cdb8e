//! Files that are written as they are made, and get their places together.
//!
//! They wait in a temporary folder inside the folder that they belong to, so that renaming moves no bytes, and so that the
//! next run finds and removes them if this one is killed.
#![allow(clippy::disallowed_methods, reason = "the maker of files")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::error::failed;
use super::made::Made;
use super::{DiskError, Durability, Folder, temporary};

/// A folder for files that wait for their places. Dropping it removes those that have none yet.
pub(crate) struct Staging<'f> {
    folder: &'f Folder,
    waiting: TempDir,
    next: AtomicUsize,
}

/// A file that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Staged(usize);

impl<'f> Staging<'f> {
    pub(super) fn new(folder: &'f Folder, waiting: TempDir) -> Self {
        Self { folder, waiting, next: AtomicUsize::new(0) }
    }

    /// Writes a file whose place will be at `path`.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn add(&self, path: &str, bytes: &[u8]) -> Result<Staged, DiskError> {
        let staged = Staged(self.next.fetch_add(1, Ordering::Relaxed));
        let shown = self.folder.below(path);
        temporary::file_inside(&self.at(staged), bytes, &shown, Durability::Rebuildable)?;
        Ok(staged)
    }

    /// Gives each file its place, in this order. Whatever is there is replaced.
    ///
    /// # Errors
    ///
    /// If the system refuses. Each file before that one has its place, and no other.
    pub(crate) fn place(&self, files: &[(&str, Staged)]) -> Result<(), DiskError> {
        // Thousands of pages are in few folders.
        let mut folders: BTreeMap<&str, PathBuf> = BTreeMap::new();
        for (path, _) in files {
            let folder = split(path).0;
            if !folders.contains_key(folder) {
                folders.insert(folder, self.folder.target(folder, "write")?);
            }
        }
        let parents: BTreeSet<&Path> = folders.values().map(PathBuf::as_path).collect();
        let made =
            Made::all(&parents).map_err(|error| error.with_path(|path| self.folder.shown(path)))?;
        for (path, staged) in files {
            let (folder, name) = split(path);
            self.rename(*staged, &folders[folder].join(name), &self.folder.below(path))?;
        }
        made.keep();
        Ok(())
    }

    fn rename(&self, staged: Staged, place: &Path, shown: &Path) -> Result<(), DiskError> {
        let from = self.at(staged);
        match std::fs::rename(&from, place) {
            // A folder inside this one can be another disk, as in a container.
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let copied = super::read(&from).and_then(|bytes| {
                    let file = temporary::file(place, &bytes, None, Durability::Rebuildable)?;
                    temporary::replace(file, place)
                });
                copied.map_err(|error| error.with_path(|_| shown.to_owned()))
            }
            renamed => renamed.map_err(failed("write", shown)),
        }
    }

    fn at(&self, Staged(number): Staged) -> PathBuf {
        self.waiting.path().join(number.to_string())
    }
}

/// Splits a path into its folder and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
