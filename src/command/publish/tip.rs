//! The commit that the branch is at: who wrote it, and what a new site would take away.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::remote::Remote;
use crate::command::git::{git, own};

/// The line of a message that names the commit which a site was made from, and the folder of its radar, as git writes
/// a path in a commit. It shows that this program wrote what is on the branch.
pub(super) const SOURCE: &str = "Radar-Source: ";

/// More commits than any branch has. git takes its own number for "all" as the wish for the whole history of the clone.
const ALL: u32 = 1_000_000_000;

/// A commit of the branch, with what is known of it.
pub(super) struct Tip {
    pub(super) commit: String,
    pub(super) tree: String,
    pub(super) has_parents: bool,
    /// What its message says of the radar that it was made from.
    source: Option<String>,
}

/// What a new site changes on the branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub(super) new: usize,
    pub(super) changed: usize,
    pub(super) removed: usize,
}

impl Tip {
    /// Reads the commit that the branch is at, and fetches it if it is not here yet. In a clone without history, only
    /// that commit is fetched.
    ///
    /// # Errors
    ///
    /// If the remote cannot be reached.
    pub(super) fn read(folder: &Path, remote: &Remote, branch: &str, commit: &str) -> Result<Self> {
        let question = format!("{commit}^{{commit}}");
        let is_here = || git(folder, &["cat-file", "-e", &question]).is_ok();
        if !is_here() {
            remote.fetch(branch, is_shallow(folder).then_some(1))?;
            if !is_here() {
                bail!("{}", moved(remote, branch));
            }
        }
        let text = git(folder, &["cat-file", "commit", commit])?;
        let (head, message) = text.split_once("\n\n").unwrap_or((&text, ""));
        let tree = head.lines().find_map(|line| line.strip_prefix("tree "));
        let tree = tree.context("git gave no tree of a commit")?.to_owned();
        let has_parents = head.lines().any(|line| line.starts_with("parent "));
        Ok(Self { commit: commit.to_owned(), tree, has_parents, source: source(message) })
    }

    /// Returns the files that a new commit would take away or change, and that this program did not write.
    ///
    /// # Errors
    ///
    /// If git fails, or the remote cannot be reached.
    pub(super) fn foreign(
        &self,
        folder: &Path,
        remote: &Remote,
        branch: &str,
        new: &str,
    ) -> Result<Vec<String>> {
        if self.source.is_some() {
            return Ok(Vec::new());
        }
        if is_shallow(folder) {
            // What was published before this commit is not here.
            remote.fetch(branch, Some(ALL))?;
        }
        let lost = differences(folder, &self.commit, new)?.into_iter();
        let mut lost: Vec<String> =
            lost.filter(|(status, _)| *status != 'A').map(|(_, path)| path).collect();
        if let Some(last) = last_of_ours(folder, &self.commit)? {
            let theirs = differences(folder, &last, &self.commit)?;
            lost.retain(|path| theirs.iter().any(|(_, other)| other == path));
        }
        Ok(lost)
    }

    /// Returns the folder of the radar that is published there; none if somebody else wrote the commit.
    pub(super) fn folder(&self) -> Option<&str> {
        self.source.as_deref()?.split_once(':').map(|(_, folder)| folder)
    }

    /// Counts what a new commit changes.
    ///
    /// # Errors
    ///
    /// If git fails.
    pub(super) fn changes(&self, folder: &Path, new: &str) -> Result<Changes> {
        let mut changes = Changes::default();
        for (status, _) in differences(folder, &self.commit, new)? {
            match status {
                'A' => changes.new += 1,
                'D' => changes.removed += 1,
                _ => changes.changed += 1,
            }
        }
        Ok(changes)
    }
}

/// Returns the message for a branch that somebody else has pushed to.
pub(super) fn moved(remote: &Remote, branch: &str) -> String {
    let name = remote.name();
    format!("somebody pushed to {branch} on {name} meanwhile, so nothing was pushed; publish again")
}

fn source(message: &str) -> Option<String> {
    let mut lines = message.lines().filter_map(|line| line.strip_prefix(SOURCE));
    lines.next_back().map(|line| line.trim().to_owned())
}

/// Returns the last commit that this program wrote, up to another one.
fn last_of_ours(folder: &Path, commit: &str) -> Result<Option<String>> {
    let grep = format!("--grep=^{SOURCE}");
    let arguments = ["log", "-1", "--no-show-signature", "--format=%H", &grep, commit, "--"];
    let found = git(folder, &arguments)?;
    Ok(Some(found.trim().to_owned()).filter(|found| !found.is_empty()))
}

/// Returns the files that differ between two commits: added, deleted or modified.
fn differences(folder: &Path, from: &str, to: &str) -> Result<Vec<(char, String)>> {
    let options = ["diff-tree", "-r", "-z", "--name-status", "--no-renames", "--no-ext-diff"];
    let arguments = [&options[..], &[from, to, "--"]].concat();
    let text = git(folder, &arguments).or_else(|error| {
        // A clone without trees fetches them on demand.
        let answer = own(folder, &arguments)?;
        if answer.is_done { Ok(answer.output) } else { Err(error) }
    })?;
    let mut parts = text.split_terminator('\0');
    let mut found = Vec::new();
    while let (Some(status), Some(path)) = (parts.next(), parts.next()) {
        found.push((status.chars().next().unwrap_or('M'), path.to_owned()));
    }
    Ok(found)
}

fn is_shallow(folder: &Path) -> bool {
    git(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|is| is.trim() == "true")
}
