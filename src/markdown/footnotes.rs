//! Footnotes as GitHub has them: numbered in the order of their references, shown at the end of the text with
//! links back. Labels are compared without regard to case; the first note with a label is the one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::dialect::{Ranged, is_escaped};
use super::flaw::{Flaw, FlawKind};
use super::heading;

/// The footnotes of a text, taken out of its events.
#[derive(Default)]
pub(super) struct Footnotes<'t> {
    /// In the order of their numbers; those that nothing refers to are left out.
    pub(super) notes: Vec<Note<'t>>,
    /// The position of each note by its label.
    numbers: BTreeMap<String, usize>,
    /// How many references to each note have been written.
    written: Vec<usize>,
}

/// A footnote.
pub(super) struct Note<'t> {
    /// What its ids end with.
    pub(super) slug: String,
    /// How many references it has.
    pub(super) uses: usize,
    pub(super) events: Vec<Ranged<'t>>,
}

/// Where a reference is: within a link it cannot be one.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Text,
    Link,
}

/// A definition, before it is known whether anything refers to it.
struct Definition<'t> {
    label: String,
    events: Vec<Ranged<'t>>,
    flaw: Flaw,
}

/// Takes the footnotes out of a text, and returns the rest of it.
pub(super) fn take<'t>(
    text: &str,
    events: Vec<Ranged<'t>>,
    flaws: &mut Vec<Flaw>,
) -> (Vec<Ranged<'t>>, Footnotes<'t>) {
    if !text.contains("[^") {
        return (events, Footnotes::default());
    }
    unknown(text, &events, flaws);
    let (rest, definitions) = split(events);
    let mut known: BTreeMap<String, Definition> = BTreeMap::new();
    for definition in definitions {
        match known.entry(key(&definition.label)) {
            Entry::Vacant(entry) => {
                entry.insert(definition);
            }
            Entry::Occupied(_) => {
                let kind = FlawKind::DoubleFootnote(definition.label);
                flaws.push(Flaw { kind, ..definition.flaw });
            }
        }
    }
    let footnotes = numbered(&rest, &mut known);
    for unused in known.into_values() {
        flaws.push(Flaw { kind: FlawKind::UnusedFootnote(unused.label), ..unused.flaw });
    }
    (rest, footnotes)
}

/// Reports references to footnotes that do not exist: to pulldown-cmark they are text.
fn unknown(text: &str, events: &[Ranged], flaws: &mut Vec<Flaw>) {
    let mut in_code = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => {
                let is_open = matches!(&text[range.clone()], "[" | "![");
                let Some(rest) = text[range.end..].strip_prefix('^') else { continue };
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']'));
                let Some(end) = end.filter(|end| *end > 0 && rest[*end..].starts_with(']')) else {
                    continue;
                };
                if is_open && !is_escaped(text, range.start) {
                    let kind = FlawKind::UnknownFootnote(rest[..end].to_owned());
                    flaws.push(Flaw { kind, range: range.end - 1..range.end + end + 2 });
                }
            }
            _ => {}
        }
    }
}

/// Separates the definitions from the rest.
fn split(events: Vec<Ranged>) -> (Vec<Ranged>, Vec<Definition>) {
    let mut rest = Vec::with_capacity(events.len());
    let mut definitions: Vec<Definition> = Vec::new();
    // The definitions around the current event: one may be within another.
    let mut open: Vec<usize> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                open.push(definitions.len());
                // The label itself: `[^label]`.
                let end = range.end.min(range.start + label.len() + 3);
                let kind = FlawKind::UnusedFootnote(String::new());
                let flaw = Flaw { kind, range: range.start..end };
                definitions.push(Definition { label: label.to_string(), events: vec![], flaw });
            }
            Event::End(TagEnd::FootnoteDefinition) => drop(open.pop()),
            event => match open.last() {
                Some(at) => definitions[*at].events.push((event, range)),
                None => rest.push((event, range)),
            },
        }
    }
    (rest, definitions)
}

/// Numbers the notes that the text refers to, and those that such notes refer to.
fn numbered<'t>(
    rest: &[Ranged<'t>],
    known: &mut BTreeMap<String, Definition<'t>>,
) -> Footnotes<'t> {
    let mut footnotes = Footnotes::default();
    let mut slugs = BTreeSet::new();
    let mut queue: VecDeque<String> = references(rest).collect();
    while let Some(key) = queue.pop_front() {
        if let Some(at) = footnotes.numbers.get(&key) {
            footnotes.notes[*at].uses += 1;
        } else if let Some(Definition { label, events, .. }) = known.remove(&key) {
            let number = footnotes.notes.len() + 1;
            let slug = heading::slug(&label);
            let is_free = !slug.is_empty() && slugs.insert(slug.clone());
            // Labels consist of anything: "a b" and "a-b" are two.
            let slug = if is_free { slug } else { format!("{slug}.n{number}") };
            footnotes.numbers.insert(key, number - 1);
            queue.extend(references(&events));
            footnotes.notes.push(Note { slug, uses: 1, events });
        }
    }
    footnotes.written = vec![0; footnotes.notes.len()];
    footnotes
}

/// Returns the labels that are referred to. The text of an image is an attribute, which holds no reference.
fn references(events: &[Ranged]) -> impl Iterator<Item = String> {
    let mut images = 0;
    events.iter().filter_map(move |(event, _)| {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::FootnoteReference(label) if images == 0 => return Some(key(label)),
            _ => {}
        }
        None
    })
}

fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Footnotes<'_> {
    /// Writes a reference. `scope` keeps the ids of several texts on one page apart.
    pub(super) fn reference(&mut self, label: &str, scope: &str, place: Place) -> String {
        let Some(at) = self.numbers.get(&key(label)).copied() else { return String::new() };
        self.written[at] += 1;
        let slug = &self.notes[at].slug;
        let id = reference_id(scope, slug, self.written[at]);
        let number = at + 1;
        match place {
            Place::Link => format!("<sup class=\"footnote-ref\" id=\"{id}\">{number}</sup>"),
            Place::Text => format!(
                "<sup class=\"footnote-ref\"><a href=\"#{scope}.note.{slug}\" id=\"{id}\" \
                 role=\"doc-noteref\">{number}</a></sup>"
            ),
        }
    }
}

impl Note<'_> {
    /// Returns the note without its text.
    pub(super) fn without_events<'t>(&self) -> Note<'t> {
        Note { slug: self.slug.clone(), uses: self.uses, events: Vec::new() }
    }

    /// Returns the start tag of the note.
    pub(super) fn start(&self, scope: &str) -> String {
        format!("<li id=\"{scope}.note.{}\">\n", self.slug)
    }

    /// Writes the links back to its references.
    pub(super) fn links_back(&self, scope: &str) -> String {
        let link = |nth: usize| {
            let id = reference_id(scope, &self.slug, nth);
            let which = if nth > 1 { format!("<sup>{nth}</sup>") } else { String::new() };
            format!(
                " <a href=\"#{id}\" class=\"footnote-backref\" role=\"doc-backlink\">↩{which}</a>"
            )
        };
        (1..=self.uses).map(link).collect()
    }
}

fn reference_id(scope: &str, slug: &str, nth: usize) -> String {
    match nth {
        1 => format!("{scope}.ref.{slug}"),
        nth => format!("{scope}.ref.{slug}.{nth}"),
    }
}
