//! One concern or change -> the sentence on it. No sentence says more than the two states of the content show.

use crate::radar::compare::{
    Concern, PersonEvent, QuestionChange, QuestionEvent, Range, ReviewChange, ReviewEvent,
    SettingChange, Side, Standing, TeamEvent, Told, Why,
};
use crate::radar::freshness::ReviewKind;
use crate::radar::{Placement, Radar, Team};

use super::interval;
use crate::line::line_from;

/// Returns a list of names: `Ada, Ben and Carl`; a long one is cut.
pub(super) fn list(names: &[&str]) -> String {
    const MAX: usize = 3;
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] if names.len() <= MAX => format!("{} and {last}", most.join(", ")),
        _ => format!("{} and {} more", names[..MAX].join(", "), names.len() - MAX),
    }
}

fn placement(radar: &Radar, placement: Option<Placement>) -> &str {
    match placement {
        None => "not on the radar",
        Some(Placement::Retired) => "retired",
        Some(Placement::Ring(ring)) => &radar.ring(ring).name,
    }
}

/// Returns the rings before and after.
pub(super) fn way(before: &Side, after: &Side) -> String {
    let from = placement(before.radar, before.placement());
    format!("{from} → {}", placement(after.radar, after.placement()))
}

/// Returns the freshness of a blip, as a word.
pub(super) fn freshness(side: &Side) -> &'static str {
    match side.judged.map(|judged| (judged.placement, judged.judgement.freshness)) {
        None => "not on the radar yet",
        Some((Placement::Retired, _)) => "retired",
        Some((_, freshness)) => freshness.map_or("retired", |freshness| freshness.name()),
    }
}

/// Returns who signed a review and what their names are worth: `by Max, who did not practise that day`. Says of those
/// who practised what is known, and no more.
pub(super) fn by(told: Option<&Told>) -> String {
    let Some(told) = told else { return "without a review".to_owned() };
    let names = list(&told.names());
    match (told.kind(), told.review.by.len()) {
        (ReviewKind::Unsigned, _) => format!("by a review of {} that nobody signed", told.date()),
        (ReviewKind::HandsOn, _) if told.is_first_hand() => {
            format!("by {names} on {}", told.date())
        }
        (ReviewKind::HandsOn, 1) => {
            let outside = if told.shows_no_work() {
                "neither owns it nor, as far as the evidence shows, works with it"
            } else {
                "does not own it and is not known to work with it"
            };
            format!("by {names} on {}, who practised, but {outside}", told.date())
        }
        (ReviewKind::HandsOn, _) => {
            let outside = if told.shows_no_work() {
                "neither own it nor, as far as the evidence shows, work with it"
            } else {
                "do not own it and are not known to work with it"
            };
            format!("by {names} on {}; those who practised {outside}", told.date())
        }
        (ReviewKind::Advisory, 1) => {
            format!("by {names} on {}, who did not practise that day", told.date())
        }
        (ReviewKind::Advisory, _) => {
            format!("by {names} on {}, none of whom practised that day", told.date())
        }
    }
}

/// Returns a review in words: `the review of 2026-04-14 by Ada`.
fn the_review(told: &Told) -> String {
    match told.kind() {
        ReviewKind::Unsigned => format!("the unsigned review of {}", told.date()),
        _ => format!("the review of {} by {}", told.date(), list(&told.names())),
    }
}

/// Returns the sentence on a concern that has a subject of its own.
pub(super) fn concern(concern: &Concern) -> String {
    match concern {
        Concern::FlagGone { pair, why } => flag_gone(freshness(&pair.before), &pair.after, why),
        Concern::Gone(side) => gone(side),
        Concern::SelfMade(change) => format!(
            "{} is hands-on only by what this change says about {}",
            the_review(&change.review),
            list(&change.review.names()),
        ),
        Concern::Moved(moved) => {
            format!("{}, {}", way(&moved.pair.before, &moved.pair.after), by(moved.by.as_ref()))
        }
        Concern::NewImposed { blip, review } => {
            format!("new on {}, {}", blip.ring_name(), by(Some(review)))
        }
        Concern::FromOutside { blip, review } => {
            format!("on {} {}", blip.ring_name(), by(Some(review)))
        }
        Concern::MarkGone(pair) => {
            format!(
                "{} is no longer marked as imposed, and no hands-on review is new",
                pair.after.ring_name()
            )
        }
        Concern::ReviewRemoved(change) => {
            format!("{} is removed{}", the_review(&change.review), worth(&change.review))
        }
        Concern::ReviewRewritten(change) => rewritten(change),
        Concern::QuestionRemoved(change) => question(change),
        Concern::Prolonged { range, .. } => format!("now counts as practising {}", days(*range)),
        Concern::Loosened(setting) => setting_change(setting),
        Concern::HoldsLonger(pair) => {
            let until = |side: &Side| {
                let until = side.judged.and_then(|judged| judged.judgement.review_until);
                until.map_or_else(String::new, |until| until.to_string())
            };
            format!(
                "valid until {} instead of {}, and no hands-on review is new",
                until(&pair.after),
                until(&pair.before)
            )
        }
    }
}

fn gone(side: &Side) -> String {
    let reviews = match side.blip.reviews.len() {
        0 => String::new(),
        1 => ", with 1 review".to_owned(),
        count => format!(", with {count} reviews"),
    };
    if side.is_flagged() {
        format!("was {}; its file is removed{reviews}", freshness(side))
    } else {
        format!("its file is removed{reviews}")
    }
}

fn flag_gone(was: &str, after: &Side, why: &Why) -> String {
    let is = freshness(after);
    let new = "and no hands-on review is new";
    match why {
        Why::Interval { from, to } => {
            let (from, to) = (interval(*from), interval(*to));
            format!("was {was} and is {is}, {new}: a review holds for {to} instead of {from}")
        }
        Why::Recounted(told) => {
            format!("was {was} and is {is}, {new}: {} counts now", the_review(told))
        }
        Why::Redated { was: old, is: told } => {
            let date = told.date();
            format!("was {was} and is {is}, {new}: {} is dated {date} now", the_review(old))
        }
        Why::Retired(told) => format!("was {was} and is retired, {}", by(told.as_ref())),
        Why::Postponed => format!("was {was} and is not on the radar yet"),
        Why::Unknown => format!("was {was} and is {is}, {new}"),
    }
}

fn worth(told: &Told) -> String {
    match told.ring_name() {
        Some(ring) => format!(" ({}, {ring})", told.worth()),
        None => format!(" ({})", told.worth()),
    }
}

fn rewritten(change: &ReviewChange) -> String {
    let Some(was) = &change.was else { return String::new() };
    let is = &change.review;
    let mut parts = Vec::new();
    for key in &change.keys {
        parts.push(match *key {
            "date" => format!("date {} instead of {}", is.date(), was.date()),
            "by" => format!("signed by {} instead of {}", list(&is.names()), list(&was.names())),
            "ring" => {
                let ring = |told: &Told| told.ring_name().unwrap_or("none").to_owned();
                format!("ring {} instead of {}", ring(is), ring(was))
            }
            "note" => "another note".to_owned(),
            _ => "other evidence".to_owned(),
        });
    }
    format!("{}: {}", the_review(was), parts.join(", "))
}

/// Returns the sentence on a review that changed.
pub(super) fn review(change: &ReviewChange) -> String {
    let told = &change.review;
    match change.event {
        ReviewEvent::Added => format!("new: {}{}", the_review(told), worth(told)),
        ReviewEvent::Removed => format!("removed: {}{}", the_review(told), worth(told)),
        ReviewEvent::Changed => format!("changed: {}", rewritten(change)),
        ReviewEvent::Recounted => {
            let was = change.was.as_ref().map_or("", Told::worth);
            format!("{} is {} instead of {was}", the_review(told), told.worth())
        }
    }
}

/// Returns the sentence on a question that changed.
pub(super) fn question(change: &QuestionChange) -> String {
    let (radar, question) = (change.radar, change.question);
    let text = excerpt(&question.text.value);
    let by = &radar.person(question.by).name;
    match (change.event, &question.answer) {
        (QuestionEvent::Asked, _) => format!("asked by {by}: {text}"),
        (QuestionEvent::Answered, Some(answer)) => {
            format!("answered by {}: {text}", radar.person(answer.by).name)
        }
        (QuestionEvent::Answered, None) => format!("answered: {text}"),
        (QuestionEvent::Removed, _) => format!("the question of {by} is removed: {text}"),
        (QuestionEvent::AnswerRemoved, _) => format!("its answer is removed: {text}"),
        (QuestionEvent::AnswerChanged, _) => format!("its answer is another: {text}"),
        (QuestionEvent::Changed, _) => {
            format!("the question of {by} is worded differently: {text}")
        }
    }
}

/// Returns the beginning of a text in quotes.
fn excerpt(text: &str) -> String {
    const MAX: usize = 80;
    format!("“{}”", cut(text, MAX))
}

/// Returns a text as one line, cut after a number of characters.
pub(super) fn cut(text: &str, max: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A question may have characters that a terminal obeys.
    let line = line_from(&words);
    match line.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.into_owned(),
    }
}

/// Returns a stretch of days in words.
fn days(range: Range) -> String {
    match range.end() {
        None => format!("from {} on", range.from),
        Some(until) if until == range.from => format!("on {until}"),
        Some(until) => format!("from {} to {until}", range.from),
    }
}

/// Returns the sentence on what happened to a person.
pub(super) fn person(event: &PersonEvent) -> String {
    let team = |team: Option<&Team>| team.map_or_else(|| "no team".to_owned(), |t| t.name.clone());
    match event {
        PersonEvent::Joined { team, practises } => {
            let team = team.map_or_else(String::new, |team| format!(" {}", team.name));
            let practises = if *practises { "practises" } else { "does not practise" };
            format!("joined{team}; {practises}")
        }
        PersonEvent::Left => "is no longer in people.toml".to_owned(),
        PersonEvent::Renamed(id) => format!("has another id; it was {id}"),
        PersonEvent::Name(name) => format!("was called {name}"),
        PersonEvent::Title => "has another title".to_owned(),
        PersonEvent::Team { from, to } => format!("{} → {}", team(*from), team(*to)),
        PersonEvent::Started => "practises now".to_owned(),
        PersonEvent::Stopped => "no longer practises".to_owned(),
        PersonEvent::Gained(range) => format!("now counts as practising {}", days(*range)),
        PersonEvent::Lost(range) => format!("no longer counts as practising {}", days(*range)),
        PersonEvent::Addresses => "addresses changed".to_owned(),
    }
}

/// Returns the sentence on what happened to a team.
pub(super) fn team(event: &TeamEvent) -> String {
    match event {
        TeamEvent::Founded => "new team".to_owned(),
        TeamEvent::Dissolved => "the team is no longer in people.toml".to_owned(),
        TeamEvent::Renamed(id) => format!("the team has another id; it was {id}"),
        TeamEvent::Name(name) => format!("the team was called {name}"),
    }
}

/// Returns what a setting was and is.
pub(super) fn setting_change(setting: &SettingChange) -> String {
    match (&setting.from, &setting.to) {
        (Some(from), Some(to)) => format!("{} instead of {}", cut(to, 80), cut(from, 80)),
        (None, Some(to)) => format!("new: {}", cut(to, 80)),
        (Some(from), None) => format!("removed; it was {}", cut(from, 80)),
        (None, None) => "changed".to_owned(),
    }
}

/// Returns the sentence on where a blip stands now.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Imposed => "its ring is imposed",
        Standing::SetFromOutside => "its ring was set from outside",
        Standing::Unremembered => "nobody who still builds remembers it",
        Standing::Confirmed => "its ring is no longer imposed: a new hands-on review settles it",
        Standing::NotImposed => "its ring is no longer imposed",
        Standing::Expired => "its review has expired",
        Standing::Unreviewed => "it has no hands-on review",
        Standing::Unflagged => "it is no longer flagged",
        Standing::Orphaned => "no owner practises",
        Standing::Owned => "an owner practises again",
    }
}
