//! The rings and quadrants of a format that lists them -> terms, each with the words that entries name
//! it by.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{one_line, shown};
use super::prose::{Targets, Text};
use super::value::Value;
use super::vocabulary::{MOST, usual_ring};
use super::{Term, not_imported};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::RETIRED;
use crate::radar::id::{id_of, is_id};

/// Rings or quadrants in their order.
pub(super) struct Places {
    what: &'static str,
    terms: Vec<Term>,
    /// The id by each word, in lower case, that an entry may use.
    words: BTreeMap<String, String>,
}

impl Places {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, terms: Vec::new(), words: BTreeMap::new() }
    }

    /// Adds a ring or a quadrant that its file calls `word` and shows as `name`.
    pub(super) fn add(
        &mut self,
        word: &str,
        name: &str,
        description: Option<String>,
        at: Span,
        report: &mut Report,
    ) {
        let name = Some(one_line(name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| shown(word));
        let id = if is_speaking(word) { word.to_owned() } else { id_of(&name) };
        let what = self.what;
        if id.is_empty() {
            let message = format!("the {what} `{name}` has no letter or digit");
            report.push(Diagnostic::new(Code::InvalidValue, message, at).help("give it a name"));
            return;
        }
        self.alias(word, &id);
        self.alias(&name, &id);
        // The ring of what has left: every radar here has it.
        if what == "ring" && id == RETIRED {
            return;
        }
        if self.terms.iter().any(|term| term.id == id) {
            report.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("two {what}s would have the id `{id}`"),
                    at,
                )
                .help("give one of them another name"),
            );
            return;
        }
        if self.terms.len() == MOST {
            let message = format!("there are more than {MOST} {what}s, which are the most");
            report.push(
                Diagnostic::new(Code::InvalidValue, message, at)
                    .label(format!("the first {what} too many"))
                    .help(format!(
                        "put some of them together: people cannot tell so many {what}s apart"
                    )),
            );
            return;
        }
        let description = description.map(|text| {
            let text = Text::quoted(&text, at);
            Targets::default().markdown(text, report)
        });
        self.terms.push(Term { id, name, description });
    }

    /// Another word for the ring or quadrant of this id.
    pub(super) fn alias(&mut self, word: &str, id: &str) {
        let key = key(word);
        if !key.is_empty() {
            self.words.entry(key).or_insert_with(|| id.to_owned());
        }
    }

    /// The id that a word stands for.
    pub(super) fn id(&self, word: &str) -> Option<&str> {
        let found = self.words.get(&key(word)).map(String::as_str);
        found.or_else(|| (self.what == "ring" && key(word) == RETIRED).then_some(RETIRED))
    }

    /// The id of the one at a position.
    pub(super) fn at(&self, position: i64) -> Option<&str> {
        Some(&self.terms.get(usize::try_from(position).ok()?)?.id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = String> {
        self.terms.iter().map(|term| term.id.clone())
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.terms.iter().map(|term| term.name.as_str()).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn into_terms(self) -> Vec<Term> {
        self.terms
    }

    /// Puts rings in the usual order, if all of them are usual ones; whether they are.
    pub(super) fn sort_rings(&mut self) -> bool {
        let are_usual = self.terms.iter().all(|term| usual_ring(&term.id).is_some());
        if are_usual {
            self.terms.sort_by_key(|term| usual_ring(&term.id));
        }
        are_usual
    }
}

/// Entries may write `Languages & Frameworks` for `languages-and-frameworks`.
fn key(word: &str) -> String {
    id_of(word)
}

/// Whether an id says something to people: `tools` does, `1`, `q1` and `s1` do not.
fn is_speaking(word: &str) -> bool {
    is_id(word) && word.bytes().filter(u8::is_ascii_alphabetic).count() > 1
}

/// Reports what a format says of its rings, quadrants or blips that is not known here, each once.
pub(super) fn say_attributes(list: &str, items: &[Value], known: &[&str], report: &mut Report) {
    let mut said = BTreeSet::new();
    for (attribute, value) in items.iter().flat_map(Value::entries) {
        let name = attribute.name.as_str();
        let says_something = value.text().is_none_or(|text| !text.is_empty());
        if !known.contains(&name) && says_something && said.insert(name) {
            let message = format!("`{name}`, which {list} have there");
            report.push(not_imported(message, attribute.at));
        }
    }
}

/// Four quadrants that are counted clockwise from the bottom right, as Zalando's are, in the order of
/// this program, which counts from the top left. Any other number stays as it is.
pub(super) fn from_bottom_right<T>(mut quadrants: Vec<T>) -> Vec<T> {
    if quadrants.len() == 4 {
        quadrants.rotate_left(2);
    }
    quadrants
}
