//! The review queue: which blips need a review, the riskiest first.
//!
//! People ignore a list that is always red, so the order matters more than the length: a ring nearer
//! the centre, then longer overdue, then imposed. The board, `radar due` and the pages of teams and
//! people all show this queue.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::radar::freshness::Freshness;
use crate::radar::history;
use crate::radar::{Blip, JudgedBlip, RingIndex, Snapshot};

/// A blip that waits for a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Its ring.
    pub ring: RingIndex,
    /// Due, expired or unreviewed. Fresh, if it waits because its ring is imposed or its review expires
    /// before the horizon.
    pub freshness: Freshness,
    /// The last day on which its last hands-on review holds.
    pub review_until: Option<Date>,
    /// The day on which its review expired, or on which it was added if it was never reviewed; none while its review holds.
    pub overdue_since: Option<Date>,
    /// How many days ago that was; 0 while its review holds.
    pub overdue_days: i32,
    /// Whether its ring is imposed.
    pub imposed: bool,
    /// Whether no owner practises.
    pub orphaned: bool,
}

/// How far ahead a queue looks for reviews that expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// As far as the notice of the radar.
    Notice,
    /// Up to and including a day.
    Until(Date),
}

/// Why a blip waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its review has expired, expires soon, or was never made.
    Freshness(Freshness),
    /// Its ring is imposed.
    Imposed,
    /// No owner practises.
    Orphaned,
}

impl Reason {
    /// Returns the name in data: that of the freshness, `imposed` or `orphaned`.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Freshness(freshness) => freshness.name(),
            Reason::Imposed => "imposed",
            Reason::Orphaned => "orphaned",
        }
    }
}

impl Waiting<'_> {
    /// Returns why it waits, the gravest reason first.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.freshness != Freshness::Fresh || !self.imposed {
            reasons.push(Reason::Freshness(self.freshness));
        }
        if self.imposed {
            reasons.push(Reason::Imposed);
        }
        if self.orphaned {
            reasons.push(Reason::Orphaned);
        }
        reasons
    }
}

/// Returns every blip that waits for a review, the riskiest first.
pub fn queue<'r>(snapshot: &Snapshot<'r>, horizon: Horizon) -> Vec<Waiting<'r>> {
    let waiting = |judged| waiting(judged, snapshot.day, horizon);
    let mut queue: Vec<Waiting> = snapshot.blips.iter().filter_map(waiting).collect();
    sort(&mut queue);
    queue
}

/// Returns why a blip waits, if it does. A retired blip never waits, nor does one whose ring is confirmed
/// and whose review outlasts the horizon.
pub fn waiting<'r>(judged: &JudgedBlip<'r>, day: Date, horizon: Horizon) -> Option<Waiting<'r>> {
    let JudgedBlip { blip, judgement, .. } = *judged;
    let (ring, freshness) = (judged.ring()?, judgement.freshness?);
    let (review_until, imposed) = (judgement.review_until, judgement.is_imposed());
    let runs_out = match horizon {
        Horizon::Notice => freshness != Freshness::Fresh,
        Horizon::Until(end) => freshness.is_flagged() || review_until.is_some_and(|u| u <= end),
    };
    if !runs_out && !imposed {
        return None;
    }
    // A blip that was never reviewed has been overdue since the day it was added.
    let overdue_since = match freshness {
        Freshness::Fresh | Freshness::Due => None,
        Freshness::Expired => review_until,
        Freshness::Unreviewed => history::added(blip),
    };
    let overdue_days = overdue_since.map_or(0, |since| (day - since).get_days());
    let orphaned = judgement.orphaned;
    Some(Waiting {
        blip,
        ring,
        freshness,
        review_until,
        overdue_since,
        overdue_days,
        imposed,
        orphaned,
    })
}

/// Sorts the riskiest first: by ring from the centre out, longest overdue, imposed, first to expire.
pub fn sort(queue: &mut [Waiting]) {
    queue.sort_by(|a, b| {
        let key = |w: &Waiting| (w.ring, Reverse(w.overdue_days), !w.imposed, w.review_until);
        key(a).cmp(&key(b)).then_with(|| a.blip.id.cmp(&b.blip.id))
    });
}
