//! Draws the mark of a blip. No state is shown by colour alone.
//!
//! | shows | by |
//! |---|---|
//! | the review holds | a full dot |
//! | it expires soon | a dot that is half empty |
//! | expired, never reviewed | a solid flag, an outlined one: flags are larger than dots, and nothing else has their shape |
//! | ring imposed | a square |
//! | ring set from outside | the corners of a square |
//! | moved in, moved out | a chevron that points to the centre, away from it |
//! | new, returned | a circle, a broken circle |
//!
//! The shapes are written here only: the chart, the sprite that lists and legends use ([`sprite`]), and the
//! script, which copies from the sprite, put them together in the same way.

use std::f64::consts::{FRAC_PI_2, TAU};
use std::fmt::Write;

use super::svg::Number;

/// How far a mark reaches from its centre in both directions, in user units.
pub(super) const REACH: f64 = 11.0;

/// The parts of marks, by the name that follows `m-` in the sprite. A flag leaves room at its foot for the
/// movement, which has a smaller shape there. The centre of the radar is above.
const PARTS: [(&str, &str); 16] = [
    ("fresh", r#"<circle class="core" r="6.2"/>"#),
    (
        "due",
        r#"<circle class="hollow" r="5.4"/><path class="core" d="M-5.4 0a5.4 5.4 0 0 0 10.8 0z"/>"#,
    ),
    (
        "expired",
        r#"<path class="core" d="M-7-11H11L7.6-5 11 1H-7z"/><path class="pole" d="M-8.4-11V11"/>"#,
    ),
    (
        "unreviewed",
        r#"<path class="cloth" d="M-7-9.6H8.5L6-5 8.5-.4H-7z"/><path class="pole" d="M-8.4-11V11"/>"#,
    ),
    ("retired", r#"<path class="core" d="M-6-1.5H6v3H-6z"/>"#),
    ("new", r#"<circle class="move" r="9.3"/>"#),
    (
        "returned",
        r#"<path class="move" d="M4.4-8.2a9.3 9.3 0 0 1 0 16.4M-4.4 8.2a9.3 9.3 0 0 1 0-16.4"/>"#,
    ),
    ("moved-in", r#"<path class="move" d="M-5-7.2 0-10 5-7.2"/>"#),
    ("moved-out", r#"<path class="move" d="M-5 7.2 0 10 5 7.2"/>"#),
    ("flag-new", r#"<circle class="move" cx="3" cy="6.4" r="3.3"/>"#),
    (
        "flag-returned",
        r#"<path class="move" d="M4.7 3.5a3.3 3.3 0 0 1 0 5.8M1.3 9.3a3.3 3.3 0 0 1 0-5.8"/>"#,
    ),
    ("flag-moved-in", r#"<path class="move" d="M-.8 8.4 3 4.4 6.8 8.4"/>"#),
    ("flag-moved-out", r#"<path class="move" d="M-.8 4.4 3 8.4 6.8 4.4"/>"#),
    ("imposed", r#"<path class="frame" d="M-10.3-10.3h20.6v20.6h-20.6z"/>"#),
    (
        "set-from-outside",
        r#"<path class="frame" d="M-10.3-5.8v-4.5h4.5M5.8-10.3h4.5v4.5M10.3 5.8v4.5h-4.5M-5.8 10.3h-4.5v-4.5"/>"#,
    ),
    // The rim in the legend.
    (
        "rim",
        r#"<path class="rim-fresh" d="M-10 7A16 16 0 0 1-5.6-3.6"/><path class="rim-due" d="M-4-5.2A16 16 0 0 1 .8-8.5"/><path class="rim-flagged" d="M2.8-9.2A16 16 0 0 1 10-10"/>"#,
    ),
];
/// The point around which the chevron of a flag turns; that of a dot turns around the origin.
const FLAG_FOOT: &str = "3 6.4";
/// How much smaller the rest of the mark is inside the square of an imposed ring; `chart.css` has the same
/// number for marks that a page puts together.
const INSIDE: &str = "scale(0.76)";

/// The states that a mark shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks {
    pub(crate) freshness: Freshness,
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

impl Freshness {
    fn name(self) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::Due => "due",
            Freshness::Expired => "expired",
            Freshness::Unreviewed => "unreviewed",
        }
    }

    pub(super) fn is_flagged(self) -> bool {
        matches!(self, Freshness::Expired | Freshness::Unreviewed)
    }
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

impl RingMark {
    fn name(self) -> Option<&'static str> {
        match self {
            RingMark::None => None,
            RingMark::FromOutside => Some("set-from-outside"),
            RingMark::Imposed => Some("imposed"),
        }
    }
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

impl Movement {
    fn name(self) -> Option<&'static str> {
        match self {
            Movement::Unchanged => None,
            Movement::MovedIn => Some("moved-in"),
            Movement::MovedOut => Some("moved-out"),
            Movement::New => Some("new"),
            Movement::Returned => Some("returned"),
        }
    }

    fn has_direction(self) -> bool {
        matches!(self, Movement::MovedIn | Movement::MovedOut)
    }
}

impl Marks {
    /// Returns the classes of the blip in `chart.css`.
    pub(super) fn classes(self) -> String {
        let others = [self.movement.name(), self.ring.name()];
        others
            .into_iter()
            .flatten()
            .fold(self.freshness.name().to_owned(), |classes, name| classes + " " + name)
    }

    /// Writes the shapes around the origin; `inward` is the direction of the centre.
    pub(super) fn write(self, svg: &mut String, inward: f64) {
        let Some(ring) = self.ring.name() else {
            self.write_state(svg, inward);
            return;
        };
        let _ = write!(svg, r#"<g transform="{INSIDE}">"#);
        self.write_state(svg, inward);
        let _ = write!(svg, "</g>{}", part(ring));
    }

    fn write_state(self, svg: &mut String, inward: f64) {
        let is_flagged = self.freshness.is_flagged();
        if let Some(name) = self.movement.name() {
            let shape = part(&if is_flagged { format!("flag-{name}") } else { name.to_owned() });
            if self.movement.has_direction() {
                let degrees = Number((inward + FRAC_PI_2).rem_euclid(TAU).to_degrees());
                let around = if is_flagged { format!(" {FLAG_FOOT}") } else { String::new() };
                let turned = format!(r#"<path transform="rotate({degrees}{around})""#);
                svg.push_str(&shape.replacen("<path", &turned, 1));
            } else {
                svg.push_str(shape);
            }
        }
        svg.push_str(part(self.freshness.name()));
    }
}

/// Returns the shapes of a part.
fn part(name: &str) -> &'static str {
    PARTS.iter().find(|(part, _)| *part == name).map_or("", |(_, shapes)| shapes)
}

/// Returns all parts as SVG elements `g` with ids, for `<use>` in a page. The parts that turn in the chart say
/// around which point.
pub(crate) fn sprite() -> String {
    PARTS.iter().fold(String::new(), |mut svg, (name, shapes)| {
        let turns = match *name {
            "moved-in" | "moved-out" => r#" data-around="0 0""#.to_owned(),
            "flag-moved-in" | "flag-moved-out" => format!(r#" data-around="{FLAG_FOOT}""#),
            _ => String::new(),
        };
        let _ = writeln!(svg, r#"<g id="m-{name}"{turns}>{shapes}</g>"#);
        svg
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all() -> impl Iterator<Item = Marks> {
        use {Freshness::*, Movement::*};
        let movements = [Unchanged, MovedIn, MovedOut, New, Returned];
        let rings = [RingMark::None, RingMark::FromOutside, RingMark::Imposed];
        [Fresh, Due, Expired, Unreviewed].into_iter().flat_map(move |freshness| {
            movements.into_iter().flat_map(move |movement| {
                rings.into_iter().map(move |ring| Marks { freshness, ring, movement })
            })
        })
    }

    fn drawn(marks: Marks, inward: f64) -> String {
        let mut svg = String::new();
        marks.write(&mut svg, inward);
        svg
    }

    #[test]
    fn every_combination_has_shapes_of_its_own() {
        let shapes: BTreeSet<String> = all().map(|marks| drawn(marks, -FRAC_PI_2)).collect();
        assert_eq!(shapes.len(), all().count());
    }

    #[test]
    fn every_part_of_a_mark_is_in_the_sprite() {
        let sprite = sprite();
        for marks in all() {
            let names = [Some(marks.freshness.name()), marks.movement.name(), marks.ring.name()];
            for name in names.into_iter().flatten() {
                assert!(sprite.contains(&format!(r#"id="m-{name}""#)), "{name}");
                let is_movement = Some(name) == marks.movement.name();
                let flagged = format!(r#"id="m-flag-{name}""#);
                assert_eq!(sprite.contains(&flagged), is_movement, "{name}");
            }
        }
    }

    #[test]
    fn chevrons_point_to_the_centre_and_away_from_it() {
        let degrees = |marks: Marks, inward: f64| {
            let svg = drawn(marks, inward);
            let (_, after) = svg.split_once("rotate(").expect("turned");
            after.split_once(')').expect("closed").0.to_owned()
        };
        let marks = Marks { movement: Movement::MovedIn, ..Marks::default() };
        for (inward, turned) in
            [(-FRAC_PI_2, "0"), (0.0, "90"), (TAU / 4.0, "180"), (TAU / 2.0, "270")]
        {
            assert_eq!(degrees(marks, inward), turned, "{inward}");
            let flagged = Marks { freshness: Freshness::Expired, ..marks };
            assert_eq!(degrees(flagged, inward), format!("{turned} {FLAG_FOOT}"));
        }
        let out = Marks { movement: Movement::MovedOut, ..Marks::default() };
        assert_eq!(degrees(out, 0.0), "90", "its shape points down in the sprite");
    }

    #[test]
    fn pages_shrink_what_is_in_a_square_as_the_chart_does() {
        let css = include_str!("../../themes/default/static/chart.css");
        assert!(css.contains(&format!("transform: {INSIDE}")));
    }
}
