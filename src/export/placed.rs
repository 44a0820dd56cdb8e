//! What the formats of other radars share: they hold blips on rings and nothing more.

use serde::Serialize;

use super::Prose;
use crate::radar::{JudgedBlip, QuadrantIndex, Radar, RingIndex, Section, Snapshot};

/// A blip and its ring.
pub(super) type Placed<'s, 'r> = (&'s JudgedBlip<'r>, RingIndex);

/// Returns the blips on rings, and a line on how many retired ones are left out.
pub(super) fn placed<'s, 'r>(snapshot: &'s Snapshot<'r>) -> (Vec<Placed<'s, 'r>>, Vec<String>) {
    let on_ring = |judged: &'s JudgedBlip<'r>| Some((judged, judged.ring()?));
    let placed: Vec<Placed> = snapshot.blips.iter().filter_map(on_ring).collect();
    let left_out = match snapshot.blips.len() - placed.len() {
        0 => Vec::new(),
        1 => vec!["1 retired blip".to_owned()],
        retired => vec![format!("{retired} retired blips")],
    };
    (placed, left_out)
}

/// How many quadrants both drawings have: without one of them, they draw nothing.
pub(super) const QUADRANTS: usize = 4;

/// Returns the quadrants clockwise from the bottom right, as Zalando's drawing counts them; this program
/// counts from the top left. Fewer than four keep their order.
pub(super) fn from_bottom_right(radar: &Radar) -> Vec<(QuadrantIndex, &Section)> {
    let mut quadrants: Vec<(QuadrantIndex, &Section)> =
        (0..).map(QuadrantIndex).zip(&radar.quadrants).collect();
    if quadrants.len() == QUADRANTS {
        quadrants.rotate_right(2);
    }
    quadrants
}

/// A ring, as both formats write it.
#[derive(Serialize)]
pub(super) struct RingShape<'r> {
    id: &'r str,
    name: &'r str,
    color: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// Returns the rings from the centre out. Both formats need colours, which our rings do not have.
pub(super) fn rings<'r>(prose: &Prose<'_, 'r>) -> Vec<RingShape<'r>> {
    const COLORS: [&str; 8] =
        ["#237a6c", "#1f62b5", "#7f7028", "#a8201a", "#6b4880", "#8a4b1f", "#2f6f9f", "#5b6168"];
    let colored = prose.radar().rings.iter().zip(COLORS);
    colored
        .map(|(ring, color)| RingShape {
            id: &ring.id,
            name: &ring.name,
            color,
            description: ring.description.as_ref().map(|text| prose.markdown(text)),
        })
        .collect()
}
