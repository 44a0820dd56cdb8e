//! The verdicts for the comment of a pull request: at most a screen, the rest folded away.

use std::fmt::Write as _;

use super::Report;
use super::rows::Row;
use super::words::{Addresses, short};
use crate::markdown::escape;

/// How many rows are shown at once.
const SHOWN: usize = 8;
/// How many more are folded away. A comment on GitHub has at most 65,536 characters.
const FOLDED: usize = 100;

/// Writes the verdicts in Markdown. No address is in it.
pub(crate) fn markdown(report: &Report) -> String {
    let rows = report.rows(Addresses::Hidden);
    let title = match rows.iter().filter(|row| row.is_denied).count() {
        0 if rows.is_empty() => "Signatures: nothing to report".to_owned(),
        0 => format!("Signatures: {} to look at", rows.len()),
        denied => format!("Signatures: {denied} denied"),
    };
    let mut text = format!("### {title}\n\n");
    let since =
        report.since.map(|(name, id)| format!("Since {} ({}): ", escape::comment(name), short(id)));
    let counts: Vec<String> =
        report.counts().into_iter().map(|(group, count)| count.sentence(group)).collect();
    let counts = if counts.is_empty() { "nothing is signed".to_owned() } else { counts.join("; ") };
    let start = since.unwrap_or_default();
    let counts = if start.is_empty() { sentence(&counts) } else { counts };
    let _ = writeln!(text, "{start}{counts}.");
    for reason in report.reasons() {
        let _ = writeln!(text, "Cannot be told: {}.", escape::comment(&reason));
    }
    let (shown, rest) = rows.split_at(rows.len().min(SHOWN));
    if !shown.is_empty() {
        text.push('\n');
        write_table(&mut text, shown);
    }
    if !rest.is_empty() {
        let _ = write!(text, "\n<details><summary>{} more</summary>\n\n", rest.len());
        write_table(&mut text, &rest[..rest.len().min(FOLDED)]);
        if rest.len() > FOLDED {
            let _ = writeln!(text, "\nand {} more", rest.len() - FOLDED);
        }
        text += "\n</details>\n";
    }
    text
}

fn write_table(text: &mut String, rows: &[Row]) {
    *text += "| what | of | date | signed by | verdict |\n|---|---|---|---|---|\n";
    for Row { cells, is_denied } in rows {
        let mut cells = cells.clone().map(|cell| escape::comment(&cell));
        if *is_denied {
            cells[4] = format!("**{}**", cells[4]);
        }
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

/// Capitalises the first letter.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
