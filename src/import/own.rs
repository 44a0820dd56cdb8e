//! The `radar.json` that this program writes itself.
//!
//! It holds ids, so they stay. Descriptions and notes are not in it, and who signed a review there has not
//! signed anything here: the names become the review's note.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::name::{first_of, one_line, shown};
use super::places::say_attributes;
use super::value::Value;
use super::{
    Absent, Blip, Content, Details, Edition, Format, Options, Recognition, Review, Sources, TITLE,
    Term, date, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::RETIRED;
use crate::radar::id::{id_of, is_id};

/// Reads `radar.json`.
pub(super) struct Own;

/// The version whose keys are known; within it, keys are only ever added.
const VERSION: i64 = 1;

impl Format for Own {
    fn name(&self) -> &'static str {
        "radar"
    }

    fn title(&self) -> &'static str {
        "this program's own radar.json"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        match sources.with_values().find(|(_, value)| is_one(value)) {
            Some((file, _)) => {
                Recognition::Sure(format!("{} has `version` and `blips`", file.path))
            }
            None => Recognition::No("no JSON has `version` and `blips`".to_owned()),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        let mut radars = sources.with_values().filter(|(_, value)| is_one(value));
        let Some((_, radar)) = radars.next() else {
            if !sources.report_broken(report) {
                let at = Span::file(sources.iter().next()?.id);
                report.push(Diagnostic::new(Code::InvalidSource, "there are no `blips`", at));
            }
            return None;
        };
        if let Some((file, second)) = radars.next() {
            let message = format!("{} is a second radar", file.path);
            report.push(
                Diagnostic::new(Code::InvalidSource, message, second.at)
                    .help("import the newest of them: it holds the whole history"),
            );
            return None;
        }
        read(radar, options, report)
    }
}

fn is_one(value: &Value) -> bool {
    let has_version = value.get("version").and_then(Value::whole) == Some(VERSION);
    has_version && value.get("blips").is_some_and(Value::is_list)
}

fn read(radar: &Value, options: &Options, report: &mut Report) -> Option<Content> {
    let items = |key: &str| radar.get(key).map_or(&[][..], Value::items);
    let (rings, quadrants) = (terms(items("rings")), terms(items("quadrants")));
    let mut owners = BTreeMap::new();
    let mut blips: BTreeMap<String, Blip> = BTreeMap::new();
    let mut signed = 0;
    for value in items("blips") {
        let reader = Reader { rings: &rings, quadrants: &quadrants, options };
        match reader.blip(value, &mut owners, &mut signed) {
            Err(problem) => report.push(*problem),
            Ok(blip) if blips.contains_key(&blip.id) => {
                let message = format!("there is a second blip `{}`", blip.id);
                report.push(unusable(message, value.at).help("leave one of them out"));
            }
            Ok(blip) => {
                blips.insert(blip.id.clone(), blip);
            }
        }
    }
    if blips.is_empty() {
        report.push(unusable("there is no blip that could be used", radar.at));
        return None;
    }
    let known = [
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
        "owners",
        "tags",
        "summary",
        "url",
        "history",
    ];
    say_attributes("blips", items("blips"), &known, report);
    let mut remarks = Vec::new();
    if signed > 0 {
        let reviews = if signed == 1 { "review was" } else { "reviews were" };
        remarks.push(format!(
            "{signed} {reviews} signed there; here nobody has signed, and the notes say who did"
        ));
    }
    let blips: Vec<Blip> = blips.into_values().collect();
    let days = blips.iter().flat_map(|blip| &blip.reviews).map(|review| review.date);
    Some(Content {
        title: options.title.clone().or_else(|| title(radar)).unwrap_or_else(|| TITLE.to_owned()),
        rings,
        quadrants,
        editions: items("editions").iter().filter_map(|e| edition(e, report)).collect(),
        teams: owners.into_values().collect(),
        days: days.collect(),
        absent: Absent::Keep,
        blips,
        remarks,
        ..Content::default()
    })
}

fn title(radar: &Value) -> Option<String> {
    first_of([radar.text_of("title")])
}

fn terms(list: &[Value]) -> Vec<Term> {
    let term = |value: &Value| {
        let id = value.text_of("id").filter(|id| is_id(id))?.into_owned();
        let name = first_of([value.text_of("name")]).unwrap_or_else(|| shown(&id));
        Some(Term { id, name, description: None })
    };
    list.iter().filter_map(term).collect()
}

fn edition(value: &Value, report: &mut Report) -> Option<Edition> {
    let id = value.text_of("id").filter(|id| is_id(id));
    let date = value.text_of("date").and_then(|date| date::in_cell(&date));
    let (Some(id), Some(date)) = (id, date) else {
        report.push(unusable("the edition has no id or no date", value.at));
        return None;
    };
    let name = first_of([value.text_of("name")]).unwrap_or_else(|| shown(&id));
    Some(Edition { id: id.into_owned(), name, date })
}

struct Reader<'r> {
    rings: &'r [Term],
    quadrants: &'r [Term],
    options: &'r Options,
}

impl Reader<'_> {
    fn blip(
        &self,
        value: &Value,
        owners: &mut BTreeMap<String, Term>,
        signed: &mut usize,
    ) -> Result<Blip, Box<Diagnostic>> {
        let at = |key: &str| value.get(key).map_or(value.at, |value| value.at);
        let text = |key: &str| first_of([value.text_of(key)]);
        let Some(id) = text("id").filter(|id| is_id(id)) else {
            let message = match text("id") {
                Some(id) => format!("`{id}` is no id"),
                None => "the blip has no id".to_owned(),
            };
            let help = "an id is made of lower-case letters, digits and single hyphens";
            return Err(Box::new(unusable(message, at("id")).help(help)));
        };
        let quadrant =
            known("quadrant", text("quadrant").as_ref(), self.quadrants, at("quadrant"))?;
        let placed = known("ring", text("ring").as_ref(), self.rings, at("ring"))?;
        let reviews = self.history(value, signed)?;
        let last = reviews.iter().rev().find_map(|review| review.ring.clone());
        let ids = value.get("owners").map(Value::texts).unwrap_or_default();
        let ids: Vec<String> = ids.iter().map(|id| id_of(id)).filter(|id| !id.is_empty()).collect();
        for id in &ids {
            let term = || Term { id: id.clone(), name: shown(id), description: None };
            owners.entry(id.clone()).or_insert_with(term);
        }
        Ok(Blip {
            name: text("name").unwrap_or_else(|| shown(&id)),
            quadrant,
            ring: last.unwrap_or(placed),
            added: reviews.first().map_or(self.options.today, |review| review.date),
            description: None,
            details: Details {
                summary: text("summary"),
                owners: ids,
                tags: value.get("tags").map(Value::texts).unwrap_or_default(),
                links: Vec::new(),
            },
            reviews,
            id,
        })
    }

    /// The reviews, oldest first, with one verdict a day.
    fn history(&self, value: &Value, signed: &mut usize) -> Result<Vec<Review>, Box<Diagnostic>> {
        let mut days: BTreeMap<Date, Review> = BTreeMap::new();
        for review in value.get("history").map_or(&[][..], Value::items) {
            let when = review.text_of("date").unwrap_or_default();
            let at = |key: &str| review.get(key).map_or(review.at, |value| value.at);
            let Some(date) = date::in_cell(&when) else {
                return Err(Box::new(unusable(format!("`{when}` is no date"), at("date"))));
            };
            let ring = review.text_of("ring").map(|ring| one_line(&ring));
            let ring = match ring {
                Some(_) => Some(known("ring", ring.as_ref(), self.rings, at("ring"))?),
                None => None,
            };
            let by = review.get("by").map(Value::texts).unwrap_or_default();
            *signed += usize::from(!by.is_empty());
            let note = (!by.is_empty()).then(|| format!("Reviewed by {}.", by.join(", ")));
            let day = days.entry(date).or_insert(Review { date, ring: None, note: None });
            day.ring = ring.or(day.ring.take());
            day.note = match (day.note.take(), note) {
                (Some(one), Some(other)) => Some(format!("{one} {other}")),
                (one, other) => one.or(other),
            };
        }
        Ok(days.into_values().collect())
    }
}

fn known(
    what: &str,
    word: Option<&String>,
    terms: &[Term],
    at: Span,
) -> Result<String, Box<Diagnostic>> {
    let Some(word) = word else {
        return Err(Box::new(unusable(format!("the blip has no {what}"), at)));
    };
    if terms.iter().any(|term| term.id == *word) || what == "ring" && word == RETIRED {
        return Ok(word.clone());
    }
    let problem = unusable(format!("there is no {what} `{word}`"), at);
    Err(Box::new(problem.suggest(word, terms.iter().map(|term| term.id.as_str()))))
}
