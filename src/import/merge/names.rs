//! Rings and quadrants of the existing radar that a newer import renames or no longer has.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::import::renames::{Renamed, Trail, renamed};
use crate::import::{Blip, Content};
use crate::radar::Radar;

/// The new names of an import, and the terms that may go. Both are empty if the import is not newer, or if
/// somebody edited the settings.
#[derive(Default)]
pub(super) struct Names {
    pub(super) rings: Renamed,
    pub(super) quadrants: Renamed,
    /// The ids of rings and quadrants that only earlier imports listed.
    pub(super) unlisted: (BTreeSet<String>, BTreeSet<String>),
}

impl Names {
    /// Compares the existing blips with the imported ones. The terms of files that somebody edited are
    /// `pinned`: they stay.
    pub(super) fn of(
        radar: &Radar,
        old: &[Blip],
        content: &Content,
        pinned: &BTreeSet<String>,
    ) -> Self {
        let Some(first) = content.days.first() else { return Self::default() };
        let reviews = old.iter().flat_map(|blip| &blip.reviews).map(|review| review.date);
        let last = reviews.chain(radar.editions.iter().map(|edition| edition.date)).max();
        let Some(last) = last.filter(|last| last < first) else { return Self::default() };
        let gone =
            |old: &[crate::radar::Section], new: &[crate::import::Term]| -> BTreeSet<String> {
                let is_gone = |id: &&String| {
                    !new.iter().any(|term| term.id == **id) && !pinned.contains(id.as_str())
                };
                old.iter().map(|term| &term.id).filter(is_gone).cloned().collect()
            };
        let unlisted =
            (gone(&radar.rings, &content.rings), gone(&radar.quadrants, &content.quadrants));
        let mut rings = renamed(&trails(last, old, content, |blip| blip.ring.as_str()));
        let mut quadrants = renamed(&trails(last, old, content, |blip| blip.quadrant.as_str()));
        rings.retain(|id, _| unlisted.0.contains(id));
        quadrants.retain(|id, _| unlisted.1.contains(id));
        Self { rings, quadrants, unlisted }
    }
}

/// Returns the terms of each blip: that of the existing radar on its last day, then the imported ones.
fn trails<'t>(
    last: Date,
    old: &'t [Blip],
    content: &'t Content,
    term: fn(&Blip) -> &str,
) -> Vec<Trail<'t>> {
    let mut trails: BTreeMap<&str, Trail> = BTreeMap::new();
    for blip in old {
        trails.entry(&blip.id).or_default().push((last, term(blip)));
    }
    for blip in &content.blips {
        let Some(first) = blip.reviews.first() else { continue };
        trails.entry(&blip.id).or_default().push((first.date, term(blip)));
    }
    trails.into_values().collect()
}
