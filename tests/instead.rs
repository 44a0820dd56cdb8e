//! What to use instead of a blip, and until when: on its page, in lists, in data, in calendars, and through an import.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::{Levels, Report};
use radar::export;
use radar::import::{Absent, Options, Sources, detect, import};
use radar::radar::{Radar, Snapshot};
use radar::site::{Site, site};
use radar::source::SourceSet;
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

const SETTINGS: &str = r#"
title = "Ours"
[[ring]]
id = "adopt"
name = "Adopt"
[[ring]]
id = "hold"
name = "Hold"
[[quadrant]]
id = "tools"
name = "Tools"
"#;

/// A blip with one unsigned review, and more keys.
fn blip(name: &str, ring: &str, keys: &str) -> String {
    format!(
        "name = \"{name}\"\nquadrant = \"tools\"\nring = \"{ring}\"\n{keys}\n\
         [[review]]\ndate = 2026-05-04\nby = []\nring = \"{ring}\"\n"
    )
}

fn sources(terraform: &str) -> SourceSet {
    SourceSet::from_files([
        ("radar/radar.toml", SETTINGS.to_owned()),
        ("radar/people.toml", String::new()),
        ("radar/blips/terraform.toml", blip("Terraform", "hold", terraform)),
        ("radar/blips/opentofu.toml", blip("OpenTofu", "adopt", "")),
        (
            "radar/blips/pulumi.toml",
            blip("Pulumi <x>", "adopt", "added = 2027-02-01").replace("2026-05-04", "2027-02-01"),
        ),
    ])
}

fn radar(sources: &SourceSet) -> Radar {
    let checked = check(sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

fn build(sources: &SourceSet) -> Site {
    let radar = radar(sources);
    let theme = theme::load(&radar, sources, &mut Report::default()).expect("the built-in theme");
    site(&radar, sources, &theme, TODAY).expect("the templates hold")
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let bytes = site.get(path).unwrap_or_else(|| panic!("the site has no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

const BOTH: &str = "instead = [\"opentofu\", \"pulumi\"]\nsunset = 2027-03-31";

#[test]
fn the_page_leads_on_and_says_until_when() {
    let built = build(&sources(BOTH));
    let page = text(&built, "blips/terraform.html");
    let (_, section) = page.split_once("<section class=\"instead\"").expect("a section");
    let section = section.split("</section>").next().expect("its content");
    assert!(section.contains("<a href=\"../blips/opentofu.html\">OpenTofu</a>"), "{section}");
    // It comes onto the radar later, and has no page yet.
    assert!(section.contains("<li>Pulumi &lt;x&gt;</li>"), "{section}");
    assert!(section.contains("until 31 March 2027."), "{section}");
    // The other way round, it is related.
    let other = text(&built, "blips/opentofu.html");
    assert!(!other.contains("<section class=\"instead\""));
    assert!(other.contains("this is to be used instead of it"), "{other}");
    // Lists say the same in a few words.
    let quadrant = text(&built, "quadrants/tools.html");
    assert!(quadrant.contains("→ <a href=\"../blips/opentofu.html\">OpenTofu</a>"));
    assert!(quadrant.contains("until 31 Mar 2027"));
    let over = build(&sources("sunset = 2026-11-21"));
    assert!(text(&over, "blips/terraform.html").contains("class=\"over\""));
    assert!(text(&over, "quadrants/tools.html").contains("ended 21 Nov 2026"));
    // The last day is not yet over.
    let last = build(&sources("sunset = 2026-11-22"));
    assert!(!text(&last, "blips/terraform.html").contains("class=\"over\""));
}

#[test]
fn calendars_have_the_last_day() {
    let calendar = |keys: &str| text(&build(&sources(keys)), "reviews.ics").replace("\r\n ", "");
    let both = calendar(BOTH);
    for line in [
        "UID:terraform.sunset@ours",
        "DTSTAMP:20260504T000000Z",
        "DTSTART;VALUE=DATE:20270331",
        "DTEND;VALUE=DATE:20270401",
        "SUMMARY:The use of Terraform ends",
        "DESCRIPTION:Use OpenTofu and Pulumi <x> instead.",
        "CATEGORIES:Hold",
    ] {
        assert!(both.lines().any(|found| found == line), "{line}\n{both}");
    }
    assert!(!calendar("instead = [\"opentofu\"]").contains("sunset"));
    assert!(calendar("sunset = 2027-03-31").contains("Nothing is named to use instead."));
}

#[test]
fn data_and_imports_keep_both() {
    let first = radar(&sources(BOTH));
    let snapshot = Snapshot::new(&first, TODAY);
    let written = export::format("json").expect("a format").write(&snapshot).expect("it fits");
    let value: serde_json::Value = serde_json::from_str(&written.text).expect("JSON");
    let blips = value["blips"].as_array().expect("a list");
    let terraform = blips.iter().find(|blip| blip["id"] == "terraform").expect("the blip");
    assert_eq!(terraform["instead"], serde_json::json!(["opentofu", "pulumi"]));
    assert_eq!(terraform["sunset"], "2027-03-31");
    let csv = export::format("csv").expect("a format").write(&snapshot).expect("it fits");
    assert!(csv.text.contains(",opentofu pulumi,2027-03-31"), "{}", csv.text);

    // One of the two is not on the radar yet, so the file does not have it, and the import says so.
    let files = SourceSet::from_files([("radar.json", written.text)]);
    let found = Sources::new(&files);
    let format = detect(&found).expect("its own format").format;
    let options = Options { today: TODAY, date: None, absent: Absent::Retire, title: None };
    let mut report = Report::default();
    let imported = import(format, &found, &SourceSet::default(), &options, &mut report);
    let imported = imported.expect("valid").expect("there are blips");
    let again = imported.merged.over(&SourceSet::default());
    let (_, file) = again
        .iter()
        .find(|(_, file)| file.path.ends_with("/terraform.toml"))
        .expect("the blip is there again");
    let kept: BTreeSet<&str> = file.text().expect("UTF-8").lines().collect();
    assert!(kept.contains("instead  = [\"opentofu\"]"), "{kept:?}");
    assert!(kept.contains("sunset   = 2027-03-31"), "{kept:?}");
    assert_eq!(
        radar(&again).blip("terraform").and_then(|blip| blip.sunset),
        Some(date(2027, 3, 31))
    );
    let told: Vec<&str> = report.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told.iter().any(|message| message.contains("`pulumi`")), "{told:?}");
}

#[test]
fn problems_have_a_place_and_a_way_out() {
    let problems = |keys: &str| {
        let checked = check(&sources(keys), TODAY, &Levels::default());
        let problems = checked.report.iter().map(|problem| problem.code.name().to_owned());
        // Those of other blips and of their reviews.
        let others = ["unreviewed", "orphaned", "future-review"];
        problems.filter(|code| !others.contains(&code.as_str())).collect::<Vec<_>>()
    };
    for (keys, expected) in [
        (BOTH, &[][..]),
        ("instead = [\"opentofo\"]", &["unknown-blip"]),
        ("instead = [\"terraform\"]", &["invalid-value"]),
        ("instead = [\"opentofu\", \"opentofu\"]", &["duplicate-entry"]),
        ("instead = \"opentofu\"", &["invalid-value"]),
        ("sunset = \"31.3.2027\"", &["invalid-value"]),
        ("added = 2026-01-01\nsunset = 2025-12-31", &["contradicting-dates"]),
        ("alternative = [\"opentofu\"]", &["unknown-key"]),
    ] {
        assert_eq!(problems(keys), expected, "{keys}");
    }
}
