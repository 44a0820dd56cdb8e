//! What AOE's program builds: `rd.json` (version 3) or `data.json` (version 4), every blip with its revisions.
//!
//! Texts are HTML there. The rings and quadrants are in the `config.json` beside it, if it was kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::html::Converter;
use super::name::{one_line, shown};
use super::prose::{LinkTargets, Text};
use super::releases::{Config, configs, has_releases, images};
use super::timeline::{ListedBlip, Timeline};
use super::value::Value;
use super::{
    Absent, Content, Details, Format, Options, Recognition, Sources, date, not_imported, unusable,
};
use crate::diagnostic::{Report, Span};
use crate::radar::id::id_of;

pub(super) const FORMAT: Format = Format {
    name: "aoe-built",
    title: "AOE technology radar, as built (rd.json, data.json)",
    recognise: |sources| {
        if has_releases(sources) {
            return Recognition::No("the pages that it is built from are there".to_owned());
        }
        let found = sources.with_values().find(|(_, value)| is_built(value));
        let otherwise = "no JSON has `items` with `release`, and `releases`";
        let path = found.map(|(file, _)| file.path);
        Recognition::of(path, "`items` with `release`, and `releases`", otherwise)
    },
    read,
};

/// The keys of an item that are read, or follow from those that are.
const KEYS: [&str; 21] = [
    "id",
    "name",
    "title",
    "ring",
    "quadrant",
    "segment",
    "body",
    "info",
    "summary",
    "tags",
    "teams",
    "featured",
    "flag",
    "release",
    "revisions",
    "position",
    "fileName",
    "angleFraction",
    "radiusFraction",
    "addedTeams",
    "removedTeams",
];

fn is_built(value: &Value) -> bool {
    let has_release = |item: &Value| item.get("release").is_some();
    value.get("releases").is_some_and(Value::is_list)
        && value.items_of("items").iter().any(has_release)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let radar = sources.only_radar("items", is_built, report)?;
    let (file, _) = sources.with_values().find(|(_, value)| is_built(value))?;
    let base = file.path.rfind('/').map_or("", |at| &file.path[..=at]);
    let items = radar.items_of("items");
    let named = |key: &str| -> Vec<(String, Span)> {
        let revisions = items.iter().flat_map(|item| item.items_of("revisions"));
        let all = items.iter().chain(revisions);
        all.filter_map(|item| Some((item.line_of(key)?, item.get(key)?.at))).collect()
    };
    let (rings, mut quadrants) = (named("ring"), named("quadrant"));
    quadrants.extend(named("segment"));
    let config = Config::read(&configs(sources, base), &quadrants, &rings, report)?;
    let images = images(sources, base, report);
    let outline = config.outline;
    let ids = items.iter().map(id).filter(|id| !id.is_empty());
    let targets = LinkTargets {
        blips: ids.map(|id| (id.clone(), id)).collect(),
        images: images.iter().map(|(name, _)| (format!("images/{name}"), name.clone())).collect(),
        folders: outline.quadrants.terms.iter().map(|term| term.id.clone()).collect(),
        has_wiki_links: false,
    };
    let mut timeline = Timeline::of_assessments();
    for release in radar.items_of("releases") {
        if let Some(date) = release.text().and_then(|text| date::in_cell(&text)) {
            timeline.add_day(date);
        }
    }
    let reader = Reader {
        converter: Converter::keeping_files(),
        targets: &targets,
        rings: &outline.rings,
        quadrants: &outline.quadrants,
    };
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for item in items {
        let id = id(item);
        if let Some(first) = seen.insert(id.clone(), item.at).filter(|_| !id.is_empty()) {
            let problem = unusable(format!("two items would be the blip `{id}`"), item.at);
            report.push(problem.label("again here").also(first, "first here; this one is used"));
            continue;
        }
        reader.add(item, &id, &mut timeline, report);
    }
    let (hidden, at) = hidden(items);
    if hidden > 0 {
        let message = format!(
            "`featured: false` is not imported: every blip is on the chart ({hidden} of {} items)",
            items.len()
        );
        report.push(not_imported(message, at.unwrap_or(radar.at)));
    }
    super::term_index::report_unknown_keys("items", items, &KEYS, report);
    let content = outline.content(&timeline, Absent::Keep, options, radar.at, report)?;
    Some(Content { images, tokens: config.tokens, ..content })
}

/// Returns how many items are not on the chart, and where the first of them says so.
fn hidden(items: &[Value]) -> (usize, Option<Span>) {
    let featured = items.iter().filter_map(|item| item.get("featured"));
    let hidden: Vec<&Value> = featured.filter(|value| value.truth() == Some(false)).collect();
    (hidden.len(), hidden.first().map(|value| value.at))
}

fn id(item: &Value) -> String {
    let words = ["id", "name", "title"].into_iter().filter_map(|key| item.text_of(key));
    words.map(|word| id_of(&word)).find(|id| !id.is_empty()).unwrap_or_default()
}

struct Reader<'r> {
    converter: Converter,
    targets: &'r LinkTargets,
    rings: &'r super::term_index::TermIndex,
    quadrants: &'r super::term_index::TermIndex,
}

impl Reader<'_> {
    /// Adds the revisions of an item, and the item itself, as it is since its last release.
    fn add(
        &self,
        item: &Value,
        id: &str,
        timeline: &mut Timeline,
        report: &mut Report,
    ) -> Option<()> {
        if id.is_empty() {
            return report
                .refuse(unusable("the item has no name that could become an id", item.at));
        }
        let key = if item.get("segment").is_some() { "segment" } else { "quadrant" };
        let word = item.text_of(key).unwrap_or_default();
        let quadrant = self.quadrants.resolve(key, &word, item.span_of(key), report)?;
        let word = item.text_of("ring").unwrap_or_default();
        let ring = self.rings.resolve("ring", &word, item.span_of("ring"), report)?;
        let last = day(item, report)?;
        let tags = item.texts_of("tags");
        let mut seen = BTreeSet::new();
        let blip = ListedBlip {
            name: item.line_of("title").map_or_else(|| shown(id), |title| one_line(&title)),
            quadrant,
            ring,
            description: self.text(item, report),
            note: None,
            details: Details {
                summary: item.line_of("info").or_else(|| item.line_of("summary")),
                tags: tags.into_iter().filter(|tag| seen.insert(tag.clone())).collect(),
                ..Details::default()
            },
        };
        let mut listed: BTreeMap<Date, ListedBlip> = BTreeMap::new();
        let mut revisions = Vec::new();
        for revision in item.items_of("revisions") {
            revisions.extend(day(revision, report).map(|date| (date, revision)));
        }
        revisions.sort_by_key(|(date, _)| *date);
        let mut before: Option<String> = None;
        for (date, revision) in revisions {
            let (ring, note) = self.ring(revision, before.as_ref().unwrap_or(&blip.ring));
            before = Some(ring.clone());
            let description = self.text(revision, report);
            listed.insert(date, ListedBlip { ring, description, note, ..blip.clone() });
        }
        // The newest release is a revision only if it changed something.
        listed.insert(last, blip);
        for (date, blip) in listed {
            timeline.add(date, id, blip, item.at, report);
        }
        Some(())
    }

    /// Returns the ring of a revision. One that is no longer listed becomes a note.
    fn ring(&self, revision: &Value, before: &str) -> (String, Option<String>) {
        let Some(word) = revision.line_of("ring") else { return (before.to_owned(), None) };
        match self.rings.id(&word) {
            Some(ring) => (ring.to_owned(), None),
            None => (before.to_owned(), Some(format!("Then on the ring {}.", shown(&word)))),
        }
    }

    fn text(&self, value: &Value, report: &mut Report) -> Option<String> {
        let body = value.get("body")?;
        let html = body.text()?;
        let (text, problems) = match self.converter.converted(&html) {
            Ok(converted) => converted,
            Err(error) => return report.refuse(unusable(error.to_string(), body.at)),
        };
        for problem in problems {
            report.push(not_imported(problem, body.at));
        }
        self.targets.markdown(Text { words: &text, at: body.at, offset: None }, report)
    }
}

fn day(value: &Value, report: &mut Report) -> Option<Date> {
    let text = value.text_of("release").unwrap_or_default();
    let date = date::in_cell(&text);
    if date.is_none() {
        let problem = unusable(format!("`{text}` is not a date"), value.span_of("release"));
        report.push(problem.help("write it as 2026-04-14"));
    }
    date
}
