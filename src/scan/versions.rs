//! The versions of one thing in a repository -> a short text.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::line::line_from;

/// As many versions are listed; of more, the lowest and the highest.
const MAX_LISTED: usize = 3;

/// Longer ones are no version, but the id of a commit or a whole address, and say little to a reader.
const MAX_LENGTH: usize = 60;

/// Returns the versions in order: up to three, or the lowest and the highest. Returns none if there is none.
pub(super) fn joined<'v>(versions: impl IntoIterator<Item = &'v str>) -> Option<String> {
    let versions: BTreeSet<String> = versions
        .into_iter()
        .map(|version| line_from(version).into_owned())
        .filter(|version| !version.is_empty() && version.len() <= MAX_LENGTH)
        .collect();
    let mut versions: Vec<String> = versions.into_iter().collect();
    versions.sort_by(|a, b| compare(a, b).then_with(|| a.cmp(b)));
    match versions.as_slice() {
        [] => None,
        few if few.len() <= MAX_LISTED => Some(few.join(", ")),
        [lowest, .., highest] => Some(format!("{lowest} … {highest}")),
        [_] => unreachable!("one is few"),
    }
}

/// Compares versions: digits as numbers, and anything else as text. What has more parts is later, unless they begin
/// with a letter, as in `1.0` after `1.0-rc1`.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (parts(a), parts(b));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (Some(part), None) => after_the_end(part),
            (None, Some(part)) => after_the_end(part).reverse(),
            (Some(a), Some(b)) => compare_parts(a, b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Returns the runs of digits and the runs of letters; what is between them separates.
fn parts(version: &str) -> impl Iterator<Item = &str> {
    let mut rest = version;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let is_same = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == first.is_ascii_digit();
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

fn is_number(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit())
}

fn after_the_end(part: &str) -> Ordering {
    if is_number(part) { Ordering::Greater } else { Ordering::Less }
}

fn compare_parts(a: &str, b: &str) -> Ordering {
    match (is_number(a), is_number(b)) {
        (true, true) => {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        }
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_listed_in_their_order() {
        for (versions, expected) in [
            (&[][..], None),
            (&["", " "], None),
            (&["3.9.0"], Some("3.9.0")),
            (&["3.10.0", "3.9.0", "3.9.0"], Some("3.9.0, 3.10.0")),
            (&["1.0", "1.0-rc1", "1.0.1"], Some("1.0-rc1, 1.0, 1.0.1")),
            (&["v2", "v10", "v1", "v3"], Some("v1 … v10")),
            (&["17-alpine", "16-alpine"], Some("16-alpine, 17-alpine")),
            (&["01", "1"], Some("01, 1")),
            (&["99999999999999999999999999", "2"], Some("2, 99999999999999999999999999")),
            (&["a\nb"], Some("a b")),
        ] {
            assert_eq!(joined(versions.iter().copied()).as_deref(), expected, "{versions:?}");
        }
        assert_eq!(joined(["x".repeat(61).as_str()]), None);
    }
}
