//! Where the radar is, seen from the working directory.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::git::git;
use crate::cli::Common;
use crate::diagnostic::Judged;
use crate::diagnostic::render::Format;
use crate::disk;
use crate::source::{CONTENT, FileId, SourceSet};

/// Returns the folder of the radar that `start` is in: `start` or the nearest folder above it with a
/// `radar/radar.toml`. Returns `start` itself if there is none; reading it says what is missing.
pub(super) fn root(start: &Path) -> PathBuf {
    let Ok(real) = disk::real(start) else { return start.to_owned() };
    let found = real.ancestors().position(has_radar);
    found.map_or_else(|| start.to_owned(), |levels| above(start, &real, levels))
}

/// Returns the folder of the radar whose content folder `start` is, or is in; otherwise `start`. For commands
/// that make a radar: a radar further up is another one.
pub(super) fn root_of_content(start: &Path) -> PathBuf {
    // Those who name a folder that does not exist yet are in no other radar than those in the folder around it.
    let around = start.ancestors().map(|folder| from(Path::new("."), folder));
    let around = around.into_iter().find(|folder| matches!(disk::has(folder), Ok(true)));
    let root = root(around.as_deref().unwrap_or(start));
    let is_inside = match (disk::absolute(start), disk::real(&root.join(CONTENT))) {
        (Ok(start), Ok(content)) => start.starts_with(content),
        _ => false,
    };
    if is_inside { root } else { start.to_owned() }
}

/// Returns a path that is named from a folder, as people write it.
pub(super) fn from(folder: &Path, path: &Path) -> PathBuf {
    let path = if folder == Path::new(".") { path.to_owned() } else { folder.join(path) };
    let path: PathBuf = path.components().collect();
    if path.as_os_str().is_empty() { ".".into() } else { path }
}

/// Returns whether there is anything at `radar/radar.toml`, even if it cannot be read: that is an error to report,
/// and no reason to look further up.
fn has_radar(folder: &Path) -> bool {
    disk::has(&folder.join(CONTENT).join("radar.toml")).unwrap_or(true)
}

/// Returns a folder some levels above another as people write it: `..`, or the start of what they wrote.
fn above(start: &Path, real: &Path, levels: usize) -> PathBuf {
    let Some(target) = real.ancestors().nth(levels) else { return start.to_owned() };
    if levels == 0 {
        return start.to_owned();
    }
    let mut parts: Vec<Component> = start.components().collect();
    let kept = parts.len().saturating_sub(levels);
    parts.truncate(kept);
    let shortened: PathBuf = if parts.is_empty() { ".".into() } else { parts.iter().collect() };
    let climbed = (0..levels).fold(start.to_owned(), |path, _| match path.to_str() {
        Some(".") => "..".into(),
        _ => path.join(".."),
    });
    // Where a link leads is found out by asking.
    let candidates = [shortened, climbed];
    let fits = |path: &&PathBuf| matches!(disk::real(path), Ok(path) if path == target);
    candidates.iter().find(fits).cloned().unwrap_or_else(|| target.to_owned())
}

/// Returns what comes before the paths of a radar's files in messages: the way from the working directory; for
/// GitHub, from the root of the repository, where it looks for them.
pub(super) fn prefix(common: &Common) -> String {
    if common.message_format == Format::Github
        && let Ok(prefix) = git(&common.root, &["rev-parse", "--show-prefix"])
    {
        return prefix.trim_end_matches(['\r', '\n']).to_owned();
    }
    before_files(&common.below_root(""))
}

/// Returns what comes before the paths of the files below a folder.
pub(super) fn before_files(root: &Path) -> String {
    let root = root.display().to_string();
    let root = if cfg!(windows) { root.replace('\\', "/") } else { root };
    if root.is_empty() || root.ends_with('/') { root } else { root + "/" }
}

/// Returns the files with a prefix before the paths of those that problems are in, to print the problems.
pub(super) fn shown(sources: &SourceSet, prefix: &str, judged: &[Judged]) -> SourceSet {
    let labels = judged.iter().flat_map(|judged| &judged.diagnostic.labels);
    let files: BTreeSet<FileId> = labels.map(|label| label.at.file).collect();
    sources.with_prefix(prefix, files)
}

/// Adds the option that finds the radar to the commands at the end of helps, so that they work when pasted.
pub(super) fn complete_commands(judged: &mut [Judged], root_option: &str) {
    let helps = judged.iter_mut().flat_map(|judged| &mut judged.diagnostic.help);
    for help in helps.filter(|help| help.contains(": radar ")) {
        help.push_str(root_option);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests set up their own files")]

    use super::*;

    /// A folder with a radar in `ours`, and one in `ours/inner`.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for path in ["ours/radar/blips/team", "ours/inner/radar", "ours/code/src", "other"] {
            std::fs::create_dir_all(folder.path().join(path)).expect("a folder");
        }
        for path in ["ours/radar/radar.toml", "ours/inner/radar/radar.toml"] {
            std::fs::write(folder.path().join(path), "").expect("a file");
        }
        folder
    }

    #[test]
    fn the_nearest_radar_is_found_from_any_folder() {
        let folder = folder();
        let at = |path: &str| folder.path().join(path);
        for (start, found) in [
            ("ours", "ours"),
            ("ours/radar", "ours"),
            ("ours/radar/blips/team", "ours"),
            ("ours/code/src", "ours"),
            ("ours/inner/radar", "ours/inner"),
            ("other", "other"),
            ("nowhere", "nowhere"),
        ] {
            assert_eq!(root(&at(start)), at(found), "{start}");
        }
    }

    #[test]
    fn a_new_radar_is_made_beside_another_but_never_inside_it() {
        let folder = folder();
        let at = |path: &str| folder.path().join(path);
        for (start, found) in [
            ("ours", "ours"),
            ("ours/radar", "ours"),
            ("ours/radar/blips", "ours"),
            ("ours/radar/blips/new/deep", "ours"),
            ("ours/code", "ours/code"),
            ("ours/code/new", "ours/code/new"),
            ("ours/inner/radar/new", "ours/inner"),
            ("other", "other"),
        ] {
            assert_eq!(root_of_content(&at(start)), at(found), "{start}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_link_leads_to_the_folders_above_its_target() {
        let folder = folder();
        let at = |path: &str| folder.path().join(path);
        std::os::unix::fs::symlink(at("ours/radar/blips"), at("other/link")).expect("a link");
        let found = root(&at("other/link"));
        assert_eq!(found.canonicalize().ok(), at("ours").canonicalize().ok(), "{found:?}");
    }
}
