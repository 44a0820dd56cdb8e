//! The remote: which one it is, the branch as it is there, and the push.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::host::{told, without_secrets};
use crate::command::commit::program;
use crate::command::git::{git, own};
use crate::disk;
use crate::line::line_from;

/// Where a site is pushed to.
pub(super) struct Remote<'f> {
    /// A folder of the repository.
    folder: &'f Path,
    /// What git knows it by: its name, its address or its path.
    known_as: String,
    /// Whether the repository has settings for it.
    pub(super) is_named: bool,
    /// Where pushes go: the address may be another one than that of fetches.
    pub(super) address: String,
    /// What to read the branch from, so that it is the one which is pushed to.
    source: String,
}

/// What a remote has.
pub(super) struct Refs {
    /// The commit that the branch is at; `None` if there is no such branch.
    pub(super) tip: Option<String>,
    /// Whether it has a default branch yet.
    pub(super) has_head: bool,
}

/// What became of a push.
pub(super) enum Push {
    Done,
    /// Somebody else pushed to the branch.
    Moved,
    /// The other side does not want it, for this reason.
    Refused(String),
}

impl<'f> Remote<'f> {
    /// Finds a remote by its name, its address or its path.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(super) fn find(folder: &'f Path, wanted: &str) -> Result<Self> {
        let line = |arguments: &[&str]| {
            git(folder, arguments).map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
        };
        if let Ok(pushed) = line(&["remote", "get-url", "--push", "--", wanted]) {
            let fetched = line(&["remote", "get-url", "--", wanted])?;
            let source = if fetched == pushed { wanted } else { &pushed };
            let source = source.to_owned();
            return Ok(Self {
                folder,
                known_as: wanted.to_owned(),
                is_named: true,
                address: pushed,
                source,
            });
        }
        let here = Path::new(wanted);
        let known_as = if wanted.contains(':') && !disk::has(here).unwrap_or(false) {
            wanted.to_owned()
        } else if wanted.contains(['/', '\\']) || disk::has(here)? {
            // git runs in the folder of the radar, and the path is seen from here.
            let path = disk::absolute(here)?;
            path.to_str().context("the path of the remote is not Unicode")?.to_owned()
        } else {
            bail!("{}", unknown(folder, wanted));
        };
        let address = line(&["ls-remote", "--get-url", "--", &known_as])?;
        let source = known_as.clone();
        Ok(Self { folder, known_as, is_named: false, address, source })
    }

    /// Returns its name as messages have it, without passwords.
    pub(super) fn name(&self) -> String {
        line_from(&told(&self.known_as)).into_owned()
    }

    /// Asks the remote for a branch.
    ///
    /// # Errors
    ///
    /// If it cannot be reached.
    pub(super) fn refs(&self, branch: &str) -> Result<Refs> {
        let branch = format!("refs/heads/{branch}");
        let answer = own(self.folder, &["ls-remote", "--", &self.source, "HEAD", &branch])?;
        if !answer.is_done {
            bail!("cannot read {}: {}", self.name(), story(&answer.errors));
        }
        let lines = answer.output.lines().filter_map(|line| line.split_once('\t'));
        let commit = |wanted: &str| {
            lines.clone().find(|(_, name)| *name == wanted).map(|(commit, _)| commit.to_owned())
        };
        Ok(Refs { tip: commit(&branch), has_head: commit("HEAD").is_some() })
    }

    /// Fetches a branch into no branch of the repository: only its objects. `depth` is that of its history.
    ///
    /// # Errors
    ///
    /// If it cannot be reached.
    pub(super) fn fetch(&self, branch: &str, depth: Option<u32>) -> Result<()> {
        let depth = depth.map(|depth| format!("--depth={depth}"));
        let branch = format!("refs/heads/{branch}");
        let mut arguments = vec![
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-prune",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-filter",
            "--refmap=",
        ];
        arguments.extend(depth.as_deref());
        arguments.extend(["--", &self.source, &branch]);
        let answer = own(self.folder, &arguments)?;
        if !answer.is_done {
            bail!("cannot fetch from {}: {}", self.name(), story(&answer.errors));
        }
        Ok(())
    }

    /// Pushes a commit to a branch, if the branch is still where it was.
    ///
    /// # Errors
    ///
    /// If the remote cannot be reached, or a hook of the user refuses.
    pub(super) fn push(&self, commit: &str, branch: &str, before: Option<&str>) -> Result<Push> {
        let lease =
            format!("--force-with-lease=refs/heads/{branch}:{}", before.unwrap_or_default());
        let what = format!("{commit}:refs/heads/{branch}");
        let arguments = [
            "push",
            "--porcelain",
            "--no-follow-tags",
            "--recurse-submodules=no",
            &lease,
            "--",
            &self.known_as,
            &what,
        ];
        let answer = own(self.folder, &arguments)?;
        if answer.is_done {
            return Ok(Push::Done);
        }
        let rejected = answer.output.lines().find_map(|line| line.strip_prefix("!\t"));
        let reason = rejected.and_then(|line| line.rsplit_once('\t')).map(|(_, reason)| reason);
        Ok(match reason {
            Some(reason) if is_of_a_move(reason) && self.refs(branch)?.tip.as_deref() != before => {
                Push::Moved
            }
            Some(reason) => {
                let told = answer.errors.lines().filter(|line| line.starts_with("remote: "));
                let told: Vec<&str> = told.collect();
                Push::Refused(format!("{}{}", line_from(reason), indented(&told.join("\n"))))
            }
            None => bail!("cannot push to {}: {}", self.name(), story(&answer.errors)),
        })
    }
}

/// Returns whether git gives this reason if a branch is no longer where it was: git itself, which compares the branch with
/// the one that was seen before, or a remote whose branch moved during the push. A remote also gives it for other
/// faults, such as a branch `a/b` where there is a branch `a`.
fn is_of_a_move(reason: &str) -> bool {
    let of_remotes =
        ["cannot lock ref", "failed to update ref", "already exists", "incorrect old value"];
    reason.starts_with("[rejected]") || of_remotes.iter().any(|known| reason.contains(known))
}

fn unknown(folder: &Path, wanted: &str) -> String {
    let known = git(folder, &["remote"]).unwrap_or_default();
    let known: Vec<&str> = known.lines().collect();
    let wanted = line_from(wanted);
    if known.is_empty() {
        format!(
            "this repository has no remote to publish to; add it, as with `{} remote add origin ADDRESS`, or name its \
             address with --remote",
            program(folder)
        )
    } else {
        format!(
            "there is no remote `{wanted}`; choose another one with --remote: {}",
            known.join(", ")
        )
    }
}

/// Returns what git says about a failure, without passwords: one line, or several below.
fn story(errors: &str) -> String {
    let errors = without_secrets(errors);
    let lines: Vec<&str> =
        errors.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    match lines[..] {
        [] => "git failed".to_owned(),
        [line] => line_from(line.strip_prefix("fatal: ").unwrap_or(line)).into_owned(),
        _ => format!("git says{}", indented(&errors)),
    }
}

/// Returns lines below another one, the first twenty.
fn indented(lines: &str) -> String {
    let lines = lines.lines().filter(|line| !line.trim().is_empty()).take(20);
    let lines: Vec<_> = [Cow::Borrowed("")].into_iter().chain(lines.map(line_from)).collect();
    lines.join("\n  ")
}
