//! The shape of `radar.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::Fields;
use crate::content::schema::{ID, LintLevel, lints};
use crate::diagnostic::{Span, Spanned};
use crate::radar::interval::Interval;

/// The radar: title, rings, quadrants, editions, the review rule.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Settings {
    /// What the radar is called.
    #[schemars(required)]
    pub title: Option<Spanned<String>>,
    /// Where the site will be: its whole address, which ends in a slash.
    pub base_url: Option<Spanned<String>>,
    /// The language of the interface, a tag such as "en" or "de".
    pub language: Option<Spanned<String>>,
    /// The name of a theme. Left out: "default".
    pub theme: Option<Spanned<String>>,
    /// The address of an editor for a blip's file; {path} becomes its path.
    pub edit_url: Option<Spanned<String>>,
    /// The review rule: how long a review holds.
    pub review: Option<ReviewRule>,
    /// What shows that somebody practises.
    pub practice: Option<PracticeRule>,
    /// The rings, from the centre out. Left out: adopt, trial, assess, hold.
    #[schemars(rename = "ring", default, length(max = 8))]
    pub rings: Vec<Ring>,
    /// The quadrants, clockwise from the left of the top.
    #[schemars(rename = "quadrant", length(min = 1, max = 8))]
    pub quadrants: Vec<Quadrant>,
    /// Published states of the radar, in any order.
    // In the order of the file.
    #[schemars(rename = "edition", default)]
    pub editions: Vec<Edition>,
    /// How bad each kind of problem is.
    // Code and level.
    #[schemars(
        default,
        with = "BTreeMap<String, LintLevel>",
        extend("propertyNames" = lints())
    )]
    pub lints: Vec<(Spanned<String>, Spanned<String>)>,
    /// The start of the file, where there is nothing better to point at.
    #[schemars(skip)]
    pub at: Span,
}

/// The review rule.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReviewRule {
    /// How long a hands-on review holds, as in "12 months"; at least a day.
    pub every: Option<Spanned<Interval>>,
    /// How long before its end a blip counts as due, as in "2 months".
    pub notice: Option<Spanned<Interval>>,
}

/// What shows that somebody practises.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PracticeRule {
    /// What shows it, but for what people.toml declares.
    pub evidence: Option<Spanned<String>>,
    /// For how long a commit shows it, as in "3 months".
    pub window: Option<Spanned<Interval>>,
}

/// A ring.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ring {
    /// What blips name it by: lower-case letters, digits and single hyphens.
    #[schemars(required, regex(pattern = ID))]
    pub id: Option<Spanned<String>>,
    /// What is shown.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
    /// What it means, in Markdown.
    pub description: Option<Spanned<String>>,
    /// How long reviews hold here.
    pub review_every: Option<Spanned<Interval>>,
    /// Where the table stands.
    #[schemars(skip)]
    pub at: Span,
}

/// A quadrant.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Quadrant {
    /// What blips name it by: lower-case letters, digits and single hyphens.
    #[schemars(required, regex(pattern = ID))]
    pub id: Option<Spanned<String>>,
    /// What is shown.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
    /// What belongs there, in Markdown.
    pub description: Option<Spanned<String>>,
    /// How long reviews hold here.
    pub review_every: Option<Spanned<Interval>>,
    /// Where the table stands.
    #[schemars(skip)]
    pub at: Span,
}

/// A published state of the radar.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Edition {
    /// The name of its page: editions/ID.html.
    #[schemars(required, regex(pattern = ID))]
    pub id: Option<Spanned<String>>,
    /// What is shown.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
    /// The day whose state it is.
    #[schemars(required)]
    pub date: Option<Spanned<Date>>,
    /// A few words, in Markdown.
    pub intro: Option<Spanned<String>>,
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
