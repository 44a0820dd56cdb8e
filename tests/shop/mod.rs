//! A code repository beside the `radar.json` of a real radar, for `radar nudge`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::repository::Repository;

pub(crate) const TODAY: &str = "2026-11-25";

const SETTINGS: &str = "title = 'Our *radar*'\nbase_url = 'https://example.org/radar/'\n\
    [[quadrant]]\nid = 'q'\nname = 'Q'\n\
    [[ring]]\nid = 'use'\nname = 'Use'\n[[ring]]\nid = 'try'\nname = 'Try'\n[[ring]]\nid = 'stop'\nname = 'Stop'\n";

const PEOPLE: &str = "[person.ada]\nname = 'Ada'\npractising = [{ from = 2010-01-01 }]\n\
    [person.max]\nname = 'Max'\n[person.old]\nname = 'Old'\npractising = [{ from = 2010-01-01, until = 2021-01-01 }]\n";

/// A date, a ring and a signer.
type Review = (&'static str, &'static str, &'static str);

/// Each blip: its id, what it looks like, and its reviews.
const BLIPS: &[(&str, &str, &[Review])] = &[
    (
        "kafka",
        "'npm:kafkajs', 'maven:org.apache.kafka:*', 'image:apache/kafka'",
        &[("2025-10-15", "use", "ada")],
    ),
    ("react", "'npm:react'", &[("2026-10-01", "use", "ada")]),
    ("soon", "'npm:soon', 'file:soon.config.js'", &[("2025-12-01", "try", "ada")]),
    ("jenkins", "'file:**/Jenkinsfile'", &[("2026-09-01", "stop", "ada")]),
    ("moment", "'npm:moment'", &[("2026-09-01", "stop", "ada")]),
    ("oracle", "'npm:oracledb'", &[("2026-09-01", "use", "max")]),
    ("gone", "'npm:gone'", &[("2024-01-01", "use", "ada"), ("2026-01-01", "retired", "ada")]),
    ("ancient", "'npm:ancient'", &[("2020-06-01", "use", "old")]),
    ("never", "'npm:never'", &[]),
    ("undetected", "", &[("2026-09-01", "stop", "ada")]),
];

/// A code repository beside a `radar.json`.
pub(crate) struct Shop {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) code: Repository,
}

impl Shop {
    /// Commits files on `main`, then changes on the branch `change`.
    pub(crate) fn new(before: &[(&str, Option<&str>)], after: &[(&str, Option<&str>)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("written");
        };
        write("radar/radar.toml", SETTINGS);
        write("radar/people.toml", PEOPLE);
        for (id, detect, reviews) in BLIPS {
            let mut text = format!(
                "name = '{id}'\nquadrant = 'q'\nowners = ['ada']\nadded = 2020-01-01\ndetect = [{detect}]\n"
            );
            let ring = reviews.last().map_or("try", |(_, ring, _)| ring);
            let _ = writeln!(text, "ring = '{ring}'");
            for (date, ring, by) in *reviews {
                let _ = writeln!(
                    text,
                    "[[review]]\ndate = {date}\nring = '{ring}'\nby = ['{by}']\nnote = 'n'"
                );
            }
            write(&format!("radar/blips/{id}.toml"), &text);
        }
        let export = Command::new(env!("CARGO_BIN_EXE_radar"))
            .args(["--quiet", "--today", TODAY, "export", "json"])
            .current_dir(folder.path())
            .output()
            .expect("radar runs");
        assert!(export.status.success(), "{export:?}");
        // A nudge runs where no radar is.
        std::fs::remove_dir_all(folder.path().join("radar")).expect("removed");
        std::fs::write(folder.path().join("radar.json"), export.stdout).expect("written");
        let code = Repository::new(folder.path().join("code"), &[]);
        code.commit("2026-11-01", "a@example.org", before);
        code.git(&["checkout", "-q", "-b", "change"]);
        code.commit("2026-11-02", "a@example.org", after);
        Self { folder, code }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_in(&self.code.path, arguments)
    }

    pub(crate) fn run_in(&self, folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_radar"))
            .args(["nudge", "--radar"])
            .arg(self.folder.path().join("radar.json"))
            .args(arguments)
            .args(if arguments.contains(&"--today") { &[][..] } else { &["--today", TODAY] })
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .current_dir(folder)
            .output()
            .expect("radar runs")
    }

    /// What is said about the change, without the addresses of pages.
    pub(crate) fn said(&self) -> String {
        let output = self.run(&["--base", "main"]);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
        let said = text(&output.stdout);
        said.lines()
            .map(|line| line.split(" https://").next().unwrap_or(line).to_owned() + "\n")
            .collect()
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn package(dependencies: &str) -> String {
    format!("{{\"dependencies\": {{{dependencies}}}}}")
}
