//! The rim: an arc around each sector in three parts, which are its shares of fresh, due and flagged blips.

use std::f64::consts::FRAC_PI_2;
use std::fmt::Write;

use super::super::geometry::{Arc, Point};
use super::super::mark::Freshness;
use super::super::{Blip, Chart, Request};
use super::{At, Number};

/// The distance of the rim from the outermost ring. Its widest part is 3.8 wide (`chart.css`).
const OFF: f64 = 4.4;
/// Half of the rim's width, with the line of the canvas.
const HALF: f64 = 2.2;
/// The distance between two parts, and half of that between two sectors, as a length along the rim.
const GAP: f64 = 4.0;
/// The parts, clockwise.
const CLASSES: [&str; 3] = ["rim-fresh", "rim-due", "rim-flagged"];

/// Writes the rim of a sector. The script draws it again for other days, so it says where it runs.
pub(super) fn write(svg: &mut String, request: &Request, chart: &Chart, arc: Arc) {
    let (centre, outermost) = (chart.frame.centre, chart.frame.radius());
    // A slice has less room above its rings.
    let room = if arc.holds(-FRAC_PI_2) { centre.y - outermost } else { f64::INFINITY };
    let radius = outermost + OFF.min(room - HALF);
    let (from, to) = (arc.from + GAP / radius, arc.to - GAP / radius);
    let blips = request.blips.iter().zip(&chart.blips).filter(|(_, placed)| placed.is_some());
    let counts = counts(blips.map(|(blip, _)| blip).filter(|blip| blip.sector == arc.sector));
    let _ = write!(
        svg,
        r#"<g class="rim" aria-hidden="true" data-radius="{}" data-from="{from:.4}" data-to="{to:.4}">"#,
        Number(radius)
    );
    for (class, part) in CLASSES.iter().zip(parts(counts, from, to, GAP / radius)) {
        let path = part.map_or_else(String::new, |(from, to)| path(centre, radius, from, to));
        let _ = write!(svg, r#"<path class="{class}" d="{path}"/>"#);
    }
    svg.push_str("</g>");
}

/// Counts blips by the part that they belong to.
fn counts<'b>(blips: impl Iterator<Item = &'b Blip>) -> [usize; 3] {
    blips.fold([0; 3], |mut counts, blip| {
        counts[match blip.marks.freshness {
            Freshness::Fresh => 0,
            Freshness::Due => 1,
            Freshness::Expired | Freshness::Unreviewed => 2,
        }] += 1;
        counts
    })
}

/// Divides the angles `from..to` by `counts`, with a gap between two parts; none for a part without blips.
fn parts(counts: [usize; 3], from: f64, to: f64, gap: f64) -> [Option<(f64, f64)>; 3] {
    let total: usize = counts.iter().sum();
    let drawn = counts.iter().filter(|count| **count > 0).count();
    let length = to - from - gap * drawn.saturating_sub(1) as f64;
    let mut start = from;
    counts.map(|count| {
        if count == 0 || length <= 0.0 {
            return None;
        }
        let end = start + length * count as f64 / total as f64;
        let part = (start, end);
        start = end + gap;
        Some(part)
    })
}

/// Returns an arc clockwise, in two halves: an arc cannot end where it starts.
fn path(centre: Point, radius: f64, from: f64, to: f64) -> String {
    let at = |angle: f64| At(centre.polar(radius, angle));
    let (r, middle) = (Number(radius), f64::midpoint(from, to));
    format!("M{}A{r} {r} 0 0 1 {}A{r} {r} 0 0 1 {}", at(from), at(middle), at(to))
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::chart::fixtures::{chart, spread, volume};
    use crate::chart::{View, svg};

    #[test]
    fn parts_are_as_long_as_their_shares() {
        let cases = [
            ([0, 0, 0], [None, None, None]),
            ([7, 0, 0], [Some((0.0, 10.0)), None, None]),
            ([1, 0, 1], [Some((0.0, 4.5)), None, Some((5.5, 10.0))]),
            ([4, 2, 2], [Some((0.0, 4.0)), Some((5.0, 7.0)), Some((8.0, 10.0))]),
        ];
        for (counts, expected) in cases {
            assert_eq!(parts(counts, 0.0, 10.0, 1.0), expected, "{counts:?}");
        }
    }

    #[test]
    fn a_single_sector_has_a_rim_all_around() {
        let (path, halves) = (path(Point::default(), 10.0, 0.0, TAU), 2);
        assert_eq!(path.matches('A').count(), halves);
        assert!(path.contains("-10 0"), "{path}");
    }

    #[test]
    fn the_rim_of_a_slice_is_on_its_canvas() {
        let mut request = volume(34);
        request.view = View::Slice(1);
        let chart = chart(&request);
        let drawn = svg::inline(&request, &chart);
        let (_, after) = drawn.split_once("data-radius=\"").expect("a rim");
        let radius: f64 = after.split('"').next().and_then(|r| r.parse().ok()).expect("a number");
        assert!(radius > chart.frame.radius());
        assert!(chart.frame.centre.y - radius >= 1.9, "{radius}");
    }

    #[test]
    fn every_sector_has_a_rim() {
        for request in [volume(34), spread(100, 1, 4), spread(100, 8, 3)] {
            let drawn = svg::inline(&request, &chart(&request));
            assert_eq!(drawn.matches(r#"class="rim""#).count(), request.sectors.len());
        }
    }
}
