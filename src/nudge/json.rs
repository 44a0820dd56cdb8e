//! Nudges for other programs: all of them, however many.

use jiff::civil::Date;
use serde::Serialize;

use super::{Change, Nudge, Nudges};
use crate::radar::freshness::Freshness;

#[derive(Serialize)]
struct NudgesJson<'n> {
    version: u32,
    today: Date,
    radar: &'n str,
    radar_of: Date,
    nudges: Vec<NudgeJson<'n>>,
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "the keys of the format")]
struct NudgeJson<'n> {
    id: &'n str,
    name: &'n str,
    change: &'static str,
    path: &'n str,
    from: Option<&'n str>,
    to: Option<&'n str>,
    ring: &'n str,
    freshness: Option<&'static str>,
    review_until: Option<Date>,
    imposed: bool,
    set_from_outside: bool,
    unremembered: bool,
    denied: bool,
    url: Option<String>,
}

/// Writes nudges as JSON.
pub(crate) fn json(nudges: &Nudges) -> String {
    let file = NudgesJson {
        version: 1,
        today: nudges.today,
        radar: &nudges.radar.title,
        radar_of: nudges.radar.today,
        nudges: nudges.all.iter().map(|nudge| entry(nudges, nudge)).collect(),
    };
    serde_json::to_string_pretty(&file).expect("texts, numbers and dates are JSON") + "\n"
}

fn entry<'n>(nudges: &Nudges, nudge: &'n Nudge) -> NudgeJson<'n> {
    let Nudge { blip, change, freshness, is_denied } = nudge;
    let (from, to) = match change {
        Change::Added { version, .. } | Change::AddedElsewhere { version, .. } => {
            (None, version.as_deref())
        }
        Change::Upgraded { from, to, .. } | Change::Downgraded { from, to, .. } => {
            (Some(from.as_str()), Some(to.as_str()))
        }
    };
    NudgeJson {
        id: &blip.id,
        name: &blip.name,
        change: change.name(),
        path: change.path(),
        from,
        to,
        ring: &blip.ring,
        freshness: freshness.map(Freshness::name),
        review_until: blip.review_until,
        imposed: blip.imposed,
        set_from_outside: blip.set_from_outside,
        unremembered: blip.unremembered,
        denied: *is_denied,
        url: nudges.page(blip),
    }
}
