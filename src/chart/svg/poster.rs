//! Draws a sheet to hang up, A3 across: the chart, its rings as columns of names, and the rule in one sentence.

use std::f64::consts::FRAC_PI_2;
use std::fmt::Write;

use super::super::geometry::{Point, Rect};
use super::super::label::{Anchor, Text};
use super::super::mark::REACH;
use super::super::{Chart, Fonts, Marks, Request};
use super::columns::{Columns, Item, MARK, What, columns};
use super::standalone::{EmbeddedFont, file};
use super::{Escaped, Number, body, write_mark};

/// The sheet in millimetres.
const SHEET: (f64, f64) = (420.0, 297.0);
/// Units in a millimetre. A point has 1.41 of them.
const UNITS: f64 = 4.0;
/// The margin, which printers need, and the room between parts.
const MARGIN: f64 = 44.0;
const GAP: f64 = 40.0;
/// The height of the line with title and date.
const HEAD: f64 = 84.0;
/// The font sizes of the title, the rule and all that is small.
const TITLE: f64 = 58.0;
const RULE: f64 = 19.0;
const SMALL: f64 = 13.5;

/// What is written beside the chart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Poster {
    pub(crate) title: String,
    /// The day and the edition.
    pub(crate) date: String,
    /// The rule in a sentence.
    pub(crate) rule: String,
    /// Where the radar is; may be empty.
    pub(crate) address: String,
    /// What the marks mean.
    pub(crate) legend: Vec<(Marks, String)>,
}

/// Draws the poster as a file. `css` and `embedded` are as in [`super::standalone()`].
pub(crate) fn poster(
    request: &Request,
    chart: &Chart,
    poster: &Poster,
    fonts: &Fonts,
    css: &str,
    embedded: &[EmbeddedFont<'_>],
) -> String {
    let (width, height) = (SHEET.0 * UNITS, SHEET.1 * UNITS);
    let (mm_wide, mm_high) = SHEET;
    let title = Escaped(&request.title);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart poster" width="{mm_wide}mm" height="{mm_high}mm" viewBox="0 0 {width} {height}" role="group" aria-label="{title}"><rect class="paper" width="{width}" height="{height}"/>"#
    );
    let inside = Rect { x0: MARGIN, y0: MARGIN, x1: width - MARGIN, y1: height - MARGIN };
    write_head(&mut svg, poster, fonts, &inside);
    let below = Rect { y0: inside.y0 + HEAD, ..inside };
    let side = below.height();
    let scale = side / chart.frame.width.max(chart.frame.height);
    let (x, y, font) = (Number(below.x0), Number(below.y0), Number(chart.label_size));
    let _ =
        write!(svg, r#"<g transform="translate({x} {y})scale({scale:.4})" font-size="{font}">"#);
    body(&mut svg, request, chart, &[]);
    svg.push_str("</g>");
    let beside = Rect { x0: below.x0 + side + GAP, ..below };
    write_side(&mut svg, request, poster, fonts, &beside);
    svg.push_str("</svg>\n");
    file(&svg, css, embedded)
}

/// Writes the title on the left; date and address on the right.
fn write_head(svg: &mut String, poster: &Poster, fonts: &Fonts, inside: &Rect) {
    let half = (inside.width() - GAP) / 2.0;
    let small = [&poster.date, &poster.address];
    let small = small.into_iter().filter(|text| !text.is_empty());
    let lines: Vec<Text> =
        small.map(|line| Text::largest(line, (half, 30.0), SMALL * 1.3, &fonts.text)).collect();
    let right = lines.iter().map(|line| line.width).fold(0.0, f64::max);
    let mut y = inside.y0;
    for line in lines {
        let height = line.height;
        write(svg, line, Point { x: inside.x1, y }, Anchor::End, "note");
        y += height + 3.0;
    }
    let room = (inside.width() - right - GAP, HEAD - 14.0);
    let title = Text::largest(&poster.title, room, TITLE, &fonts.heading);
    write(svg, title, Point { x: inside.x0, y: inside.y0 }, Anchor::Start, "strong");
}

/// Writes the rule at the top, the legend at the bottom, and the rings between them.
fn write_side(svg: &mut String, request: &Request, poster: &Poster, fonts: &Fonts, side: &Rect) {
    let rule = Text::largest(&poster.rule, (side.width(), 110.0), RULE, &fonts.text);
    let top = side.y0 + rule.height + 26.0;
    write(svg, rule, Point { x: side.x0, y: side.y0 }, Anchor::Start, "poster-rule");
    let bottom = write_legend(svg, poster, fonts, side) - 22.0;
    let rings = columns(request, (side.width(), bottom - top), &fonts.heading);
    write_rings(svg, request, &rings, Point { x: side.x0, y: top });
}

/// Writes the legend in two columns at the bottom, and returns its upper edge.
fn write_legend(svg: &mut String, poster: &Poster, fonts: &Fonts, side: &Rect) -> f64 {
    let column = (side.width() - GAP) / 2.0;
    let set = |text: &str| Text::whole(text, column - 2.0 * SMALL, SMALL, &fonts.text);
    let rows: Vec<Vec<(&Marks, Text)>> = poster
        .legend
        .chunks(2)
        .map(|row| row.iter().map(|(marks, text)| (marks, set(text))).collect())
        .collect();
    let height = |row: &[(&Marks, Text)]| {
        row.iter().map(|(_, text)| text.height).fold(SMALL * 1.4, f64::max) + 4.0
    };
    let mut y = side.y1 - rows.iter().map(|row| height(row)).sum::<f64>();
    let top = y;
    for row in rows {
        let next = y + height(&row);
        for (at, (marks, text)) in row.into_iter().enumerate() {
            let x = side.x0 + at as f64 * (column + GAP);
            mark_before_text(svg, *marks, 0, Point { x, y }, SMALL);
            write(svg, text, Point { x: x + 2.0 * SMALL, y }, Anchor::Start, "note");
        }
        y = next;
    }
    top
}

fn write_rings(svg: &mut String, request: &Request, rings: &Columns, corner: Point) {
    for Item { what, x, y, text } in &rings.items {
        let at = Point { x: corner.x + x, y: corner.y + y };
        match what {
            What::Ring => write(svg, text.clone(), at, Anchor::Start, "strong"),
            What::Blip(index) => {
                let blip = &request.blips[*index];
                let (hue, classes) = (blip.sector + 1, blip.marks.classes());
                mark_before_text(svg, blip.marks, hue, at, rings.size);
                let at = Point { x: at.x + MARK * rings.size, y: at.y };
                let _ = write!(svg, r#"<g class="blip {classes}">"#);
                write(svg, text.clone(), at, Anchor::Start, "blip-label");
                svg.push_str("</g>");
            }
        }
    }
}

/// Writes a mark before the first line of a text of this size. Without a hue it has the colour of the text.
fn mark_before_text(svg: &mut String, marks: Marks, hue: usize, corner: Point, size: f64) {
    let at = Point { x: corner.x + 0.62 * size, y: corner.y + 0.6 * size };
    write_mark(svg, marks, hue, at, 0.62 * size / REACH, -FRAC_PI_2);
}

fn write(svg: &mut String, set: Text, corner: Point, anchor: Anchor, class: &str) {
    super::each_line(svg, &set.at(corner, anchor), class);
}
