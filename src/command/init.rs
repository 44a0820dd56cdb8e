//! `radar init`: a radar to start from.
//!
//! `init/` holds the files as they are written, except for their dates: `@3 months ago@` becomes that day, so that
//! a new radar always shows every state of the rule. No existing file is ever written to, except for empty ones. A
//! run that was cut short is completed by the next.

mod found;
mod repository;
mod samples;
mod workflow;

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::project::Session;
use super::{Outcome, prompt};
use crate::cli::{Init as Options, root_option};
use crate::content::check;
use crate::content::schema::Schema;
use crate::disk::{self, Before, Change, Durability, Folder, Swept};
use crate::edit::toml_string::string;
use crate::source::{self, CONTENT};
use found::{Found, is_free};
use repository::Repository;
use samples::{
    ABOUT, EMPTY_EDITION, EMPTY_PEOPLE, GITIGNORE, SETTINGS, TAPLO, Template, WORKFLOW, filled,
    without_examples,
};
use workflow::workflow;

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let dir = &common.root;
    let start = start(options, disk::has(&dir.join(SETTINGS.0))?)?;
    let is_there = radar(session, dir, &start)?;
    if is_there && (options.title.is_some() || options.empty) {
        terminal.say("the radar exists already, so --title and --empty have no effect");
    }
    make(session, dir, (GITIGNORE.0, &filled(GITIGNORE.1, today)))?;
    make_workflow(session, dir)?;
    make(session, dir, (TAPLO.0, &filled(TAPLO.1, today)))?;
    for schema in Schema::ALL {
        let path = format!(".taplo/{}.json", schema.name());
        make(session, dir, (&path, &schema.text()))?;
    }
    let checked = check(&source::read(dir)?, today, &session.levels);
    checked.gives_a_reason()?;
    if checked.is_denied() {
        terminal.say(&format!("the radar has errors; see radar check{}", root_option(dir)));
        return Ok(Outcome::Denied);
    }
    terminal.say(&next_steps(dir, start.is_empty));
    Ok(Outcome::Done)
}

/// Writes the workflow, where GitHub looks for it.
fn make_workflow(session: &Session, dir: &Path) -> Result<()> {
    let Repository { root, folder } = Repository::of(dir);
    if folder.contains(char::REPLACEMENT_CHARACTER) {
        session.terminal.say(
            "wrote no workflow: the path of the folder is not valid Unicode, so a workflow cannot name it",
        );
        return Ok(());
    }
    let text = workflow(&filled(WORKFLOW.1, session.today), &folder);
    if !make(session, &root, (WORKFLOW.0, &text))? && !folder.is_empty() {
        session.terminal.say(&format!("see that it builds {folder}"));
    }
    Ok(())
}

/// Writes what a radar lacks. Returns whether there was a radar already.
///
/// The settings come last: a folder with them has a radar.
fn radar(session: &Session, dir: &Path, start: &Start) -> Result<bool> {
    let today = session.today;
    let folder = lock(session, dir)?;
    let found = Found::of(&folder)?;
    let say = |verb: &str, path: &str| {
        session.terminal.say(&format!("{verb} {}", shown(dir, path).display()));
    };
    if found.is_complete() {
        say("kept", SETTINGS.0);
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
    write(&folder, &files)?;
    say(if found.has_settings() { "kept" } else { "wrote" }, SETTINGS.0);
    if !start.is_empty {
        say(if found.has_about() { "kept" } else { "wrote" }, ABOUT.0);
    }
    files[..examples].iter().for_each(|(path, _)| say("wrote", path));
    if has_own {
        let kept = found.own().map(|path| shown(dir, path).display().to_string());
        let kept: Vec<String> = kept.collect();
        session.terminal.say(&format!("kept {}; no examples were added", kept.join(" and ")));
    }
    Ok(false)
}

fn lock(session: &Session, dir: &Path) -> Result<Folder> {
    let on_wait = || session.terminal.say("waiting for another program that writes here");
    Ok(Folder::open(dir, Swept::Only(&source::FOLDERS), &on_wait)?)
}

/// Writes files: a radar where there is none in one step, others one by one.
fn write(folder: &Folder, files: &[(&str, String)]) -> Result<()> {
    let is_new = files.iter().any(|(path, _)| *path == SETTINGS.0) && folder.is_free(CONTENT)?;
    let mut changes = Vec::new();
    for (path, text) in files {
        let is_empty = !is_new && folder.read(path)?.is_some();
        let before = if is_empty { Before::Read(b"") } else { Before::Nothing };
        changes.push(Change { path, before, bytes: text.as_bytes() });
    }
    if is_new {
        folder.write_folder(CONTENT, &changes)?;
    } else {
        folder.write(&changes, Durability::Synced)?;
    }
    Ok(())
}

/// What a new radar starts with.
struct Start {
    title: Option<String>,
    /// Whether it has no examples.
    is_empty: bool,
}

/// Returns what the options say, and asks for the rest if somebody can be asked.
fn start(options: &Options, exists: bool) -> Result<Start> {
    let mut start = Start { title: options.title.clone(), is_empty: options.empty };
    if exists || !prompt::is_possible() {
        return Ok(start);
    }
    if start.title.is_none() {
        let help = "for example, Our technology radar; Enter for a title to change later";
        start.title = prompt::line("What is the title of the radar?", help)?;
        if !options.empty {
            let choices = vec!["Six example blips, one for each state", "Nothing: an empty radar"];
            start.is_empty = prompt::choose("What should it contain?", choices, 0)? == 1;
        }
    }
    Ok(start)
}

/// Fills in the title, and leaves out the editions of the examples.
fn settings(template: &str, start: &Start, today: Date) -> String {
    let mut text = template.to_owned();
    if let Some(title) = &start.title {
        text = text.replace("\"Example radar\"", &string(title));
    } else if start.is_empty {
        text = text.replace("\"Example radar\"", "\"Our technology radar\"");
    }
    if start.is_empty
        && let Some((before, rest)) = text.split_once("[[edition]]\n")
        && let Some((_, after)) = rest.split_once("# The level of each kind")
    {
        let edition = filled(EMPTY_EDITION, today);
        text = format!("{before}{edition}# The level of each kind{after}");
    }
    text
}

/// Makes a file. Returns whether it is new; an existing one is kept.
fn make(session: &Session, dir: &Path, (path, text): Template) -> Result<bool> {
    let folder = lock(session, dir)?;
    let is_new = is_free(&folder, path)?;
    if is_new {
        write(&folder, &[(path, text.to_owned())])?;
    }
    let verb = if is_new { "wrote" } else { "kept" };
    session.terminal.say(&format!("{verb} {}", shown(dir, path).display()));
    Ok(is_new)
}

/// Returns a path below a folder, from the working directory.
fn shown(dir: &Path, path: &str) -> PathBuf {
    if dir == Path::new(".") { path.into() } else { dir.join(path) }
}

fn next_steps(dir: &Path, is_empty: bool) -> String {
    let root = root_option(dir);
    let below = |path: &str| shown(dir, path).display().to_string();
    let (page, people, blips) =
        (below("output/index.html"), below("radar/people.toml"), below("radar/blips/"));
    if is_empty {
        return format!(
            "\nnext:\n  \
             add yourself to {people}\n  \
             radar new NAME{root}    creates a blip in {blips}\n  \
             radar build{root}       builds the site; open {page}"
        );
    }
    format!(
        "\nnext:\n  \
         radar check{root}    prints errors, and reviews that are due or expired\n  \
         radar build{root}    builds the site; open {page}\n\
         then add your own people to {people}, and your blips to {blips}"
    )
}
