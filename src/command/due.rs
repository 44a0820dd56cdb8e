//! `radar due`: the review queue, on standard output.
#![allow(clippy::disallowed_methods, reason = "COLUMNS says how wide the terminal is")]

use anyhow::Result;
use jiff::civil::Date;

use super::content::{self, Content};
use super::{Outcome, Terminal};
use crate::cli::{Common, Due as Options, DueFormat};
use crate::export::due::{self, Due};
use crate::radar::queue::{self, Horizon};
use crate::radar::{Owner, Radar, Snapshot};

pub(super) fn run(
    common: &Common,
    options: &Options,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let radar = match content::whole(common, today, terminal)? {
        Content::Whole(radar) => radar,
        Content::Broken(outcome) => return Ok(outcome),
    };
    let due = ask(&radar, options, today, content::at(common))?;
    let text = match options.format {
        DueFormat::Text => due::text(&due, width()),
        DueFormat::Markdown => due::markdown(&due),
        DueFormat::Json => due::json(&due),
        DueFormat::Csv => due::csv(&due),
    };
    terminal.data(&text)?;
    if options.format == DueFormat::Text {
        terminal.say(&due.summary());
    }
    let waits = options.exit_code && due.total() > 0;
    Ok(if waits { Outcome::Denied } else { Outcome::Done })
}

fn ask<'r>(radar: &'r Radar, options: &Options, today: Date, at: String) -> Result<Due<'r>> {
    let owner = options.owner.as_deref().map(|id| content::owner(radar, id)).transpose()?;
    let team = options.team.as_deref().map(|id| content::team(radar, id)).transpose()?;
    let horizon = match options.within {
        Some(interval) => Horizon::Until(interval.after(today)),
        None => Horizon::Notice,
    };
    let mut waiting = queue::queue(&Snapshot::new(radar, today), horizon);
    waiting.retain(|waiting| {
        owner.is_none_or(|owner| waiting.blip.owners.value.contains(&owner))
            && team.is_none_or(|team| radar.is_of_team(waiting.blip, team))
    });
    let shown = options.limit.unwrap_or(waiting.len()).min(waiting.len());
    let more = waiting.len() - shown;
    waiting.truncate(shown);
    let of = owner.or(team.map(Owner::Team)).map(|owner| radar.owner_name(owner));
    Ok(Due { radar, today, of, waiting, more, at })
}

/// How wide the terminal is; none for a file or a pipe, where nothing need be cut.
fn width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    })
}
