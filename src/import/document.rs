//! A state of a radar as its file has it: entries with words for their rings and quadrants, and what these
//! words mean. Formats that list everything in one file share it; [`super::states`] reads the states of all days.

use super::Details;
use super::name::{one_line, shown};
use super::sources::File;
use crate::diagnostic::Span;
use crate::radar::id::id_of;

pub(super) type Written = (String, Span);

pub(super) struct Document<'s> {
    pub(super) file: &'s File<'s>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) quadrants: Vec<ListedTerm>,
    /// Empty if the rings are the words in the entries.
    pub(super) rings: Vec<ListedTerm>,
    pub(super) sectors: Sectors,
    pub(super) lines: Vec<Line>,
    /// The ids that entries which cannot be read may have.
    pub(super) unclear: Vec<String>,
}

/// How a file counts and calls the parts of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sectors {
    /// Four quadrants, clockwise from the bottom right, as Zalando counts them.
    Clockwise,
    /// Quadrants in the order of this program.
    Listed,
    /// Any number, which are called sectors.
    Any,
}

impl Sectors {
    /// Returns the word that the file has for one.
    pub(super) fn key(self) -> &'static str {
        if self == Self::Any { "sector" } else { "quadrant" }
    }
}

#[derive(Clone)]
pub(super) struct ListedTerm {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) aliases: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) at: Span,
}

pub(super) struct Line {
    pub(super) at: Span,
    pub(super) name: Option<Written>,
    pub(super) quadrant: Option<Written>,
    pub(super) ring: Option<Written>,
    pub(super) description: Option<Written>,
    pub(super) details: Details,
}

impl ListedTerm {
    /// Returns the title, and the description.
    pub(super) fn words(&self) -> (&str, Option<&str>) {
        (&self.title, self.description.as_deref())
    }
}

impl<'s> Document<'s> {
    pub(super) fn new(file: &'s File<'s>) -> Self {
        Self {
            file,
            title: None,
            date: None,
            quadrants: Vec::new(),
            rings: Vec::new(),
            sectors: Sectors::Clockwise,
            lines: Vec::new(),
            unclear: Vec::new(),
        }
    }

    /// Returns the title of the ring that a word names.
    pub(super) fn ring(&self, word: &str) -> Option<&str> {
        find(&self.rings, word)
    }

    /// Returns the title of the quadrant or sector that a word names.
    pub(super) fn quadrant(&self, word: &str) -> Option<&str> {
        let word = word.trim();
        let as_sector = word.to_lowercase().replace('q', "s");
        let numbered = (self.sectors == Sectors::Any && is_numbered(word)).then_some(as_sector);
        find(&self.quadrants, word).or_else(|| find(&self.quadrants, &numbered?))
    }

    pub(super) fn title_of(&mut self, id: &str, title: &str, at: Span) {
        let known = self.listed(id, at);
        known.title = one_line(title);
        known.at = at;
    }

    pub(super) fn alias_of(&mut self, id: &str, alias: &str, at: Span) {
        self.listed(id, at).aliases.push(alias.to_owned());
    }

    /// Sorts the quadrants by their ids. A term without a title gets its first alias as one.
    pub(super) fn sort(&mut self) {
        self.quadrants.sort_by(|a, b| a.id.cmp(&b.id));
        for term in self.quadrants.iter_mut().chain(&mut self.rings) {
            if term.title.is_empty() {
                let word = term.aliases.first().unwrap_or(&term.id);
                term.title = shown(word);
            }
        }
    }

    fn listed(&mut self, id: &str, at: Span) -> &mut ListedTerm {
        let id = id.trim().to_lowercase();
        let known = self.quadrants.iter().position(|term| term.id == id);
        let index = known.unwrap_or(self.quadrants.len());
        if known.is_none() {
            self.quadrants.push(ListedTerm {
                id,
                title: String::new(),
                aliases: Vec::new(),
                description: None,
                at,
            });
        }
        &mut self.quadrants[index]
    }
}

/// Whether a word is like `q1`.
pub(super) fn is_numbered(word: &str) -> bool {
    let rest = word.trim().strip_prefix(['q', 'Q']);
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn find<'l>(listed: &'l [ListedTerm], word: &str) -> Option<&'l str> {
    let key = id_of(word);
    let has_alias = |term: &&ListedTerm| term.aliases.iter().any(|alias| id_of(alias) == key);
    let mut by_id = listed.iter().filter(|term| term.id == word.trim().to_lowercase());
    let found = by_id.next().or_else(|| listed.iter().find(has_alias));
    let found = found.or_else(|| listed.iter().find(|term| id_of(&term.title) == key));
    found.map(|term| term.title.as_str())
}
