//! Bytes -> a TOML table, or diagnostics with a fix for each error of syntax.
//!
//! One slip can make the parser stumble over every line below it. Such follow-up errors are left out: those
//! after an open bracket, and those in a table that is written twice.

use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::{FileId, SourceFile};

/// Decodes a text file, or reports the first byte that is not UTF-8.
pub(crate) fn text<'f>(id: FileId, file: &'f SourceFile, report: &mut Report) -> Option<&'f str> {
    let error = match std::str::from_utf8(&file.bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let span = Span::new(id, at..at + error.error_len().unwrap_or(1));
    Diagnostic::new(Code::InvalidEncoding, "the file is not UTF-8", span)
        .label(format!("byte 0x{:02x} is not UTF-8", file.bytes[at]))
        .help("save the file with the encoding UTF-8")
        .report_to(report);
    None
}

/// Parses a TOML file, or reports its errors.
pub(super) fn table<'t>(id: FileId, text: &'t str, report: &mut Report) -> Option<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    report_errors(id, text, &errors, report);
    // The recovered part of a broken file would cause problems that the author does not have.
    errors.is_empty().then(|| table.into_inner())
}

/// Reports the errors that an author has to fix; at least one, if there is any.
fn report_errors(id: FileId, text: &str, errors: &[Error], report: &mut Report) {
    let is_open = errors.iter().any(|error| error.message().starts_with("unclosed array,"));
    let mut errors: Vec<_> = errors.iter().map(|e| (e.span().unwrap_or(0..0), e)).collect();
    // The parser lists errors of form before errors of values.
    errors.sort_by_key(|(span, _)| span.start);
    let mut in_second_table = false;
    for (span, error) in errors {
        let message = error.message().trim().replace('\n', ", ");
        let is_second = message == "duplicate key";
        if is_second && in_second_table {
            continue;
        }
        in_second_table = is_second && line_of(text, span.start).starts_with('[');
        let mut diagnostic =
            Diagnostic::new(Code::InvalidToml, message, Span::new(id, span.clone()));
        let is_first_inside = is_open && diagnostic.message.contains("array");
        if is_first_inside {
            diagnostic = diagnostic.help("a bracket [ before this is not closed: add a ]");
        } else if let Some(help) = help_for(text, &diagnostic.message, span) {
            diagnostic = diagnostic.help(help);
        }
        report.push(diagnostic);
        if is_first_inside {
            return;
        }
    }
}

fn help_for(text: &str, message: &str, span: Range<usize>) -> Option<String> {
    let line = line_of(text, span.start);
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    if message == "duplicate key" {
        let Some(table) = line.strip_prefix('[') else {
            return Some("leave one of them out".to_owned());
        };
        let name = table.trim_matches(['[', ']']);
        return Some(if name.contains('.') {
            "put the two together, or give one of them another id".to_owned()
        } else {
            format!("put the two together; where there may be several, start each with [[{name}]]")
        });
    }
    if is_like_a_date(value) {
        return Some("write a date as 2026-04-14".to_owned());
    }
    message
        .starts_with("string values must be quoted")
        .then(|| "write it in quotes: \"…\"".to_owned())
}

/// Returns the line that a byte is on, without its comment.
fn line_of(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    line.split('#').next().unwrap_or_default().trim()
}

/// Returns whether a value consists of three numbers with some separator.
fn is_like_a_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['-', '.', '/']).collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let (_, errors) = DeTable::parse_recoverable(text);
        let mut problems = Report::default();
        report_errors(FileId::FIRST, text, &errors, &mut problems);
        problems.iter().map(|d| (text[d.at().range()].to_owned(), d.help.clone())).collect()
    }

    #[test]
    fn each_slip_is_reported_once_with_a_fix() {
        for (text, at, help) in [
            ("a = adopt", "adopt", "write it in quotes: \"…\""),
            ("a = 22.08.2026", ".2026", "write a date as 2026-04-14"),
            ("a = 2026-8-22", "2026-8-22", "write a date as 2026-04-14"),
            ("a = 2026-02-30 # x", "2026-02-30", "write a date as 2026-04-14"),
            ("a = [\"x\"\nb = 1\nc = 2\n", "", "a bracket [ before this is not closed: add a ]"),
            (
                "[r]\na = 1\n[r]\na = 2\nb = 3\n",
                "r",
                "put the two together; where there may be several, start each with [[r]]",
            ),
            ("a = 1\na = 2\n", "a", "leave one of them out"),
        ] {
            assert_eq!(found(text), [(at.to_owned(), vec![help.to_owned()])], "{text}");
        }
    }

    #[test]
    fn errors_on_other_lines_are_all_reported() {
        assert_eq!(found("a = x\nb = y\nc = 1\n").len(), 2);
        assert_eq!(found("a = x\nb = [1\nc = 1\nd = 2\n").len(), 2);
    }
}
