//! The one `[exit]` of a blip's file: a new estimate takes the place of an older one.
//!
//! Values are replaced where they are, so the order of the keys, comments and blanks stay. The note belongs to the
//! older estimate: without a new one, it goes.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::layout::Layout;
use super::splice::{Splices, line_end, line_start};
use super::toml_string::{string, text};
use super::{EditError, Pairs, Quote, inline, parse, prose};
use crate::radar::interval::Interval;

/// An estimate of what it would cost to leave a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExit {
    /// How long leaving would take.
    pub effort: Interval,
    /// The day of the estimate.
    pub date: Date,
    /// The ids of those who sign it.
    pub by: Vec<String>,
    /// What makes it so.
    pub note: Option<String>,
}

/// Writes an estimate, in place of the one that the file has.
///
/// # Errors
///
/// If the file is not valid TOML.
pub fn exit(file: &str, exit: &NewExit) -> Result<String, EditError> {
    let table = parse(file)?;
    let mut splices = Splices::new(file);
    match table.get("exit").map(|old| (old.span(), old.get_ref())) {
        Some((span, DeValue::Table(_))) if is_inline(file, &span) => {
            splices.replace(span, inline(&pairs(exit, string)));
        }
        Some((span, DeValue::Table(old))) => replace(file, span.end, old, exit, &mut splices),
        _ => {
            let mut lines = vec!["[exit]".to_owned()];
            let pairs = pairs(exit, text);
            lines.extend(pairs.iter().map(|(key, value)| format!("{key:<6} = {value}")));
            splices.insert_block(Layout::new(file, &table).end(), &lines);
        }
    }
    Ok(splices.apply())
}

fn is_inline(file: &str, span: &Range<usize>) -> bool {
    file.get(span.clone()).is_some_and(|written| written.starts_with('{'))
}

fn pairs(exit: &NewExit, quote: Quote) -> Pairs {
    let ids: Vec<String> = exit.by.iter().map(|id| string(id)).collect();
    let mut pairs = vec![
        ("effort", quote(&exit.effort.to_string())),
        ("date", exit.date.to_string()),
        ("by", format!("[{}]", ids.join(", "))),
    ];
    pairs.extend(exit.note.as_ref().map(|note| ("note", quote(&prose(note)))));
    pairs
}

/// Replaces the values of a table whose keys have lines of their own, adds those that it lacks, and removes a note
/// that nothing replaces.
fn replace(file: &str, header_end: usize, old: &DeTable, exit: &NewExit, splices: &mut Splices) {
    let last = old.values().map(|value| value.span().end).max().unwrap_or(header_end);
    // What is before the keys: blanks, or the name of the table in dotted keys.
    let prefix = old.keys().map(|key| key.span().start).min();
    let prefix = prefix.map_or("", |start| &file[line_of(file, start)..start]);
    let mut added = Vec::new();
    for (key, value) in pairs(exit, text) {
        match old.get(key) {
            Some(old) => splices.replace(old.span(), with_line_breaks_of(file, value)),
            None => added.push(format!("{prefix}{key:<6} = {value}")),
        }
    }
    if !added.is_empty() {
        splices.insert_lines(line_end(file, last), &added);
    }
    let note = old.iter().find(|(key, _)| key.get_ref() == "note");
    if let Some((key, value)) = note.filter(|_| exit.note.is_none()) {
        let (from, to) = (line_of(file, key.span().start), line_end(file, value.span().end));
        splices.replace(from..to, String::new());
    }
}

/// Returns the start of the line that a byte is on, behind a byte-order mark.
fn line_of(file: &str, at: usize) -> usize {
    let mark = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    line_start(file, at).max(mark)
}

/// Returns a value with the line breaks that a file has.
fn with_line_breaks_of(file: &str, value: String) -> String {
    if file.contains("\r\n") { value.replace('\n', "\r\n") } else { value }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn edited(file: &str, note: Option<&str>) -> String {
        let new = NewExit {
            effort: Interval::months(4),
            date: date(2026, 5, 9),
            by: vec!["ada".to_owned(), "ben".to_owned()],
            note: note.map(str::to_owned),
        };
        let edited = exit(file, &new).expect("valid TOML");
        let table = DeTable::parse(&edited).expect("still valid TOML").into_inner();
        let found = table.get("exit").and_then(|exit| exit.get_ref().as_table()).expect("[exit]");
        let found = |key| found.get(key).and_then(|value| value.get_ref().as_str());
        let found_note = found("note").map(|note| note.replace('\r', "").trim_end().to_owned());
        assert_eq!((found("effort"), found_note.as_deref()), (Some("4 months"), note), "{edited}");
        edited
    }

    #[test]
    fn a_first_estimate_goes_to_the_end() {
        let block =
            "[exit]\neffort = \"4 months\"\ndate   = 2026-05-09\nby     = [\"ada\", \"ben\"]";
        for (file, expected) in [
            ("name = 'X'\n", format!("name = 'X'\n\n{block}\n")),
            ("name = 'X'", format!("name = 'X'\n\n{block}")),
            ("review = [{a = 1}]\n\n\n", format!("review = [{{a = 1}}]\n\n{block}\n\n\n")),
            (
                "[[review]]\r\na = 1 # b\r\n",
                format!("[[review]]\na = 1 # b\n\n{block}\n").replace('\n', "\r\n"),
            ),
        ] {
            assert_eq!(edited(file, None), expected);
        }
        assert!(edited("a = 1\n", Some("b\n\nc")).ends_with("note   = \"\"\"\nb\n\nc\n\"\"\"\n"));
    }

    #[test]
    fn an_older_estimate_is_replaced_in_place() {
        for (file, note, expected) in [
            (
                "[exit] # a\n  by = [\n    'max', # b\n  ] # c\n# d\n  effort = '1 year'\n  date = 2025-01-01 # e\n\n[[review]]\n",
                None,
                "[exit] # a\n  by = [\"ada\", \"ben\"] # c\n# d\n  effort = \"4 months\"\n  date = 2026-05-09 # e\n\n[[review]]\n",
            ),
            (
                "[exit]\neffort = '1 year'\nnote = '''\n[[review]]\n''' # n\ndate = 2025-01-01\nby = ['max']",
                None,
                "[exit]\neffort = \"4 months\"\ndate = 2026-05-09\nby = [\"ada\", \"ben\"]",
            ),
            (
                "[exit]\neffort = '1 year'\ndate = 2025-01-01\nby = ['max']",
                Some("N"),
                "[exit]\neffort = \"4 months\"\ndate = 2026-05-09\nby = [\"ada\", \"ben\"]\nnote   = \"N\"",
            ),
            (
                "[exit]\r\neffort = '1 year'\r\ndate = 2025-01-01\r\nby = ['max']\r\nnote='x'\r\n",
                Some("N\nM"),
                "[exit]\r\neffort = \"4 months\"\r\ndate = 2026-05-09\r\nby = [\"ada\", \"ben\"]\r\nnote=\"\"\"\r\nN\r\nM\r\n\"\"\"\r\n",
            ),
            (
                "exit = {effort='1 year',by=['max'],date=2025-01-01,note='x'} # a\n[[review]]\n",
                Some("N"),
                "exit = { effort = \"4 months\", date = 2026-05-09, by = [\"ada\", \"ben\"], note = \"N\" } # a\n[[review]]\n",
            ),
            (
                "exit.effort = '1 year'\n exit . by = ['max']\nexit.date = 2025-01-01\nring = 'x'\n[[review]]\n",
                Some("N"),
                "exit.effort = \"4 months\"\n exit . by = [\"ada\", \"ben\"]\nexit.date = 2026-05-09\nexit.note   = \"N\"\nring = 'x'\n[[review]]\n",
            ),
            (
                "\u{feff}exit.note = 'x'\nexit.effort = '1 year'\nexit.by = ['max']\nexit.date = 2025-01-01\n",
                None,
                "\u{feff}exit.effort = \"4 months\"\nexit.by = [\"ada\", \"ben\"]\nexit.date = 2026-05-09\n",
            ),
        ] {
            assert_eq!(edited(file, note), expected);
        }
    }
}
