//! The order in which blips are placed, and the room that a chart of so many blips has.

use std::cmp::Reverse;

use super::Request;
use super::font::Metrics;
use super::frame::Frame;
use super::geometry::Arc;
use super::label::Text;
use super::mark::REACH;
use super::spot;

/// The maximum number of blips for a thorough search, on the whole chart and in each of its sectors.
const MAX_THOROUGH: (usize, usize) = (700, 240);
/// The factor by which dots shrink at each step.
pub(super) const SHRINK: f64 = 0.85;
/// The font size of numbers.
pub(super) const NUMBER_SIZE: f64 = 10.0;
/// The maximum share of a cell that its dots may fill, so that labels fit between them.
const MAX_DOTS_SHARE: f64 = 0.3;
/// The same on a crowded chart, with more room for names.
const MAX_CROWDED_DOTS_SHARE: f64 = 0.15;
/// The maximum share of a cell that dots, names and numbers may fill on a crowded chart. Greedy
/// placement fills little more.
const MAX_FILL: f64 = 0.66;

/// The width that the lines of a long name are cut to where it has no room otherwise, in font sizes.
const MAX_WIDTH: f64 = 12.0;

/// Returns whether a chart of `blips` blips is so full that a thorough search for room finds little, and its longest names
/// become numbers at once.
pub(super) fn is_crowded(frame: &Frame, blips: usize) -> bool {
    let (whole, sector) = MAX_THOROUGH;
    blips > whole.min(sector * frame.sectors.len())
}

/// Counts the blips in the view, by sector and ring.
pub(super) fn count(request: &Request) -> Vec<Vec<usize>> {
    let mut counts = vec![vec![0; request.rings.len()]; request.sectors.len()];
    for blip in request.blips.iter().filter(|blip| request.view.shows(blip.sector)) {
        let cell = counts.get_mut(blip.sector).and_then(|rings| rings.get_mut(blip.ring));
        if let Some(count) = cell {
            *count += 1;
        }
    }
    counts
}

/// A measured blip without a place.
pub(super) struct UnplacedBlip {
    /// Index into [`Request::blips`].
    pub(super) index: usize,
    pub(super) arc: Arc,
    pub(super) ring: usize,
    pub(super) hash: u64,
    /// Its name in one line; in two and in three lines if these are narrower; a long one cut.
    pub(super) texts: Vec<Text>,
}

/// Orders the blips: long names first, then by hash, which never changes.
pub(super) fn order(
    request: &Request,
    frame: &Frame,
    size: f64,
    metrics: &Metrics,
) -> Vec<UnplacedBlip> {
    let blips = request.blips.iter().enumerate();
    let drawn = blips.filter(|(_, blip)| blip.ring < frame.radii.len());
    let mut order: Vec<UnplacedBlip> = drawn
        .filter_map(|(index, blip)| {
            let arc = *frame.sectors.iter().find(|arc| arc.sector == blip.sector)?;
            let line = Text::line(&blip.name, size, metrics);
            let mut texts = vec![line];
            for lines in 2..=3 {
                let last = texts[texts.len() - 1].width;
                let parted = Text::parted(&blip.name, lines, size, metrics);
                // Shorter names gain nothing.
                let is_worth_it = |parted: &Text| last > 6.4 * size && parted.width < 0.8 * last;
                texts.extend(parted.filter(is_worth_it));
            }
            // A name of one long word would leave the ring, or even the canvas.
            if texts[texts.len() - 1].width > MAX_WIDTH * size {
                texts.push(Text::wrapped(&blip.name, MAX_WIDTH * size, 3, size, metrics));
            }
            Some(UnplacedBlip { index, arc, ring: blip.ring, hash: spot::hash(&blip.id), texts })
        })
        .collect();
    order.sort_by_key(|blip| {
        let steps = (blip.texts[0].width / 8.0) as u32;
        (Reverse(steps), blip.hash, &request.blips[blip.index].id)
    });
    order
}

/// Returns the initial size of dots: the largest that leaves room in each cell.
pub(super) fn dot_scale(order: &[UnplacedBlip], frame: &Frame) -> f64 {
    let share =
        if is_crowded(frame, order.len()) { MAX_CROWDED_DOTS_SHARE } else { MAX_DOTS_SHARE };
    let mut scale = 1.0;
    while dots_share(order, frame, scale) > share {
        scale *= SHRINK;
    }
    scale
}

/// Returns the share of the fullest cell that its dots fill.
fn dots_share(order: &[UnplacedBlip], frame: &Frame, dot_scale: f64) -> f64 {
    let dot = (2.0 * REACH * dot_scale).powi(2);
    let mut shares = vec![0.0; frame.sectors.len() * frame.radii.len()];
    for blip in order {
        let area = frame.area(blip.arc, blip.ring);
        shares[frame.cell(blip.arc, blip.ring)] += dot / area;
    }
    shares.into_iter().fold(0.0, f64::max)
}

/// Returns which blips may have their name on the chart: all, unless the chart
/// is crowded. On such a one, the shortest names of each cell that leave the others room for a dot and a number.
pub(super) fn nameable(order: &[UnplacedBlip], frame: &Frame, dot_scale: f64) -> Vec<bool> {
    if !is_crowded(frame, order.len()) {
        return vec![true; order.len()];
    }
    let dot = (2.0 * REACH * dot_scale).powi(2);
    let number = 0.55 * NUMBER_SIZE * order.len().to_string().len() as f64 * 1.2 * NUMBER_SIZE;
    let mut room: Vec<f64> =
        frame.cells().map(|(arc, ring)| MAX_FILL * frame.area(arc, ring)).collect();
    for blip in order {
        room[frame.cell(blip.arc, blip.ring)] -= dot + number;
    }
    let mut nameable = vec![false; order.len()];
    // Short names come last in the order.
    for (at, blip) in order.iter().enumerate().rev() {
        let room = &mut room[frame.cell(blip.arc, blip.ring)];
        *room -= blip.texts[0].width * blip.texts[0].height - number;
        nameable[at] = *room > 0.0;
    }
    nameable
}
