//! CSV and JSON for "Build your own radar": the snapshot of a day, with descriptions as HTML.

use serde::Serialize;

use super::csv::plain;
use super::placed::placed;
use super::{Exported, Format, prose};
use crate::radar::Snapshot;
use crate::radar::history::Movement;

/// The CSV.
pub(super) struct Csv;

/// The JSON.
pub(super) struct Json;

#[derive(Serialize)]
struct Row {
    name: String,
    ring: String,
    quadrant: String,
    #[serde(rename = "isNew")]
    is_new: &'static str,
    status: &'static str,
    description: String,
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "byor-csv"
    }

    fn title(&self) -> &'static str {
        "CSV for \"Build your own radar\""
    }

    fn write(&self, snapshot: &Snapshot) -> Result<Exported, String> {
        let (rows, left_out) = rows(snapshot);
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            let row = Row { name: plain(&row.name), ..row };
            writer.serialize(row).expect("every row has all columns, and memory takes them");
        }
        let bytes = writer.into_inner().expect("memory takes all rows");
        let text = String::from_utf8(bytes).expect("only text was written");
        Ok(Exported { text, left_out })
    }
}

impl Format for Json {
    fn name(&self) -> &'static str {
        "byor-json"
    }

    fn title(&self) -> &'static str {
        "JSON for \"Build your own radar\""
    }

    fn write(&self, snapshot: &Snapshot) -> Result<Exported, String> {
        let (rows, left_out) = rows(snapshot);
        let text = serde_json::to_string_pretty(&rows).expect("texts are always JSON") + "\n";
        Ok(Exported { text, left_out })
    }
}

fn rows(snapshot: &Snapshot) -> (Vec<Row>, Vec<String>) {
    let radar = snapshot.radar;
    let (mut placed, mut left_out) = placed(snapshot);
    // The tool draws quadrants in the order in which they first appear.
    placed.sort_by_key(|placed| (placed.blip.quadrant, placed.ring));
    left_out.push("what came before today, reviews, owners, tags, links and summaries".to_owned());
    let row = |placed: super::placed::Placed| {
        let description = placed.blip.description.as_ref();
        Row {
            name: placed.blip.name.value.clone(),
            ring: radar.ring(placed.ring).name.clone(),
            quadrant: radar.quadrant(placed.blip.quadrant).name.clone(),
            is_new: if status(placed.movement) == "new" { "TRUE" } else { "FALSE" },
            status: status(placed.movement),
            description: description.map_or_else(String::new, |t| prose::html(radar, &t.value)),
        }
    };
    (placed.into_iter().map(row).collect(), left_out)
}

/// Returns the word for the column `status`.
fn status(movement: Movement) -> &'static str {
    match movement {
        Movement::New | Movement::Returned => "new",
        Movement::MovedIn => "moved in",
        Movement::MovedOut => "moved out",
        Movement::Unchanged | Movement::Retired => "no change",
    }
}
