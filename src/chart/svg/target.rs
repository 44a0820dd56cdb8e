//! Computes the target of each blip for pointers and focus: a box behind its dot and label.

use super::super::geometry::Rect;
use super::super::{Chart, PlacedBlip};

/// The minimum size of a target (WCAG 2.5.8), in CSS pixels.
const MIN_SIZE: f64 = 24.0;

/// Returns the target of each blip: its dot and its label, and the minimum size if others leave room. No
/// two overlap, since a box grows by half of the gap at most.
pub(super) fn targets(chart: &Chart) -> Vec<Option<Rect>> {
    let strips: Vec<Option<Rect>> =
        chart.blips.iter().map(|placed| placed.as_ref().map(strip)).collect();
    let mut order: Vec<usize> = (0..strips.len()).filter(|&blip| strips[blip].is_some()).collect();
    let top = |blip: usize| strips[blip].map_or(0.0, |rect| rect.y0);
    order.sort_by(|&a, &b| top(a).total_cmp(&top(b)));
    let mut targets = strips.clone();
    for (at, &blip) in order.iter().enumerate() {
        let Some(own) = strips[blip] else { continue };
        let margin = |size: f64| (MIN_SIZE - size).max(0.0) / 2.0;
        let mut target = own.grown(margin(own.width()), margin(own.height()));
        // Only boxes near in this order can be in the way.
        let before = order[..at].iter().rev();
        let after = order[at + 1..].iter();
        let near = |&&other: &&usize| (top(other) - own.y0).abs() < MAX_DISTANCE;
        for &other in before.take_while(near).chain(after.take_while(near)) {
            if let Some(other) = strips[other] {
                target = beside(target, &own, &other);
            }
        }
        targets[blip] = Some(target);
    }
    targets
}

/// The maximum distance between the tops of two boxes in each other's way: two lines and two margins.
const MAX_DISTANCE: f64 = 72.0;

/// Returns the box of a blip before it grows: as high as the label, if there is one. The dot reaches a
/// little over it, but takes presses itself. Above and below the dot of a name in several lines, others may be.
fn strip(placed: &PlacedBlip) -> Rect {
    let dot = placed.reach;
    if let Some(label) = placed.label.as_ref().filter(|label| label.rect.height() > dot.height()) {
        return label.rect;
    }
    placed.label.as_ref().map_or(dot, |label| Rect {
        x0: dot.x0.min(label.rect.x0),
        x1: dot.x1.max(label.rect.x1),
        ..label.rect
    })
}

/// Limits `target`, which grew from `own`, to its half of the gap to `other`.
fn beside(mut target: Rect, own: &Rect, other: &Rect) -> Rect {
    let margin = MIN_SIZE / 2.0;
    if !target.overlaps(&other.grown(margin, margin)) {
        return target;
    }
    if other.y0 >= own.y1 {
        target.y1 = target.y1.min(f64::midpoint(own.y1, other.y0));
    } else if other.y1 <= own.y0 {
        target.y0 = target.y0.max(f64::midpoint(own.y0, other.y1));
    } else if other.x0 >= own.x1 {
        target.x1 = target.x1.min(f64::midpoint(own.x1, other.x0));
    } else if other.x1 <= own.x0 {
        target.x0 = target.x0.max(f64::midpoint(own.x0, other.x1));
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::{chart, spread, volume, volumes};

    #[test]
    fn targets_hold_their_labels_and_keep_apart() {
        for request in [volume(34), volumes(32, 34), spread(2000, 4, 4)] {
            let chart = chart(&request);
            let targets = targets(&chart);
            let all: Vec<(Rect, &PlacedBlip)> = targets
                .iter()
                .zip(&chart.blips)
                .map(|(target, placed)| (target.expect("placed"), placed.as_ref().expect("placed")))
                .collect();
            for (at, (target, placed)) in all.iter().enumerate() {
                assert!(target.grown(0.01, 0.01).contains(&strip(placed)), "{target:?}");
                for (other, _) in &all[at + 1..] {
                    assert!(!target.grown(-0.01, -0.01).overlaps(other), "{target:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_target_with_room_has_the_minimum_height() {
        let targets = targets(&chart(&spread(1, 4, 4)));
        let target = targets[0].expect("placed");
        assert!((target.height() - MIN_SIZE).abs() < 1e-9, "{target:?}");
    }
}
