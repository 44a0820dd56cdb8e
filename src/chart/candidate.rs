//! Where a blip would like to stand: candidates from a hash of its id, the best first.
//!
//! They depend on the blip and on the frame alone, never on another blip: that is what keeps a chart
//! still when a blip comes or goes.

use std::f64::consts::TAU;

use super::geometry::{Arc, Frame, Point, Rect};
use super::label::{Anchor, Text};

/// The room between a dot and its label.
pub(super) const GAP: f64 = 2.0;

/// What it costs, in candidates passed over, that a label …
///
/// … crosses a ring line;
const CROSSED_RING: u32 = 14;
/// … points towards the centre, where room is scarce;
const INWARD: u32 = 6;
/// … leaves its sector.
const LEFT_SECTOR: u32 = 1 << 16;

/// The side of the dot on which the label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Right,
    Left,
}

/// A place for a dot and its label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) dot: Point,
    pub(super) side: Side,
}

/// A stable 64-bit hash: FNV-1a over the bytes, then the finaliser of `SplitMix64`, which spreads ids
/// that differ in their last letter only. (Fowler, Noll, Vo; Steele, Lea, Flood 2014.)
pub(super) fn hash(id: &str) -> u64 {
    let fnv = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// `count` points of a cell (the part of a ring in a sector) where a dot that reaches `reach` around
/// its centre lies within the cell. None, if the cell is too small for it.
///
/// The R2 sequence (Roberts 2018), begun where the hash says: any run of it is spread evenly.
pub(super) fn points(
    hash: u64,
    count: usize,
    frame: &Frame,
    arc: Arc,
    ring: usize,
    reach: f64,
) -> impl Iterator<Item = Point> {
    let cell = Cell::new(frame, arc, ring, reach);
    let (u, v) = (unit(hash >> 32), unit(hash & 0xffff_ffff));
    let steps = if cell.is_some() { count } else { 0 };
    let centre = frame.centre;
    (0..steps).filter_map(move |step| {
        let step = step as f64;
        let u = (u + step * 0.754_877_666_246_692_7).fract();
        let v = (v + step * 0.569_840_290_998_053_2).fract();
        cell.and_then(|cell| cell.at(centre, u, v))
    })
}

/// Points on a lattice over a cell, for a dot that no candidate had room for.
pub(super) fn lattice(
    frame: &Frame,
    arc: Arc,
    ring: usize,
    reach: f64,
) -> impl Iterator<Item = Point> {
    let cell = Cell::new(frame, arc, ring, reach);
    let centre = frame.centre;
    cell.into_iter().flat_map(move |cell| {
        let rows = ((cell.outer - cell.inner) / reach).ceil().max(1.0);
        (0..=rows as usize).flat_map(move |row| {
            let radius = cell.inner + (cell.outer - cell.inner) * row as f64 / rows;
            let columns = (radius * (arc.to - arc.from) / reach).ceil().max(1.0);
            (0..=columns as usize)
                .filter_map(move |column| cell.polar(centre, radius, column as f64 / columns))
        })
    })
}

/// The part of a ring in a sector, made smaller by what a dot reaches.
#[derive(Clone, Copy)]
struct Cell {
    inner: f64,
    outer: f64,
    arc: Arc,
    reach: f64,
}

impl Cell {
    fn new(frame: &Frame, arc: Arc, ring: usize, reach: f64) -> Option<Self> {
        // A dot's box is square and may stand askew to the ring, and coordinates are rounded.
        let reach = reach + 0.6;
        let (inner, outer) = frame.band(ring);
        let half = (arc.to - arc.from) / 2.0;
        let tip = if arc.is_whole() { 0.0 } else { reach / half.min(TAU / 4.0).sin() };
        let cell = Self { inner: (inner + reach).max(tip), outer: outer - reach, arc, reach };
        (cell.inner <= cell.outer).then_some(cell)
    }

    /// The point at the shares `u` of the angle and `v` of the area.
    fn at(&self, centre: Point, u: f64, v: f64) -> Option<Point> {
        let (inner, outer) = (self.inner.powi(2), self.outer.powi(2));
        self.polar(centre, (inner + v * (outer - inner)).sqrt(), u)
    }

    fn polar(&self, centre: Point, radius: f64, u: f64) -> Option<Point> {
        let inset =
            if self.arc.is_whole() { 0.0 } else { (self.reach / radius.max(self.reach)).asin() };
        let width = self.arc.to - self.arc.from - 2.0 * inset;
        (width >= -1e-9).then(|| centre.polar(radius, self.arc.from + inset + width * u).rounded())
    }
}

/// The 32 low bits as a number from 0 up to 1.
fn unit(bits: u64) -> f64 {
    f64::from(bits as u32) / f64::from(u32::MAX)
}

/// `points`, each with the label on either side, the best first. A label that would leave the canvas
/// is no candidate.
pub(super) fn rank(
    points: &[Point],
    text: &Text,
    reach: f64,
    frame: &Frame,
    arc: Arc,
    ranked: &mut Vec<(u32, Candidate)>,
) {
    let canvas = frame.canvas().grown(-4.0, -4.0);
    ranked.clear();
    for (order, &dot) in points.iter().enumerate() {
        for side in [Side::Right, Side::Left] {
            let candidate = Candidate { dot, side };
            let rect = candidate.label(text, reach);
            if !canvas.contains(&rect) {
                continue;
            }
            let mut cost = order as u32;
            cost += CROSSED_RING * crossed_rings(&rect, frame);
            if (side == Side::Left) == (dot.x > frame.centre.x) {
                cost += INWARD;
            }
            if leaves(&rect, arc, frame.centre) {
                cost += LEFT_SECTOR;
            }
            ranked.push((cost, candidate));
        }
    }
    ranked.sort_by_key(|&(cost, _)| cost);
}

impl Candidate {
    /// The top corner of the label's box beside the dot.
    pub(super) fn corner(&self, text: &Text, reach: f64) -> (Point, Anchor) {
        let y = self.dot.y - text.height / 2.0;
        let off = reach + GAP;
        let (x, anchor) = match self.side {
            Side::Right => (self.dot.x + off, Anchor::Start),
            Side::Left => (self.dot.x - off, Anchor::End),
        };
        (Point { x, y }.rounded(), anchor)
    }

    /// The label's box.
    pub(super) fn label(&self, text: &Text, reach: f64) -> Rect {
        let (corner, anchor) = self.corner(text, reach);
        text.rect(corner, anchor)
    }
}

/// How many ring lines run through a box.
fn crossed_rings(rect: &Rect, frame: &Frame) -> u32 {
    let (near, far) = rect.distances(frame.centre);
    let crossed = frame.radii.iter().filter(|&&radius| near < radius && radius < far);
    crossed.count() as u32
}

/// Whether a box, part of which lies in the sector, reaches out of it.
fn leaves(rect: &Rect, arc: Arc, centre: Point) -> bool {
    !arc.is_whole()
        && rect.corners().iter().any(|corner| {
            let angle = (corner.y - centre.y).atan2(corner.x - centre.x);
            !arc.holds(angle)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_same_for_good() {
        // FNV-1a alone would give 0xaf63dc4c8601ec8c for "a" (the authors' test vector).
        assert_eq!(hash("a"), 0x0);
        assert_eq!(hash("kubernetes"), 0x0);
    }
}
