//! What is worth a row: everything notable, and what one commit removed from a blip as one.

use std::collections::BTreeSet;

use super::words::Addresses;
use super::{Group, Report};
use crate::audit::{CommitIndex, Happened, Item};

/// A row of a table: what it is, of what, its day, who signed, the verdict.
pub(super) struct Row {
    pub(super) cells: [String; 5],
    pub(super) is_denied: bool,
}

impl Report<'_> {
    /// Returns the rows of everything that is more than somebody's own signature.
    pub(super) fn rows(&self, addresses: Addresses) -> Vec<Row> {
        let mut rows = Vec::new();
        let notable = self.notable();
        let mut told: BTreeSet<(Group, &str, CommitIndex)> = BTreeSet::new();
        for item in &notable {
            let group = Group::of(item);
            let mut same = vec![*item];
            if let Some(commit) = removal(item) {
                if !told.insert((group, self.of(item), commit)) {
                    continue;
                }
                let is_same = |other: &&&Item| {
                    removal(other) == Some(commit)
                        && Group::of(other) == group
                        && other.subject == item.subject
                };
                same = notable.iter().filter(is_same).copied().collect();
            }
            let count = same.len();
            let what = match count {
                1 => group.short().to_owned(),
                count => format!("{count} {}", group.name(count)),
            };
            let dates = match &same[..] {
                [first, .., last] => format!("{} to {}", Self::dates(first), Self::dates(last)),
                _ => Self::dates(item),
            };
            let mut signers: Vec<String> = Vec::new();
            for name in same.iter().map(|item| self.signers(item)) {
                if !signers.contains(&name) {
                    signers.push(name);
                }
            }
            let verdict = self.verdict(item, addresses);
            let of = self.of(item).to_owned();
            let cells = [what, of, dates, signers.join(", "), verdict];
            rows.push(Row { cells, is_denied: self.is_denied(item) });
        }
        rows
    }
}

/// Returns the commit that removed an item.
fn removal(item: &Item) -> Option<CommitIndex> {
    let removed = item.findings.iter().find(|f| matches!(f.what, Happened::Removed))?;
    Some(removed.commit)
}
