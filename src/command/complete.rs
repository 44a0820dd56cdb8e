//! What shells offer after Tab: commands and options, and the ids of the radar at hand.
//!
//! The script of a shell calls this program with [`VARIABLE`] set to the name of the shell and the words so far.
#![allow(clippy::disallowed_methods, reason = "a shell asks through the environment")]

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Arg, Command, CommandFactory as _};
use clap_complete::env::{CompleteEnv, Shells};
use clap_complete::{ArgValueCandidates, CompletionCandidate};
use jiff::civil::Date;

use super::{Outcome, lookup, place};
use crate::cli::Cli;
use crate::content::check;
use crate::diagnostic::Levels;
use crate::radar::Radar;
use crate::source;

/// The name of the variable in the environment by which a shell asks.
const VARIABLE: &str = "RADAR_COMPLETE";

/// Answers a shell; returns none if no shell asks.
pub fn complete() -> Option<Outcome> {
    let asks = CompleteEnv::with_factory(command).var(VARIABLE);
    let here = std::env::current_dir().ok();
    match asks.try_complete(std::env::args_os(), here.as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(Outcome::Done),
        Err(_) => Some(Outcome::Failed),
    }
}

/// Returns the script that makes a shell ask.
pub(super) fn script(shell: &str) -> Result<String> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).context("clap accepts only known shells")?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "radar", "radar", "radar", &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// Returns the arguments of the program, with the values that the radar has.
fn command() -> Command {
    Cli::command().mut_subcommands(|command| command.mut_args(with_candidates))
}

fn with_candidates(arg: Arg) -> Arg {
    let candidates: fn(&Radar) -> Vec<Candidate> = match arg.get_id().as_str() {
        "blip" => blips,
        "ring" => rings,
        "quadrant" => quadrants,
        "by" | "person" => people,
        "owner" | "owners" | "stewards" => owners,
        "team" => teams,
        "tags" => tags,
        "from" | "to" => editions,
        _ => return arg,
    };
    // `radar import --from` names a format.
    if arg.get_possible_values().is_empty() {
        arg.add(ArgValueCandidates::new(move || offered(candidates)))
    } else {
        arg
    }
}

/// A value and what it means.
type Candidate = (String, String);

/// Returns the values of the radar that the words so far are about; none if it cannot be read.
fn offered(candidates: fn(&Radar) -> Vec<Candidate>) -> Vec<CompletionCandidate> {
    let words: Vec<_> = std::env::args_os().collect();
    let root = place::root(&start(&words).unwrap_or_else(|| ".".into()));
    let Ok(sources) = source::read(&root) else { return Vec::new() };
    // Names do not depend on the day.
    let radar = check(&sources, Date::constant(2000, 1, 1), &Levels::default()).radar;
    let candidates = radar.as_ref().map(candidates).unwrap_or_default();
    let candidates = candidates.into_iter();
    candidates.map(|(id, name)| CompletionCandidate::new(id).help(Some(name.into()))).collect()
}

/// Returns the folder that the words name: `-C DIR`, `-CDIR`, `--root DIR` or `--root=DIR`, which bash splits at `=`.
fn start(words: &[OsString]) -> Option<PathBuf> {
    words.iter().enumerate().find_map(|(at, word)| {
        let next = |ahead: usize| words.get(at + ahead).map(PathBuf::from);
        if word == "-C" || word == "--root" {
            return if words.get(at + 1)? == "=" { next(2) } else { next(1) };
        }
        let word = word.to_str()?;
        let joined = word.strip_prefix("--root=").or_else(|| word.strip_prefix("-C"));
        joined.map(|folder| folder.strip_prefix('=').unwrap_or(folder).into())
    })
}

fn blips(radar: &Radar) -> Vec<Candidate> {
    let blips = radar.blips.iter();
    blips.map(|blip| (blip.id.clone(), blip.name.value.clone())).collect()
}

fn rings(radar: &Radar) -> Vec<Candidate> {
    let rings = lookup::placements(radar);
    rings
        .map(|ring| {
            let name = lookup::placement_name(radar, ring).to_owned();
            (radar.placement_id(ring).to_owned(), name)
        })
        .collect()
}

fn quadrants(radar: &Radar) -> Vec<Candidate> {
    radar.quadrants.iter().map(|quadrant| (quadrant.id.clone(), quadrant.name.clone())).collect()
}

fn people(radar: &Radar) -> Vec<Candidate> {
    radar.people.iter().map(|person| (person.id.clone(), person.name.clone())).collect()
}

fn owners(radar: &Radar) -> Vec<Candidate> {
    let owners = radar.owners();
    owners
        .map(|owner| (radar.owner_id(owner).to_owned(), radar.owner_name(owner).to_owned()))
        .collect()
}

fn teams(radar: &Radar) -> Vec<Candidate> {
    radar.teams.iter().map(|team| (team.id.clone(), team.name.clone())).collect()
}

fn tags(radar: &Radar) -> Vec<Candidate> {
    let mut tags: Vec<&String> = radar.blips.iter().flat_map(|blip| &blip.tags).collect();
    tags.sort_unstable();
    tags.dedup();
    tags.into_iter().map(|tag| (tag.clone(), String::new())).collect()
}

fn editions(radar: &Radar) -> Vec<Candidate> {
    radar.editions.iter().map(|edition| (edition.id.clone(), edition.name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_radar_is_named_in_many_ways() {
        for line in ["-C ours", "-Cours", "-C=ours", "--root ours", "--root=ours", "--root = ours"]
        {
            let words: Vec<_> = format!("radar {line} review").split(' ').map(Into::into).collect();
            assert_eq!(start(&words), Some("ours".into()), "{line}");
        }
        assert_eq!(start(&["radar".into(), "review".into(), "-C".into()]), None);
    }
}
