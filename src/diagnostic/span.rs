//! Positions in files: a range of bytes, and the line and column of a byte.

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
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = line_breaks(before) + 1;
    let line_bytes = &before[line_start..];
    let line_bytes = line_bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line_bytes);
    (line, String::from_utf8_lossy(line_bytes).chars().count() + 1)
}

/// Counts line breaks, in stretches whose sum fits a byte: this way the compiler adds 16 at once. A large file
/// may have thousands of problems.
fn line_breaks(bytes: &[u8]) -> usize {
    let count = |stretch: &[u8]| stretch.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|stretch| usize::from(count(stretch))).sum()
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
        assert_eq!(line_breaks(&[b'\n'; 1_000]), 1_000);
    }
}
