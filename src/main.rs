//! The program: reads the arguments and the clock, runs a command and returns its exit code.

use std::io::Write as _;
use std::process::ExitCode;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use radar::cli;
use radar::command::{self, Outcome};

/// Replaces the allocator of the static programs, which has one lock for all threads.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(outcome) = command::complete() {
        return outcome.into();
    }
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no error, so a failure to print is ignored.
            let _ = error.print();
            let outcome = if error.use_stderr() { Outcome::Failed } else { Outcome::Done };
            return outcome.into();
        }
    };
    let outcome = command::run(cli, today).unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        Outcome::Failed
    });
    outcome.into()
}

/// Returns the day on the clock, where the user is.
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn today() -> Date {
    if let (Err(_), Some(zone)) = (TimeZone::try_system(), std::env::var_os("TZ"))
        && !zone.is_empty()
    {
        let zone = zone.to_string_lossy();
        let _ = writeln!(
            std::io::stderr(),
            "warning: TZ={zone} is no time zone, as in TZ=Europe/Berlin; today is the day in UTC"
        );
    }
    Zoned::now().date()
}
