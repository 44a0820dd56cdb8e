//! The rule: whether a blip's advice still holds, which depends on who last reviewed it while practising.
//!
//! `docs/rule.md` explains it. Everything here is a pure function of the content and one day. The badge
//! on a page, the exit code of `check` and the order of the review board all come from [`judge`], so they
//! cannot disagree.

use jiff::civil::Date;

use crate::radar::history;
use crate::radar::interval::Interval;
use crate::radar::{Blip, Evidence, Owner, Period, Person, Placement, Radar, Review};

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
    /// The last hands-on review.
    pub last_review: Option<&'r Review>,
    /// The review interval of the blip.
    pub every: Interval,
    /// The review that imposed the ring, if the ring is imposed.
    pub imposed_by: Option<&'r Review>,
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
}

/// Judges a blip on a day. Reviews dated after it do not exist yet.
pub fn judge<'r>(radar: &'r Radar, blip: &'r Blip, today: Date) -> Judgement<'r> {
    let placement = history::placement_on(blip, today);
    let every = interval(radar, blip, placement);
    let last_review = last_hands_on(radar, blip, today);
    let is_retired = placement == Some(Placement::Retired);
    let validity = Validity::new(radar, is_retired, every, last_review);
    let Validity { review_until, fresh_until, .. } = validity;
    Judgement {
        freshness: validity.freshness(today),
        review_until,
        due_from: fresh_until.map(|day| day.tomorrow().unwrap_or(Date::MAX)),
        last_review,
        every,
        imposed_by: imposing_review(radar, blip, last_review, today),
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

    /// Returns the freshness on a day; `None` for a retired blip.
    pub fn freshness(self, day: Date) -> Option<Freshness> {
        (!self.is_retired).then(|| freshness(self.review_until, self.fresh_until, day))
    }
}

/// Returns how long the last hands-on review up to a day holds; `None` before the blip was added.
pub fn validity(radar: &Radar, blip: &Blip, day: Date) -> Option<Validity> {
    let placement = history::placement_on(blip, day)?;
    let every = interval(radar, blip, Some(placement));
    let last = last_hands_on(radar, blip, day);
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

/// Returns the last hands-on review up to a day.
pub fn last_hands_on<'r>(radar: &Radar, blip: &'r Blip, day: Date) -> Option<&'r Review> {
    reviews_until(blip, day).iter().rfind(|review| kind(radar, review) == ReviewKind::HandsOn)
}

/// Returns what a review is worth, by who practised on its day.
pub fn kind(radar: &Radar, review: &Review) -> ReviewKind {
    if review.by.is_empty() {
        ReviewKind::Unsigned
    } else if review.by.iter().any(|by| practises(radar, radar.person(*by), review.date)) {
        ReviewKind::HandsOn
    } else {
        ReviewKind::Advisory
    }
}

/// Returns whether a person practises on a day: a declared period covers it or, where commits count as
/// evidence, they committed within the window before it. Nobody is presumed to practise.
pub fn practises(radar: &Radar, person: &Person, day: Date) -> bool {
    let declared = || person.practising.iter().any(|period| covers(period, day));
    let shown = || radar.practice.evidence == Evidence::Git && has_committed(radar, person, day);
    declared() || shown()
}

/// Returns whether a person committed within the window before a day.
///
/// Only the month of a commit is known, so a month counts if any of its days is in the window. The person
/// gets the benefit of that doubt. Commits of later months do not count.
pub fn has_committed(radar: &Radar, person: &Person, day: Date) -> bool {
    let since = radar.practice.window.before(day);
    person.committed.iter().any(|month| month.first() <= day && since <= month.last())
}

fn covers(period: &Period, day: Date) -> bool {
    period.from <= day && period.until.is_none_or(|until| day <= until)
}

/// Returns the review that imposed the ring of today: people who did not practise signed it, and no
/// hands-on review of that day or later confirmed it.
///
/// The first of the latest verdicts that agree *set* the ring; repeating a verdict moves nothing.
fn imposing_review<'r>(
    radar: &Radar,
    blip: &'r Blip,
    last_review: Option<&Review>,
    today: Date,
) -> Option<&'r Review> {
    let setting = history::setting_review(blip, today)?;
    let confirmed = last_review.is_some_and(|last| setting.date <= last.date);
    (!confirmed && kind(radar, setting) == ReviewKind::Advisory).then_some(setting)
}

/// Returns whether a blip is orphaned: none of its owners, and nobody in the teams that own it, practises.
fn is_orphaned(radar: &Radar, blip: &Blip, day: Date) -> bool {
    !blip.owners.value.iter().any(|owner| match owner {
        Owner::Person(person) => practises(radar, radar.person(*person), day),
        Owner::Team(team) => radar.members(*team).any(|person| practises(radar, person, day)),
    })
}
