//! The command that commits a file, as people paste it into a shell.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::git::git;
use crate::cli::quoted;
use crate::disk;

/// Returns the command that commits a file, for a shell in the working directory. Returns none if git would not take
/// the file: outside a repository, or if it is ignored. Returns none either if the path is not Unicode.
pub(super) fn command(path: &Path, message: &str) -> Option<String> {
    // Through a link, git sees the link, which has not changed.
    let is_link = path.ancestors().any(|part| matches!(disk::is_link(part), Ok(true)));
    let path: PathBuf = if is_link { disk::real(path).ok()? } else { path.to_owned() };
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let there = Place::of(folder)?;
    let is_known = git(folder, &["ls-files", "--error-unmatch", "--", name]).is_ok();
    if !is_known && git(folder, &["check-ignore", "--quiet", "--", name]).is_ok() {
        return None;
    }
    let file = format!("{}{name}", there.prefix);
    if there.is_mangled() {
        return None;
    }
    let (program, file) = match Place::of(Path::new(".")) {
        Some(here) if here.top == there.top => ("git".to_owned(), relative(&here.prefix, &file)),
        _ => (format!("git -C {}", quoted(&there.top)), file),
    };
    let file = quoted(&literal(&file));
    let is_pending = |head| git(folder, &["rev-parse", "--quiet", "--verify", head]).is_ok();
    // git refuses to commit single files then.
    if is_pending("MERGE_HEAD") || is_pending("CHERRY_PICK_HEAD") {
        return Some(format!("{program} add {file}"));
    }
    let commit = format!("{program} commit -m {} {file}", quoted(message));
    Some(if is_known { commit } else { format!("{program} add {file} && {commit}") })
}

/// Returns who commits, as commits have it. `kind` is git's name of the author or the committer.
///
/// # Errors
///
/// If git does not know the user.
pub(super) fn identity(folder: &Path, kind: &str) -> Result<String> {
    let identity = git(folder, &["var", kind]).map_err(|why| {
        anyhow!(
            "git does not know who you are: {why}; tell it with `git config --global user.name \"YOUR NAME\"` and \
             `git config --global user.email YOU@EXAMPLE.ORG`"
        )
    })?;
    Ok(identity.trim_end_matches(['\r', '\n']).to_owned())
}

/// Returns git for a folder, as people paste it into a shell in the working directory.
pub(super) fn program(folder: &Path) -> String {
    let there = Place::of(folder);
    let is_here = folder == Path::new(".")
        || there.is_some_and(|there| {
            Place::of(Path::new(".")).is_some_and(|here| here.top == there.top)
        });
    match folder.to_str() {
        Some(folder) if !is_here => format!("git -C {}", quoted(folder)),
        _ => "git".to_owned(),
    }
}

/// Returns the command that makes a folder a repository.
pub(super) fn init(folder: &Path) -> String {
    let folder = folder.to_str().filter(|folder| *folder != ".");
    folder.map_or("git init".to_owned(), |folder| format!("git init {}", quoted(folder)))
}

/// A folder in a repository of git.
pub(super) struct Place {
    /// The root of the repository.
    pub(super) top: String,
    /// The way from there: empty, or with a slash at its end.
    pub(super) prefix: String,
}

impl Place {
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let answer = |question| {
            let answer = git(folder, &["rev-parse", question]).ok()?;
            Some(answer.trim_end_matches(['\r', '\n']).to_owned())
        };
        let top = answer("--show-toplevel").filter(|top| !top.is_empty())?;
        Some(Self { top, prefix: answer("--show-prefix")? })
    }

    /// Returns whether the paths are not what git printed, which was not Unicode.
    fn is_mangled(&self) -> bool {
        [&self.top, &self.prefix].into_iter().any(|path| path.contains(char::REPLACEMENT_CHARACTER))
    }
}

/// Returns the way to a file from a folder; both are given from the root of the repository.
pub(super) fn relative(folder: &str, file: &str) -> String {
    let folder: Vec<&str> = folder.split_terminator('/').collect();
    let file: Vec<&str> = file.split('/').collect();
    let common = folder.iter().zip(&file).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folder.len() - common);
    up.chain(file[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Returns a path that git takes for neither an option nor a pattern.
fn literal(path: &str) -> String {
    if path.contains(['*', '?', '[', '\\']) {
        // As patterns, these also match themselves, but other files too.
        return format!(":(literal){path}");
    }
    if path.starts_with(['-', ':']) { format!("./{path}") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_inside_a_repository() {
        for (folder, file, way) in [
            ("", "radar/blips/a.toml", "radar/blips/a.toml"),
            ("radar/", "radar/blips/a.toml", "blips/a.toml"),
            ("radar/blips/", "radar/blips/a.toml", "a.toml"),
            ("docs/guide/", "radar/a.toml", "../../radar/a.toml"),
            ("radar-old/", "radar/a.toml", "../radar/a.toml"),
        ] {
            assert_eq!(relative(folder, file), way, "{folder}");
        }
    }

    #[test]
    fn a_path_is_neither_an_option_nor_a_pattern() {
        for (path, literal_path) in [
            ("radar/a.toml", "radar/a.toml"),
            ("-x/a.toml", "./-x/a.toml"),
            (":x/a.toml", "./:x/a.toml"),
            ("[old]/a.toml", ":(literal)[old]/a.toml"),
        ] {
            assert_eq!(literal(path), literal_path);
        }
    }
}
