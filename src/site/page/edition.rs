//! Pages about time: what changed, and the radar of an edition.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::Html;
use super::row::{Compass, Counts, PlaceLink, Rows, Shared};
use crate::radar::diff::{self, Diff};
use crate::radar::history;
use crate::radar::{Edition, Markdown, Placement};

/// `changes.html`: what moved since the previous edition.
#[derive(Debug, Serialize)]
pub struct ChangesPage {
    /// The day the radar is compared with.
    pub since: Date,
    /// The edition of that day, unless there is none.
    pub previous: Option<EditionLink>,
    /// What moved, by movement; only those in which something did, and never `unchanged`.
    pub groups: Vec<Group>,
    /// All editions, the newest first.
    pub editions: Vec<EditionLink>,
}

/// `edition.html`: the radar as of an edition.
#[derive(Debug, Serialize)]
pub struct EditionPage {
    /// The edition.
    pub edition: EditionLink,
    /// A few words.
    pub intro: Option<Html>,
    /// The radar as it was drawn on that day.
    pub chart: Html,
    /// What the script knows of the blips on it: JSON.
    pub known: Html,
    /// The day it is compared with: that of the edition before, or half a year earlier.
    pub since: Date,
    /// The edition before.
    pub previous: Option<EditionLink>,
    /// The edition after.
    pub next: Option<EditionLink>,
    /// What moved, as on the page of changes.
    pub groups: Vec<Group>,
    /// The [`super::Row`]s of the blips whose review ran out since, by ring and name.
    pub ran_out: Vec<Value>,
    /// The counts, judged as of the day of the edition.
    pub counts: Counts,
    /// The rings of that day with the names on them.
    pub rings: Vec<RingThen>,
}

/// An edition in links and lists.
#[derive(Clone, Debug, Serialize)]
pub struct EditionLink {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its day.
    pub date: Date,
    /// Its page.
    pub url: String,
}

/// Blips that moved alike.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The [`crate::radar::history::Movement`].
    pub movement: &'static str,
    /// The blips, by ring and name.
    pub blips: Vec<Moved>,
}

/// A blip that moved.
#[derive(Debug, Serialize)]
pub struct Moved {
    /// Its [`super::Row`]: of today, or of the edition's day on an edition's page.
    pub blip: Value,
    /// Where it came from; null if it was not on a ring.
    pub from: Option<Shared<PlaceLink>>,
    /// Where it went; null if it left.
    pub to: Option<Shared<PlaceLink>>,
}

/// A ring as of an edition.
#[derive(Debug, Serialize)]
pub struct RingThen {
    /// The ring.
    pub place: Shared<PlaceLink>,
    /// The [`super::Row`]s of its blips, by name.
    pub blips: Vec<Value>,
}

impl From<&Edition> for EditionLink {
    fn from(edition: &Edition) -> Self {
        Self {
            id: edition.id.clone(),
            name: edition.name.clone(),
            date: edition.date,
            url: format!("editions/{}.html", edition.id),
        }
    }
}

/// The newest edition up to today.
pub(super) fn newest(rows: &Rows) -> Option<EditionLink> {
    let Compass { radar, today, .. } = rows.compass;
    history::editions_until(radar, today).last().map(EditionLink::from)
}

impl ChangesPage {
    /// Makes the page of changes.
    pub fn new(rows: &Rows) -> Self {
        let Compass { radar, today, since, .. } = rows.compass;
        let editions = history::editions_until(radar, today);
        Self {
            since,
            previous: editions.len().checked_sub(2).map(|at| (&editions[at]).into()),
            groups: groups(rows, &Diff::new(rows, since)),
            editions: editions.iter().rev().map(EditionLink::from).collect(),
        }
    }
}

impl EditionPage {
    /// Makes the page of the edition at a position of `published`, the editions up to today; `then`
    /// is the radar of its day, and `chart` draws it.
    pub fn new(
        then: &Rows,
        chart: Html,
        published: &[Edition],
        at: usize,
        markdown: &dyn Fn(&Markdown) -> Html,
    ) -> Self {
        let since = then.compass.since;
        let edition = &published[at];
        let rings = then.compass.rings().map(|(ring, place)| {
            let on_it = then.listed.iter().filter(|l| l.placement == Placement::Ring(ring));
            RingThen { place, blips: super::listing::by_name(on_it) }
        });
        let diff = Diff::new(then, since);
        let ran_out = |ran_out: &diff::RanOut| Some(then.get(&ran_out.blip.id)?.row.clone());
        Self {
            edition: edition.into(),
            intro: edition.intro.as_ref().map(markdown),
            chart,
            known: super::Known::json(then, then.listed.iter()),
            since,
            previous: at.checked_sub(1).map(|before| (&published[before]).into()),
            next: published.get(at + 1).map(EditionLink::from),
            groups: groups(then, &diff),
            ran_out: diff.ran_out.iter().filter_map(ran_out).collect(),
            counts: Rows::counts(&then.listed),
            rings: rings.collect(),
        }
    }
}

/// What moved, for the pages.
fn groups(rows: &Rows, diff: &Diff) -> Vec<Group> {
    let place = |placement: Placement| placement.ring().map(|ring| rows.compass.ring(ring));
    let moved = |moved: &diff::Moved| {
        let blip = rows.get(&moved.blip.id)?.row.clone();
        Some(Moved { blip, from: moved.from.and_then(place), to: place(moved.to) })
    };
    let groups = diff.moves.iter().map(|(movement, all)| Group {
        movement: movement.name(),
        blips: all.iter().filter_map(moved).collect(),
    });
    groups.collect()
}
