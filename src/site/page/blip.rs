//! The page of a blip: what it is, who reviewed it and when, and how fresh that makes it.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::exit::ExitView;
use super::links::{IntervalView, Links, SectionLink, TemplateValue};
use super::signer::{Signer, signer};
use super::{Html, RenderMarkdown};
use crate::markdown::address::href;
use crate::radar::freshness::{self, Freshness, ReviewKind};
use crate::radar::history;
use crate::radar::{Answer, JudgedBlip, Link, PersonIndex, Placement, Question, Review, Snapshot};

/// `blip.html`.
#[derive(Debug, Serialize)]
pub(crate) struct BlipPage<'r> {
    /// Its row.
    blip: Value,
    description: Option<Html>,
    links: Vec<LinkView<'r>>,
    /// Since when it is on the radar.
    added: Option<Date>,
    /// The review interval that holds for it.
    every: IntervalView,
    why: FreshnessReason<'r>,
    /// What it would cost to leave it.
    exit: Option<ExitView<'r>>,
    /// Reviews and questions, the newest first.
    trail: Vec<TrailEntry>,
    review_count: usize,
    unanswered: usize,
    edit_url: Option<String>,
    /// The path of its file.
    source: &'r str,
}

#[derive(Debug, Serialize)]
struct LinkView<'r> {
    title: &'r str,
    url: String,
}

impl<'r> From<&'r Link> for LinkView<'r> {
    fn from(link: &'r Link) -> Self {
        Self { title: &link.title, url: href(&link.url) }
    }
}

/// Why a blip is as fresh as it is: what `t.why` puts into a sentence.
#[derive(Debug, Serialize)]
struct FreshnessReason<'r> {
    /// `fresh`, `due`, `expired`, `unreviewed`, `unsigned` (unreviewed, with reviews of an import only),
    /// `advisory` (unreviewed, and nobody who signed practised) or `retired`.
    key: &'static str,
    /// The names of those who practised at the last hands-on review.
    by: Vec<&'r str>,
    /// The day of that review.
    date: Option<Date>,
    /// The last day on which it holds.
    until: Option<Date>,
    /// How many days ago that was, or how many days are left.
    days: Option<i32>,
    /// The review that imposed the ring, if it is imposed.
    imposed: Option<ImposingReview<'r>>,
}

#[derive(Debug, Serialize)]
struct ImposingReview<'r> {
    by: Vec<&'r str>,
    date: Date,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum TrailEntry {
    Review(ReviewView),
    Question(QuestionView),
}

/// A review in the trail.
#[derive(Debug, Serialize)]
struct ReviewView {
    date: Date,
    /// The name of a [`ReviewKind`].
    kind: &'static str,
    by: Vec<Signer>,
    /// The verdict: a ring, or null where there was none or it was to retire.
    ring: Option<TemplateValue<SectionLink>>,
    /// Whether the verdict was to retire the blip.
    retired: bool,
    /// What the verdict did, seen from the verdict before it; null without a verdict.
    movement: Option<&'static str>,
    note: Option<Html>,
    evidence: Option<String>,
    /// Whether this is the review that the blip's freshness is counted from.
    counts: bool,
    /// Whether this is the review that imposed the ring of today.
    imposed: bool,
}

/// A question in the trail.
#[derive(Debug, Serialize)]
pub(super) struct QuestionView {
    date: Date,
    by: Signer,
    text: Html,
    pub(super) answer: Option<AnswerView>,
}

#[derive(Debug, Serialize)]
pub(super) struct AnswerView {
    date: Date,
    by: Signer,
    text: Html,
}

impl<'r> BlipPage<'r> {
    pub(crate) fn new(
        links: &Links<'_, 'r>,
        judged: &JudgedBlip<'r>,
        markdown: RenderMarkdown,
    ) -> Self {
        let blip = judged.blip;
        let trail = trail(links, judged, markdown);
        let is_unanswered =
            |e: &&TrailEntry| matches!(e, TrailEntry::Question(QuestionView { answer: None, .. }));
        Self {
            blip: links.row(judged),
            description: blip.description.as_ref().map(markdown),
            links: blip.links.iter().map(LinkView::from).collect(),
            added: history::added(blip),
            every: judged.judgement.every.into(),
            why: freshness_reason(links.snapshot, judged),
            exit: judged.exit.map(|exit| ExitView::new(links, blip, exit, markdown)),
            unanswered: trail.iter().filter(is_unanswered).count(),
            review_count: trail.iter().filter(|e| matches!(e, TrailEntry::Review(_))).count(),
            trail,
            edit_url: links.snapshot.radar.edit_url_of(blip),
            source: &blip.path,
        }
    }
}

fn freshness_reason<'r>(snapshot: &Snapshot<'r>, judged: &JudgedBlip<'r>) -> FreshnessReason<'r> {
    let JudgedBlip { blip, judgement, .. } = *judged;
    let radar = snapshot.radar;
    let name = |person: &PersonIndex| radar.person(*person).name.as_str();
    let practised = judgement.last_review.map_or_else(Vec::new, |review| {
        let practised =
            |by: &&PersonIndex| freshness::practises(radar, radar.person(**by), review.date);
        review.by.iter().filter(practised).map(name).collect()
    });
    let signed = || freshness::reviews_until(blip, snapshot.day).iter().any(|r| !r.by.is_empty());
    let imported = !blip.reviews.is_empty();
    let key = match judgement.freshness {
        None => "retired",
        Some(Freshness::Unreviewed) if signed() => "advisory",
        Some(Freshness::Unreviewed) if imported => "unsigned",
        Some(freshness) => freshness.name(),
    };
    let days = judgement.review_until.map(|until| (until - snapshot.day).get_days().abs());
    let imposed = judgement.imposed_by.filter(|_| judgement.freshness.is_some()).map(|review| {
        ImposingReview { by: review.by.iter().map(name).collect(), date: review.date }
    });
    FreshnessReason {
        key,
        by: practised,
        date: judgement.last_review.map(|review| review.date),
        until: judgement.review_until,
        days,
        imposed,
    }
}

fn trail<'r>(
    links: &Links<'_, 'r>,
    judged: &JudgedBlip<'r>,
    markdown: RenderMarkdown,
) -> Vec<TrailEntry> {
    let (blip, day) = (judged.blip, links.snapshot.day);
    let mut before: Option<Placement> = None;
    let mut was_on_a_ring = false;
    let mut entries: Vec<(Date, TrailEntry)> = Vec::new();
    for review in freshness::reviews_until(blip, day) {
        let movement = review.verdict.map(|verdict| {
            let movement = history::step(before, verdict, was_on_a_ring);
            was_on_a_ring |= verdict.ring().is_some();
            before = Some(verdict);
            movement.name()
        });
        let view = review_view(links, judged, review, movement, markdown);
        entries.push((review.date, TrailEntry::Review(view)));
    }
    for question in blip.questions.iter().filter(|question| question.date <= day) {
        let view = question_view(links, question, markdown);
        entries.push((question.date, TrailEntry::Question(view)));
    }
    entries.sort_by_key(|(date, _)| *date);
    entries.into_iter().rev().map(|(_, entry)| entry).collect()
}

fn review_view<'r>(
    links: &Links<'_, 'r>,
    judged: &JudgedBlip<'r>,
    review: &'r Review,
    movement: Option<&'static str>,
    markdown: RenderMarkdown,
) -> ReviewView {
    let is = |other: Option<&Review>| other.is_some_and(|other| std::ptr::eq(other, review));
    let kind = freshness::kind(links.snapshot.radar, review);
    ReviewView {
        date: review.date,
        kind: kind.name(),
        by: review.by.iter().map(|by| signer(links, *by, review.date)).collect(),
        ring: review.verdict.and_then(Placement::ring).map(|ring| links.ring(ring)),
        retired: review.verdict == Some(Placement::Retired),
        movement,
        note: review.note.as_ref().map(markdown),
        evidence: review.evidence.as_deref().map(href),
        counts: kind == ReviewKind::HandsOn && is(judged.judgement.last_review),
        imposed: is(judged.judgement.imposed_by),
    }
}

pub(super) fn question_view(
    links: &Links,
    question: &Question,
    markdown: RenderMarkdown,
) -> QuestionView {
    let answered = |answer: &Answer| AnswerView {
        date: answer.date,
        by: signer(links, answer.by, answer.date),
        text: markdown(&answer.text),
    };
    QuestionView {
        date: question.date,
        by: signer(links, question.by, question.date),
        text: markdown(&question.text),
        answer: question.answer.as_ref().filter(|a| a.date <= links.snapshot.day).map(answered),
    }
}
