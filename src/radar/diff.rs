//! What changed between two days: which blips came, moved, left or expired.
//!
//! `radar diff` and the pages of editions and changes all show this.

use jiff::civil::Date;

use crate::radar::freshness::Freshness;
use crate::radar::history::{self, Movement};
use crate::radar::{Blip, Placement, Radar, RingIndex, Snapshot};

/// The difference between two days.
#[derive(Debug)]
pub(crate) struct Diff<'r> {
    pub(crate) radar: &'r Radar,
    pub(crate) from: Date,
    pub(crate) to: Date,
    /// The blips that moved, by movement, each group by ring and name. Groups are never empty and never
    /// [`Movement::Unchanged`].
    pub(crate) moves: Vec<(Movement, Vec<Moved<'r>>)>,
    /// The blips that expired since, by ring and name.
    pub(crate) expired: Vec<ExpiredReview<'r>>,
}

/// A blip that moved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved<'r> {
    pub(crate) blip: &'r Blip,
    /// Its placement on the earlier day, if it was on the radar then.
    pub(crate) from: Option<Placement>,
    /// Its placement on the later day.
    pub(crate) to: Placement,
}

/// A blip whose review expired.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpiredReview<'r> {
    pub(crate) blip: &'r Blip,
    /// Its ring on the later day.
    pub(crate) ring: RingIndex,
    /// The last day on which the review held.
    pub(crate) until: Date,
}

impl<'r> Diff<'r> {
    /// Compares the radar of a day with that of an earlier one.
    pub(crate) fn new(snapshot: &Snapshot<'r>, from: Date) -> Self {
        let to = snapshot.day;
        let mut judged: Vec<_> = snapshot.blips.iter().collect();
        judged.sort_by_cached_key(|l| (l.placement, l.blip.name.value.to_lowercase()));
        let moved = judged.iter().filter_map(|l| {
            let moved =
                Moved { blip: l.blip, from: history::placement_on(l.blip, from), to: l.placement };
            Some((history::movement(l.blip, from, to)?, moved))
        });
        let moved: Vec<(Movement, Moved)> = moved.collect();
        let of_kind = |kind: Movement| {
            let of_kind = moved.iter().filter(|(movement, _)| *movement == kind);
            (kind, of_kind.map(|(_, moved)| *moved).collect::<Vec<_>>())
        };
        let kinds = Movement::ALL.into_iter().filter(|movement| *movement != Movement::Unchanged);
        let expired = judged.iter().filter_map(|l| {
            let is_expired = l.judgement.freshness == Some(Freshness::Expired);
            let until = l.judgement.review_until.filter(|until| is_expired && *until >= from)?;
            Some(ExpiredReview { blip: l.blip, ring: l.placement.ring()?, until })
        });
        Self {
            radar: snapshot.radar,
            from,
            to,
            moves: kinds.map(of_kind).filter(|(_, moved)| !moved.is_empty()).collect(),
            expired: expired.collect(),
        }
    }
}
