//! The rule: whether a blip's advice still holds, which depends on who last reviewed it while practising.
//!
//! `docs/rule.md` explains it. Everything here is a pure function of the content and one day. The badge
//! on a page, the exit code of `check` and the order of the review board all come from [`judge`], so they
//! cannot disagree.

use jiff::civil::Date;

use crate::radar::first_hand::{is_first_hand, is_unremembered};
use crate::radar::history;
use crate::radar::interval::Interval;
use crate::radar::practice::is_hands_on;
pub use crate::radar::practice::{has_committed, practises};
use crate::radar::{Blip, Holds, Owner, Placement, Radar, Review};

/// How fresh the last hands-on review of a blip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Freshness {
    /// The review holds for longer than the notice.
    Fresh,
    /// The review expires within the notice.
    Due,
    /// The review has expired.
    Expired,
    /// There has never been a hands-on review.
    Unreviewed,
}

impl Freshness {
    /// Every freshness, from the best to the worst.
    pub const ALL: [Freshness; 4] =
        [Freshness::Fresh, Freshness::Due, Freshness::Expired, Freshness::Unreviewed];

    /// Returns the name in data: `fresh`, `due`, `expired`, `unreviewed`.
    pub fn name(self) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::Due => "due",
            Freshness::Expired => "expired",
            Freshness::Unreviewed => "unreviewed",
        }
    }

    /// Returns whether the advice is flagged: no practising engineer has vouched for it in time.
    pub fn is_flagged(self) -> bool {
        matches!(self, Freshness::Expired | Freshness::Unreviewed)
    }
}

/// What a review is worth, by who signed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewKind {
    /// At least one of those who signed it practised on that day.
    HandsOn,
    /// People signed it, and none of them practised.
    Advisory,
    /// Nobody signed it: it comes from an import.
    Unsigned,
}

impl ReviewKind {
    /// Returns the name in data: `hands-on`, `advisory`, `unsigned`.
    pub fn name(self) -> &'static str {
        match self {
            ReviewKind::HandsOn => "hands-on",
            ReviewKind::Advisory => "advisory",
            ReviewKind::Unsigned => "unsigned",
        }
    }
}

/// The rule applied to one blip on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement<'r> {
    /// How fresh it is; `None` for a retired blip, which is never flagged.
    pub freshness: Option<Freshness>,
    /// The last day on which the last hands-on review holds.
    pub review_until: Option<Date>,
    /// The first day of the notice: from here on the blip is due.
    pub due_from: Option<Date>,
    /// The last hands-on review; with `counts = "first-hand"`, the last first-hand one.
    pub last_review: Option<&'r Review>,
    /// Whether somebody who works with the blip signed that review.
    pub first_hand: bool,
    /// The review interval of the blip.
    pub every: Interval,
    /// The review that imposed the ring, if the ring is imposed.
    pub imposed_by: Option<&'r Review>,
    /// The review that set the ring from outside, if one did: by somebody who practises, but not with this.
    pub set_from_outside_by: Option<&'r Review>,
    /// Whether each practising person who ever reviewed it stopped longer than a generation ago.
    pub unremembered: bool,
    /// Whether none of the owners practises.
    pub orphaned: bool,
}

impl Judgement<'_> {
    /// Returns whether the blip is flagged.
    pub fn is_flagged(&self) -> bool {
        self.freshness.is_some_and(Freshness::is_flagged)
    }

    /// Returns how much of the last hands-on review's time is left, from 0 to 1.
    pub fn share_left(&self, today: Date) -> f64 {
        let (Some(review), Some(until)) = (self.last_review, self.review_until) else {
            return 0.0;
        };
        let days = |from: Date, to: Date| f64::from((to - from).get_days());
        (days(today, until) / days(review.date, until).max(1.0)).clamp(0.0, 1.0)
    }

    /// Returns whether the ring is imposed.
    pub fn is_imposed(&self) -> bool {
        self.imposed_by.is_some()
    }

    /// Returns whether the ring was set from outside.
    pub fn is_set_from_outside(&self) -> bool {
        self.set_from_outside_by.is_some()
    }
}

/// Judges a blip on a day. Reviews dated after it do not exist yet.
pub fn judge<'r>(radar: &'r Radar, blip: &'r Blip, today: Date) -> Judgement<'r> {
    let placement = history::placement_on(blip, today);
    let every = interval(radar, blip, placement);
    let last_review = last_that_holds(radar, blip, today);
    let is_retired = placement == Some(Placement::Retired);
    let validity = Validity::new(radar, is_retired, every, last_review);
    let Validity { review_until, fresh_until, .. } = validity;
    let imposed_by = imposing_review(blip, last_review, today);
    Judgement {
        freshness: validity.freshness(today),
        review_until,
        due_from: fresh_until.map(|day| day.tomorrow().unwrap_or(Date::MAX)),
        last_review,
        first_hand: last_review.is_some_and(|review| is_first_hand(radar, blip, review)),
        every,
        imposed_by,
        set_from_outside_by: match imposed_by {
            Some(_) => None,
            None => outside_review(radar, blip, today),
        },
        unremembered: !is_retired && is_unremembered(radar, blip, today),
        orphaned: is_orphaned(radar, blip, today),
    }
}

/// How long a blip's last hands-on review holds, from one of its reviews to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    is_retired: bool,
    review_until: Option<Date>,
    fresh_until: Option<Date>,
}

impl Validity {
    fn new(radar: &Radar, is_retired: bool, every: Interval, last: Option<&Review>) -> Self {
        let review_until = last.map(|review| every.after(review.date));
        let fresh_until = review_until.map(|until| radar.rule.notice.before(until));
        Self { is_retired, review_until, fresh_until }
    }

    /// Returns the first day on which the review no longer holds; `None` without one.
    pub fn expires(self) -> Option<Date> {
        self.review_until.and_then(|until| until.tomorrow().ok())
    }

    /// Returns the freshness on a day; `None` for a retired blip.
    pub fn freshness(self, day: Date) -> Option<Freshness> {
        (!self.is_retired).then(|| freshness(self.review_until, self.fresh_until, day))
    }
}

/// Returns how long the last hands-on review up to a day holds; `None` before the blip was added.
pub fn validity(radar: &Radar, blip: &Blip, day: Date) -> Option<Validity> {
    let placement = history::placement_on(blip, day)?;
    let every = interval(radar, blip, Some(placement));
    let last = last_that_holds(radar, blip, day);
    Some(Validity::new(radar, placement == Placement::Retired, every, last))
}

fn freshness(review_until: Option<Date>, fresh_until: Option<Date>, today: Date) -> Freshness {
    match (review_until, fresh_until) {
        (_, Some(fresh_until)) if today <= fresh_until => Freshness::Fresh,
        (Some(review_until), _) if today <= review_until => Freshness::Due,
        (Some(_), _) => Freshness::Expired,
        (None, _) => Freshness::Unreviewed,
    }
}

/// Returns the review interval of a blip: its own, else its ring's, its quadrant's or the radar's.
pub fn interval(radar: &Radar, blip: &Blip, placement: Option<Placement>) -> Interval {
    let ring = placement.and_then(Placement::ring).map(|ring| radar.ring(ring));
    blip.review_every
        .or(ring.and_then(|ring| ring.review_every))
        .or(radar.quadrant(blip.quadrant).review_every)
        .unwrap_or(radar.rule.every)
}

/// Returns the reviews up to a day, oldest first.
pub fn reviews_until(blip: &Blip, day: Date) -> &[Review] {
    &blip.reviews[..blip.reviews.partition_point(|review| review.date <= day)]
}

/// Returns the last review up to a day that holds.
pub fn last_that_holds<'r>(radar: &Radar, blip: &'r Blip, day: Date) -> Option<&'r Review> {
    reviews_until(blip, day).iter().rfind(|review| holds(radar, blip, review))
}

/// Returns whether a review makes its blip fresh: it is hands-on or, with `counts = "first-hand"`, first-hand.
pub fn holds(radar: &Radar, blip: &Blip, review: &Review) -> bool {
    match radar.rule.counts {
        Holds::HandsOn => is_hands_on(radar, review),
        Holds::FirstHand => is_first_hand(radar, blip, review),
    }
}

/// Returns what a review is worth, by who practised on its day.
pub fn kind(radar: &Radar, review: &Review) -> ReviewKind {
    if review.by.is_empty() {
        ReviewKind::Unsigned
    } else if is_hands_on(radar, review) {
        ReviewKind::HandsOn
    } else {
        ReviewKind::Advisory
    }
}

/// Returns the review that imposed the ring of today: people signed it, and no review that holds, of that day or
/// later, confirmed it. So it does not hold itself.
///
/// The first of the latest verdicts that agree *set* the ring; repeating a verdict moves nothing.
fn imposing_review<'r>(
    blip: &'r Blip,
    last_review: Option<&Review>,
    today: Date,
) -> Option<&'r Review> {
    let setting = history::setting_review(blip, today)?;
    let confirmed = last_review.is_some_and(|last| setting.date <= last.date);
    (!confirmed && !setting.by.is_empty()).then_some(setting)
}

/// Returns the review that set the ring of today from outside: it is hands-on and second-hand, and there is no
/// first-hand review of that day or later.
fn outside_review<'r>(radar: &Radar, blip: &'r Blip, today: Date) -> Option<&'r Review> {
    let setting = history::setting_review(blip, today)?;
    let confirms =
        |review: &Review| setting.date <= review.date && is_first_hand(radar, blip, review);
    let is_confirmed = reviews_until(blip, today).iter().any(confirms);
    (!is_confirmed && is_hands_on(radar, setting)).then_some(setting)
}

/// Returns whether a blip is orphaned: none of its owners, and nobody in the teams that own it, practises.
fn is_orphaned(radar: &Radar, blip: &Blip, day: Date) -> bool {
    !blip.owners.value.iter().any(|owner| match owner {
        Owner::Person(person) => practises(radar, radar.person(*person), day),
        Owner::Team(team) => radar.members(*team).any(|person| practises(radar, person, day)),
    })
}
