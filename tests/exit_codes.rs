//! `docs/exit-codes.md` is right: each command, with each of its exit codes.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the commands run on the disk"
)]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A folder with a radar without errors, and `broken/` with one that has an error.
fn radars() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(code(folder.path(), &["init"]), 0);
    assert_eq!(code(folder.path(), &["init", "broken"]), 0);
    let blip = folder.path().join("broken/radar/blips/payments/rust.toml");
    std::fs::write(blip, "name = ").expect("a blip");
    folder
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    let output = Command::new(env!("CARGO_BIN_EXE_radar"))
        .args(["--today", "2026-11-22"])
        .args(arguments)
        .current_dir(folder)
        .env_remove("RADAR_EDITOR")
        .output()
        .expect("radar runs");
    output.status.code().expect("radar exits by itself")
}

#[test]
fn commands_that_read() {
    let folder = radars();
    let cases: [(&[&str], i32); 28] = [
        (&["--help"], 0),
        (&[], 2),
        (&["check"], 0),
        (&["check", "-D", "review-expired"], 1),
        (&["check", "-C", "broken"], 1),
        (&["check", "-C", "nowhere"], 2),
        (&["check", "-D", "no-such-code"], 2),
        (&["check", "-A", "invalid-toml"], 2),
        (&["build"], 0),
        (&["build"], 0),
        (&["build", "-D", "review-expired"], 1),
        (&["build", "-C", "broken"], 1),
        (&["build", "--theme", "none"], 2),
        (&["build", "--out", "radar"], 2),
        (&["publish", "-C", "broken"], 2),
        (&["due"], 0),
        (&["due", "-D", "review-expired"], 0),
        (&["due", "--exit-code"], 1),
        (&["due", "-C", "broken"], 1),
        (&["due", "--team", "none"], 2),
        (&["diff", "first", "second"], 0),
        (&["diff", "first", "-C", "broken"], 1),
        (&["diff", "third"], 2),
        (&["diff", "second", "first"], 2),
        (&["export", "json"], 0),
        (&["export", "json", "-D", "review-expired"], 1),
        (&["export", "json", "-C", "broken"], 1),
        (&["export", "none"], 2),
    ];
    for (arguments, expected) in cases {
        assert_eq!(code(folder.path(), arguments), expected, "radar {arguments:?}");
    }
}

#[test]
fn commands_that_edit() {
    let folder = radars();
    let note = ["--by", "ada", "--note", "Looked."];
    let text = ["--by", "dan", "--text", "Why?"];
    let new = ["--quadrant", "tools", "--ring", "trial"];
    let cases: [(&[&str], &[&str], i32); 19] = [
        (&["new", "Helm"], &new, 0),
        (&["new", "Helm"], &new, 2),
        (&["new", "Nomad"], &[], 2),
        (&["new", "Nomad", "-D", "unreviewed"], &new, 1),
        (&["review", "kubernetes"], &note, 0),
        (&["review", "none"], &note, 2),
        (&["review", "rust"], &[], 2),
        (&["review", "rust", "--date", "2026-11-23"], &note, 2),
        (&["review", "rust", "-C", "broken"], &note, 1),
        (&["ask", "rust"], &text, 0),
        (&["ask", "rust", "-C", "broken"], &text, 1),
        (&["ask", "rust", "--by", "none", "--text", "Why?"], &[], 2),
        (&["answer", "rust"], &text, 0),
        (&["answer", "rust"], &text, 2),
        (&["exit", "rust", "--effort", "4 months"], &note, 0),
        (&["exit", "rust", "--effort", "0 days"], &note, 2),
        (&["exit", "rust", "--effort", "1 week", "--date", "2026-11-21"], &note, 2),
        (&["exit", "rust", "--effort", "1 week", "-C", "broken"], &note, 1),
        (&["init"], &[], 0),
    ];
    for (arguments, more, expected) in cases {
        let arguments = [arguments, more].concat();
        assert_eq!(code(folder.path(), &arguments), expected, "radar {arguments:?}");
    }
}

#[test]
fn other_commands() {
    let folder = radars();
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("a file");
    };
    write("good.csv", "name,ring,quadrant\nHelm,trial,tools\n");
    write("row.csv", "name,ring,quadrant\nHelm,trial,tools\nNix,,tools\n");
    write("cut.json", "[{ \"name\": \"Helm\", \"ring\": ");
    write("notes.md", "nothing");
    let cases: [(&[&str], i32); 16] = [
        (&["import", "good.csv", "--into", "a"], 0),
        (&["import", "row.csv", "--into", "b"], 1),
        (&["import", "cut.json", "--into", "c"], 1),
        (&["import", "notes.md", "--into", "d"], 2),
        (&["import", "none.csv"], 2),
        (&["audit"], 2),
        (&["audit", "--deny", "none"], 2),
        (&["import", "good.csv", "--reviewed-by", "ada"], 2),
        (&["scan", "none"], 2),
        (&["init", "notes.md/radar"], 2),
        (&["schema", "blip"], 0),
        (&["schema", "none"], 2),
        (&["completions", "bash"], 0),
        (&["completions", "none"], 2),
        (&["man", "build"], 0),
        (&["man", "none"], 2),
    ];
    for (arguments, expected) in cases {
        assert_eq!(code(folder.path(), arguments), expected, "radar {arguments:?}");
    }
    assert!(folder.path().join("b/radar/blips").exists());
    assert!(!folder.path().join("c/radar").exists());
}
