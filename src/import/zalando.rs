//! Zalando's tech radar (<https://github.com/zalando/tech-radar>): `config.json`, or the object that older
//! pages hand to `radar_visualization`; several dated files are several editions.
//!
//! Rings are counted from the inside, quadrants clockwise from the bottom right. How a blip moved is not
//! read: the states say it.

mod literal;

use jiff::civil::Date;

use super::days::{Dated, Frame, by_day};
use super::name::{first_of, one_line};
use super::places::{Places, from_bottom_right, say_attributes};
use super::prose::{Targets, Text};
use super::sources::{File, Kind};
use super::state::{Entry, Ledger};
use super::value::Value;
use super::{
    Content, Details, Format, Link, Options, Recognition, Sources, not_imported, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::markdown::address::{Address, address};
use crate::radar::id::id_of;

/// Reads `config.json` and pages.
pub(super) struct Zalando;

impl Format for Zalando {
    fn name(&self) -> &'static str {
        "zalando"
    }

    fn title(&self) -> &'static str {
        "Zalando's tech radar"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        let is_one = |entries: Option<&Value>| {
            entries.is_some_and(|list| list.items().iter().any(|e| e.get("label").is_some()))
        };
        let mut with_values = sources.with_values();
        if let Some((file, _)) = with_values.find(|(_, value)| is_one(value.get("entries"))) {
            return Recognition::Sure(format!("{} has `entries` with `label`", file.path));
        }
        let mut pages = sources.of(Kind::Page);
        match pages.find(|file| file.known_text().is_some_and(literal::has_entries)) {
            Some(file) => {
                Recognition::Sure(format!("{} hands over `entries` with `label`", file.path))
            }
            None => Recognition::No("no JSON and no page has `entries` with `label`".to_owned()),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        let mut states = Vec::new();
        for file in sources.iter() {
            match file.kind {
                Kind::Page => states.extend(literal::read(file, report)),
                Kind::Json | Kind::Yaml => states.extend(Snapshot::of(file, file.value(report)?)),
                _ => {}
            }
        }
        let mut remarks = Vec::new();
        let with_entries = states.iter().filter(|state| state.entries.is_some());
        let by_day = by_day(with_entries, options, &mut remarks, report)?;
        if by_day.is_empty() {
            let at = Span::file(sources.iter().next()?.id);
            report.push(Diagnostic::new(Code::InvalidSource, "there are no `entries`", at));
            return None;
        }
        let rings = state_rings(&states, report);
        let quadrants = state_quadrants(&states, &mut remarks, report);
        let mut ledger = Ledger::default();
        for (day, state) in &by_day {
            ledger.day(*day);
            for entry in state.entries.iter().flat_map(Value::items) {
                if let Err(problem) = add(entry, *day, &rings, &quadrants, &mut ledger, report) {
                    report.push(*problem);
                }
            }
            let known = ["label", "quadrant", "ring", "moved", "link", "active", "description"];
            let entries = state.entries.as_ref().map_or(&[][..], Value::items);
            say_attributes("entries", entries, &known, report);
        }
        let frame = Frame {
            title: states.iter().rev().find_map(|state| state.title.clone()),
            rings: rings.into_terms(),
            quadrants: from_bottom_right(quadrants.into_terms()),
            remarks,
        };
        let nothing = Span::file(sources.iter().next()?.id);
        frame.filled(&ledger, options.absent, options, nothing, report)
    }
}

/// What a file says; a page may only name the rings, and leave the entries to `config.json`.
struct Snapshot<'s> {
    file: &'s File<'s>,
    title: Option<String>,
    date: Option<String>,
    entries: Option<Value>,
    rings: Option<Value>,
    quadrants: Option<Value>,
}

impl<'s> Snapshot<'s> {
    fn of(file: &'s File<'s>, value: &Value) -> Option<Self> {
        let found = |key: &str| value.get(key).filter(|list| list.is_list()).cloned();
        let text = |key: &str| first_of([value.text_of(key)]);
        let (entries, rings) = (found("entries"), found("rings"));
        (entries.is_some() || rings.is_some()).then(|| Self {
            file,
            title: text("title"),
            date: text("date"),
            entries,
            rings,
            quadrants: found("quadrants"),
        })
    }
}

impl<'s> Dated<'s> for &Snapshot<'s> {
    fn file(&self) -> &File<'s> {
        self.file
    }

    fn written(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

/// The rings of the last file that lists them, or else the four that Zalando has.
fn state_rings(states: &[Snapshot], report: &mut Report) -> Places {
    let mut rings = Places::new("ring");
    let listed = states.iter().rev().find_map(|state| state.rings.as_ref());
    for ring in listed.map_or(&[][..], Value::items) {
        add_place(&mut rings, ring, report);
    }
    if listed.is_none() {
        for name in ["Adopt", "Trial", "Assess", "Hold"] {
            rings.add("", name, None, Span::file(states[0].file.id), report);
        }
    }
    let known = ["id", "name", "description"];
    say_attributes("rings", listed.map_or(&[], Value::items), &known, report);
    rings
}

fn state_quadrants(states: &[Snapshot], remarks: &mut Vec<String>, report: &mut Report) -> Places {
    let mut quadrants = Places::new("quadrant");
    let listed = states.iter().rev().find_map(|state| state.quadrants.as_ref());
    for quadrant in listed.map_or(&[][..], Value::items) {
        add_place(&mut quadrants, quadrant, report);
    }
    if listed.is_none() {
        for name in ["Bottom right", "Bottom left", "Top left", "Top right"] {
            quadrants.add("", name, None, Span::file(states[0].file.id), report);
        }
        remarks.push(
            "the files do not name the quadrants, so they are called after their places; import the page \
             with them (index.html), or rename them in radar.toml"
                .to_owned(),
        );
    }
    quadrants
}

fn add_place(places: &mut Places, item: &Value, report: &mut Report) {
    let id = item.text_of("id").unwrap_or_default();
    let name = item.text_of("name").or_else(|| item.text_of("title")).unwrap_or_default();
    // A drawing of four quadrants may have fewer that are used.
    if id.is_empty() && name.is_empty() {
        return;
    }
    let description = item.text_of("description").map(|text| one_line(&text));
    places.add(&id, &name, description, item.at, report);
}

fn add(
    entry: &Value,
    day: Date,
    rings: &Places,
    quadrants: &Places,
    ledger: &mut Ledger,
    report: &mut Report,
) -> Result<(), Box<Diagnostic>> {
    let label = entry.text_of("label").map(|label| one_line(&label)).unwrap_or_default();
    let id = id_of(&label);
    if id.is_empty() {
        return Err(Box::new(unusable(
            "the entry has no `label` that an id can be made of",
            entry.at,
        )));
    }
    ledger.unclear(day, &id);
    let ring = place(entry, "ring", rings)?;
    let quadrant = place(entry, "quadrant", quadrants)?;
    if let Some(active) = entry.get("active").filter(|active| active.truth() == Some(false)) {
        let message = "`active: false`: here, every blip on the radar has its page";
        report.push(not_imported(message, active.at));
    }
    let details = Details { links: link(entry, report), ..Details::default() };
    let description = entry.get("description").and_then(|value| {
        let text = value.text()?;
        let text = Text::quoted(&text, value.at);
        Some(Targets::default().markdown(text, report))
    });
    let entry_at = entry.get("label").map_or(entry.at, |label| label.at);
    let entry = Entry { name: label, quadrant, ring, description, note: None, details };
    ledger.add(day, &id, entry, entry_at, report);
    Ok(())
}

fn place(entry: &Value, what: &str, places: &Places) -> Result<String, Box<Diagnostic>> {
    let Some(value) = entry.get(what) else {
        return Err(Box::new(unusable(format!("the entry has no `{what}`"), entry.at)));
    };
    let found = value.whole().and_then(|position| places.at(position));
    found.map(str::to_owned).ok_or_else(|| {
        let written = value.text().unwrap_or_default();
        let message = format!("there is no {what} {written}");
        Box::new(unusable(message, value.at).help(format!(
            "count from 0 to {}: {}",
            places.len().saturating_sub(1),
            list(&places.names())
        )))
    })
}

fn link(entry: &Value, report: &mut Report) -> Vec<Link> {
    let Some(value) = entry.get("link") else { return Vec::new() };
    let url = value.text().unwrap_or_default().into_owned();
    match address(&url) {
        Address::Web if url.contains(':') => vec![Link { title: super::name::host(&url), url }],
        Address::Fragment => Vec::new(),
        _ => {
            let message = format!("the link `{url}`, which is no whole address");
            report.push(not_imported(message, value.at));
            Vec::new()
        }
    }
}
