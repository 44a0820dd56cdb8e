//! Finds spots for a blip from a hash of its id, the best first.
//!
//! They depend on the blip and on the frame alone, so other blips seldom move when a blip comes or goes.

use std::ops::Range;

use super::PlacedBlip;
use super::frame::Frame;
use super::geometry::{Arc, Point, Rect, Wedge};
use super::label::{Anchor, Text};

/// The distance between a dot and its label.
pub(super) const GAP: f64 = 3.0;
/// The minimum distance between a label and the edge of the canvas.
const MIN_MARGIN: f64 = 4.0;

// The costs of a label, in skipped points.
/// Per unit of a ring's line that it hides: a label across the line hides little, one along it a lot.
const HIDDEN_LINE: f64 = 0.25;
/// If it points towards the centre, where room is scarce, and against its neighbours.
const INWARD: u32 = 6;
/// If it leaves its sector.
const LEFT_SECTOR: u32 = 1 << 24;

/// A possible place for a dot with its label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Lower is better; comparable between the spots of one blip.
    pub(super) cost: u32,
    pub(super) dot: Point,
    /// The box of the dot.
    pub(super) reach: Rect,
    pub(super) label: Rect,
    pub(super) anchor: Anchor,
}

impl Spot {
    /// Returns whether the label is inside its sector.
    pub(super) fn is_in_sector(&self) -> bool {
        self.cost < LEFT_SECTOR
    }

    /// Returns the blip here, with a dot that reaches `reach` and a name or number beside it.
    pub(super) fn placed(&self, text: Text, reach: f64, number: Option<u32>) -> PlacedBlip {
        let corner = corner(self.dot, self.anchor, reach, text.height);
        let label = Some(text.at(corner, self.anchor));
        PlacedBlip { dot: self.dot, reach: self.reach, label, number }
    }
}

/// Returns a stable 64-bit hash: FNV-1a over the bytes (Fowler, Noll, Vo), then the finaliser of
/// `SplitMix64` (Steele, Lea, Flood 2014), which separates ids that differ in their last letter only.
pub(super) fn hash(id: &str) -> u64 {
    let fnv = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(fnv)
}

/// Separates numbers that differ in a few bits only.
pub(super) fn mix(bits: u64) -> u64 {
    let mixed = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The part of a ring inside a sector, reduced to where the centres of dots have room.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) centre: Point,
    arc: Arc,
    pub(super) wedge: Wedge,
    /// The radii of the ring.
    pub(super) ring: (f64, f64),
    /// The radius of the outermost ring.
    rim: f64,
    /// The part of the canvas where names may be, relative to the centre, if they may leave the sector.
    margins: Option<(f64, f64)>,
    pub(super) inner: f64,
    pub(super) outer: f64,
    pub(super) reach: f64,
    pub(super) row: f64,
}

impl Cell {
    /// Returns all cells of a frame, in the order of [`Frame::cell`], for dots that reach `reach` around
    /// their centre, in rows at least `row` apart.
    ///
    /// Dots are in rows, so that a label can block one row only, and the names read like lines of a page.
    pub(super) fn all(frame: &Frame, reach: f64, row: f64) -> Vec<Self> {
        frame.cells().map(|(arc, ring)| Self::new(frame, arc, ring, reach, row)).collect()
    }

    fn new(frame: &Frame, arc: Arc, ring: usize, reach: f64, row: f64) -> Self {
        let (inner, outer) = frame.band(ring);
        // Coordinates are rounded.
        let edge = reach + 0.1;
        // The tip of the sector has no room for a dot.
        let tip = (!arc.is_whole()).then(|| {
            let half = ((arc.to - arc.from) / 2.0).min(std::f64::consts::FRAC_PI_2);
            edge / half.sin()
        });
        Self {
            centre: frame.centre,
            arc,
            wedge: Wedge::new(arc),
            ring: (inner, outer),
            rim: frame.radius(),
            margins: frame.is_slice.then(|| {
                let middle = frame.centre.x;
                (MIN_MARGIN - middle, frame.width - MIN_MARGIN - middle)
            }),
            inner: (inner + edge).max(tip.unwrap_or_default()),
            outer: outer - edge,
            reach: edge,
            row: (2.0 * reach + 1.0).max(row),
        }
    }

    /// Returns the least and the greatest height of a dot, relative to the centre.
    pub(super) fn heights(&self) -> (f64, f64) {
        let top = -std::f64::consts::FRAC_PI_2;
        let reaches = |angle: f64| self.arc.is_whole() || self.arc.holds(angle);
        let ends = self.arc.sides().map(f64::sin);
        let low = if reaches(top) { -1.0 } else { ends[0].min(ends[1]).min(0.0) };
        let high = if reaches(-top) { 1.0 } else { ends[0].max(ends[1]).max(0.0) };
        (low * self.outer, high * self.outer)
    }

    /// Returns the part of a row, relative to the centre, where names of a height of twice `half` may be.
    pub(super) fn names_in_row(&self, y: f64, half: f64) -> (f64, f64) {
        self.margins.unwrap_or_else(|| {
            let (a, b) = (self.wedge.row(y - half, 0.0), self.wedge.row(y + half, 0.0));
            (a.0.max(b.0), a.1.min(b.1))
        })
    }

    /// Returns the part of a row inside the rim, for names whose far side is `high` from the centre.
    pub(super) fn names_inside_rim(&self, high: f64) -> (f64, f64) {
        let rim = self.rim - 1.0;
        let half = (rim * rim - high * high).sqrt();
        if half.is_nan() { (0.0, -1.0) } else { (-half, half) }
    }

    /// Returns the points of `steps` in the R2 sequence (Roberts 2018) from a start that the hash gives,
    /// counted. Any run of the sequence is spread evenly over the cell.
    pub(super) fn points(
        &self,
        hash: u64,
        steps: Range<u32>,
    ) -> impl Iterator<Item = (u32, Point)> {
        let (u, v) = (unit(hash >> 32), unit(hash));
        let (inner, outer) = (self.inner.powi(2), self.outer.powi(2));
        let steps = if self.inner <= self.outer { steps } else { 0..0 };
        let points = steps.filter_map(move |step| {
            let step = f64::from(step);
            let u = (u + step * 0.754_877_666_246_692_7).fract();
            let v = (v + step * 0.569_840_290_998_053_2).fract();
            let point = self.polar((inner + v * (outer - inner)).sqrt(), u);
            let row = ((point.y - self.centre.y) / self.row).floor() + 0.5;
            let point = Point { x: point.x, y: self.centre.y + row * self.row }.rounded();
            self.holds(point).then_some(point)
        });
        (0..).zip(points)
    }

    /// Returns a lattice over the whole cell, for a dot that fits at no point of the sequence.
    pub(super) fn lattice(&self) -> impl Iterator<Item = Point> {
        let step = self.reach;
        let count = (self.outer / step).ceil().max(0.0) as i32;
        (-count..=count).flat_map(move |row| {
            (-count..=count).filter_map(move |column| {
                let x = self.centre.x + f64::from(column) * step;
                let y = self.centre.y + f64::from(row) * step;
                let point = Point { x, y }.rounded();
                self.holds(point).then_some(point)
            })
        })
    }

    /// Returns the point at a radius and the share `u` of the angle.
    fn polar(&self, radius: f64, u: f64) -> Point {
        let inset =
            if self.wedge.is_whole() { 0.0 } else { (self.reach / radius.max(self.reach)).asin() };
        let width = self.arc.to - self.arc.from - 2.0 * inset;
        self.centre.polar(radius, self.arc.from + inset + width * u)
    }

    /// Returns whether a dot at `point` is inside the cell.
    fn holds(&self, point: Point) -> bool {
        let radius = self.centre.distance(point);
        radius >= self.inner && radius <= self.outer && self.clear_of_sides(point, self.reach)
    }

    /// Returns whether a point is inside the sector, at least `distance` from its sides.
    fn clear_of_sides(&self, point: Point, distance: f64) -> bool {
        self.wedge.holds(point.x - self.centre.x, point.y - self.centre.y, distance)
    }

    /// Returns the spots at `points`, with the label on either side, the best first. Both sides of a point
    /// stay together, since a blip prefers to flip its label over moving away. A label that would leave
    /// the canvas makes no spot.
    pub(super) fn rank(
        &self,
        points: impl Iterator<Item = (u32, Point)>,
        text: &Text,
        frame: &Frame,
    ) -> Vec<Spot> {
        let canvas = frame.canvas().grown(-MIN_MARGIN, -MIN_MARGIN);
        let reach = self.reach - 0.1;
        let mut spots = Vec::new();
        for (order, dot) in points {
            let outward = if dot.x < self.centre.x { Anchor::End } else { Anchor::Start };
            let both = [Anchor::Start, Anchor::End].map(|anchor| {
                let label = text.rect(corner(dot, anchor, reach, text.height), anchor);
                let inward = if anchor == outward { 0 } else { INWARD };
                let hidden = HIDDEN_LINE * hidden_line(&label, frame);
                let cost = hidden.round() as u32 + inward;
                let is_in_sector =
                    label.corners().iter().all(|&corner| self.clear_of_sides(corner, 0.0));
                let cost = if is_in_sector { cost } else { cost + LEFT_SECTOR };
                (cost, Spot { cost, dot, reach: Rect::around(dot, reach), label, anchor })
            });
            let best = both.iter().map(|&(cost, _)| cost % LEFT_SECTOR).min().unwrap_or_default();
            for (cost, mut spot) in both {
                let is_over = !frame.is_part() && spot.label.distances(frame.centre).1 > self.rim;
                if canvas.contains(&spot.label) && !is_over {
                    // By the merit of the point, then point by point, then by side.
                    let point = (order + best).min(511) << 15 | order.min(511) << 6;
                    let side =
                        (cost % LEFT_SECTOR).min(31) << 1 | u32::from(spot.anchor == Anchor::End);
                    spot.cost = point + side;
                    spot.cost += cost / LEFT_SECTOR * LEFT_SECTOR;
                    spots.push(spot);
                }
            }
        }
        // All costs differ, so the order is still stable.
        spots.sort_unstable_by_key(|spot| spot.cost);
        spots
    }
}

/// Returns the top corner, on the dot's side, of a label beside the dot.
pub(super) fn corner(dot: Point, anchor: Anchor, reach: f64, height: f64) -> Point {
    let off = reach + GAP;
    let x = if anchor == Anchor::End { dot.x - off } else { dot.x + off };
    Point { x, y: dot.y - height / 2.0 }.rounded()
}

/// Returns the 32 low bits as a number from 0 to 1.
pub(super) fn unit(bits: u64) -> f64 {
    f64::from(bits as u32) / f64::from(u32::MAX)
}

/// Estimates the length of ring lines that a label hides, as if they were straight and at right angles to
/// the direction of the label's middle.
fn hidden_line(label: &Rect, frame: &Frame) -> f64 {
    let (near, far) = label.distances(frame.centre);
    let crossed = frame.radii.iter().filter(|&&radius| near < radius && radius < far).count();
    if crossed == 0 {
        return 0.0;
    }
    let x = (f64::midpoint(label.x0, label.x1) - frame.centre.x).abs();
    let y = (f64::midpoint(label.y0, label.y1) - frame.centre.y).abs();
    let distance = frame.centre.distance(Point { x: frame.centre.x + x, y: frame.centre.y + y });
    // The line leaves through the top and bottom, or through the sides: the smaller length counts.
    let (steep, flat) = (x.max(0.1), y.max(0.1));
    crossed as f64 * (label.height() * distance / steep).min(label.width() * distance / flat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_same_for_good() {
        // Computed in Python from the published definitions.
        assert_eq!(hash("a"), 0x02c0_bdbf_4814_20f8);
        assert_eq!(hash("kubernetes"), 0x6ecc_abc8_8a44_25ba);
    }
}
