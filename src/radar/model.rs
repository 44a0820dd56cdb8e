//! The radar as the rest of the program sees it: every reference resolved, everything sorted.
//!
//! Plain data, made by [`crate::content::check`] only. It has the spans of its parts, so that lints can
//! point there. It does not know how anything is judged or shown.
#![allow(
    missing_docs,
    reason = "plain data: docs/content.md describes the keys that fill these fields"
)]

use jiff::civil::Date;

use super::blip::{Blip, Markdown, Placement};
use super::entered::Entered;
use super::evidence::Repository;
use super::index::{Owner, PersonIndex, QuadrantIndex, RepositoryIndex, RingIndex, TeamIndex};
use super::site_export::SiteExport;
use crate::diagnostic::{Span, Spanned};
use crate::radar::interval::Interval;
use crate::radar::month::Month;

/// A whole technology radar.
#[derive(Clone, Debug, PartialEq)]
pub struct Radar {
    pub title: String,
    /// The address it is published at, with a `/` at its end.
    pub base_url: Option<String>,
    /// A BCP 47 tag.
    pub language: Spanned<String>,
    pub theme: Spanned<String>,
    /// Where files can be edited, with `{path}` in place of their paths.
    pub edit_url: Option<String>,
    /// Whether pages say who entered what others signed.
    pub audit: bool,
    /// Whether the site may have cards for social networks.
    pub cards: bool,
    /// The files for other programs that the site has, in alphabetical order.
    pub exports: Vec<SiteExport>,
    /// Filled by those who can read the history of the files.
    pub entered: Entered,
    pub rule: ReviewRule,
    pub practice: Practice,
    pub questions: QuestionRule,
    /// From the centre out; 1 to 8.
    pub rings: Vec<Section>,
    /// 1 to 8.
    pub quadrants: Vec<Section>,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub teams: Vec<Team>,
    /// Sorted by id.
    pub people: Vec<Person>,
    /// Sorted by id.
    pub blips: Vec<Blip>,
    /// The repositories of evidence.toml, sorted by name.
    pub repositories: Vec<Repository>,
    /// The day of the last scan of repositories, if there was one.
    pub scanned: Option<Date>,
    pub about: Option<Markdown>,
}

impl Radar {
    /// Returns a ring.
    pub fn ring(&self, index: RingIndex) -> &Section {
        &self.rings[index.index()]
    }

    /// Returns a quadrant.
    pub fn quadrant(&self, index: QuadrantIndex) -> &Section {
        &self.quadrants[index.index()]
    }

    /// Returns a team.
    pub fn team(&self, index: TeamIndex) -> &Team {
        &self.teams[index.index()]
    }

    /// Returns a person.
    pub fn person(&self, index: PersonIndex) -> &Person {
        &self.people[index.index()]
    }

    /// Returns a repository.
    pub fn repository(&self, index: RepositoryIndex) -> &Repository {
        &self.repositories[index.index()]
    }

    /// Returns the people of a team.
    pub fn members(&self, team: TeamIndex) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.team == Some(team))
    }

    /// Returns the blip with this id.
    pub fn blip(&self, id: &str) -> Option<&Blip> {
        let at = self.blips.binary_search_by(|blip| blip.id.as_str().cmp(id)).ok()?;
        Some(&self.blips[at])
    }

    /// Returns the id of an owner.
    pub fn owner_id(&self, owner: Owner) -> &str {
        match owner {
            Owner::Team(team) => &self.team(team).id,
            Owner::Person(person) => &self.person(person).id,
        }
    }

    /// Returns the name of an owner.
    pub fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Team(team) => &self.team(team).name,
            Owner::Person(person) => &self.person(person).name,
        }
    }

    /// Returns all teams and people: teams first.
    pub fn owners(&self) -> impl Iterator<Item = Owner> + use<> {
        let teams = (0..self.teams.len() as u16).map(|at| Owner::Team(TeamIndex(at)));
        teams.chain((0..self.people.len() as u16).map(|at| Owner::Person(PersonIndex(at))))
    }

    /// Returns the team or person with this id.
    pub fn owner(&self, id: &str) -> Option<Owner> {
        let team = self.teams.iter().position(|team| team.id == id);
        let team = team.map(|at| Owner::Team(TeamIndex(at as u16)));
        team.or_else(|| self.person_index(id).map(Owner::Person))
    }

    /// Returns the person with this id.
    pub fn person_index(&self, id: &str) -> Option<PersonIndex> {
        let at = self.people.iter().position(|person| person.id == id)?;
        Some(PersonIndex(at as u16))
    }

    /// Returns the person with this email address, in any case of its letters.
    pub fn person_of_email(&self, email: &str) -> Option<PersonIndex> {
        let has = |known: &String| known.eq_ignore_ascii_case(email);
        let at = self.people.iter().position(|person| person.emails.iter().any(has))?;
        Some(PersonIndex(at as u16))
    }

    /// Returns whether a team or one of its people owns a blip.
    pub fn is_of_team(&self, blip: &Blip, team: TeamIndex) -> bool {
        blip.owners.value.iter().any(|owner| match owner {
            Owner::Team(owner) => *owner == team,
            Owner::Person(person) => self.person(*person).team == Some(team),
        })
    }

    /// Checks that a format can hold this radar: without some of its quadrants or rings, it would be another one.
    ///
    /// # Errors
    ///
    /// If there are too many: the reason.
    pub(crate) fn fits(&self, export: SiteExport) -> Result<(), String> {
        let counts = [
            ("quadrants", self.quadrants.len(), SiteExport::MAX_QUADRANTS),
            ("rings", self.rings.len(), export.max_rings()),
        ];
        let Some((what, count, max)) = counts.into_iter().find(|(_, count, max)| count > max)
        else {
            return Ok(());
        };
        let name = export.name();
        Err(format!("{name} supports at most {max} {what}, but this radar has {count}"))
    }

    /// Returns whether the site has cards for social networks: these find them by their whole addresses only.
    pub(crate) fn has_cards(&self) -> bool {
        self.cards && self.base_url.is_some()
    }

    /// Returns the address where a blip's file can be edited.
    pub fn edit_url_of(&self, blip: &Blip) -> Option<String> {
        self.edit_url.as_ref().map(|url| url.replace("{path}", &blip.path))
    }

    /// Returns the id of a placement, as TOML has it.
    pub fn placement_id(&self, placement: Placement) -> &str {
        match placement {
            Placement::Ring(ring) => &self.ring(ring).id,
            Placement::Retired => RETIRED,
        }
    }
}

/// What TOML has in place of a ring for a retired blip.
pub const RETIRED: &str = "retired";

/// How often blips have to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewRule {
    /// The interval, unless the blip, its ring or its quadrant has its own.
    pub every: Interval,
    /// How long before its end a blip counts as due.
    pub notice: Interval,
    /// Which hands-on reviews hold.
    pub counts: Holds,
}

/// Which hands-on reviews hold, and make a blip fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// All: somebody who practises signed.
    HandsOn,
    /// Those of somebody who works with the blip.
    FirstHand,
}

impl Holds {
    /// Returns what the reviews that hold are called.
    pub fn hands(self) -> &'static str {
        match self {
            Holds::HandsOn => "hands-on",
            Holds::FirstHand => "first-hand",
        }
    }
}

/// How long questions may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionRule {
    /// How long a question may be open before the lint `unanswered` reports it.
    pub notice: Interval,
}

/// Which evidence shows that a person practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    pub evidence: Evidence,
    /// How long a commit counts as evidence.
    pub window: Interval,
    /// How long after they stopped practising somebody counts as remembering.
    pub generation: Interval,
}

/// What counts as evidence that a person practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The periods in people.toml.
    Declared,
    /// The periods in people.toml, and commits.
    Git,
}

/// A ring or a quadrant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub id: String,
    pub name: String,
    pub description: Option<Markdown>,
    pub review_every: Option<Interval>,
}

/// A published snapshot of the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: String,
    pub name: String,
    pub date: Date,
    pub intro: Option<Markdown>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    pub id: String,
    pub name: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub title: Option<String>,
    pub team: Option<TeamIndex>,
    /// The addresses of their commits.
    pub emails: Vec<String>,
    /// In the order of people.toml.
    pub practising: Vec<Period>,
    /// The months with commits of theirs in any repository of evidence.toml, the earliest first.
    pub committed: Vec<Month>,
}

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    /// None while it goes on.
    pub until: Option<Date>,
    pub at: Span,
}
