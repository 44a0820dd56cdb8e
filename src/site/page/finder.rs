//! What a reader can search and filter by: the groups of the filter with their choices, and what the
//! script has to know of each blip that does not stand on the page.
//!
//! The page lists every choice with its count, so that the script has no words of its own; where
//! there is no script, the filter is not shown and the lists say the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::Html;
use super::row::{Listed, Rows};
use crate::radar::Owner;
use crate::radar::freshness::Freshness;
use crate::radar::history::Movement;

/// A group of the filter. Within a group *or* holds, between groups *and*.
#[derive(Debug, Serialize)]
pub struct Facet {
    /// `ring`, `quadrant`, `movement`, `freshness`, `team`, `owner` or `tag`.
    pub of: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// One choice of a group.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// What stands in the address.
    pub id: String,
    /// What it is called; none for movements and freshness, whose names are texts of the language.
    pub name: Option<String>,
    /// How many blips on the chart have it.
    pub count: usize,
}

/// What the script knows of the blips on a chart, beyond what stands on the page.
#[derive(Debug, Serialize)]
pub struct Known<'r> {
    /// The rings, from the centre out.
    pub rings: Vec<Named<'r>>,
    /// The quadrants, in their order.
    pub quadrants: Vec<Named<'r>>,
    /// The blips on the chart, by id.
    pub blips: BTreeMap<&'r str, KnownBlip<'r>>,
}

/// A ring or a quadrant by the name that stands in addresses, and by its own.
#[derive(Debug, Serialize)]
pub struct Named<'r> {
    /// The id.
    pub id: &'r str,
    /// What it is called.
    pub name: &'r str,
}

/// A blip as the script knows it. Empty parts are left out: the page is to stay small.
#[derive(Debug, Serialize)]
pub struct KnownBlip<'r> {
    /// Words it can be found by.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub tags: &'r [String],
    /// The teams that own it, or that its owners belong to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<&'r str>,
    /// The people who own it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<&'r str>,
    /// Who gave the last hands-on review.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<&'r str>,
    /// When that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl<'r> Known<'r> {
    /// What the script has to know of some blips of the radar, as the content of a
    /// `<script type="application/json">`. Templates get it written: as their values, ten thousand blips would
    /// take tens of megabytes.
    pub fn json<'l>(rows: &Rows<'r>, listed: impl Iterator<Item = &'l Listed<'r>>) -> Html
    where
        'r: 'l,
    {
        // What is made of texts and dates, with texts for keys, has no way to fail.
        let json =
            serde_json::to_string(&Self::new(rows, listed)).expect("maps have texts for keys");
        Html::trusted(&crate::markdown::escape::json_in_html(&json))
    }

    fn new<'l>(rows: &Rows<'r>, listed: impl Iterator<Item = &'l Listed<'r>>) -> Self
    where
        'r: 'l,
    {
        let radar = rows.compass.radar;
        Self {
            rings: radar.rings.iter().map(|r| Named { id: &r.id, name: &r.name }).collect(),
            quadrants: radar.quadrants.iter().map(|q| Named { id: &q.id, name: &q.name }).collect(),
            blips: listed
                .filter(|listed| listed.placement.ring().is_some())
                .map(|listed| (listed.blip.id.as_str(), known(rows, listed)))
                .collect(),
        }
    }
}

fn known<'r>(rows: &Rows<'r>, listed: &Listed<'r>) -> KnownBlip<'r> {
    let radar = rows.compass.radar;
    let review = listed.judgement.last_review;
    let by = review.iter().flat_map(|review| &review.by);
    KnownBlip {
        tags: &listed.blip.tags,
        teams: teams(rows, listed),
        people: people(rows, listed),
        by: by.map(|person| radar.person(*person).name.as_str()).collect(),
        on: review.map(|review| review.date),
    }
}

/// The teams that own a blip, and those of the people who do.
fn teams<'r>(rows: &Rows<'r>, listed: &Listed<'r>) -> Vec<&'r str> {
    let radar = rows.compass.radar;
    let teams: BTreeSet<&str> = listed
        .blip
        .owners
        .value
        .iter()
        .filter_map(|owner| match owner {
            Owner::Team(team) => Some(*team),
            Owner::Person(person) => radar.person(*person).team,
        })
        .map(|team| radar.team(team).id.as_str())
        .collect();
    teams.into_iter().collect()
}

fn people<'r>(rows: &Rows<'r>, listed: &Listed<'r>) -> Vec<&'r str> {
    let owners = listed.blip.owners.value.iter();
    owners
        .filter_map(|owner| match owner {
            Owner::Person(person) => Some(rows.compass.radar.person(*person).id.as_str()),
            Owner::Team(_) => None,
        })
        .collect()
}

/// Every group in which there is something to choose. A choice that no blip has is left out, except
/// rings and the states of the rule: they may come to have some.
pub(super) fn facets(rows: &Rows) -> Vec<Facet> {
    let radar = rows.compass.radar;
    let drawn: Vec<&Listed> =
        rows.listed.iter().filter(|listed| listed.placement.ring().is_some()).collect();
    let count = |has: &dyn Fn(&Listed) -> bool| drawn.iter().filter(|listed| has(listed)).count();
    let text = |id: &str, count| Choice { id: id.to_owned(), name: None, count };
    let named = |id: &str, name: &str, count| Choice {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        count,
    };

    let rings = radar.rings.iter().enumerate().map(|(at, ring)| {
        let on_it = |l: &Listed| l.placement.ring().is_some_and(|ring| ring.index() == at);
        named(&ring.id, &ring.name, count(&on_it))
    });
    let quadrants = radar.quadrants.iter().enumerate().map(|(at, quadrant)| {
        named(&quadrant.id, &quadrant.name, count(&|l| l.blip.quadrant.index() == at))
    });
    let on_chart = Movement::ALL.into_iter().filter(|movement| *movement != Movement::Retired);
    let movements =
        on_chart.map(|movement| text(movement.name(), count(&|l| l.movement == movement)));
    let freshness = [Freshness::Fresh, Freshness::Due, Freshness::Expired, Freshness::Unreviewed]
        .map(|state| text(state.name(), count(&|l| l.judgement.freshness == Some(state))));
    let imposed = text("imposed", count(&|l| l.judgement.is_imposed()));
    // By what each blip has, not by asking every blip for each: there may be thousands of both.
    let of_teams = tally(&drawn, |listed| teams(rows, listed));
    let of_people = tally(&drawn, |listed| people(rows, listed));
    let of_tags = tally(&drawn, |listed| listed.blip.tags.iter().map(String::as_str).collect());
    let owned = |tally: &BTreeMap<&str, usize>, id: &str| tally.get(id).copied().unwrap_or(0);
    let teams = radar.teams.iter().map(|t| named(&t.id, &t.name, owned(&of_teams, &t.id)));
    let owners = radar.people.iter().map(|p| named(&p.id, &p.name, owned(&of_people, &p.id)));
    let tags = of_tags.iter().map(|(tag, count)| named(tag, tag, *count));

    let has_some = |choice: &Choice| choice.count > 0;
    let facet = |of, choices: Vec<Choice>| Facet { of, choices };
    let facets = [
        facet("ring", rings.collect()),
        facet("quadrant", quadrants.collect()),
        facet("movement", movements.collect()),
        facet("freshness", freshness.into_iter().chain([imposed]).collect()),
        facet("team", teams.filter(has_some).collect()),
        facet("owner", owners.filter(has_some).collect()),
        facet("tag", tags.collect()),
    ];
    facets.into_iter().filter(|facet| facet.choices.iter().any(has_some)).collect()
}

/// How many blips have each of the things that a blip may have several of.
fn tally<'l, 'r: 'l>(
    drawn: &[&'l Listed<'r>],
    things: impl Fn(&'l Listed<'r>) -> Vec<&'l str>,
) -> BTreeMap<&'l str, usize> {
    let mut tally = BTreeMap::new();
    for listed in drawn {
        // Whoever names a thing twice has it once.
        for thing in things(listed).into_iter().collect::<BTreeSet<_>>() {
            *tally.entry(thing).or_default() += 1;
        }
    }
    tally
}
