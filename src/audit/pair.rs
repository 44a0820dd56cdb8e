//! Entries that went and entries that came -> those that are the same one, rewritten.

use super::version::{Entry, EntryKind};

/// How many comparisons a commit may cost. Beyond, what went was removed and what came is new.
const MAX_COMPARISONS: usize = 1_000_000;

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Date,
    By,
    /// The ring of a review, the effort of an exit.
    Verdict,
    Text,
    /// The evidence of a review, the question of an answer.
    About,
}

/// Returns the parts in which two entries differ.
pub(crate) fn differences(before: &Entry, after: &Entry) -> Vec<Part> {
    let is_different = |part: &Part| match part {
        Part::Date => before.date != after.date,
        Part::By => before.by != after.by,
        Part::Verdict => before.verdict != after.verdict,
        Part::Text => before.text != after.text,
        Part::About => before.about != after.about,
    };
    let parts = [Part::Date, Part::By, Part::Verdict, Part::Text, Part::About];
    parts.into_iter().filter(is_different).collect()
}

/// Pairs the entries that are the same one, rewritten: at least two parts stayed, and not only its ring. The most
/// alike come first. Returns positions in both lists.
pub(crate) fn pairs(went: &[&Entry], came: &[&Entry]) -> Vec<(usize, usize)> {
    if went.len().saturating_mul(came.len()) > MAX_COMPARISONS {
        return Vec::new();
    }
    let mut alike: Vec<(usize, usize, usize)> = Vec::new();
    for (old, before) in went.iter().enumerate() {
        for (new, after) in came.iter().enumerate() {
            let likeness = likeness(before, after);
            if likeness > 0 {
                alike.push((likeness, old, new));
            }
        }
    }
    alike.sort_by_key(|(likeness, old, new)| (usize::MAX - likeness, *old, *new));
    let (mut old_used, mut new_used) = (vec![false; went.len()], vec![false; came.len()]);
    let mut pairs = Vec::new();
    for (_, old, new) in alike {
        if !old_used[old] && !new_used[new] {
            (old_used[old], new_used[new]) = (true, true);
            pairs.push((old, new));
        }
    }
    pairs
}

/// Returns how many parts of two entries are the same; 0 if they are different entries.
fn likeness(before: &Entry, after: &Entry) -> usize {
    // A new estimate takes the place of the last one: that is what the table is for.
    let is_renewed = before.kind == EntryKind::Exit && before.date != after.date;
    if before.kind != after.kind || is_renewed {
        return 0;
    }
    let has = |text: &String| !text.is_empty();
    let same_date = before.date == after.date && before.date.is_some();
    let same_by = before.by == after.by && !before.by.is_empty();
    let same_text = before.text == after.text && has(&before.text);
    let same_about = before.about == after.about && has(&before.about);
    let same_verdict = before.verdict == after.verdict && has(&before.verdict);
    let strong = usize::from(same_date)
        + usize::from(same_by)
        + usize::from(same_text)
        + usize::from(same_about);
    let all = strong + usize::from(same_verdict);
    if strong > 0 && all > 1 { all } else { 0 }
}
