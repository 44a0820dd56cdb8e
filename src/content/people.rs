//! `people.toml`: its keys, their schema and their checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::values::check_distinct;
use super::fields::{self, Fields, FromTable, read_keys};
use super::patterns::names_of_tables;
use super::references::{Known, check_id, check_unique};
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::id::is_id;
use crate::radar::{self, TeamIndex};
use crate::source::{FileId, SourceSet};

/// Teams and people, and when each person was hands-on.
#[allow(clippy::struct_field_names, reason = "the file is named like what most of it is")]
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
    /// Whether each team and person could be read.
    #[schemars(skip)]
    is_complete: bool,
}

/// The content of the file.
#[derive(Default)]
pub(super) struct Checked {
    /// Sorted by id.
    pub(super) teams: Vec<radar::Team>,
    /// Sorted by id.
    pub(super) people: Vec<radar::Person>,
    /// Whether all names are known. If not, an unknown one may be among the others, and is not reported a second time.
    pub(super) is_complete: bool,
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
        let written = fields.count("team") + fields.count("person");
        let (teams, people) = (fields.named("team"), fields.named("person"));
        let is_complete = teams.len() + people.len() == written
            && !fields.is_misspelt("team")
            && !fields.is_misspelt("person");
        Self { teams, people, is_complete }
    }
}

read_keys!(Team { required: name; });
read_keys!(Person { required: name; optional: title, team, emails; tables: practising; });
read_keys!(Period { required: from; optional: until; } with at);

/// Reads and checks `people.toml`.
///
/// Every id is kept, even if other keys of its table are wrong: otherwise each reference to it would be
/// reported too.
pub(super) fn read(sources: &SourceSet, file: FileId, report: &mut Report) -> Option<Checked> {
    let written: People = fields::read(sources, file, report)?;
    let team_ids = written.teams.iter().map(|(id, _)| id);
    let ids: Vec<_> = team_ids.chain(written.people.iter().map(|(id, _)| id)).collect();
    for id in &ids {
        check_id(id, report);
    }
    let is_complete = written.is_complete && ids.iter().all(|id| is_id(&id.value));
    // A team and a person with the same id: an owner could be either.
    check_unique(ids, report);
    // Whose commits would they be?
    let emails = written.people.iter().filter_map(|(_, person)| person.emails.as_ref());
    check_distinct("the address", emails.flat_map(|emails| &emails.value), report);

    let mut teams: Vec<radar::Team> =
        written.teams.into_iter().map(|(id, team)| team.check(id)).collect();
    teams.sort_by(|a, b| a.id.cmp(&b.id));
    let indexes = teams.iter().map(|team| team.id.clone()).zip((0..).map(TeamIndex)).collect();
    let known = Known { ids: indexes, is_complete };
    let mut people: Vec<radar::Person> =
        written.people.into_iter().map(|(id, person)| person.check(id, &known, report)).collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    Some(Checked { teams, people, is_complete })
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
        teams: &Known<TeamIndex>,
        report: &mut Report,
    ) -> radar::Person {
        let emails = self.emails.into_iter().flat_map(|emails| emails.value);
        radar::Person {
            name: self.name.map_or_else(|| id.value.clone(), |name| name.value),
            id: id.value,
            title: self.title.map(|title| title.value),
            team: self.team.and_then(|id| teams.find(Code::UnknownPerson, "team", &id, report)),
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::diagnostic::Levels;
    use crate::source::SourceSet;

    const RADAR: &str = "title = \"T\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n";
    const BLIP: &str = "name = \"X\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2026-01-02\nowners = [\"crew\", \"ada\"]\n\
        [[review]]\ndate = 2026-02-01\nby = [\"ada\", \"ben\"]\nring = \"adopt\"\nnote = \"n\"\n";
    const PEOPLE: &str = "[team.crew]\nname = \"C\"\n[person.ben]\nname = \"B\"\n\
        [person.ada]\nname = \"A\"\nteam = \"crew\"\npractising = [{ from = 2020-01-01 }]\n";

    fn errors(people: &str) -> Vec<String> {
        let files = [
            ("radar/radar.toml", RADAR),
            ("radar/people.toml", people),
            ("radar/blips/x.toml", BLIP),
        ];
        let sources = SourceSet::from_files(files);
        let checked = crate::content::check(&sources, date(2026, 3, 1), &Levels::default());
        checked.report.iter().map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn a_name_that_could_not_be_read_is_not_called_unknown() {
        assert_eq!(errors(PEOPLE), [""; 0]);
        for (from, to, message) in [
            ("[person.ada]", "[people.ada]", "unknown key `people`"),
            ("[team.crew]", "[teams.crew]", "unknown key `teams`"),
            (
                "[person.ada]",
                "[person.Ada]",
                "`Ada` cannot be an id: an id has lower-case letters, digits and single hyphens",
            ),
            (
                "[team.crew]\nname = \"C\"",
                "[team]\ncrew = \"C\"",
                "`team` must be a table, not a string",
            ),
            ("[person.ada]", "[person.adah]", "there is no person `ada`"),
        ] {
            let found = errors(&PEOPLE.replace(from, to));
            assert_eq!(found[0], message, "{to}");
            assert_eq!(found.len() == 1, !message.starts_with("there is no"), "{found:?}");
        }
    }
}
