//! Temporary files and folders beside their destinations.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the maker of files")]

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use tempfile::{Builder, TempDir, TempPath};

use super::error::failed;
use super::{DiskError, Durability};

/// What the names of temporary files and folders start and end with.
pub(super) const PREFIX: &str = ".radar-";
pub(super) const SUFFIX: &str = ".tmp";

/// Writes a temporary file into the folder of `path`, which messages name.
pub(super) fn file(
    path: &Path,
    bytes: &[u8],
    permissions: Option<&Permissions>,
    durability: Durability,
) -> Result<TempPath, DiskError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The default of any program; the umask restricts it.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed("write in", folder))?;
    file.write_all(bytes).map_err(failed("write", path))?;
    if let Some(permissions) = permissions
        && file.as_file().metadata().map_err(failed("write", path))?.permissions() != *permissions
    {
        // Some file systems have no permissions to set, but then there are none that differ.
        file.as_file().set_permissions(permissions.clone()).map_err(failed("write", path))?;
    }
    if durability == Durability::Synced {
        sync(file.as_file(), path)?;
    }
    Ok(file.into_temp_path())
}

/// Makes a temporary folder in another.
pub(super) fn folder(parent: &Path) -> Result<TempDir, DiskError> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder.tempdir_in(parent).map_err(failed("write in", parent))
}

/// Writes a file into a temporary folder, where nobody else looks; messages name its later `path`.
pub(super) fn file_inside(
    at: &Path,
    bytes: &[u8],
    path: &Path,
    durability: Durability,
) -> Result<(), DiskError> {
    let mut file = File::create_new(at).map_err(failed("write", path))?;
    file.write_all(bytes).map_err(failed("write", path))?;
    match durability {
        Durability::Synced => sync(&file, path),
        Durability::Rebuildable => Ok(()),
    }
}

/// Waits until a file is on the disk, so that people's words survive a power cut.
fn sync(file: &File, path: &Path) -> Result<(), DiskError> {
    match file.sync_all() {
        // Some network file systems cannot be asked to.
        Err(error) if !matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            Err(failed("write", path)(error))
        }
        _ => Ok(()),
    }
}

/// Waits until the names in a folder are on the disk. The files are in place by then, so a system that refuses has
/// not failed the writer: at worst a power cut undoes the renaming.
pub(super) fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Gives a temporary file its name, and replaces what is there.
pub(super) fn replace(file: TempPath, path: &Path) -> Result<(), DiskError> {
    file.persist(path).map_err(|error| failed("write", path)(error.error))
}

/// Gives a temporary file its name, unless something is there.
pub(super) fn add(file: TempPath, path: &Path) -> Result<(), DiskError> {
    match file.persist_noclobber(path) {
        Ok(()) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            Err(DiskError::Taken(path.to_owned()))
        }
        // Some network file systems can neither link a file nor rename it with a condition.
        Err(error)
            if matches!(
                error.error.kind(),
                ErrorKind::Unsupported | ErrorKind::InvalidInput | ErrorKind::PermissionDenied
            ) && !super::has(path)? =>
        {
            replace(error.path, path)
        }
        Err(error) => Err(failed("write", path)(error.error)),
    }
}

/// Gives a folder its name. An empty one there is replaced.
pub(super) fn rename_folder(from: &Path, path: &Path) -> Result<(), DiskError> {
    if cfg!(windows) && super::has(path)? {
        fs::remove_dir(path).map_err(failed("replace", path))?;
    }
    match fs::rename(from, path) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
            Err(DiskError::Taken(path.to_owned()))
        }
        result => result.map_err(failed("write", path)),
    }
}
