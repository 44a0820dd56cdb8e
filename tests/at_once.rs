//! Two programs at once: nothing is lost, and nothing is left over.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

mod folder;

use std::fs::{self, File};
use std::process::{Child, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use folder::{Folder, blip};

fn start(folder: &Folder, args: &[&str]) -> Child {
    let mut command = folder.command(args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

fn end(child: Child) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = child.wait_with_output().expect("it ends");
    (status.code(), String::from_utf8(stderr).expect("messages are UTF-8"))
}

/// Holds the lock on a folder until a program waits for it.
fn while_locked(
    folder: &Folder,
    path: &str,
    args: &[&str],
    change: impl FnOnce(),
) -> (Option<i32>, String) {
    // Windows cannot lock a folder.
    let lock = if cfg!(windows) {
        File::create(folder.path(path).join(".radar-lock"))
    } else {
        File::open(folder.path(path))
    };
    let lock = lock.expect("there");
    lock.lock().expect("nobody else has it");
    let child = start(folder, args);
    // It reads what is there, and then waits.
    sleep(Duration::from_millis(700));
    change();
    lock.unlock().expect("it was locked");
    end(child)
}

#[test]
fn two_builds_into_one_folder_leave_the_site_of_one() {
    for round in 0..6 {
        let folder = Folder::new();
        if round % 2 == 0 {
            folder.build();
        }
        let first = start(&folder, &["build", "--base-url", "https://one.example/"]);
        folder.write("radar/blips/nomad.toml", blip("nomad"));
        folder.remove("radar/blips/kafka.toml");
        let second = start(&folder, &["build", "--base-url", "https://two.example/"]);
        for (code, said) in [end(first), end(second)] {
            // The first may have read a blip that was removed a moment later.
            assert!(code == Some(0) || said.contains("kafka.toml"), "{said}");
        }
        folder.build();
        let site = folder.files("output");
        fs::remove_dir_all(folder.path("output")).expect("removed");
        folder.build();
        assert_eq!(site, folder.files("output"), "no page of another build is left");
    }
}

#[test]
fn an_import_notices_what_others_write_while_it_runs() {
    let folder = Folder::empty();
    folder.write("2026-05-01.csv", "name,ring,quadrant\nMake,adopt,tools\n");
    assert_eq!(folder.run(&["import", "2026-05-01.csv"]).code, Some(0));
    folder.write("2026-06-01.csv", "name,ring,quadrant\nMake,hold,tools\n");
    let question = "\n[[question]]\ndate = 2026-06-01\nby = \"ada\"\ntext = \"Why?\"\n";
    let before = folder.read("radar/blips/make.toml");
    let (code, said) = while_locked(&folder, ".", &["import", "2026-06-01.csv"], || {
        folder.write("radar/blips/make.toml", format!("{before}{question}"));
    });
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("waiting for another program"), "{said}");
    assert!(said.contains("radar changed during the import, so nothing was written"), "{said}");
    assert_eq!(folder.read("radar/blips/make.toml"), format!("{before}{question}"));
}

#[test]
fn two_new_blips_of_one_id_are_not_both_written() {
    let folder = Folder::new();
    let new = ["new", "Nomad", "--quadrant", "tools", "--ring", "hold", "--owner", "ada"];
    let (code, said) = while_locked(&folder, ".", &new, || {
        folder.write("radar/blips/elsewhere/nomad.toml", blip("nomad"));
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("duplicate-id"), "{said}");
    assert!(!folder.path("radar/blips/nomad.toml").exists());
}

#[test]
fn an_edit_fits_what_others_wrote_to_other_files() {
    let folder = Folder::new();
    let review = ["review", "kafka", "--by", "ada", "--note", "Looked."];
    let (code, said) = while_locked(&folder, ".", &review, || {
        folder.write("radar/blips/nomad.toml", blip("nomad"));
    });
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.read("radar/blips/kafka.toml").contains("Looked."));
}

/// As with kill -9 or a power cut, before the first file has its place.
#[test]
fn a_build_that_is_killed_while_it_renders_leaves_the_last_good_site() {
    let folder = Folder::new();
    folder.build();
    let before = folder.files("output");
    for number in 0..300 {
        folder.write(&format!("radar/blips/many/b{number}.toml"), blip(&format!("b{number}")));
    }
    let mut build = start(&folder, &["build"]);
    let staged = || {
        let found = walkdir::WalkDir::new(folder.path("output"));
        let found = found.into_iter().filter_map(Result::ok);
        found.filter(|entry| entry.path().to_string_lossy().contains(".radar-")).count()
    };
    // The record, the folder and some files in it.
    while staged() < 5 {
        assert!(
            build.try_wait().expect("it runs").is_none(),
            "it must not end before it is killed"
        );
        sleep(Duration::from_millis(1));
    }
    build.kill().expect("it runs");
    build.wait().expect("it ends");
    let mut left = folder.files("output");
    assert!(left.keys().any(|path| path.starts_with(".radar-") && path.contains(".tmp/")));
    left.retain(|path, _| !path.contains(".tmp/"));
    assert_eq!(left, before);
    folder.build();
    let site = folder.files("output");
    assert_eq!(site.len(), before.len() + 300);
    assert!(!site.keys().any(|path| path.contains(".tmp")));
    fs::remove_dir_all(folder.path("output")).expect("removed");
    folder.build();
    assert_eq!(site, folder.files("output"));
}

#[test]
fn temporary_files_of_killed_runs_go() {
    let commands: [(&[&str], &str); 4] = [
        (&["review", "kafka", "--by", "ada", "--note", "x"], "radar/blips/.radar-abc123.tmp"),
        (&["init"], ".github/workflows/.radar-abc123.tmp"),
        (&["build"], "output/blips/.radar-abc123.tmp"),
        (&["import", "2026-05-01.csv"], "radar/images/.radar-abc123.tmp"),
    ];
    for (command, path) in commands {
        let is_import = command[0] == "import";
        let folder = if is_import { Folder::empty() } else { Folder::new() };
        if is_import {
            folder.write("2026-05-01.csv", "name,ring,quadrant\nMake,adopt,tools\n");
            assert_eq!(folder.run(command).code, Some(0), "the second run has nothing to write");
        }
        folder.write(path, "half a fi");
        folder.write(".radar-xyz789.tmp/radar/radar.toml", "half a ra");
        let run = folder.run(command);
        assert_eq!(run.code, Some(0), "{command:?}: {}", run.stderr);
        assert!(!folder.path(path).exists(), "{command:?}");
        let is_of_root = command[0] != "build";
        assert_eq!(folder.path(".radar-xyz789.tmp").exists(), !is_of_root, "{command:?}");
    }
}
