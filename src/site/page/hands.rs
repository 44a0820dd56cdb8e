//! Who stands for a review, and who could make one: which sentence of `t.hands` says it, and what goes into it.

use jiff::civil::Date;
use serde::Serialize;

use super::links::{Links, PersonLink, TemplateValue};
use crate::radar::first_hand::{Candidate, Tie};
use crate::radar::practice::stopped;
use crate::radar::standing::{Doubt, Standing, standing};
use crate::radar::{Blip, PersonIndex, Radar, Review};

/// How many repositories a sentence names.
const NAMED: usize = 3;

/// What connects somebody with a blip.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct TieView<'r> {
    /// `owner`, `owner-works`, `team`, `team-works`, `works`; for those whom nothing connects `no-work`, `no-evidence`,
    /// `too-old` or `no-address`; or `not-practising`.
    key: &'static str,
    /// Their team, if that owns the blip or if nothing connects them with it.
    team: Option<&'r str>,
    /// The first repositories that they worked in.
    repositories: Vec<&'r str>,
    /// How many more there are.
    more: usize,
}

impl<'r> TieView<'r> {
    fn new(radar: &'r Radar, tie: &Tie) -> Self {
        let works = !tie.repositories.is_empty();
        let key = match (tie.owns, tie.team, works) {
            (true, _, false) => "owner",
            (true, _, true) => "owner-works",
            (false, Some(_), false) => "team",
            (false, Some(_), true) => "team-works",
            (false, None, _) => "works",
        };
        let names = tie.repositories.iter().map(|at| radar.repository(*at).name.as_str());
        Self {
            key,
            team: tie.team.filter(|_| !tie.owns).map(|team| radar.team(team).name.as_str()),
            repositories: names.take(NAMED).collect(),
            more: tie.repositories.len().saturating_sub(NAMED),
        }
    }

    /// Returns how somebody stood to a blip on a day.
    pub(super) fn of(radar: &'r Radar, blip: &Blip, by: PersonIndex, day: Date) -> Self {
        let key = match standing(radar, blip, by, day) {
            Standing::FirstHand(tie) => return Self::new(radar, &tie),
            Standing::SecondHand(doubt) => match doubt {
                Doubt::NoWork => "no-work",
                Doubt::NoEvidence => "no-evidence",
                Doubt::TooOld => "too-old",
                Doubt::NoAddress => "no-address",
            },
            Standing::NotPractising => return Self { key: "not-practising", ..Self::default() },
        };
        let team = radar.person(by).team.map(|team| radar.team(team).name.as_str());
        Self { key, team, ..Self::default() }
    }

    fn is_first_hand(&self) -> bool {
        matches!(self.key, "owner" | "owner-works" | "team" | "team-works" | "works")
    }

    pub(super) fn is_second_hand(&self) -> bool {
        !self.is_first_hand() && self.key != "not-practising"
    }
}

/// Those who signed a review and stood alike to the blip: one sentence.
#[derive(Debug, Serialize)]
pub(super) struct Signers<'r> {
    by: Vec<&'r str>,
    /// Whether somebody owns the blip.
    owned: bool,
    #[serde(flatten)]
    tie: TieView<'r>,
}

/// Returns those who signed a review, in the order of what they are worth: first-hand, second-hand, not practising.
pub(super) fn signers<'r>(radar: &'r Radar, blip: &'r Blip, review: &Review) -> Vec<Signers<'r>> {
    let owned = !blip.owners.value.is_empty();
    let mut groups: Vec<Signers> = Vec::new();
    for by in &review.by {
        let tie = TieView::of(radar, blip, *by, review.date);
        let name = radar.person(*by).name.as_str();
        match groups.iter_mut().find(|group| group.tie == tie) {
            Some(group) => group.by.push(name),
            None => groups.push(Signers { by: vec![name], owned, tie }),
        }
    }
    groups.sort_by_key(|group| (!group.tie.is_first_hand(), !group.tie.is_second_hand()));
    groups
}

/// Since when somebody does not practise.
#[derive(Debug, Serialize)]
pub(super) struct Stopped<'r> {
    name: &'r str,
    /// The last day.
    date: Date,
}

impl<'r> Stopped<'r> {
    /// Returns since when somebody does not practise on a day, if they ever did.
    pub(super) fn new(radar: &'r Radar, person: PersonIndex, day: Date) -> Option<Self> {
        let who = radar.person(person);
        let date = stopped(radar, who, day)?;
        Some(Self { name: &who.name, date })
    }
}

/// Somebody who could review a blip now.
#[derive(Debug, Serialize)]
pub(super) struct Reviewer<'r> {
    person: TemplateValue<PersonLink>,
    #[serde(flatten)]
    tie: TieView<'r>,
}

impl<'r> Reviewer<'r> {
    pub(super) fn new(links: &Links<'_, 'r>, candidate: &Candidate) -> Self {
        let tie = TieView::new(links.snapshot.radar, &candidate.tie);
        Self { person: links.person(candidate.person), tie }
    }
}
