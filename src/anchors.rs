//! The radar's texts -> the ids of their headings and footnotes, and what fragments of links lead to.
//!
//! Every text has a scope, which the ids in it start with: `text` for the main text of a page, and such as
//! `review-2026-05-01` for others. It comes from what the text is, so an edit elsewhere does not change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::diagnostic::Span;
use crate::markdown::heading_ids;
use crate::radar::{Blip, Markdown, Radar};
use crate::routes;

/// The scope of the main text of a page.
const MAIN: &str = "text";

/// Every text of a radar with its page and its scope.
pub(crate) struct Anchors<'r> {
    /// The texts of each page by its path, the main one first.
    pages: BTreeMap<String, Vec<Anchored<'r>>>,
    /// The page of each text, and its position there.
    places: BTreeMap<Span, (String, usize)>,
}

/// A text of a page.
struct Anchored<'r> {
    scope: String,
    text: &'r Markdown,
    /// The ids of its headings, without the scope.
    headings: OnceLock<BTreeSet<String>>,
}

impl<'r> Anchors<'r> {
    pub(crate) fn new(radar: &'r Radar) -> Self {
        let mut anchors = Self { pages: BTreeMap::new(), places: BTreeMap::new() };
        for blip in &radar.blips {
            anchors.add_blip(blip);
        }
        if let Some(text) = &radar.about {
            anchors.add(routes::ABOUT, MAIN.to_owned(), text);
        }
        for edition in &radar.editions {
            if let Some(intro) = &edition.intro {
                anchors.add(&routes::edition(&edition.id), MAIN.to_owned(), intro);
            }
        }
        for quadrant in &radar.quadrants {
            if let Some(text) = &quadrant.description {
                let scope = format!("quadrant-{}", quadrant.id);
                anchors.add(&routes::quadrant(&quadrant.id), scope, text);
            }
        }
        for ring in &radar.rings {
            if let Some(text) = &ring.description {
                anchors.add(routes::HOME, format!("ring-{}", ring.id), text);
            }
        }
        anchors
    }

    fn add_blip(&mut self, blip: &'r Blip) {
        let page = routes::blip(&blip.id);
        if let Some(text) = &blip.description {
            self.add(&page, MAIN.to_owned(), text);
        }
        let mut counts = BTreeMap::new();
        for review in &blip.reviews {
            let scope = nth(&mut counts, format!("review-{}", review.date));
            if let Some(note) = &review.note {
                self.add(&page, scope.clone(), note);
            }
        }
        for question in &blip.questions {
            let scope = nth(&mut counts, format!("question-{}", question.date));
            let answer = scope.replacen("question", "answer", 1);
            self.add(&page, scope, &question.text);
            if let Some(answered) = &question.answer {
                self.add(&page, answer.clone(), &answered.text);
            }
        }
    }

    fn add(&mut self, page: &str, scope: String, text: &'r Markdown) {
        let texts = self.pages.entry(page.to_owned()).or_default();
        self.places.insert(text.at, (page.to_owned(), texts.len()));
        texts.push(Anchored { scope, text, headings: OnceLock::new() });
    }

    /// Returns the scope of a text.
    pub(crate) fn scope(&self, text: &Markdown) -> &str {
        self.place(text).map_or(MAIN, |(_, anchored)| &anchored.scope)
    }

    /// Returns the page that a text belongs to. It may be shown on others too.
    pub(crate) fn page(&self, text: &Markdown) -> &str {
        self.place(text).map_or(routes::HOME, |(page, _)| page)
    }

    fn place(&self, text: &Markdown) -> Option<(&str, &Anchored<'r>)> {
        let (page, at) = self.places.get(&text.at)?;
        Some((page, &self.pages[page][*at]))
    }

    /// Returns the id on a page that a fragment means: that of a heading in the main text, or any id in a
    /// text as the page has it.
    pub(crate) fn id(&self, page: &str, fragment: &str) -> Option<String> {
        let texts = self.pages.get(page)?;
        let main = texts.first().filter(|text| text.has(fragment));
        if let Some(main) = main {
            return Some(format!("{}.{fragment}", main.scope));
        }
        let (scope, id) = fragment.split_once('.')?;
        let text = texts.iter().find(|text| text.scope == scope)?;
        let is_known = text.has(id) || id.starts_with("note.") || id.starts_with("ref.");
        is_known.then(|| fragment.to_owned())
    }

    /// Returns whether a page has a text.
    pub(crate) fn has_page(&self, page: &str) -> bool {
        self.pages.contains_key(page)
    }

    /// Returns the headings that a fragment of a page can mean.
    pub(crate) fn headings(&self, page: &str) -> impl Iterator<Item = &str> {
        let main = self.pages.get(page).and_then(|texts| texts.first());
        main.into_iter().flat_map(Anchored::headings).map(String::as_str)
    }

    /// Returns whether a text has a heading with this id.
    pub(crate) fn has(&self, text: &Markdown, fragment: &str) -> bool {
        self.place(text).is_some_and(|(_, anchored)| anchored.has(fragment))
    }
}

impl Anchored<'_> {
    fn has(&self, heading: &str) -> bool {
        self.headings().contains(heading)
    }

    fn headings(&self) -> &BTreeSet<String> {
        self.headings.get_or_init(|| {
            let text = &self.text.value;
            // Without one of these no text has a heading.
            let has_any = text.contains(['#', '=', '-']);
            if has_any { heading_ids(text).into_iter().collect() } else { BTreeSet::new() }
        })
    }
}

/// Returns a scope of its own for each of several texts of one day.
fn nth(counts: &mut BTreeMap<String, usize>, scope: String) -> String {
    let count = counts.entry(scope.clone()).or_default();
    *count += 1;
    match *count {
        1 => scope,
        n => format!("{scope}-{n}"),
    }
}
