//! `radar show`: everything about a blip, on standard output.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use jiff::civil::Date;

use super::project::{BlipFile, Session};
use super::{Outcome, lookup, person, terminal};
use crate::cli::Show as Options;
use crate::radar::evidence::{Usage, usage};
use crate::radar::exit::{ExitState, JudgedExit};
use crate::radar::first_hand::{self, is_first_hand};
use crate::radar::freshness::{self, ReviewKind};
use crate::radar::history;
use crate::radar::interval::days;
use crate::radar::practice::months_between;
use crate::radar::questions::{self, Asked, Standing};
use crate::radar::standing::{self, Doubt, Lack};
use crate::radar::{Blip, JudgedBlip, PersonIndex, Radar, Review, Snapshot};

/// How many repositories a line names.
const NAMED: usize = 5;

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let file = BlipFile::open(session, Some(&options.blip))?;
    let (radar, blip) = (file.radar(), file.blip());
    let snapshot = Snapshot::new(radar, session.today);
    let judged = snapshot.get(&blip.id).ok_or_else(|| {
        let from = history::added(blip).map_or_else(String::new, |day| format!(" before {day}"));
        anyhow!("{} is not on the radar{from}", blip.name.value)
    })?;
    let mut text = head(&snapshot, judged);
    let _ = writeln!(text, "{:<10}{}", "file", file.path().display());
    for part in [blip.summary.as_deref(), description(blip)].into_iter().flatten() {
        let _ = write!(text, "\n{}\n", part.trim());
    }
    for link in &blip.links {
        let _ = write!(text, "\n{}: {}", link.title, link.url);
    }
    if !blip.links.is_empty() {
        text.push('\n');
    }
    let past = freshness::reviews_until(blip, session.today);
    for review in past.iter().rev() {
        text += &review_text(radar, blip, review);
    }
    text += &exit_note(judged);
    for asked in questions::about(blip, session.today) {
        text += &question_text(radar, &asked, session.today);
    }
    terminal::print(&text)
}

fn head(snapshot: &Snapshot, judged: &JudgedBlip) -> String {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let owners = blip.owners.value.iter().map(|owner| radar.owner_name(*owner));
    let owners = owners.collect::<Vec<_>>().join(", ");
    let imposed = judged.judgement.imposed_by.map_or_else(String::new, |review| {
        format!(", imposed by {}", person::names(radar, &review.by))
    });
    let from_outside = judged.judgement.set_from_outside_by.map_or_else(String::new, |review| {
        format!(", set from outside by {}", person::names(radar, &review.by))
    });
    let placement = lookup::placement_name(radar, judged.placement);
    let ring = format!("{placement}{imposed}{from_outside}");
    let mut text = format!("{}\n\n", blip.name.value);
    for (name, value) in [
        ("ring", ring),
        ("quadrant", radar.quadrant(blip.quadrant).name.clone()),
        ("review", review_state(snapshot, judged)),
        ("owners", if owners.is_empty() { "nobody".to_owned() } else { owners }),
        ("memory", memory(snapshot, judged)),
        ("used by", used_by(radar, blip)),
        ("reviewers", could_review(snapshot, judged)),
        ("leaving", judged.exit.as_ref().map_or_else(String::new, |exit| leaving(snapshot, exit))),
        ("tags", blip.tags.join(", ")),
        ("aliases", blip.aliases.join(", ")),
    ] {
        if !value.is_empty() {
            let _ = writeln!(text, "{name:<10}{value}");
        }
    }
    text
}

fn review_state(snapshot: &Snapshot, judged: &JudgedBlip) -> String {
    let judgement = &judged.judgement;
    let Some(freshness) = judgement.freshness else { return String::new() };
    let Some(until) = judgement.review_until else {
        return lack(snapshot, judged.blip).to_owned();
    };
    let left = (until - snapshot.day).get_days();
    if left < 0 {
        return format!("expired after {until}, {} ago", days(-left));
    }
    format!("{}, valid until {until}", freshness.name())
}

fn lack(snapshot: &Snapshot, blip: &Blip) -> &'static str {
    match standing::lack(snapshot.radar, blip, snapshot.day) {
        Lack::Review | Lack::Signature | Lack::Practice => {
            "nobody who practises has ever reviewed it"
        }
        Lack::FirstHand => "nobody who is known to work with it has ever reviewed it",
    }
}

/// Says who practised last, if nobody who still builds remembers the blip.
fn memory(snapshot: &Snapshot, judged: &JudgedBlip) -> String {
    let (radar, day) = (snapshot.radar, snapshot.day);
    let last =
        judged.judgement.unremembered.then(|| standing::last_to_stop(radar, judged.blip, day));
    last.flatten().map_or_else(String::new, |(people, until)| {
        let names = person::names(radar, &people);
        let months = months_between(until, day);
        format!("nobody who still builds remembers it: {names} practised until {until}, {months} months ago")
    })
}

fn used_by(radar: &Radar, blip: &Blip) -> String {
    let Some(scanned) = radar.scanned else { return String::new() };
    match usage(radar, blip) {
        Usage::Unknown => "not known: no repository was searched for it".to_owned(),
        Usage::Unused => format!("no repository, as the scan of {scanned} found it"),
        Usage::Used => {
            let names = blip.used_by.iter().map(|used| {
                let name = &radar.repository(used.repository).name;
                let version = used.version.iter().map(|version| format!(" {version}"));
                let indirect = if used.indirect { " (indirect)" } else { "" };
                format!("{name}{}{indirect}", version.collect::<String>())
            });
            let all: Vec<String> = names.collect();
            match all.len().saturating_sub(NAMED) {
                0 => all.join(", "),
                more => format!("{} and {more} more", all[..NAMED].join(", ")),
            }
        }
    }
}

/// Names those who could review a blip now.
fn could_review(snapshot: &Snapshot, judged: &JudgedBlip) -> String {
    if judged.ring().is_none() {
        return String::new();
    }
    let found = first_hand::could_review(snapshot.radar, judged.blip, snapshot.day);
    if found.is_empty() {
        return "nobody, as far as is known".to_owned();
    }
    let people: Vec<PersonIndex> = found.iter().map(|candidate| candidate.person).collect();
    person::names(snapshot.radar, &people)
}

/// Says why nothing connects somebody who signed with the blip.
fn doubt(radar: &Radar, blip: &Blip, by: PersonIndex, review: &Review) -> String {
    let standing::Standing::SecondHand(doubt) = standing::standing(radar, blip, by, review.date)
    else {
        return String::new();
    };
    let why = match doubt {
        Doubt::NoWork => "did not work with it, as far as the evidence shows",
        Doubt::NoEvidence => "is not known to work with it: no repository was searched for it",
        Doubt::TooOld => "is not known to work with it: the last scan is too old",
        Doubt::NoAddress => "is not known to work with it: no email address to find commits by",
    };
    format!("  {} practised, but does not own it and {why}\n", radar.person(by).name)
}

/// Returns what it would cost to leave the blip.
fn leaving(snapshot: &Snapshot, judged: &JudgedExit) -> String {
    let JudgedExit { exit, state, until } = *judged;
    let said = format!(
        "about {}, estimated by {} on {}",
        exit.effort,
        person::names(snapshot.radar, &exit.by),
        exit.date
    );
    match (state, until) {
        (ExitState::Holds, Some(until)) => format!("{said}, valid until {until}"),
        (ExitState::Expired, Some(until)) => {
            let since = days((snapshot.day - until).get_days());
            format!("{said}, expired after {until}, {since} ago")
        }
        _ => format!("{said}; an opinion: nobody who signed it practised that day"),
    }
}

fn exit_note(judged: &JudgedBlip) -> String {
    let Some(JudgedExit { exit, .. }) = judged.exit else { return String::new() };
    let Some(note) = &exit.note else { return String::new() };
    format!("\n{} what makes leaving as hard as that\n{}", exit.date, indented(&note.value))
}

fn description(blip: &Blip) -> Option<&str> {
    blip.description.as_ref().map(|text| text.value.as_str())
}

fn review_text(radar: &Radar, blip: &Blip, review: &Review) -> String {
    let kind = match freshness::kind(radar, review) {
        ReviewKind::HandsOn if is_first_hand(radar, blip, review) => "first-hand",
        ReviewKind::HandsOn => "second-hand",
        kind => kind.name(),
    };
    let by = match person::names(radar, &review.by) {
        names if names.is_empty() => String::new(),
        names => format!(" by {names}"),
    };
    let verdict = review.verdict.map_or_else(String::new, |placement| {
        format!(": {}", lookup::placement_name(radar, placement))
    });
    let mut text = format!("\n{} {kind} review{by}{verdict}\n", review.date);
    if kind == "second-hand" {
        for by in &review.by {
            text += &doubt(radar, blip, *by, review);
        }
    }
    for part in [review.note.as_ref().map(|note| &note.value), review.evidence.as_ref()] {
        text += &part.map_or_else(String::new, |part| indented(part));
    }
    text
}

fn question_text(radar: &Radar, asked: &Asked, today: Date) -> String {
    let question = asked.question;
    let name = |by| &radar.person(by).name;
    let mut text = format!("\n{} question by {}\n", question.date, name(question.by));
    text += &indented(&question.text.value);
    match asked.standing {
        Standing::Answered(answer) => {
            let _ = writeln!(text, "  {} answer by {}", answer.date, name(answer.by));
            text += &indented(&answer.text.value);
        }
        Standing::Waiting => {
            let _ = writeln!(text, "  has waited for an answer for {}", days(asked.days(today)));
        }
        Standing::Dropped(retired) => {
            let _ = writeln!(text, "  not answered before the blip was retired on {retired}");
        }
    }
    text
}

fn indented(text: &str) -> String {
    text.trim().lines().fold(String::new(), |text, line| match line.trim_end() {
        "" => text + "\n",
        line => text + "  " + line + "\n",
    })
}
