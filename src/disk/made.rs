//! Folders that are made for files.
#![allow(clippy::disallowed_methods, reason = "the maker of folders")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::DiskError;
use super::error::failed;
use super::look::has;

/// Folders that are made for files; without any file they are removed again.
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Makes every folder that is not there.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(super) fn all(folders: &BTreeSet<&Path>) -> Result<Self, DiskError> {
        let mut made = Self(Vec::new());
        for folder in folders {
            let new = missing(folder)?;
            made.0.splice(0..0, new);
            fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
        }
        Ok(made)
    }

    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.0 {
            // A folder with files is not removed.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Returns the folders of a path that do not exist yet, the innermost first.
pub(super) fn missing(path: &Path) -> Result<Vec<PathBuf>, DiskError> {
    let mut missing = Vec::new();
    for folder in path.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        if has(folder)? {
            break;
        }
        missing.push(folder.to_owned());
    }
    Ok(missing)
}
