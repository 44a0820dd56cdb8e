//! Ids in the content -> indexes into the radar. Reports ids that are unknown, malformed or used twice.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::id::{MAX_LENGTH, id_from, is_id, is_reserved, is_spelt};
use crate::radar::{Owner, PersonIndex, Placement, QuadrantIndex, RETIRED, Radar, RingIndex};

/// What blips are checked against: every id that one can refer to, except other blips, and the day.
pub(super) struct References {
    placements: BTreeMap<String, Placement>,
    quadrants: BTreeMap<String, QuadrantIndex>,
    owners: BTreeMap<String, Owner>,
    people: BTreeMap<String, PersonIndex>,
    /// Whether all rings and quadrants are known. If not, an unknown id may be one of them, and is not
    /// reported a second time.
    is_complete: bool,
    today: Date,
}

impl References {
    pub(super) fn new(radar: &Radar, is_complete: bool, today: Date) -> Self {
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
            today,
        }
    }
}

/// The check of one blip.
pub(super) struct Checker<'r> {
    pub(super) references: &'r References,
    pub(super) report: &'r mut Report,
}

impl Checker<'_> {
    pub(super) fn placement(&mut self, id: &Spanned<String>) -> Option<Placement> {
        self.find_section(&self.references.placements, Code::UnknownRing, "ring", id)
    }

    pub(super) fn quadrant(&mut self, id: &Spanned<String>) -> Option<QuadrantIndex> {
        self.find_section(&self.references.quadrants, Code::UnknownQuadrant, "quadrant", id)
    }

    fn find_section<T: Copy>(
        &mut self,
        known: &BTreeMap<String, T>,
        code: Code,
        what: &str,
        id: &Spanned<String>,
    ) -> Option<T> {
        if self.references.is_complete {
            find(known, code, what, id, self.report)
        } else {
            known.get(&id.value).copied()
        }
    }

    pub(super) fn owner(&mut self, id: &Spanned<String>) -> Option<Owner> {
        find(&self.references.owners, Code::UnknownOwner, "team or person", id, self.report)
    }

    pub(super) fn person(&mut self, id: &Spanned<String>) -> Option<PersonIndex> {
        if let Some(Owner::Team(_)) = self.references.owners.get(&id.value) {
            let message =
                format!("`{}` is a team, and only people review, ask and answer", id.value);
            Diagnostic::new(Code::UnknownPerson, message, id.at)
                .help("name people of the team instead")
                .report_to(self.report);
            return None;
        }
        find(&self.references.people, Code::UnknownPerson, "person", id, self.report)
    }

    /// Returns each person once, or `None` if one of them is unknown.
    pub(super) fn people(&mut self, ids: &[Spanned<String>]) -> Option<Vec<PersonIndex>> {
        let found: Vec<_> = ids.iter().map(|id| self.person(id)).collect();
        let mut people = Vec::new();
        for person in found {
            let person = person?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
        Some(people)
    }

    pub(super) fn report_future(&mut self, what: &str, date: Option<Spanned<Date>>) {
        let today = self.references.today;
        if let Some(date) = date.filter(|date| date.value > today) {
            let dated = date.value;
            let message = format!(
                "this {what} is dated {dated}, after today ({today}), and does not count yet"
            );
            Diagnostic::new(Code::FutureReview, message, date.at)
                .help("correct the date, or wait for the day")
                .report_to(self.report);
        }
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
    let reason = if is_reserved(&id.value) {
        "Windows reserves the name".to_owned()
    } else if is_spelt(&id.value) {
        format!("an id has at most {MAX_LENGTH} characters")
    } else {
        "an id has lower-case letters, digits and single hyphens".to_owned()
    };
    let message = format!("`{}` cannot be an id: {reason}", id.value);
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
            Diagnostic::new(Code::DuplicateId, message, id.at)
                .label("used again here")
                .also(before.at, "first used here")
                .report_to(report);
        } else {
            first.insert(&id.value, id);
        }
    }
}
