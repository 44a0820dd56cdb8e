//! Positions in files: a range of bytes, and the line and column of a byte.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::source::{FileId, SourceSet};

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file of the range.
    pub file: FileId,
    /// The first byte, from the start of the file.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Returns a range of a file.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start as u32, end: range.end as u32 }
    }

    /// Returns the start of a file, for problems of the whole file.
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Returns the range, in bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the range it was written at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The range it was written at.
    pub at: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its span.
    pub fn new(value: T, at: Span) -> Self {
        Self { value, at }
    }

    /// Converts the value and keeps the span.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), at: self.at }
    }
}

/// Returns the line and the column of a byte, both from 1. The column counts characters.
pub(crate) fn line_and_column(sources: &SourceSet, file: FileId, byte: u32) -> (usize, usize) {
    let bytes = &sources.file(file).bytes;
    let before = &bytes[..(byte as usize).min(bytes.len())];
    let line = count(before, |b| b == b'\n') + 1;
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    (line, count(&before[line_start..], starts_a_character) + 1 - hidden(before, line_start))
}

/// Returns whether a byte of UTF-8 is the first of a character.
fn starts_a_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Returns the number of characters before `line_start..` that no editor counts: the byte-order mark.
fn hidden(before: &[u8], line_start: usize) -> usize {
    usize::from(line_start == 0 && before.starts_with("\u{feff}".as_bytes()))
}

/// Counts bytes, in stretches whose sum fits a byte: this way the compiler adds 16 at once.
fn count(bytes: &[u8], is_counted: impl Fn(u8) -> bool) -> usize {
    let count = |stretch: &[u8]| stretch.iter().map(|b| u8::from(is_counted(*b))).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|stretch| usize::from(count(stretch))).sum()
}

/// The lines and characters of some files, counted once: a large file may have thousands of problems.
pub(crate) struct Places<'s> {
    sources: &'s SourceSet,
    files: BTreeMap<FileId, Counts>,
}

/// For one file, how many lines and characters begin before each stretch of it, and where the line that is open
/// there began.
struct Counts(Vec<Count>);

#[derive(Clone, Copy, Default)]
struct Count {
    lines: usize,
    characters: usize,
    line_start: usize,
    characters_before_line: usize,
}

/// In bytes.
const STRETCH: usize = 1024;

impl<'s> Places<'s> {
    /// Counts the files of some spans.
    pub(crate) fn new(sources: &'s SourceSet, spans: impl IntoIterator<Item = Span>) -> Self {
        let files: BTreeSet<FileId> = spans.into_iter().map(|span| span.file).collect();
        let counts = |file: &FileId| (*file, Counts::new(&sources.file(*file).bytes));
        Self { sources, files: files.iter().map(counts).collect() }
    }

    /// As [`line_and_column`].
    pub(crate) fn line_and_column(&self, file: FileId, byte: u32) -> (usize, usize) {
        let Some(Counts(stretches)) = self.files.get(&file) else {
            return line_and_column(self.sources, file, byte);
        };
        let bytes = &self.sources.file(file).bytes;
        let byte = (byte as usize).min(bytes.len());
        let stretch = byte / STRETCH;
        let Count { lines, characters, line_start, characters_before_line } =
            stretches[stretch].after(&bytes[stretch * STRETCH..byte], stretch * STRETCH);
        let column = characters - characters_before_line + 1 - hidden(&bytes[..byte], line_start);
        (lines + 1, column)
    }
}

impl Counts {
    fn new(bytes: &[u8]) -> Self {
        let mut counts = vec![Count::default()];
        let mut count = Count::default();
        for (stretch, start) in bytes.chunks(STRETCH).zip((0..).step_by(STRETCH)) {
            count = count.after(stretch, start);
            counts.push(count);
        }
        Self(counts)
    }
}

impl Count {
    /// Returns the count after some more bytes, which start at `start`.
    fn after(self, bytes: &[u8], start: usize) -> Self {
        let lines = self.lines + count(bytes, |b| b == b'\n');
        let characters = self.characters + count(bytes, starts_a_character);
        let Some(at) = bytes.iter().rposition(|b| *b == b'\n') else {
            return Self { lines, characters, ..self };
        };
        let line_start = start + at + 1;
        let characters_before_line = characters - count(&bytes[at + 1..], starts_a_character);
        Self { lines, characters, line_start, characters_before_line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let set = SourceSet::from_files([("a", "één = 1\nb = \"ü\" x\n")]);
        let (id, _) = set.find("a").expect("just made");
        assert_eq!(line_and_column(&set, id, 0), (1, 1));
        let x = "één = 1\nb = \"ü\" ".len() as u32;
        assert_eq!(line_and_column(&set, id, x), (2, 9));
        assert_eq!(line_and_column(&set, id, 10_000), (3, 1));
        assert_eq!(count(&[b'\n'; 1_000], |b| b == b'\n'), 1_000);
    }

    #[test]
    fn counted_places_are_those_of_each_byte() {
        let long = "ü".repeat(3 * STRETCH);
        let text = format!("\u{feff}a = 1\n\n{long}\nb = \"{long}\"\r\n# {long}");
        let set = SourceSet::from_files([("a", text.as_str())]);
        let (id, _) = set.find("a").expect("just made");
        let places = Places::new(&set, [Span::file(id)]);
        for (byte, _) in text.char_indices().chain([(text.len(), ' '), (1_000_000, ' ')]) {
            let byte = byte as u32;
            assert_eq!(places.line_and_column(id, byte), line_and_column(&set, id, byte), "{byte}");
        }
    }
}
