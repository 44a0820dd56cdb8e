//! A repository with a radar in it, whose history is scripted.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files, and run git"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub(crate) const RADAR: &str = "title = \"T\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n";
pub(crate) const PEOPLE: &str = "\
[person.ada]\nname = \"Ada\"\nemails = [\"ada@x\"]\npractising = [{ from = 2020-01-01 }]\n\
[person.bob]\nname = \"Bob\"\nemails = [\"bob@x\", \"1+bob@users.noreply.github.com\"]\n\
practising = [{ from = 2018-01-01, until = 2023-03-31 }]\n\
[person.max]\nname = \"Max\"\nemails = [\"max@x\"]\n\
[person.nil]\nname = \"Nil\"\npractising = [{ from = 2020-01-01 }]\n";
pub(crate) const KAFKA: &str =
    "name = \"Kafka\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2020-01-01\n";

/// A review for the end of a blip's file.
pub(crate) fn review(date: &str, by: &str, ring: &str, note: &str) -> String {
    let by: Vec<String> = by.split(',').map(|by| format!("\"{by}\"")).collect();
    let by = by.join(", ");
    format!("\n[[review]]\ndate = {date}\nby = [{by}]\nring = \"{ring}\"\nnote = \"{note}\"\n")
}

/// A blip's file with a review of Kafka.
pub(crate) fn kafka(date: &str, by: &str) -> String {
    format!("{KAFKA}{}", review(date, by, "adopt", "Looked."))
}

pub(crate) struct Repository {
    folder: tempfile::TempDir,
    /// The way to the folder of the radar.
    pub(crate) below: String,
}

impl Repository {
    /// A repository whose first commit, by the address `max@x` on 1 January 2026, has the people and no blip.
    pub(crate) fn new() -> Self {
        Self::below("")
    }

    pub(crate) fn below(below: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = Self { folder, below: below.to_owned() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write("radar.toml", RADAR);
        repository.write("people.toml", PEOPLE);
        repository.commit("max@x", "2026-01-01", "Start");
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn content(&self) -> PathBuf {
        self.path().join(&self.below).join("radar")
    }

    /// Writes a file of the content.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.content().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.content().join(file)).expect("a file")
    }

    /// Replaces a text in a file of the content.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{text}");
        self.write(file, &text.replace(from, to));
    }

    pub(crate) fn remove(&self, file: &str) {
        std::fs::remove_file(self.content().join(file)).expect("removed");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        let to = self.content().join(to);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::rename(self.content().join(from), to).expect("renamed");
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_as("ada@x", "2026-01-01", arguments)
    }

    /// Runs git with an author, and a committer who is nobody in people.toml.
    pub(crate) fn git_as(&self, author: &str, day: &str, arguments: &[&str]) -> String {
        let mut command = self.command("git", arguments);
        command.envs([
            ("GIT_AUTHOR_NAME", "A. Uthor"),
            ("GIT_AUTHOR_EMAIL", author),
            ("GIT_AUTHOR_DATE", &format!("{day}T12:00:00+02:00")),
        ]);
        let output = command.output().expect("git starts");
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {printed}");
        printed
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path()).envs([
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_COMMITTER_NAME", "GitHub"),
            ("GIT_COMMITTER_EMAIL", "noreply@github.com"),
            ("GIT_COMMITTER_DATE", "2026-11-20T12:00:00+00:00"),
        ]);
        command
    }

    /// Commits everything.
    pub(crate) fn commit(&self, author: &str, day: &str, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git_as(author, day, &["commit", "--quiet", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs radar.
    pub(crate) fn radar(&self, arguments: &[&str]) -> Output {
        let root = self.path().join(&self.below);
        let mut command = self.command(env!("CARGO_BIN_EXE_radar"), arguments);
        let day = ["--today", "2026-11-22", "-C"];
        command.args(day).arg(root).env_remove("COLUMNS").output().expect("radar starts")
    }

    /// Runs `radar audit` and returns every verdict.
    pub(crate) fn audit(&self, arguments: &[&str]) -> Value {
        let output = self.radar(&[&["audit", "--format", "json"], arguments].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|code| code < 2), "{errors}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {errors}"))
    }

    /// Returns a line for each entry that was signed: `kind blip date by: verdict, findings`.
    pub(crate) fn entries(&self, arguments: &[&str]) -> Vec<String> {
        lines(&self.audit(arguments), |entry| {
            entry["kind"] != "period" && entry["kind"] != "address"
        })
    }

    /// Returns a line for each period.
    pub(crate) fn periods(&self, arguments: &[&str]) -> Vec<String> {
        lines(&self.audit(arguments), |entry| entry["kind"] == "period")
    }
}

fn lines(audit: &Value, is_wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let entries = audit["entries"].as_array().expect("a list");
    entries.iter().filter(|entry| is_wanted(entry)).map(line).collect()
}

fn line(entry: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let by: Vec<String> = entry["by"].as_array().expect("a list").iter().map(text).collect();
    let mut line = text(&entry["kind"]);
    if entry["kind"] != "period" {
        let _ = write!(line, " {}", text(&entry["blip"]));
    }
    let _ = write!(line, " {} {}: {}", text(&entry["date"]), by.join("+"), text(&entry["verdict"]));
    for key in ["why", "entered_by"] {
        if entry["verdict"] != "own-hand" && entry[key].is_string() {
            let _ = write!(line, " {}", text(&entry[key]));
        }
    }
    for finding in entry["findings"].as_array().expect("a list") {
        let _ = write!(line, ", {}", text(&finding["kind"]));
        if let Some(days) = finding["days"].as_i64() {
            let _ = write!(line, " {days}");
        }
        if let Some(parts) = finding["changed"].as_array() {
            let _ = write!(line, " {}", parts.iter().map(text).collect::<Vec<_>>().join("+"));
        }
        let _ = write!(line, " by {}", text(&finding["by"]));
    }
    if entry["moved_from"].is_string() {
        let _ = write!(line, ", from {}", text(&entry["moved_from"]));
    }
    line
}
