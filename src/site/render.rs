//! The files of a site, each made by itself: a [`Job`] -> bytes.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::export;
use crate::markdown::{self, Highlighter, IMAGES, Style, Targets};
use crate::radar::history;
use crate::radar::{Markdown, PersonIndex, QuadrantIndex, TeamIndex};
use crate::routes::SiteMap;
use crate::site::charts::Charts;
use crate::site::page::{
    AboutPage, BlipPage, ChangesPage, Compass, EditionPage, Html, NotFoundPage, PageView,
    PersonPage, QuadrantPage, RadarPage, ReviewsPage, Rows, SiteView, TeamPage, Travel,
};
use crate::source::{CONTENT, FileId, SourceSet};
use crate::theme::{self, Theme};

/// A file of the site, to be made.
#[derive(Clone, Copy)]
pub(super) enum Job {
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
    /// The radar's past, for the script of its page.
    History,
    Drawing,
    Json,
    Csv,
    /// Tells GitHub Pages to leave the site alone: Jekyll would drop what it does not know.
    NoJekyll,
    SiteMap,
    Robots,
    Feed,
    /// Of everybody, or of a team.
    Calendar(Option<TeamIndex>),
    /// At a position of the theme's assets.
    Asset(usize),
    Image(FileId),
}

/// What the script of the radar's past is called before it has a hash in its name: only whoever made it
/// knows its path ([`published_history`]).
pub(super) const HISTORY: &str = "history.js";

/// The path of the radar's past.
pub(super) fn published_history(script: &[u8]) -> String {
    theme::published(HISTORY, script)
}

/// Every file of the site with its path, the costly ones first: they are made in parallel.
pub(super) fn jobs(rows: &Rows, sources: &SourceSet, theme: &Theme) -> Vec<(String, Job)> {
    let Compass { radar, today, .. } = rows.compass;
    let mut jobs = vec![
        ("index.html".to_owned(), Job::Radar),
        ("reviews.html".to_owned(), Job::Reviews),
        ("changes.html".to_owned(), Job::Changes),
        ("404.html".to_owned(), Job::NotFound),
        (HISTORY.to_owned(), Job::History),
    ];
    let quadrants = (0..).map(QuadrantIndex).zip(&radar.quadrants);
    jobs.extend(quadrants.map(|(at, q)| (format!("quadrants/{}.html", q.id), Job::Quadrant(at))));
    let editions = history::editions_until(radar, today).iter().enumerate();
    jobs.extend(editions.map(|(at, e)| (format!("editions/{}.html", e.id), Job::Edition(at))));
    let teams = (0..).map(TeamIndex).zip(&radar.teams);
    jobs.extend(teams.map(|(at, team)| (format!("teams/{}.html", team.id), Job::Team(at))));
    let people = (0..).map(PersonIndex).zip(&radar.people);
    jobs.extend(people.map(|(at, p)| (format!("people/{}.html", p.id), Job::Person(at))));
    jobs.extend(radar.about.iter().map(|_| ("about.html".to_owned(), Job::About)));
    let blips = rows.listed.iter().enumerate();
    jobs.extend(blips.map(|(at, l)| (format!("blips/{}.html", l.blip.id), Job::Blip(at))));
    jobs.extend([
        ("radar.svg".to_owned(), Job::Drawing),
        ("radar.json".to_owned(), Job::Json),
        ("blips.csv".to_owned(), Job::Csv),
        (".nojekyll".to_owned(), Job::NoJekyll),
        ("reviews.ics".to_owned(), Job::Calendar(None)),
    ]);
    let teams = (0..).map(TeamIndex).zip(&radar.teams);
    let calendars = teams.map(|(at, t)| (format!("teams/{}.ics", t.id), Job::Calendar(Some(at))));
    jobs.extend(calendars);
    if radar.base_url.is_some() {
        jobs.push(("sitemap.xml".to_owned(), Job::SiteMap));
        jobs.push(("robots.txt".to_owned(), Job::Robots));
        jobs.push(("feed.xml".to_owned(), Job::Feed));
    }
    let assets = theme.assets.iter().enumerate();
    jobs.extend(assets.map(|(at, (path, _))| (path.to_owned(), Job::Asset(at))));
    let images = sources.below(&format!("{CONTENT}/{IMAGES}/"));
    jobs.extend(
        images.map(|(id, file)| (file.path[CONTENT.len() + 1..].to_owned(), Job::Image(id))),
    );
    jobs
}

/// Everything that files are made with.
pub(super) struct Press<'r> {
    rows: &'r Rows<'r>,
    sources: &'r SourceSet,
    theme: &'r Theme,
    site: Value,
    targets: Targets<'r>,
    highlighter: Highlighter,
    charts: Charts<'r, 'r>,
    /// The script of the radar's past.
    history: OnceLock<String>,
}

impl<'r> Press<'r> {
    pub(super) fn new(rows: &'r Rows<'r>, sources: &'r SourceSet, theme: &'r Theme) -> Self {
        let Compass { radar, today, .. } = rows.compass;
        let blips = rows.listed.iter();
        Self {
            rows,
            sources,
            theme,
            site: Value::from_serializable(&site_view(rows)),
            targets: Targets {
                blips: blips.map(|l| (l.blip.id.as_str(), l.blip.name.value.as_str())).collect(),
                files: SiteMap::new(radar, sources, today),
            },
            highlighter: Highlighter::default(),
            charts: Charts::new(rows, theme),
            history: OnceLock::new(),
        }
    }

    /// Makes a file.
    pub(super) fn print(&self, path: &str, job: Job) -> Result<Vec<u8>, Box<Diagnostic>> {
        let rows = self.rows;
        let radar = rows.compass.radar;
        let to_root = "../".repeat(path.matches('/').count());
        let text = |text: &Markdown| self.text(text, &to_root);
        match job {
            Job::Radar => {
                let history = published_history(self.history().as_bytes());
                let travel = Travel::new(rows, &history);
                let view = RadarPage::new(rows, self.charts.radar(&to_root), travel, &text);
                self.render("radar", path, &view)
            }
            Job::Quadrant(index) => {
                let charts = (self.charts.quadrant(index), self.charts.slice(index));
                let view = QuadrantPage::new(rows, index, charts, &text);
                self.render("quadrant", path, &view)
            }
            Job::Blip(at) => {
                let view = BlipPage::new(rows, &rows.listed[at], &text, &text);
                self.render("blip", path, &view)
            }
            Job::Team(index) => self.render("team", path, &TeamPage::new(rows, index)),
            Job::Person(index) => self.render("person", path, &PersonPage::new(rows, index)),
            Job::Edition(at) => {
                let published = history::editions_until(radar, rows.compass.today);
                let then = Rows::new(radar, published[at].date);
                let chart = Charts::new(&then, self.theme).radar(&to_root);
                let view = EditionPage::new(&then, chart, published, at, &text);
                self.render("edition", path, &view)
            }
            Job::Changes => self.render("changes", path, &ChangesPage::new(rows)),
            Job::Reviews => {
                let language = &self.theme.language;
                let chart = language.fill("burndown.name", &[("title", &radar.title)]);
                let view = ReviewsPage::new(rows, &chart, &|blip, text| {
                    let footnotes = format!("note-{}-{}-", blip.id, text.at.start);
                    self.text_with(text, &to_root, &footnotes)
                });
                self.render("reviews", path, &view)
            }
            Job::About => {
                let text = radar.about.as_ref().map_or_else(|| Html::trusted(""), text);
                self.render("about", path, &AboutPage { text })
            }
            Job::NotFound => self.render("not-found", path, &NotFoundPage {}),
            Job::History => Ok(self.history().into()),
            Job::Drawing => Ok(self.charts.standalone().into()),
            Job::Json => Ok(export::json(rows).into()),
            Job::Csv => Ok(export::csv(rows).into()),
            Job::NoJekyll => Ok(Vec::new()),
            Job::SiteMap => Ok(self.site_map().into()),
            Job::Robots => Ok(export::robots(self.base_url()).into()),
            Job::Feed => Ok(export::feed(rows, self.base_url(), &self.theme.language).into()),
            Job::Calendar(team) => Ok(export::calendar(rows, team, &self.theme.language).into()),
            Job::Asset(at) => {
                let (_, bytes) = self.theme.assets.iter().nth(at).expect("the theme has it");
                Ok(bytes.to_vec())
            }
            Job::Image(id) => Ok(self.sources.file(id).bytes.clone()),
        }
    }

    fn text(&self, text: &Markdown, to_root: &str) -> Html {
        self.text_with(text, to_root, &format!("note-{}-", text.at.start))
    }

    /// A text as HTML; `footnotes` is what the ids of its footnotes start with.
    fn text_with(&self, text: &Markdown, to_root: &str, footnotes: &str) -> Html {
        let style = Style { to_root, lower_headings: 1, footnotes };
        Html::trusted(&markdown::render(&text.value, style, &self.targets, &self.highlighter))
    }

    fn render<V: Serialize>(
        &self,
        kind: &'static str,
        path: &str,
        view: &V,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let base_url = &self.rows.compass.radar.base_url;
        let root = if kind == "not-found" {
            base_url.clone()
        } else {
            Some("../".repeat(path.matches('/').count()))
        };
        let canonical = base_url.as_ref().map(|base| match path {
            "index.html" => base.clone(),
            path => format!("{base}{path}"),
        });
        let page = PageView { kind, path: path.to_owned(), root, canonical };
        let html = self.theme.render(&format!("{kind}.html"), &self.site, &page, view)?;
        Ok(html.into_bytes())
    }

    fn history(&self) -> &str {
        self.history.get_or_init(|| export::history(self.rows, &self.charts.stays()))
    }

    fn site_map(&self) -> String {
        let jobs = jobs(self.rows, self.sources, self.theme).into_iter().map(|(path, _)| path);
        let is_page = |path: &String| path.ends_with(".html") && path != "404.html";
        let mut pages: Vec<String> = jobs.filter(is_page).collect();
        pages.par_sort_unstable();
        export::sitemap(self.base_url(), &pages)
    }

    fn base_url(&self) -> &str {
        self.rows.compass.radar.base_url.as_deref().unwrap_or_default()
    }
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
