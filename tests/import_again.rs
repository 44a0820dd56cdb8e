//! Imports into a radar that is there: what is new comes, what somebody edited stays.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, FileStatus, Imported, Options, RECORD, Sources, detect, import};
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);

/// The files of a root, by path.
type Root = BTreeMap<String, Vec<u8>>;

fn set(root: &Root) -> SourceSet {
    SourceSet::from_files(root.iter().map(|(path, bytes)| (path.clone(), bytes.clone())))
}

/// Imports files into a root, as the command does.
fn run(files: &[(&str, &str)], root: &mut Root, absent: Absent) -> Imported {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let options = Options { today: TODAY, date: None, absent, title: None };
    let mut report = Report::default();
    let imported = import(format, &read, &set(root), &options, &mut report).expect("a valid radar");
    let imported = imported.expect("every row can be used");
    assert_eq!(report.judge(&Levels::default()), []);
    root.extend(imported.merged.files.iter().cloned());
    imported
}

fn text<'r>(root: &'r Root, path: &str) -> &'r str {
    std::str::from_utf8(&root[path]).expect("a text")
}

fn edit(root: &mut Root, path: &str, from: &str, to: &str) {
    let edited = text(root, path).replace(from, to);
    assert_ne!(text(root, path), edited);
    root.insert(path.to_owned(), edited.into_bytes());
}

const FIRST: (&str, &str) = (
    "2025-01.csv",
    "name,ring,quadrant,description\nKafka,trial,Platforms,old\nMake,adopt,Tools,\nAnt,hold,Tools,\n",
);
const SECOND: (&str, &str) = (
    "2025-06.csv",
    "name,ring,quadrant,description\nKafka,adopt,Platforms,new\nMake,adopt,Languages,\nZig,assess,Languages,\n",
);

#[test]
fn the_same_files_twice_give_the_same_bytes() {
    let mut root = Root::new();
    run(&[FIRST, SECOND], &mut root, Absent::Retire);
    let before = root.clone();
    let imported = run(&[FIRST, SECOND], &mut root, Absent::Retire);
    assert_eq!(imported.merged.files, []);
    assert_eq!(root, before);
    assert!(imported.merged.statuses.values().all(|status| *status == FileStatus::Same));
}

#[test]
fn one_state_after_the_other_gives_what_both_at_once_give() {
    let mut at_once = Root::new();
    run(&[FIRST, SECOND], &mut at_once, Absent::Retire);
    let mut in_turn = Root::new();
    run(&[FIRST], &mut in_turn, Absent::Retire);
    run(&[SECOND], &mut in_turn, Absent::Retire);
    for (path, bytes) in &at_once {
        let (bytes, there) = (String::from_utf8_lossy(bytes), text(&in_turn, path));
        assert_eq!(there, bytes, "{path}");
    }
    let before = in_turn.clone();
    run(&[SECOND], &mut in_turn, Absent::Retire);
    run(&[FIRST], &mut in_turn, Absent::Retire);
    assert_eq!(in_turn, before, "an older state does not take over");
}

#[test]
fn what_is_not_listed_any_more_stays_where_that_is_wanted() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Keep);
    run(&[SECOND], &mut root, Absent::Keep);
    assert!(text(&root, "radar/blips/ant.toml").contains("ring     = \"hold\""));
}

#[test]
fn what_somebody_edited_or_removed_is_left_alone() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    edit(&mut root, "radar/blips/kafka.toml", "\"Kafka\"", "\"Apache Kafka\"");
    edit(&mut root, "radar/blips/ant.toml", "\"Ant\"", "\"Apache Ant\"");
    root.remove("radar/blips/make.toml");
    let edited = root.clone();
    let imported = run(&[SECOND], &mut root, Absent::Retire);
    let status = |path: &str| imported.merged.statuses.get(path).copied();
    assert_eq!(status("radar/blips/kafka.toml"), Some(FileStatus::Edited));
    assert_eq!(status("radar/blips/make.toml"), Some(FileStatus::Removed));
    assert_eq!(status("radar/blips/zig.toml"), Some(FileStatus::New));
    assert_eq!(status("radar/blips/ant.toml"), None, "it is not retired either");
    for path in ["radar/blips/kafka.toml", "radar/blips/ant.toml"] {
        assert_eq!(root[path], edited[path]);
    }
    assert!(!root.contains_key("radar/blips/make.toml"));
}

#[test]
fn line_ends_of_windows_are_no_edit() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    edit(&mut root, "radar/blips/kafka.toml", "\n", "\r\n");
    let imported = run(&[SECOND], &mut root, Absent::Retire);
    let status = imported.merged.statuses["radar/blips/kafka.toml"];
    assert_eq!(status, FileStatus::Updated);
}

/// As git checks them out on Windows.
#[test]
fn line_ends_of_windows_stay() {
    let windows = |root: &mut Root| {
        for bytes in root.values_mut() {
            *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes();
        }
    };
    for edited in [false, true] {
        let (mut unix, mut root) = (Root::new(), Root::new());
        for root in [&mut unix, &mut root] {
            run(&[FIRST], root, Absent::Retire);
            if edited {
                // Somebody's own settings get tables at their end.
                edit(root, "radar/radar.toml", "title", "# Ours.\ntitle");
            }
        }
        windows(&mut root);
        let before = root.clone();
        run(&[FIRST], &mut root, Absent::Retire);
        assert_eq!(root, before, "the same files again change nothing");
        for root in [&mut unix, &mut root] {
            run(&[SECOND], root, Absent::Retire);
        }
        for (path, bytes) in &root {
            let text = String::from_utf8_lossy(bytes);
            let breaks = text.matches("\r\n").count();
            assert!(breaks == text.matches('\n').count() || breaks == 0, "{path}: {text}");
            assert_eq!(breaks > 0, before.contains_key(path), "{path}");
            assert_eq!(text.replace('\r', "").as_bytes(), unix[path], "{path}");
        }
    }
}

#[test]
fn a_file_that_was_moved_is_updated_where_it_is() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    let bytes = root.remove("radar/blips/kafka.toml").expect("it was imported");
    root.insert("radar/blips/platform/kafka.toml".to_owned(), bytes);
    run(&[SECOND], &mut root, Absent::Retire);
    assert!(text(&root, "radar/blips/platform/kafka.toml").contains("ring     = \"adopt\""));
    assert!(!root.contains_key("radar/blips/kafka.toml"));
    let before = root.clone();
    run(&[SECOND], &mut root, Absent::Retire);
    assert_eq!(root, before);
}

#[test]
fn settings_of_somebodys_own_only_get_what_the_blips_need() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    edit(&mut root, "radar/radar.toml", "12 months", "9 months");
    let before = text(&root, "radar/radar.toml").to_owned();
    run(&[SECOND], &mut root, Absent::Retire);
    let after = text(&root, "radar/radar.toml");
    let added = after.strip_prefix(&before).expect("nothing but an end was added");
    assert!(added.contains("[[ring]]\nid   = \"assess\""), "{added}");
    assert!(added.contains("[[quadrant]]\nid   = \"languages\""), "{added}");
    assert!(added.contains("date = 2025-06-01"), "{added}");
    assert_eq!(added.matches("[[").count(), 3, "{added}");
    let before = root.clone();
    run(&[SECOND], &mut root, Absent::Retire);
    assert_eq!(root, before);
}

#[test]
fn a_radar_that_no_import_made_takes_new_blips_and_keeps_its_own() {
    let files = [
        ("radar/radar.toml", "title = \"Ours\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n"),
        ("radar/people.toml", "[person.ada]\nname = \"Ada\"\n"),
        (
            "radar/blips/make.toml",
            "name = \"Make\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2024-01-01\n",
        ),
    ];
    let mut root: Root =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let before = root.clone();
    let imported = run(&[FIRST], &mut root, Absent::Retire);
    let edited: Vec<&str> = imported.merged.paths(FileStatus::Edited).collect();
    assert_eq!(edited, ["radar/blips/make.toml"]);
    assert_eq!(root["radar/blips/make.toml"], before["radar/blips/make.toml"]);
    assert_eq!(root["radar/people.toml"], before["radar/people.toml"]);
    assert!(root.contains_key("radar/blips/kafka.toml"));
}

#[test]
fn a_radar_with_errors_is_not_written_to() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    edit(&mut root, "radar/blips/kafka.toml", "\"trial\"", "\"tral\"");
    let sources = SourceSet::from_files([SECOND]);
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let options = Options { today: TODAY, date: None, absent: Absent::Retire, title: None };
    let refused = import(format, &read, &set(&root), &options, &mut Report::default());
    let invalid = refused.expect_err("it has an error");
    assert!(invalid.to_string().contains("fix it first"), "{invalid}");
    assert!(!invalid.problems().1.is_empty());
}

#[test]
fn without_a_record_everything_is_somebodys_own() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    root.insert(RECORD.to_owned(), b"<<<<<<< HEAD\n".to_vec());
    let imported = run(&[SECOND], &mut root, Absent::Retire);
    assert_eq!(imported.merged.statuses["radar/blips/kafka.toml"], FileStatus::Edited);
    assert!(imported.merged.remarks.iter().any(|remark| remark.contains(RECORD)));
}

#[test]
fn a_run_that_was_cut_short_is_healed_by_the_next() {
    let mut whole = Root::new();
    run(&[FIRST], &mut whole, Absent::Keep);
    let record = whole[RECORD].clone();
    run(&[SECOND], &mut whole, Absent::Keep);
    // All files came into place but the record.
    let mut cut = whole.clone();
    cut.insert(RECORD.to_owned(), record);
    run(&[SECOND], &mut cut, Absent::Keep);
    assert_eq!(cut, whole);
}

#[test]
fn a_blip_whose_entry_is_broken_has_not_left_the_radar_that_is_there() {
    let mut root = Root::new();
    run(&[FIRST], &mut root, Absent::Retire);
    let broken = "name,ring,quadrant,description\nKafka,adopt,Platforms,\nAnt,,Tools,\n";
    let sources = SourceSet::from_files([("2025-06.csv", broken)]);
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let options = Options { today: TODAY, date: None, absent: Absent::Retire, title: None };
    let imported = import(format, &read, &set(&root), &options, &mut Report::default());
    let merged = imported.expect("valid").expect("a row can be used").merged;
    assert!(!merged.statuses.contains_key("radar/blips/ant.toml"));
    assert_eq!(merged.statuses["radar/blips/make.toml"], FileStatus::Updated, "this one has");
}

#[test]
fn a_file_without_a_date_adds_an_edition_only_if_something_changed() {
    let mut root = Root::new();
    let first = ("radar.csv", "name,ring,quadrant\nKafka,trial,Platforms\nAnt,hold,Tools\n");
    let editions = |root: &Root| text(root, "radar/radar.toml").matches("[[edition]]").count();
    let import_on = |root: &mut Root, day: Date, csv: (&str, &str)| {
        let sources = SourceSet::from_files([csv]);
        let read = Sources::new(&sources);
        let format = detect(&read).expect("a format").format;
        let options = Options { today: day, date: None, absent: Absent::Retire, title: None };
        let imported = import(format, &read, &set(root), &options, &mut Report::default());
        root.extend(imported.expect("a valid radar").expect("a radar").merged.files);
    };
    import_on(&mut root, date(2026, 1, 10), first);
    let before = root.clone();
    import_on(&mut root, date(2026, 2, 10), first);
    assert_eq!(root, before, "nothing is new");
    let moved = ("radar.csv", "name,ring,quadrant\nKafka,adopt,Platforms\nAnt,hold,Tools\n");
    import_on(&mut root, date(2026, 3, 10), moved);
    assert_eq!(editions(&root), 2);
    let without_ant = ("radar.csv", "name,ring,quadrant\nKafka,adopt,Platforms\n");
    import_on(&mut root, date(2026, 4, 10), without_ant);
    assert_eq!(editions(&root), 3);
    let dated = ("radar-2026-05.csv", "name,ring,quadrant\nKafka,adopt,Platforms\n");
    import_on(&mut root, date(2026, 6, 10), dated);
    assert_eq!(editions(&root), 4, "an edition with a date stays");
}

#[test]
fn a_list_in_brackets_stays_one() {
    let mut root = Root::new();
    let settings = "title = \"Ours\"\nring = [{ id = \"trial\", name = \"Trial\" }]\n\
                    quadrant = [\n  { id = \"tools\", name = \"Tools\" },\n]\n\
                    edition = [{ id = \"e\", name = \"E\", date = 2024-01-01 }]\n";
    root.insert("radar/radar.toml".to_owned(), settings.into());
    run(&[FIRST], &mut root, Absent::Retire);
    let added = text(&root, "radar/radar.toml");
    for line in [
        "ring = [{ id = \"trial\", name = \"Trial\" }, { id = \"adopt\", name = \"Adopt\" }, ",
        "\n  { id = \"platforms\", name = \"Platforms\" },\n]\n",
        ", { id = \"2025-01\", name = ",
    ] {
        assert!(added.contains(line), "{line}: {added}");
    }
    let before = root.clone();
    run(&[FIRST], &mut root, Absent::Retire);
    assert_eq!(root, before);
}
