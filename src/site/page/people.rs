//! The pages of teams and people: who they are, what they own, what they reviewed.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::hands::Stopped;
use super::links::{Links, OwnerLink, PersonLink, Rows, SectionLink, TemplateValue};
use super::questions::QuestionsOf;
use super::reviews::{Queue, QueueEntry};
use crate::radar::freshness;
use crate::radar::queue::{Horizon, waiting};
use crate::radar::{Counts, JudgedBlip, Owner, Person, PersonIndex, Placement, TeamIndex};
use crate::routes;

/// `team.html`.
#[derive(Debug, Serialize)]
pub(crate) struct TeamPage<'r> {
    team: TemplateValue<OwnerLink>,
    /// By name.
    members: Vec<TeamMember<'r>>,
    /// The rows of the blips on rings that it or its people own, by name: those that `counts` counts.
    blips: Vec<Value>,
    /// The rows of its retired blips, by name.
    retired: Vec<Value>,
    /// What waits for its review today or within a year, the riskiest first.
    queue: Vec<QueueEntry>,
    /// How many wait today.
    owed: usize,
    /// What its people asked and answered, and what waits about the blips that it or its people own.
    questions: QuestionsOf,
    counts: Counts,
    /// The path of its calendar.
    calendar: String,
}

#[derive(Debug, Serialize)]
struct TeamMember<'r> {
    person: TemplateValue<PersonLink>,
    title: Option<&'r str>,
    practises: bool,
    /// Since when they do not, if they ever did.
    stopped: Option<Stopped<'r>>,
}

/// `person.html`.
#[derive(Debug, Serialize)]
pub(crate) struct PersonPage<'r> {
    person: TemplateValue<PersonLink>,
    title: Option<&'r str>,
    team: Option<TemplateValue<OwnerLink>>,
    practises: bool,
    /// Since when they do not, if they ever did.
    stopped: Option<Stopped<'r>>,
    /// When they practised, the latest first.
    periods: Vec<PeriodView>,
    /// The rows of the blips on rings that they own themselves, by name: those that `counts` counts.
    blips: Vec<Value>,
    /// The rows of their retired blips, by name.
    retired: Vec<Value>,
    /// The rows of the other blips that wait for a review today and that they could review, by name.
    could_review: Vec<Value>,
    /// What waits for their review today or within a year, the riskiest first.
    queue: Vec<QueueEntry>,
    /// How many wait today.
    owed: usize,
    /// The reviews that they signed, the newest first.
    reviews: Vec<SignedReview>,
    /// What they asked and answered, and what waits for their answer.
    questions: QuestionsOf,
    counts: Counts,
}

/// A stretch of days, both ends included; `until` is null while it goes on.
#[derive(Debug, Serialize)]
struct PeriodView {
    from: Date,
    until: Option<Date>,
}

#[derive(Debug, Serialize)]
struct SignedReview {
    date: Date,
    /// The row of the blip.
    blip: Value,
    /// The verdict, if it was a ring.
    ring: Option<TemplateValue<SectionLink>>,
    /// Whether the verdict was to retire the blip.
    retired: bool,
    /// Whether they practised on that day.
    practised: bool,
}

impl<'r> TeamPage<'r> {
    pub(crate) fn new(links: &Links<'_, 'r>, index: TeamIndex) -> Self {
        let snapshot = links.snapshot;
        let radar = snapshot.radar;
        let people = (0u16..).map(PersonIndex).zip(&radar.people);
        let mut members: Vec<(PersonIndex, &Person)> =
            people.filter(|(_, person)| person.team == Some(index)).collect();
        members.sort_by_key(|(_, person)| person.name.to_lowercase());
        let members = members.into_iter().map(|(index, person)| TeamMember {
            person: links.person(index),
            title: person.title.as_deref(),
            practises: freshness::practises(radar, person, snapshot.day),
            stopped: Stopped::new(radar, index, snapshot.day),
        });
        let is_owned = |judged: &&JudgedBlip| radar.is_of_team(judged.blip, index);
        let owned: Vec<&JudgedBlip> = snapshot.blips.iter().filter(is_owned).collect();
        let queue = Queue::of(links, owned.iter().copied());
        let [blips, retired] = owned_rows(links, &owned);
        Self {
            team: links.owner(Owner::Team(index)),
            members: members.collect(),
            blips,
            retired,
            queue: queue.entries,
            owed: queue.owed,
            questions: QuestionsOf::team(links, index),
            counts: Counts::of(owned),
            calendar: routes::calendar(&radar.team(index).id),
        }
    }
}

impl<'r> PersonPage<'r> {
    pub(crate) fn new(links: &Links<'_, 'r>, index: PersonIndex) -> Self {
        let snapshot = links.snapshot;
        let person = snapshot.radar.person(index);
        let is_owned =
            |judged: &&JudgedBlip| judged.blip.owners.value.contains(&Owner::Person(index));
        let owned: Vec<&JudgedBlip> = snapshot.blips.iter().filter(is_owned).collect();
        let periods = person.practising.iter();
        let mut periods: Vec<PeriodView> =
            periods.map(|period| PeriodView { from: period.from, until: period.until }).collect();
        periods.sort_by_key(|period| Reverse(period.from));
        let waits = |judged: &&JudgedBlip| waiting(judged, snapshot.day, Horizon::Notice).is_some();
        let others = links.reviewable(index).filter(|judged| !is_owned(judged));
        let could_review = others.filter(waits);
        let queue = Queue::of(links, owned.iter().copied());
        let [blips, retired] = owned_rows(links, &owned);
        Self {
            person: links.person(index),
            title: person.title.as_deref(),
            team: person.team.map(|team| links.owner(Owner::Team(team))),
            practises: freshness::practises(snapshot.radar, person, snapshot.day),
            stopped: Stopped::new(snapshot.radar, index, snapshot.day),
            periods,
            blips,
            retired,
            could_review: links.rows_by_name(Rows::Listed, could_review),
            queue: queue.entries,
            owed: queue.owed,
            reviews: signed_reviews(links, index),
            questions: QuestionsOf::person(links, index),
            counts: Counts::of(owned),
        }
    }
}

/// Returns the rows of what somebody owns: on rings, and retired.
fn owned_rows<'r>(links: &Links<'_, 'r>, owned: &[&JudgedBlip<'r>]) -> [Vec<Value>; 2] {
    let rows = |is_on_a_ring: bool| {
        let chosen = owned.iter().copied().filter(|one| one.ring().is_some() == is_on_a_ring);
        links.rows_by_name(Rows::Listed, chosen)
    };
    [rows(true), rows(false)]
}

fn signed_reviews(links: &Links, index: PersonIndex) -> Vec<SignedReview> {
    let snapshot = links.snapshot;
    let person = snapshot.radar.person(index);
    let mut signed = Vec::new();
    for judged in &snapshot.blips {
        let reviews = freshness::reviews_until(judged.blip, snapshot.day);
        for review in reviews.iter().filter(|review| review.by.contains(&index)) {
            signed.push(SignedReview {
                date: review.date,
                blip: links.row(judged),
                ring: review.verdict.and_then(Placement::ring).map(|ring| links.ring(ring)),
                retired: review.verdict == Some(Placement::Retired),
                practised: freshness::practises(snapshot.radar, person, review.date),
            });
        }
    }
    signed.sort_by_key(|review| Reverse(review.date));
    signed
}
