//! Standard output for data, standard error for messages to people.
#![allow(clippy::disallowed_methods, reason = "COLUMNS gives the width of the terminal")]

use std::io::{ErrorKind, IsTerminal as _, Write as _};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anyhow::{Context as _, Result};

use super::Outcome;
use crate::cli::Common;
use crate::diagnostic::render::{self, Format};
use crate::diagnostic::{Judged, Level};
use crate::source::SourceSet;

/// Writes data to standard output. A closed pipe is no error.
pub(super) fn print(data: &str) -> Result<Outcome> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(data.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(Outcome::Done),
    }
}

/// Returns the columns of the terminal; `None` for a file or a pipe, where nothing has to be cut.
pub(super) fn width() -> Option<usize> {
    let chosen = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    chosen.or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    })
}

/// Writes messages to standard error, in the format that the arguments ask for. A closed pipe is no error.
#[derive(Clone, Copy)]
pub(super) struct Terminal {
    format: Format,
    color: ColorChoice,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(common: &Common) -> Self {
        Self { format: common.message_format, color: common.color, quiet: common.quiet }
    }

    /// Writes a status message: for people only, and not with `--quiet`.
    pub(super) fn say(self, message: &str) {
        if !self.quiet && self.is_for_people() {
            let _ = writeln!(self.stderr(), "{message}");
        }
    }

    /// Returns whether messages are for people: other programs get nothing but problems.
    pub(super) fn is_for_people(self) -> bool {
        matches!(self.format, Format::Human | Format::Short)
    }

    /// Returns whether somebody sees how far a command is.
    pub(super) fn shows_progress(self) -> bool {
        let is_dumb = std::env::var("TERM").is_ok_and(|terminal| terminal == "dumb");
        !self.quiet && self.is_for_people() && !is_dumb && std::io::stderr().is_terminal()
    }

    /// Writes a line over the last one, which had `drawn` columns. Returns the columns of the new one.
    pub(super) fn draw(line: &str, drawn: usize) -> usize {
        let width = line.chars().count();
        let end = if width == 0 { "\r" } else { "" };
        if width > 0 || drawn > 0 {
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "\r{line}{}{end}", " ".repeat(drawn.saturating_sub(width)));
            let _ = stderr.flush();
        }
        width
    }

    /// Writes a line on problems, also with `--quiet`.
    pub(super) fn summarise(self, line: &str) {
        let _ = writeln!(self.stderr(), "{line}");
    }

    /// Writes a warning that is not about the content.
    pub(super) fn warn(self, message: &str) {
        let _ = writeln!(self.stderr(), "warning: {message}");
    }

    /// Writes diagnostics and a summary. Returns whether any of them is denied.
    pub(super) fn report(self, sources: &SourceSet, judged: &[Judged]) -> Outcome {
        self.list(sources, judged);
        if let Some(summary) = render::summary(judged) {
            self.say(&summary);
        }
        Outcome::denied_if(judged.iter().any(|one| one.level == Level::Deny))
    }

    /// Writes diagnostics.
    pub(super) fn list(self, sources: &SourceSet, judged: &[Judged]) {
        let rendered = render::render_all(sources, judged, self.format);
        let mut stderr = self.stderr();
        // Otherwise every stretch between two colours would be written on its own.
        let _ = match stderr.current_choice() {
            ColorChoice::Never => {
                stderr.into_inner().write_all(strip_str(&rendered).to_string().as_bytes())
            }
            _ => stderr.write_all(rendered.as_bytes()),
        };
    }

    fn stderr(self) -> AutoStream<std::io::Stderr> {
        AutoStream::new(std::io::stderr(), self.color)
    }
}
