//! `people.toml`: its keys, their schema and their checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::values::check_distinct;
use super::fields::{self, Fields, FromTable, read_keys};
use super::patterns::names_of_tables;
use super::references::{check_id, check_unique, find};
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::{self, TeamIndex};
use crate::source::{FileId, SourceSet};

/// Teams and people, and when each person was hands-on.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct People {
    /// Teams by id: `[team.ID]`.
    #[schemars(
        rename = "team",
        default,
        with = "BTreeMap<String, Team>",
        extend("propertyNames" = names_of_tables())
    )]
    teams: Vec<(Spanned<String>, Team)>,
    /// People by id: `[person.ID]`.
    #[schemars(
        rename = "person",
        default,
        with = "BTreeMap<String, Person>",
        extend("propertyNames" = names_of_tables())
    )]
    people: Vec<(Spanned<String>, Person)>,
}

/// A team.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Team {
    /// The name of the team.
    #[schemars(required)]
    name: Option<Spanned<String>>,
}

/// A person.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Person {
    /// The name of the person.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// The job title, such as "Staff engineer".
    title: Option<Spanned<String>>,
    /// The id of the person's team.
    #[schemars(extend("x-ids" = "team"))]
    team: Option<Spanned<String>>,
    /// Email addresses that identify the person's commits and reviews. No page shows them.
    #[schemars(extend("uniqueItems" = true))]
    emails: Option<Spanned<Vec<Spanned<String>>>>,
    /// When the person was hands-on. Without a period, the person does not practise.
    #[schemars(default)]
    practising: Vec<Period>,
}

/// A period of days, including both ends.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Period {
    /// The first day.
    #[schemars(required)]
    from: Option<Spanned<Date>>,
    /// The last day. Leave it out while the person is still hands-on.
    until: Option<Spanned<Date>>,
    #[schemars(skip)]
    at: Span,
}

impl FromTable for People {
    fn read(fields: &mut Fields) -> Self {
        Self { teams: fields.named("team"), people: fields.named("person") }
    }
}

read_keys!(Team { required: name; });
read_keys!(Person { required: name; optional: title, team, emails; tables: practising; });
read_keys!(Period { required: from; optional: until; } with at);

/// Reads and checks `people.toml`. Returns teams and people, each sorted by id.
///
/// Every id is kept, even if other keys of its table are wrong: otherwise each reference to it would be
/// reported too.
pub(super) fn read(
    sources: &SourceSet,
    file: FileId,
    report: &mut Report,
) -> Option<(Vec<radar::Team>, Vec<radar::Person>)> {
    let written: People = fields::read(sources, file, report)?;
    let team_ids = written.teams.iter().map(|(id, _)| id);
    let ids: Vec<_> = team_ids.chain(written.people.iter().map(|(id, _)| id)).collect();
    for id in &ids {
        check_id(id, report);
    }
    // A team and a person with the same id: an owner could be either.
    check_unique(ids, report);
    // Whose commits would they be?
    let emails = written.people.iter().filter_map(|(_, person)| person.emails.as_ref());
    check_distinct("the address", emails.flat_map(|emails| &emails.value), report);

    let mut teams: Vec<radar::Team> =
        written.teams.into_iter().map(|(id, team)| team.check(id)).collect();
    teams.sort_by(|a, b| a.id.cmp(&b.id));
    let indexes = teams.iter().map(|team| team.id.clone()).zip((0..).map(TeamIndex)).collect();
    let mut people: Vec<radar::Person> =
        written.people.into_iter().map(|(id, person)| person.check(id, &indexes, report)).collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    Some((teams, people))
}

impl Team {
    fn check(self, id: Spanned<String>) -> radar::Team {
        let name = self.name.map_or_else(|| id.value.clone(), |name| name.value);
        radar::Team { id: id.value, name }
    }
}

impl Person {
    fn check(
        self,
        id: Spanned<String>,
        teams: &BTreeMap<String, TeamIndex>,
        report: &mut Report,
    ) -> radar::Person {
        let emails = self.emails.into_iter().flat_map(|emails| emails.value);
        radar::Person {
            name: self.name.map_or_else(|| id.value.clone(), |name| name.value),
            id: id.value,
            title: self.title.map(|title| title.value),
            team: self.team.and_then(|id| find(teams, Code::UnknownPerson, "team", &id, report)),
            emails: emails.map(|email| email.value).collect(),
            committed: Vec::new(),
            practising: periods(&self.practising, report),
        }
    }
}

/// Checks the periods of a person. One that begins before another has ended was meant to end, or is the same.
fn periods(written: &[Period], report: &mut Report) -> Vec<radar::Period> {
    let periods: Vec<radar::Period> =
        written.iter().filter_map(|period| period.check(report)).collect();
    let mut sorted: Vec<&radar::Period> = periods.iter().collect();
    sorted.sort_by_key(|period| period.from);
    for pair in sorted.windows(2) {
        let [before, after] = pair else { continue };
        if before.until.is_none_or(|until| after.from <= until) {
            Diagnostic::new(Code::ContradictingDates, "two periods of practice overlap", after.at)
                .label("this period begins")
                .also(before.at, "before this one has ended")
                .help("end the earlier period with until = …, or make them one")
                .report_to(report);
        }
    }
    periods
}

impl Period {
    fn check(&self, report: &mut Report) -> Option<radar::Period> {
        let from = self.from?;
        if let Some(until) = self.until.filter(|until| until.value < from.value) {
            Diagnostic::new(Code::InvalidValue, "the period ends before it starts", until.at)
                .label("the last day")
                .also(from.at, "the first day")
                .help("swap the two dates, or correct the year")
                .report_to(report);
            return None;
        }
        let until = self.until.map(|until| until.value);
        Some(radar::Period { from: from.value, until, at: self.at })
    }
}
