//! What the rule says of each blip, as diagnostics: the lints.
//!
//! The rule itself is [`crate::radar::freshness`]; here is only where to point and what to say.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report, Span};
use crate::radar::freshness::{self, Freshness, Judgement, reviews_until};
use crate::radar::history;
use crate::radar::{Blip, PersonIndex, Placement, Radar, Review};

/// Judges every blip that is on the radar. Lints that are allowed are not even made.
pub fn lints(radar: &Radar, today: Date, levels: &Levels, report: &mut Report) {
    let of_blips: Vec<Vec<Diagnostic>> = radar
        .blips
        .par_iter()
        .map(|blip| {
            let mut found = Vec::new();
            if matches!(history::placement_on(blip, today), Some(Placement::Ring(_))) {
                let judgement = freshness::judge(radar, blip, today);
                found.extend(freshness_lint(blip, &judgement, today));
                found.extend(imposed(radar, blip, &judgement));
                found.extend(orphaned(blip, &judgement));
            }
            found.extend(without_note(blip, today));
            found.retain(|diagnostic| levels.of(diagnostic.code) != Level::Allow);
            found
        })
        .collect();
    let of_people = stale_practice(radar, today).chain(bulk(radar, today));
    for diagnostic in of_blips.into_iter().flatten().chain(of_people) {
        report.push(diagnostic);
    }
}

fn freshness_lint(blip: &Blip, judgement: &Judgement, today: Date) -> Option<Diagnostic> {
    let name = &blip.name.value;
    let at = judgement.last_review.map_or(blip.ring.at, |review| review.at);
    let help = format!("somebody who practises should look, and say so: radar review {}", blip.id);
    match judgement.freshness? {
        Freshness::Fresh => None,
        Freshness::Due => {
            let until = judgement.review_until?;
            let message = format!("the review of {name} runs out after {until}");
            Some(Diagnostic::new(Code::ReviewDue, message, at).help(help))
        }
        Freshness::Expired => {
            let until = judgement.review_until?;
            let days = (today - until).get_days();
            let since = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            let message = format!("the review of {name} ran out after {until}, {since} ago");
            Some(
                Diagnostic::new(Code::ReviewExpired, message, at)
                    .label(format!("the last hands-on review; it holds for {}", judgement.every))
                    .help(help),
            )
        }
        Freshness::Unreviewed => {
            let message = format!("nobody who practises has ever reviewed {name}");
            Some(
                Diagnostic::new(Code::Unreviewed, message, at)
                    .label("nobody who would have to live with it stands behind this ring")
                    .help(help),
            )
        }
    }
}

fn imposed(radar: &Radar, blip: &Blip, judgement: &Judgement) -> Option<Diagnostic> {
    let review = judgement.imposed_by?;
    let who = names(radar, review);
    let ring = review.verdict.map_or("", |verdict| radar.placement_id(verdict));
    let message = format!("{who} put {} on `{ring}` without practising", blip.name.value);
    Some(
        Diagnostic::new(Code::ImposedRing, message, review.at)
            .label("no hands-on review has confirmed this since")
            .help(
                "ask somebody who practises to review it, or turn the verdict into a [[question]]",
            ),
    )
}

fn names(radar: &Radar, review: &Review) -> String {
    let names: Vec<&str> = review.by.iter().map(|by| radar.person(*by).name.as_str()).collect();
    names.join(", ")
}

fn orphaned(blip: &Blip, judgement: &Judgement) -> Option<Diagnostic> {
    if !judgement.orphaned {
        return None;
    }
    let name = &blip.name.value;
    let (message, help) = if blip.owners.value.is_empty() {
        (format!("nobody owns {name}"), "add a line owners = [\"…\"] with a team or a person")
    } else {
        (format!("no owner of {name} practises"), "hand it to a team or person who does")
    };
    Some(Diagnostic::new(Code::Orphaned, message, blip.owners.at).help(help))
}

/// A promotion changes nothing in people.toml by itself: whoever has a period without an end and has not
/// committed within the window, as of the last scan. Without addresses nothing could be found.
fn stale_practice(radar: &Radar, today: Date) -> impl Iterator<Item = Diagnostic> {
    let scanned = radar.practice.scanned.map(|scanned| scanned.min(today));
    let people = radar.people.iter().filter(|person| !person.emails.is_empty());
    scanned.into_iter().flat_map(move |day| {
        people.clone().filter_map(move |person| {
            let since = radar.practice.window.before(day);
            let open = person.practising.iter().find(|p| p.until.is_none() && p.from <= since)?;
            (!freshness::has_committed(radar, person, day)).then(|| {
                let last = person.committed.iter().rfind(|month| month.first() <= day);
                let last = match last {
                    Some(month) => format!("last committed in {month}"),
                    None => "has not committed in any history that was scanned".to_owned(),
                };
                let message = format!("{} is declared as practising, and {last}", person.name);
                Diagnostic::new(Code::StalePractice, message, open.at)
                    .label(format!("still open on the day of the scan, {day}"))
                    .help("if they stopped, give the period its end: until = …")
                    .help("if they commit elsewhere, scan that too: radar practice scan --add REPO")
            })
        })
    })
}

/// A signature alone says little; what an import found was never signed.
fn without_note(blip: &Blip, today: Date) -> impl Iterator<Item = Diagnostic> {
    let is_blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    reviews_until(blip, today)
        .iter()
        .filter(|review| !review.by.is_empty())
        .filter(move |review| {
            is_blank(review.note.as_ref().map(|note| note.value.as_str()))
                && is_blank(review.evidence.as_deref())
        })
        .map(|review| {
            let message = format!("the review of {} says nothing", review.date);
            Diagnostic::new(Code::ReviewWithoutNote, message, review.at)
                .help("add a line note = \"…\": what was looked at, and what was found")
        })
}

/// From how many reviews by one person on one day with one note on it is called a stamp.
const BULK: usize = 5;

/// Dates stamped in bulk: many reviews by one person on one day with one same note.
fn bulk(radar: &Radar, today: Date) -> Vec<Diagnostic> {
    type Stamp<'r> = (PersonIndex, Date, &'r str);
    let mut stamps: BTreeMap<Stamp, Vec<Span>> = BTreeMap::new();
    for blip in &radar.blips {
        for review in reviews_until(blip, today) {
            let note = review.note.as_ref().map_or("", |note| note.value.trim());
            for by in &review.by {
                stamps.entry((*by, review.date, note)).or_default().push(review.at);
            }
        }
    }
    stamps
        .into_iter()
        .filter(|(_, places)| places.len() >= BULK)
        .map(|((by, date, note), places)| {
            let who = &radar.person(by).name;
            let what = if note.is_empty() { "no note" } else { "the same note" };
            let count = places.len();
            let message = format!("{who} signed {count} reviews on {date} with {what}");
            Diagnostic::new(Code::BulkReview, message, places[0])
                .label("the first of them")
                .also(places[1], "the next")
                .help("say of each what was looked at; what nobody looked at is better left to expire")
        })
        .collect()
}
