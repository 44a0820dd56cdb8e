//! What `radar publish` says.

use std::path::Path;

use anyhow::Result;

use super::host::Host;
use super::origin::Origin;
use super::remote::Remote;
use super::tip::{Changes, Tip};
use crate::cli::{Past, quoted};
use crate::command::commit::program;
use crate::command::git::git;
use crate::command::{Outcome, Terminal, terminal};
use crate::line::visible;

/// A site and where it goes.
#[derive(Clone, Copy)]
pub(super) struct Published<'p> {
    pub(super) folder: &'p Path,
    pub(super) host: &'p Host,
    pub(super) branch: &'p str,
    pub(super) remote: &'p Remote<'p>,
    /// The number of files of the site.
    pub(super) files: usize,
    pub(super) address: Option<&'p str>,
    /// Where the branch was before.
    pub(super) tip: Option<&'p Tip>,
    pub(super) origin: &'p Origin,
    /// Whether the remote had a default branch before.
    pub(super) has_head: bool,
}

impl Published<'_> {
    fn place(&self) -> String {
        format!("{} on {}", self.branch, self.remote.name())
    }

    pub(super) fn nothing_new(&self) -> String {
        format!("{} has this site already: nothing to publish", self.place())
    }

    pub(super) fn would_be(&self, changes: Option<Changes>) -> String {
        let files = count(self.files);
        format!("would publish {files} to {}{}", self.place(), counted(changes))
    }

    pub(super) fn done(&self, changes: Option<Changes>, taken: &str) -> String {
        let files = count(self.files);
        format!("published {files} to {}{}, in {taken}", self.place(), counted(changes))
    }

    /// Returns the error for files of somebody else.
    pub(super) fn refusal(&self, files: &[String]) -> String {
        format!(
            "{} has {} that radar did not write ({}); put what should stay into radar/static/, choose another branch \
             with --branch, or add --overwrite, which replaces {}",
            self.place(),
            count(files.len()),
            examples(files),
            if files.len() == 1 { "it" } else { "them" },
        )
    }

    pub(super) fn replacing(&self, files: &[String], before: &str) -> String {
        let files = count(files.len());
        format!("replacing {files} that radar did not write; {} is at {before}", self.place())
    }

    /// Returns the error for a push that the remote refused.
    pub(super) fn refused(&self, why: &str, history: Past) -> String {
        let way_out = match history {
            Past::Squash => {
                "\nif it forbids to replace the history of the branch, publish with --history keep"
            }
            Past::Keep => {
                "\nif it protects the branch, allow yourself to push to it, or choose another with --branch"
            }
        };
        format!("{} refused the push to {}: {why}{way_out}", self.remote.name(), self.branch)
    }

    /// Prints the address of the site.
    pub(super) fn end(&self, terminal: Terminal) -> Result<Outcome> {
        match self.address {
            Some(address) => terminal::print(&format!("{address}\n")),
            None => {
                terminal.say(
                    "the address of the site is not known; write it into radar.toml, as base_url = \
                     \"https://example.org/radar/\", for the feed and the sitemap",
                );
                Ok(Outcome::Done)
            }
        }
    }

    /// Returns what remains to be done after a push.
    pub(super) fn hints(&self) -> Vec<String> {
        let mut hints = Vec::new();
        if self.tip.is_none() {
            hints.extend(self.host.first_steps(self.branch));
        }
        if let Some(command) = self.push_of_content() {
            if !self.has_head && *self.host != Host::Unknown {
                hints.push(format!(
                    "{} was empty, so it may take {} for its default branch; change that in its settings once yours \
                     is there, too",
                    self.remote.name(),
                    self.branch
                ));
            }
            hints.push(format!("next: {command}"));
        }
        hints
    }

    /// Returns the command that pushes the content, if its commit is not on the remote as far as is known here.
    fn push_of_content(&self) -> Option<String> {
        let branch = self.origin.branch.as_deref().filter(|_| self.remote.is_named)?;
        let remote = self.remote.name();
        let known = format!("--remotes={remote}");
        let missing = git(self.folder, &["rev-list", "-n", "1", "HEAD", "--not", &known]).ok()?;
        if missing.trim().is_empty() {
            return None;
        }
        let program = program(self.folder);
        let upstream = ["rev-parse", "--verify", "--quiet", "--abbrev-ref", "@{upstream}"];
        Some(if git(self.folder, &upstream).is_ok() {
            format!("{program} push")
        } else {
            format!("{program} push -u {} {}", quoted(&remote), quoted(branch))
        })
    }
}

/// Returns the error for content that is not committed.
pub(super) fn uncommitted(paths: &[String]) -> String {
    let (is, it) = if paths.len() == 1 { ("is", "it") } else { ("are", "them") };
    format!(
        "{} {is} not committed ({}); commit {it}, or add --allow-uncommitted",
        count(paths.len()),
        examples(paths)
    )
}

/// Returns the error for a branch with the site of another radar of the repository.
pub(super) fn other_radar(branch: &str, remote: &str, folder: &str) -> String {
    let folder = if folder.is_empty() {
        "the root of the repository".to_owned()
    } else {
        visible(folder.trim_end_matches('/')).into_owned()
    };
    format!(
        "{branch} on {remote} has the site of the radar in {folder}; publish this one to another branch with --branch, \
         or add --overwrite, if it was moved"
    )
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

fn counted(changes: Option<Changes>) -> String {
    let Some(Changes { new, changed, removed }) = changes else { return String::new() };
    format!(" ({new} new, {changed} changed, {removed} removed)")
}

fn examples(files: &[String]) -> String {
    let shown: Vec<_> = files.iter().take(3).map(|file| visible(file)).collect();
    let shown = shown.join(", ");
    if files.len() > 3 { format!("{shown} and {} more", files.len() - 3) } else { shown }
}
