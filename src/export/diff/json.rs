//! The difference for other programs. Keys are only ever added.

use jiff::civil::Date;
use serde::Serialize;

use super::edition;
use crate::export::pretty;
use crate::radar::Placement;
use crate::radar::diff::{Diff, Moved};
use crate::radar::history::Movement;

#[derive(Serialize)]
struct DiffJson<'r> {
    version: u32,
    from: Day<'r>,
    to: Day<'r>,
    came: Vec<MovedJson<'r>>,
    moved: Vec<MovedJson<'r>>,
    left: Vec<MovedJson<'r>>,
    ran_out: Vec<ExpiredJson<'r>>,
}

#[derive(Serialize)]
struct Day<'r> {
    date: Date,
    edition: Option<&'r str>,
}

#[derive(Serialize)]
struct MovedJson<'r> {
    id: &'r str,
    name: &'r str,
    movement: &'static str,
    from: Option<&'r str>,
    to: &'r str,
}

#[derive(Serialize)]
struct ExpiredJson<'r> {
    id: &'r str,
    name: &'r str,
    ring: &'r str,
    review_until: Date,
}

/// Writes the difference as JSON.
pub(crate) fn json(diff: &Diff) -> String {
    let day = |date| Day { date, edition: edition(diff, date).map(|(id, _)| id) };
    let of = |movements: &[Movement]| {
        let groups = diff.moves.iter().filter(|(movement, _)| movements.contains(movement));
        groups
            .flat_map(|(movement, moved)| moved.iter().map(|m| entry(diff, *movement, m)))
            .collect()
    };
    let ran_out = diff.expired.iter().map(|expired| ExpiredJson {
        id: &expired.blip.id,
        name: &expired.blip.name.value,
        ring: &diff.radar.ring(expired.ring).id,
        review_until: expired.until,
    });
    let file = DiffJson {
        version: 1,
        from: day(diff.from),
        to: day(diff.to),
        came: of(&[Movement::New, Movement::Returned]),
        moved: of(&[Movement::MovedIn, Movement::MovedOut]),
        left: of(&[Movement::Retired]),
        ran_out: ran_out.collect(),
    };
    pretty(&file)
}

fn entry<'r>(diff: &Diff<'r>, movement: Movement, moved: &Moved<'r>) -> MovedJson<'r> {
    let id = |placement: Placement| diff.radar.placement_id(placement);
    MovedJson {
        id: &moved.blip.id,
        name: &moved.blip.name.value,
        movement: movement.name(),
        from: moved.from.map(id),
        to: id(moved.to),
    }
}
