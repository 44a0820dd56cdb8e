//! The queue for other programs. Keys are only ever added.

use jiff::civil::Date;
use serde::Serialize;

use super::Due;
use crate::export::pretty;
use crate::radar::queue::Reason;

#[derive(Serialize)]
struct Queue<'r> {
    version: u32,
    today: Date,
    total: usize,
    waiting: Vec<WaitingJson<'r>>,
}

#[derive(Serialize)]
struct WaitingJson<'r> {
    id: &'r str,
    name: &'r str,
    ring: &'r str,
    freshness: &'static str,
    review_until: Option<Date>,
    overdue_days: i32,
    reasons: Vec<&'static str>,
    imposed: bool,
    orphaned: bool,
    owners: Vec<&'r str>,
    path: &'r str,
    command: String,
}

/// Writes the queue as JSON.
pub(crate) fn json(due: &Due) -> String {
    let waiting = due.waiting.iter().map(|waiting| WaitingJson {
        id: &waiting.blip.id,
        name: &waiting.blip.name.value,
        ring: &due.radar.ring(waiting.ring).id,
        freshness: waiting.freshness.name(),
        review_until: waiting.review_until,
        overdue_days: waiting.overdue_days,
        reasons: waiting.reasons().into_iter().map(Reason::name).collect(),
        imposed: waiting.imposed,
        orphaned: waiting.orphaned,
        owners: due.owner_ids(waiting),
        path: &waiting.blip.path,
        command: Due::command(waiting),
    });
    let queue =
        Queue { version: 1, today: due.today, total: due.total(), waiting: waiting.collect() };
    pretty(&queue)
}
