//! Texts with their boxes: one line or a few, set left, right or centred.

use super::font::Metrics;
use super::geometry::{Point, Rect, tenth};

/// Stands for the rest of a text that is cut.
const ELLIPSIS: &str = "…";

/// A text in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Its lines, from the top.
    pub lines: Vec<String>,
    /// Where the baseline of the first line is anchored.
    pub at: Point,
    /// How the lines stand to [`Label::at`].
    pub anchor: Anchor,
    /// The font size.
    pub size: f64,
    /// The room it takes, from the top of its first line to the bottom of its last.
    pub rect: Rect,
}

/// How a line stands to its point: the values of SVG's `text-anchor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// It begins there.
    #[default]
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A text that was measured, and has yet no place.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Its lines, from the top.
    pub lines: Vec<String>,
    /// Of the longest line.
    pub width: f64,
    /// Of all lines.
    pub height: f64,
    /// From the top to the first baseline.
    pub ascent: f64,
    /// The font size.
    pub size: f64,
}

impl Text {
    /// `text` in one line.
    pub fn line(text: &str, size: f64, metrics: &Metrics) -> Self {
        Self::lines(vec![text.to_owned()], size, metrics)
    }

    /// `text` in at most `most` lines, none wider than `width`; what is left over is cut.
    pub fn wrapped(text: &str, width: f64, most: usize, size: f64, metrics: &Metrics) -> Self {
        let mut lines: Vec<String> = Vec::new();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let extended = lines.last().map(|line| format!("{line} {word}"));
            match extended.filter(|line| metrics.width(line, size) <= width) {
                Some(line) => *lines.last_mut().expect("it was just extended") = line,
                None if lines.len() < most => lines.push(word.to_owned()),
                None => {
                    let last = lines.last_mut().expect("`most` is at least 1");
                    for word in std::iter::once(word).chain(words.by_ref()) {
                        last.push(' ');
                        last.push_str(word);
                    }
                }
            }
        }
        let lines = lines.iter().map(|line| cut(line, width, size, metrics)).collect();
        Self::lines(lines, size, metrics)
    }

    /// `text` in the two lines of the least width; nothing if it is a single word.
    pub fn halved(text: &str, size: f64, metrics: &Metrics) -> Option<Self> {
        text.char_indices()
            .filter(|&(_, c)| c == ' ')
            .map(|(space, _)| {
                let lines = vec![text[..space].to_owned(), text[space + 1..].to_owned()];
                Self::lines(lines, size, metrics)
            })
            .min_by(|a, b| a.width.total_cmp(&b.width))
    }

    fn lines(lines: Vec<String>, size: f64, metrics: &Metrics) -> Self {
        let line = metrics.line(size);
        let width = lines.iter().map(|line| metrics.width(line, size)).fold(0.0, f64::max);
        Self { height: line.height() * lines.len() as f64, lines, width, ascent: line.ascent, size }
    }

    /// The box of the text whose top corner on the side of `anchor` (or whose top centre) is `corner`.
    pub fn rect(&self, corner: Point, anchor: Anchor) -> Rect {
        let x0 = match anchor {
            Anchor::Start => corner.x,
            Anchor::Middle => corner.x - self.width / 2.0,
            Anchor::End => corner.x - self.width,
        };
        Rect { x0, y0: corner.y, x1: x0 + self.width, y1: corner.y + self.height }
    }

    /// The text in its place; see [`Text::rect`].
    pub fn at(self, corner: Point, anchor: Anchor) -> Label {
        let rect = self.rect(corner, anchor);
        let at = Point { x: corner.x, y: tenth(corner.y + self.ascent) };
        Label { rect, at, anchor, size: self.size, lines: self.lines }
    }
}

/// `line`, cut so that it is at most `width` wide.
fn cut(line: &str, width: f64, size: f64, metrics: &Metrics) -> String {
    if metrics.width(line, size) <= width {
        return line.to_owned();
    }
    let mut kept = line.to_owned();
    while !kept.is_empty() && metrics.width(&kept, size) + metrics.width(ELLIPSIS, size) > width {
        kept.pop();
    }
    kept.truncate(kept.trim_end().len());
    kept + ELLIPSIS
}
