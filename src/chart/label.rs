//! Texts and their boxes: one or more lines, aligned left, right or centred.

use super::font::{Metrics, is_east_asian};
use super::geometry::{Point, Rect, tenth};

/// Replaces the end of a text that is too long.
const ELLIPSIS: &str = "…";

/// A text at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub(crate) lines: Vec<String>,
    /// The anchor of the baseline of the first line.
    pub(crate) at: Point,
    pub(crate) anchor: Anchor,
    pub(super) size: f64,
    /// From the top of its first line to the bottom of its last.
    pub(super) rect: Rect,
}

impl Label {
    /// Returns the distance between two baselines.
    pub(crate) fn leading(&self) -> f64 {
        self.rect.height() / self.lines.len().max(1) as f64
    }

    #[must_use]
    pub(super) fn moved(&self, dx: f64, dy: f64) -> Self {
        let at = Point { x: self.at.x + dx, y: self.at.y + dy }.rounded();
        Self { at, rect: self.rect.moved(dx, dy), ..self.clone() }
    }
}

/// The part of each line that is at its point: the values of SVG's `text-anchor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

impl Anchor {
    /// Returns the share of a line's width that is left of its point.
    pub(super) fn share(self) -> f64 {
        match self {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5,
            Anchor::End => 1.0,
        }
    }
}

/// A measured text without a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) lines: Vec<String>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// From the top to the first baseline.
    ascent: f64,
    size: f64,
}

impl Text {
    pub(super) fn line(text: &str, size: f64, metrics: &Metrics) -> Self {
        Self::lines(vec![text.to_owned()], size, metrics)
    }

    /// Breaks `text` into at most `max_lines` lines, none wider than `width`. Cuts the rest.
    pub(super) fn wrapped(
        text: &str,
        width: f64,
        max_lines: usize,
        size: f64,
        metrics: &Metrics,
    ) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let full = lines.len() >= max_lines;
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

    /// Breaks `text` between words, and inside of words that are longer than a line. Cuts nothing.
    pub(super) fn whole(text: &str, width: f64, size: f64, metrics: &Metrics) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let joined = lines.last().map(|line| format!("{line} {word}"));
            match (joined, lines.last_mut()) {
                (Some(joined), Some(line)) if metrics.width(&joined, size) <= width => {
                    *line = joined;
                }
                _ => lines.extend(pieces(word, width, size, metrics)),
            }
        }
        Self::lines(lines, size, metrics)
    }

    /// Sets `text` as [`Text::whole`], as large as it fits a box, but not larger than `most`.
    pub(super) fn largest(text: &str, room: (f64, f64), most: f64, metrics: &Metrics) -> Self {
        let mut size = most;
        loop {
            let set = Self::whole(text, room.0, size, metrics);
            // A word is broken only where all of it would be too small to read.
            let is_broken = size > most / 3.0
                && text.split_whitespace().any(|word| metrics.width(word, size) > room.0);
            if (set.height <= room.1 && !is_broken) || size < 1.0 {
                return set;
            }
            size *= 0.94;
        }
    }

    /// Breaks `text` into two lines of minimal width. Returns `None` if it has no space to break at.
    pub(super) fn halved(text: &str, size: f64, metrics: &Metrics) -> Option<Self> {
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

    /// Returns the box of the text whose top corner on the side of `anchor` (or whose top centre) is `corner`.
    pub(super) fn rect(&self, corner: Point, anchor: Anchor) -> Rect {
        let x0 = corner.x - anchor.share() * self.width;
        Rect { x0, y0: corner.y, x1: x0 + self.width, y1: corner.y + self.height }
    }

    /// Places the text; see [`Text::rect`].
    pub(super) fn at(self, corner: Point, anchor: Anchor) -> Label {
        let rect = self.rect(corner, anchor);
        let at = Point { x: corner.x, y: tenth(corner.y + self.ascent) };
        Label { rect, at, anchor, size: self.size, lines: self.lines }
    }
}

/// Breaks a word into pieces of at most `width`.
fn pieces(word: &str, width: f64, size: f64, metrics: &Metrics) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut taken = 0.0;
    for c in word.chars() {
        let piece = pieces.last_mut().expect("it begins with one");
        let letter = metrics.width(c.encode_utf8(&mut [0; 4]), size);
        // Marks that belong to the letter before them have no width.
        if piece.is_empty() || letter <= 0.0 || taken + letter <= width {
            piece.push(c);
            taken += letter;
        } else {
            pieces.push(c.to_string());
            taken = letter;
        }
    }
    pieces
}

/// Cuts `line` to a width of at most `width`.
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
    fn whole_texts_keep_every_letter() {
        let cases = [
            ("Tools", vec!["Tools"]),
            ("Languages & Frameworks", vec!["Languages &", "Frameworks"]),
            ("Antidisestablishmentarianism", vec!["Antidisestablish", "mentarianism"]),
            ("", vec![]),
        ];
        for (text, lines) in cases {
            let whole = Text::whole(text, 80.0, 12.5, metrics());
            assert_eq!(whole.lines, lines, "{text}");
            assert!(whole.width <= 80.0);
        }
        let long = "Antidisestablishmentarianism ".repeat(40);
        let text = Text::largest(&long, (400.0, 200.0), 80.0, metrics());
        assert!(text.width <= 400.0 && text.height <= 200.0);
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&text.lines.concat()), letters(&long));
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
