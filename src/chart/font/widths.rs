//! Reads the widths of letters from a font file (WOFF2).
//!
//! The build script includes this file, so that the widths of the built-in fonts are part of the program.

use std::borrow::Cow;

use skrifa::instance::{LocationRef, Size};
use skrifa::raw::{ReadError, TableProvider};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Why a font file cannot be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FontError {
    #[error("not a WOFF2 font, or a damaged one: {0}")]
    Woff2(String),
    #[error("not a font: {0}")]
    Tables(#[from] ReadError),
}

/// The metrics of one font file, in em.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Widths {
    pub(crate) ascent: f64,
    pub(crate) descent: f64,
    /// Sorted by character.
    pub(crate) advances: Cow<'static, [(char, f32)]>,
}

impl Widths {
    /// Reads a font.
    ///
    /// # Errors
    ///
    /// If the file is no font in WOFF2.
    pub(crate) fn from_woff2(file: &[u8]) -> Result<Self, FontError> {
        let tables =
            wuff::decompress_woff2(file).map_err(|error| FontError::Woff2(format!("{error:?}")))?;
        let font = FontRef::new(&tables)?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let glyphs = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f64::from(font.head()?.units_per_em());
        let mut advances: Vec<(char, f32)> = font
            .charmap()
            .mappings()
            .filter(|&(_, glyph)| glyph != GlyphId::NOTDEF)
            .filter_map(|(codepoint, glyph)| {
                let advance = f64::from(glyphs.advance_width(glyph)?) / em;
                Some((char::from_u32(codepoint)?, advance as f32))
            })
            .collect();
        advances.sort_by_key(|&(c, _)| c);
        let (ascent, descent) = (f64::from(metrics.ascent), f64::from(metrics.descent));
        Ok(Self { ascent: ascent / em, descent: -descent / em, advances: advances.into() })
    }

    /// Returns the advance of a character that the font has, in em.
    pub(crate) fn advance(&self, c: char) -> Option<f64> {
        let found = self.advances.binary_search_by_key(&c, |&(c, _)| c).ok()?;
        Some(f64::from(self.advances[found].1))
    }
}
