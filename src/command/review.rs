//! `radar review`: a review, written into the blip's file.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::project::{BlipFile, Session};
use super::{Outcome, ask, commit, editor, lookup, person, prompt};
use crate::cli::{Remark, Review as Options};
use crate::edit::{self, NewReview};
use crate::radar::freshness::{self, Freshness};
use crate::radar::history;
use crate::radar::{Blip, PersonIndex, Placement, Radar};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let date = person::past(options.date, today)?;
    let file = BlipFile::open(session, &options.blip)?;
    let radar = file.radar();
    let by = options.by.iter().map(|id| lookup::person(radar, id)).collect::<Result<Vec<_>>>()?;
    let ring = options.ring.as_deref().map(|id| lookup::placement(radar, id)).transpose()?;
    let asks = prompt::is_needed([
        (!by.is_empty(), "--by PERSON"),
        (has_reason(options), "--note TEXT or --evidence URL"),
    ])?;

    let by = if by.is_empty() {
        vec![person::ask(radar, &common.root, "Who reviewed it?", date)?]
    } else {
        by
    };
    if !is_hands_on(radar, &by, date) {
        match confirm_advisory(session, &file, &by, date)? {
            Choice::Review => {}
            Choice::Ask => return ask::ask(session, &file, by[0], date, &Remark::default()),
            Choice::Cancel => {
                terminal.say("nothing was written");
                return Ok(Outcome::Done);
            }
        }
    }
    let ring = match ring {
        None if asks => ask_ring(radar, file.blip(), today)?,
        ring => ring,
    };
    let (note, evidence) = reason(options, file.blip())?;
    let review = NewReview {
        date,
        by: by.iter().map(|person| radar.person(*person).id.clone()).collect(),
        ring: ring.map(|ring| radar.placement_id(ring).to_owned()),
        note,
        evidence,
    };
    let typed = review.note.as_deref().filter(|_| options.note.is_none());
    let after = file.edit(typed, |text| edit::review(text, &review))?;
    terminal.say(&summary(&after, &file, &by, date, today));
    Ok(Outcome::Done)
}

fn is_hands_on(radar: &Radar, by: &[PersonIndex], date: Date) -> bool {
    by.iter().any(|person| freshness::practises(radar, radar.person(*person), date))
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
    let verb = if by.len() == 1 { "does" } else { "do" };
    session.terminal.warn(&format!(
        "{} {verb} not practise on {date}, so this review is advisory: it does not renew {}, and a ring \
         that it sets is imposed",
        person::names(file.radar(), by),
        blip.name.value,
    ));
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

fn has_reason(options: &Options) -> bool {
    options.note.is_some() || options.evidence.is_some() || options.edit
}

/// Returns the note and the evidence; asks for them if the options give neither.
fn reason(options: &Options, blip: &Blip) -> Result<(Option<String>, Option<String>)> {
    let purpose = format!("{}: what you looked at and what you found", blip.name.value);
    if options.edit {
        return Ok((Some(editor::write(&purpose)?), options.evidence.clone()));
    }
    if has_reason(options) {
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

fn summary(radar: &Radar, file: &BlipFile, by: &[PersonIndex], date: Date, today: Date) -> String {
    let Some(blip) = radar.blip(&file.blip().id) else { return String::new() };
    let path = file.path().display().to_string();
    let judgement = freshness::judge(radar, blip, today);
    let name = &blip.name.value;
    let kind = if is_hands_on(radar, by, date) { "a hands-on" } else { "an advisory" };
    let state = match (judgement.freshness, judgement.review_until) {
        (None, _) => format!("{name} is retired"),
        (Some(Freshness::Unreviewed), _) | (_, None) => {
            format!("nobody who practises has reviewed {name} yet")
        }
        (Some(Freshness::Expired), Some(until)) => format!("{name} expired after {until}"),
        (_, Some(until)) => format!("{name} is valid until {until}"),
    };
    let commit = commit::command(&file.path(), &format!("Review {name}"));
    let next = commit.map_or_else(String::new, |commit| format!("\nnext: {commit}"));
    format!("{path}: added {kind} review by {}; {state}{next}", person::names(radar, by))
}
