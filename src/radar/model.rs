//! The radar as the rest of the program sees it: every reference resolved, everything sorted.
//!
//! Plain data, made by [`crate::content::check`] only. It knows the places its parts were written at, so
//! that lints can point there, and nothing of how anything is judged or shown.

use jiff::civil::Date;

use crate::diagnostic::{Span, Spanned};
use crate::radar::interval::Interval;
use crate::radar::month::Month;

/// Defines an index into one of the lists of [`Radar`].
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// As a position in the list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index! {
    /// A ring, counted from the centre out.
    RingIndex
}
index! {
    /// A quadrant, in the order of radar.toml.
    QuadrantIndex
}
index! {
    /// A team, in the order of its id.
    TeamIndex
}
index! {
    /// A person, in the order of their id.
    PersonIndex
}

/// A text in Markdown, not yet rendered, with its place in the file it was written in.
pub type Markdown = Spanned<String>;

/// A whole technology radar.
#[derive(Clone, Debug, PartialEq)]
pub struct Radar {
    /// What it is called.
    pub title: String,
    /// The address it is published at, ending in `/`.
    pub base_url: Option<String>,
    /// The language of its texts, a BCP 47 tag.
    pub language: Spanned<String>,
    /// The name of its theme.
    pub theme: Spanned<String>,
    /// Where a file can be edited; `{path}` stands for its path.
    pub edit_url: Option<String>,
    /// The review rule.
    pub rule: ReviewRule,
    /// What shows that somebody practises.
    pub practice: Practice,
    /// From the centre out; 1 to 8.
    pub rings: Vec<Ring>,
    /// 1 to 8.
    pub quadrants: Vec<Quadrant>,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub teams: Vec<Team>,
    /// Sorted by id.
    pub people: Vec<Person>,
    /// Sorted by id.
    pub blips: Vec<Blip>,
    /// The about page.
    pub about: Option<Markdown>,
}

impl Radar {
    /// A ring.
    pub fn ring(&self, index: RingIndex) -> &Ring {
        &self.rings[index.index()]
    }

    /// A quadrant.
    pub fn quadrant(&self, index: QuadrantIndex) -> &Quadrant {
        &self.quadrants[index.index()]
    }

    /// A team.
    pub fn team(&self, index: TeamIndex) -> &Team {
        &self.teams[index.index()]
    }

    /// A person.
    pub fn person(&self, index: PersonIndex) -> &Person {
        &self.people[index.index()]
    }

    /// The people of a team.
    pub fn members(&self, team: TeamIndex) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.team == Some(team))
    }

    /// The blip of this id.
    pub fn blip(&self, id: &str) -> Option<&Blip> {
        let at = self.blips.binary_search_by(|blip| blip.id.as_str().cmp(id)).ok()?;
        Some(&self.blips[at])
    }

    /// The id of an owner.
    pub fn owner_id(&self, owner: Owner) -> &str {
        match owner {
            Owner::Team(team) => &self.team(team).id,
            Owner::Person(person) => &self.person(person).id,
        }
    }

    /// What an owner is called.
    pub fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Team(team) => &self.team(team).name,
            Owner::Person(person) => &self.person(person).name,
        }
    }

    /// Everybody who could own something: teams, then people.
    pub fn owners(&self) -> impl Iterator<Item = Owner> + use<> {
        let teams = (0..self.teams.len() as u16).map(|at| Owner::Team(TeamIndex(at)));
        teams.chain((0..self.people.len() as u16).map(|at| Owner::Person(PersonIndex(at))))
    }

    /// The owner of this id.
    pub fn owner(&self, id: &str) -> Option<Owner> {
        let team = self.teams.iter().position(|team| team.id == id);
        let team = team.map(|at| Owner::Team(TeamIndex(at as u16)));
        team.or_else(|| self.person_index(id).map(Owner::Person))
    }

    /// The person of this id.
    pub fn person_index(&self, id: &str) -> Option<PersonIndex> {
        let at = self.people.iter().position(|person| person.id == id)?;
        Some(PersonIndex(at as u16))
    }

    /// The person with this address, whatever the case of its letters.
    pub fn person_of_email(&self, email: &str) -> Option<PersonIndex> {
        let has = |known: &String| known.eq_ignore_ascii_case(email);
        let at = self.people.iter().position(|person| person.emails.iter().any(has))?;
        Some(PersonIndex(at as u16))
    }

    /// Whether a team, or somebody of it, owns a blip.
    pub fn is_of_team(&self, blip: &Blip, team: TeamIndex) -> bool {
        blip.owners.value.iter().any(|owner| match owner {
            Owner::Team(owner) => *owner == team,
            Owner::Person(person) => self.person(*person).team == Some(team),
        })
    }

    /// Where a blip's file can be edited.
    pub fn edit_url_of(&self, blip: &Blip) -> Option<String> {
        self.edit_url.as_ref().map(|url| url.replace("{path}", &blip.path))
    }

    /// The id of a placement, as written in TOML.
    pub fn placement_id(&self, placement: Placement) -> &str {
        match placement {
            Placement::Ring(ring) => &self.ring(ring).id,
            Placement::Retired => RETIRED,
        }
    }
}

/// The ring of blips that have left the drawing.
pub const RETIRED: &str = "retired";

/// How often blips have to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewRule {
    /// The interval, where neither the blip nor its ring nor its quadrant has its own.
    pub every: Interval,
    /// How long before its end a blip counts as due.
    pub notice: Interval,
}

/// What shows that somebody practises, and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// What counts.
    pub evidence: Evidence,
    /// For how long a commit shows it.
    pub window: Interval,
    /// The day on which git histories were last scanned, if they ever were.
    pub scanned: Option<Date>,
}

/// What shows that somebody practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// What people.toml declares, and nothing else.
    Declared,
    /// That, or commits of theirs.
    Git,
}

/// A ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it means.
    pub description: Option<Markdown>,
    /// Its own review interval.
    pub review_every: Option<Interval>,
}

/// A quadrant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quadrant {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What belongs there.
    pub description: Option<Markdown>,
    /// Its own review interval.
    pub review_every: Option<Interval>,
}

/// A published state of the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The day whose state it is.
    pub date: Date,
    /// A few words.
    pub intro: Option<Markdown>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they do.
    pub title: Option<String>,
    /// The team they belong to.
    pub team: Option<TeamIndex>,
    /// Whose commits and reviews are theirs.
    pub emails: Vec<String>,
    /// When they were hands-on, in the order of people.toml.
    pub practising: Vec<Period>,
    /// The months in which they committed, as far as practice.toml knows, the earliest first.
    pub committed: Vec<Month>,
}

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day; still going on where it is left out.
    pub until: Option<Date>,
    /// Where it was written.
    pub at: Span,
}

/// Who owns a blip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A whole team.
    Team(TeamIndex),
    /// One person.
    Person(PersonIndex),
}

/// Where a verdict puts a blip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placement {
    /// On a ring.
    Ring(RingIndex),
    /// Off the drawing; the page stays.
    Retired,
}

impl Placement {
    /// The ring, unless retired.
    pub fn ring(self) -> Option<RingIndex> {
        match self {
            Placement::Ring(ring) => Some(ring),
            Placement::Retired => None,
        }
    }
}

/// A technology.
#[derive(Clone, Debug, PartialEq)]
pub struct Blip {
    /// The file name without `.toml`.
    pub id: String,
    /// The path of its file below the root.
    pub path: String,
    /// What it is called.
    pub name: Spanned<String>,
    /// Where it belongs.
    pub quadrant: QuadrantIndex,
    /// The ring as the file says it: that of the latest verdict, whatever `today` is.
    pub ring: Spanned<Placement>,
    /// Who answers for it.
    pub owners: Spanned<Vec<Owner>>,
    /// Words it can be found by.
    pub tags: Vec<String>,
    /// Since when it is on the radar, where that was said.
    pub added: Option<Date>,
    /// Where to read on.
    pub links: Vec<Link>,
    /// One line.
    pub summary: Option<String>,
    /// What it is, and what the radar's people think of it.
    pub description: Option<Markdown>,
    /// Its own review interval.
    pub review_every: Option<Interval>,
    /// Oldest first; those of one day in the order of the file.
    pub reviews: Vec<Review>,
    /// Oldest first.
    pub questions: Vec<Question>,
}

impl Blip {
    /// Returns every Markdown text of the blip, in the order of its file.
    pub fn texts(&self) -> Vec<&Markdown> {
        let notes = self.reviews.iter().filter_map(|review| review.note.as_ref());
        let questions = self.questions.iter().flat_map(|question| {
            let answer = question.answer.as_ref().map(|answer| &answer.text);
            [&question.text].into_iter().chain(answer)
        });
        let mut texts: Vec<&Markdown> =
            self.description.iter().chain(notes).chain(questions).collect();
        texts.sort_unstable_by_key(|text| text.at.start);
        texts
    }
}

/// A link to somewhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What to show.
    pub title: String,
    /// An absolute address.
    pub url: String,
}

/// Somebody looked at a blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub date: Date,
    /// Who; empty for what an import found.
    pub by: Vec<PersonIndex>,
    /// The verdict; none for "looked again, no change".
    pub verdict: Option<Placement>,
    /// Why.
    pub note: Option<Markdown>,
    /// A link to what shows it.
    pub evidence: Option<String>,
    /// Where it was written.
    pub at: Span,
}

/// Somebody asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When.
    pub date: Date,
    /// Who.
    pub by: PersonIndex,
    /// What.
    pub text: Markdown,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub date: Date,
    /// Who.
    pub by: PersonIndex,
    /// What.
    pub text: Markdown,
}
