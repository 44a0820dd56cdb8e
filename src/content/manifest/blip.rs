//! The shape of a blip's file.

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::Fields;
use crate::content::schema::ID;
use crate::diagnostic::{Span, Spanned};
use crate::radar::interval::Interval;

/// A technology on the radar: what it is, where it stands, and who looked at it.
// `blips/**/ID.toml`. What is `None` was missing or misshapen, and that has been reported.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Blip {
    /// What it is called.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
    /// The id of its quadrant in radar.toml.
    #[schemars(required, regex(pattern = ID))]
    pub quadrant: Option<Spanned<String>>,
    /// Where the latest verdict puts it: the id of a ring in radar.toml, or `retired`.
    #[schemars(required, regex(pattern = ID))]
    pub ring: Option<Spanned<String>>,
    /// Who answers for it: ids of teams and people in people.toml.
    pub owners: Option<Spanned<Vec<Spanned<String>>>>,
    /// Words it can be found by.
    #[schemars(default)]
    pub tags: Vec<Spanned<String>>,
    /// Since when it is on the radar. Left out: since its earliest review.
    pub added: Option<Spanned<Date>>,
    /// Where to read on: `{ title = "…", url = "https://…" }`.
    #[schemars(default)]
    pub links: Vec<Link>,
    /// One line that says what it is to us.
    pub summary: Option<Spanned<String>>,
    /// The text of its page, in Markdown. `[[id]]` links to another blip.
    pub description: Option<Spanned<String>>,
    /// How long its reviews hold, as in "6 months". Left out: as the ring says.
    pub review_every: Option<Spanned<Interval>>,
    /// Who looked at it, when, and what they found; in any order.
    // In the order of the file.
    #[schemars(rename = "review", default)]
    pub reviews: Vec<Review>,
    /// What somebody asked, practising or not; in any order.
    // In the order of the file.
    #[schemars(rename = "question", default)]
    pub questions: Vec<Question>,
    /// Whether `added` or a review is written, be it of the right shape or not.
    #[schemars(skip)]
    pub is_dated: bool,
}

/// A link to somewhere else.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Link {
    /// What to show.
    #[schemars(required)]
    pub title: Option<Spanned<String>>,
    /// A whole address.
    #[schemars(required)]
    pub url: Option<Spanned<String>>,
}

/// Somebody looked at the blip.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Review {
    /// The day. One after today does not count yet.
    #[schemars(required)]
    pub date: Option<Spanned<Date>>,
    /// Who signed: ids of people in people.toml. Empty: nobody did, as imports have it.
    #[schemars(required)]
    pub by: Option<Spanned<Vec<Spanned<String>>>>,
    /// The verdict: the id of a ring, or `retired`. Left out: looked again, no change.
    #[schemars(regex(pattern = ID))]
    pub ring: Option<Spanned<String>>,
    /// What was looked at and what was found, in Markdown.
    pub note: Option<Spanned<String>>,
    /// The address of what shows it: a pull request, a decision, a post-mortem.
    pub evidence: Option<Spanned<String>>,
    /// Where the table stands.
    #[schemars(skip)]
    pub at: Span,
}

/// Somebody asked.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Question {
    /// The day.
    #[schemars(required)]
    pub date: Option<Spanned<Date>>,
    /// Who: the id of a person in people.toml.
    #[schemars(required, regex(pattern = ID))]
    pub by: Option<Spanned<String>>,
    /// What was asked, in Markdown.
    #[schemars(required)]
    pub text: Option<Spanned<String>>,
    /// What was answered: `{ date = …, by = "…", text = "…" }`.
    pub answer: Option<Answer>,
}

/// The answer to a question.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Answer {
    /// The day.
    #[schemars(required)]
    pub date: Option<Spanned<Date>>,
    /// Who: the id of a person in people.toml.
    #[schemars(required, regex(pattern = ID))]
    pub by: Option<Spanned<String>>,
    /// What was answered, in Markdown.
    #[schemars(required)]
    pub text: Option<Spanned<String>>,
}

impl Blip {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            is_dated: fields.is_written("added") || fields.is_written("review"),
            name: fields.required_string("name"),
            quadrant: fields.required_string("quadrant"),
            ring: fields.required_string("ring"),
            owners: fields.strings("owners"),
            tags: fields.strings("tags").map_or_else(Vec::new, |tags| tags.value),
            added: fields.date("added"),
            links: fields.tables("links", Link::read),
            summary: fields.string("summary"),
            description: fields.string("description"),
            review_every: fields.positive_interval("review_every"),
            reviews: fields.tables("review", Review::read),
            questions: fields.tables("question", Question::read),
        }
    }
}

impl Link {
    fn read(fields: &mut Fields) -> Self {
        Self { title: fields.required_string("title"), url: fields.required_string("url") }
    }
}

impl Review {
    fn read(fields: &mut Fields) -> Self {
        Self {
            date: fields.required_date("date"),
            by: fields.required_strings("by"),
            ring: fields.string("ring"),
            note: fields.string("note"),
            evidence: fields.string("evidence"),
            at: fields.at,
        }
    }
}

impl Question {
    fn read(fields: &mut Fields) -> Self {
        Self {
            date: fields.required_date("date"),
            by: fields.required_string("by"),
            text: fields.required_string("text"),
            answer: fields.table("answer", Answer::read),
        }
    }
}

impl Answer {
    fn read(fields: &mut Fields) -> Self {
        Self {
            date: fields.required_date("date"),
            by: fields.required_string("by"),
            text: fields.required_string("text"),
        }
    }
}
