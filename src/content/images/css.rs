//! The style sheets of an SVG -> what they load.

use std::borrow::Cow;

/// Something that a style sheet may load.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Load<'c> {
    /// The target of `url(…)`.
    Url(Cow<'c, str>),
    /// Something that loads by other means: its name.
    Other(&'static str),
}

/// What loads without `url(…)`.
const OTHERS: [&str; 5] = ["@import", "image-set(", "src(", "expression(", "javascript:"];

/// Returns everything that a style sheet or the value of a property may load. Comments count: whatever looks like an
/// address is taken for one.
pub(super) fn loads(css: &str) -> Vec<Load<'_>> {
    let css = unescaped(css);
    // Of the same length, so that positions fit both.
    let lower = css.to_ascii_lowercase();
    let others = OTHERS.into_iter().filter(|word| lower.contains(word)).map(Load::Other);
    let urls = lower
        .match_indices("url(")
        .map(|(at, word)| Load::Url(Cow::Owned(target(&css[at + word.len()..]).to_owned())));
    urls.chain(others).collect()
}

/// Returns the address at the start of what follows `url(`.
fn target(css: &str) -> &str {
    let css = css.trim_start();
    let (css, end) = match css.chars().next() {
        Some(quote @ ('"' | '\'')) => (&css[1..], quote),
        _ => (css, ')'),
    };
    css.split(end).next().unwrap_or_default().trim()
}

/// Replaces the escapes of CSS (`\75rl` is `url`: <https://drafts.csswg.org/css-syntax/#consume-escaped-code-point>).
fn unescaped(css: &str) -> Cow<'_, str> {
    if !css.contains('\\') {
        return Cow::Borrowed(css);
    }
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut digits = String::new();
        while let Some(digit) = chars.next_if(|c| c.is_ascii_hexdigit() && digits.len() < 6) {
            digits.push(digit);
        }
        if let Ok(number) = u32::from_str_radix(&digits, 16) {
            out.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
            chars.next_if(char::is_ascii_whitespace);
        } else if chars.next_if(|c| matches!(c, '\n' | '\r' | '\x0C')).is_none() {
            out.extend(chars.next());
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_style_sheet_loads_is_found() {
        let url = |target: &str| Load::Url(Cow::Owned(target.to_owned()));
        for (css, expected) in [
            ("fill:red;content:\"\\201C\"", vec![]),
            ("fill:url(#a)", vec![url("#a")]),
            ("a{b:URL( ' x y ' )}c{d:url(z)}", vec![url("x y"), url("z")]),
            ("a{b:\\75rl(https://e.org/)}", vec![url("https://e.org/")]),
            ("a{b:u\\72 l(\"h\\\nttps://e.org/\")}", vec![url("https://e.org/")]),
            ("\\40\\69 mport 'x'", vec![Load::Other("@import")]),
            ("@IMPORT url(x)", vec![url("x"), Load::Other("@import")]),
            ("a{b:url(", vec![url("")]),
            ("a{b:image-set('x' 1x)}", vec![Load::Other("image-set(")]),
        ] {
            assert_eq!(loads(css), expected, "{css}");
        }
    }
}
