//! Hands on *this*: whether those who signed a review work with the blip, who could review it now, and whether anybody
//! who still builds remembers it.
//!
//! `docs/rule.md` explains it. Practising at all is not practising with the thing.

use jiff::civil::Date;

use crate::radar::evidence::worked_with;
use crate::radar::practice::{is_hands_on, practises, stopped};
use crate::radar::{Blip, Owner, PersonIndex, Radar, RepositoryIndex, Review, TeamIndex};

/// What connects a person with a blip on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tie {
    /// Whether they own it themselves.
    pub owns: bool,
    /// Their team, if it owns the blip.
    pub team: Option<TeamIndex>,
    /// The repositories that use the blip in which they committed within the window before that day, by name.
    pub repositories: Vec<RepositoryIndex>,
}

impl Tie {
    /// Returns whether there is a connection at all.
    pub fn holds(&self) -> bool {
        self.owns || self.team.is_some() || !self.repositories.is_empty()
    }
}

/// Returns what connects a person with a blip on a day. Owners and teams are those of the content as it is now, since it
/// does not know earlier ones. Whether the person practised that day is another question.
pub fn tie(radar: &Radar, blip: &Blip, person: PersonIndex, day: Date) -> Tie {
    let owners = &blip.owners.value;
    let team = radar.person(person).team;
    Tie {
        owns: owners.contains(&Owner::Person(person)),
        team: team.filter(|team| owners.contains(&Owner::Team(*team))),
        repositories: worked_with(radar, blip, person, day),
    }
}

/// Returns whether a review is first-hand: one of those who signed it practised that day, and owned the blip or worked
/// with it. A hands-on review that is not is second-hand.
pub fn is_first_hand(radar: &Radar, blip: &Blip, review: &Review) -> bool {
    signs_first_hand(radar, blip, &review.by, review.date)
}

/// Returns whether a review by these people on a day is first-hand.
pub fn signs_first_hand(radar: &Radar, blip: &Blip, by: &[PersonIndex], day: Date) -> bool {
    by.iter()
        .any(|by| practises(radar, radar.person(*by), day) && tie(radar, blip, *by, day).holds())
}

/// Somebody who could review a blip, and why they.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: PersonIndex,
    /// What connects them with the blip.
    pub tie: Tie,
}

/// Returns who could make a first-hand review of a blip on a day: people who practise, and own it or worked with it
/// lately. They are sorted by name, because this is no ranking.
pub fn could_review(radar: &Radar, blip: &Blip, day: Date) -> Vec<Candidate> {
    // Most people have nothing to do with most blips: look only at those who may have.
    let mut people: Vec<PersonIndex> = committed_to(radar, blip).collect();
    people.extend(blip.owners.value.iter().flat_map(|owner| owner_people(radar, *owner)));
    people.sort_unstable();
    people.dedup();
    let mut found: Vec<Candidate> = people
        .into_iter()
        .filter(|person| practises(radar, radar.person(*person), day))
        .map(|person| Candidate { person, tie: tie(radar, blip, person, day) })
        .filter(|candidate| candidate.tie.holds())
        .collect();
    found.sort_by_cached_key(|candidate| {
        let person = radar.person(candidate.person);
        (person.name.to_lowercase(), &person.id)
    });
    found
}

/// Returns those who ever committed to a repository that uses the blip, some several times.
fn committed_to<'r>(radar: &'r Radar, blip: &'r Blip) -> impl Iterator<Item = PersonIndex> + 'r {
    let used = blip.used_by.iter().filter(|used| !used.indirect);
    used.flat_map(|used| radar.repository(used.repository).months.keys().copied())
}

/// Returns the people of an owner.
fn owner_people(radar: &Radar, owner: Owner) -> Vec<PersonIndex> {
    match owner {
        Owner::Person(person) => vec![person],
        Owner::Team(team) => {
            let people = (0u16..).map(PersonIndex).zip(&radar.people);
            people.filter(|(_, who)| who.team == Some(team)).map(|(person, _)| person).collect()
        }
    }
}

/// Returns whether nobody who still builds remembers a blip: it has hands-on reviews, and each person who practised when
/// they signed one stopped practising longer than `practice.generation` ago.
pub fn is_unremembered(radar: &Radar, blip: &Blip, day: Date) -> bool {
    let reviews = &blip.reviews[..blip.reviews.partition_point(|review| review.date <= day)];
    let forgot = |person: &PersonIndex| {
        let stopped = stopped(radar, radar.person(*person), day);
        stopped.is_some_and(|last| radar.practice.generation.after(last) < day)
    };
    let mut hands_on = reviews.iter().filter(|review| is_hands_on(radar, review)).peekable();
    hands_on.peek().is_some()
        && hands_on.all(|review| {
            let practised = |by: &&PersonIndex| practises(radar, radar.person(**by), review.date);
            review.by.iter().filter(practised).all(forgot)
        })
}
