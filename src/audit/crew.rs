//! The practising periods of people at a commit, each with the commits that brought it and moved its ends.

use std::collections::BTreeMap;

use super::CommitIndex;
use super::version::{Period, Person};

/// The people of people.toml at a commit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crew {
    /// By id.
    pub(crate) people: BTreeMap<String, Member>,
    /// The addresses of those who are not in the file any more, by their ids.
    past: BTreeMap<String, Vec<String>>,
    /// Whether the last version could not be read.
    is_unreadable: bool,
}

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    name: String,
    emails: Vec<String>,
    pub(crate) periods: Vec<PeriodRecord>,
    pub(crate) claims: Vec<Claim>,
}

/// An address that a commit gave to somebody who was there before, or took from somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) address: String,
    pub(crate) commit: CommitIndex,
    /// The addresses that the person had before.
    pub(crate) before: Vec<String>,
    /// The addresses of those who had it, if it was taken from somebody.
    pub(crate) taken_from: Option<Vec<String>>,
}

/// A period and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct PeriodRecord {
    pub(crate) period: Period,
    /// The commit that brought it with these ends.
    pub(crate) entered: CommitIndex,
    /// What added days to it, the earliest first.
    pub(crate) extended: Vec<Extension>,
    /// Whether the version before it could not be read.
    pub(crate) is_unclear: bool,
}

/// Days that a commit added to what a person practised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) commit: CommitIndex,
    pub(crate) how: Extended,
    pub(crate) before: Option<Period>,
}

/// How a commit added days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extended {
    /// The person is new, with this period.
    Declared,
    /// The person was there, and the period is new.
    Added,
    /// Its end is later.
    Prolonged,
    /// It has no end any more.
    Opened,
    /// It begins earlier.
    Moved,
}

impl Crew {
    /// Returns the crew at a commit from those of its parents; without people if the file is not valid.
    pub(crate) fn step(commit: CommitIndex, parents: &[&Crew], people: Option<&[Person]>) -> Self {
        let is_unclear = parents.iter().any(|parent| parent.is_unreadable);
        let Some(people) = people else {
            let known = parents.first().map(|crew| Crew::clone(crew)).unwrap_or_default();
            return Self { is_unreadable: true, ..known };
        };
        let renamed = renamed(parents, people);
        let step = |person: &Person| {
            let id = renamed.get(&person.id).unwrap_or(&person.id);
            let before: Vec<&Member> =
                parents.iter().filter_map(|parent| parent.people.get(id)).collect();
            let mut member = member(commit, &before, person, is_unclear);
            member.claims = claims(commit, parents, id, person);
            (person.id.clone(), member)
        };
        let now: BTreeMap<String, Member> = people.iter().map(step).collect();
        let mut past = BTreeMap::new();
        for parent in parents {
            past.extend(parent.past.clone());
            let members =
                parent.people.iter().filter(|(id, _)| !renamed.values().any(|r| r == *id));
            past.extend(members.map(|(id, member)| (id.clone(), member.emails.clone())));
        }
        past.retain(|id, _| !now.contains_key(id));
        Self { people: now, past, is_unreadable: false }
    }
}

/// Returns the earlier ids of the people whose ids changed: nobody has the earlier one any more, and the name or an
/// address is the same.
pub(crate) fn renamed(parents: &[&Crew], people: &[Person]) -> BTreeMap<String, String> {
    let is_there = |id: &String| people.iter().any(|person| person.id == *id);
    let was_there = |id: &String| parents.iter().any(|parent| parent.people.contains_key(id));
    let mut went: BTreeMap<&String, &Member> = BTreeMap::new();
    for parent in parents {
        went.extend(parent.people.iter().filter(|(id, _)| !is_there(id)));
    }
    let mut renamed = BTreeMap::new();
    if went.is_empty() {
        return renamed;
    }
    for person in people.iter().filter(|person| !was_there(&person.id)) {
        let is_same = |member: &Member| {
            (member.name == person.name && !person.name.is_empty())
                || member.emails.iter().any(|email| person.emails.contains(email))
        };
        let before = went.iter().find(|(_, member)| is_same(member)).map(|(id, _)| *id);
        if let Some(before) = before {
            went.remove(before);
            renamed.insert(person.id.clone(), before.clone());
        }
    }
    renamed
}

fn member(commit: CommitIndex, before: &[&Member], person: &Person, is_unclear: bool) -> Member {
    let known: Vec<&PeriodRecord> = before.iter().flat_map(|member| &member.periods).collect();
    let mut left: Vec<&PeriodRecord> = Vec::new();
    for record in &known {
        let is_kept = person.periods.contains(&record.period);
        if !is_kept && !left.iter().any(|other| other.period == record.period) {
            left.push(record);
        }
    }
    let record = |period: &Period| {
        let same = known.iter().filter(|record| record.period == *period);
        if let Some(record) = same.min_by_key(|record| record.entered) {
            return (*record).clone();
        }
        // The one that it was made of: with the same end or beginning, or else one that it overlaps.
        let made_of = left
            .iter()
            .position(|record| record.period.from == period.from)
            .or_else(|| left.iter().position(|record| record.period.until == period.until))
            .or_else(|| left.iter().position(|record| overlap(record.period, *period)));
        let made_of = made_of.map(|at| left.remove(at));
        changed(commit, made_of, *period, before.is_empty(), is_unclear)
    };
    Member {
        name: person.name.clone(),
        emails: person.emails.clone(),
        periods: person.periods.iter().map(record).collect(),
        claims: Vec::new(),
    }
}

/// Returns the addresses of a person that a commit after the one that brought them gave them. `id` is what they were
/// called at the parents.
fn claims(commit: CommitIndex, parents: &[&Crew], id: &str, person: &Person) -> Vec<Claim> {
    let before: Vec<&Member> = parents.iter().filter_map(|parent| parent.people.get(id)).collect();
    let past = parents.iter().find_map(|parent| parent.past.get(id));
    let claim = |address: &String| {
        let has = |member: &&&Member| member.emails.contains(address);
        let known = before.iter().filter(has);
        // The earliest that brought it counts; one parent may have had it from the start.
        let mut known = known.map(|m| m.claims.iter().find(|claim| claim.address == *address));
        if let Some(first) = known.next() {
            let claim = known.fold(first, |a, b| match (a, b) {
                (Some(a), Some(b)) => Some(if b.commit < a.commit { b } else { a }),
                _ => None,
            });
            return claim.cloned();
        }
        let others = parents.iter().flat_map(|parent| &parent.people);
        let mut others = others.filter(|(other, m)| *other != id && m.emails.contains(address));
        let taken_from = others.next().map(|(_, member)| member.emails.clone());
        let had = before.iter().flat_map(|member| &member.emails).chain(past.into_iter().flatten());
        let had: Vec<String> = had.cloned().collect();
        let is_new = before.is_empty() && past.is_none_or(|past| past.contains(address));
        (!is_new || taken_from.is_some()).then(|| Claim {
            address: address.clone(),
            commit,
            before: had,
            taken_from,
        })
    };
    person.emails.iter().filter_map(claim).collect()
}

fn overlap(a: Period, b: Period) -> bool {
    let ends_before = |one: Period, other: Period| one.until.is_some_and(|end| end < other.from);
    !ends_before(a, b) && !ends_before(b, a)
}

fn changed(
    commit: CommitIndex,
    made_of: Option<&PeriodRecord>,
    period: Period,
    is_new_person: bool,
    is_unclear: bool,
) -> PeriodRecord {
    let extension = |how, before| Extension { commit, how, before };
    let Some(record) = made_of else {
        let how = if is_new_person { Extended::Declared } else { Extended::Added };
        let extended = vec![extension(how, None)];
        return PeriodRecord { period, entered: commit, extended, is_unclear };
    };
    let before = record.period;
    let end = match (before.until, period.until) {
        (Some(_), None) => Some(Extended::Opened),
        (Some(before), Some(after)) if after > before => Some(Extended::Prolonged),
        _ => None,
    };
    let start = (period.from < before.from).then_some(Extended::Moved);
    let mut extended = record.extended.clone();
    extended.extend(end.or(start).map(|how| extension(how, Some(before))));
    PeriodRecord { period, entered: commit, extended, is_unclear: record.is_unclear || is_unclear }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(id: &str, periods: &[(&str, &str)]) -> Vec<Person> {
        let periods = periods.iter().map(|(from, until)| Period {
            from: from.parse().expect("a date"),
            until: until.parse().ok(),
        });
        let emails = vec!["ada@x".to_owned()];
        vec![Person { id: id.to_owned(), name: String::new(), emails, periods: periods.collect() }]
    }

    #[test]
    fn only_what_adds_days_is_an_extension() {
        let open = [("2019-01-01", "")];
        let ended = [("2019-01-01", "2023-03-31")];
        let later = [("2019-01-01", "2024-03-31")];
        let moved = [("2018-01-01", "2023-03-31")];
        let both = [("2019-01-01", "2023-03-31"), ("2026-01-01", "")];
        for (before, after, expected) in [
            (&open[..], &open[..], None),
            (&open, &ended, None),
            (&ended, &open, Some(Extended::Opened)),
            (&ended, &later, Some(Extended::Prolonged)),
            (&later, &ended, None),
            (&ended, &moved, Some(Extended::Moved)),
            (&moved, &ended, None),
            (&ended, &both, Some(Extended::Added)),
            (&both, &ended, None),
            (&[], &ended, Some(Extended::Added)),
        ] {
            let first = Crew::step(CommitIndex(0), &[], Some(&people("ada", before)));
            let second = Crew::step(CommitIndex(1), &[&first], Some(&people("ada-l", after)));
            let records = &second.people["ada-l"].periods;
            let found = records.iter().flat_map(|record| &record.extended);
            let found: Vec<_> = found.filter(|e| e.commit == CommitIndex(1)).collect();
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(found.iter().map(|e| e.how).collect::<Vec<_>>(), expected, "{after:?}");
        }
    }

    #[test]
    fn a_new_person_declares_their_periods() {
        let first = Crew::step(CommitIndex(0), &[], Some(&people("ada", &[("2019-01-01", "")])));
        let extended = &first.people["ada"].periods[0].extended;
        assert_eq!(extended.iter().map(|e| e.how).collect::<Vec<_>>(), [Extended::Declared]);
    }
}
