//! A file's content, whichever of the three ways it is written in; and JSON and YAML.

use crate::diagnostic::{Report, Span};
use crate::import::name::{first_of, one_line, shown};
use crate::import::not_imported;
use crate::import::places::say_attributes;
use crate::import::sources::File;
use crate::import::value::Value;
use crate::radar::id::id_of;

/// A text and where it stands.
pub(super) type Written = (String, Span);

/// A state of a radar.
pub(super) struct Document<'s> {
    pub(super) file: &'s File<'s>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) quadrants: Vec<Listed>,
    /// Empty where the entries' own words are the rings.
    pub(super) rings: Vec<Listed>,
    /// Whether they are called quadrants, and counted as Zalando counts them; else they are sectors.
    pub(super) has_quadrants: bool,
    pub(super) lines: Vec<Line>,
}

/// A quadrant, sector or ring.
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) aliases: Vec<String>,
    pub(super) at: Span,
}

/// An entry.
pub(super) struct Line {
    pub(super) at: Span,
    pub(super) name: Option<Written>,
    pub(super) quadrant: Option<Written>,
    pub(super) ring: Option<Written>,
    pub(super) description: Option<Written>,
}

/// Whether a value is such a document.
pub(super) fn is_one(value: &Value) -> bool {
    value.get("data").is_some_and(|list| list.items().iter().any(|e| e.get("ring").is_some()))
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
        }
    }

    /// Reads JSON or YAML.
    pub(super) fn of(file: &'s File<'s>, value: &Value, report: &mut Report) -> Self {
        let mut document = Self::new(file);
        let meta = |key: &str| value.get("meta").and_then(|meta| meta.text_of(key));
        document.title = first_of([meta("title")]);
        document.date = first_of([meta("date")]);
        let items = |key: &str| value.get(key).map_or(&[][..], Value::items);
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
        say_attributes("entries", items("data"), &known, report);
        if let Some(settings) = value.get("renderSettings") {
            report.push(not_imported("`renderSettings`, how it was drawn", settings.at));
        }
        document
    }

    /// The title of the ring that a word stands for.
    pub(super) fn ring(&self, word: &str) -> Option<&str> {
        find(&self.rings, word)
    }

    /// The title of the quadrant or sector that a word stands for.
    pub(super) fn quadrant(&self, word: &str) -> Option<&str> {
        let word = word.trim();
        let as_sector = word.to_lowercase().replace('q', "s");
        let numbered = (!self.has_quadrants && is_numbered(word)).then_some(as_sector);
        find(&self.quadrants, word).or_else(|| find(&self.quadrants, &numbered?))
    }

    /// Sets the title of a quadrant or sector.
    pub(super) fn title_of(&mut self, id: &str, title: &str, at: Span) {
        let known = self.listed(id, at);
        known.title = one_line(title);
        known.at = at;
    }

    /// Adds another word for a quadrant or sector.
    pub(super) fn alias_of(&mut self, id: &str, alias: &str, at: Span) {
        let known = self.listed(id, at);
        known.aliases.push(alias.to_owned());
    }

    /// Puts quadrants in their order; one without a title is called by its first alias.
    pub(super) fn sort(&mut self) {
        self.quadrants.sort_by(|a, b| a.id.cmp(&b.id));
        for place in self.quadrants.iter_mut().chain(&mut self.rings) {
            if place.title.is_empty() {
                let word = place.aliases.first().unwrap_or(&place.id);
                place.title = shown(word);
            }
        }
    }

    fn listed(&mut self, id: &str, at: Span) -> &mut Listed {
        let id = id.trim().to_lowercase();
        let known = self.quadrants.iter().position(|place| place.id == id);
        let index = known.unwrap_or(self.quadrants.len());
        if known.is_none() {
            self.quadrants.push(Listed { id, title: String::new(), aliases: Vec::new(), at });
        }
        &mut self.quadrants[index]
    }
}

/// Whether a word is `q1` or its like.
fn is_numbered(word: &str) -> bool {
    let rest = word.trim().strip_prefix(['q', 'Q']);
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn find<'l>(listed: &'l [Listed], word: &str) -> Option<&'l str> {
    let key = id_of(word);
    let has_alias = |place: &&Listed| place.aliases.iter().any(|alias| id_of(alias) == key);
    let mut by_id = listed.iter().filter(|place| place.id == word.trim().to_lowercase());
    let found = by_id.next().or_else(|| listed.iter().find(has_alias));
    let found = found.or_else(|| listed.iter().find(|place| id_of(&place.title) == key));
    found.map(|place| place.title.as_str())
}

fn listed(value: &Value, letter: char, number: usize) -> Listed {
    let id =
        value.text_of("id").map_or_else(|| format!("{letter}{number}"), |id| id.to_lowercase());
    let title = value.text_of("title").or_else(|| value.text_of("name")).unwrap_or_default();
    let aliases = value.get("aliases").map(Value::texts).unwrap_or_default();
    Listed { id, title: one_line(&title), aliases, at: value.at }
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
