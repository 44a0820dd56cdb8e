//! Keeps an edit from making the content worse: what is denied already is not its fault, anything more
//! is.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::content::{Checked, check};
use crate::diagnostic::{Code, Diagnostic, Level, Levels};
use crate::radar::Radar;
use crate::source::SourceSet;

/// What is wrong with the content before an edit.
pub(super) struct Guard {
    denied: BTreeSet<Problem>,
    chosen: Levels,
    today: Date,
    terminal: Terminal,
}

/// A problem, wherever it moves to within its file.
type Problem = (Code, String, String);

impl Guard {
    /// Remembers what is denied of some content; levels in `chosen` are those of the command line.
    pub(super) fn new(
        sources: &SourceSet,
        checked: &Checked,
        chosen: Levels,
        today: Date,
        terminal: Terminal,
    ) -> Self {
        Self { denied: denied(sources, checked), chosen, today, terminal }
    }

    /// The radar of edited content; if more is denied of it than before, that is reported instead.
    pub(super) fn admit(&self, edited: &SourceSet) -> Result<Radar, Outcome> {
        let mut checked = check(edited, self.today, &self.chosen);
        let new: BTreeSet<Problem> =
            denied(edited, &checked).difference(&self.denied).cloned().collect();
        match checked.radar {
            Some(radar) if new.is_empty() => Ok(radar),
            _ => {
                checked.report.retain(|d| new.contains(&problem(edited, d)));
                Err(self.terminal.report(edited, &checked.report.judge(&checked.levels)))
            }
        }
    }
}

fn denied(sources: &SourceSet, checked: &Checked) -> BTreeSet<Problem> {
    let denied = checked.report.iter().filter(|d| checked.levels.of(d.code) == Level::Deny);
    denied.map(|diagnostic| problem(sources, diagnostic)).collect()
}

fn problem(sources: &SourceSet, diagnostic: &Diagnostic) -> Problem {
    let path = sources.file(diagnostic.at().file).path.clone();
    (diagnostic.code, diagnostic.message.clone(), path)
}
