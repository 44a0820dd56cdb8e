//! The site as a whole: its links, its policy, its data. Built in memory from the repository's own
//! radar, in both languages.
// `json!` expands once for each key of radar.json.
#![recursion_limit = "256"]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::routes::Routes;
use radar::site::{Site, site};
use radar::source::{self, SourceSet};
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

/// The sources of the repository's radar, with a few words of radar.toml replaced.
fn sources(replace: &[(&str, &str)]) -> SourceSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = source::read(root).expect("the repository has a radar");
    SourceSet::from_files(read.iter().map(|(_, file)| {
        let mut bytes = file.bytes.clone();
        if file.path == "radar/radar.toml" {
            let mut text = file.text().expect("UTF-8").to_owned();
            for (from, to) in replace {
                assert!(text.contains(from), "radar.toml has no `{from}`");
                text = text.replace(from, to);
            }
            bytes = text.into_bytes();
        }
        (file.path.clone(), bytes)
    }))
}

/// The repository's radar as it is.
static SITE: LazyLock<Site> = LazyLock::new(|| build(&sources(&[])));

fn build(sources: &SourceSet) -> Site {
    let mut checked = check(sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, sources, &mut checked.report).expect("the built-in theme");
    site(&radar, sources, &theme, TODAY).expect("the templates hold")
}

fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    site.iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("pages are UTF-8")))
}

/// The values of an attribute in a page. The templates write all of them in double quotes, and the
/// texts between elements have theirs escaped.
fn attribute<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let opening = format!(" {name}=\"");
    page.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Links in texts are checked against the routes before any page is rendered, so both must agree.
#[test]
fn the_routes_are_the_files_of_the_site() {
    for base_url in [false, true] {
        let title = "title    = ";
        let with_address = "base_url = \"https://example.org/\"\ntitle    = ";
        let sources = if base_url { sources(&[(title, with_address)]) } else { sources(&[]) };
        let radar = check(&sources, TODAY, &Levels::default()).radar.expect("it can be used");
        let routes = Routes::new(&radar, &sources, TODAY);
        let site = build(&sources);
        let files = site.iter().map(|(path, _)| path).filter(|path| !path.starts_with("assets/"));
        let files: Vec<&str> = files.collect();
        assert_eq!(routes.iter().map(|(path, _)| path).collect::<Vec<_>>(), files);
        assert_eq!(files.contains(&"feed.xml"), base_url);
    }
}

#[test]
fn every_link_leads_somewhere() {
    let site = &SITE;
    for (path, page) in pages(site).filter(|(path, _)| *path != "404.html") {
        let ids: BTreeSet<&str> = attribute(page, "id").into_iter().collect();
        let targets = [attribute(page, "href"), attribute(page, "src")].concat();
        assert!(!targets.is_empty(), "{path}");
        for target in targets {
            if let Some(id) = target.strip_prefix('#') {
                assert!(ids.contains(id), "{path}: #{id}");
                continue;
            }
            if target.contains(':') {
                continue;
            }
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = target.split(['#', '?']).next().unwrap_or_default();
            // A query or a fragment alone stays on the page.
            if file.is_empty() {
                continue;
            }
            let resolved = file.split('/').fold(
                folder.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>(),
                |mut parts, part| {
                    if part == ".." {
                        assert!(parts.pop().is_some(), "{path}: {target} leaves the site");
                    } else {
                        parts.push(part);
                    }
                    parts
                },
            );
            let resolved = resolved.join("/");
            assert!(site.get(&resolved).is_some(), "{path}: {target} leads to no {resolved}");
        }
    }
}

#[test]
fn ids_are_unique_on_each_page() {
    for (path, page) in pages(&SITE) {
        let mut seen = BTreeSet::new();
        for id in attribute(page, "id") {
            assert!(seen.insert(id), "{path}: {id} twice");
        }
    }
}

#[test]
fn pages_keep_to_their_policy() {
    for (path, page) in pages(&SITE) {
        let (_, policy) = page.split_once("http-equiv=\"Content-Security-Policy\"").expect(path);
        let policy = attribute(policy, "content")[0];
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert!(attribute(page, "style").is_empty(), "{path}: an inline style");
        assert!(!page.contains("<style"), "{path}: a style element");
        for script in page.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').expect("a whole tag");
            let is_data = tag.contains("type=\"application/json\"");
            assert!(is_data || rest.starts_with("</script>"), "{path}: an inline script");
        }
        for handler in ["onclick", "onload", "onerror", "onchange"] {
            assert!(attribute(page, handler).is_empty(), "{path}: {handler}");
        }
        for source in attribute(page, "src") {
            assert!(!source.contains(':'), "{path} loads {source} from elsewhere");
        }
    }
}

#[test]
fn every_kind_of_page_is_there() {
    let site = &SITE;
    for path in [
        "index.html",
        "404.html",
        "about.html",
        "changes.html",
        "history.html",
        "history.svg",
        "reviews.html",
        "questions.html",
        ".nojekyll",
        "radar.svg",
        "radar.json",
        "blips.csv",
        "search-index.js",
    ] {
        assert!(site.get(path).is_some(), "{path}");
    }
    for folder in ["quadrants/", "blips/", "teams/", "people/", "editions/", "assets/", "images/"] {
        assert!(site.iter().any(|(path, _)| path.starts_with(folder)), "{folder}");
    }
    // Without an address there is nothing to tell a search engine.
    assert!(site.get("sitemap.xml").is_none() && site.get("robots.txt").is_none());
}

#[test]
fn an_address_gives_a_sitemap_and_links_on_the_404_page() {
    let sources =
        sources(&[("\nlanguage ", "\nbase_url = \"https://example.org/radar\"\nlanguage ")]);
    let site = build(&sources);
    let text = |path: &str| String::from_utf8_lossy(site.get(path).expect("made")).into_owned();
    let sitemap = text("sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/radar/</loc>"));
    assert!(sitemap.contains("<loc>https://example.org/radar/blips/kubernetes.html</loc>"));
    assert!(!sitemap.contains("404.html"));
    assert!(text("robots.txt").contains("Sitemap: https://example.org/radar/sitemap.xml"));
    // A copy of the site on another origin has a page for missing files that leads to the copy.
    let page = text("404.html");
    let targets = [attribute(&page, "href"), attribute(&page, "src")].concat();
    assert!(targets.contains(&"/radar/changes.html"), "{targets:?}");
    let is_here = |target: &&str| target.starts_with("/radar/") || target.starts_with('#');
    assert!(
        targets.iter().all(|target| is_here(target) || target.starts_with("data:")),
        "{targets:?}"
    );
    // A file in a slide deck has no pages beside it.
    let links = text("radar.svg");
    let links = attribute(&links, "href");
    assert!(links.len() > 60);
    assert!(links.iter().all(|link| link.starts_with("https://example.org/radar/")), "{links:?}");
    assert!(text("blips/kubernetes.html").contains("rel=\"canonical\""));
}

#[test]
fn an_edition_shows_the_chart_of_its_day() {
    let text = |path: &str| String::from_utf8_lossy(SITE.get(path).expect("made")).into_owned();
    let dot = |page: &str| {
        let (before, after) = page.split_once("data-id=\"passkeys\"").expect("on the chart");
        let (tag, _) = after.split_once('>').expect("a tag");
        assert!(before.rfind("<svg class=\"chart ").is_some(), "within a chart");
        tag.to_owned()
    };
    let (then, now) = (dot(&text("editions/2025-11.html")), dot(&text("index.html")));
    assert!(then.contains("data-ring=\"2\" href=\"../blips/passkeys.html\""), "{then}");
    assert!(now.contains("data-ring=\"1\" href=\"blips/passkeys.html\""), "{now}");
}

#[test]
fn no_published_file_is_unused() {
    let site = &SITE;
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let texts: Vec<&[u8]> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".css"))
        .map(|(_, bytes)| bytes)
        .collect();
    for (path, _) in site.iter().filter(|(path, _)| path.starts_with("assets/")) {
        let name = name(path);
        let is_used = |text: &&[u8]| text.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(texts.iter().any(is_used), "{path}");
    }
}

#[test]
fn the_404_page_needs_no_other_file() {
    let site = &SITE;
    let page = String::from_utf8_lossy(site.get("404.html").expect("made"));
    let targets = [attribute(&page, "href"), attribute(&page, "src")].concat();
    assert!(targets.iter().all(|target| target.starts_with('#')), "{targets:?}");
}

#[test]
fn german_is_complete() {
    let sources = sources(&[("language = \"en\"", "language = \"de\"")]);
    let mut checked = check(&sources, TODAY, &Levels::default());
    let radar = checked.radar.take().expect("a radar");
    let before = checked.report.iter().count();
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    assert_eq!(checked.report.iter().count(), before, "German lacks texts");
    let site = site(&radar, &sources, &theme, TODAY).expect("the templates hold");
    let index = String::from_utf8_lossy(site.get("index.html").expect("made")).into_owned();
    assert!(index.contains("lang=\"de\"") && index.contains("22. November 2026"));
}

#[allow(clippy::too_many_lines, reason = "one list of cases")]
#[test]
fn radar_json_is_what_the_design_says() {
    let sources = SourceSet::from_files([
        (
            "radar/radar.toml",
            "title = \"T\"\n[[quadrant]]\nid = \"platforms\"\nname = \"Platforms\"\n\
             [[edition]]\nid = \"2026-05\"\nname = \"May 2026\"\ndate = 2026-05-01\n\
             [[edition]]\nid = \"2027-05\"\nname = \"May 2027\"\ndate = 2027-05-01\n",
        ),
        (
            "radar/people.toml",
            "[team.platform]\nname = \"P\"\n[person.ada]\nname = \"Ada\"\nteam = \"platform\"\n\
             practising = [{ from = 2019-06-01 }]\n",
        ),
        (
            "radar/blips/kubernetes.toml",
            "name = \"Kubernetes\"\nquadrant = \"platforms\"\nring = \"adopt\"\nowners = [\"platform\"]\n\
             tags = [\"containers\"]\nsummary = \"S\"\n\
             [[review]]\ndate = 2026-10-14\nby = [\"ada\"]\nring = \"adopt\"\nnote = \"n\"\n\
             [[review]]\ndate = 2024-11-02\nby = []\nring = \"trial\"\n\
             [[review]]\ndate = 2026-11-23\nby = [\"ada\"]\nnote = \"tomorrow\"\n",
        ),
        (
            "radar/blips/left.toml",
            "name = \"Left\"\nquadrant = \"platforms\"\nring = \"retired\"\n\
             [[review]]\ndate = 2024-01-01\nby = []\nring = \"hold\"\n\
             [[review]]\ndate = 2025-01-01\nby = []\nring = \"retired\"\n",
        ),
        (
            "radar/blips/tomorrow.toml",
            "name = \"Tomorrow\"\nquadrant = \"platforms\"\nring = \"hold\"\nadded = 2026-11-23\n",
        ),
    ]);
    let site = build(&sources);
    let json: serde_json::Value =
        serde_json::from_slice(site.get("radar.json").expect("made")).expect("JSON");
    let ring = |id: &str, name: &str| serde_json::json!({ "id": id, "name": name });
    assert_eq!(
        json,
        serde_json::json!({
            "version": 1, "title": "T", "today": "2026-11-22",
            "base_url": null, "scanned": null,
            "rings": [ring("adopt", "Adopt"), ring("trial", "Trial"), ring("assess", "Assess"),
                      ring("hold", "Hold")],
            "quadrants": [{ "id": "platforms", "name": "Platforms" }],
            "editions": [{ "id": "2026-05", "name": "May 2026", "date": "2026-05-01" }],
            "blips": [
                {
                    "id": "kubernetes", "name": "Kubernetes", "quadrant": "platforms", "ring": "adopt",
                    "movement": "moved-in", "freshness": "fresh", "flagged": false,
                    "review_until": "2027-10-14",
                    "last_review": { "date": "2026-10-14", "by": ["ada"] },
                    "imposed": false, "orphaned": false, "owners": ["platform"],
                    "tags": ["containers"], "summary": "S", "url": "blips/kubernetes.html",
                    "detect": [], "usage": "unknown", "used_by": [], "first_hand": true,
                    "set_from_outside": false, "unremembered": false, "exit": null,
                    "due_from": "2027-08-15", "questions": [],
                    "instead": [], "sunset": null, "aliases": [],
                    "history": [
                        { "date": "2024-11-02", "ring": "trial", "by": [], "kind": "unsigned",
                          "first_hand": false },
                        { "date": "2026-10-14", "ring": "adopt", "by": ["ada"], "kind": "hands-on",
                          "first_hand": true },
                    ],
                },
                {
                    "id": "left", "name": "Left", "quadrant": "platforms", "ring": "retired",
                    "movement": "unchanged", "freshness": null, "flagged": false,
                    "review_until": null, "last_review": null, "imposed": false, "orphaned": true,
                    "owners": [], "tags": [], "summary": null, "url": "blips/left.html",
                    "detect": [], "usage": "unknown", "used_by": [], "first_hand": null,
                    "set_from_outside": false, "unremembered": false, "exit": null,
                    "due_from": null, "questions": [],
                    "instead": [], "sunset": null, "aliases": [],
                    "history": [
                        { "date": "2024-01-01", "ring": "hold", "by": [], "kind": "unsigned",
                          "first_hand": false },
                        { "date": "2025-01-01", "ring": "retired", "by": [], "kind": "unsigned",
                          "first_hand": false },
                    ],
                },
            ],
        })
    );
    assert!(site.get("blips/tomorrow.html").is_none(), "not on the radar yet");
    assert!(site.get("editions/2027-05.html").is_none(), "not published yet");
}

#[test]
fn texts_stay_texts() {
    /// Would run in an element, and behind the end of a script, a title or a drawing.
    const HOSTILE: &str = "</script></title></text></svg><script>alert(1)</script>";
    let hostile = |text: &str| text.replace('!', HOSTILE);
    let sources = SourceSet::from_files([
        (
            "radar/radar.toml",
            hostile(
                "title = \"!\"\nedit_url = \"https://example.org/!{path}\"\n\
                 [[quadrant]]\nid = \"q\"\nname = \"!\"\ndescription = \"!\"\n\
                 [[ring]]\nid = \"r\"\nname = \"!\"\ndescription = \"!\"\n\
                 [[edition]]\nid = \"e\"\nname = \"!\"\ndate = 2026-01-01\nintro = \"!\"\n",
            ),
        ),
        (
            "radar/people.toml",
            hostile(
                "[team.t]\nname = \"!\"\n[person.p]\nname = \"!\"\ntitle = \"!\"\nteam = \"t\"\n\
                 practising = [{ from = 2020-01-01 }]\n",
            ),
        ),
        ("radar/about.md", hostile("# !\n\n```rust\n!\n```\n\n| ! |\n|---|\n| ! |\n")),
        (
            "radar/blips/b.toml",
            hostile(
                "name = \"!\"\nquadrant = \"q\"\nring = \"r\"\nowners = [\"t\", \"p\"]\ntags = [\"!\"]\n\
                 summary = \"!\"\nlinks = [{ title = \"!\", url = \"https://example.org/!\" }]\n\
                 description = \"\"\"! [[b|!]] `!`\n\n```!\n!\n```\n\"\"\"\n\
                 [[review]]\ndate = 2026-01-01\nby = [\"p\"]\nring = \"r\"\nnote = \"!\"\n\
                 evidence = \"https://example.org/!\"\n\
                 [[question]]\ndate = 2026-01-02\nby = \"p\"\ntext = \"!\"\n\
                 answer = { date = 2026-01-03, by = \"p\", text = \"!\" }\n",
            ),
        ),
    ]);
    let site = build(&sources);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let markup = site.iter().filter(|(p, _)| p.ends_with(".html") || p.ends_with(".svg"));
    for (path, bytes) in markup {
        assert!(!text(bytes).contains("<script>"), "{path}");
    }
}
