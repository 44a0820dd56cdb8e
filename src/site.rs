//! The radar, its theme and a day -> [`Site`]: every file of the published site, in memory.
//!
//! The pivot of the program: `build` writes it, tests look into it, a server would look paths up in
//! it. Pages are rendered in parallel and are independent of each other; the same input gives the
//! same bytes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Report};
use crate::draw::Charts;
use crate::export;
use crate::history;
use crate::markdown::{self, Highlighter, IMAGES, Style, Targets};
use crate::model::{Markdown, PersonIndex, QuadrantIndex, Radar, TeamIndex};
use crate::page::{
    AboutPage, BlipPage, ChangesPage, Compass, EditionPage, Html, NotFoundPage, PageView,
    PersonPage, QuadrantPage, RadarPage, ReviewsPage, Rows, SiteView, TeamPage, Travel,
};
use crate::site_map::SiteMap;
use crate::source::{CONTENT, SourceSet};
use crate::theme::{self, Theme};

/// A site: the content of each file by its path from the root, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Box<[u8]>>,
}

impl Site {
    /// Every file, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// A file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into().into_boxed_slice());
    }
}

/// Makes the site of a radar as of `today`.
///
/// # Errors
///
/// If a template fails; every template that does is reported.
pub fn site(
    radar: &Radar,
    sources: &SourceSet,
    theme: &mut Theme,
    today: Date,
) -> Result<Site, Report> {
    let rows = Rows::new(radar, today);
    theme.set_site(&site_view(&rows));
    let press = Press::new(&rows, sources, theme);
    let jobs = jobs(&rows);
    let rendered: Vec<Result<Printed, Box<Diagnostic>>> =
        jobs.into_par_iter().map(|job| press.print(job)).collect();

    let mut site = Site::default();
    let mut report = Report::default();
    for page in rendered {
        match page {
            Ok((path, html)) => site.add(path, html),
            Err(diagnostic) => report.push(*diagnostic),
        }
    }
    if report.iter().next().is_some() {
        return Err(report);
    }
    if let Some((path, script)) = press.history.into_inner() {
        site.add(path, script);
    }
    add_data(&mut site, &rows, theme);
    add_files(&mut site, sources, theme);
    Ok(site)
}

/// What every page is told of the site.
fn site_view(rows: &Rows) -> SiteView {
    let Compass { radar, today, .. } = rows.compass;
    SiteView {
        title: radar.title.clone(),
        language: radar.language.value.clone(),
        today,
        every: radar.rule.every.into(),
        notice: radar.rule.notice.into(),
        has_about: radar.about.is_some(),
        rings: rows.compass.rings().map(|(_, ring)| ring).collect(),
        quadrants: rows.compass.quadrants().map(|(_, quadrant)| quadrant).collect(),
        counts: Rows::counts(&rows.listed),
        generator: concat!("radar ", env!("CARGO_PKG_VERSION")),
    }
}

/// A page: its path and its bytes.
type Printed = (String, Box<[u8]>);

/// A page to be made.
#[derive(Clone, Copy)]
enum Job {
    Radar,
    Quadrant(QuadrantIndex),
    /// At a position of [`Rows::listed`].
    Blip(usize),
    Team(TeamIndex),
    Person(PersonIndex),
    /// At a position of the radar's editions.
    Edition(usize),
    Changes,
    Reviews,
    About,
    NotFound,
}

/// Every page of the site, the costly ones first: they are made in parallel.
fn jobs(rows: &Rows) -> Vec<Job> {
    let Compass { radar, today, .. } = rows.compass;
    let mut jobs = vec![Job::Radar, Job::Reviews, Job::Changes, Job::NotFound];
    jobs.extend((0..radar.quadrants.len() as u16).map(|index| Job::Quadrant(QuadrantIndex(index))));
    jobs.extend((0..history::editions_until(radar, today).len()).map(Job::Edition));
    jobs.extend((0..radar.teams.len() as u16).map(|index| Job::Team(TeamIndex(index))));
    jobs.extend((0..radar.people.len() as u16).map(|index| Job::Person(PersonIndex(index))));
    jobs.extend(radar.about.iter().map(|_| Job::About));
    jobs.extend((0..rows.listed.len()).map(Job::Blip));
    jobs
}

/// Everything that pages are made with.
struct Press<'p, 'r> {
    rows: &'p Rows<'r>,
    theme: &'p Theme,
    targets: Targets<'r>,
    highlighter: Highlighter,
    charts: Charts<'p, 'r>,
    /// The radar's past: the path of its script, and the script.
    history: OnceLock<(String, String)>,
}

impl<'p, 'r> Press<'p, 'r> {
    fn new(rows: &'p Rows<'r>, sources: &SourceSet, theme: &'p Theme) -> Self {
        let radar = rows.compass.radar;
        let blips = rows.listed.iter();
        Self {
            rows,
            theme,
            targets: Targets {
                blips: blips.map(|l| (l.blip.id.as_str(), l.blip.name.value.as_str())).collect(),
                files: SiteMap::new(radar, sources, rows.compass.today),
            },
            highlighter: Highlighter::default(),
            charts: Charts::new(rows, theme),
            history: OnceLock::new(),
        }
    }

    fn print(&self, job: Job) -> Result<Printed, Box<Diagnostic>> {
        let rows = self.rows;
        let radar = rows.compass.radar;
        match job {
            Job::Radar => {
                let (history, _) = self.history.get_or_init(|| {
                    let script = export::history(rows, &self.charts.stays());
                    (theme::published("history.js", script.as_bytes()), script)
                });
                let travel = Travel::new(rows, history);
                let text = |text: &Markdown| self.text(text, "");
                let view = RadarPage::new(rows, self.charts.radar(""), travel, &text);
                self.render("radar", "index.html".to_owned(), &view)
            }
            Job::Quadrant(index) => {
                let path = format!("quadrants/{}.html", radar.quadrant(index).id);
                let charts = [self.charts.quadrant(index), self.charts.slice(index)];
                let view = QuadrantPage::new(rows, index, charts, &|text| self.text(text, "../"));
                self.render("quadrant", path, &view)
            }
            Job::Blip(at) => {
                let listed = &rows.listed[at];
                let path = format!("blips/{}.html", listed.blip.id);
                let view = BlipPage::new(rows, listed, &|text| self.text(text, "../"), &|text| {
                    self.text(text, "../")
                });
                self.render("blip", path, &view)
            }
            Job::Team(index) => {
                let path = format!("teams/{}.html", radar.team(index).id);
                self.render("team", path, &TeamPage::new(rows, index))
            }
            Job::Person(index) => {
                let path = format!("people/{}.html", radar.person(index).id);
                self.render("person", path, &PersonPage::new(rows, index))
            }
            Job::Edition(at) => {
                let published = history::editions_until(radar, rows.compass.today);
                let edition = &published[at];
                let then = Rows::new(radar, edition.date);
                let path = format!("editions/{}.html", edition.id);
                let chart = Charts::new(&then, self.theme).radar("../");
                let view =
                    EditionPage::new(&then, chart, published, at, &|text| self.text(text, "../"));
                self.render("edition", path, &view)
            }
            Job::Changes => {
                self.render("changes", "changes.html".to_owned(), &ChangesPage::new(rows))
            }
            Job::Reviews => {
                self.render("reviews", "reviews.html".to_owned(), &ReviewsPage::new(rows))
            }
            Job::About => {
                let text = radar.about.as_ref().map(|text| self.text(text, ""));
                let text = text.unwrap_or_else(|| Html::trusted(""));
                self.render("about", "about.html".to_owned(), &AboutPage { text })
            }
            Job::NotFound => self.render("not-found", "404.html".to_owned(), &NotFoundPage {}),
        }
    }

    fn text(&self, text: &Markdown, to_root: &str) -> Html {
        let footnotes = format!("note-{}-", text.at.start);
        let style = Style { to_root, lower_headings: 1, footnotes: &footnotes };
        Html::trusted(&markdown::render(&text.value, style, &self.targets, &self.highlighter))
    }

    fn render<V: Serialize>(
        &self,
        kind: &'static str,
        path: String,
        view: &V,
    ) -> Result<Printed, Box<Diagnostic>> {
        let base_url = &self.rows.compass.radar.base_url;
        let root = if kind == "not-found" {
            base_url.clone()
        } else {
            Some("../".repeat(path.matches('/').count()))
        };
        let canonical = base_url.as_ref().map(|base| match path.as_str() {
            "index.html" => base.clone(),
            path => format!("{base}{path}"),
        });
        let page = PageView { kind, path, root, canonical };
        let html = self.theme.render(&format!("{kind}.html"), &page, view)?;
        // At once: what the renderer kept in reserve would add up over ten thousand pages.
        Ok((page.path, html.into_bytes().into_boxed_slice()))
    }
}

/// Adds the radar as data, for other programs and for search engines.
fn add_data(site: &mut Site, rows: &Rows, theme: &Theme) {
    site.add("radar.svg", Charts::new(rows, theme).standalone());
    site.add("radar.json", export::json(rows));
    site.add("blips.csv", export::csv(rows));
    // GitHub Pages would drop what Jekyll does not know.
    site.add(".nojekyll", "");
    if let Some(base_url) = &rows.compass.radar.base_url {
        let pages: Vec<String> = site
            .files
            .keys()
            .filter(|path| path.ends_with(".html") && *path != "404.html")
            .cloned()
            .collect();
        site.add("sitemap.xml", export::sitemap(base_url, &pages));
        site.add("robots.txt", export::robots(base_url));
    }
}

/// Adds the files that are published as they are.
fn add_files(site: &mut Site, sources: &SourceSet, theme: &Theme) {
    for (path, bytes) in theme.assets.iter() {
        site.add(path, bytes);
    }
    for (_, file) in sources.below(&format!("{CONTENT}/{IMAGES}/")) {
        site.add(&file.path[CONTENT.len() + 1..], file.bytes.as_slice());
    }
}
