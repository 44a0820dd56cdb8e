//! The folders of a radar -> the path of every file in them, and whether a stage reads it.
//!
//! Only a file that would be read can fail. Links are followed to files and folders inside the root; a link that leads
//! out of it could publish anything that the user may read.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{CONTENT, ReadError, THEMES};
use crate::disk::{self, DiskError, Kind};

/// A file below the folders of a radar.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The path on disk.
    pub(crate) path: PathBuf,
    /// The path below the root, with `/` between its parts.
    pub(super) below: String,
    pub(super) used: Use,
}

/// Whether a stage reads a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    /// It is only shown, in the report that nothing reads it.
    Shown,
    /// It is of a theme and cannot be read, for this reason.
    Refused(String),
}

/// What a path has to be for the stages that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    File,
    Folder,
    /// A file, or a folder of such.
    Either,
    /// No stage reads it.
    Nothing,
}

/// Returns what is wanted at a path below the root. `content` decides what each of these files means.
fn wanted(below: &str) -> Wanted {
    let Some(path) = below.strip_prefix(CONTENT).and_then(|path| path.strip_prefix('/')) else {
        let is_text = below.ends_with(".toml") || below.ends_with(".html");
        return match below {
            CONTENT | THEMES => Wanted::Folder,
            _ if is_text => Wanted::File,
            _ => Wanted::Either,
        };
    };
    match path.split_once('/') {
        None => match path {
            "radar.toml" | "people.toml" | "evidence.toml" | "about.md" => Wanted::File,
            "blips" | "images" | "static" => Wanted::Folder,
            _ => Wanted::Nothing,
        },
        Some(("blips", blip)) if blip.ends_with(".toml") => Wanted::File,
        Some(("images" | "static", _)) => Wanted::Either,
        _ => Wanted::Nothing,
    }
}

/// Lists every file below `root` that belongs to a radar, or would if it had another name.
pub(crate) fn list(root: &Path) -> Result<Vec<Entry>, ReadError> {
    require_radar(root)?;
    let mut walk = Walk { real: disk::real(root)?, entries: Vec::new() };
    for folder in [CONTENT, THEMES] {
        let path = below(root, folder);
        if disk::has(&path)? {
            let chain = &mut vec![];
            let kind = walk.follow(&path)?;
            kind.require(Kind::Folder, &path)?;
            walk.list(&path, folder, chain)?;
        }
    }
    Ok(walk.entries)
}

fn is_below_blips(folder: &str) -> bool {
    folder.strip_prefix("radar/blips").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Fails if the root has no radar.
///
/// # Errors
///
/// If `radar/radar.toml` is not there, `radar` is no folder, or the system cannot tell.
pub(crate) fn require_radar(root: &Path) -> Result<(), ReadError> {
    let content = below(root, CONTENT);
    if let Some(kind) = disk::kind(&content)? {
        kind.require(Kind::Folder, &content)?;
    }
    let has_settings = disk::has(&content.join("radar.toml"))?;
    if has_settings { Ok(()) } else { Err(ReadError::NoRadar(root.to_owned())) }
}

/// Returns the path of a folder below the root as people write it.
fn below(root: &Path, folder: &str) -> PathBuf {
    if root == Path::new(".") { folder.into() } else { root.join(folder) }
}

struct Walk {
    /// The root without links.
    real: PathBuf,
    entries: Vec<Entry>,
}

impl Walk {
    /// Lists a folder; `chain` has the real paths of the folders around it, so that no link leads round in a circle.
    fn list(
        &mut self,
        folder: &Path,
        below: &str,
        chain: &mut Vec<PathBuf>,
    ) -> Result<(), ReadError> {
        let real = disk::real(folder)?;
        if chain.contains(&real) {
            let (path, found) = (folder.to_owned(), "a link to a folder that contains it");
            return Err(DiskError::Kind { path, found, wanted: "another folder" }.into());
        }
        chain.push(real);
        for (name, kind) in disk::entries(folder)? {
            if !is_passed_over(&name) {
                self.entry(folder.join(&name), below, &name, kind, chain)?;
            }
        }
        chain.pop();
        Ok(())
    }

    fn entry(
        &mut self,
        path: PathBuf,
        folder: &str,
        name: &OsStr,
        kind: Option<Kind>,
        chain: &mut Vec<PathBuf>,
    ) -> Result<(), ReadError> {
        let below = format!("{folder}/{}", name.to_string_lossy());
        let is_theme = folder.starts_with(THEMES);
        let wanted = match wanted(&below) {
            // A link to a folder of blips; a link to anything else is not followed.
            Wanted::Nothing if is_below_blips(folder) && kind.is_none() => {
                match self.follow(&path) {
                    Ok(Kind::Folder) => Wanted::Folder,
                    // It may lead to blips.
                    Err(error) if path.extension().is_none() => return Err(error.into()),
                    _ => Wanted::Nothing,
                }
            }
            wanted => wanted,
        };
        let found = match kind {
            Some(kind) => Ok(kind),
            None if wanted == Wanted::Nothing => Ok(Kind::Other),
            None => self.follow(&path),
        };
        let found = found.and_then(|found| {
            match wanted {
                Wanted::File => found.require(Kind::File, &path)?,
                Wanted::Folder => found.require(Kind::Folder, &path)?,
                Wanted::Either if found == Kind::Other => found.require(Kind::File, &path)?,
                Wanted::Either | Wanted::Nothing => {}
            }
            Ok(found)
        });
        match found {
            Ok(Kind::Folder) => match self.list(&path, &below, chain) {
                Err(why) if is_theme => self.add(path, below, Use::Refused(why.to_string())),
                result => return result,
            },
            Ok(_) if wanted == Wanted::Nothing => self.add(path, below, Use::Shown),
            Ok(_) if name.to_str().is_none() => return Err(ReadError::Name(path)),
            Ok(_) => self.add(path, below, Use::Read),
            Err(why) if is_theme => self.add(path, below, Use::Refused(why.to_string())),
            Err(why) => return Err(why.into()),
        }
        Ok(())
    }

    fn add(&mut self, path: PathBuf, below: String, used: Use) {
        self.entries.push(Entry { path, below, used });
    }

    /// Returns what is at a path, or behind the link there.
    fn follow(&self, path: &Path) -> Result<Kind, DiskError> {
        let target = disk::real(path)?;
        if !target.starts_with(&self.real) {
            let (path, root) = (path.to_owned(), self.real.clone());
            return Err(DiskError::Outside { what: "read", path, target, root });
        }
        let kind = disk::kind(&target)?;
        kind.ok_or(DiskError::Dangling { what: "read", path: path.to_owned(), target })
    }
}

/// Hidden names of a site that others look for: programs a folder (RFC 8615), and Codeberg the domains of a site.
const WELL_KNOWN: [&str; 2] = [".well-known", ".domains"];

/// Returns whether a file is hidden, or kept by an editor beside the file that it edits.
pub(crate) fn is_passed_over(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    (name.starts_with('.') && !WELL_KNOWN.contains(&name.as_ref()))
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_editors_are_ignored() {
        for name in [".kafka.toml.swp", "kafka.toml~", "#kafka.toml#", ".git"] {
            assert!(is_passed_over(name.as_ref()), "{name}");
        }
        for name in ["kafka.toml", ".well-known", ".domains"] {
            assert!(!is_passed_over(name.as_ref()), "{name}");
        }
    }

    #[test]
    fn only_what_a_stage_reads_is_wanted() {
        for (path, what) in [
            ("radar", Wanted::Folder),
            ("themes", Wanted::Folder),
            ("radar/radar.toml", Wanted::File),
            ("radar/blips", Wanted::Folder),
            ("radar/blips/a/b.toml", Wanted::File),
            ("radar/blips/a", Wanted::Nothing),
            ("radar/blips/a.yaml", Wanted::Nothing),
            ("radar/blips-old/a.toml", Wanted::Nothing),
            ("radar/images/a/b.png", Wanted::Either),
            ("radar/notes.txt", Wanted::Nothing),
            ("radar/README.md", Wanted::Nothing),
            ("themes/paper/theme.toml", Wanted::File),
            ("themes/paper/static", Wanted::Either),
        ] {
            assert_eq!(wanted(path), what, "{path}");
        }
    }
}
