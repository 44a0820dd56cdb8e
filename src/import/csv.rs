//! CSV -> records of cells, with the range of each.
//!
//! The csv crate trusts every quotation mark, so that a stray one takes the rows behind it into its cell. Here
//! a quotation mark opens a cell only if a later one closes it and what is between them is no row. Cells may be
//! padded, and a quotation mark behind the padding opens the cell too. The tests compare both readers.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Without the quotation marks and the white space around it.
    pub(super) text: String,
    /// With the quotation marks.
    pub(super) range: Range<usize>,
    /// Whether it starts with a quotation mark that is never closed, which is a part of its text then.
    pub(super) is_open: bool,
}

/// Reads the records of a text, without those that have no text.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
    /// Whether a line is a row of the table.
    is_row: &'t dyn Fn(&str) -> bool,
}

/// Returns the records of a text.
pub(super) fn records<'t>(
    text: &'t str,
    delimiter: u8,
    is_row: &'t dyn Fn(&str) -> bool,
) -> Reader<'t> {
    Reader { text, at: 0, delimiter, is_row }
}

impl Iterator for Reader<'_> {
    type Item = Vec<Cell>;

    fn next(&mut self) -> Option<Vec<Cell>> {
        while self.at < self.text.len() {
            let cells = self.record();
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                return Some(cells);
            }
        }
        None
    }
}

impl Reader<'_> {
    fn record(&mut self) -> Vec<Cell> {
        let bytes = self.text.as_bytes();
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            match bytes.get(self.at) {
                Some(byte) if *byte == self.delimiter => self.at += 1,
                Some(_) => {
                    self.at += if bytes[self.at..].starts_with(b"\r\n") { 2 } else { 1 };
                    return cells;
                }
                None => return cells,
            }
        }
    }

    /// Reads up to the next delimiter or the end of the line.
    fn cell(&mut self) -> Cell {
        let rest = &self.text[self.at..];
        let is_padding = |c: char| matches!(c, ' ' | '\t') && c != char::from(self.delimiter);
        let start = self.at + rest.len() - rest.trim_start_matches(is_padding).len();
        let is_quoted = self.text[start..].starts_with('"');
        let quoted = if is_quoted { self.quoted(start) } else { None };
        let is_open = is_quoted && quoted.is_none();
        let (text, end) = quoted.map_or_else(|| (None, self.end(start)), |(t, end)| (Some(t), end));
        self.at = end;
        let trimmed = self.text[start..end].trim();
        let from = start + self.text[start..end].len() - self.text[start..end].trim_start().len();
        Cell {
            text: text.unwrap_or_else(|| trimmed.to_owned()),
            range: from..from + trimmed.len(),
            is_open,
        }
    }

    /// Returns the text of a cell that starts with a quotation mark, and where the cell ends. Returns `None` if
    /// the quotation mark does not belong to CSV: nothing closes it, or it would swallow rows.
    fn quoted(&self, open: usize) -> Option<(String, usize)> {
        let close = open + 1 + closing_quote(&self.text[open + 1..])?;
        let inner = &self.text[open + 1..close];
        let end = self.end(close + 1);
        let has_lines = inner.contains(['\n', '\r']);
        if !self.text[close + 1..end].trim().is_empty() {
            // A text that starts with a quoted word.
            let text = self.text[open..end].trim().to_owned();
            return (!has_lines).then_some((text, end));
        }
        let swallows =
            has_lines && self.text[open..end].split(['\n', '\r']).skip(1).any(self.is_row);
        (!swallows).then(|| (inner.replace("\"\"", "\"").trim().to_owned(), end))
    }

    fn end(&self, from: usize) -> usize {
        let is_end = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let ahead = self.text.as_bytes()[from..].iter().position(is_end);
        ahead.map_or(self.text.len(), |ahead| from + ahead)
    }
}

/// Returns the offset of the quotation mark that closes a cell, behind the one that opens it.
fn closing_quote(text: &str) -> Option<usize> {
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
    use csv::{ReaderBuilder, Trim};
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let is_row = |line: &str| line.split(',').count() > 2;
        let records = records(text, b',', &is_row);
        records.map(|cells| cells.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn a_stray_quotation_mark_takes_nothing_with_it() {
        for (text, expected) in [
            // Never closed, closed in the middle of another row, and closed at the end of one.
            ("a,\"open\nb,c\n", &[&["a", "\"open"][..], &["b", "c"]][..]),
            ("a,\"open\nb,\"c\"\n", &[&["a", "\"open"], &["b", "c"]]),
            ("a,b,\"open\nc,d,\"\n", &[&["a", "b", "\"open"], &["c", "d", "\""]]),
            (
                "a,b,\"open\nc,d,e\nf,g,h\"\n",
                &[&["a", "b", "\"open"], &["c", "d", "e"], &["f", "g", "h\""]],
            ),
            ("\"a\" is, b\n", &[&["\"a\" is", "b"]]),
            ("\"a, b\" is, b\n", &[&["\"a, b\" is", "b"]]),
            // What belongs to CSV stays.
            ("a, \"b, c\" ,d\n", &[&["a", "b, c", "d"]]),
            ("a,\"b\nc\"\r\nd,e", &[&["a", "b\nc"], &["d", "e"]]),
            ("a,\"b \"\"c\"\"\"\n\n,,\nd", &[&["a", "b \"c\""], &["d"]]),
            ("a 6\" nail,b\"\n", &[&["a 6\" nail", "b\""]]),
            ("", &[]),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    proptest! {
        /// The csv crate reads the same from what the csv crate has written.
        #[test]
        fn what_is_well_formed_is_read_as_the_csv_crate_does(
            rows in prop::collection::vec(prop::collection::vec("[ab ,;\"\n\ré]{0,6}", 1..5), 0..6),
            padding in prop::sample::select(vec!["", " "]),
        ) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let written = |comma: &str| {
                let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(comma);
                rows.iter().map(line).collect::<Vec<_>>().join("\n")
            };
            let text = written(",");
            let mut reader = ReaderBuilder::new();
            reader.has_headers(false).flexible(true).trim(Trim::All);
            let theirs = reader.from_reader(text.as_bytes()).into_records();
            let theirs: Vec<Vec<String>> = theirs
                .map(|record| record.expect("UTF-8").iter().map(str::to_owned).collect())
                .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()))
                .collect();
            let text = written(&format!(",{padding}"));
            let never = |_: &str| false;
            let ours: Vec<Vec<String>> = records(&text, b',', &never)
                .map(|cells| cells.into_iter().map(|cell| cell.text).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }

        /// Every letter is in a cell, whatever the quotation marks are.
        #[test]
        fn no_letter_is_lost(text in "[abc,\" \n]{0,40}") {
            let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
            prop_assert_eq!(letters(&read(&text).concat().concat()), letters(&text));
        }
    }
}
