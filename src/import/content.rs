//! A radar in the terms that all formats share: importers return it, and [`super::files`] writes it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Absent;

/// A radar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub(crate) title: String,
    /// The rings, from the centre out.
    pub rings: Vec<Term>,
    /// The quadrants, in their order.
    pub quadrants: Vec<Term>,
    /// The editions, oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub(crate) teams: Vec<Term>,
    /// The blips, sorted by id.
    pub blips: Vec<Blip>,
    /// The about page, in Markdown.
    pub(crate) about: Option<String>,
    /// Names below `radar/images/`, and bytes.
    pub(crate) images: Vec<(String, Vec<u8>)>,
    /// Colours, as tokens of a theme.
    pub(crate) tokens: Vec<(String, String)>,
    /// The days that the files describe.
    pub(crate) days: BTreeSet<Date>,
    /// Ids of blips that a day lists but that could not be read: they have not left the radar.
    pub(crate) unclear: BTreeSet<String>,
    /// What happens to a blip that one of these days does not list.
    pub(crate) absent: Absent,
    /// What the user should know about how the files were read, a sentence each.
    pub remarks: Vec<String>,
}

/// A ring, a quadrant or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Unique among its kind.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// Markdown.
    pub(crate) description: Option<String>,
}

/// A published state of the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Unique among the editions.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// The day whose state it shows.
    pub date: Date,
}

/// A blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blip {
    /// Unique among the blips.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// The id of its quadrant.
    pub quadrant: String,
    /// The id of its ring, or `retired`.
    pub ring: String,
    /// The day it came onto the radar.
    pub(crate) added: Date,
    /// Markdown.
    pub description: Option<String>,
    /// What only some formats have.
    pub details: Details,
    /// Oldest first, all unsigned.
    pub reviews: Vec<Review>,
}

/// The parts of a blip that only some formats have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// One line.
    pub(crate) summary: Option<String>,
    /// Ids of teams.
    pub(crate) owners: Vec<String>,
    /// Words to find the blip by.
    pub tags: Vec<String>,
    pub(crate) links: Vec<Link>,
}

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) title: String,
    /// A full address.
    pub(crate) url: String,
}

/// What the files have for a blip on one day. Nobody signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day of the state.
    pub date: Date,
    /// The id of the ring that the blip moved to, or `retired`.
    pub ring: Option<String>,
    /// Markdown.
    pub note: Option<String>,
}
