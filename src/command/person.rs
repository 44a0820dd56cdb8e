//! People: the one at the terminal, and the one that a question is about.

use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::git::git;
use super::{lookup, prompt};
use crate::radar::freshness;
use crate::radar::{PersonIndex, Radar};

/// Asks for a person and offers the user first, then people who practise.
pub(super) fn ask(radar: &Radar, root: &Path, question: &str, day: Date) -> Result<PersonIndex> {
    let (people, names) = offered(radar, user(radar, root), day)?;
    Ok(people[prompt::choose(question, names, 0)?])
}

/// Asks for one person or several, in the same order. The user is chosen already.
pub(super) fn ask_several(
    radar: &Radar,
    root: &Path,
    question: &str,
    day: Date,
) -> Result<Vec<PersonIndex>> {
    let user = user(radar, root);
    let (people, names) = offered(radar, user, day)?;
    let chosen: &[usize] = if user.is_some() { &[0] } else { &[] };
    let chosen = prompt::choose_several(question, names, chosen)?;
    Ok(chosen.into_iter().map(|at| people[at]).collect())
}

/// Returns the people to choose from, and how they are listed.
fn offered(
    radar: &Radar,
    user: Option<PersonIndex>,
    day: Date,
) -> Result<(Vec<PersonIndex>, Vec<String>)> {
    if radar.people.is_empty() {
        bail!("people.toml lists nobody yet; add [person.ID] with a name, emails and practising");
    }
    let practises = |index| freshness::practises(radar, radar.person(index), day);
    let mut people: Vec<PersonIndex> = (0..radar.people.len() as u16).map(PersonIndex).collect();
    people.sort_by_cached_key(|index| {
        let name = radar.person(*index).name.to_lowercase();
        (Some(*index) != user, !practises(*index), name)
    });
    let names = people.iter().map(|index| {
        let person = radar.person(*index);
        let idle = if practises(*index) { "" } else { ", not practising" };
        format!("{} ({}{idle})", person.name, person.id)
    });
    let names = names.collect();
    Ok((people, names))
}

/// Returns the people that `--by` names, each of them once.
pub(super) fn signers(radar: &Radar, ids: &[String]) -> Result<Vec<PersonIndex>> {
    let mut people = Vec::new();
    for id in ids {
        let person = lookup::person(radar, id)?;
        if people.contains(&person) {
            bail!("--by names `{id}` twice");
        }
        people.push(person);
    }
    Ok(people)
}

/// Returns whether what some people sign on a day is signed by somebody who practises.
pub(super) fn is_hands_on(radar: &Radar, by: &[PersonIndex], date: Date) -> bool {
    by.iter().any(|person| freshness::practises(radar, radar.person(*person), date))
}

/// Returns the person whose address git is configured with.
pub(super) fn user(radar: &Radar, root: &Path) -> Option<PersonIndex> {
    let email = git(root, &["config", "user.email"]).ok()?;
    radar.person_of_email(email.trim())
}

/// Returns names, separated by commas.
pub(super) fn names(radar: &Radar, people: &[PersonIndex]) -> String {
    let names: Vec<&str> =
        people.iter().map(|person| radar.person(*person).name.as_str()).collect();
    names.join(", ")
}

/// Returns the day given by `--date`, or today; refuses a day in the future.
pub(super) fn past(date: Option<Date>, today: Date) -> Result<Date> {
    match date {
        Some(date) if date > today => {
            bail!("{date} is after today ({today}); --date cannot be in the future")
        }
        date => Ok(date.unwrap_or(today)),
    }
}
