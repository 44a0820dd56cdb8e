//! Names in arguments -> the items of the radar that they name.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use jiff::civil::Date;

use super::prompt;
use crate::cli::Common;
use crate::diagnostic::{list, nearest};
use crate::disk;
use crate::export::due::Due;
use crate::radar::id::id_of;
use crate::radar::queue::{self, Horizon};
use crate::radar::{
    Blip, Owner, PersonIndex, Placement, QuadrantIndex, Radar, RingIndex, Snapshot, TeamIndex,
};
use crate::source::{CONTENT, SourceSet};

/// Returns the blip with an id or a name.
pub(super) fn blip<'r>(radar: &'r Radar, name: &str) -> Result<&'r Blip> {
    let by_name = || {
        let lower = name.to_lowercase();
        radar.blips.iter().find(|blip| blip.name.value.to_lowercase() == lower)
    };
    let found = radar.blip(name).or_else(by_name).or_else(|| radar.blip(&id_of(name)));
    found.ok_or_else(|| {
        let ids: Vec<&str> = radar.blips.iter().map(|blip| blip.id.as_str()).collect();
        let names: Vec<&str> = radar.blips.iter().map(|blip| blip.name.value.as_str()).collect();
        let id_of_near_name = || {
            let near = nearest(name, &names)?;
            names.iter().position(|known| *known == near).map(|at| ids[at])
        };
        match nearest(name, &ids).or_else(id_of_near_name) {
            Some(id) => anyhow!("there is no blip `{name}`; did you mean `{id}`?"),
            None => unknown("blip", name, ids),
        }
    })
}

/// Returns the id of the blip whose file a text names, from the working directory or from the root; otherwise, the
/// text itself.
pub(super) fn without_path(common: &Common, sources: &SourceSet, text: &str) -> String {
    let folder = format!("{CONTENT}/blips/");
    let (Some(id), Ok(named)) = (id_of_file(text), disk::real(Path::new(text))) else {
        let from_root = sources.find(text).filter(|_| text.starts_with(&folder));
        return from_root.and_then(|_| id_of_file(text)).unwrap_or(text).to_owned();
    };
    let is_named =
        |path: &str| matches!(disk::real(&common.below_root(path)), Ok(it) if it == named);
    let mut files = sources.below(&folder).map(|(_, file)| file.path.as_str());
    let found = files.find(|path| id_of_file(path) == Some(id) && is_named(path));
    found.map_or(text, |_| id).to_owned()
}

/// Returns the name of a blip's file without its ending.
fn id_of_file(path: &str) -> Option<&str> {
    path.rsplit(['/', '\\']).next().and_then(|name| name.strip_suffix(".toml"))
}

/// Asks for a blip: those that wait for a review first, the riskiest on top.
pub(super) fn ask_blip(radar: &Radar, today: Date) -> Result<String> {
    if !prompt::is_possible() {
        bail!("missing: BLIP; there is no terminal to ask for it, and `radar due` lists the queue");
    }
    let snapshot = Snapshot::new(radar, today);
    let due = Due {
        radar,
        today,
        of: None,
        waiting: queue::queue(&snapshot, Horizon::Notice),
        more: 0,
        at: String::new(),
    };
    let ring = |ring: RingIndex| radar.ring(ring).name.as_str();
    let mut choices: Vec<(&str, String)> = Vec::new();
    for waiting in &due.waiting {
        let name = &waiting.blip.name.value;
        let why = due.why(waiting);
        choices.push((&waiting.blip.id, format!("{name} ({}, {why})", ring(waiting.ring))));
    }
    let waiting: BTreeSet<&str> = choices.iter().map(|(id, _)| *id).collect();
    let others = snapshot.blips.iter().filter(|judged| !waiting.contains(judged.blip.id.as_str()));
    let mut others: Vec<_> = others.collect();
    others.sort_by_cached_key(|judged| judged.blip.name.value.to_lowercase());
    for judged in others {
        let place = judged.ring().map_or("retired", ring);
        choices.push((&judged.blip.id, format!("{} ({place})", judged.blip.name.value)));
    }
    if choices.is_empty() {
        bail!("the radar has no blips yet; add one with `radar new NAME`");
    }
    let (ids, lines): (Vec<&str>, Vec<String>) = choices.into_iter().unzip();
    Ok(ids[prompt::choose("Which blip?", lines, 0)?].to_owned())
}

/// Returns the team or person with an id.
pub(super) fn owner(radar: &Radar, id: &str) -> Result<Owner> {
    radar.owner(id).ok_or_else(|| {
        unknown("team or person", id, radar.owners().map(|owner| radar.owner_id(owner)))
    })
}

/// Returns the team with an id.
pub(super) fn team(radar: &Radar, id: &str) -> Result<TeamIndex> {
    match radar.owner(id) {
        Some(Owner::Team(team)) => Ok(team),
        _ => Err(unknown("team", id, radar.teams.iter().map(|team| team.id.as_str()))),
    }
}

/// Returns the person with an id.
pub(super) fn person(radar: &Radar, id: &str) -> Result<PersonIndex> {
    radar.person_index(id).ok_or_else(|| {
        if radar.owner(id).is_some() {
            return anyhow!("`{id}` is a team; name one of its people");
        }
        unknown("person", id, radar.people.iter().map(|person| person.id.as_str()))
    })
}

/// Returns the ring with an id, or `retired`.
pub(super) fn placement(radar: &Radar, id: &str) -> Result<Placement> {
    placements(radar).find(|placement| radar.placement_id(*placement) == id).ok_or_else(|| {
        unknown("ring", id, placements(radar).map(|known| radar.placement_id(known)))
    })
}

/// Returns the name of a ring, or `Retired`.
pub(super) fn placement_name(radar: &Radar, placement: Placement) -> &str {
    placement.ring().map_or("Retired", |ring| radar.ring(ring).name.as_str())
}

/// Returns the quadrant with an id.
pub(super) fn quadrant(radar: &Radar, id: &str) -> Result<QuadrantIndex> {
    let at = radar.quadrants.iter().position(|quadrant| quadrant.id == id);
    let found = at.map(|at| QuadrantIndex(at as u16));
    let known = radar.quadrants.iter().map(|quadrant| quadrant.id.as_str());
    found.ok_or_else(|| unknown("quadrant", id, known))
}

/// Every ring from the centre outwards, then `retired`.
pub(super) fn placements(radar: &Radar) -> impl Iterator<Item = Placement> {
    let rings = (0..radar.rings.len() as u16).map(|at| Placement::Ring(RingIndex(at)));
    rings.chain([Placement::Retired])
}

/// Returns the error for a name that does not exist.
pub(super) fn unknown<'k>(
    what: &str,
    given: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> anyhow::Error {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(given, &known) {
        Some(near) => anyhow!("there is no {what} `{given}`; did you mean `{near}`?"),
        None if known.is_empty() => anyhow!("there is no {what} `{given}`"),
        None => anyhow!("there is no {what} `{given}`; known: {}", list(&known)),
    }
}
