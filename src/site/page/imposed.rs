//! Every ring that was ever imposed, and what became of it, for the review board.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::links::{Links, PersonLink, SectionLink, TemplateValue};
use crate::radar::imposed::{Episode, Outcome, episodes};

/// From this many settled rings on, their median says more than the list.
const MIN_FOR_MEDIAN: usize = 5;

/// All rings that were ever imposed.
#[derive(Debug, Serialize)]
pub(super) struct ImposedPast {
    total: usize,
    confirmed: usize,
    reversed: usize,
    moved: usize,
    retired: usize,
    /// How many are imposed today.
    still: usize,
    /// How long it took until a review confirmed or reversed a ring; none if no review has.
    settled: Option<Settled>,
    /// Those of today first, and the newest first.
    rings: Vec<PastRing>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Settled {
    count: usize,
    /// The fewest days.
    first: i32,
    /// The most days.
    last: i32,
    /// Half of them took at most this many days; none for fewer than [`MIN_FOR_MEDIAN`].
    half: Option<i32>,
}

#[derive(Debug, Serialize)]
struct PastRing {
    /// The row of the blip.
    blip: Value,
    ring: TemplateValue<SectionLink>,
    by: Vec<TemplateValue<PersonLink>>,
    date: Date,
    /// The name of an [`Outcome`]; null while the ring is imposed.
    outcome: Option<&'static str>,
    /// For how many days it was imposed.
    days: Option<i32>,
}

impl ImposedPast {
    /// Returns none if no ring was ever imposed.
    pub(super) fn new(links: &Links) -> Option<Self> {
        let episodes = episodes(links.snapshot.radar, links.snapshot.day);
        let count = |outcome| {
            episodes.iter().filter(|episode| episode.end.map(|(_, end)| end) == outcome).count()
        };
        (!episodes.is_empty()).then(|| Self {
            total: episodes.len(),
            confirmed: count(Some(Outcome::Confirmed)),
            reversed: count(Some(Outcome::Reversed)),
            moved: count(Some(Outcome::Moved)),
            retired: count(Some(Outcome::Retired)),
            still: count(None),
            settled: settled(&episodes),
            rings: episodes.iter().filter_map(|episode| ring(links, episode)).collect(),
        })
    }
}

fn settled(episodes: &[Episode]) -> Option<Settled> {
    let is_settled = |episode: &&Episode| {
        matches!(episode.end, Some((_, Outcome::Confirmed | Outcome::Reversed)))
    };
    let mut days: Vec<i32> = episodes.iter().filter(is_settled).filter_map(Episode::days).collect();
    days.sort_unstable();
    let half = days.get(days.len().div_ceil(2).saturating_sub(1)).copied();
    Some(Settled {
        count: days.len(),
        first: *days.first()?,
        last: *days.last()?,
        half: half.filter(|_| days.len() >= MIN_FOR_MEDIAN),
    })
}

fn ring(links: &Links, episode: &Episode) -> Option<PastRing> {
    Some(PastRing {
        blip: links.row_of(&episode.blip.id)?,
        ring: links.ring(episode.ring),
        by: links.people(&episode.review.by),
        date: episode.review.date,
        outcome: episode.end.map(|(_, outcome)| outcome.name()),
        days: episode.days(),
    })
}
