//! The reviews and questions in a blip's file: their keys, their schema and their checks.

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::values::{Prose, check_distinct};
use super::fields::{Fields, FromTable, read_keys};
use super::links::check_address;
use super::patterns::ADDRESS;
use super::references::Checker;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::{self, Placement};

/// A review of the blip.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Review {
    /// The day of the review. A review after today does not count yet.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// The ids of the reviewers in people.toml. Empty if nobody signed, as in imported reviews.
    #[schemars(required, extend("x-ids" = "person", "uniqueItems" = true))]
    by: Option<Spanned<Vec<Spanned<String>>>>,
    /// The verdict: the id of a ring, or `retired`. Leave it out if the ring stays the same.
    #[schemars(extend("x-ids" = "ring"))]
    ring: Option<Spanned<String>>,
    /// What was reviewed and what was found, in Markdown.
    note: Option<Spanned<Prose>>,
    /// The address of a pull request, a decision or a post-mortem that supports the verdict.
    #[schemars(regex(pattern = ADDRESS))]
    evidence: Option<Spanned<String>>,
    #[schemars(skip)]
    at: Span,
    /// Whether every key of it could be read.
    #[schemars(skip)]
    is_whole: bool,
}

/// A question about the blip.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Question {
    /// The day of the question.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// The id of the person in people.toml who asks.
    #[schemars(required, extend("x-ids" = "person"))]
    by: Option<Spanned<String>>,
    /// The question, in Markdown.
    #[schemars(required)]
    text: Option<Spanned<Prose>>,
    /// The answer: `{ date = …, by = "…", text = "…" }`.
    answer: Option<Answer>,
    #[schemars(skip)]
    at: Span,
}

/// The answer to a question.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Answer {
    /// The day of the answer.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// The id of the person in people.toml who answers.
    #[schemars(required, extend("x-ids" = "person"))]
    by: Option<Spanned<String>>,
    /// The answer, in Markdown.
    #[schemars(required)]
    text: Option<Spanned<Prose>>,
}

read_keys!(Review { required: date, by; optional: ring, note, evidence; } with at, is_whole);
read_keys!(Question { required: date, by, text; table: answer; } with at);
read_keys!(Answer { required: date, by, text; });

/// Checks the reviews of a blip, and the ring at its top against them. Returns the usable ones, oldest first.
pub(super) fn reviews(
    written: Vec<Review>,
    ring: Option<Spanned<Placement>>,
    added: Option<Spanned<Date>>,
    checker: &mut Checker,
) -> Vec<radar::Review> {
    let count = written.len();
    // A misspelt `ring`, say, may be the verdict that the ring at the top has.
    let are_whole = written.iter().all(|review| review.is_whole);
    if let Some(added) = added {
        check_added(added, &written, checker.report);
    }
    let mut reviews: Vec<(radar::Review, Option<Span>)> =
        written.into_iter().filter_map(|review| review.check(checker)).collect();
    reviews.sort_by_key(|(review, _)| review.date);
    let verdicts: Vec<Verdict> = reviews
        .iter()
        .filter_map(|(review, at)| Some((review.date, Spanned::new(review.verdict?, (*at)?))))
        .collect();
    let has_conflict = report_conflicts(&verdicts, checker.report);
    if let (Some(ring), Some(latest)) = (ring, verdicts.last())
        && reviews.len() == count
        && are_whole
        && !has_conflict
    {
        check_ring(ring, latest, checker.report);
    }
    reviews.into_iter().map(|(review, _)| review).collect()
}

/// Reports the first review before the blip was on the radar: one of the two dates is wrong.
fn check_added(added: Spanned<Date>, reviews: &[Review], report: &mut Report) {
    let dates = reviews.iter().filter_map(|review| review.date);
    let first = dates.min_by_key(|date| date.value);
    let Some(first) = first.filter(|first| first.value < added.value) else { return };
    let message = format!("this review is older than the blip, which was added on {}", added.value);
    Diagnostic::new(Code::ContradictingDates, message, first.at)
        .label("the earliest review")
        .also(added.at, "the day the blip was added")
        .help("correct one of the dates; without `added`, it is the day of the earliest review")
        .report_to(report);
}

/// The day of a review and its verdict, with the span of the verdict.
type Verdict = (Date, Spanned<Placement>);

/// Reports verdicts of the same day that differ, and returns whether there are any.
fn report_conflicts(verdicts: &[Verdict], report: &mut Report) -> bool {
    let mut has_conflict = false;
    for pair in verdicts.windows(2) {
        let [(day, first), (next_day, second)] = pair else { continue };
        if day == next_day && first.value != second.value {
            has_conflict = true;
            let message = format!("two verdicts of {day} differ, and neither is the later one");
            Diagnostic::new(Code::ConflictingReviews, message, second.at)
                .label("this verdict")
                .also(first.at, "differs from this one")
                .help("remove one of them, or correct its date")
                .report_to(report);
        }
    }
    has_conflict
}

fn check_ring(ring: Spanned<Placement>, (day, latest): &Verdict, report: &mut Report) {
    if ring.value == latest.value {
        return;
    }
    let message = "the ring differs from the latest verdict";
    Diagnostic::new(Code::RingDisagrees, message, ring.at)
        .label("the ring of the blip")
        .also(latest.at, format!("the verdict of {day}"))
        .help(
            "write the ring of the latest verdict at the top, or add a review that moves the blip",
        )
        .report_to(report);
}

/// Checks the questions of a blip. Returns the usable ones, oldest first.
pub(super) fn questions(written: Vec<Question>, checker: &mut Checker) -> Vec<radar::Question> {
    let mut questions: Vec<radar::Question> =
        written.into_iter().filter_map(|question| question.check(checker)).collect();
    questions.sort_by_key(|question| question.date);
    questions
}

impl Review {
    /// Returns the review, and where its verdict was written.
    fn check(self, checker: &mut Checker) -> Option<(radar::Review, Option<Span>)> {
        let verdict = self.ring.as_ref().map(|ring| checker.placement(ring));
        if let Some(by) = &self.by {
            check_distinct("the reviewer", &by.value, checker.report);
        }
        let by = self.by.and_then(|by| checker.people(&by.value));
        if let Some(evidence) = &self.evidence {
            check_address(evidence, checker.report);
        }
        let review = radar::Review {
            date: self.date?.value,
            by: by?,
            verdict: match verdict {
                // Without its verdict, the review would mean something else.
                Some(placement) => Some(placement?),
                None => None,
            },
            note: self.note.map(Prose::text),
            evidence: self.evidence.map(|evidence| evidence.value),
            at: self.at,
        };
        checker.report_future("review", self.date);
        Some((review, self.ring.map(|ring| ring.at)))
    }
}

impl Question {
    fn check(self, checker: &mut Checker) -> Option<radar::Question> {
        let by = self.by.and_then(|by| checker.person(&by));
        checker.report_future("question", self.date);
        if let (Some(asked), Some(answer)) = (self.date, &self.answer) {
            answer.check_day(asked, checker.report);
        }
        let answer = match self.answer.map(|answer| answer.check(checker)) {
            Some(answer) => Some(answer?),
            None => None,
        };
        Some(radar::Question {
            date: self.date?.value,
            by: by?,
            text: Prose::text(self.text?),
            answer,
            at: self.at,
        })
    }
}

impl Answer {
    /// Reports an answer that is older than its question.
    fn check_day(&self, asked: Spanned<Date>, report: &mut Report) {
        let Some(answered) = self.date.filter(|day| day.value < asked.value) else { return };
        let message = "the answer is older than the question";
        Diagnostic::new(Code::ContradictingDates, message, answered.at)
            .label("the day of the answer")
            .also(asked.at, "the day of the question")
            .help("correct one of the dates")
            .report_to(report);
    }

    fn check(self, checker: &mut Checker) -> Option<radar::Answer> {
        let by = self.by.and_then(|by| checker.person(&by));
        checker.report_future("answer", self.date);
        Some(radar::Answer { date: self.date?.value, by: by?, text: Prose::text(self.text?) })
    }
}
