//! `radar new`: a blip's file, where its owner keeps blips.

use std::collections::BTreeMap;
use std::ffi::OsStr;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::first_review::first_review;
use super::project::{Project, Session};
use super::{Outcome, commit, lookup, person, prompt, review};
use crate::cli::New as Options;
use crate::edit;
use crate::edit::toml_string::string;
use crate::radar::id::{id_of, is_id};
use crate::radar::{Blip, Owner, Radar};
use crate::source::{CONTENT, is_passed_over};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let project = Project::read(session)?;
    let radar = project.usable()?;
    let name = options.name.trim();
    let id = id(session, radar, options, name)?;
    let blip = answers(session, radar, options)?;
    let folder = match &options.folder {
        Some(folder) => tidy_folder(folder)?,
        None => home(radar, &blip.owners),
    };
    let path = format!("{CONTENT}/blips/{folder}{id}.toml");
    let text = file(radar, name, &blip, options, session.today);
    let first = first_review(session, radar, name, &blip.ring, options)?;
    let text = match &first {
        Some((_, review)) => edit::review(&text, review)?,
        None => text,
    };
    let after = project.save(&path, text.as_bytes())?;
    let path = session.common.below_root(&path);
    let commit = commit::command(&path, &format!("Add {name}"));
    let done = match &first {
        Some((by, _)) => {
            format!(": {}", review::added(&after, &id, by, session.today, session.today))
        }
        None => format!("\nnext: radar review {id}{}", session.common.root_option()),
    };
    let commit = commit.map_or_else(String::new, |commit| format!("\nnext: {commit}"));
    session.terminal.say(&format!("wrote {}{done}{commit}", path.display()));
    Ok(Outcome::Done)
}

/// Returns an id that no blip has yet. Fails if the name is similar to that of another blip, unless the user says
/// that the two are distinct.
fn id(session: &Session, radar: &Radar, options: &Options, name: &str) -> Result<String> {
    let root = session.common.root_option();
    let id = match &options.id {
        Some(id) if is_id(id) => id.clone(),
        Some(id) => match id_of(id) {
            better if better.is_empty() => bail!("`{id}` is not a valid id"),
            better => bail!(
                "`{id}` is not a valid id: use lower-case letters, digits and single hyphens; did you \
                 mean `{better}`?"
            ),
        },
        None => id_of(name),
    };
    if id.is_empty() {
        bail!("cannot make an id from `{name}`; choose one, as in --id kafka");
    }
    if let Some(taken) = radar.blip(&id) {
        bail!(
            "{} already exists, in {}; add a review to it with `radar review {id}{root}`, or choose \
             another id with --id",
            taken.name.value,
            session.common.below_root(&taken.path).display()
        );
    }
    if let Some(near) = near(radar, name, &id).filter(|_| !options.distinct) {
        let path = session.common.below_root(&near.path);
        let exists = format!("{} already exists, in {}", near.name.value, path.display());
        if !prompt::is_possible() {
            bail!("{exists}; did you mean `{}`? If not, use --distinct", near.id);
        }
        if !prompt::confirm(&format!("{exists}. Is {name} something else?"))? {
            bail!("nothing was written; add a review with `radar review {}{root}`", near.id);
        }
    }
    Ok(id)
}

/// Returns a blip whose name differs by a typo, or only by signs and blanks.
fn near<'r>(radar: &'r Radar, name: &str, id: &str) -> Option<&'r Blip> {
    /// The similarity of equal names is 1; this allows for one letter in five.
    const MIN_SIMILARITY: f64 = 0.8;
    let letters = |id: &str| id.replace('-', "");
    let lower = name.to_lowercase();
    let similarity = |blip: &Blip| {
        if letters(&blip.id) == letters(id) {
            return 1.0;
        }
        let known = blip.name.value.to_lowercase();
        strsim::normalized_damerau_levenshtein(&known, &lower)
    };
    let known = radar.blips.iter().map(|blip| (similarity(blip), blip));
    let nearest = known.filter(|(similarity, _)| *similarity >= MIN_SIMILARITY);
    nearest.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, blip)| blip)
}

/// What the options and the user say about a blip.
struct Answers {
    quadrant: String,
    ring: String,
    owners: Vec<Owner>,
    summary: Option<String>,
}

/// The ring that is proposed for something new: the third, usually *assess*.
const PROPOSED_RING: usize = 2;

fn answers(session: &Session, radar: &Radar, options: &Options) -> Result<Answers> {
    let quadrants: Vec<_> = radar.quadrants.iter().map(|q| (q.id.as_str(), &q.name)).collect();
    let rings: Vec<_> = radar.rings.iter().map(|ring| (ring.id.as_str(), &ring.name)).collect();
    check_id("quadrant", options.quadrant.as_deref(), &quadrants)?;
    check_id("ring", options.ring.as_deref(), &rings)?;
    let owners = options.owners.iter().map(|id| lookup::owner(radar, id));
    let mut owners = owners.collect::<Result<Vec<_>>>()?;
    let asks = prompt::is_needed([
        (options.quadrant.is_some(), "--quadrant QUADRANT"),
        (options.ring.is_some(), "--ring RING"),
    ])?;
    let choose = |given: &Option<String>, question, known: &[(&str, &String)], at| match given {
        Some(given) => Ok(given.clone()),
        None => {
            let names = known.iter().map(|(_, name)| *name).collect();
            prompt::choose(question, names, at).map(|at| known[at].0.to_owned())
        }
    };
    let quadrant = choose(&options.quadrant, "Which quadrant?", &quadrants, 0)?;
    let ring = choose(&options.ring, "Which ring?", &rings, PROPOSED_RING.min(rings.len() - 1))?;
    if asks && owners.is_empty() {
        owners.extend(ask_owner(session, radar)?);
    }
    let summary = match &options.summary {
        None if asks => prompt::line("What is it?", "one line; Enter to skip")?,
        summary => summary.clone(),
    };
    Ok(Answers { quadrant, ring, owners, summary })
}

fn check_id(what: &str, given: Option<&str>, known: &[(&str, &String)]) -> Result<()> {
    let ids = known.iter().map(|(id, _)| *id);
    match given {
        Some(given) if !ids.clone().any(|id| id == given) => Err(lookup::unknown(what, given, ids)),
        _ => Ok(()),
    }
}

fn ask_owner(session: &Session, radar: &Radar) -> Result<Option<Owner>> {
    let owners: Vec<Owner> = radar.owners().collect();
    let mut names: Vec<&str> = owners.iter().map(|owner| radar.owner_name(*owner)).collect();
    names.push("nobody yet");
    let team = person::user(radar, &session.common.root)
        .and_then(|person| radar.person(person).team)
        .and_then(|team| owners.iter().position(|owner| *owner == Owner::Team(team)));
    let chosen = prompt::choose("Who owns it?", names, team.unwrap_or(owners.len()))?;
    Ok(owners.get(chosen).copied())
}

/// Returns the folder in which an owner, or their team, keeps most blips. If they have none, it is a new folder,
/// unless the radar has no folders at all.
fn home(radar: &Radar, owners: &[Owner]) -> String {
    let Some(owner) = owners.first() else { return String::new() };
    let team = match owner {
        Owner::Team(team) => Some(*team),
        Owner::Person(person) => radar.person(*person).team,
    };
    let is_theirs = |blip: &&Blip| match team {
        Some(team) => radar.is_of_team(blip, team),
        None => blip.owners.value.contains(owner),
    };
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for blip in radar.blips.iter().filter(is_theirs) {
        // If a blip has several owners, it is most likely in the folder of the first.
        let weight = if blip.owners.value.first() == Some(owner) { 4 } else { 1 };
        *folders.entry(folder(blip)).or_default() += weight;
    }
    let most = folders.into_iter().rev().max_by_key(|(_, count)| *count);
    match most {
        Some((folder, _)) => folder.to_owned(),
        None if radar.blips.iter().all(|blip| folder(blip).is_empty()) => String::new(),
        None => format!("{}/", team.map_or_else(|| radar.owner_id(*owner), |t| &radar.team(t).id)),
    }
}

/// Returns the folder of a blip below `blips/`: empty, or with a slash at its end.
fn folder(blip: &Blip) -> &str {
    let below = blip.path.split_once("/blips/").map_or("", |(_, below)| below);
    below.rfind('/').map_or("", |at| &below[..=at])
}

fn tidy_folder(folder: &str) -> Result<String> {
    let parts: Vec<&str> = folder.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    // A blip in a folder that is passed over would never be read.
    let is_hidden = |part: &&str| part.starts_with('.') || is_passed_over(OsStr::new(part));
    if parts.iter().any(is_hidden) || folder.starts_with('/') {
        bail!("`{folder}` is not a folder below {CONTENT}/blips/");
    }
    Ok(parts.iter().flat_map(|part| [part, "/"]).collect())
}

fn file(radar: &Radar, name: &str, blip: &Answers, options: &Options, today: Date) -> String {
    let list = |words: Vec<&str>| {
        let words: Vec<String> = words.into_iter().map(string).collect();
        format!("[{}]", words.join(", "))
    };
    let mut lines = vec![
        format!("name     = {}", string(name)),
        format!("quadrant = {}", string(&blip.quadrant)),
        format!("ring     = {}", string(&blip.ring)),
    ];
    if !blip.owners.is_empty() {
        let owners = blip.owners.iter().map(|owner| radar.owner_id(*owner)).collect();
        lines.push(format!("owners   = {}", list(owners)));
    }
    if !options.tags.is_empty() {
        let tags = options.tags.iter().map(String::as_str).collect();
        lines.push(format!("tags     = {}", list(tags)));
    }
    lines.push(format!("added    = {today}"));
    lines.extend(blip.summary.as_ref().map(|summary| format!("summary  = {}", string(summary))));
    lines.join("\n") + "\n"
}
