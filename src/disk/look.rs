//! What is at a path. A system that cannot tell is an error, never a "no".
#![allow(clippy::disallowed_methods, reason = "the module that looks at files")]

use std::fs::{self, FileType};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::DiskError;
use super::error::failed;

/// What is at a path, or behind the link there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    /// A pipe, a socket or a device.
    Other,
}

impl Kind {
    pub(crate) fn of(file_type: FileType) -> Self {
        if file_type.is_file() {
            Self::File
        } else if file_type.is_dir() {
            Self::Folder
        } else {
            Self::Other
        }
    }

    /// Returns what a message calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Other => "a pipe or a device",
        }
    }

    /// Fails unless it is what is `wanted` at a path.
    pub(crate) fn require(self, wanted: Kind, path: &Path) -> Result<(), DiskError> {
        if self == wanted {
            return Ok(());
        }
        let (found, wanted) = (self.name(), wanted.name());
        Err(DiskError::Kind { path: path.to_owned(), found, wanted })
    }
}

/// Returns what is at a path, or `None` if nothing is. Links are followed.
///
/// # Errors
///
/// If a link leads nowhere, or the system cannot tell.
pub(crate) fn kind(path: &Path) -> Result<Option<Kind>, DiskError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(Kind::of(metadata.file_type()))),
        Err(error) if is_nothing(&error) && !has(path)? => Ok(None),
        Err(error) if is_nothing(&error) => Err(dangling("read", path)),
        Err(error) => Err(failed("read", path)(error)),
    }
}

/// Returns whether anything is at a path, be it a link that leads nowhere.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn has(path: &Path) -> Result<bool, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if is_nothing(&error) => Ok(false),
        Err(error) => Err(failed("read", path)(error)),
    }
}

/// Returns whether there is a link at a path.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn is_link(path: &Path) -> Result<bool, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(metadata.is_symlink()),
        Err(error) if is_nothing(&error) => Ok(false),
        Err(error) => Err(failed("read", path)(error)),
    }
}

/// Below a file there is nothing either, and nothing can have a name that Windows refuses, such as `https://…`.
fn is_nothing(error: &std::io::Error) -> bool {
    /// `ERROR_INVALID_NAME`.
    const INVALID_NAME: i32 = 123;
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
        || (cfg!(windows) && error.raw_os_error() == Some(INVALID_NAME))
}

fn dangling(what: &'static str, path: &Path) -> DiskError {
    let target = fs::read_link(path).unwrap_or_default();
    DiskError::Dangling { what, path: path.to_owned(), target }
}

/// Returns the number of bytes of a file.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn length(path: &Path) -> Result<u64, DiskError> {
    Ok(fs::metadata(path).map_err(failed("read", path))?.len())
}

/// Reads a file.
///
/// # Errors
///
/// If it is a folder, a pipe or a device, or the system refuses.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, DiskError> {
    let metadata = fs::metadata(path).map_err(failed("read", path))?;
    Kind::of(metadata.file_type()).require(Kind::File, path)?;
    fs::read(path).map_err(failed("read", path))
}

/// Reads a file or a pipe of at most so many bytes.
///
/// # Errors
///
/// If there are more, or the system refuses.
#[allow(clippy::disallowed_types, reason = "a pipe has no length, so reading has to stop")]
pub(crate) fn read_up_to(limit: u64, path: &Path) -> Result<Vec<u8>, DiskError> {
    let file = fs::File::open(path).map_err(failed("read", path))?;
    let known = file.metadata().map_err(failed("read", path))?.len();
    let mut bytes = Vec::new();
    if known <= limit {
        // One byte more, so that the end of a file is seen without a larger buffer.
        bytes.reserve_exact(known as usize + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(failed("read", path))?;
    }
    let length = known.max(bytes.len() as u64);
    if length > limit {
        return Err(DiskError::TooLarge { path: path.to_owned(), length, limit });
    }
    Ok(bytes)
}

/// Returns the first line of a file for a message about it; nothing if it is long, or cannot be read.
#[allow(clippy::disallowed_types, reason = "most of the file is not read")]
pub(crate) fn first_line(path: &Path) -> Vec<u8> {
    const LONGEST: u64 = 500;
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let mut start = Vec::new();
    if is_file && let Ok(file) = fs::File::open(path) {
        // The message is about something else, so it appears without the line.
        let _ = file.take(LONGEST).read_to_end(&mut start);
    }
    start.truncate(start.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1));
    start
}

/// Returns the names in a folder and what each is; `None` for a link, which may lead anywhere.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(std::ffi::OsString, Option<Kind>)>, DiskError> {
    let entries = fs::read_dir(folder).map_err(failed("list", folder))?;
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.map_err(failed("list", folder))?;
        let file_type = entry.file_type().map_err(failed("read", &entry.path()))?;
        Ok((entry.file_name(), (!file_type.is_symlink()).then(|| Kind::of(file_type))))
    };
    entries.map(entry).collect()
}

/// Lists every file in a folder and those in it, each by `below` and its path from there. Links are not followed, and
/// git's own folder is left out.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn files(folder: &Path, below: &str, files: &mut Vec<String>) -> Result<(), DiskError> {
    for (name, kind) in entries(folder)? {
        let shown = name.to_string_lossy();
        let path = if below.is_empty() { shown.into_owned() } else { format!("{below}/{shown}") };
        match kind {
            _ if name == ".git" => {}
            Some(Kind::Folder) => self::files(&folder.join(&name), &path, files)?,
            _ => files.push(path),
        }
    }
    Ok(())
}

/// Returns the path of what a link leads to, without links. On Windows it is one that people and git can read, not one that
/// begins with `\\?\`.
///
/// # Errors
///
/// If it leads nowhere, or the system cannot tell.
pub(crate) fn real(path: &Path) -> Result<PathBuf, DiskError> {
    dunce::canonicalize(path).map_err(|error| match has(path) {
        Ok(true) if is_nothing(&error) => dangling("read", path),
        _ => failed("read", path)(error),
    })
}

/// Returns a path without links and dots. The part that does not exist yet is kept as written.
///
/// # Errors
///
/// If the system cannot tell.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, DiskError> {
    let absolute = std::path::absolute(path).map_err(failed("find", path))?;
    let mut existing = absolute.as_path();
    let mut rest = Vec::new();
    loop {
        match dunce::canonicalize(existing) {
            Ok(real) => return Ok(rest.iter().rev().fold(real, |path, part| path.join(part))),
            Err(error) if is_nothing(&error) => {}
            Err(error) => return Err(failed("find", existing)(error)),
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                existing = parent;
            }
            _ => return Ok(absolute),
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
        let found = absolute(&folder.path().join("a/b")).expect("the system can tell");
        assert_eq!(found, real.join("a/b"));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_an_answer_only_if_nothing_is_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "x").expect("written");
        std::os::unix::fs::symlink("nowhere", path("dangling")).expect("linked");
        std::os::unix::fs::symlink("loop", path("loop")).expect("linked");
        assert_eq!(kind(&path("file")).expect("known"), Some(Kind::File));
        assert_eq!(kind(folder.path()).expect("known"), Some(Kind::Folder));
        assert_eq!(kind(&path("missing")).expect("known"), None);
        assert_eq!(kind(&path("file/below")).expect("known"), None);
        let dangling = kind(&path("dangling")).expect_err("it leads nowhere").to_string();
        assert!(dangling.ends_with("it is a link to nowhere, which does not exist"), "{dangling}");
        assert!(kind(&path("loop")).is_err());
        assert!(read(folder.path()).expect_err("a folder").to_string().contains("not a file"));
    }

    #[test]
    fn more_bytes_than_the_limit_are_not_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        fs::write(&path, "12345").expect("written");
        assert_eq!(read_up_to(5, &path).expect("it fits"), b"12345");
        assert!(matches!(read_up_to(4, &path), Err(DiskError::TooLarge { length: 5, .. })));
    }
}
