//! Who entered what others signed, as the history of the radar's files tells.
//!
//! Only pages of a radar with `audit = true` have it. It changes nothing that is judged.

use std::collections::BTreeMap;

use super::PersonIndex;
use crate::diagnostic::Span;

/// Who entered something that none of its signers committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnteredBy {
    /// A person of people.toml.
    Person(PersonIndex),
    /// An address that nobody in people.toml has.
    Unknown,
}

/// The reviews, answers and exits that none of their signers committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered(BTreeMap<Span, EnteredBy>);

impl Entered {
    /// Notes who entered what is at a place.
    pub fn insert(&mut self, at: Span, by: EnteredBy) {
        self.0.insert(at, by);
    }

    /// Returns who entered what is at a place, or around it. None if a signer did, or if it cannot be told.
    pub fn find(&self, at: Span) -> Option<EnteredBy> {
        let start = Span { end: u32::MAX, ..at };
        let (around, by) = self.0.range(..=start).next_back()?;
        (around.file == at.file && around.start <= at.start && at.end <= around.end).then_some(*by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_part_is_found_by_the_whole() {
        let span = |range| Span::new(FileId::FIRST, range);
        let mut entered = Entered::default();
        entered.insert(span(10..20), EnteredBy::Unknown);
        entered.insert(span(30..40), EnteredBy::Person(PersonIndex(1)));
        for (range, found) in [
            (10..20, Some(EnteredBy::Unknown)),
            (12..15, Some(EnteredBy::Unknown)),
            (35..40, Some(EnteredBy::Person(PersonIndex(1)))),
            (20..25, None),
            (15..21, None),
            (0..5, None),
            (50..60, None),
        ] {
            assert_eq!(entered.find(span(range.clone())), found, "{range:?}");
        }
    }
}
