//! Places dots and labels together: a greedy search over the spots of each blip.
//!
//! 1. Each blip takes its first spot of its cell's lattice if that is free, or else its second, and so on for a few
//!    rounds. There its name is inside its ring and sector.
//! 2. The remaining blips search all rows of their cell for room, long names first, since they fit in few places: in one
//!    line, in several lines, and with a part of the name outside the ring.
//! 3. The remaining blips get a number.
//!
//! The order depends on names and ids alone, so a new blip moves only those whose spot it takes. Most cells do not touch
//! the names of others, so it hardly ever moves more than one. What decides for all blips at once is a power of two.

use std::collections::HashMap;

use super::font::Metrics;
use super::frame::Frame;
use super::geometry::{Point, Rect};
use super::grid::{FIXED, Grid};
use super::inside::Room;
use super::label::Text;
use super::mark::REACH;
use super::order::{self, NUMBER_SIZE, SHRINK, UnplacedBlip};
use super::spot::{Cell, Spot, mix, unit};
use super::{PlacedBlip, Request};

/// The spacing of blips.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    /// The maximum size of dots.
    dot_scale: f64,
    /// The minimum distance between two rows of dots.
    row: f64,
}

/// Rows are as far apart as targets should be high (WCAG 2.5.8).
const AIRY: Spread = Spread { dot_scale: 1.0, row: 24.0 };
/// Rows are a label's height apart, to fit as many as possible.
const CLOSE: Spread = Spread { dot_scale: 0.85, row: 15.6 };

/// The preferred distance left and right of a dot and of its label: more than between the two, so that a dot between two
/// names clearly belongs to one.
pub(super) const ROOMY: f64 = 6.0;
/// How many spots of its lattice a blip tries before others search further.
const ROUNDS: usize = 12;
/// The minimum distance left and right of a label.
pub(super) const MIN_BESIDE: f64 = 2.0;
/// The minimum distance above and below, since coordinates are rounded.
pub(super) const MIN_ABOVE: f64 = 0.2;
/// The minimum size of dots that shrink to make room for names.
const MIN_NAMES_SCALE: f64 = 0.7;
/// If more than one in so many has no name, slightly smaller dots do not help: the smallest with names come next.
const FEW: usize = 20;
/// The minimum size of dots.
const MIN_DOT_SCALE: f64 = 0.02;
/// How many points of its sequence a blip tries, stage by stage.
pub(super) const STAGES: [u32; 4] = [0, 32, 160, 480];

/// The places of all blips.
pub(super) struct Layout {
    pub(super) dot_scale: f64,
    pub(super) row: f64,
    pub(super) blips: Vec<Option<PlacedBlip>>,
}

/// Places the blips of `request` outside the `taken` boxes, with the largest dots that fit.
pub(super) fn place(
    request: &Request,
    frame: &Frame,
    label_size: f64,
    is_full: bool,
    metrics: &Metrics,
    taken: &[Rect],
) -> Layout {
    let order = order::order(request, frame, label_size, metrics);
    let mut spread = if is_full { CLOSE } else { AIRY };
    let mut dot_scale = order::dot_scale(&order, frame).min(spread.dot_scale);
    let mut best: Option<(usize, Layout)> = None;
    loop {
        let nameable = order::nameable(&order, frame, dot_scale);
        let attempt = Attempt::new(request, frame, metrics, &order, taken, dot_scale, spread);
        let is_crowded = attempt.is_crowded;
        // The smallest dots are points: if a cell still has no room, the rest is left out.
        if let Some(blips) = attempt.run(&nameable, dot_scale < MIN_DOT_SCALE) {
            let unnamed = blips.iter().flatten().filter(|blip| !blip.is_named()).count();
            let done = unnamed == 0 || is_crowded || dot_scale < MIN_NAMES_SCALE;
            if best.as_ref().is_none_or(|&(min, _)| unnamed < min) {
                best = Some((unnamed, Layout { dot_scale, row: spread.row, blips }));
            }
            if let Some((_, layout)) = best.take_if(|_| done) {
                return layout;
            }
            if unnamed * FEW > order.len() {
                dot_scale = dot_scale.min(MIN_NAMES_SCALE);
            }
        }
        // First rows move closer, then dots shrink.
        if spread.row > CLOSE.row {
            spread = CLOSE;
            dot_scale = dot_scale.min(spread.dot_scale);
        } else {
            dot_scale *= SHRINK;
        }
    }
}

/// How many points of its cell's lattice there are for a blip, at first and then for those that found none.
const DENSITIES: [f64; 2] = [2.0, 8.0];

/// One way to search for a place.
struct Search {
    /// How many rows there are for each of the cell's.
    parts: i32,
    /// The share of the name's length that may be outside its ring.
    slack: f64,
    /// The minimum distance left and right.
    clearance: f64,
    /// Whether the name may have several lines.
    lines: bool,
}

/// The best first.
const SEARCHES: [Search; 5] = [
    Search { parts: 1, slack: 0.0, clearance: ROOMY, lines: false },
    Search { parts: 4, slack: 0.0, clearance: MIN_BESIDE, lines: true },
    Search { parts: 4, slack: 0.2, clearance: MIN_BESIDE, lines: true },
    Search { parts: 4, slack: 0.45, clearance: MIN_BESIDE, lines: true },
    ANYWHERE,
];

/// The search for numbers, which goes [`ANYWHERE`], as an index after those of [`SEARCHES`].
const FOR_NUMBERS: usize = SEARCHES.len();

/// Anywhere in the sector.
const ANYWHERE: Search = Search { parts: 4, slack: 9.0, clearance: MIN_BESIDE, lines: true };

/// The room of the rows of cells, by the number of the cell and the height of the names in bits.
type Rooms = HashMap<(usize, u64), Vec<(i32, Room)>>;

/// One attempt to place all blips, with dots of one size.
struct Attempt<'a> {
    request: &'a Request,
    frame: &'a Frame,
    metrics: &'a Metrics,
    order: &'a [UnplacedBlip],
    is_crowded: bool,
    cells: Vec<Cell>,
    /// The points of each cell's lattice that were not tried yet, for dots without a spot.
    lattices: Vec<Option<Vec<Point>>>,
    reach: f64,
    grid: Grid,
    blips: Vec<Option<PlacedBlip>>,
    /// How many blips each cell has.
    counts: Vec<usize>,
    /// For each cell and each way to search, the narrowest line that found no room: wider ones find none either.
    full: Vec<[f64; SEARCHES.len() + 1]>,
}

impl<'a> Attempt<'a> {
    fn new(
        request: &'a Request,
        frame: &'a Frame,
        metrics: &'a Metrics,
        order: &'a [UnplacedBlip],
        taken: &[Rect],
        dot_scale: f64,
        spread: Spread,
    ) -> Self {
        let reach = REACH * dot_scale;
        let mut grid = Grid::new(frame.width, frame.height);
        for rect in taken {
            grid.insert(rect.grown(3.0, 1.0), FIXED);
        }
        let mut counts = vec![0; frame.sectors.len() * frame.radii.len()];
        for blip in order {
            counts[frame.cell(blip.arc, blip.ring)] += 1;
        }
        Self {
            request,
            frame,
            metrics,
            order,
            is_crowded: order::is_crowded(frame, order.len()),
            lattices: vec![None; frame.sectors.len() * frame.radii.len()],
            cells: Cell::all(frame, reach, spread.row),
            reach,
            grid,
            blips: vec![None; request.blips.len()],
            counts,
            full: vec![
                [f64::INFINITY; SEARCHES.len() + 1];
                frame.sectors.len() * frame.radii.len()
            ],
        }
    }

    /// Places all blips. Returns `None` if a dot finds no room, unless such dots are left out.
    fn run(mut self, nameable: &[bool], leave_out: bool) -> Option<Vec<Option<PlacedBlip>>> {
        let (mut waiting, mut unnamed): (Vec<usize>, Vec<usize>) =
            (0..self.order.len()).partition(|&turn| nameable[turn]);
        for density in DENSITIES {
            self.choose(&mut waiting, density);
        }
        // A large chart is so full that a thorough search finds little.
        let searches = if self.is_crowded { &SEARCHES[..1] } else { &SEARCHES };
        for search in 0..searches.len() {
            waiting.retain(|&turn| !self.search(turn, search));
        }
        for turn in waiting {
            if !self.name_out_of_sector(turn) {
                unnamed.push(turn);
            }
        }
        for (turn, number) in self.numbered(unnamed) {
            if !self.number(turn, number) && !leave_out {
                return None;
            }
        }
        Some(self.blips)
    }

    /// Gives the waiting blips spots of their cells' lattices with `density` points a blip, round by round: each its
    /// first spot if that is free, then each remaining one its second, and so on.
    fn choose(&mut self, waiting: &mut Vec<usize>, density: f64) {
        // For the names of a height in a cell, which nearly all have.
        let mut rooms = HashMap::new();
        let spots = waiting.iter().map(|&turn| self.lattice_spots(turn, density, &mut rooms));
        let spots: Vec<Vec<Spot>> = spots.collect();
        let mut left: Vec<(usize, Vec<Spot>)> = waiting.drain(..).zip(spots).collect();
        for round in 0..ROUNDS {
            left.retain(|(turn, spots)| {
                let free = spots.get(round).filter(|spot| self.is_free(spot, ROOMY));
                if let Some(spot) = free {
                    self.put(*turn, spot, 0);
                }
                free.is_none()
            });
        }
        waiting.extend(left.into_iter().map(|(turn, _)| turn));
    }

    fn cell(&self, turn: usize) -> &Cell {
        let blip = &self.order[turn];
        &self.cells[self.frame.cell(blip.arc, blip.ring)]
    }

    fn lattice_spots(&self, turn: usize, density: f64, rooms: &mut Rooms) -> Vec<Spot> {
        let blip = &self.order[turn];
        let (at, text) = (self.frame.cell(blip.arc, blip.ring), &blip.texts[0]);
        let cell = &self.cells[at];
        let rooms = rooms.entry((at, text.height.to_bits()));
        let rooms = rooms.or_insert_with(|| cell.rooms(text.height));
        // A power of two, so that one more blip seldom moves the lattice.
        let points = density * (self.counts[at] as f64).log2().round().exp2();
        let area = self.frame.area(blip.arc, blip.ring);
        let column = (area / (cell.row * points)).max(2.0 * self.reach);
        cell.lattice_spots(rooms, blip.hash, text, column, ROUNDS)
    }

    /// Places a blip with its name where there is room for it, in as few lines as that takes.
    fn search(&mut self, turn: usize, search: usize) -> bool {
        let order = self.order;
        let texts = if SEARCHES[search].lines { order[turn].texts.len() } else { 1 };
        (0..texts).any(|text| {
            let found = self.room(turn, &order[turn].texts[text], search);
            found.inspect(|spot| self.put(turn, spot, text)).is_some()
        })
    }

    /// Finds room in the rows of a cell, in an order that the hash gives. `search` is the index of one of [`SEARCHES`], or
    /// [`FOR_NUMBERS`].
    fn room(&mut self, turn: usize, text: &Text, search: usize) -> Option<Spot> {
        let blip = &self.order[turn];
        let cell = self.frame.cell(blip.arc, blip.ring);
        let how = SEARCHES.get(search).unwrap_or(&ANYWHERE);
        // All rows are searched, and nothing is ever taken away. A share of the length is more for longer names.
        let is_lasting = text.lines.len() == 1 && (how.slack <= 0.0 || how.slack >= 1.0);
        if is_lasting && text.width >= self.full[cell][search] {
            return None;
        }
        let found = self.room_for(turn, text, how);
        if found.is_none() && is_lasting {
            self.full[cell][search] = text.width;
        }
        found
    }

    fn room_for(&self, turn: usize, text: &Text, search: &Search) -> Option<Spot> {
        let blip = &self.order[turn];
        let cell = self.cell(turn);
        let &Search { parts, slack, clearance, .. } = search;
        let mut rows: Vec<(u64, f64)> = cell
            .rows(parts)
            .map(|(row, y)| (mix(blip.hash ^ u64::from(row.cast_unsigned())), y))
            .collect();
        rows.sort_unstable_by_key(|&(key, _)| key);
        rows.into_iter().find_map(|(key, y)| {
            cell.stretches(y, text, slack).into_iter().find_map(|stretch| {
                let wanted = stretch.from + unit(key) * (stretch.to - stretch.from);
                let taken = self.grid.boxes(&cell.band(&stretch, text, clearance), |_| true);
                let x = cell.gap(&stretch, text, clearance + 0.1, wanted, &taken)?;
                Some(cell.spot(Point { x, y: stretch.y }, stretch.anchor, text))
            })
        })
    }

    /// Places a blip with its name, which may reach into another sector.
    fn name_out_of_sector(&mut self, turn: usize) -> bool {
        let blip = &self.order[turn];
        for text in 0..blip.texts.len() {
            let cell = self.cell(turn);
            let points = cell.points(blip.hash, 0..STAGES[2]);
            let spots = cell.rank(points, &blip.texts[text], self.frame);
            if let Some(spot) = spots.iter().find(|spot| self.is_free(spot, MIN_BESIDE)) {
                self.put(turn, spot, text);
                return true;
            }
        }
        false
    }

    /// Numbers blips in reading order: by sector, ring, name. Returns them in the order of their hashes.
    fn numbered(&self, mut unnamed: Vec<usize>) -> Vec<(usize, u32)> {
        unnamed.sort_by_key(|&turn| {
            let blip = &self.request.blips[self.order[turn].index];
            (blip.sector, blip.ring, &blip.name, &blip.id)
        });
        let mut numbered: Vec<_> = unnamed.into_iter().zip(1..).collect();
        numbered.sort_by_key(|&(turn, number)| (self.order[turn].hash, number));
        numbered
    }

    /// Places a blip with its number beside it, or alone.
    fn number(&mut self, turn: usize, number: u32) -> bool {
        let blip = &self.order[turn];
        let text = Text::line(&number.to_string(), NUMBER_SIZE, self.metrics);
        let stage = if self.is_crowded { 1 } else { 2 };
        let cell_number = self.frame.cell(blip.arc, blip.ring);
        let cell = &self.cells[cell_number];
        let points: Vec<_> = cell.points(blip.hash, 0..STAGES[stage]).collect();
        let spots = cell.rank(points.iter().copied(), &text, self.frame);
        let near = spots.iter().find(|spot| self.is_free(spot, MIN_BESIDE)).copied();
        if let Some(spot) = near.or_else(|| self.room(turn, &text, FOR_NUMBERS)) {
            self.restore(turn, Some(spot.placed(text, self.reach, Some(number))));
            return true;
        }
        let (cell, grid) = (&self.cells[cell_number], &self.grid);
        let free = |dot: &Point| grid.is_free(&Rect::around(*dot, self.reach));
        let Some(dot) = points.into_iter().map(|(_, dot)| dot).find(free).or_else(|| {
            // A taken point stays taken, so the search continues where the last one ended.
            let lattice =
                self.lattices[cell_number].get_or_insert_with(|| cell.lattice().collect());
            std::iter::from_fn(|| lattice.pop()).find(free)
        }) else {
            return false;
        };
        let reach = Rect::around(dot, self.reach);
        let alone = PlacedBlip { dot, reach, label: None, number: Some(number) };
        self.restore(turn, Some(alone));
        true
    }

    fn is_free(&self, spot: &Spot, clearance: f64) -> bool {
        let grown = |rect: Rect| rect.grown(clearance, MIN_ABOVE);
        self.grid.is_free(&grown(spot.reach)) && self.grid.is_free(&grown(spot.label))
    }

    fn put(&mut self, turn: usize, spot: &Spot, text: usize) {
        let text = self.order[turn].texts[text].clone();
        self.restore(turn, Some(spot.placed(text, self.reach, None)));
    }

    fn restore(&mut self, turn: usize, placed: Option<PlacedBlip>) {
        let index = self.order[turn].index;
        for rect in placed.iter().flat_map(PlacedBlip::rects) {
            self.grid.insert(rect, index as u32);
        }
        self.blips[index] = placed;
    }
}
