//! What to use instead of a blip, and until when it may be used.

use jiff::civil::Date;
use serde::Serialize;

use crate::radar::{Blip, Snapshot};
use crate::routes;

/// What a blip's file says of its end.
#[derive(Debug, Serialize)]
pub(super) struct InsteadView<'r> {
    /// In the order of the file.
    blips: Vec<InsteadLink<'r>>,
    /// The last day on which it may be used.
    sunset: Option<Date>,
    /// Whether that day has passed.
    is_over: bool,
}

#[derive(Debug, Serialize)]
struct InsteadLink<'r> {
    id: &'r str,
    name: &'r str,
    /// Its page; null for a blip that is not on the radar yet.
    url: Option<String>,
}

/// Returns what a file says of the end of its blip, if it says anything.
pub(super) fn instead<'r>(snapshot: &Snapshot<'r>, blip: &'r Blip) -> Option<InsteadView<'r>> {
    if blip.instead.is_empty() && blip.sunset.is_none() {
        return None;
    }
    let link = |id: &'r str| match snapshot.radar.blip(id) {
        Some(other) => InsteadLink {
            id,
            name: &other.name.value,
            url: snapshot.get(id).map(|_| routes::blip(id)),
        },
        None => InsteadLink { id, name: id, url: None },
    };
    Some(InsteadView {
        blips: blip.instead.iter().map(|id| link(&id.value)).collect(),
        sunset: blip.sunset,
        is_over: blip.sunset.is_some_and(|sunset| sunset < snapshot.day),
    })
}
