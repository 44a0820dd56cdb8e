//! Drawings of the radar as templates see them.

use serde::Serialize;

use super::Html;
use crate::radar::{Blip, JudgedBlip, Snapshot};
use crate::routes;
use crate::site::charts::Drawing;

/// The whole radar on a page: one drawing for wide screens, and one of each quadrant for narrow ones.
#[derive(Debug, Serialize)]
pub(crate) struct RadarDrawing {
    /// Whether the blips are drawn. Of a radar with thousands, only rings and quadrants are.
    drawn: bool,
    /// A square SVG.
    chart: Html,
    /// The blips on it that have a number instead of their name.
    numbers: Vec<NumberedBlip>,
    /// The least width of the square at which its names can be read, in CSS pixels: a step from 0, 640, 768 … to 1680, or more.
    names_from: u32,
    /// An SVG of each quadrant, as narrow as a phone.
    slices: Vec<Html>,
    /// The blips with numbers on each.
    slice_numbers: Vec<Vec<NumberedBlip>>,
}

/// A quadrant on its page.
#[derive(Debug, Serialize)]
pub(crate) struct QuadrantDrawing {
    /// Whether the blips are drawn. Of a quadrant with thousands, only the rings are.
    drawn: bool,
    /// The quadrant drawn large, as SVG.
    chart: Html,
    /// The blips on it that have a number instead of their name.
    numbers: Vec<NumberedBlip>,
    /// The same quadrant, as narrow as a phone; none where there are more blips than its names have room for.
    slice: Option<Html>,
    /// The blips with numbers on that.
    slice_numbers: Vec<NumberedBlip>,
}

/// A blip that a drawing shows by a number, since its name has no room.
#[derive(Debug, Serialize)]
struct NumberedBlip {
    number: u32,
    id: String,
    name: String,
    url: String,
}

impl RadarDrawing {
    pub(crate) fn new(square: &Drawing, slices: &[Drawing]) -> Self {
        Self {
            drawn: square.has_blips,
            chart: Html::trusted(&square.svg),
            numbers: numbers(square),
            names_from: square.names_from,
            slices: slices.iter().map(|slice| Html::trusted(&slice.svg)).collect(),
            slice_numbers: slices.iter().map(numbers).collect(),
        }
    }

    /// Returns whether the blips are drawn; the page lists them only then.
    pub(crate) fn has_blips(&self) -> bool {
        self.drawn
    }

    /// Returns the blips that are drawn.
    pub(crate) fn blips<'s, 'r>(
        &self,
        snapshot: &'s Snapshot<'r>,
    ) -> impl Iterator<Item = &'s JudgedBlip<'r>> {
        snapshot.on_rings().filter(|_| self.drawn)
    }
}

impl QuadrantDrawing {
    pub(crate) fn new(large: &Drawing, slice: Option<&Drawing>) -> Self {
        Self {
            drawn: large.has_blips,
            chart: Html::trusted(&large.svg),
            numbers: numbers(large),
            slice: slice.map(|slice| Html::trusted(&slice.svg)),
            slice_numbers: slice.map(numbers).unwrap_or_default(),
        }
    }
}

fn numbers(drawing: &Drawing) -> Vec<NumberedBlip> {
    let numbered = drawing.numbered.iter();
    numbered
        .map(|&(number, Blip { id, name, .. })| NumberedBlip {
            number,
            id: id.clone(),
            name: name.value.clone(),
            url: routes::blip(id),
        })
        .collect()
}
