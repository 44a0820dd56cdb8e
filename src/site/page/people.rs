//! The pages of teams and people: who they are, what they own, what they looked at.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::listing::by_name;
use super::queue::{Queue, QueueEntry};
use super::row::{Counts, Listed, OwnerLink, PersonLink, PlaceLink, Rows, Shared};
use crate::radar::freshness;
use crate::radar::{Owner, Person, PersonIndex, Placement, TeamIndex};

/// `team.html`.
#[derive(Debug, Serialize)]
pub struct TeamPage<'r> {
    /// The team.
    pub team: Shared<OwnerLink>,
    /// Its people, by name.
    pub members: Vec<TeamMember<'r>>,
    /// The [`super::Row`]s of the blips that it or its people own, by name.
    pub blips: Vec<Value>,
    /// What waits for its review or will, the riskiest first.
    pub queue: Vec<QueueEntry>,
    /// How many wait today.
    pub owed: usize,
    /// The counts of its blips.
    pub counts: Counts,
    /// Its calendar.
    pub calendar: String,
}

/// One of a team's people.
#[derive(Debug, Serialize)]
pub struct TeamMember<'r> {
    /// Who.
    pub person: Shared<PersonLink>,
    /// What they do.
    pub title: Option<&'r str>,
    /// Whether they practise today.
    pub practises: bool,
}

/// `person.html`.
#[derive(Debug, Serialize)]
pub struct PersonPage<'r> {
    /// Who.
    pub person: Shared<PersonLink>,
    /// What they do.
    pub title: Option<&'r str>,
    /// Their team.
    pub team: Option<Shared<OwnerLink>>,
    /// Whether they practise today.
    pub practises: bool,
    /// When they were hands-on, the latest first.
    pub periods: Vec<PeriodView>,
    /// The [`super::Row`]s of the blips they own themselves, by name.
    pub blips: Vec<Value>,
    /// What waits for their review or will, the riskiest first.
    pub queue: Vec<QueueEntry>,
    /// How many wait today.
    pub owed: usize,
    /// The reviews they signed, the newest first.
    pub reviews: Vec<GivenReview>,
    /// The counts of their blips.
    pub counts: Counts,
}

/// A stretch of days, both ends included.
#[derive(Debug, Serialize)]
pub struct PeriodView {
    /// The first day.
    pub from: Date,
    /// The last one; null while it goes on.
    pub until: Option<Date>,
}

/// A review that somebody signed.
#[derive(Debug, Serialize)]
pub struct GivenReview {
    /// When.
    pub date: Date,
    /// The [`super::Row`] of the blip.
    pub blip: Value,
    /// The verdict, if it was a ring.
    pub ring: Option<Shared<PlaceLink>>,
    /// Whether the verdict was to retire the blip.
    pub retired: bool,
    /// Whether they practised on that day.
    pub practised: bool,
}

impl<'r> TeamPage<'r> {
    /// Makes the page of a team.
    pub fn new(rows: &Rows<'r>, index: TeamIndex) -> Self {
        let compass = &rows.compass;
        let radar = compass.radar;
        let mut members: Vec<(u16, &Person)> =
            (0u16..).zip(&radar.people).filter(|(_, person)| person.team == Some(index)).collect();
        members.sort_by_key(|(_, person)| person.name.to_lowercase());
        let members = members
            .into_iter()
            .map(|(at, person)| TeamMember {
                person: compass.person(PersonIndex(at)),
                title: person.title.as_deref(),
                practises: freshness::practises(compass.radar, person, compass.today),
            })
            .collect();
        let owned: Vec<&Listed> =
            rows.listed.iter().filter(|l| radar.is_of_team(l.blip, index)).collect();
        let queue = Queue::of(rows, owned.iter().copied());
        Self {
            team: compass.owner(Owner::Team(index)),
            members,
            blips: by_name(owned.iter().copied()),
            queue: queue.entries,
            owed: queue.owed,
            counts: Rows::counts(owned),
            calendar: format!("teams/{}.ics", radar.team(index).id),
        }
    }
}

impl<'r> PersonPage<'r> {
    /// Makes the page of a person.
    pub fn new(rows: &Rows<'r>, index: PersonIndex) -> Self {
        let compass = &rows.compass;
        let person = compass.radar.person(index);
        let is_owned = |l: &&Listed| l.blip.owners.value.contains(&Owner::Person(index));
        let owned: Vec<&Listed> = rows.listed.iter().filter(is_owned).collect();
        let mut periods: Vec<PeriodView> = person
            .practising
            .iter()
            .map(|period| PeriodView { from: period.from, until: period.until })
            .collect();
        periods.sort_by_key(|period| std::cmp::Reverse(period.from));
        let queue = Queue::of(rows, owned.iter().copied());
        Self {
            person: compass.person(index),
            title: person.title.as_deref(),
            team: person.team.map(|team| compass.owner(Owner::Team(team))),
            practises: freshness::practises(compass.radar, person, compass.today),
            periods,
            blips: by_name(owned.iter().copied()),
            queue: queue.entries,
            owed: queue.owed,
            reviews: reviews(rows, index),
            counts: Rows::counts(owned),
        }
    }
}

fn reviews(rows: &Rows, index: PersonIndex) -> Vec<GivenReview> {
    let compass = &rows.compass;
    let person = compass.radar.person(index);
    let mut given = Vec::new();
    for listed in &rows.listed {
        let reviews = freshness::reviews_until(listed.blip, compass.today);
        for review in reviews.iter().filter(|review| review.by.contains(&index)) {
            given.push(GivenReview {
                date: review.date,
                blip: listed.row.clone(),
                ring: review.verdict.and_then(Placement::ring).map(|ring| compass.ring(ring)),
                retired: review.verdict == Some(Placement::Retired),
                practised: freshness::practises(compass.radar, person, review.date),
            });
        }
    }
    given.sort_by_key(|review| std::cmp::Reverse(review.date));
    given
}
