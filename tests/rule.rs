//! The rule of the design's section 2, at its boundaries: tables of content, a day, and what holds.
//!
//! The content is TOML and goes through the whole check, so that what is tested is what a user
//! writes.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the lifetimes of `Judgement` want it"
)]

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::freshness::{self, Freshness, Judgement};
use radar::radar::history::{self, Movement};
use radar::radar::{Placement, Radar};
use radar::source::SourceSet;

const PEOPLE: &str = r#"
[team.doers]
name = "Doers"
[team.formers]
name = "Formers"
[person.ada]
name = "Ada"
team = "doers"
practising = [{ from = 2010-01-01 }]
[person.bob]
name = "Bob"
team = "formers"
practising = [{ from = 2020-01-15, until = 2023-03-31 }, { from = 2025-01-01, until = 2025-06-30 }]
[person.mia]
name = "Mia"
"#;

/// A radar with one blip, `x`; its file is `blip` with the parts that never matter here before it.
fn radar(settings: &str, blip: &str) -> Radar {
    let settings = format!(
        "title = \"T\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\nreview_every = \"15 months\"\n\
         [[quadrant]]\nid = \"plain\"\nname = \"Plain\"\n{settings}"
    );
    let blip = format!("name = \"(Some(radar), Some(theme))\"\n{blip}");
    let quadrant = if blip.contains("quadrant =") { "" } else { "quadrant = \"plain\"\n" };
    let sources = SourceSet::from_files([
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", format!("{quadrant}{blip}")),
    ]);
    let checked = check(&sources, date(2100, 1, 1), &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

fn judged<T>(radar: &Radar, today: Date, get: impl Fn(&Judgement) -> T) -> T {
    get(&freshness::judge(radar, &radar.blips[0], today))
}

fn day(text: &str) -> Date {
    text.parse().expect("the tables hold dates")
}

/// A blip on `adopt` with one review.
fn reviewed(on: &str, by: &str) -> String {
    format!("ring = \"adopt\"\n[[review]]\ndate = {on}\nby = [{by}]\nring = \"adopt\"\n")
}

#[test]
fn freshness_at_its_boundaries() {
    use Freshness::{Due, Expired, Fresh, Unreviewed};
    let months = |every: &str, notice: &str| {
        format!("[review]\nevery = \"{every}\"\nnotice = \"{notice}\"\n")
    };
    for (settings, review, today, freshness, until) in [
        // The notice of two months begins after 14 February.
        ("", "2025-04-14", "2025-04-14", Fresh, "2026-04-14"),
        ("", "2025-04-14", "2026-02-14", Fresh, "2026-04-14"),
        ("", "2025-04-14", "2026-02-15", Due, "2026-04-14"),
        ("", "2025-04-14", "2026-04-14", Due, "2026-04-14"),
        ("", "2025-04-14", "2026-04-15", Expired, "2026-04-14"),
        // A year after 29 February is the 28th; four years after is the 29th again.
        ("", "2024-02-29", "2025-02-28", Due, "2025-02-28"),
        ("", "2024-02-29", "2025-03-01", Expired, "2025-02-28"),
        (&months("4 years", "0 days"), "2024-02-29", "2028-02-29", Fresh, "2028-02-29"),
        // A month after 31 January is the last of February.
        (&months("1 month", "1 week"), "2026-01-31", "2026-02-21", Fresh, "2026-02-28"),
        (&months("1 month", "1 week"), "2026-01-31", "2026-02-22", Due, "2026-02-28"),
        (&months("1 month", "1 week"), "2026-01-31", "2026-03-01", Expired, "2026-02-28"),
        // The notice counts back by the calendar too: two months before 30 April is 28 February.
        ("", "2025-04-30", "2026-02-28", Fresh, "2026-04-30"),
        ("", "2025-04-30", "2026-03-01", Due, "2026-04-30"),
        (&months("90 days", "10 days"), "2026-01-01", "2026-04-01", Due, "2026-04-01"),
        (&months("90 days", "10 days"), "2026-01-01", "2026-04-02", Expired, "2026-04-01"),
        (&months("2 weeks", "0 days"), "2026-01-01", "2026-01-15", Fresh, "2026-01-15"),
        // With no notice nothing is ever due: it holds until it does not.
        (&months("2 weeks", "0 days"), "2026-01-01", "2026-01-16", Expired, "2026-01-15"),
    ] {
        let radar = radar(settings, &reviewed(review, "\"ada\""));
        let found = judged(&radar, day(today), |j| (j.freshness, j.review_until));
        assert_eq!(found, (Some(freshness), Some(day(until))), "{review}, {today}, {settings}");
    }
    // A review that is dated after today does not exist yet.
    let future = radar("", &format!("added = 2025-01-01\n{}", reviewed("2026-04-14", "\"ada\"")));
    let found = judged(&future, day("2026-04-13"), |j| (j.freshness, j.review_until));
    assert_eq!(found, (Some(Unreviewed), None));
    assert_eq!(judged(&future, day("2026-04-14"), |j| j.freshness), Some(Fresh));
}

#[test]
fn only_who_practised_on_the_day_counts() {
    for (on, by, is_hands_on) in [
        ("2020-01-14", "\"bob\"", false),
        ("2020-01-15", "\"bob\"", true),
        ("2023-03-31", "\"bob\"", true),
        ("2023-04-01", "\"bob\"", false),
        ("2024-12-31", "\"bob\"", false),
        ("2025-01-01", "\"bob\"", true),
        ("2025-06-30", "\"bob\"", true),
        ("2025-07-01", "\"bob\"", false),
        // Nobody is presumed to practise.
        ("2025-07-01", "\"mia\"", false),
        // One of several is enough.
        ("2025-07-01", "\"mia\", \"bob\", \"ada\"", true),
        ("2025-07-01", "\"mia\", \"bob\"", false),
        ("2025-07-01", "", false),
    ] {
        let radar = radar("", &reviewed(on, by));
        let found = judged(&radar, day("2025-07-02"), |j| j.last_review.is_some());
        assert_eq!(found, is_hands_on, "{on} by {by}");
        let kind = freshness::kind(&radar, &radar.blips[0].reviews[0]).name();
        let expected = match (is_hands_on, by) {
            (true, _) => "hands-on",
            (false, "") => "unsigned",
            (false, _) => "advisory",
        };
        assert_eq!(kind, expected, "{on} by {by}");
    }
}

#[test]
fn the_nearest_interval_wins() {
    let ring = "[[ring]]\nid = \"adopt\"\nname = \"A\"\nreview_every = \"6 months\"\n\
                [[ring]]\nid = \"hold\"\nname = \"H\"\n";
    let blip = |quadrant: &str, ring: &str, own: &str| {
        format!(
            "quadrant = \"{quadrant}\"\nring = \"{ring}\"\n{own}\
             [[review]]\ndate = 2026-01-31\nby = [\"ada\"]\nring = \"{ring}\"\n"
        )
    };
    let own = "review_every = \"1 month\"\n";
    for (quadrant, at, own, until) in [
        ("plain", "hold", "", "2027-01-31"),
        ("tools", "hold", "", "2027-04-30"),
        ("plain", "adopt", "", "2026-07-31"),
        ("tools", "adopt", "", "2026-07-31"),
        ("tools", "adopt", own, "2026-02-28"),
        ("plain", "hold", own, "2026-02-28"),
    ] {
        let radar = radar(ring, &blip(quadrant, at, own));
        let found = judged(&radar, day("2026-02-01"), |j| j.review_until);
        assert_eq!(found, Some(day(until)), "{quadrant} {at} {own}");
    }
    // The ring is that of the day: before the move, the interval of the old ring holds.
    let moved = radar(
        ring,
        "ring = \"hold\"\n\
         [[review]]\ndate = 2026-01-01\nby = [\"ada\"]\nring = \"adopt\"\n\
         [[review]]\ndate = 2026-03-01\nby = []\nring = \"hold\"\n",
    );
    assert_eq!(judged(&moved, day("2026-02-28"), |j| j.review_until), Some(day("2026-07-01")));
    assert_eq!(judged(&moved, day("2026-03-01"), |j| j.review_until), Some(day("2027-01-01")));
}

/// A trail: `(date, by, verdict)`, an empty verdict for none.
fn trail(reviews: &[(&str, &str, &str)]) -> String {
    let latest = reviews.iter().rev().find(|(_, _, ring)| !ring.is_empty());
    let mut blip = format!("ring = \"{}\"\n", latest.map_or("trial", |(_, _, ring)| ring));
    for (on, by, ring) in reviews {
        let _ = writeln!(blip, "[[review]]\ndate = {on}\nby = [{by}]\nnote = \"n\"");
        if !ring.is_empty() {
            let _ = writeln!(blip, "ring = \"{ring}\"");
        }
    }
    blip
}

const ADA: &str = "\"ada\"";
const MIA: &str = "\"mia\"";
const NOBODY: &str = "";

#[allow(clippy::too_many_lines, reason = "one list of cases")]
#[test]
fn a_ring_is_imposed_by_who_does_not_practise() {
    for (why, reviews, imposed) in [
        (
            "moved after the last hands-on review",
            vec![("2025-01-01", ADA, "trial"), ("2025-02-01", MIA, "adopt")],
            true,
        ),
        ("placed, and never reviewed", vec![("2025-01-01", MIA, "adopt")], true),
        (
            "by hands-on review",
            vec![("2025-01-01", MIA, "adopt"), ("2025-02-01", ADA, "trial")],
            false,
        ),
        (
            "confirmed without a verdict",
            vec![("2025-01-01", MIA, "adopt"), ("2025-02-01", ADA, "")],
            false,
        ),
        (
            "confirmed on the same day",
            vec![("2025-01-01", MIA, "adopt"), ("2025-01-01", ADA, "")],
            false,
        ),
        (
            "signed together with who practises",
            vec![("2025-01-01", "\"mia\", \"ada\"", "adopt")],
            false,
        ),
        ("found by an import", vec![("2025-01-01", NOBODY, "adopt")], false),
        (
            "moved by an import",
            vec![("2025-01-01", ADA, "trial"), ("2025-02-01", NOBODY, "adopt")],
            false,
        ),
        (
            "said again, which moves nothing",
            vec![("2025-01-01", ADA, "adopt"), ("2025-02-01", MIA, "adopt")],
            false,
        ),
        (
            "looked at, without a verdict",
            vec![("2025-01-01", ADA, "adopt"), ("2025-02-01", MIA, "")],
            false,
        ),
        (
            "moved away and back",
            vec![
                ("2025-01-01", ADA, "adopt"),
                ("2025-02-01", MIA, "trial"),
                ("2025-03-01", MIA, "adopt"),
            ],
            true,
        ),
        (
            "moved, then said again",
            vec![
                ("2025-01-01", ADA, "trial"),
                ("2025-02-01", MIA, "adopt"),
                ("2025-03-01", MIA, "adopt"),
            ],
            true,
        ),
        (
            "moved before the last hands-on review",
            vec![
                ("2025-01-01", MIA, "adopt"),
                ("2025-02-01", ADA, "adopt"),
                ("2025-03-01", MIA, ""),
            ],
            false,
        ),
        ("in the future", vec![("2025-01-01", ADA, "trial"), ("2026-02-01", MIA, "adopt")], false),
    ] {
        let radar = radar("", &trail(&reviews));
        assert_eq!(judged(&radar, day("2025-12-31"), |j| j.is_imposed()), imposed, "{why}");
    }
}

#[test]
fn a_blip_is_orphaned_when_no_owner_practises() {
    for (owners, today, orphaned) in [
        ("\"ada\"", "2025-12-31", false),
        ("\"doers\"", "2025-12-31", false),
        ("\"mia\"", "2025-12-31", true),
        ("\"formers\"", "2025-06-30", false),
        ("\"formers\"", "2025-07-01", true),
        ("\"formers\", \"ada\"", "2025-07-01", false),
        ("", "2025-07-01", true),
    ] {
        let blip = format!("owners = [{owners}]\n{}", reviewed("2025-01-01", ADA));
        let radar = radar("", &blip);
        assert_eq!(judged(&radar, day(today), |j| j.orphaned), orphaned, "[{owners}] {today}");
    }
}

#[test]
fn retired_blips_are_never_flagged() {
    let reviews = [
        ("2020-02-01", ADA, "adopt"),
        ("2021-01-01", MIA, "retired"),
        ("2025-01-01", NOBODY, "trial"),
    ];
    let radar = radar("", &trail(&reviews));
    assert_eq!(judged(&radar, day("2020-12-31"), |j| j.freshness), Some(Freshness::Due));
    for today in ["2021-01-01", "2024-12-31"] {
        assert_eq!(judged(&radar, day(today), |j| j.freshness), None, "{today}");
        assert!(!judged(&radar, day(today), |j| j.is_flagged()));
    }
    // Back again, and nobody has looked since.
    assert_eq!(judged(&radar, day("2025-01-01"), |j| j.freshness), Some(Freshness::Expired));
    assert!(judged(&radar, day("2025-01-01"), |j| j.is_flagged()));
}

#[test]
fn the_ring_on_a_day() {
    let at = |radar: &Radar, on: &str| {
        let placement = history::placement_on(&radar.blips[0], day(on));
        placement.map(|placement| radar.placement_id(placement).to_owned())
    };
    let ring = |id: &str| Some(id.to_owned());

    let moved = [
        ("2025-03-01", ADA, "adopt"),
        ("2025-01-10", ADA, ""),
        ("2025-02-01", ADA, "trial"),
        ("2025-04-01", ADA, ""),
    ];
    let moved = radar("", &trail(&[moved[1], moved[2], moved[0], moved[3]]));
    for (on, expected) in [
        ("2025-01-09", None),
        // Before the first verdict, from the earliest review on, it is that verdict's ring.
        ("2025-01-10", ring("trial")),
        ("2025-01-31", ring("trial")),
        ("2025-02-28", ring("trial")),
        ("2025-03-01", ring("adopt")),
        ("2026-03-01", ring("adopt")),
    ] {
        assert_eq!(at(&moved, on), expected, "{on}");
    }

    let added_before =
        radar("", &format!("added = 2024-06-01\n{}", trail(&[("2025-01-10", ADA, "hold")])));
    assert_eq!(at(&added_before, "2024-05-31"), None);
    assert_eq!(at(&added_before, "2024-06-01"), ring("hold"));

    let added_after =
        radar("", &format!("added = 2025-06-01\n{}", trail(&[("2025-01-10", ADA, "hold")])));
    assert_eq!(at(&added_after, "2025-05-31"), None, "not on the radar before it was added");
    assert_eq!(at(&added_after, "2025-06-01"), ring("hold"));

    let without_verdict = radar("", &trail(&[("2025-01-10", ADA, "")]));
    assert_eq!(at(&without_verdict, "2025-01-10"), ring("trial"), "the top-level ring");

    let never_reviewed = radar("", "ring = \"hold\"\nadded = 2025-01-01\n");
    assert_eq!(at(&never_reviewed, "2025-01-01"), ring("hold"));
    assert_eq!(
        judged(&never_reviewed, day("2025-01-01"), |j| j.freshness),
        Some(Freshness::Unreviewed)
    );
}

#[test]
fn stays_are_the_stretches_on_a_ring() {
    let blip = format!(
        "added = 2020-01-01\n{}",
        trail(&[
            ("2020-03-01", ADA, "trial"),
            ("2020-06-01", ADA, "trial"),
            ("2020-09-01", ADA, "retired"),
            ("2021-01-01", ADA, "adopt"),
            ("2022-01-01", ADA, "hold"),
        ])
    );
    let radar = radar("", &blip);
    let spans = |today: &str| -> Vec<String> {
        let spans = history::ring_spans(&radar.blips[0], day(today));
        let said = spans.iter().map(|span| {
            let until = span.until.map_or("today".to_owned(), |until| until.to_string());
            format!("{} {} to {until}", radar.ring(span.ring).id, span.from)
        });
        said.collect()
    };
    assert_eq!(spans("2019-12-31"), [""; 0]);
    assert_eq!(spans("2020-08-31"), ["trial 2020-01-01 to today"]);
    assert_eq!(spans("2020-09-01"), ["trial 2020-01-01 to 2020-09-01"]);
    let all = [
        "trial 2020-01-01 to 2020-09-01",
        "adopt 2021-01-01 to 2022-01-01",
        "hold 2022-01-01 to today",
    ];
    assert_eq!(spans("2022-01-01"), all);
}

#[test]
fn same_day_reviews_agree_or_are_an_error() {
    let same = [("2025-01-10", ADA, "hold"), ("2025-01-10", MIA, "hold"), ("2025-01-10", ADA, "")];
    let agreed = radar("", &trail(&same));
    let hold = Placement::Ring(radar::radar::RingIndex(3));
    assert_eq!(history::placement_on(&agreed.blips[0], day("2025-01-10")), Some(hold));
    assert!(!judged(&agreed, day("2025-01-10"), |j| j.is_imposed()));
}

#[allow(clippy::too_many_lines, reason = "one list of cases")]
#[test]
fn movement_between_editions() {
    use Movement::{MovedIn, MovedOut, New, Retired, Returned, Unchanged};
    let editions = "[[edition]]\nid = \"a\"\nname = \"A\"\ndate = 2025-01-01\n\
                    [[edition]]\nid = \"c\"\nname = \"C\"\ndate = 2026-06-01\n\
                    [[edition]]\nid = \"b\"\nname = \"B\"\ndate = 2025-07-01\n";
    // On 1 August 2025 the newest edition but one is that of 1 January.
    for (why, reviews, expected) in [
        (
            "nearer the centre",
            vec![("2024-01-01", ADA, "trial"), ("2025-03-01", ADA, "adopt")],
            Some(MovedIn),
        ),
        (
            "farther out",
            vec![("2024-01-01", ADA, "trial"), ("2025-03-01", ADA, "hold")],
            Some(MovedOut),
        ),
        ("nothing", vec![("2024-01-01", ADA, "trial")], Some(Unchanged)),
        (
            "away and back to the same ring",
            vec![
                ("2024-01-01", ADA, "trial"),
                ("2025-02-01", ADA, "hold"),
                ("2025-03-01", ADA, "trial"),
            ],
            Some(Unchanged),
        ),
        (
            "on the day of the edition is before",
            vec![("2024-01-01", ADA, "trial"), ("2025-01-01", ADA, "adopt")],
            Some(Unchanged),
        ),
        (
            "on the day after is since",
            vec![("2024-01-01", ADA, "trial"), ("2025-01-02", ADA, "adopt")],
            Some(MovedIn),
        ),
        ("never there before", vec![("2025-03-01", ADA, "trial")], Some(New)),
        (
            "back after it had left",
            vec![
                ("2023-01-01", ADA, "trial"),
                ("2024-01-01", ADA, "retired"),
                ("2025-03-01", ADA, "hold"),
            ],
            Some(Returned),
        ),
        (
            "back, and moved since",
            vec![
                ("2023-01-01", ADA, "trial"),
                ("2024-01-01", ADA, "retired"),
                ("2025-03-01", ADA, "hold"),
                ("2025-04-01", ADA, "trial"),
            ],
            Some(Returned),
        ),
        (
            "left since",
            vec![("2024-01-01", ADA, "trial"), ("2025-03-01", ADA, "retired")],
            Some(Retired),
        ),
        (
            "left long ago",
            vec![("2023-01-01", ADA, "trial"), ("2024-01-01", ADA, "retired")],
            Some(Unchanged),
        ),
        (
            "came and left since",
            vec![("2025-03-01", ADA, "trial"), ("2025-04-01", ADA, "retired")],
            Some(Retired),
        ),
        (
            "came, left and came back since",
            vec![
                ("2025-03-01", ADA, "trial"),
                ("2025-04-01", ADA, "retired"),
                ("2025-05-01", ADA, "hold"),
            ],
            Some(New),
        ),
        ("not there yet", vec![("2025-09-01", ADA, "trial")], None),
    ] {
        let radar = radar(editions, &trail(&reviews));
        let today = day("2025-08-01");
        let since = day("2025-01-01");
        assert_eq!(history::movement(&radar.blips[0], since, today), expected, "{why}");
    }
}

#[test]
fn with_which_day_the_radar_is_compared() {
    let edition =
        |id: &str, on: &str| format!("[[edition]]\nid = \"{id}\"\nname = \"{id}\"\ndate = {on}\n");
    let one = edition("a", "2025-01-01");
    let three = one.clone() + &edition("b", "2025-07-01") + &edition("c", "2026-01-01");
    for (editions, today, since) in [
        // With fewer than two editions: six months ago, by the calendar.
        ("", "2025-08-31", "2025-02-28"),
        (one.as_str(), "2025-08-31", "2025-02-28"),
        (&three, "2024-12-31", "2024-06-30"),
        (&three, "2025-06-30", "2024-12-30"),
        (&three, "2025-07-01", "2025-01-01"),
        (&three, "2025-12-31", "2025-01-01"),
        (&three, "2026-01-01", "2025-07-01"),
    ] {
        let radar = radar(editions, &reviewed("2024-01-01", ADA));
        assert_eq!(history::compared_with(&radar, day(today)), day(since), "{today}");
    }
}

#[test]
fn nothing_is_new_where_there_is_no_earlier_state() {
    use Movement::{New, Unchanged};
    let edition =
        |id: &str, on: &str| format!("[[edition]]\nid = \"{id}\"\nname = \"{id}\"\ndate = {on}\n");
    let blip = |name: &str, added: &str| {
        let text = format!("name = \"{name}\"\nquadrant = \"tools\"\n{}", reviewed(added, ""));
        (format!("radar/blips/{name}.toml"), text)
    };
    // The radar begins on 1 March with two blips; a third comes on 2 March.
    for (editions, today, since, third) in [
        (String::new(), "2025-03-01", "2025-03-01", None),
        (String::new(), "2025-04-01", "2025-03-01", Some(New)),
        (edition("a", "2025-03-01"), "2025-03-02", "2025-03-01", Some(New)),
        (
            edition("a", "2024-01-01") + &edition("b", "2025-03-05"),
            "2025-03-05",
            "2025-03-01",
            Some(New),
        ),
        (String::new(), "2025-09-02", "2025-03-02", Some(Unchanged)),
        (String::new(), "2024-01-01", "2024-01-01", None),
    ] {
        let settings =
            format!("title = \"T\"\n[[quadrant]]\nid = \"tools\"\nname = \"Tools\"\n{editions}");
        let files = [
            ("radar/radar.toml".to_owned(), settings),
            ("radar/people.toml".to_owned(), String::new()),
        ];
        let blips = [blip("a", "2025-03-01"), blip("b", "2025-03-01"), blip("c", "2025-03-02")];
        let sources = SourceSet::from_files(files.into_iter().chain(blips));
        let checked = check(&sources, day(today), &Levels::default());
        let radar = checked.radar.expect("a radar");
        let from = history::compared_with(&radar, day(today));
        assert_eq!(from, day(since), "{today}");
        let movements = radar.blips.iter().map(|blip| history::movement(blip, from, day(today)));
        let expected = if today < "2025" { None } else { Some(Unchanged) };
        assert_eq!(movements.collect::<Vec<_>>(), [expected, expected, third], "{today}");
    }
}

#[test]
fn the_rule_is_the_same_seen_from_any_later_day() {
    // What held on a day, judged on that day, is what the trail says of it for ever.
    let reviews =
        [("2024-01-01", MIA, "assess"), ("2024-06-01", ADA, "trial"), ("2026-01-01", MIA, "adopt")];
    let whole = radar("", &trail(&reviews));
    let cut = radar("", &trail(&reviews[..2]));
    let mut today = day("2024-01-01");
    while today < day("2026-01-01") {
        let pick = |j: &Judgement| (j.freshness, j.review_until, j.is_imposed(), j.orphaned);
        assert_eq!(judged(&whole, today, pick), judged(&cut, today, pick), "{today}");
        today = today.checked_add(jiff::Span::new().days(13)).expect("within the calendar");
    }
}

#[test]
fn an_estimate_of_leaving_holds_as_long_as_a_review() {
    use radar::radar::exit::{self, ExitState};
    let blip = |on: &str, by: &str, more: &str| {
        format!(
            "ring = \"adopt\"\nadded = 2020-01-01\n{more}\n[exit]\neffort = \"4 months\"\ndate = {on}\nby = [{by}]\n"
        )
    };
    let ring = "[[ring]]\nid = \"adopt\"\nname = \"Adopt\"\nreview_every = \"6 months\"\n";
    let (both, bob) = ("\"mia\", \"ada\"", "\"bob\"");
    let holds = |until: &str| Some((ExitState::Holds, Some(day(until))));
    let expired = |until: &str| Some((ExitState::Expired, Some(day(until))));
    let opinion = Some((ExitState::Opinion, None));
    for (settings, on, by, more, today, expected) in [
        ("", "2025-04-14", ADA, "", "2025-04-13", None),
        ("", "2025-04-14", ADA, "", "2025-04-14", holds("2026-04-14")),
        ("", "2025-04-14", ADA, "", "2026-04-14", holds("2026-04-14")),
        ("", "2025-04-14", ADA, "", "2026-04-15", expired("2026-04-14")),
        ("", "2024-02-29", both, "", "2025-02-28", holds("2025-02-28")),
        // The interval is that of a review: the blip's, the ring's, the quadrant's.
        (ring, "2025-04-14", ADA, "", "2025-10-15", expired("2025-10-14")),
        (ring, "2025-04-14", ADA, "review_every = \"1 month\"", "2025-05-14", holds("2025-05-14")),
        ("", "2025-04-14", ADA, "quadrant = \"tools\"", "2026-07-14", holds("2026-07-14")),
        // Nobody who signed it practised on that day; later practice does not change that.
        ("", "2025-04-14", MIA, "", "2025-04-14", opinion),
        ("", "2024-04-14", bob, "", "2025-01-14", opinion),
        ("", "2025-06-30", bob, "", "2026-06-30", holds("2026-06-30")),
        // A review does not renew it.
        (
            "",
            "2025-04-14",
            ADA,
            "review = [{ date = 2026-04-01, by = [\"ada\"], note = \"n\" }]",
            "2026-04-15",
            expired("2026-04-14"),
        ),
    ] {
        let radar = radar(settings, &blip(on, by, more));
        let found = exit::judge(&radar, &radar.blips[0], day(today));
        assert_eq!(found.map(|e| (e.state, e.until)), expected, "{on} {by} {more}, {today}");
        assert_eq!(found.is_some_and(|e| e.is_costly()), found.is_some_and(|e| e.holds()));
    }
    // It changes nothing else.
    let without = radar("", &reviewed("2025-04-14", ADA));
    let with = radar(
        "",
        &format!(
            "{}[exit]\neffort = \"1 year\"\ndate = 2026-01-01\nby = [{ADA}]\n",
            reviewed("2025-04-14", ADA)
        ),
    );
    for today in ["2025-04-14", "2026-02-15", "2026-04-15"] {
        let state =
            |radar| judged(radar, day(today), |j| (j.freshness, j.review_until, j.orphaned));
        assert_eq!(state(&with), state(&without), "{today}");
    }
}
