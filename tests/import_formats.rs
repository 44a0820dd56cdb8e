//! The special cases of each format that the transcripts in `tests/cli/import-*.md` do not show.

use std::fmt::Write as _;

use jiff::civil::date;
use radar::diagnostic::render::{Format, render};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Blip, Content, Options, Sources, detect, import};
use radar::source::SourceSet;

const OPTIONS: Options =
    Options { today: date(2026, 11, 22), date: None, absent: Absent::Retire, title: None };

/// The name of the format that is found, what the files hold, and the problems, a line each.
fn run(files: &[(&str, &str)]) -> (&'static str, Content, String) {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let mut report = Report::default();
    let there = SourceSet::default();
    let imported = import(format, &read, &there, &OPTIONS, &mut report).expect("a valid radar");
    let judged = report.judge(&Levels::default());
    let problems = judged.iter().map(|one| render(&sources, one, Format::Short)).collect();
    (format.name, imported.expect("a radar").content, problems)
}

fn blip<'c>(content: &'c Content, id: &str) -> &'c Blip {
    content.blips.iter().find(|blip| blip.id == id).expect("it was imported")
}

fn trail(blip: &Blip) -> Vec<String> {
    let ring = |ring: &Option<String>| ring.clone().unwrap_or_else(|| "=".to_owned());
    blip.reviews.iter().map(|review| format!("{} {}", review.date, ring(&review.ring))).collect()
}

fn ids(terms: &[radar::import::Term]) -> Vec<&str> {
    terms.iter().map(|term| term.id.as_str()).collect()
}

#[test]
fn aoe_s_images_are_copied_if_they_are_safe() {
    let svg = |body: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>");
    let (safe, hostile) = (svg(""), svg("<script/>"));
    let page = "---\nring: hold\nquadrant: tools\n---\n![a](/images/a.svg) ![b](/images/b.svg)\n";
    let files = [
        ("radar/2024-01-01/x.md", page),
        ("public/images/a.svg", &safe),
        ("public/images/b.svg", &hostile),
    ];
    let (_, content, problems) = run(&files);
    let text = blip(&content, "x").description.as_deref();
    assert_eq!(text, Some("![a](a.svg) b"));
    assert!(
        problems.contains("public/images/b.svg:1:41: error[unsafe-image]: b.svg is not published"),
        "{problems}"
    );
    assert!(problems.contains("not-imported"), "{problems}");
}

#[test]
fn aoe_needs_no_config_and_takes_the_default_one_below_its_own() {
    let page =
        |ring: &str, quadrant: &str| format!("---\nring: {ring}\nquadrant: {quadrant}\n---\n");
    let (hold, adopt) = (page("hold", "tools"), page("Adopt", "methods-and-patterns"));
    let files = [("x/radar/2024-01-01/a.md", hold.as_str()), ("x/radar/2024-01-01/b.md", &adopt)];
    let (format, content, problems) = run(&files);
    assert_eq!((format, problems.as_str()), ("aoe", ""));
    assert_eq!(ids(&content.rings), ["adopt", "hold"]);
    assert_eq!(content.quadrants[1].name, "Methods and patterns");
    assert_eq!(content.remarks.len(), 1, "{:?}", content.remarks);

    let defaults = r#"{"rings": [{"id": "hold", "title": "Hold"}, {"id": "adopt", "title": "Adopt"}],
        "quadrants": [{"id": "tools", "title": "T"}]}"#;
    let own = r#"{"quadrants": [{"id": "tools", "title": "Tools"}, {"id": "methods-and-patterns", "title": "M"}]}"#;
    let all = [("x/config.json", own), ("x/config.default.json", defaults), files[0], files[1]];
    let (_, content, problems) = run(&all);
    assert_eq!(problems, "");
    assert_eq!(ids(&content.rings), ["hold", "adopt"], "in the order of the file");
    assert_eq!(content.quadrants[0].name, "Tools");
}

#[test]
fn what_a_later_file_leaves_out_is_inherited_by_aoe_and_empty_with_porsche() {
    let first = "---\ntitle: Vite\nring: trial\nsegment: tools\ntags: [a, b]\n---\nText.\n";
    let second = "---\nring: adopt\nsegment: tools\n---\n";
    let files = [("radar/2024-01-01/vite.md", first), ("radar/2025-01-01/vite.md", second)];
    let (format, content, _) = run(&files);
    assert_eq!(format, "aoe");
    let vite = blip(&content, "vite");
    assert_eq!(vite.details.tags, ["a", "b"]);
    assert_eq!((vite.name.as_str(), vite.description.as_deref()), ("Vite", Some("Text.")));
    assert_eq!(trail(vite), ["2024-01-01 trial", "2025-01-01 adopt"]);

    let other = "---\nring: adopt\nsegment: tools\nsummary: A shop.\n---\n";
    let (format, content, _) = run(&[files[0], files[1], ("radar/2025-01-01/x.md", other)]);
    assert_eq!(format, "porsche");
    let vite = blip(&content, "vite");
    assert_eq!(vite.details.tags, [""; 0]);
    assert_eq!(vite.description.as_deref(), Some("Text."), "texts are inherited there too");
}

/// Version 3 of AOE's program has its settings in `public/`, quadrants as an object and rings as names.
#[test]
fn aoe_3_has_its_settings_in_another_shape() {
    let config = r##"{"quadrants": {"techniques": "Techniques & Methods", "tools": "Tools"},
        "rings": ["adopt", "hold"], "showEmptyRings": false,
        "quadrantsMap": {
            "techniques": {"colour": "#248EA6", "txtColour": "white", "position": 1, "description": "How we work."},
            "tools": {"colour": "#F2A25C", "position": 2}}}"##;
    let page = "---\nring: hold\nquadrant: techniques\n---\n";
    let files = [("radar/2021-01-01/tdd.md", page), ("public/config.json", config)];
    let (format, content, problems) = run(&files);
    assert_eq!(format, "aoe");
    assert_eq!(ids(&content.rings), ["adopt", "hold"]);
    assert_eq!(ids(&content.quadrants), ["techniques", "tools"]);
    assert_eq!(content.quadrants[0].name, "Techniques & Methods");
    assert_eq!(blip(&content, "tdd").quadrant, "techniques");
    let reported = ["the setting `showEmptyRings`", "`txtColour` of quadrantsMap"];
    assert!(reported.iter().all(|what| problems.contains(what)), "{problems}");
    assert_eq!(problems.lines().count(), 2, "{problems}");
    // The file of version 4 replaces it as a whole.
    let own = r#"{"quadrants": [{"id": "techniques", "title": "T"}], "rings": [{"id": "hold", "title": "Stop"}]}"#;
    let (_, content, problems) = run(&[files[0], files[1], ("config.json", own)]);
    assert_eq!((ids(&content.quadrants), problems.as_str()), (vec!["techniques"], ""));
    assert_eq!(content.rings[0].name, "Stop");
}

#[test]
fn only_what_one_program_alone_has_tells_aoe_and_porsche_apart() {
    let page =
        "---\nring: adopt\nsegment: tools\ntags: [a]\n---\nSee [[1]](https://a.org) and `[[x]]`.\n";
    let with = |key: &str| page.replace("tags:", &format!("{key}\ntags:"));
    let (teams, summary) = (with("teams: [Shop]"), with("summary: Short."));
    let wiki = page.replace("See", "See [[x]],");
    let shared = r#"{"basePath": "/", "baseUrl": "", "editUrl": "", "jsFile": "", "toggles": {"showChart": true,
        "showTagFilter": true, "showTeamFilter": true}, "colors": {}, "flags": {}, "chart": {}, "social": []}"#;
    let aoe = shared.replace("\"jsFile\"", "\"logoFile\": \"logo.svg\", \"jsFile\"");
    let sections = shared.replace("\"jsFile\"", "\"sections\": [\"radar\"], \"jsFile\"");
    let porsche = shared.replace("\"jsFile\"", "\"headerLogoFile\": \"\", \"jsFile\"");
    let package = r#"{"dependencies": {"aoe_technology_radar": "^4"}}"#;
    for (config, page, expected) in [
        (shared, page, "aoe"),
        (shared, &teams, "aoe"),
        (shared, &summary, "porsche"),
        (shared, &wiki, "porsche"),
        (aoe.as_str(), &summary, "aoe"),
        (&sections, &wiki, "aoe"),
        (&porsche, page, "porsche"),
        ("", page, "aoe"),
        ("", &summary, "porsche"),
    ] {
        let mut files = vec![("radar/2026-01-01/x.md", page)];
        if !config.is_empty() {
            files.push(("config.json", config));
        }
        assert_eq!(detected(&files), Ok(expected), "{files:?}");
        files.push(("package.json", package));
        assert_eq!(detected(&files), Ok("aoe"), "{files:?}");
        files.pop();
        if !config.is_empty() {
            files[1].0 = "data/config.json";
            assert_eq!(detected(&files), Ok(expected), "{files:?}");
        }
    }
    let both = porsche.replace("\"jsFile\"", "\"logoFile\": \"\", \"jsFile\"");
    let unsure = detected(&[("radar/2026-01-01/x.md", page), ("config.json", &both)]);
    let unsure = unsure.expect_err("it has signs of both");
    assert!(unsure.contains("logoFile") && unsure.contains("headerLogoFile"), "{unsure}");
}

fn detected(files: &[(&str, &str)]) -> Result<&'static str, String> {
    let sources = SourceSet::from_files(files.iter().copied());
    let found = detect(&Sources::new(&sources));
    found.map(|found| found.format.name).map_err(|unsure| unsure.to_string())
}

#[test]
fn front_matter_may_come_from_windows_and_hold_anything_but_text() {
    let page = "\u{feff}---\r\ntitle: 3.10\r\nring: adopt\r\nsegment: tools\r\ntags: python\r\n---\r\nOne.\r\n\r\nTwo.\r\n";
    let (_, content, problems) = run(&[("radar/2024-01-01/python.md", page)]);
    assert_eq!(problems, "");
    let python = blip(&content, "python");
    assert_eq!(
        (python.name.as_str(), &python.details.tags[..]),
        ("3.10", &["python".to_owned()][..])
    );
    assert_eq!(python.description.as_deref(), Some("One.\n\nTwo."));
}

#[test]
fn qiwi_has_sectors_in_csv_with_a_byte_order_mark() {
    let csv = "\u{feff}title\nFlex\n===\nsector, title\ns2, Run\ns1, Build\n===\nsector, alias\ns2, ops\n\
        ===\nring, title\nr1, Use\nr2, \"Try, maybe\"\n\
        ===\nname,   sector,  ring,  description,  moved\n\
        Vite,   s1,      r1,    \"a, \"\"b\"\"\",  0\n\
        Nomad,  OPS,     \"try, maybe\", <b>c</b>, 1\n\
        Odd,    s3,      use,   ,\n";
    let (format, content, problems) = run(&[("flex/2026-10-01.csv", csv)]);
    assert_eq!(format, "qiwi");
    assert_eq!(
        problems,
        "flex/2026-10-01.csv:18:9: error[unusable-row]: there is no sector `s3`\n"
    );
    assert_eq!(ids(&content.quadrants), ["build", "run"], "in the order of their ids");
    assert_eq!(ids(&content.rings), ["use", "try-maybe"]);
    assert_eq!(content.editions[0].id, "2026-10", "the date is in the file's name");
    assert_eq!(blip(&content, "vite").description.as_deref(), Some("a, \"b\""));
    let nomad = blip(&content, "nomad");
    assert_eq!((nomad.quadrant.as_str(), nomad.description.as_deref()), ("run", Some("**c**")));
}

#[test]
fn backstage_takes_the_first_of_two_entries_and_older_quadrants() {
    let json = r#"{
        "quadrants": [{ "id": "1", "name": "Tools" }],
        "rings": [{ "id": "r", "name": "Retired" }, { "id": "adopt", "name": "Adopt" }],
        "entries": [
            { "id": "x", "title": "X", "quadrant": { "id": "1" }, "timeline": [{ "date": "2026/02", "ringId": "r" }, { "date": "2026-01-01", "ringId": "ADOPT" }] },
            { "id": "X", "title": "Y", "quadrant": "1", "timeline": [{ "date": "2026-01-01", "ringId": "adopt" }] }
        ]
    }"#;
    let (_, content, problems) = run(&[("x.json", json)]);
    assert_eq!(problems, "x.json:6:13: error[unusable-row]: two entries would be the blip `x`\n");
    assert_eq!(ids(&content.rings), ["adopt"], "every radar here has the ring `retired`");
    assert_eq!(trail(blip(&content, "x")), ["2026-01-01 adopt", "2026-02-01 retired"]);
}

#[test]
fn zalando_has_states_of_several_dates_and_names_from_the_page() {
    let page = "<script>radar_visualization({ quadrants: [{ name: 'A' }, { name: 'B' }, { name: 'C' }, { name: 'D' }],
        rings: [{ name: 'In' }, { name: 'Out' }], entries: config.entries, date: config.date });</script>";
    let state = |date: &str, ring: u8| {
        format!(
            "{{\"date\": \"{date}\", \"entries\": [{{\"label\": \"x\", \"quadrant\": \"2\", \"ring\": {ring}, \"moved\": 0}}]}}"
        )
    };
    let (old, new) = (state("2025.11", 0), state("2026-05-14", 1));
    let (_, content, problems) =
        run(&[("docs/index.html", page), ("docs/b.json", &old), ("docs/a.json", &new)]);
    assert_eq!(problems, "");
    assert_eq!(ids(&content.quadrants), ["c", "d", "a", "b"], "ours start at the top left");
    assert_eq!(blip(&content, "x").quadrant, "c");
    assert_eq!(trail(blip(&content, "x")), ["2025-11-01 in", "2026-05-14 out"]);
    assert_eq!(content.remarks, [""; 0]);
}

#[test]
fn radar_json_of_one_day_has_one_verdict() {
    let json = r#"{"version": 1, "rings": [{"id": "adopt", "name": "\u0001"}], "quadrants": [{"id": "tools", "name": "Tools"}],
        "blips": [{"id": "x", "name": "X", "quadrant": "tools", "ring": "adopt", "history": [
            {"date": "2026-01-01", "ring": "adopt", "by": ["ada"]}, {"date": "2026-01-01", "ring": null, "by": ["bob"]}]}]}"#;
    let (format, content, problems) = run(&[("radar.json", json)]);
    assert_eq!((format, problems.as_str()), ("radar", ""));
    assert_eq!(content.rings[0].name, "Adopt");
    let x = blip(&content, "x");
    assert_eq!(trail(x), ["2026-01-01 adopt"]);
    assert_eq!(x.reviews[0].note.as_deref(), Some("Reviewed by ada. Reviewed by bob."));
}

#[test]
fn files_that_could_be_of_two_formats_are_not_guessed() {
    let byor = r#"[{"name": "x", "ring": "adopt", "quadrant": "tools"}]"#;
    let qiwi = "data: [{name: x, ring: adopt, quadrant: tools}]\n";
    let sources = SourceSet::from_files([("a.json", byor), ("b.yml", qiwi)]);
    let unsure = detect(&Sources::new(&sources)).err().expect("it is not clear").to_string();
    assert!(unsure.contains("--from"), "{unsure}");
    assert!(unsure.contains("byor: a.json has") && unsure.contains("qiwi: b.yml has"), "{unsure}");
}

/// A radar holds eight rings and eight quadrants. More is a mistake of the files, never one of this program.
#[test]
fn nine_rings_or_quadrants_of_any_format_are_refused_at_their_place() {
    let listed = |name: &str| {
        let item = |n| format!("{{\"id\": \"{name}{n}x\", \"name\": \"{name}{n}x\"}}");
        (1..=9).map(item).collect::<Vec<_>>().join(",")
    };
    let (rings, quadrants) = (listed("ring"), listed("quad"));
    let page = "---\nring: ring9x\nsegment: quad9x\n---\n";
    let aoe = format!("{{\"rings\": [{rings}], \"quadrants\": [{quadrants}]}}");
    let porsche = aoe.replace("{\"rings", "{\"headerLogoFile\": \"\", \"rings");
    let snapshot = "{\"date\": \"2026-01-01\", \"ringId\": \"ring9x\"}";
    let backstage = format!(
        "{{\"rings\": [{rings}], \"quadrants\": [{quadrants}], \"entries\": [{{\"id\": \"x\", \
         \"title\": \"X\", \"quadrant\": \"quad9x\", \"timeline\": [{snapshot}]}}]}}"
    );
    let zalando = format!(
        "{{\"date\": \"2026-01\", \"rings\": [{rings}], \"quadrants\": [{quadrants}], \
         \"entries\": [{{\"label\": \"x\", \"quadrant\": 8, \"ring\": 8}}]}}"
    );
    let qiwi = format!(
        "{{\"meta\": {{\"date\": \"2026-01\"}}, \"rings\": [{rings}], \"sectors\": [{quadrants}], \
         \"data\": [{{\"name\": \"x\", \"sector\": \"quad9x\", \"ring\": \"ring9x\"}}]}}"
    );
    let own = format!(
        "{{\"version\": 1, \"rings\": [{rings}], \"quadrants\": [{quadrants}], \"blips\": [{{\"id\": \"x\", \
         \"name\": \"X\", \"quadrant\": \"quad9x\", \"ring\": \"ring9x\", \"history\": []}}]}}"
    );
    let page = ("radar/2026-01-01/x.md", page);
    for files in [
        &[("config.json", aoe.as_str()), page][..],
        &[("config.json", &porsche), page],
        &[("x.json", &backstage)],
        &[("x.json", &zalando)],
        &[("x.json", &qiwi)],
        &[("x.json", &own)],
    ] {
        let bytes: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let (is_radar, problems) = problems_even_if_unknown(&bytes);
        assert!(!is_radar, "{files:?}");
        let is_said = problems.contains("error[invalid-value]: there are more than 8 ");
        assert!(is_said, "{files:?}: {problems}");
    }
}

/// A broken file of any format gives problems with a place, and no radar.
#[test]
fn broken_files_of_every_format_have_a_place() {
    let front = "---\ntitle: [x\n---\n";
    for (path, text) in [
        ("x.json", "[{\"name\": \"x\""),
        ("x.json", "{\"version\": 1, \"blips\": [}"),
        ("x.json", "{\"entries\": [{\"label\": \"x\", \"quadrant\": 0, \"ring\": 9}]}"),
        ("x.json", "{\"entries\": [{\"label\": \"x\", \"quadrant\": -1, \"ring\": 0}]}"),
        ("x.json", "{\"entries\": [{\"timeline\": [{}]}]}"),
        ("x.json", "{\"version\": 1, \"blips\": [{\"id\": \"../../etc\"}]}"),
        ("x.yml", "data: [{name: x, ring: adopt}"),
        ("x.yml", "data:\n  - {name: x, ring: adopt}\n"),
        ("x.yml", "data: &a [*a]\n"),
        ("x.csv", "title\nx\n===\ndate\n2026-01-01\n"),
        ("x.html", "<script>f({ entries: [{ label: 'x', quadrant: 0 ring: 1 }] })</script>"),
        ("x.html", "<script>f({ entries: [{ label: 'x', quadrant: g(), ring: 1 }] })</script>"),
        ("radar/2026-01-01/x.md", front),
        ("radar/2026-01-01/x.md", "---\nring: adopt\n"),
        ("radar/2026-01-01/x.md", "no front matter"),
        ("radar/2026-01-01/....md", "---\nring: adopt\nsegment: tools\n---\n"),
    ] {
        let (is_radar, problems) = problems_even_if_unknown(&[(path, text.as_bytes())]);
        assert!(!is_radar, "{path}: {text}");
        assert!(problems.starts_with(&format!("{path}:")), "{text}: {problems}");
        assert!(problems.contains("error["), "{text}: {problems}");
    }
    let utf16: Vec<u8> = "[{\"name\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for path in ["x.json", "x.yml", "x.csv"] {
        let (is_radar, problems) = problems_even_if_unknown(&[(path, &utf16)]);
        assert!(!is_radar && problems.starts_with(path), "{path}: {problems}");
    }
}

/// Like the command, reports files that are too broken for any format.
fn problems_even_if_unknown(files: &[(&str, &[u8])]) -> (bool, String) {
    let sources = SourceSet::from_files(files.iter().map(|(path, bytes)| (*path, *bytes)));
    let read = Sources::new(&sources);
    let mut report = Report::default();
    let imported = match detect(&read) {
        Ok(found) => {
            let there = SourceSet::default();
            import(found.format, &read, &there, &OPTIONS, &mut report).expect("a valid radar")
        }
        Err(_) => {
            assert!(read.report_broken(&mut report));
            None
        }
    };
    let judged = report.judge(&Levels::default());
    let lines = judged.iter().map(|one| render(&sources, one, Format::Short));
    (imported.is_some(), lines.collect())
}

/// Anchors within anchors and lists within lists are small on disk and huge in memory.
#[test]
fn what_grows_is_stopped() {
    let mut bomb = "a0: &a0 [x]\n".to_owned();
    for n in 1..40 {
        let _ = writeln!(bomb, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", "));
    }
    let deep_yaml = format!("data: {}", "[".repeat(100_000));
    let deep_json = "[".repeat(100_000);
    for (path, text) in [("x.yml", bomb), ("x.yml", deep_yaml), ("x.json", deep_json)] {
        let (is_radar, problems) = problems_even_if_unknown(&[(path, text.as_bytes())]);
        assert!(!is_radar && problems.contains("error[invalid-source]"), "{path}: {problems}");
    }
}
