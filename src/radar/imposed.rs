//! Every ring that was ever imposed, and what became of it.
//!
//! An episode begins with the review that imposed a ring and ends on the first day on which that review no longer
//! imposes the ring of the blip: somebody whose review holds confirmed or reversed it, or somebody else moved the blip.
//! [`crate::radar::freshness::judge`] says on each day whether a ring is imposed; the episodes follow it in one walk.

use jiff::civil::Date;

use crate::radar::freshness::holds;
use crate::radar::history::added;
use crate::radar::{Blip, Placement, Radar, Review, RingIndex};

/// What became of an imposed ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A review that holds left the blip on the ring.
    Confirmed,
    /// A review that holds moved it to another ring.
    Reversed,
    /// It was moved to another ring by a review that does not hold.
    Moved,
    /// It was retired.
    Retired,
}

impl Outcome {
    /// Returns the name in data: `confirmed`, `reversed`, `moved`, `retired`.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Confirmed => "confirmed",
            Outcome::Reversed => "reversed",
            Outcome::Moved => "moved",
            Outcome::Retired => "retired",
        }
    }
}

/// The life of an imposed ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episode<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// The ring.
    pub ring: RingIndex,
    /// The review that imposed it.
    pub review: &'r Review,
    /// The day on which it ended, and how; `None` while the ring is imposed.
    pub end: Option<(Date, Outcome)>,
}

impl Episode<'_> {
    /// Returns for how many days the ring was imposed, once it no longer is.
    pub fn days(&self) -> Option<i32> {
        self.end.map(|(day, _)| (day - self.review.date).get_days())
    }
}

/// Returns the episodes of all blips up to a day: those that go on first, and the newest first.
pub fn episodes(radar: &Radar, today: Date) -> Vec<Episode<'_>> {
    let mut all: Vec<Episode> =
        radar.blips.iter().flat_map(|blip| of_blip(radar, blip, today)).collect();
    all.sort_by_key(|episode| (episode.end.is_some(), std::cmp::Reverse(episode.review.date)));
    all
}

/// Returns the episodes of a blip up to a day, oldest first.
pub fn of_blip<'r>(radar: &Radar, blip: &'r Blip, today: Date) -> Vec<Episode<'r>> {
    let Some(added) = added(blip).filter(|added| *added <= today) else { return Vec::new() };
    let reviews = &blip.reviews[..blip.reviews.partition_point(|review| review.date <= today)];
    // Before it was added, the blip was not on the radar: the state of that day is the first that counts.
    let mut walk = Walk::default();
    for day in reviews.chunk_by(|a, b| a.date.max(added) == b.date.max(added)) {
        for review in day {
            walk.take(radar, blip, review);
        }
        walk.end_day(blip, day[0].date.max(added));
    }
    walk.episodes
}

/// What is known of a blip at the end of a day.
#[derive(Default)]
struct Walk<'r> {
    /// The latest verdict, and the earliest review of the run that agrees on it.
    setting: Option<(Placement, &'r Review)>,
    /// The day of the last review that holds.
    confirmed: Option<Date>,
    episodes: Vec<Episode<'r>>,
}

impl<'r> Walk<'r> {
    fn take(&mut self, radar: &Radar, blip: &Blip, review: &'r Review) {
        if let Some(verdict) = review.verdict
            && self.setting.is_none_or(|(placement, _)| placement != verdict)
        {
            self.setting = Some((verdict, review));
        }
        if holds(radar, blip, review) {
            self.confirmed = Some(review.date);
        }
    }

    /// Ends the episode that no longer goes on, and begins a new one.
    fn end_day(&mut self, blip: &'r Blip, day: Date) {
        let imposed = self.imposed();
        let open = self.episodes.last_mut().filter(|episode| episode.end.is_none());
        if let Some(open) = open {
            if imposed.is_some_and(|(_, review)| std::ptr::eq(review, open.review)) {
                return;
            }
            let is_settled = self.confirmed.is_some_and(|day| open.review.date <= day);
            let outcome = match self.setting {
                Some((Placement::Retired, _)) => Outcome::Retired,
                Some((Placement::Ring(ring), _)) if is_settled && ring == open.ring => {
                    Outcome::Confirmed
                }
                _ if is_settled => Outcome::Reversed,
                _ => Outcome::Moved,
            };
            open.end = Some((day, outcome));
        }
        if let Some((ring, review)) = imposed {
            self.episodes.push(Episode { blip, ring, review, end: None });
        }
    }

    /// Returns the imposed ring and the review that imposed it, if it is imposed: somebody signed it, and no review that
    /// holds has been made since.
    fn imposed(&self) -> Option<(RingIndex, &'r Review)> {
        let (placement, review) = self.setting?;
        let is_confirmed = self.confirmed.is_some_and(|day| review.date <= day);
        let is_imposed = !review.by.is_empty() && !is_confirmed;
        Some((placement.ring()?, review)).filter(|_| is_imposed)
    }
}
