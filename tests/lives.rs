//! The life of blips on pages: the table of all editions stays small, and so does the radar on the page of each blip.

use std::fmt::Write as _;
use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::{Levels, Report};
use radar::site::{Site, site};
use radar::source::{self, SourceSet};
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

/// What one blip may take on average, so that 1,933 of them stay below a megabyte.
const MAX_ROW: usize = 540;
/// What the small radar on a page may take.
const MAX_LOCATOR: usize = 1200;

fn build(sources: &SourceSet) -> Site {
    let checked = check(sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, sources, &mut Report::default()).expect("the built-in theme");
    site(&radar, sources, &theme, TODAY).expect("the templates hold")
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let bytes = site.get(path).unwrap_or_else(|| panic!("the site has no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A radar of 34 half-years, as an import makes it: nobody signed, and each blip moves once.
fn imported(blips: i32, editions: i32) -> SourceSet {
    let rings = ["adopt", "trial", "assess", "hold"];
    let day = |edition: i32| date(2010, 1, 1) + (edition * 6).months();
    let mut settings = "title = \"Imported\"\n".to_owned();
    for id in rings {
        let _ = write!(settings, "[[ring]]\nid = \"{id}\"\nname = \"{id}\"\n");
    }
    for id in ["tools", "techniques", "platforms", "languages"] {
        let _ = write!(settings, "[[quadrant]]\nid = \"{id}\"\nname = \"{id}\"\n");
    }
    for edition in 0..editions {
        let _ = write!(
            settings,
            "[[edition]]\nid = \"v{edition}\"\nname = \"Volume {edition}\"\ndate = {}\n",
            day(edition)
        );
    }
    let mut files = vec![
        ("radar/radar.toml".to_owned(), settings),
        ("radar/people.toml".to_owned(), String::new()),
    ];
    let quadrants = ["tools", "techniques", "platforms", "languages"];
    for blip in 0..blips {
        let first = blip % (editions - 4);
        let verdicts: Vec<(Date, &str)> = (first..(first + 10).min(editions))
            .step_by(5)
            .zip((blip..).map(|at| rings[usize::try_from(at % 4).expect("small")]))
            .map(|(edition, ring)| (day(edition), ring))
            .collect();
        let quadrant = quadrants[usize::try_from(blip % 4).expect("small")];
        let last = verdicts.last().expect("at least one").1;
        let mut text = format!(
            "name = \"A technology of number {blip}\"\nquadrant = \"{quadrant}\"\nring = \"{last}\"\n"
        );
        for (day, ring) in verdicts {
            let _ = write!(text, "[[review]]\ndate = {day}\nby = []\nring = \"{ring}\"\n");
        }
        files.push((format!("radar/blips/technology-{blip}.toml"), text));
    }
    SourceSet::from_files(files)
}

#[test]
fn the_table_of_all_editions_stays_small() {
    let blips = 200;
    let site = build(&imported(blips, 34));
    let page = text(&site, "history.html");
    let (_, table) = page.split_once("<tbody").expect("a table");
    let taken = table.len() / usize::try_from(blips).expect("small");
    assert!(taken <= MAX_ROW, "a blip takes {taken} bytes");
    assert_eq!(page.matches("<tr id=\"row-").count(), 200);
    let picture = text(&site, "history.svg");
    let taken = picture.split_once("</style>").expect("a style sheet").1.len() / 200;
    assert!(taken <= MAX_ROW * 2, "a blip takes {taken} bytes in the picture");
}

#[test]
fn without_editions_the_columns_are_half_years() {
    let files = imported(3, 5);
    let files = files.iter().map(|(_, file)| {
        let text = file.text().expect("UTF-8");
        let text = text.split("[[edition]]").next().unwrap_or_default().to_owned();
        (file.path.clone(), text)
    });
    let site = build(&SourceSet::from_files(files.collect::<Vec<_>>()));
    let page = text(&site, "history.html");
    assert!(page.contains("these are half-years"));
    assert!(page.contains("<th scope=\"col\">Jul 2026</th>"));
    assert!(page.contains("<b>Today</b>"));
}

#[test]
fn the_small_radar_takes_about_a_kilobyte() {
    let sources = source::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("there is a radar");
    let site = build(&sources);
    let mut located = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| path.starts_with("blips/")) {
        let page = std::str::from_utf8(bytes).expect("UTF-8");
        let Some((_, svg)) = page.split_once("<svg class=\"locator") else { continue };
        let taken = svg.split("</svg>").next().unwrap_or_default().len();
        assert!(taken <= MAX_LOCATOR, "{path}: {taken} bytes");
        located += 1;
    }
    assert!(located > 60, "blips on rings are located");
}
