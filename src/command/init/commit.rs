//! Commits the files of a run, as the user would: with the user's own git, its identity, its hooks and its signature.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};

use super::made::{Base, Made};
use super::repository::{existing, in_shell};
use crate::cli::quoted;
use crate::command::commit::{identity, init};
use crate::command::git::{git, own_aloud};
use crate::disk;

const MESSAGE: &str = "Start a technology radar";

/// Fails if git would not commit anything, before anything is written.
///
/// # Errors
///
/// If there is no repository, or git does not know who commits, or is in the middle of something.
pub(super) fn check(made: &Made) -> Result<()> {
    let folder = in_shell(existing(made.dir).unwrap_or(made.dir));
    if let Err(error) = git(&folder, &["rev-parse", "--show-toplevel"]) {
        let dir = made.dir.display();
        let way_out = if error.to_string().starts_with("not a git repository") {
            format!("; clone a repository, or make one with `{}`", init(made.dir))
        } else {
            String::new()
        };
        bail!("cannot commit in {dir}: {error}{way_out}");
    }
    for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        identity(&folder, who)?;
    }
    match pending(&folder) {
        Some(what) => {
            bail!("cannot commit in the middle of a {what}; finish it first, or leave out --commit")
        }
        None => Ok(()),
    }
}

/// Returns what git is in the middle of: a commit now would become part of it.
fn pending(folder: &Path) -> Option<&'static str> {
    let is_commit = |head| git(folder, &["rev-parse", "--quiet", "--verify", head]).is_ok();
    let is_there = |path| {
        let found = git(folder, &["rev-parse", "--git-path", path]).ok();
        found.is_some_and(|found| disk::has(&folder.join(found.trim_end())).unwrap_or(false))
    };
    let kinds = [
        ("merge", is_commit("MERGE_HEAD")),
        ("rebase", is_there("rebase-merge") || is_there("rebase-apply")),
        ("cherry-pick", is_commit("CHERRY_PICK_HEAD")),
        ("revert", is_commit("REVERT_HEAD")),
    ];
    kinds.into_iter().find_map(|(what, is_pending)| is_pending.then_some(what))
}

/// Commits the new files, and nothing else: what is in the index already stays there.
pub(super) fn commit(made: &Made) -> Result<()> {
    let terminal = made.session.terminal;
    let folder = made.folder(Base::Radar);
    let is_ignored = |file: &&String| {
        let path = file.split_once(')').map_or(file.as_str(), |(_, path)| path);
        let at = if file.starts_with(":(top") { made.folder(Base::Repository) } else { folder };
        git(at, &["check-ignore", "--quiet", "--", path]).is_ok()
    };
    let (ignored, files): (Vec<&String>, Vec<&String>) = made.files.iter().partition(is_ignored);
    if !ignored.is_empty() {
        let paths: Vec<&str> =
            ignored.iter().filter_map(|file| Some(file.split_once(')')?.1)).collect();
        terminal.say(&format!("git ignores {}, so it was not committed", paths.join(", ")));
    }
    if files.is_empty() {
        terminal.say("there was nothing to commit: this run wrote no file");
        return Ok(());
    }
    let files: Vec<&str> = files.into_iter().map(String::as_str).collect();
    own_aloud(folder, &[&["add", "--"][..], &files].concat())
        .context("the files are written, but git did not add them")?;
    let arguments = ["commit", "--quiet", "--only", "--message", MESSAGE, "--"];
    own_aloud(folder, &[&arguments[..], &files].concat()).map_err(|error| {
        anyhow!(
            "the files are written and added, but {error}; once that works, commit them with `{}`",
            by_hand(folder, &files)
        )
    })?;
    let id = git(folder, &["rev-parse", "--short", "HEAD"])?;
    terminal.say(&format!("committed as {}: {MESSAGE}", id.trim()));
    Ok(())
}

/// Returns the command that commits files, for a shell in the working directory: folders of nothing else by their names.
fn by_hand(folder: &Path, files: &[&str]) -> String {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for file in files {
        let top = file.strip_prefix(":(literal)").and_then(|path| path.split_once('/'));
        let whole = top.map(|(top, _)| format!(":(literal){top}")).filter(|top| {
            let known = git(folder, &["ls-files", "--", top]).unwrap_or_default();
            known.lines().count()
                == files.iter().filter(|file| file.starts_with(&format!("{top}/"))).count()
        });
        let path = whole.as_deref().unwrap_or(file);
        // They are plain names, but from the root of the repository.
        paths.insert(path.replacen(":(literal)", "", 1).replacen(":(top,literal)", ":/", 1));
    }
    let paths: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    let program = match folder.to_str() {
        Some(path) if folder != Path::new(".") => format!("git -C {}", quoted(path)),
        _ => "git".to_owned(),
    };
    format!("{program} commit -m {} -- {}", quoted(MESSAGE), paths.join(" "))
}
