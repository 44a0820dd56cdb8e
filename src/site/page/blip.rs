//! The page of a blip: what it is, who reviewed it and when, and how fresh that makes it.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;
use url::form_urlencoded::byte_serialize;

use super::ask::AskView;
use super::entered::{EnteredView, entered};
use super::exit::ExitView;
use super::hands::Reviewer;
use super::life::LifeView;
use super::links::{IntervalView, Links, SectionLink, TemplateValue};
use super::neighbours::{Neighbour, Neighbours, Related};
use super::signer::{Signer, reviewer, signer};
use super::use_of_blip::UseView;
use super::why::FreshnessReason;
use super::{Html, RenderMarkdown};
use crate::markdown::address::href;
use crate::radar::first_hand::is_first_hand;
use crate::radar::freshness::{self, ReviewKind};
use crate::radar::history;
use crate::radar::{Answer, JudgedBlip, Link, Placement, Question, Review};
use crate::theme::Language;

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
    usage: UseView<'r>,
    /// Who could review it now, by name.
    reviewers: Vec<Reviewer<'r>>,
    /// What it would cost to leave it.
    exit: Option<ExitView<'r>>,
    /// Reviews and questions, the newest first.
    trail: Vec<TrailEntry>,
    review_count: usize,
    unanswered: usize,
    /// The radar small, with this blip lit; null for a retired one.
    locator: Option<Html>,
    life: LifeView,
    /// The blips before and after it on its ring.
    previous: Option<Neighbour<'r>>,
    next: Option<Neighbour<'r>>,
    related: Vec<Related<'r>>,
    tags: Vec<TagLink<'r>>,
    ask: AskView,
    edit_url: Option<String>,
    /// The path of its file.
    source: &'r str,
}

#[derive(Debug, Serialize)]
struct LinkView<'r> {
    title: &'r str,
    url: String,
}

/// A tag, and what the radar's address says for it.
#[derive(Debug, Serialize)]
struct TagLink<'r> {
    name: &'r str,
    query: String,
}

impl<'r> From<&'r Link> for LinkView<'r> {
    fn from(link: &'r Link) -> Self {
        Self { title: &link.title, url: href(&link.url) }
    }
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum TrailEntry {
    Review(ReviewView),
    Question(QuestionView),
}

/// A review in the trail.
#[allow(clippy::struct_excessive_bools, reason = "each is what a template asks")]
#[derive(Debug, Serialize)]
struct ReviewView {
    date: Date,
    /// The name of a [`ReviewKind`].
    kind: &'static str,
    /// Whether somebody who works with the blip signed it.
    first_hand: bool,
    by: Vec<Signer>,
    /// The verdict: a ring, or null where there was none or it was to retire.
    ring: Option<TemplateValue<SectionLink>>,
    /// Whether the verdict was to retire the blip.
    retired: bool,
    /// What the verdict did, seen from the verdict before it; null without a verdict.
    movement: Option<&'static str>,
    note: Option<Html>,
    evidence: Option<String>,
    /// Who entered it, if none of its signers did.
    entered: Option<EnteredView>,
    /// Whether this is the review that the blip's freshness is counted from.
    counts: bool,
    /// Whether this is the review that imposed the ring of today.
    imposed: bool,
    /// Whether this is the review that set the ring of today from outside.
    set_from_outside: bool,
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
    /// Who entered it, if the author did not.
    entered: Option<EnteredView>,
}

impl<'r> BlipPage<'r> {
    pub(crate) fn new(
        links: &Links<'_, 'r>,
        at: usize,
        (neighbours, locator): (&Neighbours<'r>, Option<Html>),
        language: &Language,
        markdown: RenderMarkdown,
    ) -> Self {
        let judged = &links.snapshot.blips[at];
        let blip = judged.blip;
        let [previous, next] = neighbours.around(links.snapshot, at);
        let trail = trail(links, judged, markdown);
        let is_unanswered =
            |e: &&TrailEntry| matches!(e, TrailEntry::Question(QuestionView { answer: None, .. }));
        Self {
            blip: links.row(judged),
            description: blip.description.as_ref().map(markdown),
            links: blip.links.iter().map(LinkView::from).collect(),
            added: history::added(blip),
            every: judged.judgement.every.into(),
            why: FreshnessReason::new(links.snapshot, judged),
            usage: UseView::new(links.snapshot.radar, blip),
            reviewers: links
                .could_review(&blip.id)
                .iter()
                .map(|c| Reviewer::new(links, c))
                .collect(),
            exit: judged.exit.map(|exit| ExitView::new(links, blip, exit, markdown)),
            unanswered: trail.iter().filter(is_unanswered).count(),
            review_count: trail.iter().filter(|e| matches!(e, TrailEntry::Review(_))).count(),
            trail,
            locator,
            life: LifeView::new(links, judged, language),
            previous,
            next,
            related: neighbours.related(links, at),
            tags: blip.tags.iter().map(|tag| TagLink { name: tag, query: encoded(tag) }).collect(),
            ask: AskView::new(links.snapshot.radar, blip),
            edit_url: links.snapshot.radar.edit_url_of(blip),
            source: &blip.path,
        }
    }
}

/// Returns a value as the query of an address has it.
fn encoded(value: &str) -> String {
    byte_serialize(value.as_bytes()).collect()
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
    let (radar, blip) = (links.snapshot.radar, judged.blip);
    let kind = freshness::kind(radar, review);
    ReviewView {
        date: review.date,
        kind: kind.name(),
        first_hand: is_first_hand(radar, blip, review),
        by: review.by.iter().map(|by| reviewer(links, blip, *by, review.date)).collect(),
        ring: review.verdict.and_then(Placement::ring).map(|ring| links.ring(ring)),
        retired: review.verdict == Some(Placement::Retired),
        movement,
        note: review.note.as_ref().map(markdown),
        evidence: review.evidence.as_deref().map(href),
        entered: entered(links, review.at),
        counts: kind == ReviewKind::HandsOn && is(judged.judgement.last_review),
        imposed: is(judged.judgement.imposed_by),
        set_from_outside: is(judged.judgement.set_from_outside_by),
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
        entered: entered(links, answer.text.at),
    };
    QuestionView {
        date: question.date,
        by: signer(links, question.by, question.date),
        text: markdown(&question.text),
        answer: question.answer.as_ref().filter(|a| a.date <= links.snapshot.day).map(answered),
    }
}
