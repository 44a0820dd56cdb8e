//! Draws the radar small, with one blip lit: where it is, on its own page. It takes about a kilobyte.

use std::f64::consts::TAU;
use std::fmt::Write;

use super::super::geometry::Point;
use super::super::{Chart, Request};
use super::At;

/// The radius of the drawing. Whole units are exact enough at the size that pages give it.
const RADIUS: f64 = 100.0;
/// Room around it, for half a line.
const EDGE: f64 = 1.0;
/// The size of the mark, where 1 is that on the chart.
const MARK: f64 = 1.4;
/// How many of the other blips in the cell are drawn, the nearest first.
const MAX_NEIGHBOURS: usize = 24;

/// Draws the blip at a position of the request; `None` if the chart does not have it.
pub(crate) fn locator(request: &Request, chart: &Chart, at: usize) -> Option<String> {
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
    let mut near: Vec<Point> = request
        .blips
        .iter()
        .zip(&chart.blips)
        .filter(|(other, _)| {
            other.sector == blip.sector && other.ring == blip.ring && other.id != blip.id
        })
        .filter_map(|(_, placed)| Some(placed.as_ref()?.dot))
        .collect();
    near.sort_by(|a, b| a.distance(placed.dot).total_cmp(&b.distance(placed.dot)));
    if !near.is_empty() {
        svg.push_str(r#"<path class="near" d=""#);
        for dot in near.into_iter().take(MAX_NEIGHBOURS).map(place) {
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
