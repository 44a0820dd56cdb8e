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
    /// By their path.
    pages: Vec<Page<'r>>,
    /// Where each text is, by its place in the files: the positions of its page, and of itself there.
    places: Vec<(Span, (usize, usize))>,
}

/// The texts of a page, the main one first.
struct Page<'r> {
    path: String,
    texts: Vec<Anchored<'r>>,
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
        let of_one = |path: String, scope: String, text: &'r Option<Markdown>| {
            let text = text.as_ref().map(|text| Anchored::new(scope, text));
            Page { path, texts: text.into_iter().collect() }
        };
        let editions = radar
            .editions
            .iter()
            .map(|edition| of_one(routes::edition(&edition.id), MAIN.to_owned(), &edition.intro));
        let quadrants = radar.quadrants.iter().map(|quadrant| {
            let scope = format!("quadrant-{}", quadrant.id);
            of_one(routes::quadrant(&quadrant.id), scope, &quadrant.description)
        });
        let rings = radar.rings.iter().filter_map(|ring| {
            Some(Anchored::new(format!("ring-{}", ring.id), ring.description.as_ref()?))
        });
        let home = Page { path: routes::HOME.to_owned(), texts: rings.collect() };
        let about = of_one(routes::ABOUT.to_owned(), MAIN.to_owned(), &radar.about);
        let blips = radar.blips.iter().map(of_blip);
        let pages = blips.chain(editions).chain(quadrants).chain([home, about]);
        let mut pages: Vec<Page> = pages.filter(|page| !page.texts.is_empty()).collect();
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        // Two files of one id are an error, and that is said elsewhere.
        pages.dedup_by(|second, first| {
            let is_same = second.path == first.path;
            if is_same {
                first.texts.append(&mut second.texts);
            }
            is_same
        });
        let places = pages.iter().enumerate().flat_map(|(page, Page { texts, .. })| {
            texts.iter().enumerate().map(move |(at, anchored)| (anchored.text.at, (page, at)))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|&(text, _)| text);
        Self { pages, places }
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
        let place = self.places.binary_search_by_key(&text.at, |&(text, _)| text).ok()?;
        let (_, (page, at)) = self.places[place];
        let Page { path, texts } = &self.pages[page];
        Some((path, &texts[at]))
    }

    /// Returns the texts of a page; `None` if it has none.
    fn texts(&self, page: &str) -> Option<&[Anchored<'r>]> {
        let at = self.pages.binary_search_by(|known| known.path.as_str().cmp(page)).ok()?;
        Some(&self.pages[at].texts)
    }

    /// Returns the id on a page that a fragment means: that of a heading in the main text, or any id in a
    /// text as the page has it.
    pub(crate) fn id(&self, page: &str, fragment: &str) -> Option<String> {
        let texts = self.texts(page)?;
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
        self.texts(page).is_some()
    }

    /// Returns the headings that a fragment of a page can mean.
    pub(crate) fn headings(&self, page: &str) -> impl Iterator<Item = &str> {
        let main = self.texts(page).and_then(|texts| texts.first());
        main.into_iter().flat_map(Anchored::headings).map(String::as_str)
    }

    /// Returns whether a text has a heading with this id.
    pub(crate) fn has(&self, text: &Markdown, fragment: &str) -> bool {
        self.place(text).is_some_and(|(_, anchored)| anchored.has(fragment))
    }
}

impl<'r> Anchored<'r> {
    fn new(scope: String, text: &'r Markdown) -> Self {
        Self { scope, text, headings: OnceLock::new() }
    }

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

/// Returns the texts of the page of a blip.
fn of_blip(blip: &Blip) -> Page<'_> {
    let description = blip.description.iter().map(|text| Anchored::new(MAIN.to_owned(), text));
    let mut texts: Vec<Anchored> = description.collect();
    let mut counts = BTreeMap::new();
    for review in &blip.reviews {
        let scope = nth(&mut counts, format!("review-{}", review.date));
        texts.extend(review.note.iter().map(|note| Anchored::new(scope.clone(), note)));
    }
    for question in &blip.questions {
        let scope = nth(&mut counts, format!("question-{}", question.date));
        let answer = scope.replacen("question", "answer", 1);
        texts.push(Anchored::new(scope, &question.text));
        let answered = question.answer.iter();
        texts.extend(answered.map(|answered| Anchored::new(answer.clone(), &answered.text)));
    }
    Page { path: routes::blip(&blip.id), texts }
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
