//! The comparison for the comment of a pull request: at most a screen, and the rest to be opened.

use std::fmt::Write as _;

use super::sections::{FIRST, Line, Section, sections};
use super::sentence::cut;
use super::{Compared, at, counted, new_radar, since};
use crate::markdown::escape;

/// How many lines are shown without a click. The line of the header, blank lines and headings count.
const SCREEN: usize = 38;

/// How many lines on what must be seen first are shown without a click, if not everything fits on the screen.
const FIRST_LINES: usize = 12;

/// In bytes. A comment on GitHub may have 65,536 characters.
const MAX_BYTES: usize = 60_000;

/// In characters: the longest subject and sentence.
const MAX_SUBJECT: usize = 80;
const MAX_SENTENCE: usize = 300;

/// Writes the comparison in Markdown.
pub(crate) fn markdown(compared: &Compared) -> String {
    let base = &compared.base;
    let since = format!("{} ({})", escape::comment(&since(base)), base.short());
    let Some(comparison) = &compared.comparison else {
        let new = escape::comment(&new_radar(compared));
        let at = escape::comment(&at(base));
        return format!("There was no radar {at} ({}). {new}\n", base.short());
    };
    if comparison.is_empty() {
        return format!("Nothing on the radar changed since {since}.\n");
    }
    let sections = sections(comparison);
    let first = sections.first().filter(|section| section.heading == FIRST);
    let first = match first.map_or(0, |section| section.lines.len()) {
        0 => String::new(),
        count => format!(", {} to look at first", counted(count, "thing", "things")),
    };
    let changes = counted(comparison.count(), "change", "changes");
    let mut text =
        format!("**Radar: {changes}{first}.** Since {since}, as of {}.\n", comparison.today);
    if let Some(folder) = &base.moved_from {
        let _ = writeln!(text, "\nThe radar was in {} then.", escape::comment(folder));
    }
    // Each section has a heading between blank lines.
    let lines: usize = sections.iter().map(|section| section.lines.len() + 3).sum();
    if text.lines().count() + lines <= SCREEN {
        for section in &sections {
            let _ = write!(text, "\n### {}\n\n{}", section.heading, open(&section.lines));
        }
        return text;
    }
    for (at, section) in sections.iter().enumerate() {
        // What a short section does not use, the next ones may.
        let share = MAX_BYTES.saturating_sub(text.len()) / (sections.len() - at);
        folded(&mut text, section, share);
    }
    text
}

/// Writes lines as a list.
fn open(lines: &[Line]) -> String {
    lines.iter().map(bullet).collect()
}

/// Writes a section whose lines are seen after a click, except the first ones of what must be seen first, in about as
/// many bytes as its share.
fn folded(text: &mut String, section: &Section, share: usize) {
    let end = text.len() + share;
    let lines = section.lines.as_slice();
    let is_first = section.heading == FIRST;
    let shown = if is_first { lines.len().min(FIRST_LINES) } else { 0 };
    let (shown, hidden) = lines.split_at(shown);
    if is_first {
        let _ = write!(text, "\n### {}\n\n{}", section.heading, open(shown));
    }
    if hidden.is_empty() {
        return;
    }
    let summary = if is_first {
        format!("{} more to look at", hidden.len())
    } else {
        format!("{} ({})", section.heading, hidden.len())
    };
    let _ = write!(text, "\n<details><summary>{summary}</summary>\n\n");
    let mut listed = 0;
    for line in hidden {
        let bullet = bullet(line);
        if text.len() + bullet.len() + END > end {
            break;
        }
        *text += &bullet;
        listed += 1;
    }
    if listed < hidden.len() {
        let more = hidden.len() - listed;
        let _ = writeln!(text, "\nand {more} more, which `radar diff` lists");
    }
    *text += "\n</details>\n";
}

/// For what ends a section, in bytes.
const END: usize = 100;

fn bullet(line: &Line) -> String {
    let subject = escape::comment(&cut(&line.subject, MAX_SUBJECT));
    let subject = match &line.page {
        Some(page) => format!("[{subject}]({page})"),
        None => subject,
    };
    let what = escape::comment(&cut(&line.what, MAX_SENTENCE));
    format!("- **{subject}**: {what}\n")
}
