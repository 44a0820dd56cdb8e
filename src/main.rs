//! The program: reads the arguments and the clock, runs a command, gives the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use radar::cli::Cli;
use radar::command::{self, Terminal};

/// Usage, input or output, anything but the content.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no error, so what cannot be printed is not.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS };
        }
    };
    #[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    let today = cli.common.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let terminal = Terminal::new(&cli.common);
    match command::run(&cli, today, terminal) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}
