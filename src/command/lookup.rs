//! Names in arguments -> the items of the radar that they name.

use anyhow::{Result, anyhow};

use crate::diagnostic::{list, nearest};
use crate::radar::id::id_of;
use crate::radar::{Blip, Owner, PersonIndex, Placement, Radar, RingIndex, TeamIndex};

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
