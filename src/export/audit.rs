//! The verdicts on signatures as text, Markdown, JSON and annotations; one file a format.
//!
//! [`crate::audit`] decides them; this module only formats them.

mod github;
mod json;
mod markdown;
mod rows;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::version::EntryKind;
use crate::audit::{Audit, Hand, Item, Subject, Verdict, Why};
use crate::diagnostic::line_and_column;
use crate::source::{CONTENT, SourceSet};

pub(crate) use github::github;
pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use text::text;

/// The verdicts, and what they were asked for.
#[derive(Debug)]
pub(crate) struct Report<'r> {
    pub(crate) audit: Audit<'r>,
    pub(crate) sources: &'r SourceSet,
    /// The commit that is checked out, if there is one.
    pub(crate) head: Option<&'r str>,
    /// The commit since which, as it was asked for and its id.
    pub(crate) since: Option<(&'r str, &'r str)>,
    /// Whether earlier commits are missing.
    pub(crate) is_shallow: bool,
    /// The way to the folder of the content from the root of the repository.
    pub(crate) prefix: &'r str,
    /// The verdicts that fail the command.
    pub(crate) denied: &'r [Verdict],
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Reviews,
    Answers,
    Exits,
    Periods,
    Addresses,
}

/// How many signatures are whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    own: usize,
    other: usize,
    unknown: usize,
    uncommitted: usize,
    untold: usize,
}

impl Report<'_> {
    /// Returns whether a verdict is denied.
    pub(crate) fn is_denied(&self, item: &Item) -> bool {
        item.verdicts().iter().any(|verdict| self.denied.contains(verdict))
    }

    /// Returns how many verdicts are denied.
    pub(crate) fn denied(&self) -> usize {
        self.audit.items.iter().filter(|item| self.is_denied(item)).count()
    }

    /// Returns what is more than somebody's own signature, the denied first.
    fn notable(&self) -> Vec<&Item> {
        let items = self.audit.items.iter();
        let mut notable: Vec<&Item> =
            items.filter(|item| item.is_notable() || self.is_denied(item)).collect();
        notable.sort_by_key(|item| !self.is_denied(item));
        notable
    }

    /// Returns the file of an item from the root of the repository, and its line; the line is none if the item was
    /// removed, and there is no file if its blip was, too.
    fn place(&self, item: &Item) -> (Option<String>, Option<usize>) {
        let radar = self.audit.radar;
        let path = match &item.subject {
            Subject::Entry(_, blip) => radar.blip(blip).map(|blip| blip.path.clone()),
            Subject::Address(_, claimed) if claimed.is_mapped => {
                return (Some(".mailmap".to_owned()), None);
            }
            Subject::Period(..) | Subject::Address(..) => Some(format!("{CONTENT}/people.toml")),
        };
        let Some(path) = path else { return (None, None) };
        let line = item.at.as_ref().and_then(|at| {
            let (file, _) = self.sources.find(&path)?;
            Some(line_and_column(self.sources, file, at.start as u32).0)
        });
        let below = path.strip_prefix(CONTENT).map_or(&*path, |path| path.trim_start_matches('/'));
        (Some(format!("{}{below}", self.prefix)), line)
    }

    fn counts(&self) -> BTreeMap<Group, Count> {
        let mut counts: BTreeMap<Group, Count> = BTreeMap::new();
        for item in &self.audit.items {
            let Some((hand, _)) = item.hand else { continue };
            let count = counts.entry(Group::of(item)).or_default();
            match hand {
                Hand::Own => count.own += 1,
                Hand::Other(_) => count.other += 1,
                Hand::Unknown => count.unknown += 1,
                Hand::Untold(Why::NotCommitted) => count.uncommitted += 1,
                Hand::Untold(_) => count.untold += 1,
            }
        }
        counts
    }

    /// Returns why verdicts cannot be told, in words, each with how many.
    fn reasons(&self) -> Vec<String> {
        let mut whys: BTreeMap<Why, (usize, BTreeSet<&str>)> = BTreeMap::new();
        for item in &self.audit.items {
            let Some((Hand::Untold(why), _)) = item.hand else { continue };
            let (count, people) = whys.entry(why).or_default();
            *count += 1;
            let untold = item.hands.iter().filter(|(_, hand, _)| *hand == Hand::Untold(why));
            people.extend(untold.map(|(person, ..)| words::person_of(self.audit.radar, person)));
        }
        let reasons = whys.into_iter().filter_map(|(why, (count, people))| {
            let reason = match why {
                Why::NotCommitted => return None,
                Why::NoEmails => {
                    let people: Vec<&str> = people.into_iter().collect();
                    let have = if people.len() == 1 { "has" } else { "have" };
                    format!("{} {have} no emails in people.toml", people.join(", "))
                }
                Why::Shallow => "the clone is shallow, so earlier commits are missing".to_owned(),
                Why::Unreadable => "an earlier version of the file cannot be read".to_owned(),
            };
            Some(format!("{reason} ({count})"))
        });
        reasons.collect()
    }
}

impl Group {
    fn of(item: &Item) -> Self {
        match &item.subject {
            Subject::Entry(EntryKind::Review, _) => Group::Reviews,
            Subject::Entry(EntryKind::Answer, _) => Group::Answers,
            Subject::Entry(EntryKind::Exit, _) => Group::Exits,
            Subject::Period(..) => Group::Periods,
            Subject::Address(..) => Group::Addresses,
        }
    }

    /// Returns the name of one of it, where its place says more.
    fn short(self) -> &'static str {
        if self == Group::Periods { "period" } else { self.name(1) }
    }

    fn name(self, count: usize) -> &'static str {
        match (self, count) {
            (Group::Reviews, 1) => "review",
            (Group::Reviews, _) => "reviews",
            (Group::Answers, 1) => "answer",
            (Group::Answers, _) => "answers",
            (Group::Exits, 1) => "exit",
            (Group::Exits, _) => "exits",
            (Group::Periods, 1) => "practising period",
            (Group::Periods, _) => "practising periods",
            (Group::Addresses, 1) => "address",
            (Group::Addresses, _) => "addresses",
        }
    }
}

impl Count {
    fn all(self) -> usize {
        self.own + self.other + self.unknown + self.uncommitted + self.untold
    }

    /// Returns the counts in words, without those that are zero.
    fn sentence(self, group: Group) -> String {
        let parts = [
            (self.own, "by their own hand"),
            (self.other, "entered by somebody else"),
            (self.unknown, "by an unknown address"),
            (self.uncommitted, "not committed yet"),
            (self.untold, "cannot be told"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        format!("{} {}: {}", self.all(), group.name(self.all()), parts.join(", "))
    }
}
