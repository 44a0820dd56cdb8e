//! `radar publish`: the content -> its site, as a commit on a branch of a remote.
//!
//! 1. [`origin`]: the commit that is checked out, and whether the content is as in it.
//! 2. [`host`]: who serves the branch, and at which address, which the pages have.
//! 3. [`remote`] and [`tip`]: where the branch is now, and who wrote what is there.
//! 4. [`commit`]: the site as a commit, each file as soon as it is made. The work tree, the index and the branches are never touched.
//! 5. The push, if the branch is still where it was.

mod commit;
pub(super) mod host;
mod origin;
mod remote;
mod summary;
mod tip;

use std::path::Path;

use anyhow::{Result, bail};

use super::progress::Progress;
use super::project::Session;
use super::ready::{Ready, choose_theme};
use super::{Outcome, Terminal};
use crate::cli::{Past, Publish, quoted};
use crate::command::git::git;
use crate::line::line_from;
use crate::program::VERSION;
use crate::radar::Radar;
use crate::routes::STATIC;
use crate::source::{self, CONTENT, SourceSet};
use commit::{Commit, identities};
use host::{Host, own_domain};
use origin::{Origin, uncommitted};
use remote::{Push, Remote};
use summary::Published;
use tip::{SOURCE, Tip, moved};

/// The file that makes a commit one with the content of a radar.
const SETTINGS: &str = "radar/radar.toml";

/// The file of a site with the domain that it is served at.
const DOMAIN: &str = "CNAME";

pub(super) fn run(session: &Session, options: &Publish) -> Result<Outcome> {
    let Session { common, terminal, .. } = *session;
    let folder = common.root.as_path();
    source::require_radar(folder)?;
    let progress = Progress::start(terminal);
    let origin = Origin::of(folder)?;
    let remote = Remote::find(folder, &options.remote)?;
    let host = Host::of(&remote.address);
    let branch = options.branch.as_deref().unwrap_or(host.branch());
    check_branch(folder, branch, &origin, &remote)?;
    if options.branch.is_some() {
        check_content(folder, branch, &remote)?;
    }

    let mut ready = Ready::read(session, &progress, |radar, sources| {
        choose_address(radar, sources, options, host.address(branch), terminal);
        options.theme.iter().try_for_each(|name| choose_theme(radar, name, sources))
    })?;
    let is_dirty = is_dirty(folder, &origin, options)?;

    let refs = remote.refs(branch)?;
    let tip = refs.tip.as_deref().map(|tip| Tip::read(folder, &remote, branch, tip)).transpose()?;
    if let Some(tip) = &tip {
        check_tip(folder, tip, &origin, branch, &remote, options)?;
    }
    let message = message(session, &origin, is_dirty, options);
    let (author, committer) = identities(folder)?;
    let parent = tip.as_ref().filter(|_| options.history == Past::Keep);
    let parent = parent.map(|tip| tip.commit.as_str());
    let commit = Commit { parent, message: &message, author, committer };
    let (commit, files) = commit.write(folder, &origin.no_object(), |files| {
        let count =
            ready.render(&progress, &|_| None, None, &|file| files.add(file.path, &file.body))?;
        host.files().iter().try_for_each(|(path, bytes)| files.add(path, bytes))?;
        Ok(count)
    })?;
    let published = Published {
        folder,
        host: &host,
        branch,
        remote: &remote,
        files,
        address: ready.radar.base_url.as_deref(),
        tip: tip.as_ref(),
        origin: &origin,
        has_head: refs.has_head,
    };
    let outcome = deliver(&published, &commit, options, terminal, &progress);
    std::mem::forget(ready);
    outcome
}

/// Pushes a commit, unless the branch has the same site, and says so.
fn deliver(
    published: &Published,
    commit: &str,
    options: &Publish,
    terminal: Terminal,
    progress: &Progress,
) -> Result<Outcome> {
    let Published { folder, branch, remote, tip, .. } = *published;
    let before = tip.map(|tip| tip.commit.as_str());
    if let Some(tip) = tip {
        let tree = git(folder, &["rev-parse", "--verify", &format!("{commit}^{{tree}}")])?;
        let is_short = options.history == Past::Keep || !tip.has_parents;
        if tree.trim() == tip.tree && is_short {
            terminal.say(&published.nothing_new());
            return published.end(terminal);
        }
        let foreign = tip.foreign(folder, remote, branch, commit)?;
        if !foreign.is_empty() && !options.overwrite {
            bail!("{}", published.refusal(&foreign));
        }
        if !foreign.is_empty() {
            terminal.say(&published.replacing(&foreign, &tip.commit));
        }
    }
    let changes = tip.map(|tip| tip.changes(folder, commit)).transpose()?;
    if options.dry_run {
        terminal.say(&published.would_be(changes));
        return published.end(terminal);
    }
    terminal.say(&format!("pushing to {branch} on {}", remote.name()));
    match remote.push(commit, branch, before)? {
        Push::Done => {}
        Push::Moved => bail!("{}", moved(remote, branch)),
        Push::Refused(why) => bail!("{}", published.refused(&why, options.history)),
    }
    terminal.say(&published.done(changes, &progress.taken()));
    let outcome = published.end(terminal)?;
    for hint in published.hints() {
        terminal.say(&hint);
    }
    Ok(outcome)
}

/// Fails if a branch has no possible name, or is the one that the content is on.
fn check_branch(folder: &Path, branch: &str, origin: &Origin, remote: &Remote) -> Result<()> {
    let is_name = git(folder, &["check-ref-format", &format!("refs/heads/{branch}")]).is_ok();
    if !is_name || ["HEAD", "@"].contains(&branch) || branch.starts_with("refs/") {
        bail!("`{}` cannot be the name of a branch", line_from(branch));
    }
    if !remote.is_named {
        return Ok(());
    }
    if let Some(short) = branch.strip_prefix(&format!("{}/", remote.name())) {
        bail!("`{branch}` has the name of the remote in it; write --branch {}", quoted(short));
    }
    if origin.branch.as_deref() == Some(branch) {
        bail!(
            "{branch} is the branch that is checked out, with the content; publish to another one with --branch"
        );
    }
    Ok(())
}

/// Fails if somebody chose a branch that has the content here, and may not have been pushed yet.
fn check_content(folder: &Path, branch: &str, remote: &Remote) -> Result<()> {
    let settings = format!("refs/heads/{branch}:./{SETTINGS}");
    if remote.is_named && git(folder, &["cat-file", "-e", &settings]).is_ok() {
        bail!("{branch} is a branch with the content; publish to another one with --branch");
    }
    Ok(())
}

/// Gives the radar the address at which its site will be.
fn choose_address(
    radar: &mut Radar,
    sources: &SourceSet,
    options: &Publish,
    known: Option<String>,
    terminal: Terminal,
) {
    let path = format!("{CONTENT}/{STATIC}/{DOMAIN}");
    let domain = sources.find(&path).map(|(_, file)| own_domain(&file.bytes)).transpose();
    let domain = domain.unwrap_or_else(|why| {
        terminal.warn(&format!("{path} names no domain: {why}"));
        None
    });
    if let Some(address) = &options.base_url {
        radar.base_url = Some(address.clone());
    } else if radar.base_url.is_none() {
        radar.base_url = domain.or(known);
    }
}

/// Returns whether the content is not as in the commit.
///
/// # Errors
///
/// If that was not allowed.
fn is_dirty(folder: &Path, origin: &Origin, options: &Publish) -> Result<bool> {
    let paths = uncommitted(folder, &origin.prefix)?;
    if !paths.is_empty() && !options.allow_uncommitted {
        bail!("{}", summary::uncommitted(&paths));
    }
    Ok(!paths.is_empty())
}

/// Fails if what is on the branch is no site of this radar. [`Tip::foreign`] looks at single files.
fn check_tip(
    folder: &Path,
    tip: &Tip,
    origin: &Origin,
    branch: &str,
    remote: &Remote,
    options: &Publish,
) -> Result<()> {
    let content = format!("{}:./{SETTINGS}", tip.commit);
    if git(folder, &["cat-file", "-e", &content]).is_ok() {
        bail!(
            "{branch} on {} has the content of the radar, which its site would replace; publish to another branch \
             with --branch",
            remote.name()
        );
    }
    if let Some(other) = tip.folder().filter(|other| *other != origin.prefix && !options.overwrite)
    {
        bail!("{}", summary::other_radar(branch, &remote.name(), other));
    }
    Ok(())
}

/// Returns the message of the commit.
fn message(session: &Session, origin: &Origin, is_dirty: bool, options: &Publish) -> String {
    let Origin { commit, prefix, .. } = origin;
    let dirty = if is_dirty { "-dirty" } else { "" };
    let default = || {
        format!(
            "Publish the radar of {}{dirty}, as of {}",
            &commit[..commit.len().min(10)],
            session.today
        )
    };
    let text = options.message.clone().unwrap_or_else(default);
    format!("{text}\n\n{SOURCE}{commit}{dirty}:{prefix}\nRadar-Version: {VERSION}\n")
}
