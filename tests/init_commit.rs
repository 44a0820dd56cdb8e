//! `radar init --commit` commits what it wrote and nothing else, as the user's own `git commit` would; and the next steps
//! that it prints are the ones that work.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the program runs beside git, in folders of its own"
)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A user with a home and an identity, if they have one.
struct User {
    home: tempfile::TempDir,
}

impl User {
    fn new() -> Self {
        let user = Self::unknown();
        user.git(".", "config --global user.name Ada");
        user.git(".", "config --global user.email ada@example.org");
        user
    }

    /// Somebody whom git does not know.
    fn unknown() -> Self {
        let user = Self { home: tempfile::tempdir().expect("a temporary folder") };
        user.git(".", "config --global init.defaultBranch main");
        user.git(".", "config --global user.useConfigOnly true");
        user
    }

    fn path(&self, below: &str) -> PathBuf {
        self.home.path().join(below)
    }

    fn run(&self, folder: &str, program: &str, arguments: &[&str]) -> Output {
        Command::new(program)
            .args(arguments)
            .current_dir(self.path(folder))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").expect("PATH"))
            .env("HOME", self.home.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .expect("the program starts")
    }

    fn git(&self, folder: &str, line: &str) -> String {
        let words: Vec<&str> = line.split(' ').collect();
        let output = self.run(folder, "git", &words);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {line}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs `radar init`, and returns the exit code and what it said.
    fn init(&self, folder: &str, arguments: &[&str]) -> (Option<i32>, String) {
        let arguments = [&["init"], arguments].concat();
        let output = self.run(folder, env!("CARGO_BIN_EXE_radar"), &arguments);
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    fn hook(&self, name: &str, script: &str) {
        self.write(&format!("ours/.git/hooks/{name}"), &format!("#!/bin/sh\n{script}\n"));
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path(&format!("ours/.git/hooks/{name}")), mode)
            .expect("a hook");
    }
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[test]
fn it_commits_the_new_files_and_leaves_the_index_alone() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.write("ours/notes.md", "staged\n");
    user.write("ours/draft.md", "not staged\n");
    user.write("ours/.gitignore", "/output\n");
    user.git("ours", "add notes.md");
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(0), "{said}");
    let files = user.git("ours", "ls-tree -r --name-only HEAD");
    for path in [".github/workflows/radar.yml", ".taplo.toml", "radar/radar.toml", "radar/about.md"]
    {
        assert!(files.lines().any(|line| line == path), "{path}: {files}");
    }
    for path in ["notes.md", "draft.md", ".gitignore"] {
        assert!(!files.lines().any(|line| line == path), "{path}: {files}");
    }
    assert_eq!(user.git("ours", "status --short"), "A  notes.md\n?? .gitignore\n?? draft.md\n");
    let id = user.git("ours", "rev-parse --short HEAD");
    assert!(
        said.contains(&format!("committed as {}: Start a technology radar\n", id.trim())),
        "{said}"
    );
    assert_eq!(
        user.git("ours", "log --format=%an:%ae:%s"),
        "Ada:ada@example.org:Start a technology radar\n"
    );
    // A second run wrote nothing.
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("there was nothing to commit: this run wrote no file\n"), "{said}");
    assert_eq!(user.git("ours", "rev-list --count HEAD"), "1\n");
}

#[test]
fn below_the_root_and_with_names_that_are_patterns() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.write("ours/radar/aXb/kept.md", "mine\n");
    let (code, said) = user.init(".", &["ours/docs/a*b [c]", "--commit", "--empty"]);
    assert_eq!(code, Some(0), "{said}");
    let files = user.git("ours", "-c core.quotePath=false ls-tree -r --name-only HEAD");
    assert!(files.contains("docs/a*b [c]/radar/radar.toml\n"), "{files}");
    assert!(files.contains(".github/workflows/radar.yml\n"), "{files}");
    assert!(!files.contains("kept.md"), "{files}");
    assert_eq!(user.git("ours", "status --short"), "?? radar/\n");
}

#[test]
fn hooks_run_and_may_refuse() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.hook("commit-msg", "echo 'Signed-off-by: Ada' >> \"$1\"; echo a word of the hook");
    let (code, said) = user.init("ours", &["--commit", "--empty"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("a word of the hook\n"), "{said}");
    assert!(user.git("ours", "log --format=%B").contains("Signed-off-by: Ada"));

    let user = User::new();
    user.git(".", "init --quiet ours");
    user.hook("pre-commit", "echo not today >&2; exit 1");
    let (code, said) = user.init("ours", &["--commit", "--empty"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("not today\n"), "{said}");
    assert!(
        said.contains("the files are written and added, but git commit failed; once that works"),
        "{said}"
    );
    assert!(is_there(&user.path("ours/radar/radar.toml")));
    assert!(user.git("ours", "status --short").contains("A  radar/radar.toml\n"));

    // The command that it prints commits them, and nothing else.
    std::fs::remove_file(user.path("ours/.git/hooks/pre-commit")).expect("a hook");
    user.write("ours/notes.txt", "mine");
    user.git("ours", "add notes.txt");
    let (_, command) = said.split_once("commit them with `").expect("a command");
    let (command, _) = command.split_once('`').expect("its end");
    let output = user.run("ours", "sh", &["-c", command]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(user.git("ours", "status --short"), "A  notes.txt\n");
}

#[test]
fn what_git_ignores_is_not_committed() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.write("ours/.gitignore", "/.taplo*\n/.github\n");
    let (code, said) = user.init("ours", &["--commit", "--empty"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("git ignores .github/workflows/radar.yml, .taplo.toml, .taplo/blip.json"),
        "{said}"
    );
    let files = user.git("ours", "ls-tree -r --name-only HEAD");
    assert_eq!(files, "radar/people.toml\nradar/radar.toml\n");
}

/// What cannot be committed is not even written.
#[test]
fn without_a_repository_or_a_name_nothing_is_written() {
    let user = User::new();
    let (code, said) = user.init(".", &["our radar", "--commit"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.starts_with("error: cannot commit in our radar: not a git repository"), "{said}");
    assert!(said.ends_with("make one with `git init 'our radar'`\n"), "{said}");
    assert!(!is_there(&user.path("our radar")));

    let nobody = User::unknown();
    nobody.git(".", "init --quiet ours");
    let (code, said) = nobody.init("ours", &["--commit"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("; tell it with `git config --global user.name \"YOUR NAME\"` and"),
        "{said}"
    );
    assert!(!is_there(&nobody.path("ours/radar")));

    let user = User::new();
    user.git(".", "init --quiet ours");
    user.git("ours", "commit --quiet --allow-empty -m Start");
    user.git("ours", "checkout --quiet -b other");
    user.git("ours", "commit --quiet --allow-empty -m Other");
    user.git("ours", "checkout --quiet main");
    user.git("ours", "merge --quiet --no-ff --no-commit other");
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("in the middle of a merge"), "{said}");
    assert!(!is_there(&user.path("ours/radar")));

    user.git("ours", "commit --quiet -m Merge");
    user.run("ours", "sh", &["-c", "GIT_SEQUENCE_EDITOR='echo break >' git rebase -i HEAD~1"]);
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("in the middle of a rebase; finish it first"), "{said}");
    assert!(!is_there(&user.path("ours/radar")));

    // A bare repository has no files.
    let user = User::new();
    user.git(".", "init --quiet --bare ours");
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(!is_there(&user.path("ours/radar")));
}

#[test]
fn content_with_errors_is_not_committed() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.write("ours/radar/blips/a.toml", "name = 1\n");
    let (code, said) = user.init("ours", &["--commit"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("the radar has errors, so nothing was committed; see radar check\n"),
        "{said}"
    );
}

/// `radar publish` is named exactly where it works; what it lacks is said otherwise.
#[test]
fn the_next_steps_work() {
    let publish = "  radar publish    builds the site and pushes it to a branch of origin\n";
    let later = "pushes it to a branch of origin, once the radar is committed\n";
    let user = User::new();
    std::fs::create_dir(user.path("ours")).expect("made");
    let (_, said) = user.init("ours", &[]);
    assert!(
        said.contains("\nto publish it, give it a remote: git init && git remote add origin URL\n"),
        "{said}"
    );
    user.git("ours", "init --quiet");
    let (_, said) = user.init("ours", &[]);
    assert!(
        said.contains("\nto publish it, give it a remote: git remote add origin URL\n"),
        "{said}"
    );
    user.git("ours", "remote add origin https://github.com/ORG/ours.git");
    let (_, said) = user.init("ours", &[]);
    assert!(said.contains(later) && !said.contains("give it a remote"), "{said}");
    user.git("ours", "add .");
    user.git("ours", "commit --quiet -m Start");
    let (_, said) = user.init("ours", &[]);
    assert!(said.contains(publish), "{said}");
    // Only one remote, with another name.
    user.git("ours", "remote rename origin upstream");
    let (_, said) = user.init("ours", &[]);
    assert!(said.contains("  radar publish --remote upstream    builds"), "{said}");
    // git ignores the radar, so publish would refuse it.
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.git("ours", "remote add origin https://github.com/ORG/ours.git");
    user.write("ours/.gitignore", "/radar\n");
    let (_, said) = user.init("ours", &[]);
    assert!(said.contains(later), "{said}");
}

/// An abbreviation of git, and a mirror that stands for a host.
#[test]
fn the_host_is_known_by_what_is_written_or_by_what_it_means() {
    for (address, setting, path) in [
        ("gl:ORG/ours", "url.git@gitlab.com:.insteadOf gl:", ".gitlab-ci.yml"),
        (
            "https://gitlab.com/ORG/ours",
            "url./srv/mirror/.insteadOf https://gitlab.com/",
            ".gitlab-ci.yml",
        ),
        ("/srv/git/ours.git", "core.bare false", ".github/workflows/radar.yml"),
    ] {
        let user = User::new();
        user.git(".", "init --quiet ours");
        user.git("ours", &format!("config {setting}"));
        user.git("ours", &format!("remote add origin {address}"));
        let (code, said) = user.init("ours", &["--empty"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(is_there(&user.path("ours").join(path)), "{address}: {said}");
    }
}

#[test]
fn jobs_of_gitlab_that_are_there_stay() {
    let user = User::new();
    user.git(".", "init --quiet ours");
    user.write("ours/.gitlab-ci.yml", "tests:\n  script: [make]\n");
    let include = "add to .gitlab-ci.yml:\n  include:\n    - local: .gitlab/radar.yml\n";
    for verb in ["wrote", "kept"] {
        let (code, said) = user.init("ours", &["--empty", "--ci", "gitlab"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(&format!("{verb} .gitlab/radar.yml\n")), "{said}");
        assert!(said.contains(include), "{said}");
    }
    user.write("ours/.gitlab-ci.yml", "include:\n  - local: .gitlab/radar.yml\n");
    let (_, said) = user.init("ours", &["--ci", "gitlab"]);
    assert!(!said.contains(include) && said.contains("kept .gitlab/radar.yml\n"), "{said}");
    // Its own file is no one else's.
    let user = User::new();
    user.git(".", "init --quiet ours");
    for verb in ["wrote", "kept"] {
        let (_, said) = user.init("ours", &["--empty", "--ci", "gitlab"]);
        assert!(said.contains(&format!("{verb} .gitlab-ci.yml\n")), "{said}");
    }
    assert!(!is_there(&user.path("ours/.gitlab")));
}
