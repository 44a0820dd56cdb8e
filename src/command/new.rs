//! `radar new`: a blip's file, where its owner keeps blips.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::guard::Guard;
use super::{Outcome, Terminal, content, prompt, who};
use crate::cli::{Common, New as Options};
use crate::content::check;
use crate::edit::toml_string::string;
use crate::edit::write;
use crate::radar::id::{id_of, is_id};
use crate::radar::{Blip, Owner, Radar};
use crate::source::{self, CONTENT};

pub(super) fn run(
    common: &Common,
    options: &Options,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let chosen = common.levels()?;
    let sources = source::read(&common.root)?;
    let checked = check(&sources, today, &chosen);
    let guard = Guard::new(&sources, &checked, chosen, today, terminal);
    let Some(radar) = checked.radar else {
        return Ok(terminal.report(&sources, &checked.report.judge(&checked.levels)));
    };
    let name = options.name.trim();
    let id = id(&radar, options, name)?;
    let blip = answers(&radar, common, options)?;
    let folder = match &options.folder {
        Some(folder) => tidy_folder(folder)?,
        None => home(&radar, &blip.owners),
    };
    let path = format!("{CONTENT}/blips/{folder}{id}.toml");
    let text = file(&radar, name, &blip, options, today);
    if let Err(outcome) = guard.admit(&sources.and(&path, text.clone().into_bytes())) {
        terminal.say("nothing was written");
        return Ok(outcome);
    }
    let path = common.below_root(&path);
    write::create(&path, text.as_bytes())?;
    let at = content::at(common);
    terminal.say(&format!("wrote {}\nnext: radar review {id}{at}", path.display()));
    Ok(Outcome::Done)
}

/// An id that no blip has, for a name that no blip is near to, unless somebody says that it is another
/// thing.
fn id(radar: &Radar, options: &Options, name: &str) -> Result<String> {
    let id = match &options.id {
        Some(id) if is_id(id) => id.clone(),
        Some(id) => match id_of(id) {
            better if better.is_empty() => bail!("`{id}` cannot be an id"),
            better => bail!(
                "`{id}` cannot be an id: it takes lower-case letters, digits and single hyphens; did \
                 you mean `{better}`?"
            ),
        },
        None => id_of(name),
    };
    if id.is_empty() {
        bail!("no id can be made from `{name}`: give one, as in --id kafka");
    }
    if let Some(taken) = radar.blip(&id) {
        bail!(
            "there is {} already, in {}; `radar review {id}` adds a review to it, and --id gives \
             another blip another id",
            taken.name.value,
            taken.path
        );
    }
    if let Some(near) = near(radar, name, &id).filter(|_| !options.distinct) {
        let there = format!("there is {} already, in {}", near.name.value, near.path);
        if !prompt::is_possible() {
            bail!("{there}; did you mean `{}`? If not, say --distinct", near.id);
        }
        if !prompt::confirm(&format!("T{}. Is {name} another thing?", &there[1..]), false)? {
            bail!("nothing was written; `radar review {}` adds a review to what is there", near.id);
        }
    }
    Ok(id)
}

/// A blip whose name differs by a slip of the fingers, or by signs and blanks only.
fn near<'r>(radar: &'r Radar, name: &str, id: &str) -> Option<&'r Blip> {
    /// Of 1 for equal names: one letter of five.
    const NEAR: f64 = 0.8;
    let letters = |id: &str| id.replace('-', "");
    let lower = name.to_lowercase();
    let likeness = |blip: &Blip| {
        if letters(&blip.id) == letters(id) {
            return 1.0;
        }
        let known = blip.name.value.to_lowercase();
        strsim::normalized_damerau_levenshtein(&known, &lower)
    };
    let known = radar.blips.iter().map(|blip| (likeness(blip), blip));
    let nearest = known.filter(|(likeness, _)| *likeness >= NEAR);
    nearest.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, blip)| blip)
}

/// What a blip has to have.
struct Answers {
    quadrant: String,
    ring: String,
    owners: Vec<Owner>,
    summary: Option<String>,
}

/// The ring that is proposed for something new, where there are so many: the third, usually *assess*.
const UNTRIED: usize = 2;

fn answers(radar: &Radar, common: &Common, options: &Options) -> Result<Answers> {
    let known = |ids: Vec<&str>, what: &str, given: &Option<String>| match given {
        Some(given) if !ids.contains(&given.as_str()) => Err(content::unknown(what, given, &ids)),
        given => Ok(given.clone()),
    };
    let quadrants: Vec<&str> = radar.quadrants.iter().map(|q| q.id.as_str()).collect();
    let rings: Vec<&str> = radar.rings.iter().map(|ring| ring.id.as_str()).collect();
    let quadrant = known(quadrants, "quadrant", &options.quadrant)?;
    let ring = known(rings, "ring", &options.ring)?;
    let mut owners =
        options.owners.iter().map(|id| content::owner(radar, id)).collect::<Result<Vec<_>>>()?;
    let mut missing = Vec::new();
    if quadrant.is_none() {
        missing.push("--quadrant QUADRANT");
    }
    if ring.is_none() {
        missing.push("--ring RING");
    }
    prompt::require(&missing)?;
    let asks = !missing.is_empty();
    let quadrant = match quadrant {
        Some(quadrant) => quadrant,
        None => {
            let names = radar.quadrants.iter().map(|q| q.name.as_str()).collect();
            radar.quadrants[prompt::choose("Which quadrant?", names, 0)?].id.clone()
        }
    };
    let ring = match ring {
        Some(ring) => ring,
        None => {
            let names = radar.rings.iter().map(|ring| ring.name.as_str()).collect();
            radar.rings[prompt::choose("Which ring?", names, UNTRIED.min(radar.rings.len() - 1))?]
                .id
                .clone()
        }
    };
    if asks && owners.is_empty() {
        owners.extend(ask_owner(radar, common)?);
    }
    let summary = match &options.summary {
        None if asks => prompt::line("What is it?", "one line; Enter leaves it out", "")?,
        summary => summary.clone(),
    };
    Ok(Answers { quadrant, ring, owners, summary })
}

fn ask_owner(radar: &Radar, common: &Common) -> Result<Option<Owner>> {
    let owners: Vec<Owner> = radar.owners().collect();
    let mut names: Vec<&str> = owners.iter().map(|owner| radar.owner_name(*owner)).collect();
    names.push("nobody yet");
    let team = who::here(radar, &common.root)
        .and_then(|person| radar.person(person).team)
        .and_then(|team| owners.iter().position(|owner| *owner == Owner::Team(team)));
    let chosen = prompt::choose("Who answers for it?", names, team.unwrap_or(owners.len()))?;
    Ok(owners.get(chosen).copied())
}

/// The folder in which an owner, or their team, keeps most blips; else one of the team's own, unless
/// nobody has folders.
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
        // The first owner's folder is the likelier home of a blip that several own.
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

/// The folder of a blip below `blips/`, with a slash at its end unless it is none.
fn folder(blip: &Blip) -> &str {
    let below = blip.path.split_once("/blips/").map_or("", |(_, below)| below);
    below.rfind('/').map_or("", |at| &below[..=at])
}

fn tidy_folder(folder: &str) -> Result<String> {
    let parts: Vec<&str> = folder.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| part.starts_with('.')) || folder.starts_with('/') {
        bail!("`{folder}` is no folder below {CONTENT}/blips/");
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
        lines.push(format!(
            "tags     = {}",
            list(options.tags.iter().map(String::as_str).collect())
        ));
    }
    lines.push(format!("added    = {today}"));
    lines.extend(blip.summary.as_ref().map(|summary| format!("summary  = {}", string(summary))));
    lines.join("\n") + "\n"
}
