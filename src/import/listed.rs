//! A file with rings, quadrants and a list of blips, as many people write it by hand or for a page of their own:
//! `{title, rings: [...], quadrants: [...], blips: [{name, ring, quadrant, ...}]}`, in JSON or YAML.
//!
//! Rings and quadrants are names, objects or keys; blips refer to them by name, id or position.

use super::document::{Document, Line, ListedTerm, Sectors, Written};
use super::link::link;
use super::name::{one_line, shown};
use super::sources::File;
use super::term_index::report_unknown_keys;
use super::value::{Kind, Value};
use super::{Content, Details, Format, Options, Recognition, Sources, not_imported, states};
use crate::diagnostic::{Code, Diagnostic, Report};

pub(super) const FORMAT: Format =
    Format { name: "list", title: "a list of blips with rings and quadrants", recognise, read };

/// The keys of the list.
const LISTS: [&str; 3] = ["blips", "technologies", "entries"];
const NAMES: [&str; 3] = ["name", "title", "label"];
const TEXTS: [&str; 3] = ["description", "desc", "text"];
const LINKS: [&str; 5] = ["link", "url", "website", "homepage", "href"];
const DATES: [&str; 5] = ["date", "updated", "lastUpdated", "lastUpdate", "updatedAt"];
/// Keys of blips that are not needed: movement and places are computed, and ids are made of names.
const COMPUTED: [&str; 9] = ["id", "ring", "quadrant", "moved", "isNew", "new", "status", "x", "y"];

fn recognise(sources: &Sources) -> Recognition {
    let found = sources.with_values().find(|(_, value)| list(value).is_some());
    let otherwise = "no JSON or YAML has `blips` with name, ring and quadrant";
    Recognition::of(
        found.map(|(file, _)| file.path),
        "a list of blips with ring and quadrant",
        otherwise,
    )
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut documents = Vec::new();
    for (file, _) in sources.with_values() {
        let value = file.value(report)?;
        match list(value) {
            Some(blips) => documents.push(document(file, value, blips, report)?),
            None => report
                .push(not_imported("the file has no `blips` with ring and quadrant", value.at)),
        }
    }
    if documents.is_empty() {
        if !sources.report_broken(report) {
            let problem = "the files have no `blips` with name, ring and quadrant";
            report.push(Diagnostic::new(Code::InvalidSource, problem, sources.first()?));
        }
        return None;
    }
    states::content(documents, options, sources, report)
}

/// Returns the list of blips of a file that is of no other format.
fn list(value: &Value) -> Option<&[Value]> {
    let is_own =
        value.get("version").and_then(Value::whole).is_some() && value.get("blips").is_some();
    let is_blip = |blip: &Value| {
        let has = |key: &str| blip.get(key).is_some();
        NAMES.iter().any(|key| has(key)) && ["ring", "quadrant"].iter().all(|key| has(key))
    };
    // Zalando's entries count their rings, and Backstage's have a timeline.
    let is_others = |blip: &Value| {
        blip.get("timeline").is_some()
            || blip.get("label").is_some()
            || blip.get("ring").is_some_and(|ring| ring.whole().is_some())
    };
    LISTS.into_iter().filter(|_| !is_own).find_map(|key| {
        let blips = value.items_of(key);
        let is_other = key == "entries" && blips.iter().any(is_others);
        (blips.iter().any(is_blip) && !is_other).then_some(blips)
    })
}

fn document<'s>(
    file: &'s File<'s>,
    value: &Value,
    blips: &[Value],
    report: &mut Report,
) -> Option<Document<'s>> {
    let mut document = Document::new(file);
    document.sectors = Sectors::Listed;
    document.title = value.line_of("title").or_else(|| value.line_of("name"));
    document.date = DATES.iter().find_map(|key| value.line_of(key));
    document.rings = value.get("rings").map(terms).unwrap_or_default();
    document.quadrants = value.get("quadrants").map(terms).unwrap_or_default();
    for (what, listed) in [("ring", &document.rings), ("quadrant", &document.quadrants)] {
        refuse_positions(blips, what, listed, report)?;
    }
    for blip in blips {
        let ring = reference(blip, "ring", &document.rings);
        let quadrant = reference(blip, "quadrant", &document.quadrants);
        let line = line(blip, ring, quadrant, report);
        document.lines.push(line);
    }
    add_quadrants(&mut document);
    let known = [&NAMES[..], &TEXTS, &LINKS, &COMPUTED, &["tags", "summary"]].concat();
    report_unknown_keys("blips", blips, &known, report);
    let known = [&LISTS[..], &DATES, &["title", "name", "rings", "quadrants", "version"]].concat();
    report_unknown_keys("the file", std::slice::from_ref(value), &known, report);
    Some(document)
}

/// Reads rings or quadrants: a list of names or objects, or a table of them.
fn terms(value: &Value) -> Vec<ListedTerm> {
    let term = |id: Option<&str>, item: &Value| {
        let written = item.text_of("id").or_else(|| item.text_of("key")).unwrap_or_default();
        let name = ["name", "title", "label"].iter().find_map(|key| item.line_of(key));
        let text = item.text().map(|text| one_line(&text)).filter(|text| !text.is_empty());
        let id = id.map_or_else(|| written.to_lowercase(), str::to_lowercase);
        let title = name.or(text).unwrap_or_else(|| shown(&id));
        let description = item.line_of("description");
        ListedTerm { id, title, aliases: Vec::new(), description, at: item.at }
    };
    let keyed = value.entries().iter().map(|(key, item)| term(Some(&key.name), item));
    let listed = value.items().iter().map(|item| term(None, item));
    keyed.chain(listed).filter(|term| !term.title.is_empty()).collect()
}

/// Refuses positions in a list that the file does not have: nobody knows what they mean.
fn refuse_positions(
    blips: &[Value],
    what: &str,
    listed: &[ListedTerm],
    report: &mut Report,
) -> Option<()> {
    let mut positions =
        blips.iter().filter_map(|blip| blip.get(what)).filter(|value| value.whole().is_some());
    let Some(position) = positions.next().filter(|_| listed.is_empty()) else { return Some(()) };
    let number = position.text().unwrap_or_default();
    let message = format!("the {what} `{number}` is a number, and the file has no `{what}s`");
    let order = if what == "ring" { ", from the centre out" } else { "" };
    let help = format!("add `{what}s`, a list of their names{order}");
    report.refuse(Diagnostic::new(Code::InvalidSource, message, position.at).help(help))
}

/// Returns the ring or quadrant that a blip names; a number that is no id counts from 0.
fn reference(blip: &Value, key: &str, listed: &[ListedTerm]) -> Option<Written> {
    let value = blip.get(key)?;
    let named = || ["name", "title", "id"].iter().find_map(|key| value.line_of(key));
    let word = value.text().map(|text| one_line(&text)).or_else(named)?;
    let is_id = listed.iter().any(|term| term.id == word.to_lowercase());
    let position = value.whole().filter(|_| !is_id).and_then(|at| usize::try_from(at).ok());
    let title = position.and_then(|at| listed.get(at)).map(|term| term.title.clone());
    Some((title.unwrap_or(word), value.at)).filter(|(word, _)| !word.is_empty())
}

/// Reads a blip, which may be a name only.
pub(super) fn line(
    blip: &Value,
    ring: Option<Written>,
    quadrant: Option<Written>,
    report: &mut Report,
) -> Line {
    let first = |keys: &[&str]| {
        let key = keys.iter().find(|key| blip.text_of(key).is_some())?;
        Some((blip.text_of(key)?.into_owned(), blip.span_of(key)))
    };
    let bare = blip.text().map(|text| (text.into_owned(), blip.at));
    let url = first(&LINKS);
    let link = url.and_then(|(url, at)| link(&url, "", at, report));
    let details = Details {
        tags: blip.texts_of("tags").iter().map(|tag| one_line(tag)).collect(),
        summary: blip.line_of("summary"),
        links: link.into_iter().collect(),
        ..Details::default()
    };
    Line {
        at: blip.at,
        name: first(&NAMES).or(bare),
        quadrant,
        ring,
        description: first(&TEXTS),
        details,
    }
}

/// Adds the quadrants that only blips name, unless the file lists its quadrants.
pub(super) fn add_quadrants(document: &mut Document) {
    if !document.quadrants.is_empty() {
        return;
    }
    let mut quadrants: Vec<ListedTerm> = Vec::new();
    for (word, at) in document.lines.iter().filter_map(|line| line.quadrant.as_ref()) {
        let title = shown(word);
        if !quadrants.iter().any(|known| known.title.eq_ignore_ascii_case(&title)) {
            let id = word.trim().to_lowercase();
            quadrants.push(ListedTerm {
                id,
                title,
                aliases: Vec::new(),
                description: None,
                at: *at,
            });
        }
    }
    document.quadrants = quadrants;
}

/// Whether a value is a table.
pub(super) fn is_table(value: &Value) -> bool {
    matches!(value.kind, Kind::Table(_))
}
