//! The queue for a spreadsheet, one blip a line. Columns are only ever added at the end.

use super::Due;
use crate::export::plain;
use crate::radar::queue::Reason;

const COLUMNS: [&str; 10] = [
    "id",
    "name",
    "ring",
    "freshness",
    "review_until",
    "overdue_days",
    "reasons",
    "owners",
    "path",
    "command",
];

/// Writes the queue as CSV. Several words in one field are separated by spaces.
pub(crate) fn csv(due: &Due) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &[String]| {
        writer.write_record(record).expect("every record has all columns, and memory takes them");
    };
    write(&COLUMNS.map(str::to_owned));
    for waiting in &due.waiting {
        let reasons: Vec<&str> = waiting.reasons().into_iter().map(Reason::name).collect();
        write(&[
            waiting.blip.id.clone(),
            plain(&waiting.blip.name.value),
            due.radar.ring(waiting.ring).id.clone(),
            waiting.freshness.name().to_owned(),
            waiting.review_until.map_or_else(String::new, |until| until.to_string()),
            waiting.overdue_days.to_string(),
            reasons.join(" "),
            due.owner_ids(waiting).join(" "),
            plain(&waiting.blip.path),
            plain(&Due::command(waiting)),
        ]);
    }
    let bytes = writer.into_inner().expect("memory takes all records");
    String::from_utf8(bytes).expect("only text was written")
}
