//! The repository of git that a new radar is in. Hosts read workflows at its root only.

use std::path::{Path, PathBuf};

use crate::command::commit::{Place, relative};
use crate::disk::{self, Kind};

/// Where the files of a repository go.
pub(super) struct Repository {
    /// Its root, from the working directory; the folder of the radar if there is no repository yet.
    pub(super) root: PathBuf,
    /// The way from there to the folder of the radar, with `/` between its parts; empty if they are the same.
    pub(super) folder: String,
    /// Whether there is a repository.
    pub(super) is_there: bool,
}

impl Repository {
    /// Finds the repository that a folder is in, or will be in once it exists.
    pub(super) fn of(dir: &Path) -> Self {
        Self::above(dir).unwrap_or_else(|| Self {
            root: dir.to_owned(),
            folder: String::new(),
            is_there: false,
        })
    }

    /// Finds the repository whose root is above a folder.
    fn above(dir: &Path) -> Option<Self> {
        let existing = existing(dir)?;
        let Place { top, prefix } = Place::of(&in_shell(existing))?;
        let missing = dir.strip_prefix(existing).ok()?.components();
        let missing = missing.map(|part| part.as_os_str().to_string_lossy());
        let parts: Vec<String> =
            missing.map(Into::into).filter(|part: &String| part != ".").collect();
        let folder = format!("{prefix}{}", parts.join("/")).trim_end_matches('/').to_owned();
        let shortened = dir.ancestors().nth(Path::new(&folder).components().count());
        let shortened = shortened.filter(|root| {
            dir.ends_with(&folder) && Place::of(&in_shell(root)).is_some_and(|root| root.top == top)
        });
        let root = match (shortened, Place::of(Path::new("."))) {
            (Some(root), _) => in_shell(root),
            (None, Some(here)) if here.top == top => relative(&here.prefix, "").into(),
            (None, _) => top.into(),
        };
        Some(Self { root, folder, is_there: true })
    }
}

/// Returns the nearest folder that exists: a folder, or one above it.
pub(super) fn existing(dir: &Path) -> Option<&Path> {
    let is_folder =
        |folder: &&Path| matches!(disk::kind(&in_shell(folder)), Ok(Some(Kind::Folder)));
    dir.ancestors().find(is_folder)
}

/// Returns a path as programs take it: `.` for an empty one.
pub(super) fn in_shell(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}
