//! Files that each hold the state of one day -> the day of each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::date::name::{self, Dated};
use super::sources::File;
use super::{Options, date};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::FileId;

/// How the files were dated.
#[derive(Default)]
pub(super) struct Notes {
    /// What the user should know, a sentence each.
    pub(super) remarks: Vec<String>,
    /// The day of the import, if a file has no date.
    pub(super) assumed: BTreeSet<Date>,
}

/// Sorts what was read from files by their days. Each comes with its file and the date in it. Returns `None`,
/// and reports it, if two are of the same day.
pub(super) fn by_day<'f, 's: 'f, R>(
    files: impl Iterator<Item = (&'f File<'s>, Option<String>, R)>,
    options: &Options,
    notes: &mut Notes,
    report: &mut Report,
) -> Option<BTreeMap<Date, R>> {
    let mut by_day = BTreeMap::new();
    let mut ids = BTreeMap::new();
    for (file, written, read) in files {
        let written = written.as_deref().and_then(date::in_cell);
        let day = written.unwrap_or_else(|| day(file, options, notes));
        if let Some(first) = ids.insert(day, file.id) {
            return report.refuse(
                same_day(day, first, file.id)
                    .help("correct the `date` in one of them, or leave one out"),
            );
        }
        by_day.insert(day, read);
    }
    Some(by_day)
}

/// Returns the day of a file without a date in it: that of its name or its folder, or of the options, or else
/// today.
pub(super) fn day(file: &File, options: &Options, notes: &mut Notes) -> Date {
    let path = file.path;
    if let Some(found) = in_path(file) {
        if found.is_year {
            let (date, year) = (found.date, found.date.year());
            notes
                .remarks
                .push(format!("{path} has the year {year} in its name, so it is of {date}"));
        }
        return found.date;
    }
    options.date.unwrap_or_else(|| {
        let today = options.today;
        notes.assumed.insert(today);
        notes.remarks.push(format!(
            "{path} has no date, so it gets today's, {today}; set another one with --date"
        ));
        today
    })
}

/// Returns the date in the name of a file, or else in that of its folder.
fn in_path(file: &File) -> Option<Dated> {
    let in_name = name::find(file.stem());
    let folder = || file.path.rsplit('/').nth(1).and_then(name::find);
    in_name.or_else(|| folder().filter(|found| !found.is_year))
}

/// Reports that two files are of one day.
pub(super) fn same_day(day: Date, first: FileId, second: FileId) -> Diagnostic {
    let message = format!("two files are of {day}, and a radar has one state a day");
    Diagnostic::new(Code::InvalidValue, message, Span::file(second))
        .label("this one")
        .also(Span::file(first), "and this one")
}
