//! The review queue: which blips somebody has to look at, the riskiest first.
//!
//! A list that is always red gets ignored, so the order matters more than the length: a ring nearer
//! the centre, then longer overdue, then imposed. The board, `radar due` and the pages of teams and
//! people all show this queue.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::radar::freshness::{self, Freshness, Judgement};
use crate::radar::history;
use crate::radar::{Blip, Placement, Radar, RingIndex};

/// A blip that wants a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Its ring.
    pub ring: RingIndex,
    /// Due, expired or unreviewed; or fresh, where it waits because its ring is imposed or its review
    /// runs out before the horizon.
    pub freshness: Freshness,
    /// The last day on which its last hands-on review holds.
    pub review_until: Option<Date>,
    /// For how many days nobody who practises has stood behind it; 0 if its review still holds.
    pub overdue_days: i32,
    /// Whether its ring is imposed.
    pub imposed: bool,
    /// Whether no owner practises.
    pub orphaned: bool,
}

/// How far ahead a queue looks for reviews that run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// As far as the notice: what is due.
    Notice,
    /// Up to and including a day.
    Until(Date),
}

/// Why a blip waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its review has run out, never was, or runs out soon.
    Freshness(Freshness),
    /// Somebody who does not practise moved it, unconfirmed.
    Imposed,
    /// No owner practises.
    Orphaned,
}

impl Reason {
    /// The name in data: that of the freshness, `imposed` or `orphaned`.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Freshness(freshness) => freshness.name(),
            Reason::Imposed => "imposed",
            Reason::Orphaned => "orphaned",
        }
    }
}

impl Waiting<'_> {
    /// Why it waits, the gravest first.
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

/// Everything that waits on a day, the riskiest first.
pub fn queue(radar: &Radar, today: Date, horizon: Horizon) -> Vec<Waiting<'_>> {
    let mut queue: Vec<Waiting> = radar
        .blips
        .iter()
        .filter_map(|blip| {
            let placement = history::placement_on(blip, today)?;
            waiting(blip, placement, &freshness::judge(radar, blip, today), today, horizon)
        })
        .collect();
    sort(&mut queue);
    queue
}

/// What a blip waits for, if it waits: retired blips do not, nor do those with a confirmed ring whose
/// review outlasts the horizon.
pub fn waiting<'r>(
    blip: &'r Blip,
    placement: Placement,
    judgement: &Judgement,
    today: Date,
    horizon: Horizon,
) -> Option<Waiting<'r>> {
    let (ring, freshness) = (placement.ring()?, judgement.freshness?);
    let (review_until, imposed) = (judgement.review_until, judgement.is_imposed());
    let runs_out = match horizon {
        Horizon::Notice => freshness != Freshness::Fresh,
        Horizon::Until(day) => freshness.is_flagged() || review_until.is_some_and(|u| u <= day),
    };
    if !runs_out && !imposed {
        return None;
    }
    // One that never was reviewed has been overdue since the day it was added.
    let since = match freshness {
        Freshness::Fresh | Freshness::Due => None,
        Freshness::Expired => review_until,
        Freshness::Unreviewed => history::added(blip),
    };
    let overdue_days = since.map_or(0, |since| (today - since).get_days());
    let orphaned = judgement.orphaned;
    Some(Waiting { blip, ring, freshness, review_until, overdue_days, imposed, orphaned })
}

/// Puts the riskiest first: a ring nearer the centre, longer overdue, imposed, sooner to run out.
pub fn sort(queue: &mut [Waiting]) {
    queue.sort_by(|a, b| {
        let key = |w: &Waiting| (w.ring, Reverse(w.overdue_days), !w.imposed, w.review_until);
        key(a).cmp(&key(b)).then_with(|| a.blip.id.cmp(&b.blip.id))
    });
}
