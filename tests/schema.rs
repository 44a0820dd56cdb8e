//! The schemas that editors use, held against what the program itself accepts and refuses.
#![allow(clippy::disallowed_methods, reason = "the fixtures are read from disk")]

use std::path::{Path, PathBuf};

use radar::content;
use radar::content::schema::{Ids, Schema};
use radar::diagnostic::Levels;
use radar::source::SourceSet;
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

/// A radar of three files that passes the check and the schemas.
const BLIP: &str = "name = \"X\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2026-01-02\n";
const RADAR: &str = "title = \"X\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n";
const PEOPLE: &str = "[team.crew]\nname = \"Crew\"\n[person.ada]\nname = \"Ada\"\n";

/// Broken files of each kind: what is added at the end, or first a line to replace, `=>`, and what replaces it.
const BROKEN: &[(Schema, &str)] = &[
    (Schema::Blip, "name = \"X\" => # no name"),
    (Schema::Blip, "quadrant = \"tools\" => # no quadrant"),
    (Schema::Blip, "added = 2026-01-02 => # unknown since when"),
    (Schema::Blip, "name = \"X\" => name = \"\""),
    (Schema::Blip, "name = \"X\" => name = \"   \""),
    (Schema::Blip, "name = \"X\" => name = \"X \""),
    (Schema::Blip, "name = \"X\" => name = \"a\\n::error::b\""),
    (Schema::Blip, "name = \"X\" => name = \"a\\u001b[31mb\""),
    (Schema::Blip, "name = \"X\" => name = \"a\\u202eb\""),
    (Schema::Blip, "name = \"X\" => name = 7"),
    (Schema::Blip, "ownres = []"),
    (Schema::Blip, "owners = \"crew\""),
    (Schema::Blip, "tags = [1]"),
    (Schema::Blip, "tags = [\"\"]"),
    (Schema::Blip, "tags = [\"a\", \" b\"]"),
    (Schema::Blip, "summary = \"\""),
    (Schema::Blip, "summary = \"two\\nlines\""),
    (Schema::Blip, "description = \"\"\"\n\n\"\"\""),
    (Schema::Blip, "added = 2026-01-02 => added = \"yesterday\""),
    (Schema::Blip, "review_every = \"sometimes\""),
    (Schema::Blip, "review_every = \"0 months\""),
    (Schema::Blip, "review_every = \"1001 days\""),
    (Schema::Blip, "review_every = 12"),
    (Schema::Blip, "links = [{ title = \"X\", url = \"example.org\" }]"),
    (Schema::Blip, "links = [{ title = \"X\", url = \"javascript:alert(1)\" }]"),
    (Schema::Blip, "links = [{ title = \"\", url = \"https://example.org\" }]"),
    (Schema::Blip, "links = [{ title = \"X\", url = \"https://\" }]"),
    (Schema::Blip, "links = [{ title = \"X\", url = \"https://?q\" }]"),
    (Schema::Blip, "links = [{ title = \"X\", url = \"mailto:\" }]"),
    (Schema::Blip, "links = [{ title = \"X\" }]"),
    (Schema::Blip, "[[review]]\ndate = 2026-01-03"),
    (Schema::Blip, "[[review]]\nby = []"),
    (Schema::Blip, "[[review]]\nby = []\ndate = 2026-01-03\nring = \"Not An Id\""),
    (Schema::Blip, "[[review]]\nby = []\ndate = 2026-01-03\nring = \"adopt\"\nnote = \" \""),
    (Schema::Blip, "[[review]]\nby = []\ndate = 2026-01-03\nevidence = \"docs/adr.md\""),
    (Schema::Blip, "[[question]]\ndate = 2026-01-03\nby = \"ada\""),
    (Schema::Blip, "[review]\ndate = 2026-01-03\nby = []"),
    (Schema::Radar, "[[quadrant]] => [[quadrants]]"),
    (Schema::Radar, "id = \"tools\" => id = \"Tools\""),
    (Schema::Radar, "id = \"tools\" => id = \"con\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\nbase_url = \"example.org/radar\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\nbase_url = \"https://example.org/?a\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\nedit_url = \"https://example.org/edit\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\nedit_url = \"/edit/{path}\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\nlanguage = \"english please\""),
    (Schema::Radar, "title = \"X\" => title = \"X\"\ntheme = \"../secret\""),
    (Schema::Radar, "[[ring]]\nid = \"retired\"\nname = \"Gone\""),
    (Schema::Radar, "[[ring]]\nid = \"adopt\"\nname = \"\""),
    (Schema::Radar, "[[edition]]\nid = \"May 2026\"\nname = \"May\"\ndate = 2026-05-01"),
    (Schema::Radar, "[[edition]]\nid = \"may\"\nname = \"May\""),
    (Schema::Radar, "[review]\nevery = \"0 months\""),
    (Schema::Radar, "[review]\nnotice = \"1001 days\""),
    (Schema::Radar, "[practice]\nevidence = \"gossip\""),
    (Schema::Radar, "[practice]\nwindow = \"0 days\""),
    (Schema::Radar, "[lints]\nreview-expired = \"fatal\""),
    (Schema::Radar, "[lints]\nno-such-code = \"deny\""),
    (Schema::Radar, "[lints]\ninvalid-toml = \"warn\""),
    (Schema::People, "[person.b]\nteam = \"crew\""),
    (Schema::People, "[person.Bob]\nname = \"Bob\""),
    (Schema::People, "[team.aux]\nname = \"Aux\""),
    (Schema::People, "[team.b]\nname = \"\""),
    (Schema::People, "[person.b]\nname = \"B\"\npractising = [{ until = 2026-01-01 }]"),
    (Schema::People, "[person.b]\nname = \"B\"\npractising = { from = 2026-01-01 }"),
    (Schema::People, "[person.b]\nname = \"B\"\npracticing = [{ from = 2026-01-01 }]"),
    (Schema::People, "[person.b]\nname = \"B\"\nemails = \"b@example.org\""),
    (Schema::People, "[people.b]\nname = \"B\""),
];

/// Returns whether the program accepts a radar with this file.
fn is_accepted(schema: Schema, text: &str) -> bool {
    let file = |of, sound| if schema == of { text } else { sound };
    let sources = SourceSet::from_files([
        ("radar/radar.toml", file(Schema::Radar, RADAR)),
        ("radar/people.toml", file(Schema::People, PEOPLE)),
        ("radar/blips/x.toml", file(Schema::Blip, BLIP)),
    ]);
    let checked = content::check(&sources, jiff::civil::date(2026, 6, 1), &Levels::default());
    !checked.is_denied()
}

#[test]
fn the_schemas_refuse_what_the_check_refuses() {
    let sound = |schema| match schema {
        Schema::Blip => BLIP,
        Schema::Radar => RADAR,
        Schema::People => PEOPLE,
    };
    for schema in Schema::ALL {
        assert!(is_accepted(schema, sound(schema)));
        assert_eq!(problems(schema, sound(schema)), [""; 0]);
    }
    for (schema, broken) in BROKEN {
        let text = match broken.split_once(" => ") {
            Some((line, other)) => sound(*schema).replacen(line, other, 1),
            None => format!("{}{broken}\n", sound(*schema)),
        };
        assert_ne!(text, sound(*schema), "{broken}");
        assert!(!is_accepted(*schema, &text), "the check accepts {text}");
        assert!(!problems(*schema, &text).is_empty(), "the schema accepts {text}");
    }
    // The check warns of these.
    for list in ["tags = [\"a\", \"a\"]", "owners = [\"crew\", \"crew\"]"] {
        assert!(!problems(Schema::Blip, &format!("{BLIP}{list}\n")).is_empty(), "{list}");
    }
}

#[test]
fn a_schema_with_the_ids_of_a_radar_refuses_others() {
    let sources = SourceSet::from_files([
        ("radar/radar.toml", RADAR),
        ("radar/people.toml", PEOPLE),
        ("radar/blips/x.toml", BLIP),
    ]);
    let checked = content::check(&sources, jiff::civil::date(2026, 6, 1), &Levels::default());
    let ids = Ids::of(&checked.radar.expect("a sound radar"));
    let refused = |schema: Schema, text: &str| {
        let value: toml::Value = toml::from_str(text).expect("TOML");
        let validator = jsonschema::options().build(&schema.json_with(&ids)).expect("a schema");
        !validator.is_valid(&as_json(&value))
    };
    let review = "[[review]]\ndate = 2026-02-01\nring = \"retired\"\nby = [\"ada\"]\n";
    assert!(!refused(Schema::Blip, &format!("{BLIP}owners = [\"crew\", \"ada\"]\n{review}")));
    assert!(!refused(Schema::Radar, RADAR));
    for text in [
        BLIP.replace("tools", "toolz"),
        BLIP.replace("adopt", "adpot"),
        format!("{BLIP}owners = [\"crow\"]\n"),
        format!("{BLIP}{}", review.replace("ada", "crew")),
        format!("{BLIP}{}", review.replace("retired", "gone")),
    ] {
        assert!(refused(Schema::Blip, &text), "{text}");
    }
    let team = "[person.b]\nname = \"B\"\nteam = \"crow\"\n";
    assert!(refused(Schema::People, &format!("{PEOPLE}{team}")));
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

#[test]
#[allow(clippy::disallowed_types, reason = "runs the program")]
fn the_program_prints_the_ids_of_a_radar() {
    let schema = |arguments: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_radar"));
        program.args(arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli"));
        let output = program.output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let own = schema(&["schema", "blip", "-C", "review.in"]);
    assert_eq!(own.pointer("/properties/ring/enum/0"), Some(&json!("adopt")));
    assert_eq!(own.pointer("/properties/ring/enum/4"), Some(&json!("retired")));
    let people = own.pointer("/definitions/Review/properties/by/items/enum");
    assert_eq!(people, Some(&json!(["ada", "max"])));
    // Without -C, it is that of any radar, whatever the working directory.
    let any = schema(&["schema", "blip"]);
    assert_eq!(any.pointer("/properties/ring/enum"), None);
}
