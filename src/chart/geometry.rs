//! The frame of the drawing: canvas, ring radii, sectors, and the plane geometry that they need.
//!
//! x grows to the right and y downwards, as in SVG. Angles are in radians, from the positive x axis
//! clockwise.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::{Request, Size, View};

/// Room left and right of the rings, for labels that point outwards and for the quadrants' names.
const SIDE: f64 = 170.0;
/// Room above and below the rings: a quadrant's name where no corner is free.
const HEAD: f64 = 42.0;
/// Room on the straight sides of a sector drawn alone: half a ring's name.
const EDGE: f64 = 48.0;
/// The width of a slice: a phone of 390 CSS pixels less the page's margins.
const SLICE: f64 = 362.0;
/// Room around a slice.
const SLICE_EDGE: f64 = 4.0;

/// A point of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    /// The point at `radius` and `angle` around this one.
    #[must_use]
    pub fn polar(self, radius: f64, angle: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self { x: self.x + radius * cos, y: self.y + radius * sin }
    }

    /// The same, rounded to a tenth, as it is written. Whatever is placed is rounded before it is
    /// tested, so that what holds of the chart holds of the drawing, and the last bit of a sine,
    /// which differs from one platform to another, decides nothing.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self { x: tenth(self.x), y: tenth(self.y) }
    }

    /// The distance to `other`.
    pub fn distance(self, other: Self) -> f64 {
        length(self.x - other.x, self.y - other.y)
    }
}

/// The length of a vector. Without the care that `hypot` takes of sizes no drawing has, which costs.
fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// Rounds to one decimal.
pub fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A box with upright sides.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Bottom.
    pub y1: f64,
}

impl Rect {
    /// The square around `centre` with sides of twice `half`.
    pub fn around(centre: Point, half: f64) -> Self {
        Self { x0: centre.x, y0: centre.y, x1: centre.x, y1: centre.y }.grown(half, half)
    }

    /// Grown by `dx` on the left and the right, by `dy` above and below.
    #[must_use]
    pub fn grown(self, dx: f64, dy: f64) -> Self {
        Self { x0: self.x0 - dx, y0: self.y0 - dy, x1: self.x1 + dx, y1: self.y1 + dy }
    }

    /// The same box elsewhere.
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self { x0: self.x0 + dx, y0: self.y0 + dy, x1: self.x1 + dx, y1: self.y1 + dy }
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Whether `other` lies in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.x0 <= other.x0 && other.x1 <= self.x1 && self.y0 <= other.y0 && other.y1 <= self.y1
    }

    /// Left to right.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Top to bottom.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Its middle, rounded: what [`Rect::around`] was made of.
    pub fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.x0, self.x1), y: f64::midpoint(self.y0, self.y1) }.rounded()
    }

    /// The four corners.
    pub fn corners(&self) -> [Point; 4] {
        [(self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)]
            .map(|(x, y)| Point { x, y })
    }

    /// The distances of the nearest and of the farthest point of the box from `centre`.
    pub fn distances(&self, centre: Point) -> (f64, f64) {
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
pub struct Arc {
    /// Index into [`Request::sectors`].
    pub sector: usize,
    /// Where it begins.
    pub from: f64,
    /// Where it ends, at most a whole turn later.
    pub to: f64,
}

impl Arc {
    /// Its middle.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    /// Whether the direction `angle` lies in it.
    pub fn holds(&self, angle: f64) -> bool {
        (angle - self.from).rem_euclid(TAU) <= self.to - self.from
    }

    /// Whether it is all of the circle, so that no line bounds it.
    pub fn is_whole(&self) -> bool {
        self.to - self.from > TAU - 1e-9
    }
}

/// Canvas, rings and sectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Of the canvas.
    pub width: f64,
    /// Of the canvas.
    pub height: f64,
    /// Of the rings.
    pub centre: Point,
    /// The outer radius of each ring, from the centre out.
    pub radii: Vec<f64>,
    /// The sectors drawn, clockwise.
    pub sectors: Vec<Arc>,
}

impl Frame {
    /// The frame for a request whose blips are counted by sector and ring.
    pub(super) fn new(request: &Request, size: Size, counts: &[Vec<usize>]) -> Self {
        let in_ring = |ring: usize| counts.iter().map(|rings| rings[ring]).sum();
        let in_rings: Vec<usize> = (0..request.rings.len()).map(in_ring).collect();
        let radius = size.radius;
        let radii = ring_radii(&in_rings, radius);
        let sectors = arcs(request.sectors.len());
        let Some(chosen) = request.view.only() else {
            return Self {
                width: 2.0 * (radius + SIDE),
                height: 2.0 * (radius + HEAD),
                centre: Point { x: radius + SIDE, y: radius + HEAD },
                radii,
                sectors,
            };
        };
        let Some(arc) = sectors.get(chosen) else {
            return Self {
                width: radius,
                height: radius,
                centre: Point::default(),
                radii,
                sectors: vec![],
            };
        };
        if let View::Slice(_) = request.view {
            let half = ((SLICE / 2.0 - SLICE_EDGE) / radius).min(1.0).asin();
            let (from, to) = (-FRAC_PI_2 - half, -FRAC_PI_2 + half);
            return Self {
                width: SLICE,
                height: radius + 2.0 * SLICE_EDGE,
                centre: Point { x: SLICE / 2.0, y: radius + SLICE_EDGE },
                radii,
                sectors: vec![Arc { sector: chosen, from, to }],
            };
        }
        // Drawn alone, a sector is a quarter that opens to the side on which it lies in the whole.
        let (sin, cos) = (arc.middle().sin(), arc.middle().cos());
        let (left, top) = (cos < -1e-9, sin < 1e-9);
        let from = match (left, top) {
            (true, true) => PI,
            (false, true) => -FRAC_PI_2,
            (false, false) => 0.0,
            (true, false) => FRAC_PI_2,
        };
        let (width, height) = (radius + EDGE + SIDE, radius + 2.0 * HEAD);
        Self {
            width,
            height,
            centre: Point {
                x: if left { width - EDGE } else { EDGE },
                y: if top { height - HEAD } else { HEAD },
            },
            radii,
            sectors: vec![Arc { sector: chosen, from, to: from + FRAC_PI_2 }],
        }
    }

    /// The radius of the outermost ring.
    pub fn radius(&self) -> f64 {
        self.radii.last().copied().unwrap_or_default()
    }

    /// The inner and the outer radius of a ring.
    pub fn band(&self, ring: usize) -> (f64, f64) {
        let inner = if ring == 0 { 0.0 } else { self.radii[ring - 1] };
        (inner, self.radii[ring])
    }

    /// The number of a cell, the part of a ring in a sector, among all.
    pub(super) fn cell(&self, arc: Arc, ring: usize) -> usize {
        let first = self.sectors.first().map_or(0, |arc| arc.sector);
        (arc.sector - first) * self.radii.len() + ring
    }

    /// The area of a cell.
    pub(super) fn area(&self, arc: Arc, ring: usize) -> f64 {
        let (inner, outer) = self.band(ring);
        (arc.to - arc.from) / 2.0 * (outer.powi(2) - inner.powi(2))
    }

    /// All of the canvas.
    pub fn canvas(&self) -> Rect {
        Rect { x0: 0.0, y0: 0.0, x1: self.width, y1: self.height }
    }

    /// Whether a single sector is drawn, as a part of the circle.
    pub fn is_part(&self) -> bool {
        matches!(self.sectors[..], [arc] if !arc.is_whole())
    }

    /// The directions of the lines between sectors.
    pub fn boundaries(&self) -> impl Iterator<Item = f64> {
        let part = self.is_part();
        self.sectors
            .iter()
            .filter(|arc| !arc.is_whole())
            .flat_map(move |arc| [Some(arc.from), part.then_some(arc.to)])
            .flatten()
    }
}

/// The sectors of a radar that has `count`: equal, clockwise, the first ending at the top, so that
/// four read like a page: top left, top right, and then around to bottom left.
fn arcs(count: usize) -> Vec<Arc> {
    let width = TAU / count.max(1) as f64;
    let start = -FRAC_PI_2 - width;
    (0..count)
        .map(|sector| Arc {
            sector,
            from: start + width * sector as f64,
            to: start + width * (sector + 1) as f64,
        })
        .collect()
}

/// The outer radius of each ring, for rings that hold `counts` blips.
///
/// The area of a ring follows its count, but in steps of a factor of two and damped, so that one more
/// blip seldom moves a ring, and within bounds, so that an empty ring is still one and a full one
/// leaves room for the others.
fn ring_radii(counts: &[usize], radius: f64) -> Vec<f64> {
    const DAMPING: f64 = 1.0;
    let rings = counts.len().max(1) as f64;
    let weights = counts.iter().map(|&count| {
        let step = (count.max(4) as f64).log2().round();
        (step * DAMPING).exp2()
    });
    let mut enclosed = 0.0;
    let areas: Vec<f64> = weights
        .map(|weight| {
            enclosed += weight;
            enclosed
        })
        .collect();
    let mut widths: Vec<f64> = Vec::new();
    for area in areas {
        let outer = (area / enclosed).sqrt();
        widths.push(outer - widths.iter().sum::<f64>());
    }
    bound(&mut widths, rings);
    let step = radius / 120.0;
    let mut outer = 0.0;
    let mut radii: Vec<f64> = widths
        .iter()
        .map(|width| {
            outer += width;
            tenth((outer * radius / step).round() * step)
        })
        .collect();
    if let Some(last) = radii.last_mut() {
        *last = radius;
    }
    radii
}

/// Brings ring widths, which add up to 1, within bounds, and what that frees or takes to the others.
fn bound(widths: &mut [f64], rings: f64) {
    let bounds = |ring: usize| {
        // The innermost ring is a disc: its first half hardly holds anything.
        let least = if ring == 0 { 1.1 } else { 0.4 };
        (least / rings, 1.9_f64.min(rings) / rings)
    };
    for _ in 0..8 {
        for (ring, width) in widths.iter_mut().enumerate() {
            let (least, most) = bounds(ring);
            *width = width.clamp(least, most.max(least));
        }
        let excess = widths.iter().sum::<f64>() - 1.0;
        let slack = |ring: usize, width: f64| {
            let (least, most) = bounds(ring);
            if excess > 0.0 { width - least } else { most - width }
        };
        let total: f64 = widths.iter().enumerate().map(|(ring, &width)| slack(ring, width)).sum();
        if excess.abs() < 1e-9 || total <= 0.0 {
            break;
        }
        for (ring, width) in widths.iter_mut().enumerate() {
            *width -= excess * slack(ring, *width) / total;
        }
    }
}
