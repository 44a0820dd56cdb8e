//! The comparison for a terminal.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::sections::sections;
use super::sentence::cut;
use super::{Compared, at, new_radar, since};

/// The widest subject that others are aligned with, in columns.
const MAX_SUBJECT: usize = 32;

/// Writes the comparison as lines, what must be seen first on top.
pub(crate) fn text(compared: &Compared) -> String {
    let base = &compared.base;
    let since = format!("{} ({})", since(base), base.short());
    let today = compared.after.day;
    let Some(comparison) = &compared.comparison else {
        let at = format!("{} ({})", at(base), base.short());
        return format!("There was no radar {at}. {}\n", new_radar(compared));
    };
    if comparison.is_empty() {
        return format!("nothing on the radar changed since {since}\n");
    }
    let mut text = format!("Since {since}, as of {today}\n");
    if let Some(folder) = &base.moved_from {
        let _ = writeln!(text, "The radar was in {folder} then.");
    }
    let sections = sections(comparison);
    let subjects =
        sections.iter().flat_map(|section| &section.lines).map(|line| cut(&line.subject, 80));
    let width = subjects.map(|subject| subject.width()).filter(|w| *w <= MAX_SUBJECT).max();
    for section in &sections {
        let _ = writeln!(text, "\n{}", section.heading);
        for line in &section.lines {
            let subject = cut(&line.subject, 80);
            let gap = " ".repeat(width.unwrap_or(0).saturating_sub(subject.width()));
            let _ = writeln!(text, "  {subject}{gap}  {}", line.what);
        }
    }
    text
}
