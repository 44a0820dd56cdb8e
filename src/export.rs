//! A snapshot as data: the data files of a site, and what `radar export` writes for other programs.
//!
//! Each format is one file; those of `radar export` are [`FORMATS`]. An export lists what a
//! format cannot hold, and fails if the rest would be a different radar. Nothing is dropped in silence.

pub(crate) mod audit;
mod backstage;
mod byor;
mod calendar;
pub(crate) mod codeowners;
pub(crate) mod compare;
mod csv;
pub(crate) mod diff;
pub(crate) mod due;
mod feed;
mod history;
mod json;
mod markdown;
mod placed;
mod prose;
mod search;
mod sitemap;
mod zalando;

pub(crate) use calendar::calendar;
pub(crate) use csv::csv;
pub(crate) use csv::plain;
pub(crate) use feed::feed;
pub use history::PlacedSpan;
pub(crate) use history::history;
pub(crate) use json::json;
use prose::Prose;
pub(crate) use prose::first_paragraph;
pub(crate) use search::search;
pub(crate) use sitemap::{robots, sitemap};

use serde::Serialize;

use crate::radar::{Section, SiteExport, Snapshot};

/// The formats of `radar export`, in the order of its help. A new format is a line here and a file above.
pub const FORMATS: &[&Format] = &[
    &byor::CSV,
    &byor::JSON,
    &zalando::FORMAT,
    &backstage::FORMAT,
    &csv::FORMAT,
    &json::FORMAT,
    &markdown::FORMAT,
    &codeowners::FORMAT,
];

/// A format that a radar can be exported to.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    write: fn(&Snapshot) -> Result<Exported, String>,
}

impl Format {
    /// Writes a snapshot.
    ///
    /// # Errors
    ///
    /// If the format cannot hold this radar: the reason.
    pub fn write(&self, snapshot: &Snapshot) -> Result<Exported, String> {
        (self.write)(snapshot)
    }
}

/// An exported radar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The data.
    pub text: String,
    /// What the format could not hold, a line each.
    pub left_out: Vec<String>,
}

impl Exported {
    fn whole(text: String) -> Self {
        Self { text, left_out: Vec::new() }
    }
}

/// A ring or a quadrant in data.
#[derive(Serialize)]
pub(crate) struct Named<'r> {
    id: &'r str,
    name: &'r str,
}

impl<'r> From<&'r Section> for Named<'r> {
    fn from(section: &'r Section) -> Self {
        Self { id: &section.id, name: &section.name }
    }
}

/// Returns the format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// Writes a file of the site for another program, with the same bytes as `radar export`.
pub(crate) fn for_site(kind: SiteExport, snapshot: &Snapshot) -> String {
    let exported = format(kind.name()).map(|format| format.write(snapshot));
    exported.and_then(Result::ok).expect("the check has refused what a format cannot hold").text
}

/// Writes a value as JSON for people and programs: indented, with a line break at the end.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("texts, numbers and dates are JSON") + "\n"
}
