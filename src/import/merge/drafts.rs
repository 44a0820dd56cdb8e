//! The blips, rings and quadrants of a radar as an import leaves them.

use std::collections::{BTreeMap, BTreeSet};

use super::blip;
use super::names::Names;
use crate::import::{Absent, Blip, Content, Term, settled};
use crate::radar::{self, Radar, Section};

/// The existing radar, and which parts of it only imports wrote.
pub(super) struct Before<'b> {
    pub(super) radar: &'b Radar,
    pub(super) is_ours: &'b dyn Fn(&radar::Blip) -> bool,
    pub(super) settings_are_ours: bool,
}

#[derive(Default)]
pub(super) struct Drafts {
    /// The imported blips, and those of earlier imports that change, by id.
    pub(super) blips: BTreeMap<String, Blip>,
    pub(super) rings: Vec<Term>,
    pub(super) quadrants: Vec<Term>,
    /// The names of the blips that the import retires.
    pub(super) retired: Vec<String>,
    /// The names of those that it would retire if every entry had a readable name.
    pub(super) kept: Vec<String>,
    pub(super) remarks: Vec<String>,
}

impl Drafts {
    pub(super) fn of(content: &Content, before: &Before) -> Self {
        let radar = before.radar;
        let old: Vec<Blip> = radar.blips.iter().map(|old| blip::imported(radar, old)).collect();
        let is_ours: Vec<bool> = radar.blips.iter().map(before.is_ours).collect();
        let names = names(&old, &is_ours, content, before);
        let renamed = |old: &Blip| settled::renamed(old.clone(), &names.rings, &names.quadrants);
        let mut drafts = Self::default();
        let listed: BTreeMap<&str, &Blip> =
            content.blips.iter().map(|new| (new.id.as_str(), new)).collect();
        drafts.blips.extend(content.blips.iter().map(|new| (new.id.clone(), new.clone())));
        for (old, is_ours) in old.iter().zip(&is_ours) {
            let draft = match listed.get(old.id.as_str()) {
                Some(new) => Some(blip::merged(radar, renamed(old), new, content)),
                None if !is_ours => None,
                None => Some(drafts.unlisted(renamed(old), content)),
            };
            drafts.blips.extend(draft.map(|draft| (old.id.clone(), draft)));
        }
        let edited = old.iter().zip(&is_ours).filter(|(_, is_ours)| !**is_ours).map(|(old, _)| old);
        drafts.settle(content, radar, &names, &Vec::from_iter(edited.cloned()), &old);
        for old in old.iter().filter(|old| !listed.contains_key(old.id.as_str())) {
            if drafts.blips.get(&old.id) == Some(old) {
                drafts.blips.remove(&old.id);
            }
        }
        drafts
    }

    /// Returns a blip that the import does not list, retired if that means that it has left the radar.
    fn unlisted(&mut self, old: Blip, content: &Content) -> Blip {
        if content.absent == Absent::Keep || content.unclear.contains(&old.id) {
            return old;
        }
        let retired = blip::retired(&old, &content.days);
        // An entry without a readable name may be this blip.
        if content.unclear.contains("") {
            self.kept.extend(retired.map(|blip| blip.name));
            return old;
        }
        self.retired.extend(retired.as_ref().map(|blip| blip.name.clone()));
        retired.unwrap_or(old)
    }

    /// Finds the rings and quadrants that the radar needs with these blips and the `edited` ones.
    fn settle(
        &mut self,
        content: &Content,
        radar: &Radar,
        names: &Names,
        edited: &[Blip],
        old: &[Blip],
    ) {
        let drafts = std::mem::take(&mut self.blips).into_values();
        let mut blips: Vec<Blip> = drafts.chain(edited.iter().cloned()).collect();
        self.rings = radar.rings.iter().map(term).collect();
        self.quadrants = radar.quadrants.iter().map(term).collect();
        // A radar need not have the rings and quadrants that the other one lists but does not use.
        let is_used = |ring: &&Term| settled::needs(&blips, &ring.id);
        add(&mut self.rings, content.rings.iter().filter(is_used));
        let is_used = |term: &&Term| blips.iter().any(|blip| blip.quadrant == term.id);
        add(&mut self.quadrants, content.quadrants.iter().filter(is_used));
        self.remarks.extend(settled::remark("ring", &self.rings, &names.rings));
        self.remarks.extend(settled::remark("quadrant", &self.quadrants, &names.quadrants));
        settled::rename(&mut self.rings, &names.rings);
        settled::rename(&mut self.quadrants, &names.quadrants);
        let (rings, quadrants) = &names.unlisted;
        self.rings.retain(|ring| !rings.contains(&ring.id) || settled::needs(&blips, &ring.id));
        let moves = moves(old, &blips);
        settled::drop_quadrants(&mut self.quadrants, quadrants, &moves, &mut blips);
        blips.truncate(blips.len() - edited.len());
        self.blips = blips.into_iter().map(|blip| (blip.id.clone(), blip)).collect();
    }
}

/// Returns what the import renames. The terms of edited files stay, and all terms of edited settings.
fn names(old: &[Blip], is_ours: &[bool], content: &Content, before: &Before) -> Names {
    if !before.settings_are_ours {
        return Names::default();
    }
    let mut pinned = BTreeSet::new();
    for (old, _) in old.iter().zip(is_ours).filter(|(_, is_ours)| !**is_ours) {
        pinned.extend([old.ring.clone(), old.quadrant.clone()]);
        pinned.extend(old.reviews.iter().filter_map(|review| review.ring.clone()));
    }
    Names::of(before.radar, old, content, &pinned)
}

/// Returns the quadrant that each blip had, with the one that it has now, if it is another one.
fn moves(old: &[Blip], now: &[Blip]) -> Vec<(String, String)> {
    let now: BTreeMap<&str, &Blip> = now.iter().map(|blip| (blip.id.as_str(), blip)).collect();
    let pairs = old.iter().filter_map(|old| Some((old, *now.get(old.id.as_str())?)));
    let moved = pairs.filter(|(old, now)| old.quadrant != now.quadrant);
    moved.map(|(old, now)| (old.quadrant.clone(), now.quadrant.clone())).collect()
}

fn term(section: &Section) -> Term {
    let description = section.description.as_ref().map(|text| text.value.trim_end().to_owned());
    Term { id: section.id.clone(), name: section.name.clone(), description }
}

fn add<'t>(terms: &mut Vec<Term>, new: impl Iterator<Item = &'t Term>) {
    for term in new {
        if !terms.iter().any(|known| known.id == term.id) {
            terms.push(term.clone());
        }
    }
}
