//! Files -> [`SourceSet`]: everything a build reads, read once.
//!
//! Knows which folders belong to a radar and nothing about their content: it decodes no bytes and parses no TOML.
//! The stages after this one never read the disk.

mod list;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use thiserror::Error;

use crate::disk::{self, DiskError};
use list::{Entry, Use};
pub(crate) use list::{is_passed_over, list, require_radar};

/// The folder of a radar's content, below the root.
pub const CONTENT: &str = "radar";
/// The folder of a radar's own themes, below the root.
pub const THEMES: &str = "themes";

/// The folders that this program writes to, below the root.
pub(crate) const FOLDERS: [&str; 4] = [CONTENT, THEMES, ".taplo", ".github"];

/// The bytes of a text. The largest that are of use are a list of some ten thousand people, and months of evidence
/// for them; parsed with the place of each value, a text takes up to 150 times its bytes.
pub(crate) const MAX_TEXT: u64 = 4 << 20;

/// The number of a file within its [`SourceSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// One file, as it was on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path below the root, with `/` between its parts on every system.
    pub path: String,
    /// The content, undecoded. Of a file that no stage reads it is at most the first line.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// Returns the content as text; `None` if it is not UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

/// All files of a radar, sorted by path. A copy costs next to nothing: it shares the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSet {
    /// Sorted by path; the number of a file is its position.
    files: Vec<Arc<SourceFile>>,
    /// The files of themes that could not be read, by path, with the reason. Only the theme of the radar matters.
    unreadable: BTreeMap<String, String>,
}

/// A file or folder that could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The root has no `radar/radar.toml`.
    #[error(
        "no radar in {} or above it: {CONTENT}/radar.toml is missing; use -C to name the folder that \
         contains {CONTENT}/, or create a radar with `radar init`",
        .0.display()
    )]
    NoRadar(PathBuf),
    /// A file or folder is not what it should be, or the system refused to list or to read it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A file name that is not Unicode, so that no address can be made from it.
    #[error("cannot read {}: the file name is not valid Unicode", .0.display())]
    Name(PathBuf),
}

impl FileId {
    /// The first file of a set.
    pub const FIRST: FileId = FileId(0);
}

impl SourceSet {
    /// Makes a set from paths and contents; for tests and generated content.
    pub fn from_files<P, B>(files: impl IntoIterator<Item = (P, B)>) -> Self
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        let file = |(path, bytes): (P, B)| SourceFile { path: path.into(), bytes: bytes.into() };
        Self::new(files.into_iter().map(file).map(Arc::new).collect())
    }

    fn new(mut files: Vec<Arc<SourceFile>>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, unreadable: BTreeMap::new() }
    }

    /// Returns the same files, with these bytes at a path that a file may have already.
    #[must_use]
    pub fn with(&self, path: &str, bytes: Vec<u8>) -> Self {
        let file = Arc::new(SourceFile { path: path.to_owned(), bytes });
        let mut set = self.clone();
        match self.find(path) {
            Some((id, _)) => set.files[id.0 as usize] = file,
            None => {
                let at = set.files.partition_point(|other| other.path < file.path);
                set.files.insert(at, file);
            }
        }
        set
    }

    /// Returns the same files, the paths of some below a prefix. Only for messages: files are no longer found by
    /// these paths.
    #[must_use]
    pub(crate) fn with_prefix(
        &self,
        prefix: &str,
        files: impl IntoIterator<Item = FileId>,
    ) -> Self {
        let mut set = self.clone();
        for id in files.into_iter().filter(|_| !prefix.is_empty()) {
            let mut file = self.file(id).clone();
            file.path.insert_str(0, prefix);
            set.files[id.0 as usize] = Arc::new(file);
        }
        set
    }

    /// Returns every file with its number, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(|file| &**file))
    }

    /// Returns the files whose path starts with `prefix`, sorted by path.
    pub fn below<'a>(
        &'a self,
        prefix: &str,
    ) -> impl Iterator<Item = (FileId, &'a SourceFile)> + use<'a> {
        let start = self.files.partition_point(|file| *file.path < *prefix);
        let from = &self.files[start..];
        let count = from.iter().take_while(|file| file.path.starts_with(prefix)).count();
        (start as u32..).map(FileId).zip(from[..count].iter().map(|file| &**file))
    }

    /// Returns the file at exactly this path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some((FileId(at as u32), &self.files[at]))
    }

    /// Returns the file of this number.
    ///
    /// # Panics
    ///
    /// If the number comes from another set.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the file of this number, to be kept without a copy of its bytes.
    ///
    /// # Panics
    ///
    /// If the number comes from another set.
    pub(crate) fn shared(&self, id: FileId) -> Arc<SourceFile> {
        Arc::clone(&self.files[id.0 as usize])
    }

    /// Returns why the files of a theme could not be read.
    pub(crate) fn unreadable<'a>(&'a self, theme: &'a str) -> impl Iterator<Item = &'a str> {
        let is_of_theme = move |path: &str| {
            let path = path.strip_prefix(THEMES).and_then(|path| path.strip_prefix('/'));
            let rest = path.and_then(|path| path.strip_prefix(theme));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let of_theme = self.unreadable.iter().filter(move |(path, _)| is_of_theme(path));
        of_theme.map(|(_, why)| why.as_str())
    }
}

/// Reads the content and the themes below `root`.
///
/// Ignores hidden files and the backups of editors (`blip.toml~`, `#blip.toml#`, `.blip.toml.swp`). Follows
/// links to files and folders inside the root.
///
/// # Errors
///
/// If there is no `radar/radar.toml`, or a file that a stage would read cannot be read: a build without it would
/// silently drop content.
pub fn read(root: &Path) -> Result<SourceSet, ReadError> {
    let mut unreadable = BTreeMap::new();
    let mut read: Vec<Entry> = Vec::new();
    for entry in list(root)? {
        match entry.used {
            Use::Refused(why) => drop(unreadable.insert(entry.below, why)),
            _ => read.push(entry),
        }
    }
    let files = read
        .into_par_iter()
        .map(|Entry { path, below, used }| {
            let bytes = match used {
                Use::Read if is_text(&below) => disk::read_up_to(MAX_TEXT, &path)?,
                Use::Read => disk::read(&path)?,
                _ => disk::first_line(&path),
            };
            Ok(Arc::new(SourceFile { path: below, bytes }))
        })
        .collect::<Result<_, ReadError>>()?;
    Ok(SourceSet { unreadable, ..SourceSet::new(files) })
}

/// Returns whether a file of the content is parsed. `radar/radar.toml` and blips are, images and notes are not.
pub(crate) fn is_read(below: &str) -> bool {
    is_text(below) && (below.ends_with(".toml") || below.ends_with(".md"))
}

/// Returns whether a file of the content is parsed, and not only published.
fn is_text(below: &str) -> bool {
    let path = below.strip_prefix(CONTENT).and_then(|path| path.strip_prefix('/'));
    path.is_some_and(|path| !path.contains('/') || path.starts_with("blips/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_lists_a_folder_and_nothing_beside_it() {
        let set = SourceSet::from_files([
            ("radar/blips-old/x.toml", ""),
            ("radar/blips/a.toml", ""),
            ("radar/blips/team/b.toml", ""),
            ("radar/people.toml", ""),
        ]);
        let paths: Vec<_> = set.below("radar/blips/").map(|(_, file)| file.path.as_str()).collect();
        assert_eq!(paths, ["radar/blips/a.toml", "radar/blips/team/b.toml"]);
        assert!(set.below("radar/teams/").next().is_none());
        assert!(set.find("radar/people.toml").is_some());
        assert!(set.find("radar/people").is_none());
    }
}
