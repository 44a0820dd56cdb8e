//! Places dots and labels together, greedily, over the spots of each blip.
//!
//! 1. Each blip takes its favourite spot, if no blip before it has taken a part of it; those that found
//!    theirs taken try their second choice, and so on for a few rounds.
//! 2. What is left looks further: the long names first, since they fit in few places; in one line, then
//!    in two, then in the place of a blip that finds another, then out of their sector.
//! 3. What is left then gets a number.
//!
//! The order of the blips is given by their own names and ids, so one more blip moves only those
//! whose spot it takes; and since choices go round by round, a blip that moves seldom moves others.

use std::rc::Rc;

use super::candidate::{self, Cell, Spot};
use super::font::Metrics;
use super::geometry::{Frame, Point, Rect};
use super::grid::{FIXED, Grid};
use super::label::Text;
use super::mark::REACH;
use super::queue::{self, MANY, NUMBER_SIZE, SHRINK, Waiting};
use super::{PlacedBlip, Request};

/// How blips are spread: with air between them, or as many as fit.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    /// The largest dots.
    dot_scale: f64,
    /// The least distance of two rows of dots.
    row: f64,
    /// Free room left and right of a dot and of its label, where it can be had: more than there is
    /// between the two, so that a dot between two names is never taken for the wrong one's.
    pub(super) roomy: f64,
    /// How many of its choices a blip tries before others look further.
    rounds: usize,
}

/// With air: rows are as far apart as the targets of presses should be high (WCAG 2.5.8).
const AIRY: Spread = Spread { dot_scale: 1.0, row: 24.0, roomy: 6.0, rounds: 12 };
/// As many as fit: rows are a label's height apart.
pub(super) const CLOSE: Spread = Spread { dot_scale: 0.85, row: 15.6, roomy: 10.0, rounds: 1 };

/// The least room left and right of a label.
pub(super) const TIGHT: f64 = 2.0;
/// The least room above and below: coordinates are rounded.
pub(super) const ABOVE: f64 = 0.2;
/// How far dots shrink for the sake of names …
const NAMES_SCALE: f64 = 0.7;
/// … and at all.
const LEAST_SCALE: f64 = 0.02;
/// How many of its points a blip looks at: the first few, then more.
pub(super) const STAGES: [u32; 4] = [0, 32, 160, 480];
/// How often one try to place all blips may ask whether another blip can make room.
const REQUESTS: u32 = 200;

/// All blips in their places.
pub(super) struct Placement {
    pub(super) dot_scale: f64,
    pub(super) row: f64,
    pub(super) blips: Vec<Option<PlacedBlip>>,
}

/// Places the blips of `request` where nothing is taken, with the largest dots that fit.
pub(super) fn place(
    request: &Request,
    frame: &Frame,
    label_size: f64,
    metrics: &Metrics,
    taken: &[Rect],
) -> Placement {
    let queue = queue::queue(request, frame, label_size, metrics);
    let mut spread = if queue::has_air(&queue, frame) { AIRY } else { CLOSE };
    let mut dot_scale = queue::dot_scale(&queue, frame).min(spread.dot_scale);
    let mut best: Option<(usize, Placement)> = None;
    loop {
        let nameable = queue::nameable(&queue, frame, dot_scale);
        let attempt = Attempt::new(request, frame, metrics, &queue, taken, dot_scale, spread);
        // The smallest dots are points: should a cell still have no room, the rest is left out.
        if let Some(blips) = attempt.run(&nameable, dot_scale < LEAST_SCALE) {
            let unnamed = blips.iter().flatten().filter(|blip| !blip.is_named()).count();
            let done = unnamed == 0 || queue.len() > MANY || dot_scale < NAMES_SCALE;
            if best.as_ref().is_none_or(|&(least, _)| unnamed < least) {
                best = Some((unnamed, Placement { dot_scale, row: spread.row, blips }));
            }
            if let Some((_, placement)) = best.take_if(|_| done) {
                return placement;
            }
        }
        // First the air goes, then the size of the dots.
        if spread.row > CLOSE.row {
            spread = CLOSE;
            dot_scale = dot_scale.min(spread.dot_scale);
        } else {
            dot_scale *= SHRINK;
        }
    }
}

/// The spots of a blip, by text and stage, as far as they were asked for and may be asked for again.
type Spots = [[Option<Rc<[Spot]>>; 2]; 2];

/// Points of a blip's sequence, each with its number.
type CountedPoints = [(u32, Point)];

/// One try to place all blips, with dots of one size.
struct Attempt<'a> {
    request: &'a Request,
    frame: &'a Frame,
    metrics: &'a Metrics,
    queue: &'a [Waiting],
    /// The place in the queue of each blip of the request.
    places: Vec<usize>,
    cells: Vec<Cell>,
    /// What of each cell's lattice was not tried yet, for dots that find no room elsewhere.
    lattices: Vec<Option<Vec<Point>>>,
    reach: f64,
    spread: Spread,
    requests: u32,
    grid: Grid,
    blips: Vec<Option<PlacedBlip>>,
    /// In the order of the queue.
    spots: Vec<Spots>,
    /// The points of the last stage, of those who had to look that far.
    far_points: Vec<Option<Rc<CountedPoints>>>,
}

impl<'a> Attempt<'a> {
    fn new(
        request: &'a Request,
        frame: &'a Frame,
        metrics: &'a Metrics,
        queue: &'a [Waiting],
        taken: &[Rect],
        dot_scale: f64,
        spread: Spread,
    ) -> Self {
        let reach = REACH * dot_scale;
        let mut grid = Grid::new(frame.width, frame.height);
        for rect in taken {
            grid.insert(rect.grown(3.0, 1.0), FIXED);
        }
        let mut places = vec![0; request.blips.len()];
        for (place, waiting) in queue.iter().enumerate() {
            places[waiting.index] = place;
        }
        Self {
            request,
            frame,
            metrics,
            queue,
            places,
            lattices: vec![None; frame.sectors.len() * frame.radii.len()],
            cells: Cell::all(frame, reach, spread.row),
            reach,
            spread,
            requests: 0,
            grid,
            blips: vec![None; request.blips.len()],
            spots: vec![Default::default(); queue.len()],
            far_points: vec![None; queue.len()],
        }
    }

    /// All blips placed, or nothing if a dot finds no room.
    fn run(mut self, nameable: &[bool], leave_out: bool) -> Option<Vec<Option<PlacedBlip>>> {
        let (mut waiting, mut unnamed): (Vec<usize>, Vec<usize>) =
            (0..self.queue.len()).partition(|&place| nameable[place]);
        for choice in 0..self.spread.rounds {
            waiting.retain(|&place| !self.choose(place, choice));
        }
        for place in waiting {
            let named = self.name(place, 0, self.spread.roomy)
                || self.name(place, 0, TIGHT)
                || self.name(place, 1, TIGHT)
                || self.name_in_place_of_another(place)
                || self.name_out_of_sector(place);
            if !named {
                unnamed.push(place);
            }
        }
        for (place, number) in self.numbered(unnamed) {
            if !self.number(place, number) && !leave_out {
                return None;
            }
        }
        Some(self.blips)
    }

    /// Places a blip at the point that it likes best, second best, …, if that is free. Its label may turn
    /// over.
    fn choose(&mut self, place: usize, choice: usize) -> bool {
        let spots = self.spots(place, 0, 0);
        let Some(point) = spots.chunk_by(|a, b| a.dot == b.dot).nth(choice) else {
            return false;
        };
        let mut sides = point.iter().filter(|spot| spot.stays());
        let Some(&spot) = sides.find(|spot| self.is_free(spot, self.spread.roomy)) else {
            return false;
        };
        self.put(place, &spot, 0);
        true
    }

    /// Places a blip with its name in its own sector, if there is room.
    fn name(&mut self, place: usize, text: usize, clearance: f64) -> bool {
        let near = (0..2).find_map(|stage| {
            let spots = self.spots(place, text, stage);
            let mut staying = spots.iter().take_while(|spot| spot.stays());
            staying.find(|spot| self.is_free(spot, clearance)).copied()
        });
        let look_further = self.queue.len() <= MANY && clearance <= TIGHT;
        let spot = near.or_else(|| look_further.then(|| self.far(place, text, clearance))?);
        spot.inspect(|spot| self.put(place, spot, text)).is_some()
    }

    /// The best spot among many that are free.
    fn far(&mut self, place: usize, text: usize, clearance: f64) -> Option<Spot> {
        let waiting = &self.queue[place];
        let cell = &self.cells[self.frame.cell(waiting.arc, waiting.ring)];
        let points = self.far_points[place]
            .get_or_insert_with(|| cell.points(waiting.hash, STAGES[2]..STAGES[3]).collect());
        let is_free = |&(_, dot): &(u32, Point)| self.grid.is_free(&Rect::around(dot, self.reach));
        let free = points.iter().copied().filter(is_free);
        let spots = cell.rank(free, waiting.texts.get(text)?, self.frame);
        spots.into_iter().find(|spot| spot.stays() && self.is_free(spot, clearance))
    }

    /// Places a blip with its name where one other stands that finds another spot.
    fn name_in_place_of_another(&mut self, place: usize) -> bool {
        if self.queue.len() > MANY {
            return false;
        }
        for (text, stage) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let spots = self.spots(place, text, stage);
            for spot in spots.iter().take_while(|spot| spot.stays()) {
                let Some(other) = self.single_holder(spot) else {
                    continue;
                };
                if self.requests == REQUESTS {
                    return false;
                }
                self.requests += 1;
                let before = self.take(other);
                self.put(place, spot, text);
                if self.name(other, 0, TIGHT) {
                    return true;
                }
                self.take(place);
                self.restore(other, before);
            }
        }
        false
    }

    /// Places a blip with its name, which reaches into another sector.
    fn name_out_of_sector(&mut self, place: usize) -> bool {
        for (text, stage) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let spots = self.spots(place, text, stage);
            if let Some(&spot) = spots.iter().find(|spot| self.is_free(spot, TIGHT)) {
                self.put(place, &spot, text);
                return true;
            }
        }
        false
    }

    /// Numbers blips in reading order: by sector, ring, name. They are placed in the order of their
    /// hashes.
    fn numbered(&self, mut unnamed: Vec<usize>) -> Vec<(usize, u32)> {
        unnamed.sort_by_key(|&place| {
            let blip = &self.request.blips[self.queue[place].index];
            (blip.sector, blip.ring, &blip.name, &blip.id)
        });
        let mut numbered: Vec<_> = unnamed.into_iter().zip(1..).collect();
        numbered.sort_by_key(|&(place, number)| (self.queue[place].hash, number));
        numbered
    }

    /// Places a blip with its number beside it, or alone.
    fn number(&mut self, place: usize, number: u32) -> bool {
        let waiting = &self.queue[place];
        let text = Text::line(&number.to_string(), NUMBER_SIZE, self.metrics);
        let stage = if self.queue.len() > MANY { 1 } else { 2 };
        let cell_number = self.frame.cell(waiting.arc, waiting.ring);
        let cell = &self.cells[cell_number];
        let points: Vec<_> = cell.points(waiting.hash, 0..STAGES[stage]).collect();
        let spots = cell.rank(points.iter().copied(), &text, self.frame);
        if let Some(spot) = spots.iter().find(|spot| self.is_free(spot, TIGHT)) {
            self.put_text(place, spot, text, Some(number));
            return true;
        }
        let free = |dot: &Point| self.grid.is_free(&Rect::around(*dot, self.reach));
        let Some(dot) = points.into_iter().map(|(_, dot)| dot).find(free).or_else(|| {
            // What was taken stays taken, so the search goes on where the last one ended.
            let lattice =
                self.lattices[cell_number].get_or_insert_with(|| cell.lattice().collect());
            while let Some(dot) = lattice.pop() {
                if self.grid.is_free(&Rect::around(dot, self.reach)) {
                    return Some(dot);
                }
            }
            None
        }) else {
            return false;
        };
        let reach = Rect::around(dot, self.reach);
        let alone = PlacedBlip { dot, reach, label: None, number: Some(number) };
        self.restore(place, Some(alone));
        true
    }

    /// The spots of a blip for one of its texts, best first; none if it has no such text.
    fn spots(&mut self, place: usize, text: usize, stage: usize) -> Rc<[Spot]> {
        let (queue, frame, cells) = (self.queue, self.frame, &self.cells);
        let waiting = &queue[place];
        let make = || {
            let Some(text) = waiting.texts.get(text) else {
                return [].into();
            };
            let cell = &cells[frame.cell(waiting.arc, waiting.ring)];
            let points = cell.points(waiting.hash, STAGES[stage]..STAGES[stage + 1]);
            cell.rank(points, text, frame).into()
        };
        self.spots[place][text][stage].get_or_insert_with(make).clone()
    }

    fn is_free(&self, spot: &Spot, clearance: f64) -> bool {
        let grown = |rect: Rect| rect.grown(clearance, ABOVE);
        self.grid.is_free(&grown(spot.reach)) && self.grid.is_free(&grown(spot.label))
    }

    /// The one blip that has what a spot needs, as its place in the queue.
    fn single_holder(&self, spot: &Spot) -> Option<usize> {
        let holders =
            [spot.reach, spot.label.grown(TIGHT, ABOVE)].map(|rect| self.grid.holder(&rect));
        let holder = match holders {
            [Ok(Some(a)), Ok(Some(b))] if a != b => return None,
            [Ok(Some(holder)), Ok(_)] | [Ok(None), Ok(Some(holder))] => holder,
            _ => return None,
        };
        (holder != FIXED).then(|| self.places[holder as usize])
    }

    fn put(&mut self, place: usize, spot: &Spot, text: usize) {
        let text = self.queue[place].texts[text].clone();
        self.put_text(place, spot, text, None);
    }

    fn put_text(&mut self, place: usize, spot: &Spot, text: Text, number: Option<u32>) {
        let corner = candidate::corner(spot.dot, spot.anchor, self.reach, text.height);
        let label = Some(text.at(corner, spot.anchor));
        let placed = PlacedBlip { dot: spot.dot, reach: spot.reach, label, number };
        self.restore(place, Some(placed));
    }

    fn restore(&mut self, place: usize, placed: Option<PlacedBlip>) {
        let index = self.queue[place].index;
        for rect in placed.iter().flat_map(PlacedBlip::rects) {
            self.grid.insert(rect, index as u32);
        }
        self.blips[index] = placed;
    }

    fn take(&mut self, place: usize) -> Option<PlacedBlip> {
        let index = self.queue[place].index;
        let placed = self.blips[index].take()?;
        for rect in placed.rects() {
            self.grid.remove(rect, index as u32);
        }
        Some(placed)
    }
}

impl PlacedBlip {
    /// The boxes that it takes: its dot's and its label's.
    pub fn rects(&self) -> impl Iterator<Item = Rect> {
        std::iter::once(self.reach).chain(self.label.iter().map(|label| label.rect))
    }
}
