//! The chart as a file of its own, for a slide deck or a document.
//!
//! Programs that import SVG support less CSS than browsers, and rarely custom properties. So values replace
//! these, and the elements repeat the rules as attributes.

use std::collections::BTreeMap;
use std::fmt::Write;

use data_encoding::BASE64;

use super::super::{Chart, Request};
use super::attributes::with_attributes;
use super::{Number, body, open};

/// A font in the file.
pub(crate) struct EmbeddedFont<'a> {
    pub(crate) family: &'a str,
    /// 100 to 900.
    pub(crate) weight: u16,
    /// CSS `unicode-range`; empty for all characters.
    pub(crate) range: &'a str,
    pub(crate) woff2: &'a [u8],
}

/// Draws the chart as a file.
///
/// `css` comes from the theme: its tokens (custom properties in `:root` rules, of which the first value counts,
/// so the light ones come first) and `chart.css`.
pub(crate) fn standalone(
    request: &Request,
    chart: &Chart,
    css: &str,
    fonts: &[EmbeddedFont<'_>],
) -> String {
    let (width, height) = (Number(chart.frame.width), Number(chart.frame.height));
    // Whatever box another program gives it, all of it is shown.
    let size = format!(
        r#" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" preserveAspectRatio="xMidYMid meet""#
    );
    let mut drawing = String::with_capacity(2048 + 420 * chart.blips.len());
    open(&mut drawing, request, chart, &size);
    let _ = write!(drawing, r#"<rect class="paper" width="{width}" height="{height}"/>"#);
    body(&mut drawing, request, chart, &[]);
    drawing.push_str("</svg>\n");
    dressed(&drawing, css, fonts)
}

/// Gives a drawing its style and its fonts; see [`standalone`].
pub(super) fn dressed(drawing: &str, css: &str, fonts: &[EmbeddedFont<'_>]) -> String {
    let css = resolved(css);
    let drawing = with_attributes(drawing, &css);
    let (start, rest) = drawing.split_once('>').expect("it begins with a tag");
    let style = style(&css, fonts);
    format!("{start}><style>{style}</style>{rest}")
}

/// Returns the style sheet with its fonts.
fn style(css: &str, fonts: &[EmbeddedFont<'_>]) -> String {
    let mut style = String::with_capacity(60_000);
    for EmbeddedFont { family, weight, range, woff2 } in fonts {
        let _ = write!(style, "@font-face{{font-family:\"{family}\";font-weight:{weight};");
        if !range.is_empty() {
            let _ = write!(style, "unicode-range:{range};");
        }
        let _ = write!(
            style,
            "src:url(data:font/woff2;base64,{})format(\"woff2\")}}",
            BASE64.encode(woff2)
        );
    }
    // "<" could end the element; the built-in style sheets have none.
    style.push_str(&css.replace('<', ""));
    style
}

/// Replaces each `var(--name)` in `css` by the first value of `--name`. Drops comments and the properties
/// themselves.
pub(crate) fn resolved(css: &str) -> String {
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
    // A value may name another property. This ends for circular ones too.
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

#[cfg(test)]
mod tests {
    use super::*;

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
