//! Who somebody is: people by id, and whoever sits here, by git.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::prompt;
use crate::radar::freshness;
use crate::radar::{PersonIndex, Radar};

/// Asks for a person; whoever git says is here comes first.
pub(super) fn ask(radar: &Radar, root: &Path, question: &str, day: Date) -> Result<PersonIndex> {
    if radar.people.is_empty() {
        bail!("nobody is in people.toml yet; add [person.ID] with a name, emails and practising");
    }
    let here = here(radar, root);
    let mut people: Vec<PersonIndex> = (0..radar.people.len() as u16).map(PersonIndex).collect();
    // Whoever is here, then who can review, then who can ask.
    people.sort_by_cached_key(|index| {
        let person = radar.person(*index);
        let practises = freshness::practises(radar, person, day);
        (Some(*index) != here, !practises, person.name.to_lowercase())
    });
    let names = people.iter().map(|index| {
        let person = radar.person(*index);
        let practises = freshness::practises(radar, person, day);
        let idle = if practises { "" } else { ", not practising" };
        format!("{} ({}{idle})", person.name, person.id)
    });
    Ok(people[prompt::choose(question, names.collect(), 0)?])
}

/// The person whose address git has.
pub(super) fn here(radar: &Radar, root: &Path) -> Option<PersonIndex> {
    let output =
        Command::new("git").arg("-C").arg(root).args(["config", "user.email"]).output().ok()?;
    let email = String::from_utf8(output.stdout).ok()?;
    radar.person_of_email(email.trim())
}

/// Names, set apart by commas.
pub(super) fn names(radar: &Radar, people: &[PersonIndex]) -> String {
    let names: Vec<&str> =
        people.iter().map(|person| radar.person(*person).name.as_str()).collect();
    names.join(", ")
}

/// Refuses a day that is yet to come.
pub(super) fn past(date: Option<Date>, today: Date) -> Result<Date> {
    match date {
        Some(date) if date > today => {
            bail!("{date} is after today ({today}); what has not happened cannot be written down")
        }
        date => Ok(date.unwrap_or(today)),
    }
}
