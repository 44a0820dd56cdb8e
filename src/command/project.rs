//! A radar's files, read and checked once for every command.
//!
//! Commands want them in one of four ways: as they are, problems and all ([`Project::print_problems`]); without
//! errors ([`Project::whole`]); with whatever could be used ([`Project::usable`]); or for an edit that must not make
//! them worse ([`Project::save`], and [`BlipFile`] for one blip).

mod blip_file;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use thiserror::Error;

use super::{Outcome, Terminal, place, warnings};
use crate::cli::Common;
use crate::content::{Checked, check};
use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report};
use crate::disk::{Before, Change, Durability, Folder, Swept};
use crate::radar::Radar;
use crate::source::{self, SourceSet};
use crate::theme::{self, Theme};
pub(super) use blip_file::BlipFile;

/// What every command runs with.
pub(super) struct Session<'c> {
    pub(super) common: &'c Common,
    /// The levels chosen on the command line.
    pub(super) levels: Levels,
    pub(super) today: Date,
    pub(super) terminal: Terminal,
}

/// The content and themes of a radar, and every problem in them.
pub(super) struct Project<'s> {
    session: &'s Session<'s>,
    pub(super) sources: SourceSet,
    /// The radar, made of whatever could be used; `None` if that is too little.
    pub(super) radar: Option<Radar>,
    pub(super) report: Report,
    pub(super) levels: Levels,
}

/// The content has errors, or an edit would add some. They have been printed.
#[derive(Debug, Error)]
#[error("the content has errors")]
pub(super) struct Refused;

impl<'s> Project<'s> {
    /// Reads and checks the files below the root.
    pub(super) fn read(session: &'s Session<'s>) -> Result<Self> {
        Self::check(session, source::read(&session.common.root)?)
    }

    /// Checks files that need not be on disk.
    pub(super) fn check(session: &'s Session<'s>, sources: SourceSet) -> Result<Self> {
        let checked = check(&sources, session.today, &session.levels);
        checked.gives_a_reason()?;
        let Checked { radar, report, levels } = checked;
        Ok(Self { session, sources, radar, report, levels })
    }

    /// Returns the radar if no file has an error, and prints the errors otherwise. Lints do not count.
    pub(super) fn whole(self) -> Result<Radar> {
        self.stop_at_errors(|_| true)?;
        self.radar.context("the content has errors")
    }

    /// Returns the radar made of whatever could be used, and prints the errors if there is none.
    pub(super) fn usable(&self) -> Result<&Radar> {
        if self.radar.is_none() {
            self.stop_at_errors(|_| true)?;
        }
        self.radar.as_ref().context("the content has errors")
    }

    /// Prints the errors that matter to a command, and fails if there are any.
    pub(super) fn stop_at_errors(
        &self,
        matters: impl Fn(&Diagnostic) -> bool,
    ) -> Result<(), Refused> {
        let stops = |d: &Diagnostic| d.code.is_always_error() && matters(d);
        if self.report.iter().any(stops) {
            self.print_only(stops);
            return Err(Refused);
        }
        Ok(())
    }

    /// Prints every problem.
    pub(super) fn print_problems(&self) -> Outcome {
        self.print_only(|_| true)
    }

    /// Prints every error, and the number of warnings; every problem if a program reads them.
    pub(super) fn print_errors(&self) -> Outcome {
        let Session { common, terminal, .. } = *self.session;
        if !terminal.is_for_people() {
            return self.print_problems();
        }
        let outcome = self.print_only(|diagnostic| self.levels.of(diagnostic.code) == Level::Deny);
        let judged = self.report.clone().judge(&self.levels);
        let warnings = judged.iter().filter(|judged| judged.level == Level::Warn);
        let codes = warnings.map(|judged| judged.diagnostic.code);
        if let Some(line) = warnings::line(codes, &common.root_option()) {
            terminal.summarise(&line);
        }
        outcome
    }

    /// Prints some of the problems.
    pub(super) fn print_only(&self, is_shown: impl Fn(&Diagnostic) -> bool) -> Outcome {
        let mut report = self.report.clone();
        report.retain(is_shown);
        let mut judged = report.judge(&self.levels);
        let Session { common, terminal, .. } = *self.session;
        if terminal.is_for_people() {
            place::complete_commands(&mut judged, &common.root_option());
        }
        let shown = place::shown(&self.sources, &place::prefix(common), &judged);
        terminal.report(&shown, &judged)
    }

    /// Returns whether nothing may be built from this content.
    pub(super) fn is_denied(&self) -> bool {
        self.radar.is_none() || self.report.is_denied(&self.levels)
    }

    /// Loads the theme of the radar; its problems are added to the report.
    pub(super) fn load_theme(&mut self) -> Option<Theme> {
        theme::load(self.radar.as_ref()?, &self.sources, &mut self.report)
    }

    /// Writes a file of the content, unless that adds problems that are denied, and returns the new radar. Under the
    /// lock everything is read again, so the edit fits what others have written in the meantime.
    pub(super) fn save(&self, path: &str, bytes: &[u8]) -> Result<Radar> {
        self.save_all(&[(path, bytes)])
    }

    /// As [`Project::save`], with several files: all of them are written, or none.
    pub(super) fn save_all(&self, edits: &[(&str, &[u8])]) -> Result<Radar> {
        let radar = self.admit(edits)?;
        let folder = self.lock()?;
        let now = source::read(&self.session.common.root)?;
        let is_same = |(path, _): &(&str, &[u8])| {
            let bytes = |set: &SourceSet| set.find(path).map(|(_, file)| file.bytes.clone());
            bytes(&now) == bytes(&self.sources)
        };
        // If one of the files itself has changed, writing it fails with the reason.
        let radar = if now != self.sources && edits.iter().all(is_same) {
            Self::check(self.session, now)?.admit(edits)?
        } else {
            radar
        };
        self.write(&folder, edits)?;
        Ok(radar)
    }

    /// Writes a file of the content, whatever problems that adds.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.write(&self.lock()?, &[(path, bytes)])
    }

    fn lock(&self) -> Result<Folder> {
        let Session { common, terminal, .. } = self.session;
        let on_wait = || terminal.say("waiting for another program that writes to this radar");
        Ok(Folder::open(&common.root, Swept::Only(&source::FOLDERS), &on_wait)?)
    }

    fn write(&self, folder: &Folder, edits: &[(&str, &[u8])]) -> Result<()> {
        let changes = edits.iter().map(|&(path, bytes)| {
            let found = self.sources.find(path);
            let before = found.map_or(Before::Nothing, |(_, file)| Before::Read(&file.bytes));
            Change { path, before, bytes }
        });
        let changes: Vec<Change> = changes.collect();
        folder.write(&changes, Durability::Synced)?;
        Ok(())
    }

    /// Returns the radar with other bytes in some files. If the edits add problems that are denied, prints those instead:
    /// what was denied before is not their fault.
    fn admit(&self, edits: &[(&str, &[u8])]) -> Result<Radar> {
        let sources = edits.iter().fold(self.sources.clone(), |sources, (path, bytes)| {
            sources.with(path, bytes.to_vec())
        });
        let edited = Self::check(self.session, sources)?;
        let new: BTreeSet<Problem> = edited.denied().difference(&self.denied()).cloned().collect();
        if !new.is_empty() || edited.radar.is_none() {
            edited.print_only(|diagnostic| new.contains(&edited.problem(diagnostic)));
            for (path, _) in edits {
                let path = self.session.common.below_root(path);
                self.session.terminal.say(&format!("nothing was written to {}", path.display()));
            }
        }
        Ok(edited.radar.filter(|_| new.is_empty()).ok_or(Refused)?)
    }

    fn denied(&self) -> BTreeSet<Problem> {
        let denied = self.report.iter().filter(|d| self.levels.of(d.code) == Level::Deny);
        denied.map(|diagnostic| self.problem(diagnostic)).collect()
    }

    fn problem(&self, diagnostic: &Diagnostic) -> Problem {
        let path = self.sources.file(diagnostic.at().file).path.clone();
        (diagnostic.code, diagnostic.message.clone(), path)
    }
}

/// A problem's code, message and file. Its span is left out, because an edit moves it.
type Problem = (Code, String, String);
