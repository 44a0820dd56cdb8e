//! The built-in themes, and what a theme of one's own can do with few lines: style sheets, a logo.
#![allow(clippy::disallowed_methods, reason = "reads the themes of the repository")]

use std::path::Path;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::{Site, site};
use radar::source::{self, SourceSet};
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

/// Builds the repository's radar, without the themes beside it, with a theme and further files. Returns what was
/// reported instead if the theme is unusable.
fn build(name: &str, files: &[(&str, &str)]) -> Result<Site, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = source::read(root).expect("the repository has a radar");
    let radar = read.iter().map(|(_, file)| {
        let mut bytes = file.bytes.clone();
        if file.path == "radar/radar.toml" {
            let text = file.text().expect("UTF-8");
            let (default, chosen) = ("\"default\"", format!("\"{name}\""));
            assert!(text.contains(default));
            bytes = text.replacen(default, &chosen, 1).into_bytes();
        }
        (file.path.clone(), bytes)
    });
    let radar = radar.filter(|(path, _)| !path.starts_with("themes/"));
    let own = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let sources = SourceSet::from_files(radar.chain(own));
    let mut checked = check(&sources, TODAY, &Levels::default());
    let radar = checked.radar.take().expect("the radar holds");
    let Some(theme) = theme::load(&radar, &sources, &mut checked.report) else {
        return Err(format!("{:#?}", checked.report));
    };
    Ok(site(&radar, &sources, &theme, TODAY).expect("the templates hold"))
}

/// Returns the file whose path has this start and end.
fn file(site: &Site, start: &str, end: &str) -> String {
    let found = site.iter().find(|(path, _)| path.starts_with(start) && path.ends_with(end));
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {start}…{end}"));
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn built_in_themes_are_found_by_name() {
    let styles = ["default", "blueprint", "wall"].map(|name| {
        let site = build(name, &[]).unwrap_or_else(|report| panic!("{name}: {report}"));
        assert!(site.iter().any(|(path, _)| path == "index.html"));
        file(&site, "assets/radar.", ".css")
    });
    let [default, blueprint, wall] = &styles;
    assert_ne!(default, blueprint);
    assert!(blueprint.contains("linear-gradient") && !wall.contains("linear-gradient(var(--grid)"));
    assert!(
        styles.iter().all(|css| css.contains(".pole")),
        "each has the style sheets of the default theme"
    );
}

#[test]
fn tokens_of_built_in_themes_are_those_of_the_default_theme() {
    // Those of a user are reported if no style sheet uses them; nobody reads a report on a built-in theme.
    let read = |name: &str| -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/{name}/theme.toml"));
        std::fs::read_to_string(path).expect("a theme").parse().expect("TOML")
    };
    let default = read("default");
    for name in ["blueprint", "wall"] {
        for table in ["light", "dark", "size", "type"] {
            let Some(tokens) = read(name).get(table).and_then(toml::Value::as_table).cloned()
            else {
                continue;
            };
            let known = ["light", table].map(|table| default[table].as_table().expect("a table"));
            for token in tokens.keys() {
                assert!(known.iter().any(|known| known.contains_key(token)), "{name}: {token}");
            }
        }
    }
}

#[test]
fn a_folder_with_the_name_of_a_built_in_theme_changes_that_theme() {
    let own = [("themes/wall/theme.toml", "[light]\npaper = \"#fffffe\"\n")];
    let css = file(&build("wall", &own).expect("a theme"), "assets/radar.", ".css");
    assert!(css.contains("--paper:#fffffe"));
    assert!(css.contains(".radar-page .lists"), "what the folder does not have stays");
}

#[test]
fn css_more_comes_after_the_style_sheets_of_the_default_theme() {
    let own = [
        ("themes/mine/theme.toml", "css-more = [\"mine.css\"]\n"),
        ("themes/mine/static/mine.css", ".mine { color: red }\n"),
    ];
    let css = file(&build("mine", &own).expect("a theme"), "assets/radar.", ".css");
    let (before, _) = css.split_once(".mine").expect("the theme's own");
    assert!(before.contains(".pole") && before.contains("@media print"));
}

#[test]
fn the_logo_replaces_the_sign_on_every_page() {
    let own = [
        ("themes/mine/theme.toml", "logo = \"us.svg\"\nlogo-dark = \"night/us.svg\"\n"),
        ("themes/mine/static/us.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        (
            "themes/mine/static/night/us.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"n\"/>",
        ),
    ];
    let site = build("mine", &own).expect("a theme");
    for (page, root) in [("index.html", ""), ("blips/kubernetes.html", "../")] {
        let html = file(&site, page, "");
        let (_, brand) = html.split_once("class=\"brand\"").expect("a masthead");
        let (brand, _) = brand.split_once("</a>").expect("a link");
        assert_eq!(brand.matches(&format!("src=\"{root}assets/us.")).count(), 2, "{page}: {brand}");
        assert_eq!(brand.matches("alt=\"\"").count(), 2, "the title beside it is its name");
        assert!(!brand.contains("<svg"), "{page}: {brand}");
    }
    let without = file(&build("default", &[]).expect("a theme"), "index.html", "");
    assert!(without.split_once("class=\"brand\"").is_some_and(|(_, brand)| brand.contains("<svg")));
}

#[test]
fn a_logo_that_cannot_be_shown_is_reported() {
    let cases = [
        ("logo = \"us.svg\"\n", "theme.toml names `us.svg`, and the theme has no static/us.svg"),
        ("logo = \"us.pdf\"\n", "the logo `us.pdf` is no image that every browser shows"),
        ("logo-dark = \"us.svg\"\n", "`logo-dark` needs a `logo`"),
        ("logo = [\"us.svg\"]\n", "`logo` is neither"),
    ];
    for (text, message) in cases {
        let report = build("mine", &[("themes/mine/theme.toml", text)]).expect_err(text);
        assert!(report.contains(message), "{text}: {report}");
    }
}
