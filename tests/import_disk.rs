//! Imports as the command does them: what lies on disk afterwards, and what does not.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

use std::fs;
use std::path::Path;

use clap::Parser as _;
use jiff::civil::{Date, date};
use radar::cli::Cli;
use radar::command::{self, Outcome};
use radar::diagnostic::Levels;

const TODAY: Date = date(2026, 11, 22);

fn run(arguments: &[&str], root: &Path) -> Result<Outcome, String> {
    let root = root.to_str().expect("a path of ours");
    let cli = Cli::try_parse_from([&["radar", "-q", "-C", root], arguments].concat());
    let cli = cli.map_err(|error| error.to_string())?;
    command::run(cli, || TODAY).map_err(|error| format!("{error:#}"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into());
    // Windows cannot lock a folder.
    let mut names: Vec<String> = names.filter(|name: &String| name != ".radar-lock").collect();
    names.sort();
    names
}

#[test]
fn a_radar_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("2026-05.csv");
    let import = ["import", csv.to_str().expect("a path of ours")];
    let root = folder.path().join("new/root");

    assert!(run(&import, &root).expect_err("no file").contains("2026-05.csv"));
    fs::write(&csv, "name,ring\n").expect("written");
    assert_eq!(run(&import, &root), Ok(Outcome::Denied));
    assert_eq!(names(folder.path()), ["2026-05.csv"], "a failure leaves no trace");

    fs::write(&csv, "name,ring,quadrant\nMake,adopt,tools\nbroken\n").expect("written");
    assert_eq!(run(&import, &root), Ok(Outcome::Denied));
    assert_eq!(names(&root), ["radar"], "what could be used is written");
    assert_eq!(names(&root.join("radar")), [".import.toml", "blips", "people.toml", "radar.toml"]);
    assert_eq!(names(&root.join("radar/blips")), ["make.toml"]);
    let sources = radar::source::read(&root).expect("a radar");
    assert!(!radar::content::check(&sources, TODAY, &Levels::default()).is_denied());

    fs::remove_file(root.join("radar/radar.toml")).expect("removed");
    let again = run(&import, &root).expect_err("there is something");
    assert!(again.contains("no radar.toml"), "{again}");
    fs::remove_dir_all(root.join("radar")).expect("removed");
    fs::create_dir(root.join("radar")).expect("made");
    fs::write(&csv, "name,ring,quadrant\nMake,adopt,tools\n").expect("written");
    assert_eq!(run(&import, &root), Ok(Outcome::Done), "an empty folder is as good as none");
}

#[test]
fn a_file_of_100_megabytes_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("huge.csv");
    // A hole: it takes no room, and reading it would take a while.
    fs::File::create(&csv).expect("made").set_len(100 << 20).expect("grown");
    let import = ["import", csv.to_str().expect("a path of ours")];
    let error = run(&import, &folder.path().join("root")).expect_err("it is too large");
    assert!(error.contains("huge.csv: it has 100 MB"), "{error}");
    assert_eq!(names(folder.path()), ["huge.csv"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_lead_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let outside = folder.path().join("secret.json");
    fs::write(&outside, "[{\"name\": \"x\", \"ring\": \"adopt\", \"quadrant\": \"y\"}]")
        .expect("written");
    let source = folder.path().join("source");
    fs::create_dir(&source).expect("made");
    std::os::unix::fs::symlink(&outside, source.join("radar.json")).expect("linked");
    let import = ["import", source.to_str().expect("a path of ours")];
    let error = run(&import, &folder.path().join("root")).expect_err("there is nothing");
    assert!(error.contains("no file of a known format"), "{error}");
}

#[test]
fn nobody_signs_by_an_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("2026-05.csv");
    fs::write(&csv, "name,ring,quadrant\nMake,adopt,tools\n").expect("written");
    let import = ["import", csv.to_str().expect("a path"), "--reviewed-by", "ada"];
    let error = run(&import, folder.path()).expect_err("it is refused");
    assert!(error.contains("signs nothing"), "{error}");
    assert_eq!(names(folder.path()), ["2026-05.csv"]);
}

#[test]
fn an_import_goes_into_another_folder_and_into_a_radar_that_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("2026-05.csv");
    fs::write(&csv, "name,ring,quadrant\nMake,adopt,tools\n").expect("written");
    let import = ["import", csv.to_str().expect("a path"), "--into", "a/b"];
    assert_eq!(run(&import, folder.path()), Ok(Outcome::Done));
    let blip = folder.path().join("a/b/radar/blips/make.toml");
    let written = fs::metadata(&blip).expect("there").modified().expect("a time");
    assert_eq!(run(&import, folder.path()), Ok(Outcome::Done));
    assert_eq!(fs::metadata(&blip).expect("there").modified().expect("a time"), written);
    assert_eq!(names(&folder.path().join("a/b")), ["radar"], "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn the_record_leads_nowhere_outside_and_is_no_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |path: &str| folder.path().join(path);
    fs::write(path("a.csv"), "name,ring,quadrant\nMake,adopt,tools\n").expect("written");
    let import = || {
        let mut radar = std::process::Command::new(env!("CARGO_BIN_EXE_radar"));
        radar.args(["import", "a.csv", "--into", "a"]).current_dir(folder.path());
        let output = radar.output().expect("the program starts");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    };
    assert_eq!(import().0, Some(0));
    fs::write(path("a/radar/people.toml"), "x").expect("written");
    let (code, said) = import();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--> a/radar/people.toml:1:2"), "{said}");
    assert!(!said.contains("nothing reads"), "{said}");
    fs::write(path("secret"), "a line of another file").expect("written");
    fs::remove_file(path("a/radar/.import.toml")).expect("removed");
    std::os::unix::fs::symlink(path("secret"), path("a/radar/.import.toml")).expect("linked");
    let (code, said) = import();
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("which is outside") && !said.contains("a line of"), "{said}");
}

#[cfg(unix)]
#[test]
fn folders_can_be_read_by_whom_the_system_lets() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("2026-05.csv");
    fs::write(&csv, "name,ring,quadrant\nMake,adopt,tools\n").expect("written");
    run(&["import", csv.to_str().expect("a path of ours")], folder.path()).expect("written");
    fs::create_dir(folder.path().join("other")).expect("made");
    let mode = |name| fs::metadata(folder.path().join(name)).expect("there").permissions().mode();
    assert_eq!(mode("radar"), mode("other"));
}

#[test]
fn a_theme_of_that_name_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("aoe");
    fs::create_dir_all(source.join("radar/2026-01-01")).expect("made");
    let page = "---\nring: adopt\nsegment: tools\n---\n";
    fs::write(source.join("radar/2026-01-01/make.md"), page).expect("written");
    let config = r##"{"segments": [{"id": "tools", "title": "Tools", "color": "#123456"}]}"##;
    fs::write(source.join("config.json"), config).expect("written");
    let theme = folder.path().join("themes/imported/theme.toml");
    fs::create_dir_all(theme.parent().expect("a folder")).expect("made");
    fs::write(&theme, "mine").expect("written");
    let import = ["import", source.to_str().expect("a path of ours")];
    let error = run(&import, folder.path()).expect_err("it is taken");
    assert!(error.contains("theme.toml exists already"), "{error}");
    assert_eq!(fs::read_to_string(&theme).expect("there"), "mine");
    assert_eq!(names(folder.path()), ["aoe", "themes"]);
}

/// Whatever a run that was killed has left, the same import completes it.
#[test]
fn an_import_that_was_cut_short_is_completed_by_the_same_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("a path of ours").to_owned()
    };
    let first = csv("2026-05.csv", "name,ring,quadrant\nMake,adopt,tools\n");
    let later = "name,ring,quadrant\nMake,hold,tools\nVault,trial,clouds\nNomad,inner,tools\n";
    let later = csv("2026-06.csv", later);
    let start = folder.path().join("start");
    run(&["import", &first], &start).expect("written");
    let end = folder.path().join("end");
    copy(&start, &end);
    assert_eq!(run(&["import", &later], &end), Ok(Outcome::Done));
    let order = ["radar/radar.toml", "radar/blips/make.toml", "radar/blips/nomad.toml"];
    for written in 0..=order.len() {
        let root = folder.path().join(format!("cut-{written}"));
        copy(&start, &root);
        for path in &order[..written] {
            fs::copy(end.join(path), root.join(path)).expect("copied");
        }
        let sources = radar::source::read(&root).expect("a radar");
        let checked = radar::content::check(&sources, TODAY, &Levels::default());
        assert!(!checked.is_denied(), "{written}: {:?}", checked.report);
        assert_eq!(run(&["import", &later], &root), Ok(Outcome::Done), "{written}");
        for path in order.iter().chain(&["radar/blips/vault.toml", "radar/.import.toml"]) {
            let read = |root: &Path| fs::read_to_string(root.join(path)).expect("there");
            assert_eq!(read(&root), read(&end), "{written}: {path}");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("copied");
        }
    }
}
