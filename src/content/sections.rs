//! The rings, quadrants and editions in `radar.toml`: their keys, their schema and their checks.

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::{Fields, FromTable};
use super::references::{ID, check_id, check_unique};
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::interval::Interval;
use crate::radar::{self, RETIRED};

/// How many rings, and how many quadrants, the chart has space for.
const MAX_SECTIONS: usize = 8;

/// A ring.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Ring {
    /// The id that blips use: lower-case letters, digits and single hyphens.
    #[schemars(required, regex(pattern = ID))]
    id: Option<Spanned<String>>,
    /// The name on the pages.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// What the ring means, in Markdown.
    description: Option<Spanned<String>>,
    /// How long a review is valid on this ring.
    review_every: Option<Spanned<Interval>>,
    #[schemars(skip)]
    at: Span,
}

/// A quadrant.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Quadrant {
    /// The id that blips use: lower-case letters, digits and single hyphens.
    #[schemars(required, regex(pattern = ID))]
    id: Option<Spanned<String>>,
    /// The name on the pages.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// What belongs in the quadrant, in Markdown.
    description: Option<Spanned<String>>,
    /// How long a review is valid in this quadrant.
    review_every: Option<Spanned<Interval>>,
    #[schemars(skip)]
    at: Span,
}

/// A published state of the radar.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Edition {
    /// The id, which names the page: editions/ID.html.
    #[schemars(required, regex(pattern = ID))]
    id: Option<Spanned<String>>,
    /// The name on the pages.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// The day whose state the edition shows.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// An introduction, in Markdown.
    intro: Option<Spanned<String>>,
}

impl FromTable for Ring {
    fn read(fields: &mut Fields) -> Self {
        Self {
            id: fields.required("id"),
            name: fields.required("name"),
            description: fields.optional("description"),
            review_every: fields.positive_interval("review_every"),
            at: fields.at,
        }
    }
}

impl FromTable for Quadrant {
    fn read(fields: &mut Fields) -> Self {
        Self {
            id: fields.required("id"),
            name: fields.required("name"),
            description: fields.optional("description"),
            review_every: fields.positive_interval("review_every"),
            at: fields.at,
        }
    }
}

impl FromTable for Edition {
    fn read(fields: &mut Fields) -> Self {
        Self {
            id: fields.required("id"),
            name: fields.required("name"),
            date: fields.required("date"),
            intro: fields.optional("intro"),
        }
    }
}

/// Checks the rings and returns the usable ones, or the default rings if there are none.
pub(super) fn rings(written: Vec<Ring>, report: &mut Report) -> Vec<radar::Ring> {
    check_count("ring", written.len(), written.get(MAX_SECTIONS).map(|ring| ring.at), report);
    let ids = written.iter().filter_map(|ring| ring.id.as_ref());
    for id in ids.clone().filter(|id| id.value == RETIRED) {
        let message = "`retired` is reserved for blips that have left the radar";
        report.push(
            Diagnostic::new(Code::InvalidId, message, id.at)
                .help("give this ring another id, such as `hold`"),
        );
    }
    check_unique(ids, report);
    if !written.is_empty() {
        return written.into_iter().filter_map(|ring| ring.check(report)).collect();
    }
    [("adopt", "Adopt"), ("trial", "Trial"), ("assess", "Assess"), ("hold", "Hold")]
        .into_iter()
        .map(|(id, name)| radar::Ring {
            id: id.to_owned(),
            name: name.to_owned(),
            description: None,
            review_every: None,
        })
        .collect()
}

/// Checks the quadrants of a file and returns the usable ones.
pub(super) fn quadrants(
    written: Vec<Quadrant>,
    file: Span,
    report: &mut Report,
) -> Vec<radar::Quadrant> {
    if written.is_empty() {
        report.push(
            Diagnostic::new(Code::MissingKey, "there is no quadrant", file)
                .help("add one to eight tables [[quadrant]], each with an id and a name"),
        );
    }
    check_count("quadrant", written.len(), written.get(MAX_SECTIONS).map(|q| q.at), report);
    check_unique(written.iter().filter_map(|quadrant| quadrant.id.as_ref()), report);
    written.into_iter().filter_map(|quadrant| quadrant.check(report)).collect()
}

/// Checks the editions and returns the usable ones, oldest first.
pub(super) fn editions(written: Vec<Edition>, report: &mut Report) -> Vec<radar::Edition> {
    check_unique(written.iter().filter_map(|edition| edition.id.as_ref()), report);
    let mut editions: Vec<radar::Edition> =
        written.into_iter().filter_map(|edition| edition.check(report)).collect();
    editions.sort_by_key(|edition| edition.date);
    editions
}

fn check_count(what: &str, count: usize, first_too_many: Option<Span>, report: &mut Report) {
    if let Some(at) = first_too_many {
        let message = format!("there are {count} {what}s, but the maximum is {MAX_SECTIONS}");
        let help = format!("merge two of them: people cannot tell so many {what}s apart");
        report.push(Diagnostic::new(Code::InvalidValue, message, at).help(help));
    }
}

impl Ring {
    fn check(self, report: &mut Report) -> Option<radar::Ring> {
        let id = self.id?;
        check_id(&id, report);
        Some(radar::Ring {
            id: id.value,
            name: self.name?.value,
            description: self.description,
            review_every: self.review_every.map(|every| every.value),
        })
    }
}

impl Quadrant {
    fn check(self, report: &mut Report) -> Option<radar::Quadrant> {
        let id = self.id?;
        check_id(&id, report);
        Some(radar::Quadrant {
            id: id.value,
            name: self.name?.value,
            description: self.description,
            review_every: self.review_every.map(|every| every.value),
        })
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
            intro: self.intro,
        })
    }
}
