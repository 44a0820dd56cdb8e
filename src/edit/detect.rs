//! A blip's file without `detect` -> the same with it, beside the other short keys.

use toml::de::DeTable;

use super::splice::{Splices, line_end, line_start};
use super::toml_string::string;
use super::{EditError, parse};
use crate::radar::detect::Detector;

/// Keys after which it stands, the last of them in the file.
const BEFORE: [&str; 10] = [
    "name",
    "quadrant",
    "ring",
    "owners",
    "tags",
    "aliases",
    "added",
    "links",
    "review_every",
    "summary",
];

/// Longer lines are broken.
const MAX_LINE: usize = 100;

/// Adds a list of detectors to a blip's file. A file that has one stays as it is.
///
/// # Errors
///
/// If the file is not valid TOML.
pub fn detect(file: &str, detectors: &[&Detector]) -> Result<String, EditError> {
    let table = parse(file)?;
    let ends = BEFORE.iter().filter_map(|key| {
        let value = table.get(*key)?;
        // The value of `[[links]]` is its header.
        let is_value =
            !file[value.span()].starts_with("[[") && !is_header(file, value.span().start);
        is_value.then_some(value.span().end)
    });
    let (Some(end), false) = (ends.max(), table.contains_key("detect")) else {
        return Ok(file.to_owned());
    };
    let mut splices = Splices::new(file);
    let line = format!("{} = {}", padded(file, &table), array(detectors));
    splices.insert_lines(line_end(file, end), &[line]);
    Ok(splices.apply())
}

/// Returns whether a file has a key at its top.
#[must_use]
pub fn has_detect(file: &str) -> bool {
    parse(file).is_ok_and(|table| table.contains_key("detect"))
}

/// Returns a list of detectors as TOML: on one line if that is short enough.
pub(crate) fn array(detectors: &[&Detector]) -> String {
    let items: Vec<String> =
        detectors.iter().map(|detector| string(&detector.to_string())).collect();
    let line = format!("[{}]", items.join(", "));
    if line.len() + "detect = ".len() <= MAX_LINE {
        return line;
    }
    format!("[\n    {},\n]", items.join(",\n    "))
}

fn is_header(file: &str, at: usize) -> bool {
    file[line_start(file, at)..at].trim_start().starts_with('[')
}

/// Returns the key, as far from its `=` as the others are, if those of name and quadrant are aligned.
fn padded(file: &str, table: &DeTable) -> String {
    let column = |key: &str| {
        let (key, _) = table.get_key_value(key)?;
        let start = line_start(file, key.span().start);
        file[start..].find('=').filter(|_| start == key.span().start)
    };
    let width = match (column("name"), column("quadrant")) {
        (Some(name), Some(quadrant)) if name == quadrant => name - 1,
        _ => 0,
    };
    format!("{:<width$}", "detect")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_byte_stays() {
        let line = "detect = [\"npm:kafkajs\", \"image:apache/kafka\"]";
        let aligned = "detect   = [\"npm:kafkajs\", \"image:apache/kafka\"]";
        let detectors: Vec<Detector> = ["npm:kafkajs", "image:apache/kafka"]
            .iter()
            .map(|text| text.parse().expect("valid"))
            .collect();
        let detectors: Vec<&Detector> = detectors.iter().collect();
        for (before, after, expected) in [
            ("name = 'x'\n", "", line),
            ("\u{feff}name = 'x' # why\r\n", "\r\n[[review]]\r\ndate = 2026-01-01\r\n", line),
            ("name     = 'x'\nquadrant = 'q'\n", "description = '''\ntags = 1\n'''\n", aligned),
            (
                "name = 'x'\nquadrant = 'q'\ntags = [\n  'a', # b\n]\n",
                "# on the description\ndescription = 'y'\n",
                line,
            ),
            ("# top\nring = 'adopt'\nname = 'x'\n", "\n[[links]]\ntitle = 'a'\n", line),
            ("summary = 'x'\n", "exit.effort = '1 day'\n[[question]]\n", line),
        ] {
            let line_break = if before.contains('\r') { "\r\n" } else { "\n" };
            let found = detect(&format!("{before}{after}"), &detectors).expect("valid");
            assert_eq!(found, format!("{before}{expected}{line_break}{after}"));
            assert!(has_detect(&found));
            assert_eq!(detect(&found, &detectors).as_deref(), Ok(found.as_str()));
        }
        assert_eq!(detect("name = 'x'", &detectors), Ok(format!("name = 'x'\n{line}")));
        assert_eq!(
            detect("detect = []\nname = 'x'\n", &detectors).as_deref(),
            Ok("detect = []\nname = 'x'\n")
        );
        assert_eq!(detect("name = ", &detectors), Err(EditError::Toml));
    }

    #[test]
    fn a_long_list_has_a_line_for_each() {
        let detector: Detector = format!("npm:{}", "a".repeat(60)).parse().expect("valid");
        let list = array(&[&detector, &detector]);
        assert_eq!(list, format!("[\n    \"{detector}\",\n    \"{detector}\",\n]"));
        assert_eq!(array(&[&detector]), format!("[\"{detector}\"]"));
    }
}
