//! The content of a file in any of its three notations; and how JSON and YAML are read.

use crate::diagnostic::{Report, Span};
use crate::import::name::{one_line, shown};
use crate::import::not_imported;
use crate::import::sources::File;
use crate::import::term_index::report_unknown_keys;
use crate::import::value::Value;
use crate::radar::id::id_of;

pub(super) type Written = (String, Span);

pub(super) struct Document<'s> {
    pub(super) file: &'s File<'s>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) quadrants: Vec<ListedTerm>,
    /// Empty if the rings are the words in the entries.
    pub(super) rings: Vec<ListedTerm>,
    /// Whether the file has quadrants, counted as Zalando counts them, and not sectors.
    pub(super) has_quadrants: bool,
    pub(super) lines: Vec<Line>,
    /// The ids that entries which cannot be read may have.
    pub(super) unclear: Vec<String>,
}

pub(super) struct ListedTerm {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) aliases: Vec<String>,
    pub(super) at: Span,
}

pub(super) struct Line {
    pub(super) at: Span,
    pub(super) name: Option<Written>,
    pub(super) quadrant: Option<Written>,
    pub(super) ring: Option<Written>,
    pub(super) description: Option<Written>,
}

pub(super) fn is_document(value: &Value) -> bool {
    value.items_of("data").iter().any(|entry| entry.get("ring").is_some())
}

impl<'s> Document<'s> {
    pub(super) fn new(file: &'s File<'s>) -> Self {
        Self {
            file,
            title: None,
            date: None,
            quadrants: Vec::new(),
            rings: Vec::new(),
            has_quadrants: true,
            lines: Vec::new(),
            unclear: Vec::new(),
        }
    }

    pub(super) fn of(file: &'s File<'s>, value: &Value, report: &mut Report) -> Self {
        let mut document = Self::new(file);
        let meta = |key: &str| value.get("meta").and_then(|meta| meta.line_of(key));
        (document.title, document.date) = (meta("title"), meta("date"));
        let items = |key: &str| value.items_of(key);
        document.has_quadrants = items("sectors").is_empty();
        document.rings = (1..).zip(items("rings")).map(|(n, ring)| listed(ring, 'r', n)).collect();
        if document.has_quadrants {
            for (id, title) in value.get("quadrantTitles").map_or(&[][..], Value::entries) {
                let words = title.text().unwrap_or_default();
                document.title_of(&id.name, &words, title.at);
            }
            for (word, alias) in value.get("quadrantAliases").map_or(&[][..], Value::entries) {
                for other in alias.texts() {
                    // Both directions are in use: `q1: [tools]` and `tools: q1`.
                    let is_id = is_numbered(&word.name);
                    let (id, alias) =
                        if is_id { (&word.name, &other) } else { (&other, &word.name) };
                    document.alias_of(id, alias, word.at);
                }
            }
        } else {
            let sectors = (1..).zip(items("sectors"));
            document.quadrants = sectors.map(|(n, sector)| listed(sector, 's', n)).collect();
        }
        document.sort();
        document.lines = items("data").iter().map(line).collect();
        let known = ["name", "quadrant", "sector", "ring", "description", "moved"];
        report_unknown_keys("entries", items("data"), &known, report);
        if let Some(settings) = value.get("renderSettings") {
            report.push(not_imported("`renderSettings` is not imported", settings.at));
        }
        document
    }

    /// Returns the title of the ring that a word names.
    pub(super) fn ring(&self, word: &str) -> Option<&str> {
        find(&self.rings, word)
    }

    /// Returns the title of the quadrant or sector that a word names.
    pub(super) fn quadrant(&self, word: &str) -> Option<&str> {
        let word = word.trim();
        let as_sector = word.to_lowercase().replace('q', "s");
        let numbered = (!self.has_quadrants && is_numbered(word)).then_some(as_sector);
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
            self.quadrants.push(ListedTerm { id, title: String::new(), aliases: Vec::new(), at });
        }
        &mut self.quadrants[index]
    }
}

/// Whether a word is like `q1`.
fn is_numbered(word: &str) -> bool {
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

fn listed(value: &Value, letter: char, number: usize) -> ListedTerm {
    let id =
        value.text_of("id").map_or_else(|| format!("{letter}{number}"), |id| id.to_lowercase());
    let title = value.text_of("title").or_else(|| value.text_of("name")).unwrap_or_default();
    let aliases = value.texts_of("aliases");
    ListedTerm { id, title: one_line(&title), aliases, at: value.at }
}

fn line(value: &Value) -> Line {
    let written = |key: &str| Some((value.text_of(key)?.into_owned(), value.get(key)?.at));
    Line {
        at: value.at,
        name: written("name"),
        quadrant: written("sector").or_else(|| written("quadrant")),
        ring: written("ring"),
        description: written("description"),
    }
}
