//! The radar of one day: every blip placed, judged and compared with an earlier day.
//!
//! Pages, exports, charts, the review queue, the lints and the commands all start from a [`Snapshot`],
//! so they cannot disagree about what is on the radar, and each blip is judged once.

use std::ops::Add;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::radar::exit::{self, JudgedExit};
use crate::radar::freshness::{self, Freshness, Judgement};
use crate::radar::history::{self, Movement};
use crate::radar::{Blip, Edition, Placement, QuadrantIndex, Radar, RingIndex};

/// The radar of one day.
pub struct Snapshot<'r> {
    /// The radar.
    pub radar: &'r Radar,
    /// The day.
    pub day: Date,
    /// The earlier day that movement is measured from.
    pub since: Date,
    /// Every blip that is on the radar on that day, retired ones included, sorted by id.
    pub blips: Vec<JudgedBlip<'r>>,
}

/// A blip on the day of a [`Snapshot`].
#[derive(Clone, Copy, Debug)]
pub struct JudgedBlip<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Its ring, or that it is retired.
    pub placement: Placement,
    /// How fresh it is, and whether it is imposed or orphaned.
    pub judgement: Judgement<'r>,
    /// How it moved since [`Snapshot::since`].
    pub movement: Movement,
    /// What it would cost to leave it, if somebody has estimated that.
    pub exit: Option<JudgedExit<'r>>,
}

impl JudgedBlip<'_> {
    /// Returns its ring, unless it is retired.
    pub fn ring(&self) -> Option<RingIndex> {
        self.placement.ring()
    }
}

impl<'r> Snapshot<'r> {
    /// Judges every blip of a radar on a day. Movement is measured from the previous edition.
    pub fn new(radar: &'r Radar, day: Date) -> Self {
        let since = history::compared_with(radar, day);
        let blips = radar.blips.par_iter().filter_map(|blip| {
            Some(JudgedBlip {
                blip,
                placement: history::placement_on(blip, day)?,
                judgement: freshness::judge(radar, blip, day),
                movement: history::movement(blip, since, day)?,
                exit: exit::judge(radar, blip, day),
            })
        });
        Self { radar, day, since, blips: blips.collect() }
    }

    /// Returns the blip with this id, if it is on the radar.
    pub fn get(&self, id: &str) -> Option<&JudgedBlip<'r>> {
        self.position(id).map(|at| &self.blips[at])
    }

    /// Returns the position in [`Snapshot::blips`] of the blip with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.blips.binary_search_by(|judged| judged.blip.id.as_str().cmp(id)).ok()
    }

    /// Returns the blips on a ring: those that the chart shows.
    pub fn on_rings(&self) -> impl Iterator<Item = &JudgedBlip<'r>> {
        self.blips.iter().filter(|judged| judged.ring().is_some())
    }

    /// Returns the blips of a quadrant, retired ones included.
    pub fn in_quadrant(&self, quadrant: QuadrantIndex) -> impl Iterator<Item = &JudgedBlip<'r>> {
        self.blips.iter().filter(move |judged| judged.blip.quadrant == quadrant)
    }

    /// Returns the editions published up to the day, oldest first.
    pub fn editions(&self) -> &'r [Edition] {
        history::editions_until(self.radar, self.day)
    }

    /// Counts all blips.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.blips)
    }
}

/// How many blips have which freshness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "one field for each freshness")]
pub struct FreshnessCounts {
    pub fresh: usize,
    pub due: usize,
    pub expired: usize,
    pub unreviewed: usize,
}

impl FreshnessCounts {
    /// Counts one more blip.
    pub fn count(&mut self, freshness: Freshness) {
        *self.slot(freshness) += 1;
    }

    /// Returns how many blips are this fresh.
    pub fn get(mut self, freshness: Freshness) -> usize {
        *self.slot(freshness)
    }

    /// Returns how many blips were counted.
    pub fn total(self) -> usize {
        self.fresh + self.due + self.expired + self.unreviewed
    }

    fn slot(&mut self, freshness: Freshness) -> &mut usize {
        match freshness {
            Freshness::Fresh => &mut self.fresh,
            Freshness::Due => &mut self.due,
            Freshness::Expired => &mut self.expired,
            Freshness::Unreviewed => &mut self.unreviewed,
        }
    }
}

impl Add for FreshnessCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            fresh: self.fresh + other.fresh,
            due: self.due + other.due,
            expired: self.expired + other.expired,
            unreviewed: self.unreviewed + other.unreviewed,
        }
    }
}

/// How many of some blips are in which state. A retired blip counts as retired and as nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many are on a ring.
    pub total: usize,
    /// Those by freshness.
    #[serde(flatten)]
    pub by_freshness: FreshnessCounts,
    /// How many are expired or unreviewed.
    pub flagged: usize,
    /// How many have an imposed ring.
    pub imposed: usize,
    /// How many have a ring that was set from outside.
    pub set_from_outside: usize,
    /// How many nobody who still builds remembers.
    pub unremembered: usize,
    /// How many have no practising owner.
    pub orphaned: usize,
    /// How many are retired.
    pub retired: usize,
}

impl Counts {
    /// Counts some blips.
    pub fn of<'s, 'r: 's>(blips: impl IntoIterator<Item = &'s JudgedBlip<'r>>) -> Self {
        let mut counts = Self::default();
        for JudgedBlip { judgement, .. } in blips {
            let Some(freshness) = judgement.freshness else {
                counts.retired += 1;
                continue;
            };
            counts.total += 1;
            counts.by_freshness.count(freshness);
            counts.flagged += usize::from(freshness.is_flagged());
            counts.imposed += usize::from(judgement.is_imposed());
            counts.set_from_outside += usize::from(judgement.is_set_from_outside());
            counts.unremembered += usize::from(judgement.unremembered);
            counts.orphaned += usize::from(judgement.orphaned);
        }
        counts
    }
}

/// How many blips moved how.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "one field for each movement")]
pub struct MovementCounts {
    pub new: usize,
    pub returned: usize,
    pub moved_in: usize,
    pub moved_out: usize,
    pub retired: usize,
    pub unchanged: usize,
}

impl MovementCounts {
    /// Counts some blips.
    pub fn of<'s, 'r: 's>(blips: impl IntoIterator<Item = &'s JudgedBlip<'r>>) -> Self {
        let mut counts = Self::default();
        for judged in blips {
            *counts.slot(judged.movement) += 1;
        }
        counts
    }

    /// Returns how many moved like this.
    pub fn get(mut self, movement: Movement) -> usize {
        *self.slot(movement)
    }

    fn slot(&mut self, movement: Movement) -> &mut usize {
        match movement {
            Movement::New => &mut self.new,
            Movement::Returned => &mut self.returned,
            Movement::MovedIn => &mut self.moved_in,
            Movement::MovedOut => &mut self.moved_out,
            Movement::Retired => &mut self.retired,
            Movement::Unchanged => &mut self.unchanged,
        }
    }
}
