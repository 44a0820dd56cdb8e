//! Imports: CSV as "Build your own radar" reads it -> the files of a radar.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use radar::diagnostic::render::{Format, render};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Imported, Options, Sources, detect, import};
use radar::radar::history::{self, Movement};
use radar::radar::{Placement, Radar};
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);

fn options() -> Options {
    Options { today: TODAY, date: None, absent: Absent::Retire, title: None }
}

/// Returns the result of an import, and the problems as one line each.
fn run(files: &[(&str, &[u8])], options: &Options) -> (Option<Imported>, String) {
    let sources = SourceSet::from_files(files.iter().map(|(path, bytes)| (*path, *bytes)));
    let mut report = Report::default();
    let there = SourceSet::default();
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let imported = import(format, &read, &there, options, &mut report).expect("a valid radar");
    let judged = report.judge(&Levels::default());
    (imported, judged.iter().map(|one| render(&sources, one, Format::Short)).collect())
}

fn imported(files: &[(&str, &str)]) -> Imported {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let (imported, problems) = run(&files, &options());
    assert_eq!(problems, "");
    imported.expect("every row can be used")
}

fn problems(files: &[(&str, &str)]) -> (bool, String) {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let (imported, problems) = run(&files, &options());
    (imported.is_some(), problems)
}

fn file<'i>(imported: &'i Imported, path: &str) -> &'i str {
    let found = imported.merged.files.iter().find(|(known, _)| known == path);
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("a text")
}

/// The files as `radar check` sees them.
fn radar(imported: &Imported) -> Radar {
    let sources = imported.merged.over(&SourceSet::default());
    let checked = radar::content::check(&sources, TODAY, &Levels::default());
    assert!(!checked.is_denied());
    checked.radar.expect("a valid radar")
}

#[test]
fn a_file_as_build_your_own_radar_has_it() {
    let csv = "\u{feff} Name ,RING,Quadrant,isNew,Status,Topics,description\r\n\
        Kafka,Adopt,Platforms,TRUE,new,a,\"<p>The <b>log</b>, \"\"ours\"\".</p>\n<p>See <a href=\"\"https://example.org\"\">it</a>.</p>\"\r\n\
        \r\n\
        C++,hold,Languages & Frameworks,FALSE,,b,\r\n\
        C#,Trial,languages and frameworks,false,moved in,,plain text\r\n\
        ,,,,,,\r\n";
    let imported = imported(&[("state/radar-2026-05-04.csv", csv)]);
    assert_eq!(
        file(&imported, "radar/radar.toml").split_once("# The rings").map(|(_, rest)| rest),
        Some(
            r#", from the centre out.
[[ring]]
id   = "adopt"
name = "Adopt"

[[ring]]
id   = "trial"
name = "Trial"

[[ring]]
id   = "hold"
name = "Hold"

[[quadrant]]
id   = "platforms"
name = "Platforms"

[[quadrant]]
id   = "languages-and-frameworks"
name = "Languages & Frameworks"

[[edition]]
id   = "2026-05"
name = "May 2026"
date = 2026-05-04
"#
        )
    );
    assert_eq!(
        file(&imported, "radar/blips/kafka.toml"),
        r#"name     = "Kafka"
quadrant = "platforms"
ring     = "adopt"
added    = 2026-05-04
description = """
The **log**, "ours".

See [it](https://example.org).
"""

[[review]]
date = 2026-05-04
by   = []
ring = "adopt"
"#
    );
    assert!(file(&imported, "radar/blips/c-plus-plus.toml").contains("ring     = \"hold\""));
    assert!(file(&imported, "radar/blips/c-sharp.toml").contains("\nplain text\n"));
    assert_eq!(imported.merged.files.len(), 6);
    assert_eq!(imported.content.remarks, [""; 0]);

    let radar = radar(&imported);
    assert_eq!(radar.blips.len(), 3);
    assert!(radar.blips.iter().all(|blip| blip.owners.value.is_empty()));
    assert!(radar.blips.iter().flat_map(|blip| &blip.reviews).all(|review| review.by.is_empty()));
}

#[test]
fn several_files_are_states_of_one_radar() {
    let header = "name,ring,quadrant,isNew,description\n";
    let state = |rows: &str| format!("{header}{rows}");
    let files = [
        // In the order of their dates, whatever that of their names is.
        ("z-2025-01.csv", state("Zap,trial,tools,true,First.\nMaven,hold,Tools,true,\n")),
        ("2025-06-10.csv", state("ZAP,Trial,Tools,false,Second.\nMake,Adopt,Tools,true,\n")),
        ("a-2026-01-02.csv", state("ZAP,Adopt,Languages,false,\nMaven,Hold,Tools,true,\n")),
    ];
    let imported = imported(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(
        file(&imported, "radar/blips/zap.toml"),
        r#"name     = "ZAP"
quadrant = "languages"
ring     = "adopt"
added    = 2025-01-01
description = """
Second.
"""

[[review]]
date = 2026-01-02
by   = []
ring = "adopt"
note = "Until then in the quadrant Tools."

[[review]]
date = 2025-01-01
by   = []
ring = "trial"
note = "First."
"#
    );
    let radar = radar(&imported);
    let movement = |id| {
        let blip = radar.blip(id).expect("it was imported");
        let last = radar.editions.last().expect("three editions").date;
        history::movement(blip, history::compared_with(&radar, TODAY), last)
    };
    assert_eq!(movement("zap"), Some(Movement::MovedIn));
    assert_eq!(movement("maven"), Some(Movement::Returned));
    assert_eq!(movement("make"), Some(Movement::Retired));
    assert_eq!(radar.blip("make").map(|blip| blip.ring.value), Some(Placement::Retired));
    let editions: Vec<&str> = radar.editions.iter().map(|edition| edition.name.as_str()).collect();
    assert_eq!(editions, ["January 2025", "June 2025", "January 2026"]);
}

#[test]
fn blips_that_are_absent_can_be_kept() {
    let first = ("2025-01.csv", "name,ring,quadrant\nMake,Adopt,Tools\n".as_bytes());
    let second = ("2025-02.csv", "name,ring,quadrant\nJust,Trial,Tools\n".as_bytes());
    let keep = Options { absent: Absent::Keep, ..options() };
    let (imported, _) = run(&[first, second], &keep);
    let imported = imported.expect("both can be used");
    assert!(file(&imported, "radar/blips/make.toml").contains("ring     = \"adopt\""));
}

#[test]
fn a_column_of_dates_and_one_of_volumes_make_editions() {
    let csv = "volume;date;name;quadrant;ring\n\
        1;2025-05-01;Kafka;platforms;trial\n\
        2;2025-11-01;Kafka;platforms;adopt\n\
        2;2025-11;Make;tools;adopt\n\
        3;2025-11-20;Make;tools;hold\n\
        3;20 November;Kafka;platforms;hold\n";
    let (imported, problems) = run(&[("volumes.csv", csv.as_bytes())], &options());
    assert_eq!(problems, "volumes.csv:6:3: error[unusable-row]: `20 November` is not a date\n");
    let imported = imported.expect("the rest can be used");
    let names: Vec<(&str, &str)> = imported
        .content
        .editions
        .iter()
        .map(|edition| (edition.id.as_str(), edition.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("2025-05", "Volume 1 (May 2025)"),
            ("2025-11-01", "Volume 2 (1 November 2025)"),
            ("2025-11-20", "Volume 3 (20 November 2025)"),
        ]
    );
    let unclear = file(&imported, "radar/blips/kafka.toml");
    assert!(!unclear.contains("2025-11-20\nby   = []\nring = \"adopt\""), "{unclear}");
}

#[test]
fn a_file_without_any_date_is_of_the_day_that_is_given_or_of_today() {
    let csv = [("radar.csv", "name,ring,quadrant\nMake,Adopt,Tools\n".as_bytes())];
    let (guessed, _) = run(&csv, &options());
    let content = guessed.expect("it can be used").content;
    assert_eq!(content.editions[0].date, TODAY);
    assert_eq!(content.remarks.len(), 1);
    let given =
        Options { date: Some(date(2024, 2, 29)), title: Some("\"Ours\"".to_owned()), ..options() };
    let (given, _) = run(&csv, &given);
    let given = given.expect("it can be used");
    assert_eq!(given.content.editions[0].date, date(2024, 2, 29));
    assert_eq!(given.content.remarks.len(), 0);
    assert_eq!(radar(&given).title, "\"Ours\"");
}

#[test]
fn rows_that_cannot_be_used_are_listed_and_the_rest_is_imported() {
    let mut csv = "name,quadrant,ring,isNew,status\n".to_owned();
    for n in 0..60 {
        let ring = ["adopt", "trial", "assess"][n % 3];
        let _ = writeln!(csv, "Blip {n},{},{ring},false,no change", ["tools", "platforms"][n % 2]);
    }
    csv += "Scala,assess, the good parts,languages-and-frameworks,TRUE\n";
    csv += "SASS, LESS, SCSS, and stylus,trial\n";
    csv += "a, b,tools,adopt,false,new\n";
    csv += "short,tools\n";
    csv += ",tools,adopt,,\n";
    csv += "no ring,tools,,,\n";
    csv += "no quadrant,,adopt,,\n";
    csv += "...,tools,adopt,,\n";
    csv += "BLIP 7,platforms,adopt,,\n";
    csv += "padded,tools,adopt,,,,,\n";
    csv += "new quadrant,lonely,adopt,,\n";
    csv += "\"open,tools,adopt,,\nlast,tools,adopt,,\n";
    let (imported, problems) = run(&[("2026-05-01.csv", csv.as_bytes())], &options());
    assert_eq!(
        problems,
        "\
2026-05-01.csv:62:7: error[unusable-row]: `assess` is a ring, not a quadrant
2026-05-01.csv:63:7: error[unusable-row]: hardly any other row has the quadrant `LESS` or the ring `SCSS`
2026-05-01.csv:64:24: error[unusable-row]: the row has 6 cells, and the header has 5
2026-05-01.csv:65:1: error[unusable-row]: the row has 2 cells, and the header has 5
2026-05-01.csv:66:1: error[unusable-row]: the row has no name
2026-05-01.csv:67:15: error[unusable-row]: the row has no ring
2026-05-01.csv:68:13: error[unusable-row]: the row has no quadrant
2026-05-01.csv:69:1: error[unusable-row]: the name `...` has no letter or digit
2026-05-01.csv:70:1: error[unusable-row]: `BLIP 7` and `Blip 7` would both be the blip `blip-7`
2026-05-01.csv:73:1: error[unusable-row]: a quotation mark is never closed
"
    );
    let content = imported.expect("the rest can be used").content;
    assert_eq!(content.blips.len(), 63, "the row below the open quotation mark too");
    assert_eq!(content.quadrants.len(), 3);
}

#[test]
fn a_blip_whose_row_is_broken_has_not_left_the_radar() {
    let first = ("2025-01.csv", "name,ring,quadrant\nKafka,Trial,Tools\n");
    let second = ("2025-02.csv", "name,ring,quadrant\nKafka,,Tools\nMake,Trial,Tools\n");
    let files = [first, second].map(|(path, text)| (path, text.as_bytes()));
    let (imported, problems) = run(&files, &options());
    assert_eq!(problems, "2025-02.csv:2:7: error[unusable-row]: the row has no ring\n");
    let imported = imported.expect("the rest can be used");
    assert!(file(&imported, "radar/blips/kafka.toml").contains("ring     = \"trial\""));
}

#[test]
fn files_that_are_no_radar_say_why() {
    for (files, expected) in [
        (
            &[("a.csv", "Name,Rings,Sector\nx,adopt,tools\n")][..],
            "a.csv:1:1: error[missing-key]: the header has no column `quadrant`\n\
             a.csv:1:1: error[missing-key]: the header has no column `ring`\n",
        ),
        (&[("a.csv", "\u{feff}\n")], "a.csv:1:1: error[missing-key]: the file is empty\n"),
        (
            &[("a.csv", "name,ring,quadrant\n")],
            "a.csv:1:1: error[unusable-row]: the files have no row that could be used\n",
        ),
        (
            &[("a.csv", "name,ring,ring,quadrant\n")],
            "a.csv:1:11: error[invalid-value]: two columns are called `ring`\n",
        ),
        (
            &[("a.csv", "name,quadrant,ring\nx,adopt,tools\ny,hold,platforms\n")],
            "a.csv:1:6: error[invalid-value]: the columns `ring` and `quadrant` are swapped\n",
        ),
        (
            &[("a.csv", "name,ring,quadrant\nx,retired,tools\n")],
            "a.csv:1:1: error[unusable-row]: every row is retired, so there is no ring\n",
        ),
        (
            &[("a.csv", "volume,name,ring,quadrant\n1,x,adopt,tools\n2,x,adopt,tools\n")],
            "a.csv:3:1: error[missing-key]: the header has no column `date`, and the rows are of several volumes\n",
        ),
        (
            &[
                ("a-2026-01.csv", "name,ring,quadrant\nx,adopt,a\n"),
                ("b-2026-01.csv", "name,ring,quadrant\ny,adopt,a\n"),
            ],
            "b-2026-01.csv:1:1: error[invalid-value]: two files are of 2026-01-01, and a radar has one state a day\n",
        ),
        (
            &[(
                "a.csv",
                "name,ring,quadrant\na,x,1\na2,x,2\na3,x,3\na4,x,4\na5,x,5\na6,x,6\na7,x,7\na8,x,8\na9,x,9\n",
            )],
            "a.csv:10:6: error[invalid-value]: there are more than 8 quadrants\n",
        ),
    ] {
        assert_eq!(problems(files), (false, expected.to_owned()));
    }
    let latin = b"name,ring,quadrant\nCaf\xe9,adopt,tools\n";
    let (imported, problems) = run(&[("a.csv", latin)], &options());
    assert!(imported.is_none());
    assert_eq!(problems, "a.csv:2:4: error[invalid-encoding]: the file is not UTF-8\n");
}

#[test]
fn names_cannot_lead_out_of_the_folder() {
    let csv = "name,ring,quadrant,description\n\
        ../../etc/passwd,adopt,tools,\"<a href=\"\"javascript:x\"\">y</a> [[nowhere]] ![i](https://example.org/i.png)\"\n\
        \"a\"\"\"\"\"\"\n'''\\b\",adopt,tools,<script>x</script>\n";
    let (imported, problems) = run(&[("a.csv", csv.as_bytes())], &options());
    let imported = imported.expect("both can be used");
    assert_eq!(
        problems,
        "a.csv:2:30: warning[not-imported]: the `href` of `<a>` is not imported, as `javascript:` is not safe\n\
         a.csv:4:20: warning[not-imported]: `<script>` is not imported\n"
    );
    let paths: Vec<&str> = imported.merged.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "radar/.import.toml",
            "radar/blips/a-b.toml",
            "radar/blips/etc-passwd.toml",
            "radar/people.toml",
            "radar/radar.toml"
        ]
    );
    assert_eq!(radar(&imported).blip("a-b").map(|b| b.name.value.as_str()), Some("a\"\"\" '''\\b"));
}
