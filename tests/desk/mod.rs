//! A radar in a git repository, and a bare repository that it is published to.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::repository::Repository;

const PEOPLE: &str = "[team.platform]\nname = 'Platform'\n[person.ada]\nname = 'Ada'\nteam = 'platform'\n\
                      practising = [{ from = 2020-01-01 }]\n";

/// A folder with everything.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What the program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    /// What it printed for programs: the address.
    pub(crate) printed: String,
    pub(crate) said: String,
}

impl Desk {
    /// With a radar of two blips in `work`, committed, and the empty bare repository `remote.git` as its origin.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// The same, with options for `git init`.
    pub(crate) fn with(options: &[&str]) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        Repository::new(desk.at("remote.git"), &[&["--bare"], options].concat());
        let work = Repository::new(desk.at("work"), options);
        work.git(&["remote", "add", "origin", "../remote.git"]);
        desk.write_radar("work");
        desk.commit();
        desk
    }

    /// Writes the files of a radar below a folder.
    pub(crate) fn write_radar(&self, folder: &str) {
        for (path, text) in [
            ("radar.toml", "title = 'T'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n"),
            ("people.toml", PEOPLE),
            ("blips/kafka.toml", &blip("Kafka")),
            ("blips/helm.toml", &blip("Helm")),
        ] {
            self.write(&format!("{folder}/radar/{path}"), text);
        }
    }

    /// Where a path in the folder is.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    /// Writes a script that git may start.
    pub(crate) fn write_script(&self, path: &str, text: &str) {
        self.write(path, text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(self.at(path), mode).expect("a file of ours");
        }
    }

    /// The repository with the radar.
    pub(crate) fn work(&self) -> Repository {
        Repository { path: self.at("work") }
    }

    /// The repository that sites are published to.
    pub(crate) fn remote(&self) -> Repository {
        Repository { path: self.at("remote.git") }
    }

    /// Commits everything in `work`.
    pub(crate) fn commit(&self) {
        self.work().commit("2026-11-01", "ada@example.org", &[]);
    }

    /// The program, about to run in a folder.
    pub(crate) fn command(&self, here: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
        command.current_dir(self.at(here)).args(["--color", "never"]);
        if !arguments.contains(&"--today") {
            command.args(["--today", "2026-11-22"]);
        }
        command
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("HOME", self.folder.path()).env_remove("GIT_SSH_COMMAND");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada");
            command.env(format!("GIT_{who}_EMAIL"), "ada@example.org");
        }
        command
    }

    /// Runs the program in `work`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("work", arguments)
    }

    /// Runs the program in a folder.
    pub(crate) fn run_in(&self, here: &str, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(here, arguments))
    }

    /// Publishes, and wants it to go well.
    pub(crate) fn publish(&self, arguments: &[&str]) -> Run {
        let run = self.run(&[&["publish"], arguments].concat());
        assert_eq!(run.code, Some(0), "{}", run.said);
        run
    }

    /// Wants publishing to be refused with this in the message, and nothing to change anywhere.
    pub(crate) fn refuses(&self, arguments: &[&str], expected: &str) {
        let before = self.state();
        let run = self.run(&[&["publish"], arguments].concat());
        assert_eq!(run.code, Some(2), "{}", run.said);
        assert!(run.said.contains(expected), "{}", run.said);
        assert_eq!(run.printed, "");
        assert_eq!(self.state(), before);
    }

    /// Everything that publishing must not touch in the work tree, and the branches of the remote.
    pub(crate) fn state(&self) -> String {
        let work = self.work();
        let index = std::fs::read(self.at("work/.git/index")).unwrap_or_default();
        [
            work.git(&["for-each-ref"]),
            work.git(&["status", "--porcelain", "--ignored", "--branch"]),
            work.git(&["stash", "list"]),
            format!("{:?}", work.run(&["rev-parse", "HEAD"], "2026-01-01T12:00:00Z", "x").stdout),
            format!("{:?} {:?}", index.len(), self.at("work/.git/FETCH_HEAD").exists()),
            self.remote().git(&["for-each-ref"]),
        ]
        .join("\n")
    }

    /// The files of a branch of the remote, hidden ones too.
    pub(crate) fn files(&self, branch: &str) -> BTreeMap<String, Vec<u8>> {
        let remote = self.remote();
        let names = remote.git(&["ls-tree", "-r", "-z", "--name-only", branch]);
        let names = names.split_terminator('\0');
        let bytes = |name: &str| {
            let spec = format!("{branch}:{name}");
            remote.run(&["cat-file", "blob", &spec], "2026-01-01T12:00:00Z", "x").stdout
        };
        names.map(|name| (name.to_owned(), bytes(name))).collect()
    }

    /// The files that a build writes, hidden ones too, but for its record.
    pub(crate) fn built(&self, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let out = self.at("built");
        let out = out.to_str().expect("a plain path");
        let run = self.run(&[&["build", "--out", out, "--overwrite"], arguments].concat());
        assert_eq!(run.code, Some(0), "{}", run.said);
        let files = walkdir::WalkDir::new(out).into_iter().map(|entry| entry.expect("readable"));
        let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(out).expect("below it");
            let bytes = std::fs::read(entry.path()).expect("a readable file");
            (path.to_str().expect("plain names").replace('\\', "/"), bytes)
        });
        files.filter(|(path, _)| !path.starts_with(".radar-")).collect()
    }

    /// The subjects of the commits of a branch of the remote, the last first.
    pub(crate) fn subjects(&self, branch: &str) -> Vec<String> {
        let text = self.remote().git(&["log", "--format=%s", branch, "--"]);
        text.lines().map(str::to_owned).collect()
    }

    /// Puts a file on a branch of the remote, as somebody else does.
    pub(crate) fn put(&self, branch: &str, path: &str, text: &str) {
        let other = self.at("other");
        let _ = std::fs::remove_dir_all(&other);
        let other = Repository::new(other, &[]);
        other.git(&["remote", "add", "origin", "../remote.git"]);
        if other
            .run(&["fetch", "-q", "origin", branch], "2026-01-01T12:00:00Z", "x")
            .status
            .success()
        {
            other.git(&["checkout", "-q", "FETCH_HEAD"]);
        }
        other.commit("2026-11-02", "bob@example.org", &[(path, Some(text))]);
        other.git(&["push", "-q", "origin", &format!("HEAD:refs/heads/{branch}")]);
    }
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("it starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Self { code: output.status.code(), printed: text(output.stdout), said: text(output.stderr) }
    }
}

/// A blip's file.
pub(crate) fn blip(name: &str) -> String {
    format!(
        "name = '{name}'\nquadrant = 'q'\nring = 'adopt'\nowners = ['platform']\n\n[[review]]\ndate = 2026-06-01\n\
         by = ['ada']\nnote = 'Looked.'\n"
    )
}
