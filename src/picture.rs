//! An SVG that this program drew, and fonts -> a PNG.
//!
//! It knows nothing of cards. Only the given fonts are used, never those of the machine, so that the same drawing gives the
//! same picture anywhere.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Language, Source, Stretch, Style, Weight};
use resvg::usvg::{Options, Tree};

/// The keyword under which a picture names what it was made from.
const SOURCE: &str = "Source";
/// As many colours as an index of one byte can tell apart.
const COLOURS: usize = 256;

/// A font to write with.
pub(crate) struct Face<'f> {
    pub(crate) family: &'f str,
    /// 100 to 900.
    pub(crate) weight: u16,
    pub(crate) woff2: &'f [u8],
}

/// Turns drawings into pictures.
pub(crate) struct Painter {
    options: Options<'static>,
}

impl Painter {
    /// Unpacks the fonts. A file that is none is left out: the theme has reported it.
    pub(crate) fn new<'f>(faces: impl IntoIterator<Item = Face<'f>>) -> Self {
        let mut fonts = Database::new();
        for Face { family, weight, woff2 } in faces {
            let Ok(bytes) = wuff::decompress_woff2(woff2) else { continue };
            fonts.push_face_info(FaceInfo {
                id: ID::dummy(),
                source: Source::Binary(Arc::new(bytes)),
                index: 0,
                // As the theme calls it: that is the name in the drawing.
                families: vec![(family.to_owned(), Language::English_UnitedStates)],
                post_script_name: String::new(),
                style: Style::Normal,
                weight: Weight(weight),
                stretch: Stretch::Normal,
                monospaced: false,
            });
        }
        Self { options: Options { fontdb: Arc::new(fonts), ..Options::default() } }
    }

    /// Paints a drawing of this size.
    pub(crate) fn paint(&self, svg: &str, (width, height): (u32, u32)) -> Picture {
        let empty = Pixmap::new(width, height).expect("the size of a card is small and not zero");
        self.paint_over(&Picture(empty), svg)
    }

    /// Paints a drawing over a picture.
    pub(crate) fn paint_over(&self, ground: &Picture, svg: &str) -> Picture {
        let tree = Tree::from_str(svg, &self.options).expect("this program draws valid SVG");
        let mut pixels = ground.0.clone();
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        Picture(pixels)
    }
}

/// A picture in memory, without transparent parts.
pub(crate) struct Picture(Pixmap);

impl Picture {
    /// Returns the picture as a file that names its `source`, which [`source`] reads again.
    ///
    /// A drawing has few colours, and the edges of its letters shades of them. The most frequent ones, an index of one byte
    /// each, take a third of the room and of the time.
    pub(crate) fn png(&self, source: &str) -> Vec<u8> {
        let pixels = self.0.pixels();
        let colour = |at: usize| {
            let pixel = pixels[at];
            [pixel.red(), pixel.green(), pixel.blue()]
        };
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        let mut from = 0;
        for at in 1..=pixels.len() {
            // Most pixels are as the one before them.
            if at == pixels.len() || pixels[at] != pixels[from] {
                *counts.entry(colour(from)).or_default() += at - from;
                from = at;
            }
        }
        let (palette, nearest) = palette(counts);
        let mut indices = Vec::with_capacity(pixels.len());
        let (mut last, mut index) = (None, 0);
        for at in 0..pixels.len() {
            if last != Some(pixels[at]) {
                (last, index) = (Some(pixels[at]), nearest[&colour(at)]);
            }
            indices.push(index);
        }
        self.encoded(&palette, &indices, source).expect("memory takes what is written to it")
    }

    fn encoded(
        &self,
        palette: &[[u8; 3]],
        indices: &[u8],
        source: &str,
    ) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.0.width(), self.0.height());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette.concat());
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.add_text_chunk(SOURCE.to_owned(), source.to_owned())?;
        let mut writer = encoder.write_header()?;
        writer.write_image_data(indices)?;
        writer.finish()?;
        Ok(file)
    }
}

/// Returns what a picture of [`Picture::png`] was made from.
pub(crate) fn source(png: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(Cursor::new(png)).read_info().ok()?;
    let mut texts = reader.info().uncompressed_latin1_text.iter();
    Some(texts.find(|chunk| chunk.keyword == SOURCE)?.text.clone())
}

/// Returns the most frequent colours, and for each colour the index of the one nearest to it.
fn palette(counts: BTreeMap<[u8; 3], usize>) -> (Vec<[u8; 3]>, BTreeMap<[u8; 3], u8>) {
    let mut colours: Vec<([u8; 3], usize)> = counts.into_iter().collect();
    colours.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    let palette: Vec<[u8; 3]> = colours.iter().take(COLOURS).map(|&(colour, _)| colour).collect();
    let distance = |a: [u8; 3], b: [u8; 3]| -> u32 {
        a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = colours.iter().enumerate().map(|(at, &(colour, _))| {
        let index = if at < palette.len() {
            at
        } else {
            let near = (0..palette.len()).min_by_key(|&i| distance(palette[i], colour));
            near.expect("a picture has a colour")
        };
        (colour, index as u8)
    });
    let nearest = nearest.collect();
    (palette, nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &[u8] =
        include_bytes!("../themes/default/static/fonts/roboto-condensed-latin-600.woff2");

    #[test]
    fn a_picture_names_its_source_and_is_the_same_each_time() {
        let face = || Face { family: "Some Name", weight: 600, woff2: FONT };
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30" fill="#fff"/>
            <text x="5" y="20" font-family="Some Name" font-weight="600" font-size="20">Wa</text></svg>"##;
        let png = Painter::new([face()]).paint(svg, (60, 30)).png("abc");
        assert_eq!(source(&png).as_deref(), Some("abc"));
        assert_eq!(png, Painter::new([face()]).paint(svg, (60, 30)).png("abc"));
        // Letters are drawn: without the font there are none, and the file is smaller.
        let without = Painter::new([]).paint(svg, (60, 30)).png("abc");
        assert!(png.len() > without.len() + 100, "{} and {}", png.len(), without.len());
        assert_eq!(source(b"no picture"), None);
    }

    #[test]
    fn rare_colours_become_the_nearest_frequent_one() {
        let mut counts: BTreeMap<[u8; 3], usize> = (0..=255).map(|grey| ([grey; 3], 9)).collect();
        counts.insert([10, 10, 12], 1);
        let (palette, nearest) = palette(counts);
        assert_eq!(palette.len(), COLOURS);
        assert_eq!(palette[usize::from(nearest[&[10, 10, 12]])], [11, 11, 11]);
    }
}
