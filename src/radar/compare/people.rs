//! The people, teams and rings of two radars. An id that is gone and one that is new are the same if the name is.

use std::collections::BTreeMap;

use super::periods::{Range, gained};
use crate::radar::freshness::practises;
use crate::radar::{
    Owner, Person, PersonIndex, Placement, Radar, Section, Snapshot, Team, TeamIndex,
};

/// What the later radar calls the people, teams and rings of the earlier one.
pub(super) struct Names<'r> {
    before: &'r Radar,
    /// By their earlier ids, only where these are others now.
    people: BTreeMap<&'r str, &'r str>,
    teams: BTreeMap<&'r str, &'r str>,
    rings: BTreeMap<&'r str, &'r str>,
    /// The people of the earlier radar by their present ids.
    earlier: BTreeMap<&'r str, &'r Person>,
}

/// A person about whom something else is said.
pub(crate) struct PersonChange<'r> {
    /// The person as they are now; as they were, if they are gone.
    pub(crate) person: &'r Person,
    pub(crate) events: Vec<PersonEvent<'r>>,
}

/// What happened to a person.
pub(crate) enum PersonEvent<'r> {
    Joined {
        team: Option<&'r Team>,
        practises: bool,
    },
    Left,
    /// Their earlier id.
    Renamed(&'r str),
    Name(&'r str),
    Title,
    Team {
        from: Option<&'r Team>,
        to: Option<&'r Team>,
    },
    Started,
    Stopped,
    /// Days that count as practised now and did not before.
    Gained(Range),
    Lost(Range),
    Addresses,
}

/// A team about which something else is said.
pub(crate) struct TeamChange<'r> {
    pub(crate) team: &'r Team,
    pub(crate) event: TeamEvent<'r>,
}

/// What happened to a team.
pub(crate) enum TeamEvent<'r> {
    Founded,
    Dissolved,
    /// Its earlier id.
    Renamed(&'r str),
    /// Its earlier name.
    Name(&'r str),
}

impl<'r> Names<'r> {
    pub(super) fn new(before: &'r Radar, after: &'r Radar) -> Self {
        let person = |person: &'r Person| (person.id.as_str(), person.name.as_str());
        let team = |team: &'r Team| (team.id.as_str(), team.name.as_str());
        let ring = |ring: &'r Section| (ring.id.as_str(), ring.name.as_str());
        let people = others(before.people.iter().map(person), after.people.iter().map(person));
        let now = |id: &'r str| people.get(id).copied().unwrap_or(id);
        Self {
            before,
            earlier: before.people.iter().map(|person| (now(&person.id), person)).collect(),
            people,
            teams: others(before.teams.iter().map(team), after.teams.iter().map(team)),
            rings: others(before.rings.iter().map(ring), after.rings.iter().map(ring)),
        }
    }

    /// Returns the present id of a person of the earlier radar.
    pub(super) fn person(&self, person: PersonIndex) -> &'r str {
        let id = self.before.person(person).id.as_str();
        self.people.get(id).copied().unwrap_or(id)
    }

    /// Returns the present id of a team or person of the earlier radar.
    pub(super) fn owner(&self, owner: Owner) -> &'r str {
        match owner {
            Owner::Person(person) => self.person(person),
            Owner::Team(team) => self.team(team),
        }
    }

    fn team(&self, team: TeamIndex) -> &'r str {
        let id = self.before.team(team).id.as_str();
        self.teams.get(id).copied().unwrap_or(id)
    }

    /// Returns the present id of a ring of the earlier radar.
    pub(super) fn placement(&self, placement: Placement) -> &'r str {
        let id = self.before.placement_id(placement);
        self.rings.get(id).copied().unwrap_or(id)
    }

    /// Returns a person, by their present id, as the earlier radar has them.
    pub(super) fn earlier(&self, id: &str) -> Option<&'r Person> {
        self.earlier.get(id).copied()
    }

    pub(super) fn before(&self) -> &'r Radar {
        self.before
    }
}

/// Returns the new ids for those that are gone: where one name is gone and comes once.
fn others<'r>(
    before: impl Iterator<Item = (&'r str, &'r str)> + Clone,
    after: impl Iterator<Item = (&'r str, &'r str)> + Clone,
) -> BTreeMap<&'r str, &'r str> {
    let ids = |list: BTreeMap<&'r str, &'r str>, other: &BTreeMap<&str, &str>| {
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, name) in list {
            if !other.contains_key(id) {
                by_name.entry(name).or_default().push(id);
            }
        }
        by_name
    };
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (before.collect(), after.collect());
    let (gone, mut came) = (ids(old.clone(), &new), ids(new, &old));
    let pairs = gone.into_iter().filter_map(|(name, gone)| {
        match (gone.as_slice(), came.remove(name)?.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        }
    });
    pairs.collect()
}

/// Returns what changed about people, by their present ids.
pub(super) fn people<'r>(
    before: &Snapshot<'r>,
    after: &Snapshot<'r>,
    names: &Names<'r>,
) -> Vec<PersonChange<'r>> {
    let mut old = names.earlier.clone();
    let mut changes: Vec<PersonChange> = Vec::new();
    for person in &after.radar.people {
        let events = match old.remove(person.id.as_str()) {
            Some(earlier) => events(earlier, person, before, after, names),
            None => vec![PersonEvent::Joined {
                team: person.team.map(|team| after.radar.team(team)),
                practises: practises(after.radar, person, after.day),
            }],
        };
        if !events.is_empty() {
            changes.push(PersonChange { person, events });
        }
    }
    let left = old.into_values();
    changes.extend(left.map(|person| PersonChange { person, events: vec![PersonEvent::Left] }));
    changes
}

fn events<'r>(
    was: &'r Person,
    is: &'r Person,
    before: &Snapshot<'r>,
    after: &Snapshot<'r>,
    names: &Names<'r>,
) -> Vec<PersonEvent<'r>> {
    let mut events = Vec::new();
    if was.id != is.id {
        events.push(PersonEvent::Renamed(&was.id));
    }
    if was.name != is.name {
        events.push(PersonEvent::Name(&was.name));
    }
    if was.title != is.title {
        events.push(PersonEvent::Title);
    }
    let from = was.team.map(|team| names.team(team));
    if from != is.team.map(|team| after.radar.team(team).id.as_str()) {
        events.push(PersonEvent::Team {
            from: was.team.map(|team| before.radar.team(team)),
            to: is.team.map(|team| after.radar.team(team)),
        });
    }
    let did = practises(before.radar, was, after.day);
    match (did, practises(after.radar, is, after.day)) {
        (false, true) => events.push(PersonEvent::Started),
        (true, false) => events.push(PersonEvent::Stopped),
        _ => {}
    }
    events.extend(gained(&was.practising, &is.practising).into_iter().map(PersonEvent::Gained));
    events.extend(gained(&is.practising, &was.practising).into_iter().map(PersonEvent::Lost));
    let addresses = |person: &Person| {
        let mut emails: Vec<String> = person.emails.iter().map(|e| e.to_lowercase()).collect();
        emails.sort_unstable();
        emails
    };
    if addresses(was) != addresses(is) {
        events.push(PersonEvent::Addresses);
    }
    events
}

/// Returns what changed about teams, by their present ids.
pub(super) fn teams<'r>(
    before: &'r Radar,
    after: &'r Radar,
    names: &Names<'r>,
) -> Vec<TeamChange<'r>> {
    let indices = (0..).map(TeamIndex);
    let mut old: BTreeMap<&str, &Team> =
        before.teams.iter().zip(indices).map(|(team, at)| (names.team(at), team)).collect();
    let mut changes: Vec<TeamChange> = Vec::new();
    for team in &after.teams {
        let mut push = |event| changes.push(TeamChange { team, event });
        match old.remove(team.id.as_str()) {
            None => push(TeamEvent::Founded),
            Some(was) if was.id != team.id => push(TeamEvent::Renamed(&was.id)),
            Some(was) if was.name != team.name => push(TeamEvent::Name(&was.name)),
            Some(_) => {}
        }
    }
    changes.extend(old.into_values().map(|team| TeamChange { team, event: TeamEvent::Dissolved }));
    changes
}
