//! The rings of a blip over time, drawn and in words.

use jiff::civil::Date;
use serde::Serialize;

use super::Html;
use super::links::{Links, SectionLink, TemplateValue};
use crate::chart::life::{self as drawing, Seen};
use crate::radar::freshness::{self, Freshness};
use crate::radar::life::{Life, Stretch};
use crate::radar::{JudgedBlip, Placement, RingIndex};
use crate::theme::Language;

/// The most names that the axis has room for on a phone.
const MAX_TICKS: usize = 5;

/// The life of a blip.
#[derive(Debug, Serialize)]
pub(super) struct LifeView {
    /// An SVG as wide as its box, with a row for each ring.
    chart: Html,
    /// Oldest first, for those who cannot see the drawing.
    stretches: Vec<StretchView>,
    /// Whether there are days on which nobody vouched for it.
    has_gaps: bool,
    has_imposed: bool,
    /// Whether there are reviews that do not hold.
    has_others: bool,
}

#[derive(Debug, Serialize)]
struct StretchView {
    /// Null while it is retired.
    ring: Option<TemplateValue<SectionLink>>,
    from: Date,
    /// The last day; null if it goes on.
    until: Option<Date>,
    /// `expired`, `unreviewed` or null.
    flag: Option<&'static str>,
    imposed: bool,
}

impl LifeView {
    pub(super) fn new(links: &Links, judged: &JudgedBlip, language: &Language) -> Self {
        let (radar, today) = (links.snapshot.radar, links.snapshot.day);
        let life = Life::of(radar, judged.blip, today);
        let reviews = freshness::reviews_until(judged.blip, today).iter();
        let seen: Vec<(Date, bool)> = reviews
            .map(|review| (review.date, freshness::holds(radar, judged.blip, review)))
            .collect();
        let stretches = life.0.iter().map(|stretch| StretchView {
            ring: stretch.state.placement.ring().map(|ring| links.ring(ring)),
            from: stretch.from,
            until: stretch.until.and_then(|until| until.yesterday().ok()),
            flag: stretch.state.flag().map(Freshness::name),
            imposed: stretch.state.imposed,
        });
        Self {
            stretches: stretches.collect(),
            has_gaps: life.0.iter().any(|stretch| stretch.state.flag().is_some()),
            has_imposed: life.0.iter().any(|stretch| stretch.state.imposed),
            has_others: seen.iter().any(|(_, holds)| !holds),
            chart: Html::trusted(&drawing::draw(&drawn(links, judged, &life, &seen, language))),
        }
    }
}

fn drawn(
    links: &Links,
    judged: &JudgedBlip,
    life: &Life,
    seen: &[(Date, bool)],
    language: &Language,
) -> drawing::Life {
    let (radar, today) = (links.snapshot.radar, links.snapshot.day);
    let start = life.0.first().map_or(today, |stretch| stretch.from);
    let end = end(judged, &life.0, today);
    let days = |day: Date| (day - start).get_days();
    let stretch = |stretch: &Stretch| drawing::Stretch {
        from: days(stretch.from),
        until: days(stretch.until.unwrap_or(end)),
        ring: stretch.state.placement.ring().map(RingIndex::index),
        holds: stretch.state.flag().is_none(),
        imposed: stretch.state.imposed,
    };
    drawing::Life {
        rings: radar.rings.len(),
        first: 0,
        last: days(end),
        days: (start.to_string(), end.to_string()),
        stretches: life.0.iter().map(stretch).collect(),
        reviews: seen.iter().map(|(day, holds)| Seen { day: days(*day), holds: *holds }).collect(),
        ticks: ticks(start, end, language).into_iter().map(|(d, name)| (days(d), name)).collect(),
    }
}

/// Returns the last day of the axis. It stays the same from one day to the next while nothing happens: a page that would
/// change every day would be written, committed and loaded anew every day.
fn end(judged: &JudgedBlip, life: &[Stretch], today: Date) -> Date {
    let is_retired = judged.placement == Placement::Retired;
    let valid = judged.judgement.review_until.filter(|until| !is_retired && *until >= today);
    valid.unwrap_or_else(|| {
        let last = life.last().filter(|_| is_retired).map_or(today, |stretch| stretch.from);
        last.last_of_year()
    })
}

/// Returns days between two, with what the axis calls them: years, or months of a short life.
fn ticks(start: Date, end: Date, language: &Language) -> Vec<(Date, String)> {
    let first_of = |year: i16, month: i8| Date::new(year, month, 1).ok();
    let is_inside = |day: &Date| (start..=end).contains(day);
    let years = (start.year()..=end.year()).filter_map(|year| first_of(year, 1));
    let years: Vec<Date> = years.filter(is_inside).collect();
    if years.len() > 1 {
        let named = |day: Date| (day, day.year().to_string());
        return thinned(years).into_iter().map(named).collect();
    }
    let quarters = (start.year()..=end.year())
        .flat_map(|year| [1, 4, 7, 10].into_iter().filter_map(move |month| first_of(year, month)));
    let quarters: Vec<Date> = quarters.filter(is_inside).collect();
    let days = if quarters.is_empty() { vec![start] } else { thinned(quarters) };
    days.into_iter().map(|day| (day, language.date(day, "month_short"))).collect()
}

/// Leaves out all but every second, third … day until there are few enough.
fn thinned(days: Vec<Date>) -> Vec<Date> {
    let step = days.len().div_ceil(MAX_TICKS).max(1);
    days.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn few_days_are_left() {
        for (count, left) in [(0, 0), (1, 1), (5, 5), (6, 3), (12, 4), (30, 5)] {
            let days = (0..count).map(|at| date(2000 + at, 1, 1)).collect();
            assert_eq!(thinned(days).len(), left, "{count}");
        }
    }
}
