//! Who works with what, as `radar scan` found it in the histories and manifests of repositories.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::month::Month;
use crate::diagnostic::Span;
use crate::radar::{Blip, PersonIndex, Radar, RepositoryIndex};

/// A repository that was scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repository {
    /// Its name, which is neither a path nor an address.
    pub name: String,
    /// The months with commits by each person, the earliest first.
    pub months: BTreeMap<PersonIndex, Vec<Month>>,
}

/// The use of a blip in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedBy {
    /// The repository.
    pub repository: RepositoryIndex,
    /// The version, as its manifest has it.
    pub version: Option<String>,
    /// The month of the first commit with it, if the scan looked into the history.
    pub since: Option<Month>,
    /// Whether only a bill of materials names it: something else brings it along, and nobody there works with it.
    pub indirect: bool,
    /// The place in evidence.toml.
    pub at: Span,
}

/// What is known of the use of a blip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// At least one repository uses it.
    Used,
    /// No scanned repository uses it.
    Unused,
    /// Nobody looked: there was no scan, or the blip has no `detect`.
    Unknown,
}

impl Usage {
    /// Every use, in the order in which pages list them.
    pub const ALL: [Usage; 3] = [Usage::Used, Usage::Unused, Usage::Unknown];

    /// Returns the name in data: `used`, `unused`, `unknown`.
    pub fn name(self) -> &'static str {
        match self {
            Usage::Used => "used",
            Usage::Unused => "unused",
            Usage::Unknown => "unknown",
        }
    }
}

/// Returns what is known of the use of a blip.
pub fn usage(radar: &Radar, blip: &Blip) -> Usage {
    if !blip.used_by.is_empty() {
        Usage::Used
    } else if radar.scanned.is_some() && !blip.detect.is_empty() {
        Usage::Unused
    } else {
        Usage::Unknown
    }
}

/// Returns the repositories in which a person worked with a blip within the window before a day: they committed there
/// in a month that touches the window, and the repository used the blip itself by then.
///
/// As in [`crate::radar::practice::has_committed`], a month counts if any of its days is in the window, and commits of later
/// months do not count.
pub fn worked_with(
    radar: &Radar,
    blip: &Blip,
    person: PersonIndex,
    day: Date,
) -> Vec<RepositoryIndex> {
    let earliest = radar.practice.window.before(day);
    let worked = |used: &&UsedBy| {
        let months = radar.repository(used.repository).months.get(&person);
        // If any month counts, the latest one does.
        let last = months.and_then(|months| last_until(months, day));
        let counts =
            |last: Month| earliest <= last.last() && used.since.is_none_or(|since| since <= last);
        !used.indirect && last.is_some_and(counts)
    };
    blip.used_by.iter().filter(worked).map(|used| used.repository).collect()
}

/// Returns the latest of some months, the earliest first, that has begun on a day.
pub(super) fn last_until(months: &[Month], day: Date) -> Option<Month> {
    months[..months.partition_point(|month| month.first() <= day)].last().copied()
}
