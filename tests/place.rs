//! The radar is found from any folder in it, and paths in messages lead there from the working directory.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the program runs in several folders"
)]

mod folder;

use std::process::Command;

use folder::Folder;

/// Runs the program in a folder below, and returns its exit code and what it says.
fn run(folder: &Folder, here: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
    command.args(arguments).args(["--today", "2026-11-22"]).current_dir(folder.path(here));
    let output = command.env_remove("GIT_DIR").output().expect("the program starts");
    let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
    // Windows writes the separators of the folders above its own way.
    (output.status.code(), if cfg!(windows) { said.replace('\\', "/") } else { said })
}

/// A radar with a mistake.
fn broken() -> Folder {
    let folder = Folder::new();
    folder.write("radar/blips/team/bad.toml", "name = \"Bad\"\nring = \"adpot\"\n");
    folder.write("code/src/main.rs", "");
    folder
}

#[test]
fn from_any_folder_and_with_the_content_folder_itself() {
    let folder = broken();
    for (here, arguments, path) in [
        ("", &["check"][..], "radar/blips/team/bad.toml:2:8"),
        ("radar", &["check"], "../radar/blips/team/bad.toml:2:8"),
        ("radar/blips/team", &["check"], "../../../radar/blips/team/bad.toml:2:8"),
        ("code/src", &["check"], "../../radar/blips/team/bad.toml:2:8"),
        ("", &["check", "-C", "radar"], "radar/blips/team/bad.toml:2:8"),
        ("", &["check", "-C", "radar/blips"], "radar/blips/team/bad.toml:2:8"),
        ("", &["check", "-C", "./code/src"], "radar/blips/team/bad.toml:2:8"),
        ("code", &["check", "-C", "../radar"], "../radar/blips/team/bad.toml:2:8"),
        ("code", &["check", "-C", ".."], "../radar/blips/team/bad.toml:2:8"),
    ] {
        let (code, said) =
            run(&folder, here, &[arguments, &["--message-format", "short"]].concat());
        assert_eq!(code, Some(1), "{here} {arguments:?}: {said}");
        let found = said.lines().any(|line| line.starts_with(path));
        assert!(found, "{here} {arguments:?}: {path} is not in\n{said}");
        let (_, said) = run(&folder, here, arguments);
        assert!(said.contains(&format!(" {path}")), "{here} {arguments:?}: {said}");
    }
}

#[test]
fn commands_in_helps_find_the_same_radar() {
    let folder = Folder::new();
    folder.write(
        "radar/blips/nomad.toml",
        "name = \"Nomad\"\nquadrant = \"tools\"\nring = \"trial\"\nadded = 2026-11-20\n",
    );
    folder.write("code/main.rs", "");
    for (here, at, command) in [
        ("", &[][..], "radar review nomad\n"),
        ("code", &["-C", ".."], "radar review nomad -C ..\n"),
    ] {
        let (_, said) = run(&folder, here, &[&["check"], at].concat());
        assert!(said.contains(command), "{here}: {said}");
    }
}

#[test]
fn a_new_radar_is_made_where_it_is_named() {
    let folder = Folder::new();
    let (code, said) = run(&folder, "radar", &["init", "../new"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.path("new/radar/radar.toml").exists(), "{said}");
    folder.write("old.csv", "name,ring,quadrant,isNew,description\nNomad,Adopt,Tools,FALSE,x\n");
    let (code, said) = run(&folder, "radar", &["import", "../old.csv", "--into", "../more"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.path("more/radar/blips/nomad.toml").exists(), "{said}");
    // Not as blips of the radar that is there.
    let (code, said) = run(&folder, "", &["init", "radar/blips/new"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("kept radar/radar.toml"), "{said}");
    assert!(!folder.path("radar/blips/new").exists());
}

#[test]
fn for_github_paths_start_at_the_root_of_the_repository() {
    let outer = Folder::empty();
    for path in ["radar/radar.toml", "radar/people.toml", "radar/blips/kafka.toml"] {
        outer.write(&format!("docs/{path}"), broken().read(path));
    }
    outer.write("docs/radar/blips/bad.toml", "name = \"Bad\"\nring = \"adpot\"\n");
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(outer.path("")).status();
    assert!(git.expect("git starts").success());
    for (here, arguments) in [
        ("", &["-C", "docs"][..]),
        ("docs", &[]),
        ("docs/radar/blips", &[]),
        ("", &["-C", "docs/radar"]),
    ] {
        let arguments = [&["check", "--message-format", "github"], arguments].concat();
        let (_, said) = run(&outer, here, &arguments);
        assert!(said.contains("file=docs/radar/blips/bad.toml,line=2"), "{here}: {said}");
    }
}

#[test]
fn files_are_written_where_the_radar_is() {
    let folder = Folder::new();
    folder.write("code/main.rs", "");
    let place = ["--quadrant", "tools", "--ring", "trial"];
    let (code, said) = run(&folder, "code", &[&["new", "Nomad"][..], &place].concat());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("wrote ../radar/blips/nomad.toml"), "{said}");
    let (code, said) = run(&folder, "radar/blips", &["build"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("../../output: "), "{said}");
    assert!(folder.path("output/blips/nomad.html").exists());
    let (code, said) = run(&folder, "code", &["new", "Kafka", "--id", "kafka"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("already exists, in ../radar/blips/kafka.toml"), "{said}");
}

#[test]
fn without_a_radar_the_folder_is_named() {
    let folder = Folder::empty();
    folder.write("here/x.txt", "");
    let (code, said) = run(&folder, "here", &["check"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("no radar in ."), "{said}");
    let (code, said) = run(&folder, "here", &["check", "-C", "nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("no radar in nowhere"), "{said}");
}

/// Something at `radar/radar.toml` that cannot be read is an error there, and no reason to take another radar.
#[test]
fn a_broken_radar_does_not_lead_to_the_one_above() {
    let folder = Folder::new();
    folder.write("inner/radar/radar.toml/file", "");
    let (_, said) = run(&folder, "inner", &["check"]);
    assert!(!said.contains("no problems in 3 blips"), "{said}");
}
