//! Questions: which of them wait for an answer, who owes it, and what followed one.
//!
//! Pure functions of the content and one day, explained in `docs/rule.md`. Questions dated after the day do not
//! exist yet, and answers dated after it have not been given. The page of questions, the counts on other pages,
//! the feed, `radar due --questions` and the lint `unanswered` all come from here.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::radar::freshness::{self, ReviewKind};
use crate::radar::history::{self, Movement};
use crate::radar::interval::Interval;
use crate::radar::{
    Answer, Blip, Owner, PersonIndex, Placement, Question, Radar, Review, Snapshot,
};

/// For how long after a question, and after its answer, what happens to the blip counts as following it.
pub const FOLLOW_UP: Interval = Interval::days(60);

/// A question as it stands on a day.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'r> {
    /// What it is about.
    pub blip: &'r Blip,
    /// The question itself.
    pub question: &'r Question,
    /// Its number among all questions of the blip, as `radar answer --question` counts: from the top of the file.
    pub number: usize,
    /// Its number among those that one person asked about the blip on one day, from 1.
    pub nth: usize,
    /// Whether it waits.
    pub standing: Standing<'r>,
}

/// Whether a question waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'r> {
    /// Nobody has answered it.
    Waiting,
    /// It has an answer.
    Answered(&'r Answer),
    /// Nobody answered it before the blip was retired on this day, so it waits for nobody.
    Dropped(Date),
}

impl<'r> Asked<'r> {
    /// Returns whether it waits for an answer.
    pub fn is_waiting(&self) -> bool {
        self.standing == Standing::Waiting
    }

    /// Returns the answer.
    pub fn answer(&self) -> Option<&'r Answer> {
        match self.standing {
            Standing::Answered(answer) => Some(answer),
            Standing::Waiting | Standing::Dropped(_) => None,
        }
    }

    /// Returns the number of days since it was asked.
    pub fn days(&self, day: Date) -> i32 {
        (day - self.question.date).get_days()
    }

    /// Returns a name that no other question about the blip has: its day, who asked, and a number if they asked
    /// more than once. Later edits of the file do not change it.
    pub fn name(&self, radar: &Radar) -> String {
        let (date, by) = (self.question.date, &radar.person(self.question.by).id);
        match self.nth {
            1 => format!("{date}-{by}"),
            nth => format!("{date}-{by}-{nth}"),
        }
    }

    /// Returns the options of `radar answer` that choose this question: a number if the blip has several open
    /// ones. `None` if the file has an answer, which is then dated later.
    pub fn answer_options(&self) -> Option<String> {
        let questions = &self.blip.questions;
        let open = questions.iter().filter(|question| question.answer.is_none()).count();
        match (self.question.answer.is_some(), open) {
            (true, _) => None,
            (false, 1) => Some(String::new()),
            (false, _) => Some(format!(" --question {}", self.number)),
        }
    }
}

/// Returns the questions about a blip up to a day, oldest first.
pub fn about(blip: &Blip, day: Date) -> Vec<Asked<'_>> {
    let retired = retired_since(blip, day);
    let mut counts: BTreeMap<(Date, PersonIndex), usize> = BTreeMap::new();
    let asked = blip.questions.iter().filter(|question| question.date <= day);
    asked
        .map(|question| {
            let nth = counts.entry((question.date, question.by)).or_default();
            *nth += 1;
            Asked {
                blip,
                question,
                number: number(blip, question),
                nth: *nth,
                standing: standing(question, retired, day),
            }
        })
        .collect()
}

/// Returns all questions about the blips of a snapshot, oldest first.
pub fn all<'r>(snapshot: &Snapshot<'r>) -> Vec<Asked<'r>> {
    let blips = snapshot.blips.iter().filter(|judged| !judged.blip.questions.is_empty());
    let mut asked: Vec<Asked> = blips.flat_map(|judged| about(judged.blip, snapshot.day)).collect();
    asked.sort_by_key(|asked| asked.question.date);
    asked
}

/// Returns the number of questions about a blip that wait on a day.
pub fn waiting_count(blip: &Blip, day: Date) -> usize {
    if blip.questions.is_empty() {
        return 0;
    }
    about(blip, day).iter().filter(|asked| asked.is_waiting()).count()
}

fn number(blip: &Blip, question: &Question) -> usize {
    blip.questions.iter().filter(|other| other.at.start <= question.at.start).count()
}

fn standing(question: &Question, retired: Option<Date>, day: Date) -> Standing<'_> {
    if let Some(answer) = question.answer.as_ref().filter(|answer| answer.date <= day) {
        return Standing::Answered(answer);
    }
    // A question about a retired blip waits like any other if it was asked on the day it was retired or later.
    match retired.filter(|retired| question.date < *retired) {
        Some(retired) => Standing::Dropped(retired),
        None => Standing::Waiting,
    }
}

/// Returns the day on which a blip was retired, if it is.
fn retired_since(blip: &Blip, day: Date) -> Option<Date> {
    match history::placement_on(blip, day)? {
        // Without a verdict, it has been retired since it was added.
        Placement::Retired => match history::setting_review(blip, day) {
            Some(review) => Some(review.date),
            None => history::added(blip),
        },
        Placement::Ring(_) => None,
    }
}

/// Returns who owes the answers to questions about a blip: its owners who practise on a day, and its teams in
/// which somebody does. Nobody, if none does any more.
pub fn owed_by(radar: &Radar, blip: &Blip, day: Date) -> Vec<Owner> {
    let practises = |owner: &Owner| match owner {
        Owner::Person(person) => freshness::practises(radar, radar.person(*person), day),
        Owner::Team(team) => radar.members(*team).any(|p| freshness::practises(radar, p, day)),
    };
    blip.owners.value.iter().copied().filter(practises).collect()
}

/// Returns whether a person owes answers to questions about a blip: they practise, and own it themselves or as a
/// member of a team.
pub fn is_owed_by(radar: &Radar, blip: &Blip, person: PersonIndex, day: Date) -> bool {
    let owns = blip.owners.value.iter().any(|owner| match owner {
        Owner::Person(owner) => *owner == person,
        Owner::Team(team) => radar.person(person).team == Some(*team),
    });
    owns && freshness::practises(radar, radar.person(person), day)
}

/// Returns the last day on which a question has not waited for longer than the notice.
pub fn notice_until(radar: &Radar, question: &Question) -> Date {
    radar.questions.notice.after(question.date)
}

/// Something that happened to a blip after a question about it was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FollowUp<'r> {
    /// The review.
    pub review: &'r Review,
    /// What the review is worth.
    pub kind: ReviewKind,
    /// Whether it counts: a hands-on review does unless only first-hand ones do.
    pub holds: bool,
    /// How it moved the blip, and to where; none if the blip stayed.
    pub moved: Option<(Movement, Placement)>,
}

/// Returns what followed an answered question up to a day, oldest first: every move of the blip, and its first
/// review that counts unless one of the moves was by one. Each was made after the day of the question, and at most
/// [`FOLLOW_UP`] after the question or after the answer. That it was made because of them is not known.
pub fn follow_ups<'r>(radar: &Radar, asked: &Asked<'r>, day: Date) -> Vec<FollowUp<'r>> {
    let Some(answer) = asked.answer() else { return Vec::new() };
    let (blip, asked) = (asked.blip, asked.question.date);
    let follows = |date: Date| {
        let is_after = |start: Date| start <= date && date <= FOLLOW_UP.after(start);
        asked < date && (is_after(asked) || is_after(answer.date))
    };
    let reviews = freshness::reviews_until(blip, day).iter().filter(|review| follows(review.date));
    let reviews: Vec<(&Review, ReviewKind)> =
        reviews.map(|review| (review, freshness::kind(radar, review))).collect();
    let follow_up = |review, kind, moved| {
        let holds = freshness::holds(radar, blip, review);
        FollowUp { review, kind, holds, moved }
    };
    let moves = moves(blip, day).into_iter().filter_map(|(date, movement, to)| {
        // Several reviews of that day may agree.
        let verdict = |review: &Review| review.date == date && review.verdict == Some(to);
        let found = reviews
            .iter()
            .filter(|(review, _)| verdict(review))
            .min_by_key(|(review, kind)| (!freshness::holds(radar, blip, review), *kind));
        found.map(|&(review, kind)| follow_up(review, kind, Some((movement, to))))
    });
    let mut told: Vec<FollowUp> = moves.collect();
    if !told.iter().any(|told| told.holds) {
        let first = reviews.iter().find(|(review, _)| freshness::holds(radar, blip, review));
        told.extend(first.map(|&(review, kind)| follow_up(review, kind, None)));
    }
    told.sort_by_key(|told| told.review.date);
    told
}

/// Returns every move of a blip from one placement to another up to a day, oldest first.
fn moves(blip: &Blip, day: Date) -> Vec<(Date, Movement, Placement)> {
    let placements = history::placements(blip, day);
    let mut was_on_a_ring = false;
    let mut moves = Vec::new();
    for pair in placements.windows(2) {
        let [(_, from), (date, to)] = *pair else { continue };
        was_on_a_ring |= from.ring().is_some();
        moves.push((date, history::step(Some(from), to, was_on_a_ring), to));
    }
    moves
}
