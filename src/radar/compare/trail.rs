//! The reviews and questions of a blip, before and after. Their order in the file does not matter.

use std::collections::{BTreeMap, BTreeSet};

use super::blips::{Pair, Side, plain};
use super::people::Names;
use super::told::Told;
use crate::radar::{PersonIndex, Question, Radar, Review};

/// The reviews of a blip before and after, each with its other self.
pub(super) struct Trail<'r> {
    pub(super) pair: Pair<'r>,
    pub(super) reviews: Vec<(Option<Told<'r>>, Option<Told<'r>>)>,
}

/// What happened to a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReviewEvent {
    Added,
    Removed,
    /// Something in it is another.
    Changed,
    /// It says the same and is worth something else, because of what is said about people.
    Recounted,
}

/// A review that was added, removed or changed.
#[derive(Clone)]
pub(crate) struct ReviewChange<'r> {
    pub(crate) blip: Side<'r>,
    pub(crate) event: ReviewEvent,
    /// As it is now; as it was, if it is removed.
    pub(crate) review: Told<'r>,
    /// As it was, if it is changed or recounted.
    pub(crate) was: Option<Told<'r>>,
    /// The keys that changed.
    pub(crate) keys: Vec<&'static str>,
}

/// What happened to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuestionEvent {
    Asked,
    Answered,
    Removed,
    AnswerRemoved,
    AnswerChanged,
    Changed,
}

/// A question that was asked, answered, removed or changed.
#[derive(Clone)]
pub(crate) struct QuestionChange<'r> {
    pub(crate) blip: Side<'r>,
    pub(crate) event: QuestionEvent,
    /// The radar that has the question: the later one, unless it is removed.
    pub(crate) radar: &'r Radar,
    pub(crate) question: &'r Question,
}

impl<'r> Trail<'r> {
    pub(super) fn new(pair: Pair<'r>, names: &Names<'r>) -> Self {
        let before = pair.before.reviews().map(|told| (told, Written::before(told, names)));
        let after = pair.after.reviews().map(|told| (told, Written::after(told)));
        let keys: [fn(&Written<'r>) -> Option<Written<'r>>; 4] = [
            |written| Some(written.clone()),
            |written| {
                Some(Written { ring: None, note: String::new(), evidence: None, ..written.clone() })
            },
            // Another day or other people, with the same words.
            |written| {
                (!written.note.is_empty()).then(|| Written {
                    date: None,
                    ring: None,
                    evidence: None,
                    ..written.clone()
                })
            },
            |written| {
                (!written.note.is_empty()).then(|| Written {
                    by: Vec::new(),
                    ring: None,
                    evidence: None,
                    ..written.clone()
                })
            },
        ];
        Self { pair, reviews: paired(before.collect(), after.collect(), &keys) }
    }

    /// Returns the reviews that changed.
    pub(super) fn changes(&self, names: &Names<'r>) -> Vec<ReviewChange<'r>> {
        let blip = self.pair.after;
        let change = |(was, is): &(Option<Told<'r>>, Option<Told<'r>>)| match (*was, *is) {
            (None, Some(review)) => Some(added_one(blip, review)),
            (Some(review), None) => {
                let event = ReviewEvent::Removed;
                Some(ReviewChange { blip, event, review, was: None, keys: Vec::new() })
            }
            (Some(was), Some(review)) => {
                let keys = Written::before(was, names).differences(&Written::after(review));
                let event = if !keys.is_empty() {
                    ReviewEvent::Changed
                } else if was.worth() != review.worth() {
                    ReviewEvent::Recounted
                } else {
                    return None;
                };
                Some(ReviewChange { blip, event, review, was: Some(was), keys })
            }
            (None, None) => None,
        };
        self.reviews.iter().filter_map(change).collect()
    }

    /// Returns the review that a present one was before, if it was there.
    pub(super) fn earlier(&self, review: &Review) -> Option<Told<'r>> {
        let found = self
            .reviews
            .iter()
            .find(|(_, is)| is.is_some_and(|is| std::ptr::eq(is.review, review)));
        found.and_then(|(was, _)| *was)
    }

    /// Returns the questions that changed.
    pub(super) fn questions(&self, names: &Names<'r>) -> Vec<QuestionChange<'r>> {
        let (before, after) = (self.pair.before, self.pair.after);
        let id = |person: PersonIndex| after.radar.person(person).id.as_str();
        let old = before.blip.questions.iter();
        let old = old.map(|q| (q, Asked::new(q, &|person| names.person(person))));
        let new = after.blip.questions.iter().map(|q| (q, Asked::new(q, &id)));
        let keys: [fn(&Asked<'r>) -> Option<Asked<'r>>; 3] = [
            |asked| Some(asked.clone()),
            |asked| Some(Asked { answer: None, ..asked.clone() }),
            |asked| Some(Asked { answer: None, text: String::new(), ..asked.clone() }),
        ];
        let mut changes = Vec::new();
        for (was, is) in paired(old.collect(), new.collect(), &keys) {
            let mut push = |event, radar, question| {
                changes.push(QuestionChange { blip: after, event, radar, question });
            };
            match (was, is) {
                (Some(was), None) => push(QuestionEvent::Removed, before.radar, was),
                (None, Some(is)) => changes.extend(asked_one(after, is)),
                (Some(was), Some(is)) => {
                    let (old, new) =
                        (Asked::new(was, &|person| names.person(person)), Asked::new(is, &id));
                    if old.text != new.text {
                        push(QuestionEvent::Changed, after.radar, is);
                    }
                    match (&old.answer, &new.answer) {
                        (None, Some(_)) => push(QuestionEvent::Answered, after.radar, is),
                        (Some(_), None) => push(QuestionEvent::AnswerRemoved, after.radar, is),
                        (Some(old), Some(new)) if old != new => {
                            push(QuestionEvent::AnswerChanged, after.radar, is);
                        }
                        _ => {}
                    }
                }
                (None, None) => {}
            }
        }
        changes
    }
}

/// Returns the reviews of a new blip.
pub(super) fn added(side: Side<'_>) -> impl Iterator<Item = ReviewChange<'_>> {
    side.reviews().map(move |review| added_one(side, review))
}

/// Returns the questions of a new blip.
pub(super) fn asked(side: Side<'_>) -> impl Iterator<Item = QuestionChange<'_>> {
    side.blip.questions.iter().flat_map(move |question| asked_one(side, question))
}

fn added_one<'r>(blip: Side<'r>, review: Told<'r>) -> ReviewChange<'r> {
    ReviewChange { blip, event: ReviewEvent::Added, review, was: None, keys: Vec::new() }
}

fn asked_one<'r>(
    blip: Side<'r>,
    question: &'r Question,
) -> impl Iterator<Item = QuestionChange<'r>> {
    let answered = question.answer.as_ref().map(|_| QuestionEvent::Answered);
    let events = [Some(QuestionEvent::Asked), answered].into_iter().flatten();
    events.map(move |event| QuestionChange { blip, event, radar: blip.radar, question })
}

/// Pairs the items of two lists: by the first key, what is left by the next, and so on. Items without a partner stay
/// alone. Keeps the order of the second list; those that are gone follow.
fn paired<T: Copy, K: Clone + Ord>(
    before: Vec<(T, K)>,
    after: Vec<(T, K)>,
    keys: &[fn(&K) -> Option<K>],
) -> Vec<(Option<T>, Option<T>)> {
    let mut partners: Vec<Option<T>> = vec![None; after.len()];
    let mut left: Vec<(T, K)> = before;
    for key in keys {
        let mut known: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (at, (_, item)) in left.iter().enumerate().rev() {
            if let Some(key) = key(item) {
                known.entry(key).or_default().push(at);
            }
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for ((_, item), partner) in after.iter().zip(&mut partners).filter(|(_, p)| p.is_none()) {
            let found = key(item).and_then(|key| known.get_mut(&key)?.pop());
            if let Some(at) = found {
                *partner = Some(left[at].0);
                taken.insert(at);
            }
        }
        let mut at = 0..;
        left.retain(|_| at.next().is_none_or(|at| !taken.contains(&at)));
    }
    let present = partners.into_iter().zip(after).map(|(was, (is, _))| (was, Some(is)));
    present.chain(left.into_iter().map(|(was, _)| (Some(was), None))).collect()
}

/// What a review says, in words that both radars share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Written<'r> {
    date: Option<jiff::civil::Date>,
    by: Vec<&'r str>,
    ring: Option<&'r str>,
    note: String,
    evidence: Option<&'r str>,
}

impl<'r> Written<'r> {
    fn before(told: Told<'r>, names: &Names<'r>) -> Self {
        let by = told.review.by.iter().map(|by| names.person(*by)).collect();
        let ring = told.review.verdict.map(|verdict| names.placement(verdict));
        Self { ring, ..Self::new(told, by) }
    }

    fn after(told: Told<'r>) -> Self {
        Self::new(told, told.ids())
    }

    fn new(told: Told<'r>, mut by: Vec<&'r str>) -> Self {
        by.sort_unstable();
        by.dedup();
        Self {
            date: Some(told.date()),
            by,
            ring: told.ring_id(),
            note: told.review.note.as_ref().map_or_else(String::new, |note| plain(&note.value)),
            evidence: told.review.evidence.as_deref(),
        }
    }

    /// Returns the keys of the file that differ.
    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let keys = [
            ("date", self.date != other.date),
            ("by", self.by != other.by),
            ("ring", self.ring != other.ring),
            ("note", self.note != other.note),
            ("evidence", self.evidence != other.evidence),
        ];
        keys.into_iter().filter_map(|(key, differs)| differs.then_some(key)).collect()
    }
}

/// What a question says, in words that both radars share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked<'r> {
    date: jiff::civil::Date,
    by: &'r str,
    text: String,
    answer: Option<(jiff::civil::Date, &'r str, String)>,
}

impl<'r> Asked<'r> {
    fn new(question: &'r Question, id: &dyn Fn(PersonIndex) -> &'r str) -> Self {
        let answer = question.answer.as_ref();
        Self {
            date: question.date,
            by: id(question.by),
            text: plain(&question.text.value),
            answer: answer.map(|a| (a.date, id(a.by), plain(&a.text.value))),
        }
    }
}
