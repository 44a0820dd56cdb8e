//! Formats that people write by hand or for a page of their own: lists with rings and quadrants, lists for each
//! ring, `radar_data.js` and Zalando's table of scores.

use jiff::civil::date;
use radar::diagnostic::render::{Format, render};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Content, Options, Sources, detect, import};
use radar::source::SourceSet;

const OPTIONS: Options =
    Options { today: date(2026, 11, 22), date: None, absent: Absent::Retire, title: None };

/// The name of the format that is found, what the files hold, and the problems, a line each.
fn run(files: &[(&str, &str)]) -> (&'static str, Content, String) {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = match detect(&read) {
        Ok(found) => found.format,
        Err(unsure) => panic!("{unsure}"),
    };
    let mut report = Report::default();
    let there = SourceSet::default();
    let imported = import(format, &read, &there, &OPTIONS, &mut report).expect("a valid radar");
    let judged = report.judge(&Levels::default());
    let problems: String = judged.iter().map(|one| render(&sources, one, Format::Short)).collect();
    let Some(imported) = imported else { panic!("no radar: {problems}") };
    (format.name, imported.content, problems)
}

fn blips(content: &Content) -> Vec<String> {
    let line = |blip: &radar::import::Blip| {
        let text = blip.description.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
        format!("{} {} {}{text}", blip.name, blip.ring, blip.quadrant)
    };
    content.blips.iter().map(line).collect()
}

fn ids(terms: &[radar::import::Term]) -> Vec<&str> {
    terms.iter().map(|term| term.id.as_str()).collect()
}

#[test]
fn a_list_with_rings_and_quadrants() {
    let json = r##"{
        "title": "Ours", "date": "2026-05-04",
        "rings": [{"id": 1, "name": "Use", "color": "#fff"}, {"id": 2, "name": "Stop", "description": "No."}],
        "quadrants": [{"id": "q1", "name": "Tools"}, "Platforms"],
        "blips": [
            {"id": 7, "name": "Kafka", "ring": "Use", "quadrant": "Platforms", "description": "<b>The</b> log", "moved": 1},
            {"title": "Make", "ring": 2, "quadrant": "q1", "tags": ["build"], "link": "https://a.org", "stars": 3},
            {"name": "Bad", "ring": "Maybe", "quadrant": "q1"}
        ]
    }"##;
    let (format, content, problems) = run(&[("x.json", json)]);
    assert_eq!(format, "list");
    assert_eq!(
        problems,
        "x.json:8:37: error[unusable-row]: there is no ring `Maybe`\n\
         x.json:7:104: warning[not-imported]: `stars` of blips is not imported\n"
    );
    assert_eq!(
        (ids(&content.rings), ids(&content.quadrants)),
        (vec!["use", "stop"], vec!["tools", "platforms"])
    );
    assert_eq!(blips(&content), ["Kafka use platforms: **The** log", "Make stop tools"]);
    assert_eq!(content.editions[0].date, date(2026, 5, 4));
    assert_eq!(content.blips[1].details.tags, ["build"]);

    // The terms as a table, as names and positions, or not at all; and YAML.
    for (path, text) in [
        (
            "a.json",
            r#"{"rings": {"adopt": {"name": "Adopt"}, "hold": "Hold"}, "quadrants": {"tools": "Tools"},
                "technologies": [{"name": "A", "ring": "hold", "quadrant": "tools"}]}"#,
        ),
        (
            "a.json",
            r#"{"rings": ["Adopt", "Hold"], "quadrants": ["Tools"], "blips": [{"name": "A", "ring": 1, "quadrant": 0}]}"#,
        ),
        ("a.yml", "blips:\n  - {label: A, ring: Hold, quadrant: Tools}\n"),
        ("a.json", r#"{"entries": [{"name": "A", "ring": "hold", "quadrant": "tools"}]}"#),
    ] {
        let (format, content, problems) = run(&[(path, text)]);
        assert_eq!((format, problems.as_str()), ("list", ""), "{text}");
        assert_eq!(blips(&content), ["A hold tools"], "{text}");
    }
}

#[test]
fn a_list_for_each_ring() {
    for (text, expected) in [
        (
            r#"{"adopt": ["A", {"name": "B", "description": "b"}], "trial": [], "hold": ["C"]}"#,
            &["A adopt technologies", "B adopt technologies: b", "C hold technologies"][..],
        ),
        (
            r#"{"Adopt": [{"name": "A", "quadrant": "Tools"}], "Hold": [{"name": "C", "quadrant": "Platforms"}]}"#,
            &["A adopt tools", "C hold platforms"],
        ),
        (
            r#"{"Tools": {"adopt": ["A"], "hold": []}, "Platforms": {"adopt": [], "hold": ["C"]}}"#,
            &["A adopt tools", "C hold platforms"],
        ),
        (
            r#"{"adopt": {"Tools": ["A"]}, "hold": {"Platforms": ["C"]}}"#,
            &["A adopt tools", "C hold platforms"],
        ),
        (
            r#"{"title": "X", "radar": {"adopt": ["A"], "hold": ["C"]}}"#,
            &["A adopt technologies", "C hold technologies"],
        ),
    ] {
        let (format, content, problems) = run(&[("2026-01-01.json", text)]);
        assert_eq!((format, problems.as_str()), ("by-ring", ""), "{text}");
        assert_eq!(blips(&content), expected, "{text}");
    }
    let (_, content, problems) = run(&[("2026-01-01.yml", "adopt:\n- A\nhold: []\nauthor: me\n")]);
    assert_eq!(problems, "2026-01-01.yml:4:1: warning[not-imported]: `author` is not imported\n");
    assert_eq!(ids(&content.rings), ["adopt", "hold"]);
}

const SCRIPT: &str = r#"var h = 1000, w = 1200;
var radar_arcs = [
  {'r': 130, 'name': 'ADOPT'},
  {'r': 220, 'name': 'TRIAL'}, {'r': 310, 'name': 'HOLD'}
];
var lastUpdate = "20.06.2017";
var radar_data = [
  { "quadrant": "Languages", "left": w-200+30, "top": (h/2 + 38), "color": "FF0",
    "items": [
      {"name": "Rust", "pc": {"r": 130, "t": 280}, "movement": "t", url: 'https://a.org'},
      // {"name": "Perl", "pc": {"r": 300, "t": 300}, "movement": "c"},
      { name: 'C, C#', pc: { r: 305, t: 359 }, movement: 'c', blipSize: 50 },
    ]
  },
  { "quadrant": "Tools & more", "left": 45, "top": 18,
    "items": [
      {"name": "Make", "pc": {"r": 131, "t": 100}, "movement": "c"},
      {"name": "Bad", "pc": {"r": h/2, "t": 100}, "movement": "c"},
      {"name": "Far", "pc": {"r": 900, "t": 100}, "movement": "c"}
    ] }
];
"#;

#[test]
fn a_script_with_polar_places() {
    let (format, content, problems) = run(&[("radar_data.js", SCRIPT)]);
    assert_eq!(format, "polar");
    assert_eq!(
        problems,
        "radar_data.js:18:29: error[unusable-row]: the blip has no distance `r` that is a number\n\
         radar_data.js:19:35: warning[not-imported]: the distance 900 is outside of all rings, so the blip is in \
         the outermost\n"
    );
    assert_eq!(ids(&content.rings), ["adopt", "trial", "hold"]);
    assert_eq!(
        ids(&content.quadrants),
        ["tools-and-more", "languages"],
        "from the top left, clockwise"
    );
    assert_eq!(content.editions[0].date, date(2017, 6, 20));
    assert_eq!(blips(&content), their_blips(SCRIPT));
    // Without quadrants, the angles give them.
    let flat = "var radar_data = [\n// Techniques\n{\"name\":\"A\", \"pc\":{\"r\":50,\"t\":95}},\n\
        {\"name\":\"B\", \"pc\":{\"r\":150,\"t\":10}}, {\"name\":\"C\", \"pc\":{\"r\":250.5,\"t\":-10}}];";
    let (_, content, problems) = run(&[("2012-01.js", flat)]);
    assert_eq!(problems, "");
    assert_eq!(ids(&content.quadrants), ["top-left", "top-right", "bottom-right"]);
    assert_eq!(blips(&content), ["A adopt top-left", "B trial top-right", "C assess bottom-right"]);
}

/// Reads the same script line by line, without a parser.
fn their_blips(script: &str) -> Vec<String> {
    let after = |line: &str, key: &str| -> Option<String> {
        let rest = &line[line.find(key)? + key.len()..];
        let value = rest.trim_start_matches(['"', '\'', ' ', ':']);
        Some(value.split(['"', '\'', ',', '}']).next()?.trim().to_owned())
    };
    let mut quadrant = String::new();
    let mut found = Vec::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with("//")) {
        if let Some(name) = after(line, "\"quadrant\"") {
            quadrant = if name.starts_with("Tools") {
                "tools-and-more".to_owned()
            } else {
                name.to_lowercase()
            };
        }
        let distance = after(line, "{\"r\"").or_else(|| after(line, "{ r"));
        let Some(distance) = distance.and_then(|distance| distance.parse::<f64>().ok()) else {
            continue;
        };
        let ring = if distance <= 130.0 {
            "adopt"
        } else if distance <= 220.0 {
            "trial"
        } else {
            "hold"
        };
        let name =
            if line.contains("C, C#") { Some("C, C#".to_owned()) } else { after(line, "\"name\"") };
        found.extend(name.map(|name| format!("{name} {ring} {quadrant}")));
    }
    found.sort_by_key(|line| line.to_lowercase());
    found
}

#[test]
fn a_table_of_scores() {
    let early = "Go\tLanguages & Frameworks\timpl. language\t0.3\t19\t0.4\tTRIAL\nPHP\tLanguages & Frameworks\t\t-1.8\t16\t0.9\tHOLD\n";
    let late = "Go\tLanguages\timpl. language\t1.8\tADOPT\t\t\t2016-06-06\nPHP\tLanguages\t\t-1.8\tHOLD\n\
        Akka\tTechniques; Frameworks & Tools\t\tx\t\n\t\t\t\t\n\tADOPT\t35\n";
    let (format, content, problems) =
        run(&[("data/2015_12.tsv", early), ("data/2017_07.tsv", late)]);
    assert_eq!(format, "scores");
    assert_eq!(
        problems,
        "data/2017_07.tsv:3:38: error[unusable-row]: `x` is not a score between -2 and 2\n\
         data/2015_12.tsv:1:49: warning[not-imported]: the columns after the ring, such as votes, are not imported\n\
         data/2017_07.tsv:1:39: warning[not-imported]: the columns after the ring, such as votes, are not imported\n\
         data/2017_07.tsv:5:1: warning[not-imported]: lines without a name, such as sums, are not imported\n"
    );
    assert_eq!(ids(&content.rings), ["adopt", "trial", "assess", "hold"]);
    assert_eq!(blips(&content), ["Go adopt languages: impl. language", "PHP hold languages"]);
    let go = &content.blips[0];
    assert_eq!(go.reviews[0].date, date(2015, 12, 1));
    assert_eq!(go.reviews[0].ring.as_deref(), Some("trial"), "a score of 0.3");
}

#[test]
fn a_table_with_a_header_is_no_table_of_scores() {
    let table = "name\tring\tquadrant\tmoved\nGit\tAdopt\tTools\t0\nSvn\tHold\tTools\t-1\n";
    assert_eq!(run(&[("radar.tsv", table)]).0, "byor");
}

#[test]
fn positions_without_a_list_are_refused() {
    for (file, what) in [
        ("blips: [{name: A, ring: 5, quadrant: tools}]", "ring"),
        ("blips: [{name: A, ring: trial, quadrant: 0}]", "quadrant"),
    ] {
        let sources = SourceSet::from_files([("x.yml", file)]);
        let read = Sources::new(&sources);
        let Ok(found) = detect(&read) else { panic!("it is a list") };
        let mut report = Report::default();
        let there = SourceSet::default();
        let imported =
            import(found.format, &read, &there, &OPTIONS, &mut report).expect("no radar");
        assert!(imported.is_none());
        let judged = report.judge(&Levels::default());
        let problems: String =
            judged.iter().map(|one| render(&sources, one, Format::Short)).collect();
        assert!(problems.contains(&format!("and the file has no `{what}s`")), "{problems}");
        assert_eq!(judged.len(), 1, "{problems}");
    }
}
