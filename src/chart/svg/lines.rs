//! Draws ring lines and the lines between sectors, with gaps for texts: a line through a name makes it hard
//! to read.

use std::f64::consts::TAU;
use std::fmt::Write;

use super::super::Chart;
use super::super::frame::Frame;
use super::super::geometry::{Point, Rect};
use super::{At, Number};

/// The distance between a text and the line beside it.
const GAP: f64 = 3.0;

/// Writes discs, ring lines and sector lines.
pub(super) fn write(svg: &mut String, chart: &Chart) {
    let frame = &chart.frame;
    let texts = texts(chart);
    for (ring, &radius) in frame.radii.iter().enumerate().rev() {
        let class = format!("disc ring-{}", ring + 1);
        disc(svg, frame, radius, &class);
    }
    for &radius in &frame.radii {
        let mut path = String::new();
        for (from, to) in ring_pieces(frame, radius, &texts) {
            write_arc(&mut path, frame.centre, radius, from, to);
        }
        let _ = write!(svg, r#"<path class="ring-line" d="{path}"/>"#);
    }
    let mut path = String::new();
    for angle in frame.boundaries() {
        for (from, to) in spoke_pieces(frame, angle, &texts) {
            let [a, b] = [from, to].map(|distance| At(frame.centre.polar(distance, angle)));
            let _ = write!(path, "M{a}L{b}");
        }
    }
    if !path.is_empty() {
        let _ = write!(svg, r#"<path class="sector-line" d="{path}"/>"#);
    }
}

/// Returns the boxes that lines have to avoid.
fn texts(chart: &Chart) -> Vec<Rect> {
    let labels = chart.blips.iter().flatten().filter_map(|blip| blip.label.as_ref());
    labels.chain(chart.names()).map(|label| label.rect.grown(GAP, -1.0)).collect()
}

fn disc(svg: &mut String, frame: &Frame, radius: f64, class: &str) {
    let centre = frame.centre;
    let _ = if frame.is_part() {
        let [a, b] = frame.sectors[0].sides().map(|angle| At(centre.polar(radius, angle)));
        let centre = At(centre);
        write!(svg, r#"<path class="{class}" d="M{centre}L{a}A{radius} {radius} 0 0 1 {b}z"/>"#)
    } else {
        let (x, y, r) = (Number(centre.x), Number(centre.y), Number(radius));
        write!(svg, r#"<circle class="{class}" cx="{x}" cy="{y}" r="{r}"/>"#)
    };
}

/// Returns the parts of a ring's line beside all texts, as angles.
fn ring_pieces(frame: &Frame, radius: f64, texts: &[Rect]) -> Vec<(f64, f64)> {
    let [from, to] = if frame.is_part() { frame.sectors[0].sides() } else { [0.0, TAU] };
    let mut blocked = Vec::new();
    for rect in texts {
        let (near, far) = rect.distances(frame.centre);
        if near < radius && radius < far {
            for (start, end) in inside(rect, frame.centre, radius) {
                // The arc may cross the angle at which the line begins.
                let start = from + (start - from).rem_euclid(TAU);
                let end = start + (end - start).rem_euclid(TAU);
                blocked.push((start, end));
                blocked.push((start - TAU, end - TAU));
            }
        }
    }
    free(from, to, blocked)
}

/// Returns the angles at which a circle runs inside a box.
fn inside(rect: &Rect, centre: Point, radius: f64) -> Vec<(f64, f64)> {
    let mut crossings = Vec::new();
    for x in [rect.x0, rect.x1] {
        let dx = x - centre.x;
        if dx.abs() < radius {
            let dy = (radius * radius - dx * dx).sqrt();
            crossings.extend([dy, -dy].map(|dy| Point { x, y: centre.y + dy }));
        }
    }
    for y in [rect.y0, rect.y1] {
        let dy = y - centre.y;
        if dy.abs() < radius {
            let dx = (radius * radius - dy * dy).sqrt();
            crossings.extend([dx, -dx].map(|dx| Point { x: centre.x + dx, y }));
        }
    }
    let touched = rect.grown(1e-6, 1e-6);
    let mut angles: Vec<f64> = crossings
        .into_iter()
        .filter(|p| touched.contains(&Rect::around(*p, 0.0)))
        .map(|p| (p.y - centre.y).atan2(p.x - centre.x))
        .collect();
    angles.sort_by(f64::total_cmp);
    let next = angles.iter().skip(1).copied().chain(angles.first().map(|first| first + TAU));
    angles
        .iter()
        .copied()
        .zip(next)
        .filter(|&(a, b)| {
            let middle = centre.polar(radius, f64::midpoint(a, b));
            rect.contains(&Rect::around(middle, 0.0))
        })
        .collect()
}

/// Returns the parts of the line in the direction `angle` beside all texts, as distances from the centre.
fn spoke_pieces(frame: &Frame, angle: f64, texts: &[Rect]) -> Vec<(f64, f64)> {
    let (sin, cos) = angle.sin_cos();
    let mut blocked = Vec::new();
    for rect in texts {
        // Liang and Barsky: the part of the line between both pairs of sides.
        let (mut from, mut to) = (0.0_f64, frame.radius());
        let pairs = [
            (cos, rect.x0 - frame.centre.x, rect.x1 - frame.centre.x),
            (sin, rect.y0 - frame.centre.y, rect.y1 - frame.centre.y),
        ];
        for (slope, low, high) in pairs {
            if slope.abs() < 1e-9 {
                if low > 0.0 || high < 0.0 {
                    to = from;
                }
            } else {
                let (a, b) = (low / slope, high / slope);
                from = from.max(a.min(b));
                to = to.min(a.max(b));
            }
        }
        if from < to {
            blocked.push((from, to));
        }
    }
    free(0.0, frame.radius(), blocked)
}

/// Returns the parts of `from..to` outside the blocked parts.
fn free(from: f64, to: f64, mut blocked: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    blocked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = Vec::new();
    let mut start = from;
    for (a, b) in blocked {
        if a > start && start < to {
            pieces.push((start, a.min(to)));
        }
        start = start.max(b);
    }
    if start < to {
        pieces.push((start, to));
    }
    pieces
}

/// Writes an arc clockwise. A whole turn has two halves, since an arc cannot end at its start.
fn write_arc(path: &mut String, centre: Point, radius: f64, from: f64, to: f64) {
    let r = Number(radius);
    let _ = write!(path, "M{}", At(centre.polar(radius, from)));
    let halves = if to - from > TAU * 0.99 { 2 } else { 1 };
    for half in 1..=halves {
        let end = centre.polar(radius, from + (to - from) * f64::from(half) / f64::from(halves));
        let large = u8::from((to - from) / f64::from(halves) > TAU / 2.0 + 1e-9);
        let _ = write!(path, "A{r} {r} 0 {large} 1 {}", At(end));
    }
}
