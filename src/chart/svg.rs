//! Writes a chart as SVG: [`inline`] for a page, [`standalone()`] as a file of its own.
//!
//! The drawing has classes and presentation attributes only, so a page may forbid inline styles. Font sizes
//! are attributes, since the places depend on them; `chart.css` sets colours and lines.

mod attributes;
pub(crate) mod card;
mod columns;
mod lines;
mod locator;
pub(crate) mod poster;
mod rim;
mod standalone;
mod target;

use std::fmt::{self, Display, Write};

use pulldown_cmark_escape::escape_html_body_text;

use super::geometry::{Arc, Point, Rect};
use super::label::{Anchor, Label};
use super::names::ring_spacing;
use super::{Blip, Chart, Marks, PlacedBlip, Request, View};
pub(crate) use locator::{Cells, locator};
pub(crate) use standalone::{EmbeddedFont, file, resolved, standalone};

/// Draws the chart for a page whose style sheet includes `chart.css`.
pub(crate) fn inline(request: &Request, chart: &Chart) -> String {
    let mut svg = String::with_capacity(2048 + 420 * chart.blips.len());
    // A page gives the drawing a box of its own ratio, and on a phone a narrower one that shows its middle.
    open(&mut svg, request, chart, r#" preserveAspectRatio="xMidYMid slice""#);
    body(&mut svg, request, chart, &target::targets(chart));
    svg + "</svg>"
}

/// Writes the start tag. The script needs centre and radii to find neighbours and to draw other days.
fn open(svg: &mut String, request: &Request, chart: &Chart, attributes: &str) {
    let frame = &chart.frame;
    let (width, height) = (Number(frame.width), Number(frame.height));
    let (x, y) = (Number(frame.centre.x), Number(frame.centre.y));
    let radii: Vec<String> = frame.radii.iter().map(|&radius| Number(radius).to_string()).collect();
    let (radii, title, size) = (radii.join(","), Escaped(&request.title), Number(chart.label_size));
    let view = match request.view {
        View::Whole => "whole",
        View::Sector(_) => "alone",
        View::Slice(_) => "slice",
    };
    let _ = write!(
        svg,
        r#"<svg class="chart {view}" viewBox="0 0 {width} {height}"{attributes} font-size="{size}" role="group" aria-label="{title}" data-cx="{x}" data-cy="{y}" data-radii="{radii}">"#
    );
}

/// Writes the content of the drawing. `targets` has a box for each blip, or is empty: in a file of its own,
/// only the marks can be pressed.
fn body(svg: &mut String, request: &Request, chart: &Chart, targets: &[Option<Rect>]) {
    svg.push_str(r#"<g aria-hidden="true">"#);
    lines::write(svg, chart);
    for label in &chart.ring_names {
        let spacing = Number(ring_spacing(label.size));
        let attributes = format!(r#" class="ring-name" letter-spacing="{spacing}""#);
        text(svg, label, &attributes, chart.label_size);
    }
    svg.push_str("</g>");
    for &arc in &chart.frame.sectors {
        write_sector(svg, request, chart, arc, targets);
    }
}

/// Writes a sector: its name, then its blips in reading order, by ring and name.
fn write_sector(
    svg: &mut String,
    request: &Request,
    chart: &Chart,
    arc: Arc,
    targets: &[Option<Rect>],
) {
    let sector = arc.sector;
    let about = &request.sectors[sector];
    let (hue, name) = (sector + 1, Escaped(&about.name));
    let _ = write!(svg, r#"<g class="sector sector-{hue}" role="group" aria-label="{name}">"#);
    rim::write(svg, request, chart, arc);
    for label in chart.sector_names.iter().filter(|label| label.sector == sector) {
        if !about.href.is_empty() {
            let _ = write!(svg, r#"<a href="{}">"#, Escaped(&about.href));
        }
        text(svg, &label.name, r#" class="sector-name""#, chart.label_size);
        if !about.href.is_empty() {
            svg.push_str("</a>");
        }
        if let Some(note) = &label.note {
            text(svg, note, r#" class="sector-note""#, chart.label_size);
        }
    }
    let mut blips: Vec<(&Blip, &PlacedBlip, usize)> = (request.blips.iter().zip(&chart.blips))
        .zip(0..)
        .filter_map(|((blip, placed), at)| Some((blip, placed.as_ref()?, at)))
        .filter(|(blip, ..)| blip.sector == sector)
        .collect();
    blips.sort_by_key(|(blip, ..)| (blip.ring, &blip.name, &blip.id));
    for (blip, placed, at) in blips {
        write_blip(svg, blip, placed, targets.get(at).copied().flatten(), chart);
    }
    svg.push_str("</g>");
}

/// Writes a blip around the centre of its dot, so that one attribute of the link moves it.
fn write_blip(
    svg: &mut String,
    blip: &Blip,
    placed: &PlacedBlip,
    target: Option<Rect>,
    chart: &Chart,
) {
    let Point { x, y } = placed.dot;
    let (classes, id, href) = (blip.marks.classes(), Escaped(&blip.id), Escaped(&blip.href));
    let ring = blip.ring;
    let _ = write!(
        svg,
        r#"<a class="blip {classes}" data-id="{id}" data-ring="{ring}" href="{href}" transform="translate({})""#,
        At(placed.dot)
    );
    if !blip.accessible_name.is_empty() {
        let _ = write!(svg, r#" aria-label="{}""#, Escaped(&blip.accessible_name));
    }
    svg.push('>');
    if !blip.tooltip.is_empty() {
        let _ = write!(svg, "<title>{}</title>", Escaped(&blip.tooltip));
    }
    if let Some(target) = target {
        let (left, top) = (Number(target.x0 - x), Number(target.y0 - y));
        let (width, height) = (Number(target.width()), Number(target.height()));
        let _ = write!(
            svg,
            r#"<rect class="blip-hit" x="{left}" y="{top}" width="{width}" height="{height}"/>"#
        );
    }
    svg.push_str(r#"<g class="blip-dot""#);
    if chart.dot_scale < 1.0 {
        let _ = write!(svg, r#" transform="scale({:.3})""#, chart.dot_scale);
    }
    svg.push('>');
    let centre = chart.frame.centre;
    blip.marks.write(svg, (centre.y - y).atan2(centre.x - x));
    svg.push_str("</g>");
    if let Some(label) = &placed.label {
        let class = if placed.number.is_some() { "blip-number" } else { "blip-label" };
        let label = label.moved(-x, -y);
        text(svg, &label, &format!(r#" class="{class}""#), chart.label_size);
    }
    svg.push_str("</a>");
}

/// Writes a mark alone, as large as `scale` makes it, around a point. `inward` is the direction of the centre. Sector 0 has
/// no hue of its own.
fn write_mark(svg: &mut String, marks: Marks, sector: usize, at: Point, scale: f64, inward: f64) {
    let (classes, at) = (marks.classes(), At(at));
    let _ = write!(
        svg,
        r#"<g class="sector-{sector}"><g class="blip {classes}" transform="translate({at})scale({scale:.3})">"#
    );
    marks.write(svg, inward);
    svg.push_str("</g></g>");
}

/// Writes each line of a text as an element of its own, for drawings that other programs paint: not all of them place
/// the lines of one element rightly.
fn each_line(svg: &mut String, label: &Label, class: &str) {
    for (index, line) in label.lines.iter().enumerate() {
        let at = Point { y: label.at.y + index as f64 * label.leading(), ..label.at };
        let line = Label { lines: vec![line.clone()], at, ..label.clone() };
        text(svg, &line, &format!(r#" class="{class}""#), 0.0);
    }
}

/// Writes a text element; `inherited` is the font size that needs no attribute.
fn text(svg: &mut String, label: &Label, attributes: &str, inherited: f64) {
    let (x, y) = (Number(label.at.x), Number(label.at.y));
    let _ = write!(svg, r#"<text{attributes} x="{x}" y="{y}""#);
    match label.anchor {
        Anchor::Start => {}
        Anchor::Middle => svg.push_str(r#" text-anchor="middle""#),
        Anchor::End => svg.push_str(r#" text-anchor="end""#),
    }
    if (label.size - inherited).abs() > 1e-9 {
        let _ = write!(svg, r#" font-size="{}""#, Number(label.size));
    }
    svg.push('>');
    let leading = Number(label.leading());
    for (index, line) in label.lines.iter().enumerate() {
        if index == 0 {
            let _ = write!(svg, "{}", Escaped(line));
        } else {
            // The space separates the lines for screen readers and copies.
            let _ = write!(
                svg,
                r#"<tspan font-size="0"> </tspan><tspan x="{x}" dy="{leading}">{}</tspan>"#,
                Escaped(line)
            );
        }
    }
    svg.push_str("</text>");
}

/// A coordinate: at most one decimal, as short as possible, the same on every platform.
pub(super) struct Number(pub(super) f64);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As a whole number, which is written several times faster, and has no -0.
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        if rest == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{rest}") }
    }
}

/// A point, as coordinates.
struct At(Point);

impl Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Number(self.0.x), Number(self.0.y))
    }
}

/// Text for both XML and HTML. Leaves out the characters that XML cannot hold.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nearly all texts, and each at least twice for every blip. Noncharacters begin with 0xEF.
        let is_plain = |byte| byte >= b' ' && !matches!(byte, b'<' | b'>' | b'&' | b'"' | 0xEF);
        if self.0.bytes().all(is_plain) {
            return f.write_str(self.0);
        }
        let text = self.0.replace(['\t', '\n', '\r'], " ");
        let text = text.replace(|c| matches!(c, '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'), "");
        let mut escaped = String::with_capacity(text.len());
        escape_html_body_text(&mut escaped, &text)?;
        f.write_str(&escaped.replace('"', "&quot;"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let cases = [
            (0.0, "0"),
            (-0.04, "0"),
            (12.0, "12"),
            (12.34, "12.3"),
            (-7.25, "-7.3"),
            (-0.05, "-0.1"),
            (1e9, "1000000000"),
        ];
        for (value, text) in cases {
            assert_eq!(Number(value).to_string(), text);
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(Escaped("a<b> & \"c\"\u{1}\n").to_string(), "a&lt;b&gt; &amp; &quot;c&quot; ");
        assert_eq!(Escaped("Ｆ é\u{FFFE}").to_string(), "Ｆ é");
        assert_eq!(Escaped("it's plain").to_string(), "it's plain");
    }
}
