//! `radar export`: the radar in a format of another program, on standard output.

use anyhow::{Context as _, Result, anyhow};

use super::project::{Project, Refused, Session};
use super::{Outcome, terminal};
use crate::export;
use crate::radar::Snapshot;

pub(super) fn run(session: &Session, format: &str) -> Result<Outcome> {
    let project = Project::read(session)?;
    let Some(radar) = project.radar.as_ref().filter(|_| !project.is_denied()) else {
        project.print_problems();
        session.terminal.say("nothing was exported");
        return Err(Refused.into());
    };
    let format = export::format(format).context("clap accepts only known formats")?;
    let exported = format
        .write(&Snapshot::new(radar, session.today))
        .map_err(|why| anyhow!("nothing was exported: {why}"))?;
    terminal::print(&exported.text)?;
    for line in &exported.left_out {
        session.terminal.say(&format!("left out: {line}"));
    }
    Ok(Outcome::Done)
}
