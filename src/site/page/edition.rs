//! Pages about time: what changed, and the radar of an edition.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::drawing::RadarDrawing;
use super::finder::SearchData;
use super::links::{Links, Rows, SectionLink, TemplateValue};
use super::{Html, RenderMarkdown};
use crate::radar::diff::{self, Diff};
use crate::radar::{Counts, Edition, JudgedBlip, Placement};
use crate::routes;

/// `changes.html`: what moved since the previous edition.
#[derive(Debug, Serialize)]
pub(crate) struct ChangesPage {
    /// The day that the radar is compared with.
    since: Date,
    /// The edition of that day, if there is one.
    previous: Option<EditionLink>,
    groups: Vec<MovementGroup>,
    /// The newest first.
    editions: Vec<EditionLink>,
}

/// `edition.html`: the radar as of an edition.
#[derive(Debug, Serialize)]
pub(crate) struct EditionPage {
    edition: EditionLink,
    intro: Option<Html>,
    /// The radar as it was drawn on that day.
    #[serde(flatten)]
    drawing: RadarDrawing,
    /// What the script knows of the blips on it: JSON.
    known: Html,
    /// The day that the edition is compared with.
    since: Date,
    previous: Option<EditionLink>,
    next: Option<EditionLink>,
    groups: Vec<MovementGroup>,
    /// The rows of the blips whose review expired since, by ring and name.
    ran_out: Vec<Value>,
    /// Judged as of the day of the edition.
    counts: Counts,
    rings: Vec<EditionRing>,
}

/// An edition in links and lists.
#[derive(Debug, Serialize)]
pub(crate) struct EditionLink {
    id: String,
    name: String,
    date: Date,
    url: String,
}

/// The blips that moved alike, by ring and name. Groups are never empty and never `unchanged`.
#[derive(Debug, Serialize)]
struct MovementGroup {
    movement: &'static str,
    blips: Vec<MovedBlip>,
}

/// A blip that moved.
#[derive(Debug, Serialize)]
struct MovedBlip {
    /// Its row, as of the day of the page.
    blip: Value,
    /// Its ring before; null if it was on none.
    from: Option<TemplateValue<SectionLink>>,
    /// Its ring after; null if it left.
    to: Option<TemplateValue<SectionLink>>,
}

/// A ring as of an edition, with the rows of its blips by name.
#[derive(Debug, Serialize)]
struct EditionRing {
    place: TemplateValue<SectionLink>,
    blips: Vec<Value>,
    /// How many blips were on it, listed or not.
    count: usize,
}

impl From<&Edition> for EditionLink {
    fn from(edition: &Edition) -> Self {
        Self {
            id: edition.id.clone(),
            name: edition.name.clone(),
            date: edition.date,
            url: routes::edition(&edition.id),
        }
    }
}

impl ChangesPage {
    pub(crate) fn new(links: &Links) -> Self {
        let since = links.snapshot.since;
        let editions = links.snapshot.editions();
        Self {
            since,
            previous: editions.len().checked_sub(2).map(|at| (&editions[at]).into()),
            groups: groups(links, &Diff::new(links.snapshot, since)),
            editions: editions.iter().rev().map(EditionLink::from).collect(),
        }
    }
}

impl EditionPage {
    /// Makes the page of the edition at a position of `published`, the editions up to today. `links` are
    /// those of its day, and `drawing` shows that day.
    pub(crate) fn new(
        links: &Links,
        drawing: RadarDrawing,
        published: &[Edition],
        at: usize,
        markdown: RenderMarkdown,
    ) -> Self {
        let snapshot = links.snapshot;
        let edition = &published[at];
        let rings = links.rings().map(|(ring, place)| {
            let is_on_it = |judged: &&JudgedBlip| judged.placement == Placement::Ring(ring);
            let on_it = snapshot.blips.iter().filter(is_on_it);
            let count = on_it.clone().count();
            let blips = drawing.has_blips().then(|| links.rows_by_name(Rows::Values, on_it));
            EditionRing { place, blips: blips.unwrap_or_default(), count }
        });
        let rings = rings.collect();
        let diff = Diff::new(snapshot, snapshot.since);
        Self {
            edition: edition.into(),
            intro: edition.intro.as_ref().map(markdown),
            known: SearchData::json(snapshot, drawing.blips(snapshot)),
            drawing,
            since: snapshot.since,
            previous: at.checked_sub(1).map(|before| (&published[before]).into()),
            next: published.get(at + 1).map(EditionLink::from),
            groups: groups(links, &diff),
            ran_out: diff.expired.iter().filter_map(|e| links.row_of(&e.blip.id)).collect(),
            counts: snapshot.counts(),
            rings,
        }
    }
}

fn groups(links: &Links, diff: &Diff) -> Vec<MovementGroup> {
    let ring = |placement: Placement| placement.ring().map(|ring| links.ring(ring));
    let moved = |moved: &diff::Moved| {
        let blip = links.row_of(&moved.blip.id)?;
        Some(MovedBlip { blip, from: moved.from.and_then(ring), to: ring(moved.to) })
    };
    let groups = diff.moves.iter().map(|(movement, all)| MovementGroup {
        movement: movement.name(),
        blips: all.iter().filter_map(moved).collect(),
    });
    groups.collect()
}
