//! A radar in the terms that all formats share: importers return it, and [`super::files`] writes it.
//!
//! Rings, quadrants and owners are ids, a ring may be `retired`, and texts are Markdown.
#![allow(missing_docs, reason = "plain data: docs/content.md describes what these fields become")]

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Absent;
use crate::radar::{Edition, Link};

/// A radar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub(crate) title: String,
    /// A tag such as `en`; none for that of the radar that is there, or else English.
    pub language: Option<String>,
    /// The rings, from the centre out.
    pub rings: Vec<Term>,
    pub quadrants: Vec<Term>,
    /// Oldest first.
    pub editions: Vec<Edition>,
    /// Sorted by id.
    pub(crate) teams: Vec<Term>,
    /// Sorted by id.
    pub blips: Vec<Blip>,
    pub(crate) about: Option<String>,
    /// Names below `radar/images/`, and bytes.
    pub(crate) images: Vec<(String, Vec<u8>)>,
    /// Colours, as tokens of a theme.
    pub(crate) tokens: Vec<(String, String)>,
    /// The days that the files describe.
    pub(crate) days: BTreeSet<Date>,
    /// Those of them that are the day of the import, as a file has no date.
    pub(crate) assumed: BTreeSet<Date>,
    /// Ids of blips that a day lists but that could not be read: they have not left the radar. An empty id may be any.
    pub(crate) unclear: BTreeSet<String>,
    /// What it means that a day lists a blip.
    pub(crate) listing: Listing,
    /// What happens to a blip that one of these days does not list.
    pub(crate) absent: Absent,
    /// What the user should know about how the files were read, a sentence each.
    pub remarks: Vec<String>,
}

/// What it means that the files list a blip on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Listing {
    /// The day lists every blip, whether anybody looked at it or not.
    #[default]
    State,
    /// Somebody assessed the blip on that day, whether it moved or not.
    Assessment,
}

/// A ring, a quadrant or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: String,
    pub name: String,
    pub(crate) description: Option<String>,
}

/// A blip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blip {
    pub id: String,
    pub name: String,
    pub quadrant: String,
    pub ring: String,
    pub(crate) added: Date,
    pub description: Option<String>,
    pub details: Details,
    /// Oldest first, all unsigned.
    pub reviews: Vec<Review>,
}

/// The parts of a blip that only some formats have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    pub(crate) summary: Option<String>,
    pub(crate) owners: Vec<String>,
    pub tags: Vec<String>,
    pub(crate) links: Vec<Link>,
}

/// What the files have for a blip on one day. Nobody signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub date: Date,
    /// The ring that the blip moved to.
    pub ring: Option<String>,
    pub note: Option<String>,
}
