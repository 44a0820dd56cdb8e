//! Inserts texts into a text, with the line breaks around them.

use std::ops::Range;

/// A text, and the changes to it.
pub(super) struct Splices<'t> {
    text: &'t str,
    splices: Vec<(Range<usize>, String)>,
}

impl<'t> Splices<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, splices: Vec::new() }
    }

    pub(super) fn replace(&mut self, span: Range<usize>, with: String) {
        self.splices.push((span, with));
    }

    pub(super) fn insert(&mut self, at: usize, what: String) {
        self.replace(at..at, what);
    }

    /// Adds lines at the start of a line, or at the end of a text. If the text ends without a line break, it still
    /// does afterwards.
    pub(super) fn insert_lines(&mut self, at: usize, lines: &[String]) {
        let line_break = line_break(self.text, at);
        // A text on several lines has line breaks itself.
        let lines = lines.join("\n").replace('\n', line_break);
        let is_open = at == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n');
        let inserted =
            if is_open { format!("{line_break}{lines}") } else { format!("{lines}{line_break}") };
        self.insert(at, inserted);
    }

    /// As [`Splices::insert_lines`], with a blank line before, and one after unless the text ends.
    pub(super) fn insert_block(&mut self, at: usize, lines: &[String]) {
        let mut block = vec![String::new()];
        block.extend_from_slice(lines);
        let next = &self.text[at..line_end(self.text, at)];
        if !next.trim().is_empty() {
            block.push(String::new());
        }
        self.insert_lines(at, &block);
    }

    /// As [`Splices::insert_lines`], with a blank line after, and one before unless the text starts.
    pub(super) fn insert_block_before(&mut self, at: usize, lines: &[String]) {
        let mut block = lines.to_vec();
        block.push(String::new());
        let before = &self.text[..at];
        let last_line = &before[line_start(before, before.len().saturating_sub(1))..];
        if !last_line.trim().is_empty() {
            block.insert(0, String::new());
        }
        self.insert_lines(at, &block);
    }

    /// Adds an item to an array in brackets, given the spans of the array and its items.
    pub(super) fn insert_item(
        &mut self,
        array: Range<usize>,
        items: &[Range<usize>],
        at_start: bool,
        item: &str,
    ) {
        let text = self.text;
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            self.insert(array.start + 1, item.to_owned());
            return;
        };
        if at_start {
            let gap = gap(text, first.start);
            self.insert(first.start, format!("{item},{gap}"));
            return;
        }
        let gap = gap(text, last.start);
        let Some(comma) = comma(text, last.end) else {
            // A comment may follow the item on its line.
            let rest = text[last.end..line_end(text, last.end)].trim_end();
            if rest.trim_start().starts_with('#') {
                self.insert(last.end, ",".to_owned());
                self.insert(last.end + rest.len(), format!("{gap}{item}"));
            } else {
                self.insert(last.end, format!(",{gap}{item}"));
            }
            return;
        };
        let rest = text[comma + 1..line_end(text, comma)].trim_end();
        if rest.trim_start().starts_with('#') {
            let gap = if gap == " " { line_break(text, comma).to_owned() } else { gap };
            self.insert(comma + 1 + rest.len(), format!("{gap}{item},"));
        } else {
            self.insert(comma + 1, format!("{gap}{item},"));
        }
    }

    /// Returns the changed text.
    pub(super) fn apply(mut self) -> String {
        self.splices.sort_by_key(|(span, _)| (span.start, span.end));
        let mut spliced = String::with_capacity(self.text.len() + 200);
        let mut at = 0;
        for (span, with) in self.splices {
            spliced += &self.text[at..span.start];
            spliced += &with;
            at = span.end;
        }
        spliced + &self.text[at..]
    }
}

/// Returns the first byte of the line that a byte is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line_break| line_break + 1)
}

/// Returns the first byte after the line that a byte is on.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |line_break| at + line_break + 1)
}

/// Returns the line break that the lines around a byte have.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let before = text[..at].rfind('\n');
    let found = before.or_else(|| text[at..].find('\n').map(|after| at + after));
    if found.is_some_and(|found| text[..found].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Returns the line break and indent before an item that starts its line, or else a space.
fn gap(text: &str, item: usize) -> String {
    let indent = &text[line_start(text, item)..item];
    if indent.trim().is_empty() {
        format!("{}{indent}", line_break(text, item))
    } else {
        " ".to_owned()
    }
}

/// Returns the position of the comma after an item, behind blanks and comments.
fn comma(text: &str, mut at: usize) -> Option<usize> {
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        match text[at..].chars().next()? {
            ',' => return Some(at),
            '#' => at = line_end(text, at),
            _ => return None,
        }
    }
}
