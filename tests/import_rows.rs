//! Rows of "Build your own radar" that are not as they should be: nothing in them is lost or misread.

use jiff::civil::{Date, date};
use radar::diagnostic::render::{Format, render};
use radar::diagnostic::{Levels, Report};
use radar::import::{Absent, Content, Imported, Options, Sources, detect, import};
use radar::source::SourceSet;

const OPTIONS: Options =
    Options { today: date(2026, 11, 22), date: None, absent: Absent::Retire, title: None };

/// Imports files into a radar, and returns the problems, a line each.
fn import_into(there: &SourceSet, files: &[(&str, &str)]) -> (Imported, String) {
    let sources = SourceSet::from_files(files.iter().copied());
    let read = Sources::new(&sources);
    let format = detect(&read).expect("a format").format;
    let mut report = Report::default();
    let imported = import(format, &read, there, &OPTIONS, &mut report).expect("a valid radar");
    let judged = report.judge(&Levels::default());
    let problems = judged.iter().map(|one| render(&sources, one, Format::Short)).collect();
    (imported.expect("a radar"), problems)
}

fn run(path: &str, csv: &str) -> (Content, String) {
    let (imported, problems) = import_into(&SourceSet::default(), &[(path, csv)]);
    (imported.content, problems)
}

/// The id, ring and quadrant of each blip, and its description.
fn blips(content: &Content) -> Vec<String> {
    let line = |blip: &radar::import::Blip| {
        let text = blip.description.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
        format!("{} {} {}{text}", blip.id, blip.ring, blip.quadrant)
    };
    content.blips.iter().map(line).collect()
}

#[test]
fn a_stray_quotation_mark_costs_its_own_row_only() {
    let rows = "name,ring,quadrant,isNew,description\n\
        A,adopt,Tools,TRUE,fine\n\
        B,trial,Tools,TRUE,\"open\n\
        C,hold,Tools,FALSE,x\n";
    for (end, more) in [
        ("D,hold,Tools,FALSE,x\n", ""),
        // The quotation mark of a later row closes the first one, in three ways.
        ("D,hold,Tools,FALSE,\"x\"\n", ""),
        ("D,hold,Tools,FALSE,x\"\n", ""),
        ("D,hold,Tools,FALSE,\"\"\"x\"\" y\"\n", ""),
        (
            "D,hold,Tools,FALSE,\"\n",
            "a.csv:5:20: error[unusable-row]: a quotation mark is never closed\n",
        ),
    ] {
        let (content, problems) = run("a.csv", &format!("{rows}{end}"));
        let expected = "a.csv:3:20: error[unusable-row]: a quotation mark is never closed\n";
        assert_eq!(problems, format!("{expected}{more}"), "{end}");
        let ids: Vec<&str> = content.blips.iter().map(|blip| blip.id.as_str()).collect();
        let expected = if more.is_empty() { &["a", "c", "d"][..] } else { &["a", "c"] };
        assert_eq!(ids, expected, "{end}");
    }
}

#[test]
fn blips_whose_rows_cannot_be_read_are_not_retired_by_importing_again() {
    let header = "name,ring,quadrant,description\n";
    let first = format!(
        "{header}B,adopt,Tools,\n\"Make, Just\",adopt,Tools,\nC,hold,Tools,\nD,hold,Tools,\n"
    );
    let (before, _) = import_into(&SourceSet::default(), &[("2025-01.csv", &first)]);
    let there = before.merged.over(&SourceSet::default());
    let record = before.merged.files.iter().find(|(path, _)| path == radar::import::RECORD);
    let files = there.iter().map(|(_, file)| (file.path.clone(), file.bytes.clone()));
    let there = SourceSet::from_files(files.chain(record.cloned()));
    let retired = |rows: &str| {
        let (after, problems) =
            import_into(&there, &[("2025-06.csv", &format!("{header}{rows}A,hold,Tools,\n"))]);
        assert!(problems.contains("error[unusable-row]"), "{rows}");
        let after = after.merged.over(&there);
        let is_retired = |(_, file): &(_, &radar::source::SourceFile)| {
            String::from_utf8_lossy(&file.bytes).contains("ring     = \"retired\"")
        };
        let paths = after.iter().filter(is_retired).map(|(_, file)| file.path.clone());
        paths.collect::<Vec<_>>().join(" ").replace("radar/blips/", "").replace(".toml", "")
    };
    for (rows, expected) in [
        ("B,trial,Tools,\"open\nC,hold,Tools,\n", "d make-just"),
        ("B,trial\nC,hold,Tools,\n", "d make-just"),
        // An unquoted comma may have split the name.
        ("Make, Just,adopt,Tools,\nC,hold,Tools,\n", "b d"),
        // This could be any of them.
        (",hold,Tools,\nC,hold,Tools,\n", ""),
    ] {
        assert_eq!(retired(rows), expected, "{rows}");
    }
}

#[test]
fn rows_that_build_your_own_radar_draws_are_read() {
    for (csv, expected) in [
        // Optional cells at the end are left out.
        ("name,ring,quadrant,isNew,description\na,adopt,Tools\n", "a adopt tools"),
        // A comma in the last column, or in a description before others.
        (
            "name,ring,quadrant,isNew,description\na,adopt,Tools,TRUE,one, two, and \"three\"\n\
             b,hold,Tools,FALSE,x\n",
            "a adopt tools: one, two, and \"three\"; b hold tools: x",
        ),
        (
            "name,description,ring,quadrant\na,one, two,adopt,Tools\nb,x,hold,Tools\n",
            "a adopt tools: one, two; b hold tools: x",
        ),
        (
            "name,ring,quadrant,topics\na,adopt,Tools,x, y\nb,hold,Tools,\n",
            "a adopt tools; b hold tools",
        ),
        // A blank before a quotation mark.
        (
            "name, ring, quadrant, description\n\"a\", \"adopt\", \"Tools\", \"one, two\"\n",
            "a adopt tools: one, two",
        ),
        // A name that starts with a quoted word.
        ("name,ring,quadrant\n\"a\" b,adopt,Tools\n", "a-b adopt tools"),
    ] {
        let (content, problems) = run("2026-01-01.csv", csv);
        assert_eq!(problems, "", "{csv}");
        assert_eq!(blips(&content).join("; "), expected, "{csv}");
    }
}

#[test]
fn a_comma_in_a_name_is_no_comma_in_a_description() {
    let csv = "name,ring,quadrant,isNew,description\nA, B,adopt,Tools,TRUE,\nc,hold,Tools,TRUE,\n";
    let (content, problems) = run("2026-01-01.csv", csv);
    assert_eq!(
        problems,
        "2026-01-01.csv:2:6: error[unusable-row]: `adopt` is a ring, not a quadrant\n"
    );
    assert_eq!(blips(&content), ["c hold tools"]);
}

#[test]
fn two_things_of_one_name_have_ids_of_their_own() {
    let header = "name,ring,quadrant\n";
    let first = format!("{header}Go,adopt,Languages\n");
    let second = format!("{header}Go,trial,Games\nGo,hold,Languages\nChess,hold,Games\n");
    let third = format!("{header}Go,adopt,Games\nChess,trial,Tools\nZig,trial,Languages\n");
    let (imported, problems) = import_into(
        &SourceSet::default(),
        &[("2025-01.csv", &first), ("2025-02.csv", &second), ("2025-03.csv", &third)],
    );
    assert_eq!(problems, "");
    let content = imported.content;
    assert_eq!(
        blips(&content),
        [
            "chess trial tools",
            "go retired languages",
            "go-games adopt games",
            "zig trial languages"
        ]
    );
    let days = |id: &str| -> Vec<Date> {
        let blip = content.blips.iter().find(|blip| blip.id == id).expect("it is there");
        blip.reviews.iter().map(|review| review.date).collect()
    };
    assert_eq!(days("go"), [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]);
    assert_eq!(days("go-games"), [date(2025, 2, 1), date(2025, 3, 1)]);
    assert!(
        content.remarks.iter().any(|remark| remark.contains("`go-games`")),
        "{:?}",
        content.remarks
    );
}

#[test]
fn html_that_nobody_closed_keeps_its_text_and_is_reported_with_its_place() {
    let csv = "name,ring,quadrant,description\n\
        a,adopt,Tools,<a href='https://a.org>Docs</a> is long.\n\
        b,adopt,Tools,Map<String> x <i>y</i>\n";
    let (content, problems) = run("2026-01-01.csv", csv);
    assert_eq!(
        problems,
        "2026-01-01.csv:2:15: warning[not-imported]: a quotation mark is never closed, and is closed here: \
         `<a href='https://a.org>Docs</a> is long.`\n"
    );
    let expected =
        ["a adopt tools: [Docs](https://a.org) is long.", "b adopt tools: Map\\<String> x *y*"];
    assert_eq!(blips(&content), expected);
}

#[test]
fn the_dates_of_files_are_in_their_names_or_folders() {
    let csv = "name,ring,quadrant\na,adopt,Tools\n";
    for (path, expected) in [
        ("Volume 01 (Jan 2010).csv", "2010-01-01"),
        ("radar 2022H1.csv", "2022-01-01"),
        ("2024-Q3/radar.csv", "2024-07-01"),
        ("2023/radar.csv", "2026-11-22"),
        ("radar-2023.csv", "2023-01-01"),
    ] {
        let (content, _) = run(path, csv);
        assert_eq!(content.editions[0].date.to_string(), expected, "{path}");
        assert_eq!(content.remarks.len(), usize::from(path.contains("2023")), "{path}");
    }
}
