//! Hands on *this* (section 2a of the design): first-hand reviews, rings set from outside, what nobody remembers, and who
//! could review a blip. Tables at the boundaries; `tests/oracle.rs` holds random radars against a second reading of the rule.

use std::fmt::Write as _;

use jiff::civil::Date;
use radar::content::check;
use radar::diagnostic::{Code, Levels, Report};
use radar::radar::evidence::{Usage, usage};
use radar::radar::first_hand::{could_review, is_first_hand};
use radar::radar::freshness::{Freshness, judge};
use radar::radar::practice::{months_between, stopped};
use radar::radar::{Radar, Snapshot};
use radar::source::SourceSet;

const PEOPLE: &str = "[team.crew]\nname = 'Crew'\n[team.web]\nname = 'Web'\n\
    [person.ada]\nname = 'Ada'\nteam = 'crew'\nemails = ['a@b']\npractising = [{ from = 2010-01-01 }]\n\
    [person.max]\nname = 'Max'\nteam = 'crew'\npractising = [{ from = 2010-01-01, until = 2022-12-31 }]\n\
    [person.swift]\nname = 'Swift'\nteam = 'web'\nemails = ['s@b']\npractising = [{ from = 2010-01-01 }]\n\
    [person.zoe]\nname = 'Zoe'\npractising = [{ from = 2010-01-01, until = 2025-06-30 }]\n";

fn day(text: &str) -> Date {
    text.parse().expect("the tables hold dates")
}

/// A radar with one blip `x`, whose file ends in `blip`.
fn radar(settings: &str, blip: &str, evidence: Option<&str>) -> Radar {
    let settings = format!("title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n{settings}");
    let blip = format!("name = 'X'\nquadrant = 'q'\nadded = 2010-01-01\n{blip}");
    let mut files = vec![
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", blip),
    ];
    files.extend(evidence.map(|evidence| ("radar/evidence.toml", evidence.to_owned())));
    let checked = check(&SourceSet::from_files(files), day("2100-01-01"), &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

/// The reviews of a blip: the day, who signed, and the verdict.
fn reviews(written: &[(&str, &str, &str)]) -> String {
    let mut text = String::new();
    for (date, by, ring) in written {
        let ring = if ring.is_empty() { String::new() } else { format!("ring = '{ring}'\n") };
        let _ = write!(text, "[[review]]\ndate = {date}\nby = [{by}]\n{ring}note = 'n'\n");
    }
    text
}

fn first_hand(radar: &Radar) -> Vec<bool> {
    let blip = &radar.blips[0];
    blip.reviews.iter().map(|review| is_first_hand(radar, blip, review)).collect()
}

#[test]
fn an_owner_who_practises_is_first_hand() {
    for (owners, by, expected) in [
        ("'ada'", "'ada'", true),
        ("'crew'", "'ada'", true),
        ("'crew', 'swift'", "'swift'", true),
        ("'crew'", "'swift'", false),
        ("", "'ada'", false),
        // Max belongs to the team and no longer practised; Swift practised and does not belong to it.
        ("'crew'", "'max'", false),
        ("'crew'", "'max', 'swift'", false),
        ("'crew'", "'swift', 'ada'", true),
        ("'max'", "'max'", false),
        ("'crew'", "", false),
    ] {
        let blip = format!("ring = 'adopt'\nowners = [{owners}]\n");
        let radar = radar("", &(blip + &reviews(&[("2026-05-01", by, "adopt")])), None);
        assert_eq!(first_hand(&radar), [expected], "{owners} {by}");
    }
}

#[test]
fn somebody_who_committed_where_it_is_used_is_first_hand() {
    let of = |uses: &str, months: &str| {
        format!(
            "scanned = 2030-01-01\n[repository.shop]\n{uses}months.swift = [{months}]\n\
             [repository.other]\nmonths.swift = ['2026-04']\n"
        )
    };
    for (uses, months, settings, expected) in [
        ("uses.x = {}\n", "'2026-04'", "", true),
        // Three months before 1 May is 1 February: any day of the month is enough.
        ("uses.x = {}\n", "'2026-02'", "", true),
        ("uses.x = {}\n", "'2026-01'", "", false),
        ("uses.x = {}\n", "'2026-05'", "", true),
        ("uses.x = {}\n", "'2026-06'", "", false),
        ("uses.x = {}\n", "'2025-05'", "[practice]\nwindow = '1 year'\n", true),
        ("uses.x = {}\n", "'2025-04'", "[practice]\nwindow = '1 year'\n", false),
        // They commit to a repository that does not use it.
        ("", "'2026-04'", "", false),
        // It began to use it later than they committed there.
        ("uses.x = { since = '2026-04' }\n", "'2026-04'", "", true),
        ("uses.x = { since = '2026-04' }\n", "'2026-03'", "", false),
        // Something else brings it along.
        ("uses.x = { indirect = true }\n", "'2026-04'", "", false),
        ("uses.x = { indirect = false }\n", "'2026-04'", "", true),
    ] {
        let blip = "ring = 'adopt'\nowners = ['crew']\n".to_owned();
        let blip = blip + &reviews(&[("2026-05-01", "'swift'", "adopt")]);
        let radar = radar(settings, &blip, Some(&of(uses, months)));
        assert_eq!(first_hand(&radar), [expected], "{uses} {months} {settings}");
    }
}

/// Commits show where somebody works, and do not replace practising unless the radar says so.
#[test]
fn commits_of_somebody_who_does_not_practise_make_no_review_first_hand() {
    let evidence =
        "scanned = 2030-01-01\n[repository.shop]\nuses.x = {}\nmonths.zoe = ['2026-04']\n";
    for (settings, expected) in [("", false), ("[practice]\nevidence = 'git'\n", true)] {
        let blip = "ring = 'adopt'\n".to_owned() + &reviews(&[("2026-05-01", "'zoe'", "adopt")]);
        assert_eq!(first_hand(&radar(settings, &blip, Some(evidence))), [expected], "{settings}");
    }
}

#[test]
fn a_second_hand_review_holds_unless_the_radar_says_otherwise() {
    use Freshness::{Expired, Fresh, Unreviewed};
    let blip = "ring = 'trial'\nowners = ['crew']\n";
    let first = ("2025-01-01", "'ada'", "adopt");
    let second = ("2026-05-01", "'swift'", "trial");
    let strict = "[review]\ncounts = 'first-hand'\n";
    for (settings, reviewed, freshness, imposed, outside) in [
        ("", &[first, second][..], Fresh, false, true),
        ("", &[second], Fresh, false, true),
        ("[review]\ncounts = 'practising'\n", &[second], Fresh, false, true),
        // Imposed wins over it.
        (strict, &[first, second], Expired, true, false),
        (strict, &[second], Unreviewed, true, false),
        (strict, &[second, ("2026-05-01", "'ada'", "")], Fresh, false, false),
        ("", &[second, ("2026-05-01", "'ada'", "")], Fresh, false, false),
        ("", &[second, ("2026-06-01", "'ada'", "")], Fresh, false, false),
        // Another second-hand review confirms nothing, nor does somebody who does not practise.
        ("", &[second, ("2026-05-02", "'swift'", "trial")], Fresh, false, true),
        ("", &[second, ("2026-05-02", "'max'", "")], Fresh, false, true),
        // Somebody who does not practise set it: imposed, as ever.
        ("", &[first, ("2026-05-01", "'max'", "trial")], Expired, true, false),
        (strict, &[first, ("2026-05-01", "'max'", "trial")], Expired, true, false),
        // Nobody signed.
        (strict, &[("2026-05-01", "", "trial")], Unreviewed, false, false),
    ] {
        let radar = radar(settings, &(blip.to_owned() + &reviews(reviewed)), None);
        let judged = judge(&radar, &radar.blips[0], day("2026-11-22"));
        let found = (judged.freshness, judged.is_imposed(), judged.is_set_from_outside());
        assert_eq!(found, (Some(freshness), imposed, outside), "{settings} {reviewed:?}");
    }
}

/// Zoe stopped on 30 June 2025, and 18 months later is 30 December 2026.
#[test]
fn nobody_remembers_what_was_reviewed_a_generation_ago() {
    let old = ("2020-01-01", "'zoe'", "adopt");
    for (settings, reviewed, today, expected) in [
        ("", &[old][..], "2026-12-30", false),
        ("", &[old], "2026-12-31", true),
        ("", &[old], "2025-06-01", false),
        ("[practice]\ngeneration = '1 year'\n", &[old], "2026-06-30", false),
        ("[practice]\ngeneration = '1 year'\n", &[old], "2026-07-01", true),
        // One of them still builds; a review that is not hands-on is no memory.
        ("", &[old, ("2020-02-01", "'ada', 'zoe'", "")], "2027-06-01", false),
        ("", &[old, ("2024-02-01", "'max'", "")], "2027-06-01", true),
        // Max signed when he no longer practised; only Zoe is asked.
        ("", &[("2024-02-01", "'max', 'zoe'", "adopt")], "2026-12-31", true),
        ("", &[("2024-02-01", "'max'", "adopt")], "2027-06-01", false),
        ("", &[], "2027-06-01", false),
        ("", &[("2020-02-01", "", "adopt")], "2027-06-01", false),
    ] {
        let radar = radar(settings, &("ring = 'adopt'\n".to_owned() + &reviews(reviewed)), None);
        let judged = judge(&radar, &radar.blips[0], day(today));
        assert_eq!(judged.unremembered, expected, "{settings} {reviewed:?} {today}");
    }
}

#[test]
fn the_last_day_of_practice_is_declared_or_shown() {
    let evidence = "scanned = 2030-01-01\n[repository.shop]\nmonths.zoe = ['2026-02', '2025-01']\n";
    let git = "[practice]\nevidence = 'git'\n";
    for (settings, person, today, expected) in [
        ("", "zoe", "2026-01-01", Some("2025-06-30")),
        ("", "zoe", "2025-06-30", None),
        ("", "ada", "2026-01-01", None),
        ("", "max", "2026-11-26", Some("2022-12-31")),
        (git, "zoe", "2026-01-01", Some("2025-06-30")),
        (git, "zoe", "2026-02-01", None),
        // Commits of February count until three months later, by the calendar.
        (git, "zoe", "2026-05-31", None),
        (git, "zoe", "2026-06-01", Some("2026-05-31")),
    ] {
        let radar = radar(settings, "ring = 'adopt'\n", Some(evidence));
        let index = radar.person_index(person).expect("known");
        let found = stopped(&radar, radar.person(index), day(today));
        assert_eq!(found, expected.map(day), "{settings} {person} {today}");
    }
    for (from, to, expected) in [
        ("2022-12-31", "2023-01-01", 0),
        ("2022-12-31", "2023-01-30", 0),
        ("2022-12-31", "2023-01-31", 1),
        ("2022-12-31", "2023-02-12", 1),
        ("2022-12-31", "2026-11-26", 47),
        ("2022-12-31", "2026-11-15", 46),
        ("2022-12-26", "2026-11-26", 47),
        ("2022-12-26", "2026-12-10", 47),
        ("2022-12-26", "2026-12-11", 48),
    ] {
        assert_eq!(months_between(day(from), day(to)), expected, "{from} to {to}");
    }
}

#[test]
fn owners_and_people_who_worked_with_it_lately_could_review_it() {
    let evidence = "scanned = 2026-11-22\n[repository.shop]\nuses.x = {}\n\
        months.swift = ['2026-10']\nmonths.max = ['2026-10']\n[repository.other]\nmonths.zoe = ['2026-10']\n";
    for (owners, today, expected) in [
        ("'crew'", "2026-11-22", "Ada Swift"),
        ("'zoe'", "2026-11-22", "Swift"),
        ("'zoe'", "2025-06-30", "Zoe"),
        ("", "2026-11-22", "Swift"),
        // October is no longer within three months.
        ("'web'", "2027-03-01", "Swift"),
        ("", "2027-03-01", ""),
    ] {
        let radar = radar("", &format!("ring = 'adopt'\nowners = [{owners}]\n"), Some(evidence));
        let found = could_review(&radar, &radar.blips[0], day(today));
        let names: Vec<&str> =
            found.iter().map(|one| radar.person(one.person).name.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{owners} {today}");
    }
}

#[test]
fn what_nobody_looked_for_is_unknown() {
    let used = "scanned = 2026-11-22\n[repository.shop]\nuses.x = {}\n";
    let unused = "scanned = 2026-11-22\n[repository.shop]\n";
    for (detect, evidence, expected) in [
        ("detect = ['npm:x']\n", Some(used), Usage::Used),
        ("", Some(used), Usage::Used),
        ("detect = ['npm:x']\n", Some(unused), Usage::Unused),
        ("", Some(unused), Usage::Unknown),
        ("detect = ['npm:x']\n", None, Usage::Unknown),
    ] {
        let radar = radar("", &format!("ring = 'adopt'\n{detect}"), evidence);
        assert_eq!(usage(&radar, &radar.blips[0]), expected, "{detect} {evidence:?}");
    }
}

/// Returns which of the lints on use are reported.
fn lints(settings: &str, blip: &str, evidence: &str) -> Vec<&'static str> {
    let radar = radar(settings, blip, Some(evidence));
    let found = reported(settings, blip, evidence);
    assert!(
        !Snapshot::new(&radar, day("2026-11-22")).blips.iter().any(|judged| judged.blip.id != "x")
    );
    LINTS
        .into_iter()
        .filter(|name| found.iter().any(|problem| problem.code.name() == *name))
        .collect()
}

const LINTS: [&str; 5] =
    ["second-hand", "used-on-hold", "unused", "single-reviewer", "unprovable-practice"];

/// Returns the problems of a radar with one blip, with the lints on use as warnings.
fn reported(settings: &str, blip: &str, evidence: &str) -> Report {
    let files = [
        (
            "radar/radar.toml",
            format!("title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n{settings}"),
        ),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", format!("name = 'X'\nquadrant = 'q'\nadded = 2010-01-01\n{blip}")),
        ("radar/evidence.toml", evidence.to_owned()),
    ];
    let mut levels = Levels::default();
    for name in LINTS {
        let code = Code::from_name(name).expect("a code");
        levels.choose(code, radar::diagnostic::Level::Warn).expect("a lint");
    }
    check(&SourceSet::from_files(files), day("2026-11-22"), &levels).report
}

/// Where evidence cannot show somebody's work, it is not said to show none.
#[test]
fn a_lint_says_what_is_not_known() {
    let scanned = "\n[repository.shop]\nuses.x = {}\nmonths.ada = ['2023-01']\n";
    for (by, date, scan, message) in [
        (
            "'swift'",
            "2026-05-01",
            "2026-11-22",
            "Swift of Web practised, but neither owns X nor, as far as the evidence shows, works with it",
        ),
        (
            "'zoe'",
            "2025-05-01",
            "2026-11-22",
            "Zoe practised, but does not own X, and is not known to work with it: no email address to find \
             commits by",
        ),
        (
            "'zoe', 'swift'",
            "2025-05-01",
            "2026-11-22",
            "Zoe, Swift of Web practised, but do not own X, and are not known to work with it: no email \
             address to find commits by",
        ),
        (
            "'swift'",
            "2026-05-01",
            "2023-02-01",
            "Swift of Web practised, but does not own X, and is not known to work with it: the last scan is \
             too old",
        ),
    ] {
        let blip =
            "ring = 'adopt'\nowners = ['crew']\n".to_owned() + &reviews(&[(date, by, "adopt")]);
        let report = reported("", &blip, &format!("scanned = {scan}{scanned}"));
        let found = report.iter().find(|problem| problem.code == Code::SecondHand);
        assert_eq!(found.map(|problem| &*problem.message), Some(message));
    }
}

#[test]
fn lints_on_use() {
    let scan = |uses: &str| {
        format!("scanned = 2026-11-22\n[repository.shop]\n{uses}months.swift = ['2026-10']\n")
    };
    let held = "ring = 'hold'\nowners = ['crew']\n";
    let held = held.to_owned() + &reviews(&[("2024-05-06", "'ada'", "hold")]);
    let adopted = "ring = 'adopt'\nowners = ['crew']\ndetect = ['npm:x']\n";
    let adopted = adopted.to_owned() + &reviews(&[("2026-05-01", "'ada'", "adopt")]);
    for (blip, uses, expected) in [
        // The month after it was put on hold, the month itself, and without a known month.
        (&held, "uses.x = { since = '2024-06' }\n", &["used-on-hold"][..]),
        (&held, "uses.x = { since = '2024-05' }\n", &[]),
        (&held, "uses.x = { since = '2020-01' }\n", &[]),
        (&held, "uses.x = {}\n", &[]),
        (&held, "uses.x = { since = '2024-06', indirect = true }\n", &["single-reviewer"]),
        (&adopted, "uses.x = { since = '2026-06' }\n", &[]),
        (&adopted, "", &["unused", "single-reviewer"]),
    ] {
        assert_eq!(lints("", blip, &scan(uses)), expected, "{blip} {uses}");
    }
    let outside = "ring = 'adopt'\nowners = ['crew']\n".to_owned();
    let outside = outside + &reviews(&[("2025-05-01", "'swift'", "adopt")]);
    assert_eq!(lints("", &outside, &scan("uses.x = {}\n")), ["second-hand"]);
    // Commits are to show who practises, and Zoe's period is over; Max has none that is open.
    let git = "[practice]\nevidence = 'git'\n";
    assert_eq!(lints(git, &adopted, &scan("uses.x = {}\n")), [""; 0]);
}

/// One repository more would be taken for another.
#[test]
fn more_repositories_than_can_be_told_apart_are_an_error() {
    let blip = "ring = 'adopt'\n";
    for (count, expected) in
        [(65_535, None), (65_536, Some("there are more than 65535 repositories"))]
    {
        let mut evidence = "scanned = 2026-11-22\n".to_owned();
        (0..count).for_each(|at| _ = writeln!(evidence, "[repository.r{at}]"));
        let report = reported("", blip, &evidence);
        let found = report.iter().find(|problem| problem.code == Code::InvalidValue);
        assert_eq!(found.map(|problem| &*problem.message), expected);
    }
}

#[test]
fn an_open_period_that_no_commit_can_show_is_reported_where_commits_count() {
    let found = |settings: &str, person: &str| {
        let files = [
            (
                "radar/radar.toml",
                format!("title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n{settings}"),
            ),
            ("radar/people.toml", format!("[person.ada]\nname = 'Ada'\n{person}")),
            ("radar/evidence.toml", "scanned = 2026-11-22\n".to_owned()),
        ];
        let report =
            check(&SourceSet::from_files(files), day("2026-11-22"), &Levels::default()).report;
        report.iter().any(|problem| problem.code == Code::UnprovablePractice)
    };
    let (git, open) = ("[practice]\nevidence = 'git'\n", "practising = [{ from = 2020-01-01 }]\n");
    for (settings, person, expected) in [
        (git, open, true),
        ("", open, false),
        (git, "practising = [{ from = 2020-01-01, until = 2027-01-01 }]\n", false),
        (git, "practising = [{ from = 2027-01-01 }]\n", false),
        (git, "", false),
    ] {
        assert_eq!(found(settings, person), expected, "{settings} {person}");
    }
    assert!(!found(git, &format!("emails = ['a@b']\n{open}")));
}
