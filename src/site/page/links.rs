//! What view models name others by: rings, quadrants, people and owners, each made into a template value
//! once for a snapshot, and the row of every blip.

use std::marker::PhantomData;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::Html;
use super::instead::{InsteadView, instead};
use super::reviewers::Reviewers;
use crate::radar::evidence::usage;
use crate::radar::exit::JudgedExit;
use crate::radar::first_hand::Candidate;
use crate::radar::freshness::{self, Freshness};
use crate::radar::interval::Interval;
use crate::radar::questions::{self, Asked};
use crate::radar::standing::vouching;
use crate::radar::{JudgedBlip, Owner, PersonIndex, QuadrantIndex, RingIndex, Snapshot, TeamIndex};
use crate::routes;
use crate::theme::{Part, RenderPart};

/// A part of a view model that many others hold: made into a template value once, and shared.
#[derive(Debug)]
pub(crate) struct TemplateValue<T>(Value, PhantomData<T>);

impl<T: Serialize> TemplateValue<T> {
    fn new(part: &T) -> Self {
        Self(Value::from_serializable(part), PhantomData)
    }
}

impl<T> Clone for TemplateValue<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> Serialize for TemplateValue<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A ring or a quadrant.
#[derive(Debug, Serialize)]
pub(crate) struct SectionLink {
    id: String,
    name: String,
    /// Counted from 1.
    number: usize,
    /// Its page; rings have none.
    url: Option<String>,
}

/// A person.
#[derive(Debug, Serialize)]
pub(crate) struct PersonLink {
    id: String,
    name: String,
    url: String,
}

/// A team or person that owns something.
#[derive(Debug, Serialize)]
pub(crate) struct OwnerLink {
    /// `team` or `person`.
    kind: &'static str,
    id: String,
    name: String,
    url: String,
    /// Whether they, or any of the team, practise today.
    practises: bool,
}

/// A length of time, for the filter `interval`.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct IntervalView {
    count: u16,
    /// `day`, `week`, `month` or `year`.
    unit: &'static str,
}

impl From<Interval> for IntervalView {
    fn from(interval: Interval) -> Self {
        Self { count: interval.count, unit: interval.unit.name() }
    }
}

/// What a list has of its blips.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rows {
    /// What a template makes rows of.
    Values,
    /// `blip_row`s for a page in a folder, which several pages share.
    Listed,
}

/// What templates have of a part that is rendered already.
#[derive(Serialize)]
struct Rendered {
    html: Html,
}

/// A snapshot and the template values of all that its pages name.
pub(crate) struct Links<'s, 'r> {
    pub(crate) snapshot: &'s Snapshot<'r>,
    rings: Vec<TemplateValue<SectionLink>>,
    quadrants: Vec<TemplateValue<SectionLink>>,
    teams: Vec<TemplateValue<OwnerLink>>,
    people: Vec<(TemplateValue<PersonLink>, TemplateValue<OwnerLink>)>,
    /// The [`BlipRow`] of each blip of the snapshot, made when a page first shows it.
    rows: Vec<OnceLock<Value>>,
    /// The same as HTML, which lists of several pages share.
    listed: Vec<OnceLock<Value>>,
    render: Option<RenderPart<'s>>,
    reviewers: Reviewers,
    /// Every question, oldest first.
    pub(crate) questions: Vec<Asked<'r>>,
}

impl<'s, 'r> Links<'s, 'r> {
    /// Makes the template values of a snapshot. With `render`, the pages of quadrants, teams and people share the rows of
    /// their lists.
    pub(crate) fn new(snapshot: &'s Snapshot<'r>, render: Option<RenderPart<'s>>) -> Self {
        let radar = snapshot.radar;
        let rings = radar.rings.iter().enumerate();
        let quadrants = radar.quadrants.iter().enumerate();
        let teams = (0..radar.teams.len() as u16).map(TeamIndex);
        let people = (0..radar.people.len() as u16).map(PersonIndex);
        Self {
            snapshot,
            rings: rings.map(|(at, ring)| section_link(at, &ring.id, &ring.name, None)).collect(),
            quadrants: quadrants
                .map(|(at, q)| section_link(at, &q.id, &q.name, Some(routes::quadrant(&q.id))))
                .collect(),
            teams: teams.map(|team| team_link(snapshot, team)).collect(),
            people: people.map(|person| person_links(snapshot, person)).collect(),
            rows: snapshot.blips.iter().map(|_| OnceLock::new()).collect(),
            listed: snapshot.blips.iter().map(|_| OnceLock::new()).collect(),
            render,
            reviewers: Reviewers::new(snapshot),
            questions: questions::all(snapshot),
        }
    }

    pub(crate) fn ring(&self, index: RingIndex) -> TemplateValue<SectionLink> {
        self.rings[index.index()].clone()
    }

    /// Returns every ring, from the centre out.
    pub(crate) fn rings(&self) -> impl Iterator<Item = (RingIndex, TemplateValue<SectionLink>)> {
        (0u16..).map(RingIndex).zip(self.rings.iter().cloned())
    }

    pub(crate) fn quadrant(&self, index: QuadrantIndex) -> TemplateValue<SectionLink> {
        self.quadrants[index.index()].clone()
    }

    /// Returns every quadrant, in the order of radar.toml.
    pub(crate) fn quadrants(
        &self,
    ) -> impl Iterator<Item = (QuadrantIndex, TemplateValue<SectionLink>)> {
        (0u16..).map(QuadrantIndex).zip(self.quadrants.iter().cloned())
    }

    pub(crate) fn person(&self, index: PersonIndex) -> TemplateValue<PersonLink> {
        self.people[index.index()].0.clone()
    }

    pub(crate) fn people(&self, people: &[PersonIndex]) -> Vec<TemplateValue<PersonLink>> {
        people.iter().map(|person| self.person(*person)).collect()
    }

    pub(crate) fn owner(&self, owner: Owner) -> TemplateValue<OwnerLink> {
        match owner {
            Owner::Team(index) => self.teams[index.index()].clone(),
            Owner::Person(index) => self.people[index.index()].1.clone(),
        }
    }

    /// Returns who could review the blip with this id now, by name.
    pub(crate) fn could_review(&self, id: &str) -> &[Candidate] {
        let at = self.snapshot.position(id);
        at.map_or(&[], |at| self.reviewers.of_blip(self.snapshot, at))
    }

    /// Returns the blips that a person could review now.
    pub(crate) fn reviewable(
        &self,
        person: PersonIndex,
    ) -> impl Iterator<Item = &'s JudgedBlip<'r>> {
        let positions = self.reviewers.of_person(self.snapshot, person).iter();
        positions.map(|at| &self.snapshot.blips[*at])
    }

    /// Returns the row of a blip of the snapshot.
    pub(crate) fn row(&self, judged: &JudgedBlip) -> Value {
        self.row_of(&judged.blip.id).expect("the blip is of this snapshot")
    }

    /// Returns the row of the blip with this id, if the snapshot has it.
    pub(crate) fn row_of(&self, id: &str) -> Option<Value> {
        let at = self.snapshot.position(id)?;
        let row = || Value::from_serializable(&BlipRow::new(self, &self.snapshot.blips[at]));
        Some(self.rows[at].get_or_init(row).clone())
    }

    /// Returns the rows of some blips in the order in which people look names up: letters before case.
    pub(crate) fn rows_by_name<'l>(
        &self,
        rows: Rows,
        judged: impl Iterator<Item = &'l JudgedBlip<'r>>,
    ) -> Vec<Value>
    where
        'r: 'l,
    {
        let key = |j: &'l JudgedBlip<'r>| (j.blip.name.value.to_lowercase(), j.blip.id.as_str());
        let mut sorted: Vec<(String, &str)> = judged.map(key).collect();
        sorted.sort_unstable();
        let row = |(_, id): (String, &str)| match rows {
            Rows::Values => self.row_of(id),
            Rows::Listed => self.listed(id),
        };
        sorted.into_iter().filter_map(row).collect()
    }

    fn listed(&self, id: &str) -> Option<Value> {
        let row = self.row_of(id)?;
        let listed = &self.listed[self.snapshot.position(id)?];
        Some(listed.get_or_init(|| self.rendered(Part::Row, row)).clone())
    }

    /// Returns a part as HTML, for many places to share; the value itself if each place has to render it.
    pub(crate) fn rendered(&self, part: Part, value: Value) -> Value {
        let html = self.render.as_ref().and_then(|render| render(part, &value));
        html.map_or(value, |html| {
            Value::from_serializable(&Rendered { html: Html::trusted(&html) })
        })
    }
}

fn section_link(
    at: usize,
    id: &str,
    name: &str,
    url: Option<String>,
) -> TemplateValue<SectionLink> {
    let (id, name) = (id.to_owned(), name.to_owned());
    TemplateValue::new(&SectionLink { id, name, number: at + 1, url })
}

fn team_link(snapshot: &Snapshot, index: TeamIndex) -> TemplateValue<OwnerLink> {
    let (radar, team) = (snapshot.radar, snapshot.radar.team(index));
    let practises = |person| freshness::practises(radar, person, snapshot.day);
    TemplateValue::new(&OwnerLink {
        kind: "team",
        id: team.id.clone(),
        name: team.name.clone(),
        url: routes::team(&team.id),
        practises: radar.members(index).any(practises),
    })
}

fn person_links(
    snapshot: &Snapshot,
    index: PersonIndex,
) -> (TemplateValue<PersonLink>, TemplateValue<OwnerLink>) {
    let person = snapshot.radar.person(index);
    let (id, name) = (person.id.clone(), person.name.clone());
    let url = routes::person(&id);
    let practises = freshness::practises(snapshot.radar, person, snapshot.day);
    let link = PersonLink { id: id.clone(), name: name.clone(), url: url.clone() };
    let owner = OwnerLink { kind: "person", id, name, url, practises };
    (TemplateValue::new(&link), TemplateValue::new(&owner))
}

/// A blip in lists, boards and queues.
#[allow(clippy::struct_excessive_bools, reason = "each is what a template asks")]
#[derive(Debug, Serialize)]
pub(crate) struct BlipRow<'r> {
    id: &'r str,
    name: &'r str,
    url: String,
    quadrant: TemplateValue<SectionLink>,
    /// Null for a retired blip.
    ring: Option<TemplateValue<SectionLink>>,
    /// The name of a [`crate::radar::history::Movement`].
    movement: &'static str,
    /// The name of a [`Freshness`]; null for a retired blip.
    freshness: Option<&'static str>,
    flagged: bool,
    /// The last day on which the last hands-on review holds.
    review_until: Option<Date>,
    /// The first day on which the blip is due.
    due_from: Option<Date>,
    last_review: Option<LastReview>,
    /// How much of the review time is left, in 24ths.
    left: u8,
    imposed: bool,
    set_from_outside: bool,
    /// Whether nobody who still builds remembers it.
    unremembered: bool,
    orphaned: bool,
    /// The name of a [`crate::radar::evidence::Usage`].
    usage: &'static str,
    exit: Option<ExitCell>,
    owners: Vec<TemplateValue<OwnerLink>>,
    /// How many questions about it wait for an answer.
    questions: usize,
    tags: &'r [String],
    summary: Option<&'r str>,
    /// What to use instead, and until when it may be used; null if its file says nothing of it.
    instead: Option<InsteadView<'r>>,
}

/// The last review of a blip that holds or held.
#[derive(Debug, Serialize)]
struct LastReview {
    date: Date,
    /// Those whose signature made it count.
    by: Vec<TemplateValue<PersonLink>>,
    first_hand: bool,
}

/// The estimate of a blip in lists.
#[derive(Debug, Serialize)]
struct ExitCell {
    effort: IntervalView,
    /// The name of an [`crate::radar::exit::ExitState`].
    state: &'static str,
    /// The last day on which it holds; null for an opinion.
    until: Option<Date>,
    /// Whether it holds and leaving would be costly.
    costly: bool,
}

impl From<JudgedExit<'_>> for ExitCell {
    fn from(judged: JudgedExit) -> Self {
        Self {
            effort: judged.exit.effort.into(),
            state: judged.state.name(),
            until: judged.until,
            costly: judged.is_costly(),
        }
    }
}

impl<'r> BlipRow<'r> {
    pub(super) fn new(links: &Links<'_, 'r>, judged: &JudgedBlip<'r>) -> Self {
        let JudgedBlip { blip, judgement, movement, .. } = *judged;
        let radar = links.snapshot.radar;
        let is_on_a_ring = judgement.freshness.is_some();
        Self {
            id: &blip.id,
            name: &blip.name.value,
            url: routes::blip(&blip.id),
            quadrant: links.quadrant(blip.quadrant),
            ring: judged.ring().map(|ring| links.ring(ring)),
            movement: movement.name(),
            freshness: judgement.freshness.map(Freshness::name),
            flagged: judgement.is_flagged(),
            review_until: judgement.review_until,
            due_from: judgement.due_from,
            last_review: judgement.last_review.map(|review| LastReview {
                date: review.date,
                by: links.people(&vouching(radar, blip, review)),
                first_hand: judgement.first_hand,
            }),
            left: (judgement.share_left(links.snapshot.day) * 24.0).ceil() as u8,
            imposed: is_on_a_ring && judgement.is_imposed(),
            set_from_outside: is_on_a_ring && judgement.is_set_from_outside(),
            unremembered: judgement.unremembered,
            orphaned: is_on_a_ring && judgement.orphaned,
            usage: usage(radar, blip).name(),
            exit: judged.exit.map(ExitCell::from),
            owners: blip.owners.value.iter().map(|owner| links.owner(*owner)).collect(),
            questions: questions::waiting_count(blip, links.snapshot.day),
            tags: &blip.tags,
            summary: blip.summary.as_deref(),
            instead: instead(links.snapshot, blip),
        }
    }
}
