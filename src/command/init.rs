//! `radar init`: a radar to start from.
//!
//! `init/` holds the files as they are written, except for their dates: `@3 months ago@` becomes that day, so that
//! a new radar always shows every state of the rule. No existing file is ever written to, except for empty ones. A
//! run that was cut short is completed by the next.

mod ci;
mod commit;
mod found;
mod made;
mod next;
mod remote;
mod repository;
mod samples;
mod start;

use anyhow::Result;

use super::Outcome;
use super::project::Session;
use crate::cli::{Ci, Init as Options, root_option};
use crate::content::check;
use crate::content::schema::Schema;
use crate::disk;
use crate::program::REPOSITORY;
use crate::source;
pub use ci::ci_files;
use ci::{GITHUB_PATH, GITLAB_INCLUDED, GITLAB_PATH, Known};
use found::Found;
use made::{Base, Made};
use remote::Remote;
use samples::{
    ABOUT, EMPTY_PEOPLE, GITIGNORE, SETTINGS, TAPLO, Template, filled, without_examples,
};
use start::{Start, settings, start};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let dir = &common.root;
    let mut made = Made::new(session);
    if options.commit {
        commit::check(&made)?;
    }
    let start = start(options, disk::has(&dir.join(SETTINGS.0))?)?;
    let is_there = radar(&mut made, &start)?;
    if is_there && (options.title.is_some() || options.empty) {
        terminal.say("the radar exists already, so --title and --empty have no effect");
    }
    made.make(Base::Radar, (GITIGNORE.0, &filled(GITIGNORE.1, today)))?;
    let remote = Remote::of(dir);
    let ci = make_ci(&mut made, options.ci, remote.as_ref())?;
    made.make(Base::Radar, (TAPLO.0, &filled(TAPLO.1, today)))?;
    for schema in Schema::ALL {
        let path = format!(".taplo/{}.json", schema.name());
        made.make(Base::Radar, (&path, &schema.text()))?;
    }
    let checked = check(&source::read(dir)?, today, &session.levels);
    checked.gives_a_reason()?;
    if checked.is_denied() {
        let not = if options.commit { ", so nothing was committed" } else { "" };
        terminal.say(&format!("the radar has errors{not}; see radar check{}", root_option(dir)));
        return Ok(Outcome::Denied);
    }
    if options.commit {
        commit::commit(&made)?;
    }
    terminal.say(&next::steps(&made, start.is_empty, remote.as_ref(), ci));
    Ok(Outcome::Done)
}

/// Writes what a host needs to check and publish the radar, where it looks for it. Returns the path; none if there is
/// nothing of the kind.
fn make_ci(
    made: &mut Made,
    chosen: Option<Ci>,
    remote: Option<&Remote>,
) -> Result<Option<&'static str>> {
    let terminal = made.session.terminal;
    let Some(ci) = chosen.or_else(|| remote.map_or(Some(Ci::Github), Remote::ci)) else {
        let host = remote.and_then(|remote| remote.host.as_deref()).unwrap_or_default();
        terminal.say(&no_workflow(host));
        return Ok(None);
    };
    let (path, is_to_include) = match ci {
        Ci::Github => (GITHUB_PATH, false),
        Ci::Gitlab => match Known::of(&made.lock(Base::Repository)?)? {
            Known::Free | Known::Ours => (GITLAB_PATH, false),
            known @ (Known::Includes | Known::Theirs) => (GITLAB_INCLUDED, known == Known::Theirs),
        },
        Ci::None => return Ok(None),
    };
    let folder = made.repository.folder.clone();
    if folder.contains(char::REPLACEMENT_CHARACTER) {
        terminal.say(
            "wrote no workflow: the path of the folder is not valid Unicode, so a workflow cannot name it",
        );
        return Ok(None);
    }
    let text = ci::file(path, REPOSITORY, &folder);
    if !made.make(Base::Repository, (path, &text))? && !folder.is_empty() {
        terminal.say(&format!("see that it builds {folder}"));
    }
    if is_to_include {
        let path = made.shown(Base::Repository, GITLAB_PATH);
        terminal.say(&format!("add to {path}:\n  include:\n    - local: {GITLAB_INCLUDED}"));
    }
    Ok(Some(path))
}

fn no_workflow(host: &str) -> String {
    let start = format!("wrote no workflow, because the repository is at {host}");
    match host {
        "codeberg.org" => format!("{start}; radar publish works there"),
        _ => format!("{start}; if that is a GitHub or a GitLab, add --ci github or --ci gitlab"),
    }
}

/// Writes what a radar lacks. Returns whether there was a radar already.
///
/// The settings come last: a folder with them has a radar.
fn radar(made: &mut Made, start: &Start) -> Result<bool> {
    let Session { today, terminal, .. } = *made.session;
    let folder = made.lock(Base::Radar)?;
    let found = Found::of(&folder)?;
    if found.is_complete() {
        made.say("kept", Base::Radar, SETTINGS.0);
        return Ok(true);
    }
    let has_own = found.has_own();
    let mut files: Vec<(&str, String)> = Vec::new();
    let fill = |(path, text): Template<'static>| (path, filled(text, today));
    match (has_own, start.is_empty) {
        (true, _) if found.has_people() => {}
        (true, _) | (false, true) => files.push(fill(EMPTY_PEOPLE)),
        (false, false) => files.extend(found.missing_examples().map(fill)),
    }
    let examples = files.len();
    if !start.is_empty && !found.has_about() {
        files.push(fill(ABOUT));
    }
    if !found.has_settings() {
        let text = settings(&filled(SETTINGS.1, today), start, today);
        let text = if has_own { without_examples(&text) } else { text };
        files.push((SETTINGS.0, text));
    }
    made.write(Base::Radar, &folder, &files)?;
    let say = |verb: &str, path: &str| made.say(verb, Base::Radar, path);
    say(if found.has_settings() { "kept" } else { "wrote" }, SETTINGS.0);
    if !start.is_empty {
        say(if found.has_about() { "kept" } else { "wrote" }, ABOUT.0);
    }
    files[..examples].iter().for_each(|(path, _)| say("wrote", path));
    if has_own {
        let kept = found.own().map(|path| made.shown(Base::Radar, path));
        let kept: Vec<String> = kept.collect();
        terminal.say(&format!("kept {}; no examples were added", kept.join(" and ")));
    }
    Ok(false)
}
