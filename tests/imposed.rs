//! What became of imposed rings, held against the rule day by day, for random trails.

mod choices;

use std::fmt::Write as _;

use choices::Choices;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::freshness;
use radar::radar::history::{self, placement_on};
use radar::radar::imposed::{Episode, Outcome, episodes, of_blip};
use radar::radar::{Blip, Placement, Radar, Snapshot};
use radar::source::SourceSet;

const FIRST: Date = date(2026, 1, 1);
const TODAY: Date = date(2026, 3, 31);

/// Ada owns the blips and practises, Bob practises elsewhere and stops, Mia does not practise.
const PEOPLE: &str = r#"
[person.ada]
name = "Ada"
practising = [{ from = 2010-01-01 }]
[person.bob]
name = "Bob"
practising = [{ from = 2020-01-01, until = 2026-02-15 }]
[person.mia]
name = "Mia"
"#;

fn radar(counts: &str, blips: &[String]) -> Radar {
    let settings =
        format!("title = 'T'\n[review]\ncounts = '{counts}'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n");
    let mut files = vec![
        ("radar/radar.toml".to_owned(), settings),
        ("radar/people.toml".to_owned(), PEOPLE.to_owned()),
    ];
    let blip = |(at, trail): (usize, &String)| {
        let head = "name = 'X'\nquadrant = 'q'\nowners = ['ada']\n";
        (format!("radar/blips/b{at}.toml"), format!("{head}{trail}"))
    };
    files.extend(blips.iter().enumerate().map(blip));
    let checked = check(&SourceSet::from_files(files), TODAY, &Levels::default());
    checked.radar.unwrap_or_else(|| panic!("{:#?}", checked.report))
}

/// Reviews `(date, by, verdict)`, after an `added` if there is one.
fn trail(added: Option<Date>, reviews: &[(Date, &str, &str)]) -> String {
    let ring = reviews.iter().rev().find(|(_, _, ring)| !ring.is_empty());
    let mut text = format!("ring = '{}'\n", ring.map_or("trial", |(_, _, ring)| ring));
    if let Some(added) = added {
        let _ = writeln!(text, "added = {added}");
    }
    for (day, by, ring) in reviews {
        let _ = writeln!(text, "[[review]]\ndate = {day}\nby = [{by}]\nnote = 'n'");
        if !ring.is_empty() {
            let _ = writeln!(text, "ring = '{ring}'");
        }
    }
    text
}

fn random_trail(choices: &mut Choices) -> String {
    let mut days: Vec<usize> = (0..choices.below(9)).map(|_| choices.below(88)).collect();
    days.sort_unstable();
    let mut reviews: Vec<(Date, &str, &str)> = Vec::new();
    for after in days {
        let day = FIRST + i64::try_from(after).expect("small").days();
        let ring = choices.of(&["adopt", "trial", "hold", "retired", "", ""]);
        // Verdicts of one day agree.
        let same = reviews.iter().find(|(other, _, ring)| *other == day && !ring.is_empty());
        let ring = same.map_or(ring, |(_, _, same)| if ring.is_empty() { ring } else { same });
        let by = choices.of(&["'ada'", "'bob'", "'mia'", "'mia'", "'mia', 'bob'", ""]);
        reviews.push((day, by, ring));
    }
    let after = i64::try_from(choices.below(40)).expect("small");
    let added = (reviews.is_empty() || choices.one_in(3)).then(|| FIRST + after.days());
    trail(added, &reviews)
}

/// The episodes of a blip as the rule sees them, one day after the other.
fn day_by_day<'r>(radar: &'r Radar, blip: &'r Blip, today: Date) -> Vec<Episode<'r>> {
    let mut episodes: Vec<Episode> = Vec::new();
    for day in FIRST.series(1.day()).take_while(|day| *day <= today) {
        let placement = placement_on(blip, day);
        let ring = placement.and_then(Placement::ring);
        let imposed = ring.zip(freshness::judge(radar, blip, day).imposed_by);
        let open = episodes.last_mut().filter(|episode| episode.end.is_none());
        if let Some(open) = open {
            if imposed.is_some_and(|(_, review)| std::ptr::eq(review, open.review)) {
                continue;
            }
            let last = freshness::last_that_holds(radar, blip, day);
            let is_settled = last.is_some_and(|last| open.review.date <= last.date);
            let outcome = match (ring, is_settled) {
                (None, _) => Outcome::Retired,
                (Some(ring), true) if ring == open.ring => Outcome::Confirmed,
                (Some(_), true) => Outcome::Reversed,
                (Some(_), false) => Outcome::Moved,
            };
            open.end = Some((day, outcome));
        }
        if let Some((ring, review)) = imposed {
            episodes.push(Episode { blip, ring, review, end: None });
        }
    }
    episodes
}

#[test]
fn episodes_are_what_the_rule_says_day_by_day() {
    let mut choices = Choices::new();
    let blips: Vec<String> = (0..250).map(|_| random_trail(&mut choices)).collect();
    let mut seen = [0; 5];
    for counts in ["practising", "first-hand"] {
        let radar = radar(counts, &blips);
        for blip in &radar.blips {
            for today in [date(2026, 2, 10), TODAY] {
                let found = of_blip(&radar, blip, today);
                assert_eq!(found, day_by_day(&radar, blip, today), "{counts}, {today}: {blip:#?}");
                for episode in found {
                    seen[episode.end.map_or(4, |(_, outcome)| outcome as usize)] += 1;
                    assert!(episode.days().is_none_or(|days| days > 0));
                }
            }
        }
        for day in FIRST.series(7.days()).take_while(|day| *day <= TODAY) {
            let still = episodes(&radar, day).iter().filter(|e| e.end.is_none()).count();
            assert_eq!(still, Snapshot::new(&radar, day).counts().imposed, "{counts}, {day}");
        }
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

#[test]
fn each_end_of_an_imposed_ring() {
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str, &'c str)], &'c [Option<(&'c str, Outcome)>]);
    let on = |day: &str| format!("2026-{day}").parse::<Date>().expect("a date");
    let (ada, bob, mia) = ("'ada'", "'bob'", "'mia'");
    let cases: &[Case] = &[
        ("never", &[("01-01", ada, "trial"), ("01-05", mia, "")], &[]),
        ("said again", &[("01-01", ada, "trial"), ("01-05", mia, "trial")], &[]),
        ("on the same day", &[("01-01", mia, "adopt"), ("01-01", ada, "")], &[]),
        ("still", &[("01-01", mia, "adopt"), ("01-05", mia, "adopt")], &[None]),
        (
            "confirmed",
            &[("01-01", mia, "adopt"), ("01-11", ada, "adopt")],
            &[Some(("01-11", Outcome::Confirmed))],
        ),
        (
            "confirmed without a verdict",
            &[("01-01", mia, "adopt"), ("01-11", bob, ""), ("01-12", ada, "hold")],
            &[Some(("01-11", Outcome::Confirmed))],
        ),
        (
            "reversed",
            &[("01-01", mia, "adopt"), ("01-11", ada, "hold")],
            &[Some(("01-11", Outcome::Reversed))],
        ),
        (
            "imposed again, and again",
            &[("01-01", mia, "adopt"), ("01-03", mia, "hold"), ("01-09", ada, "hold")],
            &[Some(("01-03", Outcome::Moved)), Some(("01-09", Outcome::Confirmed))],
        ),
        (
            "moved by an import",
            &[("01-01", mia, "adopt"), ("01-03", "", "hold")],
            &[Some(("01-03", Outcome::Moved))],
        ),
        (
            "retired",
            &[("01-01", mia, "adopt"), ("01-03", mia, "retired"), ("01-05", mia, "adopt")],
            &[Some(("01-03", Outcome::Retired)), None],
        ),
    ];
    for (why, reviews, expected) in cases {
        let reviews: Vec<(Date, &str, &str)> =
            reviews.iter().map(|(day, by, ring)| (on(day), *by, *ring)).collect();
        let radar = radar("practising", &[trail(None, &reviews)]);
        let found = of_blip(&radar, &radar.blips[0], TODAY);
        let ends: Vec<Option<(Date, Outcome)>> = found.iter().map(|episode| episode.end).collect();
        let expected: Vec<Option<(Date, Outcome)>> =
            expected.iter().map(|end| end.map(|(day, outcome)| (on(day), outcome))).collect();
        assert_eq!(ends, expected, "{why}");
    }
    // A review after today does not exist yet.
    let radar =
        radar("practising", &[trail(None, &[(on("01-01"), mia, "adopt"), (on("02-01"), ada, "")])]);
    let end = |today| episodes(&radar, today).first().map(|episode| episode.end.is_some());
    assert_eq!((end(on("01-31")), end(on("02-01"))), (Some(false), Some(true)));
    assert!(history::added(&radar.blips[0]).is_some());
}
