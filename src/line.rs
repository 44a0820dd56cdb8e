//! Texts of one line, such as names, titles and messages: the characters that they must not have, and how any text
//! becomes one line.
//!
//! A line break or a control character in a name could forge a line of a log, such as a `::error` of a workflow.

use std::borrow::Cow;
use std::ops::Range;

/// Returns whether a text of one line must not have a character: line breaks, other control characters, signs that
/// reorder the text around them (Unicode TR 36, section 2.8), and code points that are no characters.
pub(crate) fn is_refused(c: char) -> bool {
    let is_no_character = (c as u32) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || reorders || is_no_character
}

/// Returns a text on one line: what one must not have becomes a blank, and blanks at the ends are left out.
pub(crate) fn line_from(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains(is_refused) {
        return Cow::Borrowed(text);
    }
    let words = text.split(is_refused).map(str::trim).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// Returns a text with visible escapes, such as `\n`, for what one line must not have.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_refused) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_refused(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Returns the range of the line that a byte is on; of a very long line, the part around the byte: a line of a
/// megabyte may have thousands of errors.
pub(crate) fn around(text: &str, at: usize) -> Range<usize> {
    /// In bytes, on each side.
    const MAX: usize = 2000;
    let boundary = |at: usize| {
        let at = at.min(text.len());
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    };
    let at = boundary(at);
    let (from, until) = (boundary(at.saturating_sub(MAX)), boundary(at + MAX));
    let start = text[from..at].rfind('\n').map_or(from, |line_break| from + line_break + 1);
    let end = text[at..until].find('\n').map_or(until, |line_break| at + line_break);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_forges_a_line() {
        for (text, line, shown) in [
            ("Kafka", "Kafka", "Kafka"),
            ("a\n::error::b", "a ::error::b", "a\\n::error::b"),
            ("a\r\n b\t", "a b", "a\\r\\n b\\t"),
            ("\u{1b}[31mred", "[31mred", "\\u{1b}[31mred"),
            ("a\u{85}b\u{2028}c", "a b c", "a\\u{85}b\\u{2028}c"),
            ("a\u{202e}b", "a b", "a\\u{202e}b"),
            ("a\u{fffe}\u{1ffff}", "a", "a\\u{fffe}\\u{1ffff}"),
            (
                "👩\u{200d}💻 می\u{200c}خواهم",
                "👩\u{200d}💻 می\u{200c}خواهم",
                "👩\u{200d}💻 می\u{200c}خواهم",
            ),
        ] {
            assert_eq!(line_from(text), line, "{text:?}");
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }
}
