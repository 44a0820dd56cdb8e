//! The queue as a table that fits the terminal.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::Due;

const GAP: &str = "  ";

/// How narrow each column may get. The ring is short, so it is never cut.
const MIN_WIDTHS: [usize; 4] = [0, 10, 14, 8];

/// Owners first: readers know them, or have filtered by them.
const CUT_FIRST: [usize; 3] = [3, 1, 2];

/// Writes the queue as a table of at most `width` columns. Owners are cut first. If that is not enough,
/// the commands get lines of their own, and names and reasons are cut too. Commands are never cut, so that they can be copied.
pub(crate) fn text(due: &Due, width: Option<usize>) -> String {
    let mut rows = vec![["RING", "BLIP", "WHY", "OWNERS", "COMMAND"].map(str::to_owned)];
    rows.extend(due.waiting.iter().map(|waiting| {
        [
            due.radar.ring(waiting.ring).name.clone(),
            waiting.blip.name.value.clone(),
            due.why(waiting),
            due.owners(waiting),
            due.command_here(waiting),
        ]
    }));
    table(&rows, (MIN_WIDTHS, CUT_FIRST), due.more, width)
}

/// Writes rows of four cells and a command as a table of at most `width` columns, the first row with the headings. Cells
/// are cut in an order, each to a minimum width, and commands move to lines of their own.
pub(super) fn table(
    rows: &[[String; 5]],
    (min_widths, cut_first): ([usize; 4], [usize; 3]),
    more_rows: usize,
    width: Option<usize>,
) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    let natural = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let mut widths = [natural(0), natural(1), natural(2), natural(3)];
    let command = natural(4);
    let gaps = GAP.len() * widths.len();
    let fits = |widths: [usize; 4], more: usize| {
        width.is_none_or(|width| widths.iter().sum::<usize>() + more <= width)
    };
    let mut narrow = widths;
    narrow[cut_first[0]] = narrow[cut_first[0]].min(min_widths[cut_first[0]]);
    let is_wide = fits(narrow, gaps + command);
    let more = if is_wide { gaps + command } else { gaps - GAP.len() };
    for column in cut_first {
        while widths[column] > min_widths[column] && !fits(widths, more) {
            widths[column] -= 1;
        }
    }
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> =
            (0..4).map(|column| padded(&row[column], widths[column])).collect();
        let line = cells.join(GAP);
        if is_wide {
            let _ = writeln!(text, "{line}{GAP}{}", row[4]);
        } else if at == 0 {
            let _ = writeln!(text, "{}", line.trim_end());
        } else {
            let _ = writeln!(text, "{}\n    {}", line.trim_end(), row[4]);
        }
    }
    if more_rows > 0 {
        let _ = writeln!(text, "and {more_rows} more");
    }
    text
}

/// Pads a text to exactly this many columns, or cuts it and ends it with `…`.
fn padded(text: &str, width: usize) -> String {
    let mut cut = text.to_owned();
    if text.width() > width {
        cut.clear();
        let mut used = 1;
        for c in text.chars() {
            used += c.width().unwrap_or(0);
            if used > width {
                break;
            }
            cut.push(c);
        }
        cut.truncate(cut.trim_end().len());
        cut.push('…');
    }
    let missing = width.saturating_sub(cut.width());
    cut + &" ".repeat(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_and_wide_letters_count_double() {
        for (text, width, cell) in [
            ("kafka", 7, "kafka  "),
            ("kafka", 5, "kafka"),
            ("kafka streams", 7, "kafka…"),
            ("北京大学", 6, "北京…"),
            ("", 2, "  "),
        ] {
            assert_eq!(padded(text, width).trim_end(), cell.trim_end(), "{text}");
            assert_eq!(padded(text, width).width(), width, "{text}");
        }
    }
}
