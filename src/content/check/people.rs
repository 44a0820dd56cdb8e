//! `people.toml`, checked.

use super::names::{check_id, check_unique};
use crate::content::manifest;
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::{Period, Person, Team, TeamIndex};

/// Teams and people, each sorted by id.
pub(super) struct CheckedPeople {
    pub(super) teams: Vec<Team>,
    pub(super) people: Vec<Person>,
}

/// Checks `people.toml`. Everybody who has an id comes through, so that nobody is called unknown
/// because something else of theirs is wrong.
pub(super) fn people(manifest: manifest::People, report: &mut Report) -> CheckedPeople {
    let ids: Vec<&Spanned<String>> = manifest
        .teams
        .iter()
        .map(|(id, _)| id)
        .chain(manifest.people.iter().map(|(id, _)| id))
        .collect();
    for id in &ids {
        check_id(id, report);
    }
    // A team and a person of one id: an owner could be either.
    check_unique(ids, report);

    let mut teams: Vec<Team> = manifest
        .teams
        .into_iter()
        .map(|(id, team)| Team {
            name: team.name.map_or_else(|| id.value.clone(), |name| name.value),
            id: id.value,
        })
        .collect();
    teams.sort_by(|a, b| a.id.cmp(&b.id));
    let mut people: Vec<Person> = manifest
        .people
        .into_iter()
        .map(|(id, written)| person(id, written, &teams, report))
        .collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    CheckedPeople { teams, people }
}

fn person(
    id: Spanned<String>,
    written: manifest::Person,
    teams: &[Team],
    report: &mut Report,
) -> Person {
    Person {
        name: written.name.map_or_else(|| id.value.clone(), |name| name.value),
        id: id.value,
        title: written.title.map(|title| title.value),
        team: written.team.and_then(|team| find_team(&team, teams, report)),
        emails: written.emails.into_iter().map(|email| email.value).collect(),
        committed: Vec::new(),
        practising: written.practising.iter().filter_map(|p| period(p, report)).collect(),
    }
}

fn find_team(id: &Spanned<String>, teams: &[Team], report: &mut Report) -> Option<TeamIndex> {
    let found = teams.iter().position(|team| team.id == id.value);
    if found.is_none() {
        report.push(
            Diagnostic::new(Code::UnknownPerson, format!("there is no team `{}`", id.value), id.at)
                .suggest(&id.value, teams.iter().map(|team| team.id.as_str())),
        );
    }
    found.map(|at| TeamIndex(at as u16))
}

fn period(written: &manifest::Period, report: &mut Report) -> Option<Period> {
    let from = written.from?;
    if let Some(until) = written.until
        && until.value < from.value
    {
        report.push(
            Diagnostic::new(Code::InvalidValue, "the period ends before it starts", until.at)
                .label("the last day")
                .also(from.at, "the first day")
                .help("put the two dates the other way round, or mend the year"),
        );
        return None;
    }
    Some(Period { from: from.value, until: written.until.map(|until| until.value), at: written.at })
}
