//! A blip as a line in a list, and what such lines are made of.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use crate::radar::freshness::{self, Freshness, Judgement};
use crate::radar::history::{self, Movement};
use crate::radar::interval::Interval;
use crate::radar::{
    Blip, Owner, Person, PersonIndex, Placement, Quadrant, QuadrantIndex, Radar, Ring, RingIndex,
    Team, TeamIndex,
};

/// A part of a view model that many others hold: made into a template value once, and shared.
#[derive(Clone, Debug)]
pub struct Shared<T>(Value, PhantomData<T>);

impl<T: Serialize> Shared<T> {
    /// Makes the value.
    pub fn new(part: &T) -> Self {
        Self(Value::from_serializable(part), PhantomData)
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A blip in lists, boards and queues.
#[derive(Clone, Debug, Serialize)]
pub struct Row<'r> {
    /// The id.
    pub id: &'r str,
    /// What it is called.
    pub name: &'r str,
    /// The page.
    pub url: String,
    /// Its quadrant.
    pub quadrant: Shared<PlaceLink>,
    /// Its ring; null if retired.
    pub ring: Option<Shared<PlaceLink>>,
    /// `new`, `returned`, `moved-in`, `moved-out`, `unchanged` or `retired`.
    pub movement: &'static str,
    /// `fresh`, `due`, `expired` or `unreviewed`; null if retired.
    pub freshness: Option<&'static str>,
    /// Whether nobody who practises stands behind it.
    pub flagged: bool,
    /// The last day on which the last hands-on review holds.
    pub review_until: Option<Date>,
    /// The first day on which it is due.
    pub due_from: Option<Date>,
    /// The last hands-on review.
    pub last_review: Option<LastReview>,
    /// How much of the review time is left, in 24ths.
    pub left: u8,
    /// Whether somebody who does not practise moved it, unconfirmed.
    pub imposed: bool,
    /// Whether no owner practises.
    pub orphaned: bool,
    /// Teams and people.
    pub owners: Vec<Shared<OwnerLink>>,
    /// Words it can be found by.
    pub tags: &'r [String],
    /// One line.
    pub summary: Option<&'r str>,
}

/// The last hands-on review of a blip.
#[derive(Clone, Debug, Serialize)]
pub struct LastReview {
    /// When.
    pub date: Date,
    /// Who.
    pub by: Vec<Shared<PersonLink>>,
}

/// A ring or a quadrant.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceLink {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Counted from 1.
    pub number: usize,
    /// The page; rings have none.
    pub url: Option<String>,
}

/// A person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonLink {
    /// The id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their page.
    pub url: String,
}

/// What an owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerKind {
    /// A team.
    Team,
    /// A person.
    Person,
}

/// A team or person that owns something.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerLink {
    /// `team` or `person`.
    pub kind: OwnerKind,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The page.
    pub url: String,
    /// Whether they, or any of the team, practise today.
    pub practises: bool,
}

/// A length of time, for the filter `interval`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct IntervalView {
    /// How many.
    pub count: u16,
    /// `day`, `week`, `month` or `year`.
    pub unit: &'static str,
}

impl From<Interval> for IntervalView {
    fn from(interval: Interval) -> Self {
        Self { count: interval.count, unit: interval.unit.name() }
    }
}

/// How many of some blips are in which state. Retired ones count as such and as nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// On a ring.
    pub total: usize,
    /// See [`Freshness`].
    pub fresh: usize,
    /// See [`Freshness`].
    pub due: usize,
    /// See [`Freshness`].
    pub expired: usize,
    /// See [`Freshness`].
    pub unreviewed: usize,
    /// Expired or unreviewed.
    pub flagged: usize,
    /// With an imposed ring.
    pub imposed: usize,
    /// Whose owners do not practise.
    pub orphaned: usize,
    /// Off the drawing.
    pub retired: usize,
}

/// The radar of one day: where views look things up.
pub struct Compass<'r> {
    /// The radar.
    pub radar: &'r Radar,
    /// The day.
    pub today: Date,
    /// The day it is compared with.
    pub since: Date,
    rings: Vec<Shared<PlaceLink>>,
    quadrants: Vec<Shared<PlaceLink>>,
    teams: Vec<Shared<OwnerLink>>,
    people: Vec<(Shared<PersonLink>, Shared<OwnerLink>)>,
}

impl<'r> Compass<'r> {
    /// The radar as of a day.
    pub fn new(radar: &'r Radar, today: Date) -> Self {
        Self {
            radar,
            today,
            since: history::compared_with(radar, today),
            rings: radar.rings.iter().enumerate().map(|(at, ring)| ring_link(at, ring)).collect(),
            quadrants: radar
                .quadrants
                .iter()
                .enumerate()
                .map(|(at, quadrant)| quadrant_link(at, quadrant))
                .collect(),
            teams: (0u16..)
                .zip(&radar.teams)
                .map(|(at, team)| team_link(radar, TeamIndex(at), team, today))
                .collect(),
            people: radar.people.iter().map(|person| person_links(radar, person, today)).collect(),
        }
    }

    /// A ring.
    pub fn ring(&self, index: RingIndex) -> Shared<PlaceLink> {
        self.rings[index.index()].clone()
    }

    /// Every ring, from the centre out.
    pub fn rings(&self) -> impl Iterator<Item = (RingIndex, Shared<PlaceLink>)> {
        (0u16..).map(RingIndex).zip(self.rings.iter().cloned())
    }

    /// A quadrant.
    pub fn quadrant(&self, index: QuadrantIndex) -> Shared<PlaceLink> {
        self.quadrants[index.index()].clone()
    }

    /// Every quadrant.
    pub fn quadrants(&self) -> impl Iterator<Item = (QuadrantIndex, Shared<PlaceLink>)> {
        (0u16..).map(QuadrantIndex).zip(self.quadrants.iter().cloned())
    }

    /// A person.
    pub fn person(&self, index: PersonIndex) -> Shared<PersonLink> {
        self.people[index.index()].0.clone()
    }

    /// People, in the order given.
    pub fn people(&self, people: &[PersonIndex]) -> Vec<Shared<PersonLink>> {
        people.iter().map(|person| self.person(*person)).collect()
    }

    /// A team or person.
    pub fn owner(&self, owner: Owner) -> Shared<OwnerLink> {
        match owner {
            Owner::Team(index) => self.teams[index.index()].clone(),
            Owner::Person(index) => self.people[index.index()].1.clone(),
        }
    }

    fn row(&self, blip: &'r Blip, placement: Placement, judgement: &Judgement<'r>) -> Row<'r> {
        let movement = history::movement(blip, self.since, self.today);
        let is_on_a_ring = judgement.freshness.is_some();
        Row {
            id: &blip.id,
            name: &blip.name.value,
            url: format!("blips/{}.html", blip.id),
            quadrant: self.quadrant(blip.quadrant),
            ring: placement.ring().map(|ring| self.ring(ring)),
            movement: movement.unwrap_or(Movement::Unchanged).name(),
            freshness: judgement.freshness.map(Freshness::name),
            flagged: judgement.is_flagged(),
            review_until: judgement.review_until,
            due_from: judgement.due_from,
            last_review: judgement
                .last_review
                .map(|review| LastReview { date: review.date, by: self.people(&review.by) }),
            imposed: is_on_a_ring && judgement.is_imposed(),
            orphaned: is_on_a_ring && judgement.orphaned,
            owners: blip.owners.value.iter().map(|owner| self.owner(*owner)).collect(),
            tags: &blip.tags,
            summary: blip.summary.as_deref(),
            left: (judgement.share_left(self.today) * 24.0).ceil() as u8,
        }
    }
}

fn ring_link(at: usize, ring: &Ring) -> Shared<PlaceLink> {
    let (id, name) = (ring.id.clone(), ring.name.clone());
    Shared::new(&PlaceLink { id, name, number: at + 1, url: None })
}

fn quadrant_link(at: usize, quadrant: &Quadrant) -> Shared<PlaceLink> {
    let url = Some(format!("quadrants/{}.html", quadrant.id));
    let (id, name) = (quadrant.id.clone(), quadrant.name.clone());
    Shared::new(&PlaceLink { id, name, number: at + 1, url })
}

fn team_link(radar: &Radar, index: TeamIndex, team: &Team, today: Date) -> Shared<OwnerLink> {
    Shared::new(&OwnerLink {
        kind: OwnerKind::Team,
        id: team.id.clone(),
        name: team.name.clone(),
        url: format!("teams/{}.html", team.id),
        practises: radar.members(index).any(|person| freshness::practises(radar, person, today)),
    })
}

fn person_links(
    radar: &Radar,
    person: &Person,
    today: Date,
) -> (Shared<PersonLink>, Shared<OwnerLink>) {
    let (id, name) = (person.id.clone(), person.name.clone());
    let url = format!("people/{}.html", person.id);
    let practises = freshness::practises(radar, person, today);
    let link = PersonLink { id: id.clone(), name: name.clone(), url: url.clone() };
    let owner = OwnerLink { kind: OwnerKind::Person, id, name, url, practises };
    (Shared::new(&link), Shared::new(&owner))
}

/// A blip that is on the radar today, judged, with its line for lists.
pub struct Listed<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Where it stands.
    pub placement: Placement,
    /// What the rule says.
    pub judgement: Judgement<'r>,
    /// How it moved.
    pub movement: Movement,
    /// Its [`Row`], made into a template value once and shared by every list it is in.
    pub row: Value,
}

/// Every blip that is on the radar today, retired ones included, sorted by id.
pub struct Rows<'r> {
    /// The day and the radar they are of.
    pub compass: Compass<'r>,
    /// The blips.
    pub listed: Vec<Listed<'r>>,
    positions: BTreeMap<&'r str, usize>,
}

impl<'r> Rows<'r> {
    /// Judges every blip and makes its line.
    pub fn new(radar: &'r Radar, today: Date) -> Self {
        use rayon::prelude::*;
        let compass = Compass::new(radar, today);
        let listed: Vec<Listed> = radar
            .blips
            .par_iter()
            .filter_map(|blip| {
                let placement = history::placement_on(blip, today)?;
                let judgement = freshness::judge(radar, blip, today);
                let movement = history::movement(blip, compass.since, today)?;
                let row = Value::from_serializable(&compass.row(blip, placement, &judgement));
                Some(Listed { blip, placement, judgement, movement, row })
            })
            .collect();
        let positions =
            listed.iter().enumerate().map(|(at, listed)| (listed.blip.id.as_str(), at)).collect();
        Self { compass, listed, positions }
    }

    /// The blip of this id, if it is on the radar today.
    pub fn get(&self, id: &str) -> Option<&Listed<'r>> {
        self.positions.get(id).map(|at| &self.listed[*at])
    }

    /// Counts some of them.
    pub fn counts<'l>(listed: impl IntoIterator<Item = &'l Listed<'r>>) -> Counts
    where
        'r: 'l,
    {
        let mut counts = Counts::default();
        for Listed { judgement, .. } in listed {
            let Some(freshness) = judgement.freshness else {
                counts.retired += 1;
                continue;
            };
            counts.total += 1;
            match freshness {
                Freshness::Fresh => counts.fresh += 1,
                Freshness::Due => counts.due += 1,
                Freshness::Expired => counts.expired += 1,
                Freshness::Unreviewed => counts.unreviewed += 1,
            }
            counts.flagged += usize::from(freshness.is_flagged());
            counts.imposed += usize::from(judgement.is_imposed());
            counts.orphaned += usize::from(judgement.orphaned);
        }
        counts
    }
}
