//! The content for commands that speak of it, and names in arguments -> what they stand for.

use anyhow::{Result, anyhow};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::Common;
use crate::content::{Checked, check};
use crate::diagnostic::nearest;
use crate::radar::{Owner, PersonIndex, Radar, TeamIndex};
use crate::source::{self, SourceSet};

/// A radar without errors, or what there is to say of one that has some.
pub(super) enum Content {
    /// Every part of it could be used.
    Whole(Box<Radar>),
    /// The errors have been reported.
    Broken(Outcome),
}

/// Reads and checks the content. What lints say of it is not this command's business.
pub(super) fn whole(common: &Common, today: Date, terminal: Terminal) -> Result<Content> {
    let sources = source::read(&common.root)?;
    let mut checked = check(&sources, today, &common.levels()?);
    checked.report.retain(|diagnostic| diagnostic.code.is_always_error());
    Ok(match checked {
        Checked { radar: Some(radar), report, .. } if report.iter().next().is_none() => {
            Content::Whole(Box::new(radar))
        }
        checked => Content::Broken(broken(&sources, checked, terminal)),
    })
}

fn broken(sources: &SourceSet, checked: Checked, terminal: Terminal) -> Outcome {
    terminal.report(sources, &checked.report.judge(&checked.levels))
}

/// The team or person of an id.
pub(super) fn owner(radar: &Radar, id: &str) -> Result<Owner> {
    radar.owner(id).ok_or_else(|| {
        let teams = radar.teams.iter().map(|team| team.id.as_str());
        let people = radar.people.iter().map(|person| person.id.as_str());
        unknown("team or person", id, &teams.chain(people).collect::<Vec<_>>())
    })
}

/// The team of an id.
pub(super) fn team(radar: &Radar, id: &str) -> Result<TeamIndex> {
    match radar.owner(id) {
        Some(Owner::Team(team)) => Ok(team),
        _ => {
            let teams: Vec<&str> = radar.teams.iter().map(|team| team.id.as_str()).collect();
            Err(unknown("team", id, &teams))
        }
    }
}

/// The person of an id.
pub(super) fn person(radar: &Radar, id: &str) -> Result<PersonIndex> {
    radar.person_index(id).ok_or_else(|| {
        if radar.owner(id).is_some() {
            return anyhow!("`{id}` is a team, and this is a person's: name somebody of it");
        }
        let people: Vec<&str> = radar.people.iter().map(|person| person.id.as_str()).collect();
        unknown("person", id, &people)
    })
}

/// An error for a name that nothing has.
pub(super) fn unknown(what: &str, given: &str, known: &[&str]) -> anyhow::Error {
    match nearest(given, known) {
        Some(near) => anyhow!("there is no {what} `{given}`; did you mean `{near}`?"),
        None if known.is_empty() => anyhow!("there is no {what} `{given}`"),
        None => anyhow!("there is no {what} `{given}`; known: {}", crate::diagnostic::list(known)),
    }
}

/// What has to stand behind a command, so that it finds the radar of this one.
pub(super) fn at(common: &Common) -> String {
    if common.root == std::path::Path::new(".") {
        String::new()
    } else {
        format!(" -C {}", common.root.display())
    }
}
