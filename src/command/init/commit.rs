//! Commits the files of a run, as the user would: with the user's own git, its identity, its hooks and its signature.

use anyhow::{Context as _, Result, bail};

use super::made::{Base, Made};
use super::repository::{existing, in_shell};
use crate::cli::quoted;
use crate::command::git::{git, own_aloud};

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
        let folder = made.dir.to_str().filter(|dir| *dir != ".");
        let init = folder.map_or("git init".to_owned(), |dir| format!("git init {}", quoted(dir)));
        bail!("cannot commit in {dir}: {error}; clone a repository, or make one with {init}");
    }
    for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        git(&folder, &["var", who]).context(
            "git does not know who commits; run git config --global user.name \"YOUR NAME\" and git config --global \
             user.email YOU@EXAMPLE.ORG",
        )?;
    }
    let is_pending = |head| git(&folder, &["rev-parse", "--quiet", "--verify", head]).is_ok();
    if is_pending("MERGE_HEAD") || is_pending("CHERRY_PICK_HEAD") {
        bail!("cannot commit in the middle of a merge or a cherry-pick; finish it with git commit");
    }
    Ok(())
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
    own_aloud(folder, &[&arguments[..], &files].concat())
        .context("the files are written and added, but git did not commit them")?;
    let id = git(folder, &["rev-parse", "--short", "HEAD"])?;
    terminal.say(&format!("committed as {}: {MESSAGE}", id.trim()));
    Ok(())
}
