//! The commands: glue between the arguments and the pipeline, one file each.

mod answer;
mod ask;
mod blip_file;
mod build;
mod check;
mod content;
mod described;
mod diff;
mod due;
mod editor;
mod export;
mod guard;
mod import;
mod init;
mod new;
mod practice;
mod prompt;
mod review;
mod serve;
mod terminal;
mod who;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use jiff::civil::Date;

use crate::cli::{Cli, Command};
pub use terminal::Terminal;

/// How a command ended, as the exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: 0.
    Done,
    /// The content has errors, or problems that are denied: 1.
    Denied,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Denied => ExitCode::from(1),
        }
    }
}

/// Runs a command on a day.
///
/// # Errors
///
/// If the arguments contradict each other, or the system refuses something: exit code 2.
pub fn run(cli: &Cli, today: Date, terminal: Terminal) -> Result<Outcome> {
    let common = &cli.common;
    match &cli.command {
        Command::Init { dir } => {
            let dir: PathBuf = common.below_root(dir).components().collect();
            init::run(&dir, today, terminal)
        }
        Command::Build(options) => build::run(common, options, today, terminal),
        Command::Serve(options) => serve::run(common, options, today, terminal),
        Command::Check => check::run(common, today, terminal),
        Command::Due(options) => due::run(common, options, today, terminal),
        Command::Review(options) => review::run(common, options, today, terminal),
        Command::Ask(options) => ask::run(common, options, today, terminal),
        Command::Answer(options) => answer::run(common, options, today, terminal),
        Command::New(options) => new::run(common, options, today, terminal),
        Command::Practice(options) => practice::run(common, options, today, terminal),
        Command::Diff(options) => diff::run(common, options, today, terminal),
        Command::Import(options) => import::run(common, options, today, terminal),
        Command::Export { format } => export::run(common, format, today, terminal),
        Command::Schema { schema } => described::schema(*schema),
        Command::Completions { shell } => described::completions(*shell),
        Command::Man { command } => described::man(command.as_deref()),
    }
}

/// A word for a shell, quoted where it has to be.
fn shell(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
