//! What a pull request's comment holds, however much changed.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::content::{Checked, check};
use crate::diagnostic::Levels;
use crate::radar::compare::State;
use crate::source::SourceSet;

const SETTINGS: &str =
    "title = 'T'\nbase_url = 'https://example.org/'\nquadrant = [{ id = 'q', name = 'Q' }]\n";
const PEOPLE: &str = "[person.ada]\nname = 'Ada'\npractising = [{ from = 2020-01-01 }]\n";

/// A radar with this many blips whose rings somebody set who does not practise.
fn radar(blips: usize, name: &str, by: &str) -> Checked {
    let people = format!("{PEOPLE}[person.max]\nname = \"{name}\"\n");
    let mut files = vec![
        ("radar/radar.toml".to_owned(), SETTINGS.to_owned()),
        ("radar/people.toml".to_owned(), people),
    ];
    for at in 0..blips {
        let review =
            format!("[[review]]\ndate = 2026-10-01\nby = ['{by}']\nring = 'adopt'\nnote = 'N'\n");
        let text = format!("name = \"{name} {at}\"\nquadrant = 'q'\nring = 'adopt'\n{review}");
        files.push((format!("radar/blips/b{at}.toml"), text));
    }
    let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
    assert!(checked.radar.is_some());
    checked
}

fn shown(before: &Checked, after: &Checked, format: fn(&Compared) -> String) -> String {
    let day = date(2026, 11, 22);
    let snapshots =
        [before, after].map(|it| Snapshot::new(it.radar.as_ref().expect("a radar"), day));
    let [old, new] = &snapshots;
    let none = BTreeSet::new();
    let comparison = Comparison::new(
        State { snapshot: old, levels: &before.levels },
        State { snapshot: new, levels: &after.levels },
        &none,
    );
    let base = Base {
        name: "ma|in".to_owned(),
        commit: "0123456789abcdef".to_owned(),
        is_fork: true,
        moved_from: None,
    };
    format(&Compared { base, after: new, comparison: Some(comparison) })
}

/// Returns the lines that are seen without a click.
fn visible(markdown: &str) -> usize {
    let mut is_hidden = false;
    let mut count = 0;
    for line in markdown.lines() {
        count += usize::from(!is_hidden);
        is_hidden |= line.starts_with("<details>");
        is_hidden &= line != "</details>";
    }
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    count
}

#[test]
fn a_comment_fits_a_screen_and_github_takes_it() {
    for (blips, name) in [
        (1, "A"),
        (5, "A"),
        (40, "A"),
        (3000, "ä [x](y) <b> | `c` @org/x"),
        (400, &"long ".repeat(60)),
    ] {
        let (empty, full) = (radar(0, name, "ada"), radar(blips, name, "max"));
        for (before, after) in
            [(&empty, &full), (&full, &empty), (&radar(blips, name, "ada"), &full)]
        {
            let markdown = shown(before, after, markdown);
            assert!(visible(&markdown) <= 40, "{blips}: {}\n{markdown}", visible(&markdown));
            assert!(markdown.chars().count() <= 65_536, "{blips}: {}", markdown.len());
        }
    }
}

#[test]
fn names_are_shown_as_they_are_and_notify_nobody() {
    let name = "@org/x [a](http://e.org) | <b>x</b> `y` &amp;";
    let markdown = shown(&radar(0, name, "ada"), &radar(1, name, "max"), markdown);
    for raw in ["[a](", "<b>", "@org", " `y`", "ma|in"] {
        assert!(!markdown.contains(raw), "{raw}: {markdown}");
    }
    let list =
        markdown.lines().filter(|line| line.starts_with("- ")).collect::<Vec<_>>().join("\n");
    let html = crate::markdown::plain_html(&list);
    assert!(html.contains("[a](") && html.contains("&lt;b&gt;x&lt;/b&gt;"), "{html}");
}

#[test]
fn only_pages_that_are_published_are_linked() {
    let markdown = shown(&radar(1, "A", "ada"), &radar(2, "A", "max"), markdown);
    assert!(markdown.contains("[A 0](https://example.org/blips/b0.html)"), "{markdown}");
    assert!(markdown.contains("**A 1**"), "{markdown}");
}

#[test]
fn every_format_has_the_same_concerns() {
    let (before, after) = (radar(2, "A", "ada"), radar(2, "A", "max"));
    let json = shown(&before, &after, json);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let concerns = json["concerns"].as_array().expect("a list");
    let text = shown(&before, &after, text);
    assert_eq!(concerns.len(), 2, "{json}");
    for concern in concerns {
        let sentence = concern["text"].as_str().expect("a sentence");
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert_eq!(json["base"]["fork"], true);
    assert!(
        text.starts_with("Since this branch left ma|in (01234567), as of 2026-11-22\n"),
        "{text}"
    );
}

/// Without a scan, there is no evidence that could show anything.
#[test]
fn who_works_with_what_is_not_claimed_without_evidence() {
    let text = shown(&radar(0, "A", "ada"), &radar(1, "A", "ada"), text);
    let outside =
        "by Ada on 2026-10-01, who practised, but does not own it and is not known to work with it";
    assert!(text.contains(outside), "{text}");
}
