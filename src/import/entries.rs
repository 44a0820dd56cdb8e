//! Blips that are files or objects of their own -> a timeline. Projects write them by hand, so their keys vary.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::link::link;
use super::name::{one_line, shown};
use super::outline::Outline;
use super::prose::{LinkTargets, Text};
use super::sources::Sources;
use super::term_index::{TermIndex, report_unknown_keys, sort_rings};
use super::timeline::{ListedBlip, Timeline};
use super::value::Value;
use super::vocabulary::usual_ring;
use super::{Absent, Content, Details, Link, Listing, Options, Term, date, not_imported, unusable};
use crate::diagnostic::{Report, Span, list};
use crate::radar::id::id_of;

/// An entry: its keys, its text, and what its place says of it.
pub(super) struct Entry<'s> {
    pub(super) keys: Value,
    pub(super) body: Option<Text<'s>>,
    /// The name of its file, or of its folder for `index.md`; nothing in a list.
    pub(super) stem: Option<&'s str>,
    /// The folder it is in.
    pub(super) folder: Option<&'s str>,
}

const NAME: [&str; 3] = ["name", "title", "label"];
const QUADRANT: [&str; 4] = ["quadrant", "segment", "sector", "category"];
const HISTORY: [&str; 5] = ["history", "timeline", "revisions", "changes", "moves"];
/// The day of the last assessment.
const DAY: [&str; 9] = [
    "last_reviewed",
    "lastReviewed",
    "reviewed",
    "date",
    "updated",
    "lastUpdated",
    "last_updated",
    "lastmod",
    "pubDate",
];
const FIRST_DAY: [&str; 5] = ["since", "added", "created", "first_seen", "introduced"];
const OWNERS: [&str; 4] = ["owners", "owner", "teams", "team"];
const URL: [&str; 5] = ["url", "link", "homepage", "website", "uri"];
const NOTE: [&str; 6] = ["note", "description", "reason", "comment", "text", "body"];
/// Other keys that are read, or that follow from those that are.
const OTHER: [&str; 13] = [
    "id",
    "slug",
    "ring",
    "status",
    "summary",
    "info",
    "description",
    "tags",
    "links",
    "moved",
    "isNew",
    "new",
    "featured",
];

/// Whether an object can be a blip.
pub(super) fn is_entry(keys: &Value) -> bool {
    let has_name = NAME.iter().any(|key| keys.get(key).is_some());
    ring(keys).is_some() && has_name
}

/// Whether the keys say on which ring it is.
pub(super) fn ring(keys: &Value) -> Option<(String, Span)> {
    let written = |key: &str| Some((keys.text_of(key)?.into_owned(), keys.get(key)?.at));
    let as_status = || written("status").filter(|(word, _)| usual_ring(&id_of(word)).is_some());
    written("ring").or_else(as_status)
}

fn first<'v>(keys: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| keys.get(name).filter(|value| !is_blank(value)))
}

fn is_blank(value: &Value) -> bool {
    value.text().is_some_and(|text| text.is_empty())
}

/// Returns the radar that entries make.
pub(super) fn content(
    sources: &Sources,
    entries: &[Entry],
    options: &Options,
    report: &mut Report,
) -> Option<Content> {
    let nothing = sources.first()?;
    let mut remarks = Vec::new();
    let rings = entries.iter().filter_map(|entry| ring(&entry.keys));
    let steps = entries.iter().flat_map(|entry| steps(&entry.keys));
    let rings: Vec<(String, Span)> = rings.chain(steps.filter_map(|step| step.ring)).collect();
    let mut rings = terms("ring", sources, &rings, report);
    let quadrants: Vec<(String, Span)> = entries.iter().filter_map(quadrant).collect();
    let quadrants = terms("quadrant", sources, &quadrants, report);
    if !sort_rings(&mut rings.terms) && rings.is_unlisted(&rings.terms.first()?.id) {
        remarks.push(
            "the rings are in the order in which they first appear; if that is not from the centre \
             out, sort the [[ring]] tables of radar.toml"
                .to_owned(),
        );
    }
    let newest = entries.iter().flat_map(|entry| days(entry)).max();
    let mut timeline = match newest {
        Some(_) => Timeline::of_assessments(),
        None => Timeline::default(),
    };
    let day = newest.or(options.date).unwrap_or(options.today);
    let undated = entries.iter().filter(|entry| days(entry).is_empty()).count();
    if undated > 0 && (newest.is_some() || options.date.is_none()) {
        remarks.push(format!(
            "{undated} of {} blips have no date, so they get {day}{}",
            entries.len(),
            if newest.is_some() {
                ", the newest of the others"
            } else {
                "; set another with --date"
            },
        ));
    }
    let outline = Outline { title: None, rings, quadrants, remarks };
    let ids = entries.iter().map(id);
    let targets = LinkTargets {
        blips: ids.clone().map(|id| (id.clone(), id)).collect(),
        folders: entries
            .iter()
            .filter_map(|entry| entry.folder)
            .map(id_of)
            .chain(outline.quadrants.terms.iter().map(|term| term.id.clone()))
            .collect(),
        has_wiki_links: true,
        ..LinkTargets::default()
    };
    let mut reader = Reader { outline: &outline, targets: &targets, day, teams: BTreeMap::new() };
    for (entry, id) in entries.iter().zip(ids) {
        reader.add(entry, &id, &mut timeline, report);
    }
    let keys: Vec<Value> = entries.iter().map(|entry| entry.keys.clone()).collect();
    let known: Vec<&str> =
        [&NAME[..], &QUADRANT, &HISTORY, &DAY, &FIRST_DAY, &OWNERS, &URL, &OTHER].concat();
    report_unknown_keys("blips", &keys, &known, report);
    let teams = reader.teams.into_values().collect();
    let absent = if newest.is_some() { Absent::Keep } else { options.absent };
    let content = outline.content(&timeline, absent, options, nothing, report)?;
    // The days are those of single blips, not of published states.
    let editions =
        if content.listing == Listing::Assessment { Vec::new() } else { content.editions };
    Some(Content { editions, teams, ..content })
}

/// Returns the rings or quadrants: those that a file lists, and those that entries name.
fn terms(
    what: &'static str,
    sources: &Sources,
    named: &[(String, Span)],
    report: &mut Report,
) -> TermIndex {
    let mut terms = TermIndex::new(what);
    let key = format!("{what}s");
    let listed = sources.with_values().find_map(|(_, value)| {
        let both = value.get("rings").is_some() && value.get("quadrants").is_some();
        value.get(&key).filter(|list| both && list.is_list())
    });
    terms.add_listed(listed.map_or(&[][..], Value::items), report);
    let listed: Vec<String> = terms.terms.iter().map(|term| term.id.clone()).collect();
    for (word, at) in named {
        if terms.id(word).is_none() {
            terms.add(word, "", None, *at, report);
        }
    }
    terms.unlist(|term| listed.contains(&term.id));
    terms
}

/// Returns the word for the quadrant of an entry: its key, or else its folder.
fn quadrant(entry: &Entry) -> Option<(String, Span)> {
    let written = first(&entry.keys, &QUADRANT);
    let written = written.and_then(|value| Some((value.text()?.into_owned(), value.at)));
    written.or_else(|| Some((entry.folder?.to_owned(), entry.keys.at)))
}

/// Returns the id of an entry, without a date before it.
fn id(entry: &Entry) -> String {
    let keys = &entry.keys;
    let written = keys.text_of("id").or_else(|| keys.text_of("slug"));
    let written = written.map(|id| id_of(id.rsplit('/').next().unwrap_or(&id)));
    let stem = entry
        .stem
        .map(|stem| id_of(if day_of(stem).is_some() { &stem[DAY_LENGTH..] } else { stem }));
    let name = || first(keys, &NAME).and_then(Value::text).map(|name| id_of(&name));
    let is_one = |id: &String| !id.is_empty();
    written.filter(is_one).or(stem.filter(is_one)).or_else(name).unwrap_or_default()
}

/// The length of `2026-04-14`.
const DAY_LENGTH: usize = 10;

/// Returns the day before the name of a file, as in `2026-04-14-vite`.
fn day_of(stem: &str) -> Option<Date> {
    stem.get(..DAY_LENGTH)?.parse().ok()
}

/// A step in the history of an entry.
struct Step {
    date: Option<Date>,
    ring: Option<(String, Span)>,
    note: Option<(String, Span)>,
    at: Span,
}

/// Returns the history of an entry: a list of objects, or an object with the day of each ring.
fn steps(keys: &Value) -> Vec<Step> {
    let Some(history) = first(keys, &HISTORY) else { return Vec::new() };
    let day = |value: &Value| value.text().and_then(|text| date::in_cell(&text));
    let items = history.items().iter().map(|item| {
        let ring = first(item, &["ring", "ringId", "to", "status"]);
        Step {
            date: first(item, &["date", "release", "on"]).and_then(day),
            ring: ring.and_then(|ring| Some((ring.text()?.into_owned(), ring.at))),
            note: first(item, &NOTE).and_then(|note| Some((note.text()?.into_owned(), note.at))),
            at: item.at,
        }
    });
    let by_ring = history.entries().iter().map(|(key, value)| Step {
        date: day(value),
        ring: Some((key.name.clone(), key.at)),
        note: None,
        at: key.at,
    });
    items.chain(by_ring).collect()
}

/// Returns every day of an entry.
fn days(entry: &Entry) -> Vec<Date> {
    let written = [&DAY[..], &FIRST_DAY].into_iter().filter_map(|names| day(&entry.keys, names));
    let in_name = entry.stem.and_then(day_of);
    let steps = steps(&entry.keys);
    written.chain(in_name).chain(steps.into_iter().filter_map(|step| step.date)).collect()
}

fn day(keys: &Value, names: &[&str]) -> Option<Date> {
    names.iter().find_map(|name| date::in_cell(&keys.text_of(name)?))
}

struct Reader<'r> {
    outline: &'r Outline,
    targets: &'r LinkTargets,
    /// The day of entries without one.
    day: Date,
    teams: BTreeMap<String, Term>,
}

impl Reader<'_> {
    /// Adds an entry to the timeline, with its history, or reports why it cannot be used.
    fn add(
        &mut self,
        entry: &Entry,
        id: &str,
        timeline: &mut Timeline,
        report: &mut Report,
    ) -> Option<()> {
        let (keys, at) = (&entry.keys, entry.keys.at);
        let newest = days(entry).into_iter().max().unwrap_or(self.day);
        timeline.add_unclear(newest, id);
        if id.is_empty() {
            return report.refuse(unusable("the blip has no name, so it gets no id", at));
        }
        let Outline { rings, quadrants, .. } = self.outline;
        let Some((word, ring_at)) = ring(keys) else {
            let problem = unusable("the blip has no `ring`", at);
            return report.refuse(problem.help(format!("name one of {}", list(&rings.names()))));
        };
        let ring = rings.resolve("ring", &word, ring_at, report)?;
        let Some((word, quadrant_at)) = quadrant(entry) else {
            return report.refuse(unusable("the blip has no `quadrant`", at));
        };
        let quadrant = quadrants.resolve("quadrant", &word, quadrant_at, report)?;
        let name = first(keys, &NAME).and_then(Value::text).map(|name| one_line(&name));
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| shown(id));
        let text = keys.get("description").and_then(|text| Some((text.text()?, text.at)));
        let body = entry.body.and_then(|body| self.targets.markdown(body, report));
        let body = body.map(|text| tidy(&text));
        let described = text.as_ref().filter(|_| body.is_none()).and_then(|(words, at)| {
            self.targets.markdown(Text { words, at: *at, offset: None }, report)
        });
        let summary = keys.line_of("summary").or_else(|| keys.line_of("info"));
        let short = text.as_ref().filter(|_| body.is_some()).map(|(words, _)| one_line(words));
        let details = Details {
            summary: summary.or(short).filter(|text| !text.is_empty()),
            owners: self.owners(keys),
            tags: tags(keys),
            links: links(keys, report),
            ..Details::default()
        };
        let description = body.or(described);
        let blip = ListedBlip { name, quadrant, ring, description, note: None, details };
        self.add_steps(entry, id, &blip, newest, timeline, report);
        Some(())
    }

    fn add_steps(
        &self,
        entry: &Entry,
        id: &str,
        blip: &ListedBlip,
        newest: Date,
        timeline: &mut Timeline,
        report: &mut Report,
    ) {
        let mut listed: BTreeMap<Date, (ListedBlip, Span)> = BTreeMap::new();
        for step in steps(&entry.keys) {
            let Some(date) = step.date else {
                report.push(not_imported("a step of the history without a date", step.at));
                continue;
            };
            let Some((word, at)) = step.ring else { continue };
            let Some(ring) = self.outline.rings.resolve("ring", &word, at, report) else {
                continue;
            };
            let note = step.note.and_then(|(words, at)| {
                self.targets.markdown(Text { words: &words, at, offset: None }, report)
            });
            listed.insert(date, (ListedBlip { ring, note, ..blip.clone() }, step.at));
        }
        // It came there, on the ring of its first step.
        if let Some(first) = day(&entry.keys, &FIRST_DAY) {
            let ring = listed.first_key_value().map_or(&blip.ring, |(_, (blip, _))| &blip.ring);
            let came = ListedBlip { ring: ring.clone(), ..blip.clone() };
            let is_first = listed.first_key_value().is_none_or(|(day, _)| first < *day);
            if is_first && first <= newest {
                listed.insert(first, (came, entry.keys.at));
            }
        }
        let last = listed.last_key_value().map(|(day, (last, _))| (*day, last.ring.clone()));
        if last.is_none_or(|(day, ring)| day < newest || ring != blip.ring) {
            listed.insert(newest, (blip.clone(), entry.keys.at));
        }
        for (date, (blip, at)) in listed {
            timeline.add(date, id, blip, at, report);
        }
    }

    fn owners(&mut self, keys: &Value) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for name in OWNERS.iter().flat_map(|key| keys.texts_of(key)) {
            let (id, name) = (id_of(&name), one_line(name.trim_start_matches('@')));
            if id.is_empty() || ids.contains(&id) {
                continue;
            }
            let team = Term { id: id.clone(), name, description: None };
            self.teams.entry(id.clone()).or_insert(team);
            ids.push(id);
        }
        ids
    }
}

/// Empties the lines of blanks that code left.
fn tidy(text: &str) -> String {
    text.split('\n')
        .map(|line| if line.trim().is_empty() { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

fn tags(keys: &Value) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let tags = keys.texts_of("tags").into_iter().map(|tag| one_line(&tag));
    tags.filter(|tag| !tag.is_empty() && seen.insert(tag.clone())).collect()
}

fn links(keys: &Value, report: &mut Report) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut add = |url: &str, title: &str, at: Span, report: &mut Report| {
        let link = link(url, title, at, report);
        let new = link.filter(|new| links.iter().all(|link| link.url != new.url));
        links.extend(new);
    };
    for item in keys.items_of("links") {
        let url = first(item, &["url", "uri", "href", "link"]).unwrap_or(item);
        let title = first(item, &["title", "name", "label", "text"]).and_then(Value::text);
        if let Some(url) = url.text() {
            add(&url, &title.unwrap_or_default(), item.at, report);
        }
    }
    for value in URL.iter().filter_map(|key| keys.get(key)) {
        for url in value.texts() {
            add(&url, "", value.at, report);
        }
    }
    links
}
