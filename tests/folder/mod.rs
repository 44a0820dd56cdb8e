//! A radar in a temporary folder, and the program run on it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::BTreeMap;
use std::fs::FileTimes;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// Settings with two quadrants and an edition.
pub(crate) const SETTINGS: &str = "\
title = \"Fixture\"
quadrant = [{ id = \"platforms\", name = \"Platforms\" }, { id = \"tools\", name = \"Tools\" }]
edition = [{ id = \"spring\", name = \"Spring\", date = 2026-05-01 }]
";

/// A team of one who practises.
pub(crate) const PEOPLE: &str = "\
[team.platform]
name = \"Platform\"

[person.ada]
name = \"Ada Example\"
team = \"platform\"
practising = [{ from = 2020-01-01 }]
";

/// A folder that is removed at the end of the test.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run of the program gave.
pub(crate) struct Run {
    /// The exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// What was said.
    pub(crate) stderr: String,
}

impl Folder {
    /// With a radar of three blips.
    pub(crate) fn new() -> Self {
        let folder = Self::empty();
        let files =
            ["kafka", "helm", "rust"].map(|id| (format!("radar/blips/{id}.toml"), blip(id)));
        for (path, text) in &files {
            folder.write(path, text);
        }
        folder.write("radar/radar.toml", SETTINGS);
        folder.write("radar/people.toml", PEOPLE);
        folder
    }

    /// With the same radar, its files made in the opposite order.
    pub(crate) fn new_backwards() -> Self {
        let folder = Self::empty();
        folder.write("radar/people.toml", PEOPLE);
        folder.write("radar/radar.toml", SETTINGS);
        for id in ["rust", "helm", "kafka"] {
            folder.write(&format!("radar/blips/{id}.toml"), blip(id));
        }
        folder
    }

    /// With nothing.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// Where a path below it is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file and the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a file that is there")
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).expect("a file that is there");
    }

    /// The program, about to run here as of 22 November 2026.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
        command.args(args).args(["--today", "2026-11-22", "--color", "never"]);
        command.current_dir(self.0.path());
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().expect("the program starts");
        Run {
            code: output.status.code(),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    /// Builds, and wants it to go well.
    pub(crate) fn build(&self) {
        let run = self.run(&["build"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }

    /// Every file below a folder, hidden ones too, by its path.
    pub(crate) fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(below);
        walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("a readable folder"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).expect("below it");
                let bytes = std::fs::read(entry.path()).expect("a readable file");
                (path.to_str().expect("plain names").replace('\\', "/"), bytes)
            })
            .collect()
    }

    /// Makes every file below a folder look long untouched.
    pub(crate) fn age(&self, below: &str) {
        // Some disks, such as exFAT's, change one time only with the other.
        let times = FileTimes::new().set_accessed(long_ago()).set_modified(long_ago());
        for path in self.files(below).keys() {
            let file = std::fs::File::options().write(true).open(self.path(below).join(path));
            file.and_then(|file| file.set_times(times)).expect("a file of ours");
        }
    }

    /// The files below a folder that were touched since [`Folder::age`].
    pub(crate) fn touched(&self, below: &str) -> Vec<String> {
        let is_touched = |path: &Path| {
            path.metadata().and_then(|meta| meta.modified()).expect("a file of ours") != long_ago()
        };
        self.files(below)
            .into_keys()
            .filter(|path| is_touched(&self.path(below).join(path)))
            .collect()
    }
}

/// A blip's file.
pub(crate) fn blip(id: &str) -> String {
    format!(
        "name = \"The {id}\"\nquadrant = \"tools\"\nring = \"adopt\"\nowners = [\"platform\"]\n\
         summary = \"About {id}.\"\n\n[[review]]\ndate = 2026-06-01\nby = [\"ada\"]\nring = \"adopt\"\n\
         note = \"Looked at {id}.\"\n"
    )
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}
