//! What a change does to the radar, as text, Markdown and JSON; one file a format.
//!
//! [`crate::radar::compare`] finds what changed; [`sections`] puts it into sentences; the formats only lay these out.

mod json;
mod markdown;
mod sections;
mod sentence;
mod text;

use std::fmt::Write as _;

use crate::radar::Snapshot;
use crate::radar::compare::Comparison;
use crate::radar::interval::Interval;

pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use text::text;

/// What the work tree was compared with, and the result.
pub(crate) struct Compared<'r> {
    pub(crate) base: Base,
    /// The work tree.
    pub(crate) after: &'r Snapshot<'r>,
    /// None if the base has no radar: then all of it is new.
    pub(crate) comparison: Option<Comparison<'r>>,
}

/// The commit that the work tree is compared with.
pub(crate) struct Base {
    /// As it was named.
    pub(crate) name: String,
    /// The full hash.
    pub(crate) commit: String,
    /// Whether it is where this branch left the named one, which went on.
    pub(crate) is_fork: bool,
    /// The folder of the radar then, below the root of the repository, if it was another.
    pub(crate) moved_from: Option<String>,
}

impl Base {
    /// Returns the commit in a few letters.
    fn short(&self) -> &str {
        self.commit.get(..8).unwrap_or(&self.commit)
    }
}

/// Returns the lines of a comparison, for tests of what it finds.
#[cfg(test)]
pub(crate) fn lines(comparison: &Comparison) -> Vec<String> {
    let sections = sections::sections(comparison);
    let lines = sections.iter().flat_map(|section| {
        let line =
            |line: &sections::Line| format!("{}: {}: {}", section.heading, line.subject, line.what);
        section.lines.iter().map(line).collect::<Vec<_>>()
    });
    lines.collect()
}

/// Returns a number of things in words.
fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Returns what a radar that is new has, in words.
fn new_radar(compared: &Compared) -> String {
    let radar = compared.after.radar;
    let counts = compared.after.counts();
    let mut words = format!(
        "This change adds one: {}, {}, {}",
        counted(compared.after.blips.len(), "blip", "blips"),
        counted(radar.people.len(), "person", "people"),
        counted(radar.teams.len(), "team", "teams"),
    );
    for (count, what) in [(counts.flagged, "flagged"), (counts.imposed, "imposed")] {
        if count > 0 {
            let be = if count == 1 { "is" } else { "are" };
            let _ = write!(words, "; {count} {be} {what}");
        }
    }
    words + "."
}

/// Returns the first words on what was compared.
fn since(base: &Base) -> String {
    if base.is_fork { format!("this branch left {}", base.name) } else { base.name.clone() }
}

/// Returns what was compared, behind “there was no radar”.
fn at(base: &Base) -> String {
    if base.is_fork {
        format!("where this branch left {}", base.name)
    } else {
        format!("at {}", base.name)
    }
}

/// Returns an interval as it is written.
fn interval(interval: Interval) -> String {
    interval.to_string()
}

#[cfg(test)]
mod tests;
