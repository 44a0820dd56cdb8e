//! The widths of rings: as wide as the names of their blips need.
//!
//! A name fits into a ring where the ring is wider than the name is long. So the area of a ring says little: a narrow one
//! has no room at its left and its right, however long it is.

use super::geometry::{Arc, Interval, Wedge, half_chord, tenth};

/// The room that a dot with a name of usual length takes, in user units.
const NAME: f64 = 105.0;
/// The height of a row.
const ROW: f64 = 24.0;
/// Half the height of a name.
const HALF: f64 = 7.5;
/// The radii are multiples of this part of the outermost.
const STEPS: f64 = 120.0;
/// How far a ring may reach while the widths are searched for, as a share of the radius.
const MAX_OUTER: f64 = 1.5;
/// The minimum width of a ring, as a share of the mean one.
const MIN_WIDTH: f64 = 0.34;

/// The room of a chart's rings for names.
pub(super) struct Room {
    /// What each sector has of the rows, from the top, relative to the centre.
    sectors: Vec<Vec<Interval>>,
    /// How many rows are above the centre; as many are below.
    above: usize,
    row: f64,
}

impl Room {
    /// Measures the rows of sectors, as far out as a ring is searched for. `half` is half the width of the canvas, for the
    /// slice of a sector, whose names may leave it.
    pub(super) fn new(sectors: &[Arc], half: Option<f64>, radius: f64) -> Self {
        // A coarse sum is enough for a large chart.
        let row = ROW.max(radius / 25.0);
        let above = (MAX_OUTER * radius / row).ceil() as i32;
        let part = |wedge: &Wedge, y: f64| match half {
            // Empty.
            Some(_) if y > 0.0 => (0.0, -1.0),
            Some(half) => (-half, half),
            None => wedge.row(y, 0.0),
        };
        let of_sector = |arc: &Arc| {
            let wedge = Wedge::new(*arc);
            let middles = (-above..above).map(|at| (f64::from(at) + 0.5) * row);
            middles.map(|y| part(&wedge, y)).collect()
        };
        let sectors = sectors.iter().map(of_sector).collect();
        Self { sectors, above: above as usize, row }
    }

    /// Returns how many names fit into the part of a ring in that sector which has the least room.
    fn between(&self, inner: f64, outer: f64) -> f64 {
        let rows = ((outer / self.row).ceil() as usize).min(self.above);
        // Half of what the ring's edges leave of each row, from the top: the same above and below the centre.
        let chord = |at: usize| {
            let y = (at as f64 + 0.5) * self.row;
            (half_chord(inner, (y - HALF).max(0.0)), half_chord(outer, y + HALF))
        };
        let mut chords: Vec<(f64, f64)> = (0..rows).rev().map(chord).collect();
        chords.extend_from_within(..);
        chords[rows..].reverse();
        let of_sector = |parts: &Vec<Interval>| {
            let parts = &parts[self.above - rows..self.above + rows];
            parts.iter().zip(&chords).map(|(part, chord)| in_row(*part, *chord)).sum::<f64>()
        };
        let least = self.sectors.iter().map(of_sector).fold(f64::INFINITY, f64::min);
        least * self.row / ROW
    }

    /// Returns the outer radius of a ring with room for `names`.
    fn outer(&self, inner: f64, names: f64, radius: f64) -> f64 {
        let (mut low, mut high) = (inner, MAX_OUTER * radius);
        for _ in 0..10 {
            let middle = f64::midpoint(low, high);
            if self.between(inner, middle) < names { low = middle } else { high = middle }
        }
        high
    }
}

/// Returns how many names fit into a part of a row between the inner and the outer edge of a ring, which are as far from the
/// middle.
fn in_row(part: Interval, (inner, outer): (f64, f64)) -> f64 {
    let fit = |(from, to): Interval| {
        let length = to.min(part.1) - from.max(part.0);
        (length / NAME - 0.5).max(0.0)
    };
    if inner > 0.0 { fit((-outer, -inner)) + fit((inner, outer)) } else { fit((-outer, outer)) }
}

/// Returns the outer radius of each ring, so that all rings are about equally full, and how full they are: up to 1, there
/// is room for all names. `counts` are the blips of the fullest sector of each.
pub(super) fn radii(counts: &[usize], radius: f64, room: &Room) -> (Vec<f64>, f64) {
    // Powers of two, so that one more blip seldom moves a ring.
    let needs: Vec<f64> =
        counts.iter().map(|&count| (count.max(1) as f64).log2().round().exp2()).collect();
    let min_width = MIN_WIDTH * radius / counts.len().max(1) as f64;
    let of_share = |share: f64| {
        let mut inner = 0.0;
        let radii = needs.iter().map(|need| {
            inner = room.outer(inner, need * share, radius).max(inner + min_width);
            inner
        });
        radii.collect::<Vec<f64>>()
    };
    // The largest share of what they want that all rings get.
    let (mut low, mut high) = (0.0, 64.0);
    for _ in 0..14 {
        let middle = f64::midpoint(low, high);
        let fits = of_share(middle).last().is_none_or(|&last| last <= radius);
        if fits { low = middle } else { high = middle }
    }
    let radii = of_share(low);
    let scale = radius / radii.last().copied().unwrap_or(1.0);
    let step = radius / STEPS;
    let radii = radii.iter().map(|outer| tenth((outer * scale / step).round() * step));
    (radii.collect(), 1.0 / low.max(0.001))
}
