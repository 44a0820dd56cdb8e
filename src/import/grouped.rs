//! A file with a list for each ring, in JSON or YAML: `{"adopt": ["Kafka", {...}], "trial": [...]}`, maybe once for
//! each quadrant, or with quadrants within the rings.

use super::document::{Document, ListedTerm, Sectors, Written};
use super::listed::{add_quadrants, is_table, line};
use super::name::shown;
use super::sources::File;
use super::value::{Key, Value};
use super::vocabulary::ring_order;
use super::{Content, Format, Options, Recognition, Sources, not_imported, states};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::radar::id::id_of;

pub(super) const FORMAT: Format =
    Format { name: "by-ring", title: "a list of blips for each ring", recognise, read };

/// Keys that hold the radar, and are no quadrants.
const PARTS: [&str; 6] = ["radar", "rings", "blips", "data", "technologies", "entries"];

/// The quadrant of blips without one.
const QUADRANT: &str = "Technologies";

fn recognise(sources: &Sources) -> Recognition {
    let found = sources.with_values().find(|(_, value)| radar(value).is_some());
    let otherwise = "no JSON or YAML has a list for each ring, such as `adopt` and `trial`";
    Recognition::of(found.map(|(file, _)| file.path), "a list for each ring", otherwise)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut documents = Vec::new();
    for (file, _) in sources.with_values() {
        let value = file.value(report)?;
        match radar(value) {
            Some(radar) => documents.push(document(file, value, radar, report)),
            None => report.push(not_imported("the file has no list for each ring", value.at)),
        }
    }
    if documents.is_empty() {
        if !sources.report_broken(report) {
            let problem = "the files have no list for each ring, such as `adopt` and `trial`";
            report.push(Diagnostic::new(Code::InvalidSource, problem, sources.first()?));
        }
        return None;
    }
    states::content(documents, options, sources, report)
}

/// Returns the value whose keys are rings, or are quadrants with rings: the whole file or a part of it.
fn radar(value: &Value) -> Option<&Value> {
    let is_radar = |value: &Value| is_ringed(value) || quadrants(value).next().is_some();
    let parts = PARTS.iter().filter_map(|key| value.get(key));
    let part =
        parts.chain(value.entries().iter().map(|(_, part)| part)).find(|part| is_radar(part));
    Some(value).filter(|value| is_radar(value)).or(part)
}

/// Returns the quadrants of a table whose keys they are.
fn quadrants(value: &Value) -> impl Iterator<Item = (&Key, &Value)> {
    let is_quadrant = |key: &Key| !PARTS.contains(&key.name.to_lowercase().as_str());
    let parts = value.entries().iter().map(|(key, part)| (key, part));
    parts.filter(move |(key, part)| is_quadrant(key) && is_ringed(part))
}

/// Whether the keys of a table are rings, with lists or tables of lists.
fn is_ringed(value: &Value) -> bool {
    let rings = rings(value);
    let others = value.entries().len() - rings.len();
    rings.len() > 1 && rings.len() >= others
}

fn rings(value: &Value) -> Vec<(&Key, &Value)> {
    let holds_blips = |part: &Value| {
        part.is_list() || is_table(part) && part.entries().iter().all(|(_, list)| list.is_list())
    };
    let entries = value.entries().iter().map(|(key, part)| (key, part));
    entries
        .filter(|(key, part)| ring_order(&id_of(&key.name)).is_some() && holds_blips(part))
        .collect()
}

fn document<'s>(
    file: &'s File<'s>,
    whole: &Value,
    radar: &Value,
    report: &mut Report,
) -> Document<'s> {
    let mut document = Document::new(file);
    document.sectors = Sectors::Listed;
    document.title = whole.line_of("title").or_else(|| whole.line_of("name"));
    document.date = ["date", "updated", "lastUpdated"].iter().find_map(|key| whole.line_of(key));
    if is_ringed(radar) {
        add_rings(&mut document, radar, None, report);
    } else {
        for (key, part) in quadrants(radar) {
            add_rings(&mut document, part, Some(&(key.name.clone(), key.at)), report);
        }
    }
    add_quadrants(&mut document);
    let read = ["title", "name", "date", "updated", "lastUpdated", "version"];
    for (key, part) in whole.entries().iter().chain(radar.entries()) {
        let is_read = std::ptr::eq(part, radar)
            || is_ringed(part)
            || rings(radar).iter().any(|(_, list)| std::ptr::eq(*list, part));
        if !is_read && !read.contains(&key.name.as_str()) {
            report.push(not_imported(format!("`{}` is not imported", key.name), key.at));
        }
    }
    document
}

/// Adds the blips in the lists of each ring.
fn add_rings(
    document: &mut Document,
    value: &Value,
    quadrant: Option<&Written>,
    report: &mut Report,
) {
    for (key, part) in rings(value) {
        let ring = (key.name.clone(), key.at);
        if !document.rings.iter().any(|known| id_of(&known.title) == id_of(&key.name)) {
            document.rings.push(ListedTerm {
                id: key.name.to_lowercase(),
                title: shown(&key.name),
                aliases: Vec::new(),
                description: None,
                at: key.at,
            });
        }
        let of_quadrants =
            part.entries().iter().map(|(key, list)| (Some((key.name.clone(), key.at)), list));
        for (within, list) in of_quadrants.chain([(quadrant.cloned(), part)]) {
            for blip in list.items() {
                let own = ["quadrant", "category", "type"]
                    .iter()
                    .find_map(|key| Some((blip.line_of(key)?, blip.span_of(key))));
                let quadrant = within.clone().or(own).unwrap_or((QUADRANT.to_owned(), blip.at));
                document.lines.push(line(blip, Some(ring.clone()), Some(quadrant), report));
            }
        }
    }
}
