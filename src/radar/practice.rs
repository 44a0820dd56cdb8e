//! Who practises on which day, and since when somebody does not.

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};

use crate::radar::evidence::last_until;
use crate::radar::interval::Interval;
use crate::radar::month::Month;
use crate::radar::{Evidence, Period, Person, Radar, Review};

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
    let earliest = radar.practice.window.before(day);
    last_until(&person.committed, day).is_some_and(|month| earliest <= month.last())
}

fn covers(period: &Period, day: Date) -> bool {
    period.from <= day && period.until.is_none_or(|until| day <= until)
}

/// Returns whether at least one of those who signed a review practised on its day.
pub fn is_hands_on(radar: &Radar, review: &Review) -> bool {
    review.by.iter().any(|by| practises(radar, radar.person(*by), review.date))
}

/// Returns the last day on which a person practised, if they do not practise on `day` and ever did before.
pub fn stopped(radar: &Radar, person: &Person, day: Date) -> Option<Date> {
    if practises(radar, person, day) {
        return None;
    }
    let declared = person.practising.iter().filter(|period| period.from <= day);
    let declared = declared.filter_map(|period| period.until);
    let months = person.committed.iter().filter(|month| month.first() <= day);
    let shown = months
        .filter(|_| radar.practice.evidence == Evidence::Git)
        .map(|month| last_day_of(*month, radar.practice.window));
    declared.chain(shown).max()
}

/// Returns the last day for which a month with commits is evidence.
fn last_day_of(month: Month, window: Interval) -> Date {
    let mut day = window.after(month.last());
    // Three months after 28 February is 28 May, and three months before 31 May is 28 February.
    while let Ok(next) = day.tomorrow() {
        if !touches(month, window, next) {
            break;
        }
        day = next;
    }
    day
}

/// Returns whether any day of a month lies within the window before a day.
fn touches(month: Month, window: Interval, day: Date) -> bool {
    month.first() <= day && window.before(day) <= month.last()
}

/// Returns the months from one day to a later one, to the nearest; 0 until one has passed.
pub fn months_between(from: Date, to: Date) -> i32 {
    let whole = |to: Date| from.until((Unit::Month, to)).map_or(0, |span| span.get_months());
    if whole(to) == 0 { 0 } else { whole(to.saturating_add(HALF_A_MONTH.days())) }
}

/// In days.
const HALF_A_MONTH: i32 = 15;
