//! What a reader can search and filter by: the groups of the filter with their choices, and what the
//! script has to know of each blip beyond what is on the page.
//!
//! The page lists every choice with its count, so the script needs no words of its own. Without script
//! the filter is hidden, and the lists show the same blips.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::Html;
use crate::export::Named;
use crate::radar::evidence::{Usage, usage};
use crate::radar::exit::JudgedExit;
use crate::radar::freshness::Freshness;
use crate::radar::history::Movement;
use crate::radar::interval::Interval;
use crate::radar::questions::waiting_count;
use crate::radar::standing::vouching;
use crate::radar::{Blip, Counts, JudgedBlip, MovementCounts, Owner, Radar, Snapshot};

/// The choices of the group `exit`; the last is for blips without an estimate that holds.
const COSTS: [&str; 3] = ["costly", "cheap", "unknown"];

/// A group of the filter. Choices of a group are joined by *or*, groups by *and*.
#[derive(Debug, Serialize)]
pub(super) struct Facet {
    /// `ring`, `quadrant`, `movement`, `freshness`, `exit`, `use`, `team`, `owner` or `tag`.
    of: &'static str,
    choices: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Choice {
    /// How the address names it.
    id: String,
    /// None for movements, freshness, exits and use, whose names are texts of the language.
    name: Option<String>,
    /// How many blips on the chart have it.
    count: usize,
}

/// What the script knows of the blips on a chart, beyond what is on the page.
#[derive(Serialize)]
pub(super) struct SearchData<'r> {
    rings: Vec<Named<'r>>,
    quadrants: Vec<Named<'r>>,
    /// By id.
    blips: BTreeMap<&'r str, SearchBlip<'r>>,
}

/// A blip as the script knows it. Empty parts are left out, to keep the page small.
#[derive(Debug, Serialize)]
struct SearchBlip<'r> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'r [String],
    /// The teams that own it, or that its owners belong to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    teams: Vec<&'r str>,
    /// The people who own it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<&'r str>,
    /// The names of its owners.
    #[serde(skip_serializing_if = "String::is_empty")]
    owners: String,
    /// How many questions about it wait for an answer.
    #[serde(skip_serializing_if = "is_zero")]
    questions: usize,
    /// What is known of its use, if repositories were scanned.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    usage: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    unremembered: bool,
    /// Whether the last review that counts is second-hand.
    #[serde(skip_serializing_if = "is_false")]
    second: bool,
    /// The names of those who made the last review count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<&'r str>,
    /// The day of that review.
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Date>,
    /// What leaving would cost, where an estimate holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    exit: Option<SearchExit>,
}

/// An estimate that holds: the count and unit of its effort, its date, the last day on which it holds, and whether
/// leaving is costly.
type SearchExit = (u16, &'static str, Date, Date, bool);

impl<'r> SearchData<'r> {
    /// Renders the data of some blips as the content of a `<script type="application/json">`. Templates
    /// get it as text, since ten thousand blips would take tens of megabytes as template values.
    pub(super) fn json<'l>(
        snapshot: &Snapshot<'r>,
        blips: impl Iterator<Item = &'l JudgedBlip<'r>>,
    ) -> Html
    where
        'r: 'l,
    {
        let (radar, day) = (snapshot.radar, snapshot.day);
        let data = Self {
            rings: radar.rings.iter().map(Named::from).collect(),
            quadrants: radar.quadrants.iter().map(Named::from).collect(),
            blips: blips
                .map(|judged| (judged.blip.id.as_str(), blip(radar, judged, day)))
                .collect(),
        };
        let json =
            serde_json::to_string(&data).expect("texts, dates and maps keyed by text are JSON");
        Html::trusted(&crate::markdown::escape::json_in_html(&json))
    }
}

fn blip<'r>(radar: &'r Radar, judged: &JudgedBlip<'r>, day: Date) -> SearchBlip<'r> {
    let review = judged.judgement.last_review;
    let by = review.iter().flat_map(|review| vouching(radar, judged.blip, review));
    SearchBlip {
        tags: &judged.blip.tags,
        teams: teams(radar, judged.blip),
        people: people(radar, judged.blip),
        owners: owners(radar, judged.blip),
        questions: waiting_count(judged.blip, day),
        usage: radar.scanned.map(|_| usage(radar, judged.blip).name()),
        unremembered: judged.judgement.unremembered,
        second: review.is_some() && !judged.judgement.first_hand,
        by: by.map(|person| radar.person(person).name.as_str()).collect(),
        on: review.map(|review| review.date),
        exit: exit(judged),
    }
}

fn exit(judged: &JudgedBlip) -> Option<SearchExit> {
    let judged = judged.exit.filter(JudgedExit::holds)?;
    let Interval { count, unit } = judged.exit.effort;
    Some((count, unit.name(), judged.exit.date, judged.until?, judged.is_costly()))
}

/// Returns what the filter knows of the cost of leaving a blip.
fn exit_choice(judged: &JudgedBlip) -> &'static str {
    match judged.exit.filter(JudgedExit::holds) {
        Some(exit) if exit.is_costly() => COSTS[0],
        Some(_) => COSTS[1],
        None => COSTS[2],
    }
}

/// Returns the names of the owners, as lists write them.
fn owners(radar: &Radar, blip: &Blip) -> String {
    let names = blip.owners.value.iter().map(|owner| radar.owner_name(*owner));
    names.collect::<Vec<_>>().join(", ")
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Returns the teams that own a blip, and those of the people who do.
pub(super) fn teams<'r>(radar: &'r Radar, blip: &Blip) -> Vec<&'r str> {
    let teams = blip.owners.value.iter().filter_map(|owner| match owner {
        Owner::Team(team) => Some(*team),
        Owner::Person(person) => radar.person(*person).team,
    });
    let teams: BTreeSet<&str> = teams.map(|team| radar.team(team).id.as_str()).collect();
    teams.into_iter().collect()
}

fn people<'r>(radar: &'r Radar, blip: &Blip) -> Vec<&'r str> {
    let people = blip.owners.value.iter().filter_map(|owner| match owner {
        Owner::Person(person) => Some(radar.person(*person).id.as_str()),
        Owner::Team(_) => None,
    });
    people.collect()
}

/// Returns every group with something to choose. A choice that no blip has is left out, except rings and
/// the states of the rule, which a blip may come to have.
pub(super) fn facets(snapshot: &Snapshot) -> Vec<Facet> {
    let radar = snapshot.radar;
    let blips: Vec<&JudgedBlip> = snapshot.on_rings().collect();
    let states = Counts::of(blips.iter().copied());
    let moved = MovementCounts::of(blips.iter().copied());
    let text = |id: &str, count| Choice { id: id.to_owned(), name: None, count };
    let named = |id: &str, name: &str, count| {
        let (id, name) = (id.to_owned(), Some(name.to_owned()));
        Choice { id, name, count }
    };
    // Counted by what each blip has, not by asking every blip for each: there may be thousands of both.
    let of_rings =
        tally(&blips, |j| j.ring().map(|ring| radar.ring(ring).id.as_str()).into_iter().collect());
    let of_quadrants = tally(&blips, |j| vec![radar.quadrant(j.blip.quadrant).id.as_str()]);
    let of_teams = tally(&blips, |j| teams(radar, j.blip));
    let of_people = tally(&blips, |j| people(radar, j.blip));
    let of_tags = tally(&blips, |j| j.blip.tags.iter().map(String::as_str).collect());
    let count = |tally: &BTreeMap<&str, usize>, id: &str| tally.get(id).copied().unwrap_or(0);
    let rings = radar.rings.iter().map(|r| named(&r.id, &r.name, count(&of_rings, &r.id)));
    let quadrants =
        radar.quadrants.iter().map(|q| named(&q.id, &q.name, count(&of_quadrants, &q.id)));
    let teams = radar.teams.iter().map(|t| named(&t.id, &t.name, count(&of_teams, &t.id)));
    let owners = radar.people.iter().map(|p| named(&p.id, &p.name, count(&of_people, &p.id)));
    let tags = of_tags.iter().map(|(tag, count)| named(tag, tag, *count));
    let on_chart = Movement::ALL.into_iter().filter(|movement| *movement != Movement::Retired);
    let movements = on_chart.map(|movement| text(movement.name(), moved.get(movement)));
    let freshness = Freshness::ALL.map(|f| text(f.name(), states.by_freshness.get(f)));
    let marks = [
        text("imposed", states.imposed),
        text("set-from-outside", states.set_from_outside),
        text("unremembered", states.unremembered),
    ];
    let of_use = tally(&blips, |j| vec![usage(radar, j.blip).name()]);
    let uses = Usage::ALL.map(|known| text(known.name(), count(&of_use, known.name())));
    let uses = uses.into_iter().filter(|_| radar.scanned.is_some());
    let of_exits = tally(&blips, |j| vec![exit_choice(j)]);
    // Where nobody has estimated anything, there is nothing to choose.
    let is_estimated = blips.iter().any(|judged| judged.exit.is_some());
    let exits = COSTS.map(|cost| text(cost, if is_estimated { count(&of_exits, cost) } else { 0 }));

    let has_some = |choice: &Choice| choice.count > 0;
    let facet = |of, choices: Vec<Choice>| Facet { of, choices };
    let facets = [
        facet("ring", rings.collect()),
        facet("quadrant", quadrants.collect()),
        facet("movement", movements.collect()),
        facet("freshness", freshness.into_iter().chain(marks).collect()),
        facet("exit", exits.into()),
        facet("use", uses.collect()),
        facet("team", teams.filter(has_some).collect()),
        facet("owner", owners.filter(has_some).collect()),
        facet("tag", tags.collect()),
    ];
    facets.into_iter().filter(|facet| facet.choices.iter().any(has_some)).collect()
}

/// Counts the blips that have each of the things that a blip may have several of.
fn tally<'l, 'r: 'l>(
    blips: &[&'l JudgedBlip<'r>],
    things: impl Fn(&'l JudgedBlip<'r>) -> Vec<&'l str>,
) -> BTreeMap<&'l str, usize> {
    let mut tally = BTreeMap::new();
    for judged in blips {
        // A blip that names a thing twice has it once.
        for thing in things(judged).into_iter().collect::<BTreeSet<_>>() {
            *tally.entry(thing).or_default() += 1;
        }
    }
    tally
}
