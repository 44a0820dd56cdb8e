//! `radar import`.

use anyhow::Result;
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Common, Import};

pub(super) fn run(
    _common: &Common,
    _options: &Import,
    _today: Date,
    _terminal: Terminal,
) -> Result<Outcome> {
    Ok(Outcome::Done)
}
