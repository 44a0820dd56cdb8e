//! The page of a blip: what it is, who stood behind it and when, and what that makes of it.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::row::{IntervalView, Listed, PersonLink, PlaceLink, Rows, Shared};
use super::{Compass, Html};
use crate::radar::freshness::{self, Freshness, ReviewKind};
use crate::radar::history;
use crate::radar::{Answer, Link, Markdown, PersonIndex, Placement, Question, Review};

/// `blip.html`.
#[derive(Debug, Serialize)]
pub struct BlipPage<'r> {
    /// The blip's [`super::Row`].
    pub blip: Value,
    /// The description.
    pub description: Option<Html>,
    /// Where to read on: `title` and `url`.
    pub links: Vec<LinkView<'r>>,
    /// Since when it is on the radar.
    pub added: Option<Date>,
    /// The interval that holds for it.
    pub every: IntervalView,
    /// What its freshness is and why.
    pub why: Why<'r>,
    /// Reviews and questions, the newest first.
    pub trail: Vec<Entry<'r>>,
    /// How many reviews there are.
    pub review_count: usize,
    /// How many questions wait for an answer.
    pub unanswered: usize,
    /// Where its file can be edited.
    pub edit_url: Option<String>,
    /// The path of its file.
    pub source: &'r str,
}

/// A link to read on.
#[derive(Debug, Serialize)]
pub struct LinkView<'r> {
    /// What to show.
    pub title: &'r str,
    /// The address.
    pub url: &'r str,
}

impl<'r> From<&'r Link> for LinkView<'r> {
    fn from(link: &'r Link) -> Self {
        Self { title: &link.title, url: &link.url }
    }
}

/// Why a blip is as fresh as it is: what `t.why` puts into a sentence.
#[derive(Debug, Serialize)]
pub struct Why<'r> {
    /// `fresh`, `due`, `expired`, `unreviewed`, `unsigned` (unreviewed, and all there is came from an
    /// import), `advisory` (unreviewed, and all who signed did not practise) or `retired`.
    pub key: &'static str,
    /// The names of those who practised at the last hands-on review.
    pub by: Vec<&'r str>,
    /// The day of that review.
    pub date: Option<Date>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// For how many days it has not held any more, or how many it still will.
    pub days: Option<i32>,
    /// The review that imposed the ring, if it is imposed.
    pub imposed: Option<Imposed<'r>>,
}

/// Who imposed a ring, and when.
#[derive(Debug, Serialize)]
pub struct Imposed<'r> {
    /// Who.
    pub by: Vec<&'r str>,
    /// When.
    pub date: Date,
}

/// An entry of the trail.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Entry<'r> {
    /// `type` is `review`.
    Review(ReviewView<'r>),
    /// `type` is `question`.
    Question(QuestionView),
}

/// A review in the trail.
#[derive(Debug, Serialize)]
pub struct ReviewView<'r> {
    /// When.
    pub date: Date,
    /// `hands-on`, `advisory` or `unsigned`.
    pub kind: &'static str,
    /// Who, and whether each practised on that day.
    pub by: Vec<Reviewer>,
    /// The verdict: a ring, or null where there was none or it was to retire.
    pub ring: Option<Shared<PlaceLink>>,
    /// Whether the verdict was to retire the blip.
    pub retired: bool,
    /// `new`, `moved-in`, `moved-out`, `returned`, `retired`, `unchanged` (a verdict that
    /// confirmed), or null without a verdict.
    pub movement: Option<&'static str>,
    /// Why.
    pub note: Option<Html>,
    /// What shows it.
    pub evidence: Option<&'r str>,
    /// Whether this is the review that the blip's freshness counts from.
    pub counts: bool,
    /// Whether this is the review that imposed the ring of today.
    pub imposed: bool,
}

/// Somebody who signed a review.
#[derive(Debug, Serialize)]
pub struct Reviewer {
    /// Who.
    pub person: Shared<PersonLink>,
    /// Whether they practised on the day of the review.
    pub practised: bool,
}

/// A question in the trail.
#[derive(Debug, Serialize)]
pub struct QuestionView {
    /// When.
    pub date: Date,
    /// Who asked, and whether they practised then.
    pub by: Reviewer,
    /// What.
    pub text: Html,
    /// What was answered.
    pub answer: Option<Answered>,
}

/// An answer in the trail.
#[derive(Debug, Serialize)]
pub struct Answered {
    /// When.
    pub date: Date,
    /// Who answered, and whether they practised then.
    pub by: Reviewer,
    /// What.
    pub text: Html,
}

impl<'r> BlipPage<'r> {
    /// Makes the page of a blip. `markdown` renders a description, `note` the short texts.
    pub fn new(
        rows: &Rows<'r>,
        listed: &Listed<'r>,
        markdown: &dyn Fn(&Markdown) -> Html,
        note: &dyn Fn(&Markdown) -> Html,
    ) -> Self {
        let compass = &rows.compass;
        let blip = listed.blip;
        let radar = compass.radar;
        let trail = trail(compass, listed, note);
        let is_unanswered =
            |entry: &&Entry| matches!(entry, Entry::Question(QuestionView { answer: None, .. }));
        Self {
            blip: listed.row.clone(),
            description: blip.description.as_ref().map(markdown),
            links: blip.links.iter().map(LinkView::from).collect(),
            added: history::added(blip),
            every: listed.judgement.every.into(),
            why: why(compass, listed),
            unanswered: trail.iter().filter(is_unanswered).count(),
            review_count: trail.iter().filter(|e| matches!(e, Entry::Review(_))).count(),
            trail,
            edit_url: radar.edit_url_of(blip),
            source: &blip.path,
        }
    }
}

fn why<'r>(compass: &Compass<'r>, listed: &Listed<'r>) -> Why<'r> {
    let Listed { blip, judgement, .. } = listed;
    let radar = compass.radar;
    let name = |person: &PersonIndex| radar.person(*person).name.as_str();
    let practised = judgement.last_review.map_or_else(Vec::new, |review| {
        let practised =
            |by: &&PersonIndex| freshness::practises(radar, radar.person(**by), review.date);
        review.by.iter().filter(practised).map(name).collect()
    });
    let signed = || freshness::reviews_until(blip, compass.today).iter().any(|r| !r.by.is_empty());
    let imported = !blip.reviews.is_empty();
    let key = match judgement.freshness {
        None => "retired",
        Some(Freshness::Unreviewed) if signed() => "advisory",
        Some(Freshness::Unreviewed) if imported => "unsigned",
        Some(freshness) => freshness.name(),
    };
    let days = judgement.review_until.map(|until| (until - compass.today).get_days().abs());
    let imposed = judgement
        .imposed_by
        .filter(|_| judgement.freshness.is_some())
        .map(|review| Imposed { by: review.by.iter().map(name).collect(), date: review.date });
    Why {
        key,
        by: practised,
        date: judgement.last_review.map(|review| review.date),
        until: judgement.review_until,
        days,
        imposed,
    }
}

fn trail<'r>(
    compass: &Compass<'r>,
    listed: &Listed<'r>,
    note: &dyn Fn(&Markdown) -> Html,
) -> Vec<Entry<'r>> {
    let blip = listed.blip;
    let mut before: Option<Placement> = None;
    let mut seen_on_a_ring = false;
    let mut entries: Vec<(Date, Entry)> = Vec::new();
    for review in freshness::reviews_until(blip, compass.today) {
        let movement = review.verdict.map(|verdict| {
            let movement = movement_of(before, verdict, seen_on_a_ring);
            seen_on_a_ring |= verdict.ring().is_some();
            before = Some(verdict);
            movement
        });
        let view = review_view(compass, listed, review, movement, note);
        entries.push((review.date, Entry::Review(view)));
    }
    for question in blip.questions.iter().filter(|question| question.date <= compass.today) {
        entries.push((question.date, Entry::Question(question_view(compass, question, note))));
    }
    entries.sort_by_key(|(date, _)| *date);
    entries.into_iter().rev().map(|(_, entry)| entry).collect()
}

/// What a verdict did, seen from the verdict before it.
fn movement_of(
    before: Option<Placement>,
    verdict: Placement,
    seen_on_a_ring: bool,
) -> &'static str {
    use crate::radar::history::Movement;
    let movement = match (before, verdict) {
        (_, Placement::Retired) => Movement::Retired,
        (Some(Placement::Ring(before)), Placement::Ring(now)) if now < before => Movement::MovedIn,
        (Some(Placement::Ring(before)), Placement::Ring(now)) if now > before => Movement::MovedOut,
        (Some(Placement::Ring(_)), _) => Movement::Unchanged,
        (None | Some(Placement::Retired), _) if seen_on_a_ring => Movement::Returned,
        (None | Some(Placement::Retired), _) => Movement::New,
    };
    movement.name()
}

fn review_view<'r>(
    compass: &Compass<'r>,
    listed: &Listed<'r>,
    review: &'r Review,
    movement: Option<&'static str>,
    note: &dyn Fn(&Markdown) -> Html,
) -> ReviewView<'r> {
    let is = |other: Option<&Review>| other.is_some_and(|other| std::ptr::eq(other, review));
    let kind = freshness::kind(compass.radar, review);
    ReviewView {
        date: review.date,
        kind: kind.name(),
        by: review.by.iter().map(|by| reviewer(compass, *by, review.date)).collect(),
        ring: review.verdict.and_then(Placement::ring).map(|ring| compass.ring(ring)),
        retired: review.verdict == Some(Placement::Retired),
        movement,
        note: review.note.as_ref().map(note),
        evidence: review.evidence.as_deref(),
        counts: kind == ReviewKind::HandsOn && is(listed.judgement.last_review),
        imposed: is(listed.judgement.imposed_by),
    }
}

fn reviewer(compass: &Compass, person: PersonIndex, day: Date) -> Reviewer {
    let practised = freshness::practises(compass.radar, compass.radar.person(person), day);
    Reviewer { person: compass.person(person), practised }
}

pub(super) fn question_view(
    compass: &Compass,
    question: &Question,
    note: &dyn Fn(&Markdown) -> Html,
) -> QuestionView {
    let answered = |answer: &Answer| Answered {
        date: answer.date,
        by: reviewer(compass, answer.by, answer.date),
        text: note(&answer.text),
    };
    QuestionView {
        date: question.date,
        by: reviewer(compass, question.by, question.date),
        text: note(&question.text),
        answer: question.answer.as_ref().filter(|a| a.date <= compass.today).map(answered),
    }
}
