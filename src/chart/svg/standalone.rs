//! The chart as a file of its own, for a slide deck or a document.
//!
//! Programs that import SVG know less CSS than browsers, and custom properties least of all. These are
//! replaced by their values, and the rules stand as attributes at the elements too.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::{Chart, Request};
use super::attributes::with_attributes;
use super::{Number, body, open};

/// A font that travels in the file.
pub struct EmbeddedFont<'a> {
    /// The name by which the style sheet asks for it.
    pub family: &'a str,
    /// 100 to 900.
    pub weight: u16,
    /// CSS `unicode-range`; empty: all that the file has.
    pub range: &'a str,
    /// The file.
    pub woff2: &'a [u8],
}

/// The chart as a file.
///
/// `css` is the theme's: its tokens (custom properties in a `:root` rule, of which the first value
/// counts, so the light ones come first) and `chart.css`.
pub fn standalone(
    request: &Request,
    chart: &Chart,
    css: &str,
    fonts: &[EmbeddedFont<'_>],
) -> String {
    let (width, height) = (Number(chart.frame.width), Number(chart.frame.height));
    let size = format!(r#" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}""#);
    let css = resolved(css);
    let mut drawing = String::with_capacity(2048 + 420 * chart.blips.len());
    open(&mut drawing, request, chart, &size);
    let _ = write!(drawing, r#"<rect class="paper" width="{width}" height="{height}"/>"#);
    body(&mut drawing, request, chart, &[]);
    drawing.push_str("</svg>\n");
    let drawing = with_attributes(&drawing, &css);
    let (start, rest) = drawing.split_once('>').expect("it begins with a tag");
    let style = style(&css, fonts);
    format!("{start}><style>{style}</style>{rest}")
}

/// The style sheet, with the fonts in it.
fn style(css: &str, fonts: &[EmbeddedFont<'_>]) -> String {
    let mut style = String::with_capacity(60_000);
    for EmbeddedFont { family, weight, range, woff2 } in fonts {
        let _ = write!(style, "@font-face{{font-family:\"{family}\";font-weight:{weight};");
        if !range.is_empty() {
            let _ = write!(style, "unicode-range:{range};");
        }
        let _ =
            write!(style, "src:url(data:font/woff2;base64,{})format(\"woff2\")}}", base64(woff2));
    }
    // "<" could end the element, and is in no style sheet of ours.
    style.push_str(&css.replace('<', ""));
    style
}

/// `css` with `var(--name)` replaced by the first value that it gives `--name`, without comments and
/// without the properties themselves.
fn resolved(css: &str) -> String {
    let css = without_comments(css);
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for declaration in css.split([';', '{', '}']) {
        if let Some((name, value)) = declaration.split_once(':')
            && name.trim().starts_with("--")
        {
            values.entry(name.trim()).or_insert(value.trim());
        }
    }
    let mut css = css.clone();
    // A value may name another property; a circle of them ends here.
    for _ in 0..4 {
        css = replaced(&css, &values);
    }
    without_tokens(&css)
}

/// `css` without the blocks, alone or in `@media`, that hold a theme's tokens.
fn without_tokens(css: &str) -> String {
    let (mut out, mut start, mut depth) = (String::with_capacity(css.len()), 0, 0);
    for (at, c) in css.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == '}' && depth == 0 {
            let block = &css[start..=at];
            if !block.contains(":root") {
                out.push_str(block.trim_start());
                out.push('\n');
            }
            start = at + 1;
        }
    }
    out
}

fn replaced(css: &str, values: &BTreeMap<&str, &str>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("var(") {
        out.push_str(before);
        let Some((name, after)) = after.split_once(')') else {
            return out;
        };
        let (name, fallback) = name.split_once(',').unwrap_or((name, "currentColor"));
        out.push_str(values.get(name.trim()).copied().unwrap_or(fallback.trim()));
        rest = after;
    }
    out + rest
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, &byte| word << 8 | u32::from(byte));
        let word = word << (8 * (3 - chunk.len()));
        for sextet in 0..4 {
            let index = (word >> (18 - 6 * sextet)) & 63;
            out.push(if sextet <= chunk.len() { ALPHABET[index as usize].into() } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn custom_properties_are_replaced() {
        let css = ":root{--a:red;--b:var(--a)}/* x */.c{fill:var(--b);stroke:var( --none , #000)}\
                   @media(prefers-color-scheme:dark){:root{--a:blue}}";
        let css = resolved(css);
        assert_eq!(css, ".c{fill:red;stroke:#000}\n");
        let css = resolved("@media print{.a{fill:red}.b{fill:blue}}.c{fill:green}");
        assert_eq!(css, "@media print{.a{fill:red}.b{fill:blue}}\n.c{fill:green}\n");
    }
}
