//! The blips in the order in which they are placed, and what a chart of so many has room for.

use std::cmp::Reverse;

use super::Request;
use super::candidate;
use super::font::Metrics;
use super::geometry::{Arc, Frame};
use super::label::Text;
use super::mark::REACH;

/// From this many blips on, a chart is so full that looking further finds little, and the longest names
/// become numbers before anything is placed.
pub(super) const MANY: usize = 700;
/// What a dot shrinks to at each step.
pub(super) const SHRINK: f64 = 0.85;
/// The font size of numbers.
pub(super) const NUMBER_SIZE: f64 = 10.0;
/// The share of a cell that its dots may fill, with a chance for labels between them.
const DOTS_SHARE: f64 = 0.3;
/// The same where there are [`MANY`] blips, to leave more room for names.
const MANY_DOTS_SHARE: f64 = 0.15;
/// The share of a cell that dots, names and numbers may fill, where there are [`MANY`] blips. Greedy
/// placement fills little more.
const FILL: f64 = 0.66;

/// The share of the rings that names may fill where they stand apart: a good part more than in the fullest
/// volume of Thoughtworks' radar.
const AIRY_FILL: f64 = 0.45;

/// How many blips each ring of each sector holds, as far as they are drawn.
pub(super) fn count(request: &Request) -> Vec<Vec<usize>> {
    let mut counts = vec![vec![0; request.rings.len()]; request.sectors.len()];
    for blip in &request.blips {
        if request.view.only().is_some_and(|only| only != blip.sector) {
            continue;
        }
        if let Some(count) = counts.get_mut(blip.sector).and_then(|rings| rings.get_mut(blip.ring))
        {
            *count += 1;
        }
    }
    counts
}

/// A blip that waits for its place.
pub(super) struct Waiting {
    /// Into [`Request::blips`].
    pub(super) index: usize,
    pub(super) arc: Arc,
    pub(super) ring: usize,
    pub(super) hash: u64,
    /// Its name in one line, and in two where that is much narrower.
    pub(super) texts: Vec<Text>,
}

/// The blips in the order in which they are placed: the long names first; then by hash, which says
/// nothing and never changes.
pub(super) fn queue(
    request: &Request,
    frame: &Frame,
    size: f64,
    metrics: &Metrics,
) -> Vec<Waiting> {
    let blips = request.blips.iter().enumerate();
    let drawn = blips.filter(|(_, blip)| blip.ring < frame.radii.len());
    let mut queue: Vec<Waiting> = drawn
        .filter_map(|(index, blip)| {
            let arc = *frame.sectors.iter().find(|arc| arc.sector == blip.sector)?;
            let line = Text::line(&blip.name, size, metrics);
            let halved = Text::halved(&blip.name, size, metrics)
                .filter(|halved| line.width > 80.0 && halved.width < 0.7 * line.width);
            let texts = std::iter::once(line).chain(halved).collect();
            Some(Waiting { index, arc, ring: blip.ring, hash: candidate::hash(&blip.id), texts })
        })
        .collect();
    queue.sort_by_key(|waiting| {
        let steps = (waiting.texts[0].width / 8.0) as u32;
        (Reverse(steps), waiting.hash, &request.blips[waiting.index].id)
    });
    queue
}

/// Whether the chart is so empty that its names may stand apart.
pub(super) fn has_air(queue: &[Waiting], frame: &Frame) -> bool {
    let name = |waiting: &Waiting| {
        let text = &waiting.texts[0];
        (text.width + 2.0 * REACH) * text.height
    };
    let rings = 0..frame.radii.len();
    let room = frame.sectors.iter().flat_map(|&arc| rings.clone().map(move |ring| (arc, ring)));
    let room: f64 = room.map(|(arc, ring)| frame.area(arc, ring)).sum();
    queue.iter().map(name).sum::<f64>() <= AIRY_FILL * room
}

/// The size at which dots begin: as large as they may be without filling any cell.
pub(super) fn dot_scale(queue: &[Waiting], frame: &Frame) -> f64 {
    let many = queue.len() > MANY;
    let share = if many { MANY_DOTS_SHARE } else { DOTS_SHARE };
    let mut scale = 1.0;
    while dots_share(queue, frame, scale) > share {
        scale *= SHRINK;
    }
    scale
}

/// The share of its cell that the dots of the fullest cell fill.
fn dots_share(queue: &[Waiting], frame: &Frame, dot_scale: f64) -> f64 {
    let dot = (2.0 * REACH * dot_scale).powi(2);
    let mut shares = vec![0.0; frame.sectors.len() * frame.radii.len()];
    for waiting in queue {
        let area = frame.area(waiting.arc, waiting.ring);
        shares[frame.cell(waiting.arc, waiting.ring)] += dot / area;
    }
    shares.into_iter().fold(0.0, f64::max)
}

/// Which blips of the queue may have their name on the chart: all, unless there are [`MANY`]. Then, in
/// each cell, the shortest names, as long as the others still have room for a dot and a number.
pub(super) fn nameable(queue: &[Waiting], frame: &Frame, dot_scale: f64) -> Vec<bool> {
    if queue.len() <= MANY {
        return vec![true; queue.len()];
    }
    let dot = (2.0 * REACH * dot_scale).powi(2);
    let number = 0.55 * NUMBER_SIZE * queue.len().to_string().len() as f64 * 1.2 * NUMBER_SIZE;
    let mut room: Vec<f64> = vec![0.0; frame.sectors.len() * frame.radii.len()];
    for &arc in &frame.sectors {
        for ring in 0..frame.radii.len() {
            room[frame.cell(arc, ring)] = FILL * frame.area(arc, ring);
        }
    }
    for waiting in queue {
        room[frame.cell(waiting.arc, waiting.ring)] -= dot + number;
    }
    let mut nameable = vec![false; queue.len()];
    // The queue has the long names first.
    for (place, waiting) in queue.iter().enumerate().rev() {
        let room = &mut room[frame.cell(waiting.arc, waiting.ring)];
        *room -= waiting.texts[0].width * waiting.texts[0].height - number;
        nameable[place] = *room > 0.0;
    }
    nameable
}
