//! Dated states of a radar -> blips, each with a trail of unsigned reviews.
//!
//! What importers of formats share that list, again and again, where every blip stands. Knows nothing
//! of files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Absent, Blip, Details, Review, Term, unusable};
use crate::diagnostic::{Report, Span};
use crate::radar::RETIRED;

/// Where every blip stood on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// What is on the radar, by id.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Ids of blips that are listed in a way that could not be read: they have not left the radar.
    pub(super) unclear: BTreeSet<String>,
}

/// A blip in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// The id of its quadrant.
    pub(super) quadrant: String,
    /// The id of its ring, or `retired`.
    pub(super) ring: String,
    /// Markdown.
    pub(super) description: Option<String>,
    /// What the files say of just this day, in Markdown.
    pub(super) note: Option<String>,
    pub(super) details: Details,
}

/// States as a format fills them, entry by entry.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) states: BTreeMap<Date, State>,
    /// Where each entry stands.
    places: BTreeMap<(Date, String), (String, Span)>,
}

impl Ledger {
    /// A day has a state, be it empty.
    pub(super) fn day(&mut self, date: Date) {
        self.states.entry(date).or_default();
    }

    /// A blip is listed on a day, in a way that could not be read.
    pub(super) fn unclear(&mut self, date: Date, id: &str) {
        if !id.is_empty() {
            self.states.entry(date).or_default().unclear.insert(id.to_owned());
        }
    }

    /// Adds an entry; a second one of the same day and id is reported.
    pub(super) fn add(
        &mut self,
        date: Date,
        id: &str,
        entry: Entry,
        at: Span,
        report: &mut Report,
    ) {
        let key = (date, id.to_owned());
        if let Some((name, first)) = self.places.get(&key) {
            let message = if *name == entry.name {
                format!("`{name}` is listed twice, on {date}")
            } else {
                format!("`{}` and `{name}` would both be the blip `{id}`", entry.name)
            };
            report.push(
                unusable(message, at)
                    .label("again here")
                    .also(*first, "first here; this one is used")
                    .help("leave one of them out, or give it another name"),
            );
            return;
        }
        self.places.insert(key, (entry.name.clone(), at));
        self.states.entry(date).or_default().entries.insert(id.to_owned(), entry);
    }
}

/// The blips of some states, sorted by id.
///
/// A review is written where something changed: on the day a blip comes, moves, leaves (the first
/// state without it) or comes back. Names, quadrants and descriptions are those of the latest state
/// that has them; an earlier quadrant or description is kept as the note of its day.
pub(super) fn blips(
    states: &BTreeMap<Date, State>,
    quadrants: &[Term],
    absent: Absent,
) -> Vec<Blip> {
    let ids: BTreeSet<&String> = states.values().flat_map(|state| state.entries.keys()).collect();
    ids.into_iter().filter_map(|id| blip(id, states, quadrants, absent)).collect()
}

fn blip(
    id: &str,
    states: &BTreeMap<Date, State>,
    quadrants: &[Term],
    absent: Absent,
) -> Option<Blip> {
    let mut entries =
        states.iter().filter_map(|(date, state)| Some((*date, state.entries.get(id)?)));
    let (added, first) = entries.next()?;
    let latest = entries.next_back().map_or(first, |(_, entry)| entry);
    let mut described = states.values().filter_map(|s| s.entries.get(id)?.description.as_ref());
    let description = described.next_back();

    let mut reviews = Vec::new();
    let mut ring: Option<&str> = None;
    let mut quadrant = &first.quadrant;
    let mut last_note: Option<&String> = None;
    for (date, state) in states {
        let Some(entry) = state.entries.get(id) else {
            let is_gone = absent == Absent::Retire && !state.unclear.contains(id);
            if is_gone && ring.is_some_and(|ring| ring != RETIRED) {
                ring = Some(RETIRED);
                reviews.push(Review { date: *date, ring: ring.map(str::to_owned), note: None });
            }
            continue;
        };
        let moved = (ring != Some(&entry.ring)).then(|| entry.ring.clone());
        ring = Some(&entry.ring);
        let mut notes = Vec::new();
        if entry.quadrant != *quadrant {
            notes.push(format!("Until then in the quadrant {}.", name(quadrants, quadrant)));
            quadrant = &entry.quadrant;
        }
        notes.extend(entry.note.clone());
        let earlier = entry.description.as_ref().filter(|text| Some(*text) != description);
        if let Some(text) = earlier.filter(|text| Some(*text) != last_note) {
            notes.push(text.clone());
            last_note = Some(text);
        }
        if moved.is_some() || !notes.is_empty() {
            let note = (!notes.is_empty()).then(|| notes.join("\n\n"));
            reviews.push(Review { date: *date, ring: moved, note });
        }
    }
    Some(Blip {
        id: id.to_owned(),
        name: latest.name.clone(),
        quadrant: latest.quadrant.clone(),
        ring: ring?.to_owned(),
        added,
        description: description.cloned(),
        details: latest.details.clone(),
        reviews,
    })
}

/// The names of blips that came back in another quadrant after they had been gone: they may be two
/// things of one name.
pub(super) fn namesakes(states: &BTreeMap<Date, State>) -> BTreeSet<&str> {
    let mut seen: BTreeMap<&str, (usize, &Entry)> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (number, state) in states.values().enumerate() {
        for (id, entry) in &state.entries {
            if let Some((last, before)) = seen.insert(id, (number, entry))
                && number > last + 1
                && before.quadrant != entry.quadrant
            {
                found.insert(entry.name.as_str());
            }
        }
    }
    found
}

fn name<'t>(terms: &'t [Term], id: &'t str) -> &'t str {
    terms.iter().find(|term| term.id == id).map_or(id, |term| &term.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// States a month apart of one blip, `x`: ring, quadrant and description, `-` where it is
    /// absent, `?` where it could not be read.
    fn states(written: &[&str]) -> BTreeMap<Date, State> {
        (1i8..)
            .zip(written)
            .map(|(month, written)| {
                let mut state = State::default();
                match *written {
                    "-" => {}
                    "?" => {
                        state.unclear.insert("x".to_owned());
                    }
                    written => {
                        let mut words = written.split(' ');
                        let mut word = || words.next().map(str::to_owned);
                        let entry = Entry {
                            name: format!("X{month}"),
                            ring: word().expect("a ring"),
                            quadrant: word().unwrap_or_else(|| "tools".to_owned()),
                            description: word(),
                            note: None,
                            details: Details::default(),
                        };
                        state.entries.insert("x".to_owned(), entry);
                    }
                }
                (jiff::civil::date(2026, month, 1), state)
            })
            .collect()
    }

    fn trail(written: &[&str], absent: Absent) -> Blip {
        let tools = Term { id: "tools".to_owned(), name: "Tools".to_owned(), description: None };
        blips(&states(written), &[tools], absent).remove(0)
    }

    fn written(blip: &Blip) -> Vec<String> {
        let review = |review: &Review| {
            let ring = review.ring.as_deref().unwrap_or("=");
            let note = review.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
            format!("{} {ring}{note}", review.date.month())
        };
        blip.reviews.iter().map(review).collect()
    }

    #[test]
    fn a_review_stands_where_the_ring_changes() {
        for (states, absent, expected) in [
            (&["trial", "trial", "adopt"][..], Absent::Retire, &["1 trial", "3 adopt"][..]),
            (&["trial", "-", "-"], Absent::Retire, &["1 trial", "2 retired"]),
            (&["trial", "-", "trial"], Absent::Retire, &["1 trial", "2 retired", "3 trial"]),
            (&["trial", "-", "trial"], Absent::Keep, &["1 trial"]),
            (&["trial", "-", "hold"], Absent::Keep, &["1 trial", "3 hold"]),
            (&["trial", "?", "hold"], Absent::Retire, &["1 trial", "3 hold"]),
            (&["-", "trial"], Absent::Retire, &["2 trial"]),
            (&["trial", "retired", "-"], Absent::Retire, &["1 trial", "2 retired"]),
        ] {
            let blip = trail(states, absent);
            assert_eq!(written(&blip), expected, "{states:?}");
            let last = blip.reviews.iter().rev().find_map(|review| review.ring.as_ref());
            assert_eq!(Some(&blip.ring), last);
        }
    }

    #[test]
    fn the_latest_name_and_quadrant_win_and_the_earlier_quadrant_is_noted() {
        let blip = trail(&["trial", "trial platforms", "-"], Absent::Retire);
        assert_eq!((blip.name.as_str(), blip.quadrant.as_str()), ("X2", "platforms"));
        assert_eq!(blip.added, jiff::civil::date(2026, 1, 1));
        let expected = ["1 trial", "2 = Until then in the quadrant Tools.", "3 retired"];
        assert_eq!(written(&blip), expected);
    }

    #[test]
    fn things_of_one_name_are_suspected() {
        let found = |written: &[&str]| namesakes(&states(written)).len();
        assert_eq!(found(&["trial tools", "-", "trial platforms"]), 1);
        assert_eq!(found(&["trial tools", "trial platforms"]), 0);
        assert_eq!(found(&["trial tools", "-", "adopt tools"]), 0);
    }

    #[test]
    fn earlier_descriptions_are_kept_as_notes() {
        let states = ["trial tools old", "trial tools old", "adopt tools", "adopt tools new"];
        let blip = trail(&states, Absent::Retire);
        assert_eq!(blip.description.as_deref(), Some("new"));
        assert_eq!(written(&blip), ["1 trial old", "3 adopt"]);
        let back = trail(&["trial tools a", "trial tools b", "trial tools a"], Absent::Retire);
        assert_eq!(written(&back), ["1 trial", "2 = b"]);
    }
}
