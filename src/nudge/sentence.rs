//! A nudge in plain English, for somebody who has never seen the radar. It says what `radar.json` says and no more.

use jiff::civil::Date;

use super::{Change, Nudge, Nudges};
use crate::radar::freshness::Freshness;
use crate::radar::interval::days;

/// Returns the sentences of a nudge. `name` is the thing's name and `ring` its ring's, as the format writes them.
pub(super) fn sentences(nudges: &Nudges, nudge: &Nudge, mark: impl Fn(&str) -> String) -> String {
    let mut text = deed(&nudge.change, &mark(&nudge.blip.name), &mark);
    let more = [ring(nudges, nudge, &mark), review(nudges, nudge), could(nudge)];
    for sentence in more.into_iter().flatten() {
        text.push(' ');
        text += &sentence;
    }
    text
}

/// Returns what the change did.
fn deed(change: &Change, name: &str, mark: &impl Fn(&str) -> String) -> String {
    let version = |version: &Option<String>| {
        version.as_ref().map(|version| format!(" {}", mark(version))).unwrap_or_default()
    };
    match change {
        Change::Added { version: of, .. } => format!("You added {name}{}.", version(of)),
        Change::AddedElsewhere { version: of, .. } => {
            format!("You added {name}{} to one more place.", version(of))
        }
        Change::Upgraded { from, to, .. } => {
            format!("You upgraded {name} from {} to {}.", mark(from), mark(to))
        }
        Change::Downgraded { from, to, .. } => {
            format!("You downgraded {name} from {} to {}.", mark(from), mark(to))
        }
    }
}

/// Returns where the radar has it. A change of version is about the review only, unless the ring is in doubt.
fn ring(nudges: &Nudges, nudge: &Nudge, mark: &impl Fn(&str) -> String) -> Option<String> {
    let radar = nudges.radar;
    let Some(ring) = radar.ring(nudge.blip).map(mark) else {
        return Some(format!("It has been retired from {}.", mark(&radar.title)));
    };
    let last = if radar.is_on_last(nudge.blip) { ", the last ring" } else { "" };
    let place = format!("{} has it on {ring}{last}", mark(&radar.title));
    let doubt = if nudge.blip.imposed {
        Some("a ring set by somebody who did not practise, and confirmed by nobody who does")
    } else if nudge.blip.set_from_outside {
        Some("a ring set by somebody who practised, but not with this, as far as the radar knows")
    } else {
        None
    };
    match doubt {
        Some(doubt) => Some(format!("{place}: {doubt}.")),
        None => nudge.change.is_added().then(|| format!("{place}.")),
    }
}

/// Returns what is known of the last review.
fn review(nudges: &Nudges, nudge: &Nudge) -> Option<String> {
    let text = match (nudge.freshness?, nudge.blip.review_until) {
        // A radar may count only reviews by people who work with the thing.
        (Freshness::Unreviewed, _) | (_, None) if nudge.blip.has_hands_on() => {
            "Nobody has reviewed it who works with it, as far as the radar knows.".to_owned()
        }
        (Freshness::Unreviewed, _) | (_, None) => {
            "No practising engineer has reviewed it.".to_owned()
        }
        (Freshness::Expired, Some(until)) => {
            let ago = days((nudges.today - until).get_days());
            format!("Its review expired {ago} ago.")
        }
        (Freshness::Due, Some(until)) if until == nudges.today => {
            "Its review expires today.".to_owned()
        }
        (Freshness::Due, Some(until)) => {
            let left = days((until - nudges.today).get_days());
            format!("Its review expires in {left}.")
        }
        (Freshness::Fresh, Some(until)) => {
            format!("Its review is valid until {}.", day(until))
        }
    };
    let forgotten = " Nobody who reviewed it practises any more.";
    Some(if nudge.blip.unremembered { text + forgotten } else { text })
}

/// Returns the invitation to review it, where a review is needed. Who changed a version works with the thing.
fn could(nudge: &Nudge) -> Option<String> {
    let is_needed = nudge.freshness.is_some_and(|freshness| freshness != Freshness::Fresh);
    let text = match nudge.change {
        _ if !is_needed => return None,
        Change::Upgraded { .. } | Change::Downgraded { .. } => {
            "You work with it, so you could review it:"
        }
        Change::Added { .. } | Change::AddedElsewhere { .. } => {
            "Once you have worked with it, you could review it:"
        }
    };
    Some(format!("{text} `radar review {}` in the radar's repository.", nudge.blip.id))
}

/// Returns a day in words: 9 May 2026.
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
