//! Draws the dot of a blip. No state is shown by colour alone.
//!
//! | shows | by |
//! |---|---|
//! | review time left | an arc clockwise from the top over a faint full circle, like a timer |
//! | review expired | hollow, the circle dashed |
//! | never reviewed | hollow, no circle |
//! | ring imposed | a square |
//! | ring set from outside | the corners of a square |
//! | moved in, moved out | an arrowhead that points to the centre, away from it |
//! | new, returned | a four-pointed star, a cross; unchanged is round |

use std::f64::consts::{FRAC_PI_2, TAU};
use std::fmt::Write;

use super::svg::Number;

/// How far a dot reaches from its centre, with its dial and square, in user units.
pub(super) const REACH: f64 = 11.0;
/// The dial's radius; its line is 2 wide (`chart.css`).
const DIAL: f64 = 8.5;
/// The steps of the dial: one is a fortnight if a review holds for a year.
const STEPS: f64 = 24.0;
/// Half the side of the square of an imposed ring; its line is 1.4 wide.
const SQUARE: f64 = 10.3;
/// The corners of that square.
const CORNERS: &str = "M-10.3-6.3v-4h4M6.3-10.3h4v4M10.3 6.3v4h-4M-6.3 10.3h-4v-4";
/// The radius of a round core; the other shapes have about its area.
const CORE: &str = "4.8";

/// The states that a dot shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Marks {
    pub(crate) freshness: Freshness,
    /// The share of the review time that is left, from 0 to 1.
    pub(crate) left: f64,
    /// Who set the ring, if it was not somebody who works with the blip.
    pub(crate) ring: RingMark,
    /// The movement since the previous edition.
    pub(crate) movement: Movement,
}

/// The state of a blip's review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Freshness {
    #[default]
    Fresh,
    Due,
    Expired,
    Unreviewed,
}

/// Who set the ring of a blip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RingMark {
    /// Somebody who works with it, or nobody knows.
    #[default]
    None,
    /// Somebody who practises, but not with this.
    FromOutside,
    /// Somebody whose review does not hold.
    Imposed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Movement {
    #[default]
    Unchanged,
    MovedIn,
    MovedOut,
    New,
    Returned,
}

impl Marks {
    /// Returns the classes of the dot in `chart.css`.
    pub(super) fn classes(&self) -> String {
        let freshness = match self.freshness {
            Freshness::Fresh => "fresh",
            Freshness::Due => "due",
            Freshness::Expired => "expired",
            Freshness::Unreviewed => "unreviewed",
        };
        let movement = match self.movement {
            Movement::Unchanged => "",
            Movement::MovedIn => " moved-in",
            Movement::MovedOut => " moved-out",
            Movement::New => " new",
            Movement::Returned => " returned",
        };
        let ring = match self.ring {
            RingMark::None => "",
            RingMark::FromOutside => " set-from-outside",
            RingMark::Imposed => " imposed",
        };
        format!("{freshness}{movement}{ring}")
    }

    /// Writes the shapes around the origin; `inward` is the direction of the centre.
    pub(super) fn write(&self, svg: &mut String, inward: f64) {
        match self.freshness {
            Freshness::Fresh | Freshness::Due => {
                let _ = write!(svg, r#"<circle class="track" r="{DIAL}"/>"#);
                svg.push_str(&dial(self.left));
            }
            Freshness::Expired => {
                let _ = write!(svg, r#"<circle class="dial" r="{DIAL}"/>"#);
            }
            Freshness::Unreviewed => {}
        }
        self.write_core(svg, inward);
        match self.ring {
            RingMark::None => {}
            RingMark::FromOutside => {
                let _ = write!(svg, r#"<path class="corners" d="{CORNERS}"/>"#);
            }
            RingMark::Imposed => {
                let side = 2.0 * SQUARE;
                let _ = write!(
                    svg,
                    r#"<path class="frame" d="M-{SQUARE}-{SQUARE}h{side}v{side}h-{side}z"/>"#
                );
            }
        }
    }

    fn write_core(&self, svg: &mut String, inward: f64) {
        let turned = |direction: f64| {
            let degrees = Number((direction + FRAC_PI_2).to_degrees().rem_euclid(360.0));
            format!(r#" transform="rotate({degrees})""#)
        };
        let arrowhead = "M0-6.8 5 5.2 0 2.6-5 5.2z";
        let star = "M0-7.2Q1.5-1.5 7.2 0 1.5 1.5 0 7.2-1.5 1.5-7.2 0-1.5-1.5 0-7.2z";
        let cross = "M-1.9-5.8h3.8v3.9h3.9v3.8H1.9v3.9h-3.8V1.9h-3.9v-3.8h3.9z";
        let (transform, path) = match self.movement {
            Movement::Unchanged => {
                let _ = write!(svg, r#"<circle class="core" r="{CORE}"/>"#);
                return;
            }
            Movement::MovedIn => (turned(inward), arrowhead),
            Movement::MovedOut => (turned(inward + TAU / 2.0), arrowhead),
            Movement::New => (String::new(), star),
            Movement::Returned => (String::new(), cross),
        };
        let _ = write!(svg, r#"<path class="core"{transform} d="{path}"/>"#);
    }
}

/// Draws the review time that is left as an arc, clockwise from the top. Rounds up, so that a valid review
/// always has an arc.
fn dial(left: f64) -> String {
    let steps = (left.clamp(0.0, 1.0) * STEPS).ceil();
    if steps < 1.0 {
        return String::new();
    }
    if steps >= STEPS {
        return format!(r#"<circle class="dial" r="{DIAL}"/>"#);
    }
    let (sin, cos) = (steps / STEPS * TAU).sin_cos();
    let large = u8::from(steps > STEPS / 2.0);
    let (x, y) = (Number(DIAL * sin), Number(-DIAL * cos));
    format!(r#"<path class="dial" d="M0-{DIAL}A{DIAL} {DIAL} 0 {large} 1 {x} {y}"/>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dial_runs_clockwise_from_the_top() {
        let cases = [
            (0.0, ""),
            (0.02, r#"<path class="dial" d="M0-8.5A8.5 8.5 0 0 1 2.2 -8.2"/>"#),
            (0.25, r#"<path class="dial" d="M0-8.5A8.5 8.5 0 0 1 8.5 0"/>"#),
            (0.5, r#"<path class="dial" d="M0-8.5A8.5 8.5 0 0 1 0 8.5"/>"#),
            (0.75, r#"<path class="dial" d="M0-8.5A8.5 8.5 0 1 1 -8.5 0"/>"#),
            (0.99, r#"<circle class="dial" r="8.5"/>"#),
            (7.0, r#"<circle class="dial" r="8.5"/>"#),
        ];
        for (left, path) in cases {
            assert_eq!(dial(left), path, "{left}");
        }
    }

    #[test]
    fn every_combination_has_shapes_of_its_own() {
        use {Freshness::*, Movement::*};
        let mut seen = std::collections::BTreeSet::new();
        for freshness in [Fresh, Due, Expired, Unreviewed] {
            for movement in [Unchanged, MovedIn, MovedOut, New, Returned] {
                for ring in [RingMark::None, RingMark::FromOutside, RingMark::Imposed] {
                    let left = if freshness == Due { 0.1 } else { 0.9 };
                    let marks = Marks { freshness, left, ring, movement };
                    let mut svg = marks.classes();
                    marks.write(&mut svg, -FRAC_PI_2);
                    assert!(seen.insert(svg), "{marks:?}");
                }
            }
        }
    }
}
