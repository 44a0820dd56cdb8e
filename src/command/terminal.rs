//! What the program says to a person: everything but data goes to standard error.

use std::io::{ErrorKind, Write as _};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context as _, Result};
use rayon::prelude::*;

use crate::cli::Common;
use crate::diagnostic::render::{self, Format};
use crate::diagnostic::{Judged, Level};
use crate::source::SourceSet;

use super::Outcome;

/// Writes to standard error as the arguments want it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    format: Format,
    color: ColorChoice,
    quiet: bool,
}

impl Terminal {
    /// By the arguments.
    pub fn new(common: &Common) -> Self {
        Self {
            format: common.message_format.into(),
            color: common.color.into(),
            quiet: common.quiet,
        }
    }

    /// Says something that a script need not hear. A closed pipe is no error.
    pub fn say(self, message: &str) {
        if !self.quiet && matches!(self.format, Format::Human | Format::Short) {
            let _ = writeln!(self.stderr(), "{message}");
        }
    }

    /// Writes data to standard output.
    ///
    /// # Errors
    ///
    /// If the system refuses; a closed pipe is no error.
    pub fn data(self, text: &str) -> Result<()> {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(error).context("cannot write to standard output")
            }
            _ => Ok(()),
        }
    }

    /// Says something that has to be heard, though nothing is wrong with the content.
    pub fn warn(self, message: &str) {
        let _ = writeln!(self.stderr(), "warning: {message}");
    }

    /// Writes diagnostics and how many there were; whether any of them is denied.
    pub fn report(self, sources: &SourceSet, judged: &[Judged]) -> Outcome {
        self.list(sources, judged);
        if let Some(summary) = render::summary(judged) {
            self.say(&summary);
        }
        if judged.iter().any(|one| one.level == Level::Deny) {
            Outcome::Denied
        } else {
            Outcome::Done
        }
    }

    /// Writes diagnostics.
    pub fn list(self, sources: &SourceSet, judged: &[Judged]) {
        let rendered: Vec<String> =
            judged.par_iter().map(|one| render::render(sources, one, self.format)).collect();
        let text = rendered.concat();
        let mut stderr = self.stderr();
        let _ = stderr.write_all(text.as_bytes());
        let _ = stderr.flush();
    }

    fn stderr(self) -> AutoStream<std::io::Stderr> {
        AutoStream::new(std::io::stderr(), self.color)
    }
}
