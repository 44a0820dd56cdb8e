//! A review with the radar that it is in, so that its names and its kind can be asked for.

use jiff::civil::Date;

use crate::radar::first_hand::is_first_hand;
use crate::radar::freshness::{self, ReviewKind};
use crate::radar::standing::{Doubt, Standing, standing, vouching};
use crate::radar::{Blip, Person, PersonIndex, Radar, Review};

/// A review of one of two radars.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'r> {
    pub(crate) radar: &'r Radar,
    pub(crate) blip: &'r Blip,
    pub(crate) review: &'r Review,
}

impl<'r> Told<'r> {
    pub(crate) fn date(&self) -> Date {
        self.review.date
    }

    /// Returns what it is worth, by what its own radar says about who practised.
    pub(crate) fn kind(&self) -> ReviewKind {
        freshness::kind(self.radar, self.review)
    }

    /// Returns whether somebody who works with the blip signed it, by what its own radar says.
    pub(crate) fn is_first_hand(&self) -> bool {
        is_first_hand(self.radar, self.blip, self.review)
    }

    /// Returns whether evidence covers those who practised and the blip, and shows no work with it. Else nobody looked.
    pub(crate) fn shows_no_work(&self) -> bool {
        let by = vouching(self.radar, self.blip, self.review).into_iter();
        let mut standings = by.map(|by| standing(self.radar, self.blip, by, self.review.date));
        standings.all(|standing| standing == Standing::SecondHand(Doubt::NoWork))
    }

    /// Returns whether it makes its blip fresh, by the rule of its own radar.
    pub(crate) fn holds(&self) -> bool {
        freshness::holds(self.radar, self.blip, self.review)
    }

    /// Returns what it is worth in words: `advisory`, `hands-on, first-hand`.
    pub(crate) fn worth(&self) -> &'static str {
        match self.kind() {
            ReviewKind::HandsOn if self.is_first_hand() => "hands-on, first-hand",
            ReviewKind::HandsOn => "hands-on, second-hand",
            kind => kind.name(),
        }
    }

    /// Returns the names of those who signed it.
    pub(crate) fn names(&self) -> Vec<&'r str> {
        self.people().map(|(_, person)| person.name.as_str()).collect()
    }

    /// Returns the ids of those who signed it.
    pub(crate) fn ids(&self) -> Vec<&'r str> {
        self.people().map(|(_, person)| person.id.as_str()).collect()
    }

    /// Returns those who signed it.
    pub(super) fn people(&self) -> impl Iterator<Item = (PersonIndex, &'r Person)> + use<'r> {
        let radar = self.radar;
        self.review.by.iter().map(move |by| (*by, radar.person(*by)))
    }

    /// Returns the id of the ring that it gave.
    pub(crate) fn ring_id(&self) -> Option<&'r str> {
        self.review.verdict.map(|verdict| self.radar.placement_id(verdict))
    }

    /// Returns the name of the ring that it gave.
    pub(crate) fn ring_name(&self) -> Option<&'r str> {
        let ring = |verdict: crate::radar::Placement| {
            verdict.ring().map_or("Retired", |ring| self.radar.ring(ring).name.as_str())
        };
        self.review.verdict.map(ring)
    }
}
