//! Which blips a reader of one may want next: those before and after it on its ring, and related ones.
//!
//! Related are blips whose texts link to each other, one that is to be used instead of another, and blips that share
//! tags or owners. A tag or an owner says the less, the more blips have it.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::links::Links;
use crate::markdown::{FoundKind, links as links_in};
use crate::radar::{JudgedBlip, Owner, Snapshot};
use crate::routes;

/// How many related blips a page names.
const MAX_RELATED: usize = 6;
/// A tag or an owner of more blips than this relates none of them.
const MAX_SHARED: usize = 60;
/// What a link in a text is worth; the rarest tag is worth 1.
const LINK: f64 = 3.0;
/// What it is worth that a blip is to be used instead of another.
const INSTEAD: f64 = 6.0;
/// What an owner is worth, compared with a tag: a team owns what it happens to run.
const OWNER: f64 = 0.4;

/// The relations between all blips of a snapshot, by their positions in it.
pub(crate) struct Neighbours<'r> {
    /// Every blip on a ring, by ring, quadrant and name.
    order: Vec<usize>,
    /// The position of each blip in that order.
    places: BTreeMap<usize, usize>,
    /// The blips that the texts of each link to.
    linked: Vec<Vec<usize>>,
    linking: Vec<Vec<usize>>,
    /// The blips that name each to be used instead.
    replaced: Vec<Vec<usize>>,
    tags: BTreeMap<&'r str, Vec<usize>>,
    owners: BTreeMap<Owner, Vec<usize>>,
}

/// The blip before or after another on its ring.
#[derive(Debug, Serialize)]
pub(super) struct Neighbour<'r> {
    name: &'r str,
    url: String,
}

/// A related blip.
#[derive(Debug, Serialize)]
pub(super) struct Related<'r> {
    /// Its row.
    blip: Value,
    /// Why it is related, the strongest reason first.
    reasons: Vec<Reason<'r>>,
}

#[derive(Debug, Serialize)]
struct Reason<'r> {
    /// `replaces`, `links`, `linked`, `tags` or `owners`.
    kind: &'static str,
    /// The tags or owners that both have.
    names: Vec<&'r str>,
}

/// What relates one blip to another.
#[derive(Default)]
struct Ties<'r> {
    score: f64,
    replaces: bool,
    links: bool,
    linked: bool,
    tags: Vec<&'r str>,
    owners: Vec<Owner>,
}

impl<'r> Neighbours<'r> {
    /// Relates the blips of a snapshot.
    pub(crate) fn new(snapshot: &Snapshot<'r>) -> Self {
        let blips = &snapshot.blips;
        let mut order: Vec<usize> =
            (0..blips.len()).filter(|at| blips[*at].ring().is_some()).collect();
        order.sort_by_cached_key(|at| {
            let JudgedBlip { blip, .. } = &blips[*at];
            (blips[*at].ring(), blip.quadrant, blip.name.value.to_lowercase())
        });
        let places = order.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let linked: Vec<Vec<usize>> =
            blips.par_iter().enumerate().map(|(at, _)| linked(snapshot, at)).collect();
        let instead = blips.iter().enumerate().map(|(at, judged)| {
            let ids = judged.blip.instead.iter().filter_map(|id| snapshot.position(&id.value));
            ids.filter(|other| *other != at).collect()
        });
        let mut tags: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut owners: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
        // Who reads of a blip on a ring is not sent to one that is gone, unless a text does.
        for at in &order {
            let blip = blips[*at].blip;
            for tag in &blip.tags {
                tags.entry(tag).or_default().push(*at);
            }
            for owner in &blip.owners.value {
                owners.entry(*owner).or_default().push(*at);
            }
        }
        let replaced = turned(&instead.collect::<Vec<_>>());
        Self { order, places, linking: turned(&linked), linked, replaced, tags, owners }
    }

    /// Returns the blips before and after one on its ring.
    pub(super) fn around(&self, snapshot: &Snapshot<'r>, at: usize) -> [Option<Neighbour<'r>>; 2] {
        let place = self.places.get(&at).copied();
        let ring = snapshot.blips[at].ring();
        let neighbour = |place: Option<usize>| {
            let judged = &snapshot.blips[*self.order.get(place?)?];
            let (name, url) = (&judged.blip.name.value, routes::blip(&judged.blip.id));
            (judged.ring() == ring).then_some(Neighbour { name, url })
        };
        [
            neighbour(place.and_then(|place| place.checked_sub(1))),
            neighbour(place.map(|place| place + 1)),
        ]
    }

    /// Returns the blips that are related to one, the closest first.
    pub(super) fn related(&self, links: &Links<'_, 'r>, at: usize) -> Vec<Related<'r>> {
        let (snapshot, radar) = (links.snapshot, links.snapshot.radar);
        let blip = snapshot.blips[at].blip;
        let mut ties: BTreeMap<usize, Ties> = BTreeMap::new();
        self.add_texts(at, &mut ties);
        for tag in &blip.tags {
            for (other, worth) in shared(self.tags.get(tag.as_str()), at) {
                let ties = ties.entry(other).or_default();
                ties.score += worth;
                ties.tags.push(tag);
            }
        }
        for owner in &blip.owners.value {
            for (other, worth) in shared(self.owners.get(owner), at) {
                let ties = ties.entry(other).or_default();
                ties.score += worth * OWNER;
                ties.owners.push(*owner);
            }
        }
        // The page says in a sentence of its own what to use instead.
        for id in &blip.instead {
            snapshot.position(&id.value).map(|other| ties.remove(&other));
        }
        let mut ties: Vec<(usize, Ties)> = ties.into_iter().collect();
        ties.sort_by(|(a, x), (b, y)| {
            let is_elsewhere = |at: &usize| snapshot.blips[*at].blip.quadrant != blip.quadrant;
            y.score
                .total_cmp(&x.score)
                .then_with(|| is_elsewhere(a).cmp(&is_elsewhere(b)))
                .then(a.cmp(b))
        });
        let related = ties.into_iter().take(MAX_RELATED).map(|(other, ties)| Related {
            blip: links.row(&snapshot.blips[other]),
            reasons: ties.reasons(&|owner| radar.owner_name(owner)),
        });
        related.collect()
    }

    fn add_texts(&self, at: usize, ties: &mut BTreeMap<usize, Ties<'r>>) {
        let mut add = |others: &[usize], worth: f64, set: fn(&mut Ties<'r>)| {
            for other in others {
                let ties = ties.entry(*other).or_default();
                ties.score += worth;
                set(ties);
            }
        };
        add(&self.replaced[at], INSTEAD, |ties| ties.replaces = true);
        add(&self.linked[at], LINK, |ties| ties.links = true);
        add(&self.linking[at], LINK, |ties| ties.linked = true);
    }
}

impl<'r> Ties<'r> {
    fn reasons(self, name: &dyn Fn(Owner) -> &'r str) -> Vec<Reason<'r>> {
        let owners: Vec<&str> = self.owners.into_iter().map(name).collect();
        let reasons = [
            (self.replaces, "replaces", Vec::new()),
            (self.links, "links", Vec::new()),
            (self.linked, "linked", Vec::new()),
            (!self.tags.is_empty(), "tags", self.tags),
            (!owners.is_empty(), "owners", owners),
        ];
        let reasons = reasons.into_iter().filter(|(is_so, ..)| *is_so);
        reasons.map(|(_, kind, names)| Reason { kind, names }).collect()
    }
}

/// Returns the blips that the texts of one link to, each once.
fn linked(snapshot: &Snapshot, at: usize) -> Vec<usize> {
    let texts = snapshot.blips[at].blip.texts().into_iter();
    let found =
        texts.filter(|text| text.value.contains("[[")).flat_map(|text| links_in(&text.value));
    let ids = found.filter(|found| found.kind == FoundKind::Blip);
    let mut linked: Vec<usize> = ids.filter_map(|found| snapshot.position(&found.target)).collect();
    linked.retain(|other| *other != at);
    linked.sort_unstable();
    linked.dedup();
    linked
}

/// Turns the arrows around.
fn turned(arrows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut turned = vec![Vec::new(); arrows.len()];
    for (from, to) in arrows.iter().enumerate() {
        for at in to {
            turned[*at].push(from);
        }
    }
    turned
}

/// Returns the other blips that share something, each with what that is worth.
fn shared(all: Option<&Vec<usize>>, at: usize) -> impl Iterator<Item = (usize, f64)> {
    let all = all.filter(|all| all.len() <= MAX_SHARED).map_or(&[][..], Vec::as_slice);
    let count = u32::try_from(all.len()).map_or(f64::MAX, f64::from);
    all.iter()
        .filter(move |other| **other != at)
        .map(move |other| (*other, 1.0 / count.log2().max(1.0)))
}
