//! Errors of TOML's syntax, as its parser gives them -> diagnostics that say the way out.
//!
//! One slip can make the parser stumble over every line below it. Such errors are not the author's:
//! what follows an open bracket, and what stands in a table that is there twice, is left out.

use toml::de::Error;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::FileId;

/// Reports the errors that an author has to mend; at least one, if there is any.
pub(super) fn report(id: FileId, text: &str, errors: &[Error], report: &mut Report) {
    let is_open = errors.iter().any(|error| error.message().starts_with("unclosed array,"));
    let mut errors: Vec<_> = errors.iter().map(|e| (e.span().unwrap_or(0..0), e)).collect();
    // The parser gives those of form before those of values.
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
            diagnostic = diagnostic.help("a bracket [ before this is not closed: add its ]");
        } else if let Some(help) = way_out(text, &diagnostic.message, span) {
            diagnostic = diagnostic.help(help);
        }
        report.push(diagnostic);
        if is_first_inside {
            return;
        }
    }
}

fn way_out(text: &str, message: &str, span: std::ops::Range<usize>) -> Option<String> {
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

/// The line that a byte is on, without what follows a `#`.
fn line_of(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    line.split('#').next().unwrap_or_default().trim()
}

/// Whether a value is made of three numbers, whatever stands between them.
fn is_like_a_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['-', '.', '/']).collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let (_, errors) = toml::de::DeTable::parse_recoverable(text);
        let mut problems = Report::default();
        report(FileId::FIRST, text, &errors, &mut problems);
        problems.iter().map(|d| (text[d.at().range()].to_owned(), d.help.clone())).collect()
    }

    #[test]
    fn each_slip_is_said_once_with_a_way_out() {
        for (text, place, help) in [
            ("a = adopt", "adopt", "write it in quotes: \"…\""),
            ("a = 22.08.2026", ".2026", "write a date as 2026-04-14"),
            ("a = 2026-8-22", "2026-8-22", "write a date as 2026-04-14"),
            ("a = 2026-02-30 # x", "2026-02-30", "write a date as 2026-04-14"),
            ("a = [\"x\"\nb = 1\nc = 2\n", "", "a bracket [ before this is not closed: add its ]"),
            (
                "[r]\na = 1\n[r]\na = 2\nb = 3\n",
                "r",
                "put the two together; where there may be several, start each with [[r]]",
            ),
            ("a = 1\na = 2\n", "a", "leave one of them out"),
        ] {
            assert_eq!(found(text), [(place.to_owned(), vec![help.to_owned()])], "{text}");
        }
    }

    #[test]
    fn errors_on_other_lines_are_all_said() {
        assert_eq!(found("a = x\nb = y\nc = 1\n").len(), 2);
        assert_eq!(found("a = x\nb = [1\nc = 1\nd = 2\n").len(), 2);
    }
}
