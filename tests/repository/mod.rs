//! Git repositories for scans, and a radar to scan them for.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A repository with a work tree.
pub(crate) struct Repository {
    pub(crate) path: PathBuf,
}

impl Repository {
    /// Makes an empty one. `options` are those of `git init`.
    pub(crate) fn new(path: PathBuf, options: &[&str]) -> Self {
        std::fs::create_dir_all(&path).expect("a folder");
        let repository = Self { path };
        repository.git(&[&["init", "-q", "-b", "main"], options].concat());
        repository
    }

    /// Runs git there, and returns what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments, "2026-01-01T12:00:00Z", "x@example.org");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Writes files, or removes those without a text, and commits.
    pub(crate) fn commit(&self, when: &str, email: &str, files: &[(&str, Option<&str>)]) {
        self.commit_with(when, email, "a message", files);
    }

    /// As [`Repository::commit`], with a message.
    pub(crate) fn commit_with(
        &self,
        when: &str,
        email: &str,
        message: &str,
        files: &[(&str, Option<&str>)],
    ) {
        for (path, text) in files {
            let path = self.path.join(path);
            match text {
                Some(text) => {
                    std::fs::create_dir_all(path.parent().expect("below the folder"))
                        .expect("made");
                    std::fs::write(path, text).expect("written");
                }
                None => std::fs::remove_file(path).expect("removed"),
            }
        }
        self.git(&["add", "-A"]);
        let when =
            if when.contains('T') { when.to_owned() } else { format!("{when}T12:00:00+02:00") };
        let output = self.run(&["commit", "-q", "--allow-empty", "-m", message], &when, email);
        assert!(output.status.success(), "{output:?}");
    }

    /// Runs git there as somebody at some time.
    pub(crate) fn run(&self, arguments: &[&str], when: &str, email: &str) -> Output {
        Command::new("git")
            .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
            .args(arguments)
            .current_dir(&self.path)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            // Git's own on Windows changes line ends.
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "x")
            .env("GIT_AUTHOR_EMAIL", email)
            .env("GIT_AUTHOR_DATE", when)
            .env("GIT_COMMITTER_NAME", "x")
            .env("GIT_COMMITTER_EMAIL", email)
            .env("GIT_COMMITTER_DATE", when)
            .stdin(Stdio::null())
            .output()
            .expect("git is there")
    }
}

/// A radar in a temporary folder, and repositories beside it.
pub(crate) struct Radar {
    folder: tempfile::TempDir,
}

/// What a scan did.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
}

impl Radar {
    /// Makes a radar with people and blips, each an id and what it looks like.
    pub(crate) fn new(people: &str, blips: &[(&str, &str)]) -> Self {
        let radar = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
        radar.write("radar/radar.toml", settings);
        radar.write("radar/people.toml", people);
        for (id, detect) in blips {
            let text = format!(
                "name = '{id}'\nquadrant = 'q'\nring = 'adopt'\nadded = 2020-01-01\ndetect = [{detect}]\n"
            );
            radar.write(&format!("radar/blips/{id}.toml"), &text);
        }
        radar
    }

    /// Where a path beside the radar is.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    /// Makes a repository beside the radar.
    pub(crate) fn repository(&self, name: &str) -> Repository {
        Repository::new(self.at(name), &[])
    }

    /// The program, about to scan.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
        command.current_dir(self.folder.path()).args(["--today", "2026-08-31", "scan"]);
        command.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    }

    /// Scans.
    pub(crate) fn scan(&self, arguments: &[&str]) -> Scan {
        Scan::of(&self.command(arguments).output().expect("it starts"))
    }

    /// Scans, and returns the evidence below the day of the scan, and what was said.
    pub(crate) fn scanned(&self, arguments: &[&str]) -> (String, String) {
        let scan = self.scan(arguments);
        assert_eq!(scan.code, Some(0), "{}", scan.said);
        (self.evidence(), scan.said)
    }

    /// The evidence below the day of the scan.
    pub(crate) fn evidence(&self) -> String {
        let text = std::fs::read_to_string(self.at("radar/evidence.toml")).expect("written");
        let (_, below) = text.split_once("scanned = 2026-08-31\n").expect("the day");
        below.trim().to_owned()
    }

    /// Whether there is evidence.
    pub(crate) fn has_evidence(&self) -> bool {
        self.at("radar/evidence.toml").exists()
    }
}

impl Scan {
    pub(crate) fn of(output: &Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { code: output.status.code(), said }
    }
}

/// A folder as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
