//! Rows with a name, a ring, a quadrant and a day; or why they cannot be used.

use jiff::civil::Date;
use rayon::prelude::*;

use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Report, Span};
use crate::import::html::Converter;
use crate::import::name::one_line;
use crate::import::row_shape::{self, possible_ids};
use crate::import::table::Record;
use crate::import::timeline::Timeline;
use crate::import::vocabulary::ring_key;
use crate::import::{date, not_imported, unusable};
use crate::radar::id::id_of;

pub(super) struct Row<'s> {
    pub(super) sheet: &'s Sheet<'s>,
    record: &'s Record<'s>,
    pub(super) date: Date,
    pub(super) edition: Option<String>,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) ring_key: String,
    pub(super) quadrant_key: String,
    pub(super) description: Option<String>,
    /// What its description lacks.
    problems: Vec<Diagnostic>,
}

impl Row<'_> {
    pub(super) fn name_at(&self) -> Span {
        self.record.cell_at(self.sheet.columns.name)
    }

    /// Returns the ids that the blip has if its name was split at commas.
    pub(super) fn possible_ids(&self) -> Vec<String> {
        possible_ids(self.record, self.sheet.columns.name)
    }

    pub(super) fn ring(&self) -> (&str, Span) {
        self.cell(self.sheet.columns.ring)
    }

    pub(super) fn quadrant(&self) -> (&str, Span) {
        self.cell(self.sheet.columns.quadrant)
    }

    fn cell(&self, column: usize) -> (&str, Span) {
        (self.record.get(column), self.record.cell_at(column))
    }
}

/// Returns every valid row, oldest first. Adds the blips of the others to the timeline.
pub(super) fn rows<'s>(
    sheets: &'s [Sheet<'s>],
    converter: &Converter,
    timeline: &mut Timeline,
    report: &mut Report,
) -> Vec<Row<'s>> {
    let mut rows = Vec::new();
    for sheet in sheets {
        let records = sheet.table.records.par_iter();
        let read: Vec<_> = records.map(|record| row(sheet, record, converter)).collect();
        for row in read {
            match row {
                Ok(mut row) => {
                    for problem in row.problems.drain(..) {
                        report.push(problem);
                    }
                    rows.push(row);
                }
                Err(invalid) => {
                    report.push(invalid.problem);
                    for id in &invalid.ids {
                        timeline.add_unclear_on(invalid.date, id);
                    }
                }
            }
        }
    }
    rows.sort_by_key(|row| row.date);
    rows
}

/// A row that cannot be used, with its day, if it is known, and the ids that its blip may have.
struct InvalidRow {
    problem: Diagnostic,
    date: Option<Date>,
    ids: Vec<String>,
}

fn row<'s>(
    sheet: &'s Sheet<'s>,
    record: &'s Record<'s>,
    converter: &Converter,
) -> Result<Row<'s>, InvalidRow> {
    let columns = &sheet.columns;
    let name = one_line(without_guard(record.get(columns.name)));
    let id = id_of(&name);
    let date = sheet.day.or_else(|| date::in_cell(record.get(columns.date?)));
    let needed = columns.needed();
    let ids = possible_ids(record, needed.name);
    let invalid = |problem| InvalidRow { problem, date, ids: ids.clone() };
    row_shape::check(record, columns.count, needed).map_err(invalid)?;
    let words = [("name", columns.name), ("ring", columns.ring), ("quadrant", columns.quadrant)];
    for (what, column) in words {
        check_word(what, column, record).map_err(invalid)?;
    }
    let date = date.ok_or_else(|| invalid(no_date(columns.date, record)))?;
    let html = columns.description.map_or("", |column| record.get(column));
    let at = columns.description.map_or(record.at(), |column| record.cell_at(column));
    let (description, problems) = converter.converted(html).map_err(|error| {
        invalid(unusable(error.to_string(), at).help("simplify its HTML, or leave it out"))
    })?;
    Ok(Row {
        sheet,
        record,
        date,
        edition: columns.edition.and_then(|(column, word)| label(record.get(column), word)),
        ring_key: ring_key(record.get(columns.ring)),
        quadrant_key: id_of(record.get(columns.quadrant)),
        description: Some(description).filter(|description| !description.is_empty()),
        problems: problems.into_iter().map(|problem| not_imported(problem, at)).collect(),
        id,
        name,
    })
}

/// Removes the apostrophe that keeps spreadsheets from reading a cell as a formula.
fn without_guard(cell: &str) -> &str {
    let text = cell.strip_prefix('\'').filter(|text| crate::export::plain(text) == cell);
    text.unwrap_or(cell)
}

fn check_word(what: &str, column: usize, record: &Record) -> Result<(), Diagnostic> {
    let cell = record.get(column);
    let problem = |message: String| unusable(message, record.cell_at(column));
    if cell.is_empty() {
        let problem = problem(format!("the row has no {what}"));
        return Err(problem.label(format!("the {what} belongs here")));
    }
    if id_of(cell).is_empty() {
        let problem = problem(format!("the {what} `{}` has no letter or digit", one_line(cell)));
        return Err(problem.label("this cannot become an id"));
    }
    Ok(())
}

fn no_date(column: Option<usize>, record: &Record) -> Diagnostic {
    let text = column.map_or("", |column| record.get(column));
    let message = match text {
        "" => "the row has no date".to_owned(),
        text => format!("`{}` is not a date", one_line(text)),
    };
    let at = column.map_or(record.at(), |column| record.cell_at(column));
    unusable(message, at).help("write it as 2026-04-14")
}

/// Returns the name of an edition: `34` in a column `volume` is `Volume 34`.
fn label(cell: &str, word: &str) -> Option<String> {
    let cell = one_line(cell);
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match cell.is_empty() {
        true => None,
        false if is_number => Some(format!("{word} {cell}")),
        false => Some(cell),
    }
}
