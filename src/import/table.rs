//! CSV, or a JSON array of objects -> records that know where their cells stand.
//!
//! The csv crate says what the cells hold; where one stands in its file is found only when a problem
//! has to point there. Knows nothing of what the columns mean.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::value::Value;
use crate::diagnostic::Span;
use crate::source::FileId;

/// A header and what stands below it. Lines without any content are left out.
pub(super) struct Table<'s> {
    /// The first line.
    pub(super) header: Record<'s>,
    /// The others; they may have fewer or more cells than the header.
    pub(super) records: Vec<Record<'s>>,
}

/// A record: usually a line; more where cells in quotes hold line breaks.
pub(super) struct Record<'s> {
    cells: StringRecord,
    file: FileId,
    start: usize,
    raw: &'s str,
    written: Written,
}

/// What tells where the cells of a record stand.
enum Written {
    /// The record itself, with this between its cells.
    Csv(u8),
    /// The parser, which kept the places.
    Json(Vec<Span>),
}

impl<'s> Table<'s> {
    /// Reads CSV; `None` where there is nothing in it. A byte-order mark is passed over.
    pub(super) fn read(file: FileId, text: &'s str, delimiter: u8) -> Option<Self> {
        Self::part(file, text, 0, delimiter)
    }

    /// Reads a part of a file that starts at a byte of it.
    pub(super) fn part(file: FileId, text: &'s str, offset: usize, delimiter: u8) -> Option<Self> {
        let mut records = records(file, text, offset, delimiter);
        let header = records.next()?;
        Some(Self { header, records: records.collect() })
    }

    /// The header alone.
    pub(super) fn header(file: FileId, text: &'s str, delimiter: u8) -> Option<Record<'s>> {
        records(file, text, 0, delimiter).next()
    }

    /// The objects of an array, as JSON has them in `text`: the header is all of their keys.
    pub(super) fn of_objects(file: FileId, text: &'s str, list: &Value) -> Self {
        let mut header: Vec<(String, Span)> = Vec::new();
        for (key, _) in list.items().iter().flat_map(Value::entries) {
            if !header.iter().any(|(known, _)| same_column(known, &key.name)) {
                header.push((key.name.clone(), key.at));
            }
        }
        let record = |at: Span, cells: Vec<(String, Span)>| {
            let (cells, places): (Vec<String>, Vec<Span>) = cells.into_iter().unzip();
            let (start, raw) = (at.range().start, &text[at.range()]);
            Record { cells: cells.into(), file, start, raw, written: Written::Json(places) }
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

/// Whether two keys are one column, written differently.
fn same_column(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// What a cell of CSV says that was put into JSON with its quotes.
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
            let written = Written::Csv(delimiter);
            return Some(Record { cells: std::mem::take(&mut cells), file, start, raw, written });
        }
    })
}

impl Record<'_> {
    /// What a cell holds, without the white space around it; nothing where there is no such cell.
    pub(super) fn get(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    /// Every cell.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// How many cells there are, up to the last that holds something.
    pub(super) fn filled(&self) -> usize {
        self.cells.len() - self.cells.iter().rev().take_while(|cell| cell.is_empty()).count()
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// How many lines it takes.
    pub(super) fn lines(&self) -> usize {
        self.raw.lines().count()
    }

    /// Where it stands.
    pub(super) fn at(&self) -> Span {
        Span::new(self.file, self.start..self.start + self.raw.len())
    }

    /// Where a cell stands; the end of the record where there is no such cell.
    pub(super) fn cell_at(&self, column: usize) -> Span {
        let delimiter = match &self.written {
            Written::Csv(delimiter) => *delimiter,
            Written::Json(places) => return places.get(column).copied().unwrap_or(self.at()),
        };
        let (cells, _) = scan(self.raw, delimiter);
        let cell = cells.get(column).cloned().unwrap_or(self.raw.len()..self.raw.len());
        Span::new(self.file, self.start + cell.start..self.start + cell.end)
    }

    /// Whether every quotation mark that opens a cell is followed by one that closes it.
    pub(super) fn is_closed(&self) -> bool {
        match self.written {
            Written::Csv(delimiter) => scan(self.raw, delimiter).1,
            Written::Json(_) => true,
        }
    }
}

/// Where the cells of a record stand, without the white space around them, and whether the last was
/// closed. Reads quotes as csv does: they count at the start of a cell only.
fn scan(raw: &str, delimiter: u8) -> (Vec<Range<usize>>, bool) {
    let bytes = raw.as_bytes();
    let mut cells = Vec::new();
    let mut start = 0;
    let mut closed;
    loop {
        let mut at = start;
        closed = true;
        if bytes.get(at) == Some(&b'"') {
            closed = false;
            at += 1;
            while at < bytes.len() {
                match (bytes[at], bytes.get(at + 1)) {
                    (b'"', Some(b'"')) => at += 2,
                    (b'"', _) => {
                        closed = true;
                        at += 1;
                        break;
                    }
                    _ => at += 1,
                }
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table<'_> {
        Table::read(FileId::FIRST, text, b',').expect("it has a header")
    }

    #[test]
    fn cells_are_found_where_they_stand() {
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
    fn what_is_never_closed_is_noticed() {
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
            assert!(Table::read(FileId::FIRST, text, b',').is_none(), "{text:?}");
        }
    }
}
