//! The arguments of the program.

mod reviews;

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::content::schema::Schema;
use crate::diagnostic::render::Format;
use crate::diagnostic::{Code, Level, LevelError, Levels, nearest};
use crate::serve::Editor;
pub use reviews::{Answer, Ask, Diff, DiffFormat, Due, DueFormat, New, Practice, Review, Scan};

/// A technology radar that says who last stood behind each recommendation, and when that runs out.
#[derive(Debug, Parser)]
#[command(name = "radar", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
}

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// The folder with radar/, themes/ and output/
    #[arg(short = 'C', long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,

    /// The day to judge by, instead of the clock's
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,

    /// How problems are written
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub message_format: MessageFormat,

    /// Make a problem an error
    #[arg(short = 'D', long = "deny", global = true, value_name = "CODE", value_parser = code)]
    pub deny: Vec<Code>,

    /// Make a problem a warning
    #[arg(short = 'W', long = "warn", global = true, value_name = "CODE", value_parser = code)]
    pub warn: Vec<Code>,

    /// Say nothing of a problem
    #[arg(short = 'A', long = "allow", global = true, value_name = "CODE", value_parser = code)]
    pub allow: Vec<Code>,

    /// Say nothing but problems
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

impl Common {
    /// A path below the root, as people write it: without `./` before it.
    pub fn below_root(&self, path: impl AsRef<Path>) -> PathBuf {
        if self.root == Path::new(".") { path.as_ref().to_owned() } else { self.root.join(path) }
    }

    /// The levels chosen on the command line. Where a code was given several, the strictest holds,
    /// whatever their order.
    ///
    /// # Errors
    ///
    /// If a code that is always an error was to be less.
    pub fn levels(&self) -> Result<Levels, LevelError> {
        let mut levels = Levels::default();
        let chosen =
            [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)];
        for (codes, level) in chosen {
            for code in codes {
                levels.choose(*code, level)?;
            }
        }
        Ok(levels)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a radar: content, .gitignore, a GitHub Pages workflow, schemas for editors
    Init {
        /// The folder to start it in; made if it is not there
        #[arg(default_value = ".", value_name = "DIR")]
        dir: PathBuf,
    },

    /// Build the site
    Build(Build),

    /// Show the site while you write it, made anew at every save
    Serve(Serve),

    /// Say everything that is wrong with the content, and write nothing
    Check,

    /// Add a review to a blip's file
    Review(Review),

    /// Add a question to a blip's file
    Ask(Ask),

    /// Answer a question in a blip's file
    Answer(Answer),

    /// Start a blip's file
    New(New),

    /// Say which reviews are owed, the riskiest first
    Due(Due),

    /// Say what changed between two editions or days
    Diff(Diff),

    /// See who practises, from git histories
    #[command(subcommand)]
    Practice(Practice),

    /// Bring in a radar from elsewhere
    Import(Import),

    /// Print the radar in a format of another program
    Export {
        /// The format
        #[arg(value_name = "FORMAT", value_parser = export_formats())]
        format: String,
    },

    /// Print the JSON Schema of a file, for editors
    Schema {
        /// The file
        #[arg(value_name = "FILE")]
        schema: Schema,
    },

    /// Print a script that completes commands and options
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },

    /// Print the manual page, or that of a command
    Man {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

/// The options of `radar build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Where to write the site [default: output, below the root]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// The address the site will have; beats that of radar.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// The theme to use; beats that of radar.toml
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

/// The options of `radar serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The port to listen at [default: 8000, or the next that is free]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,

    /// The address to listen at; any but the default lets in whoever can reach it [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS", value_parser = host)]
    pub host: Option<IpAddr>,

    /// Open it in the browser
    #[arg(long)]
    pub open: bool,

    /// Look for changes every now and then, where the system says nothing of them
    #[arg(long)]
    pub poll: bool,

    /// Where links from problems lead: vscode, vscodium, cursor, zed, idea, or an address with {path},
    /// {line} and {column}
    #[arg(long, value_name = "EDITOR", env = "RADAR_EDITOR", hide_env_values = true)]
    pub editor: Option<Editor>,
}

/// The options of `radar import`.
#[derive(Debug, Args)]
pub struct Import {
    /// A file or a folder; several files are several states of one radar
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,

    /// The format, where the files alone do not tell it
    #[arg(long, value_name = "FORMAT", value_parser = import_formats())]
    pub from: Option<String>,

    /// The folder to write radar/ to [default: the root]
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,

    /// The day of a file without dates of its own and no date in its name [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,

    /// What becomes of a blip that a later state does not list any more
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub absent: Absent,

    /// What the radar is called
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// Refused: nobody can sign by an import
    #[arg(long, value_name = "PERSON", hide = true)]
    pub reviewed_by: Option<String>,
}

/// Every format that can be imported, as a value of `--from`.
fn import_formats() -> PossibleValuesParser {
    let formats = crate::import::FORMATS.iter();
    PossibleValuesParser::new(
        formats.map(|format| PossibleValue::new(format.name).help(format.title)),
    )
}

/// Every format that can be exported, as a value.
fn export_formats() -> PossibleValuesParser {
    let formats = crate::export::FORMATS.iter();
    PossibleValuesParser::new(
        formats.map(|format| PossibleValue::new(format.name()).help(format.title())),
    )
}

/// What becomes of a blip that a later state does not list any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Absent {
    /// It is retired on the day of the first state without it
    #[default]
    Retire,
    /// It stays where it was
    Keep,
}

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the source lines
    #[default]
    Human,
    /// A line each
    Short,
    /// A JSON object a line
    Json,
    /// GitHub's workflow commands
    Github,
}

impl From<MessageFormat> for Format {
    fn from(format: MessageFormat) -> Self {
        match format {
            MessageFormat::Human => Format::Human,
            MessageFormat::Short => Format::Short,
            MessageFormat::Json => Format::Json,
            MessageFormat::Github => Format::Github,
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// If the terminal has them
    #[default]
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

fn code(name: &str) -> Result<Code, String> {
    Code::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        match nearest(name, &names) {
            Some(near) => format!("there is no such code; did you mean `{near}`?"),
            None => format!("there is no such code; known: {}", names.join(", ")),
        }
    })
}

fn date(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "write a date as 2026-04-14")
}

fn host(text: &str) -> Result<IpAddr, &'static str> {
    if text == "localhost" {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "write an address of this machine, such as 127.0.0.1 or 0.0.0.0")
}

fn base_url(url: &str) -> Result<String, String> {
    crate::markdown::address::base_url(url).map_err(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
