//! `radar review`: a review, written into the blip's file.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::project::{BlipFile, Session};
use super::{Outcome, ask, commit, editor, exit, lookup, person, prompt};
use crate::cli::{Remark, Retire, Review as Options, Signed};
use crate::edit::{self, NewExit, NewReview};
use crate::radar::first_hand::signs_first_hand;
use crate::radar::freshness::{self, Freshness};
use crate::radar::history;
use crate::radar::standing::{Lack, lack};
use crate::radar::{Blip, Holds, PersonIndex, Placement, Radar};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let file = BlipFile::open(session, options.blip.as_deref())?;
    let ring = options.ring.as_deref().map(|id| lookup::placement(file.radar(), id)).transpose()?;
    review(session, &file, ring, &options.signed)
}

/// Adds a review that retires a blip.
pub(super) fn retire(session: &Session, options: &Retire) -> Result<Outcome> {
    let file = BlipFile::open(session, options.blip.as_deref())?;
    let blip = file.blip();
    if history::placement_on(blip, session.today) == Some(Placement::Retired) {
        bail!("{} is retired already", blip.name.value);
    }
    review(session, &file, Some(Placement::Retired), &options.signed)
}

/// Adds a review, and asks for what the options leave out.
fn review(
    session: &Session,
    file: &BlipFile,
    ring: Option<Placement>,
    options: &Signed,
) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let date = person::past(options.date, today)?;
    let radar = file.radar();
    let by = person::signers(radar, &options.by)?;
    let asks = prompt::is_needed([
        (!by.is_empty(), "--by PERSON"),
        (options.has_reason(), "--note TEXT or --evidence URL"),
    ])?;

    let by = if by.is_empty() {
        person::ask_several(radar, &common.root, "Who reviewed it?", date)?
    } else {
        by
    };
    if !person::is_hands_on(radar, &by, date) {
        match confirm_advisory(session, file, &by, date)? {
            Choice::Review => {}
            Choice::Ask => return ask::ask(session, file, by[0], date, &Remark::default()),
            Choice::Cancel => {
                terminal.say("nothing was written");
                return Ok(Outcome::Done);
            }
        }
    }
    warn_if_second_hand(session, radar, file.blip(), &by, date);
    let ring = match ring {
        None if asks => ask_ring(radar, file.blip(), today)?,
        ring => ring,
    };
    let name = &file.blip().name.value;
    let (note, evidence) = reason(options, name)?;
    let review = NewReview {
        date,
        by: by.iter().map(|person| radar.person(*person).id.clone()).collect(),
        ring: ring.map(|ring| radar.placement_id(ring).to_owned()),
        note,
        evidence,
    };
    let offers = asks && person::is_hands_on(radar, &by, date) && ring != Some(Placement::Retired);
    let exit = if offers { exit::offer(session, file, &by, date)? } else { None };
    let typed = review.note.as_deref().filter(|_| options.note.is_none());
    let after = write(file, &review, exit.as_ref(), typed)?;
    let path = file.path();
    let mut added = added(&after, &file.blip().id, &by, date, today);
    if exit.is_some() {
        added += "\nwrote ";
        added += &exit::written(&after, &file.blip().id, today);
    }
    let verb = if ring == Some(Placement::Retired) { "Retire" } else { "Review" };
    let commit = commit::command(&path, &format!("{verb} {name}"));
    let next = commit.map_or_else(String::new, |commit| format!("\nnext: {commit}"));
    terminal.say(&format!("{}: {added}{next}", path.display()));
    Ok(Outcome::Done)
}

/// Writes a review, and what its reviewers say it would cost to leave the blip. `typed` is a note from a prompt.
fn write(
    file: &BlipFile,
    review: &NewReview,
    exit: Option<&NewExit>,
    typed: Option<&str>,
) -> Result<Radar> {
    let exit_note = exit.and_then(|exit| exit.note.as_deref());
    let typed: Vec<&str> = typed.into_iter().chain(exit_note).collect();
    let typed = (!typed.is_empty()).then(|| typed.join("\n\n"));
    file.edit(typed.as_deref(), |text| {
        let reviewed = edit::review(text, review)?;
        match exit {
            Some(exit) => edit::exit(&reviewed, exit),
            None => Ok(reviewed),
        }
    })
}

/// What a review is worth that somebody is about to add.
#[derive(PartialEq)]
enum Worth {
    Counts,
    /// Somebody who practises signs it, but nobody who works with the blip, and only first-hand reviews count.
    SecondHand,
    Advisory,
}

fn worth(radar: &Radar, blip: &Blip, by: &[PersonIndex], date: Date) -> Worth {
    if !person::is_hands_on(radar, by, date) {
        Worth::Advisory
    } else if radar.rule.counts == Holds::FirstHand && !signs_first_hand(radar, blip, by, date) {
        Worth::SecondHand
    } else {
        Worth::Counts
    }
}

/// Warns that nobody who works with a blip signs its review, if only first-hand reviews count.
fn warn_if_second_hand(
    session: &Session,
    radar: &Radar,
    blip: &Blip,
    by: &[PersonIndex],
    date: Date,
) {
    if worth(radar, blip, by, date) == Worth::SecondHand {
        let name = &blip.name.value;
        session.terminal.warn(&format!(
            "nobody who signs this practises on {date} and either owns {name} or is known to work with it, so \
             this review is second-hand. Only first-hand reviews count here: it does not renew {name}, and a \
             ring that it sets is imposed",
        ));
    }
}

/// Returns what a review is worth whose reviewers do not practise.
pub(super) fn advisory(radar: &Radar, by: &[PersonIndex], date: Date, blip: &str) -> String {
    let verb = if by.len() == 1 { "does" } else { "do" };
    format!(
        "{} {verb} not practise on {date}, so this review is advisory: it does not renew {blip}, and a ring \
         that it sets is imposed",
        person::names(radar, by),
    )
}

/// What somebody who does not practise wants to do after all.
enum Choice {
    Review,
    Ask,
    Cancel,
}

/// Warns that a review is advisory, and asks how to go on if there is somebody to ask.
fn confirm_advisory(
    session: &Session,
    file: &BlipFile,
    by: &[PersonIndex],
    date: Date,
) -> Result<Choice> {
    let blip = file.blip();
    session.terminal.warn(&advisory(file.radar(), by, date, &blip.name.value));
    if !prompt::is_possible() {
        let root = session.common.root_option();
        session.terminal.say(&format!("to ask a question instead: radar ask {}{root}", blip.id));
        return Ok(Choice::Review);
    }
    let options = vec!["Ask a question instead", "Add the review anyway", "Cancel"];
    Ok(match prompt::choose("What would you like to do?", options, 0)? {
        0 => Choice::Ask,
        1 => Choice::Review,
        _ => Choice::Cancel,
    })
}

fn ask_ring(radar: &Radar, blip: &Blip, today: Date) -> Result<Option<Placement>> {
    let now = history::placement_on(blip, today).unwrap_or(blip.ring.value);
    let name = |placement: Placement| {
        placement.ring().map_or("Retired", |ring| radar.ring(ring).name.as_str())
    };
    let others: Vec<Placement> = lookup::placements(radar).filter(|other| *other != now).collect();
    let mut options = vec![format!("{} (no change)", name(now))];
    options.extend(others.iter().map(|other| name(*other).to_owned()));
    let chosen = prompt::choose("Which ring?", options, 0)?;
    Ok(chosen.checked_sub(1).map(|at| others[at]))
}

/// Returns the note and the evidence; asks for them if the options give neither.
pub(super) fn reason(options: &Signed, blip: &str) -> Result<(Option<String>, Option<String>)> {
    let purpose = format!("{blip}: what you looked at and what you found");
    if options.edit {
        return Ok((Some(editor::write(&purpose)?), options.evidence.clone()));
    }
    if options.has_reason() {
        return Ok((options.note.clone(), options.evidence.clone()));
    }
    let note = prompt::markdown("What did you look at, and what did you find?", &purpose)?;
    let help = if note.is_some() { "Enter to skip" } else { "required without a note" };
    let evidence = prompt::line("A link to the evidence?", help)?;
    if note.is_none() && evidence.is_none() {
        bail!("a review needs a note or evidence; nothing was written");
    }
    Ok((note, evidence))
}

/// Returns what a review has changed.
pub(super) fn added(
    radar: &Radar,
    id: &str,
    by: &[PersonIndex],
    date: Date,
    today: Date,
) -> String {
    let Some(blip) = radar.blip(id) else { return String::new() };
    let judgement = freshness::judge(radar, blip, today);
    let name = &blip.name.value;
    let kind = match worth(radar, blip, by, date) {
        Worth::Advisory => "an advisory",
        Worth::SecondHand => "a second-hand",
        Worth::Counts if radar.rule.counts == Holds::FirstHand => "a first-hand",
        Worth::Counts => "a hands-on",
    };
    let state = match (judgement.freshness, judgement.review_until) {
        (None, _) => format!("{name} is retired"),
        (Some(Freshness::Unreviewed), _) | (_, None) => match lack(radar, blip, today) {
            Lack::FirstHand => format!("{name} has no first-hand review yet"),
            _ => format!("nobody who practises has reviewed {name} yet"),
        },
        (Some(Freshness::Expired), Some(until)) => format!("{name} expired after {until}"),
        (_, Some(until)) => format!("{name} is valid until {until}"),
    };
    format!("added {kind} review by {}; {state}", person::names(radar, by))
}
