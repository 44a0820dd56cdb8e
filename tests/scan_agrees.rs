//! `radar scan` and an independent scanner in Python agree on twelve repositories: which uses which blip, in which version,
//! since when, and in which months each person committed there.
//!
//! `tests/scan/fixtures.py` builds the repositories, `tests/scan/scanner.py` is the other scanner. Without Python the test
//! fails.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "runs programs and reads what they wrote"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const TODAY: &str = "2026-11-25";

/// One line for each thing that was found: repository, what, and the details.
type Facts = BTreeMap<(String, String), String>;

fn python(script: &str, arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scan").join(script);
    let output = Command::new("python3").arg("-B").arg(&script).args(arguments).output();
    let output = output.expect("python3 is there; tests/run installs it");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", script.display());
    output
}

struct Fixtures {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Fixtures {
    fn build() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("fixtures");
        python("fixtures.py", &[root.to_str().expect("Unicode")]);
        Self { _folder: folder, root }
    }

    fn path(&self, path: &str) -> String {
        self.root.join(path).to_str().expect("Unicode").to_owned()
    }

    fn repositories(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("repos")).expect("the repositories");
        let mut paths: Vec<String> = entries
            .map(|entry| entry.expect("readable").path().to_str().expect("Unicode").to_owned())
            .collect();
        paths.sort();
        paths
    }

    /// What `radar scan` writes.
    fn scanned(&self, options: &[&str]) -> Facts {
        let evidence = self.root.join("radar/evidence.toml");
        let output = Command::new(env!("CARGO_BIN_EXE_radar"))
            .args(["-C", &self.path(""), "--today", TODAY, "scan"])
            .args(self.repositories())
            .args(options)
            .output()
            .expect("radar runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{errors}");
        let text = std::fs::read_to_string(&evidence).expect("radar wrote it");
        let written: toml::Table = toml::from_str(&text).expect("radar writes TOML");
        let repositories = serde_json::to_value(&written["repository"]).expect("as JSON");
        facts(&repositories)
    }

    /// What the scanner in Python finds.
    fn found(&self, options: &[&str]) -> Facts {
        let mut arguments = vec!["--today", TODAY];
        arguments.extend(options);
        let root = self.path("");
        let repositories = self.repositories();
        arguments.push(&root);
        arguments.extend(repositories.iter().map(String::as_str));
        let output = python("scanner.py", &arguments);
        facts(&serde_json::from_slice(&output.stdout).expect("it prints JSON"))
    }
}

/// Brings both forms into one: what is left out and what is null, false or empty are the same.
fn facts(repositories: &Value) -> Facts {
    let mut facts = Facts::new();
    for (repository, found) in repositories.as_object().expect("a table of repositories") {
        facts.insert((repository.clone(), "repository".to_owned()), String::new());
        for (blip, details) in found["uses"].as_object().into_iter().flatten() {
            let indirect = details.get("indirect").and_then(Value::as_bool).unwrap_or(false);
            let text = |key| details.get(key).and_then(Value::as_str).unwrap_or("-");
            let line = format!(
                "version {}, since {}, indirect {indirect}",
                text("version"),
                text("since")
            );
            facts.insert((repository.clone(), format!("uses {blip}")), line);
        }
        for (person, months) in found["months"].as_object().into_iter().flatten() {
            let what = (repository.clone(), format!("months of {person}"));
            facts.insert(what, months.to_string());
        }
    }
    facts
}

fn assert_agree(ours: &Facts, theirs: &Facts) {
    let keys: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let differences: Vec<String> = keys
        .into_iter()
        .filter(|key| ours.get(*key) != theirs.get(*key))
        .map(|key| {
            let of =
                |facts: &Facts| facts.get(key).cloned().unwrap_or_else(|| "nothing".to_owned());
            format!("{} {}: radar has {}, Python has {}", key.0, key.1, of(ours), of(theirs))
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn both_scanners_agree_with_history_and_bills() {
    let fixtures = Fixtures::build();
    let (shop, ledger) = (fixtures.path("sboms/shop.json"), fixtures.path("sboms/ledger.json"));
    let options = ["--history", "--sbom", &shop, "--sbom", &ledger];
    let (ours, theirs) = (fixtures.scanned(&options), fixtures.found(&options));
    assert_agree(&ours, &theirs);

    // Two scanners that find nothing agree, too.
    let count = |start: &str| ours.keys().filter(|(_, what)| what.starts_with(start)).count();
    assert!(count("repository") >= 12 && count("uses") >= 70 && count("months") >= 20, "{ours:#?}");
    let fact = |repository: &str, what: &str| {
        ours.get(&(repository.to_owned(), what.to_owned())).map(String::as_str)
    };
    for (repository, what, expected) in [
        // It went in 2022 and came back in 2023; only its version changed since.
        ("ledger", "uses kafka", Some("version 3.9.0, since 2023-04, indirect false")),
        ("ledger", "uses netty", Some("version 4.1.108.Final, since -, indirect true")),
        ("shop", "uses babel", Some("version 7.24.0, since -, indirect true")),
        // The bill has another version than the manifest: what people wrote wins.
        ("shop", "uses react", Some("version 18.2.0, since 2023-01, indirect false")),
        // The manifest has no version, and the bill has.
        ("shop", "uses lodash", Some("version 4.17.21, since 2024-05, indirect false")),
        // A merge brings it to the main line; the work was earlier, and people did it together.
        ("mirror", "uses kafka", Some("version 2.0.0, since 2024-05, indirect false")),
        ("mirror", "months of cid", Some("[\"2023-12\"]")),
        ("mirror", "months of dee", Some("[\"2023-12\"]")),
        // The author's own clock, and addresses through the .mailmap of the commit.
        ("shop", "months of cid", Some("[\"2023-12\",\"2024-05\"]")),
        ("shop", "months of ada", Some("[\"2023-01\",\"2023-06\",\"2024-02\"]")),
        ("mono", "uses zod", Some("version 3.2.0 … 3.20.0, since 2024-02, indirect false")),
        // The manifest was broken for a month.
        ("gate", "uses serde", Some("version 1.0.200, since 2023-05, indirect false")),
        ("vendor-mix", "uses never", None),
        ("shop", "uses never", None),
    ] {
        assert_eq!(fact(repository, what), expected, "{repository} {what}");
    }
}

#[test]
fn both_scanners_agree_without_history() {
    let fixtures = Fixtures::build();
    let (ours, theirs) = (fixtures.scanned(&[]), fixtures.found(&[]));
    assert_agree(&ours, &theirs);
    let has = |facts: &Facts, text: &str| facts.values().any(|line| line.contains(text));
    assert!(!has(&ours, "indirect true") || has(&theirs, "indirect true"));
    assert!(
        !ours.iter().any(|((_, what), line)| what.starts_with("uses") && !line.contains("since -"))
    );
}

/// The comparison can fail.
#[test]
fn a_difference_is_found() {
    let of = |version: &str| facts(&json!({ "a": { "uses": { "x": { "version": version } } } }));
    assert_agree(&of("1"), &of("1"));
    let other = std::panic::catch_unwind(|| assert_agree(&of("1"), &of("2")));
    assert!(other.is_err());
    let less = std::panic::catch_unwind(|| assert_agree(&facts(&json!({ "a": {} })), &of("2")));
    assert!(less.is_err());
}
