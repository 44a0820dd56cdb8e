//! The listings of a radar on several days -> blips, each with its unsigned reviews.
//!
//! Importers share this if their format lists all blips again and again. It knows nothing of files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::renames::{Renamed, Trail, renamed};
use super::{Absent, Blip, Details, Edition, Listing, Review, Term, date, unusable};
use crate::diagnostic::{Report, Span};
use crate::radar::RETIRED;

/// What the files list, by day.
#[derive(Clone, Default)]
pub(super) struct Timeline {
    /// What it means that a day lists a blip.
    pub(super) listing: Listing,
    days: BTreeMap<Date, Listed>,
    /// The name and the span of each listed blip.
    listed: BTreeMap<(Date, String), (String, Span)>,
    /// Blips that are listed on a day that could not be read.
    unclear: BTreeSet<String>,
}

/// What the files list on one day, by id.
#[derive(Clone, Default)]
struct Listed {
    blips: BTreeMap<String, ListedBlip>,
    /// Blips that are listed but could not be read: they have not left the radar. An empty id may be any blip.
    unclear: BTreeSet<String>,
}

#[derive(Clone, Default)]
pub(super) struct ListedBlip {
    pub(super) name: String,
    pub(super) quadrant: String,
    pub(super) ring: String,
    pub(super) description: Option<String>,
    /// What the files have for this day only.
    pub(super) note: Option<String>,
    pub(super) details: Details,
}

impl Timeline {
    /// Returns an empty timeline of files that list a blip only on the days on which somebody assessed it.
    pub(super) fn of_assessments() -> Self {
        Self { listing: Listing::Assessment, ..Self::default() }
    }

    /// Adds a day, whose listing may stay empty.
    pub(super) fn add_day(&mut self, date: Date) {
        self.days.entry(date).or_default();
    }

    /// Adds a blip that is listed on a day but may turn out to be unusable. Without an id, it may be any blip.
    pub(super) fn add_unclear(&mut self, date: Date, id: &str) {
        self.days.entry(date).or_default().unclear.insert(id.to_owned());
    }

    /// Adds a blip that could not be read, maybe on an unknown day.
    pub(super) fn add_unclear_on(&mut self, date: Option<Date>, id: &str) {
        match date {
            Some(date) => self.add_unclear(date, id),
            None => _ = self.unclear.insert(id.to_owned()),
        }
    }

    /// Adds a blip, or reports that the day has one with its id already.
    pub(super) fn add(
        &mut self,
        date: Date,
        id: &str,
        blip: ListedBlip,
        at: Span,
        report: &mut Report,
    ) {
        let key = (date, id.to_owned());
        if let Some((name, first)) = self.listed.get(&key) {
            let message = if *name == blip.name {
                format!("`{name}` is listed twice, on {date}")
            } else {
                format!("`{}` and `{name}` would both be the blip `{id}`", blip.name)
            };
            report.push(
                unusable(message, at)
                    .label("again here")
                    .also(*first, "first here; this one is used")
                    .help("leave one of them out, or give it another name"),
            );
            return;
        }
        self.listed.insert(key, (blip.name.clone(), at));
        self.days.entry(date).or_default().blips.insert(id.to_owned(), blip);
    }

    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.days.keys().copied()
    }

    pub(super) fn editions(&self) -> Vec<Edition> {
        date::editions(&self.days().map(|date| (date, None)).collect())
    }

    /// Returns the ids of the blips that a day lists but that could not be read.
    pub(super) fn unclear_ids(&self) -> BTreeSet<String> {
        let of_days = self.days.values().flat_map(|listing| &listing.unclear);
        of_days.chain(&self.unclear).cloned().collect()
    }

    /// Whether a blip may be on a day that does not list it.
    fn is_unclear(&self, day: &Listed, id: &str) -> bool {
        [&day.unclear, &self.unclear].iter().any(|ids| ids.contains(id) || ids.contains(""))
    }

    /// Returns the blips, sorted by id.
    ///
    /// A blip gets a review on each day it comes, moves, leaves (the first day that does not list it) or
    /// comes back; and, if to be listed is to be assessed, on every other day that lists it. Its name, quadrant and description are the latest; an earlier quadrant or description
    /// becomes a note.
    pub(super) fn blips(&self, quadrants: &[Term], absent: Absent) -> Vec<Blip> {
        let ids: BTreeSet<&String> = self.days.values().flat_map(|day| day.blips.keys()).collect();
        ids.into_iter().filter_map(|id| self.blip(id, quadrants, absent)).collect()
    }

    fn blip(&self, id: &str, quadrants: &[Term], absent: Absent) -> Option<Blip> {
        let listed =
            || self.days.iter().filter_map(|(date, day)| Some((*date, day.blips.get(id)?)));
        let (added, first) = listed().next()?;
        let (_, latest) = listed().next_back()?;
        let description = listed().filter_map(|(_, blip)| blip.description.as_ref()).next_back();

        let mut reviews = Vec::new();
        let mut ring: Option<&str> = None;
        let mut quadrant = &first.quadrant;
        let mut last_note: Option<&String> = None;
        for (date, day) in &self.days {
            let Some(blip) = day.blips.get(id) else {
                let has_left = absent == Absent::Retire && !self.is_unclear(day, id);
                if has_left && ring.is_some_and(|ring| ring != RETIRED) {
                    ring = Some(RETIRED);
                    reviews.push(Review { date: *date, ring: ring.map(str::to_owned), note: None });
                }
                continue;
            };
            let moved = (ring != Some(&blip.ring)).then(|| blip.ring.clone());
            ring = Some(&blip.ring);
            let mut notes = Vec::new();
            if blip.quadrant != *quadrant {
                notes.push(earlier_quadrant(name(quadrants, quadrant)));
                quadrant = &blip.quadrant;
            }
            notes.extend(blip.note.clone());
            let earlier = blip.description.as_ref().filter(|text| Some(*text) != description);
            if let Some(text) = earlier.filter(|text| Some(*text) != last_note) {
                notes.push(text.clone());
                last_note = Some(text);
            }
            let is_assessed = self.listing == Listing::Assessment;
            if is_assessed || moved.is_some() || !notes.is_empty() {
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

    /// Returns the rings and the quadrants that were renamed.
    pub(super) fn renamed_terms(&self) -> (Renamed, Renamed) {
        let trails = |term: fn(&ListedBlip) -> &str| {
            let mut trails: BTreeMap<&str, Trail> = BTreeMap::new();
            for (date, day) in &self.days {
                for (id, blip) in &day.blips {
                    trails.entry(id).or_default().push((*date, term(blip)));
                }
            }
            renamed(&Vec::from_iter(trails.into_values()))
        };
        (trails(|blip| &blip.ring), trails(|blip| &blip.quadrant))
    }

    /// Returns the same with new names of rings and quadrants.
    pub(super) fn with_names(&self, rings: &Renamed, quadrants: &Renamed) -> Self {
        let mut timeline = self.clone();
        for blip in timeline.days.values_mut().flat_map(|day| day.blips.values_mut()) {
            for (id, names) in [(&mut blip.ring, rings), (&mut blip.quadrant, quadrants)] {
                if let Some(new) = names.get(id) {
                    id.clone_from(new);
                }
            }
        }
        timeline
    }

    /// Returns each quadrant that a blip had, with the latest one of that blip.
    pub(super) fn quadrants_since(&self) -> Vec<(String, String)> {
        let mut latest: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, blip) in self.days.values().flat_map(|day| &day.blips) {
            latest.insert(id, &blip.quadrant);
        }
        let all = self.days.values().flat_map(|day| &day.blips);
        let had = all.map(|(id, blip)| (id.as_str(), blip.quadrant.as_str()));
        let had: BTreeSet<(&str, &str)> = had.filter(|(id, from)| *from != latest[id]).collect();
        had.into_iter().map(|(id, from)| (from.to_owned(), latest[id].to_owned())).collect()
    }

    /// Returns the names of blips that left and came back in another quadrant: they may be two things with
    /// one name.
    pub(super) fn namesakes(&self) -> BTreeSet<&str> {
        let mut seen: BTreeMap<&str, (usize, &ListedBlip)> = BTreeMap::new();
        let mut found = BTreeSet::new();
        for (number, day) in self.days.values().enumerate() {
            for (id, blip) in &day.blips {
                if let Some((last, before)) = seen.insert(id, (number, blip))
                    && number > last + 1
                    && before.quadrant != blip.quadrant
                {
                    found.insert(blip.name.as_str());
                }
            }
        }
        found
    }
}

/// Returns the note on the first review after a blip changed its quadrant.
pub(super) fn earlier_quadrant(name: &str) -> String {
    format!("Until then in the quadrant {name}.")
}

fn name<'t>(terms: &'t [Term], id: &'t str) -> &'t str {
    terms.iter().find(|term| term.id == id).map_or(id, |term| &term.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Listings of one blip, `x`, a month apart: ring, quadrant and description, `-` if it is absent,
    /// `?` if it could not be read.
    fn timeline(written: &[&str]) -> Timeline {
        let mut timeline = Timeline::default();
        for (month, written) in (1i8..).zip(written) {
            let date = jiff::civil::date(2026, month, 1);
            timeline.add_day(date);
            match *written {
                "-" => {}
                "?" => timeline.add_unclear(date, "x"),
                written => {
                    let mut words = written.split(' ');
                    let mut word = || words.next().map(str::to_owned);
                    let blip = ListedBlip {
                        name: format!("X{month}"),
                        ring: word().expect("a ring"),
                        quadrant: word().unwrap_or_else(|| "tools".to_owned()),
                        description: word(),
                        ..ListedBlip::default()
                    };
                    let at = Span::file(crate::source::FileId::FIRST);
                    timeline.add(date, "x", blip, at, &mut Report::default());
                }
            }
        }
        timeline
    }

    fn trail(written: &[&str], absent: Absent) -> Blip {
        let tools = Term { id: "tools".to_owned(), name: "Tools".to_owned(), description: None };
        timeline(written).blips(&[tools], absent).remove(0)
    }

    #[test]
    fn an_assessment_is_a_review_even_if_nothing_moved() {
        let mut timeline = timeline(&["trial tools a", "trial tools a", "-", "trial tools b"]);
        timeline.listing = Listing::Assessment;
        let blip = timeline.blips(&[], Absent::Keep).remove(0);
        assert_eq!(written(&blip), ["1 trial a", "2 =", "4 ="]);
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
    fn a_review_is_written_when_the_ring_changes() {
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
    fn blips_with_the_same_name_are_suspected() {
        let found = |written: &[&str]| timeline(written).namesakes().len();
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
