//! A snapshot as data: the data files of a site, and what `radar export` writes for other programs.
//!
//! Each format is one file; the formats of `radar export` implement [`Format`]. An export lists what a
//! format cannot hold, and fails if the rest would be a different radar. Nothing is dropped in silence.

mod backstage;
mod byor;
mod calendar;
mod codeowners;
mod csv;
pub mod diff;
pub mod due;
mod feed;
mod history;
mod json;
mod markdown;
mod placed;
mod prose;
mod sitemap;
mod zalando;

pub use calendar::calendar;
pub use csv::csv;
pub(crate) use csv::plain;
pub use feed::feed;
pub use history::{PlacedSpan, history};
pub use json::json;
pub use sitemap::{robots, sitemap};

use crate::radar::Snapshot;

/// The formats of `radar export`, in the order of its help. A new format is a line here and a file above.
pub const FORMATS: &[&dyn Format] = &[
    &byor::Csv,
    &byor::Json,
    &zalando::Zalando,
    &backstage::Backstage,
    &csv::Csv,
    &json::Json,
    &markdown::List,
    &codeowners::Codeowners,
];

/// A format that a radar can be exported to.
pub trait Format: Sync {
    /// Returns its name on the command line.
    fn name(&self) -> &'static str;

    /// Returns what it is, in a few words.
    fn title(&self) -> &'static str;

    /// Writes a snapshot.
    ///
    /// # Errors
    ///
    /// If the format cannot hold this radar: the reason.
    fn write(&self, snapshot: &Snapshot) -> Result<Exported, String>;
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

/// Returns the format of this name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
