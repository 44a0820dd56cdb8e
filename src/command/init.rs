//! `radar init`: a radar to start from.
//!
//! `init/` holds the files as they are written, except for their dates: `@3 months ago@` becomes that day, so that
//! a new radar always shows every state of the rule. No existing file is ever written to, except for empty ones. A
//! run that was cut short is completed by the next.

mod samples;
mod start;

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::Outcome;
use super::project::Session;
use crate::cli::root_option;
use crate::content::check;
use crate::content::schema::Schema;
use crate::disk::{Before, Change, Durability, Folder};
use crate::source::{self, CONTENT};
use samples::{REPOSITORY, SETTINGS, filled};
use start::{Start, State, state};

pub(super) fn run(session: &Session, dir: &Path) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let dir: &Path = &common.below_root(dir).components().collect::<PathBuf>();
    let on_wait = || terminal.say("waiting for another program that writes here");
    let folder = Folder::open(dir, &source::FOLDERS, &on_wait)?;
    let radar = Start::of(&folder)?.files();
    let schemas = Schema::ALL.map(|s| (format!(".taplo/{}.json", s.name()), s.text()));
    let schemas = schemas.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let repository: Vec<_> = REPOSITORY.into_iter().chain(schemas).collect();
    write(&folder, &radar.to_write, today)?;
    for line in radar.lines {
        terminal.say(&line);
    }
    for template @ (path, _) in repository {
        if let State::Missing | State::Empty = state(&folder, template)? {
            write(&folder, &[template], today)?;
            terminal.say(&format!("wrote {path}"));
        } else {
            terminal.say(&format!("kept {path}"));
        }
    }
    drop(folder);
    let checked = check(&source::read(dir)?, today, &session.levels);
    checked.gives_a_reason()?;
    if checked.is_denied() {
        terminal.say(&format!("the radar has errors; see radar check{}", root_option(dir)));
        return Ok(Outcome::Denied);
    }
    terminal.say(&next_steps(dir));
    Ok(Outcome::Done)
}

/// Writes files: a radar where there is none in one step, others one by one.
fn write(folder: &Folder, templates: &[(&str, impl AsRef<str>)], today: Date) -> Result<()> {
    let texts: Vec<(&str, String)> =
        templates.iter().map(|(path, text)| (*path, filled(text.as_ref(), today))).collect();
    let is_new = texts.iter().any(|(path, _)| *path == SETTINGS.0) && folder.is_free(CONTENT)?;
    let mut changes = Vec::new();
    for (path, text) in &texts {
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

fn next_steps(dir: &Path) -> String {
    let root = root_option(dir);
    format!(
        "\nnext:\n  \
         radar check{root}    prints errors, and reviews that are due or expired\n  \
         radar build{root}    builds the site; open output/index.html\n\
         then add your own people to radar/people.toml, and your blips to radar/blips/"
    )
}
