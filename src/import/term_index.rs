//! The rings or quadrants of another radar -> terms, found by each word that entries use for them.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{one_line, shown};
use super::value::Value;
use super::vocabulary::{MAX_TERMS, ring_order};
use super::{Term, not_imported, prose, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::RETIRED;
use crate::radar::id::{id_of, is_id};

pub(super) struct TermIndex {
    what: &'static str,
    pub(super) terms: Vec<Term>,
    /// The id of the term for each word, written as an id: entries may say `Languages & Frameworks` for
    /// `languages-and-frameworks`.
    ids: BTreeMap<String, String>,
    /// Where each term is written, by id.
    spans: BTreeMap<String, Span>,
    /// The ids of the terms that the newest state does not list; only entries have them.
    unlisted: BTreeSet<String>,
}

impl TermIndex {
    /// Returns an empty index of `ring`s or `quadrant`s.
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            what,
            terms: Vec::new(),
            ids: BTreeMap::new(),
            spans: BTreeMap::new(),
            unlisted: BTreeSet::new(),
        }
    }

    /// Adds the items of a list: names, or objects with an `id`, a `name` or `title` and a `description`.
    pub(super) fn add_listed<'v>(
        &mut self,
        items: impl IntoIterator<Item = &'v Value>,
        report: &mut Report,
    ) {
        for item in items {
            let id = item.text_of("id").or_else(|| item.text()).unwrap_or_default();
            let name = item.text_of("title").or_else(|| item.text_of("name")).unwrap_or_default();
            let description = item.line_of("description");
            self.add(&id, &name, description.as_deref(), item.at, report);
        }
    }

    /// Adds a ring or a quadrant that its file calls `word` and shows as `name`. Returns `None`, and reports
    /// why, if a radar cannot have it.
    pub(super) fn add(
        &mut self,
        word: &str,
        name: &str,
        description: Option<&str>,
        at: Span,
        report: &mut Report,
    ) -> Option<()> {
        let name = Some(one_line(name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| shown(word));
        let id = if is_speaking(word) { word.to_owned() } else { id_of(&name) };
        if !id.is_empty() {
            self.alias(word, &id);
            self.alias(&name, &id);
        }
        self.add_with_id(&id, name, description, at, report)
    }

    /// Adds a term that keeps its id.
    pub(super) fn add_with_id(
        &mut self,
        id: &str,
        name: String,
        description: Option<&str>,
        at: Span,
        report: &mut Report,
    ) -> Option<()> {
        let what = self.what;
        let invalid = |message: String| Diagnostic::new(Code::InvalidValue, message, at);
        if id.is_empty() {
            let message = format!("the {what} `{name}` has no letter or digit");
            return report.refuse(invalid(message).help("give it a name"));
        }
        self.alias(id, id);
        // Every radar has this ring; it is not listed.
        if what == "ring" && id == RETIRED {
            return Some(());
        }
        if self.spans.contains_key(id) {
            let message = format!("two {what}s would have the id `{id}`");
            return report.refuse(invalid(message).help("give one of them another name"));
        }
        let description = description.and_then(|text| prose::markdown(text, at, report));
        self.spans.insert(id.to_owned(), at);
        self.terms.push(Term { id: id.to_owned(), name, description });
        Some(())
    }

    /// Marks the terms that no list of the newest state has. They are written only if a blip needs them.
    pub(super) fn unlist(&mut self, is_listed: impl Fn(&Term) -> bool) {
        let unlisted = self.terms.iter().filter(|term| !is_listed(term));
        self.unlisted = unlisted.map(|term| term.id.clone()).collect();
    }

    pub(super) fn is_unlisted(&self, id: &str) -> bool {
        self.unlisted.contains(id)
    }

    /// Returns `None`, and reports it, if there are more terms than a radar can have.
    pub(super) fn check_count(&self, report: &mut Report) -> Option<()> {
        let Some(first) = self.terms.get(MAX_TERMS) else { return Some(()) };
        let (what, at) = (self.what, self.spans[&first.id]);
        let message = format!("there are more than {MAX_TERMS} {what}s");
        report.refuse(
            Diagnostic::new(Code::InvalidValue, message, at)
                .label(format!("the first {what} too many"))
                .help(format!("merge some of them: a radar has at most {MAX_TERMS} {what}s")),
        )
    }

    /// Adds another word for the term with this id.
    pub(super) fn alias(&mut self, word: &str, id: &str) {
        let key = id_of(word);
        if !key.is_empty() {
            self.ids.entry(key).or_insert_with(|| id.to_owned());
        }
    }

    /// Returns the id of the term that a word names.
    pub(super) fn id(&self, word: &str) -> Option<&str> {
        let key = id_of(word);
        let found = self.ids.get(&key).map(String::as_str);
        found.or_else(|| (self.what == "ring" && key == RETIRED).then_some(RETIRED))
    }

    /// Returns the id of the term that a word names, or reports that there is none. The message calls the
    /// term by `key`, the other program's word for it.
    pub(super) fn resolve(
        &self,
        key: &str,
        word: &str,
        at: Span,
        report: &mut Report,
    ) -> Option<String> {
        if let Some(id) = self.id(word) {
            return Some(id.to_owned());
        }
        report
            .refuse(unusable(format!("there is no {key} `{word}`"), at).suggest(word, self.names()))
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.terms.iter().map(|term| term.name.as_str()).collect()
    }

    /// Puts four quadrants that are counted clockwise from the bottom right, as Zalando's are, into the order
    /// of this program, which counts from the top left. Any other number of them stays as it is.
    pub(super) fn count_from_top_left(&mut self) {
        if self.terms.len() == 4 {
            self.terms.rotate_left(2);
        }
    }
}

/// Sorts rings from the centre out, if all of them are well known, and returns whether they are.
pub(super) fn sort_rings(rings: &mut [Term]) -> bool {
    let are_known = rings.iter().all(|ring| ring_order(&ring.id).is_some());
    if are_known {
        rings.sort_by_key(|ring| ring_order(&ring.id));
    }
    are_known
}

/// Whether an id means something to people: `tools` does, `1`, `q1` and `s1` do not.
fn is_speaking(word: &str) -> bool {
    is_id(word) && word.bytes().filter(u8::is_ascii_alphabetic).count() > 1
}

/// Reports, once each, the keys of some objects that are not imported.
pub(super) fn report_unknown_keys(
    list: &str,
    items: &[Value],
    known: &[&str],
    report: &mut Report,
) {
    let mut seen = BTreeSet::new();
    for (key, value) in items.iter().flat_map(Value::entries) {
        let name = key.name.as_str();
        let is_empty = value.text().is_some_and(|text| text.is_empty())
            || (value.is_list() && value.items().is_empty());
        if !known.contains(&name) && !is_empty && seen.insert(name) {
            report.push(not_imported(format!("`{name}` of {list} is not imported"), key.at));
        }
    }
}
