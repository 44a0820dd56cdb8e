//! CSV in sections -> a document. Each section has its own header, which defines its meaning.
//!
//! People pad the cells with spaces, also before a quotation mark, which CSV would read as part of the text.
//! So the spaces of a cell are moved behind it first. Every byte stays in its cell, so spans stay valid.

use super::document::{Document, Line, ListedTerm, Written};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::import::sources::{File, Kind};
use crate::import::table::{Record, Table, closing_quote};
use crate::import::{not_imported, unusable};

pub(in crate::import) fn has_sections(file: &File) -> bool {
    let is_csv = file.kind == Kind::Csv;
    is_csv && file.known_text().is_some_and(|text| text.lines().any(is_rule))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'=')
}

pub(super) fn read<'s>(file: &'s File<'s>, report: &mut Report) -> Option<Document<'s>> {
    let text = unpadded(file.text(report)?);
    let mut document = Document::new(file);
    let (mut start, mut at) = (0, 0);
    let mut has_entries = false;
    for line in text.split_inclusive('\n').chain(std::iter::once("===")) {
        if is_rule(line) {
            if let Some(table) = Table::read(file.id, &text[start..at], start, b',') {
                has_entries |= section(&mut document, &table, report);
            }
            start = at + line.len();
        }
        at += line.len();
    }
    document.sort();
    if !has_entries {
        return report.refuse(
            Diagnostic::new(
                Code::InvalidSource,
                "no section has the columns name, ring and quadrant or sector",
                Span::file(file.id),
            )
            .help("sections are split by a line ===, and each starts with its header"),
        );
    }
    Some(document)
}

/// Reads a section, and returns whether it has the entries.
fn section(document: &mut Document, table: &Table, report: &mut Report) -> bool {
    let column = |name: &str| table.header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let quadrant = column("sector").or_else(|| column("quadrant"));
    if column("sector").is_some() {
        document.has_quadrants = false;
    }
    match (column("name"), quadrant, column("ring"), column("alias"), column("title")) {
        (Some(name), Some(quadrant), Some(ring), ..) => {
            for record in &table.records {
                let written = |column| written(record, column);
                if record.filled() > table.header.len() || !record.is_closed() {
                    report.push(misshapen(record, table.header.len()));
                    continue;
                }
                document.lines.push(Line {
                    at: record.at(),
                    name: written(name),
                    quadrant: written(quadrant),
                    ring: written(ring),
                    description: column("description").and_then(written),
                });
            }
            return true;
        }
        (None, Some(id), _, Some(alias), _) => {
            for record in &table.records {
                document.alias_of(record.get(id), record.get(alias), record.at());
            }
        }
        (None, Some(id), _, None, Some(title)) => {
            for record in &table.records {
                document.title_of(record.get(id), record.get(title), record.at());
            }
        }
        (None, None, Some(id), None, Some(title)) => {
            let ring = |record: &Record| ListedTerm {
                id: record.get(id).to_lowercase(),
                title: record.get(title).to_owned(),
                aliases: Vec::new(),
                at: record.at(),
            };
            document.rings = table.records.iter().map(ring).collect();
        }
        _ => meta(document, table, report),
    }
    false
}

/// `title` and `date`, a column each.
fn meta(document: &mut Document, table: &Table, report: &mut Report) {
    let Some(first) = table.records.first() else { return };
    for (column, key) in table.header.iter().enumerate() {
        let value = first.get(column);
        match key.to_lowercase().as_str() {
            "title" => document.title = Some(value.to_owned()).filter(|text| !text.is_empty()),
            "date" => document.date = Some(value.to_owned()).filter(|text| !text.is_empty()),
            "" => {}
            _ => {
                let message = format!("`{key}` is not imported");
                report.push(not_imported(message, table.header.cell_at(column)));
            }
        }
    }
}

fn written(record: &Record, column: usize) -> Option<Written> {
    let text = record.get(column);
    (!text.is_empty()).then(|| (text.to_owned(), record.cell_at(column)))
}

fn misshapen(record: &Record, columns: usize) -> Diagnostic {
    if !record.is_closed() {
        return unusable("a quotation mark is never closed", record.at());
    }
    let message = format!("the row has {} cells, and the header {columns}", record.filled());
    unusable(message, record.cell_at(columns))
        .label("the first cell too many")
        .help("a comma within a cell ends it, unless the cell is in quotes: \"one, two\"")
}

/// Moves the spaces before a quotation mark that opens a cell behind the cell.
fn unpadded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let cell = rest.trim_start_matches([' ', '\t']);
        let padding = &rest[..rest.len() - cell.len()];
        // The offset of the closing quotation mark starts behind the opening one.
        let quoted = cell.strip_prefix('"').and_then(closing_quote).map_or(0, |quote| quote + 2);
        out += &cell[..quoted];
        out += padding;
        rest = &cell[quoted..];
        let end = rest.find([',', '\n']).map_or(rest.len(), |at| at + 1);
        out += &rest[..end];
        rest = &rest[end..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_moved_behind_quotes_and_no_byte_is_lost() {
        for (text, expected) in [
            ("a,  \"b, c\",d\n", "a,\"b, c\"  ,d\n"),
            ("a,  \"b \"\"c\"\"\"  ,d", "a,\"b \"\"c\"\"\"    ,d"),
            ("a, b \"c\" ,\n", "a, b \"c\" ,\n"),
            ("a, \"b\nc\", d", "a,\"b\nc\" , d"),
            ("a, \"open\nb,c\n", "a, \"open\nb,c\n"),
            ("  \n,,\n", "  \n,,\n"),
            ("", ""),
        ] {
            assert_eq!(unpadded(text), expected, "{text:?}");
            assert_eq!(unpadded(text).len(), text.len());
        }
    }
}
