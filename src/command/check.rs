//! `radar check`: every problem of the content and the theme, and nothing written.

use anyhow::Result;
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::Common;
use crate::content::check;
use crate::{site, source, theme};

pub(super) fn run(common: &Common, today: Date, terminal: Terminal) -> Result<Outcome> {
    let chosen = common.levels()?;
    let sources = source::read(&common.root)?;
    let mut checked = check(&sources, today, &chosen);
    let theme = match &checked.radar {
        Some(radar) => theme::load(radar, &sources, &mut checked.report),
        None => None,
    };
    // A template of the radar's own can fail on data alone; only rendering every page tells.
    if let (Some(radar), Some(theme)) = (&checked.radar, theme)
        && theme.has_own_templates()
        && let Err(report) = site::site(radar, &sources, &theme, today)
    {
        checked.report.append(report);
    }
    let judged = checked.report.judge(&checked.levels);
    let outcome = terminal.report(&sources, &judged);
    if judged.is_empty() {
        let count = checked.radar.map_or(0, |radar| radar.blips.len());
        let blips = if count == 1 { "blip" } else { "blips" };
        terminal.say(&format!("no problems in {count} {blips}"));
    }
    Ok(outcome)
}
