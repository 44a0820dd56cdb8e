//! Radars kept elsewhere -> the files of this program's own content.
//!
//! 1. [`Sources`] decodes and parses the files; a [`Format`] recognises them ([`detect`]).
//! 2. The format reads them into [`Content`]: it signs no review, as nobody here stood behind what it brings.
//! 3. The content is laid over the radar that is there, if any ([`merge`]), and written as TOML, as a person
//!    would write it.
//! 4. The very pipeline that will read these files checks them.
//!
//! All of it happens in memory, so that nothing is ever written half; disk is the concern of
//! [`crate::command`].

mod aoe;
mod backstage;
mod byor;
mod content;
mod date;
mod days;
mod files;
mod html;
mod merge;
mod name;
mod own;
mod places;
mod porsche;
mod prose;
mod qiwi;
mod record;
mod releases;
mod sources;
mod state;
mod table;
mod value;
mod vocabulary;
mod zalando;

use jiff::civil::Date;
use thiserror::Error;

use crate::content::check;
use crate::diagnostic::{Code, Diagnostic, Judged, Levels, Report, Span};
use crate::source::SourceSet;
pub use content::{Blip, Content, Details, Edition, Link, Review, Term};
pub use merge::{Merged, Standing};
pub use record::RECORD;
pub use sources::Sources;

/// Every format, in the order in which people are told of them. The next one is a line here, and its
/// file above.
pub const FORMATS: &[&dyn Format] = &[
    &byor::Byor,
    &aoe::Aoe,
    &porsche::Porsche,
    &zalando::Zalando,
    &backstage::Backstage,
    &qiwi::Qiwi,
    &own::Own,
];

/// A format that radars are kept in elsewhere.
pub trait Format: Sync {
    /// What `--from` calls it.
    fn name(&self) -> &'static str;

    /// Whose it is, as people say it.
    fn title(&self) -> &'static str;

    /// Whether files are of this format, and what tells.
    fn recognise(&self, sources: &Sources) -> Recognition;

    /// Reads files into content. Whatever cannot be used is reported with its place; `None` where
    /// what is left is no radar.
    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content>;
}

/// Whether files are of a format, and what tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// They are.
    Sure(String),
    /// Nothing speaks against it; the format's own errors will say what is amiss.
    Perhaps(String),
    /// They are not.
    No(String),
}

/// The format of this name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// A format that was found, and what told.
#[derive(Clone)]
pub struct Detected {
    /// The format.
    pub format: &'static dyn Format,
    /// What in the files told.
    pub because: String,
}

/// Files that no format, or more than one, would have.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}", self.lines())]
pub struct Unsure {
    /// The formats that it could be, or else those that it is not; each with the reason.
    reasons: Vec<(&'static str, String)>,
    is_ambiguous: bool,
}

impl Unsure {
    fn lines(&self) -> String {
        let first = if self.is_ambiguous {
            "the files could be of several formats; name one with --from"
        } else {
            "the files are of no format that is known; if they should be, name it with --from"
        };
        let lines = self.reasons.iter().map(|(name, why)| format!("\n  {name}: {why}"));
        lines.fold(first.to_owned(), |all, line| all + &line)
    }
}

/// Finds the format of some files: the one that is sure of them, or else the only one that may be.
///
/// # Errors
///
/// If it is none of them, or not clear which.
pub fn detect(sources: &Sources) -> Result<Detected, Unsure> {
    let all = FORMATS.iter().map(|format| (*format, format.recognise(sources)));
    let mut sure = Vec::new();
    let mut perhaps = Vec::new();
    let mut no = Vec::new();
    for (format, recognition) in all {
        match recognition {
            Recognition::Sure(because) => sure.push((format, because)),
            Recognition::Perhaps(because) => perhaps.push((format, because)),
            Recognition::No(because) => no.push((format, because)),
        }
    }
    let found = if sure.is_empty() { perhaps } else { sure };
    let is_ambiguous = !found.is_empty();
    if let [(format, because)] = &found[..] {
        return Ok(Detected { format: *format, because: because.clone() });
    }
    let reasons = if is_ambiguous { found } else { no };
    let reasons = reasons.into_iter().map(|(format, why)| (format.name(), why)).collect();
    Err(Unsure { reasons, is_ambiguous })
}

/// Reports files that cannot even be parsed; whether there is one.
pub fn report_broken(sources: &Sources, report: &mut Report) -> bool {
    sources.report_broken(report)
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

/// What to do with a blip that a later state no longer lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Absent {
    /// Retire it on the date of the first state without it
    #[default]
    Retire,
    /// Leave it where it was
    Keep,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The radar that the files gave.
    pub content: Content,
    /// What is to be written, and what is left as it is.
    pub merged: Merged,
}

/// The files that were made do not pass the check that every radar has to pass.
#[derive(Debug, Error)]
pub enum Invalid {
    /// A radar that is new: only this program can be wrong.
    #[error(
        "what would be written is no valid radar, which is a mistake of this program: please report it"
    )]
    Made {
        /// The files as they would have been.
        sources: SourceSet,
        /// What is wrong with them.
        problems: Vec<Judged>,
    },
    /// The radar that is there has errors, with the import or without it.
    #[error("the radar that is there and what is imported do not go together; mend it first")]
    There {
        /// The files as they would have been.
        sources: SourceSet,
        /// What is wrong with them.
        problems: Vec<Judged>,
    },
}

impl Invalid {
    /// What is wrong, and the files it is wrong with.
    pub fn problems(&self) -> (&SourceSet, &[Judged]) {
        match self {
            Self::Made { sources, problems } | Self::There { sources, problems } => {
                (sources, problems)
            }
        }
    }
}

/// Reads files of a format and lays the radar they hold over the one in `there`, which may be
/// empty; `None`, with the reasons in the report, where they are too little for a radar.
///
/// # Errors
///
/// If the radar that comes of it is not valid.
pub fn import(
    format: &dyn Format,
    sources: &Sources,
    there: &SourceSet,
    options: &Options,
    report: &mut Report,
) -> Result<Option<Imported>, Box<Invalid>> {
    let Some(content) = format.read(sources, options, report) else { return Ok(None) };
    let is_new = there.iter().next().is_none();
    let merged = merge::merge(&content, there, options.today)?;
    let made = merged.over(there);
    let checked = check::check(&made, options.today, &Levels::default());
    if checked.is_denied() {
        let problems = checked.report.judge(&checked.levels);
        return Err(Box::new(if is_new {
            Invalid::Made { sources: made, problems }
        } else {
            Invalid::There { sources: made, problems }
        }));
    }
    Ok(Some(Imported { content, merged }))
}

/// Something that this program has no place for.
fn not_imported(message: impl Into<String>, at: Span) -> Diagnostic {
    Diagnostic::new(Code::NotImported, message, at)
}

/// An entry that cannot be used.
fn unusable(message: impl Into<String>, at: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusableRow, message, at)
}

/// What a radar is called whose name nobody gave.
const TITLE: &str = "Technology radar";
