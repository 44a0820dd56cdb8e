//! Pages and the feed promise what they keep, and every part has a name.

use jiff::civil::date;
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::{Site, site};
use radar::source::SourceSet;
use radar::theme;

fn build(sources: &SourceSet) -> Site {
    let today = date(2026, 11, 22);
    let mut checked = check(sources, today, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, sources, &mut checked.report).expect("the built-in theme");
    site(&radar, sources, &theme, today).expect("the templates hold")
}

/// A radar of two blips with descriptions, each with one review that is signed by these people: `one/two`.
fn small(by: &str, language: &str) -> Site {
    let settings = format!(
        "title = 'T'\nlanguage = '{language}'\nbase_url = 'https://example.org/'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n"
    );
    let people =
        "[person.ada]\nname = 'Ada'\ntitle = 'Pilot'\npractising = [{ from = 2019-06-01 }]\n";
    let blip = |id: &str, by: &str| {
        let text = "Text.\n\n| a | b |\n|---|---|\n| c | d |\n\n```rust\nfn main() {}\n```\n";
        let blip = format!(
            "name = '{id}'\nquadrant = 'q'\nring = 'adopt'\nowners = ['ada']\ndescription = \"\"\"{text}\"\"\"\n\
             [[review]]\ndate = 2026-10-14\nby = [{by}]\nring = 'adopt'\nnote = 'n'\n"
        );
        (format!("radar/blips/{id}.toml"), blip)
    };
    let others = [("radar/radar.toml", settings.as_str()), ("radar/people.toml", people)];
    let others = others.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let (one, two) = by.split_once('/').unwrap_or((by, by));
    build(&SourceSet::from_files(others.into_iter().chain([blip("one", one), blip("two", two)])))
}

/// After an import, nobody vouches for anything.
#[test]
fn the_home_page_promises_what_it_keeps() {
    for (language, all, some, none) in [
        ("en", "shows who gave it its last", "shows whether it has had", "Nobody has given a blip"),
        (
            "de",
            "steht, wer ihn zuletzt",
            "steht, ob er aus der Praxis",
            "steht niemand für diesen Rat ein",
        ),
    ] {
        for (by, promise) in [("'ada'", all), ("'ada'/", some), ("", none)] {
            let site = small(by, language);
            let page =
                |path: &str| String::from_utf8_lossy(site.get(path).expect("made")).into_owned();
            let home = page("index.html");
            for other in [all, some, none] {
                // In the text, and in its summary for search engines and two kinds of social networks.
                let expected = if other == promise { 4 } else { 0 };
                assert_eq!(home.matches(other).count(), expected, "{language} {by}: {other}");
            }
            let quadrant = page("quadrants/q.html");
            let promises = ["and who reviewed it", "und wer es geprüft hat"];
            let does = promises.iter().any(|text| quadrant.contains(text));
            assert_eq!(does, promise != none, "{language} {by}");
        }
    }
}

#[test]
fn what_scrolls_has_a_role_and_a_name() {
    for (language, table) in [("en", "Table"), ("de", "Tabelle")] {
        let site = small("'ada'", language);
        let page = String::from_utf8_lossy(site.get("blips/one.html").expect("made")).into_owned();
        for tag in [
            format!(
                "<section class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{table}\">"
            ),
            "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code\">".to_owned(),
        ] {
            assert_eq!(page.matches(&tag).count(), 1, "{tag}");
        }
        let stops = page.matches("tabindex=\"0\"").count();
        assert_eq!(stops, page.matches("tabindex=\"0\" role=").count());
    }
}

#[test]
fn a_feed_entry_without_a_summary_starts_as_its_text_does() {
    let site = small("", "en");
    let feed = String::from_utf8_lossy(site.get("feed.xml").expect("made")).into_owned();
    assert_eq!(feed.matches("<summary>Text.</summary>").count(), 2, "{feed}");
}

#[test]
fn zeros_are_marked() {
    let home =
        |by| String::from_utf8_lossy(small(by, "en").get("index.html").expect("made")).into_owned();
    let zero = "class=\"value zero\" data-count=\"unreviewed\">0<";
    assert!(home("'ada'").contains(zero));
    assert!(!home("").contains(zero));
}

/// What a page calls its parts is not hidden by what the page around it sets.
#[test]
fn a_persons_page_has_their_title() {
    let site = small("'ada'", "en");
    let page = String::from_utf8_lossy(site.get("people/ada.html").expect("made")).into_owned();
    assert!(page.contains("<p class=\"lede\">Pilot</p>"), "{page}");
    assert!(page.contains("<title>Ada · T</title>"), "{page}");
}
