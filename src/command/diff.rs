//! `radar diff`: what changed between two editions or days, on standard output.

use anyhow::{Result, anyhow, bail};
use jiff::civil::Date;

use super::project::{Project, Session};
use super::{Outcome, lookup, terminal};
use crate::cli::{Diff as Options, DiffFormat, has_form_of_date};
use crate::export::diff;
use crate::radar::diff::Diff;
use crate::radar::{Radar, Snapshot};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let today = session.today;
    let radar = Project::read(session)?.whole()?;
    let from = day(&radar, &options.from)?;
    let to = options.to.as_deref().map_or(Ok(today), |to| day(&radar, to))?;
    if to > today {
        bail!("{to} is after today ({today}); a diff cannot look into the future");
    }
    if from > to {
        bail!("{from} is after {to}; name the earlier day first");
    }
    let diff = Diff::new(&Snapshot::new(&radar, to), from);
    terminal::print(&match options.format {
        DiffFormat::Text => diff::text(&diff),
        DiffFormat::Markdown => diff::markdown(&diff),
        DiffFormat::Json => diff::json(&diff),
    })
}

/// Returns the day that an edition or a date names.
fn day(radar: &Radar, text: &str) -> Result<Date> {
    let edition = radar.editions.iter().find(|edition| edition.id == text);
    let day = edition.map(|edition| edition.date).or_else(|| text.parse().ok());
    day.ok_or_else(|| {
        if has_form_of_date(text) {
            return anyhow!("there is no day {text}");
        }
        let known = radar.editions.iter().map(|edition| edition.id.as_str());
        lookup::unknown("edition or date", text, known)
    })
}
