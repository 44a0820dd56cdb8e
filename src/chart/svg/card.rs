//! Draws a card for social networks: what to know in large letters, and the radar small beside it.
//!
//! A card has two layers. Many share the ground, which has the radar; the front has the texts and the blip that is lit.

use std::fmt::Write;

use super::super::geometry::Point;
use super::super::label::{Anchor, Text};
use super::super::{Blip, Chart, Fonts, Request};
use super::attributes::with_attributes;
use super::{At, Number, write_mark};

/// The size of a card in pixels, which social networks ask for.
pub(crate) const SIZE: (u32, u32) = (1200, 630);

/// The centre and the radius of the small radar.
const CENTRE: Point = Point { x: 888.0, y: 315.0 };
const RADIUS: f64 = 276.0;
/// The left edge, the width, the top and the bottom of the texts.
const LEFT: f64 = 56.0;
const WIDTH: f64 = 516.0;
const TOP: f64 = 52.0;
const BOTTOM: f64 = 578.0;
/// The room between two texts.
const GAP: f64 = 18.0;
/// The dot of a blip that the card is not about.
const QUIET: f64 = 3.2;
/// The mark of the blip that is lit, and the circle around it.
const LIT: f64 = 1.9;
const HALO: f64 = 27.0;

/// Which blips the ground shows with their marks; the others are quiet dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    All,
    Sector(usize),
    None,
}

/// The texts of a card. Each may be empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Card {
    /// The kind of what the card is about, above its name.
    pub(crate) kicker: String,
    /// The sector whose hue the kicker has.
    pub(crate) sector: Option<usize>,
    pub(crate) title: String,
    /// What to know about it, in large letters: the ring, then the review.
    pub(crate) facts: Vec<Fact>,
    /// Where it is from.
    pub(crate) foot: String,
    /// The id of the blip that is lit.
    pub(crate) lit: Option<String>,
}

/// One thing to know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact {
    pub(crate) text: String,
    pub(crate) is_flag: bool,
}

/// Draws the ground of cards. `css` is what [`super::resolved`] returns. It needs no fonts: the painter has them.
pub(crate) fn ground(request: &Request, chart: &Chart, shown: Shown, css: &str) -> String {
    let mut svg = start();
    let (width, height) = SIZE;
    let _ = write!(svg, r#"<rect class="paper" width="{width}" height="{height}"/>"#);
    let scale = scale(chart);
    let (x, y) = (Number(CENTRE.x), Number(CENTRE.y));
    for (ring, radius) in chart.frame.radii.iter().enumerate().rev() {
        let (ring, r) = (ring + 1, Number(radius * scale));
        let _ = write!(svg, r#"<circle class="disc ring-{ring}" cx="{x}" cy="{y}" r="{r}"/>"#);
    }
    for radius in &chart.frame.radii {
        let r = Number(radius * scale);
        let _ = write!(svg, r#"<circle class="ring-line" cx="{x}" cy="{y}" r="{r}"/>"#);
    }
    for angle in chart.frame.boundaries() {
        let end = At(CENTRE.polar(RADIUS, angle));
        let _ = write!(svg, r#"<path class="sector-line" d="M{}L{end}"/>"#, At(CENTRE));
    }
    for (blip, placed) in request.blips.iter().zip(&chart.blips) {
        let Some(placed) = placed else { continue };
        let (hue, at) = (blip.sector + 1, At(small(chart, placed.dot)));
        let is_shown = match shown {
            Shown::All => true,
            Shown::Sector(sector) => sector == blip.sector,
            Shown::None => false,
        };
        if is_shown {
            let size = (scale * chart.dot_scale * 1.15).clamp(0.2, 1.2);
            mark_on_radar(&mut svg, blip, placed.dot, chart, size);
        } else {
            let _ = write!(
                svg,
                r#"<g class="sector-{hue}" transform="translate({at})"><circle class="quiet" r="{QUIET}"/></g>"#
            );
        }
    }
    with_attributes(&(svg + "</svg>"), css)
}

/// Draws what is on the ground: the texts, and the blip that is lit.
pub(crate) fn front(
    request: &Request,
    chart: &Chart,
    card: &Card,
    fonts: &Fonts,
    css: &str,
) -> String {
    let mut svg = start();
    let lit = request.blips.iter().zip(&chart.blips);
    let lit = lit.filter(|(blip, _)| Some(&blip.id) == card.lit.as_ref());
    for (blip, placed) in lit {
        let Some(placed) = placed else { continue };
        let hue = blip.sector + 1;
        let at = At(small(chart, placed.dot));
        let _ = write!(
            svg,
            r#"<g class="sector-{hue}" transform="translate({at})"><circle class="halo" r="{HALO}"/></g>"#
        );
        mark_on_radar(&mut svg, blip, placed.dot, chart, LIT);
    }
    write_texts(&mut svg, card, fonts);
    with_attributes(&(svg + "</svg>"), css)
}

fn start() -> String {
    let (width, height) = SIZE;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#
    )
}

/// Writes the mark of a blip at its place on the small radar.
fn mark_on_radar(svg: &mut String, blip: &Blip, dot: Point, chart: &Chart, size: f64) {
    let centre = chart.frame.centre;
    let inward = (centre.y - dot.y).atan2(centre.x - dot.x);
    write_mark(svg, blip.marks, blip.sector + 1, small(chart, dot), size, inward);
}

/// Writes the texts: the kicker and the title at the top, the facts and the foot at the bottom. The title has the rest of
/// the room; whatever is too long is written smaller.
fn write_texts(svg: &mut String, card: &Card, fonts: &Fonts) {
    let heading = &fonts.heading;
    let mut bottom = BOTTOM;
    if !card.foot.is_empty() {
        let foot = Text::largest(&card.foot, (WIDTH, 62.0), 26.0, &fonts.text);
        bottom -= foot.height;
        write(svg, foot, bottom, "note");
        bottom -= GAP;
    }
    for (at, fact) in card.facts.iter().enumerate().rev() {
        let most = if at == 0 { 54.0 } else { 36.0 };
        let text = Text::largest(&fact.text, (WIDTH, 120.0), most, heading);
        bottom -= text.height;
        write(svg, text, bottom, if fact.is_flag { "flag" } else { "strong" });
        bottom -= 4.0;
    }
    let mut top = TOP;
    if !card.kicker.is_empty() {
        let kicker = Text::largest(&card.kicker, (WIDTH, 66.0), 28.0, heading);
        let hue = card.sector.map_or(0, |sector| sector + 1);
        let height = kicker.height;
        let _ = write!(svg, r#"<g class="sector-{hue}">"#);
        write(svg, kicker, top, if hue == 0 { "note" } else { "sector-name" });
        svg.push_str("</g>");
        top += height + 6.0;
    }
    let room = (WIDTH, (bottom - GAP - top).max(60.0));
    write(svg, Text::largest(&card.title, room, 88.0, heading), top, "strong");
}

fn write(svg: &mut String, set: Text, top: f64, class: &str) {
    let label = set.at(Point { x: LEFT, y: top }, Anchor::Start);
    super::each_line(svg, &label, class);
}

/// Returns where a point of the chart is on the small radar.
fn small(chart: &Chart, point: Point) -> Point {
    let (centre, scale) = (chart.frame.centre, scale(chart));
    let (dx, dy) = ((point.x - centre.x) * scale, (point.y - centre.y) * scale);
    Point { x: CENTRE.x + dx, y: CENTRE.y + dy }
}

fn scale(chart: &Chart) -> f64 {
    RADIUS / chart.frame.radius()
}
