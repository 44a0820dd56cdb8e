//! The shape of `people.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::Fields;
use crate::content::schema::ID;
use crate::diagnostic::{Span, Spanned};

/// Teams and people, and when each person was hands-on.
#[derive(Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct People {
    /// Teams by their ids: `[team.ID]`.
    #[schemars(rename = "team", default, with = "BTreeMap<String, Team>")]
    pub teams: Vec<(Spanned<String>, Team)>,
    /// People by their ids: `[person.ID]`.
    #[schemars(rename = "person", default, with = "BTreeMap<String, Person>")]
    pub people: Vec<(Spanned<String>, Person)>,
}

/// A team.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Team {
    /// What it is called.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
}

/// A person.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Person {
    /// Their name.
    #[schemars(required)]
    pub name: Option<Spanned<String>>,
    /// What they do, such as "Staff engineer".
    pub title: Option<Spanned<String>>,
    /// The id of their team.
    #[schemars(regex(pattern = ID))]
    pub team: Option<Spanned<String>>,
    /// The addresses whose commits and reviews are theirs. No page shows them.
    #[schemars(default)]
    pub emails: Vec<Spanned<String>>,
    /// When they were hands-on. No period: they do not practise.
    #[schemars(default)]
    pub practising: Vec<Period>,
}

/// A stretch of days, both ends included.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    #[schemars(required)]
    pub from: Option<Spanned<Date>>,
    /// The last day. Left out: still hands-on.
    pub until: Option<Spanned<Date>>,
    /// Where the entry stands.
    #[schemars(skip)]
    pub at: Span,
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
