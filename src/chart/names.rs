//! Places the names of rings and quadrants, the only texts that do not depend on blips.

use std::cell::LazyCell;

use super::font::Metrics;
use super::frame::{Frame, RIM};
use super::geometry::{Arc, Point, Rect, tenth};
use super::label::{Anchor, Label, Text};
use super::{Fonts, Request, Sector, SectorName};

/// The font size of ring names: never below that of labels, and to be read when a page shows the drawing 740 wide.
const RING_SHARE: f64 = 0.0125;
/// Extra room after each letter of a ring's name, in font sizes.
const RING_SPACING: f64 = 0.07;
/// The font sizes of quadrants' names and of the lines below them, by the width of the whole drawing.
const SECTOR_SHARES: (f64, f64) = (0.027, 0.0165);
/// The same for a sector alone.
const SECTOR_SIZES: (f64, f64) = (21.0, 12.5);

/// The distance from the edges of the canvas.
const INSET: f64 = 5.0;
/// The maximum width of a quadrant's name, in font sizes.
const MAX_SECTOR_WIDTH: f64 = 11.5;
/// The font sizes that a quadrant's name tries.
const SHRINKS: [f64; 5] = [1.0, 0.88, 0.78, 0.68, 0.6];
/// How far outside its sector a quadrant's name may be, as angles to try.
const BESIDE: [f64; 3] = [0.0, 0.3, 0.3];
/// The distance between two places that a quadrant's name tries along the edges.
const STEP: f64 = 4.0;

/// Returns the font size of ring names.
pub(super) fn ring_size(frame: &Frame, label: f64) -> f64 {
    if frame.is_part() { label } else { tenth((RING_SHARE * frame.width).max(label)) }
}

/// Returns the extra room after each letter of a ring's name.
pub(super) fn ring_spacing(size: f64) -> f64 {
    tenth(RING_SPACING * size)
}

/// Places the rings' names inside the outer edge of their rings, above the centre; below it if a single
/// sector lies there.
pub(super) fn rings(request: &Request, frame: &Frame, size: f64, metrics: &Metrics) -> Vec<Label> {
    let below = frame.is_part() && frame.sectors[0].middle().sin() > 0.0;
    let spacing = ring_spacing(size);
    let named = request.rings.iter().enumerate();
    let placed = named.map(|(ring, name)| {
        let (inner, outer) = frame.band(ring);
        let letters = name.chars().count() as f64;
        let limit = (2.0 * outer * 0.7).min(13.0 * size) - letters * spacing;
        let mut text = Text::wrapped(name, limit, 1, size, metrics);
        text.width += letters * spacing;
        let inset = ((outer - inner - text.height) / 2.0).clamp(0.0, 4.0);
        let y = if below {
            frame.centre.y + outer - inset - text.height
        } else {
            frame.centre.y - outer + inset
        };
        text.at(Point { x: frame.centre.x, y }.rounded(), Anchor::Middle)
    });
    placed.collect()
}

/// Places the quadrants' names and notes outside the rings: in a corner of the canvas, or else along its edge.
pub(super) fn sectors(request: &Request, frame: &Frame, fonts: &Fonts) -> Vec<SectorName> {
    let mut names: Vec<SectorName> = Vec::new();
    for &arc in &frame.sectors {
        let taken: Vec<&Label> = names.iter().flat_map(SectorName::labels).collect();
        let sector = &request.sectors[arc.sector];
        let name = BESIDE.into_iter().zip([false, false, true]).find_map(|(beside, may_be_cut)| {
            let room = Room { frame, arc, taken: taken.clone(), beside };
            room.place(sector, may_be_cut, fonts)
        });
        names.extend(name);
    }
    names
}

/// The room outside the rings for the name of one quadrant.
struct Room<'a> {
    frame: &'a Frame,
    arc: Arc,
    /// The names that are there.
    taken: Vec<&'a Label>,
    /// How far outside the sector a name may be, as an angle.
    beside: f64,
}

/// A corner or a point on the edge of the canvas, where the nearest corner of a name is.
#[derive(Clone, Copy)]
struct Edge {
    x: f64,
    y: f64,
    right: bool,
    bottom: bool,
}

impl Room<'_> {
    /// Places a name as large as there is room for, in a corner of the canvas or else on its edge. Its note and then its end
    /// give way.
    fn place(&self, sector: &Sector, may_be_cut: bool, fonts: &Fonts) -> Option<SectorName> {
        let (name_size, note_size) = if self.frame.is_part() {
            SECTOR_SIZES
        } else {
            let (name, note) = SECTOR_SHARES;
            (name * self.frame.width, note * self.frame.width)
        };
        let corners = self.best_first(self.corners().into());
        // Few names need them, and there are more than a thousand.
        let along = LazyCell::new(|| self.best_first(self.along()));
        let edges = || corners.iter().chain(std::iter::once_with(|| along.iter()).flatten());
        let fits = |shrink: f64, limit: f64, with_note: bool| {
            let (size, limit) = (tenth(name_size * shrink), limit * name_size);
            let note_size = tenth(note_size * shrink.max(0.8));
            // In one line or, narrower, in more.
            [1.0, 0.6, 0.45].into_iter().zip(1..).find_map(|(part, lines)| {
                let name = Text::wrapped(&sector.name, limit * part, lines, size, &fonts.heading);
                let is_cut = name.lines.concat().ends_with('…') && !sector.name.ends_with('…');
                let may_be_cut = limit < MAX_SECTOR_WIDTH * name_size;
                let note = (with_note && !sector.note.is_empty())
                    .then(|| Text::wrapped(&sector.note, limit, 1, note_size, &fonts.text));
                let is_whole = !is_cut || may_be_cut && lines == 1;
                is_whole.then(|| edges().find_map(|edge| self.at(edge, &name, note.as_ref())))?
            })
        };
        let whole = [true, false].into_iter().find_map(|with_note| {
            SHRINKS.into_iter().find_map(|shrink| fits(shrink, MAX_SECTOR_WIDTH, with_note))
        });
        whole.or_else(|| {
            if !may_be_cut {
                return None;
            }
            let limits = (1..=10).rev().map(f64::from);
            limits.into_iter().find_map(|limit| fits(SHRINKS[4], limit, false))
        })
    }

    /// Returns the corners of the canvas.
    fn corners(&self) -> [Edge; 4] {
        let Rect { x0, y0, x1, y1 } = self.frame.canvas().grown(-INSET, -INSET);
        [(false, false), (true, false), (true, true), (false, true)].map(|(right, bottom)| Edge {
            x: if right { x1 } else { x0 },
            y: if bottom { y1 } else { y0 },
            right,
            bottom,
        })
    }

    /// Returns points of the edge, from each corner on.
    fn along(&self) -> Vec<Edge> {
        let [first, second, ..] = self.corners();
        let mut along: Vec<Edge> = Vec::new();
        for edge in self.corners() {
            for step in 1..=(((second.x - first.x) / STEP) as usize) {
                let inwards = STEP * step as f64;
                let x = edge.x + if edge.right { -inwards } else { inwards };
                let y = edge.y + if edge.bottom { -inwards } else { inwards };
                along.extend([Edge { x, ..edge }, Edge { y, ..edge }]);
            }
        }
        along
    }

    /// Sorts places: first those in the direction of the sector.
    fn best_first(&self, edges: Vec<Edge>) -> Vec<Edge> {
        let off = |edge: &Edge| {
            let angle = (edge.y - self.frame.centre.y).atan2(edge.x - self.frame.centre.x);
            let off = if self.arc.is_whole() { 0.0 } else { angle - self.arc.middle() };
            // Of two equal ones, the top one, which is read first.
            -off.cos() + if edge.bottom { 0.01 } else { 0.0 }
        };
        // Each place is measured once.
        let mut ranked: Vec<(f64, Edge)> =
            edges.into_iter().map(|edge| (off(&edge), edge)).collect();
        ranked.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        ranked.into_iter().map(|(_, edge)| edge).collect()
    }

    /// Returns the name at `edge` if it is inside the sector there, and free.
    fn at(&self, edge: &Edge, name: &Text, note: Option<&Text>) -> Option<SectorName> {
        let height = name.height + note.map_or(0.0, |note| note.height + 1.0);
        let anchor = if edge.right { Anchor::End } else { Anchor::Start };
        let y = if edge.bottom { edge.y - height } else { edge.y };
        let name = name.clone().at(Point { x: edge.x, y }.rounded(), anchor);
        let below = tenth(name.rect.y1) + 1.0;
        let note =
            note.map(|note| note.clone().at(Point { x: edge.x, y: below }.rounded(), anchor));
        let named = SectorName { sector: self.arc.sector, name, note };
        let is_free = named.labels().all(|label| self.is_free(label));
        is_free.then_some(named)
    }

    /// Returns whether a direction is in the sector, or so near that the name's hue tells whose it is: right and left of the
    /// rings, a square has no room.
    fn holds(&self, towards: f64) -> bool {
        let wider =
            Arc { from: self.arc.from - self.beside, to: self.arc.to + self.beside, ..self.arc };
        self.arc.is_whole() || wider.is_whole() || wider.holds(towards)
    }

    fn is_free(&self, label: &Label) -> bool {
        let (frame, rect) = (self.frame, &label.rect);
        let Point { x, y } = rect.centre();
        let towards = (y - frame.centre.y).atan2(x - frame.centre.x);
        // A part's name may be beside it.
        (frame.is_part() || self.holds(towards))
            && rect.distances(frame.centre).0 >= frame.radius() + RIM - 1.0
            && frame.canvas().contains(rect)
            && !self.taken.iter().any(|other| other.rect.grown(4.0, 1.0).overlaps(rect))
    }
}
