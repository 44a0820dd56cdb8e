//! The JavaScript of a page -> the literals that it passes to the drawing.
//!
//! The page is not run: the list or text of each key is cut out and read as a literal. Computed values are
//! not seen.

use std::ops::Range;

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::RadarFile;
use crate::diagnostic::Report;
use crate::import::name::one_line;
use crate::import::sources::File;
use crate::import::value::{Value, json};

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
            b'[' => Some(start..start + length(value).unwrap_or(value.len())),
            b'"' | b'\'' => Some(start..start + length(value)?),
            _ => None,
        }
    })
}

/// Returns the length of the list or text at the start of a script.
fn length(script: &str) -> Option<usize> {
    let mut scanner = Scanner::new(script, &ScannerOptions::default());
    let mut depth = 0usize;
    loop {
        match scanner.scan().ok()?? {
            Token::OpenBracket | Token::OpenBrace => depth += 1,
            Token::CloseBracket | Token::CloseBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(scanner.token_end());
        }
    }
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
