//! A radar, as far as other formats know one: what importers make and [`super::files`] writes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Absent;

/// A radar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What it is called.
    pub title: String,
    /// From the centre out.
    pub rings: Vec<Term>,
    /// In their order.
    pub quadrants: Vec<Term>,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub teams: Vec<Term>,
    /// Sorted by id.
    pub blips: Vec<Blip>,
    /// The about page, in Markdown.
    pub about: Option<String>,
    /// By name, below `radar/images/`.
    pub images: Vec<(String, Vec<u8>)>,
    /// Colours, as tokens of a theme.
    pub tokens: Vec<(String, String)>,
    /// The days whose state the files give.
    pub days: BTreeSet<Date>,
    /// Ids of blips that a day lists in a way that could not be read: they have not left.
    pub unclear: BTreeSet<String>,
    /// What it means that one of these days does not list a blip.
    pub absent: Absent,
    /// What a person should know of how the files were read, a sentence each.
    pub remarks: Vec<String>,
}

/// A ring, a quadrant or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Markdown.
    pub description: Option<String>,
}

/// A published state of the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its day.
    pub date: Date,
}

/// A blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blip {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The id of its quadrant.
    pub quadrant: String,
    /// The id of its ring, or `retired`.
    pub ring: String,
    /// Since when it is on the radar.
    pub added: Date,
    /// Markdown.
    pub description: Option<String>,
    /// What else there is to say.
    pub details: Details,
    /// Oldest first; all of them unsigned.
    pub reviews: Vec<Review>,
}

/// What only some formats know of a blip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// One line.
    pub summary: Option<String>,
    /// Ids of teams.
    pub owners: Vec<String>,
    /// Words it can be found by.
    pub tags: Vec<String>,
    /// Where to read on.
    pub links: Vec<Link>,
}

/// A link to somewhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What to show.
    pub title: String,
    /// A whole address.
    pub url: String,
}

/// What the files say of a blip on one day. Nobody signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub date: Date,
    /// Where the blip was put, if it was moved: the id of a ring, or `retired`.
    pub ring: Option<String>,
    /// Markdown.
    pub note: Option<String>,
}
