//! A uniform grid over the canvas, which tells what a box would overlap without looking at all of
//! the others.

use std::ops::RangeInclusive;

use super::geometry::Rect;

/// The side of a cell: about the height of a dot or a label, so that a cell holds few boxes.
const CELL: f64 = 24.0;

/// What holds a box: the index of a blip, or [`FIXED`].
pub(super) type Owner = u32;
/// Holds what never moves: the names of rings and quadrants.
pub(super) const FIXED: Owner = u32::MAX;

/// The boxes that are taken.
pub(super) struct Grid {
    columns: usize,
    rows: usize,
    cells: Vec<Vec<(Rect, Owner)>>,
}

impl Grid {
    /// An empty grid over a canvas of the given size.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let columns = (width / CELL) as usize + 1;
        let rows = (height / CELL) as usize + 1;
        Self { columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    /// Takes `rect` for `owner`.
    pub(super) fn insert(&mut self, rect: Rect, owner: Owner) {
        for cell in self.covered(&rect) {
            self.cells[cell].push((rect, owner));
        }
    }

    /// Frees a box that was taken.
    pub(super) fn remove(&mut self, rect: Rect, owner: Owner) {
        for cell in self.covered(&rect) {
            self.cells[cell].retain(|&(_, other)| other != owner);
        }
    }

    /// Whether nothing overlaps `rect`. Asked more often than anything else.
    pub(super) fn is_free(&self, rect: &Rect) -> bool {
        self.is_free_of(rect, |_| true)
    }

    /// Whether nothing of those who are `in_the_way` overlaps `rect`.
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

    /// The one holder of all that overlaps `rect`: nothing if it is free, an error if there are
    /// several.
    pub(super) fn holder(&self, rect: &Rect) -> Result<Option<Owner>, ()> {
        let mut holder = None;
        for cell in self.covered(rect) {
            for &(other, owner) in &self.cells[cell] {
                if other.overlaps(rect) && *holder.get_or_insert(owner) != owner {
                    return Err(());
                }
            }
        }
        Ok(holder)
    }

    /// The numbers of the cells that a box covers.
    fn covered(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = self.span(rect);
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    /// The columns and rows that a box covers; beyond the canvas, those at its edge.
    fn span(&self, rect: &Rect) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let clamp = |value: f64, most: usize| ((value / CELL).max(0.0) as usize).min(most - 1);
        (
            clamp(rect.x0, self.columns)..=clamp(rect.x1, self.columns),
            clamp(rect.y0, self.rows)..=clamp(rect.y1, self.rows),
        )
    }
}
