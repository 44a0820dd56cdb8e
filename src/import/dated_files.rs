//! Files that each hold the state of one day -> the day of each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::sources::File;
use super::{Options, date};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::FileId;

/// What was read from a file that holds the state of one day.
pub(super) trait DatedFile<'s> {
    fn file(&self) -> &File<'s>;

    /// Returns the date that the file itself gives.
    fn written_date(&self) -> Option<&str>;
}

/// Sorts files by their days. Returns `None`, and reports it, if two are of the same day.
pub(super) fn by_day<'s, F: DatedFile<'s>>(
    files: impl Iterator<Item = F>,
    options: &Options,
    remarks: &mut Vec<String>,
    report: &mut Report,
) -> Option<BTreeMap<Date, F>> {
    let mut by_day: BTreeMap<Date, F> = BTreeMap::new();
    for dated in files {
        let file = dated.file();
        let written = dated.written_date().and_then(date::in_cell);
        let day = written.unwrap_or_else(|| day(file, options, remarks));
        if let Some(first) = by_day.get(&day) {
            report.push(
                same_day(day, first.file().id, file.id)
                    .help("correct the `date` in one of them, or leave one out"),
            );
            return None;
        }
        by_day.insert(day, dated);
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
