//! Warnings in one line, for a command that is not about them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::Code;

/// Returns the number of warnings of each code, the most first: `23 warnings: 12 review-expired, …; see
/// `radar check``. Returns none if there are no warnings. `root` is the option that leads to the radar.
pub(super) fn line(codes: impl IntoIterator<Item = Code>, root: &str) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code.name()).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(name, count)| (Reverse(*count), *name));
    let counts: Vec<String> =
        counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let warnings = if total == 1 { "1 warning" } else { &format!("{total} warnings") };
    let line = format!("{warnings}: {}; see `radar check{root}`", counts.join(", "));
    (total > 0).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_come_first() {
        use Code::{Orphaned, ReviewExpired, Unreviewed};
        for (codes, text) in [
            (vec![ReviewExpired], "1 warning: 1 review-expired; see `radar check`"),
            (vec![Orphaned; 2], "2 warnings: 2 orphaned; see `radar check`"),
            (
                vec![Unreviewed, Orphaned, ReviewExpired, ReviewExpired],
                "4 warnings: 2 review-expired, 1 orphaned, 1 unreviewed; see `radar check`",
            ),
        ] {
            assert_eq!(line(codes, "").as_deref(), Some(text));
        }
        assert_eq!(line([], ""), None);
        let elsewhere = line([Orphaned], " -C ours").expect("a warning");
        assert!(elsewhere.ends_with("see `radar check -C ours`"));
    }
}
