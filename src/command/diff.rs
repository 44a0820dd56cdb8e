//! `radar diff`: what changed between two editions or days, on standard output.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::content::{self, Content};
use super::{Outcome, Terminal};
use crate::cli::{Common, Diff as Options, DiffFormat};
use crate::export::diff;
use crate::radar::Radar;
use crate::radar::Snapshot;
use crate::radar::diff::Diff;

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
    let from = day(&radar, &options.from)?;
    let to = options.to.as_deref().map_or(Ok(today), |to| day(&radar, to))?;
    if to > today {
        bail!("{to} is after today ({today}), and nobody knows the radar of that day");
    }
    if from > to {
        bail!("{from} is after {to}; name the earlier day first");
    }
    let diff = Diff::new(&Snapshot::new(&radar, to), from);
    terminal.data(&match options.format {
        DiffFormat::Text => diff::text(&diff),
        DiffFormat::Markdown => diff::markdown(&diff),
        DiffFormat::Json => diff::json(&diff),
    })?;
    Ok(Outcome::Done)
}

/// The day of an edition, or a day as such.
fn day(radar: &Radar, text: &str) -> Result<Date> {
    let edition = radar.editions.iter().find(|edition| edition.id == text);
    if let Some(day) = edition.map(|edition| edition.date).or_else(|| text.parse().ok()) {
        return Ok(day);
    }
    let editions: Vec<&str> = radar.editions.iter().map(|edition| edition.id.as_str()).collect();
    Err(content::unknown("edition or date", text, &editions))
}
