//! `radar scan --suggest --write` on the radar of this repository: only new lines, and content without errors.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "runs the program on real files"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn radar(root: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_radar"))
        .arg("-C")
        .arg(root)
        .args(["--today", "2026-11-25"])
        .args(arguments)
        .output();
    output.expect("radar runs")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files =
        files.map(|entry| entry.expect("readable")).filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// Copies the radar of this repository, with line ends and without lists of its own.
fn copied(root: &Path, line_end: &str) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in files(&own.join("radar")) {
        let path = root.join(file.strip_prefix(own).expect("below it"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let bytes = std::fs::read(&file).expect("readable");
        let is_blip = path.extension().is_some_and(|ending| ending == "toml");
        let Ok(text) = String::from_utf8(bytes.clone()) else {
            std::fs::write(path, bytes).expect("written");
            continue;
        };
        let text = if is_blip { without_lists(&text).replace('\n', line_end) } else { text };
        std::fs::write(path, text).expect("written");
    }
}

fn without_lists(text: &str) -> String {
    let mut kept = String::new();
    let mut is_in_list = false;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with("detect") && line.contains('[');
        if begins || is_in_list {
            is_in_list = !line.contains(']');
        } else {
            kept += line;
        }
    }
    kept
}

#[test]
fn only_lines_are_added() {
    for line_end in ["\n", "\r\n"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        copied(root, line_end);
        let all = files(&root.join("radar"));
        let before: Vec<Vec<u8>> =
            all.iter().map(|file| std::fs::read(file).expect("readable")).collect();

        let shown = radar(root, &["scan", "--suggest"]);
        let shown = String::from_utf8(shown.stdout).expect("Unicode");
        let written = radar(root, &["scan", "--suggest", "--write"]);
        assert_eq!(written.status.code(), Some(0), "{}", String::from_utf8_lossy(&written.stderr));
        assert_eq!(files(&root.join("radar")), all, "no file is new, and none is gone");

        let mut changed = 0;
        for (file, before) in all.iter().zip(&before) {
            let after = std::fs::read(file).expect("readable");
            if after == *before {
                continue;
            }
            changed += 1;
            assert!(
                file.starts_with(root.join("radar/blips")),
                "{}: it writes no evidence",
                file.display()
            );
            let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
            let rest = before.len() - same;
            let (start, end) = (&after[..same], &after[after.len() - rest..]);
            assert_eq!([start, end].concat(), *before, "{}", file.display());
            let added =
                String::from_utf8(after[same..after.len() - rest].to_vec()).expect("Unicode");
            assert_eq!(added.replace("\r\n", "").contains('\n'), line_end == "\n", "{added:?}");
            let path = file.strip_prefix(root).expect("below it").to_str().expect("Unicode");
            let path = path.replace('\\', "/");
            assert!(shown.contains(&format!("# {path}: ")), "{path} was not shown");
        }
        assert!(changed > 20, "{changed} of {} files", all.len());

        let check = radar(root, &["check", "-A", "review-expired", "-A", "unreviewed"]);
        let problems = String::from_utf8_lossy(&check.stderr);
        assert_eq!(check.status.code(), Some(0), "{problems}");
        let again = radar(root, &["scan", "--suggest"]);
        let left = String::from_utf8(again.stdout).expect("Unicode");
        assert!(left.lines().all(|line| line.is_empty() || line.starts_with('#')), "{left}");
    }
}

/// What somebody else wrote in the meantime is not lost, and nothing is written by halves.
#[test]
fn a_blip_with_an_error_stops_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    copied(root, "\n");
    let kafka = files(&root.join("radar")).into_iter().find(|file| file.ends_with("kafka.toml"));
    let kafka = kafka.expect("the radar has Kafka");
    let before = std::fs::read_to_string(&kafka).expect("readable");
    std::fs::write(&kafka, before + "\n[[review]]\ndate = soon\n").expect("written");
    let all = files(&root.join("radar"));
    let read = || all.iter().map(|file| std::fs::read(file).expect("readable")).collect::<Vec<_>>();
    let before = read();
    let written = radar(root, &["scan", "--suggest", "--write"]);
    assert_eq!(written.status.code(), Some(1));
    assert_eq!(read(), before);
}
