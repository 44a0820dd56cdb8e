//! Ids in the content -> indexes into the radar. Reports ids that are unknown, malformed or used twice.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::id::{id_from, is_id};
use crate::radar::{Owner, PersonIndex, Placement, QuadrantIndex, RETIRED, Radar, RingIndex};

/// The form of an id, as a regular expression for schemas.
pub(super) const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// Every id that a blip can refer to, except other blips.
pub(super) struct References {
    placements: BTreeMap<String, Placement>,
    quadrants: BTreeMap<String, QuadrantIndex>,
    owners: BTreeMap<String, Owner>,
    people: BTreeMap<String, PersonIndex>,
    /// Whether all rings and quadrants are known. If not, an unknown id may be one of them, and is not
    /// reported a second time.
    is_complete: bool,
}

impl References {
    pub(super) fn new(radar: &Radar, is_complete: bool) -> Self {
        let rings = radar.rings.iter().map(|ring| ring.id.clone());
        let rings = rings.zip((0..).map(|at| Placement::Ring(RingIndex(at))));
        let quadrants = radar.quadrants.iter().map(|quadrant| quadrant.id.clone());
        let owners = radar.owners().map(|owner| (radar.owner_id(owner).to_owned(), owner));
        let people = radar.people.iter().map(|person| person.id.clone());
        Self {
            placements: rings.chain([(RETIRED.to_owned(), Placement::Retired)]).collect(),
            quadrants: quadrants.zip((0..).map(QuadrantIndex)).collect(),
            owners: owners.collect(),
            people: people.zip((0..).map(PersonIndex)).collect(),
            is_complete,
        }
    }

    pub(super) fn placement(&self, id: &Spanned<String>, report: &mut Report) -> Option<Placement> {
        let report = if self.is_complete { report } else { &mut Report::default() };
        find(&self.placements, Code::UnknownRing, "ring", id, report)
    }

    pub(super) fn quadrant(
        &self,
        id: &Spanned<String>,
        report: &mut Report,
    ) -> Option<QuadrantIndex> {
        let report = if self.is_complete { report } else { &mut Report::default() };
        find(&self.quadrants, Code::UnknownQuadrant, "quadrant", id, report)
    }

    pub(super) fn owner(&self, id: &Spanned<String>, report: &mut Report) -> Option<Owner> {
        find(&self.owners, Code::UnknownOwner, "team or person", id, report)
    }

    pub(super) fn person(&self, id: &Spanned<String>, report: &mut Report) -> Option<PersonIndex> {
        if let Some(Owner::Team(_)) = self.owners.get(&id.value) {
            let message =
                format!("`{}` is a team, and only people review, ask and answer", id.value);
            report.push(
                Diagnostic::new(Code::UnknownPerson, message, id.at)
                    .help("name people of the team instead"),
            );
            return None;
        }
        find(&self.people, Code::UnknownPerson, "person", id, report)
    }

    /// Returns each person once, or `None` if one of them is unknown.
    pub(super) fn people(
        &self,
        ids: &[Spanned<String>],
        report: &mut Report,
    ) -> Option<Vec<PersonIndex>> {
        let found: Vec<_> = ids.iter().map(|id| self.person(id, report)).collect();
        let mut people = Vec::new();
        for person in found {
            let person = person?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
        Some(people)
    }
}

/// Looks an id up, or reports that it is unknown.
pub(super) fn find<T: Copy>(
    known: &BTreeMap<String, T>,
    code: Code,
    what: &str,
    id: &Spanned<String>,
    report: &mut Report,
) -> Option<T> {
    let found = known.get(&id.value).copied();
    if found.is_none() {
        report.push(unknown(code, what, id, known.keys().map(String::as_str)));
    }
    found
}

/// Returns the diagnostic for an id that nothing has.
pub(super) fn unknown<'k>(
    code: Code,
    what: &str,
    id: &Spanned<String>,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    Diagnostic::new(code, format!("there is no {what} `{}`", id.value), id.at)
        .suggest(&id.value, known)
}

/// Reports an id that is malformed.
pub(super) fn check_id(id: &Spanned<String>, report: &mut Report) {
    check_id_form(id, report, |id| format!("write it as `{id}`"));
}

/// As [`check_id`], with a help of its own for the proposed id.
pub(super) fn check_id_form(
    id: &Spanned<String>,
    report: &mut Report,
    help: impl FnOnce(&str) -> String,
) {
    if is_id(&id.value) {
        return;
    }
    let message = format!(
        "`{}` cannot be an id: an id has lower-case letters, digits and single hyphens",
        id.value
    );
    let problem = Diagnostic::new(Code::InvalidId, message, id.at);
    let proposed = id_from(&id.value);
    report.push(if proposed.is_empty() { problem } else { problem.help(help(&proposed)) });
}

/// Reports each id that was used before, with both spans.
pub(super) fn check_unique<'i>(
    ids: impl IntoIterator<Item = &'i Spanned<String>>,
    report: &mut Report,
) {
    let mut first: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for id in ids {
        if let Some(before) = first.get(id.value.as_str()) {
            let message = format!("the id `{}` is used twice", id.value);
            report.push(
                Diagnostic::new(Code::DuplicateId, message, id.at)
                    .label("used again here")
                    .also(before.at, "first used here"),
            );
        } else {
            first.insert(&id.value, id);
        }
    }
}
