//! Shells complete the ids of the radar at hand.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the program and a shell are run"
)]

mod folder;

use std::path::Path;
use std::process::Command;

use folder::Folder;

/// Returns what bash offers for the last word of a line.
fn offered(folder: &Folder, here: &str, line: &[&str]) -> Vec<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_radar"));
    let path = std::env::var("PATH").expect("PATH");
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    let script = "eval \"$(radar completions bash)\" || exit
        COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
        _clap_complete_radar radar \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["--norc", "-c", script, "bash"])
        .args(line)
        .current_dir(folder.path(here))
        .env("PATH", path)
        .output()
        .expect("bash starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("text");
    printed.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn ids_of_every_kind() {
    let folder = Folder::new();
    for (line, ids) in [
        (&["radar", "review", ""][..], &["helm", "kafka", "rust"][..]),
        (&["radar", "review", "k"], &["kafka"]),
        (&["radar", "show", "r"], &["rust"]),
        (&["radar", "review", "kafka", "--ring", "a"], &["adopt", "assess"]),
        (&["radar", "review", "kafka", "--ring", "r"], &["retired"]),
        (&["radar", "review", "kafka", "--by", ""], &["ada"]),
        (&["radar", "new", "Nomad", "--quadrant", "p"], &["platforms"]),
        (&["radar", "new", "Nomad", "--owner", ""], &["platform", "ada"]),
        (&["radar", "due", "--team", ""], &["platform"]),
        (&["radar", "due", "--questions", "--person", ""], &["ada"]),
        (&["radar", "export", "codeowners", "--stewards", ""], &["platform", "ada"]),
        (&["radar", "exit", "k"], &["kafka"]),
        (&["radar", "diff", "s"], &["spring"]),
    ] {
        // Options follow where no letter is typed yet.
        let mut offered = offered(&folder, "", line);
        offered.retain(|word| !word.starts_with('-'));
        assert_eq!(offered, ids, "{line:?}");
    }
}

#[test]
fn the_radar_is_the_one_that_the_line_is_about() {
    let folder = Folder::empty();
    for (path, text) in Folder::new().files("radar") {
        folder.write(&format!("ours/radar/{path}"), text);
    }
    folder.write("elsewhere/x", "");
    assert_eq!(offered(&folder, "ours/radar/blips", &["radar", "review", "k"]), ["kafka"]);
    assert_eq!(
        offered(&folder, "elsewhere", &["radar", "-C", "../ours", "review", "k"]),
        ["kafka"]
    );
    for root in [&["-C../ours"][..], &["--root=../ours"], &["--root", "=", "../ours"]] {
        let line = [&["radar"], root, &["review", "k"]].concat();
        assert_eq!(offered(&folder, "elsewhere", &line), ["kafka"], "{root:?}");
    }
    assert_eq!(offered(&folder, "elsewhere", &["radar", "review", "k"]), [""; 0]);
}

#[test]
fn commands_formats_and_shells_as_ever() {
    let folder = Folder::new();
    assert_eq!(offered(&folder, "", &["radar", "rev"]), ["review"]);
    assert!(offered(&folder, "", &["radar", "export", "b"]).contains(&"backstage".to_owned()));
    assert!(
        offered(&folder, "", &["radar", "import", "x", "--from", "z"])
            .contains(&"zalando".to_owned())
    );
}
