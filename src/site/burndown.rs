//! The burn-down of reviews as an SVG: a column for each month.
//!
//! The drawing has no words; the page explains it beside it.

use std::fmt::Write as _;

use crate::markdown::escape;
use crate::radar::FreshnessCounts;
use crate::radar::burndown::MonthlyCounts;
use crate::radar::freshness::Freshness;

/// The size of the drawing, in its own units.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 240.0;
/// Room for numbers on the left and years below.
const LEFT: f64 = 36.0;
const BELOW: f64 = 22.0;
const ABOVE: f64 = 10.0;
/// How much of a month's width its column takes.
const COLUMN: f64 = 0.84;

/// Draws a column a month: from below fresh, due, expired and unreviewed. `name` is its accessible name.
pub(super) fn svg(months: &[MonthlyCounts], name: &str) -> String {
    let most = months.iter().map(|month| month.counts.total()).max().unwrap_or(0);
    let step = step(most);
    let top = most.div_ceil(step).max(1) * step;
    let floor = HEIGHT - BELOW;
    let per_blip = (floor - ABOVE) / top as f64;
    let per_month = (WIDTH - LEFT) / months.len().max(1) as f64;
    let mut svg = format!(
        "<svg class=\"burndown\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escape::xml(name)
    );
    for count in (0..=top).step_by(step) {
        let y = tenth(floor - count as f64 * per_blip);
        let _ = write!(
            svg,
            "<path class=\"level\" d=\"M{LEFT} {y}H{WIDTH}\"/>\
             <text class=\"count\" x=\"{}\" y=\"{y}\">{count}</text>",
            LEFT - 6.0
        );
    }
    for (at, month) in months.iter().enumerate() {
        let x = LEFT + at as f64 * per_month;
        if month.day.month() == 1 || at == 0 {
            let is_roomy = at > 0 || months.iter().take(5).skip(1).all(|t| t.day.month() != 1);
            if is_roomy {
                let (x, year) = (tenth(x), month.day.year());
                let _ = write!(
                    svg,
                    "<text class=\"year\" x=\"{x}\" y=\"{}\">{year}</text>",
                    HEIGHT - 5.0
                );
            }
        }
        svg += &column(month.counts, x, per_month * COLUMN, floor, per_blip);
    }
    svg + "</svg>"
}

fn column(counts: FreshnessCounts, x: f64, width: f64, floor: f64, per_blip: f64) -> String {
    let mut column = String::new();
    let mut below = 0;
    for freshness in Freshness::ALL {
        let (class, count) = (freshness.name(), counts.get(freshness));
        if count == 0 {
            continue;
        }
        below += count;
        let (y, height) = (floor - below as f64 * per_blip, count as f64 * per_blip);
        let _ = write!(
            column,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            tenth(x),
            tenth(y),
            tenth(width),
            tenth(height)
        );
    }
    column
}

/// A round number of blips between two lines (1, 2, 5, 10, 20, 50 …), so that there are at most five.
fn step(most: usize) -> usize {
    let decades = std::iter::successors(Some(1), |decade| Some(decade * 10));
    let mut steps = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
    steps.find(|step| most <= step * 5).expect("they grow without end")
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_month_with_blips_is_a_column() {
        let counts = FreshnessCounts { unreviewed: 1, ..FreshnessCounts::default() };
        for length in [1, 2, 13, 240] {
            let day = |month: i32| date(2000 + (month / 12) as i16, (month % 12 + 1) as i8, 28);
            let months: Vec<MonthlyCounts> =
                (0..length).map(|month| MonthlyCounts { day: day(month), counts }).collect();
            let svg = svg(&months, "a \"name\" & <more>");
            assert!(svg.contains("a &quot;name&quot; &amp; &lt;more&gt;"), "{svg}");
            assert_eq!(i32::try_from(svg.matches("<rect").count()), Ok(length));
        }
    }

    #[test]
    fn grid_lines_are_at_round_numbers() {
        for (most, expected) in
            [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (69, 20), (101, 50)]
        {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
