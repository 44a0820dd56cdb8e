//! The verdicts for a terminal.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::Report;
use super::words::{Addresses, short};
use crate::line::visible;

const GAP: &str = "  ";
/// How wide a verdict has to be, so that it is not better told on lines of its own.
const MIN_VERDICT: usize = 30;

/// Writes what is more than somebody's own signature as a table of at most `width` columns, and then the counts.
pub(crate) fn text(report: &Report, width: Option<usize>) -> String {
    let rows = report.rows(Addresses::Shown);
    let mut text = String::new();
    if !rows.is_empty() {
        let heading = ["WHAT", "OF", "DATE", "SIGNED BY", "VERDICT"].map(str::to_owned);
        let mut table = vec![heading];
        table.extend(rows.into_iter().map(|row| row.cells.map(|cell| visible(&cell).into_owned())));
        write_table(&mut text, &table, width);
        text.push('\n');
    }
    if let Some((name, id)) = report.since {
        let _ = writeln!(text, "since {} ({}):", visible(name), short(id));
    }
    let counts = report.counts();
    if counts.is_empty() {
        let what =
            if report.since.is_some() { "nothing new is signed" } else { "nothing is signed" };
        let _ = writeln!(text, "{what}");
    }
    for (group, count) in counts {
        let _ = writeln!(text, "{}", count.sentence(group));
    }
    for reason in report.reasons() {
        let _ = writeln!(text, "cannot be told: {reason}");
    }
    text
}

fn write_table(text: &mut String, table: &[[String; 5]], width: Option<usize>) {
    let natural = |column: usize| table.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..4).map(natural).collect();
    let start = widths.iter().sum::<usize>() + GAP.len() * widths.len();
    let is_wide = width.is_none_or(|width| width >= start + MIN_VERDICT.min(natural(4)));
    for row in table {
        let cells: Vec<String> = (0..4)
            .map(|at| format!("{}{}", row[at], " ".repeat(widths[at] - row[at].width())))
            .collect();
        let line = cells.join(GAP);
        let (indent, first) =
            if is_wide { (start, format!("{line}{GAP}")) } else { (4, String::new()) };
        if !is_wide {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(indent));
        for (at, part) in wrapped(&row[4], room).into_iter().enumerate() {
            let before = if at == 0 && is_wide { first.clone() } else { " ".repeat(indent) };
            let _ = writeln!(text, "{before}{part}");
        }
    }
}

/// Breaks a text into lines of at most so many columns, between words.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is one from the start");
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_not_cut() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("longer than this", 3), ["longer", "than", "this"]);
        assert_eq!(wrapped("all of it", usize::MAX), ["all of it"]);
    }
}
