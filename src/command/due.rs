//! `radar due`: the review queue, on standard output.

use anyhow::Result;

use super::project::{Project, Session};
use super::{Outcome, lookup, terminal};
use crate::cli::{Due as Options, DueFormat};
use crate::export::due::{self, Due};
use crate::radar::queue::{self, Horizon};
use crate::radar::{Owner, Radar, Snapshot};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let radar = Project::read(session)?.whole()?;
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
