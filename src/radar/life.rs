//! The life of a blip: which ring it was on when, since when nobody vouched for it, and who had imposed its ring.
//!
//! A life is a list of stretches, each of days on which nothing of this changed, from [`history`], [`freshness`] and
//! [`imposed`]. Pages look single days up in it, so a table of all blips by all editions judges no blip twice.

use jiff::civil::Date;

use crate::radar::freshness::{self, Freshness};
use crate::radar::{Blip, Placement, Radar, history, imposed};

/// What holds of a blip on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Its ring, or that it is retired.
    pub placement: Placement,
    /// `None` for a retired blip.
    pub freshness: Option<Freshness>,
    /// Whether the ring is imposed.
    pub imposed: bool,
}

impl State {
    /// Returns how it is flagged: expired or unreviewed.
    pub fn flag(&self) -> Option<Freshness> {
        self.freshness.filter(|freshness| freshness.is_flagged())
    }
}

/// Days on which the same holds of a blip, but for whether its review expires soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub from: Date,
    /// The first day after it; `None` if it goes on.
    pub until: Option<Date>,
    /// What holds on its days. A freshness other than a flag is that of its first day.
    pub state: State,
}

/// The stretches of a blip up to a day, oldest first, without gaps between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life(pub Vec<Stretch>);

impl Life {
    /// Follows a blip up to a day.
    pub fn of(radar: &Radar, blip: &Blip, today: Date) -> Self {
        let Some(added) = history::added(blip) else { return Self::default() };
        let episodes = imposed::of_blip(radar, blip, today);
        let is_imposed = |day: Date| {
            let is_on = |e: &imposed::Episode| {
                e.review.date <= day && e.end.is_none_or(|(end, _)| day < end)
            };
            episodes.iter().any(is_on)
        };
        let state = |day: Date| {
            Some(State {
                placement: history::placement_on(blip, day)?,
                freshness: freshness::validity(radar, blip, day)?.freshness(day),
                imposed: is_imposed(day),
            })
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        for day in turns(radar, blip, added, today) {
            let Some(state) = state(day) else { continue };
            let last = stretches.last_mut();
            if last.as_ref().is_some_and(|last| is_alike(last.state, state)) {
                continue;
            }
            if let Some(last) = last {
                last.until = Some(day);
            }
            stretches.push(Stretch { from: day, until: None, state });
        }
        Self(stretches)
    }

    /// Returns what held on a day; `None` before the blip was added.
    pub fn on(&self, day: Date) -> Option<State> {
        let after = self.0.partition_point(|stretch| stretch.from <= day);
        Some(self.0[after.checked_sub(1)?].state)
    }
}

/// Returns whether nothing that a stretch is about differs.
fn is_alike(a: State, b: State) -> bool {
    a.placement == b.placement && a.flag() == b.flag() && a.imposed == b.imposed
}

/// Returns the days on which something may change: those of reviews, and those on which one no longer holds.
fn turns(radar: &Radar, blip: &Blip, added: Date, today: Date) -> Vec<Date> {
    let reviews = freshness::reviews_until(blip, today).iter().map(|review| review.date);
    let mut days: Vec<Date> = reviews.chain([added]).map(|day| day.max(added)).collect();
    let ends = days.iter().filter_map(|day| freshness::validity(radar, blip, *day)?.expires());
    days.extend(ends.collect::<Vec<_>>());
    days.retain(|day| (added..=today).contains(day));
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::radar::RingIndex;
    use crate::source::SourceSet;

    const SETTINGS: &str = r#"
title = "R"
[[ring]]
id = "adopt"
name = "Adopt"
[[ring]]
id = "hold"
name = "Hold"
[[quadrant]]
id = "tools"
name = "Tools"
"#;
    const PEOPLE: &str = r#"
[person.ada]
name = "Ada"
practising = [{ from = 2020-01-01 }]
[person.max]
name = "Max"
"#;
    const BLIP: &str = r#"
name = "Kafka"
quadrant = "tools"
ring = "retired"
[[review]]
date = 2022-03-01
by = ["ada"]
ring = "adopt"
[[review]]
date = 2024-01-10
by = ["max"]
ring = "hold"
[[review]]
date = 2024-06-01
by = ["ada"]
[[review]]
date = 2025-01-01
by = ["ada"]
ring = "retired"
"#;

    #[test]
    fn a_life_has_gaps_where_nobody_looked_and_frames_where_a_ring_was_imposed() {
        let sources = SourceSet::from_files([
            ("radar/radar.toml", SETTINGS),
            ("radar/people.toml", PEOPLE),
            ("radar/blips/kafka.toml", BLIP),
        ]);
        let today = date(2026, 11, 22);
        let checked = check(&sources, today, &Levels::default());
        let radar = checked.radar.expect("it is complete");
        let life = Life::of(&radar, &radar.blips[0], today);
        let ring = |ring, freshness, imposed| State {
            placement: Placement::Ring(RingIndex(ring)),
            freshness: Some(freshness),
            imposed,
        };
        let expected = [
            (date(2022, 3, 1), ring(0, Freshness::Fresh, false)),
            (date(2023, 3, 2), ring(0, Freshness::Expired, false)),
            (date(2024, 1, 10), ring(1, Freshness::Expired, true)),
            (date(2024, 6, 1), ring(1, Freshness::Fresh, false)),
            (
                date(2025, 1, 1),
                State { placement: Placement::Retired, freshness: None, imposed: false },
            ),
        ];
        let found: Vec<(Date, State)> = life.0.iter().map(|s| (s.from, s.state)).collect();
        assert_eq!(found, expected);
        let untils: Vec<Option<Date>> = life.0.iter().map(|s| s.until).collect();
        let next: Vec<Option<Date>> =
            expected.iter().skip(1).map(|(day, _)| Some(*day)).chain([None]).collect();
        assert_eq!(untils, next);
        for day in ["2022-02-28", "2022-03-01", "2023-03-01", "2024-05-31", "2026-01-01"] {
            let day: Date = day.parse().expect("a date");
            let judged = freshness::judge(&radar, &radar.blips[0], day);
            let flag = life.on(day).and_then(|state| state.flag());
            let is_there = history::placement_on(&radar.blips[0], day).is_some();
            assert_eq!(life.on(day).is_some(), is_there, "{day}");
            assert_eq!(flag.is_some(), is_there && judged.is_flagged(), "{day}");
            assert_eq!(life.on(day).is_some_and(|s| s.imposed), judged.is_imposed(), "{day}");
        }
    }
}
