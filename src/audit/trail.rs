//! The entries of a blip at a commit, each with the commits that brought it and its signatures: from those of the
//! parents and from what its file has now.

use std::collections::HashMap;
use std::sync::Arc;

use super::CommitIndex;
use super::pair::{Part, differences, pairs};
use super::version::{Entry, EntryKind};

/// What a blip's file has, and what it had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub(crate) live: Vec<Record>,
    pub(crate) gone: Vec<Gone>,
    /// Whether the last version could not be read: others may have brought what the next one has.
    is_unreadable: bool,
}

impl Trail {
    /// Makes a trail that was read as a whole.
    pub(crate) fn of(live: Vec<Record>, gone: Vec<Gone>) -> Self {
        Self { live, gone, is_unreadable: false }
    }
}

/// An entry and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) entry: Arc<Entry>,
    /// The commit that brought the entry, in whatever words.
    pub(crate) first: CommitIndex,
    /// The commit that brought its date and verdict.
    pub(crate) stated: CommitIndex,
    /// For each person of `by`, the commit that brought their name under this date and verdict.
    pub(crate) signed: Vec<(String, CommitIndex)>,
    /// The earliest first.
    pub(crate) rewritten: Vec<Rewrite>,
    /// The blip that it was moved from, such as one whose file had another name.
    pub(crate) moved_from: Option<String>,
    /// The commits that removed it and brought it back, the earliest first.
    pub(crate) restored: Vec<(CommitIndex, CommitIndex)>,
    /// Whether the version before it could not be read.
    pub(crate) is_unclear: bool,
}

/// A change of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Rewrite {
    pub(crate) commit: CommitIndex,
    pub(crate) parts: Vec<Part>,
    pub(crate) before: Arc<Entry>,
    pub(crate) after: Arc<Entry>,
    pub(crate) is_unclear: bool,
}

/// An entry that is not in the file any more.
#[derive(Clone, Debug)]
pub(crate) struct Gone {
    pub(crate) record: Record,
    pub(crate) commit: CommitIndex,
    pub(crate) how: How,
    pub(crate) is_unclear: bool,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Removed,
    /// It has other words now, or moved to another blip, or its exit was estimated anew.
    Replaced,
}

/// What a file has at a commit.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Entries(Vec<Arc<Entry>>),
    Unreadable,
}

/// The entries of a blip at a commit and its parents.
pub(crate) struct Step<'t> {
    pub(crate) commit: CommitIndex,
    /// The trail of the blip at each parent that has one, and those of blips that its entries moved from.
    pub(crate) parents: Vec<&'t Trail>,
    /// Whether entries of the blip at this commit went to another blip.
    pub(crate) moved_away: &'t dyn Fn(&Entry) -> bool,
}

impl Step<'_> {
    /// Returns the trail at the commit.
    pub(crate) fn trail(&self, found: &Found) -> Trail {
        let known = Known::new(&self.parents);
        let is_unclear = self.parents.iter().any(|parent| parent.is_unreadable);
        let Found::Entries(entries) = found else {
            return known.kept();
        };
        let mut sorted = Sorted::new(known, self.parents.len());
        for entry in entries {
            sorted.place(entry, self.commit);
        }
        let went = sorted.went();
        let came = std::mem::take(&mut sorted.came);
        let mut trail = Trail::of(std::mem::take(&mut sorted.live), Vec::new());
        let mut gone: Vec<Gone> = Vec::new();
        let old: Vec<&Entry> = went.iter().map(|record| &*record.entry).collect();
        let new: Vec<&Entry> = came.iter().map(|entry| &**entry).collect();
        let mut replaced: HashMap<usize, usize> = HashMap::new();
        for (before, after) in pairs(&old, &new) {
            replaced.insert(after, before);
        }
        for (at, entry) in came.iter().enumerate() {
            let record = match replaced.get(&at) {
                Some(before) => went[*before].rewritten_as(entry, self.commit, is_unclear),
                None => Record::new(entry, self.commit, is_unclear),
            };
            trail.live.push(record);
        }
        for (at, record) in went.iter().enumerate() {
            let is_back =
                |rewrite: &Rewrite| trail.live.iter().any(|r| r.entry.is_same(&rewrite.before));
            let is_renewed = record.entry.kind == EntryKind::Exit
                && trail.live.iter().any(|live| live.entry.kind == EntryKind::Exit);
            let is_replaced = replaced.values().any(|before| *before == at)
                || is_renewed
                || (self.moved_away)(&record.entry)
                || record.rewritten.iter().any(is_back);
            let how = if is_replaced { How::Replaced } else { How::Removed };
            gone.push(Gone { record: (*record).clone(), commit: self.commit, how, is_unclear });
        }
        trail.gone = sorted.gone(&trail.live, gone);
        trail
    }
}

impl Record {
    fn new(entry: &Arc<Entry>, commit: CommitIndex, is_unclear: bool) -> Self {
        Self {
            entry: Arc::clone(entry),
            first: commit,
            stated: commit,
            signed: entry.by.iter().map(|person| (person.clone(), commit)).collect(),
            rewritten: Vec::new(),
            moved_from: None,
            restored: Vec::new(),
            is_unclear,
        }
    }

    /// Returns the same record of an entry that is at another place now.
    fn at(&self, entry: &Arc<Entry>) -> Self {
        Self { entry: Arc::clone(entry), ..self.clone() }
    }

    /// Returns the record of the same entry in other words. Under another date or verdict, every signature is a new
    /// one; otherwise those that stay are as old as they were.
    fn rewritten_as(&self, entry: &Arc<Entry>, commit: CommitIndex, is_unclear: bool) -> Self {
        let parts = differences(&self.entry, entry);
        let is_restated = parts.contains(&Part::Date) || parts.contains(&Part::Verdict);
        let signed = entry.by.iter().map(|person| {
            let before = self.signed.iter().find(|(signer, _)| signer == person && !is_restated);
            (person.clone(), before.map_or(commit, |(_, commit)| *commit))
        });
        let mut rewritten = self.rewritten.clone();
        let (before, after) = (Arc::clone(&self.entry), Arc::clone(entry));
        rewritten.push(Rewrite { commit, parts, before, after, is_unclear });
        Self {
            entry: Arc::clone(entry),
            first: self.first,
            stated: if is_restated { commit } else { self.stated },
            signed: signed.collect(),
            rewritten,
            moved_from: self.moved_from.clone(),
            restored: if is_restated { Vec::new() } else { self.restored.clone() },
            is_unclear: if is_restated { is_unclear } else { self.is_unclear || is_unclear },
        }
    }

    /// Returns the record with other names for its people and rings, after they were renamed.
    pub(crate) fn renamed(
        &self,
        person: &impl Fn(&str) -> String,
        ring: &impl Fn(&str) -> String,
    ) -> Self {
        let mut record = self.clone();
        record.entry = Arc::new(self.entry.renamed(person, ring));
        for (signer, _) in &mut record.signed {
            *signer = person(signer);
        }
        record
    }
}

/// The records of the parents, to be found by their values.
struct Known<'t> {
    live: Vec<(usize, &'t Record)>,
    gone: Vec<&'t Gone>,
    live_by_hash: HashMap<u64, Vec<usize>>,
    gone_by_hash: HashMap<u64, Vec<usize>>,
}

impl<'t> Known<'t> {
    fn new(parents: &[&'t Trail]) -> Self {
        let mut known = Self {
            live: Vec::new(),
            gone: Vec::new(),
            live_by_hash: HashMap::new(),
            gone_by_hash: HashMap::new(),
        };
        for (at, parent) in parents.iter().enumerate() {
            for record in &parent.live {
                let hash = record.entry.hash();
                known.live_by_hash.entry(hash).or_default().push(known.live.len());
                known.live.push((at, record));
            }
            for gone in &parent.gone {
                let same = known.gone_by_hash.entry(gone.record.entry.hash()).or_default();
                let is_known = |at: &usize| {
                    let other: &Gone = known.gone[*at];
                    other.commit == gone.commit && other.record.first == gone.record.first
                };
                if !same.iter().any(is_known) {
                    same.push(known.gone.len());
                    known.gone.push(gone);
                }
            }
        }
        known
    }

    /// Returns the trail of a file that cannot be read: nobody knows what it has, so it has what it had.
    fn kept(&self) -> Trail {
        let mut live: Vec<Record> = Vec::new();
        for (_, record) in &self.live {
            if !live.iter().any(|other| other.entry.is_same(&record.entry)) {
                live.push((*record).clone());
            }
        }
        let gone = self.gone.iter().map(|gone| (*gone).clone()).collect();
        Trail { live, gone, is_unreadable: true }
    }
}

/// The entries of a commit: those that a parent has, those that came back, and those that came.
struct Sorted<'t> {
    known: Known<'t>,
    parents: usize,
    is_used: Vec<bool>,
    live: Vec<Record>,
    came: Vec<Arc<Entry>>,
}

impl<'t> Sorted<'t> {
    fn new(known: Known<'t>, parents: usize) -> Self {
        let is_used = vec![false; known.live.len()];
        Self { known, parents, is_used, live: Vec::new(), came: Vec::new() }
    }

    fn place(&mut self, entry: &Arc<Entry>, commit: CommitIndex) {
        // Each parent may have it once: a second one like it in the file is another entry.
        let mut in_parent = vec![None; self.parents];
        for at in self.known.live_by_hash.get(&entry.hash()).into_iter().flatten() {
            let (parent, record) = self.known.live[*at];
            if !self.is_used[*at] && in_parent[parent].is_none() && record.entry.is_same(entry) {
                in_parent[parent] = Some(*at);
            }
        }
        let found: Vec<usize> = in_parent.into_iter().flatten().collect();
        for at in &found {
            self.is_used[*at] = true;
        }
        let earliest = found.iter().map(|at| self.known.live[*at].1).min_by_key(|r| r.stated);
        if let Some(record) = earliest {
            self.live.push(record.at(entry));
            return;
        }
        let gone = self.known.gone_by_hash.get(&entry.hash()).into_iter().flatten();
        let gone = gone.map(|at| self.known.gone[*at]).rfind(|g| g.record.entry.is_same(entry));
        match gone {
            Some(gone) => {
                let mut record = gone.record.at(entry);
                record.restored.push((gone.commit, commit));
                self.live.push(record);
            }
            None => self.came.push(Arc::clone(entry)),
        }
    }

    /// Returns the records of the parents that the commit does not have, unless another parent has lost them already.
    fn went(&self) -> Vec<&'t Record> {
        let mut went: Vec<&Record> = Vec::new();
        for (at, (_, record)) in self.known.live.iter().enumerate() {
            let is_gone = || {
                let gone = self.known.gone_by_hash.get(&record.entry.hash()).into_iter().flatten();
                let mut gone = gone.map(|at| self.known.gone[*at]);
                gone.any(|gone| gone.record.entry.is_same(&record.entry)) && self.parents > 1
            };
            let is_twin = |other: &&Record| {
                other.entry.is_same(&record.entry) && !std::ptr::eq(*other, *record)
            };
            if !self.is_used[at] && !is_gone() && (self.parents < 2 || !went.iter().any(is_twin)) {
                went.push(record);
            }
        }
        went
    }

    /// Returns what is gone: before, and now.
    fn gone(&self, live: &[Record], new: Vec<Gone>) -> Vec<Gone> {
        let is_live =
            |gone: &Gone| live.iter().any(|record| record.entry.is_same(&gone.record.entry));
        let before = self.known.gone.iter().map(|gone| (*gone).clone());
        before.chain(new).filter(|gone| !is_live(gone)).collect()
    }
}
