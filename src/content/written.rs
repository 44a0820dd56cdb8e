//! Where the bytes of a value are in its file: a TOML string differs from its value by quotes and escapes.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::radar::Markdown;
use crate::source::SourceSet;

/// The places of a text's bytes. Built in one pass, so that a text with thousands of problems takes no longer
/// than its length.
pub(super) struct Written {
    at: Span,
    /// Bytes of the value and where they are in the file, where the distance between the two changes. Empty if
    /// they are not known.
    steps: Vec<(usize, usize)>,
}

impl Written {
    pub(super) fn new(sources: &SourceSet, text: &Markdown) -> Self {
        let source = sources.file(text.at.file).bytes.get(text.at.range()).unwrap_or_default();
        let steps = std::str::from_utf8(source).ok().and_then(|source| steps(source, &text.value));
        Self { at: text.at, steps: steps.unwrap_or_default() }
    }

    /// Returns the span of a range of the value; that of the whole value if it is not known.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let (Some(start), Some(last)) =
            (self.place(range.start), self.place(range.end.saturating_sub(1).max(range.start)))
        else {
            return self.at;
        };
        let offset = self.at.range().start;
        Span::new(self.at.file, offset + start..offset + last + usize::from(!range.is_empty()))
    }

    fn place(&self, byte: usize) -> Option<usize> {
        let next = self.steps.partition_point(|(value, _)| *value <= byte);
        let (value, written) = self.steps[next.checked_sub(1)?];
        Some(written + (byte - value))
    }
}

/// Follows a value through its source: a string of TOML, or a whole file.
fn steps(source: &str, value: &str) -> Option<Vec<(usize, usize)>> {
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| source.starts_with(quotes));
    let is_string = |quotes: &str| source.len() >= 2 * quotes.len() && source.ends_with(quotes);
    let quotes = quotes.filter(|quotes| is_string(quotes) && !source.starts_with(value));
    let quotes = quotes.unwrap_or_default();
    let end = source.len() - quotes.len();
    let mut at = quotes.len();
    if quotes.len() == 3 {
        // A line break right after the quotes is not part of the value.
        at +=
            ["\r\n", "\n"].iter().find(|eol| source[at..].starts_with(*eol)).map_or(0, |e| e.len());
    }
    if source.starts_with('\u{feff}') && !value.starts_with('\u{feff}') {
        at += '\u{feff}'.len_utf8();
    }
    let has_escapes = quotes.starts_with('"');
    let mut steps = vec![(0, at)];
    let mut distance = at;
    for (byte, c) in value.char_indices() {
        loop {
            let rest = source.get(at..end)?;
            if has_escapes && rest.starts_with('\\') && line_end(rest).is_some() {
                at += line_end(rest)?;
            } else if rest.starts_with("\r\n") && c == '\n' {
                at += 1;
            } else {
                break;
            }
        }
        if at - byte.min(at) != distance || at < byte {
            distance = at.checked_sub(byte)?;
            steps.push((byte, at));
        }
        let rest = source.get(at..end)?;
        at += match rest.strip_prefix('\\').filter(|_| has_escapes) {
            Some(escape) => {
                1 + match escape.chars().next()? {
                    'u' => 5,
                    'U' => 9,
                    'x' => 3,
                    _ => 1,
                }
            }
            None if rest.starts_with(c) => c.len_utf8(),
            None => return None,
        };
    }
    Some(steps)
}

/// Returns the length of a backslash at the end of a line, with the white space after it that it removes.
fn line_end(rest: &str) -> Option<usize> {
    let after = &rest[1..];
    let blank = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
    after[..blank].contains('\n').then_some(1 + blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_in_its_source() {
        for (source, value, part) in [
            ("\"a [[b]] c\"", "a [[b]] c", "[[b]]"),
            ("'a [[b]] c'", "a [[b]] c", "[[b]]"),
            ("\"\"\"\na \\\n   [[b]] \\\\ c\"\"\"", "a [[b]] \\ c", "[[b]]"),
            ("\"\\u00e4\\t\\\"x\\\" [[b]]\"", "ä\t\"x\" [[b]]", "[[b]]"),
            ("\"\"\"\r\nx\r\n[[b]]\r\n\"\"\"", "x\n[[b]]\n", "[[b]]"),
            ("\"\"\"\r\nx\r\n[[b]]\r\n\"\"\"", "x\r\n[[b]]\r\n", "[[b]]"),
            ("'''\n\\x [[b]]'''", "\\x [[b]]", "[[b]]"),
            ("\u{feff}\"x\" [[b]]", "\"x\" [[b]]", "[[b]]"),
            ("\"x\" and [[b]] \"y\"", "\"x\" and [[b]] \"y\"", "[[b]]"),
        ] {
            let steps = steps(source, value).expect(source);
            let written = Written { at: Span::file(crate::source::FileId::FIRST), steps };
            let at = value.find(part).expect("a part");
            let span = written.span(&(at..at + part.len()));
            assert_eq!(&source[span.range()], part, "{source:?}");
        }
        assert_eq!(steps("\"abc\"", "xyz"), None);
    }
}
