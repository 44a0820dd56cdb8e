//! `radar due`: the review queue, on standard output.

use anyhow::Result;

use super::project::{Project, Session};
use super::{Outcome, lookup, terminal};
use crate::cli::{Due as Options, DueFormat};
use crate::export::due::questions::WaitingQuestions;
use crate::export::due::{self, Due};
use crate::radar::questions;
use crate::radar::queue::{self, Horizon};
use crate::radar::{Owner, Radar, Snapshot};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let radar = Project::read(session)?.whole()?;
    if options.questions {
        return print_questions(session, &radar, options);
    }
    let due = due(session, &radar, options)?;
    terminal::print(&match options.format {
        DueFormat::Text => due::text(&due, terminal::width()),
        DueFormat::Markdown => due::markdown(&due),
        DueFormat::Json => due::json(&due),
        DueFormat::Csv => due::csv(&due),
    })?;
    if options.format == DueFormat::Text {
        session.terminal.say(&due.summary());
    }
    Ok(Outcome::denied_if(options.exit_code && due.total() > 0))
}

fn print_questions(session: &Session, radar: &Radar, options: &Options) -> Result<Outcome> {
    let due = waiting_questions(session, radar, options)?;
    terminal::print(&match options.format {
        DueFormat::Text => due::questions::text(&due, terminal::width()),
        DueFormat::Markdown => due::questions::markdown(&due),
        DueFormat::Json => due::questions::json(&due),
        DueFormat::Csv => due::questions::csv(&due),
    })?;
    if options.format == DueFormat::Text {
        session.terminal.say(&due.summary());
    }
    Ok(Outcome::denied_if(options.exit_code && due.total() > 0))
}

fn waiting_questions<'r>(
    session: &Session,
    radar: &'r Radar,
    options: &Options,
) -> Result<WaitingQuestions<'r>> {
    let today = session.today;
    let owner = options.owner.as_deref().map(|id| lookup::owner(radar, id)).transpose()?;
    let team = options.team.as_deref().map(|id| lookup::team(radar, id)).transpose()?;
    let person = options.person.as_deref().map(|id| lookup::person(radar, id)).transpose()?;
    let mut waiting = questions::all(&Snapshot::new(radar, today));
    waiting.retain(|asked| {
        let (blip, by) = (asked.blip, asked.question.by);
        asked.is_waiting()
            && owner.is_none_or(|owner| blip.owners.value.contains(&owner))
            && team.is_none_or(|team| radar.is_of_team(blip, team))
            && person.is_none_or(|p| by == p || questions::is_owed_by(radar, blip, p, today))
    });
    let more = waiting.len().saturating_sub(options.limit.unwrap_or(usize::MAX));
    waiting.truncate(waiting.len() - more);
    let about = owner.or(team.map(Owner::Team)).map(|owner| radar.owner_name(owner));
    let about = about.map_or_else(String::new, |name| format!(" about blips of {name}"));
    let of = person.map(|person| radar.person(person).name.as_str());
    let of =
        of.map_or_else(String::new, |name| format!(" that {name} asked or owes the answer to"));
    let at = session.common.root_option();
    Ok(WaitingQuestions { radar, today, of: format!("{about}{of}"), waiting, more, at })
}

fn due<'r>(session: &Session, radar: &'r Radar, options: &Options) -> Result<Due<'r>> {
    let today = session.today;
    let owner = options.owner.as_deref().map(|id| lookup::owner(radar, id)).transpose()?;
    let team = options.team.as_deref().map(|id| lookup::team(radar, id)).transpose()?;
    let horizon = match options.within {
        Some(interval) => Horizon::Until(interval.after(today)),
        None => Horizon::Notice,
    };
    let mut waiting = queue::queue(&Snapshot::new(radar, today), horizon);
    waiting.retain(|waiting| {
        owner.is_none_or(|owner| waiting.blip.owners.value.contains(&owner))
            && team.is_none_or(|team| radar.is_of_team(waiting.blip, team))
    });
    let more = waiting.len().saturating_sub(options.limit.unwrap_or(usize::MAX));
    waiting.truncate(waiting.len() - more);
    let of = owner.or(team.map(Owner::Team)).map(|owner| radar.owner_name(owner));
    Ok(Due { radar, today, of, waiting, more, at: session.common.root_option() })
}
