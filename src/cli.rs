//! The arguments of the program. Their doc comments are the texts of `--help`.

mod audit;
mod blips;
mod help;
#[cfg(feature = "import")]
mod import;
mod init;
mod nudge;
mod paste;
mod publish;
mod reviews;
mod scan;
#[cfg(feature = "serve")]
mod serve;

use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::audit::Verdict;
use crate::content::schema::Schema;
use crate::diagnostic::render::Format;
use crate::diagnostic::{Code, Level, LevelError, Levels, nearest};
pub(crate) use audit::{Audit, AuditFormat};
pub(crate) use blips::{List, Show};
pub use help::parse;
pub(crate) use help::{Example, command, examples};
#[cfg(feature = "import")]
pub(crate) use import::Import;
pub(crate) use init::{Ci, Init};
pub(crate) use nudge::{Nudge, NudgeFormat};
pub(crate) use paste::{quoted, root_option};
pub(crate) use publish::{Past, Publish};
pub(crate) use reviews::effort;
pub(crate) use reviews::{
    Answer, Diff, DiffFormat, Due, DueFormat, Exit, New, Remark, Retire, Review, Signed,
};
pub(crate) use scan::{Named, Scan};
#[cfg(feature = "serve")]
pub(crate) use serve::Serve;

/// A technology radar that shows who last reviewed each recommendation, and when that review expires
#[derive(Debug, Parser)]
#[command(name = "radar", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The folder of the radar, which contains radar/, or any folder in it [default: the working directory]
    #[arg(short = 'C', long = "root", global = true, value_name = "DIR")]
    pub(crate) start: Option<PathBuf>,

    /// The folder that contains radar/, themes/ and output/, as found from `start`.
    #[arg(skip)]
    pub(crate) root: PathBuf,

    /// Use this date instead of the current one
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(crate) today: Option<Date>,

    /// How to print problems
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) message_format: Format,

    /// Report this problem as an error
    #[arg(short = 'D', long = "deny", global = true, value_name = "CODE", value_parser = denied_code)]
    deny: Vec<Denied>,

    /// Report this problem as a warning
    #[arg(short = 'W', long = "warn", global = true, value_name = "CODE", value_parser = code)]
    warn: Vec<Code>,

    /// Ignore this problem
    #[arg(short = 'A', long = "allow", global = true, value_name = "CODE", value_parser = code)]
    allow: Vec<Code>,

    /// Only print warnings and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// When to use colours
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN", value_parser = color())]
    pub(crate) color: ColorChoice,
}

impl Common {
    /// Returns the folder in which the search for the radar starts.
    pub(crate) fn start(&self) -> &Path {
        self.start.as_deref().unwrap_or(Path::new("."))
    }

    /// Returns a path below the root as people write it: without a leading `./`.
    pub(crate) fn below_root(&self, path: impl AsRef<Path>) -> PathBuf {
        if self.root == Path::new(".") { path.as_ref().to_owned() } else { self.root.join(path) }
    }

    /// Returns what to add to a command so that it finds the same radar.
    pub(crate) fn root_option(&self) -> String {
        root_option(self.start())
    }

    /// Returns the levels chosen on the command line. If a code is given several, the strictest wins, whatever
    /// their order.
    ///
    /// # Errors
    ///
    /// If a lower level is chosen for a code that is always an error.
    pub(crate) fn levels(&self) -> Result<Levels, LevelError> {
        let mut levels = Levels::default();
        for (codes, level) in [(&self.allow, Level::Allow), (&self.warn, Level::Warn)] {
            for code in codes {
                levels.choose(*code, level)?;
            }
        }
        for denied in &self.deny {
            if let Denied::Code(code) = denied {
                levels.choose(*code, Level::Deny)?;
            }
        }
        Ok(levels)
    }
}

/// What `--deny` names. A command that denies something else than codes has an option of its own with the same name,
/// and clap keeps both under it, so both have this type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    Code(Code),
    /// A verdict of `radar audit`; none for those that it denies by default.
    Verdict(Option<Verdict>),
    /// A ring, for `radar nudge`.
    Ring(String),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a radar: example content, a workflow that publishes it, schemas for editors
    Init(Init),

    /// Build the site
    Build(Build),

    /// Build the site and push it to a branch that GitHub, GitLab or Codeberg serve
    Publish(Publish),

    /// Preview the site, and rebuild it whenever a file changes
    #[cfg(feature = "serve")]
    Serve(Serve),

    /// Check the content and the theme for errors, without writing anything
    Check,

    /// Add a review to a blip's file
    Review(Review),

    /// Add a question to a blip's file
    Ask(Remark),

    /// Answer a question in a blip's file
    Answer(Answer),

    /// Write down what it would cost to leave a blip
    Exit(Exit),

    /// Create a blip's file
    New(New),

    /// Retire a blip: add a review that takes it off the chart
    Retire(Retire),

    /// List the blips
    List(List),

    /// Print everything about a blip
    Show(Show),

    /// List the blips that need a review, the riskiest first
    Due(Due),

    /// Show what changed between two editions or days, or what a pull request changes
    #[command(
        override_usage = "radar diff [OPTIONS] <FROM> [TO]\n       radar diff [OPTIONS] --base <REF>"
    )]
    Diff(Diff),

    /// Show who committed what was signed, and what was changed behind it
    Audit(Audit),

    /// Say in a code repository what a published radar says about the dependencies that a change touches
    Nudge(Nudge),

    /// Find out from git repositories who works with what
    Scan(Scan),

    /// Import a radar from another program
    #[cfg(feature = "import")]
    Import(Import),

    /// Print the radar in the format of another program
    Export(Export),

    /// Print the JSON Schema of a file, for editors; with -C, one that knows the ids of the radar
    Schema {
        /// The file to describe
        #[arg(value_name = "FILE")]
        schema: Schema,
    },

    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },

    /// Print the manual page of radar, or of one of its commands
    Man {
        /// The command, such as `review` or `export`
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,

        /// Write the pages of all commands to this folder
        #[arg(long, value_name = "DIR", conflicts_with = "command")]
        all: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// The folder to write the site to [default: output, below the root]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Move files that radar did not write out of that folder, instead of refusing it
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// The address of the published site; overrides radar.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,

    /// The theme to use; overrides radar.toml
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The format to print
    #[arg(value_name = "FORMAT", value_parser = export_formats())]
    pub(crate) format: String,

    /// For codeowners: the teams and people who are asked about people.toml and radar.toml, separated by commas
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = reviews::word)]
    pub(crate) stewards: Vec<String>,
}

fn export_formats() -> PossibleValuesParser {
    formats(crate::export::FORMATS.iter().map(|format| (format.name, format.title)))
}

/// Accepts the names of formats, and shows their titles in `--help`.
fn formats(formats: impl Iterator<Item = (&'static str, &'static str)>) -> PossibleValuesParser {
    PossibleValuesParser::new(formats.map(|(name, title)| PossibleValue::new(name).help(title)))
}

fn color() -> impl TypedValueParser<Value = ColorChoice> {
    let choices = [
        PossibleValue::new("auto").help("If the terminal supports them"),
        PossibleValue::new("always").help("Always"),
        PossibleValue::new("never").help("Never"),
    ];
    PossibleValuesParser::new(choices).map(|choice| match choice.as_str() {
        "always" => ColorChoice::Always,
        "never" => ColorChoice::Never,
        _ => ColorChoice::Auto,
    })
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

fn denied_code(name: &str) -> Result<Denied, String> {
    code(name).map(Denied::Code)
}

fn date(text: &str) -> Result<Date, &'static str> {
    // A time or a zone behind it would be dropped.
    if !has_form_of_date(text) {
        return Err("write a date as 2026-04-14");
    }
    text.parse().map_err(|_| "there is no such day")
}

/// Returns whether a text has the form of a date, whatever its numbers.
pub(crate) fn has_form_of_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn base_url(url: &str) -> Result<String, String> {
    crate::markdown::address::base_url(url).map_err(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_not_a_matter_of_form() {
        for (text, problem) in [
            ("2026-13-01", "there is no such day"),
            ("2026-02-29", "there is no such day"),
            ("2026-4-1", "write a date as 2026-04-14"),
            ("2026-04-1x", "write a date as 2026-04-14"),
            ("", "write a date as 2026-04-14"),
            ("20260401", "write a date as 2026-04-14"),
            ("2026-04-01T23:30", "write a date as 2026-04-14"),
            ("2026-04-01[Europe/Berlin]", "write a date as 2026-04-14"),
        ] {
            assert_eq!(date(text), Err(problem), "{text}");
        }
        assert!(date("2028-02-29").is_ok());
    }

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
