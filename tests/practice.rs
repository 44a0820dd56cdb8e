//! Practice from evidence: the rule at its boundaries, and real git histories.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is about files on a disk"
)]

use std::path::Path;
use std::process::Command;

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

fn git(folder: &Path, arguments: &[&str], when: &str, email: &str) {
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=x", "-c", "commit.gpgsign=false", "-c"])
        .arg(format!("user.email={email}"))
        .args(arguments)
        .env("GIT_AUTHOR_DATE", when)
        .env("GIT_COMMITTER_DATE", when)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .status()
        .expect("git is there");
    assert!(status.success(), "{arguments:?}");
}

/// Two repositories, a `.mailmap`, a merge, a stranger: the file holds months by person and nothing else.
#[allow(clippy::too_many_lines, reason = "one list of cases")]
#[test]
fn histories_are_scanned_through_their_mailmaps() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let content = root.join("radar");
    std::fs::create_dir(&content).expect("made");
    let practice = format!("{SETTINGS}[practice]\nevidence = 'git'\n");
    std::fs::write(content.join("radar.toml"), practice).expect("written");
    let people = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\n\
                  practising = [{ from = 2019-01-01 }]\n\
                  [person.max]\nname = 'Max'\nemails = ['MAX@example.org']\n\
                  [person.mia]\nname = 'Mia'\n";
    std::fs::write(content.join("people.toml"), people).expect("written");
    let commit = |repo: &Path, when: &str, email: &str| {
        let when = format!("{when}T12:00:00+02:00");
        git(repo, &["commit", "-q", "--allow-empty", "-m", "x"], &when, email);
    };
    let (first, second) = (root.join("first"), root.join("second"));
    for repo in [&first, &second] {
        std::fs::create_dir(repo).expect("made");
        git(repo, &["init", "-q", "-b", "main"], "2026-01-01T12:00:00+00:00", "x@y");
    }
    std::fs::write(first.join(".mailmap"), "Ada <ada@example.org> <a@laptop>\n").expect("written");
    commit(&first, "2026-01-31", "a@laptop");
    commit(&first, "2026-02-01", "ada@example.org");
    commit(&first, "2026-03-05", "stranger@example.org");
    // Max presses the merge button.
    git(&first, &["checkout", "-q", "-b", "side"], "2026-04-01T12:00:00+00:00", "x@y");
    commit(&first, "2026-04-02", "ada@example.org");
    git(&first, &["checkout", "-q", "main"], "2026-04-01T12:00:00+00:00", "x@y");
    let merge = ["merge", "-q", "--no-ff", "-m", "x", "side"];
    git(&first, &merge, "2026-05-01T12:00:00+00:00", "max@example.org");
    commit(&second, "2025-12-31", "max@example.org");
    // The month is that of the author's own clock.
    git(
        &second,
        &["commit", "-q", "--allow-empty", "-m", "x"],
        "2026-06-30T23:30:00-05:00",
        "max@example.org",
    );

    let scan = |arguments: &[&Path]| {
        let output = Command::new(env!("CARGO_BIN_EXE_radar"))
            .arg("-C")
            .arg(root)
            .args(["--today", "2026-08-31", "practice", "scan"])
            .args(arguments)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let (code, said) = scan(&[&first, &second]);
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(content.join("practice.toml")).expect("written");
    let (_, below) = text.split_once("scanned = ").expect("the day");
    assert_eq!(
        below,
        "2026-08-31\n\n[person.ada]\nmonths = [\n    \"2026-01\", \"2026-02\", \"2026-04\",\n]\n\n\
         [person.max]\nmonths = [\n    \"2025-12\",\n    \"2026-06\",\n]\n"
    );
    for part in [
        "months of 2 people",
        "1 address is not in people.toml",
        "no commits were found: Mia",
        "stale-practice",
        "Ada is declared as practising, but last committed in 2026-04",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("stranger@"), "{said}");

    // Another scan forgets what it does not see, unless it adds.
    let read = || std::fs::read_to_string(content.join("practice.toml")).expect("written");
    scan(&[Path::new("--add"), &second]);
    assert_eq!(read(), text);
    scan(&[&second]);
    assert!(!read().contains("person.ada"), "{}", read());
    let (code, said) = scan(&[&root.join("third")]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot read the history of"), "{said}");
}
