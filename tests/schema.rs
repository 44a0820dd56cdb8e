//! The schemas that editors use, held against what the program itself accepts and refuses.
#![allow(clippy::disallowed_methods, reason = "the fixtures are read from disk")]

use std::path::{Path, PathBuf};

use radar::content::schema::Schema;
use serde_json::{Map, Value, json};

fn validator(schema: Schema) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema.json())
        .expect("a valid schema")
}

/// TOML as schemas see it: dates are strings.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(when) => json!(when.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            let entries = table.iter().map(|(key, value)| (key.clone(), as_json(value)));
            Value::Object(entries.collect::<Map<String, Value>>())
        }
    }
}

fn problems(schema: Schema, text: &str) -> Vec<String> {
    let value: toml::Value = toml::from_str(text).expect("TOML");
    let validator = validator(schema);
    validator.iter_errors(&as_json(&value)).map(|error| error.to_string()).collect()
}

/// The schema of a file by its path.
fn schema_of(path: &Path) -> Option<Schema> {
    let path = path.to_str()?;
    match path.rsplit('/').next()? {
        "radar.toml" => Some(Schema::Radar),
        "people.toml" => Some(Schema::People),
        name if path.contains("radar/blips/") && name.ends_with(".toml") => Some(Schema::Blip),
        _ => None,
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn every_radar_that_passes_the_check_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for folder in ["radar", "src/command/init/content", "tests/cli/build.in/radar"] {
        for path in files(&root.join(folder)) {
            let schema = match folder {
                // Its folder is not called radar.
                "src/command/init/content" => schema_of(
                    &Path::new("radar").join(path.strip_prefix(root.join(folder)).expect("below")),
                ),
                _ => schema_of(&path),
            };
            let Some(schema) = schema else { continue };
            let text = std::fs::read_to_string(&path).expect("a text");
            // What `radar init` fills in.
            let text = regex_free_dates(&text);
            assert_eq!(problems(schema, &text), [""; 0], "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

/// `@3 months ago@` and its like as a date.
fn regex_free_dates(text: &str) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        if part == "today" || part.ends_with(" ago") {
            out += "2026-04-14";
            out += parts.next().unwrap_or_default();
        } else {
            out.push('@');
            out += part;
        }
    }
    out
}

#[test]
fn mistakes_are_found() {
    let blip = "name = \"x\"\nquadrant = \"tools\"\nring = \"adopt\"\n";
    let with = |line: &str| format!("{blip}{line}\n");
    let radar = "title = \"x\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n";
    assert_eq!(problems(Schema::Blip, blip), [""; 0]);
    assert_eq!(problems(Schema::Radar, radar), [""; 0]);
    for (schema, text) in [
        (Schema::Blip, "name = \"x\"\nring = \"adopt\"\n".to_owned()),
        (Schema::Blip, with("ownres = []")),
        (Schema::Blip, with("owners = \"platform\"")),
        (Schema::Blip, with("tags = [1]")),
        (Schema::Blip, with("added = \"yesterday\"")),
        (Schema::Blip, with("review_every = \"sometimes\"")),
        (Schema::Blip, with("[[review]]\ndate = 2026-01-01")),
        (Schema::Blip, with("[[review]]\nby = []\ndate = 2026-01-01\nring = \"Not An Id\"")),
        (Schema::Blip, with("[[question]]\ndate = 2026-01-01\nby = \"a\"")),
        (Schema::Radar, "title = \"x\"\n".to_owned()),
        (Schema::Radar, format!("{radar}[lints]\nreview-expired = \"fatal\"\n")),
        (Schema::Radar, format!("{radar}[lints]\nno-such-code = \"deny\"\n")),
        (Schema::Radar, format!("{radar}[lints]\ninvalid-toml = \"warn\"\n")),
        (Schema::People, "[person.a]\nteam = \"x\"\n".to_owned()),
        (
            Schema::People,
            "[person.a]\nname = \"x\"\npractising = [{ until = 2026-01-01 }]".to_owned(),
        ),
        (Schema::People, "[people.a]\nname = \"x\"\n".to_owned()),
    ] {
        assert!(!problems(schema, &text).is_empty(), "{text}");
    }
}

#[test]
fn every_key_is_explained() {
    fn unexplained(path: &str, schema: &Value, found: &mut Vec<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (key, property) in properties {
                if property.get("description").is_none() {
                    found.push(format!("{path}.{key}"));
                }
            }
        }
        if let Some(entries) = schema.as_object() {
            for (key, value) in entries {
                unexplained(&format!("{path}/{key}"), value, found);
            }
        }
    }
    let mut found = Vec::new();
    for schema in Schema::ALL {
        unexplained(schema.name(), &schema.json(), &mut found);
    }
    assert_eq!(found, [""; 0]);
}
