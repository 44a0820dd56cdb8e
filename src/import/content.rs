//! A radar in the terms that all formats share: importers return it, and [`super::files`] writes it.
//!
//! Rings, quadrants and owners are ids, a ring may be `retired`, and texts are Markdown.
#![allow(missing_docs, reason = "plain data: docs/content.md describes what these fields become")]

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Absent;
use crate::line::line_from;
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

impl Content {
    /// Makes every text but Markdown one line, and leaves out empty texts and entries that are there twice: the
    /// content model has neither.
    pub(crate) fn tidy(&mut self) {
        tidy_line(&mut self.title);
        let terms = self.rings.iter_mut().chain(&mut self.quadrants).chain(&mut self.teams);
        for term in terms {
            tidy_line(&mut term.name);
            term.description.take_if(|text| text.trim().is_empty());
        }
        for edition in &mut self.editions {
            tidy_line(&mut edition.name);
        }
        for blip in &mut self.blips {
            tidy_line(&mut blip.name);
            blip.description.take_if(|text| text.trim().is_empty());
            blip.details.tidy();
            for review in &mut blip.reviews {
                review.note.take_if(|text| text.trim().is_empty());
            }
        }
    }
}

impl Details {
    fn tidy(&mut self) {
        self.summary.iter_mut().for_each(tidy_line);
        self.summary.take_if(|text| text.is_empty());
        let mut known = BTreeSet::new();
        self.owners.retain(|owner| known.insert(owner.clone()));
        let mut known = BTreeSet::new();
        self.instead.retain(|id| known.insert(id.clone()));
        self.tags.iter_mut().for_each(tidy_line);
        let mut known = BTreeSet::new();
        self.tags.retain(|tag| !tag.is_empty() && known.insert(tag.to_lowercase()));
        let mut known = BTreeSet::new();
        self.links.retain(|link| known.insert(link.url.clone()));
        for link in &mut self.links {
            tidy_line(&mut link.title);
            if link.title.is_empty() {
                link.title.clone_from(&link.url);
            }
        }
    }
}

fn tidy_line(text: &mut String) {
    if let Cow::Owned(line) = line_from(text) {
        *text = line;
    } else if text.trim().len() < text.len() {
        *text = text.trim().to_owned();
    }
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
    /// The ids of the blips to use instead.
    pub(crate) instead: Vec<String>,
    /// The last day on which it may be used.
    pub(crate) sunset: Option<Date>,
}

/// What the files have for a blip on one day. Nobody signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub date: Date,
    /// The ring that the blip moved to.
    pub ring: Option<String>,
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_content_model_refuses_is_tidied() {
        let mut details = Details {
            summary: Some("Two\nlines \u{1b}".to_owned()),
            tags: ["a\tb", " ", "A b", "c"].map(str::to_owned).into(),
            owners: ["x", "x"].map(str::to_owned).into(),
            links: [("Docs\n", "u"), ("", "v"), ("Again", "u")]
                .map(|(title, url)| Link { title: title.to_owned(), url: url.to_owned() })
                .into(),
            instead: ["x", "x"].map(str::to_owned).into(),
            sunset: None,
        };
        details.tidy();
        assert_eq!(details.summary.as_deref(), Some("Two lines"));
        assert_eq!(details.tags, ["a b", "c"]);
        assert_eq!(details.owners, ["x"]);
        assert_eq!(details.instead, ["x"]);
        let links: Vec<_> = details.links.iter().map(|link| (&*link.title, &*link.url)).collect();
        assert_eq!(links, [("Docs", "u"), ("v", "v")]);
    }
}
