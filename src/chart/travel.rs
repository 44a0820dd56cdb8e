//! Where blips stood on other days: a place for every ring that a blip ever stood on, all of them in the
//! frame of today's chart.
//!
//! Whoever travels in time sees blips glide from ring to ring while everything else stays. So a blip has
//! one place a ring, whatever the day; today's places are those of the chart; and two blips may share a
//! place as long as they were never on the radar at the same time.

use std::collections::BTreeMap;

use super::candidate::{Cell, Spot, corner};
use super::geometry::{Frame, Rect};
use super::grid::{FIXED, Grid, Owner};
use super::label::Text;
use super::mark::REACH;
use super::place::{ABOVE, CLOSE, STAGES, TIGHT};
use super::queue::{self, MANY, Waiting};
use super::{Blip, Chart, Fonts, PlacedBlip, Request, SectorName};

/// A stretch of time that a blip spent on a ring.
#[derive(Debug, Clone, Default)]
pub struct Stay {
    /// Of the blip.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Index into [`Request::sectors`].
    pub sector: usize,
    /// Index into [`Request::rings`].
    pub ring: usize,
    /// Its first day, counted from any day.
    pub from: i32,
    /// The first day on which it was over; none if it lasts.
    pub until: Option<i32>,
}

/// The place of each of `stays`, in the frame of `chart`, which was drawn of `request`.
///
/// - Two stays of one blip on one ring have one place. If the blip stands on that ring today, it is
///   the one on the chart.
/// - Nothing overlaps on any day: no dots, no labels, no names of rings and quadrants.
/// - [`PlacedBlip::label`] is the name, or nothing where there was no room for it.
///   [`PlacedBlip::number`] is that of today's chart.
/// - `None`: the view leaves the stay out, or its ring was too full that day even for a dot.
///
/// Names give way to dots: it is worse not to see a blip than to have to look its name up.
pub fn travel(
    request: &Request,
    chart: &Chart,
    fonts: &Fonts,
    stays: &[Stay],
) -> Vec<Option<PlacedBlip>> {
    let mut pairs: BTreeMap<(&str, usize, usize), Vec<&Stay>> = BTreeMap::new();
    for stay in stays {
        pairs.entry((&stay.id, stay.sector, stay.ring)).or_default().push(stay);
    }
    let today = request.blips.iter().zip(&chart.blips);
    let today: BTreeMap<_, _> =
        today.map(|(blip, placed)| ((blip.id.as_str(), blip.sector, blip.ring), placed)).collect();
    let (keys, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let mut room = Room::new(chart, &pairs);
    for (pair, key) in keys.iter().enumerate() {
        if let Some(Some(placed)) = today.get(key) {
            room.put(pair, placed.clone());
            room.stays_put[pair] = true;
        }
    }
    // In the order of the chart itself: the long names first, since they fit in few places.
    let blips = pairs.iter().map(|stays| blip_of(stays[0])).collect();
    let past = Request { blips, ..without_blips(request) };
    for waiting in queue::queue(&past, &chart.frame, chart.label_size, &fonts.text) {
        if room.placed[waiting.index].is_none()
            && let Some(placed) = room.place(&waiting)
        {
            room.clear(waiting.index, &placed.reach);
            room.put(waiting.index, placed);
        }
    }
    let place = |stay: &Stay| {
        let pair = keys.binary_search(&(stay.id.as_str(), stay.sector, stay.ring)).ok()?;
        room.placed[pair].clone()
    };
    stays.iter().map(place).collect()
}

fn blip_of(stay: &Stay) -> Blip {
    Blip {
        id: stay.id.clone(),
        name: stay.name.clone(),
        sector: stay.sector,
        ring: stay.ring,
        ..Blip::default()
    }
}

fn without_blips(request: &Request) -> Request {
    Request {
        sectors: request.sectors.clone(),
        rings: request.rings.clone(),
        view: request.view,
        ..Request::default()
    }
}

/// From this many stays on, those of the past are dots alone.
const MANY_STAYS: usize = 4000;

/// One way to look for a place.
struct Try {
    /// The name in one line (0) or in two (1).
    text: usize,
    /// How many points are looked at.
    points: u32,
    /// Free room left and right.
    clearance: f64,
    /// Whether the label may reach out of its sector.
    may_leave: bool,
}

/// From what is best to what is hardly good.
const TRIES: [Try; 5] = [
    Try { text: 0, points: STAGES[1], clearance: CLOSE.roomy, may_leave: false },
    Try { text: 0, points: STAGES[2], clearance: CLOSE.roomy, may_leave: false },
    Try { text: 0, points: STAGES[3], clearance: TIGHT, may_leave: false },
    Try { text: 1, points: STAGES[3], clearance: TIGHT, may_leave: false },
    Try { text: 0, points: STAGES[3], clearance: TIGHT, may_leave: true },
];

/// The canvas over all of time.
struct Room<'a> {
    frame: &'a Frame,
    reach: f64,
    cells: Vec<Cell>,
    /// Holds the boxes of pairs of a blip and a ring: the dot of the pair `n` as `2 n`, its label as
    /// `2 n + 1`.
    grid: Grid,
    /// The stays of each pair.
    pairs: &'a [Vec<&'a Stay>],
    placed: Vec<Option<PlacedBlip>>,
    /// Whether there are so many that to look for names would take longer than all of the chart.
    many: bool,
    /// Which of them are on today's chart.
    stays_put: Vec<bool>,
}

impl<'a> Room<'a> {
    fn new(chart: &'a Chart, pairs: &'a [Vec<&'a Stay>]) -> Self {
        let frame = &chart.frame;
        let reach = REACH * chart.dot_scale;
        let mut grid = Grid::new(frame.width, frame.height);
        let sector_names = chart.sector_names.iter().flat_map(SectorName::labels);
        for label in chart.ring_names.iter().chain(sector_names) {
            grid.insert(label.rect.grown(TIGHT, ABOVE), FIXED);
        }
        Self {
            frame,
            reach,
            cells: Cell::all(frame, reach, chart.row),
            grid,
            pairs,
            placed: vec![None; pairs.len()],
            many: chart.blips.len() > MANY || pairs.len() > MANY_STAYS,
            stays_put: vec![false; pairs.len()],
        }
    }

    fn put(&mut self, pair: usize, placed: PlacedBlip) {
        for (rect, part) in placed.rects().zip(0..) {
            self.grid.insert(rect, 2 * pair as u32 + part);
        }
        self.placed[pair] = Some(placed);
    }

    /// Takes away the names that were there while the pair was, where its dot is to stand.
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

    /// The best place that is free for as long as the pair is on the radar.
    fn place(&self, waiting: &Waiting) -> Option<PlacedBlip> {
        let cell = &self.cells[self.frame.cell(waiting.arc, waiting.ring)];
        let many = self.many;
        for Try { text, points, clearance, may_leave } in TRIES.into_iter().filter(|_| !many) {
            let Some(text) = waiting.texts.get(text) else { continue };
            let spots = cell.rank(cell.points(waiting.hash, 0..points), text, self.frame);
            let mut spots = spots.iter().filter(|spot| may_leave || spot.stays());
            if let Some(spot) = spots.find(|spot| self.has_room(waiting.index, spot, clearance)) {
                return Some(self.named(spot, text.clone()));
            }
        }
        // A dot alone, if need be anywhere in its cell, at last on names.
        let points = || {
            let near = cell.points(waiting.hash, 0..if many { STAGES[1] } else { STAGES[3] });
            let anywhere = cell.lattice().take(if many { 0 } else { usize::MAX });
            let dots = near.map(|(_, dot)| dot).chain(anywhere);
            dots.map(|dot| Rect::around(dot, self.reach))
        };
        let reach = points()
            .find(|rect| self.is_free(waiting.index, rect))
            .or_else(|| points().find(|rect| self.is_free_of_dots(waiting.index, rect)))?;
        Some(PlacedBlip { dot: reach.centre(), reach, label: None, number: None })
    }

    fn has_room(&self, pair: usize, spot: &Spot, clearance: f64) -> bool {
        [spot.reach, spot.label]
            .iter()
            .all(|rect| self.is_free(pair, &rect.grown(clearance, ABOVE)))
    }

    /// Whether whatever overlaps `rect` was gone when the pair was there.
    fn is_free(&self, pair: usize, rect: &Rect) -> bool {
        self.grid.is_free_of(rect, |other| self.is_in_the_way(pair, other))
    }

    /// The same, but for names that may be taken away.
    fn is_free_of_dots(&self, pair: usize, rect: &Rect) -> bool {
        self.grid.is_free_of(rect, |other| {
            let may_go = other != FIXED && other % 2 == 1 && !self.stays_put[other as usize / 2];
            !may_go && self.is_in_the_way(pair, other)
        })
    }

    fn is_in_the_way(&self, pair: usize, other: Owner) -> bool {
        other == FIXED || meet(&self.pairs[pair], &self.pairs[other as usize / 2])
    }

    fn named(&self, spot: &Spot, text: Text) -> PlacedBlip {
        let corner = corner(spot.dot, spot.anchor, self.reach, text.height);
        let label = text.at(corner, spot.anchor);
        PlacedBlip { dot: spot.dot, reach: spot.reach, label: Some(label), number: None }
    }
}

/// Whether there is a day on which both are on the radar.
fn meet(one: &[&Stay], other: &[&Stay]) -> bool {
    let ends = |stay: &Stay| stay.until.unwrap_or(i32::MAX);
    one.iter().any(|a| other.iter().any(|b| a.from < ends(b) && b.from < ends(a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::{FONTS, chart, rows, volume};

    /// Volumes 1 to 34, each lasting for a day. A blip that changed its quadrant was always in its last.
    fn history() -> Vec<Stay> {
        let sectors: BTreeMap<String, usize> =
            rows().map(|(_, blip)| (blip.id, blip.sector)).collect();
        rows()
            .map(|(volume, blip)| Stay {
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
    fn nothing_overlaps_on_any_day_and_nearly_every_name_stands() {
        let (request, stays) = (volume(34), history());
        let chart = chart(&request);
        let places = travel(&request, &chart, &FONTS, &stays);
        for day in 1..=34 {
            let on = stays.iter().zip(&places).filter(|(stay, _)| stay.from == day);
            let there: Vec<&PlacedBlip> =
                on.map(|(stay, place)| place.as_ref().expect(&stay.name)).collect();
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
        let (request, stays) = (volume(34), history());
        let chart = chart(&request);
        let places = travel(&request, &chart, &FONTS, &stays);
        let mut of_pair: BTreeMap<(&str, usize), &PlacedBlip> = BTreeMap::new();
        for (stay, place) in stays.iter().zip(&places) {
            let place = place.as_ref().expect("placed");
            let first = of_pair.entry((&stay.id, stay.ring)).or_insert(place);
            assert_eq!(*first, place, "{}", stay.id);
        }
        for (blip, placed) in request.blips.iter().zip(&chart.blips) {
            assert_eq!(Some(of_pair[&(blip.id.as_str(), blip.ring)]), placed.as_ref());
        }
    }

    #[test]
    fn days_meet_only_where_they_share_one() {
        let stay = |from, until| Stay { from, until, ..Stay::default() };
        let cases = [
            (stay(0, Some(5)), stay(5, None), false),
            (stay(0, Some(6)), stay(5, None), true),
            (stay(0, None), stay(9, None), true),
            (stay(7, Some(8)), stay(0, Some(9)), true),
        ];
        for (a, b, expected) in cases {
            assert_eq!(meet(&[&a], &[&b]), expected, "{a:?} {b:?}");
            assert_eq!(meet(&[&b], &[&a]), expected);
        }
    }
}
