//! What happened on a radar, and when: blips came, moved, left and expired, people asked and answered, and editions
//! appeared.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::radar::freshness::{self, Freshness};
use crate::radar::history::{self, Movement};
use crate::radar::questions::{self, Asked};
use crate::radar::{Answer, Blip, Edition, Placement, Radar};

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'r> {
    pub(crate) date: Date,
    pub(crate) what: What<'r>,
}

/// A kind of event.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'r> {
    /// A blip came, changed its ring or left.
    Moved(&'r Blip, Movement, Placement),
    /// A blip expired: this is the first day on which its last hands-on review no longer holds.
    Expired(&'r Blip),
    /// Somebody asked a question.
    Asked(Asked<'r>),
    /// Somebody answered a question.
    Answered(Asked<'r>, &'r Answer),
    /// An edition was published.
    Edition(&'r Edition),
}

/// Returns all events up to a day, the latest first.
pub(crate) fn events(radar: &Radar, today: Date) -> Vec<Event<'_>> {
    let of_blips: Vec<Vec<Event>> = radar
        .blips
        .par_iter()
        .map(|blip| {
            let mut events = moves(blip, today);
            events.extend(expiries(radar, blip, today));
            events.extend(remarks(blip, today));
            events
        })
        .collect();
    let editions = history::editions_until(radar, today).iter();
    let editions =
        editions.map(|edition| Event { date: edition.date, what: What::Edition(edition) });
    let mut events: Vec<Event> = of_blips.into_iter().flatten().chain(editions).collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.date));
    events
}

fn moves(blip: &Blip, today: Date) -> Vec<Event<'_>> {
    let mut before: Option<Placement> = None;
    let mut was_on_a_ring = false;
    let mut events = Vec::new();
    for (date, now) in history::placements(blip, today) {
        // A blip that never was on a ring has not left.
        if before.is_some() || now != Placement::Retired {
            let movement = history::step(before, now, was_on_a_ring);
            events.push(Event { date, what: What::Moved(blip, movement, now) });
        }
        was_on_a_ring |= now.ring().is_some();
        before = Some(now);
    }
    events
}

/// Returns the days on which a blip expired: at most one between two of its reviews. A review that moves
/// the blip to a ring with a shorter interval may expire on the day it is made.
fn expiries<'r>(radar: &'r Radar, blip: &'r Blip, today: Date) -> Vec<Event<'r>> {
    let mut events = Vec::new();
    let days = freshness::reviews_until(blip, today).iter().map(|review| review.date);
    let mut days: Vec<Date> = days.collect();
    days.dedup();
    for (at, start) in days.iter().enumerate() {
        let Some(until) = freshness::judge(radar, blip, *start).review_until else { continue };
        let (Ok(after), Ok(day_before)) = (until.tomorrow(), start.yesterday()) else { continue };
        let date = after.max(*start);
        let is_over = days.get(at + 1).is_some_and(|next| *next <= date) || date > today;
        let had_expired = date == *start
            && freshness::judge(radar, blip, day_before).freshness == Some(Freshness::Expired);
        let is_on_a_ring =
            history::placement_on(blip, date).is_some_and(|placement| placement.ring().is_some());
        if is_on_a_ring && !is_over && !had_expired {
            events.push(Event { date, what: What::Expired(blip) });
        }
    }
    events
}

/// Returns the questions about a blip and their answers; none if it is not on the radar yet, and so has no page.
fn remarks(blip: &Blip, today: Date) -> Vec<Event<'_>> {
    if blip.questions.is_empty() || history::placement_on(blip, today).is_none() {
        return Vec::new();
    }
    let event = |date, what| Event { date, what };
    let events = questions::about(blip, today).into_iter().flat_map(|asked| {
        let answer = asked.answer();
        let answered = answer.map(|answer| event(answer.date, What::Answered(asked, answer)));
        [Some(event(asked.question.date, What::Asked(asked))), answered].into_iter().flatten()
    });
    events.collect()
}
