//! The arguments of `radar import`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;

use super::{date, formats};
use crate::import::Absent;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A file or a folder; several files are several states of one radar
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,

    /// The format, if it cannot be recognised from the files
    #[arg(long, value_name = "FORMAT", value_parser = import_formats())]
    pub(crate) from: Option<String>,

    /// The folder to write radar/ to [default: the root]
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,

    /// The date of a file that has no dates in it and none in its name [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// What to do with a blip that a later state no longer lists
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub(crate) absent: Absent,

    /// Which radar, if the files hold several
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub(crate) radar: Option<String>,

    /// All radars, if the files hold several, each into a folder of its own
    #[arg(long)]
    pub(crate) all: bool,

    /// The title of the radar
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,

    /// Refused: an import cannot sign reviews
    #[arg(long, value_name = "PERSON", hide = true)]
    pub(crate) reviewed_by: Option<String>,
}

fn import_formats() -> PossibleValuesParser {
    formats(crate::import::FORMATS.iter().map(|format| (format.name, format.title)))
}
