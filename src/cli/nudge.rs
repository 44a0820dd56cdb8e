//! The arguments of `radar nudge`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Denied, base_url};

#[derive(Debug, Args)]
pub(crate) struct Nudge {
    /// The radar.json of a published radar, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) radar: PathBuf,

    /// The commit, branch or tag that the change is to be merged into [default: the default branch of origin]
    #[arg(long, value_name = "REF")]
    pub(crate) base: Option<String>,

    /// How to print the nudges
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: NudgeFormat,

    /// The address of the radar's site, for links; overrides radar.json
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) site: Option<String>,

    /// Exit with 1 if something is added that is on one of these rings, separated by commas; `hold` is the last ring
    // It has the name of the common option, whose place it takes.
    #[arg(short = 'D', long, value_name = "RING", value_delimiter = ',', value_parser = ring)]
    pub(crate) deny: Vec<Denied>,
}

impl Nudge {
    /// Returns the rings that are denied, as they were written.
    pub(crate) fn denied(&self) -> impl Iterator<Item = &str> {
        self.deny.iter().filter_map(|denied| match denied {
            Denied::Ring(ring) => Some(ring.as_str()),
            Denied::Code(_) | Denied::Verdict(_) => None,
        })
    }
}

fn ring(name: &str) -> Result<Denied, &'static str> {
    let name = name.trim();
    if name.is_empty() { Err("name a ring") } else { Ok(Denied::Ring(name.to_owned())) }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum NudgeFormat {
    /// Lines for a terminal
    #[default]
    Text,
    /// For the comment of a pull request
    Markdown,
    /// GitHub workflow commands, which annotate pull requests
    Github,
    /// Every nudge, for other programs
    Json,
}
