//! A radar of thousands of blips has pages that a browser can show.

mod folder;

use folder::{PEOPLE, SETTINGS};
use jiff::civil::date;
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::{self, Site};
use radar::source::SourceSet;
use radar::theme;

/// The site of a radar with so many blips, half of them in each quadrant.
fn site(count: usize) -> Site {
    let blip = |at: usize| {
        let text = format!(
            "name = \"Blip {at}\"\nquadrant = \"{}\"\nring = \"adopt\"\nowners = [\"platform\"]\n\
             [[review]]\ndate = 2025-02-01\nby = [\"ada\"]\nring = \"adopt\"\nnote = \"{at}\"\n",
            ["tools", "platforms"][at % 2]
        );
        (format!("radar/blips/blip-{at}.toml"), text)
    };
    let rest = [("radar/radar.toml", SETTINGS), ("radar/people.toml", PEOPLE)];
    let rest = rest.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let sources = SourceSet::from_files((0..count).map(blip).chain(rest));
    let today = date(2026, 11, 22);
    let mut checked = check(&sources, today, &Levels::default());
    let radar = checked.radar.expect("it can be used");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("a theme");
    site::site(&radar, &sources, &theme, today).expect("the templates hold")
}

fn page<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.get(path).expect("a page of the site")).expect("UTF-8")
}

#[test]
fn from_2_001_blips_on_the_home_page_and_editions_say_how_many_there_are() {
    let site = site(2001);
    for path in ["index.html", "editions/spring.html"] {
        let html = page(&site, path);
        assert!(html.contains("2001 blips are too many to draw and to list here"), "{path}");
        assert!(!html.contains("data-id=\"blip-7\""), "{path}");
        assert!(html.contains("Adopt <span>1001</span>") || path != "index.html", "{path}");
        // What is new since the last edition is listed; nothing else grows with the radar.
        assert!(html.len() < 1_000_000, "{path}: {} bytes", html.len());
    }
    let home = page(&site, "index.html");
    assert!(
        home.contains("<a href=\"reviews.html\"><b class=\"flagged\""),
        "no filter, so no link to it"
    );
    let listed = page(&site, "quadrants/tools.html").matches("<li data-id=").count();
    assert_eq!(listed, 1001, "the pages of the quadrants list all");
    // A browser does not lay out what is folded until somebody opens it.
    for path in ["reviews.html", "teams/platform.html"] {
        let html = page(&site, path);
        assert!(html.contains("<details class=\"many\">"), "{path}");
        assert!(html.contains("data-id=\"blip-7\""), "{path}");
    }
    assert!(!page(&site, "quadrants/tools.html").contains("\"many\""), "half of them are few");
}

#[test]
fn two_thousand_blips_are_drawn_and_listed() {
    let site = site(2000);
    assert!(!page(&site, "reviews.html").contains("\"many\""));
    let html = page(&site, "index.html");
    assert!(!html.contains("too many"));
    assert_eq!(html.matches("<li data-id=").count(), 2000);
    assert!(html.contains("<a href=\"?flagged=yes\"><b class=\"flagged\""));
}
