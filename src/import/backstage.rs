//! The JSON of Backstage's tech radar plugin (<https://github.com/backstage/community-plugins>, in
//! `workspaces/tech-radar`): every entry with a timeline.
//!
//! The plugin shows the first snapshot of a timeline, so the newest must come first; any other order is
//! reported.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::link::link;
use super::outline::Outline;
use super::term_index::{TermIndex, report_unknown_keys};
use super::timeline::{ListedBlip, Timeline};
use super::value::Value;
use super::{
    Absent, Content, Details, Format, Link, Options, Recognition, Sources, date, not_imported,
    prose, unusable,
};
use crate::diagnostic::{Report, Span};
use crate::radar::id::id_of;

pub(super) const FORMAT: Format = Format {
    name: "backstage",
    title: "Backstage tech radar plugin",
    recognise: |sources| {
        let found = sources.with_values().find(|(_, value)| has_timeline(value));
        let otherwise = "no JSON has `entries` with a `timeline`";
        Recognition::of(found.map(|(file, _)| file.path), "a `timeline`", otherwise)
    },
    read,
};

const ENTRY_KEYS: [&str; 11] = [
    "key",
    "id",
    "title",
    "quadrant",
    "url",
    "links",
    "description",
    "timeline",
    "moved",
    "ring",
    "active",
];

fn has_timeline(value: &Value) -> bool {
    value.items_of("entries").iter().any(|entry| entry.get("timeline").is_some())
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let radar = sources.only_radar("entries", |value| value.get("entries").is_some(), report)?;
    let entries = radar.items_of("entries");
    let mut outline = Outline {
        title: radar.line_of("title"),
        rings: terms("ring", radar.items_of("rings"), &[], report),
        quadrants: terms("quadrant", radar.items_of("quadrants"), entries, report),
        remarks: Vec::new(),
    };
    let mut timeline = Timeline::of_assessments();
    let mut ids = BTreeMap::new();
    for entry in entries {
        if let Some(id) = unused_id(entry, &mut ids, report) {
            add(entry, &id, &outline, &mut timeline, report);
        }
    }
    report_unknown_keys("entries", entries, &ENTRY_KEYS, report);
    outline.quadrants.count_from_top_left();
    let content = outline.content(&timeline, Absent::Keep, options, radar.at, report)?;
    // The days are those of single blips, not of published states.
    Some(Content { editions: Vec::new(), ..content })
}

fn terms(what: &'static str, items: &[Value], entries: &[Value], report: &mut Report) -> TermIndex {
    let mut terms = TermIndex::new(what);
    terms.add_listed(items.iter().filter(|item| !is_filler(item, entries)), report);
    report_unknown_keys(&format!("{what}s"), items, &["id", "name", "description"], report);
    terms
}

/// Returns whether a quadrant is there only because the plugin draws four: it has an empty name and no entry.
fn is_filler(quadrant: &Value, entries: &[Value]) -> bool {
    let name = quadrant.get("name").and_then(Value::text);
    let id = quadrant.text_of("id");
    name.is_some_and(|name| name.trim().is_empty())
        && !entries.is_empty()
        && entries.iter().all(|entry| entry.text_of("quadrant") != id)
}

/// Returns the id of an entry, which is made of its `id`, `key` or `title`, or reports that it has none or
/// that an earlier entry has it.
fn unused_id(
    entry: &Value,
    ids: &mut BTreeMap<String, Span>,
    report: &mut Report,
) -> Option<String> {
    let words = ["id", "key", "title"].into_iter().filter_map(|key| entry.text_of(key));
    let Some(id) = words.map(|word| id_of(&word)).find(|id| !id.is_empty()) else {
        return report.refuse(unusable("the entry has no `id` that could be used", entry.at));
    };
    if let Some(first) = ids.get(&id) {
        return report.refuse(
            unusable(format!("two entries would be the blip `{id}`"), entry.at)
                .label("again here")
                .also(*first, "first here; this one is used")
                .help("give one of them another id"),
        );
    }
    ids.insert(id.clone(), entry.at);
    Some(id)
}

/// Adds every snapshot of an entry to the timeline, or reports why the entry cannot be used.
fn add(
    entry: &Value,
    id: &str,
    outline: &Outline,
    timeline: &mut Timeline,
    report: &mut Report,
) -> Option<()> {
    let quadrant = quadrant(entry, &outline.quadrants, report)?;
    let snapshots = snapshots(entry, &outline.rings, report)?;
    let description = description(entry, report);
    let blip = ListedBlip {
        name: entry.line_of("title").unwrap_or_else(|| id.to_owned()),
        quadrant,
        description: description.clone(),
        details: Details { links: links(entry, report), ..Details::default() },
        ..ListedBlip::default()
    };
    for (date, ring, value) in snapshots {
        let note = self::description(value, report);
        let note = note.filter(|note| Some(note) != description.as_ref());
        timeline.add(date, id, ListedBlip { ring, note, ..blip.clone() }, value.at, report);
    }
    Some(())
}

fn description(value: &Value, report: &mut Report) -> Option<String> {
    let description = value.get("description")?;
    prose::markdown(&description.text()?, description.at, report)
}

fn quadrant(entry: &Value, quadrants: &TermIndex, report: &mut Report) -> Option<String> {
    let Some(value) = entry.get("quadrant") else {
        return report.refuse(unusable("the entry has no `quadrant`", entry.at));
    };
    // Some versions of the plugin have the whole quadrant here.
    let word = value.text_of("id").or_else(|| value.text()).unwrap_or_default();
    quadrants.resolve("quadrant", &word, value.at, report)
}

/// Returns the snapshots of an entry, each with its day and its ring, oldest first.
fn snapshots<'v>(
    entry: &'v Value,
    rings: &TermIndex,
    report: &mut Report,
) -> Option<Vec<(Date, String, &'v Value)>> {
    let Some(list) = entry.get("timeline").filter(|list| !list.items().is_empty()) else {
        let problem = unusable("the entry has no `timeline`, so its ring is unknown", entry.at);
        return report.refuse(problem.help("add { \"date\": …, \"ringId\": … } to it"));
    };
    let mut snapshots = Vec::new();
    for value in list.items() {
        let date = date::of(value, report)?;
        let word = value.text_of("ringId").unwrap_or_default();
        let ring = rings.resolve("ring", &word, value.span_of("ringId"), report)?;
        snapshots.push((date, ring, value));
    }
    if !snapshots.is_sorted_by(|a, b| a.0 >= b.0) {
        let message = "the timeline is not newest first, so it is sorted by its dates";
        report.push(not_imported(message, list.at));
    }
    snapshots.sort_by_key(|(date, ..)| *date);
    Some(snapshots)
}

fn links(entry: &Value, report: &mut Report) -> Vec<Link> {
    let listed = entry.items_of("links").iter();
    let listed = listed.filter_map(|link| Some((link.get("url")?, link.text_of("title"))));
    let url = entry.get("url").map(|url| (url, None));
    let mut links: Vec<Link> = Vec::new();
    for (value, title) in listed.chain(url) {
        let url = value.text().unwrap_or_default();
        let link = link(&url, &title.unwrap_or_default(), value.at, report);
        links.extend(link.filter(|new| links.iter().all(|link| link.url != new.url)));
    }
    links
}
