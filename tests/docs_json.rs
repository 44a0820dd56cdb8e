//! `docs/json.md` lists the keys of all JSON that the program prints, and no others, with their types.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the documentation is read from disk"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Radars that between them have every key, with and without a value.
const RADARS: [&str; 9] = [
    ".",
    "tests/cli/diff.in",
    "tests/cli/due.in",
    "tests/cli/exit.in",
    "tests/cli/export.in",
    "tests/cli/first-hand.in",
    "tests/cli/formats.in",
    "tests/cli/questions.in",
    "tests/cli/rule.in",
];

#[test]
fn radar_json() {
    compare("radar.json", &[&["export", "json"]]);
}

#[test]
fn the_review_queue() {
    compare("The review queue", &[&["due", "--within", "12 months", "--format", "json"]]);
}

#[test]
fn the_questions_that_wait() {
    compare("The questions that wait", &[&["due", "--questions", "--format", "json"]]);
}

#[test]
fn the_difference_between_two_days() {
    let diff = |from| ["diff", from, "--format", "json"];
    let editions = ["diff", "2025-11-03", "2026-05-04", "--format", "json"];
    compare(
        "The difference between two days",
        &[&diff("2020-01-01"), &diff("2026-05-04"), &diff("2026-11-22"), &editions],
    );
}

#[test]
fn diagnostics() {
    compare("Diagnostics", &[&["check", "--message-format", "json"]]);
}

#[test]
fn formats_of_other_programs() {
    for format in ["backstage", "zalando", "byor-json"] {
        compare(format, &[&["export", format]]);
    }
}

/// Compares a section of the page with what commands print about all radars.
fn compare(heading: &str, commands: &[&[&str]]) {
    let mut found = Keys::default();
    for radar in RADARS {
        for command in commands {
            for value in run(radar, command) {
                found.walk("", &value);
            }
        }
    }
    let (found, documented) = (found.types(), documented(heading));
    let only = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| -> Vec<String> {
        a.iter()
            .filter(|(key, kind)| b.get(*key) != Some(*kind))
            .map(|(k, t)| format!("{k}: {t}"))
            .collect()
    };
    assert!(!documented.is_empty(), "docs/json.md has no table for {heading}");
    assert_eq!(
        only(&documented, &found),
        only(&found, &documented),
        "{heading}: left docs/json.md, right the program"
    );
}

/// The keys of a section's table, with their types.
fn documented(heading: &str) -> BTreeMap<String, String> {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/json.md")).expect("docs/json.md");
    let lines = page.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading);
    let section = lines.skip(1).take_while(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let key = cells.next()?.trim_end_matches('`').to_owned();
        Some((key, cells.next()?.to_owned()))
    };
    section.filter_map(row).collect()
}

/// What a command prints about a radar: one value, or one per line.
fn run(radar: &str, command: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_radar"))
        .args(["--quiet", "--today", "2026-11-22", "-C", &format!("{ROOT}/{radar}")])
        .args(command)
        .output()
        .expect("radar runs");
    let printed = if command[0] == "check" { output.stderr } else { output.stdout };
    let values = serde_json::Deserializer::from_slice(&printed).into_iter::<Value>();
    values.filter_map(Result::ok).collect()
}

/// The keys of some values: how often each occurs, and with which types.
#[derive(Default)]
struct Keys {
    seen: BTreeMap<String, (usize, BTreeSet<&'static str>)>,
    /// How many objects there are at each path.
    objects: BTreeMap<String, usize>,
}

impl Keys {
    fn walk(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                *self.objects.entry(path.to_owned()).or_default() += 1;
                for (key, member) in members {
                    let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.see(inner, member);
                }
            }
            Value::Array(entries) => {
                for entry in entries {
                    self.see(format!("{path}[]"), entry);
                }
            }
            _ => {}
        }
    }

    fn see(&mut self, path: String, value: &Value) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(text) if text.parse::<jiff::civil::Date>().is_ok() => "date",
            Value::String(_) => "string",
            Value::Array(_) => "list",
            Value::Object(_) => "object",
        };
        self.walk(&path, value);
        let (count, kinds) = self.seen.entry(path).or_default();
        *count += 1;
        kinds.insert(kind);
    }

    /// As the page writes them: `string or null`, `string, optional`. An entry of a list that is an
    /// object has only its keys in the table.
    fn types(&self) -> BTreeMap<String, String> {
        let keys = self
            .seen
            .iter()
            .filter(|(path, _)| !self.objects.contains_key(*path) || !path.ends_with("[]"));
        let kind = |path: &str, (count, kinds): &(usize, BTreeSet<&str>)| {
            let named: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "null").collect();
            let mut text = named.join(" or ");
            if kinds.contains("null") {
                text += " or null";
            }
            let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            if !path.ends_with("[]") && *count < self.objects[parent] {
                text += ", optional";
            }
            text
        };
        keys.map(|(path, seen)| (path.clone(), kind(path, seen))).collect()
    }
}
