//! A review with the radar that it is in, so that its names and its kind can be asked for.

use jiff::civil::Date;

use crate::radar::freshness::{self, ReviewKind};
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
