//! Pages that list blips by quadrant and ring: the radar itself and its quadrants; and those that
//! list nothing.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::Html;
use super::finder::{Facet, Known};
use super::row::{Counts, Listed, PlaceLink, Rows, Shared};
use crate::radar::{Markdown, Placement, QuadrantIndex};

/// `index.html`.
#[derive(Debug, Serialize)]
pub struct RadarPage {
    /// The chart, as SVG.
    pub chart: Html,
    /// What it can be filtered by.
    pub facets: Vec<Facet>,
    /// What the script knows of the blips on the chart: JSON.
    pub known: Html,
    /// Every quadrant with its blips.
    pub quadrants: Vec<QuadrantList>,
    /// The rings with what they mean.
    pub rings: Vec<RingList>,
    /// The counts of the whole radar.
    pub counts: Counts,
    /// How many blips moved how since the day it is compared with.
    pub movements: Movements,
    /// The day it is compared with.
    pub since: Date,
    /// The newest edition, if there is one.
    pub edition: Option<super::EditionLink>,
    /// The days that the chart can be shown for.
    pub travel: Travel,
}

/// The days that the chart can be shown for, and what the script needs for that.
#[derive(Debug, Serialize)]
pub struct Travel {
    /// The first day.
    pub first: Date,
    /// The last: as far in the future as a review of today holds, so that everything has run out.
    pub last: Date,
    /// The editions, oldest first.
    pub editions: Vec<super::EditionLink>,
    /// The path of the script that knows the past.
    pub history: String,
}

impl Travel {
    /// The days from the first that the radar knows of.
    pub fn new(rows: &Rows, history: &str) -> Self {
        let super::row::Compass { radar, today, .. } = rows.compass;
        let editions = crate::radar::history::editions_until(radar, today);
        let added = rows.listed.iter().filter_map(|l| crate::radar::history::added(l.blip)).min();
        let first = editions.first().map(|edition| edition.date).into_iter().chain(added).min();
        Self {
            first: first.unwrap_or(today).min(today),
            last: radar.rule.every.after(today),
            editions: editions.iter().map(super::EditionLink::from).collect(),
            history: history.to_owned(),
        }
    }
}

/// How many blips moved how.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Movements {
    /// Never there before.
    pub new: usize,
    /// Back again.
    pub returned: usize,
    /// Nearer the centre.
    pub moved_in: usize,
    /// Farther from it.
    pub moved_out: usize,
    /// Left.
    pub retired: usize,
    /// Where they were.
    pub unchanged: usize,
}

/// `quadrant.html`.
#[derive(Debug, Serialize)]
pub struct QuadrantPage {
    /// The quadrant, drawn large, as SVG.
    pub chart: Html,
    /// The same, as narrow as a phone; none where there are more blips than its names have room for.
    pub slice: Option<Html>,
    /// What the script knows of the blips on the chart: JSON.
    pub known: Html,
    /// The quadrant with its blips.
    pub quadrant: QuadrantList,
    /// The blips that have left it.
    pub retired: Vec<Value>,
}

/// A quadrant with its blips.
#[derive(Debug, Serialize)]
pub struct QuadrantList {
    /// The quadrant.
    pub place: Shared<PlaceLink>,
    /// What belongs there.
    pub description: Option<Html>,
    /// Its rings with its blips in them, from the centre out; empty rings included.
    pub rings: Vec<RingList>,
    /// The counts of its blips.
    pub counts: Counts,
}

/// A ring with blips.
#[derive(Debug, Serialize)]
pub struct RingList {
    /// The ring.
    pub place: Shared<PlaceLink>,
    /// What it means.
    pub description: Option<Html>,
    /// [`super::Row`]s, by name.
    pub blips: Vec<Value>,
}

/// `about.html`.
#[derive(Debug, Serialize)]
pub struct AboutPage {
    /// The text.
    pub text: Html,
}

/// `404.html`.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {}

impl RadarPage {
    /// Makes the home page.
    pub fn new(
        rows: &Rows,
        chart: Html,
        travel: Travel,
        markdown: &dyn Fn(&Markdown) -> Html,
    ) -> Self {
        let compass = &rows.compass;
        let radar = compass.radar;
        let quadrants = compass
            .quadrants()
            .map(|(index, _)| QuadrantList::new(rows, index, markdown))
            .collect();
        let rings = compass
            .rings()
            .map(|(index, place)| RingList {
                place,
                description: radar.ring(index).description.as_ref().map(markdown),
                blips: Vec::new(),
            })
            .collect();
        Self {
            chart,
            facets: super::finder::facets(rows),
            known: Known::json(rows, rows.listed.iter()),
            quadrants,
            rings,
            counts: Rows::counts(&rows.listed),
            movements: Movements::of(rows),
            since: compass.since,
            edition: super::edition::newest(rows),
            travel,
        }
    }
}

impl Movements {
    fn of(rows: &Rows) -> Self {
        use crate::radar::history::Movement;
        let mut movements = Self::default();
        for listed in &rows.listed {
            match listed.movement {
                Movement::New => movements.new += 1,
                Movement::Returned => movements.returned += 1,
                Movement::MovedIn => movements.moved_in += 1,
                Movement::MovedOut => movements.moved_out += 1,
                Movement::Retired => movements.retired += 1,
                Movement::Unchanged => movements.unchanged += 1,
            }
        }
        movements
    }
}

impl QuadrantPage {
    /// Makes the page of a quadrant.
    pub fn new(
        rows: &Rows,
        index: QuadrantIndex,
        (chart, slice): (Html, Option<Html>),
        markdown: &dyn Fn(&Markdown) -> Html,
    ) -> Self {
        let mine = || rows.listed.iter().filter(|listed| listed.blip.quadrant == index);
        let left = |listed: &&Listed| listed.judgement.freshness.is_none();
        Self {
            chart,
            slice,
            known: Known::json(rows, mine()),
            quadrant: QuadrantList::new(rows, index, markdown),
            retired: by_name(mine().filter(left)),
        }
    }
}

impl QuadrantList {
    fn new(rows: &Rows, index: QuadrantIndex, markdown: &dyn Fn(&Markdown) -> Html) -> Self {
        let compass = &rows.compass;
        let radar = compass.radar;
        let mine: Vec<&Listed> =
            rows.listed.iter().filter(|listed| listed.blip.quadrant == index).collect();
        let rings = compass
            .rings()
            .map(|(ring, place)| RingList {
                place,
                description: radar.ring(ring).description.as_ref().map(markdown),
                blips: by_name(
                    mine.iter().filter(|listed| listed.placement == Placement::Ring(ring)).copied(),
                ),
            })
            .collect();
        Self {
            place: compass.quadrant(index),
            description: radar.quadrant(index).description.as_ref().map(markdown),
            rings,
            counts: Rows::counts(mine),
        }
    }
}

/// Rows in the order people look names up in: letters before their case.
pub(super) fn by_name<'l, 'r: 'l>(listed: impl Iterator<Item = &'l Listed<'r>>) -> Vec<Value> {
    let mut sorted: Vec<(String, &Listed)> =
        listed.map(|listed| (listed.blip.name.value.to_lowercase(), listed)).collect();
    sorted.sort_by(|a, b| (&a.0, &a.1.blip.id).cmp(&(&b.0, &b.1.blip.id)));
    sorted.into_iter().map(|(_, listed)| listed.row.clone()).collect()
}
