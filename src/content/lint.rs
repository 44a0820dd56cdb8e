//! The lints: the rule's judgement of each blip, as diagnostics. The rule is [`crate::radar::freshness`]; what evidence
//! adds to it is in [`practice`] and [`use_of_blips`].

mod practice;
mod use_of_blips;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{exit, instead};
use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report, Span};
use crate::radar::freshness::{self, Freshness, Judgement, ReviewKind, reviews_until};
use crate::radar::interval::days;
use crate::radar::questions::{self, Asked};
use crate::radar::{Blip, Holds, JudgedBlip, PersonIndex, Radar, Review, Snapshot};

/// How many reviews by one person on one day with one note count as stamped in bulk.
const MIN_BULK: usize = 5;

/// Returns the lints of all blips and people. Skips lints that are allowed.
pub(super) fn lints(snapshot: &Snapshot, levels: &Levels) -> Report {
    let (radar, today) = (snapshot.radar, snapshot.day);
    let is_wanted = |problem: &Diagnostic| levels.of(problem.code) != Level::Allow;
    let of_blip = |judged: &JudgedBlip| {
        let JudgedBlip { blip, judgement, .. } = judged;
        let found = [
            not_fresh(radar, blip, judgement, today),
            imposed(radar, blip, judgement),
            orphaned(blip, judgement),
            exit::unknown(judged, today),
            instead::missing(radar, judged),
        ];
        found.into_iter().flatten().filter(is_wanted).collect::<Vec<_>>()
    };
    let on_rings = snapshot.blips.par_iter().filter(|judged| judged.ring().is_some());
    let judged: Vec<Diagnostic> = on_rings.flat_map_iter(of_blip).collect();
    let unexplained = radar.blips.iter().flat_map(|blip| without_note(blip, today));
    let others = unexplained.chain(practice::lints(radar, today)).chain(bulk(radar, today));
    let others = others.chain(unanswered(snapshot)).filter(is_wanted);
    let mut report = Report::default();
    for problem in judged.into_iter().chain(others) {
        report.push(problem);
    }
    report.append(use_of_blips::lints(snapshot, levels));
    report
}

fn not_fresh(radar: &Radar, blip: &Blip, judgement: &Judgement, today: Date) -> Option<Diagnostic> {
    let name = &blip.name.value;
    let (somebody, kind) = match radar.rule.counts {
        Holds::HandsOn => ("practises", "hands-on"),
        Holds::FirstHand => ("works with it", "first-hand"),
    };
    let at = judgement.last_review.map_or(blip.ring.at, |review| review.at);
    let diagnostic = match (judgement.freshness?, judgement.review_until) {
        (Freshness::Unreviewed, _) => {
            let message = match radar.rule.counts {
                Holds::HandsOn => format!("nobody who practises has ever reviewed {name}"),
                Holds::FirstHand => format!("nobody who works with {name} has ever reviewed it"),
            };
            Diagnostic::new(Code::Unreviewed, message, at)
                .label(format!("nobody who {somebody} has confirmed this ring"))
        }
        (Freshness::Due, Some(until)) => {
            let message = format!("the review of {name} expires after {until}");
            Diagnostic::new(Code::ReviewDue, message, at)
        }
        (Freshness::Expired, Some(until)) => {
            let since = days((today - until).get_days());
            let message = format!("the review of {name} expired after {until}, {since} ago");
            Diagnostic::new(Code::ReviewExpired, message, at)
                .label(format!("the last {kind} review, valid for {}", judgement.every))
        }
        _ => return None,
    };
    let help = format!("ask somebody who {somebody} to review it: radar review {}", blip.id);
    Some(diagnostic.help(help))
}

fn imposed(radar: &Radar, blip: &Blip, judgement: &Judgement) -> Option<Diagnostic> {
    let review = judgement.imposed_by?;
    let who = names(radar, review);
    let ring = review.verdict.map_or("", |verdict| radar.placement_id(verdict));
    // With `counts = "first-hand"`, somebody who practises can impose a ring, too.
    let (how, kind, somebody) = match freshness::kind(radar, review) {
        ReviewKind::HandsOn => ("from outside", "first-hand", "works with it"),
        _ => ("without practising", "hands-on", "practises"),
    };
    let message = format!("{who} set the ring of {} to `{ring}` {how}", blip.name.value);
    let help = format!(
        "ask somebody who {somebody} to review it, or turn the verdict into a [[question]]"
    );
    Some(
        Diagnostic::new(Code::ImposedRing, message, review.at)
            .label(format!("no {kind} review has confirmed this since"))
            .help(help),
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
        (format!("no owner of {name} practises"), "give it to a team or person who does")
    };
    Some(Diagnostic::new(Code::Orphaned, message, blip.owners.at).help(help))
}

/// Reports signed reviews without a note or evidence. Imported reviews are not signed.
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
            let message = format!("the review of {} has neither a note nor evidence", review.date);
            Diagnostic::new(Code::ReviewWithoutNote, message, review.at)
                .help("add a line note = \"…\" with what was reviewed and what was found")
        })
}

/// Reports questions that have waited for longer than the notice. One whose answer is dated later is a
/// `future-review`.
fn unanswered(snapshot: &Snapshot) -> impl Iterator<Item = Diagnostic> {
    let (radar, today) = (snapshot.radar, snapshot.day);
    let waiting = questions::all(snapshot).into_iter().filter(Asked::is_waiting);
    let late = waiting.filter(move |a| questions::notice_until(radar, a.question) < today);
    late.filter_map(move |asked| {
        let (blip, by) = (asked.blip, &radar.person(asked.question.by).name);
        let days = days(asked.days(today));
        let message = format!("a question about {} has waited for {days}", blip.name.value);
        let answer = format!("radar answer {}{}", blip.id, asked.answer_options()?);
        Some(
            Diagnostic::new(Code::Unanswered, message, asked.question.at)
                .label(format!("{by} asked this on {}", asked.question.date))
                .help(format!("answer it: {answer}")),
        )
    })
}

/// Reports people who signed many reviews on one day with the same note.
fn bulk(radar: &Radar, today: Date) -> impl Iterator<Item = Diagnostic> {
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
    stamps.into_iter().filter(|(_, spans)| spans.len() >= MIN_BULK).map(
        |((by, date, note), spans)| {
            let who = &radar.person(by).name;
            let what = if note.is_empty() { "no note" } else { "the same note" };
            let count = spans.len();
            let message = format!("{who} signed {count} reviews on {date} with {what}");
            Diagnostic::new(Code::BulkReview, message, spans[0])
                .label("the first of them")
                .also(spans[1], "the next")
                .help("write in each note what was reviewed; if nobody reviewed a blip, let its review expire")
        },
    )
}
