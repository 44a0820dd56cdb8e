//! Hashes of what the files of a site are made of. A file with the hash of an earlier build is not made again.
//!
//! Most edits change a text of a blip: its description, or the note of a review or an estimate. Few files show it: the page
//! of the blip, and those that collect texts of all blips. Every other file depends only on what a text says to other
//! pages, which are its headings and the blips that it links to, and on the rest of the content:
//!
//! | files | are made of |
//! |---|---|
//! | the page of a blip | the frame, and its texts |
//! | those without texts of blips | the frame |
//! | those with texts of any blip | the frame, and all texts |
//!
//! The frame is every file that was read, without the texts of blips but with what these say to other pages; and the
//! program, the day and the options.

use std::collections::BTreeMap;
use std::ops::Range;

use blake3::{Hash, Hasher};
use rayon::prelude::*;

use crate::markdown::{FoundKind, heading_ids, links};
use crate::radar::{Blip, Markdown, Radar};
use crate::routes::Page;
use crate::source::{FileId, SourceSet};

/// The hash of what a file is made of. No two files of a site have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Digest(pub(crate) Hash);

/// The hashes of a site.
pub(crate) struct Digests {
    frame: Hash,
    texts: Hash,
    /// By the position of the blip in the radar.
    texts_of: Vec<Hash>,
}

impl Digests {
    /// Hashes what a site is made of. `options` are what its bytes depend on beside the files: program, day, arguments.
    pub(crate) fn new(radar: &Radar, sources: &SourceSet, options: &[&str]) -> Self {
        let blips = radar.blips.par_iter();
        let read: Vec<(Hash, Hash)> =
            blips.map(|blip| (hash_of_texts(blip), said_to_others(blip))).collect();
        let mut frame = Hasher::new();
        for option in options {
            add(&mut frame, option.as_bytes());
        }
        add_sources(&mut frame, radar, sources);
        let mut texts = Hasher::new();
        for (its, said) in &read {
            texts.update(its.as_bytes());
            frame.update(said.as_bytes());
        }
        let texts_of = read.into_iter().map(|(texts, _)| texts).collect();
        Self { frame: frame.finalize(), texts: texts.finalize(), texts_of }
    }

    /// Returns the hash of a page.
    pub(super) fn of_page(&self, path: &str, page: Page) -> Digest {
        match page {
            Page::Blip(at) => self.digest(path, Some(self.texts_of[at])),
            page if has_no_texts(page) => self.digest(path, None),
            _ => self.digest(path, Some(self.texts)),
        }
    }

    /// Returns the hash of a file without texts of blips; `name` is not the path of any page.
    pub(super) fn of_file(&self, name: &str) -> Digest {
        self.digest(name, None)
    }

    fn digest(&self, name: &str, texts: Option<Hash>) -> Digest {
        let mut hasher = Hasher::new();
        hasher.update(self.frame.as_bytes());
        add(&mut hasher, name.as_bytes());
        if let Some(texts) = texts {
            hasher.update(texts.as_bytes());
        }
        Digest(hasher.finalize())
    }
}

/// Returns whether a page shows no text of any blip.
fn has_no_texts(page: Page) -> bool {
    match page {
        Page::Radar
        | Page::Quadrant(_)
        | Page::Team(_)
        | Page::Person(_)
        | Page::Edition(_)
        | Page::Changes
        | Page::History
        | Page::About
        | Page::NotFound
        | Page::Drawing
        | Page::Lives
        | Page::Poster
        | Page::Card(_)
        | Page::Image(_)
        | Page::Static(_) => true,
        // These are made in no time, or may have texts.
        Page::Blip(_)
        | Page::Reviews
        | Page::Questions
        | Page::Json
        | Page::Search
        | Page::Csv
        | Page::Export(_)
        | Page::Day
        | Page::NoJekyll
        | Page::Sitemap
        | Page::Robots
        | Page::Feed
        | Page::Calendar(_) => false,
    }
}

/// Adds every file, without the texts of blips.
fn add_sources(hasher: &mut Hasher, radar: &Radar, sources: &SourceSet) {
    let mut ranges: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
    for text in radar.blips.iter().flat_map(texts) {
        ranges.entry(text.at.file).or_default().push(text.at.start as usize..text.at.end as usize);
    }
    for (id, file) in sources.iter() {
        add(hasher, file.path.as_bytes());
        let mut from = 0;
        let mut ranges = ranges.remove(&id).unwrap_or_default();
        ranges.sort_unstable_by_key(|range| range.start);
        for range in ranges {
            add(hasher, &file.bytes[from.min(range.start)..range.start]);
            from = range.end;
        }
        add(hasher, &file.bytes[from..]);
    }
}

/// Returns the texts of a blip that are on few pages. Those of questions are on many: of people, of teams.
fn texts(blip: &Blip) -> impl Iterator<Item = &Markdown> {
    let notes = blip.reviews.iter().filter_map(|review| review.note.as_ref());
    let estimate = blip.exit.as_ref().and_then(|exit| exit.note.as_ref());
    blip.description.iter().chain(notes).chain(estimate)
}

fn hash_of_texts(blip: &Blip) -> Hash {
    let mut hasher = Hasher::new();
    texts(blip).for_each(|text| add(&mut hasher, text.value.as_bytes()));
    hasher.finalize()
}

/// Hashes what pages of other blips show of the texts of one.
fn said_to_others(blip: &Blip) -> Hash {
    let mut hasher = Hasher::new();
    for text in texts(blip) {
        let text = &text.value;
        // Without one of these no text has a heading; see `anchors`.
        if text.contains(['#', '=', '-']) {
            for id in heading_ids(text) {
                add(&mut hasher, id.as_bytes());
            }
        }
        add(&mut hasher, b"");
        if text.contains("[[") {
            let to_blips = links(text).into_iter().filter(|link| link.kind == FoundKind::Blip);
            to_blips.for_each(|link| add(&mut hasher, link.target.as_bytes()));
        }
        add(&mut hasher, b"");
    }
    hasher.finalize()
}

/// Adds bytes and their number, so that no two lists of them are the same.
fn add(hasher: &mut Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::path::Path;
    use std::sync::Mutex;

    use jiff::civil::date;

    use super::super::{File, Printer, Rendered, Reuse};
    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::source;
    use crate::theme;

    /// Makes the site of some files, and keeps none. Each file has its hash.
    fn made(sources: &SourceSet) -> BTreeMap<String, (Option<Digest>, Vec<u8>)> {
        let today = date(2026, 11, 22);
        let mut checked = check(sources, today, &Levels::default());
        let radar = checked.radar.expect("it can be used");
        let theme = theme::load(&radar, sources, &mut checked.report).expect("a theme");
        let (radar, theme, progress) = (&radar, &theme, &Rendered::default());
        let digests = &Digests::new(radar, sources, &["2026-11-22"]);
        let reuse = Some(Reuse { digests, keep: &|_| false });
        let printer = Printer { radar, sources, theme, today, progress, earlier: &|_| None, reuse };
        let files = Mutex::new(BTreeMap::new());
        let take = |file: File| {
            let made = (file.digest, file.body.to_vec());
            files.lock().expect("no panic").insert(file.path.to_owned(), made);
            Ok::<(), Infallible>(())
        };
        printer.print(&take).expect("the templates hold");
        files.into_inner().expect("no panic")
    }

    /// Returns the files of the repository, with a change to those of its blips.
    fn edited(change: impl Fn(&str, String) -> String) -> SourceSet {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = source::read(root).expect("the repository has a radar");
        SourceSet::from_files(read.iter().map(|(_, file)| {
            let text = file.text().filter(|_| file.path.starts_with("radar/blips/"));
            let text = text.map(|text| change(&file.path, text.to_owned()).into_bytes());
            (file.path.clone(), text.unwrap_or_else(|| file.bytes.clone()))
        }))
    }

    /// Changes something, and returns the files that are made again. The others have to be the same.
    fn made_again(change: impl Fn(&str, String) -> String) -> Vec<String> {
        let before = made(&edited(|_, text| text));
        let after = made(&edited(change));
        let mut again = Vec::new();
        for (path, (digest, bytes)) in &after {
            match before.get(path) {
                Some((same, before)) if same == digest => {
                    assert!(before == bytes, "{path} differs, and would not be made again");
                }
                _ => again.push(path.clone()),
            }
        }
        again.retain(|path| path.ends_with(".html") || path.ends_with(".svg"));
        again
    }

    #[test]
    fn a_text_is_on_its_own_page_and_on_those_of_all_texts() {
        let again = made_again(|path, text| match path {
            "radar/blips/platform/kubernetes.toml" => text.replace("Ninety-three", "Ninety-four"),
            _ => text,
        });
        assert_eq!(again, ["blips/kubernetes.html", "questions.html", "reviews.html"]);
    }

    #[test]
    fn no_text_is_on_a_page_of_another_kind() {
        let again = made_again(|_, text| {
            ["description", "note"].into_iter().fold(text, |text, key| {
                ["\"\"\"\n", "\"", "'''\n", "'"].into_iter().fold(text, |text, quote| {
                    let multiline = format!("{key} = {quote}{quote}");
                    let (from, to) = (format!("{key} = {quote}"), format!("{key} = {quote}Now: "));
                    if text.contains(&multiline) { text } else { text.replace(&from, &to) }
                })
            })
        });
        let others = again.iter().filter(|path| !path.starts_with("blips/"));
        assert_eq!(others.collect::<Vec<_>>(), ["questions.html", "reviews.html"]);
        assert!(again.len() > 60, "{}", again.len());
    }

    #[test]
    fn headings_and_links_to_blips_say_something_to_all_pages() {
        for change in ["## Another heading\n\nNinety-three", "[[clickhouse]] Ninety-three"] {
            let again = made_again(|path, text| match path {
                "radar/blips/platform/kubernetes.toml" => text.replace("Ninety-three", change),
                _ => text,
            });
            assert!(again.contains(&"index.html".to_owned()), "{change}");
            assert!(again.contains(&"blips/clickhouse.html".to_owned()), "{change}");
        }
    }

    #[test]
    fn anything_else_changes_all_pages() {
        let again = made_again(|path, text| match path {
            "radar/blips/platform/kubernetes.toml" => text.replace("6 months", "7 months"),
            _ => text,
        });
        assert!(again.contains(&"index.html".to_owned()));
        assert!(again.contains(&"people/ines-barrada.html".to_owned()));
    }
}
