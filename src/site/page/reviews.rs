//! The review board: which reviews each owner owes, the riskiest first.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::Html;
use super::blip::{QuestionView, question_view};
use super::imposed::ImposedPast;
use super::links::{Links, OwnerLink, PersonLink, TemplateValue};
use super::why::imposed_key;
use crate::radar::burndown::{self, MonthlyCounts};
use crate::radar::interval::Interval;
use crate::radar::queue::{self, Horizon, Reason, Waiting};
use crate::radar::{Blip, Counts, JudgedBlip, Markdown, Owner, TeamIndex};
use crate::routes;
use crate::site::burndown::svg;

/// How far ahead a board knows what will wait: the script shows a blip once its day has come.
const AHEAD: Interval = Interval::months(12);

/// How many people a row names who could review its blip. The page of the blip names all.
const PROPOSED: usize = 3;

/// `reviews.html`.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewsPage {
    counts: Counts,
    /// Everything that waits today or within a year, by owner; the owner with the riskiest blip first. A
    /// blip with several owners is in the queue of each.
    groups: Vec<OwnerQueue>,
    /// The teams that own something, by name.
    teams: Vec<TeamQueue>,
    /// How many blips wait today, each counted once.
    waiting: usize,
    /// In the order of the queue.
    imposed: Vec<ImposedRing>,
    /// Every ring that was ever imposed; none if none was.
    imposed_past: Option<ImposedPast>,
    /// The life of the radar, month by month; none in its first month.
    burndown: Option<Burndown>,
}

/// What one owner has to review.
#[derive(Debug, Serialize)]
struct OwnerQueue {
    /// Null for blips that nobody owns.
    owner: Option<TemplateValue<OwnerLink>>,
    /// The id of the owner's team: the team itself, or that of the person.
    team: Option<String>,
    queue: Vec<QueueEntry>,
    /// How many wait today.
    owed: usize,
}

/// What a team and its people have to review.
#[derive(Debug, Serialize)]
struct TeamQueue {
    team: TemplateValue<OwnerLink>,
    /// The path of its calendar.
    calendar: String,
    /// How many wait today.
    owed: usize,
    /// Of everything it owns.
    counts: Counts,
}

/// A blip that waits for a review.
#[derive(Clone, Debug, Serialize)]
pub(super) struct QueueEntry {
    /// Its row.
    blip: Value,
    /// The names of a [`Reason`], the gravest first.
    reasons: Vec<&'static str>,
    /// Since when no practising engineer has vouched for it; null while its review holds, and on its last day.
    overdue: Option<Overdue>,
    /// Whether it does not wait yet, but will within a year.
    later: bool,
    /// The first people who could review it now, by name.
    reviewers: Vec<TemplateValue<PersonLink>>,
    /// How many more could.
    more_reviewers: usize,
    edit_url: Option<String>,
}

/// Since when a review is overdue.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Overdue {
    /// The day on which it expired, or on which the blip was added if it was never reviewed.
    since: Date,
    days: i32,
}

impl Overdue {
    pub(super) fn new(waiting: &Waiting) -> Option<Self> {
        let since = waiting.overdue_since?;
        (waiting.overdue_days > 0).then_some(Self { since, days: waiting.overdue_days })
    }
}

/// An imposed ring, and what was asked about the blip.
#[derive(Debug, Serialize)]
struct ImposedRing {
    /// The row of the blip.
    blip: Value,
    /// Which sentence of `t.reviews.imposed` says how: `imposed`, `imposed-first-hand` or `imposed-second-hand`.
    key: &'static str,
    /// Who imposed it.
    by: Vec<TemplateValue<PersonLink>>,
    date: Date,
    /// The newest first.
    questions: Vec<QuestionView>,
    unanswered: usize,
}

#[derive(Debug, Serialize)]
struct Burndown {
    svg: Html,
    /// The numbers at the end of each month, the latest first.
    months: Vec<MonthlyCounts>,
}

/// The blips that wait today or within a year, the riskiest first.
#[derive(Debug, Default)]
pub(super) struct Queue {
    pub(super) entries: Vec<QueueEntry>,
    /// How many wait today.
    pub(super) owed: usize,
}

impl Queue {
    pub(super) fn of<'l, 'r: 'l>(
        links: &Links<'_, 'r>,
        blips: impl Iterator<Item = &'l JudgedBlip<'r>>,
    ) -> Self {
        let mut queue = Queue::default();
        for (_, entry) in entries(links, blips) {
            queue.add(entry);
        }
        queue
    }

    fn add(&mut self, entry: QueueEntry) {
        self.owed += usize::from(!entry.later);
        self.entries.push(entry);
    }
}

impl ReviewsPage {
    /// Makes the review board. `chart_name` names the burn-down; `note` renders a text of a blip.
    pub(crate) fn new(
        links: &Links,
        chart_name: &str,
        note: &dyn Fn(&Blip, &Markdown) -> Html,
    ) -> Self {
        let all = entries(links, links.snapshot.blips.iter());
        let months = burndown::by_month(links.snapshot.radar, links.snapshot.day);
        let burndown = (months.len() > 1).then(|| Burndown {
            svg: Html::trusted(&svg(&months, chart_name)),
            months: months.into_iter().rev().collect(),
        });
        Self {
            counts: links.snapshot.counts(),
            waiting: all.iter().filter(|(_, entry)| !entry.later).count(),
            imposed: all.iter().filter_map(|(w, _)| imposed(links, w, note)).collect(),
            imposed_past: ImposedPast::new(links),
            teams: teams(links, &all),
            groups: groups(links, all),
            burndown,
        }
    }
}

/// Everything that waits or will, the riskiest first.
fn entries<'l, 'r: 'l>(
    links: &Links<'_, 'r>,
    blips: impl Iterator<Item = &'l JudgedBlip<'r>>,
) -> Vec<(Waiting<'r>, QueueEntry)> {
    let today = links.snapshot.day;
    let ahead = AHEAD.after(today);
    let mut later: Vec<&str> = Vec::new();
    let mut queue: Vec<Waiting> = blips
        .filter_map(|judged| {
            let waiting = |horizon| queue::waiting(judged, today, horizon);
            waiting(Horizon::Notice).or_else(|| {
                let is_soon = judged.judgement.due_from.is_some_and(|due_from| due_from <= ahead);
                let waiting = waiting(Horizon::Until(Date::MAX)).filter(|_| is_soon)?;
                later.push(&judged.blip.id);
                Some(waiting)
            })
        })
        .collect();
    queue::sort(&mut queue);
    later.sort_unstable();
    let entry = |waiting: Waiting<'r>| {
        let is_later = later.binary_search(&waiting.blip.id.as_str()).is_ok();
        Some((waiting, entry(links, &waiting, is_later)?))
    };
    queue.into_iter().filter_map(entry).collect()
}

fn entry(links: &Links, waiting: &Waiting, later: bool) -> Option<QueueEntry> {
    let could_review = links.could_review(&waiting.blip.id);
    let proposed = could_review.iter().take(PROPOSED);
    Some(QueueEntry {
        blip: links.row_of(&waiting.blip.id)?,
        reasons: waiting.reasons().into_iter().map(Reason::name).collect(),
        overdue: Overdue::new(waiting),
        later,
        reviewers: proposed.map(|candidate| links.person(candidate.person)).collect(),
        more_reviewers: could_review.len().saturating_sub(PROPOSED),
        edit_url: links.snapshot.radar.edit_url_of(waiting.blip),
    })
}

fn groups(links: &Links, all: Vec<(Waiting, QueueEntry)>) -> Vec<OwnerQueue> {
    let mut order: Vec<Option<Owner>> = Vec::new();
    let mut queues: BTreeMap<Option<Owner>, Queue> = BTreeMap::new();
    // An owner who owes something today comes before those who only will.
    let (now, later): (Vec<_>, Vec<_>) = all.iter().partition(|(_, entry)| !entry.later);
    for (waiting, _) in now.into_iter().chain(later) {
        for owner in owners(waiting.blip) {
            if !order.contains(&owner) {
                order.push(owner);
            }
        }
    }
    for (waiting, entry) in all {
        for owner in owners(waiting.blip) {
            queues.entry(owner).or_default().add(entry.clone());
        }
    }
    let radar = links.snapshot.radar;
    let groups = order.into_iter().filter_map(|owner| {
        let queue = queues.remove(&owner)?;
        let team = match owner {
            None => None,
            Some(Owner::Team(team)) => Some(team),
            Some(Owner::Person(person)) => radar.person(person).team,
        };
        Some((owner, team, queue))
    });
    groups
        .map(|(owner, team, queue)| OwnerQueue {
            owner: owner.map(|owner| links.owner(owner)),
            team: team.map(|team| radar.team(team).id.clone()),
            queue: queue.entries,
            owed: queue.owed,
        })
        .collect()
}

fn owners(blip: &Blip) -> Vec<Option<Owner>> {
    match &blip.owners.value[..] {
        [] => vec![None],
        owners => owners.iter().copied().map(Some).collect(),
    }
}

fn teams(links: &Links, all: &[(Waiting, QueueEntry)]) -> Vec<TeamQueue> {
    let snapshot = links.snapshot;
    let radar = snapshot.radar;
    let mut teams: Vec<TeamIndex> = (0..radar.teams.len() as u16).map(TeamIndex).collect();
    teams.sort_by_key(|team| radar.team(*team).name.to_lowercase());
    let queue = |team: TeamIndex| {
        let waits = |(waiting, entry): &&(Waiting, QueueEntry)| {
            !entry.later && radar.is_of_team(waiting.blip, team)
        };
        let owned = snapshot.blips.iter().filter(|judged| radar.is_of_team(judged.blip, team));
        TeamQueue {
            team: links.owner(Owner::Team(team)),
            calendar: routes::calendar(&radar.team(team).id),
            owed: all.iter().filter(waits).count(),
            counts: Counts::of(owned),
        }
    };
    teams.into_iter().map(queue).filter(|queue| queue.counts.total > 0).collect()
}

fn imposed(
    links: &Links,
    waiting: &Waiting,
    note: &dyn Fn(&Blip, &Markdown) -> Html,
) -> Option<ImposedRing> {
    let judged = links.snapshot.get(&waiting.blip.id)?;
    let review = judged.judgement.imposed_by?;
    let asked = waiting.blip.questions.iter().rev().filter(|q| q.date <= links.snapshot.day);
    let questions: Vec<QuestionView> =
        asked.map(|q| question_view(links, q, &|text| note(waiting.blip, text))).collect();
    Some(ImposedRing {
        blip: links.row(judged),
        key: imposed_key(links.snapshot.radar, review),
        by: links.people(&review.by),
        date: review.date,
        unanswered: questions.iter().filter(|question| question.answer.is_none()).count(),
        questions,
    })
}
