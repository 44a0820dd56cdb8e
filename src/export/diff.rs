//! The difference between two days as text, Markdown and JSON; one file a format.
//!
//! What changed is [`crate::radar::diff`]'s concern; this module only formats it.

mod json;
mod markdown;
mod text;

use jiff::civil::Date;

use crate::radar::Placement;
use crate::radar::diff::{Diff, Moved};
use crate::radar::history::Movement;

pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use text::text;

/// Returns a day with the name of its edition.
fn day(diff: &Diff, day: Date) -> String {
    match edition(diff, day) {
        Some((_, name)) => format!("{name} ({day})"),
        None => day.to_string(),
    }
}

/// Returns the id and name of the edition of a day.
fn edition<'r>(diff: &Diff<'r>, day: Date) -> Option<(&'r str, &'r str)> {
    let edition = diff.radar.editions.iter().rfind(|edition| edition.date == day)?;
    Some((&edition.id, &edition.name))
}

/// Returns the name of a ring.
fn name<'r>(diff: &Diff<'r>, placement: Placement) -> &'r str {
    placement.ring().map_or("retired", |ring| &diff.radar.ring(ring).name)
}

/// Returns the rings before and after, with an arrow between them.
fn way(diff: &Diff, moved: &Moved, arrow: &str) -> String {
    let from = moved.from.filter(|from| from.ring().is_some());
    match (from, moved.to) {
        (None, to) => name(diff, to).to_owned(),
        (Some(from), Placement::Retired) => format!("from {}", name(diff, from)),
        (Some(from), to) => format!("{} {arrow} {}", name(diff, from), name(diff, to)),
    }
}

/// Returns the heading of a movement.
fn heading(movement: Movement) -> &'static str {
    match movement {
        Movement::New => "New",
        Movement::Returned => "Returned",
        Movement::MovedIn => "Moved in",
        Movement::MovedOut => "Moved out",
        Movement::Retired => "Retired",
        Movement::Unchanged => "Unchanged",
    }
}

/// The heading of blips that expired.
const EXPIRED: &str = "Expired";
