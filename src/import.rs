//! Radars of other programs -> files of this program's content.
//!
//! 1. [`Sources`] decodes and parses the files; a [`Format`] recognises them ([`detect`]).
//! 2. The format reads them into [`Content`]. Its reviews are unsigned, as nobody made them in this radar.
//! 3. [`merge`] combines the content with an existing radar and writes TOML as a person would write it.
//! 4. The check of every radar runs on the result.
//!
//! All of it happens in memory, so nothing is ever written in part; [`crate::command`] writes the files.

mod aoe;
mod backstage;
mod built;
mod byor;
mod content;
mod csv;
mod date;
mod dated_files;
mod document;
mod entries;
mod files;
mod front;
mod grouped;
mod html;
mod language;
mod letters;
mod link;
mod listed;
mod mdx;
mod merge;
mod name;
mod outline;
mod own;
mod pages;
mod polar;
mod porsche;
mod prose;
mod qiwi;
mod record;
mod records;
mod releases;
mod renames;
mod row_shape;
mod scored;
mod settled;
mod several;
mod sources;
mod states;
mod table;
mod term_index;
mod timeline;
mod value;
mod vocabulary;
mod zalando;

use jiff::civil::Date;
use thiserror::Error;

use crate::content::check;
use crate::diagnostic::{Code, Diagnostic, Judged, Levels, Report, Span};
use crate::radar::{Edition, Link};
use crate::source::SourceSet;
pub(crate) use content::Listing;
pub use content::{Blip, Content, Details, Review, Term};
pub use merge::{FileStatus, Merged};
pub use record::RECORD;
pub use several::{Part, only, parts};
pub use sources::Sources;
pub(crate) use sources::is_workbook;

/// Every format, in the order in which users see them. A new format is a line here and a file above.
pub const FORMATS: &[&Format] = &[
    &byor::FORMAT,
    &aoe::FORMAT,
    &built::FORMAT,
    &porsche::FORMAT,
    &zalando::FORMAT,
    &backstage::FORMAT,
    &qiwi::FORMAT,
    &listed::FORMAT,
    &grouped::FORMAT,
    &polar::FORMAT,
    &scored::FORMAT,
    &pages::FORMAT,
    &records::FORMAT,
    &own::FORMAT,
];

/// A format in which other programs keep radars.
pub struct Format {
    /// The value of `--from`.
    pub name: &'static str,
    /// The name that people use.
    pub title: &'static str,
    recognise: fn(&Sources) -> Recognition,
    /// Reads files into content and reports what cannot be used. Returns `None` if the rest is not a radar.
    read: fn(&Sources, &Options, &mut Report) -> Option<Content>,
}

/// Whether files are of a format, with the reason.
enum Recognition {
    Yes(String),
    /// Nothing rules it out; the errors of the format will be helpful.
    Perhaps(String),
    No(String),
}

impl Recognition {
    /// Returns `Yes` if a file was found that `has` what only this format has.
    fn of(found: Option<&str>, has: &str, otherwise: &str) -> Self {
        match found {
            Some(path) => Self::Yes(format!("{path} has {has}")),
            None => Self::No(otherwise.to_owned()),
        }
    }
}

/// Returns the format with this name.
pub(crate) fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// A format that was found, and the reason.
pub struct Detected {
    /// The format to read the files with.
    pub format: &'static Format,
    pub(crate) because: String,
}

/// The files fit no format, or more than one: a line for each format with the reason.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct Unsure(String);

/// Detects the format of some files: the only one that is certain, or else the only possible one.
///
/// # Errors
///
/// If no format fits, or more than one.
pub fn detect(sources: &Sources) -> Result<Detected, Unsure> {
    let (mut sure, mut perhaps, mut no) = (Vec::new(), Vec::new(), Vec::new());
    for format in FORMATS {
        let (formats, because) = match (format.recognise)(sources) {
            Recognition::Yes(because) => (&mut sure, because),
            Recognition::Perhaps(because) => (&mut perhaps, because),
            Recognition::No(because) => (&mut no, because),
        };
        formats.push(Detected { format, because });
    }
    let mut found = if sure.is_empty() { perhaps } else { sure };
    let (first, reasons) = match found.len() {
        0 => ("the files fit no known format; if one should fit, choose it with --from", no),
        1 => return Ok(found.remove(0)),
        _ => ("the files fit more than one format; choose one with --from", found),
    };
    let line = |text, Detected { format, because }| format!("{text}\n  {}: {because}", format.name);
    Err(Unsure(reasons.into_iter().fold(first.to_owned(), line)))
}

/// What the user chose.
#[derive(Clone, Debug)]
pub struct Options {
    /// Today.
    pub today: Date,
    /// The day of a file without a date; today if it is left out.
    pub date: Option<Date>,
    /// What happens to a blip that a later state no longer lists.
    pub absent: Absent,
    /// The title of the radar.
    pub title: Option<String>,
}

/// What to do with a blip that a later state no longer lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Absent {
    /// Retire it on the date of the first state without it
    #[default]
    Retire,
    /// Leave it where it was
    Keep,
}

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The radar in the imported files.
    pub content: Content,
    /// The files to write, and those to leave alone.
    pub merged: Merged,
}

/// The radar has errors, with the import or without it.
#[derive(Debug, Error)]
#[error("{}", if *.is_new {
    "the imported radar is not valid, which is a bug in this program: please report it"
} else {
    "the existing radar has errors, or the import does not fit it; fix it first"
})]
pub struct Invalid {
    sources: SourceSet,
    problems: Vec<Judged>,
    /// Whether there was no radar before, so that only this program can be wrong.
    is_new: bool,
}

impl Invalid {
    /// Whether there was no radar before, so that only the files or this program can be wrong.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Returns the files, and the problems in them.
    pub fn problems(&self) -> (&SourceSet, &[Judged]) {
        (&self.sources, &self.problems)
    }
}

/// Reads files of a format and merges their radar into an `existing` one, which may be empty. Returns
/// `None`, with the reasons in the report, if the files do not make a radar.
///
/// # Errors
///
/// If the resulting radar is not valid.
pub fn import(
    format: &Format,
    sources: &Sources,
    existing: &SourceSet,
    options: &Options,
    report: &mut Report,
) -> Result<Option<Imported>, Box<Invalid>> {
    let Some(mut content) = (format.read)(sources, options, report) else { return Ok(None) };
    for file in sources.of(sources::Kind::Workbook) {
        let message = "a workbook is not read; save its sheet as CSV and import that file";
        report.push(not_imported(message, Span::file(file.id)));
    }
    language::guess(&mut content, existing.iter().next().is_none());
    content.tidy();
    let merged = merge::merge(&content, existing, options.today)?;
    let sources = merged.over(existing);
    let checked = check(&sources, options.today, &Levels::default());
    if checked.is_denied() {
        let problems = checked.report.judge(&checked.levels);
        let is_new = existing.iter().next().is_none();
        return Err(Box::new(Invalid { sources, problems, is_new }));
    }
    Ok(Some(Imported { content, merged }))
}

impl Report {
    /// Reports why something is left out, and returns nothing in its place.
    fn refuse<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.push(problem);
        None
    }
}

/// Reports something that this program cannot keep.
fn not_imported(message: impl Into<String>, at: Span) -> Diagnostic {
    Diagnostic::new(Code::NotImported, message, at)
}

/// Reports an entry that cannot be used.
fn unusable(message: impl Into<String>, at: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusableRow, message, at)
}

/// What to do with blips that another radar keeps off its chart.
const HOW_TO_HIDE: &str = "`radar retire BLIP` takes a blip off the chart and keeps its page";

/// The title of a radar without one.
const TITLE: &str = "Technology radar";
