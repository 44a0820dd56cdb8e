//! Where a blip stands under the rule, before and after.

use super::blips::Side;
use super::trail::Trail;
use crate::radar::freshness::Freshness;

/// How a blip stands now and did not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Its ring is imposed.
    Imposed,
    /// Its ring was set by somebody who practises, but not with this.
    SetFromOutside,
    /// Its ring was imposed, and a new hands-on review has confirmed or changed it.
    Confirmed,
    /// Its ring was imposed and no longer is, although no hands-on review is new.
    NotImposed,
    /// Its review has expired, and without the change it would not have.
    Expired,
    /// It lost its only hands-on review.
    Unreviewed,
    /// Its flag is gone.
    Unflagged,
    /// Each practising person who ever reviewed it stopped longer than a generation ago.
    Unremembered,
    /// None of its owners practises.
    Orphaned,
    /// An owner practises again.
    Owned,
}

impl Standing {
    /// Returns the name in data.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Standing::Imposed => "imposed",
            Standing::SetFromOutside => "set-from-outside",
            Standing::Unremembered => "unremembered",
            Standing::Confirmed => "confirmed",
            Standing::NotImposed => "not-imposed",
            Standing::Expired => "expired",
            Standing::Unreviewed => "unreviewed",
            Standing::Unflagged => "unflagged",
            Standing::Orphaned => "orphaned",
            Standing::Owned => "owned",
        }
    }
}

/// A blip that stands differently.
#[derive(Clone, Copy)]
pub(crate) struct StandingChange<'r> {
    pub(crate) blip: Side<'r>,
    pub(crate) standing: Standing,
}

/// Returns how a blip stands now and did not before. A retired blip is judged no more.
pub(super) fn changes<'r>(trail: &Trail<'r>) -> Vec<StandingChange<'r>> {
    let pair = trail.pair;
    let (Some(before), Some(after)) = (pair.before.judged, pair.after.judged) else {
        return Vec::new();
    };
    if after.ring().is_none() {
        return Vec::new();
    }
    let (before, after) = (before.judgement, after.judgement);
    let flag = match (before.freshness, after.freshness) {
        (before, after) if before == after => None,
        (before, Some(after)) if after.is_flagged() => {
            let standing = match after {
                Freshness::Unreviewed => Standing::Unreviewed,
                _ => Standing::Expired,
            };
            // One that comes back from retirement had no freshness.
            before.map(|_| standing)
        }
        (Some(before), Some(_)) if before.is_flagged() => Some(Standing::Unflagged),
        _ => None,
    };
    let imposed = match (before.imposed_by, after.imposed_by) {
        (None, Some(_)) => Some(Standing::Imposed),
        (Some(_), None) => Some(match after.last_review {
            Some(last) if trail.earlier(last).is_none() => Standing::Confirmed,
            _ => Standing::NotImposed,
        }),
        _ => None,
    };
    let owned = match (before.orphaned, after.orphaned) {
        (false, true) => Some(Standing::Orphaned),
        (true, false) => Some(Standing::Owned),
        _ => None,
    };
    let outside = !before.is_set_from_outside() && after.is_set_from_outside();
    let outside = outside.then_some(Standing::SetFromOutside);
    let forgotten = !before.unremembered && after.unremembered;
    let forgotten = forgotten.then_some(Standing::Unremembered);
    let all = [imposed, outside, flag, forgotten, owned].into_iter().flatten();
    all.map(|standing| StandingChange { blip: pair.after, standing }).collect()
}
