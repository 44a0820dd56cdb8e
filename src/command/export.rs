//! `radar export`: the radar in a format of another program, on standard output.

use anyhow::{Context as _, Result, anyhow, bail};

use super::commit::Place;
use super::project::{Project, Refused, Session};
use super::{Outcome, lookup, terminal};
use crate::cli::Export as Options;
use crate::export::{self, Exported, codeowners};
use crate::radar::{Radar, Snapshot};

/// The format that has options of its own.
const CODEOWNERS: &str = "codeowners";

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    if !options.stewards.is_empty() && options.format != CODEOWNERS {
        bail!(
            "--stewards is for `radar export {CODEOWNERS}`; {} has no owners of files",
            options.format
        );
    }
    let project = Project::read(session)?;
    let Some(radar) = project.radar.as_ref().filter(|_| !project.is_denied()) else {
        project.print_problems();
        session.terminal.say("nothing was exported");
        return Err(Refused.into());
    };
    let exported = exported(session, options, radar)?;
    terminal::print(&exported.text)?;
    for line in &exported.left_out {
        session.terminal.say(&format!("left out: {line}"));
    }
    Ok(Outcome::Done)
}

fn exported(session: &Session, options: &Options, radar: &Radar) -> Result<Exported> {
    let snapshot = Snapshot::new(radar, session.today);
    let exported = if options.format == CODEOWNERS {
        let stewards = options.stewards.iter().map(|id| lookup::owner(radar, id));
        let stewards: Vec<_> = stewards.collect::<Result<_>>()?;
        // Its paths start at the root of the repository.
        let folder = Place::of(&session.common.root).map_or_else(String::new, |place| place.prefix);
        codeowners::codeowners(
            &snapshot,
            &codeowners::Wishes { stewards: &stewards, folder: &folder },
        )
    } else {
        let format = export::format(&options.format);
        format.context("clap accepts only known formats")?.write(&snapshot)
    };
    exported.map_err(|why| anyhow!("nothing was exported: {why}"))
}
