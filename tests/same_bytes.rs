//! The same content and the same day give the same bytes, and another day says so.

mod folder;

use std::path::Path;

use folder::Folder;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::{self, Site};
use radar::source::{self, SourceSet};
use radar::theme;

/// The manifest says of which input a folder is, and the program's own file counts for that.
fn output(folder: &Folder) -> std::collections::BTreeMap<String, Vec<u8>> {
    folder.files("output")
}

#[test]
fn the_order_in_which_files_were_made_does_not_matter() {
    let (first, second) = (Folder::new(), Folder::new_backwards());
    first.build();
    second.build();
    assert!(output(&first).len() > 10);
    assert_eq!(output(&first), output(&second));
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let [first, second, third] = ["1", "2", "8"].map(|threads| {
        let folder = Folder::new();
        let status = folder.command(&["build"]).env("RAYON_NUM_THREADS", threads).status();
        assert!(status.expect("the program starts").success());
        output(&folder)
    });
    assert_eq!(first, second);
    assert_eq!(first, third);
}

#[test]
fn the_time_zone_does_not_matter_to_a_given_day() {
    let (first, second) = (Folder::new(), Folder::new());
    // Their days always differ (`tests/clock.rs`).
    for (folder, zone) in [(&first, "Pacific/Kiritimati"), (&second, "Pacific/Pago_Pago")] {
        let status = folder.command(&["build"]).env("TZ", zone).status();
        assert!(status.expect("the program starts").success());
    }
    assert_eq!(output(&first), output(&second));
}

#[test]
fn a_build_over_an_older_one_is_as_a_fresh_one() {
    let (first, second) = (Folder::new(), Folder::new());
    first.write("radar/blips/nomad.toml", folder::blip("nomad"));
    first.build();
    first.remove("radar/blips/nomad.toml");
    first.build();
    second.build();
    assert_eq!(output(&first), output(&second));
}

/// A branch that publishes the site grows by what differs from one day to the next.
#[test]
fn a_day_later_only_what_speaks_of_today_differs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = source::read(root).expect("the repository has a radar");
    // On the second of the days, a question has waited for longer than the notice.
    for (day, late) in
        [(date(2026, 11, 26), None), (date(2026, 11, 29), Some("teams/integration.html"))]
    {
        let (one, next) =
            (built_on(&sources, day), built_on(&sources, day.tomorrow().expect("2026")));
        let differs = |path: &&str| one.get(path) != next.get(path);
        let files: Vec<&str> = next.iter().map(|(path, _)| path).filter(differs).collect();
        let expected: Vec<&str> = SPEAK_OF_TODAY.into_iter().chain(late).collect();
        assert_eq!(files, expected, "{day}");
    }
}

/// The files that say what today is, or for how long something has waited by then.
const SPEAK_OF_TODAY: [&str; 9] = [
    "day.js",
    "history.html",
    "history.svg",
    "index.html",
    "poster.svg",
    "questions.html",
    "radar.json",
    "radar.svg",
    "reviews.html",
];

/// A clone on Windows may have CRLF everywhere, and some editors there begin a file with a byte-order mark.
#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        source::read(root).expect("the repository has a radar, and the default theme as its own");
    let is_text = |path: &str| {
        let ending = path.rsplit('.').next().unwrap_or_default();
        ["toml", "md", "html", "css", "js"].contains(&ending)
    };
    let there = |mark: &str| {
        SourceSet::from_files(read.iter().map(|(_, file)| {
            let text = file.text().filter(|_| is_text(&file.path));
            let bytes =
                text.map(|text| format!("{mark}{}", text.replace('\n', "\r\n")).into_bytes());
            (file.path.clone(), bytes.unwrap_or_else(|| file.bytes.clone()))
        }))
    };
    let expected = built(&read);
    for mark in ["", "\u{feff}"] {
        let found = built(&there(mark));
        let paths = |site: &Site| site.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
        assert_eq!(paths(&found), paths(&expected));
        for (path, bytes) in expected.iter() {
            assert!(found.get(path) == Some(bytes), "{path} differs");
        }
    }
}

/// Pages share what is rendered once, unless a template is the radar's own.
#[test]
fn copies_of_the_templates_give_the_same_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = source::read(root).expect("the repository has the default theme as its own");
    let built_in = own.iter().filter(|(_, file)| !file.path.starts_with("themes/"));
    let built_in: Vec<_> =
        built_in.map(|(_, file)| (file.path.clone(), file.bytes.clone())).collect();
    assert!(built_in.len() < own.iter().count());
    let (expected, found) = (built(&SourceSet::from_files(built_in)), built(&own));
    assert_eq!(found.len(), expected.len());
    for (path, bytes) in expected.iter() {
        assert!(found.get(path) == Some(bytes), "{path} differs");
    }
}

fn built(sources: &SourceSet) -> Site {
    built_on(sources, date(2026, 11, 22))
}

fn built_on(sources: &SourceSet, today: Date) -> Site {
    let mut checked = check(sources, today, &Levels::default());
    let radar = checked.radar.expect("it can be used");
    let theme = theme::load(&radar, sources, &mut checked.report).expect("a theme");
    site::site(&radar, sources, &theme, today).expect("the templates hold")
}
