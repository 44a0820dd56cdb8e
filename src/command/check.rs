//! `radar check`: prints every problem of the content and the theme, and writes nothing.

use anyhow::Result;

use super::Outcome;
use super::project::{Project, Session};
use crate::diagnostic::Level;
use crate::site;

pub(super) fn run(session: &Session) -> Result<Outcome> {
    let mut project = Project::read(session)?;
    let theme = project.load_theme();
    // The radar's own templates can fail on some data only, so every page has to be rendered.
    if let (Some(radar), Some(theme)) = (&project.radar, theme)
        && theme.has_own_templates()
        && let Err(report) = site::site(radar, &project.sources, &theme, session.today)
    {
        project.report.append(report);
    }
    let outcome = project.print_problems();
    if project.report.iter().all(|d| project.levels.of(d.code) == Level::Allow) {
        let count = project.radar.map_or(0, |radar| radar.blips.len());
        let blips = if count == 1 { "blip" } else { "blips" };
        session.terminal.say(&format!("no problems in {count} {blips}"));
    }
    Ok(outcome)
}
