//! The command that a command prints at its end can be pasted: it commits what was written.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the printed commands run in a shell"
)]

mod folder;

use std::path::Path;
use std::process::Command;

use folder::Folder;

const NOTE: [&str; 4] = ["--by", "ada", "--note", "Looked."];
const TEXT: [&str; 4] = ["--by", "ada", "--text", "Why?"];
const PLACE: [&str; 4] = ["--quadrant", "tools", "--ring", "trial"];

/// Runs a program in a folder and returns what it prints.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Ada")))
        .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "ada@example.org")))
        .output()
        .expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).expect("text");
    assert!(output.status.success(), "{program} {arguments:?}: {printed}");
    printed
}

fn radar(folder: &Path, arguments: &[&str]) -> String {
    let day = ["--today", "2026-11-22"];
    run(folder, env!("CARGO_BIN_EXE_radar"), &[arguments, &day].concat())
}

/// Returns the command of git that a message ends with.
fn printed_command(message: &str) -> Option<&str> {
    let mut nexts = message.lines().filter_map(|line| line.strip_prefix("next: "));
    nexts.rfind(|next| next.starts_with("git "))
}

/// Runs a command of radar in a folder, pastes what it prints, and returns the commit and its files.
fn pasted(folder: &Path, arguments: &[&str]) -> String {
    let message = radar(folder, arguments);
    let command = printed_command(&message);
    let command = command.unwrap_or_else(|| panic!("{arguments:?}: {message}"));
    run(folder, "sh", &["-c", command]);
    run(folder, "git", &["log", "-1", "--format=%s:", "--name-only"])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn repository() -> Folder {
    let folder = Folder::new();
    run(&folder.path(""), "git", &["init", "--quiet"]);
    folder
}

#[test]
fn each_command_that_writes_prints_a_commit_that_works() {
    let folder = repository();
    let root = folder.path("");
    // Nothing is in git yet.
    assert_eq!(
        pasted(&root, &[&["review", "kafka"][..], &NOTE].concat()),
        "Review The kafka: radar/blips/kafka.toml"
    );
    assert_eq!(
        pasted(&root, &[&["review", "kafka"][..], &NOTE].concat()),
        "Review The kafka: radar/blips/kafka.toml"
    );
    assert_eq!(
        pasted(&root, &[&["new", "Don't panic"][..], &PLACE].concat()),
        "Add Don't panic: radar/blips/dont-panic.toml"
    );
    assert_eq!(
        pasted(&root, &[&["ask", "kafka"][..], &TEXT].concat()),
        "Ask a question about The kafka: radar/blips/kafka.toml"
    );
    assert_eq!(
        pasted(&root, &[&["answer", "kafka"][..], &TEXT].concat()),
        "Answer a question about The kafka: radar/blips/kafka.toml"
    );
    assert_eq!(
        pasted(&root, &["exit", "kafka", "--effort", "1 week", "--by", "ada"]),
        "Estimate what it would cost to leave The kafka: radar/blips/kafka.toml"
    );
    // Something else is waiting in the index, and stays there.
    run(&root, "git", &["add", "radar/people.toml"]);
    assert_eq!(
        pasted(&root, &[&["review", "helm"][..], &NOTE].concat()),
        "Review The helm: radar/blips/helm.toml"
    );
    assert!(run(&root, "git", &["status", "--short"]).contains("A  radar/people.toml"));
}

#[test]
fn it_works_from_any_folder_and_for_any_name() {
    let folder = repository();
    folder.write("docs/readme.txt", "");
    for (here, arguments) in
        [("radar/blips", ["review", "kafka", "--by"]), ("docs", ["review", "helm", "--by"])]
    {
        let done = pasted(&folder.path(here), &[&arguments[..], &NOTE[1..]].concat());
        assert!(done.starts_with("Review The"), "{done}");
    }
    folder.write("radar/blips/our [old] team's/nomad.toml", folder::blip("nomad"));
    folder.write("radar/blips/our o team's/other.toml", folder::blip("other"));
    let done = pasted(&folder.path(""), &[&["review", "nomad"][..], &NOTE].concat());
    assert_eq!(done, "Review The nomad: radar/blips/our [old] team's/nomad.toml");
    // From outside, and from another repository.
    let elsewhere = Folder::empty();
    let there = folder.path("").to_str().expect("a path of ours").to_owned();
    for is_repository in [false, true] {
        if is_repository {
            run(&elsewhere.path(""), "git", &["init", "--quiet"]);
        }
        let message =
            radar(&elsewhere.path(""), &[&["review", "rust", "-C", &there][..], &NOTE].concat());
        let command = printed_command(&message).expect("a command");
        run(&elsewhere.path(""), "sh", &["-c", command]);
        assert!(
            run(&folder.path(""), "git", &["log", "-1", "--format=%s"]).contains("Review The rust")
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_that_is_not_unicode_is_pasted_or_not_printed() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::empty();
    run(&folder.path(""), "git", &["init", "--quiet"]);
    let name = std::ffi::OsStr::from_bytes(b"our\xffs");
    std::fs::create_dir(folder.path("").join(name)).expect("made");
    let started = radar(&folder.path("").join(name), &["init"]);
    assert!(started.contains("wrote no workflow: the path of the folder is not"), "{started}");
    let output = Command::new(env!("CARGO_BIN_EXE_radar"))
        .args(["new", "Nomad", "--quadrant", "tools", "--ring", "hold", "-C"])
        .arg(name)
        .current_dir(folder.path(""))
        .output()
        .expect("the program starts");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains(r"next: radar review nomad -C $'our\xffs'"), "{printed}");
    assert_eq!(printed_command(&printed), None, "{printed}");
}

#[test]
fn there_is_no_commit_where_git_would_refuse_one() {
    let outside = Folder::new();
    let message = radar(&outside.path(""), &[&["review", "kafka"][..], &NOTE].concat());
    assert_eq!(printed_command(&message), None, "{message}");
    let ignored = repository();
    ignored.write(".gitignore", "/radar/\n");
    let message = radar(&ignored.path(""), &[&["review", "kafka"][..], &NOTE].concat());
    assert_eq!(printed_command(&message), None, "{message}");
}

#[test]
fn during_a_merge_the_file_is_only_added() {
    let folder = repository();
    let root = folder.path("");
    run(&root, "git", &["add", "."]);
    run(&root, "git", &["commit", "--quiet", "-m", "Start"]);
    run(&root, "git", &["checkout", "--quiet", "-b", "other"]);
    run(&root, "git", &["commit", "--quiet", "--allow-empty", "-m", "Other"]);
    run(&root, "git", &["checkout", "--quiet", "-"]);
    run(&root, "git", &["merge", "--quiet", "--no-ff", "--no-commit", "other"]);
    let message = radar(&root, &[&["review", "kafka"][..], &NOTE].concat());
    assert_eq!(printed_command(&message), Some("git add radar/blips/kafka.toml"), "{message}");
    run(&root, "sh", &["-c", "git add radar/blips/kafka.toml"]);
}

#[test]
fn a_link_is_followed_to_the_file_that_has_changed() {
    let folder = repository();
    folder.write("shared/linked.toml", folder::blip("linked"));
    std::os::unix::fs::symlink("../../shared/linked.toml", folder.path("radar/blips/linked.toml"))
        .expect("a link");
    let done = pasted(&folder.path(""), &[&["review", "linked"][..], &NOTE].concat());
    assert_eq!(done, "Review The linked: shared/linked.toml");
}
