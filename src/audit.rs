//! The history of a radar's own files -> for each signature, whose hand brought it, and what was changed behind it.
//!
//! 1. [`log`]: what `git log` prints -> commits, with the files that each changed.
//! 2. [`version`]: the bytes of a file at a commit -> its reviews, answers, exits or periods.
//! 3. [`walk`]: both -> for each of them, the commit that brought it ([`trail`]) or moved its ends ([`crew`]).
//! 4. [`judge`]: that and people.toml -> verdicts ([`verdict`]).
//!
//! Knows neither git nor the disk: `command::history` reads them.

pub(crate) mod crew;
pub(crate) mod judge;
pub(crate) mod log;
pub(crate) mod mailmap;
mod moves;
pub(crate) mod pair;
mod renames;
pub(crate) mod trail;
pub(crate) mod verdict;
pub(crate) mod version;
pub(crate) mod walk;

use jiff::civil::Date;

use crate::diagnostic::Span;
use crate::radar::{Entered, EnteredBy};
use crate::source::SourceSet;

pub(crate) use judge::Audit;
pub(crate) use verdict::{Finding, Hand, Happened, Item, Subject, Verdict, Why};

/// The number of a commit in its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CommitIndex(pub(crate) u32);

impl CommitIndex {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A commit, or the files that are not committed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Commit {
    /// In hexadecimal digits.
    pub(crate) id: String,
    /// Earlier commits of the list.
    pub(crate) parents: Vec<CommitIndex>,
    /// The address of the author, as `.mailmap` has it; none for what is not committed yet.
    pub(crate) author: Option<String>,
    /// The addresses of those whom a trailer names as a co-author or a reviewer.
    pub(crate) others: Vec<String>,
    /// The addresses of both as they are written, before `.mailmap`.
    pub(crate) written: Vec<String>,
    /// The author's day, where they were. A rebase keeps it.
    pub(crate) day: Date,
    /// Whether earlier commits are missing, so that others may have brought what it has.
    pub(crate) is_boundary: bool,
    /// The files that differ from those of the first parent.
    pub(crate) changes: Vec<Change>,
}

/// A file that a commit added, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// From the root of the repository.
    pub(crate) path: String,
    /// The name of its bytes; none if the commit removed it.
    pub(crate) blob: Option<String>,
}

/// Commits, parents before their children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Commits(pub(crate) Vec<Commit>);

impl Commits {
    pub(crate) fn get(&self, at: CommitIndex) -> &Commit {
        &self.0[at.index()]
    }
}

impl Audit<'_> {
    /// Returns who entered what others signed: what a page may say of it. Nothing where it cannot be told.
    pub(crate) fn entered(&self, sources: &SourceSet) -> Entered {
        let mut entered = Entered::default();
        for item in &self.items {
            let by = match item.hand {
                Some((Hand::Other(person), _)) => EnteredBy::Person(person),
                Some((Hand::Unknown, _)) => EnteredBy::Unknown,
                _ => continue,
            };
            let (Subject::Entry(_, id), Some(at)) = (&item.subject, &item.at) else { continue };
            let blip = self.radar.blip(id);
            if let Some((file, _)) = blip.and_then(|blip| sources.find(&blip.path)) {
                entered.insert(Span::new(file, at.clone()), by);
            }
        }
        entered
    }
}
