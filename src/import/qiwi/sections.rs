//! CSV in sections -> a document. Each section has its own header, which defines its meaning.

use super::document::{Document, Line, ListedTerm, Written};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::import::not_imported;
use crate::import::row_shape;
use crate::import::sources::{File, Kind};
use crate::import::table::{Needed, Record, Table};

pub(in crate::import) fn has_sections(file: &File) -> bool {
    let is_csv = file.kind == Kind::Csv;
    is_csv && file.known_text().is_some_and(|text| text.lines().any(is_rule))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'=')
}

pub(super) fn read<'s>(file: &'s File<'s>, report: &mut Report) -> Option<Document<'s>> {
    let text = file.text(report)?;
    let mut document = Document::new(file);
    let (mut start, mut at) = (0, 0);
    let mut has_entries = false;
    for line in text.split_inclusive('\n').chain(std::iter::once("===")) {
        if is_rule(line) {
            if let Some(table) = Table::read(file.id, text, start..at, b',', needed) {
                has_entries |= section(&mut document, table, report);
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

/// Returns the columns of a section with entries.
fn needed(header: &Record) -> Option<Needed> {
    let quadrant = column(header, "sector").or_else(|| column(header, "quadrant"));
    let (name, ring) = (column(header, "name")?, column(header, "ring")?);
    Some(Needed { name, ring, quadrant: quadrant? })
}

fn column(header: &Record, name: &str) -> Option<usize> {
    header.iter().position(|cell| cell.eq_ignore_ascii_case(name))
}

/// Reads a section, and returns whether it has the entries.
fn section(document: &mut Document, mut table: Table, report: &mut Report) -> bool {
    let of = |name: &str| column(&table.header, name);
    let quadrant = of("sector").or_else(|| of("quadrant"));
    if of("sector").is_some() {
        document.has_quadrants = false;
    }
    let description = of("description");
    if let Some(needed) = needed(&table.header) {
        row_shape::join_surplus(&mut table, needed, description);
        for record in &table.records {
            let written = |column| written(record, column);
            if let Err(problem) = row_shape::check(record, table.header.len(), needed) {
                report.push(problem);
                document.unclear.extend(row_shape::possible_ids(record, needed.name));
                continue;
            }
            document.lines.push(Line {
                at: record.at(),
                name: written(needed.name),
                quadrant: written(needed.quadrant),
                ring: written(needed.ring),
                description: description.and_then(written),
            });
        }
        return true;
    }
    match (of("name"), quadrant, of("ring"), of("alias"), of("title")) {
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
        _ => meta(document, &table, report),
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
