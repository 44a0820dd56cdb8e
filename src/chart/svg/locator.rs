//! Draws the radar small, with one blip lit: where it is, on its own page. It takes about a kilobyte.

use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::fmt::Write;

use super::super::geometry::Point;
use super::super::{Blip, Chart, Request};
use super::At;

/// The radius of the drawing. Whole units are exact enough at the size that pages give it.
const RADIUS: f64 = 100.0;
/// Room around it, for half a line.
const EDGE: f64 = 1.0;
/// The size of the mark, where 1 is that on the chart.
const MARK: f64 = 1.4;
/// How many of the other blips in the cell are drawn, the nearest first.
const MAX_NEIGHBOURS: usize = 24;

/// The dots on each part of a ring, by sector and ring: what the drawings of all blips have in common.
pub(crate) struct Cells(BTreeMap<(usize, usize), Vec<(usize, Point)>>);

impl Cells {
    pub(crate) fn new(request: &Request, chart: &Chart) -> Self {
        let mut cells: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, (blip, placed)) in request.blips.iter().zip(&chart.blips).enumerate() {
            if let Some(placed) = placed {
                cells.entry((blip.sector, blip.ring)).or_default().push((at, placed.dot));
            }
        }
        Self(cells)
    }

    /// Returns the dots beside that of a blip, the nearest first.
    fn beside(&self, blip: &Blip, at: usize, dot: Point) -> Vec<Point> {
        let cell = self.0.get(&(blip.sector, blip.ring)).into_iter().flatten();
        let others = cell.filter(|(other, _)| *other != at);
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
    let side = 2.0 * (RADIUS + EDGE);
    let mut svg = format!(
        r#"<svg class="locator sector-{}" viewBox="{} {} {side} {side}" aria-hidden="true">"#,
        blip.sector + 1,
        -RADIUS - EDGE,
        -RADIUS - EDGE
    );
    cell(&mut svg, chart, blip.sector, blip.ring, scale);
    for radius in &frame.radii {
        let _ = write!(svg, r#"<circle r="{}"/>"#, (radius * scale).round());
    }
    if frame.sectors.len() > 1 {
        svg.push_str(r#"<path d=""#);
        for arc in &frame.sectors {
            let _ = write!(svg, "M0 0L{}", At(polar(RADIUS, arc.from)));
        }
        svg.push_str(r#""/>"#);
    }
    let near = cells.beside(blip, at, placed.dot);
    if !near.is_empty() {
        svg.push_str(r#"<path class="near" d=""#);
        for dot in near.into_iter().map(place) {
            let _ = write!(svg, "M{} {}h0", dot.x, dot.y);
        }
        svg.push_str(r#""/>"#);
    }
    let Point { x, y } = place(placed.dot);
    let classes = blip.marks.classes();
    let _ =
        write!(svg, r#"<g class="blip {classes}" transform="translate({x} {y})scale({MARK})">"#);
    svg.push_str(r#"<circle class="lit" r="13"/>"#);
    blip.marks.write(&mut svg, (-y).atan2(-x));
    svg.push_str("</g></svg>");
    Some(svg)
}

/// Writes the part of the ring that is in the sector.
fn cell(svg: &mut String, chart: &Chart, sector: usize, ring: usize, scale: f64) {
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
