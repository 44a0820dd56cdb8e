//! `radar export`: the radar in a format of another program, on standard output.

use std::io::{ErrorKind, Write as _};

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::Common;
use crate::content::check;
use crate::radar::Snapshot;
use crate::{export, source};

pub(super) fn run(
    common: &Common,
    format: &str,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let sources = source::read(&common.root)?;
    let checked = check::check(&sources, today, &common.levels()?);
    let Some(radar) = checked.radar.as_ref().filter(|_| !checked.is_denied()) else {
        let judged = checked.report.judge(&checked.levels);
        let outcome = terminal.report(&sources, &judged);
        terminal.say("nothing was exported");
        return Ok(outcome);
    };
    let format = export::format(format).context("the arguments name a format that is known")?;
    let exported = match format.write(&Snapshot::new(radar, today)) {
        Ok(exported) => exported,
        Err(why) => bail!("nothing was exported: {why}"),
    };
    print(&exported.text)?;
    for line in &exported.left_out {
        terminal.say(&format!("left out: {line}"));
    }
    Ok(Outcome::Done)
}

/// Writes data to standard output. A closed pipe is no error.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}
