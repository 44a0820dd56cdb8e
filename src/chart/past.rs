//! Places blips on other days: one place for every ring that a blip was ever on, in the frame of today's
//! chart.
//!
//! A reader of the timeline sees blips glide from ring to ring while everything else stays. So a blip has
//! one place per ring, whatever the day; today's places are those of the chart; and two blips may share a
//! place if they were never on the radar at the same time.

use std::collections::BTreeMap;

use super::frame::Frame;
use super::geometry::Rect;
use super::grid::{FIXED, Grid, Owner};
use super::mark::REACH;
use super::order::{self, UnplacedBlip};
use super::place::{MIN_ABOVE, MIN_BESIDE, ROOMY, STAGES};
use super::spot::{Cell, Spot};
use super::{Blip, Chart, Fonts, PlacedBlip, Request};

/// A blip on a ring for some time.
#[derive(Debug, Clone, Default)]
pub(crate) struct PastBlip {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Index into [`Request::sectors`].
    pub(crate) sector: usize,
    /// Index into [`Request::rings`].
    pub(crate) ring: usize,
    /// The first day on the ring, counted from any day.
    pub(crate) from: i32,
    /// The first day after it; none if it is still there.
    pub(crate) until: Option<i32>,
}

/// Places each of `past` in the frame of `chart`, the drawing of `request`.
///
/// - A blip has one place per ring. If it is on that ring today, it keeps its place on the chart.
/// - Nothing overlaps on any day: no dots, no labels, no names of rings and quadrants.
/// - [`PlacedBlip::label`] is the name, if it has room. [`PlacedBlip::number`] is that of today's chart.
/// - `None`: the blip is outside the view, or its ring was too full even for a dot.
///
/// Names give way to dots: a missing name is better than a missing blip.
pub(crate) fn places(
    request: &Request,
    chart: &Chart,
    fonts: &Fonts,
    past: &[PastBlip],
) -> Vec<Option<PlacedBlip>> {
    let mut pairs: BTreeMap<(&str, usize, usize), Vec<&PastBlip>> = BTreeMap::new();
    for blip in past {
        pairs.entry((&blip.id, blip.sector, blip.ring)).or_default().push(blip);
    }
    let today = request.blips.iter().zip(&chart.blips);
    let today: BTreeMap<_, _> =
        today.map(|(blip, placed)| ((blip.id.as_str(), blip.sector, blip.ring), placed)).collect();
    let (keys, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let mut room = Room::new(chart, &pairs);
    for (pair, key) in keys.iter().enumerate() {
        if let Some(Some(placed)) = today.get(key) {
            room.put(pair, placed.clone());
            room.is_current[pair] = true;
        }
    }
    // In the order of the chart: long names first, since they fit in few places.
    let blips = pairs.iter().map(|blips| {
        let &PastBlip { ref id, ref name, sector, ring, .. } = blips[0];
        Blip { id: id.clone(), name: name.clone(), sector, ring, ..Blip::default() }
    });
    let all = Request { blips: blips.collect(), view: request.view, ..Request::default() };
    for blip in order::order(&all, &chart.frame, chart.label_size, &fonts.heading) {
        if room.placed[blip.index].is_none()
            && let Some(placed) = room.place(&blip)
        {
            room.clear(blip.index, &placed.reach);
            room.put(blip.index, placed);
        }
    }
    let place = |blip: &PastBlip| {
        let pair = keys.binary_search(&(blip.id.as_str(), blip.sector, blip.ring)).ok()?;
        room.placed[pair].clone()
    };
    past.iter().map(place).collect()
}

/// The maximum number of places with names. With more, blips of the past are dots alone.
const MAX_NAMED: usize = 4000;

/// One way to search for a place.
struct Try {
    /// The name in one line (0) or in two (1).
    text: usize,
    /// How many points are tried.
    points: u32,
    /// The minimum distance left and right.
    clearance: f64,
    /// Whether the label may leave its sector.
    may_leave: bool,
}

/// How many spots inside its ring a blip tries.
const MAX_INSIDE: usize = 160;

/// The best first.
const TRIES: [Try; 5] = [
    Try { text: 0, points: STAGES[1], clearance: ROOMY, may_leave: false },
    Try { text: 0, points: STAGES[2], clearance: ROOMY, may_leave: false },
    Try { text: 0, points: STAGES[3], clearance: MIN_BESIDE, may_leave: false },
    Try { text: 1, points: STAGES[3], clearance: MIN_BESIDE, may_leave: false },
    Try { text: 0, points: STAGES[3], clearance: MIN_BESIDE, may_leave: true },
];

/// The canvas on all days.
struct Room<'a> {
    frame: &'a Frame,
    reach: f64,
    cells: Vec<Cell>,
    /// The boxes of pairs of a blip and a ring: the dot of the pair `n` as `2 n`, its label as `2 n + 1`.
    grid: Grid,
    pairs: &'a [Vec<&'a PastBlip>],
    placed: Vec<Option<PlacedBlip>>,
    /// Whether there are so many that a search for names would take longer than the chart.
    only_dots: bool,
    /// Which pairs are on today's chart.
    is_current: Vec<bool>,
}

impl<'a> Room<'a> {
    fn new(chart: &'a Chart, pairs: &'a [Vec<&'a PastBlip>]) -> Self {
        let frame = &chart.frame;
        let reach = REACH * chart.dot_scale;
        let mut grid = Grid::new(frame.width, frame.height);
        for label in chart.names() {
            grid.insert(label.rect.grown(MIN_BESIDE, MIN_ABOVE), FIXED);
        }
        Self {
            frame,
            reach,
            cells: Cell::all(frame, reach, chart.row),
            grid,
            pairs,
            placed: vec![None; pairs.len()],
            only_dots: order::is_crowded(frame, chart.blips.iter().flatten().count())
                || pairs.len() > MAX_NAMED,
            is_current: vec![false; pairs.len()],
        }
    }

    fn put(&mut self, pair: usize, placed: PlacedBlip) {
        for (rect, part) in placed.rects().zip(0..) {
            self.grid.insert(rect, 2 * pair as u32 + part);
        }
        self.placed[pair] = Some(placed);
    }

    /// Removes the names that the dot of the pair would overlap on some day.
    fn clear(&mut self, pair: usize, dot: &Rect) {
        if self.is_free(pair, dot) {
            return;
        }
        for (other, placed) in self.placed.iter_mut().enumerate() {
            let Some(label) = placed.as_mut().and_then(|placed| {
                placed.label.take_if(|label| {
                    label.rect.overlaps(dot) && meet(&self.pairs[pair], &self.pairs[other])
                })
            }) else {
                continue;
            };
            self.grid.remove(label.rect, 2 * other as u32 + 1);
        }
    }

    /// Returns the best place that is free whenever the pair is on the radar.
    fn place(&self, blip: &UnplacedBlip) -> Option<PlacedBlip> {
        let cell = &self.cells[self.frame.cell(blip.arc, blip.ring)];
        let only_dots = self.only_dots;
        // As on the chart, a name inside its own ring comes first.
        for text in blip.texts.iter().filter(|_| !only_dots) {
            let spots = cell.lattice_spots(
                &cell.rooms(text.height),
                blip.hash,
                text,
                2.0 * self.reach,
                MAX_INSIDE,
            );
            let free =
                |clearance| spots.iter().find(|spot| self.has_room(blip.index, spot, clearance));
            if let Some(spot) = free(ROOMY).or_else(|| free(MIN_BESIDE)) {
                return Some(spot.placed(text.clone(), self.reach, None));
            }
        }
        for Try { text, points, clearance, may_leave } in TRIES.into_iter().filter(|_| !only_dots) {
            let Some(text) = blip.texts.get(text) else { continue };
            let spots = cell.rank(cell.points(blip.hash, 0..points), text, self.frame);
            let mut spots = spots.iter().filter(|spot| may_leave || spot.is_in_sector());
            if let Some(spot) = spots.find(|spot| self.has_room(blip.index, spot, clearance)) {
                return Some(spot.placed(text.clone(), self.reach, None));
            }
        }
        // A dot alone, anywhere in its cell, if need be on names.
        let points = || {
            let near = cell.points(blip.hash, 0..if only_dots { STAGES[1] } else { STAGES[3] });
            let anywhere = cell.lattice().take(if only_dots { 0 } else { usize::MAX });
            let dots = near.map(|(_, dot)| dot).chain(anywhere);
            dots.map(|dot| Rect::around(dot, self.reach))
        };
        let reach = points()
            .find(|rect| self.is_free(blip.index, rect))
            .or_else(|| points().find(|rect| self.is_free_of_dots(blip.index, rect)))?;
        Some(PlacedBlip { dot: reach.centre(), reach, label: None, number: None })
    }

    fn has_room(&self, pair: usize, spot: &Spot, clearance: f64) -> bool {
        [spot.reach, spot.label]
            .iter()
            .all(|rect| self.is_free(pair, &rect.grown(clearance, MIN_ABOVE)))
    }

    /// Returns whether no box overlaps `rect` on a day of the pair.
    fn is_free(&self, pair: usize, rect: &Rect) -> bool {
        self.grid.is_free_of(rect, |other| self.is_in_the_way(pair, other))
    }

    /// Like [`Room::is_free`], but ignores names that may be removed.
    fn is_free_of_dots(&self, pair: usize, rect: &Rect) -> bool {
        self.grid.is_free_of(rect, |other| {
            let may_go = other != FIXED && other % 2 == 1 && !self.is_current[other as usize / 2];
            !may_go && self.is_in_the_way(pair, other)
        })
    }

    fn is_in_the_way(&self, pair: usize, other: Owner) -> bool {
        other == FIXED || meet(&self.pairs[pair], &self.pairs[other as usize / 2])
    }
}

/// Returns whether there is a day on which both are on the radar.
fn meet(one: &[&PastBlip], other: &[&PastBlip]) -> bool {
    let ends = |blip: &PastBlip| blip.until.unwrap_or(i32::MAX);
    one.iter().any(|a| other.iter().any(|b| a.from < ends(b) && b.from < ends(a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::{FONTS, chart, rows, volume};

    /// Volumes 1 to 34, each lasting for a day. A blip that changed its quadrant was always in its last.
    fn history() -> Vec<PastBlip> {
        let sectors: BTreeMap<String, usize> =
            rows().map(|(_, blip)| (blip.id, blip.sector)).collect();
        rows()
            .map(|(volume, blip)| PastBlip {
                sector: sectors[&blip.id],
                id: blip.id,
                name: blip.name,
                ring: blip.ring,
                from: volume.cast_signed(),
                until: (volume < 34).then_some(volume.cast_signed() + 1),
            })
            .collect()
    }

    #[test]
    fn nothing_overlaps_on_any_day_and_nearly_every_name_has_room() {
        let (request, past) = (volume(34), history());
        let chart = chart(&request);
        let places = places(&request, &chart, &FONTS, &past);
        for day in 1..=34 {
            let on = past.iter().zip(&places).filter(|(blip, _)| blip.from == day);
            let there: Vec<&PlacedBlip> =
                on.map(|(blip, place)| place.as_ref().expect(&blip.name)).collect();
            // Some rings were much fuller than they are today, and the frame is today's.
            let unnamed = there.iter().filter(|placed| !placed.is_named()).count();
            assert!(unnamed * 20 <= there.len(), "{day}: {unnamed} of {}", there.len());
            let boxes: Vec<Rect> = there.iter().flat_map(|placed| placed.rects()).collect();
            for (at, one) in boxes.iter().enumerate() {
                assert!(!boxes[at + 1..].iter().any(|other| one.overlaps(other)), "{day}: {one:?}");
            }
        }
    }

    #[test]
    fn a_blip_has_one_place_a_ring_and_that_of_today_is_the_charts() {
        let (request, past) = (volume(34), history());
        let chart = chart(&request);
        let places = places(&request, &chart, &FONTS, &past);
        let mut of_pair: BTreeMap<(&str, usize), &PlacedBlip> = BTreeMap::new();
        for (blip, place) in past.iter().zip(&places) {
            let place = place.as_ref().expect("placed");
            let first = of_pair.entry((&blip.id, blip.ring)).or_insert(place);
            assert_eq!(*first, place, "{}", blip.id);
        }
        for (blip, placed) in request.blips.iter().zip(&chart.blips) {
            assert_eq!(Some(of_pair[&(blip.id.as_str(), blip.ring)]), placed.as_ref());
        }
    }

    #[test]
    fn blips_meet_only_if_they_share_a_day() {
        let on = |from, until| PastBlip { from, until, ..PastBlip::default() };
        let cases = [
            (on(0, Some(5)), on(5, None), false),
            (on(0, Some(6)), on(5, None), true),
            (on(0, None), on(9, None), true),
            (on(7, Some(8)), on(0, Some(9)), true),
        ];
        for (a, b, expected) in cases {
            assert_eq!(meet(&[&a], &[&b]), expected, "{a:?} {b:?}");
            assert_eq!(meet(&[&b], &[&a]), expected);
        }
    }
}
