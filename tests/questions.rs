//! Questions on a day: which wait, who owes the answer, what followed one. Tables of content, a day, and what holds.

use std::fmt::Write as _;

use jiff::civil::Date;
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::questions::{self, Asked, Standing};
use radar::radar::{Radar, Snapshot};
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
practising = [{ from = 2020-01-15, until = 2023-03-31 }]
[person.mia]
name = "Mia"
"#;

/// A radar with one blip, `x`, on adopt unless its file says otherwise.
fn radar(settings: &str, blip: &str) -> Radar {
    let settings = format!("title = \"T\"\n[[quadrant]]\nid = \"q\"\nname = \"Q\"\n{settings}");
    let ring = if blip.contains("ring =") { "" } else { "ring = \"adopt\"\n" };
    let added = if blip.contains("added =") { "" } else { "added = 2020-01-01\n" };
    let blip = format!("name = \"X\"\nquadrant = \"q\"\n{ring}{added}{blip}");
    let sources = SourceSet::from_files([
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", blip),
    ]);
    let checked = check(&sources, day("2100-01-01"), &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// Writes questions by Mia: the day of each, and that of Ada's answer if it has one.
fn asked(questions: &[(&str, Option<&str>)]) -> String {
    questions.iter().fold(String::new(), |mut text, (date, answered)| {
        let _ = write!(text, "[[question]]\ndate = {date}\nby = \"mia\"\ntext = \"Why?\"\n");
        if let Some(date) = answered {
            let _ = writeln!(text, "answer = {{ date = {date}, by = \"ada\", text = \"So.\" }}");
        }
        text
    })
}

/// Writes reviews: day, who signed, and the verdict; with an empty one, there is none.
fn reviews(reviews: &[(&str, &str, &str)]) -> String {
    reviews.iter().fold(String::new(), |mut text, (date, by, ring)| {
        let _ = write!(text, "[[review]]\ndate = {date}\nby = [{by}]\nnote = \"n\"\n");
        if !ring.is_empty() {
            let _ = writeln!(text, "ring = \"{ring}\"");
        }
        text
    })
}

/// How each question stands on a day, in words.
fn standings(radar: &Radar, today: &str) -> Vec<String> {
    let snapshot = Snapshot::new(radar, day(today));
    let word = |asked: &Asked| match asked.standing {
        Standing::Waiting => format!("waits {}", asked.days(day(today))),
        Standing::Answered(answer) => format!("answered {}", answer.date),
        Standing::Dropped(retired) => format!("dropped {retired}"),
    };
    questions::all(&snapshot).iter().map(word).collect()
}

#[test]
fn questions_and_answers_exist_from_their_day_on() {
    let x = radar("", &asked(&[("2026-05-02", Some("2026-05-09")), ("2026-05-01", None)]));
    for (today, expected) in [
        ("2026-04-30", vec![]),
        ("2026-05-01", vec!["waits 0"]),
        ("2026-05-08", vec!["waits 7", "waits 6"]),
        ("2026-05-09", vec!["waits 8", "answered 2026-05-09"]),
    ] {
        assert_eq!(standings(&x, today), expected, "{today}");
        let count = expected.iter().filter(|word| word.starts_with("waits")).count();
        assert_eq!(questions::waiting_count(&x.blips[0], day(today)), count, "{today}");
    }
}

#[test]
fn a_blip_that_is_not_on_the_radar_yet_has_no_questions() {
    let x = radar("", &format!("added = 2026-06-01\n{}", asked(&[("2026-05-01", None)])));
    assert!(standings(&x, "2026-05-31").is_empty());
    assert_eq!(standings(&x, "2026-06-01"), ["waits 31"]);
}

#[test]
fn retiring_a_blip_drops_what_was_asked_before_until_it_returns() {
    let trail =
        reviews(&[("2026-03-01", "\"ada\"", "retired"), ("2026-09-01", "\"ada\"", "adopt")]);
    let questions =
        [("2026-02-28", None), ("2026-03-01", None), ("2026-02-01", Some("2026-03-05"))];
    let x = radar("", &format!("ring = \"adopt\"\n{trail}{}", asked(&questions)));
    for (today, expected) in [
        ("2026-02-28", vec!["waits 27", "waits 0"]),
        // On the day itself, which came first is not known, so the question is not dropped.
        ("2026-03-01", vec!["dropped 2026-03-01", "dropped 2026-03-01", "waits 0"]),
        ("2026-03-05", vec!["answered 2026-03-05", "dropped 2026-03-01", "waits 4"]),
        ("2026-09-01", vec!["answered 2026-03-05", "waits 185", "waits 184"]),
    ] {
        assert_eq!(standings(&x, today), expected, "{today}");
    }
}

#[test]
fn owners_who_practise_owe_the_answer() {
    for (owners, today, expected) in [
        ("", "2026-01-01", vec![]),
        ("\"doers\", \"formers\"", "2026-01-01", vec!["doers"]),
        ("\"doers\", \"formers\"", "2023-03-31", vec!["doers", "formers"]),
        ("\"formers\"", "2023-04-01", vec![]),
        ("\"mia\", \"ada\", \"bob\"", "2026-01-01", vec!["ada"]),
    ] {
        let x = radar("", &format!("owners = [{owners}]\n"));
        let owed = questions::owed_by(&x, &x.blips[0], day(today));
        let owed: Vec<&str> = owed.into_iter().map(|owner| x.owner_id(owner)).collect();
        assert_eq!(owed, expected, "{owners} on {today}");
        let ada = x.person_index("ada").expect("she is there");
        let is_owed = questions::is_owed_by(&x, &x.blips[0], ada, day(today));
        assert_eq!(is_owed, expected.contains(&"doers") || expected.contains(&"ada"), "{owners}");
    }
}

/// What followed the only answered question, in words.
fn followed(trail: &[(&str, &str, &str)], question: (&str, &str), today: &str) -> Vec<String> {
    let ring = trail.iter().rev().find(|(_, _, ring)| !ring.is_empty());
    let ring = ring.map_or_else(String::new, |(_, _, ring)| format!("ring = \"{ring}\"\n"));
    let question = asked(&[(question.0, Some(question.1))]);
    let x = radar("", &format!("{ring}{}{question}", reviews(trail)));
    let all = questions::about(&x.blips[0], day(today));
    let follow_ups = all.iter().flat_map(|asked| questions::follow_ups(&x, asked, day(today)));
    let words = follow_ups.map(|f| {
        let moved =
            f.moved.map_or_else(String::new, |(movement, _)| format!(" {}", movement.name()));
        format!("{} {}{moved}", f.review.date, f.kind.name())
    });
    words.collect()
}

#[test]
fn what_followed_a_question_is_told_for_sixty_days() {
    const ADA: &str = "\"ada\"";
    const MIA: &str = "\"mia\"";
    let long_ago = ("2025-01-01", ADA, "trial");
    let (asked, answered) = ("2026-03-01", "2026-08-01");
    for (date, by, ring, expected) in [
        // The day after the question is the first: on the day itself, which came first is not known.
        ("2026-03-01", ADA, "", ""),
        ("2026-03-02", ADA, "", "2026-03-02 hands-on"),
        ("2026-04-30", ADA, "", "2026-04-30 hands-on"),
        ("2026-05-01", ADA, "", ""),
        ("2026-07-31", ADA, "", ""),
        ("2026-08-01", ADA, "", "2026-08-01 hands-on"),
        ("2026-09-30", ADA, "", "2026-09-30 hands-on"),
        ("2026-10-01", ADA, "", ""),
        // Who does not practise only moves rings.
        ("2026-08-02", MIA, "", ""),
        ("2026-08-02", MIA, "trial", ""),
        ("2026-08-02", MIA, "adopt", "2026-08-02 advisory moved-in"),
        ("2026-08-02", "", "hold", "2026-08-02 unsigned moved-out"),
        ("2026-08-02", ADA, "retired", "2026-08-02 hands-on retired"),
        ("2026-08-02", "\"mia\", \"ada\"", "adopt", "2026-08-02 hands-on moved-in"),
    ] {
        let trail = [long_ago, (date, by, ring)];
        let found = followed(&trail, (asked, answered), "2027-01-01");
        assert_eq!(found.join(", "), expected, "{date} by {by}: {ring}");
    }
}

#[test]
fn if_only_first_hand_reviews_count_the_first_of_them_is_what_followed() {
    // Bob practises in 2022, and does not own the blip.
    let trail = [("2022-03-02", "\"bob\"", ""), ("2022-03-09", "\"ada\"", "")];
    let question = asked(&[("2022-03-01", Some("2022-03-03"))]);
    for (settings, expected) in [
        ("[review]\ncounts = \"practising\"\n", "2022-03-02"),
        ("[review]\ncounts = \"first-hand\"\n", "2022-03-09"),
    ] {
        let x = radar(settings, &format!("owners = [\"ada\"]\n{}{question}", reviews(&trail)));
        let all = questions::about(&x.blips[0], day("2023-01-01"));
        let told = questions::follow_ups(&x, &all[0], day("2023-01-01"));
        let told: Vec<_> = told.iter().map(|f| (f.review.date, f.holds)).collect();
        assert_eq!(told, [(day(expected), true)], "{settings}");
    }
}

#[test]
fn of_several_reviews_the_moves_and_the_first_that_is_hands_on_are_told() {
    const ADA: &str = "\"ada\"";
    let start = ("2025-01-01", ADA, "trial");
    let question = ("2026-03-01", "2026-03-05");
    for (rest, today, expected) in [
        (
            vec![
                ("2026-03-10", "\"mia\"", "adopt"),
                ("2026-03-11", ADA, ""),
                ("2026-03-12", ADA, ""),
            ],
            "2026-04-01",
            vec!["2026-03-10 advisory moved-in", "2026-03-11 hands-on"],
        ),
        // A review of a later day does not exist yet.
        (vec![("2026-03-10", ADA, "hold")], "2026-03-09", vec![]),
        // The move is the hands-on review.
        (
            vec![
                ("2026-03-10", ADA, ""),
                ("2026-03-11", ADA, "hold"),
                ("2026-03-20", ADA, "trial"),
            ],
            "2026-04-01",
            vec!["2026-03-11 hands-on moved-out", "2026-03-20 hands-on moved-in"],
        ),
        // Two reviews of a day agree: the one by somebody who practises moved the blip.
        (
            vec![("2026-03-10", "\"mia\"", "hold"), ("2026-03-10", ADA, "hold")],
            "2026-04-01",
            vec!["2026-03-10 hands-on moved-out"],
        ),
    ] {
        let trail: Vec<_> = [start].into_iter().chain(rest).collect();
        assert_eq!(followed(&trail, question, today), expected, "{trail:?}");
    }
}

#[test]
fn a_question_without_an_answer_has_no_follow_up() {
    let trail = reviews(&[("2026-03-02", "\"ada\"", "")]);
    let x = radar("", &format!("{trail}{}", asked(&[("2026-03-01", None)])));
    let all = questions::about(&x.blips[0], day("2026-04-01"));
    assert!(questions::follow_ups(&x, &all[0], day("2026-04-01")).is_empty());
}

#[test]
fn each_question_has_a_name_of_its_own() {
    let x = radar("", &asked(&[("2026-03-02", None), ("2026-03-01", None), ("2026-03-02", None)]));
    let all = questions::about(&x.blips[0], day("2026-04-01"));
    let names: Vec<String> = all.iter().map(|asked| asked.name(&x)).collect();
    assert_eq!(names, ["2026-03-01-mia", "2026-03-02-mia", "2026-03-02-mia-2"]);
    let options: Vec<_> = all.iter().map(Asked::answer_options).collect();
    let option = |number: usize| Some(format!(" --question {number}"));
    assert_eq!(options, [option(2), option(1), option(3)]);
}

#[test]
fn the_notice_ends_after_its_last_day() {
    for (settings, asked_on, today, reported) in [
        ("", "2026-03-01", "2026-03-31", false),
        ("", "2026-03-01", "2026-04-01", true),
        ("[questions]\nnotice = \"1 month\"\n", "2026-01-31", "2026-02-28", false),
        ("[questions]\nnotice = \"1 month\"\n", "2026-01-31", "2026-03-01", true),
        ("[questions]\nnotice = \"0 days\"\n", "2026-03-01", "2026-03-01", false),
        ("[questions]\nnotice = \"0 days\"\n", "2026-03-01", "2026-03-02", true),
        ("[questions]\n", "2026-03-01", "2026-04-01", true),
    ] {
        let x = radar(settings, &asked(&[(asked_on, None)]));
        let until = questions::notice_until(&x, &x.blips[0].questions[0]);
        assert_eq!(until < day(today), reported, "{settings}{asked_on}, {today}");
    }
}
