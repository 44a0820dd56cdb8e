//! A [`Page`] -> the bytes of its file.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use tera::Value;
use url::Url;

use super::Body;
use super::cards::{Cards, Earlier};
use super::charts::Charts;
use super::lives;
use super::page::blip::BlipPage;
use super::page::drawing::{QuadrantDrawing, RadarDrawing};
use super::page::edition::{ChangesPage, EditionPage};
use super::page::history::HistoryPage;
use super::page::links::Links;
use super::page::listing::{QuadrantPage, RadarPage, Timeline};
use super::page::neighbours::Neighbours;
use super::page::people::{PersonPage, TeamPage};
use super::page::questions::QuestionsPage;
use super::page::reviews::ReviewsPage;
use super::page::{AboutPage, CardView, Html, NotFoundPage, PageView, SiteView};
use super::poster::poster;
use crate::anchors::Anchors;
use crate::chart::svg::card;
use crate::diagnostic::Diagnostic;
use crate::export::{self, PlacedSpan};
use crate::markdown::{self, BlipNames, FindFragment, Style};
use crate::radar::{Blip, Markdown, Snapshot};
use crate::routes::{self, Page, Routes};
use crate::source::SourceSet;
use crate::theme::{self, Language, SharedParts, Theme};

/// What pages are rendered with: a snapshot, its links and charts, the theme.
pub(super) struct Renderer<'s> {
    snapshot: &'s Snapshot<'s>,
    links: Links<'s, 's>,
    routes: &'s Routes,
    sources: &'s SourceSet,
    theme: &'s Theme,
    site: Value,
    blip_names: BlipNames<'s>,
    anchors: Anchors<'s>,
    charts: Charts<'s, 's>,
    cards: Cards<'s, 's>,
    earlier: Earlier<'s>,
    spans: OnceLock<Vec<PlacedSpan<'s>>>,
    history: OnceLock<String>,
    neighbours: OnceLock<Neighbours<'s>>,
    /// What the pages of a kind share.
    shared: BTreeMap<&'static str, OnceLock<Shared>>,
}

/// What the pages of a kind share; none if the radar has templates of its own for it.
type Shared = Result<Option<SharedParts>, Box<Diagnostic>>;

/// The kinds of pages that speak of today.
const WITH_DAY: [&str; 4] = ["radar", "history", "reviews", "questions"];
/// The kinds of pages that large radars have many of. What they share says nothing else of the page.
const MANY: [&str; 4] = ["blip", "person", "team", "edition"];

impl<'s> Renderer<'s> {
    pub(super) fn new(
        snapshot: &'s Snapshot<'s>,
        routes: &'s Routes,
        sources: &'s SourceSet,
        theme: &'s Theme,
        earlier: Earlier<'s>,
    ) -> Self {
        let links = Links::new(snapshot, theme.part_renderer());
        let blips = snapshot.blips.iter();
        Self {
            snapshot,
            routes,
            sources,
            theme,
            site: Value::from_serializable(&SiteView::new(&links)),
            links,
            blip_names: blips.map(|j| (j.blip.id.as_str(), j.blip.name.value.as_str())).collect(),
            anchors: Anchors::new(snapshot.radar),
            charts: Charts::new(snapshot, theme),
            cards: Cards::new(snapshot, theme),
            earlier,
            spans: OnceLock::new(),
            history: OnceLock::new(),
            neighbours: OnceLock::new(),
            shared: MANY.into_iter().map(|kind| (kind, OnceLock::new())).collect(),
        }
    }

    /// Returns the script with the past of the radar, for the home page. Its path ([`history_path`])
    /// carries a hash of it.
    pub(super) fn history(&self) -> &str {
        self.history.get_or_init(|| export::history(self.snapshot, self.spans()))
    }

    /// Returns the places of blips on all days, which the script and the editions share.
    fn spans(&self) -> &[PlacedSpan<'s>] {
        self.spans.get_or_init(|| self.charts.placed_spans())
    }

    /// Renders a page or file of the site.
    ///
    /// # Errors
    ///
    /// If its template fails.
    pub(super) fn render(&self, path: &str, page: Page) -> Result<Body, Box<Diagnostic>> {
        let radar = self.snapshot.radar;
        let language = &self.theme.language;
        let bytes = match page {
            Page::Json => export::json(self.snapshot).into(),
            Page::Csv => export::csv(self.snapshot).into(),
            Page::Search => export::search(self.snapshot).into(),
            Page::Export(kind) => export::for_site(kind, self.snapshot).into(),
            Page::Drawing => self.charts.standalone().into(),
            Page::Poster => poster(&self.charts, self.snapshot, self.theme).into(),
            Page::Card(of) => {
                let drawn = self.cards.draw(&self.charts, of);
                self.cards.png(&drawn, (self.earlier)(path))
            }
            // A script and not data: a page that is opened from the disk may load nothing else.
            Page::Day => {
                format!("document.documentElement.dataset.built=\"{}\";\n", self.snapshot.day)
                    .into_bytes()
            }
            Page::NoJekyll => Vec::new(),
            Page::Sitemap => export::sitemap(self.base_url(), &self.pages()).into(),
            Page::Robots => export::robots(self.base_url()).into(),
            Page::Feed => export::feed(self.snapshot, self.base_url(), language).into(),
            Page::Calendar(team) => export::calendar(self.snapshot, team, language).into(),
            Page::Image(id) | Page::Static(id) => return Ok(Body::Read(self.sources.shared(id))),
            Page::Quadrant(index) => {
                let slice = self.charts.quadrant_slice(index);
                let drawing = QuadrantDrawing::new(&self.charts.quadrant(index), slice.as_ref());
                let view = QuadrantPage::new(&self.links, index, drawing, &self.text(path));
                self.template("quadrant", path, &view)?
            }
            Page::Blip(at) => self.blip(path, &radar.blips[at])?,
            Page::Team(index) => self.template("team", path, &TeamPage::new(&self.links, index))?,
            Page::Person(index) => {
                self.template("person", path, &PersonPage::new(&self.links, index))?
            }
            Page::Radar => self.home(path)?,
            Page::Edition(at) => self.edition(path, at)?,
            Page::Changes => self.template("changes", path, &ChangesPage::new(&self.links))?,
            Page::History => self.template("history", path, &HistoryPage::new(&self.links))?,
            Page::Lives => {
                lives::picture(self.snapshot, self.theme, &self.charts.embedded_fonts()).into()
            }
            Page::Reviews => self.reviews(path)?,
            Page::Questions => self.questions(path)?,
            Page::About => {
                let text = radar.about.as_ref();
                let text = text.map_or_else(|| Html::trusted(""), self.text(path));
                self.template("about", path, &AboutPage { text })?
            }
            Page::NotFound => self.template("not-found", path, &NotFoundPage {})?,
        };
        Ok(bytes.into())
    }

    fn home(&self, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let timeline = Timeline::new(&self.links, history_path(self.history()));
        let drawing = radar_drawing(&self.charts, path);
        let view = RadarPage::new(&self.links, drawing, timeline, &self.text(path));
        self.template("radar", path, &view)
    }

    fn blip(&self, path: &str, blip: &Blip) -> Result<Vec<u8>, Box<Diagnostic>> {
        let at = self.snapshot.position(&blip.id).expect("only blips of the snapshot have a page");
        let neighbours = self.neighbours.get_or_init(|| Neighbours::new(self.snapshot));
        let locator = self.charts.locator(&blip.id).map(|svg| Html::trusted(&svg));
        let view = BlipPage::new(
            &self.links,
            at,
            (neighbours, locator),
            &self.theme.language,
            &self.text(path),
        );
        self.template("blip", path, &view)
    }

    fn edition(&self, path: &str, at: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let published = self.snapshot.editions();
        let then = Snapshot::new(self.snapshot.radar, published[at].date);
        let charts = Charts::of_past(&then, &self.charts, self.spans());
        let drawing = radar_drawing(&charts, path);
        let view =
            EditionPage::new(&Links::new(&then, None), drawing, published, at, &self.text(path));
        self.template("edition", path, &view)
    }

    fn reviews(&self, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let title = &self.snapshot.radar.title;
        let chart_name = self.theme.language.fill("burndown.name", &[("title", title)]);
        let note = |blip: &Blip, text: &Markdown| self.text_of(blip, text, path);
        let view = ReviewsPage::new(&self.links, &chart_name, &note);
        self.template("reviews", path, &view)
    }

    fn questions(&self, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let view = QuestionsPage::new(&self.links, &|blip, text| self.text_of(blip, text, path));
        self.template("questions", path, &view)
    }

    /// Renders a text of a blip for a page that has texts of many.
    fn text_of(&self, blip: &Blip, text: &Markdown, path: &str) -> Html {
        self.text_with(text, path, &format!("{}-{}", blip.id, self.anchors.scope(text)))
    }

    /// Returns a function that renders texts for the page at a path.
    fn text(&self, path: &str) -> impl Fn(&Markdown) -> Html {
        move |text| self.text_with(text, path, self.anchors.scope(text))
    }

    /// Renders a text for the page at a path; `scope` is what the ids in it start with.
    fn text_with(&self, text: &Markdown, path: &str, scope: &str) -> Html {
        let to_root = &routes::to_root(path);
        let home = self.anchors.page(text);
        let fragments = |page: &str, fragment: &str| {
            self.anchors.id(if page.is_empty() { home } else { page }, fragment)
        };
        let home = if home == path { "" } else { home };
        let fragments: Option<FindFragment> = Some(&fragments);
        let style = Style { to_root, lower_headings: 1, scope, home, fragments };
        let html = markdown::render(&text.value, style, &self.blip_names);
        Html::trusted(&named(html, &self.theme.language))
    }

    fn template<V: Serialize>(
        &self,
        kind: &'static str,
        path: &str,
        view: &V,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let base_url = &self.snapshot.radar.base_url;
        let root = match path {
            routes::NOT_FOUND => base_url.as_deref().and_then(path_of),
            _ => Some(routes::to_root(path)),
        };
        let canonical = base_url.as_ref().map(|base| match path {
            routes::HOME => base.clone(),
            path => format!("{base}{path}"),
        });
        let card = base_url.as_ref().and_then(|base| self.card(path, base));
        let mut page = PageView {
            kind,
            path: path.to_owned(),
            root,
            canonical,
            card,
            has_day: WITH_DAY.contains(&kind),
            shared: None,
        };
        if let Some(shared) = self.shared.get(kind) {
            let made = || self.theme.shared_parts(&self.site, &page);
            page.shared = shared.get_or_init(made).clone()?;
        }
        let html = self.theme.render(&format!("{kind}.html"), &self.site, &page, view)?;
        Ok(html.into_bytes())
    }

    /// Returns the picture that social networks show with a page.
    fn card(&self, page: &str, base_url: &str) -> Option<CardView> {
        let (path, of) = self.routes.card(page)?;
        let drawn = self.cards.draw(&self.charts, of);
        let url = format!("{base_url}{path}?v={}", drawn.source);
        let (width, height) = card::SIZE;
        Some(CardView { url, alt: drawn.says, width, height })
    }

    /// Returns the paths of the pages that search engines may list.
    fn pages(&self) -> Vec<&str> {
        let pages = self.routes.iter().filter(|(_, page)| !matches!(page, Page::Static(_)));
        let paths = pages.map(|(path, _)| path);
        paths.filter(|path| path.ends_with(".html") && *path != routes::NOT_FOUND).collect()
    }

    fn base_url(&self) -> &str {
        self.snapshot.radar.base_url.as_deref().unwrap_or_default()
    }
}

/// Returns the drawings of the radar for the page at a path.
fn radar_drawing(charts: &Charts, path: &str) -> RadarDrawing {
    let to_root = &routes::to_root(path);
    RadarDrawing::new(&charts.radar(to_root), &charts.slices(to_root))
}

/// Names what a keyboard can scroll: the renderer of texts knows no language. In its output, only tags have a `<`.
fn named(html: String, language: &Language) -> String {
    if !html.contains(" tabindex=\"0\">") {
        return html;
    }
    let mut html = html;
    for (tag, key) in [("<pre", "prose.code"), ("<section class=\"table\"", "prose.table")] {
        let mut name = String::new();
        let _ = escape_html(&mut name, language.text(key));
        let focusable = format!("{tag} tabindex=\"0\"");
        let with_name = format!("{focusable} role=\"group\" aria-label=\"{name}\"");
        html = html.replace(&focusable, &with_name);
    }
    html
}

/// Returns the path of an address. The page for missing files has any address, so its links start at the root of
/// the site that it is shown on: a copy on another origin has to link to itself, and its policy loads nothing else.
fn path_of(base_url: &str) -> Option<String> {
    let url = Url::parse(base_url).ok()?;
    let path = url.path();
    // Two slashes would start the name of a host.
    Some(if path.starts_with("//") { format!("/.{path}") } else { path.to_owned() })
}

/// Returns the path of the script with the past of the radar.
pub(super) fn history_path(script: &str) -> String {
    theme::published("history.js", script.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_paths() {
        for (url, path) in [
            ("https://example.org/", "/"),
            ("https://example.org/tech/radar/", "/tech/radar/"),
            ("https://example.org//evil.example/", "/.//evil.example/"),
        ] {
            assert_eq!(path_of(url).as_deref(), Some(path));
        }
    }
}
