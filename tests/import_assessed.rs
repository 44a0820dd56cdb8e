//! Formats in which a file or a snapshot is the assessment of its day: the import, held against readers that
//! share no code with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Content, Options, Sources, detect, import};
use radar::source::SourceSet;
use serde_json::{Value, json};

const OPTIONS: Options =
    Options { today: date(2026, 11, 22), date: None, absent: Absent::Retire, title: None };
const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];

/// What one file or snapshot says of a blip: its ring, if it says so, and its text.
type Said = (Option<String>, String);
/// What is said of each blip, by day.
type Trails = BTreeMap<String, BTreeMap<Date, Said>>;

/// Imports files into a radar, which may be empty.
fn run(files: &[(String, String)], there: &mut SourceSet) -> (&'static str, Content) {
    let sources = SourceSet::from_files(files.iter().cloned());
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let mut report = Report::default();
    let imported = import(format, &read, there, &OPTIONS, &mut report).expect("a valid radar");
    assert!(!report.is_denied(&Levels::default()), "{report:?}");
    let imported = imported.expect("a radar");
    let mut all: BTreeMap<String, Vec<u8>> =
        there.iter().map(|(_, file)| (file.path.clone(), file.bytes.clone())).collect();
    all.extend(imported.merged.files.iter().cloned());
    *there = SourceSet::from_files(all);
    (format.name, imported.content)
}

/// Reads AOE's files line by line.
fn read_pages(files: &[(String, String)]) -> Trails {
    let mut trails = Trails::new();
    for (path, text) in files {
        let mut parts = path.strip_prefix("radar/").expect("a page").split('/');
        let day: Date = parts.next().expect("a release").parse().expect("a day");
        let id = parts.next().expect("a file").trim_end_matches(".md").to_owned();
        let mut fences = text.splitn(3, "---\n").skip(1);
        let front = fences.next().expect("front matter");
        let ring = front.lines().find_map(|line| line.strip_prefix("ring: ")).map(str::to_owned);
        let body = fences.next().expect("a body").trim().to_owned();
        trails.entry(id).or_default().insert(day, (ring, body));
    }
    trails
}

fn read_backstage(text: &str) -> Trails {
    let graph: Value = serde_json::from_str(text).expect("JSON");
    let entries = graph["entries"].as_array().expect("entries");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let trail = |entry: &Value| {
        let snapshots = entry["timeline"].as_array().expect("a timeline").iter();
        let snapshots = snapshots.map(|snapshot| {
            let day = text(&snapshot["date"])[..10].parse().expect("a day");
            (day, (Some(text(&snapshot["ringId"])), text(&snapshot["description"])))
        });
        (text(&entry["id"]), snapshots.collect())
    };
    entries.iter().map(trail).collect()
}

/// The reviews in the files of a radar, read as plain TOML: day, ring and note.
fn written(there: &SourceSet) -> Trails {
    let blips = there.iter().filter(|(_, file)| file.path.starts_with("radar/blips/"));
    let trail = |path: &str, bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).expect("a text");
        let table: toml::Table = toml::from_str(text).expect("TOML");
        let reviews = table["review"].as_array().expect("reviews").iter().map(|review| {
            let said = |key| review.get(key).and_then(toml::Value::as_str).map(str::trim);
            let day = review["date"].as_datetime().expect("a day").to_string();
            let said = (said("ring").map(str::to_owned), said("note").unwrap_or("").to_owned());
            (day.parse().expect("a day"), said)
        });
        let id = path.trim_start_matches("radar/blips/").trim_end_matches(".toml").to_owned();
        (id, reviews.collect())
    };
    blips.map(|(_, file)| trail(&file.path, &file.bytes)).collect()
}

/// What a radar has to hold of what was said: every day, and the ring where it is another one.
fn expected(said: &Trails) -> BTreeMap<String, BTreeMap<Date, Option<String>>> {
    let trail = |days: &BTreeMap<Date, Said>| {
        let mut ring = None;
        let moves = days.iter().map(|(day, (said, _))| {
            let moved = said.clone().filter(|said| ring.as_ref() != Some(said));
            ring = moved.clone().or(ring.take());
            (*day, moved)
        });
        moves.collect()
    };
    said.iter().map(|(id, days)| (id.clone(), trail(days))).collect()
}

fn moves(trails: &Trails) -> BTreeMap<String, BTreeMap<Date, Option<String>>> {
    let moves = |days: &BTreeMap<Date, Said>| {
        days.iter().map(|(day, (ring, _))| (*day, ring.clone())).collect()
    };
    trails.iter().map(|(id, days)| (id.clone(), moves(days))).collect()
}

/// Some blips on some days, each with a ring (the first always has one) and perhaps a text.
fn trails() -> impl Strategy<Value = Trails> {
    let said = (prop::option::of(0..4usize), prop::option::of(0..9u8));
    let days = prop::collection::btree_map(0..6i8, said, 1..6);
    prop::collection::btree_map("[a-e]", days, 1..5).prop_map(|blips| {
        let mut trails = Trails::new();
        for (id, days) in blips {
            for (month, (ring, text)) in days {
                let trail = trails.entry(format!("blip-{id}")).or_default();
                let ring = ring.or(trail.is_empty().then_some(1)).map(|at| RINGS[at].to_owned());
                let text = text.map(|n| format!("Text {n}.")).unwrap_or_default();
                trail.insert(date(2024, month * 2 + 1, 15), (ring, text));
            }
        }
        trails
    })
}

fn pages(trails: &Trails) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (id, days) in trails {
        for (day, (ring, body)) in days {
            let mut text = "---\nsegment: tools\n".to_owned();
            if let Some(ring) = ring {
                let _ = writeln!(text, "ring: {ring}");
            }
            files.push((format!("radar/{day}/{id}.md"), format!("{text}---\n{body}\n")));
        }
    }
    files
}

fn backstage(trails: &Trails) -> String {
    let entry = |(id, days): (&String, &BTreeMap<Date, Said>)| {
        let mut ring = String::new();
        let snapshots = days.iter().map(|(day, (said, text))| {
            ring = said.clone().unwrap_or_else(|| ring.clone());
            json!({ "date": format!("{day}T00:00:00Z"), "ringId": ring, "description": text })
        });
        let mut snapshots: Vec<Value> = snapshots.collect();
        snapshots.reverse();
        json!({ "id": id, "title": id, "quadrant": "tools", "timeline": snapshots })
    };
    json!({
        "quadrants": [{ "id": "tools", "name": "Tools" }],
        "rings": RINGS.map(|id| json!({ "id": id, "name": id })),
        "entries": trails.iter().map(entry).collect::<Vec<_>>(),
    })
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_page_of_aoe_is_a_review(trails in trails()) {
        let files = pages(&trails);
        let mut there = SourceSet::default();
        let (format, _) = run(&files, &mut there);
        prop_assert_eq!(format, "aoe");
        let found = written(&there);
        prop_assert_eq!(moves(&found), expected(&read_pages(&files)));
        // Every text is somewhere: in its note, or it is the description.
        for (id, days) in &trails {
            let (_, file) = there.find(&format!("radar/blips/{id}.toml")).expect("a blip");
            let text = String::from_utf8_lossy(&file.bytes);
            for (_, said) in days.values() {
                prop_assert!(text.contains(said.as_str()), "{} of {}:\n{}", said, id, text);
            }
        }
    }

    #[test]
    fn every_snapshot_of_backstage_is_a_review(trails in trails()) {
        let text = backstage(&trails);
        let mut there = SourceSet::default();
        let (format, _) = run(&[("radar.json".to_owned(), text.clone())], &mut there);
        prop_assert_eq!(format, "backstage");
        let (found, said) = (written(&there), read_backstage(&text));
        prop_assert_eq!(moves(&found), expected(&said));
        let notes = |trails: &Trails| -> BTreeSet<(String, Date, String)> {
            let notes = |(id, days): (&String, &BTreeMap<Date, Said>)| {
                let note = |(day, (_, note)): (&Date, &Said)| (id.clone(), *day, note.clone());
                days.iter().map(note).collect::<Vec<_>>()
            };
            trails.iter().flat_map(notes).collect()
        };
        prop_assert_eq!(notes(&found), notes(&said));
    }

    /// One release after the other gives the reviews that all at once give.
    #[test]
    fn releases_can_be_imported_in_turn(trails in trails(), split in 1..12u8) {
        let files = pages(&trails);
        let mut at_once = SourceSet::default();
        run(&files, &mut at_once);
        let before = |path: &str| path < format!("radar/2024-{split:02}").as_str();
        let first: Vec<_> = files.iter().filter(|(path, _)| before(path)).cloned().collect();
        let mut in_turn = SourceSet::default();
        if !first.is_empty() {
            run(&first, &mut in_turn);
        }
        run(&files, &mut in_turn);
        prop_assert_eq!(moves(&written(&in_turn)), moves(&written(&at_once)));
    }
}
