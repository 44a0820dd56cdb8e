//! The JavaScript of a page -> the literals that it passes to the drawing.
//!
//! The page is not run: the list or text of each key is cut out and read as a literal. Computed values are
//! not seen.

use std::ops::Range;

use super::RadarFile;
use crate::diagnostic::Report;
use crate::import::name::one_line;
use crate::import::sources::File;
use crate::import::value::{Value, json};

/// Whether a page has entries with labels.
pub(super) fn has_entries(text: &str) -> bool {
    find(text, "entries").is_some_and(|range| text[range].contains("label"))
}

/// Reads a page, unless it has no literals.
pub(super) fn read<'s>(file: &'s File<'s>, report: &mut Report) -> Option<RadarFile<'s>> {
    let text = file.text(report)?;
    let mut get = |key: &str| -> Option<Value> {
        let range = find(text, key)?;
        json::literal(file.id, &text[range.clone()], range.start, "JavaScript literal", report)
    };
    let (entries, rings, quadrants) = (get("entries"), get("rings"), get("quadrants"));
    if entries.is_none() && rings.is_none() && quadrants.is_none() {
        return None;
    }
    let mut words = |key: &str| Some(one_line(&get(key)?.text()?)).filter(|line| !line.is_empty());
    let (title, date) = (words("title"), words("date"));
    Some(RadarFile { file, title, date, entries, rings, quadrants })
}

/// Finds the list or text that follows a key and a colon.
fn find(text: &str, key: &str) -> Option<Range<usize>> {
    text.match_indices(key).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-')) {
            return None;
        }
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':')?.trim_start();
        let start = text.len() - value.len();
        match value.bytes().next()? {
            // A list that never ends is cut at the end of the page: the parser reports what is missing.
            b'[' => Some(start..start + closed(value).unwrap_or(value.len())),
            b'"' | b'\'' => Some(start..start + string_end(value, 0)?),
            _ => None,
        }
    })
}

/// Returns the length of a literal, brackets included.
fn closed(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' | b'`' => {
                at = string_end(text, at)?;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text[at..].find('\n')?;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += text[at..].find("*/")? + 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Returns the end of the string that starts at a byte.
fn string_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[start];
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_cut_out_of_scripts() {
        let found = |text: &str, key| find(text, key).map(|range| text[range].to_owned());
        for (text, expected) in [
            ("f({ entries: [1, [2]], x: 3 })", Some("[1, [2]]")),
            (
                "f({ \"entries\" : [\"]\", ']', // ]\n /* ] */ 1] })",
                Some("[\"]\", ']', // ]\n /* ] */ 1]"),
            ),
            ("f({ entries: config.entries })", None),
            ("config.entries: [1]", None),
            ("my_entries: [1]", None),
            ("entries: config.entries, entries: [1]", Some("[1]")),
            ("entries: [1, 2", Some("[1, 2")),
            ("entries: 'it\\'s'", Some("'it\\'s'")),
            ("entries: 'never", None),
        ] {
            assert_eq!(found(text, "entries").as_deref(), expected, "{text}");
        }
    }
}
