//! The variables of a script -> their literals. The script is not run: a value that it computes, such as
//! `left: w - 200`, is not seen.

use std::collections::BTreeSet;

use crate::diagnostic::Report;
use crate::import::name::one_line;
use crate::import::sources::File;
use crate::import::value::{Value, json};
use crate::source::FileId;

pub(super) fn has_places(text: &str) -> bool {
    let Some(start) = assigned(text, "radar_data") else { return false };
    let list = &text[start..];
    list.starts_with('[') && list.contains("pc") && list.contains("name")
}

pub(super) struct Script<'s> {
    file: FileId,
    text: &'s str,
    /// The bytes before it: a byte-order mark is not part of a known text.
    offset: usize,
    /// The text with 0 for every computed value, which starts at one of these bytes.
    literal: String,
    computed: BTreeSet<usize>,
}

impl<'s> Script<'s> {
    pub(super) fn new(file: &File, text: &'s str) -> Self {
        let (literal, computed) = without_computed(text);
        let offset = file.source.bytes.len() - text.len();
        Self { file: file.id, text, offset, literal, computed }
    }

    /// Returns the list that is assigned to a variable.
    pub(super) fn list(&self, name: &str, report: &mut Report) -> Option<Value> {
        let start = assigned(self.text, name)?;
        let list = self.literal.get(start..).filter(|list| list.starts_with('['))?;
        let end = end(list).unwrap_or(list.len());
        json::literal(self.file, &list[..end], start + self.offset, "JavaScript literal", report)
    }

    /// Returns the text that is assigned to a variable.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let rest = &self.text[assigned(self.text, name)?..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = &rest[1..];
        let text = one_line(&inner[..inner.find(quote)?]);
        Some(text).filter(|text| !text.is_empty())
    }

    /// Returns a number that the script does not compute.
    pub(super) fn number(&self, value: Option<&Value>) -> Option<f64> {
        let is_computed =
            |value: &&Value| self.computed.contains(&(value.at.range().start - self.offset));
        let value = value.filter(|value| !is_computed(value))?;
        value.text()?.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// Returns the start of the value that is assigned to a variable.
fn assigned(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let is_part = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        let value = text[at + name.len()..].trim_start().strip_prefix('=').filter(|_| !is_part)?;
        (!value.starts_with('=')).then(|| text.len() - value.trim_start().len())
    })
}

/// Steps through a script, and over its texts and comments as a whole.
struct Steps<'t> {
    text: &'t str,
    at: usize,
}

/// A text, a comment or a character, and where it starts and ends.
enum Step {
    Text,
    Comment,
    Sign(char),
}

impl Iterator for Steps<'_> {
    type Item = (Step, usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let (step, length) = match first {
            '"' | '\'' | '`' => (Step::Text, quoted(rest, first)),
            '/' if rest.starts_with("//") => (Step::Comment, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (Step::Comment, rest[2..].find("*/").map_or(rest.len(), |ahead| ahead + 4))
            }
            c => (Step::Sign(c), c.len_utf8()),
        };
        self.at += length;
        Some((step, start, self.at))
    }
}

/// Returns the length of a text in quotation marks.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            '\n' if quote != '`' => return at,
            _ => {}
        }
    }
    text.len()
}

/// Returns the length of the list or object at the start of a text.
fn end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    Steps { text, at: 0 }.find_map(|(step, _, end)| {
        match step {
            Step::Sign('[' | '{') => depth += 1,
            Step::Sign(']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(end)
    })
}

/// Replaces each value behind a `:` that the script computes by 0, without a change of its length.
fn without_computed(text: &str) -> (String, BTreeSet<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut computed = BTreeSet::new();
    // The start of a value, and how many parentheses are open in it.
    let mut value: Option<(usize, usize)> = None;
    let mut copied = 0;
    for (step, start, _) in (Steps { text, at: 0 }) {
        let Step::Sign(sign) = step else { continue };
        match (value, sign) {
            (_, ':') => value = Some((start + 1, 0)),
            (Some((from, open)), '(') => value = Some((from, open + 1)),
            (Some((from, open)), ')') if open > 0 => value = Some((from, open - 1)),
            (Some((from, 0)), ',' | '}' | ']') => {
                let written = &text[from..start];
                let lead = written.len() - written.trim_start().len();
                if !is_literal(written.trim()) {
                    out.push_str(&text[copied..from + lead]);
                    out.push('0');
                    out.push_str(&" ".repeat(start - from - lead - 1));
                    computed.insert(from + lead);
                    copied = start;
                }
                value = None;
            }
            (Some(_), '[' | '{') => value = None,
            _ => {}
        }
    }
    out.push_str(&text[copied..]);
    (out, computed)
}

fn is_literal(value: &str) -> bool {
    let is_text = |quote: char| value.starts_with(quote) && quoted(value, quote) == value.len();
    let is_word = matches!(value, "true" | "false" | "null");
    // A comment behind a value is no part of it.
    let has_comment = value.contains("//") || value.contains("/*");
    let is_number = value.parse::<f64>().is_ok();
    value.is_empty() || is_number || is_word || has_comment || is_text('"') || is_text('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_values_are_zero_and_nothing_moves() {
        for (text, expected) in [
            ("[{ left: w-200+30, top: (h/2 + 38) }]", "[{ left: 0       , top: 0          }]"),
            (
                "[{ a: 'b: c, d', b: \"x\" + y, c: -1.5 }]",
                "[{ a: 'b: c, d', b: 0      , c: -1.5 }]",
            ),
            ("[{ a: { b: f(1, 2) }, c: [1] }]", "[{ a: { b: 0       }, c: [1] }]"),
            (
                "[{ a: 1 /* it, is */, b: true }] // x: y,",
                "[{ a: 1 /* it, is */, b: true }] // x: y,",
            ),
        ] {
            assert_eq!(without_computed(text).0, expected);
            assert_eq!(without_computed(text).0.len(), text.len());
        }
    }

    #[test]
    fn variables_are_found() {
        for (text, expected) in [
            ("var radar_data = [1];", Some("[1];")),
            ("my_radar_data = [1]; radar_data=[2]", Some("[2]")),
            ("radar_data == [1]", None),
            ("radar_data.length", None),
        ] {
            assert_eq!(assigned(text, "radar_data").map(|at| &text[at..]), expected);
        }
        assert_eq!(end("[1, ']', [2] /* ] */] + 1"), Some(21));
    }
}
