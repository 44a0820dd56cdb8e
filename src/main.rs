//! The program: reads the arguments and the clock, runs a command and returns its exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use radar::cli::Cli;
use radar::command::{self, Outcome};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no error, so a failure to print is ignored.
            let _ = error.print();
            let outcome = if error.use_stderr() { Outcome::Failed } else { Outcome::Done };
            return outcome.into();
        }
    };
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    let now = jiff::Zoned::now().date();
    let outcome = command::run(&cli, now).unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        Outcome::Failed
    });
    outcome.into()
}
