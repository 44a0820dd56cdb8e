//! The blips of two radars, paired: by their ids, and where an id is gone and another is new, by what they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::people::Names;
use super::{State, Told};
use crate::radar::history;
use crate::radar::interval::Interval;
use crate::radar::{Blip, JudgedBlip, PersonIndex, Placement, Radar, Snapshot};

/// A blip of one of the two radars.
#[derive(Clone, Copy)]
pub(crate) struct Side<'r> {
    pub(crate) radar: &'r Radar,
    pub(crate) blip: &'r Blip,
    /// What is said of it on the day; none if it is not on the radar yet.
    pub(crate) judged: Option<&'r JudgedBlip<'r>>,
    snapshot: &'r Snapshot<'r>,
}

/// A blip before and after.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'r> {
    pub(crate) before: Side<'r>,
    pub(crate) after: Side<'r>,
}

/// A blip with other owners.
pub(crate) struct OwnersChange<'r> {
    pub(crate) blip: Side<'r>,
    /// Ids with names.
    pub(crate) added: Vec<(&'r str, &'r str)>,
    pub(crate) removed: Vec<(&'r str, &'r str)>,
}

/// A blip of which other keys changed.
pub(crate) struct KeysChange<'r> {
    pub(crate) blip: Side<'r>,
    pub(crate) keys: Vec<&'static str>,
}

impl<'r> Side<'r> {
    fn of(snapshot: &'r Snapshot<'r>) -> impl Iterator<Item = Self> {
        let radar = snapshot.radar;
        radar.blips.iter().map(move |blip| Self {
            radar,
            blip,
            judged: snapshot.get(&blip.id),
            snapshot,
        })
    }

    pub(crate) fn id(&self) -> &'r str {
        &self.blip.id
    }

    pub(crate) fn name(&self) -> &'r str {
        &self.blip.name.value
    }

    /// Returns its ring on the day, or that it is retired; none if it is not on the radar yet.
    pub(crate) fn placement(&self) -> Option<Placement> {
        self.judged.map(|judged| judged.placement)
    }

    /// Returns the name of its ring on the day.
    pub(crate) fn ring_name(&self) -> &'r str {
        ring_name(self.radar, self.placement())
    }

    /// Returns whether it is flagged on the day.
    pub(crate) fn is_flagged(&self) -> bool {
        self.judged.is_some_and(|judged| judged.judgement.is_flagged())
    }

    /// Returns whether its ring is imposed.
    pub(crate) fn is_imposed(&self) -> bool {
        self.judged.is_some_and(|judged| judged.judgement.is_imposed())
    }

    /// Returns whether its ring was set by somebody who practises, but not with this.
    pub(crate) fn is_set_from_outside(&self) -> bool {
        self.judged.is_some_and(|judged| judged.judgement.is_set_from_outside())
    }

    /// Returns the review that set its ring, if one did.
    pub(crate) fn setting(&self) -> Option<Told<'r>> {
        let review = history::setting_review(self.blip, self.snapshot.day)?;
        Some(Told { radar: self.radar, blip: self.blip, review })
    }

    /// Returns the last review that holds.
    pub(crate) fn last_review(&self) -> Option<Told<'r>> {
        let review = self.judged?.judgement.last_review?;
        Some(Told { radar: self.radar, blip: self.blip, review })
    }

    /// Returns every review, those after the day too.
    pub(crate) fn reviews(&self) -> impl Iterator<Item = Told<'r>> + use<'r> {
        let (radar, blip) = (self.radar, self.blip);
        blip.reviews.iter().map(move |review| Told { radar, blip, review })
    }
}

impl Pair<'_> {
    /// Returns whether the id, and so the address, is another.
    pub(crate) fn is_renamed(&self) -> bool {
        self.before.id() != self.after.id()
    }
}

/// Returns the name of a ring.
pub(crate) fn ring_name(radar: &Radar, placement: Option<Placement>) -> &str {
    match placement {
        None => "not on the radar",
        Some(Placement::Retired) => "Retired",
        Some(Placement::Ring(ring)) => &radar.ring(ring).name,
    }
}

/// The blips of two radars. Each list is sorted by id.
pub(super) struct Blips<'r> {
    pub(super) kept: Vec<Pair<'r>>,
    pub(super) came: Vec<Side<'r>>,
    pub(super) gone: Vec<Side<'r>>,
    pub(super) unclear: Vec<&'r str>,
}

impl<'r> Blips<'r> {
    pub(super) fn new(
        before: State<'r>,
        after: State<'r>,
        unreadable: &'r BTreeSet<String>,
    ) -> Self {
        let readable = |side: &Side| !unreadable.contains(side.id());
        let mut old: BTreeMap<&str, Side> =
            Side::of(before.snapshot).filter(readable).map(|side| (side.id(), side)).collect();
        let (mut kept, mut came) = (Vec::new(), Vec::new());
        for after in Side::of(after.snapshot).filter(readable) {
            match old.remove(after.id()) {
                Some(before) => kept.push(Pair { before, after }),
                None => came.push(after),
            }
        }
        let mut gone: Vec<Side> = old.into_values().collect();
        let ways: [Recognised; 3] = [identity, |side| Some(name(side)), trail];
        for by in ways {
            kept.extend(matched(&mut gone, &mut came, by));
        }
        kept.sort_by_key(|pair| pair.after.id());
        Self { kept, came, gone, unclear: unreadable.iter().map(String::as_str).collect() }
    }
}

/// What a blip under another id is recognised by.
type Recognised = fn(&Side) -> Option<String>;

fn identity(side: &Side) -> Option<String> {
    Some(format!("{}\n{}", name(side), trail(side)?))
}

fn name(side: &Side) -> String {
    side.name().to_lowercase()
}

/// Days, signers and notes; a trail that could be anybody's says nothing.
fn trail(side: &Side) -> Option<String> {
    let line = |told: Told| {
        let note = told.review.note.as_ref().map_or("", |note| note.value.trim());
        (!note.is_empty()).then(|| format!("{}\t{}\t{note}\n", told.date(), told.ids().join(" ")))
    };
    let lines: Vec<String> = side.reviews().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.concat())
}

/// Takes out the blips that are recognised beyond doubt: one on each side.
fn matched<'r>(
    gone: &mut Vec<Side<'r>>,
    came: &mut Vec<Side<'r>>,
    by: Recognised,
) -> Vec<Pair<'r>> {
    let mut sides: BTreeMap<String, (Vec<Side>, Vec<Side>)> = BTreeMap::new();
    for side in gone.iter() {
        if let Some(key) = by(side) {
            sides.entry(key).or_default().0.push(*side);
        }
    }
    for side in came.iter() {
        if let Some(found) = by(side).and_then(|key| sides.get_mut(&key)) {
            found.1.push(*side);
        }
    }
    let pairs: Vec<Pair> = sides
        .into_values()
        .filter_map(|(before, after)| match (before.as_slice(), after.as_slice()) {
            ([before], [after]) => Some(Pair { before: *before, after: *after }),
            _ => None,
        })
        .collect();
    let old: BTreeSet<&str> = pairs.iter().map(|pair| pair.before.id()).collect();
    let new: BTreeSet<&str> = pairs.iter().map(|pair| pair.after.id()).collect();
    gone.retain(|side| !old.contains(side.id()));
    came.retain(|side| !new.contains(side.id()));
    pairs
}

/// Returns the owners that were added and removed, if any were.
pub(super) fn owners<'r>(pair: Pair<'r>, names: &Names<'r>) -> Option<OwnersChange<'r>> {
    let before: BTreeMap<&str, &str> = pair
        .before
        .blip
        .owners
        .value
        .iter()
        .map(|owner| (names.owner(*owner), pair.before.radar.owner_name(*owner)))
        .collect();
    let owners = pair.after.blip.owners.value.iter();
    let after: BTreeMap<&str, &str> = owners
        .map(|owner| (pair.after.radar.owner_id(*owner), pair.after.radar.owner_name(*owner)))
        .collect();
    let lacking = |some: &BTreeMap<&'r str, &'r str>, others: &BTreeMap<&'r str, &'r str>| {
        let lacking = some.iter().filter(|(id, _)| !others.contains_key(*id));
        lacking.map(|(id, name)| (*id, *name)).collect::<Vec<_>>()
    };
    let (added, removed) = (lacking(&after, &before), lacking(&before, &after));
    let is_change = !added.is_empty() || !removed.is_empty();
    is_change.then_some(OwnersChange { blip: pair.after, added, removed })
}

/// Returns the other keys that changed.
pub(super) fn keys<'r>(pair: Pair<'r>, names: &Names<'r>) -> Option<KeysChange<'r>> {
    let id = |by: PersonIndex| pair.after.radar.person(by).id.as_str();
    let (before, after) = (pair.before.blip, pair.after.blip);
    let quadrant = |side: &Side| side.radar.quadrant(side.blip.quadrant).id.clone();
    let text = |text: &Option<crate::radar::Markdown>| text.as_ref().map(|text| plain(&text.value));
    let changed = [
        ("name", before.name.value != after.name.value),
        ("quadrant", quadrant(&pair.before) != quadrant(&pair.after)),
        ("review_every", before.review_every != after.review_every),
        ("added", before.added != after.added),
        ("instead", alternatives(before) != alternatives(after)),
        ("sunset", before.sunset != after.sunset),
        ("summary", before.summary != after.summary),
        ("description", text(&before.description) != text(&after.description)),
        ("tags", sorted(&before.tags) != sorted(&after.tags)),
        ("links", before.links != after.links),
        ("detect", detectors(before) != detectors(after)),
        ("exit", estimate(before, |by| names.person(by)) != estimate(after, id)),
    ];
    let keys: Vec<&str> =
        changed.into_iter().filter_map(|(key, is_other)| is_other.then_some(key)).collect();
    (!keys.is_empty()).then_some(KeysChange { blip: pair.after, keys })
}

/// Returns what leaving would cost, and who says so.
fn estimate<'r>(
    blip: &Blip,
    id: impl Fn(PersonIndex) -> &'r str,
) -> Option<(Interval, Date, Vec<&'r str>, String)> {
    let exit = blip.exit.as_ref()?;
    let mut by: Vec<&str> = exit.by.iter().map(|by| id(*by)).collect();
    by.sort_unstable();
    let note = exit.note.as_ref().map_or_else(String::new, |note| plain(&note.value));
    Some((exit.effort, exit.date, by, note))
}

fn alternatives(blip: &Blip) -> Vec<&str> {
    blip.instead.iter().map(|id| id.value.as_str()).collect()
}

fn detectors(blip: &Blip) -> Vec<String> {
    let mut detectors: Vec<String> = blip.detect.iter().map(|it| it.value.to_string()).collect();
    detectors.sort_unstable();
    detectors
}

fn sorted(tags: &[String]) -> Vec<&str> {
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    tags
}

/// Returns a text without what an editor may change: line ends, and blanks at the ends of lines.
pub(super) fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}
