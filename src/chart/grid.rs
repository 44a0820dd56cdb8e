//! A uniform grid over the canvas, which finds the boxes that a box overlaps without a look at all others.

use std::ops::RangeInclusive;

use super::geometry::Rect;

/// The side of a cell: about the height of a dot or a label, so that a cell holds few boxes.
const CELL: f64 = 24.0;

/// The owner of a box: the index of a blip, or [`FIXED`].
pub(super) type Owner = u32;
/// The owner of boxes that never move: the names of rings and quadrants.
pub(super) const FIXED: Owner = u32::MAX;

/// The boxes on the canvas.
pub(super) struct Grid {
    columns: usize,
    rows: usize,
    cells: Vec<Vec<(Rect, Owner)>>,
}

impl Grid {
    /// Returns an empty grid over a canvas.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let columns = (width / CELL) as usize + 1;
        let rows = (height / CELL) as usize + 1;
        Self { columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    pub(super) fn insert(&mut self, rect: Rect, owner: Owner) {
        for cell in self.covered(&rect) {
            self.cells[cell].push((rect, owner));
        }
    }

    pub(super) fn remove(&mut self, rect: Rect, owner: Owner) {
        for cell in self.covered(&rect) {
            self.cells[cell].retain(|&(_, other)| other != owner);
        }
    }

    /// Returns whether nothing overlaps `rect`. The hottest function of the chart.
    pub(super) fn is_free(&self, rect: &Rect) -> bool {
        self.is_free_of(rect, |_| true)
    }

    /// Returns whether no box overlaps `rect` whose owner is `in_the_way`.
    pub(super) fn is_free_of(&self, rect: &Rect, in_the_way: impl Fn(Owner) -> bool) -> bool {
        let (columns, rows) = self.span(rect);
        for row in rows {
            let row = &self.cells[row * self.columns..][columns.clone()];
            for cell in row {
                if cell.iter().any(|&(other, owner)| other.overlaps(rect) && in_the_way(owner)) {
                    return false;
                }
            }
        }
        true
    }

    /// Returns the boxes that overlap `rect` and are `in_the_way`. Long ones come several times.
    pub(super) fn boxes(&self, rect: &Rect, in_the_way: impl Fn(Owner) -> bool) -> Vec<Rect> {
        let of_cell = |cell: usize| self.cells[cell].iter();
        let near = self.covered(rect).flat_map(of_cell);
        near.filter(|&&(other, owner)| other.overlaps(rect) && in_the_way(owner))
            .map(|&(other, _)| other)
            .collect()
    }

    /// Returns the indices of the cells that a box covers.
    fn covered(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = self.span(rect);
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    /// Returns the columns and rows that a box covers. Beyond the canvas, these are the ones at its edge.
    fn span(&self, rect: &Rect) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let clamp = |value: f64, count: usize| ((value / CELL).max(0.0) as usize).min(count - 1);
        (
            clamp(rect.x0, self.columns)..=clamp(rect.x1, self.columns),
            clamp(rect.y0, self.rows)..=clamp(rect.y1, self.rows),
        )
    }
}
