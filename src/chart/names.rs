//! Places the names of rings and quadrants, the only texts that do not depend on blips.

use super::font::Metrics;
use super::frame::Frame;
use super::geometry::{Point, Rect, tenth};
use super::label::{Anchor, Label, Text};
use super::{Fonts, Request, Sector, SectorName};

/// The font size of ring names.
const RING_SIZE: f64 = 11.5;
/// Extra room after each letter of a ring's name.
pub(super) const RING_SPACING: f64 = 0.8;
/// The font size of quadrant names.
const SECTOR_SIZE: f64 = 21.0;
/// The font size of the line below a quadrant's name.
const NOTE_SIZE: f64 = 12.5;

/// The distance from the edges of the canvas.
const INSET: f64 = 8.0;
/// The distance from the outermost ring.
const GAP: f64 = 10.0;
/// The maximum width of a quadrant's name.
const MAX_SECTOR_WIDTH: f64 = 240.0;

/// Places the rings' names inside the outer edge of their rings, above the centre; below it if a single
/// sector lies there.
pub(super) fn rings(request: &Request, frame: &Frame, metrics: &Metrics) -> Vec<Label> {
    let below = frame.is_part() && frame.sectors[0].middle().sin() > 0.0;
    let named = request.rings.iter().enumerate();
    let placed = named.map(|(ring, name)| {
        let (inner, outer) = frame.band(ring);
        let letters = name.chars().count() as f64;
        let limit = (2.0 * outer * 0.7).min(160.0) - letters * RING_SPACING;
        let mut text = Text::wrapped(name, limit, 1, RING_SIZE, metrics);
        text.width += letters * RING_SPACING;
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

/// Places the quadrants' names and notes outside the rings: in a corner of the canvas inside the sector,
/// or else along its middle.
pub(super) fn sectors(request: &Request, frame: &Frame, fonts: &Fonts) -> Vec<SectorName> {
    let mut free_corners = vec![(false, false), (true, false), (true, true), (false, true)];
    let mut names = Vec::new();
    for arc in &frame.sectors {
        let sector = &request.sectors[arc.sector];
        let towards = |&(right, bottom): &(bool, bool)| {
            let x = if right { frame.width } else { 0.0 } - frame.centre.x;
            let y = if bottom { frame.height } else { 0.0 } - frame.centre.y;
            y.atan2(x)
        };
        // The corner nearest the sector's middle; of two equal ones, the top one, which is read first.
        let merit = |&corner: &(bool, bool)| {
            let off = if arc.is_whole() { 0.0 } else { towards(&corner) - arc.middle() };
            off.cos() - if corner.1 { 0.01 } else { 0.0 }
        };
        let corner = (0..free_corners.len())
            .rev()
            .filter(|&i| arc.holds(towards(&free_corners[i])))
            .max_by(|&a, &b| merit(&free_corners[a]).total_cmp(&merit(&free_corners[b])));
        let side = match corner {
            Some(corner) => {
                let (right, bottom) = free_corners.remove(corner);
                Side::Corner { right, bottom }
            }
            None => Side::Along(arc.middle()),
        };
        names.push(block(arc.sector, sector, side, frame, fonts));
    }
    names
}

/// The position of a quadrant's name relative to the rings.
#[derive(Clone, Copy)]
enum Side {
    Corner {
        right: bool,
        bottom: bool,
    },
    /// In this direction.
    Along(f64),
}

fn block(index: usize, sector: &Sector, side: Side, frame: &Frame, fonts: &Fonts) -> SectorName {
    let canvas = frame.canvas().grown(-INSET, -INSET);
    let beside = canvas.x1 - frame.centre.x - frame.radius() - GAP;
    let (limit, lines) = match side {
        Side::Corner { .. } => (MAX_SECTOR_WIDTH, 3),
        // Above and below the rings, one line has room.
        Side::Along(angle) if angle.sin().abs() > 0.8 => (MAX_SECTOR_WIDTH, 1),
        Side::Along(_) => (beside, 3),
    };
    let name = Text::wrapped(&sector.name, limit, lines, SECTOR_SIZE, &fonts.heading);
    let one_line_only = lines == 1;
    let note = Some(sector.note.as_str())
        .filter(|note| !note.is_empty() && !one_line_only)
        .map(|note| Text::wrapped(note, limit, 1, NOTE_SIZE, &fonts.text));
    let width = note.as_ref().map_or(name.width, |note| note.width.max(name.width));
    let height = name.height + note.as_ref().map_or(0.0, |note| note.height + 1.0);
    let (x, y, anchor) = match side {
        Side::Corner { right, bottom } => (
            if right { canvas.x1 } else { canvas.x0 },
            if bottom { canvas.y1 - height } else { canvas.y0 },
            if right { Anchor::End } else { Anchor::Start },
        ),
        Side::Along(angle) => along(angle, width, height, frame, &canvas),
    };
    let below = tenth(y + name.height) + 1.0;
    SectorName {
        sector: index,
        name: name.at(Point { x, y }.rounded(), anchor),
        note: note.map(|note| note.at(Point { x, y: below }.rounded(), anchor)),
    }
}

/// Places a block of the given size just outside the rings in the direction `angle`, on the canvas.
fn along(angle: f64, width: f64, height: f64, frame: &Frame, canvas: &Rect) -> (f64, f64, Anchor) {
    let (sin, cos) = angle.sin_cos();
    let anchor = match cos {
        _ if cos > 0.3 => Anchor::Start,
        _ if cos < -0.3 => Anchor::End,
        _ => Anchor::Middle,
    };
    // Move it out until it clears the outermost ring; the canvas has room for that.
    let mut distance = frame.radius() + GAP;
    loop {
        let point = frame.centre.polar(distance, angle);
        let x0 =
            (point.x - anchor.share() * width).clamp(canvas.x0, (canvas.x1 - width).max(canvas.x0));
        let y0 = (point.y - height * (1.0 - sin) / 2.0).clamp(canvas.y0, canvas.y1 - height);
        let rect = Rect { x0, y0, x1: x0 + width, y1: y0 + height };
        let clear = rect.distances(frame.centre).0 >= frame.radius() + 7.0;
        if clear || distance > frame.width {
            return (x0 + anchor.share() * width, y0, anchor);
        }
        distance += 2.0;
    }
}
