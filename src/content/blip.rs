//! `blips/**/ID.toml`: a blip's keys, their schema and their checks. Its reviews and questions are in
//! [`super::trail`], what it would cost to leave it in [`super::exit`].

use jiff::civil::Date;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::detect;
use super::exit::Exit;
use super::fields::values::{Prose, check_distinct, check_distinct_as};
use super::fields::{self, Fields, FromTable, read_keys};
use super::links::check_address;
use super::patterns::{ADDRESS, detector};
use super::references::{Checker, References, check_id_form, check_unique};
use super::trail::{self, Question, Review};
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar;
use crate::radar::interval::Interval;
use crate::source::{FileId, SourceSet};

/// A technology on the radar: what it is, which ring it is on, and who reviewed it.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = is_dated()))]
pub(super) struct Blip {
    /// The name of the technology.
    #[schemars(required)]
    name: Option<Spanned<String>>,
    /// The id of its quadrant in radar.toml.
    #[schemars(required, extend("x-ids" = "quadrant"))]
    quadrant: Option<Spanned<String>>,
    /// The ring of its latest verdict: the id of a ring in radar.toml, or `retired`.
    #[schemars(required, extend("x-ids" = "ring"))]
    ring: Option<Spanned<String>>,
    /// The ids of the teams and people in people.toml who own it.
    #[schemars(extend("x-ids" = "owner", "uniqueItems" = true))]
    owners: Option<Spanned<Vec<Spanned<String>>>>,
    /// Words to find and filter it by.
    #[schemars(extend("uniqueItems" = true))]
    tags: Option<Spanned<Vec<Spanned<String>>>>,
    /// Other names that people search for, as in "k8s".
    #[schemars(extend("uniqueItems" = true))]
    aliases: Option<Spanned<Vec<Spanned<String>>>>,
    /// The day it was added to the radar. Default: the day of its earliest review.
    added: Option<Spanned<Date>>,
    /// Further reading: `{ title = "…", url = "https://…" }`.
    #[schemars(default)]
    links: Vec<Link>,
    /// A summary in one line.
    summary: Option<Spanned<String>>,
    /// The text of its page, in Markdown. `[[id]]` links to another blip.
    description: Option<Spanned<Prose>>,
    /// How long a review of it is valid, as in "6 months". Default: the interval of its ring.
    review_every: Option<Spanned<Interval>>,
    /// What it looks like in a repository, for `radar scan`: a kind, a colon and a name, as in "npm:kafkajs",
    /// "maven:org.apache.kafka:*", "image:apache/kafka", "file:**/kafka-topics.yaml" or "lang:Rust".
    #[schemars(extend("uniqueItems" = true, "items" = detectors()))]
    detect: Option<Spanned<Vec<Spanned<String>>>>,
    /// Who reviewed it, when, and what they found. Any order.
    #[schemars(rename = "review", default)]
    reviews: Vec<Review>,
    /// Questions about it. Anybody may ask. Any order.
    #[schemars(rename = "question", default)]
    questions: Vec<Question>,
    /// What it would cost to leave it.
    exit: Option<Exit>,
    /// Whether the file has `added` or a review, usable or misspelt.
    #[schemars(skip)]
    is_dated: bool,
    /// Whether the file has reviews under a misspelt key, so that the latest verdict is unknown.
    #[schemars(skip)]
    has_other_reviews: bool,
}

/// Returns the schema of a blip whose first day is known.
fn is_dated() -> Value {
    json!([{ "required": ["added"] }, { "required": ["review"] }])
}

/// Returns the schema of an entry of `detect`.
fn detectors() -> Value {
    json!({ "type": "string", "pattern": detector() })
}

/// A link to another site.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Link {
    /// The text of the link.
    #[schemars(required)]
    title: Option<Spanned<String>>,
    /// A full address.
    #[schemars(required, regex(pattern = ADDRESS))]
    url: Option<Spanned<String>>,
}

impl FromTable for Blip {
    fn read(fields: &mut Fields) -> Self {
        let is_dated = fields.is_written("added") || fields.is_written("review");
        Self {
            name: fields.required("name"),
            quadrant: fields.required("quadrant"),
            ring: fields.required("ring"),
            owners: fields.optional("owners"),
            tags: fields.optional("tags"),
            aliases: fields.optional("aliases"),
            added: fields.optional("added"),
            links: fields.tables("links"),
            summary: fields.optional("summary"),
            description: fields.optional("description"),
            review_every: fields.positive_interval("review_every"),
            detect: fields.optional("detect"),
            reviews: fields.tables("review"),
            questions: fields.tables("question"),
            exit: fields.table("exit"),
            has_other_reviews: fields.is_misspelt("review"),
            is_dated: is_dated || fields.is_misspelt("added") || fields.is_misspelt("review"),
        }
    }
}

read_keys!(Link { required: title, url; });

/// Reads and checks the files of all blips, in parallel. Returns the usable blips, sorted by id. Without
/// references, checks each file on its own and returns no blips.
pub(super) fn read(
    sources: &SourceSet,
    files: &[FileId],
    references: Option<&References>,
    report: &mut Report,
) -> Vec<radar::Blip> {
    check_ids(sources, files, report);
    let parts: Vec<(Option<radar::Blip>, Report)> = files
        .par_iter()
        .map(|file| {
            let mut report = Report::default();
            let written: Option<Blip> = fields::read(sources, *file, &mut report);
            let blip = written.zip(references).and_then(|(written, references)| {
                let mut checker = Checker { references, report: &mut report };
                written.check(&sources.file(*file).path, Span::file(*file), &mut checker)
            });
            (blip, report)
        })
        .collect();
    let mut blips = Vec::with_capacity(parts.len());
    for (blip, problems) in parts {
        blips.extend(blip);
        report.append(problems);
    }
    blips.sort_by(|a, b| a.id.cmp(&b.id));
    blips.dedup_by(|a, b| a.id == b.id);
    blips
}

/// Returns the id of the blip in a file: the file's name without `.toml`.
pub(super) fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn check_ids(sources: &SourceSet, files: &[FileId], report: &mut Report) {
    let id = |file: &FileId| {
        Spanned::new(id_of(&sources.file(*file).path).to_owned(), Span::file(*file))
    };
    let ids: Vec<Spanned<String>> = files.iter().map(id).collect();
    for id in &ids {
        check_id_form(id, report, |id| {
            format!("the name of the file is the id: name the file {id}.toml")
        });
    }
    check_unique(&ids, report);
}

impl Blip {
    fn check(self, path: &str, file: Span, checker: &mut Checker) -> Option<radar::Blip> {
        self.check_lists(checker.report);
        let ring = self.ring.and_then(|id| Some(Spanned::new(checker.placement(&id)?, id.at)));
        let quadrant = self.quadrant.and_then(|id| checker.quadrant(&id));
        let verdict = ring.filter(|_| !self.has_other_reviews);
        let reviews = trail::reviews(self.reviews, verdict, self.added, checker);
        let owners = self.owners.unwrap_or_else(|| Spanned::new(Vec::new(), file));
        let questions = trail::questions(self.questions, checker);
        let exit = self.exit.and_then(|exit| exit.check(self.added, checker));
        if !self.is_dated {
            let message = "nothing shows when this blip joined the radar";
            Diagnostic::new(Code::NoDate, message, file)
                .help("add a line added = 2026-04-14, or a [[review]]")
                .report_to(checker.report);
        }
        Some(radar::Blip {
            id: id_of(path).to_owned(),
            path: path.to_owned(),
            owners: owners.map(|ids| ids.iter().filter_map(|id| checker.owner(id)).collect()),
            links: self.links.into_iter().filter_map(|link| link.check(checker.report)).collect(),
            name: self.name?,
            quadrant: quadrant?,
            ring: ring?,
            tags: texts(self.tags),
            aliases: texts(self.aliases),
            added: self.added.map(|added| added.value),
            summary: self.summary.map(|summary| summary.value),
            description: self.description.map(Prose::text),
            review_every: self.review_every.map(|every| every.value),
            reviews,
            questions,
            exit,
            detect: detect::checked(self.detect, checker.report),
            used_by: Vec::new(),
        })
    }
}

impl Blip {
    /// Reports what a list has twice.
    fn check_lists(&self, report: &mut Report) {
        let lists =
            [("the owner", &self.owners), ("the tag", &self.tags), ("the alias", &self.aliases)];
        for (what, list) in lists {
            check_distinct(what, list.iter().flat_map(|list| &list.value), report);
        }
        let urls = self.links.iter().filter_map(|link| link.url.as_ref());
        check_distinct_as("the link", urls, str::to_owned, report);
    }
}

/// Returns the texts of a list without their places.
fn texts(list: Option<Spanned<Vec<Spanned<String>>>>) -> Vec<String> {
    list.into_iter().flat_map(|list| list.value).map(|text| text.value).collect()
}

impl Link {
    fn check(self, report: &mut Report) -> Option<radar::Link> {
        let (title, url) = (self.title?, self.url?);
        check_address(&url, report).then_some(radar::Link { title: title.value, url: url.value })
    }
}
