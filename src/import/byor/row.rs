//! Rows that have a name, a ring, a quadrant and a day; or why they have not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::sheet::{Dating, Sheet};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::import::date;
use crate::import::html::Converter;
use crate::import::name::one_line;
use crate::import::state::State;
use crate::import::table::Record;
use crate::import::vocabulary::ring_key;
use crate::radar::id::id_of;

/// The longest id; file systems take 255 bytes, and a name that long is a description.
const LONGEST_ID: usize = 120;

/// The usual reason for cells in the wrong columns.
pub(super) const UNQUOTED_COMMA: &str =
    "a comma within a name ends the cell, unless the name stands in quotes: \"one, two\"";

/// A row that says where a blip stands.
pub(super) struct Row {
    /// The position of its sheet.
    pub(super) sheet: usize,
    /// The position of its record in the sheet.
    pub(super) record: usize,
    pub(super) date: Date,
    /// What the day's edition is called, if the row says so.
    pub(super) edition: Option<String>,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) ring_key: String,
    pub(super) quadrant_key: String,
    /// Markdown.
    pub(super) description: Option<String>,
}

/// Every row that can be read, oldest first, and the states with the blips whose rows cannot.
pub(super) fn rows(
    sheets: &[Sheet],
    converter: &Converter,
    report: &mut Report,
) -> (Vec<Row>, BTreeMap<Date, State>) {
    let mut rows = Vec::new();
    let mut states: BTreeMap<Date, State> = BTreeMap::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let read: Vec<Result<Row, Unusable>> = sheet
            .table
            .records
            .par_iter()
            .enumerate()
            .map(|(record, cells)| row(index, sheet, record, cells, converter))
            .collect();
        for row in read {
            match row {
                Ok(row) => rows.push(row),
                Err(Unusable { diagnostic, blip }) => {
                    report.push(diagnostic);
                    if let Some((date, id)) = blip {
                        states.entry(date).or_default().unclear.insert(id);
                    }
                }
            }
        }
    }
    rows.sort_by_key(|row| row.date);
    (rows, states)
}

/// Why a row cannot be used, and the day and id of the blip it seems to be about.
struct Unusable {
    diagnostic: Diagnostic,
    blip: Option<(Date, String)>,
}

fn row(
    sheet_index: usize,
    sheet: &Sheet,
    record_index: usize,
    record: &Record,
    converter: &Converter,
) -> Result<Row, Unusable> {
    let columns = &sheet.columns;
    let name = one_line(unguarded(record.get(columns.name)));
    let id = id_of(&name);
    let date = match sheet.dating {
        Dating::File(date) => Some(date),
        Dating::Column(column) => date::in_cell(record.get(column)),
    };
    let unusable = |diagnostic| Unusable {
        diagnostic,
        blip: date.filter(|_| !id.is_empty()).map(|date| (date, id.clone())),
    };
    check_shape(sheet, record).map_err(unusable)?;
    let needed = [("name", columns.name), ("ring", columns.ring), ("quadrant", columns.quadrant)];
    for (what, column) in needed {
        check_word(what, column, record).map_err(unusable)?;
    }
    if id.len() > LONGEST_ID {
        let message = format!("the name is too long for an id ({} characters)", id.len());
        return Err(unusable(problem(message, record.cell_at(columns.name)).help(format!(
            "shorten it to at most {LONGEST_ID}, and put the rest into the description"
        ))));
    }
    let date = check_date(date, sheet, record).map_err(unusable)?;
    let html = columns.description.map_or("", |column| record.get(column));
    let description = converter.markdown(html).map_err(|error| {
        let at = columns.description.map_or(record.at(), |column| record.cell_at(column));
        unusable(problem(error.to_string(), at).help("simplify its HTML, or leave it out"))
    })?;
    Ok(Row {
        sheet: sheet_index,
        record: record_index,
        date,
        edition: columns.edition.and_then(|(column, word)| label(record.get(column), word)),
        ring_key: ring_key(record.get(columns.ring)),
        quadrant_key: id_of(record.get(columns.quadrant)),
        description: Some(description).filter(|description| !description.is_empty()),
        id,
        name,
    })
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
fn unguarded(cell: &str) -> &str {
    let text = cell.strip_prefix('\'').filter(|text| text.starts_with(['=', '+', '-', '@']));
    text.unwrap_or(cell)
}

fn problem(message: impl Into<String>, at: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusableRow, message, at)
}

/// Holds the number of cells and the quotes of a row against the header.
fn check_shape(sheet: &Sheet, record: &Record) -> Result<(), Diagnostic> {
    if !record.is_closed() {
        let lines = record.lines();
        return Err(problem("a quotation mark is opened and never closed", record.at())
            .label(format!("this row takes up the rest of the file, {lines} lines"))
            .help("close it; a quotation mark that belongs to the text is written twice: \"\""));
    }
    let (cells, columns) = (record.len(), sheet.columns.count);
    let lines = record.lines();
    let quotes = (lines > 1)
        .then(|| format!("the row takes up {lines} lines: a quotation mark may be missing"));
    let diagnostic = if record.filled() > columns {
        problem(
            format!("the row has {cells} cells, and the header {columns}"),
            record.cell_at(columns),
        )
        .label("the first cell too many")
        .help(quotes.unwrap_or_else(|| UNQUOTED_COMMA.to_owned()))
    } else if cells < columns {
        problem(format!("the row has {cells} cells, and the header {columns}"), record.at()).help(
            quotes.unwrap_or_else(|| {
                "a line break within a cell ends the row, unless the cell stands in quotes"
                    .to_owned()
            }),
        )
    } else {
        return Ok(());
    };
    Err(diagnostic)
}

fn check_word(what: &str, column: usize, record: &Record) -> Result<(), Diagnostic> {
    let cell = record.get(column);
    if cell.is_empty() {
        return Err(problem(format!("the row has no {what}"), record.cell_at(column))
            .label(format!("the {what} belongs here")));
    }
    if id_of(cell).is_empty() {
        let message = format!("the {what} `{}` has no letter or digit", one_line(cell));
        return Err(problem(message, record.cell_at(column)).label("an id cannot be made of this"));
    }
    Ok(())
}

fn check_date(date: Option<Date>, sheet: &Sheet, record: &Record) -> Result<Date, Diagnostic> {
    let Dating::Column(column) = sheet.dating else {
        return date.ok_or_else(|| problem("the row has no date", record.at()));
    };
    date.ok_or_else(|| {
        let message = match record.get(column) {
            "" => "the row has no date".to_owned(),
            text => format!("`{}` is no date", one_line(text)),
        };
        problem(message, record.cell_at(column)).help("write it as 2026-04-14")
    })
}

/// What an edition is called: `34` in a column `volume` is `Volume 34`.
fn label(cell: &str, word: &str) -> Option<String> {
    let cell = one_line(cell);
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match cell.is_empty() {
        true => None,
        false if is_number => Some(format!("{word} {cell}")),
        false => Some(cell),
    }
}
