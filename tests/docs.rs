//! The documentation keeps up with the program.
#![allow(clippy::disallowed_methods, reason = "the documentation is read from disk")]

use std::path::{Path, PathBuf};

use radar::diagnostic::Code;

fn read(path: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    std::fs::read_to_string(format!("{root}/{path}")).expect("a page of the documentation")
}

/// The text between each heading in back-quotes and the next heading.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n### `").skip(1).filter_map(|section| section.split_once("`\n")).collect()
}

#[test]
fn every_code_is_explained_and_no_other() {
    let page = read("docs/diagnostics.md");
    let explained: Vec<&str> = sections(&page).into_iter().map(|(name, _)| name).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(explained, codes);
}

#[test]
fn every_explanation_states_the_level() {
    let page = read("docs/diagnostics.md");
    for ((name, text), code) in sections(&page).into_iter().zip(Code::ALL) {
        let level = if code.is_always_error() {
            "Always an error.".to_owned()
        } else {
            format!("Default: `{}`.", code.default_level().name())
        };
        assert!(text.trim_start().starts_with(&level), "{name}: {level}");
    }
}

#[test]
fn every_code_is_shown_in_a_transcript() {
    let folder = format!("{}/tests/cli", env!("CARGO_MANIFEST_DIR"));
    let transcripts: String = std::fs::read_dir(folder)
        .expect("the transcripts")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| std::fs::read_to_string(path).expect("a transcript"))
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| !transcripts.contains(&format!("[{name}]")))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// Every key of a file has its row, or its place in a sentence.
#[test]
fn every_key_is_described() {
    use radar::content::schema::Schema;
    fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
        if let Some(properties) = value["properties"].as_object() {
            found.extend(properties.keys().cloned());
        }
        match value {
            serde_json::Value::Object(map) => map.values().for_each(|value| keys(value, found)),
            serde_json::Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
            _ => {}
        }
    }
    let page = read("docs/content.md");
    let tables: String = page.lines().filter(|line| !line.contains(" = ")).collect();
    for schema in [Schema::Blip, Schema::Radar, Schema::People] {
        let mut found = Vec::new();
        keys(&schema.json(), &mut found);
        assert!(found.len() > 5);
        for key in found {
            let forms = [
                format!("`{key}`"),
                format!(".{key}`"),
                format!("[{key}]"),
                format!("`{key}."),
                format!(", {key} }}`"),
            ];
            assert!(forms.iter().any(|form| tables.contains(form)), "{key}");
        }
    }
}

#[test]
fn every_format_is_described() {
    let (imports, exports) = (read("docs/import.md"), read("docs/export.md"));
    for format in radar::import::FORMATS {
        let transcript =
            format!("{}/tests/cli/import-{}.md", env!("CARGO_MANIFEST_DIR"), format.name);
        assert!(Path::new(&transcript).exists(), "{transcript}");
        assert!(imports.contains(&format!("import-{}.md", format.name)), "{}", format.name);
    }
    for format in radar::export::FORMATS {
        assert!(exports.contains(&format!("`{}`", format.name)), "{}", format.name);
    }
}

/// The pages in `docs/`.
fn pages() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(format!("{}/docs", env!("CARGO_MANIFEST_DIR")));
    let paths =
        docs.expect("the documentation").map(|entry| entry.expect("a readable folder").path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

#[test]
fn links_and_images_of_pages_lead_somewhere() {
    use radar::markdown::FoundKind;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root.join(page));
    for page in pages().into_iter().chain(others) {
        let text = std::fs::read_to_string(&page).expect("a page of the documentation");
        for found in radar::markdown::links(&text) {
            // GitHub takes this one, seen from the README, for the page of releases.
            let is_on_github = found.target == "../../releases/latest";
            if found.kind == FoundKind::Blip || found.target.contains("://") || is_on_github {
                continue;
            }
            let (file, anchor) = found.target.split_once('#').unwrap_or((&found.target, ""));
            let folder = page.parent().expect("a page lies in a folder");
            let target = if file.is_empty() { page.clone() } else { folder.join(file) };
            assert!(target.exists(), "{}: {}", page.display(), found.target);
            if !anchor.is_empty() {
                let text = std::fs::read_to_string(&target).expect("a page");
                assert!(
                    anchors(&text).contains(&anchor.to_owned()),
                    "{}: {}",
                    page.display(),
                    found.target
                );
            }
        }
    }
}

/// The scripts of the theme are one scope: of two functions with one name, the later would replace the other in silence.
#[test]
fn no_two_functions_of_the_scripts_have_one_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/js");
    let mut found = std::collections::BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("scripts") {
        let path = file.expect("a readable folder").path();
        let text = std::fs::read_to_string(&path).expect("a script");
        for line in text.lines() {
            let line = line.strip_prefix("async ").unwrap_or(line);
            let Some(rest) = line.strip_prefix("function ") else { continue };
            let name = rest.split('(').next().unwrap_or_default().to_owned();
            let before = found.insert(name, path.clone());
            assert!(before.is_none(), "{line}: {before:?} and {}", path.display());
        }
    }
    assert!(found.len() > 50);
}

#[test]
fn template_lines_are_short() {
    let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
    let folders = [templates.to_owned(), format!("{templates}/parts")];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("templates"));
    let paths = files.map(|entry| entry.expect("a readable folder").path());
    for path in paths.filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).expect("a template");
        for (at, line) in text.lines().enumerate() {
            let length = line.chars().count();
            assert!(length < 160, "{}:{}: {length} characters", path.display(), at + 1);
        }
    }
}

/// The anchors that GitHub gives the headings of a page: lower case, hyphens for spaces, no punctuation.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let kept = line.trim_start_matches('#').trim().to_lowercase();
            let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// The longest README that a newcomer reads to the end.
const MAX_README_LINES: usize = 150;

#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= MAX_README_LINES, "{lines} lines");
}

#[test]
fn the_readme_names_every_command_and_links_to_every_page() {
    use clap::CommandFactory as _;
    let readme = read("README.md");
    for command in radar::cli::Cli::command().get_subcommands() {
        let name = command.get_name();
        assert!(readme.contains(&format!("`radar {name}")), "{name}");
    }
    for page in pages() {
        let name = page.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(readme.contains(&format!("](docs/{name})")), "{name}");
    }
}

/// Every command has a row with its exit codes.
#[test]
fn exit_codes_are_listed_for_every_command() {
    use clap::CommandFactory as _;
    let page = read("docs/exit-codes.md");
    let rows: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("| `")).collect();
    for command in radar::cli::Cli::command().get_subcommands() {
        let name = command.get_name();
        let is_listed = rows.iter().any(|row| {
            let names = row.split(" | ").next().unwrap_or_default();
            names.split(", ").any(|cell| cell.trim_matches('`').split(' ').next() == Some(name))
        });
        assert!(is_listed, "{name}");
    }
}

#[test]
fn the_german_texts_avoid_words_that_mean_something_else() {
    let texts = read("themes/default/languages/de.toml");
    // A doctor's surgery, exams that are handed in, a confession, a button, human beings, a start signal.
    for word in [
        "in der Praxis",
        "bgegebene Prüfung",
        "eingestanden",
        "\"Zurück\"",
        "seitdem",
        "Menschen",
        "\"Los\"",
        "\"auto\"",
        "usgeschieden",
    ] {
        assert!(!texts.contains(word), "{word}");
    }
}
