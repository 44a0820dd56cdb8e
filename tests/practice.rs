//! Practice from evidence: the rule at its boundaries.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::{Code, Levels};
use radar::radar::Radar;
use radar::radar::freshness::{self, Freshness, ReviewKind};
use radar::source::SourceSet;

const SETTINGS: &str = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";

fn day(text: &str) -> Date {
    text.parse().expect("the tables hold dates")
}

/// A radar with Ada, who declared `practising` and committed in `months`.
fn radar(practice: &str, practising: &str, months: &[&str], blip: &str) -> Radar {
    let settings = format!("{SETTINGS}[practice]\n{practice}\n");
    let people =
        format!("[person.ada]\nname = 'Ada'\nemails = ['a@b']\npractising = [{practising}]\n");
    let scan = format!("scanned = 2100-01-01\n[repository.shop]\nmonths.ada = {months:?}\n");
    let sources = SourceSet::from_files([
        ("radar/radar.toml", settings),
        ("radar/people.toml", people),
        ("radar/evidence.toml", scan),
        ("radar/blips/x.toml", format!("name = 'X'\nquadrant = 'q'\nring = 'adopt'\n{blip}")),
    ]);
    let checked = check(&sources, date(2100, 1, 1), &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

const BLIP: &str = "added = 2020-01-01\n";

fn practises(radar: &Radar, on: &str) -> bool {
    freshness::practises(radar, &radar.people[0], day(on))
}

#[test]
fn a_month_counts_from_its_first_day_until_the_window_has_left_it() {
    for (window, month, first, last) in [
        // A window of whole months: the month itself and as many after it.
        ("3 months", "2026-08", "2026-08-01", "2026-11-30"),
        ("3 months", "2026-09", "2026-09-01", "2026-12-31"),
        ("3 months", "2026-10", "2026-10-01", "2027-01-31"),
        // Into February of a leap year, and out of a short one.
        ("3 months", "2027-11", "2027-11-01", "2028-02-29"),
        ("3 months", "2026-11", "2026-11-01", "2027-02-28"),
        ("3 months", "2026-02", "2026-02-01", "2026-05-31"),
        ("1 month", "2028-01", "2028-01-01", "2028-02-29"),
        ("1 month", "2028-02", "2028-02-01", "2028-03-31"),
        // Days are counted from the month's last day.
        ("90 days", "2026-08", "2026-08-01", "2026-11-29"),
        ("2 weeks", "2026-08", "2026-08-01", "2026-09-14"),
        ("1 day", "2026-08", "2026-08-01", "2026-09-01"),
        ("1 year", "2026-08", "2026-08-01", "2027-08-31"),
        ("1 year", "2024-02", "2024-02-01", "2025-02-28"),
    ] {
        let practice = format!("evidence = 'git'\nwindow = '{window}'");
        let radar = radar(&practice, "", &[month], BLIP);
        let around = |text: &str, days: i64| (day(text) + days.days()).to_string();
        for (on, expected) in [
            (around(first, -1), false),
            (first.to_owned(), true),
            (last.to_owned(), true),
            (around(last, 1), false),
        ] {
            assert_eq!(practises(&radar, &on), expected, "{month} within {window} of {on}");
        }
    }
}

#[test]
fn whoever_commits_often_enough_practises_on_every_day() {
    for (window, months) in [
        ("1 month", &["2027-01", "2027-03", "2027-05", "2027-07", "2027-09", "2027-11"][..]),
        ("3 months", &["2027-01", "2027-05", "2027-09"]),
        (
            "1 day",
            &[
                "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07",
                "2027-08", "2027-09", "2027-10", "2027-11", "2027-12",
            ],
        ),
    ] {
        let practice = format!("evidence = 'git'\nwindow = '{window}'");
        let radar = radar(&practice, "", months, BLIP);
        let mut on = date(2027, 1, 1);
        while on.year() == 2027 {
            assert!(practises(&radar, &on.to_string()), "{on}, {window}");
            on = on.tomorrow().expect("within the calendar");
        }
    }
}

#[test]
fn a_declared_period_and_a_commit_each_suffice() {
    let declared = "{ from = 2026-01-01, until = 2026-03-31 }";
    for (practice, practising, on, expected) in [
        ("", declared, "2026-03-31", true),
        ("", declared, "2026-04-01", false),
        // Commits count only where the radar says so.
        ("", declared, "2026-08-15", false),
        ("evidence = 'declared'", declared, "2026-08-15", false),
        ("evidence = 'git'", declared, "2026-08-15", true),
        ("evidence = 'git'", "", "2026-08-15", true),
        ("evidence = 'git'", declared, "2026-03-31", true),
        ("evidence = 'git'", declared, "2026-04-01", false),
        ("evidence = 'git'", declared, "2026-07-31", false),
        ("evidence = 'git'", "{ from = 2019-01-01 }", "2030-01-01", true),
    ] {
        let radar = radar(practice, practising, &["2026-08"], BLIP);
        assert_eq!(practises(&radar, on), expected, "{practice} {practising} {on}");
    }
}

/// What counts is the day of the review: later commits make no earlier review hands-on, and a commit that
/// grows old takes nothing back.
#[test]
fn the_flag_follows_the_day_of_the_review() {
    use Freshness::{Fresh, Unreviewed};
    for (reviewed, kind, today, freshness) in [
        ("2026-07-31", ReviewKind::Advisory, "2026-09-01", Unreviewed),
        ("2026-08-01", ReviewKind::HandsOn, "2026-09-01", Fresh),
        ("2026-11-30", ReviewKind::HandsOn, "2026-12-01", Fresh),
        ("2026-11-30", ReviewKind::HandsOn, "2027-09-30", Fresh),
        ("2026-12-01", ReviewKind::Advisory, "2026-12-01", Unreviewed),
    ] {
        let blip = format!("[[review]]\ndate = {reviewed}\nby = ['ada']\nnote = 'x'\n");
        let radar = radar("evidence = 'git'", "", &["2026-08"], &blip);
        let review = &radar.blips[0].reviews[0];
        assert_eq!(freshness::kind(&radar, review), kind, "{reviewed}");
        let judged = freshness::judge(&radar, &radar.blips[0], day(today)).freshness;
        assert_eq!(judged, Some(freshness), "{reviewed} on {today}");
    }
}

#[test]
fn an_open_period_without_commits_is_said() {
    let found = |practising: &str, scanned: &str, months: &str, today: &str| {
        let people =
            format!("[person.ada]\nname = 'Ada'\nemails = ['a@b']\npractising = [{practising}]\n");
        let scan = format!("scanned = {scanned}\n[repository.shop]\nmonths.ada = [{months}]\n");
        let sources = SourceSet::from_files([
            ("radar/radar.toml", SETTINGS.to_owned()),
            ("radar/people.toml", people),
            ("radar/evidence.toml", scan),
        ]);
        let checked = check(&sources, day(today), &Levels::default());
        checked.report.iter().any(|d| d.code == Code::StalePractice)
    };
    let open = "{ from = 2020-01-01 }";
    for (practising, scanned, months, today, expected) in [
        // August counts until the end of November.
        (open, "2026-11-30", "'2026-08'", "2026-11-30", false),
        (open, "2026-12-01", "'2026-08'", "2026-12-01", true),
        // An old scan says nothing of the time after it.
        (open, "2026-11-30", "'2026-08'", "2027-06-01", false),
        (open, "2026-12-01", "", "2026-12-01", true),
        // A period that has ended, and one that is younger than the window.
        ("{ from = 2020-01-01, until = 2026-12-31 }", "2026-12-01", "", "2026-12-01", false),
        ("{ from = 2026-09-02 }", "2026-12-01", "", "2026-12-01", false),
        ("{ from = 2026-09-01 }", "2026-12-01", "", "2026-12-01", true),
        ("", "2026-12-01", "", "2026-12-01", false),
    ] {
        let found = found(practising, scanned, months, today);
        assert_eq!(found, expected, "{practising} {scanned} {months} {today}");
    }
}
