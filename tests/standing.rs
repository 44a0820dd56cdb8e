//! Which case it is when a page says what is known of the hands of those who signed a review.

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::first_hand::Tie;
use radar::radar::freshness::judge;
use radar::radar::standing::{Doubt, Lack, Standing, lack, last_to_stop, standing, vouching};
use radar::radar::{PersonIndex, Radar, RepositoryIndex, TeamIndex};
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);

const PEOPLE: &str = r#"
[team.web]
name = "Web"
[person.ada]
name = "Ada"
emails = ["ada@example.org"]
practising = [{ from = 2010-01-01 }]
[person.bob]
name = "Bob"
practising = [{ from = 2010-01-01, until = 2025-03-31 }]
[person.mia]
name = "Mia"
[person.swift]
name = "Swift"
team = "web"
emails = ["swift@example.org"]
practising = [{ from = 2010-01-01 }]
"#;

const EVIDENCE: &str = r#"
scanned = 2026-11-20
[repository.shop]
uses.x = { since = "2025-01" }
months.ada = ["2026-09"]
[repository.till]
uses.x = { indirect = true }
months.swift = ["2026-09"]
[repository.wiki]
months.swift = ["2026-10"]
"#;

/// A radar with one blip, `x`, owned by `owners`.
fn radar(owners: &str, settings: &str, evidence: Option<&str>, reviews: &str) -> Radar {
    let settings =
        format!("title = \"T\"\nquadrant = [{{ id = \"tools\", name = \"Tools\" }}]\n{settings}");
    let detect = if evidence.is_some() { "detect = [\"npm:x\"]\n" } else { "" };
    let blip = format!(
        "name = \"X\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2020-01-01\nowners = [{owners}]\n{detect}{reviews}"
    );
    let mut files = vec![
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", blip),
    ];
    files.extend(evidence.map(|text| ("radar/evidence.toml", text.to_owned())));
    let checked = check(&SourceSet::from_files(files), TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

fn person(radar: &Radar, id: &str) -> PersonIndex {
    radar.person_index(id).expect("of people.toml")
}

fn of(radar: &Radar, id: &str, day: &str) -> Standing {
    standing(radar, &radar.blips[0], person(radar, id), day.parse().expect("a day"))
}

#[test]
fn each_case_has_a_name() {
    let shop = Tie { repositories: vec![RepositoryIndex(0)], ..Tie::default() };
    let owner = Tie { owns: true, ..Tie::default() };
    let owner_works = Tie { owns: true, ..shop.clone() };
    let team = Tie { team: Some(TeamIndex(0)), ..Tie::default() };
    let doubt = Standing::SecondHand;
    for (owners, evidence, who, day, expected) in [
        // Only ownership is known.
        ("\"ada\"", None, "ada", "2026-11-20", Standing::FirstHand(owner.clone())),
        ("\"web\"", None, "swift", "2026-11-20", Standing::FirstHand(team)),
        ("\"ada\"", None, "swift", "2026-11-20", doubt(Doubt::NoEvidence)),
        ("", None, "ada", "2026-11-20", doubt(Doubt::NoEvidence)),
        // Evidence shows work with it, within the window and not before the repository used it.
        ("\"ada\"", Some(EVIDENCE), "ada", "2026-11-20", Standing::FirstHand(owner_works)),
        ("", Some(EVIDENCE), "ada", "2026-11-20", Standing::FirstHand(shop)),
        ("", Some(EVIDENCE), "ada", "2026-08-31", doubt(Doubt::NoWork)),
        // What something else brings along, nobody works with; nor is every repository one that uses it.
        ("\"ada\"", Some(EVIDENCE), "swift", "2026-11-20", doubt(Doubt::NoWork)),
        // The last scan was longer ago than the window.
        ("\"ada\"", Some("scanned = 2026-06-01\n"), "swift", "2026-11-20", doubt(Doubt::TooOld)),
        ("\"ada\"", Some("scanned = 2026-09-01\n"), "swift", "2026-11-20", doubt(Doubt::NoWork)),
        // Without an address, no commit could be found.
        ("\"ada\"", Some(EVIDENCE), "bob", "2025-03-31", doubt(Doubt::NoAddress)),
        ("\"bob\"", Some(EVIDENCE), "bob", "2025-03-31", Standing::FirstHand(owner)),
        // Owners who do not practise.
        ("\"bob\"", Some(EVIDENCE), "bob", "2025-04-01", Standing::NotPractising),
        ("\"mia\"", None, "mia", "2026-11-20", Standing::NotPractising),
    ] {
        let radar = radar(owners, "[practice]\nwindow = \"90 days\"\n", evidence, "");
        assert_eq!(of(&radar, who, day), expected, "{owners} {evidence:?} {who} {day}");
    }
}

fn review(on: &str, by: &str) -> String {
    format!("[[review]]\ndate = {on}\nby = [{by}]\nring = \"adopt\"\n")
}

#[test]
fn those_vouch_who_make_the_review_what_it_is() {
    for (by, expected) in [
        (r#""swift", "ada", "mia""#, vec!["ada"]),
        (r#""swift", "mia""#, vec!["swift"]),
        (r#""mia""#, vec![]),
    ] {
        let radar = radar("\"ada\"", "", None, &review("2026-11-20", by));
        let blip = &radar.blips[0];
        let vouching = vouching(&radar, blip, &blip.reviews[0]);
        let names: Vec<&str> = vouching.iter().map(|by| radar.person(*by).id.as_str()).collect();
        assert_eq!(names, expected, "{by}");
    }
}

#[test]
fn an_unreviewed_blip_lacks_something() {
    let first_hand = "[review]\ncounts = \"first-hand\"\n";
    for (settings, reviews, expected) in [
        ("", String::new(), Lack::Review),
        ("", review("2026-11-20", ""), Lack::Signature),
        ("", review("2026-11-20", "\"mia\""), Lack::Practice),
        (first_hand, review("2026-11-20", "\"mia\""), Lack::Practice),
        (first_hand, review("2026-11-20", "\"swift\""), Lack::FirstHand),
        // Reviews that are not there yet do not exist.
        ("", review("2026-12-20", ""), Lack::Review),
    ] {
        let radar = radar("\"ada\"", settings, None, &reviews);
        let blip = &radar.blips[0];
        assert!(judge(&radar, blip, TODAY).last_review.is_none(), "{reviews}");
        assert_eq!(lack(&radar, blip, TODAY), expected, "{settings} {reviews}");
    }
}

#[test]
fn the_last_who_practised_is_named_if_all_have_stopped() {
    let two = |second: &str| review("2024-01-05", "\"bob\"") + &review("2025-05-05", second);
    for (reviews, expected) in [
        (review("2024-01-05", "\"bob\""), Some(date(2025, 3, 31))),
        // Mia never practised, so nothing is forgotten with her.
        (two("\"mia\""), Some(date(2025, 3, 31))),
        (two("\"ada\""), None),
        (review("2025-05-05", "\"bob\""), None),
    ] {
        let radar = radar("\"ada\"", "", None, &reviews);
        let last = last_to_stop(&radar, &radar.blips[0], TODAY);
        assert_eq!(last.map(|(_, until)| until), expected, "{reviews}");
    }
}
