//! A blip with its trail of reviews and questions, as the rest of the program sees it.
#![allow(
    missing_docs,
    reason = "plain data: docs/content.md describes the keys that fill these fields"
)]

use jiff::civil::Date;

use super::detect::Detector;
use super::evidence::UsedBy;
use super::index::{Owner, PersonIndex, QuadrantIndex, RingIndex};
use crate::diagnostic::{Span, Spanned};
use crate::radar::interval::Interval;

/// A text in Markdown, not yet rendered.
pub type Markdown = Spanned<String>;

/// What a verdict decides about a blip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placement {
    /// On a ring.
    Ring(RingIndex),
    /// Off the chart; the page stays.
    Retired,
}

impl Placement {
    /// Returns the ring, unless retired.
    pub fn ring(self) -> Option<RingIndex> {
        match self {
            Placement::Ring(ring) => Some(ring),
            Placement::Retired => None,
        }
    }
}

/// A technology or a technique on the radar.
#[derive(Clone, Debug, PartialEq)]
pub struct Blip {
    /// The file name without `.toml`.
    pub id: String,
    /// The path of its file below the root.
    pub path: String,
    pub name: Spanned<String>,
    pub quadrant: QuadrantIndex,
    /// The ring of the latest verdict in the file, even if that is dated in the future.
    pub ring: Spanned<Placement>,
    pub owners: Spanned<Vec<Owner>>,
    pub tags: Vec<String>,
    /// Other names that people search for.
    pub aliases: Vec<String>,
    /// The first day on the radar, if the file has one.
    pub added: Option<Date>,
    pub links: Vec<Link>,
    pub summary: Option<String>,
    pub description: Option<Markdown>,
    pub review_every: Option<Interval>,
    /// Oldest first; reviews of one day in the order of the file.
    pub reviews: Vec<Review>,
    /// Oldest first.
    pub questions: Vec<Question>,
    /// What it would cost to leave it, as somebody last estimated it.
    pub exit: Option<Exit>,
    /// What it looks like in a repository, in the order of the file.
    pub detect: Vec<Spanned<Detector>>,
    /// The repositories of evidence.toml that use it, by name.
    pub used_by: Vec<UsedBy>,
}

impl Blip {
    /// Returns every Markdown text of the blip, in the order of its file.
    pub fn texts(&self) -> Vec<&Markdown> {
        let notes = self.reviews.iter().filter_map(|review| review.note.as_ref());
        let questions = self.questions.iter().flat_map(|question| {
            let answer = question.answer.as_ref().map(|answer| &answer.text);
            [&question.text].into_iter().chain(answer)
        });
        let exit = self.exit.as_ref().and_then(|exit| exit.note.as_ref());
        let mut texts: Vec<&Markdown> =
            self.description.iter().chain(notes).chain(questions).chain(exit).collect();
        texts.sort_unstable_by_key(|text| text.at.start);
        texts
    }
}

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub title: String,
    /// An absolute address.
    pub url: String,
}

/// A review of a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub date: Date,
    /// Who signed it; empty for a review of an import.
    pub by: Vec<PersonIndex>,
    /// None if the reviewers looked again and changed nothing.
    pub verdict: Option<Placement>,
    pub note: Option<Markdown>,
    /// A link to a pull request, a decision or the like.
    pub evidence: Option<String>,
    pub at: Span,
}

/// An estimate of what it would cost to leave a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    pub effort: Interval,
    pub date: Date,
    /// Who signed it; at least one person.
    pub by: Vec<PersonIndex>,
    pub note: Option<Markdown>,
    pub at: Span,
}

/// A question about a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub date: Date,
    pub by: PersonIndex,
    pub text: Markdown,
    pub answer: Option<Answer>,
    pub at: Span,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub date: Date,
    pub by: PersonIndex,
    pub text: Markdown,
}
