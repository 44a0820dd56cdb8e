//! The frame of the drawing: canvas, ring radii and sectors.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::geometry::{Arc, Point, Rect, tenth};
use super::{Request, Size, View};

/// Room around the whole radar, for the rim alone: names stay inside, and quadrants' names are in the corners.
pub(super) const RIM: f64 = 16.0;
/// Room beside a sector drawn alone, for labels that point outwards.
const SIDE: f64 = 170.0;
/// Room above and below it, for its name.
const HEAD: f64 = 42.0;
/// Room on the straight sides of a sector drawn alone: half a ring's name.
const EDGE: f64 = 48.0;
/// The width of a slice: a phone of 390 CSS pixels less the page's margins.
const SLICE: f64 = 362.0;
/// Room around a slice.
const SLICE_EDGE: f64 = 4.0;

/// Canvas, rings and sectors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) centre: Point,
    /// The outer radius of each ring, from the centre out.
    pub(super) radii: Vec<f64>,
    /// The sectors that are drawn, clockwise.
    pub(super) sectors: Vec<Arc>,
}

impl Frame {
    /// Lays out a request. `counts` are its blips by sector and ring.
    pub(super) fn new(request: &Request, size: Size, counts: &[Vec<usize>]) -> Self {
        let in_ring = |ring: usize| counts.iter().map(|rings| rings[ring]).sum();
        let in_rings: Vec<usize> = (0..request.rings.len()).map(in_ring).collect();
        let radius = size.radius;
        let radii = ring_radii(&in_rings, radius);
        let sectors = arcs(request.sectors.len());
        let Some(sector) = request.view.only() else {
            let half = radius + RIM;
            let (side, centre) = (2.0 * half, Point { x: half, y: half });
            return Self { width: side, height: side, centre, radii, sectors };
        };
        let Some(arc) = sectors.get(sector) else {
            let (centre, sectors) = (Point::default(), vec![]);
            return Self { width: radius, height: radius, centre, radii, sectors };
        };
        if let View::Slice(_) = request.view {
            let half = ((SLICE / 2.0 - SLICE_EDGE) / radius).min(1.0).asin();
            let (from, to) = (-FRAC_PI_2 - half, -FRAC_PI_2 + half);
            return Self {
                width: SLICE,
                height: radius + 2.0 * SLICE_EDGE,
                centre: Point { x: SLICE / 2.0, y: radius + SLICE_EDGE },
                radii,
                sectors: vec![Arc { sector, from, to }],
            };
        }
        // A sector alone is a quarter that opens to the side on which it lies in the whole radar.
        let (sin, cos) = (arc.middle().sin(), arc.middle().cos());
        let (left, top) = (cos < -1e-9, sin < 1e-9);
        let from = match (left, top) {
            (true, true) => PI,
            (false, true) => -FRAC_PI_2,
            (false, false) => 0.0,
            (true, false) => FRAC_PI_2,
        };
        let (width, height) = (radius + EDGE + SIDE, radius + 2.0 * HEAD);
        let x = if left { width - EDGE } else { EDGE };
        let y = if top { height - HEAD } else { HEAD };
        let sectors = vec![Arc { sector, from, to: from + FRAC_PI_2 }];
        Self { width, height, centre: Point { x, y }, radii, sectors }
    }

    /// Returns the radius of the outermost ring.
    pub(super) fn radius(&self) -> f64 {
        self.radii.last().copied().unwrap_or_default()
    }

    /// Returns the inner and the outer radius of a ring.
    pub(super) fn band(&self, ring: usize) -> (f64, f64) {
        let inner = if ring == 0 { 0.0 } else { self.radii[ring - 1] };
        (inner, self.radii[ring])
    }

    /// Returns the index of a cell: the part of a ring in a sector.
    pub(super) fn cell(&self, arc: Arc, ring: usize) -> usize {
        let first = self.sectors.first().map_or(0, |arc| arc.sector);
        (arc.sector - first) * self.radii.len() + ring
    }

    /// Returns all cells in the order of their indices.
    pub(super) fn cells(&self) -> impl Iterator<Item = (Arc, usize)> {
        let rings = self.radii.len();
        self.sectors.iter().flat_map(move |&arc| (0..rings).map(move |ring| (arc, ring)))
    }

    pub(super) fn area(&self, arc: Arc, ring: usize) -> f64 {
        let (inner, outer) = self.band(ring);
        (arc.to - arc.from) / 2.0 * (outer.powi(2) - inner.powi(2))
    }

    pub(super) fn canvas(&self) -> Rect {
        Rect { x0: 0.0, y0: 0.0, x1: self.width, y1: self.height }
    }

    /// Returns whether a single sector is drawn, as a part of the circle.
    pub(super) fn is_part(&self) -> bool {
        matches!(self.sectors[..], [arc] if !arc.is_whole())
    }

    /// Returns the directions of the lines between sectors.
    pub(super) fn boundaries(&self) -> impl Iterator<Item = f64> {
        let part = self.is_part();
        self.sectors
            .iter()
            .filter(|arc| !arc.is_whole())
            .flat_map(move |arc| [Some(arc.from), part.then_some(arc.to)])
            .flatten()
    }
}

/// Returns `count` equal sectors, clockwise. The first ends at the top, so that four read like a page: top
/// left, top right, and then around to bottom left.
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

/// Returns the outer radius of each ring, for rings that hold `counts` blips.
///
/// The area of a ring follows its count in steps of a factor of two, so that one more blip seldom moves
/// a ring. Bounds keep an empty ring visible and leave room beside a full one.
fn ring_radii(counts: &[usize], radius: f64) -> Vec<f64> {
    let rings = counts.len().max(1) as f64;
    let weights = counts.iter().map(|&count| (count.max(4) as f64).log2().round().exp2());
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

/// Brings ring widths, which add up to 1, within bounds. The others share the difference.
fn bound(widths: &mut [f64], rings: f64) {
    let bounds = |ring: usize| {
        // The innermost ring is a disc: its first half hardly holds anything.
        let min = if ring == 0 { 1.1 } else { 0.4 };
        (min / rings, 1.9_f64.min(rings) / rings)
    };
    for _ in 0..8 {
        for (ring, width) in widths.iter_mut().enumerate() {
            let (min, max) = bounds(ring);
            *width = width.clamp(min, max.max(min));
        }
        let excess = widths.iter().sum::<f64>() - 1.0;
        let slack = |ring: usize, width: f64| {
            let (min, max) = bounds(ring);
            if excess > 0.0 { width - min } else { max - width }
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
