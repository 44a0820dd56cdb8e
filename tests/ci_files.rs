//! The files with which GitHub and GitLab check and publish a radar, as `radar init` writes them: with an address of the
//! program, and without. `tests/ci/` has all of them, for the tools that check workflows.
//!
//! `TRYCMD=overwrite cargo test --test ci_files` writes them again.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "files, git, and the shell that a host would run"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use radar::command::ci_files;

const ADDRESS: &str = "https://github.com/some-team/radar";

fn file(path: &str, address: Option<&str>, folder: &str) -> String {
    let files = ci_files(address, folder);
    files.into_iter().find(|(at, _)| *at == path).map(|(_, text)| text).expect("a file")
}

#[test]
fn both_kinds_are_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ci");
    for (name, path, address, root) in [
        ("github-address.yml", ".github/workflows/radar.yml", Some(ADDRESS), ""),
        ("github.yml", ".github/workflows/radar.yml", None, ""),
        (
            "github-address-folder.yml",
            ".github/workflows/radar.yml",
            Some(ADDRESS),
            "docs/our \"radar\"",
        ),
        ("github-folder.yml", ".github/workflows/radar.yml", None, "docs/our \"radar\""),
        ("gitlab-address.yml", ".gitlab-ci.yml", Some(ADDRESS), ""),
        ("gitlab.yml", ".gitlab-ci.yml", None, ""),
        ("gitlab-folder.yml", ".gitlab/radar.yml", None, "docs/our \"radar\""),
    ] {
        let text = file(path, address, root);
        let at = folder.join(name);
        if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
            std::fs::write(&at, &text).expect("written");
        }
        assert_eq!(std::fs::read_to_string(&at).expect("a file"), text, "{name}");
        for left in [
            "@program@",
            "@version@",
            "@with",
            "@below@",
            "@folder@",
            "@-C@",
            "@checkout@",
            "@file@",
        ] {
            assert!(!text.contains(left), "{name}: {left}");
        }
        assert_eq!(text.contains("some-team/radar@v"), address.is_some(), "{name}");
        assert_eq!(text.contains("PROGRAM: \"\""), address.is_none(), "{name}");
        assert_eq!(text.contains("our \\\"radar\\\""), !root.is_empty(), "{name}");
        assert!(!text.contains("cargo") && !text.contains(" \n"), "{name}");
    }
}

/// An address elsewhere has neither the action nor such releases.
#[test]
fn an_address_elsewhere_has_to_be_filled_in() {
    for path in [".github/workflows/radar.yml", ".gitlab-ci.yml"] {
        let elsewhere = file(path, Some("https://codeberg.org/some-team/radar"), "");
        assert_eq!(elsewhere, file(path, None, ""), "{path}");
    }
}

/// Somebody who gets hold of the account can move a tag to another commit; that of the program itself is its release.
#[test]
fn actions_of_others_are_commits_and_those_of_our_own_workflows() {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/ci.yml");
    let ours = std::fs::read_to_string(at).expect("a workflow");
    for address in [None, Some(ADDRESS)] {
        let text = file(".github/workflows/radar.yml", address, "");
        let uses: Vec<&str> =
            text.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")).collect();
        let own = format!("some-team/radar@v{}", env!("CARGO_PKG_VERSION"));
        for action in &uses {
            let (name, version) = action.split_once('@').unwrap_or((action, ""));
            if name == "./.radar-program" || action.starts_with(&own) {
                continue;
            }
            let commit = version.split(" # v").next().expect("a commit");
            assert!(commit.len() == 40 && version.contains(" # v"), "{action}");
            if ours.contains(&format!("{name}@")) {
                assert!(ours.contains(action), "{action}");
            }
        }
        assert!(uses.len() >= 6, "{uses:?}");
        assert_eq!(
            text.matches("actions/checkout@").count(),
            text.matches("persist-credentials: false").count()
        );
        assert!(text.contains("\npermissions: {}\n") && !text.contains("pull_request_target"));
        // What may publish neither installs nor runs anything else.
        let (_, deploy) = text.split_once("\n  deploy:\n").expect("a job");
        assert_eq!(deploy.matches("uses: ").count() + deploy.matches("run: ").count(), 1);
    }
}

/// The lines of a block that a key starts, without their indentation.
fn script(text: &str, key: &str) -> String {
    let (_, rest) = text.split_once(key).unwrap_or_else(|| panic!("{key}"));
    let lines = rest.lines().skip(1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let wide = rest.lines().find(|line| !line.trim().is_empty()).map_or(0, indent);
    let block = lines.take_while(|line| line.trim().is_empty() || indent(line) >= wide);
    block.map(|line| line.get(wide..).unwrap_or("").to_owned() + "\n").collect()
}

/// The steps of `script:` of a job, one after the other, as GitLab joins them.
fn commands(text: &str, job: &str, key: &str) -> String {
    let (_, job) = text.split_once(&format!("\n{job}:\n")).expect("a job");
    let job = job.split("\n\n").next().expect("the job");
    let (_, rest) = job.split_once(&format!("  {key}:\n")).expect("a script");
    let lines = rest.lines().take_while(|line| line.starts_with("    "));
    let lines: Vec<&str> = lines.collect();
    let mut script = String::new();
    let mut is_block = false;
    for line in lines {
        match line.strip_prefix("    - ") {
            Some("|") => is_block = true,
            Some(command) => {
                is_block = false;
                script.extend([command, "\n"]);
            }
            None if is_block => script.extend([line.get(6..).unwrap_or(""), "\n"]),
            None => assert!(line.trim_start().starts_with('#'), "{line}"),
        }
    }
    script
}

/// A checkout on GitLab, and a folder that plays the releases of the program.
struct Gitlab {
    home: tempfile::TempDir,
}

impl Gitlab {
    fn new() -> Self {
        let gitlab = Self { home: tempfile::tempdir().expect("a temporary folder") };
        let checkout = gitlab.path("checkout");
        std::fs::create_dir(&checkout).expect("made");
        gitlab.shell("git init -q -b main");
        gitlab.shell(&format!("{} init --ci gitlab --quiet --commit", env!("CARGO_BIN_EXE_radar")));
        gitlab.release();
        gitlab
    }

    fn path(&self, below: &str) -> PathBuf {
        self.home.path().join(below)
    }

    fn release(&self) {
        let version = env!("CARGO_PKG_VERSION");
        let script = format!(
            "set -e
            mkdir -p releases/download/v{version} && cd releases/download/v{version}
            name=radar-{version}-$(uname -m)-unknown-linux-musl
            mkdir $name
            printf '#!/bin/sh\\nexec \"{}\" \"$@\"\\n' > $name/radar
            chmod +x $name/radar
            tar -czf $name.tar.gz $name && rm -r $name
            echo other > other.tar.gz
            sha256sum *.tar.gz > SHA256SUMS",
            env!("CARGO_BIN_EXE_radar")
        );
        let output = self.command("sh", &script).current_dir(self.home.path()).output();
        assert!(output.expect("sh").status.success());
    }

    fn command(&self, shell: &str, script: &str) -> Command {
        let mut command = Command::new(shell);
        command
            .args(["-e", "-c", script])
            .current_dir(self.path("checkout"))
            .env("HOME", self.home.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_CONFIG_GLOBAL")
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Ada")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "ada@example.org")))
            .env("CI_PAGES_URL", "https://org.gitlab.io/our-radar")
            .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD");
        command
    }

    fn shell(&self, script: &str) -> String {
        let output = self.command("sh", script).output().expect("sh");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs a job of the file in the checkout, as GitLab does: the script after what comes before it.
    fn job(&self, shell: &str, job: &str, program: &str) -> Output {
        let text = std::fs::read_to_string(self.path("checkout/.gitlab-ci.yml")).expect("jobs");
        let script = commands(&text, ".radar", "before_script") + &commands(&text, job, "script");
        self.command(shell, &script).env("PROGRAM", program).output().expect("a shell")
    }

    fn program(&self) -> String {
        format!("file://{}@v{}", self.home.path().display(), env!("CARGO_PKG_VERSION"))
    }
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

#[test]
#[cfg(target_os = "linux")]
fn the_jobs_of_gitlab_run() {
    for shell in ["sh", "bash"] {
        let gitlab = Gitlab::new();
        let output = gitlab.job(shell, "pages", &gitlab.program());
        assert!(output.status.success(), "{}", said(&output));
        let index = std::fs::read_to_string(gitlab.path("checkout/public/index.html"));
        assert!(index.expect("a page").contains("https://org.gitlab.io/our-radar"));
        let unpacked =
            gitlab.shell("gzip -cd public/index.html.gz | cmp - public/index.html && echo same");
        assert_eq!(unpacked, "same\n");
        assert!(!gitlab.path("checkout/public/assets").join("x.woff2.gz").exists());

        let output = gitlab.job(shell, "radar-check", &gitlab.program());
        assert!(output.status.success(), "{}", said(&output));
        assert!(gitlab.path("checkout/preview/index.html").exists());
        assert!(said(&output).contains("review-expired"), "{}", said(&output));

        // An error fails the job, after every part has been tried.
        std::fs::write(gitlab.path("checkout/radar/people.toml"), "person = 1\n").expect("written");
        let output = gitlab.job(shell, "radar-check", &gitlab.program());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("people.toml"), "{}", said(&output));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_jobs_of_gitlab_run_nothing_that_is_not_the_release() {
    let gitlab = Gitlab::new();
    let version = env!("CARGO_PKG_VERSION");
    let (jobs, written) =
        (gitlab.path("checkout/.gitlab-ci.yml"), file(".gitlab-ci.yml", None, ""));
    let as_init_writes_it = std::fs::read(&jobs).expect("read");
    std::fs::write(&jobs, written).expect("written");
    for program in ["", "radar", "some-team/radar", "@v0.1.0", "some-team/radar@"] {
        let output = gitlab.job("sh", "pages", program);
        assert_eq!(output.status.code(), Some(1), "{program}: {}", said(&output));
        let expected = "Fill in PROGRAM at the top of .gitlab-ci.yml: ";
        assert!(said(&output).starts_with(expected), "{program}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
    std::fs::write(&jobs, as_init_writes_it).expect("written");
    let download = format!("releases/download/v{version}");
    let archive = gitlab.shell("echo $(uname -m)");
    let archive = format!("radar-{version}-{}-unknown-linux-musl.tar.gz", archive.trim());
    let at = gitlab.path(&format!("{download}/{archive}"));
    let sums = gitlab.path(&format!("{download}/SHA256SUMS"));
    let (good, list) =
        (std::fs::read(&at).expect("read"), std::fs::read_to_string(&sums).expect("read"));
    let refused = |what: &str| {
        let output = gitlab.job("sh", "pages", &gitlab.program());
        assert!(!output.status.success(), "{what}: {}", said(&output));
        assert!(!gitlab.path("checkout/public").exists(), "{what}");
    };
    std::fs::write(&at, [&good[..], b"x"].concat()).expect("written");
    refused("other bytes");
    std::fs::write(&at, &good).expect("written");
    std::fs::write(&sums, list.lines().filter(|line| !line.contains("radar-")).collect::<String>())
        .expect("written");
    refused("a list without it");
    std::fs::write(&sums, "").expect("written");
    refused("an empty list");
    std::fs::remove_file(&sums).expect("removed");
    refused("no list");
    std::fs::write(&sums, &list).expect("written");
    std::fs::remove_file(&at).expect("removed");
    refused("no archive");
    std::fs::write(&at, &good).expect("written");
    let output = gitlab.job("sh", "pages", &gitlab.program());
    assert!(output.status.success(), "{}", said(&output));
}

/// The first step of the workflow, as GitHub runs it.
#[test]
fn the_first_step_of_github_says_what_to_fill_in() {
    let text = file(".github/workflows/radar.yml", None, "");
    let step = script(&text, "        run: |");
    let home = tempfile::tempdir().expect("a temporary folder");
    let outputs = home.path().join("outputs");
    let run = |program: &str| {
        Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step])
            .env("PROGRAM", program)
            .env("GITHUB_OUTPUT", &outputs)
            .output()
            .expect("bash")
    };
    for program in
        ["", "radar", "some-team/radar", "some-team/radar@", "some-team/radar@main", "@v1"]
    {
        let output = run(program);
        assert_eq!(output.status.code(), Some(1), "{program}");
        let expected = "::error::Fill in PROGRAM at the top of .github/workflows/radar.yml: ";
        assert!(said(&output).starts_with(expected), "{program}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{program}");
        assert!(!outputs.exists(), "{program}");
    }
    assert!(run("some-team/radar@v0.1.0").status.success());
    let expected = "repository=some-team/radar\nref=v0.1.0\n";
    assert_eq!(std::fs::read_to_string(outputs).expect("outputs"), expected);
}
