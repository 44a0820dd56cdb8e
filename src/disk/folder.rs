//! A folder that one writer has for itself, and the one way in which files get into it.
#![allow(clippy::disallowed_methods, reason = "the maker of files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempPath;

use super::error::failed;
use super::lock::Lock;
use super::look::{Kind, entries, has, kind, read, real};
use super::made::{Made, missing};
use super::staging::Staging;
use super::sweep::{Depth, sweep};
use super::{DiskError, What, temporary};

/// What a writer found at a path before; if it is not there any more, nothing is written.
#[derive(Clone, Copy, Debug)]
pub enum Before<'b> {
    /// Nothing.
    Nothing,
    /// A file with these bytes.
    Read(&'b [u8]),
    /// It does not matter: a program made the file, and can make it again.
    Anything,
}

/// A file to write.
#[derive(Clone, Copy, Debug)]
pub struct Change<'b> {
    /// The path below the folder, with `/` between its parts.
    pub path: &'b str,
    /// What was there.
    pub before: Before<'b>,
    /// What will be there.
    pub bytes: &'b [u8],
}

/// Whether a writer waits until the disk has the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// For what people wrote.
    Synced,
    /// For what can be built again, and is verified before it is trusted.
    Rebuildable,
}

/// Where temporary files of earlier runs may be.
#[derive(Clone, Copy, Debug)]
pub enum Swept<'n> {
    /// In the folder and everything below it, except for `.git`.
    All,
    /// In the folder, and in these ones below it with everything in them.
    Only(&'n [&'n str]),
}

/// A folder with a lock on it, and without the temporary files of runs that were killed.
pub struct Folder {
    path: PathBuf,
    /// The path without links.
    real: PathBuf,
    /// The folders that were made to open this one, the innermost first.
    made: Vec<PathBuf>,
    lock: Lock,
}

/// A change whose destination has been looked at.
struct Target<'c> {
    change: &'c Change<'c>,
    /// The path for messages.
    path: PathBuf,
    /// The file to replace: what a link leads to.
    real: PathBuf,
    permissions: Option<Permissions>,
}

impl Folder {
    /// Opens a folder, which is made if it does not exist, and waits until no other program writes to it. Temporary
    /// files of earlier runs are removed. Dropping it removes the folders that were made for nothing.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn open(path: &Path, swept: Swept, on_wait: &dyn Fn()) -> Result<Self, DiskError> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let (made, lock) = loop {
            let made = missing(path)?;
            match kind(path)? {
                Some(kind) => kind.require(Kind::Folder, path)?,
                None => fs::create_dir_all(path).map_err(failed("make the folder", path))?,
            }
            let lock = Lock::take(path, on_wait);
            // Without a lock as well: another program may have made the folder, and found that it needs none.
            if has(path)? && lock.is_on(path) {
                break (made, lock);
            }
        };
        let folder = Self { path: path.to_owned(), real: real(path)?, made, lock };
        folder.sweep(swept);
        Ok(folder)
    }

    fn sweep(&self, swept: Swept) {
        let is_alone = self.lock.is_held();
        let folders = match swept {
            Swept::All => return sweep(&self.real, Depth::Below, is_alone),
            Swept::Only(folders) => folders,
        };
        sweep(&self.real, Depth::This, is_alone);
        for folder in folders.iter().filter_map(|name| self.target(name, "write").ok()) {
            sweep(&folder, Depth::Below, is_alone);
        }
    }

    /// Reads a file; `None` if nothing is there.
    ///
    /// # Errors
    ///
    /// If something else is there, or the system refuses.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let path = self.below(path);
        match kind(&path)? {
            None => Ok(None),
            Some(kind) => kind.require(Kind::File, &path).and_then(|()| read(&path)).map(Some),
        }
    }

    /// Returns the path of a file as people write it.
    pub(crate) fn below(&self, path: &str) -> PathBuf {
        match path {
            "" => self.path.clone(),
            _ if self.path == Path::new(".") => path.into(),
            _ => self.path.join(path),
        }
    }

    /// Returns whether a folder below this one is not there, or has no files.
    ///
    /// # Errors
    ///
    /// If something else is there, or the system cannot tell.
    pub(crate) fn is_free(&self, name: &str) -> Result<bool, DiskError> {
        let path = self.below(name);
        match kind(&path)? {
            None => Ok(true),
            Some(kind) => {
                kind.require(Kind::Folder, &path)?;
                Ok(entries(&path)?.is_empty())
            }
        }
    }

    /// Writes files in this order, each of them in one step. Files that have their bytes already are left alone.
    ///
    /// # Errors
    ///
    /// If a file is not what it was, which is found out before any is written; or the system refuses.
    pub fn write(&self, changes: &[Change], durability: Durability) -> Result<(), DiskError> {
        let mut targets = Vec::new();
        // Thousands of pages are in few folders.
        let mut folders: BTreeMap<&str, PathBuf> = BTreeMap::new();
        for change in changes {
            targets.extend(match change.before {
                Before::Anything => Some(self.whatever(change, &mut folders)?),
                _ => self.look_again(change)?,
            });
        }
        let parents: BTreeSet<&Path> = targets.iter().filter_map(|t| t.real.parent()).collect();
        let made = Made::all(&parents).map_err(|error| self.renamed(error, &targets))?;
        let staged: Vec<TempPath> = targets
            .par_iter()
            .map(|target| {
                let Target { change, real, permissions, .. } = target;
                temporary::file(real, change.bytes, permissions.as_ref(), durability)
            })
            .collect::<Result<_, _>>()
            .map_err(|error| self.renamed(error, &targets))?;
        for (target, file) in targets.iter().zip(staged) {
            // Writing took a while, and editors take no locks.
            if let Before::Read(_) = target.change.before
                && self.look_again(target.change)?.is_none()
            {
                continue;
            }
            match target.change.before {
                Before::Nothing => temporary::add(file, &target.real),
                Before::Read(_) | Before::Anything => temporary::replace(file, &target.real),
            }
            .map_err(|error| self.renamed(error, &targets))?;
        }
        if durability == Durability::Synced {
            for parent in &parents {
                temporary::sync_folder(parent);
            }
        }
        made.keep();
        Ok(())
    }

    /// Writes a folder that has no files yet, all of it in one step. Every path has to be below `name`.
    ///
    /// # Errors
    ///
    /// If the folder has files by now, or the system refuses; nothing is written then.
    pub(crate) fn write_folder(&self, name: &str, changes: &[Change]) -> Result<(), DiskError> {
        let target = self.target(name, "write")?;
        let beside = temporary::folder(&self.real)?;
        let parents: BTreeSet<PathBuf> = changes
            .iter()
            .filter_map(|change| Some(beside.path().join(change.path).parent()?.to_owned()))
            .collect();
        for parent in &parents {
            fs::create_dir_all(parent).map_err(failed("write in", &self.path))?;
        }
        changes.par_iter().try_for_each(|change| {
            let path = self.below(change.path);
            let at = beside.path().join(change.path);
            temporary::file_inside(&at, change.bytes, &path, Durability::Synced)
        })?;
        for parent in &parents {
            temporary::sync_folder(parent);
        }
        temporary::rename_folder(&beside.path().join(name), &target)?;
        temporary::sync_folder(&self.real);
        Ok(())
    }

    /// Begins to write files that get their places together, once all of them are made.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn stage(&self) -> Result<Staging<'_>, DiskError> {
        Ok(Staging::new(self, temporary::folder(&self.real)?))
    }

    /// Removes a file, and the folders that it leaves empty. A file that is not there is no error.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn remove(&self, path: &str) -> Result<(), DiskError> {
        let file = self.below(path);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed("remove", &file)(error));
            }
            _ => {}
        }
        self.remove_empty_folders(path);
        Ok(())
    }

    /// Moves a file to a path outside the folder, and removes the folders that it leaves empty.
    ///
    /// # Errors
    ///
    /// If something is there, or the system refuses.
    pub(crate) fn move_out(&self, path: &str, to: &Path) -> Result<(), DiskError> {
        if has(to)? {
            return Err(DiskError::Taken(to.to_owned()));
        }
        let folder = to.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
        fs::rename(self.below(path), to).map_err(failed("write", to))?;
        self.remove_empty_folders(path);
        Ok(())
    }

    fn remove_empty_folders(&self, path: &str) {
        let folders = Path::new(path).ancestors().skip(1);
        for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
            // A folder with files is not removed.
            if fs::remove_dir(self.real.join(folder)).is_err() {
                break;
            }
        }
    }

    /// Finds the place of a file that replaces whatever is there.
    fn whatever<'c>(
        &self,
        change: &'c Change<'c>,
        folders: &mut BTreeMap<&'c str, PathBuf>,
    ) -> Result<Target<'c>, DiskError> {
        let (folder, name) = change.path.rsplit_once('/').unwrap_or(("", change.path));
        if !folders.contains_key(folder) {
            folders.insert(folder, self.target(folder, "write")?);
        }
        let (path, real) = (self.below(change.path), folders[folder].join(name));
        Ok(Target { change, path, real, permissions: None })
    }

    /// Compares what is at a path with what was read. Returns `None` if it has the new bytes already.
    fn look_again<'c>(&self, change: &'c Change<'c>) -> Result<Option<Target<'c>>, DiskError> {
        let path = self.below(change.path);
        let real = self.target(change.path, "write")?;
        let now = match kind(&path)? {
            Some(Kind::File) => Some(read(&path)?),
            Some(_) => return Err(DiskError::Taken(path)),
            None => None,
        };
        match (change.before, &now) {
            // As an earlier run left it, which was cut short after this file.
            (_, Some(now)) if now == change.bytes => return Ok(None),
            (Before::Read(_), None) => return Err(DiskError::Gone(path)),
            (Before::Read(before), Some(now)) if now != before => {
                return Err(DiskError::Changed(path));
            }
            (Before::Nothing, Some(_)) => return Err(DiskError::Taken(path)),
            _ => {}
        }
        let mut permissions = None;
        if now.is_some() {
            let found = fs::metadata(&real).map_err(failed("read", &path))?.permissions();
            // A rename would replace a read-only file.
            if found.readonly() {
                return Err(DiskError::ReadOnly(path));
            }
            permissions = Some(found);
        }
        Ok(Some(Target { change, path, real, permissions }))
    }

    /// Returns the file that a path stands for: a link stays one, and its target is replaced.
    pub(super) fn target(&self, path: &str, what: What) -> Result<PathBuf, DiskError> {
        let shown = self.below(path);
        let mut at = self.real.clone();
        let parts = Path::new(path).components();
        for part in parts.filter(|part| *part != Component::CurDir) {
            at.push(part);
            match fs::symlink_metadata(&at) {
                Ok(metadata) if metadata.is_symlink() => at = real(&at)?,
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(what, &shown)(error)),
            }
        }
        if !at.starts_with(&self.real) {
            let root = self.real.clone();
            return Err(DiskError::Outside { what, path: shown, target: at, root });
        }
        Ok(at)
    }

    /// Returns an error with the path that people know instead of the real one.
    fn renamed(&self, error: DiskError, targets: &[Target]) -> DiskError {
        error.with_path(|path| {
            let target = targets.iter().find(|target| target.real == path);
            target.map_or_else(|| self.shown(path.clone()), |target| target.path.clone())
        })
    }

    /// Returns the path that people know instead of a real one.
    pub(super) fn shown(&self, path: PathBuf) -> PathBuf {
        let below = || Some(self.below(path.strip_prefix(&self.real).ok()?.to_str()?));
        below().unwrap_or(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for folder in &self.made {
            // A folder with files is not removed.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
