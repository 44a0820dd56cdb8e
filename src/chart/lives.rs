//! Draws the lives of all blips as one picture: a row for each, a column for each edition, rings as tones of the
//! quadrant's hue, flags as the marks that they are on the chart.

use std::fmt::Write;

use super::font::Metrics;
use super::mark::{Freshness, Marks};
use super::svg::{EmbeddedFont, Escaped, Number, file};

/// The height of a row.
const ROW: f64 = 18.0;
/// The widths of columns: few are wider.
const COLUMNS: (f64, f64) = (54.0, 110.0);
/// The least width of the picture, for the title and the key.
const WIDTH: f64 = 720.0;
/// The font size of names and columns.
const TEXT: f64 = 12.5;
/// The font size of headings.
const HEADING: f64 = 17.0;
/// Room around everything.
const EDGE: f64 = 24.0;
/// The size of a mark in a cell, where 1 is that on the chart.
const MARK: f64 = 0.6;
/// How much of its hue the tone of the innermost and of the outermost ring has.
const TONES: (f64, f64) = (0.62, 0.1);

/// What `chart.css` has no rules for.
const STYLE: &str = ".tone{fill:currentColor}.ink{fill:var(--ink)}.framed{fill:none;stroke:var(--alarm);stroke-width:1.4}";

/// What to draw.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    pub(crate) title: String,
    /// The names of the rings, from the centre out.
    pub(crate) rings: Vec<String>,
    /// Each in two lines.
    pub(crate) columns: Vec<[String; 2]>,
    pub(crate) groups: Vec<Group>,
    /// What the flags and the frame mean.
    pub(crate) key: Vec<(Flag, String)>,
}

/// Rows under a heading.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) name: String,
    /// Index of the quadrant.
    pub(crate) sector: usize,
    pub(crate) rows: Vec<Row>,
}

/// A blip.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) runs: Vec<Run>,
}

/// Columns in which the same holds of a blip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// The first column.
    pub(crate) from: usize,
    /// How many columns.
    pub(crate) count: usize,
    pub(crate) ring: usize,
    pub(crate) flag: Option<Flag>,
    pub(crate) imposed: bool,
}

/// What a mark or a frame says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    Expired,
    Unreviewed,
    /// Only in the key: the frame of an imposed ring.
    Imposed,
}

/// Draws the picture as a file. `css` comes from the theme, as for [`super::svg::standalone()`].
///
/// `metrics` are those of the texts.
pub(crate) fn draw(
    picture: &Picture,
    metrics: &Metrics,
    css: &str,
    fonts: &[EmbeddedFont<'_>],
) -> String {
    let names = picture.groups.iter().flat_map(|group| &group.rows);
    let names = names.map(|row| metrics.width(&row.name, TEXT)).fold(0.0, f64::max);
    let left = EDGE + names + 12.0;
    let rows: usize = picture.groups.iter().map(|group| group.rows.len()).sum();
    let count = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    let columns_count = count(picture.columns.len());
    let column = ((WIDTH - left - EDGE) / columns_count.max(1.0)).clamp(COLUMNS.0, COLUMNS.1);
    let width = (left + columns_count * column + EDGE).max(WIDTH);
    let grid = Grid { left, column, rings: picture.rings.len() };
    let head = EDGE + HEADING + 2.0 * ROW + 2.0 * TEXT + 12.0;
    let groups = count(picture.groups.len()) * 2.0 * ROW;
    let height = head + groups + count(rows) * ROW + EDGE;
    let (w, h, title) = (Number(width), Number(height), Escaped(&picture.title));
    let mut svg = format!(
        r#"<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="{TEXT}" role="img" aria-label="{title}"><rect class="paper" width="{w}" height="{h}"/>"#
    );
    let y = Number(EDGE + HEADING);
    let _ = write!(
        svg,
        r#"<text class="sector-name" x="{EDGE}" y="{y}" font-size="{HEADING}">{title}</text>"#
    );
    key(&mut svg, picture, metrics, EDGE + HEADING + ROW + 6.0);
    columns(&mut svg, picture, grid, head - TEXT - 8.0);
    let mut y = head;
    for group in &picture.groups {
        y += 2.0 * ROW;
        let hue = group.sector + 1;
        let _ = write!(svg, r#"<g class="sector-{hue}">"#);
        let (at, name) = (Number(y - 6.0), Escaped(&group.name));
        let _ = write!(svg, r#"<text class="sector-name" x="{EDGE}" y="{at}">{name}</text>"#);
        draw_rows(&mut svg, &group.rows, grid, y);
        y += count(group.rows.len()) * ROW;
        svg.push_str("</g>");
    }
    svg.push_str("</svg>\n");
    file(&svg, &format!("{css}\n{STYLE}"), fonts)
}

/// Where the cells are.
#[derive(Clone, Copy)]
struct Grid {
    left: f64,
    column: f64,
    rings: usize,
}

fn columns(svg: &mut String, picture: &Picture, grid: Grid, y: f64) {
    for (at, lines) in (0u32..).zip(&picture.columns) {
        let x = Number(grid.left + f64::from(at) * grid.column + 2.0);
        for (line, y) in lines.iter().zip([y, y + TEXT + 2.0]) {
            let (y, line) = (Number(y), Escaped(line));
            let _ = write!(svg, r#"<text class="sector-note" x="{x}" y="{y}">{line}</text>"#);
        }
    }
}

/// Writes what the tones, the marks and the frame mean.
fn key(svg: &mut String, picture: &Picture, metrics: &Metrics, y: f64) {
    let mut x = EDGE;
    let text = |svg: &mut String, x: f64, words: &str| {
        let (x, y, words) = (Number(x), Number(y), Escaped(words));
        let _ = write!(svg, r#"<text class="sector-note" x="{x}" y="{y}">{words}</text>"#);
    };
    let width = |words: &str| metrics.width(words, TEXT) + 22.0;
    for (ring, name) in picture.rings.iter().enumerate() {
        let (tone, at, top) = (tone(ring, picture.rings.len()), Number(x), Number(y - TEXT + 1.0));
        let _ = write!(
            svg,
            r#"<rect class="ink" fill-opacity="{tone}" x="{at}" y="{top}" width="14" height="14"/>"#
        );
        text(svg, x + 20.0, name);
        x += 20.0 + width(name);
    }
    for (flag, words) in &picture.key {
        draw_flag(svg, *flag, x + 8.0, y - TEXT / 2.0 + 2.0);
        text(svg, x + 22.0, words);
        x += 22.0 + width(words);
    }
}

/// Writes rows: first their tones, which share their colour, so that each is short.
fn draw_rows(svg: &mut String, rows: &[Row], grid: Grid, top: f64) {
    let rows = || (0u32..).zip(rows).map(|(at, row)| (top + f64::from(at) * ROW, row));
    let runs = || rows().flat_map(|(y, row)| row.runs.iter().map(move |run| (y, *run)));
    let units = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from) * grid.column;
    svg.push_str(r#"<g class="tone">"#);
    for (y, run) in runs() {
        let (x, y) = (Number(grid.left + units(run.from)), Number(y));
        let (width, height) = (Number(units(run.count) - 1.0), Number(ROW - 1.0));
        let tone = tone(run.ring, grid.rings);
        let _ = write!(
            svg,
            r#"<rect fill-opacity="{tone}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        );
    }
    svg.push_str("</g>");
    for (y, row) in rows() {
        let (middle, name) = (Number(y + ROW / 2.0 + TEXT * 0.35), Escaped(&row.name));
        let _ = write!(svg, r#"<text x="{EDGE}" y="{middle}">{name}</text>"#);
    }
    for (y, run) in runs() {
        let x = grid.left + units(run.from);
        if run.imposed {
            let (x, y) = (Number(x + 1.0), Number(y + 1.0));
            let (width, height) = (Number(units(run.count) - 3.0), Number(ROW - 3.0));
            let _ = write!(
                svg,
                r#"<rect class="framed" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
            );
        }
        if let Some(flag) = run.flag {
            draw_flag(svg, flag, x + 11.0, y + ROW / 2.0);
        }
    }
}

fn draw_flag(svg: &mut String, flag: Flag, x: f64, y: f64) {
    let freshness = match flag {
        Flag::Expired => Freshness::Expired,
        Flag::Unreviewed => Freshness::Unreviewed,
        Flag::Imposed => {
            let (x, y) = (Number(x - 7.0), Number(y - 7.0));
            let _ = write!(svg, r#"<rect class="framed" x="{x}" y="{y}" width="14" height="14"/>"#);
            return;
        }
    };
    let marks = Marks { freshness, ..Marks::default() };
    let (x, y, classes) = (Number(x), Number(y), marks.classes());
    let _ =
        write!(svg, r#"<g class="blip {classes}" transform="translate({x} {y}) scale({MARK})">"#);
    marks.write(svg, 0.0);
    svg.push_str("</g>");
}

/// Returns how much of the hue a ring has: evenly from the centre out.
fn tone(ring: usize, rings: usize) -> String {
    let at = |at: usize| u32::try_from(at).map_or(0.0, f64::from);
    let share = if rings < 2 { 0.0 } else { at(ring) / at(rings - 1) };
    format!("{:.2}", TONES.0 + (TONES.1 - TONES.0) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_row_for_each_blip_and_a_mark_where_it_is_flagged() {
        let run = |from, count, ring, flag, imposed| Run { from, count, ring, flag, imposed };
        let picture = Picture {
            title: "A & B".to_owned(),
            rings: ["Adopt", "Trial", "Hold"].map(str::to_owned).into(),
            columns: vec![["Nov", "2025"], ["May", "2026"]]
                .into_iter()
                .map(|lines| lines.map(str::to_owned))
                .collect(),
            groups: vec![Group {
                name: "Tools".to_owned(),
                sector: 3,
                rows: vec![Row {
                    name: "Kafka".to_owned(),
                    runs: vec![run(0, 1, 0, None, false), run(1, 1, 2, Some(Flag::Expired), true)],
                }],
            }],
            key: vec![(Flag::Imposed, "imposed".to_owned())],
        };
        let metrics = super::super::fixtures::metrics();
        let svg = draw(&picture, metrics, ".sector-4{color:#123456}", &[]);
        for part in ["A &amp; B", "Tools", "Kafka", "2026", "imposed", "#123456"] {
            assert!(svg.contains(part), "{part}\n{svg}");
        }
        assert_eq!(svg.matches("fill-opacity=\"0.62\"").count(), 2, "the key and the first run");
        assert_eq!(svg.matches("class=\"framed\"").count(), 2, "the key and the second run");
        assert_eq!(svg.matches("class=\"blip expired\"").count(), 1);
    }

    #[test]
    fn tones_fall_evenly() {
        assert_eq!(
            (0..4).map(|ring| tone(ring, 4)).collect::<Vec<_>>(),
            ["0.62", "0.45", "0.27", "0.10"]
        );
        assert_eq!(tone(0, 1), "0.62");
    }
}
