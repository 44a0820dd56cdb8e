//! Places dots and labels together: a greedy search over the spots of each blip.
//!
//! 1. Each blip takes its best spot if that is free, or else its second best, and so on for a few rounds.
//! 2. The remaining blips search further, long names first, since they fit in few places: in one line, in
//!    two lines, at the place of a blip that can move, and out of their sector.
//! 3. The remaining blips get a number.
//!
//! The order depends on names and ids alone, so a new blip moves only those whose spot it takes. The
//! search goes round by round, so a blip that moves seldom moves others.

use std::rc::Rc;

use super::font::Metrics;
use super::frame::Frame;
use super::geometry::{Point, Rect};
use super::grid::{FIXED, Grid};
use super::label::Text;
use super::mark::REACH;
use super::order::{self, MAX_THOROUGH, NUMBER_SIZE, SHRINK, UnplacedBlip};
use super::spot::{Cell, Spot};
use super::{PlacedBlip, Request};

/// The spacing of blips.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    /// The maximum size of dots.
    dot_scale: f64,
    /// The minimum distance between two rows of dots.
    row: f64,
    /// The preferred distance left and right of a dot and of its label: more than between the two, so that
    /// a dot between two names clearly belongs to one.
    pub(super) roomy: f64,
    /// How many of its best points a blip tries before others search further.
    rounds: usize,
}

/// Rows are as far apart as targets should be high (WCAG 2.5.8).
const AIRY: Spread = Spread { dot_scale: 1.0, row: 24.0, roomy: 6.0, rounds: 12 };
/// Rows are a label's height apart, to fit as many as possible.
pub(super) const CLOSE: Spread = Spread { dot_scale: 0.85, row: 15.6, roomy: 10.0, rounds: 1 };

/// The minimum distance left and right of a label.
pub(super) const MIN_BESIDE: f64 = 2.0;
/// The minimum distance above and below, since coordinates are rounded.
pub(super) const MIN_ABOVE: f64 = 0.2;
/// The minimum size of dots that shrink to make room for names.
const MIN_NAMES_SCALE: f64 = 0.7;
/// The minimum size of dots.
const MIN_DOT_SCALE: f64 = 0.02;
/// How many points of its sequence a blip tries, stage by stage.
pub(super) const STAGES: [u32; 4] = [0, 32, 160, 480];
/// The maximum number of moves of other blips in one attempt.
const MAX_MOVES: u32 = 200;

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
    metrics: &Metrics,
    taken: &[Rect],
) -> Layout {
    let order = order::order(request, frame, label_size, metrics);
    let mut spread = if order::has_air(&order, frame) { AIRY } else { CLOSE };
    let mut dot_scale = order::dot_scale(&order, frame).min(spread.dot_scale);
    let mut best: Option<(usize, Layout)> = None;
    loop {
        let nameable = order::nameable(&order, frame, dot_scale);
        let attempt = Attempt::new(request, frame, metrics, &order, taken, dot_scale, spread);
        // The smallest dots are points: if a cell still has no room, the rest is left out.
        if let Some(blips) = attempt.run(&nameable, dot_scale < MIN_DOT_SCALE) {
            let unnamed = blips.iter().flatten().filter(|blip| !blip.is_named()).count();
            let done = unnamed == 0 || order.len() > MAX_THOROUGH || dot_scale < MIN_NAMES_SCALE;
            if best.as_ref().is_none_or(|&(min, _)| unnamed < min) {
                best = Some((unnamed, Layout { dot_scale, row: spread.row, blips }));
            }
            if let Some((_, layout)) = best.take_if(|_| done) {
                return layout;
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

/// The spots of a blip, by text and stage, computed on demand.
type Spots = [[Option<Rc<[Spot]>>; 2]; 2];

/// Points of a blip's sequence, counted.
type CountedPoints = [(u32, Point)];

/// One attempt to place all blips, with dots of one size.
struct Attempt<'a> {
    request: &'a Request,
    frame: &'a Frame,
    metrics: &'a Metrics,
    order: &'a [UnplacedBlip],
    /// The turn (index into `order`) of each blip of the request.
    turns: Vec<usize>,
    cells: Vec<Cell>,
    /// The points of each cell's lattice that were not tried yet, for dots without a spot.
    lattices: Vec<Option<Vec<Point>>>,
    reach: f64,
    spread: Spread,
    moves: u32,
    grid: Grid,
    blips: Vec<Option<PlacedBlip>>,
    /// By turn.
    spots: Vec<Spots>,
    /// The points of the last stage, by turn, computed on demand.
    far_points: Vec<Option<Rc<CountedPoints>>>,
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
        let mut turns = vec![0; request.blips.len()];
        for (turn, blip) in order.iter().enumerate() {
            turns[blip.index] = turn;
        }
        Self {
            request,
            frame,
            metrics,
            order,
            turns,
            lattices: vec![None; frame.sectors.len() * frame.radii.len()],
            cells: Cell::all(frame, reach, spread.row),
            reach,
            spread,
            moves: 0,
            grid,
            blips: vec![None; request.blips.len()],
            spots: vec![Default::default(); order.len()],
            far_points: vec![None; order.len()],
        }
    }

    /// Places all blips. Returns `None` if a dot finds no room, unless such dots are left out.
    fn run(mut self, nameable: &[bool], leave_out: bool) -> Option<Vec<Option<PlacedBlip>>> {
        let (mut waiting, mut unnamed): (Vec<usize>, Vec<usize>) =
            (0..self.order.len()).partition(|&turn| nameable[turn]);
        for choice in 0..self.spread.rounds {
            waiting.retain(|&turn| !self.choose(turn, choice));
        }
        for turn in waiting {
            let named = self.name(turn, 0, self.spread.roomy)
                || self.name(turn, 0, MIN_BESIDE)
                || self.name(turn, 1, MIN_BESIDE)
                || self.name_by_moving_another(turn)
                || self.name_out_of_sector(turn);
            if !named {
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

    /// Places a blip at its best point, second best and so on, if that is free. Its label may be on either
    /// side.
    fn choose(&mut self, turn: usize, choice: usize) -> bool {
        let spots = self.spots(turn, 0, 0);
        let Some(point) = spots.chunk_by(|a, b| a.dot == b.dot).nth(choice) else {
            return false;
        };
        let mut sides = point.iter().filter(|spot| spot.is_in_sector());
        let Some(&spot) = sides.find(|spot| self.is_free(spot, self.spread.roomy)) else {
            return false;
        };
        self.put(turn, &spot, 0);
        true
    }

    /// Places a blip with its name inside its sector, if there is room.
    fn name(&mut self, turn: usize, text: usize, clearance: f64) -> bool {
        let near = (0..2).find_map(|stage| {
            let spots = self.spots(turn, text, stage);
            let mut inside = spots.iter().take_while(|spot| spot.is_in_sector());
            inside.find(|spot| self.is_free(spot, clearance)).copied()
        });
        let thorough = self.order.len() <= MAX_THOROUGH && clearance <= MIN_BESIDE;
        let spot = near.or_else(|| thorough.then(|| self.far(turn, text, clearance))?);
        spot.inspect(|spot| self.put(turn, spot, text)).is_some()
    }

    /// Returns the best free spot of the last stage.
    fn far(&mut self, turn: usize, text: usize, clearance: f64) -> Option<Spot> {
        let blip = &self.order[turn];
        let cell = &self.cells[self.frame.cell(blip.arc, blip.ring)];
        let points = self.far_points[turn]
            .get_or_insert_with(|| cell.points(blip.hash, STAGES[2]..STAGES[3]).collect());
        let is_free = |&(_, dot): &(u32, Point)| self.grid.is_free(&Rect::around(dot, self.reach));
        let free = points.iter().copied().filter(is_free);
        let spots = cell.rank(free, blip.texts.get(text)?, self.frame);
        spots.into_iter().find(|spot| spot.is_in_sector() && self.is_free(spot, clearance))
    }

    /// Places a blip with its name at the place of another one that finds a new spot.
    fn name_by_moving_another(&mut self, turn: usize) -> bool {
        if self.order.len() > MAX_THOROUGH {
            return false;
        }
        for (text, stage) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let spots = self.spots(turn, text, stage);
            for spot in spots.iter().take_while(|spot| spot.is_in_sector()) {
                let Some(other) = self.single_owner(spot) else {
                    continue;
                };
                if self.moves == MAX_MOVES {
                    return false;
                }
                self.moves += 1;
                let before = self.take(other);
                self.put(turn, spot, text);
                if self.name(other, 0, MIN_BESIDE) {
                    return true;
                }
                self.take(turn);
                self.restore(other, before);
            }
        }
        false
    }

    /// Places a blip with its name, which may reach into another sector.
    fn name_out_of_sector(&mut self, turn: usize) -> bool {
        for (text, stage) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let spots = self.spots(turn, text, stage);
            if let Some(&spot) = spots.iter().find(|spot| self.is_free(spot, MIN_BESIDE)) {
                self.put(turn, &spot, text);
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
        let stage = if self.order.len() > MAX_THOROUGH { 1 } else { 2 };
        let cell_number = self.frame.cell(blip.arc, blip.ring);
        let cell = &self.cells[cell_number];
        let points: Vec<_> = cell.points(blip.hash, 0..STAGES[stage]).collect();
        let spots = cell.rank(points.iter().copied(), &text, self.frame);
        if let Some(spot) = spots.iter().find(|spot| self.is_free(spot, MIN_BESIDE)) {
            self.restore(turn, Some(spot.placed(text, self.reach, Some(number))));
            return true;
        }
        let free = |dot: &Point| self.grid.is_free(&Rect::around(*dot, self.reach));
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

    /// Returns the spots of a blip for one of its texts, the best first; none if it has no such text.
    fn spots(&mut self, turn: usize, text: usize, stage: usize) -> Rc<[Spot]> {
        let (order, frame, cells) = (self.order, self.frame, &self.cells);
        let blip = &order[turn];
        let make = || {
            let Some(text) = blip.texts.get(text) else {
                return [].into();
            };
            let cell = &cells[frame.cell(blip.arc, blip.ring)];
            let points = cell.points(blip.hash, STAGES[stage]..STAGES[stage + 1]);
            cell.rank(points, text, frame).into()
        };
        self.spots[turn][text][stage].get_or_insert_with(make).clone()
    }

    fn is_free(&self, spot: &Spot, clearance: f64) -> bool {
        let grown = |rect: Rect| rect.grown(clearance, MIN_ABOVE);
        self.grid.is_free(&grown(spot.reach)) && self.grid.is_free(&grown(spot.label))
    }

    /// Returns the turn of the only blip that overlaps a spot.
    fn single_owner(&self, spot: &Spot) -> Option<usize> {
        let boxes = [spot.reach, spot.label.grown(MIN_BESIDE, MIN_ABOVE)];
        let owner = match boxes.map(|rect| self.grid.owner(&rect)) {
            [Ok(Some(a)), Ok(Some(b))] if a != b => return None,
            [Ok(Some(owner)), Ok(_)] | [Ok(None), Ok(Some(owner))] => owner,
            _ => return None,
        };
        (owner != FIXED).then(|| self.turns[owner as usize])
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

    fn take(&mut self, turn: usize) -> Option<PlacedBlip> {
        let index = self.order[turn].index;
        let placed = self.blips[index].take()?;
        for rect in placed.rects() {
            self.grid.remove(rect, index as u32);
        }
        Some(placed)
    }
}
