//! Tables of two contents, and what the comparison finds.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::content::{Checked, check};
use crate::export::compare::lines;
use crate::source::SourceSet;

const SETTINGS: &str = "\
title = 'T'
quadrant = [{ id = 'q', name = 'Q' }]
";

const PEOPLE: &str = "\
[team.web]
name = 'Web'
[team.data]
name = 'Data'
[person.ada]
name = 'Ada'
team = 'web'
practising = [{ from = 2020-01-01 }]
[person.ben]
name = 'Ben'
team = 'data'
practising = [{ from = 2020-01-01 }]
[person.max]
name = 'Max'
practising = [{ from = 2012-01-01, until = 2023-03-31 }]
";

const KAFKA: &str = "\
name = 'Kafka'
quadrant = 'q'
ring = 'adopt'
owners = ['web']
[[review]]
date = 2024-02-01
by = ['ada']
ring = 'trial'
note = 'A spike.'
[[review]]
date = 2026-05-01
by = ['ada', 'ben']
ring = 'adopt'
note = 'Two services.'
[[question]]
date = 2026-06-01
by = 'max'
text = 'Can we leave it?'
";

/// The files of a radar.
type Files<'f> = Vec<(&'f str, String)>;

fn files(changes: &[(&str, &str, &str)]) -> Files<'static> {
    let mut files = vec![
        ("radar/radar.toml", SETTINGS.to_owned()),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/kafka.toml", KAFKA.to_owned()),
    ];
    for (path, from, to) in changes {
        let found = files.iter_mut().find(|(name, _)| name.ends_with(path)).expect("a file");
        assert!(from.is_empty() || found.1.contains(from), "{path} has no {from}");
        found.1 =
            if from.is_empty() { format!("{}{to}", found.1) } else { found.1.replace(from, to) };
    }
    files
}

fn checked(files: Files) -> Checked {
    let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
    let errors: Vec<_> = checked.report.iter().filter(|d| d.code.is_always_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    checked
}

/// Returns the lines of a comparison, as `Heading: subject: what`.
fn compared(before: Files, after: Files) -> Vec<String> {
    let (before, after) = (checked(before), checked(after));
    let snapshot = |checked: &Checked| {
        // The test ends before the memory matters.
        let radar = Box::leak(Box::new(checked.radar.clone().expect("a radar")));
        Snapshot::new(radar, date(2026, 11, 22))
    };
    let (old, new) = (snapshot(&before), snapshot(&after));
    let (old, new) = (
        State { snapshot: &old, levels: &before.levels },
        State { snapshot: &new, levels: &after.levels },
    );
    let none = BTreeSet::new();
    let comparison = Comparison::new(old, new, &none);
    let lines = lines(&comparison);
    assert_eq!(comparison.is_empty(), lines.is_empty(), "{lines:?}");
    lines
}

#[test]
fn what_says_the_same_is_no_change() {
    let two = KAFKA.split("[[review]]").collect::<Vec<_>>();
    let (head, first) = (two[0], two[1]);
    let (second, question) = two[2].split_once("[[question]]").expect("a question");
    let reordered = format!("{head}[[review]]{second}[[question]]{question}[[review]]{first}");
    let reformatted = KAFKA
        .replace(" = ", "=")
        .replace("['ada', 'ben']", "[\n  \"ben\", # first\n  'ada',\n]")
        .replace("note='A spike.'", "note = \"\"\"\nA spike.  \n\"\"\"");
    let people = PEOPLE.replace(
        "practising = [{ from = 2012-01-01, until = 2023-03-31 }]",
        "practising = [{ from = 2015-01-01, until = 2023-03-31 }, { from = 2012-01-01, until = 2014-12-31 }]",
    );
    for (what, path, text) in [
        ("nothing", "radar/blips/kafka.toml", KAFKA.to_owned()),
        ("the order of reviews", "radar/blips/kafka.toml", reordered),
        ("layout", "radar/blips/kafka.toml", reformatted),
        ("line ends", "radar/blips/kafka.toml", KAFKA.replace('\n', "\r\n")),
        ("the folder", "radar/blips/data/streams/kafka.toml", KAFKA.to_owned()),
        ("how days are split into periods", "radar/people.toml", people),
    ] {
        let mut after = files(&[]);
        let name = path.rsplit('/').next().expect("a name");
        after.retain(|(known, _)| !known.ends_with(name));
        after.push((path, text));
        assert_eq!(compared(files(&[]), after), [""; 0], "{what}");
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn each_change_has_its_line() {
    let max = "by = ['max']\nring = 'trial'\nnote = 'No.'\n";
    let moved = format!("\n[[review]]\ndate = 2026-11-01\n{max}");
    for (changes, expected) in [
        (
            &[(
                "people.toml",
                "team = 'web'\npractising = [{ from = 2020-01-01 }]",
                "team = 'web'\npractising = [{ from = 2020-01-01, until = 2026-10-01 }]",
            )][..],
            &[
                "Where blips stand now: Kafka: no owner practises",
                "People and teams: Ada: no longer practises; no longer counts as practising from 2026-10-02 on",
            ][..],
        ),
        (
            &[(
                "people.toml",
                "[person.max]",
                "[person.eve]\nname = 'Eve'\nteam = 'data'\n[person.max]",
            )],
            &["People and teams: Eve: joined Data; does not practise"],
        ),
        (
            &[(
                "people.toml",
                "name = 'Ben'\nteam = 'data'",
                "name = 'Ben'\nteam = 'web'\nemails = ['b@example.org']",
            )],
            &["People and teams: Ben: Data → Web; addresses changed"],
        ),
        (
            &[("kafka.toml", "owners = ['web']", "owners = ['data', 'ada']")],
            &["Owners: Kafka: now Ada, Data; no longer Web"],
        ),
        (
            &[(
                "kafka.toml",
                "text = 'Can we leave it?'",
                "text = 'Can we leave it?'\nanswer = { date = 2026-07-01, by = 'ada', text = 'No.' }",
            )],
            &["Questions: Kafka: answered by Ada: “Can we leave it?”"],
        ),
        (
            &[("kafka.toml", "Can we leave it?", "Can we drop it?")],
            &["Questions: Kafka: the question of Max is worded differently: “Can we drop it?”"],
        ),
        (
            &[
                ("kafka.toml", "ring = 'adopt'\nowners", "ring = 'trial'\nowners"),
                ("kafka.toml", "", &moved),
            ],
            &[
                "Look at this first: Kafka: Adopt → Trial, by Max on 2026-11-01, who did not practise that day",
                "Blips: Kafka: Adopt → Trial, by Max on 2026-11-01, who did not practise that day",
                "Reviews: Kafka: new: the review of 2026-11-01 by Max (advisory, Trial)",
                "Where blips stand now: Kafka: its ring is imposed",
            ],
        ),
        (
            &[("kafka.toml", "note = 'Two services.'", "note = 'Three services.'")],
            &["Reviews: Kafka: changed: the review of 2026-05-01 by Ada and Ben: another note"],
        ),
        (
            &[("kafka.toml", "date = 2024-02-01", "date = 2025-02-01")],
            &[
                "Look at this first: Kafka: the review of 2024-02-01 by Ada: date 2025-02-01 instead of 2024-02-01",
                "Reviews: Kafka: changed: the review of 2024-02-01 by Ada: date 2025-02-01 instead of 2024-02-01",
            ],
        ),
        (
            &[(
                "kafka.toml",
                "[[review]]\ndate = 2024-02-01\nby = ['ada']\nring = 'trial'\nnote = 'A spike.'\n",
                "",
            )],
            &[
                "Look at this first: Kafka: the review of 2024-02-01 by Ada is removed (hands-on, first-hand, Trial)",
                "Reviews: Kafka: removed: the review of 2024-02-01 by Ada (hands-on, first-hand, Trial)",
            ],
        ),
        (
            &[(
                "kafka.toml",
                "[[question]]\ndate = 2026-06-01\nby = 'max'\ntext = 'Can we leave it?'\n",
                "",
            )],
            &[
                "Look at this first: Kafka: the question of Max is removed: “Can we leave it?”",
                "Questions: Kafka: the question of Max is removed: “Can we leave it?”",
            ],
        ),
        (
            &[("radar.toml", "", "[review]\nevery = '6 months'\n[lints]\norphaned = 'deny'\n")],
            &[
                "Where blips stand now: Kafka: its review has expired",
                "Settings: review.every: 6 months instead of 12 months",
                "Settings: lints.orphaned: deny instead of warn",
            ],
        ),
    ] {
        assert_eq!(compared(files(&[]), files(changes)), expected, "{changes:?}");
    }
}

#[test]
fn a_flag_that_disappears_without_a_review_comes_first() {
    let old = [("kafka.toml", "date = 2026-05-01", "date = 2025-05-01")];
    let with = |change: (&'static str, &'static str, &'static str)| {
        let changes = [&old[..], &[change]].concat();
        compared(files(&old), files(&changes)).into_iter().next().unwrap_or_default()
    };
    let max = "[[review]]\ndate = 2026-10-01\nby = ['max']\nnote = 'Fine.'\n";
    for (change, first) in [
        (
            ("radar.toml", "", "[review]\nevery = '2 years'\n"),
            "was expired and is fresh, and no hands-on review is new: a review holds for 2 years instead of 12 months",
        ),
        (
            ("kafka.toml", "date = 2025-05-01", "date = 2026-05-01"),
            "was expired and is fresh, and no hands-on review is new: the review of 2025-05-01 by Ada and Ben is dated 2026-05-01 now",
        ),
        (("kafka.toml", "ring = 'adopt'\nnote = 'Two", "ring = 'adopt'\nnote = 'Of two"), ""),
    ] {
        let expected = match first {
            "" => "Reviews: Kafka: changed: the review of 2025-05-01 by Ada and Ben: another note"
                .to_owned(),
            first => format!("Look at this first: Kafka: {first}"),
        };
        assert_eq!(with(change), expected, "{change:?}");
    }
    // An advisory review counts, because its author now practised.
    let advisory = [
        &old[..],
        &[(
            "kafka.toml",
            "[[question]]",
            "[[review]]\ndate = 2026-10-01\nby = ['max']\nnote = 'Fine.'\n[[question]]",
        )],
    ]
    .concat();
    let prolonged = [&advisory[..], &[("people.toml", ", until = 2023-03-31", "")]].concat();
    assert_eq!(
        compared(files(&advisory), files(&prolonged)),
        [
            "Look at this first: Kafka: was expired and is fresh, and no hands-on review is new: the review of 2026-10-01 by Max counts now",
            "Look at this first: Max: now counts as practising from 2023-04-01 on",
            "Reviews: Kafka: the review of 2026-10-01 by Max is hands-on, second-hand instead of advisory",
            "Where blips stand now: Kafka: it is no longer flagged",
            "People and teams: Max: practises now; now counts as practising from 2023-04-01 on",
        ]
    );
    // A review and the period that makes it count, in one change.
    let both = [&old[..], &[("people.toml", ", until = 2023-03-31", ""), ("kafka.toml", "", max)]]
        .concat();
    let lines = compared(files(&old), files(&both));
    assert_eq!(
        lines[0],
        "Look at this first: Kafka: the review of 2026-10-01 by Max is hands-on only by what this change says about Max"
    );
}

#[test]
fn blips_people_and_rings_under_other_ids_are_recognised() {
    let mut after = files(&[
        ("people.toml", "[person.ada]", "[person.ada-l]"),
        ("kafka.toml", "'ada'", "'ada-l'"),
    ]);
    assert_eq!(
        compared(files(&[]), after.clone()),
        ["People and teams: Ada: has another id; it was ada"]
    );
    after[2].0 = "radar/blips/apache-kafka.toml";
    after[2].1 = after[2].1.replace("'Kafka'", "'Apache Kafka'").replace("ada-l", "ada");
    after[1].1 = PEOPLE.to_owned();
    assert_eq!(
        compared(files(&[]), after),
        [
            "Blips: Apache Kafka: has the id apache-kafka instead of kafka",
            "Other keys of blips: Apache Kafka: name",
        ]
    );
    let mut lower = files(&[]);
    lower[0].1 += "ring = [{ id = 'use', name = 'Adopt' }, { id = 'trial', name = 'Trial' }, { id = 'assess', name = 'Assess' }, { id = 'hold', name = 'Hold' }]\n";
    lower[2].1 = KAFKA.replace("'adopt'", "'use'");
    assert_eq!(
        compared(files(&[]), lower),
        [
            "Settings: ring.adopt: removed; it was Adopt",
            "Settings: ring.use: new: Adopt",
            "Settings: order of rings: trial, assess, hold instead of assess, trial, hold"
        ][..2]
    );
}

#[test]
fn blips_that_anybody_could_be_are_not_recognised() {
    let blip = "name = 'Same'\nquadrant = 'q'\nring = 'trial'\nadded = 2026-01-01\n".to_owned();
    let mut before = files(&[]);
    before.push(("radar/blips/a.toml", blip.clone()));
    before.push(("radar/blips/b.toml", blip.clone()));
    let mut after = files(&[]);
    after.push(("radar/blips/c.toml", blip));
    let lines = compared(before, after);
    assert_eq!(
        lines,
        [
            "Look at this first: Same (a): was unreviewed; its file is removed",
            "Look at this first: Same (b): was unreviewed; its file is removed",
            "Blips: Same (c): new on Trial (unreviewed)",
            "Blips: Same (a): removed; it was on Trial",
            "Blips: Same (b): removed; it was on Trial",
        ]
    );
}

#[test]
fn new_and_retired_blips() {
    let retired = "[[review]]\ndate = 2026-11-01\nby = ['ada']\nring = 'retired'\nnote = 'Gone.'\n";
    let after = files(&[
        ("kafka.toml", "ring = 'adopt'\nowners", "ring = 'retired'\nowners"),
        ("kafka.toml", "", retired),
    ]);
    assert_eq!(
        compared(files(&[]), after.clone()),
        [
            "Blips: Kafka: Adopt → retired, by Ada on 2026-11-01",
            "Reviews: Kafka: new: the review of 2026-11-01 by Ada (hands-on, first-hand, Retired)",
        ]
    );
    assert_eq!(
        compared(after, files(&[])),
        [
            "Look at this first: Kafka: the review of 2026-11-01 by Ada is removed (hands-on, first-hand, Retired)",
            "Blips: Kafka: retired → Adopt, by Ada and Ben on 2026-05-01",
            "Reviews: Kafka: removed: the review of 2026-11-01 by Ada (hands-on, first-hand, Retired)",
        ]
    );
}
