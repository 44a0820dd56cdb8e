//! The review board: who owes which review, the riskiest first.

use serde::Serialize;
use tera::Value;

use super::row::{Counts, Listed, OwnerLink, Rows, Shared};
use crate::model::Owner;
use crate::queue::{self, Horizon, Reason, Waiting};

/// `reviews.html`.
#[derive(Debug, Serialize)]
pub struct ReviewsPage {
    /// The counts of the whole radar.
    pub counts: Counts,
    /// Everything that waits, each owner with theirs; the owner with the riskiest blip first. A blip
    /// of several owners is in the queue of each.
    pub groups: Vec<QueueGroup>,
    /// How many blips wait, each counted once.
    pub waiting: usize,
}

/// What one owner has to look at.
#[derive(Debug, Serialize)]
pub struct QueueGroup {
    /// Who; null for blips that nobody owns.
    pub owner: Option<Shared<OwnerLink>>,
    /// What, the riskiest first.
    pub queue: Vec<QueueEntry>,
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
}

impl QueueEntry {
    /// Those of some blips that wait, the riskiest first.
    pub(super) fn of<'l, 'r: 'l>(
        rows: &Rows<'r>,
        listed: impl Iterator<Item = &'l Listed<'r>>,
    ) -> Vec<QueueEntry> {
        sorted(rows, listed).iter().filter_map(|waiting| entry(rows, waiting)).collect()
    }
}

impl ReviewsPage {
    /// Makes the review board.
    pub fn new(rows: &Rows) -> Self {
        let all = sorted(rows, rows.listed.iter());
        let mut groups: Vec<(Option<Owner>, Vec<QueueEntry>)> = Vec::new();
        for waiting in &all {
            let owners = &waiting.blip.owners.value;
            let owners = if owners.is_empty() {
                vec![None]
            } else {
                owners.iter().copied().map(Some).collect()
            };
            let Some(entry) = entry(rows, waiting) else { continue };
            for owner in owners {
                match groups.iter_mut().find(|(known, _)| *known == owner) {
                    Some((_, queue)) => queue.push(entry.clone()),
                    None => groups.push((owner, vec![entry.clone()])),
                }
            }
        }
        let groups = groups
            .into_iter()
            .map(|(owner, queue)| QueueGroup {
                owner: owner.map(|owner| rows.compass.owner(owner)),
                queue,
            })
            .collect();
        Self { counts: Rows::counts(&rows.listed), groups, waiting: all.len() }
    }
}

fn sorted<'l, 'r: 'l>(
    rows: &Rows<'r>,
    listed: impl Iterator<Item = &'l Listed<'r>>,
) -> Vec<Waiting<'r>> {
    let today = rows.compass.today;
    let mut queue: Vec<Waiting> = listed
        .filter_map(|l| queue::waiting(l.blip, l.placement, &l.judgement, today, Horizon::Notice))
        .collect();
    queue::sort(&mut queue);
    queue
}

fn entry(rows: &Rows, waiting: &Waiting) -> Option<QueueEntry> {
    let reasons = waiting.reasons().into_iter().map(Reason::name).collect();
    let blip = rows.get(&waiting.blip.id)?.row.clone();
    Some(QueueEntry { blip, reasons, overdue_days: waiting.overdue_days })
}
