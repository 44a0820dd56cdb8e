//! A radar, a table of technologies and what repositories are made of -> what the radar could have: `detect` lists, and
//! blips for what many repositories use.
//!
//! The table is in `technologies/`, as TOML. A wrong entry would claim that a repository uses what it does not, so an
//! entry is there only if nothing else looks like it, and a name with two meanings needs the blip's own words to confirm
//! one of them. What is not certain is suggested as a comment, and never written.

mod missing;
mod named;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub(crate) use missing::{ENOUGH, Missing};
pub(crate) use named::{Suggestion, other_names};

use crate::radar::Radar;
use crate::scan::artefacts::Artefacts;

/// What a radar could have.
pub(crate) struct Suggestions<'r> {
    /// For blips that have no `detect`, by their files.
    pub(crate) blips: Vec<Suggestion<'r>>,
    /// What several repositories use: what most of them use first.
    pub(crate) missing: Vec<Missing>,
    /// The number of technologies that the table has.
    pub(crate) known: usize,
}

/// Returns what a radar could have, by the repositories with their names.
pub(crate) fn suggest<'r>(
    radar: &'r Radar,
    repositories: &[(String, Artefacts)],
) -> Suggestions<'r> {
    let known = named::known(radar);
    let missing = missing::missing(radar, &known, repositories);
    let technologies = table::table().technologies.len();
    Suggestions { blips: known.suggestions, missing, known: technologies }
}
