//! The rings or quadrants of several states -> those that only got another name.
//!
//! No file says that a term was renamed. It shows in how the blips move: the old name is gone, the new one was
//! never there before, and the blips of the one are the blips of the other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::vocabulary::usual_ring;
use crate::radar::RETIRED;

/// The terms of a blip on the days that list it, oldest first.
pub(super) type Trail<'t> = Vec<(Date, &'t str)>;

/// The new id of each renamed term, by its old one.
pub(super) type Renamed = BTreeMap<String, String>;

/// Finds the terms that were renamed, by the trails of all blips.
pub(super) fn renamed(trails: &[Trail]) -> Renamed {
    let uses = uses(trails);
    let moves: Vec<(&str, &str, Date)> = trails
        .iter()
        .flat_map(|trail| trail.windows(2))
        .map(|pair| (pair[0].1, pair[1].1, pair[1].0))
        .filter(|(from, to, _)| from != to)
        .collect();
    let mut found: Vec<(usize, &str, &str)> = Vec::new();
    for (old, (_, last)) in &uses {
        let followers: BTreeSet<&str> =
            moves.iter().filter(|(from, ..)| from == old).map(|(_, to, _)| *to).collect();
        let new = followers.into_iter().filter(|new| uses[new].0 > *last);
        let new = new.filter_map(|new| Some((followed(old, new, &moves, &uses)?, new)));
        found.extend(new.max().map(|(count, new)| (count, *old, new)));
    }
    // Two terms that became one were merged, so only one of them was renamed.
    found.sort_unstable_by_key(|(count, old, _)| (Reverse(*count), *old));
    let mut taken = BTreeSet::new();
    found.retain(|(.., new)| taken.insert(*new));
    let pairs: BTreeMap<&str, &str> = found.into_iter().map(|(_, old, new)| (old, new)).collect();
    // A later name starts later, so following the names ends.
    let newest = |old| std::iter::successors(Some(old), |id| pairs.get(*id).copied()).last();
    pairs.keys().filter_map(|old| Some(((*old).to_owned(), newest(*old)?.to_owned()))).collect()
}

/// Returns the first and the last day of each term; of `retired` none, as it is no name.
fn uses<'t>(trails: &[Trail<'t>]) -> BTreeMap<&'t str, (Date, Date)> {
    let mut uses: BTreeMap<&str, (Date, Date)> = BTreeMap::new();
    for (day, term) in trails.iter().flatten() {
        let (first, last) = uses.entry(term).or_insert((*day, *day));
        *first = (*first).min(*day);
        *last = (*last).max(*day);
    }
    if let Some(retired) = uses.get_mut(RETIRED) {
        *retired = (Date::MIN, Date::MAX);
    }
    uses
}

/// Returns how many blips went from one name to another, if that can only be a renaming: no other term got
/// more of the blips, and there are two of them, or else two terms that did not change.
fn followed(
    old: &str,
    new: &str,
    moves: &[(&str, &str, Date)],
    uses: &BTreeMap<&str, (Date, Date)>,
) -> Option<usize> {
    // Whatever the blips did, these are names of different rings.
    if usual_ring(old).is_some() && usual_ring(new).is_some() {
        return None;
    }
    let (since, until) = (uses[new].0, uses[old].1);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, to, _) in moves.iter().filter(|(from, _, day)| *from == old && *day >= since) {
        *counts.entry(to).or_default() += 1;
    }
    let count = counts.remove(new)?;
    let most = counts.into_values().max().unwrap_or_default();
    let lasting = |(_, (first, last)): &(&&str, &(Date, Date))| *first <= until && *last >= since;
    let lasting = uses.iter().filter(|(term, _)| **term != RETIRED).filter(lasting).count();
    (count >= most && (count >= 2 || most == 0 && lasting >= 2)).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blips on their terms, a word a state; `-` is a state without the blip.
    fn found(blips: &[&'static str]) -> Vec<(String, String)> {
        let trail = |blip: &&'static str| -> Trail<'static> {
            let states = (1i8..).zip(blip.split(' ')).filter(|(_, term)| *term != "-");
            states.map(|(month, term)| (jiff::civil::date(2026, month, 1), term)).collect()
        };
        let trails: Vec<Trail> = blips.iter().map(trail).collect();
        renamed(&trails).into_iter().collect()
    }

    #[test]
    fn a_name_that_others_follow_is_a_renaming() {
        for (blips, expected) in [
            (
                &["tools tooling", "tools tooling", "platforms platforms"][..],
                &["tools tooling"][..],
            ),
            (&["tools tooling kit", "tools tooling kit"], &["tooling kit", "tools kit"]),
            // One blip is enough if the rest of the radar is as it was.
            (&["stop never", "use use", "try try"], &["stop never"]),
            (&["stop never", "use use"], &[]),
            (&["stop never"], &[]),
            // The name was there before, or is still there.
            (&["tools platforms", "tools platforms", "platforms platforms"], &[]),
            (&["tools tooling", "tools tooling", "tools tools"], &[]),
            // Most blips went elsewhere.
            (&["stop never", "stop use", "stop use", "use use", "try try"], &[]),
            (&["stop never", "stop never", "stop use", "use use", "stop -"], &["stop never"]),
            // Two became one: the one with more blips was renamed.
            (&["a c", "a c", "b c", "b c", "b c"], &["b c"]),
            // Rings with different meanings, and leaving the radar.
            (&["trial adopt", "trial adopt", "hold hold", "assess assess"], &[]),
            (&["hold retired", "hold retired", "use use", "try try"], &[]),
            (&["hold stop", "hold stop"], &["hold stop"]),
        ] {
            let expected: Vec<(String, String)> = expected
                .iter()
                .map(|pair| pair.split_once(' ').expect("two words"))
                .map(|(old, new)| (old.to_owned(), new.to_owned()))
                .collect();
            assert_eq!(found(blips), expected, "{blips:?}");
        }
    }
}
