//! The JSON of Backstage's tech radar plugin (<https://github.com/backstage/community-plugins>, in
//! `workspaces/tech-radar`): every entry with a timeline.
//!
//! The plugin shows the first snapshot of a timeline, so the newest belongs there; any other order is said.

use jiff::civil::Date;

use super::days::Frame;
use super::name::{first_of, host, one_line};
use super::places::{Places, from_bottom_right, say_attributes};
use super::prose::{Targets, Text};
use super::state::{Entry, Ledger};
use super::value::Value;
use super::{
    Absent, Content, Details, Format, Link, Options, Recognition, Sources, date, not_imported,
    unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::markdown::address::{Address, address};
use crate::radar::id::id_of;

/// Reads the plugin's JSON.
pub(super) struct Backstage;

impl Format for Backstage {
    fn name(&self) -> &'static str {
        "backstage"
    }

    fn title(&self) -> &'static str {
        "Backstage tech radar plugin"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        match sources.with_values().find(|(_, value)| is_one(value)) {
            Some((file, _)) => Recognition::Sure(format!("{} has a `timeline`", file.path)),
            None => Recognition::No("no JSON has `entries` with a `timeline`".to_owned()),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        if sources.with_values().next().is_none() {
            sources.report_broken(report);
        }
        let mut radars = sources.with_values().filter(|(_, value)| value.get("entries").is_some());
        let Some((_, radar)) = radars.next() else {
            let at = Span::file(sources.iter().next()?.id);
            report.push(Diagnostic::new(Code::InvalidSource, "there are no `entries`", at));
            return None;
        };
        if let Some((file, second)) = radars.next() {
            report.push(
                Diagnostic::new(
                    Code::InvalidSource,
                    format!("{} is a second radar", file.path),
                    second.at,
                )
                .help("import one of them: its timelines hold every state"),
            );
            return None;
        }
        read(radar, options, report)
    }
}

fn is_one(value: &Value) -> bool {
    let has_timeline = |entry: &Value| entry.get("timeline").is_some();
    value.get("entries").is_some_and(|list| list.items().iter().any(has_timeline))
}

fn read(radar: &Value, options: &Options, report: &mut Report) -> Option<Content> {
    let rings = places("ring", radar.get("rings"), report);
    let quadrants = places("quadrant", radar.get("quadrants"), report);
    let entries = radar.get("entries").map_or(&[][..], Value::items);
    let mut ledger = Ledger::default();
    let mut ids = Ids::default();
    for entry in entries {
        let id = id(entry);
        if ids.is_taken(&id, entry, report) {
            continue;
        }
        let reader = Reader { rings: &rings, quadrants: &quadrants };
        if let Err(problem) = reader.add(entry, &id, &mut ledger, report) {
            report.push(*problem);
        }
    }
    let known = [
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
    say_attributes("entries", entries, &known, report);
    let frame = Frame {
        title: first_of([radar.text_of("title")]),
        rings: rings.into_terms(),
        quadrants: from_bottom_right(quadrants.into_terms()),
        remarks: Vec::new(),
    };
    let content = frame.filled(&ledger, Absent::Keep, options, radar.at, report)?;
    // The days of the snapshots are those of single blips.
    Some(Content { editions: Vec::new(), ..content })
}

fn places(what: &'static str, list: Option<&Value>, report: &mut Report) -> Places {
    let mut places = Places::new(what);
    let items = list.map_or(&[][..], Value::items);
    for item in items {
        let id = item.text_of("id").unwrap_or_default();
        let name = item.text_of("name").unwrap_or_default();
        let description = item.text_of("description").map(|text| one_line(&text));
        places.add(&id, &name, description, item.at, report);
    }
    say_attributes(&format!("{what}s"), items, &["id", "name", "description"], report);
    places
}

/// The blip's id: the entry's own, or else its key or title.
fn id(entry: &Value) -> String {
    let mut words = ["id", "key", "title"].into_iter().filter_map(|key| entry.text_of(key));
    words.find_map(|word| Some(id_of(&word)).filter(|id| !id.is_empty())).unwrap_or_default()
}

/// The ids of the entries so far, with their places.
#[derive(Default)]
struct Ids(std::collections::BTreeMap<String, Span>);

impl Ids {
    fn is_taken(&mut self, id: &str, entry: &Value, report: &mut Report) -> bool {
        if id.is_empty() {
            report.push(unusable("the entry has no `id` that could be used", entry.at));
            return true;
        }
        let Some(first) = self.0.insert(id.to_owned(), entry.at) else { return false };
        report.push(
            unusable(format!("two entries would be the blip `{id}`"), entry.at)
                .label("again here")
                .also(first, "first here; this one is used")
                .help("give one of them another id"),
        );
        true
    }
}

struct Reader<'r> {
    rings: &'r Places,
    quadrants: &'r Places,
}

/// A snapshot of a timeline.
struct Snapshot<'v> {
    date: Date,
    ring: String,
    value: &'v Value,
}

impl Reader<'_> {
    fn add(
        &self,
        entry: &Value,
        id: &str,
        ledger: &mut Ledger,
        report: &mut Report,
    ) -> Result<(), Box<Diagnostic>> {
        let name = first_of([entry.text_of("title")]).unwrap_or_else(|| id.to_owned());
        let quadrant = self.quadrant(entry)?;
        let snapshots = self.timeline(entry, report)?;
        let text = |value: &Value, key: &str, report: &mut Report| {
            let value = value.get(key)?;
            let text = value.text()?.into_owned();
            let text = Text::quoted(&text, value.at);
            let text = Targets::default().markdown(text, report);
            Some(text).filter(|text| !text.is_empty())
        };
        let description = text(entry, "description", report);
        let details = Details { links: links(entry, report), ..Details::default() };
        for snapshot in snapshots {
            let note = text(snapshot.value, "description", report);
            let same = note.as_ref() == description.as_ref();
            let entry = Entry {
                name: name.clone(),
                quadrant: quadrant.clone(),
                ring: snapshot.ring,
                description: description.clone(),
                note: note.filter(|_| !same),
                details: details.clone(),
            };
            ledger.add(snapshot.date, id, entry, snapshot.value.at, report);
        }
        Ok(())
    }

    fn quadrant(&self, entry: &Value) -> Result<String, Box<Diagnostic>> {
        let Some(value) = entry.get("quadrant") else {
            return Err(Box::new(unusable("the entry has no `quadrant`", entry.at)));
        };
        // Older versions of the plugin write the quadrant itself.
        let word = value.text_of("id").or_else(|| value.text()).unwrap_or_default();
        self.quadrants.id(&word).map(str::to_owned).ok_or_else(|| {
            let problem = unusable(format!("there is no quadrant `{word}`"), value.at);
            Box::new(problem.suggest(&word, self.quadrants.names()))
        })
    }

    /// The snapshots, oldest first.
    fn timeline<'v>(
        &self,
        entry: &'v Value,
        report: &mut Report,
    ) -> Result<Vec<Snapshot<'v>>, Box<Diagnostic>> {
        let list = entry.get("timeline").filter(|list| !list.items().is_empty());
        let Some(list) = list else {
            let problem =
                unusable("the entry has no `timeline`, so nobody knows its ring", entry.at);
            return Err(Box::new(problem.help("add { \"date\": …, \"ringId\": … } to it")));
        };
        let mut snapshots = Vec::new();
        for value in list.items() {
            let when = value.text_of("date").unwrap_or_default();
            let at = |key| value.get(key).map_or(value.at, |value: &Value| value.at);
            let Some(date) = date::in_cell(&when) else {
                let problem = unusable(format!("`{when}` is no date"), at("date"));
                return Err(Box::new(problem.help("write it as 2026-04-14")));
            };
            let word = value.text_of("ringId").unwrap_or_default();
            let Some(ring) = self.rings.id(&word) else {
                let problem = unusable(format!("there is no ring `{word}`"), at("ringId"));
                return Err(Box::new(problem.suggest(&word, self.rings.names())));
            };
            snapshots.push(Snapshot { date, ring: ring.to_owned(), value });
        }
        if !snapshots.is_sorted_by(|a, b| a.date >= b.date) {
            let message = "the timeline is not sorted, newest first; it was read by its dates";
            report.push(not_imported(message, list.at));
        }
        snapshots.sort_by_key(|snapshot| snapshot.date);
        Ok(snapshots)
    }
}

fn links(entry: &Value, report: &mut Report) -> Vec<Link> {
    let listed = entry.get("links").map_or(&[][..], Value::items).iter();
    let listed = listed.filter_map(|link| Some((link.get("url")?, link.text_of("title"))));
    let url = entry.get("url").map(|url| (url, None));
    let mut links: Vec<Link> = Vec::new();
    for (value, title) in listed.chain(url) {
        let url = value.text().unwrap_or_default().into_owned();
        match address(&url) {
            Address::Web if url.contains(':') => {
                let title = first_of([title]).unwrap_or_else(|| host(&url));
                if !links.iter().any(|link| link.url == url) {
                    links.push(Link { title, url });
                }
            }
            Address::Fragment => {}
            _ => {
                let message = format!("the link `{url}`, which is no whole address");
                report.push(not_imported(message, value.at));
            }
        }
    }
    links
}
