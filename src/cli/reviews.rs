//! The arguments of the commands around reviews.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::date;
use crate::radar::interval::Interval;

/// The options of `radar review`.
#[derive(Debug, Args)]
pub struct Review {
    /// The blip, by its id or name
    #[arg(value_name = "BLIP")]
    pub blip: String,

    /// Who reviewed it: ids of people.toml, separated by commas
    #[arg(long, value_name = "PERSON", value_delimiter = ',')]
    pub by: Vec<String>,

    /// The verdict: a ring, or `retired`; left out: looked again, no change
    #[arg(long, value_name = "RING")]
    pub ring: Option<String>,

    /// What was looked at, and what was found; Markdown
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,

    /// A link to what shows it: a pull request, a decision, a post-mortem
    #[arg(long, value_name = "URL")]
    pub evidence: Option<String>,

    /// When it was reviewed [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,

    /// Write the note in $VISUAL or $EDITOR
    #[arg(long)]
    pub edit: bool,
}

/// The options of `radar ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// The blip, by its id or name
    #[arg(value_name = "BLIP")]
    pub blip: String,

    /// Who asks: an id of people.toml
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,

    /// The question; Markdown
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,

    /// When it was asked [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,

    /// Write the question in $VISUAL or $EDITOR
    #[arg(long)]
    pub edit: bool,
}

/// The options of `radar answer`.
#[derive(Debug, Args)]
pub struct Answer {
    /// The blip, by its id or name
    #[arg(value_name = "BLIP")]
    pub blip: String,

    /// Who answers: an id of people.toml
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,

    /// The answer; Markdown
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,

    /// Which question, counted from the top of the file, where several wait for an answer
    #[arg(long, value_name = "NUMBER")]
    pub question: Option<usize>,

    /// When it was answered [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,

    /// Write the answer in $VISUAL or $EDITOR
    #[arg(long)]
    pub edit: bool,
}

/// The options of `radar new`.
#[derive(Debug, Args)]
pub struct New {
    /// What the blip is called
    #[arg(value_name = "NAME")]
    pub name: String,

    /// Its id [default: made from the name]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// Its quadrant
    #[arg(long, value_name = "QUADRANT")]
    pub quadrant: Option<String>,

    /// Its ring
    #[arg(long, value_name = "RING")]
    pub ring: Option<String>,

    /// Who answers for it: ids of teams and people, separated by commas
    #[arg(long = "owner", value_name = "OWNER", value_delimiter = ',')]
    pub owners: Vec<String>,

    /// What it is, in one line
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,

    /// Words it can be found by, separated by commas
    #[arg(long = "tag", value_name = "TAG", value_delimiter = ',')]
    pub tags: Vec<String>,

    /// The folder below radar/blips/ [default: where its owner keeps blips]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,

    /// It is another thing than the blip whose name is like it
    #[arg(long)]
    pub distinct: bool,
}

/// The options of `radar due`.
#[derive(Debug, Args)]
pub struct Due {
    /// Look this far ahead, as in "3 months" [default: the notice of the radar]
    #[arg(long, value_name = "INTERVAL", value_parser = interval)]
    pub within: Option<Interval>,

    /// Only what this team or person owns
    #[arg(long, value_name = "OWNER")]
    pub owner: Option<String>,

    /// Only what this team or its people own
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,

    /// At most so many
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<usize>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DueFormat,

    /// Exit with 1 if anything waits
    #[arg(long)]
    pub exit_code: bool,
}

/// How the review queue is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DueFormat {
    /// A table that fits the terminal
    #[default]
    Text,
    /// A list to tick off, for an issue or a chat
    Markdown,
    /// For other programs
    Json,
    /// For a spreadsheet
    Csv,
}

/// The options of `radar diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// An edition's id, or a date
    #[arg(value_name = "FROM")]
    pub from: String,

    /// An edition's id, or a date [default: today]
    #[arg(value_name = "TO")]
    pub to: Option<String>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal
    #[default]
    Text,
    /// For an issue, a chat or a newsletter
    Markdown,
    /// For other programs
    Json,
}

/// What `radar practice` does.
#[derive(Debug, Subcommand)]
pub enum Practice {
    /// Read git histories, and write radar/practice.toml: the months in which each person committed
    Scan(Scan),
}

/// The options of `radar practice scan`.
#[derive(Debug, Args)]
pub struct Scan {
    /// Local git repositories
    #[arg(required = true, value_name = "REPO")]
    pub repos: Vec<PathBuf>,

    /// Keep the months that radar/practice.toml has already
    #[arg(long)]
    pub add: bool,
}

fn interval(text: &str) -> Result<Interval, &'static str> {
    text.parse().map_err(|_| "write a number and days, weeks, months or years, as in \"3 months\"")
}
