//! Sets the names of all blips in columns, by ring, as large as a room takes them.

use super::super::font::Metrics;
use super::super::label::Text;
use super::super::{Blip, Request};

/// The largest and the smallest font size.
const SIZES: (f64, f64) = (19.0, 0.2);
/// How much smaller the next size is.
const STEP: f64 = 0.95;
/// More columns than this are too narrow for names.
const MOST: usize = 10;
/// The room between two columns.
const GAP: f64 = 16.0;
/// In font sizes: the room of a mark before a name, between two names at best and at least, above a heading and below it.
pub(super) const MARK: f64 = 1.5;
const BETWEEN: [f64; 3] = [0.75, 0.5, 0.28];
const ABOVE: f64 = 1.1;
const BELOW: f64 = 0.45;

/// Names in columns.
pub(super) struct Columns {
    pub(super) size: f64,
    pub(super) items: Vec<Item>,
}

/// A line or more of a column.
pub(super) struct Item {
    pub(super) what: What,
    /// The top left corner, from that of the room.
    pub(super) x: f64,
    pub(super) y: f64,
    /// The text, without its place.
    pub(super) text: Text,
}

pub(super) enum What {
    Ring,
    /// Index into [`Request::blips`].
    Blip(usize),
}

/// Fills a room with the rings of a request and the blips that have a place on them. A ring begins a column of its own as
/// long as there are as many columns as rings.
pub(super) fn columns(request: &Request, room: (f64, f64), metrics: &Metrics) -> Columns {
    let sections = sections(request);
    let first = sections.len().clamp(1, 4);
    let mut size = SIZES.0;
    while size > SIZES.1 {
        for count in first..=MOST {
            let set =
                |between| set(request, &sections, Grid { count, size, between }, room, metrics);
            // With room to spare, the names stand apart.
            if set(BETWEEN[2]).is_some() {
                let items = BETWEEN.into_iter().find_map(set).unwrap_or_default();
                return Columns { size, items };
            }
        }
        size *= STEP;
    }
    Columns { size, items: Vec::new() }
}

/// How names are set.
#[derive(Clone, Copy)]
struct Grid {
    /// The number of columns.
    count: usize,
    size: f64,
    /// The room between two names, in font sizes.
    between: f64,
}

/// Returns the rings that have blips, each with its blips by name.
fn sections(request: &Request) -> Vec<(usize, Vec<usize>)> {
    let is_drawn = |blip: &Blip| blip.sector < request.sectors.len();
    let of_ring = |ring: usize| {
        let on_it = request.blips.iter().enumerate();
        let on_it = on_it.filter(|(_, blip)| blip.ring == ring && is_drawn(blip));
        let mut blips: Vec<usize> = on_it.map(|(at, _)| at).collect();
        blips.sort_by_key(|&at| (request.blips[at].name.to_lowercase(), &request.blips[at].id));
        (ring, blips)
    };
    (0..request.rings.len()).map(of_ring).filter(|(_, blips)| !blips.is_empty()).collect()
}

/// Sets everything; `None` if it does not fit.
fn set(
    request: &Request,
    sections: &[(usize, Vec<usize>)],
    Grid { count, size, between }: Grid,
    (width, height): (f64, f64),
    metrics: &Metrics,
) -> Option<Vec<Item>> {
    let column = (width - GAP * (count - 1) as f64) / count as f64;
    let for_name = column - MARK * size;
    let blips: usize = sections.iter().map(|(_, blips)| blips.len()).sum();
    let least = blips as f64 * (metrics.line(size).height() + between * size);
    // No name takes less than a line, so nothing has to be set to see that they cannot fit.
    if for_name < 4.0 * size || least > count as f64 * (height + between * size) {
        return None;
    }
    let mut items = Vec::new();
    let (mut at, mut y) = (0, 0.0);
    for (index, (ring, blips)) in sections.iter().enumerate() {
        let heading = Text::whole(&request.rings[*ring], column, size * 1.1, metrics);
        let after = heading.height + BELOW * size;
        let needs = after + 2.0 * size;
        if index > 0 && (sections.len() <= count || y + ABOVE * size + needs > height) {
            (at, y) = (at + 1, 0.0);
        } else if index > 0 {
            y += ABOVE * size;
        }
        items.push(Item { what: What::Ring, x: left(at, column), y, text: heading });
        y += after;
        for &blip in blips {
            let text = Text::whole(&request.blips[blip].name, for_name, size, metrics);
            // A word is broken only where letters would become too small to read.
            if size > 9.0 && is_broken(&request.blips[blip].name, for_name, size, metrics) {
                return None;
            }
            let taken = text.height + between * size;
            if y + taken > height {
                (at, y) = (at + 1, 0.0);
            }
            if at >= count || taken > height {
                return None;
            }
            items.push(Item { what: What::Blip(blip), x: left(at, column), y, text });
            y += taken;
        }
    }
    (at < count).then_some(items)
}

fn left(column: usize, width: f64) -> f64 {
    column as f64 * (width + GAP)
}

fn is_broken(name: &str, width: f64, size: f64, metrics: &Metrics) -> bool {
    name.split_whitespace().any(|word| metrics.width(word, size) > width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::fixtures::{blip, empty, metrics};

    #[test]
    fn all_names_fit_whatever_their_number_and_length() {
        let room = (544.0, 760.0);
        let letters = |text: &str| text.replace(' ', "").len();
        for rings in 1..=8 {
            for (count, name) in [
                (5, "Kafka"),
                (120, "Zero trust architecture"),
                (300, "A-name-of-65-letters-without-any-space-where-a-line-could-be-broken"),
            ] {
                let blips = (0..count).map(|i| blip(&format!("b{i}"), name, i % 4, i % rings, i));
                let request = Request { blips: blips.collect(), ..empty(4, rings) };
                let columns = columns(&request, room, metrics());
                let names: Vec<&Item> = columns
                    .items
                    .iter()
                    .filter(|item| matches!(item.what, What::Blip(_)))
                    .collect();
                assert_eq!(names.len(), count, "{rings} rings");
                for item in &columns.items {
                    assert!(item.x + item.text.width <= room.0 + 0.01, "{rings} rings, {count}");
                    assert!(item.y + item.text.height <= room.1 + 0.01, "{rings} rings, {count}");
                }
                let written: usize =
                    names.iter().map(|item| letters(&item.text.lines.concat())).sum();
                assert_eq!(written, count * letters(name), "nothing is cut");
            }
        }
    }
}
