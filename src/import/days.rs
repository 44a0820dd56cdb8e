//! Files that each hold the state of a day -> which day that is, and a radar of all of them.
//!
//! What the formats share that list where everything stands; what an entry says is each one's own.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::sources::File;
use super::state::{self, Ledger};
use super::{Absent, Content, Options, TITLE, Term, date, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span};

/// What a file says, with the day it is of.
pub(super) trait Dated<'s> {
    /// The file.
    fn file(&self) -> &File<'s>;

    /// The date it says itself.
    fn written(&self) -> Option<&str>;
}

/// States by their days: as they say themselves, or as their files' names do, or as the options do, or
/// today. Two of one day are reported.
pub(super) fn by_day<'s, S: Dated<'s>>(
    states: impl Iterator<Item = S>,
    options: &Options,
    remarks: &mut Vec<String>,
    report: &mut Report,
) -> Option<BTreeMap<Date, S>> {
    let mut by_day: BTreeMap<Date, S> = BTreeMap::new();
    for state in states {
        let file = state.file();
        let written = state.written().and_then(date::in_cell);
        let known = written.or_else(|| date::in_name(file.stem())).or(options.date);
        let day = known.unwrap_or_else(|| {
            remarks.push(date::guessed(file.path, options.today));
            options.today
        });
        if let Some(first) = by_day.get(&day) {
            let message = format!("two files are of {day}, and a radar has one state a day");
            report.push(
                Diagnostic::new(Code::InvalidValue, message, Span::file(file.id))
                    .label("this one")
                    .also(Span::file(first.file().id), "and this one")
                    .help("correct the `date` in one of them, or leave one out"),
            );
            return None;
        }
        by_day.insert(day, state);
    }
    Some(by_day)
}

/// What a radar has beside its blips.
pub(super) struct Frame {
    pub(super) title: Option<String>,
    pub(super) rings: Vec<Term>,
    pub(super) quadrants: Vec<Term>,
    pub(super) remarks: Vec<String>,
}

impl Frame {
    /// The radar of some states, with an edition for each; `None`, reported at `nothing`, where no entry
    /// could be used.
    pub(super) fn filled(
        self,
        ledger: &Ledger,
        absent: Absent,
        options: &Options,
        nothing: Span,
        report: &mut Report,
    ) -> Option<Content> {
        let blips = state::blips(&ledger.states, &self.quadrants, absent);
        if blips.is_empty() {
            report.push(unusable("there is no entry that could be used", nothing));
            return None;
        }
        let days = || ledger.states.keys().copied();
        Some(Content {
            title: options.title.clone().or(self.title).unwrap_or_else(|| TITLE.to_owned()),
            rings: self.rings,
            quadrants: self.quadrants,
            editions: date::editions(&days().map(|date| (date, None)).collect()),
            blips,
            days: days().collect(),
            unclear: ledger.states.values().flat_map(|state| state.unclear.clone()).collect(),
            absent,
            remarks: self.remarks,
            ..Content::default()
        })
    }
}
