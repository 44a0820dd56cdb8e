//! Two commits -> what happened to each blip between them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::published::{Blip, Published};
use super::uses::{Commit, Dependencies, Places, file_of, uses};
use crate::manifest::compare;
use crate::radar::detect::DetectKind;

/// What a change did with a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The repository did not use it before.
    Added {
        path: String,
        version: Option<String>,
    },
    /// The repository used it already, in other places.
    AddedElsewhere {
        path: String,
        version: Option<String>,
    },
    Upgraded {
        path: String,
        from: String,
        to: String,
    },
    Downgraded {
        path: String,
        from: String,
        to: String,
    },
}

impl Change {
    /// Returns the name in data.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Change::Added { .. } => "added",
            Change::AddedElsewhere { .. } => "added-elsewhere",
            Change::Upgraded { .. } => "upgraded",
            Change::Downgraded { .. } => "downgraded",
        }
    }

    /// Returns the file that shows it.
    pub(super) fn path(&self) -> &str {
        match self {
            Change::Added { path, .. }
            | Change::AddedElsewhere { path, .. }
            | Change::Upgraded { path, .. }
            | Change::Downgraded { path, .. } => path,
        }
    }

    pub(super) fn is_added(&self) -> bool {
        matches!(self, Change::Added { .. } | Change::AddedElsewhere { .. })
    }
}

/// Returns what happened to blips, each at most once, in their order. Of a blip that is `unwanted`, one more place counts
/// more than another version: else an upgrade would hide it.
pub(super) fn changes<'p>(
    radar: &'p Published,
    before: &Commit,
    after: &Commit,
    unwanted: impl Fn(&Blip) -> bool,
) -> Vec<(&'p Blip, Change)> {
    let (was, is) = (uses(radar, before), uses(radar, after));
    let old: HashSet<&str> = before.paths.iter().map(String::as_str).collect();
    let new: Vec<&str> =
        after.paths.iter().map(String::as_str).filter(|path| !old.contains(path)).collect();
    let none = Places::new();
    let blips = radar.blips.iter().enumerate();
    blips
        .filter_map(|(at, blip)| {
            let (was, is) = (was.get(&at).unwrap_or(&none), is.get(&at).unwrap_or(&none));
            let shown_before = || file_of(blip, old.iter().copied()).is_some();
            let change = match changed(was, is, unwanted(blip)) {
                // A file may have shown it before any manifest did.
                Some(Change::Added { path, version }) if shown_before() => {
                    Change::AddedElsewhere { path, version }
                }
                Some(change) => change,
                None if was.is_empty() => {
                    let path = file_of(blip, new.iter().copied())?.to_owned();
                    (!shown_before()).then_some(Change::Added { path, version: None })?
                }
                None => return None,
            };
            Some((blip, change))
        })
        .collect()
}

fn changed(was: &Places, is: &Places, is_unwanted: bool) -> Option<Change> {
    if was.is_empty() {
        let (path, dependencies) = is.iter().next()?;
        return Some(Change::Added { path: (*path).to_owned(), version: version(dependencies) });
    }
    if is_unwanted {
        elsewhere(was, is).or_else(|| stepped(was, is))
    } else {
        stepped(was, is).or_else(|| elsewhere(was, is))
    }
}

/// Returns a place that is new, and does not only replace one that is gone.
fn elsewhere(was: &Places, is: &Places) -> Option<Change> {
    let gone = was.keys().filter(|path| !is.contains_key(*path)).count();
    let (path, dependencies) = is.iter().filter(|(path, _)| !was.contains_key(*path)).nth(gone)?;
    Some(Change::AddedElsewhere { path: (*path).to_owned(), version: version(dependencies) })
}

fn version(dependencies: &Dependencies) -> Option<String> {
    dependencies.values().flatten().next().map(|version| (*version).to_owned())
}

/// A version before and one after, at a place.
type Step<'c> = (&'c str, &'c str, &'c str);

/// Returns the change of versions: the largest upgrade, or the largest downgrade if there is none.
fn stepped(was: &Places, is: &Places) -> Option<Change> {
    let mut steps: Vec<Step> = Vec::new();
    for (path, dependencies) in is {
        for (key, to) in dependencies {
            let from = was.get(path).and_then(|before| before.get(key).copied().flatten());
            if let (Some(from), Some(to)) = (from, to) {
                steps.push((path, from, to));
            }
        }
    }
    steps.extend(moved(was, is));
    let by = |step: &Step, order| compare(step.1, step.2) == Some(order);
    let greater = |a: &&Step, b: &&Step| {
        let order = compare(a.2, b.2).unwrap_or(Ordering::Equal);
        // Of several, the first of the repository.
        order.then_with(|| b.0.cmp(a.0))
    };
    let owned = |(path, from, to): Step| (path.to_owned(), from.to_owned(), to.to_owned());
    let up = steps.iter().filter(|step| by(step, Ordering::Less)).max_by(greater);
    if let Some((path, from, to)) = up.copied().map(owned) {
        return Some(Change::Upgraded { path, from, to });
    }
    let down = steps.iter().filter(|step| by(step, Ordering::Greater)).max_by(|a, b| greater(b, a));
    let (path, from, to) = owned(*down?);
    Some(Change::Downgraded { path, from, to })
}

/// Returns the steps of what left one file and came in another, each name with its one version before and after.
fn moved<'c>(was: &Places<'c>, is: &Places<'c>) -> Vec<Step<'c>> {
    let gone = alone(was, is);
    let come = alone(is, was);
    let pairs = come.into_iter().filter_map(|(key, (path, to))| {
        let (_, from) = gone.get(&key)?;
        Some((path, *from, to))
    });
    pairs.collect()
}

/// Returns what is in places of the first only, by name: one place, with the version; nothing for names with several.
fn alone<'c>(
    first: &Places<'c>,
    second: &Places<'c>,
) -> BTreeMap<(DetectKind, &'c str), (&'c str, &'c str)> {
    let mut found: BTreeMap<_, (&str, &str)> = BTreeMap::new();
    let mut several = BTreeSet::new();
    for (path, dependencies) in first {
        for (key, version) in dependencies {
            let is_there = second.get(path).is_some_and(|there| there.contains_key(key));
            let Some(version) = version.filter(|_| !is_there) else { continue };
            if found.insert(*key, (path, version)).is_some_and(|(_, known)| known != version) {
                several.insert(*key);
            }
        }
    }
    found.retain(|key, _| !several.contains(key));
    found
}
