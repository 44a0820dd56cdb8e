//! Writes a changed file of the content: whole or not at all, and never over somebody else's change.
//!
//! Two processes may write the same file at the same time. Each one locks the file, compares it with what it read,
//! and replaces it, so the second one finds that the file has changed. Editors ignore the lock; the comparison
//! still catches what they have saved.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "one of the two ends")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

/// The reason why nothing was written.
#[derive(Debug, Error)]
pub enum RewriteError {
    /// Somebody else wrote to the file since it was read.
    #[error(
        "{} changed since it was read, so nothing was written; run the command again to use its \
         current content", .0.display()
    )]
    Changed(PathBuf),
    /// The file was removed since it was read.
    #[error("{} is gone since it was read, so nothing was written", .0.display())]
    Gone(PathBuf),
    /// The file exists already.
    #[error("{} exists already, and is never overwritten", .0.display())]
    Taken(PathBuf),
    /// The file is read-only.
    #[error("cannot write {}: it is read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The system refused an operation.
    #[error("cannot {what} {}: {error}", path.display())]
    Io {
        /// The operation.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
}

/// Replaces the content of a file, if it is still what was read.
///
/// # Errors
///
/// If it is not, or the system refuses; the file is unchanged then.
pub fn rewrite(path: &Path, read: &[u8], new: &[u8]) -> Result<(), RewriteError> {
    let gone_or = |what| {
        move |error: io::Error| match error.kind() {
            ErrorKind::NotFound => RewriteError::Gone(path.to_owned()),
            _ => RewriteError::Io { what, path: path.to_owned(), error },
        }
    };
    // A symbolic link stays one: its target is replaced.
    let target = fs::canonicalize(path).map_err(gone_or("read"))?;
    let locked = File::open(&target).map_err(gone_or("read"))?;
    match locked.lock() {
        // Some network file systems have no locks.
        Err(error) if error.kind() != ErrorKind::Unsupported => return Err(gone_or("lock")(error)),
        _ => {}
    }
    if fs::read(&target).map_err(gone_or("read"))? != read {
        return Err(RewriteError::Changed(path.to_owned()));
    }
    let permissions = locked.metadata().map_err(gone_or("read"))?.permissions();
    // A rename would replace a read-only file.
    if permissions.readonly() {
        return Err(RewriteError::ReadOnly(path.to_owned()));
    }
    let file = synced_beside(&target, new)?;
    fs::set_permissions(file.path(), permissions).map_err(failed("write", path))?;
    file.persist(&target).map_err(|error| failed("write", path)(error.error))?;
    Ok(())
}

/// Creates a file, and the folders that lead to it.
///
/// # Errors
///
/// If the file exists already, or the system refuses.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), RewriteError> {
    if path.symlink_metadata().is_ok() {
        return Err(RewriteError::Taken(path.to_owned()));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    let file = synced_beside(path, bytes)?;
    file.persist_noclobber(path).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => RewriteError::Taken(path.to_owned()),
        _ => failed("write", path)(error.error),
    })?;
    Ok(())
}

/// Replaces or makes a file in one step, so that readers see the old bytes or the new ones. Does not wait for the
/// disk: this is for files that can be built again.
///
/// # Errors
///
/// If the system refuses; the old file is then unchanged.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), RewriteError> {
    let file = written_beside(path, bytes)?;
    file.persist(path).map_err(|error| failed("write", path)(error.error))?;
    Ok(())
}

/// As [`written_beside`], and on disk, so that people's words survive a power cut.
fn synced_beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, RewriteError> {
    let file = written_beside(path, bytes)?;
    file.as_file().sync_all().map_err(failed("write", path))?;
    Ok(file)
}

/// Writes a temporary file into the folder of `path`.
fn written_beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, RewriteError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".radar-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The default of any program; the umask restricts it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed("write in", folder))?;
    file.write_all(bytes).map_err(failed("write", path))?;
    Ok(file)
}

fn failed<'p>(
    what: &'static str,
    path: &'p Path,
) -> impl FnOnce(io::Error) -> RewriteError + use<'p> {
    move |error| RewriteError::Io { what, path: path.to_owned(), error }
}
