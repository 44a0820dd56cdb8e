//! Qiwi's tech radar (<https://github.com/qiwi/tech-radar>): CSV in sections, JSON or YAML, a file for each
//! state.
//!
//! Both of its forms are read: `quadrant` with aliases and titles for `q1` to `q4`, and `sector` and `ring`
//! with titles for any number of them. Dated files of one scope, which is a folder there, are editions.

mod document;
mod sections;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::dated_files::{Notes, by_day};
use super::html::{self, has_tags};
use super::name::{one_line, shown};
use super::outline::Outline;
use super::sources::{File, Kind};
use super::term_index::{TermIndex, sort_rings};
use super::timeline::{ListedBlip, Timeline};
use super::{Content, Format, Options, Recognition, Sources, date, not_imported, prose, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::id::id_of;
use document::{Document, Line};
pub(super) use sections::has_sections;

pub(super) const FORMAT: Format =
    Format { name: "qiwi", title: "Qiwi's tech radar", recognise, read };

fn recognise(sources: &Sources) -> Recognition {
    if let Some(file) = sources.of(Kind::Csv).find(|file| has_sections(file)) {
        return Recognition::Yes(format!("{} has sections split by ===", file.path));
    }
    let found = sources.with_values().find(|(_, value)| document::is_document(value));
    let otherwise = "no CSV has sections split by ===, and no JSON or YAML has `data`";
    Recognition::of(found.map(|(file, _)| file.path), "`data` with `ring`", otherwise)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let documents = documents(sources, report)?;
    check_scope(&documents, report)?;
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
    if documents.values().all(|document| document.has_quadrants) {
        outline.quadrants.count_from_top_left();
    }
    let first = sources.first()?;
    let content = outline.content(&timeline, options.absent, options, first, report)?;
    Some(Content { assumed: notes.assumed, ..content })
}

fn documents<'s>(sources: &'s Sources<'s>, report: &mut Report) -> Option<Vec<Document<'s>>> {
    let mut documents = Vec::new();
    for file in sources.iter() {
        match file.kind {
            Kind::Csv if has_sections(file) => documents.push(sections::read(file, report)?),
            Kind::Json | Kind::Yaml => match file.value(report)? {
                value if document::is_document(value) => {
                    documents.push(Document::of(file, value, report));
                }
                value => report.push(not_imported("the file has no `data`", value.at)),
            },
            Kind::Csv => {
                let message = "the CSV has no sections split by ===";
                report.push(not_imported(message, Span::file(file.id)));
            }
            _ => {}
        }
    }
    Some(documents)
}

/// Reports files of several scopes, as they are several radars.
fn check_scope(documents: &[Document], report: &mut Report) -> Option<()> {
    let scopes: Vec<String> = documents.iter().map(|document| scope(document.file)).collect();
    let first = scopes.first()?;
    let Some(other) = scopes.iter().position(|scope| scope != first) else { return Some(()) };
    let names = Vec::from_iter(BTreeSet::from_iter(&scopes));
    report.refuse(
        Diagnostic::new(
            Code::InvalidSource,
            format!("the files are of several radars: {}", list(&names)),
            Span::file(documents[other].file.id),
        )
        .label("this file belongs to another radar")
        .help("name the folder or the files of one of them"),
    )
}

/// Returns the path of a file without its date: files of one radar are in one folder, or differ only in the
/// date.
fn scope(file: &File) -> String {
    let folder = Path::new(file.path).parent().map(Path::display);
    let folder = folder.map(|folder| folder.to_string()).unwrap_or_default();
    let stem = file.stem();
    let words = match date::name::find(stem) {
        Some(found) => format!("{}{}", &stem[..found.range.start], &stem[found.range.end..]),
        None => String::new(),
    };
    let words = words.trim_matches(['-', '_', '.']);
    match (folder.as_str(), words) {
        ("", "") => file.path.to_owned(),
        (folder, "") => folder.to_owned(),
        ("", words) => words.to_owned(),
        (folder, words) => format!("{folder}/{words}"),
    }
}

/// Returns the rings and quadrants of all documents, by their titles.
fn terms(documents: &BTreeMap<Date, Document>, report: &mut Report) -> (TermIndex, TermIndex) {
    let mut rings = TermIndex::new("ring");
    let mut quadrants = TermIndex::new("quadrant");
    let add = |terms: &mut TermIndex, title: &str, at: Span, report: &mut Report| {
        if terms.id(title).is_none() {
            terms.add("", title, None, at, report);
        }
    };
    for document in documents.values() {
        for quadrant in &document.quadrants {
            add(&mut quadrants, &quadrant.title, quadrant.at, report);
        }
        for ring in &document.rings {
            add(&mut rings, &ring.title, ring.at, report);
        }
        if document.rings.is_empty() {
            for (word, at) in document.lines.iter().filter_map(|line| line.ring.as_ref()) {
                add(&mut rings, &shown(word), *at, report);
            }
        }
    }
    if let Some(newest) = documents.values().next_back() {
        let is_in =
            |list: &[document::ListedTerm], name: &str| list.iter().any(|t| t.title == name);
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
    let key = if document.has_quadrants { "quadrant" } else { "sector" };
    let (word, at) = self::word(key, line.quadrant.as_ref(), line.at, report)?;
    let title = document.quadrant(word).filter(|title| outline.quadrants.id(title).is_some());
    let quadrant = outline.quadrants.resolve(key, title.unwrap_or(word), at, report)?;
    Some((id, ListedBlip { name, quadrant, ring, ..ListedBlip::default() }))
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
