//! The rings, quadrants and editions in `radar.toml`: their keys, their schema and their checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::values::{Prose, check_distinct};
use super::fields::{Fields, FromTable, read_keys};
use super::patterns::ID;
use super::references::{check_id, check_unique};
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::id::MAX_LENGTH;
use crate::radar::interval::Interval;
use crate::radar::{self, RETIRED};

/// How many rings, and how many quadrants, the chart has space for.
const MAX_SECTIONS: usize = 8;

/// A ring or a quadrant.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Section {
    /// The id that blips use: lower-case letters, digits and single hyphens.
    #[schemars(required, regex(pattern = ID), length(max = MAX_LENGTH))]
    id: Option<Spanned<String>>,
    /// The name on the pages.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// What it means, in Markdown.
    description: Option<Spanned<Prose>>,
    /// How long a review of a blip in it is valid.
    review_every: Option<Spanned<Interval>>,
    #[schemars(skip)]
    at: Span,
}

/// A published state of the radar.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Edition {
    /// The id, which names the page: editions/ID.html.
    #[schemars(required, regex(pattern = ID), length(max = MAX_LENGTH))]
    id: Option<Spanned<String>>,
    /// The name on the pages.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// The day whose state the edition shows.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// An introduction, in Markdown.
    intro: Option<Spanned<Prose>>,
}

read_keys!(Section {
    required: id, name; optional: description; positive_interval: review_every;
} with at);
read_keys!(Edition { required: id, name, date; optional: intro; });

/// Checks the rings and returns the usable ones, or the default rings if there are none.
pub(super) fn rings(written: Vec<Section>, report: &mut Report) -> Vec<radar::Section> {
    for id in written.iter().filter_map(|ring| ring.id.as_ref()).filter(|id| id.value == RETIRED) {
        let message = "`retired` is reserved for blips that have left the radar";
        Diagnostic::new(Code::InvalidId, message, id.at)
            .help("give this ring another id, such as `hold`")
            .report_to(report);
    }
    if written.is_empty() {
        let default = |(id, name): (&str, &str)| {
            let (id, name) = (id.to_owned(), name.to_owned());
            radar::Section { id, name, description: None, review_every: None }
        };
        return [("adopt", "Adopt"), ("trial", "Trial"), ("assess", "Assess"), ("hold", "Hold")]
            .map(default)
            .into();
    }
    checked("ring", written, report)
}

/// Checks the quadrants and returns the usable ones.
pub(super) fn quadrants(written: Vec<Section>, report: &mut Report) -> Vec<radar::Section> {
    checked("quadrant", written, report)
}

/// Returns the problem of a file without quadrants.
pub(super) fn no_quadrant(file: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "there is no quadrant", file)
        .help("add one to eight tables [[quadrant]], each with an id and a name")
}

/// Checks rings or quadrants and returns the usable ones.
fn checked(what: &str, written: Vec<Section>, report: &mut Report) -> Vec<radar::Section> {
    if let Some(first_too_many) = written.get(MAX_SECTIONS) {
        let count = written.len();
        let message = format!("there are {count} {what}s, but the maximum is {MAX_SECTIONS}");
        let help = format!("merge two of them: people cannot tell so many {what}s apart");
        report.push(Diagnostic::new(Code::InvalidValue, message, first_too_many.at).help(help));
    }
    check_unique(written.iter().filter_map(|section| section.id.as_ref()), report);
    let names = written.iter().filter_map(|section| section.name.as_ref());
    check_distinct(&format!("the {what}"), names, report);
    written.into_iter().filter_map(|section| section.check(report)).collect()
}

impl Section {
    fn check(self, report: &mut Report) -> Option<radar::Section> {
        let id = self.id?;
        check_id(&id, report);
        Some(radar::Section {
            id: id.value,
            name: self.name?.value,
            description: self.description.map(Prose::text),
            review_every: self.review_every.map(|every| every.value),
        })
    }
}

/// Checks the editions and returns the usable ones, oldest first.
pub(super) fn editions(written: Vec<Edition>, report: &mut Report) -> Vec<radar::Edition> {
    check_unique(written.iter().filter_map(|edition| edition.id.as_ref()), report);
    let names = written.iter().filter_map(|edition| edition.name.as_ref());
    check_distinct("the edition", names, report);
    check_days(&written, report);
    let mut editions: Vec<radar::Edition> =
        written.into_iter().filter_map(|edition| edition.check(report)).collect();
    editions.sort_by_key(|edition| edition.date);
    editions
}

/// Reports editions of one day: movement is what differs between two editions, and between those nothing does.
fn check_days(editions: &[Edition], report: &mut Report) {
    let mut first: BTreeMap<Date, Span> = BTreeMap::new();
    for date in editions.iter().filter_map(|edition| edition.date) {
        if let Some(before) = first.insert(date.value, date.at) {
            let message = format!("two editions show the state of {}", date.value);
            Diagnostic::new(Code::InvalidValue, message, date.at)
                .label("the day of this edition")
                .also(before, "is that of another")
                .help("give each edition a day of its own, or leave one of them out")
                .report_to(report);
        }
    }
}

impl Edition {
    fn check(self, report: &mut Report) -> Option<radar::Edition> {
        let id = self.id?;
        check_id(&id, report);
        Some(radar::Edition {
            id: id.value,
            name: self.name?.value,
            date: self.date?.value,
            intro: self.intro.map(Prose::text),
        })
    }
}
