//! Files -> [`SourceSet`]: everything a build reads, read once.
//!
//! Knows which folders belong to a radar and nothing about their content: it decodes no bytes and parses no TOML.
//! The stages after this one never read the disk.
#![allow(clippy::disallowed_methods, reason = "one of the two ends of the pipeline")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use thiserror::Error;
use walkdir::WalkDir;

/// The folder of a radar's content, below the root.
pub const CONTENT: &str = "radar";
/// The folder of a radar's own themes, below the root.
pub const THEMES: &str = "themes";

/// The number of a file within its [`SourceSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// One file, as it was on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path below the root, with `/` between its parts on every system.
    pub path: String,
    /// The content, undecoded.
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
    /// The system refused to list or to read a file or folder.
    #[error("cannot read {}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        error: std::io::Error,
    },
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
        Self { files }
    }

    /// Returns the same files, one of them with other bytes.
    #[must_use]
    pub fn with(&self, id: FileId, bytes: Vec<u8>) -> Self {
        let mut set = self.clone();
        let path = self.file(id).path.clone();
        set.files[id.0 as usize] = Arc::new(SourceFile { path, bytes });
        set
    }

    /// Returns the same files and one more.
    #[must_use]
    pub fn and(&self, path: &str, bytes: Vec<u8>) -> Self {
        let added = Arc::new(SourceFile { path: path.to_owned(), bytes });
        Self::new(self.files.iter().cloned().chain([added]).collect())
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
}

/// Reads the content and the themes below `root`.
///
/// Ignores hidden files and the backups of editors (`blip.toml~`, `#blip.toml#`, `.blip.toml.swp`). Follows
/// links; a link that leads back into itself is an error.
///
/// # Errors
///
/// If there is no `radar/radar.toml`, or a file cannot be read: a build without it would silently drop content.
pub fn read(root: &Path) -> Result<SourceSet, ReadError> {
    let files = list(root)?
        .into_par_iter()
        .map(|path| {
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) => return Err(ReadError::Io { path, error }),
            };
            Ok(Arc::new(SourceFile { path: below(root, path)?, bytes }))
        })
        .collect::<Result<_, _>>()?;
    Ok(SourceSet::new(files))
}

/// The path of every file below `root` that belongs to a radar.
pub(crate) fn list(root: &Path) -> Result<Vec<PathBuf>, ReadError> {
    if !root.join(CONTENT).join("radar.toml").exists() {
        return Err(ReadError::NoRadar(root.to_owned()));
    }
    let mut paths = Vec::new();
    for folder in [CONTENT, THEMES] {
        let folder = root.join(folder);
        if folder.exists() {
            list_folder(&folder, &mut paths)?;
        }
    }
    Ok(paths)
}

fn list_folder(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let walk = WalkDir::new(folder).follow_links(true).into_iter();
    for entry in walk.filter_entry(|e| e.depth() == 0 || !is_passed_over(e.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => paths.push(entry.into_path()),
            Ok(_) => {}
            // Emacs locks a file by a link to nowhere.
            Err(error) if error.path().and_then(Path::file_name).is_some_and(is_passed_over) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                return Err(ReadError::Io { path, error: error.into() });
            }
        }
    }
    Ok(())
}

/// Returns whether a file is hidden, or kept by an editor beside the file that it edits.
pub(crate) fn is_passed_over(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Returns a path as a set stores it: below the root, with `/` between its parts.
fn below(root: &Path, path: PathBuf) -> Result<String, ReadError> {
    let mut parts = Vec::new();
    for part in path.strip_prefix(root).unwrap_or(&path).components() {
        match part.as_os_str().to_str() {
            Some(part) => parts.push(part),
            None => return Err(ReadError::Name(path)),
        }
    }
    Ok(parts.join("/"))
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

    #[test]
    fn files_of_editors_are_ignored() {
        for name in [".kafka.toml.swp", "kafka.toml~", "#kafka.toml#", ".git"] {
            assert!(is_passed_over(name.as_ref()), "{name}");
        }
        assert!(!is_passed_over("kafka.toml".as_ref()));
    }
}
