//! Every page and file of a site with its path: the one list that pages, links and exports share.
//!
//! A path starts at the site's root and has no leading slash. The theme's style sheets, scripts and
//! fonts are not in the list, since no text may link to them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::file_name::folded;
use crate::radar::{PersonIndex, QuadrantIndex, Radar, SiteExport, TeamIndex, history};
use crate::source::{CONTENT, FileId, SourceSet};

/// The home page.
pub const HOME: &str = "index.html";
/// The page of questions.
pub const QUESTIONS: &str = "questions.html";
/// The page of the whole life of the radar.
pub const HISTORY: &str = "history.html";
/// The page about the radar.
pub const ABOUT: &str = "about.html";
/// The page for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";
/// The sitemap.
pub const SITEMAP: &str = "sitemap.xml";
/// The script with what the search looks through. Its name has no hash, so a review of one blip leaves the pages of the
/// others as they are; it is no asset, since browsers may keep those for ever.
pub(crate) const SEARCH: &str = "search-index.js";
/// The folder of images, on the site and in the content.
pub const IMAGES: &str = "images";

/// The folder of the content whose files are published as they are, at the root of the site.
pub const STATIC: &str = "static";
/// The file that tells search engines where the sitemap is.
const ROBOTS: &str = "robots.txt";
/// The folder of style sheets, scripts and fonts.
const ASSETS: &str = "assets/";
/// The file that explains a folder of the content to its authors.
const README: &str = "README.md";

/// The endings of the files that are images: nothing else in their folder is published.
pub(crate) const IMAGE_ENDINGS: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Returns whether a path ends as an image does.
pub(crate) fn is_image(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    IMAGE_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// A page or file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The home page.
    Radar,
    /// The page of a quadrant.
    Quadrant(QuadrantIndex),
    /// The page of the blip at a position of [`Radar::blips`].
    Blip(usize),
    /// The page of a team.
    Team(TeamIndex),
    /// The page of a person.
    Person(PersonIndex),
    /// The page of the edition at a position of [`Radar::editions`].
    Edition(usize),
    /// What moved since the previous edition.
    Changes,
    /// All blips by all editions.
    History,
    /// The review board.
    Reviews,
    /// Which questions wait for an answer, and which have one.
    Questions,
    /// The about page.
    About,
    /// The page for addresses that do not exist.
    NotFound,
    /// The chart as a file of its own.
    Drawing,
    /// All blips by all editions, as a file of its own.
    Lives,
    /// The sheet to hang up.
    Poster,
    /// The picture that social networks show with a page.
    Card(CardOf),
    /// The radar for other programs.
    Json,
    /// What the search looks through, for the script.
    Search,
    /// The blips for a spreadsheet.
    Csv,
    /// The radar for another program that has a format of its own.
    Export(SiteExport),
    /// The day of the build, for the script.
    Day,
    /// Tells GitHub Pages to publish the site as it is: Jekyll would leave out some files.
    NoJekyll,
    /// The list of pages for search engines.
    Sitemap,
    /// Tells search engines where the sitemap is.
    Robots,
    /// What happened, as an Atom feed.
    Feed,
    /// When reviews expire: of all blips, or of those of a team.
    Calendar(Option<TeamIndex>),
    /// An image of the content.
    Image(FileId),
    /// A file of the content that is published as it is.
    Static(FileId),
}

/// What a card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOf {
    /// The whole radar.
    Radar,
    /// A quadrant.
    Quadrant(QuadrantIndex),
    /// The blip at a position of [`Radar::blips`].
    Blip(usize),
}

/// The pages and files of a site.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    pages: BTreeMap<String, Page>,
    /// The files of [`STATIC`] that have no place, and the path that is in their way.
    misplaced: Vec<(FileId, String)>,
}

/// The pages and files that every site has.
const OF_EVERY_SITE: [(&str, Page); 15] = [
    (HOME, Page::Radar),
    ("changes.html", Page::Changes),
    (HISTORY, Page::History),
    ("reviews.html", Page::Reviews),
    (QUESTIONS, Page::Questions),
    (NOT_FOUND, Page::NotFound),
    ("radar.svg", Page::Drawing),
    ("history.svg", Page::Lives),
    ("poster.svg", Page::Poster),
    ("radar.json", Page::Json),
    ("blips.csv", Page::Csv),
    (SEARCH, Page::Search),
    ("reviews.ics", Page::Calendar(None)),
    ("day.js", Page::Day),
    (".nojekyll", Page::NoJekyll),
];

impl Routes {
    /// Lists the site of a radar on a day. Blips and editions that are dated later have no page yet.
    pub fn new(radar: &Radar, sources: &SourceSet, day: Date) -> Self {
        let mut pages = BTreeMap::new();
        let mut add = |path: String, page| {
            pages.insert(path, page);
        };
        for (path, page) in OF_EVERY_SITE {
            add(path.to_owned(), page);
        }
        if radar.about.is_some() {
            add(ABOUT.to_owned(), Page::About);
        }
        if radar.base_url.is_some() {
            for (path, page) in
                [("feed.xml", Page::Feed), (SITEMAP, Page::Sitemap), (ROBOTS, Page::Robots)]
            {
                add(path.to_owned(), page);
            }
        }
        for kind in &radar.exports {
            add(export(*kind).to_owned(), Page::Export(*kind));
        }
        for (at, item) in (0..).zip(&radar.quadrants) {
            add(quadrant(&item.id), Page::Quadrant(QuadrantIndex(at)));
        }
        for (at, item) in radar.blips.iter().enumerate() {
            if history::placement_on(item, day).is_some() {
                add(blip(&item.id), Page::Blip(at));
            }
        }
        for (at, item) in (0..).zip(&radar.teams) {
            add(team(&item.id), Page::Team(TeamIndex(at)));
            add(calendar(&item.id), Page::Calendar(Some(TeamIndex(at))));
        }
        for (at, item) in (0..).zip(&radar.people) {
            add(person(&item.id), Page::Person(PersonIndex(at)));
        }
        for (at, item) in history::editions_until(radar, day).iter().enumerate() {
            add(edition(&item.id), Page::Edition(at));
        }
        let images = sources.below(&format!("{CONTENT}/{IMAGES}/"));
        for (id, file) in images.filter(|(_, file)| is_image(&file.path)) {
            add(file.path[CONTENT.len() + 1..].to_owned(), Page::Image(id));
        }
        if radar.has_cards() {
            let cards = pages.iter().filter_map(|(path, page)| Some((card(path), card_of(*page)?)));
            let cards: Vec<_> = cards.collect();
            pages.extend(cards.into_iter().map(|(path, of)| (path, Page::Card(of))));
        }
        let mut routes = Self { pages, misplaced: Vec::new() };
        routes.add_static(sources);
        routes
    }

    /// Adds the files that are published as they are. None takes the place of a page, except that of `robots.txt`: its
    /// rules are the author's.
    fn add_static(&mut self, sources: &SourceSet) {
        let folder = format!("{CONTENT}/{STATIC}/");
        let mut files = sources.below(&folder).peekable();
        if files.peek().is_none() {
            return;
        }
        // Some systems do not tell `Index.html` from `index.html`.
        let mut taken: BTreeMap<String, String> =
            self.pages.keys().map(|path| (folded(path), path.clone())).collect();
        taken.remove(ROBOTS);
        for (id, file) in files {
            let path = &file.path[folder.len()..];
            match in_the_way(&taken, &folded(path)) {
                _ if path == README => {}
                Some(other) => self.misplaced.push((id, other)),
                None => {
                    taken.insert(folded(path), path.to_owned());
                    self.pages.insert(path.to_owned(), Page::Static(id));
                }
            }
        }
    }

    /// Returns the files that would take the place of a page or of a folder, with its path.
    pub(crate) fn misplaced(&self) -> &[(FileId, String)] {
        &self.misplaced
    }

    /// Returns whether the site has this page or file.
    pub fn contains(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// Returns whether a path is that of a blip's page.
    pub(crate) fn is_blip(&self, path: &str) -> bool {
        matches!(self.pages.get(path), Some(Page::Blip(_)))
    }

    /// Returns the path of the card to show with a page, and what it is about: its own, or that of the radar.
    pub(crate) fn card(&self, page: &str) -> Option<(String, CardOf)> {
        [page, HOME].map(card).into_iter().find_map(|path| match self.pages.get(&path) {
            Some(Page::Card(of)) => Some((path, *of)),
            _ => None,
        })
    }

    /// Returns every path with its page, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Page)> {
        self.pages.iter().map(|(path, page)| (path.as_str(), *page))
    }

    /// Returns the paths of all images.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(_, page)| matches!(page, Page::Image(_))).map(|(path, _)| path)
    }
}

/// Returns what is in the way of a file: another file, a folder of this name, or a file with the name of its folder.
/// `taken` has paths by what they are folded to.
fn in_the_way(taken: &BTreeMap<String, String>, path: &str) -> Option<String> {
    if path.starts_with(ASSETS) {
        return Some(ASSETS.to_owned());
    }
    let folder = format!("{path}/");
    let inside =
        taken.range(folder.clone()..).next().filter(|(other, _)| other.starts_with(&folder));
    let above = path.match_indices('/').find_map(|(at, _)| taken.get(&path[..at]));
    let other = taken.get(path).or(above).or(inside.map(|(_, other)| other));
    other.cloned()
}

/// Returns what the card of a page is about, if it has one of its own.
fn card_of(page: Page) -> Option<CardOf> {
    match page {
        Page::Radar => Some(CardOf::Radar),
        Page::Quadrant(index) => Some(CardOf::Quadrant(index)),
        Page::Blip(at) => Some(CardOf::Blip(at)),
        _ => None,
    }
}

/// Returns the path of the card of a page.
fn card(page: &str) -> String {
    format!("cards/{}.png", page.strip_suffix(".html").unwrap_or(page))
}

/// Returns the path of a file for another program.
pub fn export(kind: SiteExport) -> &'static str {
    match kind {
        SiteExport::Backstage => "backstage.json",
        SiteExport::ByorCsv => "byor.csv",
        SiteExport::ByorJson => "byor.json",
        SiteExport::Zalando => "zalando.json",
    }
}

/// Returns the path of a blip's page.
pub fn blip(id: &str) -> String {
    format!("blips/{id}.html")
}

/// Returns the path of a quadrant's page.
pub fn quadrant(id: &str) -> String {
    format!("quadrants/{id}.html")
}

/// Returns the path of a team's page.
pub fn team(id: &str) -> String {
    format!("teams/{id}.html")
}

/// Returns the path of a team's calendar.
pub fn calendar(team: &str) -> String {
    format!("teams/{team}.ics")
}

/// Returns the path of a person's page.
pub fn person(id: &str) -> String {
    format!("people/{id}.html")
}

/// Returns the address of a question about a blip, by a name that no other question about it has. No id of a heading has
/// an underscore in its scope, so the fragment is the question's own.
pub fn question(blip: &str, name: &str) -> String {
    format!("{QUESTIONS}#{blip}_{name}")
}

/// Returns the path of an edition's page.
pub fn edition(id: &str) -> String {
    format!("editions/{id}.html")
}

/// Returns what leads from a page to the site's root: `../` for each folder it is in.
pub fn to_root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}
