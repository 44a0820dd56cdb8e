//! Pages that list blips by quadrant and ring: the home page and the quadrants.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::drawing::{QuadrantDrawing, RadarDrawing};
use super::edition::EditionLink;
use super::finder::{Facet, SearchData, facets};
use super::links::{Links, Rows, SectionLink, TemplateValue};
use super::reviews::Overdue;
use super::{Html, RenderMarkdown};
use crate::radar::history::Movement;
use crate::radar::queue::{self, Horizon, Waiting};
use crate::radar::{Counts, JudgedBlip, MovementCounts, Placement, QuadrantIndex, history};

/// How many blips a radar names that is to be reviewed from the start.
const FIRST: usize = 10;

/// `index.html`.
#[derive(Debug, Serialize)]
pub(crate) struct RadarPage {
    #[serde(flatten)]
    drawing: RadarDrawing,
    facets: Vec<Facet>,
    /// What the script knows of the blips on the chart: JSON.
    known: Html,
    quadrants: Vec<QuadrantList>,
    rings: Vec<RingList>,
    counts: Counts,
    movements: MovementCounts,
    /// The day that movement is measured from.
    since: Date,
    /// The newest edition, if there is one.
    edition: Option<EditionLink>,
    travel: Timeline,
    /// The flagged blips to begin with, the riskiest first.
    first: Vec<Flagged>,
}

/// A flagged blip.
#[derive(Debug, Serialize)]
struct Flagged {
    /// Its row.
    blip: Value,
    overdue: Option<Overdue>,
}

/// The days that the chart can be shown for.
#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    first: Date,
    /// As far in the future as a review made today holds: on that day everything has expired.
    last: Date,
    /// Oldest first.
    editions: Vec<EditionLink>,
    /// The path of the script that knows the past.
    history: String,
}

/// `quadrant.html`.
#[derive(Debug, Serialize)]
pub(crate) struct QuadrantPage {
    #[serde(flatten)]
    drawing: QuadrantDrawing,
    /// What the script knows of the blips on the chart: JSON.
    known: Html,
    quadrant: QuadrantList,
    retired: Vec<Value>,
}

/// A quadrant with its blips.
#[derive(Debug, Serialize)]
struct QuadrantList {
    place: TemplateValue<SectionLink>,
    description: Option<Html>,
    /// From the centre out, empty rings included.
    rings: Vec<RingList>,
    counts: Counts,
}

/// A ring with the rows of its blips, by name.
#[derive(Debug, Serialize)]
struct RingList {
    place: TemplateValue<SectionLink>,
    description: Option<Html>,
    blips: Vec<Value>,
    /// How many blips are on it, listed or not.
    count: usize,
}

impl RadarPage {
    pub(crate) fn new(
        links: &Links,
        drawing: RadarDrawing,
        timeline: Timeline,
        markdown: RenderMarkdown,
    ) -> Self {
        let snapshot = links.snapshot;
        let rings = links.rings().map(|(index, place)| RingList {
            place,
            description: snapshot.radar.ring(index).description.as_ref().map(markdown),
            blips: Vec::new(),
            count: 0,
        });
        let rows = drawing.has_blips().then_some(Rows::Values);
        Self {
            facets: facets(snapshot),
            known: SearchData::json(snapshot, drawing.blips(snapshot)),
            drawing,
            quadrants: links
                .quadrants()
                .map(|(index, _)| QuadrantList::new(links, index, rows, markdown))
                .collect(),
            rings: rings.collect(),
            counts: snapshot.counts(),
            movements: MovementCounts::of(snapshot.blips.iter().filter(|j| counts_as_moved(j))),
            since: snapshot.since,
            edition: snapshot.editions().last().map(EditionLink::from),
            travel: timeline,
            first: first(links),
        }
    }
}

/// Returns whether a movement is counted: one that retired before the day compared with has not stayed where it was.
fn counts_as_moved(judged: &JudgedBlip) -> bool {
    judged.ring().is_some() || judged.movement == Movement::Retired
}

/// Returns the flagged blips that are reviewed best before all others.
fn first(links: &Links) -> Vec<Flagged> {
    let waiting = queue::queue(links.snapshot, Horizon::Notice).into_iter();
    let flagged = waiting.filter(|waiting| waiting.freshness.is_flagged()).take(FIRST);
    let overdue = |waiting: Waiting| {
        let blip = links.row_of(&waiting.blip.id)?;
        Some(Flagged { blip, overdue: Overdue::new(&waiting) })
    };
    flagged.filter_map(overdue).collect()
}

impl Timeline {
    /// Spans the days from the first that the radar knows of; `history` is the path of the script.
    pub(crate) fn new(links: &Links, history: String) -> Self {
        let snapshot = links.snapshot;
        let (day, editions) = (snapshot.day, snapshot.editions());
        let added = snapshot.blips.iter().filter_map(|judged| history::added(judged.blip)).min();
        let first = editions.first().map(|edition| edition.date).into_iter().chain(added).min();
        Self {
            first: first.unwrap_or(day).min(day),
            last: snapshot.radar.rule.every.after(day),
            editions: editions.iter().map(EditionLink::from).collect(),
            history,
        }
    }
}

impl QuadrantPage {
    pub(crate) fn new(
        links: &Links,
        index: QuadrantIndex,
        drawing: QuadrantDrawing,
        markdown: RenderMarkdown,
    ) -> Self {
        let blips = || links.snapshot.in_quadrant(index);
        let is_on_a_ring = |judged: &&JudgedBlip| judged.ring().is_some();
        Self {
            drawing,
            known: SearchData::json(links.snapshot, blips().filter(is_on_a_ring)),
            quadrant: QuadrantList::new(links, index, Some(Rows::Listed), markdown),
            retired: links
                .rows_by_name(Rows::Listed, blips().filter(|judged| !is_on_a_ring(judged))),
        }
    }
}

impl QuadrantList {
    /// Lists the blips of a quadrant; without `rows`, only how many there are.
    fn new(
        links: &Links,
        index: QuadrantIndex,
        rows: Option<Rows>,
        markdown: RenderMarkdown,
    ) -> Self {
        let radar = links.snapshot.radar;
        let blips: Vec<&JudgedBlip> = links.snapshot.in_quadrant(index).collect();
        let rings = links.rings().map(|(ring, place)| {
            let is_on_it = |judged: &&JudgedBlip| judged.placement == Placement::Ring(ring);
            let on_it = blips.iter().copied().filter(is_on_it);
            RingList {
                place,
                description: radar.ring(ring).description.as_ref().map(markdown),
                count: on_it.clone().count(),
                blips: rows.map(|rows| links.rows_by_name(rows, on_it)).unwrap_or_default(),
            }
        });
        Self {
            place: links.quadrant(index),
            description: radar.quadrant(index).description.as_ref().map(markdown),
            rings: rings.collect(),
            counts: Counts::of(blips.iter().copied()),
        }
    }
}
