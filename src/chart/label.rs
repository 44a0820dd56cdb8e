//! Texts with their boxes: one line or a few, set left, right or centred.

use super::font::{Metrics, is_east_asian};
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

impl Label {
    /// The same text elsewhere.
    #[must_use]
    pub fn moved(&self, dx: f64, dy: f64) -> Self {
        let at = Point { x: self.at.x + dx, y: self.at.y + dy }.rounded();
        Self { at, rect: self.rect.moved(dx, dy), ..self.clone() }
    }
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

    /// `text` in at most `most` lines (one, if that is 0), none wider than `width`; what is left over
    /// is cut.
    pub fn wrapped(text: &str, width: f64, most: usize, size: f64, metrics: &Metrics) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let full = lines.len() >= most;
            match lines.last_mut() {
                Some(line) if full || metrics.width(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let lines = lines.iter().map(|line| cut(line, width, size, metrics)).collect();
        Self::lines(lines, size, metrics)
    }

    /// `text` in the two lines of the least width; nothing if it cannot be broken.
    pub fn halved(text: &str, size: f64, metrics: &Metrics) -> Option<Self> {
        text.char_indices()
            .skip(1)
            .filter(|&(_, c)| c == ' ' || is_east_asian(c))
            .map(|(at, _)| {
                let (first, second) = text.split_at(at);
                let lines = vec![first.to_owned(), second.trim_start().to_owned()];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::metrics;

    #[test]
    fn long_texts_are_wrapped_and_cut() {
        let cases = [
            ("Tools", 100.0, 2, vec!["Tools"]),
            ("Languages & Frameworks", 80.0, 3, vec!["Languages &", "Frameworks"]),
            ("Languages & Frameworks", 80.0, 1, vec!["Languages & F…"]),
            ("Antidisestablishmentarianism", 80.0, 3, vec!["Antidisestabli…"]),
            ("", 80.0, 3, vec![]),
        ];
        for (text, width, most, lines) in cases {
            let wrapped = Text::wrapped(text, width, most, 12.5, metrics());
            assert_eq!(wrapped.lines, lines, "{text}");
            assert!(wrapped.width <= width);
        }
    }

    #[test]
    fn halves_are_about_equal() {
        let cases = [
            ("Kafka", None),
            ("Zero trust architecture", Some(["Zero trust", "architecture"])),
            ("持续交付流水线", Some(["持续交", "付流水线"])),
        ];
        for (text, lines) in cases {
            let halved = Text::halved(text, 12.5, metrics());
            let lines = lines.map(|lines| lines.map(str::to_owned).to_vec());
            assert_eq!(halved.map(|halved| halved.lines), lines);
        }
    }
}
