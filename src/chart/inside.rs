//! Finds where the dot of a blip can be so that its name stays in the blip's own ring and sector.
//!
//! A name that lies across a ring's line makes readers doubt on which ring its dot is. Dots are in rows, and in each
//! row geometry gives the few stretches where both dot and name are inside.

use super::geometry::{Interval, Point, Rect, half_chord};
use super::label::{Anchor, Text};
use super::spot::{Cell, GAP, Spot, corner, mix};

/// A stretch of a row, on the canvas, where a dot may be with its name on one side of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) y: f64,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) anchor: Anchor,
}

fn both((a, b): Interval, (c, d): Interval) -> Interval {
    (a.max(c), b.min(d))
}

/// The parts of a row where dots and names may be, left and right of the centre. They do not depend on how long a name is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    y: f64,
    sides: [Side; 2],
}

#[derive(Debug, Clone, Copy)]
struct Side {
    dots: Interval,
    names: Interval,
}

/// The distance between a name and a ring's line.
const CLEAR: f64 = 1.0;

impl Cell {
    /// Returns the rows whose distance is `1 / parts` of that of the cell's rows, as distances from the centre.
    pub(super) fn rows(&self, parts: i32) -> impl Iterator<Item = (i32, f64)> + use<> {
        let step = self.row / f64::from(parts);
        let last = (self.outer / step).ceil() as i32;
        let (low, high) = self.heights();
        (-last..last)
            .map(move |row| (row, (f64::from(row) + 0.5) * step))
            .filter(move |&(_, y)| y >= low && y <= high)
    }

    /// Returns the stretches of the row at `y`, which is relative to the centre. Up to the share `slack` of its length, a
    /// name may reach out of its ring, but never over the rim or out of the sector.
    pub(super) fn stretches(&self, y: f64, text: &Text, slack: f64) -> Vec<Stretch> {
        let room = self.room(y, text.height, slack * text.width);
        room.iter().flat_map(|room| self.stretches_for(room, text.width)).collect()
    }

    /// Returns the room of the cell's rows for names of a height, with the numbers of the rows.
    pub(super) fn rooms(&self, height: f64) -> Vec<(i32, Room)> {
        self.rows(1).filter_map(|(row, y)| Some((row, self.room(y, height, 0.0)?))).collect()
    }

    /// Returns the room of the row at `y` for names of a height that may reach `over` out of their ring.
    fn room(&self, y: f64, height: f64, over: f64) -> Option<Room> {
        let half = height / 2.0;
        let (low, middle, high) = ((y.abs() - half).max(0.0), y.abs(), y.abs() + half);
        let (inner, outer) = self.ring;
        if middle > self.outer || (over == 0.0 && high >= outer - CLEAR) {
            return None;
        }
        let (from, to) = if over > 0.0 {
            (half_chord(inner, middle) - over, half_chord(outer, middle) + over)
        } else {
            (half_chord(inner + CLEAR, low.min(inner + CLEAR)), half_chord(outer - CLEAR, high))
        };
        let above = low > inner + CLEAR;
        let room = both(self.names_in_row(y, half), self.names_inside_rim(high));
        let dots = (half_chord(self.inner, middle), half_chord(self.outer, middle));
        let dots_in_sector = self.wedge.row(y, self.reach);
        let sides = [-1.0, 1.0].map(|side| {
            let mirrored = |(a, b): Interval| if side < 0.0 { (-b, -a) } else { (a, b) };
            let names = if above { (-to, to) } else { mirrored((from, to)) };
            Side { dots: both(mirrored(dots), dots_in_sector), names: both(names, room) }
        });
        Some(Room { y, sides })
    }

    /// Returns the stretches of a row where a name of this width has room.
    fn stretches_for(&self, room: &Room, width: f64) -> impl Iterator<Item = Stretch> {
        let Point { x, y } = self.centre;
        let y = y + room.y;
        // From the dot's centre to the near and to the far end of the name.
        let near = self.reach - 0.1 + GAP;
        let far = near + width;
        let anchored = room.sides.into_iter().flat_map(move |Side { dots, names }| {
            let after = both(dots, (names.0 - near, names.1 - far));
            let before = both(dots, (names.0 + far, names.1 + near));
            [(after, Anchor::Start), (before, Anchor::End)]
        });
        // Coordinates are rounded.
        anchored.filter(|((from, to), _)| to - from > 0.2).map(move |((from, to), anchor)| {
            Stretch { y, from: x + from + 0.05, to: x + to - 0.05, anchor }
        })
    }

    /// Returns the first `count` spots on a lattice where the name is inside, in an order that the hash gives.
    ///
    /// The points of a lattice are evenly spread, so that dots which choose among them at random are more even than dice.
    /// `rooms` are those for the name's height, and `column` is the distance between two points of a row.
    pub(super) fn lattice_spots(
        &self,
        rooms: &[(i32, Room)],
        hash: u64,
        text: &Text,
        column: f64,
        count: usize,
    ) -> Vec<Spot> {
        let mut points: Vec<(u64, Point, Anchor)> = Vec::new();
        for &(row, ref room) in rooms {
            // The rows are shifted against each other by the golden ratio: no two are alike, and none close to the next.
            let shift = (f64::from(row) * 0.618_033_988_749_894_9).rem_euclid(1.0);
            for stretch in self.stretches_for(room, text.width) {
                let at = |x: f64| (x - self.centre.x) / column - shift;
                let (first, last) = (at(stretch.from).ceil() as i32, at(stretch.to).floor() as i32);
                for number in first..=last {
                    let x = self.centre.x + (f64::from(number) + shift) * column;
                    let dot = Point { x, y: stretch.y };
                    let key = mix(hash
                        ^ u64::from(row.cast_unsigned()) << 32
                        ^ u64::from(number.cast_unsigned()));
                    let outward = (dot.x < self.centre.x) == (stretch.anchor == Anchor::End);
                    points.push((key << 1 | u64::from(!outward), dot, stretch.anchor));
                }
            }
        }
        // A large cell has thousands, for each of its blips.
        if points.len() > count {
            points.select_nth_unstable_by_key(count, |&(key, ..)| key);
            points.truncate(count);
        }
        points.sort_unstable_by_key(|&(key, ..)| key);
        points.into_iter().map(|(_, dot, anchor)| self.spot(dot, anchor, text)).collect()
    }

    /// Returns the spot at a point.
    pub(super) fn spot(&self, dot: Point, anchor: Anchor, text: &Text) -> Spot {
        let (dot, reach) = (dot.rounded(), self.reach - 0.1);
        let label = text.rect(corner(dot, anchor, reach, text.height), anchor);
        Spot { cost: 0, dot, reach: Rect::around(dot, reach), label, anchor }
    }

    /// Returns the box that dots and names of a stretch are in, with some room around it.
    pub(super) fn band(&self, stretch: &Stretch, text: &Text, clearance: f64) -> Rect {
        let far = self.reach + GAP + text.width + clearance;
        let half = self.reach.max(text.height / 2.0) + 1.0;
        let Stretch { y, from, to, .. } = *stretch;
        Rect { x0: from - far, x1: to + far, y0: y - half, y1: y + half }
    }

    /// Returns the point of a stretch nearest to `wanted` where neither dot nor name overlaps a box of `taken`.
    pub(super) fn gap(
        &self,
        stretch: &Stretch,
        text: &Text,
        clearance: f64,
        wanted: f64,
        taken: &[Rect],
    ) -> Option<f64> {
        let reach = self.reach - 0.1;
        let near = reach + GAP - clearance;
        let far = reach + GAP + text.width + clearance;
        let half = text.height / 2.0 + 0.3;
        let mut blocked: Vec<Interval> = Vec::new();
        for other in taken {
            let is_beside = |half: f64| other.y0 < stretch.y + half && stretch.y - half < other.y1;
            if is_beside(reach + 0.3) {
                let margin = reach + clearance;
                blocked.push((other.x0 - margin, other.x1 + margin));
            }
            if is_beside(half) {
                blocked.push(match stretch.anchor {
                    Anchor::End => (other.x0 + near, other.x1 + far),
                    _ => (other.x0 - far, other.x1 - near),
                });
            }
        }
        blocked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut best, mut from): (Option<f64>, f64) = (None, stretch.from);
        blocked.push((stretch.to + 1e-6, f64::INFINITY));
        for (start, end) in blocked {
            let to = start.min(stretch.to);
            if from <= to {
                let x = wanted.clamp(from, to);
                if best.is_none_or(|best| (x - wanted).abs() < (best - wanted).abs()) {
                    best = Some(x);
                }
            }
            from = from.max(end);
        }
        best
    }
}
