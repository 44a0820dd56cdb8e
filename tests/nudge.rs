//! What `radar nudge` says, in each format and on each day.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

mod repository;
mod shop;

use serde_json::Value;
use shop::{Shop, package, text};

/// What is said when one `package.json` becomes another.
fn said(before: &str, after: &str) -> String {
    let (before, after) = (package(before), package(after));
    Shop::new(&[("package.json", Some(&before))], &[("package.json", Some(&after))]).said()
}

#[test]
fn each_case_has_its_sentence() {
    for (before, after, expected) in [
        (
            r#""kafkajs": "^2.1.0""#,
            r#""kafkajs": "^2.2.4""#,
            "You upgraded kafka from 2.1.0 to 2.2.4. Its review expired 41 days ago. You work with it, so you could review it: `radar review kafka` in the radar's repository.\n",
        ),
        (
            r#""kafkajs": "2.2.4""#,
            r#""kafkajs": "2.1.0""#,
            "You downgraded kafka from 2.2.4 to 2.1.0. Its review expired 41 days ago. You work with it, so you could review it: `radar review kafka` in the radar's repository.\n",
        ),
        (
            "",
            r#""kafkajs": "2.2.4""#,
            "You added kafka 2.2.4. Our *radar* has it on Use. Its review expired 41 days ago. Once you have worked with it, you could review it: `radar review kafka` in the radar's repository.\n",
        ),
        (
            "",
            r#""react": "^19.0.0""#,
            "You added react 19.0.0. Our *radar* has it on Use. Its review is valid until 1 October 2027.\n",
        ),
        (
            "",
            r#""moment": "*""#,
            "You added moment. Our *radar* has it on Stop, the last ring. Its review is valid until 1 September 2027.\n",
        ),
        (
            r#""soon": "1.0""#,
            r#""soon": "2.0""#,
            "You upgraded soon from 1.0 to 2.0. Its review expires in 6 days. You work with it, so you could review it: `radar review soon` in the radar's repository.\n",
        ),
        (
            "",
            r#""oracledb": "6.5""#,
            "You added oracle 6.5. Our *radar* has it on Use: a ring set by somebody who did not practise, and confirmed by nobody who does. No practising engineer has reviewed it. Once you have worked with it, you could review it: `radar review oracle` in the radar's repository.\n",
        ),
        ("", r#""gone": "1.0""#, "You added gone 1.0. It has been retired from Our *radar*.\n"),
        (
            r#""ancient": "1.0""#,
            r#""ancient": "1.1""#,
            "You upgraded ancient from 1.0 to 1.1. Our *radar* has it on Use: a ring set by somebody who practised, but not with this, as far as the radar knows. Its review expired 2003 days ago. Nobody who reviewed it practises any more. You work with it, so you could review it: `radar review ancient` in the radar's repository.\n",
        ),
        (
            "",
            r#""never": "1.0""#,
            "You added never 1.0. Our *radar* has it on Try. No practising engineer has reviewed it. Once you have worked with it, you could review it: `radar review never` in the radar's repository.\n",
        ),
        // Nothing to say.
        (r#""react": "18.0.0""#, r#""react": "19.0.0""#, ""),
        (r#""kafkajs": "2.2.4""#, r#""kafkajs": "~2.2.4""#, ""),
        (r#""kafkajs": "2.2.4""#, r#""kafkajs": "latest""#, ""),
        (r#""kafkajs": "2.2.4", "moment": "1""#, "", ""),
        (r#""gone": "1.0""#, r#""gone": "2.0""#, ""),
        ("", r#""unknown-thing": "1.0""#, ""),
    ] {
        assert_eq!(said(before, after), expected, "{before} -> {after}");
    }
}

#[test]
fn three_are_written_out_and_the_gravest_come_first() {
    let after = package(
        r#""react": "19", "soon": "1", "moment": "2", "never": "1", "oracledb": "6", "kafkajs": "2""#,
    );
    let shop = Shop::new(&[], &[("package.json", Some(&after))]);
    let said = shop.said();
    let first: Vec<&str> =
        said.lines().map(|line| line.split('.').next().unwrap_or_default()).collect();
    assert_eq!(
        first,
        [
            "You added moment 2",
            "You added oracle 6",
            "You added never 1",
            "3 more: kafka, soon, react"
        ]
    );
    let output = shop.run(&["--base", "main", "--format", "markdown"]);
    let markdown = text(&output.stdout);
    assert!(markdown.starts_with(
        "**From the technology radar [Our \\*radar\\*](https://example.org/radar/)**\n\n- You added moment 2. Our \\*radar\\* has it on Stop"
    ), "{markdown}");
    assert!(
        markdown.contains(" [More](https://example.org/radar/blips/moment.html)\n"),
        "{markdown}"
    );
    assert_eq!(markdown.lines().filter(|line| line.starts_with("- ")).count(), 3);
    let output = shop.run(&["--base", "main", "--format", "github", "--deny", "hold"]);
    assert_eq!(output.status.code(), Some(1));
    let github = text(&output.stdout);
    assert_eq!(github.lines().count(), 3, "{github}");
    assert!(
        github.starts_with("::error file=package.json,title=Our *radar*::You added moment 2."),
        "{github}"
    );
    assert!(
        github.lines().nth(1).is_some_and(|line| line.starts_with("::notice file=package.json,")),
        "{github}"
    );
    let output =
        shop.run(&["--base", "main", "--format", "json", "--site", "https://other.example/"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let nudges = json["nudges"].as_array().expect("a list");
    assert_eq!((nudges.len(), json["version"].as_u64()), (6, Some(1)));
    assert_eq!(nudges[0]["url"], "https://other.example/blips/moment.html");
    assert_eq!((&nudges[0]["change"], &nudges[0]["to"]), (&"added".into(), &"2".into()));
}

#[test]
fn rings_are_denied_for_what_is_added_only() {
    let (two, three) =
        (package(r#""moment": "2", "gone": "1""#), package(r#""moment": "3", "gone": "1""#));
    let added = Shop::new(&[], &[("package.json", Some(&two))]);
    let upgraded = Shop::new(&[("package.json", Some(&two))], &[("package.json", Some(&three))]);
    for (shop, rings, code) in [
        (&added, "hold", 1),
        (&added, "stop", 1),
        (&added, "try,stop", 1),
        (&added, "retired", 1),
        (&added, "use", 0),
        (&added, "nothing", 2),
        (&upgraded, "hold,retired", 0),
    ] {
        let output = shop.run(&["--base", "main", "--deny", rings]);
        assert_eq!(output.status.code(), Some(code), "{rings}: {output:?}");
    }
    let output = added.run(&["--base", "main", "--deny", "nothing"]);
    assert_eq!(
        text(&output.stderr),
        "error: the radar has no ring `nothing`; it has use, try, stop\n"
    );
}

#[test]
fn freshness_is_that_of_the_day() {
    let shop = Shop::new(
        &[("package.json", Some(&package(r#""react": "18""#)))],
        &[("package.json", Some(&package(r#""react": "19""#)))],
    );
    assert_eq!(shop.said(), "");
    let on = |today: &str| text(&shop.run(&["--base", "main", "--today", today]).stdout);
    assert_eq!(on("2027-08-01"), "");
    assert!(on("2027-09-15").contains("expires in 16 days."), "{}", on("2027-09-15"));
    assert!(on("2027-10-01").contains("expires today."), "{}", on("2027-10-01"));
    assert!(on("2027-10-02").contains("expired 1 day ago."), "{}", on("2027-10-02"));
    assert!(on("2027-10-02").ends_with(
        "This is what the radar said on 25 November 2026. Later reviews are not in it.\n"
    ));
    // A file of an earlier version says less.
    let path = shop.folder.path().join("radar.json");
    let mut json: Value =
        serde_json::from_slice(&std::fs::read(&path).expect("read")).expect("JSON");
    for blip in json["blips"].as_array_mut().expect("blips") {
        for key in
            ["due_from", "unremembered", "set_from_outside", "usage", "used_by", "first_hand"]
        {
            blip.as_object_mut().expect("a blip").remove(key);
        }
    }
    json.as_object_mut().expect("a radar").remove("base_url");
    std::fs::write(&path, json.to_string()).expect("written");
    assert_eq!(on("2027-09-15"), "", "when the notice begins is not known");
    assert!(on("2027-10-02").contains("expired 1 day ago."));
    assert!(!on("2027-10-02").contains("https://"));
    for blip in json["blips"].as_array_mut().expect("blips") {
        blip.as_object_mut().expect("a blip").remove("detect");
    }
    std::fs::write(&path, json.to_string()).expect("written");
    let output = shop.run(&["--base", "main"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
    assert!(text(&output.stderr).contains("no blip of"), "{output:?}");
}

#[test]
fn docs_json_has_every_key() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md"));
    let page = page.expect("docs/json.md");
    let (_, section) = page.split_once("## Nudges\n").expect("a section");
    let section = section.split("\n## ").next().expect("its text");
    let keys = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let shop = Shop::new(&[], &[("package.json", Some(&package(r#""moment": "2""#)))]);
    let output = shop.run(&["--base", "main", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let own = json.as_object().expect("an object").keys().cloned();
    let entry = json["nudges"][0].as_object().expect("a nudge");
    let inner = entry.keys().map(|key| format!("nudges[].{key}"));
    let mut printed: Vec<String> = own.chain(inner).collect();
    let mut documented: Vec<&str> = keys.collect();
    printed.sort();
    documented.sort_unstable();
    assert_eq!(printed, documented);
}

#[test]
fn a_radar_may_come_from_a_pipe() {
    use std::io::Write as _;
    let shop = Shop::new(&[], &[("package.json", Some(&package(r#""moment": "2""#)))]);
    let radar = std::fs::read(shop.folder.path().join("radar.json")).expect("read");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_radar"))
        .args(["nudge", "--radar", "-", "--base", "main", "--today", "2026-11-25"])
        .current_dir(&shop.code.path)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("radar runs");
    child.stdin.take().expect("a pipe").write_all(&radar).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(text(&output.stdout).starts_with("You added moment 2."), "{output:?}");
}
