//! Draws the radar: turns sectors, rings and blips into places ([`draw`]) and these into SVG
//! ([`svg`]).
//!
//! The chart knows nothing of the rest of the program: no model, no disk, no clock, no language.
//! Whatever is read on it comes as a ready string in the [`Request`], and how good a recommendation
//! still is comes as [`Marks`]. The same request gives the same chart, whatever the order of its
//! blips: places come from a hash of each blip's id.
//!
//! 1. [`geometry`]: canvas, ring radii, sectors;
//! 2. `names`: where the names of rings and quadrants stand;
//! 3. `candidate`, `place`: dots and their labels, free of overlap;
//! 4. [`svg`]: the drawing, with the marks of [`mark`];
//! 5. [`travel`]: where blips stood on other days, in the same frame.

mod candidate;
pub mod font;
pub mod geometry;
mod grid;
pub mod label;
pub mod mark;
mod names;
mod place;
mod queue;
pub mod svg;
pub mod travel;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

use font::Metrics;
use geometry::{Frame, Point, Rect};
use label::Label;
pub use mark::{Freshness, Marks, Movement};

/// What to draw.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The chart's accessible name.
    pub title: String,
    /// 1 to 8 sectors (quadrants); the first stands left of the top, the others follow clockwise.
    pub sectors: Vec<Sector>,
    /// 1 to 8 rings from the centre out.
    pub rings: Vec<Ring>,
    /// In any order: the chart does not depend on it.
    pub blips: Vec<Blip>,
    /// What of the radar is drawn.
    pub view: View,
    /// How large; left out: [`Size::for_view`].
    pub size: Option<Size>,
}

/// What of the radar is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// All sectors.
    #[default]
    Whole,
    /// The sector of this index alone, drawn large as a quarter of a circle. Blips of the others
    /// are left out.
    Sector(usize),
    /// The same sector as an upright slice, as narrow as a phone.
    Slice(usize),
}

impl View {
    /// The only sector that is drawn, where it is not all of them.
    pub fn only(self) -> Option<usize> {
        match self {
            View::Whole => None,
            View::Sector(sector) | View::Slice(sector) => Some(sector),
        }
    }
}

/// A quadrant, or any other slice of the radar.
#[derive(Debug, Clone, Default)]
pub struct Sector {
    /// As in addresses.
    pub id: String,
    /// Stands outside the rings.
    pub name: String,
    /// A line below the name, smaller; may be empty.
    pub note: String,
    /// Where the name leads; empty: it is no link.
    pub href: String,
}

/// A ring.
#[derive(Debug, Clone, Default)]
pub struct Ring {
    /// As in addresses.
    pub id: String,
    /// Stands on the ring's outer edge.
    pub name: String,
}

/// A blip, as far as a drawing is concerned.
#[derive(Debug, Clone, Default)]
pub struct Blip {
    /// Unique; decides the place.
    pub id: String,
    /// The label beside the dot.
    pub name: String,
    /// Index into [`Request::sectors`].
    pub sector: usize,
    /// Index into [`Request::rings`].
    pub ring: usize,
    /// What its dot shows.
    pub marks: Marks,
    /// Where the blip leads.
    pub href: String,
    /// What a screen reader says. It must begin with the name, since that is what stands there to
    /// be spoken (WCAG 2.5.3, label in name).
    pub accessible_name: String,
    /// What pointing at it shows without script; empty: nothing.
    pub tooltip: String,
}

/// How large the drawing is, in user units: CSS pixels while the chart is shown at its own width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Of the outermost ring.
    pub radius: f64,
    /// The font size of blip labels.
    pub label: f64,
}

impl Size {
    /// Suits a chart of `blips` blips.
    ///
    /// At a radius of 510, the whole canvas is 1,360 wide and stands at full size on a page of 1,440;
    /// it holds some 150 names. Larger charts are scaled down by the page, so the steps are few.
    /// A sector alone has a quarter of the circle to itself.
    pub fn for_view(view: View, blips: usize) -> Self {
        let radius = match (view, blips) {
            (View::Whole, 0..=170) => 510.0,
            (View::Whole, 171..=340) => 560.0,
            (View::Whole, 341..=600) => 680.0,
            (View::Whole, 601..=1200) => 800.0,
            (View::Sector(_), 0..=60) => 720.0,
            (View::Sector(_), 61..=120) => 860.0,
            (View::Slice(_), 0..=12) => 480.0,
            (View::Slice(_), 13..=20) => 600.0,
            (View::Slice(_), 21..=30) => 760.0,
            (View::Slice(_), 31..=45) => 960.0,
            (View::Slice(_), _) => 1200.0,
            _ => 1000.0,
        };
        // Where there is room, the names are as large as the text of the page.
        let label = if matches!((view, blips), (View::Sector(_), 0..=45)) { 15.0 } else { 12.5 };
        Self { radius, label }
    }
}

/// The fonts that the texts of the chart are set in.
pub struct Fonts {
    /// Blip labels and numbers: the regular weight.
    pub text: Metrics,
    /// Names of rings and quadrants: the semi-bold weight.
    pub heading: Metrics,
}

/// Where everything stands. Blips are in the order of [`Request::blips`].
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Canvas, rings and sectors.
    pub frame: Frame,
    /// The font size of blip labels.
    pub label_size: f64,
    /// Shrinks the dots where there are many: 1 is the size of [`mark::REACH`].
    pub dot_scale: f64,
    /// How far apart the rows are in which the dots stand, at least.
    pub row: f64,
    /// The rings' names, each on its ring's edge.
    pub ring_names: Vec<Label>,
    /// The quadrants' names with their notes, outside the rings; one for each of [`Frame::sectors`].
    pub sector_names: Vec<SectorName>,
    /// One for each blip; `None` where the view leaves the blip out.
    pub blips: Vec<Option<PlacedBlip>>,
}

/// A quadrant's name and note.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorName {
    /// Index into [`Request::sectors`].
    pub sector: usize,
    /// Its name.
    pub name: Label,
    /// The line below, where there is one.
    pub note: Option<Label>,
}

/// A blip in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedBlip {
    /// The centre of its dot.
    pub dot: Point,
    /// The room that the dot takes, with dial and marks.
    pub reach: Rect,
    /// What stands beside it: its name or its number; nothing where there was no room for either.
    pub label: Option<Label>,
    /// From 1, in reading order, for a blip whose name found no room.
    pub number: Option<u32>,
}

impl PlacedBlip {
    /// Whether the blip's name stands on the chart.
    pub fn is_named(&self) -> bool {
        self.label.is_some() && self.number.is_none()
    }
}

/// Places everything in `request`.
///
/// Blips whose sector or ring does not exist are left out (`None`): a caller that has checked its
/// content has none.
pub fn draw(request: &Request, fonts: &Fonts) -> Chart {
    let counts = queue::count(request);
    let size = request.size.unwrap_or_else(|| {
        let blips = counts.iter().flatten().sum();
        Size::for_view(request.view, blips)
    });
    let frame = Frame::new(request, size, &counts);
    let ring_names = names::rings(request, &frame, &fonts.heading);
    // A slice has no room beside it; the page that it is made for begins with the name.
    let sector_names = match request.view {
        View::Slice(_) => Vec::new(),
        View::Whole | View::Sector(_) => names::sectors(request, &frame, fonts),
    };
    let taken = ring_names
        .iter()
        .chain(sector_names.iter().flat_map(SectorName::labels))
        .map(|label| label.rect)
        .collect::<Vec<_>>();
    let placement = place::place(request, &frame, size.label, &fonts.text, &taken);
    Chart {
        frame,
        label_size: size.label,
        dot_scale: placement.dot_scale,
        row: placement.row,
        ring_names,
        sector_names,
        blips: placement.blips,
    }
}

impl SectorName {
    /// The texts it consists of.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        std::iter::once(&self.name).chain(&self.note)
    }
}
