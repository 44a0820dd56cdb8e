//! Draws the radar small, with one blip lit: where it is, on its own page. It takes about a kilobyte.

use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::fmt::Write;

use super::super::geometry::Point;
use super::super::{Chart, Request};
use super::{At, Number};

/// The radius of the drawing. Whole units are exact enough at the size that pages give it.
const RADIUS: f64 = 100.0;
/// Room around it, for half a line.
const EDGE: f64 = 1.0;
/// The size of the mark, where 1 is that on the chart.
const MARK: f64 = 1.4;
/// How many of the other blips in the cell are drawn, the nearest first.
const MAX_NEIGHBOURS: usize = 24;

/// What the drawings of all blips on one part of a ring have in common, by sector and ring.
pub(crate) struct Cells(BTreeMap<(usize, usize), Cell>);

struct Cell {
    /// The rings and sectors, with this part filled; the element is still open.
    start: String,
    /// The dots, by the positions of their blips.
    dots: Vec<(usize, Point)>,
}

impl Cells {
    pub(crate) fn new(request: &Request, chart: &Chart) -> Self {
        let mut cells: BTreeMap<_, Cell> = BTreeMap::new();
        for (at, (blip, placed)) in request.blips.iter().zip(&chart.blips).enumerate() {
            if let Some(placed) = placed {
                let (sector, ring) = (blip.sector, blip.ring);
                let cell = cells.entry((sector, ring));
                let cell = cell.or_insert_with(|| Cell::new(chart, sector, ring));
                cell.dots.push((at, placed.dot));
            }
        }
        Self(cells)
    }
}

impl Cell {
    fn new(chart: &Chart, sector: usize, ring: usize) -> Self {
        let frame = &chart.frame;
        let scale = RADIUS / frame.radius();
        let (corner, side) = (Number(-RADIUS - EDGE), Number(2.0 * (RADIUS + EDGE)));
        let mut svg = format!(
            r#"<svg class="locator sector-{}" viewBox="{corner} {corner} {side} {side}" aria-hidden="true">"#,
            sector + 1,
        );
        fill(&mut svg, chart, sector, ring, scale);
        for radius in &frame.radii {
            let _ = write!(svg, r#"<circle r="{}"/>"#, Number((radius * scale).round()));
        }
        if frame.sectors.len() > 1 {
            svg.push_str(r#"<path d=""#);
            for arc in &frame.sectors {
                let _ = write!(svg, "M0 0L{}", At(polar(RADIUS, arc.from)));
            }
            svg.push_str(r#""/>"#);
        }
        Self { start: svg, dots: Vec::new() }
    }

    /// Returns the dots beside that of a blip, the nearest first.
    fn beside(&self, at: usize, dot: Point) -> Vec<Point> {
        let others = self.dots.iter().filter(|(other, _)| *other != at);
        let mut others: Vec<_> =
            others.map(|&(other, its)| (its.distance(dot), other, its)).collect();
        let by_distance = |a: &(f64, usize, Point), b: &(f64, usize, Point)| {
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        };
        if others.len() > MAX_NEIGHBOURS {
            others.select_nth_unstable_by(MAX_NEIGHBOURS, by_distance);
            others.truncate(MAX_NEIGHBOURS);
        }
        others.sort_by(by_distance);
        others.into_iter().map(|(_, _, dot)| dot).collect()
    }
}

/// Draws the blip at a position of the request; `None` if the chart does not have it.
pub(crate) fn locator(
    request: &Request,
    chart: &Chart,
    cells: &Cells,
    at: usize,
) -> Option<String> {
    let blip = request.blips.get(at)?;
    let placed = chart.blips.get(at)?.as_ref()?;
    let frame = &chart.frame;
    let scale = RADIUS / frame.radius();
    let place = |dot: Point| Point {
        x: ((dot.x - frame.centre.x) * scale).round(),
        y: ((dot.y - frame.centre.y) * scale).round(),
    };
    let cell = cells.0.get(&(blip.sector, blip.ring))?;
    let mut svg = cell.start.clone();
    let near = cell.beside(at, placed.dot);
    if !near.is_empty() {
        svg.push_str(r#"<path class="near" d=""#);
        for dot in near.into_iter().map(place) {
            let _ = write!(svg, "M{}h0", At(dot));
        }
        svg.push_str(r#""/>"#);
    }
    let dot = place(placed.dot);
    let (classes, at) = (blip.marks.classes(), At(dot));
    let _ = write!(svg, r#"<g class="blip {classes}" transform="translate({at})scale({MARK})">"#);
    svg.push_str(r#"<circle class="lit" r="13"/>"#);
    blip.marks.write(&mut svg, (-dot.y).atan2(-dot.x));
    svg.push_str("</g></svg>");
    Some(svg)
}

/// Writes the part of the ring that is in the sector.
fn fill(svg: &mut String, chart: &Chart, sector: usize, ring: usize, scale: f64) {
    let Some(arc) = chart.frame.sectors.iter().find(|arc| arc.sector == sector) else { return };
    let (inner, outer) = chart.frame.band(ring);
    let (inner, outer) = ((inner * scale).round(), (outer * scale).round());
    if arc.to - arc.from > TAU * 0.99 {
        return;
    }
    let large = u8::from(arc.to - arc.from > TAU / 2.0);
    // A tenth decides how a corner of the cell meets a ring.
    let (a, b) = (At(polar(outer, arc.from)), At(polar(outer, arc.to)));
    let (c, d) = (At(polar(inner, arc.to)), At(polar(inner, arc.from)));
    let _ = write!(svg, r#"<path class="cell" d="M{a}A{outer} {outer} 0 {large} 1 {b}L{c}"#);
    if inner > 0.0 {
        let _ = write!(svg, "A{inner} {inner} 0 {large} 0 {d}");
    }
    svg.push_str(r#"z"/>"#);
}

fn polar(radius: f64, angle: f64) -> Point {
    Point::default().polar(radius, angle)
}
