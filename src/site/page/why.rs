//! Why a blip is as fresh as it is, who set its ring, and who remembers it: what `t.why` and `t.hands` put into sentences.

use jiff::civil::Date;
use serde::Serialize;

use super::hands::{Signers, Stopped, signers};
use crate::radar::freshness::{Freshness, ReviewKind, kind};
use crate::radar::practice::practises;
use crate::radar::standing::{self, Lack, vouching};
use crate::radar::{Blip, Holds, JudgedBlip, PersonIndex, Radar, Review, Snapshot};

/// Why a blip is as fresh as it is.
#[derive(Debug, Serialize)]
pub(super) struct FreshnessReason<'r> {
    /// `fresh`, `due`, `expired`, `unreviewed`, `unsigned` (unreviewed, with reviews of an import only), `advisory`
    /// (unreviewed, and nobody who signed practised), `second-hand` (unreviewed, and no review is first-hand) or `retired`.
    key: &'static str,
    /// The names of those who practised at the last review that counts.
    by: Vec<&'r str>,
    /// The day of that review.
    date: Option<Date>,
    /// The last day on which it holds.
    until: Option<Date>,
    /// How those who signed that review stood to the blip, first-hand ones first.
    signers: Vec<Signers<'r>>,
    /// Those who made that review count and have stopped practising.
    stopped: Vec<Stopped<'r>>,
    /// The review that imposed the ring, if it is imposed.
    imposed: Option<SettingReview<'r>>,
    /// The review that set the ring from outside, if one did.
    set_from_outside: Option<SettingReview<'r>>,
    /// Who practised last of those who reviewed it, if nobody who still builds remembers it.
    unremembered: Option<Forgotten<'r>>,
}

/// The review that set the ring.
#[derive(Debug, Serialize)]
struct SettingReview<'r> {
    /// `imposed`; with first-hand reviews only `imposed-first-hand` or, if somebody who practised imposed it,
    /// `imposed-second-hand`; `set-from-outside`.
    key: &'static str,
    by: Vec<&'r str>,
    date: Date,
    /// How those who signed it stood to the blip.
    signers: Vec<Signers<'r>>,
}

#[derive(Debug, Serialize)]
struct Forgotten<'r> {
    by: Vec<&'r str>,
    /// The last day on which they practised.
    date: Date,
}

impl<'r> FreshnessReason<'r> {
    pub(super) fn new(snapshot: &Snapshot<'r>, judged: &JudgedBlip<'r>) -> Self {
        let (radar, day) = (snapshot.radar, snapshot.day);
        let JudgedBlip { blip, judgement, .. } = *judged;
        let is_on_a_ring = judgement.freshness.is_some();
        let last = judgement.last_review;
        let practised = |by: &&PersonIndex, date| practises(radar, radar.person(**by), date);
        let by = last.map_or_else(Vec::new, |review| {
            review.by.iter().filter(|by| practised(by, review.date)).copied().collect()
        });
        let vouching = last.map_or_else(Vec::new, |review| vouching(radar, blip, review));
        let stopped = vouching.iter().filter_map(|by| Stopped::new(radar, *by, day));
        let imposed = judgement.imposed_by.filter(|_| is_on_a_ring);
        let from_outside = judgement.set_from_outside_by.filter(|_| is_on_a_ring);
        Self {
            key: key(radar, blip, judgement.freshness, day),
            by: names(radar, &by),
            date: last.map(|review| review.date),
            until: judgement.review_until,
            signers: last.map_or_else(Vec::new, |review| signers(radar, blip, review)),
            stopped: stopped.collect(),
            imposed: imposed.map(|review| imposing(radar, blip, review)),
            set_from_outside: from_outside.map(|review| {
                // Its signers have their sentences already.
                let is_last = last.is_some_and(|last| std::ptr::eq(last, review));
                setting(radar, blip, review, "set-from-outside", !is_last)
            }),
            unremembered: judgement.unremembered.then(|| forgotten(radar, blip, day)).flatten(),
        }
    }
}

fn key(radar: &Radar, blip: &Blip, freshness: Option<Freshness>, day: Date) -> &'static str {
    match freshness {
        None => "retired",
        Some(Freshness::Unreviewed) => match standing::lack(radar, blip, day) {
            Lack::Review => "unreviewed",
            Lack::Signature => "unsigned",
            Lack::Practice => "advisory",
            Lack::FirstHand => "second-hand",
        },
        Some(freshness) => freshness.name(),
    }
}

/// Returns the sentence about a review that imposed a ring. If only first-hand reviews hold, somebody who practised may
/// have imposed it, and there may have been hands-on reviews since.
pub(super) fn imposed_key(radar: &Radar, review: &Review) -> &'static str {
    match (radar.rule.counts, kind(radar, review)) {
        (Holds::HandsOn, _) => "imposed",
        (Holds::FirstHand, ReviewKind::HandsOn) => "imposed-second-hand",
        (Holds::FirstHand, _) => "imposed-first-hand",
    }
}

fn imposing<'r>(radar: &'r Radar, blip: &'r Blip, review: &Review) -> SettingReview<'r> {
    let key = imposed_key(radar, review);
    setting(radar, blip, review, key, key == "imposed-second-hand")
}

fn setting<'r>(
    radar: &'r Radar,
    blip: &'r Blip,
    review: &Review,
    key: &'static str,
    with_signers: bool,
) -> SettingReview<'r> {
    let by = names(radar, &review.by);
    let signers = if with_signers { signers(radar, blip, review) } else { Vec::new() };
    SettingReview { key, by, date: review.date, signers }
}

fn forgotten<'r>(radar: &'r Radar, blip: &Blip, day: Date) -> Option<Forgotten<'r>> {
    let (people, date) = standing::last_to_stop(radar, blip, day)?;
    Some(Forgotten { by: names(radar, &people), date })
}

fn names<'r>(radar: &'r Radar, people: &[PersonIndex]) -> Vec<&'r str> {
    people.iter().map(|person| radar.person(*person).name.as_str()).collect()
}
