//! Plane geometry: points, boxes and arcs.
//!
//! x grows to the right and y downwards, as in SVG. Angles are in radians, clockwise from the positive
//! x axis.

use std::f64::consts::TAU;

/// A point of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Point {
    /// Returns the point at `radius` and `angle` around this one.
    #[must_use]
    pub(super) fn polar(self, radius: f64, angle: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self { x: self.x + radius * cos, y: self.y + radius * sin }
    }

    /// Returns the point rounded to a tenth, as it is written. Places are rounded before they are tested,
    /// so that the drawing has no overlap that the chart has not, and so that the last bit of a sine,
    /// which differs between platforms, decides nothing.
    #[must_use]
    pub(crate) fn rounded(self) -> Self {
        Self { x: tenth(self.x), y: tenth(self.y) }
    }

    pub(super) fn distance(self, other: Self) -> f64 {
        length(self.x - other.x, self.y - other.y)
    }
}

/// Returns the length of a vector. Faster than `hypot`, whose care for huge and tiny sizes no drawing needs.
fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// Rounds to one decimal.
pub(crate) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A box with upright sides.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Rect {
    /// Returns the square around `centre` with sides of twice `half`.
    pub(super) fn around(centre: Point, half: f64) -> Self {
        Self { x0: centre.x, y0: centre.y, x1: centre.x, y1: centre.y }.grown(half, half)
    }

    /// Returns the box grown by `dx` on the left and the right, by `dy` above and below.
    #[must_use]
    pub(super) fn grown(self, dx: f64, dy: f64) -> Self {
        Self { x0: self.x0 - dx, y0: self.y0 - dy, x1: self.x1 + dx, y1: self.y1 + dy }
    }

    #[must_use]
    pub(super) fn moved(self, dx: f64, dy: f64) -> Self {
        Self { x0: self.x0 + dx, y0: self.y0 + dy, x1: self.x1 + dx, y1: self.y1 + dy }
    }

    /// Returns whether the two share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Returns whether `other` is inside this box.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.x0 <= other.x0 && other.x1 <= self.x1 && self.y0 <= other.y0 && other.y1 <= self.y1
    }

    pub(super) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Returns the middle, rounded: the argument of [`Rect::around`].
    pub(super) fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.x0, self.x1), y: f64::midpoint(self.y0, self.y1) }.rounded()
    }

    pub(super) fn corners(&self) -> [Point; 4] {
        [(self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)]
            .map(|(x, y)| Point { x, y })
    }

    /// Returns the distances from `centre` to the nearest and to the farthest point of the box.
    pub(super) fn distances(&self, centre: Point) -> (f64, f64) {
        let near = |low: f64, high: f64, c: f64| (low - c).max(c - high).max(0.0);
        let far = |low: f64, high: f64, c: f64| (low - c).abs().max((high - c).abs());
        (
            length(near(self.x0, self.x1, centre.x), near(self.y0, self.y1, centre.y)),
            length(far(self.x0, self.x1, centre.x), far(self.y0, self.y1, centre.y)),
        )
    }
}

/// The part of the circle that a sector takes, `from` < `to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arc {
    /// Index into [`Request::sectors`](super::Request::sectors).
    pub(super) sector: usize,
    pub(super) from: f64,
    /// At most a whole turn after `from`.
    pub(super) to: f64,
}

impl Arc {
    pub(super) fn sides(&self) -> [f64; 2] {
        [self.from, self.to]
    }

    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    /// Returns whether the direction `angle` is inside the arc.
    pub(super) fn holds(&self, angle: f64) -> bool {
        (angle - self.from).rem_euclid(TAU) <= self.to - self.from
    }

    /// Returns whether it is the whole circle, which has no border.
    pub(super) fn is_whole(&self) -> bool {
        self.to - self.from > TAU - 1e-9
    }
}

/// The directions of the sides of an [`Arc`], as cosine and sine: what it takes to cut rows and points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wedge {
    sides: Option<[(f64, f64); 2]>,
    /// Whether it is more than half of the circle.
    is_wide: bool,
}

impl Wedge {
    pub(super) fn new(arc: Arc) -> Self {
        let direction = |angle: f64| (angle.cos(), angle.sin());
        let sides = (!arc.is_whole()).then(|| arc.sides().map(direction));
        Self { sides, is_wide: arc.to - arc.from > TAU / 2.0 + 1e-9 }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.sides.is_none()
    }

    /// Returns whether a point, relative to the centre, is inside, at least `distance` from the sides.
    pub(super) fn holds(&self, x: f64, y: f64, distance: f64) -> bool {
        let Some([from, to]) = self.sides else { return true };
        let after = from.0 * y - from.1 * x >= distance;
        let before = to.1 * x - to.0 * y >= distance;
        if self.is_wide { after || before } else { after && before }
    }

    /// Returns the part of the row at `y` that is inside, at least `distance` from the sides; all relative to the centre.
    pub(super) fn row(&self, y: f64, distance: f64) -> (f64, f64) {
        let mut part = (f64::NEG_INFINITY, f64::INFINITY);
        let Some([from, to]) = self.sides else { return part };
        // Where `cos * y - sin * x >= distance`.
        for (cos, sin) in [from, (-to.0, -to.1)] {
            let rest = cos * y - distance;
            if sin.abs() < 1e-9 {
                if rest < -1e-9 {
                    return (0.0, -1.0);
                }
            } else if sin > 0.0 {
                part.1 = part.1.min(rest / sin);
            } else {
                part.0 = part.0.max(rest / sin);
            }
        }
        part
    }
}

/// A part of a row, from left to right; empty if it ends before it starts.
pub(super) type Interval = (f64, f64);

/// Returns half the length of a circle's chord at a distance from its centre.
pub(super) fn half_chord(radius: f64, distance: f64) -> f64 {
    (radius * radius - distance * distance).max(0.0).sqrt()
}
