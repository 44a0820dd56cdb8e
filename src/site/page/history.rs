//! The page of the whole life of a radar: all blips by all editions.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::edition::EditionLink;
use super::links::{Links, SectionLink, TemplateValue};
use crate::radar::freshness::Freshness;
use crate::radar::life::{Life, State};
use crate::radar::{Blip, JudgedBlip, QuadrantIndex, Snapshot, history};
use crate::routes;
use crate::theme::Part;

/// How many tones the style sheet has for rings, the innermost first.
const TONES: usize = 8;
/// Without editions, the columns are half-years; the last of them.
const MAX_HALF_YEARS: usize = 24;

/// `history.html`.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryPage {
    /// Oldest first; the last is today.
    columns: Vec<ColumnView>,
    /// The tone of each ring, from the centre out.
    tones: Vec<usize>,
    quadrants: Vec<QuadrantLives>,
    retired: Vec<QuadrantLives>,
    retired_count: usize,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    date: Date,
    /// Null for today, and for half-years.
    edition: Option<EditionLink>,
    is_today: bool,
}

/// A quadrant with its blips, by ring and name. None is empty.
#[derive(Debug, Serialize)]
struct QuadrantLives {
    place: TemplateValue<SectionLink>,
    blips: Vec<BlipLife>,
}

#[derive(Debug, Serialize)]
struct BlipLife {
    id: String,
    name: String,
    url: String,
    /// A [`Cell`] each.
    cells: Vec<Value>,
}

/// Columns in which the same holds of a blip.
#[derive(Debug, Serialize)]
struct Cell {
    count: usize,
    /// Null while it is not on a ring.
    ring: Option<TemplateValue<SectionLink>>,
    tone: Option<usize>,
    /// `expired`, `unreviewed` or null.
    flag: Option<&'static str>,
    imposed: bool,
    /// Whether it is retired, and not only not there yet.
    retired: bool,
}

/// The days of the columns, the oldest first and the day of the snapshot last.
pub(crate) fn days(snapshot: &Snapshot) -> Vec<Date> {
    let today = snapshot.day;
    let mut days: Vec<Date> = snapshot.editions().iter().map(|edition| edition.date).collect();
    if days.is_empty() {
        days = half_years(snapshot);
    }
    days.push(today);
    days.dedup();
    days
}

/// Returns the half-years in which the radar was there.
fn half_years(snapshot: &Snapshot) -> Vec<Date> {
    let first = snapshot.blips.iter().filter_map(|judged| history::added(judged.blip)).min();
    let Some(first) = first else { return Vec::new() };
    let days = (first.year()..=snapshot.day.year()).flat_map(|year| {
        [1, 7].into_iter().filter_map(move |month| Date::new(year, month, 1).ok())
    });
    let days: Vec<Date> = days.filter(|day| (first..snapshot.day).contains(day)).collect();
    days[days.len().saturating_sub(MAX_HALF_YEARS)..].to_vec()
}

/// The runs of a blip's row: from which column, how many, and what holds in them. A run without a state is from before
/// the blip was added.
pub(crate) fn runs(
    snapshot: &Snapshot,
    judged: &JudgedBlip,
    days: &[Date],
) -> Vec<(usize, usize, Option<State>)> {
    let life = Life::of(snapshot.radar, judged.blip, snapshot.day);
    let shown = |state: State| State { freshness: state.flag(), ..state };
    let states: Vec<Option<State>> = days.iter().map(|day| life.on(*day).map(shown)).collect();
    let mut from = 0;
    let runs = states.chunk_by(|a, b| a == b).map(|run| {
        from += run.len();
        (from - run.len(), run.len(), run[0])
    });
    runs.collect()
}

/// Returns the blips by quadrant, then by ring and name: first those on rings, then the retired ones.
pub(crate) fn groups<'s, 'r>(
    snapshot: &'s Snapshot<'r>,
) -> [Vec<(QuadrantIndex, Vec<&'s JudgedBlip<'r>>)>; 2] {
    let mut groups: [BTreeMap<QuadrantIndex, Vec<&JudgedBlip>>; 2] = Default::default();
    for judged in &snapshot.blips {
        let retired = usize::from(judged.ring().is_none());
        groups[retired].entry(judged.blip.quadrant).or_default().push(judged);
    }
    groups.map(|groups| {
        let sorted = groups.into_iter().map(|(quadrant, mut blips)| {
            blips.sort_by_cached_key(|judged| {
                (judged.ring(), judged.blip.name.value.to_lowercase())
            });
            (quadrant, blips)
        });
        sorted.collect()
    })
}

impl HistoryPage {
    pub(crate) fn new(links: &Links) -> Self {
        let snapshot = links.snapshot;
        let days = days(snapshot);
        let rings = snapshot.radar.rings.len();
        let mut cells = Cells { links, made: HashMap::new() };
        let [on_rings, retired] = groups(snapshot).map(|groups| {
            let groups = groups.into_iter().map(|(quadrant, blips)| {
                let lives: Vec<Vec<_>> =
                    blips.par_iter().map(|judged| runs(snapshot, judged, &days)).collect();
                let lives = blips.into_iter().zip(lives);
                let blips = lives.map(|(judged, runs)| blip(&mut cells, judged.blip, &runs));
                QuadrantLives { place: links.quadrant(quadrant), blips: blips.collect() }
            });
            groups.collect::<Vec<_>>()
        });
        let column = |day: &Date| {
            let edition = snapshot.editions().iter().rfind(|edition| edition.date == *day);
            let is_today = *day == snapshot.day;
            ColumnView { date: *day, edition: edition.map(EditionLink::from), is_today }
        };
        Self {
            columns: days.iter().map(column).collect(),
            tones: (0..rings).map(|ring| tone(ring, rings)).collect(),
            quadrants: on_rings,
            retired_count: retired.iter().map(|group| group.blips.len()).sum(),
            retired,
        }
    }
}

/// The cells of all blips. Of tens of thousands, a few hundred differ.
struct Cells<'l, 's, 'r> {
    links: &'l Links<'s, 'r>,
    /// By how many columns they have, and what holds there.
    made: HashMap<(usize, Option<State>), Value>,
}

impl Cells<'_, '_, '_> {
    fn get(&mut self, count: usize, state: Option<State>) -> Value {
        let links = self.links;
        let cell = || {
            let cell = Value::from_serializable(&Cell::new(links, count, state));
            links.rendered(Part::Cell, cell)
        };
        self.made.entry((count, state)).or_insert_with(cell).clone()
    }
}

impl Cell {
    fn new(links: &Links, count: usize, state: Option<State>) -> Self {
        let rings = links.snapshot.radar.rings.len();
        let ring = state.and_then(|state| state.placement.ring());
        Self {
            count,
            ring: ring.map(|ring| links.ring(ring)),
            tone: ring.map(|ring| tone(ring.index(), rings)),
            flag: state.and_then(|state| state.flag()).map(Freshness::name),
            imposed: state.is_some_and(|state| state.imposed),
            retired: state.is_some() && ring.is_none(),
        }
    }
}

fn blip(cells: &mut Cells, blip: &Blip, runs: &[(usize, usize, Option<State>)]) -> BlipLife {
    BlipLife {
        id: blip.id.clone(),
        name: blip.name.value.clone(),
        url: routes::blip(&blip.id),
        cells: runs.iter().map(|&(_, count, state)| cells.get(count, state)).collect(),
    }
}

/// Returns the tone of a ring, from 1 to [`TONES`]: spread evenly, so that few rings differ more.
fn tone(ring: usize, rings: usize) -> usize {
    1 + (ring * (TONES - 1)).div_euclid(rings.saturating_sub(1).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_spread() {
        let tones = |rings| (0..rings).map(|ring| tone(ring, rings)).collect::<Vec<_>>();
        assert_eq!(tones(1), [1]);
        assert_eq!(tones(2), [1, 8]);
        assert_eq!(tones(4), [1, 3, 5, 8]);
        assert_eq!(tones(8), [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
