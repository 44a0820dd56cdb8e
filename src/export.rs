//! The radar as data: what a site carries, and what `radar export` writes for other programs.
//!
//! Each format is one file; those of other programs are a [`Format`] each. What a format cannot hold is
//! said, never dropped in silence, and refused where what is left would be another radar.

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

/// Every format of `radar export`, in the order in which people are told of them. The next one is a line
/// here, and its file above.
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

/// A format that a radar can be written in.
pub trait Format: Sync {
    /// What `radar export` calls it.
    fn name(&self) -> &'static str;

    /// What it is, as people say it.
    fn title(&self) -> &'static str;

    /// Writes the radar of a day.
    ///
    /// # Errors
    ///
    /// If the format cannot hold this radar; says why.
    fn write(&self, snapshot: &Snapshot) -> Result<Exported, String>;
}

/// A radar in a format.
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

/// The format of this name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
