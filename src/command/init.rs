//! `radar init`.

use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use super::{Outcome, Terminal};

pub(super) fn run(_dir: &Path, _today: Date, _terminal: Terminal) -> Result<Outcome> {
    Ok(Outcome::Done)
}
