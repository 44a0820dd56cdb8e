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

use super::days::{Dated, Frame, by_day};
use super::html::{self, has_tags};
use super::name::one_line;
use super::places::{Places, from_bottom_right};
use super::prose::{Targets, Text};
use super::sources::{File, Kind};
use super::state::{Entry, Ledger};
use super::{
    Content, Details, Format, Options, Recognition, Sources, date, not_imported, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::id::id_of;
use document::{Document, Line};
pub(super) use sections::has_sections;

/// Reads files as Qiwi's generator does.
pub(super) struct Qiwi;

impl Format for Qiwi {
    fn name(&self) -> &'static str {
        "qiwi"
    }

    fn title(&self) -> &'static str {
        "Qiwi's tech radar"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        if let Some(file) = sources.of(Kind::Csv).find(|file| has_sections(file)) {
            return Recognition::Sure(format!("{} is CSV in sections split by ===", file.path));
        }
        match sources.with_values().find(|(_, value)| document::is_one(value)) {
            Some((file, _)) => Recognition::Sure(format!("{} has `data` with `ring`", file.path)),
            None => Recognition::No(
                "no CSV in sections split by ===, and no JSON or YAML with `data`".to_owned(),
            ),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        let mut documents = Vec::new();
        for file in sources.iter() {
            match file.kind {
                Kind::Csv if has_sections(file) => documents.push(sections::read(file, report)?),
                Kind::Json | Kind::Yaml => match file.value(report)? {
                    value if document::is_one(value) => {
                        documents.push(Document::of(file, value, report));
                    }
                    value => report.push(not_imported("there is no `data` in it", value.at)),
                },
                Kind::Csv => {
                    let at = Span::file(file.id);
                    report.push(not_imported("this CSV has no sections split by ===", at));
                }
                _ => {}
            }
        }
        one_scope(&documents, report)?;
        read(documents, options, sources, report)
    }
}

fn read(
    documents: Vec<Document>,
    options: &Options,
    sources: &Sources,
    report: &mut Report,
) -> Option<Content> {
    let mut remarks = Vec::new();
    let documents = by_day(documents.into_iter(), options, &mut remarks, report)?;
    let (mut rings, quadrants) = places(&documents, report);
    let rings_are_listed = documents.values().any(|document| !document.rings.is_empty());
    if !rings.sort_rings() && !rings_are_listed {
        remarks.push(
            "the files do not list their rings, so they stand in the order in which they first appear; put \
             the [[ring]] tables of radar.toml in order, from the centre out"
                .to_owned(),
        );
    }
    let converter = html::Converter::new();
    let mut ledger = Ledger::default();
    for (day, document) in &documents {
        ledger.day(*day);
        for line in &document.lines {
            let reader = Reader { document, rings: &rings, quadrants: &quadrants };
            if let Err(problem) = reader.add(line, *day, &converter, &mut ledger, report) {
                report.push(*problem);
            }
        }
    }
    let mut quadrants = quadrants.into_terms();
    if documents.values().all(|document| document.has_quadrants) {
        quadrants = from_bottom_right(quadrants);
    }
    let frame = Frame {
        title: documents.values().rev().find_map(|document| document.title.clone()),
        rings: rings.into_terms(),
        quadrants,
        remarks,
    };
    let nothing = Span::file(sources.iter().next()?.id);
    frame.filled(&ledger, options.absent, options, nothing, report)
}

impl<'s> Dated<'s> for Document<'s> {
    fn file(&self) -> &File<'s> {
        self.file
    }

    fn written(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

/// Reports files of several scopes: they are several radars.
fn one_scope(documents: &[Document], report: &mut Report) -> Option<()> {
    let scopes: Vec<String> = documents.iter().map(|document| scope(document.file)).collect();
    let first = scopes.first()?;
    let Some(other) = scopes.iter().position(|scope| scope != first) else { return Some(()) };
    let names: BTreeSet<&String> = scopes.iter().collect();
    let names: Vec<&String> = names.into_iter().collect();
    report.push(
        Diagnostic::new(
            Code::InvalidSource,
            format!("the files are of several radars: {}", list(&names)),
            Span::file(documents[other].file.id),
        )
        .label("of another radar than the first")
        .help("name the folder or the files of one of them"),
    );
    None
}

/// What a file's path says but for the date: files of one radar lie in one folder, or differ only in
/// it.
fn scope(file: &File) -> String {
    let folder = Path::new(file.path).parent().map(Path::display);
    let folder = folder.map(|folder| folder.to_string()).unwrap_or_default();
    let words: String = match date::in_name(file.stem()) {
        Some(_) => file.stem().chars().filter(|c| !c.is_ascii_digit()).collect(),
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

/// The rings and quadrants of all documents, by the names they have there.
fn places(documents: &BTreeMap<Date, Document>, report: &mut Report) -> (Places, Places) {
    let mut rings = Places::new("ring");
    let mut quadrants = Places::new("quadrant");
    for document in documents.values() {
        for (places, listed) in
            [(&mut quadrants, &document.quadrants), (&mut rings, &document.rings)]
        {
            for place in listed {
                if places.id(&place.title).is_none() {
                    places.add("", &place.title, None, place.at, report);
                }
            }
        }
        if document.rings.is_empty() {
            for (word, at) in document.lines.iter().filter_map(|line| line.ring.as_ref()) {
                if rings.id(word).is_none() {
                    rings.add("", &super::name::shown(word), None, *at, report);
                }
            }
        }
    }
    (rings, quadrants)
}

struct Reader<'r> {
    document: &'r Document<'r>,
    rings: &'r Places,
    quadrants: &'r Places,
}

impl Reader<'_> {
    fn add(
        &self,
        line: &Line,
        day: Date,
        converter: &html::Converter,
        ledger: &mut Ledger,
        report: &mut Report,
    ) -> Result<(), Box<Diagnostic>> {
        let (name, at) = line.name.as_ref().map_or(("", line.at), |(name, at)| (name, *at));
        let name = one_line(name);
        let id = id_of(&name);
        if id.is_empty() {
            return Err(Box::new(unusable("the entry has no name that an id can be made of", at)));
        }
        ledger.unclear(day, &id);
        let (ring_word, ring_at) = word("ring", line.ring.as_ref(), line.at)?;
        let ring = self.document.ring(ring_word).and_then(|title| self.rings.id(title));
        let ring = ring.or_else(|| self.rings.id(ring_word));
        let ring = ring.ok_or_else(|| Box::new(unknown("ring", ring_word, ring_at, self.rings)))?;
        let what = if self.document.has_quadrants { "quadrant" } else { "sector" };
        let (word, place_at) = word(what, line.quadrant.as_ref(), line.at)?;
        let quadrant = self.document.quadrant(word).and_then(|title| self.quadrants.id(title));
        let quadrant =
            quadrant.ok_or_else(|| Box::new(unknown(what, word, place_at, self.quadrants)))?;
        let description = match &line.description {
            None => String::new(),
            Some((html, at)) if has_tags(html) => converter
                .markdown(html)
                .map_err(|error| Box::new(unusable(error.to_string(), *at)))?,
            Some((text, at)) => {
                let text = Text::quoted(text, *at);
                Targets::default().markdown(text, report)
            }
        };
        let entry = Entry {
            name,
            quadrant: quadrant.to_owned(),
            ring: ring.to_owned(),
            description: Some(description).filter(|text| !text.is_empty()),
            note: None,
            details: Details::default(),
        };
        ledger.add(day, &id, entry, at, report);
        Ok(())
    }
}

fn word<'l>(
    what: &str,
    word: Option<&'l (String, Span)>,
    line: Span,
) -> Result<(&'l str, Span), Box<Diagnostic>> {
    let found = word.map(|(word, at)| (word.as_str(), *at));
    found.ok_or_else(|| Box::new(unusable(format!("the entry has no {what}"), line)))
}

fn unknown(what: &str, word: &str, at: Span, places: &Places) -> Diagnostic {
    unusable(format!("there is no {what} `{word}`"), at).suggest(word, places.names())
}
