//! CSV, or a JSON array of objects -> records with the spans of their cells.
//!
//! The csv crate reads the cells; the span of one is computed only for a problem that points to it. This file
//! does not know what the columns mean.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::value::Value;
use crate::diagnostic::Span;
use crate::source::FileId;

/// A header and the records below it. Empty lines are left out.
pub(super) struct Table<'s> {
    pub(super) header: Record<'s>,
    /// They may have fewer or more cells than the header.
    pub(super) records: Vec<Record<'s>>,
}

/// A record: usually a line; more where cells in quotes hold line breaks.
pub(super) struct Record<'s> {
    cells: StringRecord,
    file: FileId,
    start: usize,
    raw: &'s str,
    notation: Notation,
}

enum Notation {
    /// In the record, which has this delimiter.
    Csv(u8),
    /// The parser gave them.
    Json(Vec<Span>),
}

impl<'s> Table<'s> {
    /// Reads CSV that starts at `offset` in its file, unless it is empty, and ignores a byte-order mark.
    pub(super) fn read(file: FileId, text: &'s str, offset: usize, delimiter: u8) -> Option<Self> {
        let mut records = records(file, text, offset, delimiter);
        let header = records.next()?;
        Some(Self { header, records: records.collect() })
    }

    pub(super) fn header(file: FileId, text: &'s str, delimiter: u8) -> Option<Record<'s>> {
        records(file, text, 0, delimiter).next()
    }

    /// Returns the objects of an array in the JSON of `text`. The header is all of their keys.
    pub(super) fn of_objects(file: FileId, text: &'s str, list: &Value) -> Self {
        let mut header: Vec<(String, Span)> = Vec::new();
        for (key, _) in list.items().iter().flat_map(Value::entries) {
            if !header.iter().any(|(known, _)| same_column(known, &key.name)) {
                header.push((key.name.clone(), key.at));
            }
        }
        let record = |at: Span, cells: Vec<(String, Span)>| {
            let (cells, spans): (Vec<String>, Vec<Span>) = cells.into_iter().unzip();
            let (start, raw) = (at.range().start, &text[at.range()]);
            Record { cells: cells.into(), file, start, raw, notation: Notation::Json(spans) }
        };
        let records = list.items().iter().map(|object| {
            let cells = header.iter().map(|(column, _)| {
                let found = object.entries().iter().find(|(key, _)| same_column(&key.name, column));
                let text = found.and_then(|(_, value)| value.text());
                let at = found.map_or(Span { end: object.at.start, ..object.at }, |(_, v)| v.at);
                (unquoted(&text.unwrap_or_default()), at)
            });
            record(object.at, cells.collect())
        });
        let records = records.collect();
        Self { header: record(Span::file(file), header.clone()), records }
    }
}

/// Whether two keys name the same column.
fn same_column(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Returns the content of a cell that was copied from CSV into JSON with its quotes.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => text.to_owned(),
    }
}

fn records(
    file: FileId,
    text: &str,
    start: usize,
    delimiter: u8,
) -> impl Iterator<Item = Record<'_>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = start + text.len() - body.len();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(delimiter)
        .from_reader(body.as_bytes());
    let mut cells = StringRecord::new();
    std::iter::from_fn(move || {
        loop {
            let from = reader.position().byte() as usize;
            let more = reader.read_record(&mut cells);
            if !more.expect("text in memory, with any number of cells, is always CSV") {
                return None;
            }
            let until = reader.position().byte() as usize;
            if cells.iter().all(str::is_empty) {
                continue;
            }
            let raw = body[from..until].trim_start_matches(['\r', '\n']);
            let start = offset + until - raw.len();
            let raw = raw.trim_end_matches(['\r', '\n']);
            let (cells, notation) = (std::mem::take(&mut cells), Notation::Csv(delimiter));
            return Some(Record { cells, file, start, raw, notation });
        }
    })
}

impl Record<'_> {
    /// Returns a cell without the white space around it, or `""` if there is no such cell.
    pub(super) fn get(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Returns the number of cells up to the last that is not empty.
    pub(super) fn filled(&self) -> usize {
        self.cells.len() - self.cells.iter().rev().take_while(|cell| cell.is_empty()).count()
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn lines(&self) -> usize {
        self.raw.lines().count()
    }

    pub(super) fn at(&self) -> Span {
        Span::new(self.file, self.start..self.start + self.raw.len())
    }

    /// Returns the span of a cell, or the end of the record if there is no such cell.
    pub(super) fn cell_at(&self, column: usize) -> Span {
        let delimiter = match &self.notation {
            Notation::Csv(delimiter) => *delimiter,
            Notation::Json(spans) => return spans.get(column).copied().unwrap_or(self.at()),
        };
        let (cells, _) = scan(self.raw, delimiter);
        let cell = cells.get(column).cloned().unwrap_or(self.raw.len()..self.raw.len());
        Span::new(self.file, self.start + cell.start..self.start + cell.end)
    }

    /// Whether every quotation mark that opens a cell is followed by one that closes it.
    pub(super) fn is_closed(&self) -> bool {
        match self.notation {
            Notation::Csv(delimiter) => scan(self.raw, delimiter).1,
            Notation::Json(_) => true,
        }
    }
}

/// Returns the ranges of the cells of a record without the white space around them, and whether the last was
/// closed. Quotes count only at the start of a cell, as for the csv crate.
fn scan(raw: &str, delimiter: u8) -> (Vec<Range<usize>>, bool) {
    let bytes = raw.as_bytes();
    let mut cells = Vec::new();
    let mut start = 0;
    loop {
        let quoted = raw[start..].strip_prefix('"').map(closing_quote);
        let closed = quoted != Some(None);
        let at = quoted.map_or(start, |quote| quote.map_or(raw.len(), |quote| start + quote + 2));
        let end = bytes[at..].iter().position(|b| *b == delimiter).map(|ahead| at + ahead);
        let cell = &raw[start..end.unwrap_or(raw.len())];
        let from = start + cell.len() - cell.trim_start().len();
        cells.push(from..(start + cell.trim_end().len()).max(from));
        match end {
            Some(end) => start = end + 1,
            None => return (cells, closed),
        }
    }
}

/// Returns the offset of the quotation mark that closes a cell, behind the one that opens it.
pub(super) fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table<'_> {
        Table::read(FileId::FIRST, text, 0, b',').expect("it has a header")
    }

    #[test]
    fn cells_have_their_spans() {
        let text = "\u{feff}name, ring\r\n\r\n,,\r\n\"a,\"\"b\n\",  c d  ,,\"\"\n \nlast,x";
        let table = table(text);
        assert_eq!(table.header.iter().collect::<Vec<_>>(), ["name", "ring"]);
        let [first, last] = &table.records[..] else { panic!("two records") };
        assert_eq!(first.iter().collect::<Vec<_>>(), ["a,\"b", "c d", "", ""]);
        assert_eq!((first.len(), first.filled(), first.lines()), (4, 2, 2));
        let at = |record: &Record, column| &text[record.cell_at(column).range()];
        assert_eq!(at(&table.header, 1), "ring");
        let shown: Vec<_> = (0..5).map(|column| at(first, column)).collect();
        assert_eq!(shown, ["\"a,\"\"b\n\"", "c d", "", "\"\"", ""]);
        assert_eq!(&text[last.at().range()], "last,x");
    }

    #[test]
    fn cells_that_are_never_closed_are_noticed() {
        let table = table("a,b\n\"x,y\n\"\"z,1\n2,3\n");
        assert_eq!(table.records.len(), 1);
        assert!(!table.records[0].is_closed());
        assert!(table.header.is_closed());
    }

    #[test]
    fn what_was_csv_before_it_was_json_is_unquoted() {
        for (text, expected) in [
            ("\"a \"\"b\"\"\"", "a \"b\""),
            ("\"a\" and \"b\"", "\"a\" and \"b\""),
            ("\"a\"", "a"),
            ("\"", "\""),
            ("a", "a"),
        ] {
            assert_eq!(unquoted(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_no_table() {
        for text in ["", "\u{feff}", "\n\n", " \n,,\n"] {
            assert!(Table::read(FileId::FIRST, text, 0, b',').is_none(), "{text:?}");
        }
    }
}
