//! Periods of practice, and who gave whom more of them.

use crate::repository::{PEOPLE, Repository};

const BOB: &str = "until = 2023-03-31";

fn bob(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    let periods = repository.periods(arguments);
    periods.into_iter().filter(|line| line.contains(" bob")).collect()
}

#[test]
fn more_days_for_oneself_are_told() {
    let period = "{ from = 2018-01-01, until = 2023-03-31 }";
    for (to, expected) in [
        (
            "{ from = 2018-01-01, until = 2026-12-31 }",
            Some("2018-01-01 bob: own-hand, prolonged by bob"),
        ),
        ("{ from = 2018-01-01 }", Some("2018-01-01 bob: own-hand, prolonged by bob")),
        (
            "{ from = 2016-01-01, until = 2023-03-31 }",
            Some("2016-01-01 bob: own-hand, prolonged by bob"),
        ),
        (
            "{ from = 2018-01-01, until = 2023-03-31 }, { from = 2026-01-01 }",
            Some("2026-01-01 bob: own-hand, prolonged by bob"),
        ),
        // Fewer days harm nobody.
        ("{ from = 2018-01-01, until = 2022-03-31 }", None),
        ("{ from = 2019-01-01, until = 2023-03-31 }", None),
    ] {
        for (author, message, is_told) in [
            ("bob@x", "Practise", true),
            ("bob@x", "Practise\n\nCo-authored-by: B <1+bob@users.noreply.github.com>", true),
            // Another person stands behind it.
            ("bob@x", "Practise\n\nReviewed-by: A <ada@x>", false),
            ("max@x", "Practise", false),
        ] {
            let repository = Repository::new();
            repository.replace("people.toml", period, to);
            repository.commit(author, "2026-11-01", message);
            let found = bob(&repository, &[]);
            let told = found.iter().find(|line| line.contains("prolonged"));
            let told = told.and_then(|line| line.strip_prefix("period "));
            assert_eq!(told, expected.filter(|_| is_told), "{to} {author} {message}: {found:?}");
            let denied = repository.radar(&["audit", "--deny", "prolonged", "--since", "HEAD~1"]);
            let code = i32::from(expected.is_some() && is_told);
            assert_eq!(denied.status.code(), Some(code), "{to} {author}");
        }
    }
}

#[test]
fn an_unknown_address_is_told() {
    let repository = Repository::new();
    repository.replace("people.toml", BOB, "until = 2026-12-31");
    repository.commit("old@x", "2026-11-01", "Practise");
    assert_eq!(bob(&repository, &[]), ["period 2018-01-01 bob: unknown-address"]);
}

#[test]
fn an_end_by_others_hides_nothing_and_more_days_by_others_vouch() {
    let repository = Repository::new();
    repository.replace("people.toml", BOB, "until = 2026-12-31");
    repository.commit("bob@x", "2026-11-01", "Practise");
    repository.replace("people.toml", "until = 2026-12-31", "until = 2026-06-30");
    repository.commit("max@x", "2026-11-02", "End it");
    assert_eq!(
        bob(&repository, &[]),
        ["period 2018-01-01 bob: entered-by-other max, prolonged by bob"]
    );
    repository.replace("people.toml", "until = 2026-06-30", "until = 2026-09-30");
    repository.commit("max@x", "2026-11-03", "I have seen it");
    assert_eq!(bob(&repository, &[]), ["period 2018-01-01 bob: entered-by-other max"]);
}

#[test]
fn who_adds_themselves_declares_and_that_is_not_denied_by_default() {
    let repository = Repository::new();
    let eve = "[person.eve]\nname = \"Eve\"\nemails = [\"eve@x\"]\npractising = [{ from = 2026-10-01 }]\n";
    repository.write("people.toml", &format!("{PEOPLE}{eve}"));
    repository.commit("eve@x", "2026-11-01", "Hello");
    let found = repository.periods(&["--since", "HEAD~1"]);
    assert_eq!(found, ["period 2026-10-01 eve: own-hand, declared by eve"]);
    for (deny, code) in [("--deny", 0), ("--deny=declared", 1)] {
        let output = repository.radar(&["audit", deny]);
        assert_eq!(output.status.code(), Some(code), "{deny}");
    }
}

#[test]
fn a_new_layout_or_id_is_no_new_period() {
    let repository = Repository::new();
    repository.replace(
        "people.toml",
        "[{ from = 2018-01-01, until = 2023-03-31 }]",
        "[\n  { until = 2023-03-31, from = 2018-01-01 },\n]",
    );
    repository.replace("people.toml", "[person.bob]", "[person.bob-b]");
    repository.commit("bob@x", "2026-11-01", "Tidy");
    assert_eq!(bob(&repository, &["--since", "HEAD~1"]), [""; 0]);
}
