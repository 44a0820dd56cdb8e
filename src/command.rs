//! The commands: they connect the arguments to the pipeline, one file a command.
//!
//! Only [`terminal`], [`prompt`], [`person`] and [`editor`] talk to people.

mod answer;
mod ask;
mod audit;
mod base;
mod build;
mod check;
mod commit;
mod complete;
mod diff;
mod due;
mod editor;
mod exit;
mod export;
mod first_review;
mod git;
mod history;
#[cfg(feature = "import")]
mod import;
mod init;
mod list;
mod lookup;
mod man;
mod new;
mod nudge;
mod person;
mod place;
mod print;
mod progress;
mod project;
mod prompt;
mod publish;
mod ready;
mod review;
mod scan;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod terminal;
mod warnings;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use jiff::civil::Date;

use crate::cli::{Cli, Command};
use project::{Refused, Session};
use terminal::Terminal;

pub use complete::complete;
pub use init::ci_files;

/// How a command ended. The discriminants are the exit codes; docs/diagnostics.md lists them for users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The command did what it was asked to do.
    Done = 0,
    /// The content has errors or denied problems, or `--exit-code` found reviews that are due.
    Denied = 1,
    /// The arguments are wrong, or the system refused something.
    Failed = 2,
}

impl Outcome {
    fn denied_if(is_denied: bool) -> Self {
        if is_denied { Outcome::Denied } else { Outcome::Done }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// Runs a command. `now` returns the current day; `--today` overrides it.
///
/// # Errors
///
/// If the arguments contradict each other, or the system refuses something.
pub fn run(mut cli: Cli, now: impl FnOnce() -> Date) -> Result<Outcome> {
    cli.common.root = root(&cli);
    let common = &cli.common;
    let today = common.today.unwrap_or_else(now);
    let terminal = Terminal::new(common);
    let session = Session { common, levels: common.levels()?, today, terminal };
    let result = match &cli.command {
        Command::Init(options) => init::run(&session, options),
        Command::Build(options) => build::run(&session, options),
        Command::Publish(options) => publish::run(&session, options),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(&session, options),
        Command::Check => check::run(&session),
        Command::Due(options) => due::run(&session, options),
        Command::Review(options) => review::run(&session, options),
        Command::Ask(options) => ask::run(&session, options),
        Command::Answer(options) => answer::run(&session, options),
        Command::Exit(options) => exit::run(&session, options),
        Command::New(options) => new::run(&session, options),
        Command::Retire(options) => review::retire(&session, options),
        Command::List(options) => list::run(&session, options),
        Command::Show(options) => show::run(&session, options),
        Command::Audit(options) => audit::run(&session, options),
        Command::Scan(options) => scan::run(&session, options),
        Command::Diff(options) => diff::run(&session, options),
        Command::Nudge(options) => nudge::run(&session, options),
        #[cfg(feature = "import")]
        Command::Import(options) => import::run(common, options, today, terminal),
        Command::Export(options) => export::run(&session, options),
        Command::Schema { schema } => print::schema(&session, *schema),
        Command::Completions { shell } => print::completions(*shell),
        Command::Man { command, all } => man::run(command, all.as_deref()),
    };
    match result {
        // The reasons have been printed.
        Err(error) if error.is::<Refused>() => Ok(Outcome::Denied),
        result => result,
    }
}

/// Returns the folder of the radar to work on.
fn root(cli: &Cli) -> PathBuf {
    let start = cli.common.start();
    match &cli.command {
        Command::Init(options) => place::root_of_content(&place::from(start, &options.dir)),
        #[cfg(feature = "import")]
        Command::Import(options) => match &options.into {
            Some(folder) => place::root_of_content(&place::from(start, folder)),
            None => place::root_of_content(start),
        },
        _ => place::root(start),
    }
}
