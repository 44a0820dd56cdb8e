//! CSV, or a JSON array of objects -> records with the spans of their cells.
//!
//! This file does not know what the columns mean.

use std::collections::BTreeSet;

use super::csv::{self, Cell};
use super::value::Value;
use super::vocabulary::{ring_key, usual_ring};
use crate::diagnostic::Span;
use crate::radar::id::id_of;
use crate::source::FileId;

/// A header and the records below it. Empty lines are left out.
pub(super) struct Table<'s> {
    pub(super) header: Record<'s>,
    /// They may have fewer or more cells than the header.
    pub(super) records: Vec<Record<'s>>,
}

/// A record: usually a line; more where cells in quotes hold line breaks.
#[derive(Clone)]
pub(super) struct Record<'s> {
    /// Their ranges are those in the file.
    cells: Vec<Cell>,
    file: FileId,
    /// The whole file.
    text: &'s str,
    at: Span,
}

/// The columns that every row needs.
#[derive(Clone, Copy)]
pub(super) struct Needed {
    pub(super) name: usize,
    pub(super) ring: usize,
    pub(super) quadrant: usize,
}

impl<'s> Table<'s> {
    /// Reads CSV in a part of a file, unless it is empty, and ignores a byte-order mark. `needed` finds the
    /// columns of the rows: without them, a stray quotation mark may take rows into its cell.
    pub(super) fn read(
        file: FileId,
        text: &'s str,
        part: std::ops::Range<usize>,
        delimiter: u8,
        needed: impl Fn(&Record) -> Option<Needed>,
    ) -> Option<Self> {
        let read = |is_row: &dyn Fn(&str) -> bool| -> Option<Self> {
            let mut records = records(file, text, part.clone(), delimiter, is_row);
            Some(Self { header: records.next()?, records: records.collect() })
        };
        let table = read(&|_| false)?;
        let has_lines = |record: &Record| record.lines() > 1;
        let Some(needed) = needed(&table.header).filter(|_| table.records.iter().any(has_lines))
        else {
            return Some(table);
        };
        let words = table.words(needed);
        read(&|line: &str| {
            let mut records = csv::records(line, delimiter, &|_| false);
            let cells = records.next().unwrap_or_default();
            words.fit(&|column| cells.get(column).map_or("", |cell| cell.text.as_str()), needed)
        })
    }

    pub(super) fn header(file: FileId, text: &'s str, delimiter: u8) -> Option<Record<'s>> {
        records(file, text, 0..text.len(), delimiter, &|_| false).next()
    }

    /// Returns the objects of an array in the JSON of `text`. The header is all of their keys.
    pub(super) fn of_objects(file: FileId, text: &'s str, list: &Value) -> Self {
        let mut header: Vec<(String, Span)> = Vec::new();
        for (key, _) in list.items().iter().flat_map(Value::entries) {
            if !header.iter().any(|(known, _)| same_column(known, &key.name)) {
                header.push((key.name.clone(), key.at));
            }
        }
        let cell = |(text, at): (String, Span)| Cell { text, range: at.range(), is_open: false };
        let record = |at: Span, cells: Vec<(String, Span)>| {
            let cells = cells.into_iter().map(cell).collect();
            Record { cells, file, text, at }
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

    /// Returns the rings and quadrants of the rows that are whole and on one line.
    pub(super) fn words(&self, needed: Needed) -> Words {
        let columns = self.header.filled();
        let is_whole =
            |row: &&Record| row.lines() == 1 && row.filled() <= columns && row.open().is_none();
        let mut words = Words::default();
        for row in self.records.iter().filter(is_whole) {
            words.rings.insert(ring_key(row.get(needed.ring)));
            words.quadrants.insert(id_of(row.get(needed.quadrant)));
        }
        words
    }
}

/// The words that whole rows have as their rings and quadrants.
#[derive(Default)]
pub(super) struct Words {
    rings: BTreeSet<String>,
    quadrants: BTreeSet<String>,
}

impl Words {
    /// Whether the cells of a row are a name, a ring and a quadrant.
    pub(super) fn fit<'c>(&self, cell: &dyn Fn(usize) -> &'c str, needed: Needed) -> bool {
        let (ring, quadrant) = (ring_key(cell(needed.ring)), id_of(cell(needed.quadrant)));
        let is_ring = usual_ring(&ring).is_some() || self.rings.contains(&ring);
        let is_quadrant = self.quadrants.contains(&quadrant)
            || self.quadrants.is_empty() && usual_ring(&quadrant).is_none();
        let are_there = [cell(needed.name), &ring, &quadrant].iter().all(|word| !word.is_empty());
        are_there && is_ring && is_quadrant
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

fn records<'s, 'r>(
    file: FileId,
    text: &'s str,
    part: std::ops::Range<usize>,
    delimiter: u8,
    is_row: &'r dyn Fn(&str) -> bool,
) -> impl Iterator<Item = Record<'s>> + use<'s, 'r>
where
    's: 'r,
{
    let body = &text[part.clone()];
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let offset = part.end - body.len();
    csv::records(body, delimiter, is_row).map(move |mut cells| {
        for cell in &mut cells {
            cell.range = cell.range.start + offset..cell.range.end + offset;
        }
        let whole = cells.first().map_or(0, |cell| cell.range.start)
            ..cells.last().map_or(0, |cell| cell.range.end);
        Record { cells, file, text, at: Span::new(file, whole) }
    })
}

impl Record<'_> {
    /// Returns a cell without the white space around it, or `""` if there is no such cell.
    pub(super) fn get(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.as_str())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| cell.text.as_str())
    }

    /// Returns the number of cells up to the last that is not empty.
    pub(super) fn filled(&self) -> usize {
        let empty = self.cells.iter().rev().take_while(|cell| cell.text.is_empty());
        self.cells.len() - empty.count()
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn lines(&self) -> usize {
        self.text[self.at.range()].lines().count()
    }

    pub(super) fn at(&self) -> Span {
        self.at
    }

    /// Returns the span of a cell, or the end of the record if there is no such cell.
    pub(super) fn cell_at(&self, column: usize) -> Span {
        let end = self.at.range().end;
        let range = self.cells.get(column).map_or(end..end, |cell| cell.range.clone());
        Span::new(self.file, range)
    }

    /// Returns the span of the first quotation mark that opens a cell and is never closed.
    pub(super) fn open(&self) -> Option<Span> {
        let cell = self.cells.iter().find(|cell| cell.is_open)?;
        Some(Span::new(self.file, cell.range.start..cell.range.start + 1))
    }

    /// Returns the record with its surplus cells as one text in a column, as if it had been in quotes.
    pub(super) fn joined(&self, column: usize, columns: usize) -> Self {
        let mut joined = self.clone();
        joined.cells.truncate(self.filled().max(columns));
        let surplus = joined.cells.len() - columns;
        let last = joined.cells.drain(column + 1..=column + surplus).next_back();
        if let (Some(last), Some(cell)) = (last, joined.cells.get_mut(column)) {
            cell.range.end = last.range.end;
            self.text[cell.range.clone()].clone_into(&mut cell.text);
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table<'_> {
        let needed = |_: &Record| Some(Needed { name: 0, ring: 1, quadrant: 2 });
        Table::read(FileId::FIRST, text, 0..text.len(), b',', needed).expect("it has a header")
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
    fn cells_that_swallow_rows_are_noticed() {
        let text = "name,ring,quadrant,text\na,adopt,tools,\"x\nb,hold,tools,\nc,hold,tools,\"\n\
            d,hold,tools,\"one\ntwo, three, four, five\"\n";
        let table = table(text);
        let rows: Vec<_> =
            table.records.iter().map(|row| (row.get(0), row.open().is_some())).collect();
        assert_eq!(rows, [("a", true), ("b", false), ("c", true), ("d", false)]);
        assert_eq!(table.records[3].get(3), "one\ntwo, three, four, five");
    }

    #[test]
    fn surplus_cells_are_one_text() {
        let text = "name,ring,quadrant,text,x\na,adopt,tools,one, \"two\" , three,y,\n";
        let joined = table(text).records[0].joined(3, 5);
        let cells: Vec<_> = joined.iter().collect();
        assert_eq!(cells, ["a", "adopt", "tools", "one, \"two\" , three", "y"]);
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
            let found = Table::read(FileId::FIRST, text, 0..text.len(), b',', |_| None);
            assert!(found.is_none(), "{text:?}");
        }
    }
}
