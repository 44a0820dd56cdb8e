//! The shape of `radar.toml`.

use jiff::civil::Date;

use super::fields::Fields;
use crate::diagnostic::{Located, Place};
use crate::interval::Interval;

/// `radar.toml`.
#[derive(Debug)]
pub struct Settings {
    /// What the radar is called.
    pub title: Option<Located<String>>,
    /// The address it is published at.
    pub base_url: Option<Located<String>>,
    /// A BCP 47 tag.
    pub language: Option<Located<String>>,
    /// The name of a theme.
    pub theme: Option<Located<String>>,
    /// Where a file can be edited.
    pub edit_url: Option<Located<String>>,
    /// `[review]`.
    pub review: Option<ReviewRule>,
    /// `[practice]`.
    pub practice: Option<PracticeRule>,
    /// `[[ring]]`, from the centre out.
    pub rings: Vec<Ring>,
    /// `[[quadrant]]`.
    pub quadrants: Vec<Quadrant>,
    /// `[[edition]]`, in the order of the file.
    pub editions: Vec<Edition>,
    /// `[lints]`: code and level.
    pub lints: Vec<(Located<String>, Located<String>)>,
    /// The start of the file, where there is nothing better to point at.
    pub at: Place,
}

/// `[review]`.
#[derive(Debug)]
pub struct ReviewRule {
    /// The interval.
    pub every: Option<Located<Interval>>,
    /// How long before its end a blip counts as due.
    pub notice: Option<Located<Interval>>,
}

/// `[practice]`.
#[derive(Debug)]
pub struct PracticeRule {
    /// What shows that somebody practises, but for what people.toml declares.
    pub evidence: Option<Located<String>>,
    /// For how long a commit shows it.
    pub window: Option<Located<Interval>>,
}

/// `[[ring]]`.
#[derive(Debug)]
pub struct Ring {
    /// The id.
    pub id: Option<Located<String>>,
    /// What it is called.
    pub name: Option<Located<String>>,
    /// What it means.
    pub description: Option<Located<String>>,
    /// Its own review interval.
    pub review_every: Option<Located<Interval>>,
    /// Where the table stands.
    pub at: Place,
}

/// `[[quadrant]]`.
#[derive(Debug)]
pub struct Quadrant {
    /// The id.
    pub id: Option<Located<String>>,
    /// What it is called.
    pub name: Option<Located<String>>,
    /// What belongs there.
    pub description: Option<Located<String>>,
    /// Its own review interval.
    pub review_every: Option<Located<Interval>>,
    /// Where the table stands.
    pub at: Place,
}

/// `[[edition]]`.
#[derive(Debug)]
pub struct Edition {
    /// The id.
    pub id: Option<Located<String>>,
    /// What it is called.
    pub name: Option<Located<String>>,
    /// The day whose state it is.
    pub date: Option<Located<Date>>,
    /// A few words.
    pub intro: Option<Located<String>>,
}

impl Settings {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            title: fields.required_string("title"),
            base_url: fields.string("base_url"),
            language: fields.string("language"),
            theme: fields.string("theme"),
            edit_url: fields.string("edit_url"),
            review: fields.table("review", |rule| ReviewRule {
                every: rule.positive_interval("every"),
                notice: rule.interval("notice"),
            }),
            practice: fields.table("practice", |practice| PracticeRule {
                evidence: practice.string("evidence"),
                window: practice.positive_interval("window"),
            }),
            rings: fields.tables("ring", |ring| Ring {
                id: ring.required_string("id"),
                name: ring.required_string("name"),
                description: ring.string("description"),
                review_every: ring.positive_interval("review_every"),
                at: ring.at,
            }),
            quadrants: fields.tables("quadrant", |quadrant| Quadrant {
                id: quadrant.required_string("id"),
                name: quadrant.required_string("name"),
                description: quadrant.string("description"),
                review_every: quadrant.positive_interval("review_every"),
                at: quadrant.at,
            }),
            editions: fields.tables("edition", |edition| Edition {
                id: edition.required_string("id"),
                name: edition.required_string("name"),
                date: edition.required_date("date"),
                intro: edition.string("intro"),
            }),
            lints: fields.string_entries("lints"),
            at: fields.at,
        }
    }
}
