//! Whether a row of a table has the cells of its header, and what a row that has not may still say.

use super::table::{Needed, Record, Table};
use super::unusable;
use crate::diagnostic::Diagnostic;
use crate::radar::id::id_of;

/// The usual reason for cells in the wrong columns.
pub(super) const UNQUOTED_COMMA: &str =
    "a comma within a name ends the cell, unless the name is in quotes: \"one, two\"";

/// Joins the surplus cells of rows into the description, or into the last column: somebody wrote a comma there
/// without quotes. That is so if the row has a ring and a quadrant of other rows nevertheless.
pub(super) fn join_surplus(table: &mut Table, needed: Needed, description: Option<usize>) {
    let columns = table.header.filled();
    let Some(last) = columns.checked_sub(1) else { return };
    let column = description.unwrap_or(last);
    if [needed.name, needed.ring, needed.quadrant].contains(&column) {
        return;
    }
    let words = table.words(needed);
    for record in &mut table.records {
        if record.filled() > columns && record.open().is_none() {
            let joined = record.joined(column, columns);
            if words.fit(&|column| joined.get(column), needed) {
                *record = joined;
            }
        }
    }
}

/// Compares the cells of a row with the columns of the header, and checks its quotation marks. Cells at the end
/// may be left out if the row has what it needs.
pub(super) fn check(record: &Record, columns: usize, needed: Needed) -> Result<(), Diagnostic> {
    if let Some(quote) = record.open() {
        return Err(unusable("a quotation mark is never closed", quote)
            .label("it opens a cell")
            .help("close it at the end of the cell, or write it twice if it belongs to the text: \"\"")
            .help("the lines below it are read as rows of their own"));
    }
    let cells = record.len();
    let message = format!("the row has {cells} cells, and the header has {columns}");
    let (problem, usual) = if record.filled() > columns {
        let problem = unusable(message, record.cell_at(columns)).label("the first cell too many");
        (problem, UNQUOTED_COMMA)
    } else if cells <= needed.name.max(needed.ring).max(needed.quadrant) {
        let usual = "a line break within a cell ends the row, unless the cell is in quotes";
        (unusable(message, record.at()), usual)
    } else {
        return Ok(());
    };
    let lines = record.lines();
    Err(if lines > 1 {
        problem.help(format!("the row takes up {lines} lines: a quotation mark may be missing"))
    } else {
        problem.help(usual)
    })
}

/// Returns the ids that the blip of an unreadable row may have: its name may have been split at commas. The id
/// is empty if the row may be about any blip.
pub(super) fn possible_ids(record: &Record, name: usize) -> Vec<String> {
    /// The pieces of a name.
    const MAX_PIECES: usize = 6;
    let pieces: Vec<&str> = record.iter().skip(name).take(MAX_PIECES).collect();
    if pieces.first().is_none_or(|piece| id_of(piece).is_empty()) {
        return vec![String::new()];
    }
    (1..=pieces.len()).map(|count| id_of(&pieces[..count].join(", "))).collect()
}
