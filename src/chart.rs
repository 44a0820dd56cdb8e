//! Draws the radar: gives sectors, rings and blips their places ([`draw`]) and writes these as SVG
//! ([`svg`]). A place is a position on the chart.
//!
//! The chart knows nothing of the rest of the program: no model, no disk, no clock, no language. The
//! [`Request`] holds all texts ready to draw, and [`Marks`] hold the state of each review. The same
//! request gives the same chart, whatever the order of its blips: places come from a hash of the blip's id.
//!
//! 1. [`geometry`], `frame`, `rings`: canvas, sectors, and rings as wide as their names need;
//! 2. `names`: the names of rings and quadrants;
//! 3. `order`, `spot`, `inside`, `place`: dots and their labels, in their own rings and free of overlap;
//! 4. [`svg`]: the drawing, with the marks of [`mark`];
//! 5. [`past`]: the places of blips on other days, in the same frame;
//! 6. [`life`], [`lives`]: the rings of one blip, and of all, over time.

pub(crate) mod font;
mod frame;
pub(crate) mod geometry;
mod grid;
mod inside;
pub(crate) mod label;
pub(crate) mod life;
pub(crate) mod lives;
mod mark;
mod names;
mod order;
pub(crate) mod past;
mod place;
mod rings;
mod spot;
pub(crate) mod svg;

#[cfg(test)]
mod figures;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

use font::Metrics;
use frame::Frame;
use geometry::{Point, Rect};
use label::Label;
pub(crate) use mark::{Freshness, Marks, Movement, RingMark, sprite};

/// What to draw.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// The chart's accessible name.
    pub(crate) title: String,
    /// 1 to 8 sectors (quadrants), clockwise; the first is left of the top.
    pub(crate) sectors: Vec<Sector>,
    /// The names of 1 to 8 rings from the centre out.
    pub(crate) rings: Vec<String>,
    /// In any order: the chart does not depend on it.
    pub(crate) blips: Vec<Blip>,
    pub(crate) view: View,
}

/// The part of the radar that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    #[default]
    Whole,
    /// The sector of this index alone, drawn large as a quarter of a circle, with its blips only.
    Sector(usize),
    /// The same sector as an upright slice, as narrow as a phone.
    Slice(usize),
}

impl View {
    pub(crate) fn shows(self, sector: usize) -> bool {
        self.only().is_none_or(|only| only == sector)
    }

    /// Returns the only sector that is drawn, unless all are.
    fn only(self) -> Option<usize> {
        match self {
            View::Whole => None,
            View::Sector(sector) | View::Slice(sector) => Some(sector),
        }
    }
}

/// A quadrant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sector {
    /// Written outside the rings.
    pub(crate) name: String,
    /// A line below the name, smaller; may be empty.
    pub(crate) note: String,
    /// The address that the name links to; empty for no link.
    pub(crate) href: String,
}

/// A blip of a [`Request`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Blip {
    /// Unique; decides the place.
    pub(crate) id: String,
    /// The label beside the dot.
    pub(crate) name: String,
    /// Index into [`Request::sectors`].
    pub(crate) sector: usize,
    /// Index into [`Request::rings`].
    pub(crate) ring: usize,
    pub(crate) marks: Marks,
    /// The address that the blip links to.
    pub(crate) href: String,
    /// The text that a screen reader speaks. It must begin with the name, which is the visible label
    /// (WCAG 2.5.3, label in name).
    pub(crate) accessible_name: String,
    /// The text that a pointer shows without script; may be empty.
    pub(crate) tooltip: String,
}

/// The size of the drawing, in user units.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Size {
    /// The radius of the outermost ring.
    radius: f64,
    /// The font size of blip labels.
    label: f64,
}

impl Size {
    /// Returns the sizes that a chart of `blips` blips may have, the least first.
    ///
    /// Dots and labels keep their size, and the canvas grows with what is on it. So few blips are drawn large: a page of
    /// 1,440 by 900 shows the whole radar some 760 wide, where the names of twelve blips have 18 px, those of forty 15 px,
    /// and those of a hundred and twenty 9 px. The steps are few, since each moves all blips.
    fn for_view(view: View, blips: usize) -> impl Iterator<Item = Self> {
        let radii: &[f64] = match view {
            View::Whole => match blips {
                0..=12 => &[248.0, 302.0, 370.0],
                13..=40 => &[302.0, 370.0, 430.0, 500.0],
                41..=60 => &[370.0, 430.0, 500.0],
                61..=85 => &[430.0, 460.0, 500.0, 560.0],
                86..=130 => &[500.0, 560.0],
                131..=180 => &[590.0, 680.0],
                181..=340 => &[680.0, 800.0],
                341..=600 => &[800.0, 900.0],
                601..=1200 => &[900.0],
                _ => &[1000.0],
            },
            View::Sector(_) => match blips {
                0..=60 => &[720.0, 860.0],
                61..=120 => &[860.0, 1000.0],
                _ => &[1000.0],
            },
            View::Slice(_) => match blips {
                0..=12 => &[480.0, 600.0],
                13..=20 => &[600.0, 760.0, 960.0],
                21..=30 => &[760.0, 960.0, 1200.0],
                31..=45 => &[960.0, 1200.0, 1600.0],
                46..=60 => &[1200.0, 1600.0, 2000.0],
                61..=80 => &[1600.0, 2000.0],
                _ => &[2000.0],
            },
        };
        // With enough room, the names are as large as the text of the page.
        let label = if matches!((view, blips), (View::Sector(_), 0..=45)) { 15.0 } else { 12.5 };
        radii.iter().map(move |&radius| Self { radius, label })
    }
}

/// The fonts of the chart's texts.
pub(crate) struct Fonts {
    /// The lines below quadrants' names: the regular weight.
    pub(crate) text: Metrics,
    /// Names and numbers: the semi-bold weight. Labels are written in it when they are flagged, and measured in it always,
    /// so that a blip that expires moves nothing.
    pub(crate) heading: Metrics,
}

/// The places of everything on a chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    frame: Frame,
    label_size: f64,
    /// Shrinks the dots of a crowded chart: 1 is the size of [`mark::REACH`].
    dot_scale: f64,
    /// The minimum distance between the rows of dots.
    row: f64,
    /// Each on the edge of its ring.
    ring_names: Vec<Label>,
    /// Outside the rings; one for each of [`Frame::sectors`].
    sector_names: Vec<SectorName>,
    /// In the order of [`Request::blips`]; `None` for a blip outside the view.
    pub(crate) blips: Vec<Option<PlacedBlip>>,
}

/// The name and note of a quadrant.
#[derive(Debug, Clone, PartialEq)]
struct SectorName {
    /// Index into [`Request::sectors`].
    sector: usize,
    name: Label,
    note: Option<Label>,
}

impl SectorName {
    fn labels(&self) -> impl Iterator<Item = &Label> {
        std::iter::once(&self.name).chain(&self.note)
    }
}

/// A blip at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedBlip {
    /// The centre of its dot.
    pub(crate) dot: Point,
    /// The room that the dot takes, with dial and marks.
    reach: Rect,
    /// Its name or its number; `None` if neither had room.
    pub(crate) label: Option<Label>,
    /// From 1, in reading order, for a blip whose name had no room.
    pub(crate) number: Option<u32>,
}

impl PlacedBlip {
    /// Returns whether the blip's name is on the chart.
    pub(crate) fn is_named(&self) -> bool {
        self.label.is_some() && self.number.is_none()
    }

    /// Returns the boxes of its dot and its label.
    fn rects(&self) -> impl Iterator<Item = Rect> {
        std::iter::once(self.reach).chain(self.label.iter().map(|label| label.rect))
    }
}

/// The font size, in CSS pixels, below which names are not to be read.
const MIN_READABLE: f64 = 9.0;

/// The widths of the square at which a page shows or hides names, in CSS pixels.
const LAYOUTS: [u32; 11] = [0, 640, 768, 832, 896, 960, 1024, 1120, 1280, 1440, 1680];

impl Chart {
    /// Returns the least width, in CSS pixels, at which the drawing's names can be read: the least of [`LAYOUTS`] that will
    /// do, or more than all of them.
    pub(crate) fn names_from(&self) -> u32 {
        if self.blips.is_empty() {
            return 0;
        }
        let width = (self.frame.width * MIN_READABLE / self.label_size).ceil() as u32;
        LAYOUTS.into_iter().find(|layout| *layout >= width).unwrap_or(width)
    }

    /// Returns a chart of another day in the frame of this one, with the places that the blips of `request` have on it.
    pub(crate) fn of_day(
        &self,
        request: &Request,
        blips: Vec<Option<PlacedBlip>>,
        fonts: &Fonts,
    ) -> Self {
        let (frame, ring_names) = (self.frame.clone(), self.ring_names.clone());
        // The notes below the names count the blips of the day.
        let sector_names = sector_names(request, &frame, fonts);
        Self { frame, ring_names, sector_names, blips, ..*self }
    }

    /// Returns the names of rings and quadrants, with the notes of these.
    fn names(&self) -> impl Iterator<Item = &Label> {
        self.ring_names.iter().chain(self.sector_names.iter().flat_map(SectorName::labels))
    }
}

/// How full the rings of a chart of more than forty blips may be before a larger one is better, and those of one that has
/// to be read across a room.
const MAX_FULLNESS: (f64, f64) = (0.91, 2.5);

/// Places everything in `request`, on the smallest canvas with room for all names, or else on the largest that there is.
/// Leaves out blips whose sector or ring does not exist.
pub(crate) fn draw(request: &Request, fonts: &Fonts) -> Chart {
    let counts = order::count(request);
    let blips = counts.iter().flatten().sum();
    let max_fullness = if blips > 40 { MAX_FULLNESS.0 } else { MAX_FULLNESS.1 };
    let mut sizes = Size::for_view(request.view, blips).peekable();
    loop {
        let size = sizes.next().expect("there is a size for any number");
        let is_last = sizes.peek().is_none();
        let (frame, fullness) = Frame::new(request, size, &counts);
        let is_full = fullness > max_fullness;
        if is_full && !is_last {
            continue;
        }
        let chart = draw_in(request, frame, size, is_full, fonts);
        if is_last || chart.blips.iter().flatten().all(PlacedBlip::is_named) {
            return chart;
        }
    }
}

/// Returns the names of quadrants outside the rings. A slice has no room beside it; its page begins with the name.
fn sector_names(request: &Request, frame: &Frame, fonts: &Fonts) -> Vec<SectorName> {
    match request.view {
        View::Slice(_) => Vec::new(),
        View::Whole | View::Sector(_) => names::sectors(request, frame, fonts),
    }
}

fn draw_in(request: &Request, frame: Frame, size: Size, is_full: bool, fonts: &Fonts) -> Chart {
    let ring_size = names::ring_size(&frame, size.label);
    let ring_names = names::rings(request, &frame, ring_size, &fonts.heading);
    let sector_names = sector_names(request, &frame, fonts);
    let taken = ring_names
        .iter()
        .chain(sector_names.iter().flat_map(SectorName::labels))
        .map(|label| label.rect)
        .collect::<Vec<_>>();
    let layout = place::place(request, &frame, size.label, is_full, &fonts.heading, &taken);
    Chart {
        frame,
        label_size: size.label,
        dot_scale: layout.dot_scale,
        row: layout.row,
        ring_names,
        sector_names,
        blips: layout.blips,
    }
}
