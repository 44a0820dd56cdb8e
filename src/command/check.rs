//! `radar check`: every problem of the content and the theme, and nothing written.

use anyhow::Result;
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::Common;
use crate::{check, source, theme};

pub(super) fn run(common: &Common, today: Date, terminal: Terminal) -> Result<Outcome> {
    let chosen = common.levels()?;
    let sources = source::read(&common.root)?;
    let mut checked = check::check(&sources, today, &chosen);
    if let Some(radar) = &checked.radar {
        theme::load(radar, &sources, &mut checked.report);
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
