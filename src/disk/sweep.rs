//! Removes the temporary files of runs that were killed. Nothing of this can fail a command: what stays is hidden, and
//! the next run tries again.
#![allow(clippy::disallowed_methods, reason = "the maker of temporary files removes them")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::temporary::{PREFIX, SUFFIX};

/// The age of a temporary file that certainly nobody is writing.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Which folders below a root are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Only its own files.
    This,
    /// Everything in it, except for `.git`.
    Below,
}

/// Removes temporary files and folders, if they are old or nobody else can be writing them (`is_alone`).
pub(super) fn sweep(folder: &Path, depth: Depth, is_alone: bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(kind) = entry.file_type() else { continue };
        if is_temporary(&name) {
            let is_old = || {
                let modified = entry.metadata().and_then(|metadata| metadata.modified());
                modified.ok().and_then(|at| at.elapsed().ok()).is_some_and(|age| age > OLD)
            };
            if is_alone || is_old() {
                let _ =
                    if kind.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        } else if kind.is_dir() && depth == Depth::Below && name != ".git" {
            sweep(&path, depth, is_alone);
        }
    }
}

fn is_temporary(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_temporary_files_go_and_only_while_nobody_else_writes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("blips/.radar-XYZ123.tmp/radar")).expect("made");
        fs::create_dir_all(path(".git")).expect("made");
        let stay = [".git/.radar-a.tmp", ".radar-manifest", "blips/a.toml", ".radar-lock", "x.tmp"];
        for name in stay.into_iter().chain([".radar-abc123.tmp", "blips/.radar-1.tmp"]) {
            fs::write(path(name), "x").expect("written");
        }
        sweep(folder.path(), Depth::Below, false);
        assert!(path(".radar-abc123.tmp").exists(), "it is new: somebody may be writing it");
        sweep(folder.path(), Depth::This, true);
        assert!(!path(".radar-abc123.tmp").exists());
        assert!(path("blips/.radar-1.tmp").exists());
        sweep(folder.path(), Depth::Below, true);
        assert!(!path("blips/.radar-1.tmp").exists() && !path("blips/.radar-XYZ123.tmp").exists());
        for name in stay {
            assert!(path(name).exists(), "{name}");
        }
    }
}
