//! The review board: who owes which review, the riskiest first.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::blip::{QuestionView, question_view};
use super::row::{Counts, Listed, OwnerLink, PersonLink, Rows, Shared};
use super::{Compass, Html};
use crate::radar::burndown::{self, Tally};
use crate::radar::interval::Interval;
use crate::radar::queue::{self, Horizon, Reason, Waiting};
use crate::radar::{Blip, Markdown, Owner, TeamIndex};

/// How far ahead a board knows what will wait: the script shows it when its day has come.
const AHEAD: Interval = Interval::months(12);

/// `reviews.html`.
#[derive(Debug, Serialize)]
pub struct ReviewsPage {
    /// The counts of the whole radar.
    pub counts: Counts,
    /// Everything that waits or will within a year, each owner with theirs; the owner with the riskiest
    /// blip first. A blip of several owners is in the queue of each.
    pub groups: Vec<QueueGroup>,
    /// The teams that own something that waits, by name.
    pub teams: Vec<TeamQueue>,
    /// How many blips wait, each counted once.
    pub waiting: usize,
    /// The imposed rings, in the order of the queue.
    pub imposed: Vec<ImposedRing>,
    /// The radar's life, month by month.
    pub burndown: Option<Burndown>,
}

/// What one owner has to look at.
#[derive(Debug, Serialize)]
pub struct QueueGroup {
    /// Who; null for blips that nobody owns.
    pub owner: Option<Shared<OwnerLink>>,
    /// The id of the owner's team: the team itself, or that of the person.
    pub team: Option<String>,
    /// What, the riskiest first; what only will wait is among it.
    pub queue: Vec<QueueEntry>,
    /// How many wait today.
    pub owed: usize,
}

/// What a team and its people have to look at.
#[derive(Debug, Serialize)]
pub struct TeamQueue {
    /// The team.
    pub team: Shared<OwnerLink>,
    /// Its calendar.
    pub calendar: String,
    /// How many wait.
    pub owed: usize,
    /// The counts of everything it owns.
    pub counts: Counts,
}

/// A blip that waits for a review.
#[derive(Clone, Debug, Serialize)]
pub struct QueueEntry {
    /// Its [`super::Row`].
    pub blip: Value,
    /// `expired`, `unreviewed`, `due`, `imposed`, `orphaned`: why it waits, the gravest first.
    pub reasons: Vec<&'static str>,
    /// For how many days nobody who practises has stood behind it; 0 if its review still holds.
    pub overdue_days: i32,
    /// Whether it does not wait yet, but will within a year.
    pub later: bool,
    /// Where its file can be edited.
    pub edit_url: Option<String>,
}

/// A ring that somebody who does not practise set, unconfirmed, and what was asked about the blip.
#[derive(Debug, Serialize)]
pub struct ImposedRing {
    /// The [`super::Row`] of the blip.
    pub blip: Value,
    /// Who set it.
    pub by: Vec<Shared<PersonLink>>,
    /// When.
    pub date: Date,
    /// The questions about the blip, the newest first.
    pub questions: Vec<QuestionView>,
    /// How many of them wait for an answer.
    pub unanswered: usize,
}

/// The burn-down of the radar's reviews.
#[derive(Debug, Serialize)]
pub struct Burndown {
    /// The drawing.
    pub svg: Html,
    /// Its numbers at the end of each month, the latest first.
    pub months: Vec<Tally>,
}

/// What waits of some blips, and what will.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// The riskiest first.
    pub(super) entries: Vec<QueueEntry>,
    /// How many wait today.
    pub(super) owed: usize,
}

impl Queue {
    /// The queue of some blips.
    pub(super) fn of<'l, 'r: 'l>(
        rows: &Rows<'r>,
        listed: impl Iterator<Item = &'l Listed<'r>>,
    ) -> Self {
        let mut queue = Queue::default();
        for (_, entry) in entries(rows, listed) {
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
    /// Makes the review board. `chart_name` is what the burn-down is called, `note` renders what was said
    /// of a blip.
    pub fn new(rows: &Rows, chart_name: &str, note: &dyn Fn(&Blip, &Markdown) -> Html) -> Self {
        let all = entries(rows, rows.listed.iter());
        let tallies = burndown::tallies(rows.compass.radar, rows.compass.today);
        let burndown = (tallies.len() > 1).then(|| Burndown {
            svg: Html::trusted(&burndown::svg(&tallies, chart_name)),
            months: tallies.into_iter().rev().collect(),
        });
        Self {
            counts: Rows::counts(&rows.listed),
            waiting: all.iter().filter(|(_, entry)| !entry.later).count(),
            imposed: all.iter().filter_map(|(w, _)| imposed(rows, w, note)).collect(),
            teams: teams(rows, &all),
            groups: groups(rows, all),
            burndown,
        }
    }
}

/// Everything that waits or will, the riskiest first.
fn entries<'l, 'r: 'l>(
    rows: &Rows<'r>,
    listed: impl Iterator<Item = &'l Listed<'r>>,
) -> Vec<(Waiting<'r>, QueueEntry)> {
    let today = rows.compass.today;
    let ahead = AHEAD.after(today);
    let mut later: Vec<&str> = Vec::new();
    let mut queue: Vec<Waiting> = listed
        .filter_map(|l| {
            let waiting =
                |horizon| queue::waiting(l.blip, l.placement, &l.judgement, today, horizon);
            waiting(Horizon::Notice).or_else(|| {
                let is_soon = l.judgement.due_from.is_some_and(|due_from| due_from <= ahead);
                let waiting = waiting(Horizon::Until(Date::MAX)).filter(|_| is_soon)?;
                later.push(&l.blip.id);
                Some(waiting)
            })
        })
        .collect();
    queue::sort(&mut queue);
    later.sort_unstable();
    let entry = |waiting: Waiting<'r>| {
        let is_later = later.binary_search(&waiting.blip.id.as_str()).is_ok();
        Some((waiting, entry(rows, &waiting, is_later)?))
    };
    queue.into_iter().filter_map(entry).collect()
}

fn entry(rows: &Rows, waiting: &Waiting, later: bool) -> Option<QueueEntry> {
    Some(QueueEntry {
        blip: rows.get(&waiting.blip.id)?.row.clone(),
        reasons: waiting.reasons().into_iter().map(Reason::name).collect(),
        overdue_days: waiting.overdue_days,
        later,
        edit_url: rows.compass.radar.edit_url_of(waiting.blip),
    })
}

fn groups(rows: &Rows, all: Vec<(Waiting, QueueEntry)>) -> Vec<QueueGroup> {
    let mut order: Vec<Option<Owner>> = Vec::new();
    let mut queues: BTreeMap<Option<Owner>, Queue> = BTreeMap::new();
    // Whoever owes something comes before those who only will.
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
    let radar = rows.compass.radar;
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
        .map(|(owner, team, queue)| QueueGroup {
            owner: owner.map(|owner| rows.compass.owner(owner)),
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

fn teams(rows: &Rows, all: &[(Waiting, QueueEntry)]) -> Vec<TeamQueue> {
    let Compass { radar, .. } = rows.compass;
    let mut teams: Vec<TeamIndex> = (0..radar.teams.len() as u16).map(TeamIndex).collect();
    teams.sort_by_key(|team| radar.team(*team).name.to_lowercase());
    let queue = |team: TeamIndex| {
        let waits = |(waiting, entry): &&(Waiting, QueueEntry)| {
            !entry.later && radar.is_of_team(waiting.blip, team)
        };
        let owned = rows.listed.iter().filter(|l| radar.is_of_team(l.blip, team));
        TeamQueue {
            team: rows.compass.owner(Owner::Team(team)),
            calendar: format!("teams/{}.ics", radar.team(team).id),
            owed: all.iter().filter(waits).count(),
            counts: Rows::counts(owned),
        }
    };
    teams.into_iter().map(queue).filter(|queue| queue.counts.total > 0).collect()
}

fn imposed(
    rows: &Rows,
    waiting: &Waiting,
    note: &dyn Fn(&Blip, &Markdown) -> Html,
) -> Option<ImposedRing> {
    let compass = &rows.compass;
    let listed = rows.get(&waiting.blip.id)?;
    let review = listed.judgement.imposed_by?;
    let asked = waiting.blip.questions.iter().rev().filter(|q| q.date <= compass.today);
    let questions: Vec<QuestionView> =
        asked.map(|q| question_view(compass, q, &|text| note(waiting.blip, text))).collect();
    Some(ImposedRing {
        blip: listed.row.clone(),
        by: compass.people(&review.by),
        date: review.date,
        unanswered: questions.iter().filter(|question| question.answer.is_none()).count(),
        questions,
    })
}
