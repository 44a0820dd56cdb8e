//! What can go wrong with a file: the operation, the path and the cause, each of them once.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::What;

/// The reason why a file was not read, or nothing was written.
#[derive(Debug, Error)]
pub enum DiskError {
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
    /// A link leads out of the folder that belongs to the radar.
    #[error(
        "cannot {what} {}: it is a link to {}, which is outside {}; only links to files inside that \
         folder are followed", path.display(), target.display(), root.display()
    )]
    Outside {
        /// The operation.
        what: &'static str,
        /// The link.
        path: PathBuf,
        /// The file or folder that it leads to.
        target: PathBuf,
        /// The folder that belongs to the radar.
        root: PathBuf,
    },
    /// A link leads nowhere.
    #[error("cannot {what} {}: it is a link to {}, which does not exist", path.display(), target.display())]
    Dangling {
        /// The operation.
        what: &'static str,
        /// The link.
        path: PathBuf,
        /// The path that the link has.
        target: PathBuf,
    },
    /// A folder, a pipe or a device is where a file should be, or the other way round.
    #[error("cannot read {}: it is {found}, not {wanted}", path.display())]
    Kind {
        /// The path.
        path: PathBuf,
        /// What is there.
        found: &'static str,
        /// What should be there.
        wanted: &'static str,
    },
    /// A file is larger than what can be used.
    #[error(
        "cannot read {}: it has {} MB, and the limit is {} MB",
        path.display(), length.div_ceil(1 << 20), limit >> 20
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its bytes.
        length: u64,
        /// The most bytes that it may have.
        limit: u64,
    },
    /// The system refused an operation.
    #[error("cannot {what} {}: {}", path.display(), cause(error))]
    Io {
        /// The operation.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
}

impl DiskError {
    /// Returns the error with another path, if it is about one that only this program knows.
    pub(super) fn with_path(self, shown: impl Fn(PathBuf) -> PathBuf) -> Self {
        match self {
            Self::Io { what, path, error } => Self::Io { what, path: shown(path), error },
            Self::Taken(path) => Self::Taken(shown(path)),
            error => error,
        }
    }

    /// Returns whether the file or folder is not there.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::NotFound)
    }
}

/// Adds to an error of the system what failed, and where.
pub(super) fn failed(what: What, path: &Path) -> impl Fn(io::Error) -> DiskError + use<'_> {
    move |error| DiskError::Io { what, path: path.to_owned(), error }
}

/// Returns the cause of an error without the path that the library for temporary files adds: a message has the path
/// that its reader knows.
fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    let has_path = error.raw_os_error().is_none();
    match text.split_once(" at path \"") {
        Some((cause, _)) if has_path => cause.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "provokes an error of the library")]
    fn a_cause_is_named_once_and_without_a_temporary_name() {
        let missing = Path::new("no-such-folder");
        let error = tempfile::Builder::new().prefix(".radar-").tempfile_in(missing);
        let error = error.expect_err("the folder is missing");
        assert!(error.to_string().contains(".radar-"), "what this guards against: {error}");
        let message = failed("write in", missing)(error).to_string();
        assert_eq!(message.matches("No such file").count(), 1, "{message}");
        assert!(!message.contains(".radar-"), "{message}");
    }
}
