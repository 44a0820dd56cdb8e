//! What cannot be read is an error with its path, never a radar without it; and links lead nowhere outside.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

mod folder;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use folder::Folder;

const COMMANDS: [&[&str]; 9] = [
    &["check"],
    &["build"],
    &["due"],
    &["export", "json"],
    &["review", "kafka", "--by", "ada", "--note", "x"],
    &["ask", "kafka", "--by", "ada", "--text", "x"],
    &["exit", "kafka", "--by", "ada", "--effort", "1 week"],
    &["new", "Nomad", "--quadrant", "tools", "--ring", "hold", "--owner", "ada"],
    &["diff", "2026-01-01"],
];

fn fifo(folder: &Folder, path: &str) {
    let made = Command::new("mkfifo").arg(folder.path(path)).status();
    assert!(made.expect("mkfifo is there").success());
}

/// Runs every command, and wants each to fail with a message that has these words.
fn all_fail(folder: &Folder, words: &[&str]) {
    for command in COMMANDS {
        let run = folder.run(command);
        assert_eq!(run.code, Some(2), "{command:?}: {}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "{command:?}: {word}: {}", run.stderr);
        }
    }
}

#[test]
fn a_radar_that_cannot_be_read_is_no_empty_radar() {
    let folder = Folder::new();
    folder.remove("radar/radar.toml");
    fs::create_dir(folder.path("radar/radar.toml")).expect("made");
    all_fail(&folder, &["error: cannot read radar/radar.toml: it is a folder, not a file"]);
    fs::remove_dir(folder.path("radar/radar.toml")).expect("removed");
    fifo(&folder, "radar/radar.toml");
    all_fail(&folder, &["radar/radar.toml: it is a pipe or a device, not a file"]);
    folder.remove("radar/radar.toml");
    all_fail(&folder, &["no radar in"]);
    symlink("radar.toml", folder.path("radar/radar.toml")).expect("linked");
    all_fail(&folder, &["cannot read radar/radar.toml: "]);
}

#[test]
fn a_radar_that_is_no_folder_is_not_missing() {
    type Make = fn(&Folder, &str);
    let cases: [(Make, &str); 3] = [
        (fifo, "a pipe or a device, not a folder"),
        (dangling, "a link to nowhere, which does not exist"),
        (|folder, path| folder.write(path, "x"), "a file, not a folder"),
    ];
    for (make, why) in cases {
        let folder = Folder::empty();
        make(&folder, "radar");
        all_fail(&folder, &[&format!("error: cannot read radar: it is {why}\n")]);
    }
}

#[test]
fn what_a_stage_reads_has_to_be_there() {
    type Make = fn(&Folder, &str);
    let cases: [(&str, Make, &str); 8] = [
        ("radar/blips/nomad.toml", fifo, "a pipe or a device, not a file"),
        ("radar/blips/nomad.toml", dangling, "a link to nowhere, which does not exist"),
        ("radar/blips/nomad.toml", directory, "a folder, not a file"),
        ("radar/blips/team", dangling, "a link to nowhere, which does not exist"),
        ("radar/about.md", directory, "a folder, not a file"),
        ("radar/evidence.toml", fifo, "a pipe or a device, not a file"),
        ("radar/images", dangling, "a link to nowhere, which does not exist"),
        ("themes", dangling, "a link to nowhere, which does not exist"),
    ];
    for (path, make, why) in cases {
        let folder = Folder::new();
        make(&folder, path);
        all_fail(&folder, &[&format!("cannot read {path}: it is {why}\n")]);
    }
}

fn dangling(folder: &Folder, path: &str) {
    symlink("nowhere", folder.path(path)).expect("linked");
}

fn directory(folder: &Folder, path: &str) {
    fs::create_dir(folder.path(path)).expect("made");
}

#[test]
fn what_no_stage_reads_stops_nothing() {
    let folder = Folder::new();
    dangling(&folder, "radar/notes.txt");
    dangling(&folder, "radar/blips/notes.txt");
    fifo(&folder, "radar/pipe");
    symlink("/etc", folder.path("radar/etc")).expect("linked");
    folder.write("themes/other/theme.toml", "");
    dangling(&folder, "themes/other/notes.txt");
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for path in ["radar/notes.txt", "radar/blips/notes.txt", "radar/pipe", "radar/etc"] {
        assert!(run.stderr.contains(&format!("nothing reads {path}")), "{path}: {}", run.stderr);
    }
    folder.build();
}

#[test]
fn a_theme_that_cannot_be_read_is_not_the_default_theme() {
    for make in [dangling, directory, fifo] {
        let folder = Folder::new();
        let settings = folder.read("radar/radar.toml");
        folder.write("radar/radar.toml", format!("theme = \"paper\"\n{settings}"));
        folder.write("themes/paper/languages/nl.toml", "");
        make(&folder, "themes/paper/theme.toml");
        let run = folder.run(&["build"]);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(
            run.stderr.contains("cannot read themes/paper/theme.toml: it is"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn links_out_of_the_radar_publish_nothing() {
    let outside = Folder::empty();
    outside.write("secret.toml", "token = \"hunter2\"\n");
    let secret = outside.path("secret.toml");
    for path in ["radar/images/env.png", "radar/blips/env.toml", "radar/about.md"] {
        let folder = Folder::new();
        fs::create_dir_all(folder.path("radar/images")).expect("made");
        symlink(&secret, folder.path(path)).expect("linked");
        let target = secret.canonicalize().expect("there").display().to_string();
        all_fail(
            &folder,
            &[&format!("cannot read {path}: it is a link to {target}, which is outside")],
        );
        assert!(!folder.path("output").exists());
        let run = folder.run(&["check"]);
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    }
    for path in ["radar/images", "radar/blips/team", "themes"] {
        let folder = Folder::new();
        symlink(outside.path("."), folder.path(path)).expect("linked");
        all_fail(&folder, &[&format!("cannot read {path}: it is a link to "), "which is outside"]);
    }
}

#[test]
fn links_inside_the_radar_are_followed_and_written_through() {
    let folder = Folder::new();
    folder.write("shared/nomad.toml", folder::blip("nomad"));
    fs::rename(folder.path("radar"), folder.path("content")).expect("renamed");
    symlink("content", folder.path("radar")).expect("linked");
    symlink("../../shared", folder.path("radar/blips/shared")).expect("linked");
    folder.build();
    assert!(folder.path("output/blips/nomad.html").exists());
    let run = folder.run(&["ask", "nomad", "--by", "ada", "--text", "Why?"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(folder.read("shared/nomad.toml").contains("Why?"));
    symlink("..", folder.path("radar/blips/round")).expect("linked");
    all_fail(&folder, &["radar/blips/round"]);
}

#[test]
fn texts_have_a_limit_and_are_not_read_beyond_it() {
    let folder = Folder::new();
    // A hole: it takes no room.
    let file = fs::File::create(folder.path("radar/blips/huge.toml")).expect("made");
    file.set_len(20 << 20).expect("grown");
    all_fail(&folder, &["cannot read radar/blips/huge.toml: it has 20 MB, and the limit is 4 MB"]);
}

#[test]
fn a_text_from_an_editor_in_another_encoding_is_kept() {
    let folder = Folder::new();
    folder.write("latin.sh", "printf 'caf\\351' > \"$1\"");
    folder.write("tmp/x", "");
    let mut review = folder.command(&["review", "kafka", "--by", "ada", "--edit"]);
    review.env("EDITOR", "sh latin.sh").env_remove("VISUAL").env("TMPDIR", folder.path("tmp"));
    let output = review.output().expect("the program starts");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2), "{said}");
    let kept = said.trim_end().rsplit(' ').next().expect("a path");
    assert_eq!(fs::read(kept).expect("it is kept"), b"caf\xe9", "{said}");
}
