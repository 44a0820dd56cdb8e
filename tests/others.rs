//! What is made for others names no folder of this machine: only messages to the user themselves may.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs git and the program")]

mod folder;

use std::process::Command;

use folder::Folder;

/// With a radar in `home/secret/ours`, committed; a commit later something has changed.
fn radar() -> Folder {
    let folder = Folder::empty();
    for (path, bytes) in Folder::new().files("radar") {
        folder.write(&format!("home/secret/ours/radar/{path}"), bytes);
    }
    let people = "home/secret/ours/radar/people.toml";
    let more = "emails = [\"ada@example.org\"]\n\n[person.max]\nname = \"Max\"\n";
    folder.write(people, folder.read(people) + more);
    git(&folder, &["init", "--quiet", "-b", "main"]);
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "-m", "State"]);
    let kafka = "home/secret/ours/radar/blips/kafka.toml";
    let more = "\n[[review]]\ndate = 2026-11-01\nby = [\"max\"]\nring = \"hold\"\nnote = \"No.\"\n\n\
                [[question]]\ndate = 2026-11-02\nby = \"max\"\ntext = \"Why?\"\n";
    let text = folder.read(kafka).replacen("ring = \"adopt\"", "ring = \"hold\"", 1) + more;
    folder.write(kafka, text);
    folder
}

fn git(folder: &Folder, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder.path("home/secret/ours"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Ada")))
        .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "ada@example.org")))
        .status();
    assert!(status.expect("git starts").success(), "{arguments:?}");
}

/// The arguments of every command whose output is for others.
const FOR_OTHERS: &[&[&str]] = &[
    &["due", "--format", "markdown", "--within", "5 years"],
    &["due", "--format", "json", "--within", "5 years"],
    &["due", "--format", "csv", "--within", "5 years"],
    &["due", "--questions", "--format", "markdown"],
    &["due", "--questions", "--format", "json"],
    &["due", "--questions", "--format", "csv"],
    &["diff", "spring", "--format", "markdown"],
    &["diff", "spring", "--format", "json"],
    &["diff", "--base", "main", "--format", "text"],
    &["diff", "--base", "main", "--format", "markdown"],
    &["diff", "--base", "main", "--format", "json"],
    &["export", "byor-csv"],
    &["export", "byor-json"],
    &["export", "zalando"],
    &["export", "backstage"],
    &["export", "csv"],
    &["export", "json"],
    &["export", "markdown"],
    &["export", "codeowners", "--stewards", "max,ada"],
    &["schema", "blip"],
    &["check", "--message-format", "github"],
];

#[test]
fn no_output_for_others_names_the_folder() {
    let folder = radar();
    folder.write("elsewhere/x", "");
    for path in ["home/secret/ours", "home/secret/ours/radar/blips"] {
        let start = folder.path(path);
        let start = start.to_str().expect("Unicode");
        for arguments in FOR_OTHERS {
            let mut command = folder.command(&[arguments, &["-C", start][..]].concat());
            let output = command.current_dir(folder.path("elsewhere")).output().expect("it starts");
            let data = String::from_utf8_lossy(&output.stdout);
            let messages = String::from_utf8_lossy(&output.stderr);
            assert_ne!(output.status.code(), Some(2), "{arguments:?}: {messages}");
            assert!(!data.contains("secret"), "{arguments:?}: {data}");
            if arguments[0] == "check" {
                assert!(messages.contains("file=radar/"), "{arguments:?}: {messages}");
                assert!(!messages.contains("secret"), "{arguments:?}: {messages}");
            }
        }
    }
}

#[test]
fn no_file_that_a_command_writes_names_the_folder() {
    let folder = radar();
    folder.write("elsewhere/x", "");
    let at = |path: &str| folder.path(path).to_str().expect("Unicode").to_owned();
    let (ours, new, out) = (at("home/secret/ours"), at("home/secret/new"), at("home/secret/site"));
    for arguments in [
        &["build", "-C", &ours, "--out", &out, "--base-url", "https://example.org/"][..],
        &["init", &new],
        &["scan", &ours, "-C", &ours],
        &["review", "helm", "--by", "ada", "--note", "Looked.", "-C", &ours],
        &["ask", "helm", "--by", "max", "--text", "Why?", "-C", &ours],
        &["new", "Nomad", "--quadrant", "tools", "--ring", "trial", "-C", &ours],
    ] {
        let mut command = folder.command(arguments);
        let output = command.current_dir(folder.path("elsewhere")).output().expect("it starts");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {messages}");
    }
    let mut read = 0;
    for (path, bytes) in folder.files("home/secret") {
        if !path.contains(".git/") {
            read += 1;
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("secret"), "{path}: {text}");
        }
    }
    assert!(read > 40, "{read} files");
}
