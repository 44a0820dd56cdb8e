//! Zalando's tech radar (<https://github.com/zalando/tech-radar>): `config.json`, or the object that older
//! pages pass to `radar_visualization`. Several dated files are several editions.
//!
//! Rings are counted from the inside, quadrants clockwise from the bottom right. `moved` is not read: the
//! difference between the files gives the movement.

mod literal;

use jiff::civil::Date;

use super::dated_files::{Notes, by_day};
use super::link::link;
use super::outline::Outline;
use super::sources::{File, Kind};
use super::term_index::{TermIndex, report_unknown_keys};
use super::timeline::{ListedBlip, Timeline};
use super::value::Value;
use super::{
    Content, Details, Format, Options, Recognition, Sources, not_imported, prose, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::id::id_of;

pub(super) const FORMAT: Format =
    Format { name: "zalando", title: "Zalando's tech radar", recognise, read };

const ENTRY_KEYS: [&str; 7] =
    ["label", "quadrant", "ring", "moved", "link", "active", "description"];

fn recognise(sources: &Sources) -> Recognition {
    let has_labels =
        |value: &Value| value.items_of("entries").iter().any(|entry| entry.get("label").is_some());
    if let Some((file, _)) = sources.with_values().find(|(_, value)| has_labels(value)) {
        return Recognition::Yes(format!("{} has `entries` with `label`", file.path));
    }
    let mut pages = sources.of(Kind::Page);
    let page = pages.find(|file| file.known_text().is_some_and(literal::has_entries));
    let otherwise = "no JSON and no page has `entries` with `label`";
    Recognition::of(page.map(|file| file.path), "`entries` with `label`", otherwise)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut files = Vec::new();
    for file in sources.iter() {
        match file.kind {
            Kind::Page => files.extend(literal::read(file, report)),
            Kind::Json | Kind::Yaml => files.extend(RadarFile::of(file, file.value(report)?)),
            _ => {}
        }
    }
    let mut notes = Notes::default();
    let with_entries = files.iter().filter(|file| file.entries.is_some());
    let dated = with_entries.map(|read| (read.file, read.date.clone(), read));
    let by_day = by_day(dated, options, &mut notes, report)?;
    let first = sources.first()?;
    if by_day.is_empty() {
        let message = "the files have no `entries`";
        return report.refuse(Diagnostic::new(Code::InvalidSource, message, first));
    }
    let mut outline = Outline {
        title: files.iter().rev().find_map(|file| file.title.clone()),
        rings: rings(&files, report),
        quadrants: quadrants(&files, &mut notes.remarks, report),
        remarks: notes.remarks,
    };
    let mut timeline = Timeline::default();
    for (day, file) in &by_day {
        timeline.add_day(*day);
        let entries = file.entries.as_ref().map_or(&[][..], Value::items);
        for entry in entries {
            add(entry, *day, &outline, &mut timeline, report);
        }
        report_unknown_keys("entries", entries, &ENTRY_KEYS, report);
    }
    outline.quadrants.count_from_top_left();
    let content = outline.content(&timeline, options.absent, options, first, report)?;
    Some(Content { assumed: notes.assumed, ..content })
}

/// The content of a file. A page may list the rings and quadrants only, and have its entries in
/// `config.json`.
struct RadarFile<'s> {
    file: &'s File<'s>,
    title: Option<String>,
    date: Option<String>,
    entries: Option<Value>,
    rings: Option<Value>,
    quadrants: Option<Value>,
}

impl<'s> RadarFile<'s> {
    fn of(file: &'s File<'s>, value: &Value) -> Option<Self> {
        let found = |key: &str| value.get(key).filter(|list| list.is_list()).cloned();
        let (entries, rings) = (found("entries"), found("rings"));
        (entries.is_some() || rings.is_some()).then(|| Self {
            file,
            title: value.line_of("title"),
            date: value.line_of("date"),
            entries,
            rings,
            quadrants: found("quadrants"),
        })
    }
}

/// Returns the rings of the last file that lists them, or else Zalando's own four.
fn rings(files: &[RadarFile], report: &mut Report) -> TermIndex {
    let listed = files.iter().rev().find_map(|file| file.rings.as_ref());
    let names = ["Adopt", "Trial", "Assess", "Hold"];
    let rings = terms("ring", listed, names, files[0].file, report);
    let known = ["id", "name", "description"];
    report_unknown_keys("rings", listed.map_or(&[], Value::items), &known, report);
    rings
}

/// Returns the quadrants of the last file that lists them, or else their positions.
fn quadrants(files: &[RadarFile], remarks: &mut Vec<String>, report: &mut Report) -> TermIndex {
    let listed = files.iter().rev().find_map(|file| file.quadrants.as_ref());
    if listed.is_none() {
        remarks.push(
            "the files do not name the quadrants, so their names are their positions; import the page that \
             names them (index.html), or rename them in radar.toml"
                .to_owned(),
        );
    }
    let names = ["Bottom right", "Bottom left", "Top left", "Top right"];
    terms("quadrant", listed, names, files[0].file, report)
}

fn terms(
    what: &'static str,
    listed: Option<&Value>,
    otherwise: [&str; 4],
    first: &File,
    report: &mut Report,
) -> TermIndex {
    let mut terms = TermIndex::new(what);
    let Some(listed) = listed else {
        for name in otherwise {
            terms.add("", name, None, Span::file(first.id), report);
        }
        return terms;
    };
    // There may be fewer quadrants than the four that are drawn.
    let is_used =
        |item: &&Value| ["id", "name", "title"].iter().any(|key| item.text_of(key).is_some());
    terms.add_listed(listed.items().iter().filter(is_used), report);
    terms
}

/// Adds an entry to the timeline, or reports why it cannot be used.
fn add(
    entry: &Value,
    day: Date,
    outline: &Outline,
    timeline: &mut Timeline,
    report: &mut Report,
) -> Option<()> {
    let name = entry.line_of("label").unwrap_or_default();
    let id = id_of(&name);
    timeline.add_unclear(day, &id);
    if id.is_empty() {
        return report
            .refuse(unusable("the entry has no `label` that could become an id", entry.at));
    }
    let ring = counted("ring", entry, &outline.rings, report)?;
    let quadrant = counted("quadrant", entry, &outline.quadrants, report)?;
    if let Some(active) = entry.get("active").filter(|active| active.truth() == Some(false)) {
        let message = "`active: false` is not imported: every blip has a page";
        report.push(not_imported(message, active.at));
    }
    let url = entry.get("link").and_then(|link| Some((link.text()?, link.at)));
    let link = url.and_then(|(url, at)| link(&url, "", at, report));
    let description =
        entry.get("description").and_then(|text| prose::markdown(&text.text()?, text.at, report));
    let details = Details { links: link.into_iter().collect(), ..Details::default() };
    let blip = ListedBlip { name, quadrant, ring, description, note: None, details };
    timeline.add(day, &id, blip, entry.span_of("label"), report);
    Some(())
}

/// Returns the id of the ring or quadrant at the position that an entry gives.
fn counted(key: &str, entry: &Value, terms: &TermIndex, report: &mut Report) -> Option<String> {
    let Some(value) = entry.get(key) else {
        return report.refuse(unusable(format!("the entry has no `{key}`"), entry.at));
    };
    let position = value.whole().and_then(|position| usize::try_from(position).ok());
    if let Some(term) = position.and_then(|position| terms.terms.get(position)) {
        return Some(term.id.clone());
    }
    let written = value.text().unwrap_or_default();
    let last = terms.terms.len().saturating_sub(1);
    report.refuse(
        unusable(format!("there is no {key} {written}"), value.at)
            .help(format!("count from 0 to {last}: {}", list(&terms.names()))),
    )
}
