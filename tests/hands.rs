//! The sentences of pages about the hands of those who review: what is known in each case, and no more.

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::site;
use radar::source::SourceSet;
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

const PEOPLE: &str = r#"
[team.web]
name = "Web"
[team.core]
name = "Core"
[person.ada]
name = "Ada"
emails = ["ada@example.org"]
practising = [{ from = 2010-01-01 }]
[person.bob]
name = "Bob"
practising = [{ from = 2010-01-01, until = 2025-09-21 }]
[person.cleo]
name = "Cleo"
team = "core"
emails = ["cleo@example.org"]
practising = [{ from = 2010-01-01 }]
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
[repository.cart]
uses.x = {}
months.ada = ["2026-09", "2026-11"]
[repository.depot]
uses.x = {}
months.ada = ["2026-09", "2026-11"]
[repository.ledger]
uses.x = {}
months.ada = ["2026-09", "2026-11"]
[repository.shop]
uses.x = {}
months.ada = ["2026-09", "2026-11"]
months.cleo = ["2026-09"]
"#;

struct Case<'c> {
    settings: &'c str,
    owners: &'c str,
    evidence: bool,
    reviews: &'c str,
}

const PLAIN: Case = Case { settings: "", owners: "\"ada\"", evidence: true, reviews: "" };
const FIRST_HAND: &str = "[review]\ncounts = \"first-hand\"\n";

/// A page of a radar with the blip X, without its tags.
fn page(case: &Case, language: &str, path: &str) -> String {
    let Case { settings, owners, evidence, reviews } = case;
    let settings = format!(
        "title = \"T\"\nlanguage = \"{language}\"\nquadrant = [{{ id = \"tools\", name = \"Tools\" }}]\n{settings}"
    );
    let detect = if *evidence { "detect = [\"npm:x\"]\n" } else { "" };
    let blip = format!(
        "name = \"X\"\nquadrant = \"tools\"\nring = \"adopt\"\nadded = 2020-01-01\nowners = [{owners}]\n{detect}{reviews}"
    );
    let mut files = vec![
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE.to_owned()),
        ("radar/blips/x.toml", blip),
    ];
    files.extend(evidence.then(|| ("radar/evidence.toml", EVIDENCE.to_owned())));
    let sources = SourceSet::from_files(files);
    let mut checked = check(&sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    let site = site(&radar, &sources, &theme, TODAY).expect("the templates hold");
    let (_, bytes) = site.iter().find(|(at, _)| *at == path).expect("the page is there");
    text(std::str::from_utf8(bytes).expect("pages are UTF-8"))
}

fn text(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or(html);
    let mut text = String::new();
    for part in main.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        if !tag.starts_with("script") {
            text.push_str(words);
            // Parts of a sentence are not apart; blocks are.
            text.push_str(if tag.starts_with("/p") || tag.starts_with("/li") { " " } else { "" });
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn review(by: &str) -> String {
    format!("[[review]]\ndate = 2026-09-21\nby = [{by}]\nring = \"adopt\"\nnote = \"n\"\n")
}

#[allow(clippy::too_many_lines, reason = "one list of cases")]
#[test]
fn each_case_has_its_sentence() {
    for (owners, evidence, by, sentences) in [
        ("\"ada\"", false, "\"ada\"", "Ada was practising at the time and owns X."),
        (
            "\"core\"",
            false,
            "\"cleo\"",
            "Cleo was practising at the time and belongs to Core, which owns X.",
        ),
        (
            "\"core\"",
            true,
            "\"cleo\"",
            "Cleo was practising at the time, belongs to Core, which owns X, and had lately committed to repositories that use it: shop.",
        ),
        (
            "\"swift\"",
            true,
            "\"cleo\"",
            "Cleo was practising at the time and had lately committed to repositories that use X: shop.",
        ),
        (
            "",
            true,
            "\"ada\"",
            "Ada was practising at the time and had lately committed to repositories that use X: cart, depot and ledger, and 1 more.",
        ),
        (
            "\"ada\"",
            true,
            "\"swift\"",
            "Swift of Web was practising at the time, but neither owns X nor, as far as the evidence shows, was working with it.",
        ),
        (
            "",
            true,
            "\"swift\"",
            "Swift of Web was practising at the time, but was not working with X, as far as the evidence shows, and nobody owns it.",
        ),
        (
            "\"ada\"",
            false,
            "\"swift\"",
            "Swift of Web was practising at the time, but does not own X. Whether Swift worked with it is not known: no repository has been searched for it.",
        ),
        (
            "",
            false,
            "\"swift\"",
            "Swift of Web was practising at the time. Nobody owns X, and whether Swift worked with it is not known: no repository has been searched for it.",
        ),
        // First-hand signers come first.
        (
            "\"core\"",
            false,
            "\"mia\", \"swift\", \"cleo\"",
            "Cleo was practising at the time and belongs to Core, which owns X. Swift of Web was practising at the time, but does not own X. Whether Swift worked with it is not known: no repository has been searched for it. Mia signed too, but was not practising at the time.",
        ),
    ] {
        let reviews = review(by);
        let page =
            page(&Case { owners, evidence, reviews: &reviews, ..PLAIN }, "en", "blips/x.html");
        assert!(page.contains(sentences), "{by}: {sentences}\n{page}");
        assert!(!page.contains("own hands"), "{page}");
    }
}

#[test]
fn who_stopped_since_is_said_to_have() {
    let reviews = review("\"bob\"").replace("2026-09-21", "2025-09-21");
    let case = Case { owners: "\"ada\"", reviews: &reviews, ..PLAIN };
    let page = page(&case, "en", "blips/x.html");
    for words in [
        "Bob was practising at the time, but does not own X. Whether Bob worked with it is not known: without an email address, no commits could be found. Bob stopped practising on 21 September 2025.",
        "practising at the time, not known whether with this, stopped on 21 September 2025",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn nobody_is_said_not_to_practise_who_does() {
    // Ada's review holds; then Swift, who practises, moves the ring.
    let swift = review("\"swift\"").replace("2026-09-21", "2026-10-05");
    let reviews = review("\"ada\"").replace("adopt", "trial") + &swift;
    let case = Case { settings: FIRST_HAND, reviews: &reviews, ..PLAIN };
    let page_of = |path| page(&case, "en", path);
    let blip = page_of("blips/x.html");
    let set = "Swift set the ring on 5 October 2026. That review was second-hand, which does not count here, and there has been no first-hand review since. Swift of Web was practising at the time, but neither owns X nor, as far as the evidence shows, was working with it.";
    assert!(blip.contains(set), "{blip}");
    for path in ["blips/x.html", "reviews.html", "index.html"] {
        let page = page_of(path);
        assert!(!page.contains("not practising"), "{path}: {page}");
        assert!(!page.contains("hands-on"), "{path}: {page}");
    }
    let mia = review("\"mia\"").replace("2026-09-21", "2026-10-05");
    let reviews = review("\"ada\"").replace("adopt", "trial") + &mia;
    let blip = page(&Case { reviews: &reviews, ..case }, "en", "blips/x.html");
    let set = "Mia set the ring on 5 October 2026 without practising at the time, and there has been no first-hand review since.";
    assert!(blip.contains(set), "{blip}");
}

#[test]
fn only_second_hand_reviews_are_none_where_they_do_not_count() {
    let reviews = review("\"swift\"");
    let case = Case { settings: FIRST_HAND, reviews: &reviews, ..PLAIN };
    let page = page(&case, "en", "blips/x.html");
    assert!(page.contains("Nobody has given this a first-hand review: those who reviewed it while practising are not known to work with it."), "{page}");
    assert!(!page.contains("Nobody who signed"), "{page}");
}

#[test]
fn who_remembers_could_review_and_uses_it() {
    let reviews = review("\"bob\"").replace("2026-09-21", "2020-09-21");
    let settings = "[practice]\ngeneration = \"12 months\"\n";
    let case = Case { settings, owners: "\"mia\"", reviews: &reviews, ..PLAIN };
    let used = page(&case, "en", "blips/x.html");
    for words in [
        "Nobody who still builds remembers this. Of those who reviewed it while they practised, Bob practised last, until 21 September 2025.",
        "lately committed to cart, depot and ledger, and 1 more",
        "As the scan of repositories on 20 November 2026 found it.",
    ] {
        assert!(used.contains(words), "{words}\n{used}");
    }
    let unknown = page(&Case { evidence: false, ..case }, "en", "blips/x.html");
    let nobody = "Nobody, as far as is known: nobody who practises owns it, and no repository has been searched for it.";
    assert!(unknown.contains(nobody), "{unknown}");
    assert!(!unknown.contains("Used by"), "{unknown}");
}

#[test]
fn german_pages_say_the_same() {
    let reviews = review("\"swift\"");
    let case = Case { reviews: &reviews, ..PLAIN };
    let page = page(&case, "de", "blips/x.html");
    for words in [
        "Swift (Web) arbeitete damals selbst am Code, ist aber weder für X zuständig, noch zeigen die Belege Arbeit damit.",
        "Der Ring wurde von außen gesetzt: am 21. September 2026 von Swift, in einer Prüfung aus zweiter Hand.",
        "Zuletzt aus der Praxis geprüft",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}
