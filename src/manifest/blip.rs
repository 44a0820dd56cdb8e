//! The shape of a blip's file.

use jiff::civil::Date;

use super::fields::Fields;
use crate::diagnostic::{Located, Place};
use crate::interval::Interval;

/// `blips/**/ID.toml`. What is `None` was missing or misshapen, and that has been reported.
#[derive(Clone, Debug)]
pub struct Blip {
    /// What it is called.
    pub name: Option<Located<String>>,
    /// The id of its quadrant.
    pub quadrant: Option<Located<String>>,
    /// The id of its ring, or `retired`.
    pub ring: Option<Located<String>>,
    /// Ids of teams and people.
    pub owners: Option<Located<Vec<Located<String>>>>,
    /// Words it can be found by.
    pub tags: Vec<Located<String>>,
    /// Since when it is on the radar.
    pub added: Option<Located<Date>>,
    /// Where to read on.
    pub links: Vec<Link>,
    /// One line.
    pub summary: Option<Located<String>>,
    /// Markdown.
    pub description: Option<Located<String>>,
    /// Its own review interval.
    pub review_every: Option<Located<Interval>>,
    /// In the order of the file.
    pub reviews: Vec<Review>,
    /// In the order of the file.
    pub questions: Vec<Question>,
    /// Whether `added` or a review is written, be it of the right shape or not.
    pub is_dated: bool,
}

/// An entry of `links`.
#[derive(Clone, Debug)]
pub struct Link {
    /// What to show.
    pub title: Option<Located<String>>,
    /// The address.
    pub url: Option<Located<String>>,
}

/// `[[review]]`.
#[derive(Clone, Debug)]
pub struct Review {
    /// When.
    pub date: Option<Located<Date>>,
    /// Ids of people; empty for what an import found.
    pub by: Option<Located<Vec<Located<String>>>>,
    /// The verdict: the id of a ring, or `retired`.
    pub ring: Option<Located<String>>,
    /// Why.
    pub note: Option<Located<String>>,
    /// A link to what shows it.
    pub evidence: Option<Located<String>>,
    /// Where the table stands.
    pub at: Place,
}

/// `[[question]]`.
#[derive(Clone, Debug)]
pub struct Question {
    /// When.
    pub date: Option<Located<Date>>,
    /// The id of a person.
    pub by: Option<Located<String>>,
    /// What was asked.
    pub text: Option<Located<String>>,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// The `answer` of a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// When.
    pub date: Option<Located<Date>>,
    /// The id of a person.
    pub by: Option<Located<String>>,
    /// What was answered.
    pub text: Option<Located<String>>,
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
