//! Places dots and labels: greedily, the long names first, dot and label together, over the
//! candidates of each blip.
//!
//! A blip takes the best of its candidates that is still free. Which that is depends on the blips
//! before it in an order that their own names and ids give, so one more blip moves only those whose
//! place it takes.

use std::cmp::Reverse;

use super::candidate::{self, Candidate};
use super::font::Metrics;
use super::geometry::{Arc, Frame, Point, Rect};
use super::grid::{FIXED, Grid};
use super::label::Text;
use super::mark::REACH;
use super::{PlacedBlip, Request, View};

/// Free room around a label, at first; where that cannot be had, [`TIGHT`].
const ROOMY: Clearance = Clearance { beside: 6.0, above: 3.0 };
/// The least room around a label: rounding, and what the eye needs to tell two apart.
const TIGHT: Clearance = Clearance { beside: 1.5, above: 0.3 };
/// What a dot shrinks to at each step.
const SHRINK: f64 = 0.85;
/// The share of a cell that its dots may fill, with a chance for labels between them.
const DOTS_SHARE: f64 = 0.3;
/// The font size of numbers.
const NUMBER_SIZE: f64 = 10.0;

/// Room around a label.
#[derive(Clone, Copy)]
struct Clearance {
    beside: f64,
    above: f64,
}

/// All blips in their places.
pub(super) struct Placement {
    pub(super) dot_scale: f64,
    pub(super) blips: Vec<Option<PlacedBlip>>,
}

/// How many blips each ring of each sector holds, as far as they are drawn.
pub(super) fn count(request: &Request) -> Vec<Vec<usize>> {
    let mut counts = vec![vec![0; request.rings.len()]; request.sectors.len()];
    for blip in &request.blips {
        if matches!(request.view, View::Sector(only) if only != blip.sector) {
            continue;
        }
        if let Some(count) = counts.get_mut(blip.sector).and_then(|rings| rings.get_mut(blip.ring))
        {
            *count += 1;
        }
    }
    counts
}

/// Places the blips of `request` where nothing is taken, with the largest dots that fit.
pub(super) fn place(
    request: &Request,
    frame: &Frame,
    label_size: f64,
    metrics: &Metrics,
    taken: &[Rect],
) -> Placement {
    let queue = queue(request, frame, label_size, metrics);
    let mut dot_scale = 1.0;
    while queue_fill(&queue, frame, dot_scale) > DOTS_SHARE {
        dot_scale *= SHRINK;
    }
    loop {
        let attempt = Attempt::new(request, frame, metrics, taken, dot_scale);
        // The smallest dots are points: should a cell still have no room, the rest is left out.
        if let Some(blips) = attempt.run(&queue, dot_scale < 0.02) {
            return Placement { dot_scale, blips };
        }
        dot_scale *= SHRINK;
    }
}

/// A blip that waits for its place.
struct Waiting {
    index: usize,
    arc: Arc,
    ring: usize,
    hash: u64,
    /// Its name in one line, and in two where that is much narrower.
    texts: Vec<Text>,
}

/// The blips in the order in which they are placed: the long names first, since they find room in
/// few places; then by hash, which says nothing and never changes.
fn queue(request: &Request, frame: &Frame, size: f64, metrics: &Metrics) -> Vec<Waiting> {
    let mut queue: Vec<Waiting> = request
        .blips
        .iter()
        .enumerate()
        .filter(|(_, blip)| blip.ring < frame.radii.len())
        .filter_map(|(index, blip)| {
            let arc = *frame.sectors.iter().find(|arc| arc.sector == blip.sector)?;
            let line = Text::line(&blip.name, size, metrics);
            let halved = Text::halved(&blip.name, size, metrics)
                .filter(|halved| line.width > 80.0 && halved.width < 0.7 * line.width);
            let texts = std::iter::once(line).chain(halved).collect();
            Some(Waiting { index, arc, ring: blip.ring, hash: candidate::hash(&blip.id), texts })
        })
        .collect();
    queue.sort_by_key(|waiting| {
        let steps = (waiting.texts[0].width / 8.0) as u32;
        (Reverse(steps), waiting.hash, &request.blips[waiting.index].id)
    });
    queue
}

/// The share of its cell that the dots of the fullest cell fill.
fn queue_fill(queue: &[Waiting], frame: &Frame, dot_scale: f64) -> f64 {
    let mut counts = vec![0.0; frame.sectors.len() * frame.radii.len()];
    let first = frame.sectors.first().map_or(0, |arc| arc.sector);
    for waiting in queue {
        counts[(waiting.arc.sector - first) * frame.radii.len() + waiting.ring] += 1.0;
    }
    let area = |cell: usize| {
        let (inner, outer) = frame.band(cell % frame.radii.len());
        let arc = frame.sectors[cell / frame.radii.len()];
        (arc.to - arc.from) / 2.0 * (outer.powi(2) - inner.powi(2))
    };
    let dot = (2.0 * REACH * dot_scale).powi(2);
    let fills = counts.iter().enumerate().map(|(cell, count)| count * dot / area(cell));
    fills.fold(0.0, f64::max)
}

/// One try to place all blips, with dots of one size.
struct Attempt<'a> {
    request: &'a Request,
    frame: &'a Frame,
    metrics: &'a Metrics,
    reach: f64,
    grid: Grid,
    blips: Vec<Option<PlacedBlip>>,
    ranked: Vec<(u32, Candidate)>,
}

impl<'a> Attempt<'a> {
    fn new(
        request: &'a Request,
        frame: &'a Frame,
        metrics: &'a Metrics,
        taken: &[Rect],
        dot_scale: f64,
    ) -> Self {
        let mut grid = Grid::new(frame.width, frame.height);
        for rect in taken {
            grid.insert(rect.grown(3.0, 1.0), FIXED);
        }
        Self {
            request,
            frame,
            metrics,
            reach: REACH * dot_scale,
            grid,
            blips: vec![None; request.blips.len()],
            ranked: Vec::new(),
        }
    }

    /// All blips placed, or nothing if a dot finds no room.
    fn run(mut self, queue: &[Waiting], leave_out: bool) -> Option<Vec<Option<PlacedBlip>>> {
        let tries = if queue.len() > 700 { 60 } else { 160 };
        let mut unnamed = Vec::new();
        for waiting in queue {
            let points: Vec<Point> = self.points(waiting, tries).collect();
            let placed =
                self.name(waiting, &points) || self.name_in_place_of(waiting, &points, queue);
            if !placed {
                unnamed.push(waiting);
            }
        }
        for (waiting, number) in self.numbered(unnamed) {
            if !self.number(waiting, number, tries) && !leave_out {
                return None;
            }
        }
        Some(self.blips)
    }

    fn points(&self, waiting: &Waiting, count: usize) -> impl Iterator<Item = Point> + use<> {
        let Waiting { hash, arc, ring, .. } = *waiting;
        candidate::points(hash, count, self.frame, arc, ring, self.reach)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Places a blip with its name, if there is room.
    fn name(&mut self, waiting: &Waiting, points: &[Point]) -> bool {
        for text in &waiting.texts {
            let mut ranked = std::mem::take(&mut self.ranked);
            candidate::rank(points, text, self.reach, self.frame, waiting.arc, &mut ranked);
            let found = [ROOMY, TIGHT].into_iter().find_map(|clearance| {
                ranked.iter().map(|&(_, candidate)| candidate).find(|candidate| {
                    let (dot, label) = self.rects(candidate, text, clearance);
                    self.grid.is_free(&dot) && self.grid.is_free(&label)
                })
            });
            self.ranked = ranked;
            if let Some(candidate) = found {
                self.put(waiting, candidate, text, None);
                return true;
            }
        }
        false
    }

    /// Places a blip with its name where one other stands that finds another place.
    fn name_in_place_of(&mut self, waiting: &Waiting, points: &[Point], queue: &[Waiting]) -> bool {
        if queue.len() > 700 {
            return false;
        }
        for text in &waiting.texts {
            let mut ranked = Vec::new();
            candidate::rank(points, text, self.reach, self.frame, waiting.arc, &mut ranked);
            for (_, candidate) in ranked {
                let (dot, label) = self.rects(&candidate, text, TIGHT);
                let (Ok(a), Ok(b)) = (self.grid.holder(&dot), self.grid.holder(&label)) else {
                    continue;
                };
                let holder = match (a, b) {
                    (Some(a), Some(b)) if a != b => continue,
                    (Some(holder), _) | (None, Some(holder)) if holder != FIXED => holder,
                    _ => continue,
                };
                let Some(other) = queue.iter().find(|other| other.index as u32 == holder) else {
                    continue;
                };
                let before = self.take(other);
                self.put(waiting, candidate, text, None);
                let points: Vec<Point> = self.points(other, 160).collect();
                if self.name(other, &points) {
                    return true;
                }
                self.take(waiting);
                self.restore(other, before);
            }
        }
        false
    }

    /// Numbers blips in reading order: by sector, ring, name.
    fn numbered<'q>(&self, mut unnamed: Vec<&'q Waiting>) -> Vec<(&'q Waiting, u32)> {
        unnamed.sort_by_key(|waiting| {
            let blip = &self.request.blips[waiting.index];
            (blip.sector, blip.ring, &blip.name, &blip.id)
        });
        let mut numbered: Vec<_> = unnamed.into_iter().zip(1..).collect();
        numbered.sort_by_key(|(waiting, _)| waiting.hash);
        numbered
    }

    /// Places a blip with its number beside it, or alone.
    fn number(&mut self, waiting: &Waiting, number: u32, tries: usize) -> bool {
        let text = Text::line(&number.to_string(), NUMBER_SIZE, self.metrics);
        let points: Vec<Point> = self.points(waiting, tries).collect();
        let mut ranked = Vec::new();
        candidate::rank(&points, &text, self.reach, self.frame, waiting.arc, &mut ranked);
        let found = ranked.into_iter().map(|(_, candidate)| candidate).find(|candidate| {
            let (dot, label) = self.rects(candidate, &text, TIGHT);
            self.grid.is_free(&dot) && self.grid.is_free(&label)
        });
        if let Some(candidate) = found {
            self.put(waiting, candidate, &text, Some(number));
            return true;
        }
        let free = |dot: &Point| self.grid.is_free(&Rect::around(*dot, self.reach));
        let lattice = candidate::lattice(self.frame, waiting.arc, waiting.ring, self.reach);
        let Some(dot) = points.into_iter().chain(lattice).find(free) else {
            return false;
        };
        let reach = Rect::around(dot, self.reach);
        self.grid.insert(reach, waiting.index as u32);
        let placed = PlacedBlip { dot, reach, label: None, number: Some(number) };
        self.blips[waiting.index] = Some(placed);
        true
    }

    /// The boxes of a candidate, with the room that they want to have around.
    fn rects(&self, candidate: &Candidate, text: &Text, clearance: Clearance) -> (Rect, Rect) {
        let dot = Rect::around(candidate.dot, self.reach);
        let label = candidate.label(text, self.reach);
        (
            dot.grown(clearance.above, clearance.above),
            label.grown(clearance.beside, clearance.above),
        )
    }

    fn put(&mut self, waiting: &Waiting, candidate: Candidate, text: &Text, number: Option<u32>) {
        let (corner, anchor) = candidate.corner(text, self.reach);
        let label = text.clone().at(corner, anchor);
        let placed = PlacedBlip {
            dot: candidate.dot,
            reach: Rect::around(candidate.dot, self.reach),
            label: Some(label),
            number,
        };
        self.restore(waiting, Some(placed));
    }

    fn restore(&mut self, waiting: &Waiting, placed: Option<PlacedBlip>) {
        let owner = waiting.index as u32;
        if let Some(placed) = &placed {
            self.grid.insert(placed.reach, owner);
            if let Some(label) = &placed.label {
                self.grid.insert(label.rect, owner);
            }
        }
        self.blips[waiting.index] = placed;
    }

    fn take(&mut self, waiting: &Waiting) -> Option<PlacedBlip> {
        let placed = self.blips[waiting.index].take()?;
        let owner = waiting.index as u32;
        self.grid.remove(placed.reach, owner);
        if let Some(label) = &placed.label {
            self.grid.remove(label.rect, owner);
        }
        Some(placed)
    }
}
