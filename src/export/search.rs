//! What the search looks through, as a script: the names, words and states of all blips.
//!
//! Pages load it when somebody first searches. It is a script and not data, since a page that is opened from the disk may
//! load nothing else. It judges nothing: `js/combobox.js` applies [`crate::radar::freshness`] on the reader's own day.

use jiff::civil::Date;
use serde::Serialize;

use crate::radar::{JudgedBlip, Owner, Radar, Snapshot};
use crate::suggest::other_names;

#[derive(Serialize)]
struct SearchIndex<'r> {
    rings: Vec<&'r str>,
    quadrants: Vec<&'r str>,
    /// The names of teams, then those of people.
    owners: Vec<&'r str>,
    blips: Vec<SearchEntry<'r>>,
}

#[derive(Serialize)]
struct SearchEntry<'r> {
    id: &'r str,
    name: &'r str,
    quadrant: usize,
    /// From the centre out; -1 for retired.
    ring: i32,
    movement: &'static str,
    /// The day of the last review that counts, the first day on which it is due, and the last on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<(Date, Date, Date)>,
    /// Who set the ring: 1 if it is imposed, 2 if it is set from outside.
    #[serde(skip_serializing_if = "is_zero")]
    set_by: u8,
    /// Other names: first the author's, then those that the table of technologies knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<&'r str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    owners: Vec<usize>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'r str>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// Writes the script.
pub(crate) fn search(snapshot: &Snapshot) -> String {
    let radar = snapshot.radar;
    let teams = radar.teams.iter().map(|team| team.name.as_str());
    let index = SearchIndex {
        rings: radar.rings.iter().map(|ring| ring.name.as_str()).collect(),
        quadrants: radar.quadrants.iter().map(|quadrant| quadrant.name.as_str()).collect(),
        owners: teams.chain(radar.people.iter().map(|person| person.name.as_str())).collect(),
        blips: snapshot.blips.iter().map(|judged| entry(radar, judged)).collect(),
    };
    let json = serde_json::to_string(&index).expect("numbers, texts and dates are JSON");
    format!("const radarSearch={json};\n")
}

fn entry<'r>(radar: &'r Radar, judged: &JudgedBlip<'r>) -> SearchEntry<'r> {
    let JudgedBlip { blip, judgement, movement, .. } = judged;
    let written = blip.aliases.iter().map(String::as_str);
    let known = other_names(radar, blip);
    SearchEntry {
        id: &blip.id,
        name: &blip.name.value,
        quadrant: blip.quadrant.index(),
        ring: judged.ring().map_or(-1, |ring| i32::from(ring.0)),
        movement: movement.name(),
        days: judgement
            .last_review
            .and_then(|review| Some((review.date, judgement.due_from?, judgement.review_until?))),
        set_by: match () {
            () if judgement.is_imposed() => 1,
            () if judgement.is_set_from_outside() => 2,
            () => 0,
        },
        aliases: written.chain(known).collect(),
        owners: blip.owners.value.iter().map(|owner| owner_at(radar, *owner)).collect(),
        tags: &blip.tags,
        summary: blip.summary.as_deref(),
    }
}

/// Returns the position of an owner among the teams and the people.
fn owner_at(radar: &Radar, owner: Owner) -> usize {
    match owner {
        Owner::Team(team) => team.index(),
        Owner::Person(person) => radar.teams.len() + person.index(),
    }
}
