//! Markdown and YAML files, one a blip, and what AOE's program builds: held against readers that share no code with
//! the import.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use radar::diagnostic::render::{Format, render};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Content, Options, Sources, detect, import};
use radar::source::SourceSet;
use serde_json::Value;

const OPTIONS: Options =
    Options { today: date(2026, 11, 22), date: None, absent: Absent::Retire, title: None };

/// The name of the format, what the files hold, and the problems, a line each.
fn run(files: &[(&str, &str)]) -> (&'static str, Content, String) {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = detect(&read).map_err(|unsure| unsure.to_string()).expect("a format").format;
    let mut report = Report::default();
    let there = SourceSet::default();
    let imported = import(format, &read, &there, &OPTIONS, &mut report).expect("a valid radar");
    let judged = report.judge(&Levels::default());
    let problems = judged.iter().map(|one| render(&sources, one, Format::Short)).collect();
    (format.name, imported.expect("a radar").content, problems)
}

/// The days of each blip.
fn days(content: &Content) -> BTreeMap<String, BTreeSet<Date>> {
    let days = |blip: &radar::import::Blip| blip.reviews.iter().map(|review| review.date).collect();
    content.blips.iter().map(|blip| (blip.id.clone(), days(blip))).collect()
}

fn trail(content: &Content, id: &str) -> Vec<String> {
    let blip = content.blips.iter().find(|blip| blip.id == id).expect("it was imported");
    let review = |review: &radar::import::Review| {
        let ring = review.ring.as_deref().unwrap_or("=");
        let note = review.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
        format!("{} {ring}{note}", review.date)
    };
    blip.reviews.iter().map(review).collect()
}

const BUILT: &str = include_str!("cli/import-aoe-built.in/public/rd.json");

#[test]
fn a_built_radar_has_every_release_of_every_item() {
    let built: Value = serde_json::from_str(BUILT).expect("JSON");
    let day = |value: &Value| value["release"].as_str().expect("a day").parse().expect("a day");
    let expected = |item: &Value| {
        let revisions = item["revisions"].as_array().expect("a list").iter();
        let id = item["name"].as_str().expect("a name").to_owned();
        (id, revisions.chain([item]).map(day).collect::<BTreeSet<Date>>())
    };
    let items = built["items"].as_array().expect("a list");
    let (format, content, _) = run(&[("rd.json", BUILT)]);
    assert_eq!(format, "aoe-built");
    assert_eq!(days(&content), items.iter().map(expected).collect());
    let releases = built["releases"].as_array().expect("a list").len();
    assert_eq!(content.editions.len(), releases);
    // Version 4 calls the name an id, and leaves out the revisions that are like the item.
    let v4 = BUILT.replace("\"name\":", "\"id\":");
    let (_, content, _) = run(&[("data/data.json", &v4)]);
    assert_eq!(days(&content), items.iter().map(expected).collect());
    let vite = content.blips.iter().find(|blip| blip.id == "vite").expect("a blip");
    let text = vite.description.as_deref().expect("a text");
    assert_eq!(text, "Quick. See [Webpack](blips/webpack.html) and [its site](https://vite.dev).");
    // With the pages, the built file is not needed.
    let page = "---\nring: trial\nquadrant: tools\n---\n";
    assert_eq!(run(&[("rd.json", BUILT), ("radar/2024-03-01/vite.md", page)]).0, "aoe");
}

#[test]
fn every_day_in_front_matter_is_a_review() {
    let files = [
        (
            "x/tools/a.md",
            "---\nname: A\nring: Adopt\nquadrant: Tools\nhistory:\n  - date: 2024-01-01\n    ring: Trial\n    note: First.\n  - {date: 2025-01-01, ring: Adopt}\nlast_reviewed: 2026-01-01\n---\nText.\n",
        ),
        ("x/tools/b.mdx", "---\ntitle: B\nring: Trial\ncreated: 2024-05-05\n---\n"),
        ("x/platforms/2023-03-03-c.md", "---\ntitle: C\nstatus: hold\nquadrant: platforms\n---\n"),
        ("x/platforms/2024-03-03-c.md", "---\ntitle: C\nstatus: hold\nquadrant: platforms\n---\n"),
        ("x/README.md", "# About\n"),
        ("x/status.md", "---\ntitle: A page of something else\nstatus: draft\n---\n"),
    ];
    let (format, content, problems) = run(&files);
    assert_eq!((format, problems.as_str()), ("markdown", ""));
    let mut expected: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for (path, text) in &files[..4] {
        let stem = path.rsplit('/').next().expect("a name").split('.').next().expect("a stem");
        let id = stem.rsplit('-').next().expect("an id").to_owned();
        let words = text.split(|c: char| !c.is_ascii_digit() && c != '-');
        let in_name = stem.get(..10).and_then(|day| day.parse().ok());
        let days = words.filter_map(|word| word.parse().ok()).chain(in_name);
        expected.entry(id).or_default().extend(days.collect::<Vec<Date>>());
    }
    assert_eq!(days(&content), expected);
    let first = ["2024-01-01 trial First.", "2025-01-01 adopt", "2026-01-01 ="];
    assert_eq!(trail(&content, "a"), first);
    assert_eq!(trail(&content, "c"), ["2023-03-03 hold", "2024-03-03 ="]);
    let rings: Vec<&str> = content.rings.iter().map(|ring| ring.id.as_str()).collect();
    assert_eq!(rings, ["adopt", "trial", "hold"]);
    assert_eq!(content.quadrants.len(), 2, "the folder of b is the quadrant of a");
    assert!(content.remarks.iter().any(|remark| remark.contains("2 other Markdown files")));
}

#[test]
fn files_without_days_are_a_state_that_can_be_imported_again() {
    let list = "- {name: A, ring: Use, quadrant: Tools}\n- {name: B, ring: Try, quadrant: Tools}\n";
    let files =
        [("list.yml", list), ("terms.yml", "rings: [Use, Try]\nquadrants: [Tools, Platforms]\n")];
    let (format, content, problems) = run(&files);
    assert_eq!((format, problems.as_str()), ("yaml", ""));
    assert_eq!(content.quadrants.len(), 2, "as they are listed");
    let one = [
        ("a.yaml", "name: A\nring: Use\nquadrant: Tools\n"),
        ("b.yaml", "name: B\nring: Try\nquadrant: Tools\n"),
    ];
    let mut there = SourceSet::default();
    for today in [OPTIONS.today, date(2026, 12, 24)] {
        let sources = SourceSet::from_files(one);
        let read = Sources::new(&sources);
        let format = detect(&read).map_err(|unsure| unsure.to_string()).expect("a format").format;
        let options = Options { today, ..OPTIONS };
        let imported = import(format, &read, &there, &options, &mut Report::default());
        let merged = imported.expect("valid").expect("a radar").merged;
        there = merged.over(&there);
        let (_, blip) = there.find("radar/blips/a.toml").expect("a blip");
        let text = String::from_utf8_lossy(&blip.bytes);
        assert_eq!(text.matches("[[review]]").count(), 1, "{text}");
        there = SourceSet::from_files(
            there.iter().map(|(_, f)| (f.path.clone(), f.bytes.clone())).chain(
                merged.files.iter().filter(|(path, _)| path.ends_with(".import.toml")).cloned(),
            ),
        );
    }
}

#[test]
fn what_cannot_be_a_blip_is_said() {
    let (_, content, problems) = run(&[
        ("a.md", "---\nname: A\nring: adopt\nquadrant: tools\nurl: /internal\nfoo: 1\n---\n"),
        ("b.md", "---\nring: [\n---\n"),
        ("...md", "---\nring: adopt\n---\n"),
    ]);
    assert_eq!(content.blips.len(), 1);
    for said in [
        "a.md:5:6: warning[not-imported]: the link `/internal`",
        "a.md:6:1: warning[not-imported]: `foo` of blips",
        "b.md:",
        "...md:2:1: error[unusable-row]: the blip has no name",
    ] {
        assert!(problems.contains(said), "{said}: {problems}");
    }
}

#[test]
fn front_matter_may_be_toml() {
    let zola = "+++\r\ntitle = \"Vite\" # c\r\ndate = 2024-03-04\r\n[taxonomies]\r\ntags = [\"js\"]\r\n[extra]\r\n\
                ring = \"adopt\"\r\nquadrant = \"tools\"\r\n+++\r\nFast --- and\r\n\r\n+++\r\n";
    let hugo = "+++\nname = \"Jest\"\nring = \"trial\"\ncategory = \"tools\"\ndate = 2024-05-04T10:00:00Z\n+++\n";
    let broken = "+++\nring = \"trial\n+++\n";
    let files = [("c/vite.md", zola), ("c/jest.md", hugo), ("c/other.md", "+++\nx = 1\n+++\n")];
    let (format, content, problems) = run(&files);
    assert_eq!((format, problems.as_str()), ("markdown", ""));
    assert_eq!(trail(&content, "vite"), ["2024-03-04 adopt"]);
    assert_eq!(trail(&content, "jest"), ["2024-05-04 trial"]);
    let vite = content.blips.iter().find(|blip| blip.id == "vite").expect("a blip");
    assert_eq!(vite.details.tags, ["js"]);
    assert_eq!(vite.description.as_deref(), Some("Fast --- and\n\n+++"));
    let (_, _, problems) = run(&[files[1], ("c/broken.md", broken)]);
    assert!(problems.contains("c/broken.md:2:"), "{problems}");
    assert!(problems.contains("this is not valid TOML"), "{problems}");
    // AOE's pages too.
    let (format, content, _) = run(&[("radar/2024-03-01/vite.md", zola)]);
    assert_eq!((format, content.blips[0].ring.as_str()), ("aoe", "adopt"));
}

#[test]
fn mdx_is_not_published_as_text() {
    let page = "---\ntitle: Vite\nring: adopt\n---\nimport Tabs from '@theme/Tabs';\n\n# Vite\n\n<Tabs>\n<Item \
                label=\"x\">\n\nGood **text**, <Kbd>F5</Kbd> and `<Kbd>`.\n\n</Item>\n</Tabs>\n\n{/* no */}\n";
    let (_, content, problems) = run(&[("docs/tools/vite.mdx", page)]);
    let text = content.blips[0].description.as_deref().expect("a text");
    assert_eq!(text, "# Vite\n\n\n\n\nGood **text**, F5 and `<Kbd>`.");
    let places: Vec<&str> =
        problems.lines().filter_map(|line| line.split(": warning").next()).collect();
    assert_eq!(
        places,
        [
            "docs/tools/vite.mdx:5:1",
            "docs/tools/vite.mdx:9:1",
            "docs/tools/vite.mdx:10:1",
            "docs/tools/vite.mdx:12:16"
        ]
    );
    // In other Markdown, these are words.
    let (_, content, _) = run(&[("docs/tools/vite.md", page)]);
    let text = content.blips[0].description.as_deref().expect("a text");
    assert!(text.contains("import Tabs"), "{text}");
}
