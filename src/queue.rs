//! The review queue: which blips somebody has to look at, the riskiest first.
//!
//! A list that is always red gets ignored, so the order matters more than the length: a ring nearer
//! the centre, then longer overdue, then imposed.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::freshness::{Freshness, Judgement};
use crate::history;
use crate::model::{Blip, Placement, RingIndex};

/// A blip that wants a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Its ring.
    pub ring: RingIndex,
    /// Due, expired or unreviewed; or fresh, where it waits because its ring is imposed.
    pub freshness: Freshness,
    /// For how many days nobody who practises has stood behind it; 0 if its review still holds.
    pub overdue_days: i32,
    /// Whether its ring is imposed.
    pub imposed: bool,
    /// Whether no owner practises.
    pub orphaned: bool,
}

/// What a blip waits for, if it waits: retired blips and fresh ones with a confirmed ring do not.
pub fn waiting<'r>(
    blip: &'r Blip,
    placement: Placement,
    judgement: &Judgement,
    today: Date,
) -> Option<Waiting<'r>> {
    let (ring, freshness) = (placement.ring()?, judgement.freshness?);
    let imposed = judgement.is_imposed();
    if freshness == Freshness::Fresh && !imposed {
        return None;
    }
    // One that never was reviewed has been overdue since the day it was added.
    let since = match freshness {
        Freshness::Fresh | Freshness::Due => None,
        Freshness::Expired => judgement.review_until,
        Freshness::Unreviewed => history::added(blip),
    };
    let overdue_days = since.map_or(0, |since| (today - since).get_days());
    Some(Waiting { blip, ring, freshness, overdue_days, imposed, orphaned: judgement.orphaned })
}

/// Puts the riskiest first.
pub fn sort(queue: &mut [Waiting]) {
    queue
        .sort_by_key(|w| (w.ring, Reverse(w.overdue_days), Reverse(w.imposed), w.blip.id.as_str()));
}
