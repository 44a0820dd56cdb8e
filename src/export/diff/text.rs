//! The difference for a terminal.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{EXPIRED, day, heading, way};
use crate::radar::diff::Diff;

/// Writes the difference as lines, by what happened.
pub(crate) fn text(diff: &Diff) -> String {
    let mut groups: Vec<(&str, Vec<(&str, String)>)> = diff
        .moves
        .iter()
        .map(|(movement, moved)| {
            let lines = moved.iter().map(|m| (m.blip.name.value.as_str(), way(diff, m, "->")));
            (heading(*movement), lines.collect())
        })
        .collect();
    if !diff.expired.is_empty() {
        let lines = diff.expired.iter().map(|expired| {
            let ring = &diff.radar.ring(expired.ring).name;
            (expired.blip.name.value.as_str(), format!("{ring}, valid until {}", expired.until))
        });
        groups.push((EXPIRED, lines.collect()));
    }
    let mut text = format!("{} to {}\n", day(diff, diff.from), day(diff, diff.to));
    if groups.is_empty() {
        text += "\nnothing changed\n";
    }
    let names = groups.iter().flat_map(|(_, lines)| lines.iter().map(|(name, _)| name.width()));
    let width = names.max().unwrap_or(0);
    for (heading, lines) in groups {
        let _ = writeln!(text, "\n{heading}");
        for (name, what) in lines {
            let gap = " ".repeat(width - name.width());
            let _ = writeln!(text, "  {name}{gap}  {what}");
        }
    }
    text
}
