//! Lints on the use of blips: what a radar says, held against who works with it and where.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report};
use crate::radar::evidence::{Usage, usage};
use crate::radar::first_hand::{could_review, is_first_hand};
use crate::radar::freshness::{ReviewKind, kind, reviews_until};
use crate::radar::history::{added, setting_review};
use crate::radar::month::Month;
use crate::radar::practice::practises;
use crate::radar::standing::{Doubt, Standing, standing};
use crate::radar::{Blip, JudgedBlip, PersonIndex, Radar, Review, Snapshot, UsedBy};

type Lint = fn(&Snapshot, &JudgedBlip) -> Option<Diagnostic>;

const LINTS: [(Code, Lint); 4] = [
    (Code::SecondHand, |snapshot, judged| second_hand(snapshot, judged)),
    (Code::UsedOnHold, |snapshot, judged| used_on_hold(snapshot, judged)),
    (Code::Unused, |snapshot, judged| unused(snapshot, judged)),
    (Code::SingleReviewer, |snapshot, judged| single_reviewer(snapshot, judged)),
];

/// Returns the lints of all blips on rings that are not allowed.
pub(super) fn lints(snapshot: &Snapshot, levels: &Levels) -> Report {
    let lints: Vec<Lint> = LINTS
        .into_iter()
        .filter(|(code, _)| levels.of(*code) != Level::Allow)
        .map(|(_, lint)| lint)
        .collect();
    let mut report = Report::default();
    for judged in snapshot.on_rings() {
        for problem in lints.iter().filter_map(|lint| lint(snapshot, judged)) {
            report.push(problem);
        }
    }
    report
}

/// Reports a last hands-on review by people who practise, but not with this.
fn second_hand(snapshot: &Snapshot, judged: &JudgedBlip) -> Option<Diagnostic> {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let is_hands_on = |review: &&_| kind(radar, review) == ReviewKind::HandsOn;
    let review = reviews_until(blip, snapshot.day).iter().rfind(is_hands_on)?;
    if is_first_hand(radar, blip, review) {
        return None;
    }
    let message = no_tie(radar, blip, review);
    let help = match &names(radar, blip, snapshot.day)[..] {
        [] => {
            "give it to a team that works with it, or scan the repositories that use it".to_owned()
        }
        names => format!("ask somebody who owns it or works with it: {}", names.join(", ")),
    };
    Some(
        Diagnostic::new(Code::SecondHand, message, review.at)
            .label("the last hands-on review")
            .help(help),
    )
}

/// Says that nothing connects those who signed a review while they practised with the blip, as far as that is known.
fn no_tie(radar: &Radar, blip: &Blip, review: &Review) -> String {
    let practised: Vec<PersonIndex> = review
        .by
        .iter()
        .copied()
        .filter(|by| practises(radar, radar.person(*by), review.date))
        .collect();
    let who: Vec<String> = practised.iter().map(|by| with_team(radar, *by)).collect();
    let is_one = who.len() == 1;
    let (neither, work) = if is_one { ("neither owns", "works") } else { ("neither own", "work") };
    let (does, is) = if is_one { ("does", "is") } else { ("do", "are") };
    let (who, name) = (who.join(", "), &blip.name.value);
    // Where it is unknown of one of them, it is unknown of all of them together.
    let unknown = practised.iter().find_map(|by| match standing(radar, blip, *by, review.date) {
        Standing::SecondHand(Doubt::NoAddress) => Some("no email address to find commits by"),
        Standing::SecondHand(Doubt::TooOld) => Some("the last scan is too old"),
        _ => None,
    });
    let is_owned = !blip.owners.value.is_empty();
    match (usage(radar, blip), unknown) {
        (Usage::Unknown, _) if is_owned => format!(
            "{who} practised, but {does} not own {name}, and no evidence shows who works with it"
        ),
        (Usage::Unknown, _) => format!(
            "{who} practised, but nobody owns {name}, and no evidence shows who works with it"
        ),
        (_, Some(why)) => format!(
            "{who} practised, but {does} not own {name}, and {is} not known to work with it: {why}"
        ),
        (_, None) => format!(
            "{who} practised, but {neither} {name} nor, as far as the evidence shows, {work} with it"
        ),
    }
}

/// Reports a blip that a repository began to use after it had been put on the last ring.
fn used_on_hold(snapshot: &Snapshot, judged: &JudgedBlip) -> Option<Diagnostic> {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let ring = judged.ring()?;
    if !radar.is_last(ring) {
        return None;
    }
    let put = setting_review(blip, snapshot.day).map(|review| review.date).or(added(blip))?;
    // Only the month is known: in the month of the verdict, either may have come first.
    let is_later = |used: &&UsedBy| used.since.is_some_and(|since| Month::of(put) < since);
    let later: Vec<&UsedBy> =
        blip.used_by.iter().filter(|used| !used.indirect).filter(is_later).collect();
    let first = later.iter().min_by_key(|used| used.since)?;
    let since = first.since?;
    let repository = &radar.repository(first.repository).name;
    let more = match later.len() - 1 {
        0 => String::new(),
        1 => " (and another one since)".to_owned(),
        more => format!(" (and {more} others since)"),
    };
    let ring = &radar.ring(ring).name;
    let message = format!(
        "{repository} began to use {} in {since}, after it was put on {ring} on {put}{more}",
        blip.name.value
    );
    Some(
        Diagnostic::new(Code::UsedOnHold, message, blip.ring.at)
            .label("the ring says not to begin with it")
            .also(first.at, "the evidence")
            .help(format!(
                "ask there why: the reason belongs into a review of {}",
                blip.name.value
            )),
    )
}

/// Reports a blip on one of the two inner rings that no scanned repository uses.
fn unused(snapshot: &Snapshot, judged: &JudgedBlip) -> Option<Diagnostic> {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let ring = judged.ring()?;
    let is_inner = ring.index() < 2 && (ring.index() == 0 || ring.index() + 1 < radar.rings.len());
    if !is_inner || usage(radar, blip) != Usage::Unused {
        return None;
    }
    let count = radar.repositories.len();
    let repositories =
        if count == 1 { "the scanned repository" } else { "any of the scanned repositories" };
    let message = format!(
        "{} is on {}, and was not found in {repositories}",
        blip.name.value,
        radar.ring(ring).name
    );
    Some(
        Diagnostic::new(Code::Unused, message, blip.detect.first().map_or(blip.ring.at, |d| d.at))
            .label("what the scan looked for")
            .help("correct what it looks for, scan where it is used, or review whether anybody needs it"),
    )
}

/// Reports a blip that exactly one person could review.
fn single_reviewer(snapshot: &Snapshot, judged: &JudgedBlip) -> Option<Diagnostic> {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let [name] = &names(radar, blip, snapshot.day)[..] else { return None };
    let message = format!("only {name} could review {}", blip.name.value);
    Some(
        Diagnostic::new(Code::SingleReviewer, message, blip.owners.at)
            .label("nobody else who practises owns it or, as far as is known, works with it")
            .help("let a second person work with it, before the first one leaves"),
    )
}

fn names(radar: &Radar, blip: &Blip, day: Date) -> Vec<String> {
    could_review(radar, blip, day)
        .into_iter()
        .map(|candidate| radar.person(candidate.person).name.clone())
        .collect()
}

/// Returns the name of a person with that of their team: "Swift of Web".
fn with_team(radar: &Radar, person: PersonIndex) -> String {
    let person = radar.person(person);
    match person.team {
        Some(team) => format!("{} of {}", person.name, radar.team(team).name),
        None => person.name.clone(),
    }
}
