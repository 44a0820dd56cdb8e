//! Rings and quadrants that get another name between two states, or go.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Options, Sources, detect, import};
use radar::radar::{Placement, Radar, history};
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);

/// A file: its path and its text.
type File<'t> = (&'t str, &'t str);
/// The files of a root, by path.
type Root = BTreeMap<String, Vec<u8>>;

fn set(root: &Root) -> SourceSet {
    SourceSet::from_files(root.iter().map(|(path, bytes)| (path.clone(), bytes.clone())))
}

/// Imports files into a root, and returns what the user is told.
fn run(files: &[File], root: &mut Root, absent: Absent) -> Vec<String> {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let options = Options { today: TODAY, date: None, absent, title: None };
    let mut report = Report::default();
    let imported = import(format, &read, &set(root), &options, &mut report).expect("a valid radar");
    let imported = imported.expect("every entry can be used");
    assert!(!report.is_denied(&Levels::default()), "{report:?}");
    root.extend(imported.merged.files);
    imported.content.remarks.into_iter().chain(imported.merged.remarks).collect()
}

fn radar(root: &Root) -> Radar {
    let checked = check(&set(root), TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:?}", checked.report);
    checked.radar.expect("a radar")
}

fn ids(radar: &Radar) -> (Vec<&str>, Vec<&str>) {
    let rings = radar.rings.iter().map(|ring| ring.id.as_str());
    (rings.collect(), radar.quadrants.iter().map(|quadrant| quadrant.id.as_str()).collect())
}

/// The rings of a blip, each with the month in which it came there.
fn trail(radar: &Radar, id: &str) -> Vec<String> {
    let blip = radar.blip(id).expect("it was imported");
    let placements = history::placements(blip, TODAY).into_iter();
    let written = |(day, ring): (Date, Placement)| {
        format!("{} {}", day.strftime("%Y-%m"), radar.placement_id(ring))
    };
    placements.map(written).collect()
}

const BEFORE: File = (
    "2025-01.csv",
    "name,ring,quadrant\nKafka,core,Platforms\nNomad,legacy,Platforms\nMake,lab,Tools\nAnt,legacy,Tools\nZig,core,Tools\n",
);
const AFTER: File = (
    "2025-06.csv",
    "name,ring,quadrant\nKafka,core,Platforms\nNomad,frozen,Platforms\nMake,core,Tooling\nAnt,frozen,Tooling\nZig,lab,Tooling\n",
);

#[test]
fn a_renamed_ring_or_quadrant_has_its_new_name_from_the_start() {
    let mut at_once = Root::new();
    let remarks = run(&[BEFORE, AFTER], &mut at_once, Absent::Retire).join("\n");
    let radar = radar(&at_once);
    // The new name is where the old one was, so the rings are still in their order.
    assert_eq!(ids(&radar), (vec!["core", "frozen", "lab"], vec!["platforms", "tooling"]));
    assert_eq!(trail(&radar, "ant"), ["2025-01 frozen"], "nothing moved");
    assert_eq!(trail(&radar, "make"), ["2025-01 lab", "2025-06 core"]);
    assert!(radar.blip("ant").expect("a blip").reviews.iter().all(|review| review.note.is_none()));
    assert!(remarks.contains("the ring Legacy is Frozen now"), "{remarks}");
    assert!(remarks.contains("the quadrant Tools is Tooling now"), "{remarks}");

    let mut in_turn = Root::new();
    run(&[BEFORE], &mut in_turn, Absent::Retire);
    let remarks = run(&[AFTER], &mut in_turn, Absent::Retire).join("\n");
    assert!(remarks.contains("the ring Legacy is Frozen now"), "{remarks}");
    for (path, bytes) in &at_once {
        assert_eq!(
            String::from_utf8_lossy(&in_turn[path]),
            String::from_utf8_lossy(bytes),
            "{path}"
        );
    }
    let settled = in_turn.clone();
    run(&[BEFORE, AFTER], &mut in_turn, Absent::Retire);
    assert_eq!(in_turn, settled, "and that is stable");
}

#[test]
fn what_no_living_blip_has_is_not_written_unless_its_history_needs_it() {
    let later = (
        "2025-06.csv",
        "name,ring,quadrant\nKafka,core,Platforms\nMake,lab,Languages\nZig,core,Languages\nNomad,lab,Platforms\n",
    );
    let first = BEFORE.1.replace("Zig,core,Tools", "Zig,core,Languages");
    let first = ("2025-01.csv", first.as_str());
    for files in [&[&[first, later][..]][..], &[&[first], &[later]]] {
        let mut root = Root::new();
        for files in files {
            run(files, &mut root, Absent::Retire);
        }
        let radar = radar(&root);
        // Ant is retired, and the only one left in the quadrant; others went to the languages.
        assert_eq!(ids(&radar), (vec!["core", "legacy", "lab"], vec!["platforms", "languages"]));
        assert_eq!(trail(&radar, "ant"), ["2025-01 legacy", "2025-06 retired"]);
        let ant = radar.blip("ant").expect("a blip");
        assert_eq!(radar.quadrant(ant.quadrant).id, "languages");
        let note = ant.reviews.last().and_then(|review| review.note.as_ref()).expect("a note");
        assert_eq!(note.value.trim(), "Until then in the quadrant Tools.");
    }
}

#[test]
fn a_quadrant_that_somebody_still_uses_stays() {
    let mut root = Root::new();
    run(&[BEFORE], &mut root, Absent::Keep);
    let shorter = ("2025-06.csv", "name,ring,quadrant\nKafka,core,Runtime\nNomad,legacy,Runtime\n");
    run(&[shorter], &mut root, Absent::Keep);
    assert_eq!(ids(&radar(&root)).1, ["runtime", "tools"], "Make, Ant and Zig are there still");

    // A file that somebody edited keeps its quadrant, and so the radar keeps it too.
    let mut root = Root::new();
    run(&[BEFORE], &mut root, Absent::Retire);
    let ant = root.get_mut("radar/blips/ant.toml").expect("a file");
    ant.extend(b"\n# ours\n");
    run(&[AFTER], &mut root, Absent::Retire);
    let renamed = radar(&root);
    assert_eq!(ids(&renamed).1, ["platforms", "tools", "tooling"]);
    assert_eq!(trail(&renamed, "ant"), ["2025-01 legacy"]);

    // So does a radar.toml that somebody edited.
    let mut root = Root::new();
    run(&[BEFORE], &mut root, Absent::Retire);
    root.get_mut("radar/radar.toml").expect("a file").extend(b"\n# ours\n");
    run(&[AFTER], &mut root, Absent::Retire);
    assert_eq!(ids(&radar(&root)).0, ["core", "legacy", "lab", "frozen"]);
}

#[test]
fn five_quadrants_with_other_names_in_each_of_two_states_are_five() {
    let state = |suffix: &str| {
        let row = |n: usize| format!("Blip {n},adopt,Area {}{suffix}\n", n % 5);
        format!("name,ring,quadrant\n{}", (0..20).map(row).collect::<String>())
    };
    let (before, after) = (state(""), state(" & more"));
    let mut root = Root::new();
    run(&[("2025-01.csv", &before), ("2025-06.csv", &after)], &mut root, Absent::Retire);
    assert_eq!(ids(&radar(&root)).1.len(), 5);
}

#[test]
fn quadrants_of_qiwi_have_the_titles_of_the_newest_file() {
    let file = |title: &str, ring: &str| {
        format!(
            "{{\"quadrantTitles\": {{\"q1\": \"{title}\", \"q2\": \"Platforms\"}}, \"data\": [\
             {{\"name\": \"a\", \"quadrant\": \"q1\", \"ring\": \"{ring}\"}},\
             {{\"name\": \"b\", \"quadrant\": \"q1\", \"ring\": \"trial\"}},\
             {{\"name\": \"c\", \"quadrant\": \"q2\", \"ring\": \"adopt\"}}]}}"
        )
    };
    let (before, after) = (file("Tools", "trial"), file("Tooling", "adopt"));
    let mut root = Root::new();
    run(&[("q/2025-01.json", &before), ("q/2025-06.json", &after)], &mut root, Absent::Retire);
    let radar = radar(&root);
    assert_eq!(ids(&radar), (vec!["adopt", "trial"], vec!["tooling", "platforms"]));
    assert_eq!(trail(&radar, "a"), ["2025-01 trial", "2025-06 adopt"]);
}

/// AOE's program asks only the newest file of a blip for a ring and a quadrant that `config.json` lists.
#[test]
fn names_that_aoe_no_longer_lists_do_not_lose_the_day() {
    let config = r#"{"quadrants": [{"id": "tools", "title": "Tools"}],
        "rings": [{"id": "use", "title": "Use"}, {"id": "avoid", "title": "Avoid"}]}"#;
    let page =
        |ring: &str, quadrant: &str| format!("---\nring: {ring}\nquadrant: {quadrant}\n---\n");
    let (old, new, gone) = (page("stop", "kit"), page("avoid", "tools"), page("use", "kit"));
    let files = [
        ("config.json", config),
        ("radar/2024-01-01/ant.md", old.as_str()),
        ("radar/2025-01-01/ant.md", &new),
        ("radar/2024-01-01/make.md", &gone),
        ("radar/2025-01-01/make.md", &new),
    ];
    let mut root = Root::new();
    run(&files, &mut root, Absent::Retire);
    let radar = radar(&root);
    assert_eq!(ids(&radar), (vec!["use", "avoid"], vec!["tools"]));
    assert_eq!(trail(&radar, "make"), ["2024-01 use", "2025-01 avoid"]);
    let ant = radar.blip("ant").expect("it was imported");
    let days: Vec<String> = ant.reviews.iter().map(|review| review.date.to_string()).collect();
    assert_eq!(days, ["2024-01-01", "2025-01-01"]);
    let note = ant.reviews[0].note.as_ref().expect("the old name");
    assert_eq!(note.value.trim(), "Then on the ring Stop.");
}
