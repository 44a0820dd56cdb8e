//! Radars kept elsewhere -> the files of this program's own content.
//!
//! 1. An [`Importer`], one a format, reads files into [`Content`].
//! 2. The content is written as TOML, as a person would write it.
//! 3. The very pipeline that will read these files checks them.
//!
//! All of it happens in memory, so that nothing is ever written half; disk is the concern of
//! [`crate::command`]. An importer never signs a review: nobody here stood behind what it brings.

mod byor;
mod date;
mod files;
mod html;
mod name;
mod state;
mod table;
mod vocabulary;

use jiff::civil::Date;
use thiserror::Error;

use crate::check;
use crate::diagnostic::{Judged, Levels, Report};
use crate::source::SourceSet;
pub use byor::ByorCsv;

/// A format that radars are kept in elsewhere.
pub trait Importer {
    /// Reads files into content. Whatever cannot be used is reported with its place; `None` where
    /// what is left is no radar.
    fn read(&self, sources: &SourceSet, options: &Options, report: &mut Report) -> Option<Content>;
}

/// What the files alone do not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// Today.
    pub today: Date,
    /// The day of a file that has no date of its own; today where it is left out.
    pub date: Option<Date>,
    /// What becomes of a blip that a later state does not list any more.
    pub absent: Absent,
    /// What the radar is called.
    pub title: Option<String>,
}

/// What becomes of a blip that a later state does not list any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// It is retired on the day of the first state without it.
    #[default]
    Retire,
    /// It stays where it was.
    Keep,
}

/// A radar, as far as other formats know one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// What it is called.
    pub title: String,
    /// From the centre out.
    pub rings: Vec<Term>,
    /// In their order.
    pub quadrants: Vec<Term>,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub blips: Vec<Blip>,
    /// What a person should know of how the files were read, a sentence each.
    pub remarks: Vec<String>,
}

/// A ring or a quadrant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// A published state of the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its day.
    pub date: Date,
}

/// A blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blip {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The id of its quadrant.
    pub quadrant: String,
    /// The id of its ring, or `retired`.
    pub ring: String,
    /// Since when it is on the radar.
    pub added: Date,
    /// Markdown.
    pub description: Option<String>,
    /// Oldest first; all of them unsigned.
    pub reviews: Vec<Review>,
}

/// What the files say of a blip on one day. Nobody signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub date: Date,
    /// Where the blip was put, if it was moved: the id of a ring, or `retired`.
    pub ring: Option<String>,
    /// Markdown.
    pub note: Option<String>,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The radar.
    pub content: Content,
    /// Its files: path below the root and text, sorted by path.
    pub files: Vec<(String, String)>,
}

/// The files that were made do not pass the check that every radar has to pass.
#[derive(Debug, Error)]
#[error(
    "what would be written is no valid radar, which is a mistake of this program: please report it"
)]
pub struct Invalid {
    /// The files as they would have been.
    pub sources: SourceSet,
    /// What is wrong with them.
    pub problems: Vec<Judged>,
}

/// Reads files of a format and makes a radar of them; `None`, with the reasons in the report, where
/// they are too little for one.
///
/// # Errors
///
/// If the radar that was made is not valid.
pub fn import(
    importer: &dyn Importer,
    sources: &SourceSet,
    options: &Options,
    report: &mut Report,
) -> Result<Option<Imported>, Box<Invalid>> {
    let Some(content) = importer.read(sources, options, report) else { return Ok(None) };
    let files = files::files(&content);
    let made = SourceSet::from_files(files.iter().map(|(path, text)| (path.clone(), text.clone())));
    let checked = check::check(&made, options.today, &Levels::default());
    if checked.is_denied() {
        let problems = checked.report.judge(&checked.levels);
        return Err(Box::new(Invalid { sources: made, problems }));
    }
    Ok(Some(Imported { content, files }))
}
