//! `radar exit`: what it would cost to leave a blip, written into its file.

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;

use super::project::{BlipFile, Session};
use super::{Outcome, commit, editor, person, prompt};
use crate::cli::{Exit as Options, effort};
use crate::edit::{self, NewExit};
use crate::radar::exit::{self, ExitState, JudgedExit};
use crate::radar::interval::Interval;
use crate::radar::{PersonIndex, Radar};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let date = person::past(options.date, today)?;
    let file = BlipFile::open(session, Some(&options.blip))?;
    let radar = file.radar();
    let by = person::signers(radar, &options.by)?;
    let asks = prompt::is_needed([
        (options.effort.is_some(), "--effort INTERVAL"),
        (!by.is_empty(), "--by PERSON"),
    ])?;
    let by = if by.is_empty() {
        person::ask_several(radar, &common.root, "Who estimates it?", date)?
    } else {
        by
    };
    check_older(&file, date)?;
    if !person::is_hands_on(radar, &by, date) && !accepts_opinion(session, &file, &by, date)? {
        terminal.say("nothing was written");
        return Ok(Outcome::Done);
    }
    let name = &file.blip().name.value;
    let effort = match options.effort {
        Some(effort) => effort,
        None => ask_effort(name)?.context("no effort was given; nothing was written")?,
    };
    let note = match &options.note {
        _ if options.edit => Some(editor::write(&purpose(name))?),
        Some(note) => Some(note.clone()),
        None if asks => ask_note(name)?,
        None => None,
    };
    let exit = new_exit(radar, &by, date, effort, note);
    let typed = exit.note.as_deref().filter(|_| options.note.is_none());
    let after = file.edit(typed, |text| edit::exit(text, &exit))?;
    let path = file.path();
    let commit = commit::command(&path, &format!("Estimate what it would cost to leave {name}"));
    let next = commit.map_or_else(String::new, |commit| format!("\nnext: {commit}"));
    let replaced = file.blip().exit.as_ref().map_or_else(String::new, |old| {
        format!("; it replaces that of {} ({})", old.date, old.effort)
    });
    let written = written(&after, &file.blip().id, today);
    terminal.say(&format!("{}: wrote {written}{replaced}{next}", path.display()));
    Ok(Outcome::Done)
}

/// Offers to estimate what it would cost to leave a blip, at the end of a review: unless an estimate holds.
pub(super) fn offer(
    session: &Session,
    file: &BlipFile,
    by: &[PersonIndex],
    date: Date,
) -> Result<Option<NewExit>> {
    let (radar, blip) = (file.radar(), file.blip());
    let is_newer = blip.exit.as_ref().is_some_and(|exit| exit.date > date);
    let holds = exit::judge(radar, blip, session.today).is_some_and(|exit| exit.holds());
    if is_newer || holds {
        return Ok(None);
    }
    let name = &blip.name.value;
    let Some(effort) = ask_effort(name)? else { return Ok(None) };
    Ok(Some(new_exit(radar, by, date, effort, ask_note(name)?)))
}

fn new_exit(
    radar: &Radar,
    by: &[PersonIndex],
    date: Date,
    effort: Interval,
    note: Option<String>,
) -> NewExit {
    let by = by.iter().map(|person| radar.person(*person).id.clone()).collect();
    NewExit { effort, date, by, note }
}

/// Fails if the file has a newer estimate.
fn check_older(file: &BlipFile, date: Date) -> Result<()> {
    match file.blip().exit.as_ref().filter(|old| old.date > date) {
        Some(old) => {
            let name = &file.blip().name.value;
            bail!("the file of {name} has an estimate of {}, which is newer than {date}", old.date)
        }
        None => Ok(()),
    }
}

/// Warns that an estimate is an opinion, and asks whether to write it if there is somebody to ask. Fails if it would
/// take the place of one that holds.
fn accepts_opinion(
    session: &Session,
    file: &BlipFile,
    by: &[PersonIndex],
    date: Date,
) -> Result<bool> {
    let (radar, blip) = (file.radar(), file.blip());
    let verb = if by.len() == 1 { "does" } else { "do" };
    let idle = format!("{} {verb} not practise on {date}", person::names(radar, by));
    let root = session.common.root_option();
    if let Some(JudgedExit { exit, until: Some(until), .. }) =
        exit::judge(radar, blip, session.today).filter(JudgedExit::holds)
    {
        bail!(
            "{idle}, and an opinion does not replace the estimate by {}, which is valid until {until}\n\
             to ask a question instead: radar ask {}{root}",
            person::names(radar, &exit.by),
            blip.id
        );
    }
    session.terminal.warn(&format!("{idle}, so this estimate is shown as an opinion"));
    if prompt::is_possible() {
        return prompt::confirm("Write it anyway?");
    }
    session.terminal.say(&format!("to ask a question instead: radar ask {}{root}", blip.id));
    Ok(true)
}

fn ask_effort(name: &str) -> Result<Option<Interval>> {
    let question = format!("How long would it take to leave {name}?");
    prompt::parsed(&question, "as in 4 months; Enter to skip", effort)
}

fn ask_note(name: &str) -> Result<Option<String>> {
    prompt::markdown("What makes it so? (Enter to skip)", &purpose(name))
}

fn purpose(name: &str) -> String {
    format!("{name}: what makes leaving it as hard as that")
}

/// Returns what an estimate says, and how long it is valid.
pub(super) fn written(radar: &Radar, id: &str, today: Date) -> String {
    let Some(judged) = radar.blip(id).and_then(|blip| exit::judge(radar, blip, today)) else {
        return String::new();
    };
    let kind = if judged.state == ExitState::Opinion { "opinion" } else { "estimate" };
    let until = match (judged.state, judged.until) {
        (ExitState::Expired, Some(until)) => format!("; it expired after {until}"),
        (_, Some(until)) => format!("; valid until {until}"),
        (_, None) => String::new(),
    };
    let (by, effort) = (person::names(radar, &judged.exit.by), judged.exit.effort);
    format!("an {kind} by {by}: leaving would take about {effort}{until}")
}
