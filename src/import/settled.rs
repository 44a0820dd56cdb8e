//! Rings and quadrants as the newest state has them: renamed ones under their new names, and none that only a
//! retired blip had.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::Renamed;
use super::timeline::earlier_quadrant;
use super::{Blip, Term};
use crate::radar::RETIRED;

/// Tells which terms were renamed.
pub(super) fn remark(what: &str, terms: &[Term], renamed: &Renamed) -> Option<String> {
    let name = |id: &String| {
        let term = terms.iter().find(|term| term.id == *id);
        term.map_or_else(|| id.clone(), |term| term.name.clone())
    };
    let pairs = renamed.iter().map(|(old, new)| format!("{} is {} now", name(old), name(new)));
    let pairs: Vec<String> = pairs.collect();
    (!pairs.is_empty()).then(|| {
        format!(
            "the {what} {}, as its blips show, so its earlier reviews have the new name",
            pairs.join(", ")
        )
    })
}

/// Puts the new name of each renamed term into the place of the old one.
pub(super) fn rename(terms: &mut Vec<Term>, renamed: &Renamed) {
    for (old, new) in renamed {
        let Some(from) = terms.iter().position(|term| term.id == *new) else { continue };
        let term = terms.remove(from);
        match terms.iter().position(|known| known.id == *old) {
            Some(at) => terms[at] = term,
            None => terms.insert(from, term),
        }
    }
}

/// Whether a blip is, or was, on a ring.
pub(super) fn needs(blips: &[Blip], ring: &str) -> bool {
    blips.iter().any(|blip| {
        let rings = blip.reviews.iter().filter_map(|review| review.ring.as_deref());
        blip.ring == ring || rings.into_iter().any(|used| used == ring)
    })
}

/// Drops those of some quadrants that no living blip has. Each retired blip in one gets the quadrant to which
/// most others moved, or else the first, and a note. `moves` are earlier and latest quadrants of blips.
pub(super) fn drop_quadrants(
    quadrants: &mut Vec<Term>,
    candidates: &BTreeSet<String>,
    moves: &[(String, String)],
    blips: &mut [Blip],
) {
    let living = blips.iter().filter(|blip| blip.ring != RETIRED);
    let living: BTreeSet<String> = living.map(|blip| blip.quadrant.clone()).collect();
    let is_dropped = |term: &Term| candidates.contains(&term.id) && !living.contains(&term.id);
    let (dropped, kept): (Vec<Term>, Vec<Term>) =
        std::mem::take(quadrants).into_iter().partition(is_dropped);
    let Some(first) = kept.first().map(|term| term.id.clone()) else {
        *quadrants = dropped;
        return;
    };
    for Term { id, name, .. } in &dropped {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for (_, to) in moves.iter().filter(|(from, to)| from == id && living.contains(to)) {
            *counts.entry(to).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(to, _)| to);
        let home = most.unwrap_or(&first);
        for blip in blips.iter_mut().filter(|blip| blip.quadrant == *id) {
            blip.quadrant.clone_from(home);
            let Some(last) = blip.reviews.last_mut() else { continue };
            let note = earlier_quadrant(name);
            last.note = Some(match last.note.take() {
                Some(written) => format!("{note}\n\n{written}"),
                None => note,
            });
        }
    }
    *quadrants = kept;
}

/// Returns the blip with the new names of its rings and its quadrant.
pub(super) fn renamed(mut blip: Blip, rings: &Renamed, quadrants: &Renamed) -> Blip {
    let new = |id: &mut String, names: &Renamed| {
        if let Some(new) = names.get(id) {
            id.clone_from(new);
        }
    };
    new(&mut blip.quadrant, quadrants);
    new(&mut blip.ring, rings);
    for ring in blip.reviews.iter_mut().filter_map(|review| review.ring.as_mut()) {
        new(ring, rings);
    }
    blip
}
