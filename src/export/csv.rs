//! `blips.csv`: the blips for a spreadsheet, one a line.

use jiff::civil::Date;

use super::{Exported, Format};
use crate::radar::Snapshot;
use crate::radar::freshness::Freshness;

/// The columns. New ones are only ever added at the end.
const COLUMNS: [&str; 19] = [
    "id",
    "name",
    "quadrant",
    "ring",
    "movement",
    "freshness",
    "flagged",
    "review_until",
    "last_review",
    "reviewed_by",
    "imposed",
    "orphaned",
    "owners",
    "tags",
    "summary",
    "exit_effort",
    "exit_state",
    "instead",
    "sunset",
];

pub(super) const FORMAT: Format = Format {
    name: "csv",
    title: "blips.csv, a line for each blip",
    write: |snapshot| Ok(Exported::whole(csv(snapshot))),
};

/// Writes the blips of a snapshot. Several names in one field are separated by spaces, tags by commas.
pub(crate) fn csv(snapshot: &Snapshot) -> String {
    let radar = snapshot.radar;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &[String]| {
        writer.write_record(record).expect("every record has all columns, and memory takes them");
    };
    write(&COLUMNS.map(str::to_owned));
    for judged in &snapshot.blips {
        let (blip, judgement) = (judged.blip, &judged.judgement);
        let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        let last = judgement.last_review;
        let by = last.map_or_else(Vec::new, |review| {
            review.by.iter().map(|by| radar.person(*by).id.as_str()).collect()
        });
        let owners: Vec<&str> =
            blip.owners.value.iter().map(|owner| radar.owner_id(*owner)).collect();
        write(&[
            blip.id.clone(),
            plain(&blip.name.value),
            radar.quadrant(blip.quadrant).id.clone(),
            radar.placement_id(judged.placement).to_owned(),
            judged.movement.name().to_owned(),
            judgement.freshness.map_or("", Freshness::name).to_owned(),
            judgement.is_flagged().to_string(),
            date(judgement.review_until),
            date(last.map(|review| review.date)),
            by.join(" "),
            judgement.is_imposed().to_string(),
            judgement.orphaned.to_string(),
            owners.join(" "),
            plain(&blip.tags.join(", ")),
            plain(blip.summary.as_deref().unwrap_or_default()),
            judged.exit.map_or_else(String::new, |judged| judged.exit.effort.to_string()),
            judged.exit.map_or("", |judged| judged.state.name()).to_owned(),
            blip.instead.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" "),
            date(blip.sunset),
        ]);
    }
    let bytes = writer.into_inner().expect("memory takes all records");
    String::from_utf8(bytes).expect("only text was written")
}

/// What starts a formula in some spreadsheet: also in the full-width and small forms of East Asian input.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// Escapes a text that a spreadsheet would take for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Some drop what cannot be seen before they look.
pub(crate) fn plain(text: &str) -> String {
    let is_invisible = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    };
    let starts_oddly = text.starts_with(['\t', '\r', '\n']);
    if starts_oddly || text.trim_start_matches(is_invisible).starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "\n=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{FEFF}=1",
            "\u{200B}@x",
            "\u{A0}-1",
            "\u{1}=1",
            "﹦1",
        ] {
            assert_eq!(plain(text), format!("'{text}"), "{text:?}");
        }
        for text in ["Kafka", "C++", "a=b", " x", "1-2", "'=1", ""] {
            assert_eq!(plain(text), text);
        }
    }
}
