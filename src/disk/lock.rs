//! One writer at a time in a folder.
//!
//! The lock is on the folder itself, so it leaves no file behind and works where nothing can be written. Network
//! file systems that lock only what is open for writing, and Windows, get a file in the folder instead. Where there
//! are no locks at all, nothing is locked: writers compare before they rename.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "locks are on open files")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

/// The file that is locked where a folder cannot be. It stays, as others may wait for it.
pub(super) const NAME: &str = ".radar-lock";

/// A lock, held until it is dropped.
pub(super) struct Lock(Option<File>);

impl Lock {
    /// Waits for the lock on a folder; calls `on_wait` first if somebody else has it.
    pub(super) fn take(folder: &Path, on_wait: &dyn Fn()) -> Self {
        if cfg!(unix)
            && let Ok(handle) = File::open(folder)
            && is_locked(&handle, on_wait)
        {
            return Self(Some(handle));
        }
        let path = folder.join(NAME);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        Self(file.ok().filter(|file| is_locked(file, on_wait)))
    }

    /// Returns whether nobody else can have the lock.
    pub(super) fn is_held(&self) -> bool {
        self.0.is_some()
    }

    /// Returns whether the folder that was locked is still the one at this path. The program that had the lock before may
    /// have removed a folder that it made for nothing.
    #[cfg(unix)]
    pub(super) fn is_on(&self, folder: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let id = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
        let Some(handle) = &self.0 else { return true };
        let locked = handle.metadata().map(|metadata| (metadata.is_dir(), id(metadata)));
        match (locked, std::fs::metadata(folder)) {
            (Ok((true, locked)), Ok(there)) => locked == id(there),
            (Ok((true, _)), Err(_)) => false,
            _ => true,
        }
    }

    #[cfg(not(unix))]
    pub(super) fn is_on(&self, _: &Path) -> bool {
        true
    }
}

/// Locks an open file or folder. Returns whether the system could.
fn is_locked(file: &File, on_wait: &dyn Fn()) -> bool {
    loop {
        match file.try_lock() {
            Ok(()) => return true,
            Err(TryLockError::WouldBlock) => break,
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return false,
        }
    }
    on_wait();
    loop {
        match file.lock() {
            Ok(()) => return true,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}
