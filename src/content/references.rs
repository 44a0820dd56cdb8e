//! Ids in the content -> indexes into the radar. Reports ids that are unknown, malformed or used twice.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::file_name::is_device;
use crate::radar::id::{MAX_LENGTH, id_from, is_id, is_spelt};
use crate::radar::{Owner, PersonIndex, Placement, QuadrantIndex, RETIRED, Radar, RingIndex};

/// What blips are checked against: every id that one can refer to, except other blips, and the day.
pub(super) struct References {
    placements: Known<Placement>,
    quadrants: Known<QuadrantIndex>,
    owners: Known<Owner>,
    people: Known<PersonIndex>,
    today: Date,
}

/// The ids of a kind.
pub(super) struct Known<T> {
    pub(super) ids: BTreeMap<String, T>,
    /// Whether all are known. If not, an unknown id may be one of them, and is not reported a second time.
    pub(super) is_complete: bool,
}

impl<T: Copy> Known<T> {
    fn new(ids: impl Iterator<Item = (String, T)>, is_complete: bool) -> Self {
        Self { ids: ids.collect(), is_complete }
    }

    /// Looks an id up, or reports that it is unknown.
    pub(super) fn find(
        &self,
        code: Code,
        what: &str,
        id: &Spanned<String>,
        report: &mut Report,
    ) -> Option<T> {
        let found = self.ids.get(&id.value).copied();
        if found.is_none() && self.is_complete {
            report.push(unknown(code, what, id, self.ids.keys().map(String::as_str)));
        }
        found
    }
}

impl References {
    /// `has_sections` and `has_people` say whether all of those are known.
    pub(super) fn new(radar: &Radar, has_sections: bool, has_people: bool, today: Date) -> Self {
        let rings = radar.rings.iter().map(|ring| ring.id.clone());
        let rings = rings.zip((0..).map(|at| Placement::Ring(RingIndex(at))));
        let quadrants = radar.quadrants.iter().map(|quadrant| quadrant.id.clone());
        let owners = radar.owners().map(|owner| (radar.owner_id(owner).to_owned(), owner));
        let people = radar.people.iter().map(|person| person.id.clone());
        Self {
            placements: Known::new(
                rings.chain([(RETIRED.to_owned(), Placement::Retired)]),
                has_sections,
            ),
            quadrants: Known::new(quadrants.zip((0..).map(QuadrantIndex)), has_sections),
            owners: Known::new(owners, has_people),
            people: Known::new(people.zip((0..).map(PersonIndex)), has_people),
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
        self.references.placements.find(Code::UnknownRing, "ring", id, self.report)
    }

    pub(super) fn quadrant(&mut self, id: &Spanned<String>) -> Option<QuadrantIndex> {
        self.references.quadrants.find(Code::UnknownQuadrant, "quadrant", id, self.report)
    }

    pub(super) fn owner(&mut self, id: &Spanned<String>) -> Option<Owner> {
        self.references.owners.find(Code::UnknownOwner, "team or person", id, self.report)
    }

    pub(super) fn person(&mut self, id: &Spanned<String>) -> Option<PersonIndex> {
        if let Some(Owner::Team(_)) = self.references.owners.ids.get(&id.value) {
            let message =
                format!("`{}` is a team, and only people review, ask and answer", id.value);
            Diagnostic::new(Code::UnknownPerson, message, id.at)
                .help("name people of the team instead")
                .report_to(self.report);
            return None;
        }
        self.references.people.find(Code::UnknownPerson, "person", id, self.report)
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
    let reason = if is_device(&id.value) {
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
