//! CSV and JSON for "Build your own radar": the snapshot of a day, with descriptions as HTML.

use serde::Serialize;

use super::csv::plain;
use super::placed::{Placed, placed};
use super::{Exported, Format, Prose, pretty};
use crate::markdown::escape;
use crate::radar::history::Movement;
use crate::radar::{JudgedBlip, SiteExport, Snapshot};

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

pub(super) const CSV: Format =
    Format { name: "byor-csv", title: "CSV for \"Build your own radar\"", write: write_csv };

fn write_csv(snapshot: &Snapshot) -> Result<Exported, String> {
    snapshot.radar.fits(SiteExport::ByorCsv)?;
    let (rows, left_out) = rows(snapshot);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let [name, ring, quadrant, description] =
            [&row.name, &row.ring, &row.quadrant, &row.description].map(|text| plain(text));
        let row = Row { name, ring, quadrant, description, ..row };
        writer.serialize(row).expect("every row has all columns, and memory takes them");
    }
    let bytes = writer.into_inner().expect("memory takes all rows");
    let text = String::from_utf8(bytes).expect("only text was written");
    Ok(Exported { text, left_out })
}

pub(super) const JSON: Format =
    Format { name: "byor-json", title: "JSON for \"Build your own radar\"", write: write_json };

fn write_json(snapshot: &Snapshot) -> Result<Exported, String> {
    snapshot.radar.fits(SiteExport::ByorJson)?;
    let (rows, left_out) = rows(snapshot);
    let text = pretty(&rows);
    Ok(Exported { text, left_out })
}

fn rows(snapshot: &Snapshot) -> (Vec<Row>, Vec<String>) {
    let radar = snapshot.radar;
    let (mut placed, mut left_out) = placed(snapshot);
    // The tool draws quadrants in the order in which they first appear.
    placed.sort_by_key(|(judged, ring)| (judged.blip.quadrant, *ring));
    left_out.push("what came before today, reviews, owners, tags, links and summaries".to_owned());
    let prose = Prose::new(snapshot);
    let row = |(judged, ring): Placed| Row {
        name: judged.blip.name.value.clone(),
        ring: radar.ring(ring).name.clone(),
        quadrant: radar.quadrant(judged.blip.quadrant).name.clone(),
        is_new: if status(judged.movement) == "new" { "TRUE" } else { "FALSE" },
        status: status(judged.movement),
        description: description(&prose, judged),
    };
    (placed.into_iter().map(row).collect(), left_out)
}

/// Returns the description, and a link to the page of the blip: there is no other place for one.
fn description(prose: &Prose, judged: &JudgedBlip) -> String {
    let description = judged.blip.description.as_ref().map(|text| prose.html(text));
    let page = prose.page(judged.blip).map(|url| {
        let (url, title) = (escape::xml(&url), escape::xml(&prose.radar().title));
        format!("<p><a href=\"{url}\">{title}</a></p>")
    });
    description.into_iter().chain(page).collect::<Vec<_>>().join("\n")
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
