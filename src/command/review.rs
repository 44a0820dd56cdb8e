//! `radar review`: a review, written into the blip's file.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::blip_file::{BlipFile, Opened};
use super::{Outcome, Terminal, ask, content, editor, prompt, who};
use crate::cli::{Common, Review as Options};
use crate::edit::{self, NewReview};
use crate::radar::freshness::{self, Freshness};
use crate::radar::history;
use crate::radar::{Blip, PersonIndex, Placement, RETIRED, Radar};

pub(super) fn run(
    common: &Common,
    options: &Options,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let date = who::past(options.date, today)?;
    let file = match BlipFile::open(common, &options.blip, today, terminal)? {
        Opened::Open(file) => file,
        Opened::Broken(outcome) => return Ok(outcome),
    };
    let radar = &file.radar;
    let by = options.by.iter().map(|id| content::person(radar, id)).collect::<Result<Vec<_>>>()?;
    let ring = options.ring.as_deref().map(|id| placement(radar, id)).transpose()?;
    let says_something = options.note.is_some() || options.evidence.is_some() || options.edit;
    let mut missing = Vec::new();
    if by.is_empty() {
        missing.push("--by PERSON");
    }
    if !says_something {
        missing.push("--note TEXT or --evidence URL");
    }
    prompt::require(&missing)?;

    let by = if by.is_empty() {
        vec![who::ask(radar, &common.root, "Who reviewed it?", date)?]
    } else {
        by
    };
    if !by.iter().any(|person| freshness::practises(radar, radar.person(*person), date)) {
        match advisory(&file, &by, date, terminal)? {
            Choice::Sign => {}
            Choice::Ask => return ask::instead(&file, by[0], date, terminal),
            Choice::Leave => {
                terminal.say("nothing was written");
                return Ok(Outcome::Done);
            }
        }
    }
    let ring = match ring {
        None if !missing.is_empty() => ask_ring(radar, file.blip(), today)?,
        ring => ring,
    };
    let (note, evidence) = words(options, file.blip(), says_something)?;
    let review = NewReview {
        date,
        by: by.iter().map(|person| radar.person(*person).id.clone()).collect(),
        ring: ring.map(|ring| radar.placement_id(ring).to_owned()),
        note,
        evidence,
    };
    let typed = review.note.as_deref().filter(|_| options.note.is_none());
    let after = match file.edit(typed, |text| edit::review(text, &review))? {
        Ok(after) => after,
        Err(outcome) => return Ok(outcome),
    };
    terminal.say(&done(&after, &file, &by, date, today));
    Ok(Outcome::Done)
}

fn placement(radar: &Radar, id: &str) -> Result<Placement> {
    let mut known: Vec<&str> = radar.rings.iter().map(|ring| ring.id.as_str()).collect();
    known.push(RETIRED);
    let placements = (0u16..).map(|at| Placement::Ring(crate::radar::RingIndex(at)));
    let found = placements.take(radar.rings.len()).find(|ring| radar.placement_id(*ring) == id);
    match found {
        Some(ring) => Ok(ring),
        None if id == RETIRED => Ok(Placement::Retired),
        None => Err(content::unknown("ring", id, &known)),
    }
}

/// What somebody who does not practise wants after all.
enum Choice {
    Sign,
    Ask,
    Leave,
}

fn advisory(file: &BlipFile, by: &[PersonIndex], date: Date, terminal: Terminal) -> Result<Choice> {
    let blip = file.blip();
    let verb = if by.len() == 1 { "does" } else { "do" };
    terminal.warn(&format!(
        "{} {verb} not practise on {date}, so this review counts as advisory: {} will be no fresher for \
         it, and a ring that it sets is imposed",
        who::names(&file.radar, by),
        blip.name.value,
    ));
    if !prompt::is_possible() {
        terminal.say(&format!("to ask instead: radar ask {}", blip.id));
        return Ok(Choice::Sign);
    }
    let options = vec!["Ask a question instead", "Sign it all the same", "Leave it"];
    Ok(match prompt::choose("What now?", options, 0)? {
        0 => Choice::Ask,
        1 => Choice::Sign,
        _ => Choice::Leave,
    })
}

fn ask_ring(radar: &Radar, blip: &Blip, today: Date) -> Result<Option<Placement>> {
    let now = history::placement_on(blip, today).unwrap_or(blip.ring.value);
    let name = |placement: Placement| match placement.ring() {
        Some(ring) => radar.ring(ring).name.clone(),
        None => "Retired".to_owned(),
    };
    let rings =
        (0..radar.rings.len() as u16).map(|at| Placement::Ring(crate::radar::RingIndex(at)));
    let others: Vec<Placement> =
        rings.chain([Placement::Retired]).filter(|other| *other != now).collect();
    let mut options = vec![format!("{}, as it is", name(now))];
    options.extend(others.iter().map(|other| name(*other)));
    let chosen = prompt::choose("Where does it belong?", options, 0)?;
    Ok(chosen.checked_sub(1).map(|at| others[at]))
}

/// The note and the evidence, asked for if neither was given.
fn words(
    options: &Options,
    blip: &Blip,
    says_something: bool,
) -> Result<(Option<String>, Option<String>)> {
    let name = &blip.name.value;
    let what_for = format!("{name}: what was looked at, and what was found");
    if options.edit {
        return Ok((Some(editor::write(&what_for)?), options.evidence.clone()));
    }
    if says_something {
        return Ok((options.note.clone(), options.evidence.clone()));
    }
    let note = match prompt::line(
        "What was looked at, and what was found?",
        "Markdown on one line; a single e opens your editor",
        "",
    )? {
        Some(e) if e == "e" => Some(editor::write(&what_for)?),
        note => note,
    };
    let help =
        if note.is_some() { "Enter leaves it out" } else { "without a note, this is needed" };
    let evidence = prompt::line("A link to what shows it?", help, "")?;
    if note.is_none() && evidence.is_none() {
        bail!("a review without a note or evidence says nothing; nothing was written");
    }
    Ok((note, evidence))
}

fn done(radar: &Radar, file: &BlipFile, by: &[PersonIndex], date: Date, today: Date) -> String {
    let Some(blip) = radar.blip(&file.blip().id) else { return String::new() };
    let path = file.path().display().to_string();
    let judgement = freshness::judge(radar, blip, today);
    let name = &blip.name.value;
    let kind = if by.iter().any(|person| freshness::practises(radar, radar.person(*person), date)) {
        "a hands-on review"
    } else {
        "an advisory review"
    };
    let state = match (judgement.freshness, judgement.review_until) {
        (None, _) => format!("{name} is retired"),
        (Some(Freshness::Unreviewed), _) | (_, None) => {
            format!("nobody who practises has reviewed {name} yet")
        }
        (Some(Freshness::Expired), Some(until)) => {
            format!("{name} expired on {until} all the same")
        }
        (_, Some(until)) => format!("{name} holds until {until}"),
    };
    format!(
        "{path}: {kind} by {}; {state}\nnext: git commit -m {} {}",
        who::names(radar, by),
        super::shell(&format!("Review {name}")),
        super::shell(&path),
    )
}
