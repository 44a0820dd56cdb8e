//! How somebody who signed a review stands to the blip, as far as content and evidence tell: what pages and commands may
//! say about hands, and no more.
//!
//! It decides which case it is; the words are in the theme's language files.

use jiff::civil::Date;

use crate::radar::evidence::{Usage, usage};
use crate::radar::first_hand::{Tie, tie};
use crate::radar::freshness::reviews_until;
use crate::radar::practice::{is_hands_on, practises, stopped};
use crate::radar::{Blip, PersonIndex, Radar, Review};

/// How somebody who signed a review stood to the blip on that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They practised, and owned it or worked with it.
    FirstHand(Tie),
    /// They practised, and nothing connects them with it.
    SecondHand(Doubt),
    /// They did not practise.
    NotPractising,
}

/// Why nothing connects somebody with a blip that they do not own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Evidence that covers them and the blip shows no work with it.
    NoWork,
    /// Nobody looked: there was no scan, or the blip has no `detect`.
    NoEvidence,
    /// The last scan was before the window in which their commits would count.
    TooOld,
    /// No address of theirs is known, so no commit of theirs could be found.
    NoAddress,
}

/// Returns how somebody who signed a review of a blip stood to it on its day.
pub fn standing(radar: &Radar, blip: &Blip, person: PersonIndex, day: Date) -> Standing {
    if !practises(radar, radar.person(person), day) {
        return Standing::NotPractising;
    }
    let tie = tie(radar, blip, person, day);
    if tie.holds() {
        return Standing::FirstHand(tie);
    }
    let who = radar.person(person);
    let is_too_old = |scanned: Date| scanned < radar.practice.window.before(day);
    Standing::SecondHand(if usage(radar, blip) == Usage::Unknown {
        Doubt::NoEvidence
    } else if who.emails.is_empty() && who.committed.is_empty() {
        Doubt::NoAddress
    } else if radar.scanned.is_none_or(is_too_old) {
        Doubt::TooOld
    } else {
        Doubt::NoWork
    })
}

/// Returns those who make a review worth what it is: those whose signature is first-hand or, if there are none, those who
/// practised.
pub fn vouching(radar: &Radar, blip: &Blip, review: &Review) -> Vec<PersonIndex> {
    let standing = |by: &PersonIndex| standing(radar, blip, *by, review.date);
    let all: Vec<(PersonIndex, Standing)> =
        review.by.iter().map(|by| (*by, standing(by))).collect();
    let only = |is: fn(&Standing) -> bool| -> Vec<PersonIndex> {
        all.iter().filter(|(_, standing)| is(standing)).map(|(by, _)| *by).collect()
    };
    match only(|standing| matches!(standing, Standing::FirstHand(_))) {
        none if none.is_empty() => only(|standing| *standing != Standing::NotPractising),
        first_hand => first_hand,
    }
}

/// What the reviews of an unreviewed blip lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There are none.
    Review,
    /// Nobody signed one.
    Signature,
    /// Nobody who signed one practised.
    Practice,
    /// None is first-hand, and only those count.
    FirstHand,
}

/// Returns what the reviews of a blip up to a day lack, if none of them holds.
pub fn lack(radar: &Radar, blip: &Blip, day: Date) -> Lack {
    let reviews = reviews_until(blip, day);
    if reviews.iter().any(|review| is_hands_on(radar, review)) {
        Lack::FirstHand
    } else if reviews.iter().any(|review| !review.by.is_empty()) {
        Lack::Practice
    } else if reviews.is_empty() {
        Lack::Review
    } else {
        Lack::Signature
    }
}

/// Returns who practised last of all who reviewed a blip while they practised, and until which day, if all of them have
/// stopped. Those who stopped on one day are sorted as people.toml is.
pub fn last_to_stop(radar: &Radar, blip: &Blip, day: Date) -> Option<(Vec<PersonIndex>, Date)> {
    let mut practised: Vec<PersonIndex> = reviews_until(blip, day)
        .iter()
        .flat_map(|review| review.by.iter().map(move |by| (*by, review.date)))
        .filter(|(by, date)| practises(radar, radar.person(*by), *date))
        .map(|(by, _)| by)
        .collect();
    practised.sort_unstable();
    practised.dedup();
    let until: Option<Vec<(PersonIndex, Date)>> = practised
        .into_iter()
        .map(|by| Some((by, stopped(radar, radar.person(by), day)?)))
        .collect();
    let until = until?;
    let last = until.iter().map(|(_, until)| *until).max()?;
    let people = until.into_iter().filter(|(_, until)| *until == last).map(|(by, _)| by);
    Some((people.collect(), last))
}
