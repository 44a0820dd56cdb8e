//! Verdicts as data: whose hand it was, what happened, and what `--deny` can name.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::CommitIndex;
use super::crew::Extended;
use super::pair::Part;
use super::version::{Entry, EntryKind, Period};
use crate::radar::PersonIndex;

/// Whose hand brought a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    /// That of the person themselves.
    Own,
    /// That of another person of people.toml.
    Other(PersonIndex),
    /// An address that nobody in people.toml has.
    Unknown,
    Untold(Why),
}

/// Why it cannot be told whose hand it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    NotCommitted,
    /// The person has no addresses in people.toml, and one that nobody has may be theirs.
    NoEmails,
    /// Earlier commits are missing.
    Shallow,
    /// An earlier version of the file cannot be read.
    Unreadable,
}

/// Something that was signed, or a period of practice, with the verdict on it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) subject: Subject,
    /// Where it is in its file; none if it was removed.
    pub(crate) at: Option<Range<usize>>,
    pub(crate) date: Option<Date>,
    /// Who signed, by their ids; of a period, whose it is.
    pub(crate) by: Vec<String>,
    /// The verdict on the whole: the hand of one signer suffices. None if nothing is to be told, because it was removed
    /// or is not new.
    pub(crate) hand: Option<(Hand, CommitIndex)>,
    /// The verdict for each signer.
    pub(crate) hands: Vec<(String, Hand, CommitIndex)>,
    pub(crate) moved_from: Option<String>,
    pub(crate) findings: Vec<Finding>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// An entry of the blip with this id.
    Entry(EntryKind, String),
    Period(PersonIndex, Period),
    /// An address whose commits somebody gave to a person.
    Address(PersonIndex, Claimed),
}

/// An address that was given to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub(crate) address: String,
    /// Whose it was.
    pub(crate) taken_from: Option<PersonIndex>,
    /// Whether `.mailmap` says so, rather than people.toml.
    pub(crate) is_mapped: bool,
}

/// Something that happened to an item.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) commit: CommitIndex,
    /// Whose commit it is.
    pub(crate) by: Author,
    pub(crate) what: Happened,
}

/// The author of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Person(PersonIndex),
    Unknown,
    /// Nobody has committed it yet.
    Nobody,
}

/// What happened.
#[derive(Clone, Debug)]
pub(crate) enum Happened {
    /// It is dated this many days before the commit that brought it.
    Backdated(i32),
    /// It is dated this many days after the commit that brought it.
    Postdated(i32),
    Rewritten {
        parts: Vec<Part>,
        before: Arc<Entry>,
        after: Arc<Entry>,
    },
    Removed,
    /// The person gave themselves more days of practice.
    Extended {
        how: Extended,
        before: Option<Period>,
    },
    /// Somebody gave the commits of an address to the person.
    Claimed,
}

/// A kind of verdict that `--deny` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Entered,
    Unknown,
    Backdated,
    Postdated,
    Removed,
    Rewritten,
    Prolonged,
    Declared,
    Claimed,
    Untold,
}

impl Verdict {
    pub(crate) const ALL: [Verdict; 10] = [
        Verdict::Entered,
        Verdict::Unknown,
        Verdict::Backdated,
        Verdict::Postdated,
        Verdict::Removed,
        Verdict::Rewritten,
        Verdict::Prolonged,
        Verdict::Declared,
        Verdict::Claimed,
        Verdict::Untold,
    ];

    /// Returns the name for the command line and for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Entered => "entered-by-other",
            Verdict::Unknown => "unknown-address",
            Verdict::Backdated => "backdated",
            Verdict::Postdated => "postdated",
            Verdict::Removed => "removed",
            Verdict::Rewritten => "rewritten",
            Verdict::Prolonged => "prolonged",
            Verdict::Declared => "declared",
            Verdict::Claimed => "claimed",
            Verdict::Untold => "cannot-tell",
        }
    }

    /// Returns what it means.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Verdict::Entered => "somebody else entered it",
            Verdict::Unknown => "an address that nobody in people.toml has entered it",
            Verdict::Backdated => "it is dated more than 30 days before its commit",
            Verdict::Postdated => "it is dated after its commit",
            Verdict::Removed => "it was removed",
            Verdict::Rewritten => "its date, signers, verdict or words were changed",
            Verdict::Prolonged => "somebody gave themselves more days of practice",
            Verdict::Declared => {
                "somebody added themselves to people.toml, with a period of practice"
            }
            Verdict::Claimed => "somebody else gave the commits of an address to a person",
            Verdict::Untold => "the history does not tell",
        }
    }

    /// Returns whether `--deny` means it, unless told otherwise.
    pub(crate) fn is_denied_by_default(self) -> bool {
        !matches!(self, Verdict::Declared | Verdict::Untold)
    }
}

impl Item {
    /// Returns every verdict on it that `--deny` can name.
    pub(crate) fn verdicts(&self) -> BTreeSet<Verdict> {
        let is_period = matches!(self.subject, Subject::Period(..));
        let hand = self.hand.and_then(|(hand, _)| match hand {
            Hand::Own | Hand::Untold(Why::NotCommitted) => None,
            // What others say about somebody's practice is worth more than their own word.
            Hand::Other(_) => (!is_period).then_some(Verdict::Entered),
            Hand::Unknown => Some(Verdict::Unknown),
            Hand::Untold(_) => Some(Verdict::Untold),
        });
        let findings = self.findings.iter().filter(|finding| finding.by != Author::Nobody);
        hand.into_iter().chain(findings.map(|finding| finding.what.verdict())).collect()
    }

    /// Returns whether it is more than a signature by the person's own hand.
    pub(crate) fn is_notable(&self) -> bool {
        !self.findings.is_empty()
            || self.verdicts().iter().any(|verdict| *verdict != Verdict::Untold)
    }
}

impl Happened {
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Happened::Backdated(_) => Verdict::Backdated,
            Happened::Postdated(_) => Verdict::Postdated,
            Happened::Rewritten { .. } => Verdict::Rewritten,
            Happened::Removed => Verdict::Removed,
            Happened::Claimed => Verdict::Claimed,
            Happened::Extended { how: Extended::Declared, .. } => Verdict::Declared,
            Happened::Extended { .. } => Verdict::Prolonged,
        }
    }
}
