//! The shape of `people.toml`.

use jiff::civil::Date;

use super::fields::Fields;
use crate::diagnostic::{Located, Place};

/// `people.toml`.
#[derive(Debug, Default)]
pub struct People {
    /// `[team.ID]`, by id.
    pub teams: Vec<(Located<String>, Team)>,
    /// `[person.ID]`, by id.
    pub people: Vec<(Located<String>, Person)>,
}

/// `[team.ID]`.
#[derive(Debug)]
pub struct Team {
    /// What it is called.
    pub name: Option<Located<String>>,
}

/// `[person.ID]`.
#[derive(Debug)]
pub struct Person {
    /// Their name.
    pub name: Option<Located<String>>,
    /// What they do.
    pub title: Option<Located<String>>,
    /// The id of their team.
    pub team: Option<Located<String>>,
    /// Whose commits and reviews are theirs.
    pub emails: Vec<Located<String>>,
    /// When they were hands-on.
    pub practising: Vec<Period>,
}

/// An entry of `practising`.
#[derive(Debug)]
pub struct Period {
    /// The first day.
    pub from: Option<Located<Date>>,
    /// The last day.
    pub until: Option<Located<Date>>,
    /// Where the entry stands.
    pub at: Place,
}

impl People {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            teams: fields.named("team", |team| Team { name: team.required_string("name") }),
            people: fields.named("person", Person::read),
        }
    }
}

impl Person {
    fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.required_string("name"),
            title: fields.string("title"),
            team: fields.string("team"),
            emails: fields.strings("emails").map_or_else(Vec::new, |emails| emails.value),
            practising: fields.tables("practising", |period| Period {
                from: period.required_date("from"),
                until: period.date("until"),
                at: period.at,
            }),
        }
    }
}
