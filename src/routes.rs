//! Which pages and files a radar's site has, before any of them is made.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::radar::Radar;
use crate::radar::history;
use crate::source::{CONTENT, SourceSet};

/// The folder of images, on the site and below the content.
pub(crate) const IMAGES: &str = "images";

/// The paths of a site, from its root.
#[derive(Clone, Debug, Default)]
pub struct SiteMap {
    paths: BTreeSet<String>,
}

impl SiteMap {
    /// The site of a radar as of a day, with the images of its sources. Editions and blips dated after
    /// it have no page yet.
    pub fn new(radar: &Radar, sources: &SourceSet, today: Date) -> Self {
        let fixed = ["index.html", "changes.html", "reviews.html", "404.html"];
        let data = ["radar.svg", "radar.json", "blips.csv", "reviews.ics"];
        let mut paths: BTreeSet<String> =
            fixed.into_iter().chain(data).map(str::to_owned).collect();
        if radar.about.is_some() {
            paths.insert("about.html".to_owned());
        }
        paths.extend(radar.teams.iter().map(|team| format!("teams/{}.ics", team.id)));
        if radar.base_url.is_some() {
            paths.extend(["feed.xml", "sitemap.xml", "robots.txt"].map(str::to_owned));
        }
        let mut pages = |folder: &str, ids: &mut dyn Iterator<Item = &String>| {
            paths.extend(ids.map(|id| format!("{folder}/{id}.html")));
        };
        pages("quadrants", &mut radar.quadrants.iter().map(|quadrant| &quadrant.id));
        let on_it = radar.blips.iter().filter(|b| history::placement_on(b, today).is_some());
        pages("blips", &mut on_it.map(|blip| &blip.id));
        pages("teams", &mut radar.teams.iter().map(|team| &team.id));
        pages("people", &mut radar.people.iter().map(|person| &person.id));
        let published = history::editions_until(radar, today).iter();
        pages("editions", &mut published.map(|edition| &edition.id));
        let images = sources.below(&format!("{CONTENT}/{IMAGES}/"));
        paths.extend(images.map(|(_, file)| file.path[CONTENT.len() + 1..].to_owned()));
        Self { paths }
    }

    /// Whether the site has this file.
    pub fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The paths of all images.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str).filter(|path| path.starts_with("images/"))
    }
}
