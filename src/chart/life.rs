//! Draws the life of one blip: a row for each ring, a line where it was, and a dot where somebody reviewed it.
//!
//! The drawing has no width of its own: places along the time are percentages, so a page can make it as wide as it
//! likes, and its texts and dots keep their size. The names of the rings are the page's, beside the rows.

use std::fmt::{Display, Formatter, Result, Write};

use super::svg::{Escaped, Number};

/// The height of a ring's row, in CSS pixels; the page gives its names the same.
const ROW: i32 = 24;
/// The height of the axis below the rows.
const AXIS: i32 = 22;
/// Half the height of a frame around an imposed stretch.
const FRAME: i32 = 9;
/// The length of the bar at the end of a retired blip, from its ring's line up and down.
const END: i32 = 7;

/// What to draw. Days are counted from any day.
#[derive(Debug, Default)]
pub(crate) struct Life {
    pub(crate) rings: usize,
    /// The first day.
    pub(crate) first: i32,
    /// The last day that is drawn, which may be ahead of today: where today is, the page says.
    pub(crate) last: i32,
    /// Oldest first.
    pub(crate) stretches: Vec<Stretch>,
    /// Oldest first.
    pub(crate) reviews: Vec<Seen>,
    /// The first and the last day as dates, for the script of the page.
    pub(crate) days: (String, String),
    /// Days with what the axis calls them.
    pub(crate) ticks: Vec<(i32, String)>,
}

/// Days on one ring.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) from: i32,
    pub(crate) until: i32,
    /// Counted from the centre; `None` while it is retired.
    pub(crate) ring: Option<usize>,
    /// Whether a review was valid.
    pub(crate) holds: bool,
    pub(crate) imposed: bool,
}

/// A review.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) day: i32,
    /// Whether it holds: somebody signed it who practised.
    pub(crate) holds: bool,
}

/// Draws a life for a page.
pub(crate) fn draw(life: &Life) -> String {
    let height = row(life.rings) - ROW / 2 + AXIS;
    let (first, last) = &life.days;
    let mut svg = format!(
        r#"<svg class="life" height="{height}" data-first="{first}" data-last="{last}" aria-hidden="true">"#
    );
    for ring in 0..life.rings {
        let y = row(ring);
        let _ = write!(svg, r#"<line class="rung" x2="100%" y1="{y}" y2="{y}"/>"#);
    }
    axis(&mut svg, life);
    for (at, stretch) in life.stretches.iter().enumerate() {
        let next = life.stretches.get(at + 1);
        draw_stretch(&mut svg, life, stretch, next);
    }
    frames(&mut svg, life);
    for seen in &life.reviews {
        let Some(ring) = life.ring_at(seen.day) else { continue };
        let (class, x, y) =
            (if seen.holds { "seen" } else { "heard" }, life.at(seen.day), row(ring));
        let _ = write!(svg, r#"<circle class="{class}" cx="{x}" cy="{y}" r="4.5"/>"#);
    }
    svg + "</svg>"
}

fn draw_stretch(svg: &mut String, life: &Life, stretch: &Stretch, next: Option<&Stretch>) {
    let Some(ring) = stretch.ring else { return };
    let y = row(ring);
    let (from, until) = (life.at(stretch.from), life.at(stretch.until));
    let class = if stretch.holds { "held" } else { "gap" };
    line(svg, class, (&from, &until), (y, y));
    match next.map(|next| next.ring) {
        Some(Some(to)) if to != ring => line(svg, "step", (&until, &until), (y, row(to))),
        Some(None) => line(svg, "end", (&until, &until), (y - END, y + END)),
        _ => {}
    }
}

/// Draws a frame around each run of imposed stretches on one ring.
fn frames(svg: &mut String, life: &Life) {
    let alike = |a: &Stretch, b: &Stretch| a.imposed == b.imposed && a.ring == b.ring;
    for run in life.stretches.chunk_by(alike) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let Some(ring) = first.ring.filter(|_| first.imposed) else { continue };
        let x = life.at(first.from);
        let width = Percent(life.share(last.until) - life.share(first.from));
        let (y, height) = (row(ring) - FRAME, 2 * FRAME);
        let _ = write!(
            svg,
            r#"<rect class="framed" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        );
    }
}

fn axis(svg: &mut String, life: &Life) {
    let bottom = row(life.rings) - ROW / 2;
    for (day, name) in &life.ticks {
        let share = life.share(*day);
        let anchor = match share {
            share if share < 6.0 => "",
            share if share > 94.0 => r#" text-anchor="end""#,
            _ => r#" text-anchor="middle""#,
        };
        let (x, y, name) = (Percent(share), bottom + 16, Escaped(name));
        line(svg, "tick", (&x, &x), (0, bottom + 3));
        let _ = write!(svg, r#"<text x="{x}" y="{y}"{anchor}>{name}</text>"#);
    }
}

fn line(svg: &mut String, class: &str, x: (&Percent, &Percent), y: (i32, i32)) {
    let _ = write!(
        svg,
        r#"<line class="{class}" x1="{}" x2="{}" y1="{}" y2="{}"/>"#,
        x.0, x.1, y.0, y.1
    );
}

/// Returns the middle of a ring's row.
fn row(ring: usize) -> i32 {
    i32::try_from(ring).unwrap_or(i32::MAX / ROW / 2) * ROW + ROW / 2
}

impl Life {
    fn share(&self, day: i32) -> f64 {
        let days = f64::from((self.last - self.first).max(1));
        (f64::from(day - self.first) / days * 100.0).clamp(0.0, 100.0)
    }

    fn at(&self, day: i32) -> Percent {
        Percent(self.share(day))
    }

    /// Returns the ring on a day; the last one if it was retired that day.
    fn ring_at(&self, day: i32) -> Option<usize> {
        let after = self.stretches.partition_point(|stretch| stretch.from <= day);
        let before = &self.stretches[..after];
        before.iter().rev().find_map(|stretch| stretch.ring)
    }
}

struct Percent(f64);

impl Display for Percent {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}%", Number(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_frames_and_ends_are_drawn() {
        let stretch =
            |from, until, ring, holds, imposed| Stretch { from, until, ring, holds, imposed };
        let life = Life {
            rings: 2,
            first: 0,
            last: 100,
            stretches: vec![
                stretch(0, 20, Some(0), true, false),
                stretch(20, 40, Some(0), false, false),
                stretch(40, 50, Some(1), false, true),
                stretch(50, 60, Some(1), true, true),
                stretch(60, 100, None, false, false),
            ],
            reviews: vec![
                Seen { day: 0, holds: true },
                Seen { day: 40, holds: false },
                Seen { day: 60, holds: true },
            ],
            days: ("2025-01-01".to_owned(), "2025-04-11".to_owned()),
            ticks: vec![(50, "2025".to_owned())],
        };
        let svg = draw(&life);
        for part in [
            r#"<line class="held" x1="0%" x2="20%" y1="12" y2="12"/>"#,
            r#"<line class="gap" x1="20%" x2="40%" y1="12" y2="12"/>"#,
            r#"<line class="step" x1="40%" x2="40%" y1="12" y2="36"/>"#,
            // One frame around both imposed stretches.
            r#"<rect class="framed" x="40%" y="27" width="20%" height="18"/>"#,
            r#"<line class="end" x1="60%" x2="60%" y1="29" y2="43"/>"#,
            r#"<circle class="seen" cx="0%" cy="12" r="4.5"/>"#,
            r#"<circle class="heard" cx="40%" cy="36" r="4.5"/>"#,
            // The review that retired it is on the ring that it left.
            r#"<circle class="seen" cx="60%" cy="36" r="4.5"/>"#,
            r#"<text x="50%" y="64" text-anchor="middle">2025</text>"#,
        ] {
            assert!(svg.contains(part), "{part}\n{svg}");
        }
        assert_eq!(svg.matches("class=\"framed\"").count(), 1);
        assert!(!svg.contains(r#"x1="60%" x2="100%""#), "nothing is ahead of a retired blip");
    }
}
