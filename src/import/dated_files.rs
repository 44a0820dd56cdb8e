//! Files that each hold the state of one day -> the day of each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::sources::File;
use super::{Options, date};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::FileId;

/// Sorts what was read from files by their days. Each comes with its file and the date in it. Returns `None`,
/// and reports it, if two are of the same day.
pub(super) fn by_day<'f, 's: 'f, R>(
    files: impl Iterator<Item = (&'f File<'s>, Option<String>, R)>,
    options: &Options,
    remarks: &mut Vec<String>,
    report: &mut Report,
) -> Option<BTreeMap<Date, R>> {
    let mut by_day = BTreeMap::new();
    let mut ids = BTreeMap::new();
    for (file, written, read) in files {
        let written = written.as_deref().and_then(date::in_cell);
        let day = written.unwrap_or_else(|| day(file, options, remarks));
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

/// Returns the day of a file without a date in it: that of its name, or of the options, or else today.
pub(super) fn day(file: &File, options: &Options, remarks: &mut Vec<String>) -> Date {
    date::in_name(file.stem()).or(options.date).unwrap_or_else(|| {
        let (path, today) = (file.path, options.today);
        remarks.push(format!(
            "{path} has no date, so it gets today's, {today}; set another one with --date"
        ));
        today
    })
}

/// Reports that two files are of one day.
pub(super) fn same_day(day: Date, first: FileId, second: FileId) -> Diagnostic {
    let message = format!("two files are of {day}, and a radar has one state a day");
    Diagnostic::new(Code::InvalidValue, message, Span::file(second))
        .label("this one")
        .also(Span::file(first), "and this one")
}
