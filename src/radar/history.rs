//! The placement of a blip on a day, and how it moved between two days.
//!
//! Pure functions over the verdicts of the trail. Who gave them is the concern of
//! [`crate::radar::freshness`].

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::radar::interval::Interval;
use crate::radar::{Blip, Edition, Placement, Radar, Review, RingIndex};

/// How a blip moved between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// It was never on the radar before.
    New,
    /// It is back after it had been retired.
    Returned,
    /// To a ring nearer the centre.
    MovedIn,
    /// To a ring farther from the centre.
    MovedOut,
    /// It stayed on its ring.
    Unchanged,
    /// It was retired.
    Retired,
}

impl Movement {
    /// Every movement, in the order in which pages list them.
    pub const ALL: [Movement; 6] = [
        Movement::New,
        Movement::Returned,
        Movement::MovedIn,
        Movement::MovedOut,
        Movement::Retired,
        Movement::Unchanged,
    ];

    /// Returns the name in data: `new`, `returned`, `moved-in`, `moved-out`, `unchanged`, `retired`.
    pub fn name(self) -> &'static str {
        match self {
            Movement::New => "new",
            Movement::Returned => "returned",
            Movement::MovedIn => "moved-in",
            Movement::MovedOut => "moved-out",
            Movement::Unchanged => "unchanged",
            Movement::Retired => "retired",
        }
    }
}

/// How far back a radar without a previous edition is compared.
const WITHOUT_EDITIONS: Interval = Interval::months(6);

/// Returns the placement of a blip at the end of a day; `None` before it was added.
///
/// That is the verdict of the last review up to that day. Before the first verdict, the blip counts as
/// placed where that verdict put it, or where the file puts it if there is no verdict at all.
pub fn placement_on(blip: &Blip, day: Date) -> Option<Placement> {
    if day < added(blip)? {
        return None;
    }
    let latest = verdicts(blip).rfind(|(review, _)| review.date <= day);
    let (_, placement) = latest.or_else(|| verdicts(blip).next()).unzip();
    Some(placement.unwrap_or(blip.ring.value))
}

/// Returns the first day of a blip on the radar: the day it was added, or that of its earliest review.
pub fn added(blip: &Blip) -> Option<Date> {
    blip.added.or(blip.reviews.first().map(|review| review.date))
}

/// Returns the review that set the placement of a blip on a day: the earliest of the latest verdicts that
/// agree. Later verdicts that repeat it set nothing.
pub fn setting_review(blip: &Blip, day: Date) -> Option<&Review> {
    let mut run = verdicts(blip).rev().skip_while(|(review, _)| review.date > day);
    let (latest, placement) = run.next()?;
    Some(run.take_while(|(_, p)| *p == placement).last().map_or(latest, |(review, _)| review))
}

/// A stretch of days that a blip spent on a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingSpan {
    /// The ring.
    pub ring: RingIndex,
    /// Its first day.
    pub from: Date,
    /// The first day on which it had left; none if it is still there.
    pub until: Option<Date>,
}

/// Returns the stretches that a blip spent on rings up to a day, oldest first.
pub fn ring_spans(blip: &Blip, today: Date) -> Vec<RingSpan> {
    let placements = placements(blip, today);
    let untils = placements.iter().skip(1).map(|&(day, _)| Some(day)).chain([None]);
    placements
        .iter()
        .zip(untils)
        .filter_map(|(&(from, placement), until)| {
            Some(RingSpan { ring: placement.ring()?, from, until })
        })
        .collect()
}

/// Returns the placements of a blip up to a day, each with its first day, oldest first.
pub fn placements(blip: &Blip, today: Date) -> Vec<(Date, Placement)> {
    let mut days: Vec<Date> = added(blip)
        .into_iter()
        .chain(verdicts(blip).map(|(review, _)| review.date))
        .filter(|day| added(blip).is_some_and(|added| added <= *day) && *day <= today)
        .collect();
    days.sort_unstable();
    let mut placements: Vec<(Date, Placement)> =
        days.into_iter().filter_map(|day| Some((day, placement_on(blip, day)?))).collect();
    placements.dedup_by_key(|&mut (_, placement)| placement);
    placements
}

fn verdicts(blip: &Blip) -> impl DoubleEndedIterator<Item = (&Review, Placement)> {
    blip.reviews.iter().filter_map(|review| Some((review, review.verdict?)))
}

/// Returns the editions published up to a day, oldest first.
pub fn editions_until(radar: &Radar, day: Date) -> &[Edition] {
    &radar.editions[..radar.editions.partition_point(|edition| edition.date <= day)]
}

/// Returns the day that the radar of `today` is compared with: that of the newest edition but one, or six
/// months ago if there are fewer than two.
///
/// It is not before the first day of the radar: where there is no earlier state, nothing is new.
pub fn compared_with(radar: &Radar, today: Date) -> Date {
    let day = match editions_until(radar, today) {
        [.., previous, _] => previous.date,
        _ => WITHOUT_EDITIONS.before(today),
    };
    let first = radar.blips.iter().filter_map(added).min();
    first.map_or(day, |first| day.max(first.min(today)))
}

/// Returns how a blip moved from one day to a later one; `None` if it is not on the radar on the later.
pub fn movement(blip: &Blip, from: Date, to: Date) -> Option<Movement> {
    let now = placement_on(blip, to)?;
    let then = placement_on(blip, from);
    let was_on_a_ring = |from, to| was_on_a_ring(blip, from, to);
    Some(match (then, now) {
        (Some(Placement::Ring(_)), _) | (_, Placement::Ring(_)) => {
            step(then, now, was_on_a_ring(Date::MIN, from))
        }
        // It came and left in between.
        (_, Placement::Retired) if was_on_a_ring(from, to) => Movement::Retired,
        (_, Placement::Retired) => Movement::Unchanged,
    })
}

/// Returns how a blip moves from one placement to the next; `was_on_a_ring` says whether it ever was on
/// one before.
pub fn step(before: Option<Placement>, now: Placement, was_on_a_ring: bool) -> Movement {
    match (before, now) {
        (_, Placement::Retired) => Movement::Retired,
        (Some(Placement::Ring(before)), Placement::Ring(now)) => match now.cmp(&before) {
            Ordering::Less => Movement::MovedIn,
            Ordering::Greater => Movement::MovedOut,
            Ordering::Equal => Movement::Unchanged,
        },
        (_, Placement::Ring(_)) if was_on_a_ring => Movement::Returned,
        (_, Placement::Ring(_)) => Movement::New,
    }
}

/// Returns whether a blip was on a ring on any day from one to another, both included.
fn was_on_a_ring(blip: &Blip, from: Date, to: Date) -> bool {
    let changes = verdicts(blip).map(|(review, _)| review.date).chain(added(blip));
    changes
        .filter(|day| (from..=to).contains(day))
        .chain([from, to])
        .any(|day| matches!(placement_on(blip, day), Some(Placement::Ring(_))))
}
