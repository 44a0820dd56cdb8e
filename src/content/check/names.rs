//! Ids and what they stand for; looks them up, or says what is wrong with them.

use std::collections::BTreeMap;

use super::people::CheckedPeople;
use super::settings::CheckedSettings;
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::id::{id_from, is_id};
use crate::radar::{Owner, PersonIndex, Placement, QuadrantIndex, RETIRED, RingIndex, TeamIndex};

/// Every id that content can refer to, but for blips.
pub(super) struct Names {
    rings: BTreeMap<String, Placement>,
    quadrants: BTreeMap<String, QuadrantIndex>,
    owners: BTreeMap<String, Owner>,
    /// Whether all rings and quadrants had ids. If not, what is unknown may be one of those, and is
    /// not reported a second time.
    complete: bool,
}

impl Names {
    pub(super) fn new(settings: &CheckedSettings, people: &CheckedPeople) -> Self {
        let mut rings: BTreeMap<_, _> = (0u16..)
            .zip(&settings.rings)
            .map(|(i, ring)| (ring.id.clone(), Placement::Ring(RingIndex(i))))
            .collect();
        rings.insert(RETIRED.to_owned(), Placement::Retired);
        let quadrants = (0u16..)
            .zip(&settings.quadrants)
            .map(|(i, quadrant)| (quadrant.id.clone(), QuadrantIndex(i)))
            .collect();
        let teams = (0u16..)
            .zip(&people.teams)
            .map(|(i, team)| (team.id.clone(), Owner::Team(TeamIndex(i))));
        let persons = (0u16..)
            .zip(&people.people)
            .map(|(i, person)| (person.id.clone(), Owner::Person(PersonIndex(i))));
        let owners = teams.chain(persons).collect();
        Self { rings, quadrants, owners, complete: settings.complete }
    }

    pub(super) fn placement(
        &self,
        id: &Spanned<String>,
        report: &mut Report,
    ) -> Option<Spanned<Placement>> {
        let found = self.rings.get(&id.value).copied();
        if found.is_none() && self.complete {
            report.push(unknown(Code::UnknownRing, "ring", id, self.rings.keys()));
        }
        Some(Spanned::new(found?, id.at))
    }

    pub(super) fn quadrant(
        &self,
        id: &Spanned<String>,
        report: &mut Report,
    ) -> Option<QuadrantIndex> {
        let found = self.quadrants.get(&id.value).copied();
        if found.is_none() && self.complete {
            report.push(unknown(Code::UnknownQuadrant, "quadrant", id, self.quadrants.keys()));
        }
        found
    }

    pub(super) fn owner(&self, id: &Spanned<String>, report: &mut Report) -> Option<Owner> {
        let found = self.owners.get(&id.value).copied();
        if found.is_none() {
            report.push(unknown(Code::UnknownOwner, "team or person", id, self.owners.keys()));
        }
        found
    }

    pub(super) fn person(&self, id: &Spanned<String>, report: &mut Report) -> Option<PersonIndex> {
        match self.owners.get(&id.value) {
            Some(Owner::Person(person)) => Some(*person),
            Some(Owner::Team(_)) => {
                let message =
                    format!("`{}` is a team, and a review or question is a person's", id.value);
                report.push(
                    Diagnostic::new(Code::UnknownPerson, message, id.at)
                        .help("name the people of the team who looked"),
                );
                None
            }
            None => {
                let people =
                    self.owners.iter().filter(|(_, owner)| matches!(owner, Owner::Person(_)));
                report.push(unknown(Code::UnknownPerson, "person", id, people.map(|(id, _)| id)));
                None
            }
        }
    }
}

fn unknown<'k>(
    code: Code,
    what: &str,
    id: &Spanned<String>,
    known: impl Iterator<Item = &'k String>,
) -> Diagnostic {
    Diagnostic::new(code, format!("there is no {what} `{}`", id.value), id.at)
        .suggest(&id.value, known.map(String::as_str))
}

/// Reports an id of the wrong form.
pub(super) fn check_id(id: &Spanned<String>, report: &mut Report) -> bool {
    if is_id(&id.value) {
        return true;
    }
    report.push(invalid_id(&id.value, id));
    false
}

/// What is said of an id of the wrong form.
pub(super) fn invalid_id<T>(id: &str, at: &Spanned<T>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::InvalidId,
        format!("`{id}` cannot be an id: it takes lower-case letters, digits and single hyphens"),
        at.at,
    );
    match id_from(id) {
        better if better.is_empty() => diagnostic,
        better => diagnostic.help(format!("call it `{better}`")),
    }
}

/// Reports an id that was used before; both places are shown.
pub(super) fn check_unique<'i>(
    ids: impl IntoIterator<Item = &'i Spanned<String>>,
    report: &mut Report,
) {
    let mut first: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for id in ids {
        if let Some(before) = first.get(id.value.as_str()) {
            report.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("the id `{}` is used twice", id.value),
                    id.at,
                )
                .label("used again here")
                .also(before.at, "first used here"),
            );
        } else {
            first.insert(&id.value, id);
        }
    }
}
