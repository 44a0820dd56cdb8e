//! The entries that a commit moved from one blip to another: it renamed a file, or split or joined blips.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::trail::{Found, Record, Trail};
use super::version::Entry;

/// A blip at a commit that changed its file.
pub(super) struct Moving<'n> {
    /// The number of its subject.
    pub(super) at: usize,
    pub(super) id: &'n str,
    /// Its trails at the parents.
    pub(super) trails: Vec<Arc<Trail>>,
    /// Whether a parent has its file.
    pub(super) had_file: bool,
    /// What its file has now; none if it has none.
    pub(super) found: Option<Found>,
}

impl Moving<'_> {
    fn is_new(&self) -> bool {
        !self.had_file && self.found.is_some()
    }

    fn is_gone(&self) -> bool {
        self.had_file && self.found.is_none()
    }

    fn entries(&self) -> &[Arc<Entry>] {
        match &self.found {
            Some(Found::Entries(entries)) => entries,
            _ => &[],
        }
    }

    fn live(&self) -> impl Iterator<Item = &Record> {
        self.trails.iter().flat_map(|trail| &trail.live)
    }

    /// Returns the entries that a parent has, and the file has no more.
    fn lost(&self) -> Vec<&Record> {
        if let Some(Found::Unreadable) = self.found {
            return Vec::new();
        }
        let kept: HashSet<u64> = self.entries().iter().map(|entry| entry.hash()).collect();
        let mut lost: Vec<&Record> = Vec::new();
        for record in self.live().filter(|record| !kept.contains(&record.entry.hash())) {
            if !lost.iter().any(|other| other.entry.is_same(&record.entry)) {
                lost.push(record);
            }
        }
        lost
    }
}

/// Which entries of which blip went to which other, by the positions of the blips in a list.
#[derive(Default)]
pub(super) struct Moves<'b> {
    /// For each blip, what came from each other one.
    to: BTreeMap<usize, BTreeMap<usize, Vec<&'b Record>>>,
    /// The hashes of the entries that each blip lost to others.
    from: BTreeMap<usize, HashSet<u64>>,
}

impl<'b> Moves<'b> {
    /// Finds moves. The entries of a blip that is gone may go to any other; those of one that stays only to a blip that
    /// is new: somebody who copies a review below another technology has signed it for somebody else.
    pub(super) fn new(blips: &'b [Moving]) -> Self {
        let mut moves = Moves::default();
        if !blips.iter().any(|blip| blip.is_gone() || blip.is_new()) {
            return moves;
        }
        let mut lost: HashMap<u64, Vec<(usize, &Record)>> = HashMap::new();
        for (from, blip) in blips.iter().enumerate() {
            for record in blip.lost() {
                lost.entry(record.entry.hash()).or_default().push((from, record));
            }
        }
        for (to, blip) in blips.iter().enumerate() {
            moves.find(to, blip, blips, &lost);
        }
        moves.leave(blips);
        moves
    }

    fn find(
        &mut self,
        to: usize,
        blip: &Moving,
        blips: &'b [Moving],
        lost: &HashMap<u64, Vec<(usize, &'b Record)>>,
    ) {
        let known: HashSet<u64> = blip.live().map(|record| record.entry.hash()).collect();
        let may_come = |from: usize| from != to && (blips[from].is_gone() || blip.is_new());
        let came = blip.entries().iter().filter(|entry| !known.contains(&entry.hash()));
        let candidates: Vec<_> =
            came.filter_map(|entry| Some((entry, lost.get(&entry.hash())?))).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for (from, _) in candidates.iter().flat_map(|(_, records)| records.iter()) {
            if may_come(*from) {
                *shared.entry(*from).or_default() += 1;
            }
        }
        // Many blips may have the same words of the same day.
        let rank = |from: usize| (blips[from].id != blip.id, usize::MAX - shared[&from], from);
        for (entry, records) in candidates {
            let records = records
                .iter()
                .filter(|(from, record)| may_come(*from) && record.entry.is_same(entry));
            if let Some((from, record)) = records.min_by_key(|(from, _)| rank(*from)) {
                self.to.entry(to).or_default().entry(*from).or_default().push(record);
                self.from.entry(*from).or_default().insert(entry.hash());
            }
        }
    }

    /// Lets the new blip that has most of one that is gone have the rest of it, too: what became of it is told there.
    fn leave(&mut self, blips: &'b [Moving]) {
        let gone: BTreeSet<usize> =
            self.from.keys().copied().filter(|from| blips[*from].is_gone()).collect();
        for from in gone {
            let count = |to: &usize| self.to[to].get(&from).map_or(0, Vec::len);
            let new = self.to.keys().filter(|to| blips[**to].is_new() && count(to) > 0);
            let Some(heir) = new.max_by_key(|to| (count(to), usize::MAX - **to)).copied() else {
                continue;
            };
            for record in blips[from].lost() {
                if self.from.entry(from).or_default().insert(record.entry.hash()) {
                    let to = self.to.entry(heir).or_default();
                    to.entry(from).or_default().push(record);
                }
            }
        }
    }

    /// Returns what came to a blip, as trails of the blips that it came from.
    pub(super) fn to(&self, to: usize, blips: &[Moving]) -> Vec<Trail> {
        let Some(from) = self.to.get(&to) else { return Vec::new() };
        let trail = |(from, records): (&usize, &Vec<&Record>)| {
            let moved = |record: &&Record| {
                let mut record = Record::clone(record);
                if blips[*from].id != blips[to].id {
                    record.moved_from = Some(blips[*from].id.to_owned());
                }
                record
            };
            let gone = blips[*from].trails.iter().flat_map(|trail| &trail.gone);
            let gone = gone.filter(|_| blips[*from].is_gone() && blips[to].is_new());
            Trail::of(records.iter().map(moved).collect(), gone.cloned().collect())
        };
        from.iter().map(trail).collect()
    }

    /// Returns whether an entry of a blip went to another.
    pub(super) fn is_from(&self, from: usize, entry: &Entry) -> bool {
        self.from.get(&from).is_some_and(|lost| lost.contains(&entry.hash()))
    }
}
