//! The states of a radar on several days -> its content.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dated_files::{Notes, by_day};
use super::document::{Document, Line, ListedTerm, Sectors};
use super::html::{self, has_tags};
use super::name::{one_line, shown};
use super::outline::Outline;
use super::term_index::{TermIndex, sort_rings};
use super::timeline::{ListedBlip, Timeline};
use super::{Content, Options, Sources, not_imported, prose, unusable};
use crate::diagnostic::{Report, Span};
use crate::radar::id::id_of;

/// Returns the radar of some files, each of its own day.
pub(super) fn content(
    documents: Vec<Document>,
    options: &Options,
    sources: &Sources,
    report: &mut Report,
) -> Option<Content> {
    let mut notes = Notes::default();
    let documents = documents.into_iter().map(|read| (read.file, read.date.clone(), read));
    let documents = by_day(documents, options, &mut notes, report)?;
    let (mut rings, quadrants) = terms(&documents, report);
    let rings_are_listed = documents.values().any(|document| !document.rings.is_empty());
    if !sort_rings(&mut rings.terms) && !rings_are_listed {
        notes.remarks.push(
            "the files do not list their rings, so they are in the order in which they first appear; sort \
             the [[ring]] tables of radar.toml from the centre out"
                .to_owned(),
        );
    }
    let title = documents.values().rev().find_map(|document| document.title.clone());
    let mut outline = Outline { title, rings, quadrants, remarks: notes.remarks };
    let converter = html::Converter::new();
    let mut timeline = Timeline::default();
    for (day, document) in &documents {
        timeline.add_day(*day);
        for id in &document.unclear {
            timeline.add_unclear(*day, id);
        }
        for line in &document.lines {
            if let Some((id, blip)) = blip(line, *day, document, &outline, &mut timeline, report)
                && let Some(description) = description(line, &converter, report)
            {
                let at = line.name.as_ref().map_or(line.at, |(_, at)| *at);
                timeline.add(*day, &id, ListedBlip { description, ..blip }, at, report);
            }
        }
    }
    if documents.values().all(|document| document.sectors == Sectors::Clockwise) {
        outline.quadrants.count_from_top_left();
    }
    let first = sources.first()?;
    let content = outline.content(&timeline, options.absent, options, first, report)?;
    Some(Content { assumed: notes.assumed, ..content })
}

/// Returns the rings and quadrants of all documents, by their titles.
fn terms(documents: &BTreeMap<Date, Document>, report: &mut Report) -> (TermIndex, TermIndex) {
    let mut rings = TermIndex::new("ring");
    let mut quadrants = TermIndex::new("quadrant");
    let add =
        |terms: &mut TermIndex, (title, text): (&str, Option<&str>), at, report: &mut Report| {
            if terms.id(title).is_none() {
                terms.add("", title, text, at, report);
            }
        };
    for document in documents.values() {
        for quadrant in &document.quadrants {
            add(&mut quadrants, quadrant.words(), quadrant.at, report);
        }
        for ring in &document.rings {
            add(&mut rings, ring.words(), ring.at, report);
        }
        if document.rings.is_empty() {
            for (word, at) in document.lines.iter().filter_map(|line| line.ring.as_ref()) {
                add(&mut rings, (&shown(word), None), *at, report);
            }
        }
    }
    if let Some(newest) = documents.values().next_back() {
        let is_in = |list: &[ListedTerm], name: &str| list.iter().any(|t| t.title == name);
        quadrants.unlist(|term| is_in(&newest.quadrants, &term.name));
        rings.unlist(|term| is_in(&newest.rings, &term.name));
    }
    (rings, quadrants)
}

/// Returns the id of a line and its blip without the description, or reports why it cannot be used.
fn blip(
    line: &Line,
    day: Date,
    document: &Document,
    outline: &Outline,
    timeline: &mut Timeline,
    report: &mut Report,
) -> Option<(String, ListedBlip)> {
    let (name, at) = line.name.as_ref().map_or(("", line.at), |(name, at)| (name, *at));
    let name = one_line(name);
    let id = id_of(&name);
    timeline.add_unclear(day, &id);
    if id.is_empty() {
        return report.refuse(unusable("the entry has no name that could become an id", at));
    }
    let (word, at) = word("ring", line.ring.as_ref(), line.at, report)?;
    let title = document.ring(word).filter(|title| outline.rings.id(title).is_some());
    let ring = outline.rings.resolve("ring", title.unwrap_or(word), at, report)?;
    let key = document.sectors.key();
    let (word, at) = self::word(key, line.quadrant.as_ref(), line.at, report)?;
    let title = document.quadrant(word).filter(|title| outline.quadrants.id(title).is_some());
    let quadrant = outline.quadrants.resolve(key, title.unwrap_or(word), at, report)?;
    let details = line.details.clone();
    Some((id, ListedBlip { name, quadrant, ring, details, ..ListedBlip::default() }))
}

fn word<'l>(
    key: &str,
    word: Option<&'l (String, Span)>,
    line: Span,
    report: &mut Report,
) -> Option<(&'l str, Span)> {
    if word.is_none() {
        report.push(unusable(format!("the entry has no {key}"), line));
    }
    word.map(|(word, at)| (word.as_str(), *at))
}

/// Returns the description of a line as Markdown, or reports HTML that cannot be converted.
#[allow(clippy::option_option, reason = "a line without a description is fine")]
fn description(
    line: &Line,
    converter: &html::Converter,
    report: &mut Report,
) -> Option<Option<String>> {
    let Some((text, at)) = &line.description else { return Some(None) };
    if !has_tags(text) {
        return Some(prose::markdown(text, *at, report));
    }
    match converter.converted(text) {
        Ok((text, problems)) => {
            for problem in problems {
                report.push(not_imported(problem, *at));
            }
            Some(Some(text).filter(|text| !text.is_empty()))
        }
        Err(error) => report.refuse(unusable(error.to_string(), *at)),
    }
}
