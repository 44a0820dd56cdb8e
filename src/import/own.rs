//! The `radar.json` that this program exports.
//!
//! Its ids stay. It has no descriptions and notes. A review in it is not signed here: the names of those who
//! signed become a note.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::name::shown;
use super::term_index::{TermIndex, report_unknown_keys};
use super::value::Value;
use super::{
    Absent, Blip, Content, Details, Edition, Format, Listing, Options, Recognition, Review,
    Sources, TITLE, Term, date, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::radar::id::{id_of, is_id};

pub(super) const FORMAT: Format = Format {
    name: "radar",
    title: "this program's own radar.json",
    recognise: |sources| {
        let found = sources.with_values().find(|(_, value)| is_radar(value));
        let otherwise = "no JSON has `version` and `blips`";
        Recognition::of(found.map(|(file, _)| file.path), "`version` and `blips`", otherwise)
    },
    read,
};

const ID_HELP: &str = "an id is made of lower-case letters, digits and single hyphens";

/// The version that is known. Later versions only add keys.
const VERSION: i64 = 1;

/// The keys of a blip that are read, or follow from those that are.
const BLIP_KEYS: [&str; 19] = [
    "id",
    "name",
    "quadrant",
    "ring",
    "movement",
    "freshness",
    "flagged",
    "review_until",
    "last_review",
    "imposed",
    "orphaned",
    "exit",
    "owners",
    "tags",
    "summary",
    "url",
    "history",
    "instead",
    "sunset",
];

fn is_radar(value: &Value) -> bool {
    let has_version = value.get("version").and_then(Value::whole) == Some(VERSION);
    has_version && value.get("blips").is_some_and(Value::is_list)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let radar = sources.only_radar("blips", is_radar, report)?;
    let mut reader = BlipReader {
        rings: terms("ring", radar.items_of("rings"), report)?,
        quadrants: terms("quadrant", radar.items_of("quadrants"), report)?,
        today: options.today,
        teams: BTreeMap::new(),
        signed: 0,
    };
    let mut blips: BTreeMap<String, Blip> = BTreeMap::new();
    for value in radar.items_of("blips") {
        let Some(blip) = reader.blip(value, report) else { continue };
        if blips.contains_key(&blip.id) {
            let message = format!("there is a second blip `{}`", blip.id);
            report.push(unusable(message, value.at).help("leave one of them out"));
            continue;
        }
        blips.insert(blip.id.clone(), blip);
    }
    keep_known(&mut blips, radar.items_of("blips"), report);
    if blips.is_empty() {
        return report.refuse(unusable("the file has no blip that could be used", radar.at));
    }
    report_unknown_keys("blips", radar.items_of("blips"), &BLIP_KEYS, report);
    let remark = match reader.signed {
        0 => None,
        1 => Some("1 signed review is unsigned now, and its note names who signed it".to_owned()),
        n => Some(format!(
            "{n} signed reviews are unsigned now, and their notes name who signed them"
        )),
    };
    let has_exit = |blip: &&Value| blip.get("exit").is_some();
    let exits = match radar.items_of("blips").iter().filter(has_exit).count() {
        0 => None,
        1 => Some(
            "1 estimate of what leaving would cost is left out: an import signs nothing".to_owned(),
        ),
        n => Some(format!(
            "{n} estimates of what leaving would cost are left out: an import signs nothing"
        )),
    };
    let title = options.title.clone().or_else(|| radar.line_of("title"));
    let blips: Vec<Blip> = blips.into_values().collect();
    let days = blips.iter().flat_map(|blip| &blip.reviews).map(|review| review.date);
    Some(Content {
        title: title.unwrap_or_else(|| TITLE.to_owned()),
        rings: reader.rings.terms,
        quadrants: reader.quadrants.terms,
        editions: editions(radar.items_of("editions"), report),
        teams: reader.teams.into_values().collect(),
        days: days.collect(),
        listing: Listing::Assessment,
        absent: Absent::Keep,
        blips,
        remarks: remark.into_iter().chain(exits).collect(),
        ..Content::default()
    })
}

/// Returns the last day on which a blip may be used, or reports that it is no date.
fn sunset(value: &Value, report: &mut Report) -> Option<Date> {
    let text = value.text_of("sunset")?;
    let day = date::in_cell(&text);
    if day.is_none() {
        let message = format!("`{text}` is not a date, and the end of use is left out");
        report.push(Diagnostic::new(Code::NotImported, message, value.span_of("sunset")));
    }
    day
}

/// Leaves out what to use instead where it is no blip of the file: the content refuses such ids.
fn keep_known(blips: &mut BTreeMap<String, Blip>, values: &[Value], report: &mut Report) {
    let known: BTreeSet<String> = blips.keys().cloned().collect();
    for value in values {
        let Some(blip) = value.line_of("id").and_then(|id| blips.get_mut(&*id)) else { continue };
        let (id, instead) = (blip.id.clone(), &mut blip.details.instead);
        let lost: Vec<String> =
            instead.extract_if(.., |other| *other == id || !known.contains(other)).collect();
        for other in lost {
            let message = format!("`{other}`, to be used instead of `{id}`, is no other blip");
            report.push(
                Diagnostic::new(Code::NotImported, message, value.span_of("instead"))
                    .help("add what to use instead by hand"),
            );
        }
    }
}

/// Returns the rings or quadrants. Returns `None`, and reports it, if they are too many.
fn terms(what: &'static str, list: &[Value], report: &mut Report) -> Option<TermIndex> {
    let mut terms = TermIndex::new(what);
    for value in list {
        let Some(id) = value.text_of("id").filter(|id| is_id(id)) else {
            report.push(unusable(format!("the {what} has no id"), value.at).help(ID_HELP));
            continue;
        };
        let name = value.line_of("name").unwrap_or_else(|| shown(&id));
        terms.add_with_id(&id, name, None, value.at, report);
    }
    terms.check_count(report)?;
    Some(terms)
}

/// Returns the editions, each of a day and with an id of its own.
fn editions(list: &[Value], report: &mut Report) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::new();
    for value in list {
        let Some(new) = edition(value, report) else { continue };
        let same = |known: &&Edition| known.id == new.id || known.date == new.date;
        if let Some(known) = editions.iter().find(same) {
            let message = format!("the editions `{}` and `{}` are one", known.id, new.id);
            report.push(unusable(message, value.at).help("give each an id and a day of its own"));
            continue;
        }
        editions.push(new);
    }
    editions
}

fn edition(value: &Value, report: &mut Report) -> Option<Edition> {
    let id = value.text_of("id").filter(|id| is_id(id));
    let date = value.text_of("date").and_then(|date| date::in_cell(&date));
    let (Some(id), Some(date)) = (id, date) else {
        return report.refuse(unusable("the edition has no id or no date", value.at));
    };
    let name = value.line_of("name").unwrap_or_else(|| shown(&id));
    Some(Edition { id: id.into_owned(), name, date, intro: None })
}

struct BlipReader {
    rings: TermIndex,
    quadrants: TermIndex,
    today: Date,
    /// The owners of all blips so far, by id.
    teams: BTreeMap<String, Term>,
    signed: usize,
}

impl BlipReader {
    fn blip(&mut self, value: &Value, report: &mut Report) -> Option<Blip> {
        let Some(id) = value.line_of("id").filter(|id| is_id(id)) else {
            let message = match value.line_of("id") {
                Some(id) => format!("`{id}` is not an id"),
                None => "the blip has no id".to_owned(),
            };
            return report.refuse(unusable(message, value.span_of("id")).help(ID_HELP));
        };
        let quadrant = term("quadrant", value, &self.quadrants, report)?;
        let listed_ring = term("ring", value, &self.rings, report)?;
        let reviews = self.history(value, report)?;
        let last_ring = reviews.iter().rev().find_map(|review| review.ring.clone());
        let owners = value.texts_of("owners");
        let owners: Vec<String> =
            owners.iter().map(|owner| id_of(owner)).filter(|id| !id.is_empty()).collect();
        for id in &owners {
            let team = || Term { id: id.clone(), name: shown(id), description: None };
            self.teams.entry(id.clone()).or_insert_with(team);
        }
        Some(Blip {
            name: value.line_of("name").unwrap_or_else(|| shown(&id)),
            quadrant,
            ring: last_ring.unwrap_or(listed_ring),
            added: reviews.first().map_or(self.today, |review| review.date),
            description: None,
            details: Details {
                summary: value.line_of("summary"),
                owners,
                tags: value.texts_of("tags"),
                links: Vec::new(),
                instead: value.texts_of("instead"),
                sunset: sunset(value, report),
            },
            reviews,
            id,
        })
    }

    /// Returns the reviews, oldest first, with one verdict a day.
    fn history(&mut self, value: &Value, report: &mut Report) -> Option<Vec<Review>> {
        let mut days: BTreeMap<Date, Review> = BTreeMap::new();
        for review in value.items_of("history") {
            let date = date::of(review, report)?;
            let ring = match review.get("ring") {
                Some(_) => Some(term("ring", review, &self.rings, report)?),
                None => None,
            };
            let by = review.texts_of("by");
            self.signed += usize::from(!by.is_empty());
            let note = (!by.is_empty()).then(|| format!("Reviewed by {}.", by.join(", ")));
            let day = days.entry(date).or_insert(Review { date, ring: None, note: None });
            day.ring = ring.or(day.ring.take());
            day.note = match (day.note.take(), note) {
                (Some(one), Some(other)) => Some(format!("{one} {other}")),
                (one, other) => one.or(other),
            };
        }
        Some(days.into_values().collect())
    }
}

/// Returns the id of the ring or quadrant that an object names, or reports that it names none.
fn term(key: &str, value: &Value, terms: &TermIndex, report: &mut Report) -> Option<String> {
    let at = value.span_of(key);
    match value.line_of(key) {
        Some(word) => terms.resolve(key, &word, at, report),
        None => report.refuse(unusable(format!("the blip has no {key}"), at)),
    }
}
