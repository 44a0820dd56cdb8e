//! Measures texts in the fonts of a theme.
//!
//! The widths are those of the files that the pages ship (WOFF2). The build script has measured the built-in fonts;
//! those of a radar's own theme are read when the site is built.

mod widths;

use std::borrow::Cow;
use std::sync::OnceLock;

pub(crate) use widths::{FontError, Widths};

/// A file of a font.
pub(crate) enum FontFile<'a> {
    Woff2(&'a [u8]),
    Measured(&'static Widths),
}

impl<'a> From<&'a [u8]> for FontFile<'a> {
    fn from(file: &'a [u8]) -> Self {
        Self::Woff2(file)
    }
}

impl FontFile<'_> {
    fn widths(&self) -> Result<Cow<'static, Widths>, FontError> {
        match *self {
            Self::Woff2(file) => Widths::from_woff2(file).map(Cow::Owned),
            Self::Measured(widths) => Ok(Cow::Borrowed(widths)),
        }
    }
}

/// The advance widths of one style (family and weight), from all of its files.
///
/// A web font comes in subsets (Latin, Cyrillic, …). The first is read at once, since its line height
/// counts for all; the others when a text has a character that those before them lack.
pub(crate) struct Metrics {
    /// The advances of the characters that nearly all texts consist of.
    ascii: [Option<f64>; 128],
    first: Cow<'static, Widths>,
    others: Vec<Subset>,
}

impl Metrics {
    /// Reads the font whose subsets are `files`, beginning with the one that most texts need.
    ///
    /// # Errors
    ///
    /// If there is no file, or the first is not a WOFF2 font. Other unreadable subsets are ignored: the
    /// widths of their characters are estimated.
    pub(crate) fn new<'a, F: Into<FontFile<'a>>>(
        files: impl IntoIterator<Item = F>,
    ) -> Result<Self, FontError> {
        let mut files = files.into_iter().map(Into::into);
        let first = files.next().unwrap_or(FontFile::Woff2(&[]));
        let first = first.widths()?;
        let ascii = std::array::from_fn(|c| first.advance(char::from(c as u8)));
        Ok(Self { ascii, first, others: files.map(Subset::from).collect() })
    }

    /// Returns the width of `text` in one line at `size`, in the unit of `size`.
    ///
    /// This is the sum of the advances, and an upper limit: it ignores kerning and ligatures, which bring
    /// letters closer in these fonts. Characters that the font lacks are estimated generously.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size
    }

    /// Returns how far a line reaches above and below the baseline at `size`. Browsers report boxes of
    /// this height for every text.
    pub(super) fn line(&self, size: f64) -> Line {
        Line { ascent: self.first.ascent * size, descent: self.first.descent * size }
    }

    /// Returns whether the font has a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.known(c).is_some()
    }

    /// Returns the advance of one character, in em.
    fn advance(&self, c: char) -> f64 {
        self.known(c).unwrap_or_else(|| estimate(c))
    }

    fn known(&self, c: char) -> Option<f64> {
        let ascii = self.ascii.get(u32::from(c) as usize).copied().flatten();
        ascii
            .or_else(|| self.first.advance(c))
            .or_else(|| self.others.iter().find_map(|subset| subset.widths()?.advance(c)))
    }
}

/// A further file of a font.
enum Subset {
    Measured(&'static Widths),
    /// Read when a text needs it.
    Woff2(Vec<u8>, OnceLock<Option<Widths>>),
}

impl From<FontFile<'_>> for Subset {
    fn from(file: FontFile) -> Self {
        match file {
            FontFile::Woff2(file) => Self::Woff2(file.to_vec(), OnceLock::new()),
            FontFile::Measured(widths) => Self::Measured(widths),
        }
    }
}

impl Subset {
    fn widths(&self) -> Option<&Widths> {
        match self {
            Self::Measured(widths) => Some(widths),
            Self::Woff2(file, read) => read.get_or_init(|| Widths::from_woff2(file).ok()).as_ref(),
        }
    }
}

/// The reach of a line of text from its baseline, both positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(super) ascent: f64,
    pub(super) descent: f64,
}

impl Line {
    pub(super) fn height(self) -> f64 {
        self.ascent + self.descent
    }
}

/// Estimates the width of a character that the font lacks, in em.
///
/// Prefers too wide, since a gap is harmless and an overlap is not: East Asian characters fill their em
/// square, emoji are up to 1.4 em wide, and most letters of other scripts stay below 0.7 em. Joiners,
/// variation selectors and combining marks take no room.
fn estimate(c: char) -> f64 {
    match u32::from(c) {
        0x0000..=0x001F
        | 0x0300..=0x036F
        | 0x200B..=0x200F
        | 0x2060..=0x2064
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0x1F3FB..=0x1F3FF
        | 0xE0000..=0xE01EF => 0.0,
        0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x231A..=0x23FF => 1.4,
        _ if is_east_asian(c) => 1.05,
        _ => 0.7,
    }
}

/// Returns whether `c` belongs to a script whose characters fill a square and allow a line break between
/// them.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(
        u32::from(c),
        0x1100..=0x115F
            | 0x2E80..=0xA4CF
            | 0xAC00..=0xD7FF
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE6F
            | 0xFF00..=0xFF60
            | 0xFFE0..=0xFFE6
            | 0x20000..=0x3FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::metrics;

    #[test]
    fn widths_are_those_of_the_shipped_font() {
        // Advances of Roboto Condensed Regular, in units of 2048 to the em, as FontTools reads them.
        for (text, units) in [("i", 470.0), ("0", 1011.0), ("Kafka", 4650.0)] {
            let width = metrics().width(text, 2048.0);
            assert!((width - units).abs() < 0.5, "{text}: {width}");
        }
    }

    #[test]
    fn figures_are_tabular() {
        let widths: Vec<_> = ('0'..='9').map(|c| metrics().advance(c)).collect();
        assert!(widths.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-6), "{widths:?}");
    }

    #[test]
    fn other_scripts_come_from_further_subsets_or_an_estimate() {
        assert!(metrics().width("ж", 1.0) < 0.8);
        assert!(metrics().width("ł", 1.0) < 0.4);
        assert!(metrics().width("漢字", 1.0) > 2.0);
        assert!(metrics().width("🧑\u{200D}💻", 1.0) > 2.0);
    }

    #[test]
    fn a_file_that_is_no_font_is_an_error() {
        assert!(Metrics::new([b"GIF89a".as_slice()]).is_err());
        assert!(Metrics::new::<&[u8]>([]).is_err());
    }
}
