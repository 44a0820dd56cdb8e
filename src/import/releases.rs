//! Folders of Markdown files, one a release -> a radar: what AOE's and Porsche Digital's radars share.
//!
//! `radar/YYYY-MM-DD/…/ID.md` says in its front matter what changed with that release. Later files lie over
//! earlier ones of the same name; `config.json` has the rings and quadrants.

mod config;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::days::Frame;
use super::name::{first_of, host, one_line, shown};
use super::places::Places;
use super::prose::Targets;
use super::sources::{File, Kind};
use super::state::{Entry, Ledger};
use super::{Absent, Content, Details, Link, Options, Sources, Term, not_imported, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::markdown::address::{Address, address};
use crate::radar::id::id_of;
use config::Config;
use page::Page;
pub(in crate::import) use page::parts;

/// Whose radar it is: they differ in what a file that leaves a key out means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Whatever is left out is as it was.
    Aoe,
    /// Ring and segment stand in every file; lists that are left out are empty.
    Porsche,
}

/// Where the releases are: the folder of `config.json`, ending in `/` or empty, and their files.
pub(super) struct Tree<'s> {
    pub(super) base: String,
    pub(super) pages: Vec<(Date, &'s File<'s>)>,
}

impl<'s> Tree<'s> {
    /// The outermost folder that holds `radar/YYYY-MM-DD/ID.md`.
    pub(super) fn find(sources: &'s Sources<'s>) -> Option<Self> {
        let mut trees: BTreeMap<&str, Vec<(Date, &File)>> = BTreeMap::new();
        for file in sources.of(Kind::Markdown) {
            if let Some((base, date)) = release(file.path) {
                trees.entry(base).or_default().push((date, file));
            }
        }
        let (base, mut pages) = trees.into_iter().min_by_key(|(base, _)| base.len())?;
        pages.sort_by_key(|(date, _)| *date);
        Some(Self { base: base.to_owned(), pages })
    }
}

/// The folder that holds `radar/`, and the day of the release, of a path such as
/// `x/radar/2026-05-01/tools/vite.md`.
fn release(path: &str) -> Option<(&str, Date)> {
    let starts = path.match_indices("radar/").map(|(at, _)| at);
    starts.filter(|at| *at == 0 || path[..*at].ends_with('/')).find_map(|at| {
        let (folder, rest) = path[at + "radar/".len()..].split_once('/')?;
        (!rest.is_empty()).then_some(())?;
        Some((&path[..at], folder.parse().ok()?))
    })
}

/// Reads a whole radar.
pub(super) fn read(
    sources: &Sources,
    dialect: Dialect,
    options: &Options,
    report: &mut Report,
) -> Option<Content> {
    let Some(tree) = Tree::find(sources) else {
        let (id, at) = sources.iter().next().map(|file| (file.path, Span::file(file.id)))?;
        report.push(
            Diagnostic::new(Code::InvalidSource, format!("{id} is no radar/YYYY-MM-DD/ID.md"), at)
                .help("name the folder that holds config.json and radar/"),
        );
        return None;
    };
    let read: Vec<Result<Page, Report>> =
        tree.pages.par_iter().map(|(date, file)| Page::read(*date, file)).collect();
    let mut ledger = Ledger::default();
    let mut pages = Vec::new();
    for ((date, file), page) in tree.pages.iter().zip(read) {
        ledger.day(*date);
        match page {
            Ok(page) => pages.push(page),
            Err(problems) => {
                ledger.unclear(*date, &id_of(file.stem()));
                report.append(problems);
            }
        }
    }
    left_behind(sources, &tree, report);
    let config = Config::read(sources, &tree.base, &pages, report)?;
    let (images, names) = images(sources, &tree.base);
    let blips = pages.iter().map(|page| (page.id.clone(), page.id.clone())).collect();
    let targets = Targets {
        blips,
        images: names,
        folders: config.quadrants.ids().collect(),
        has_wiki_links: dialect == Dialect::Porsche,
    };
    let reader = Reader { dialect, config: &config, targets: &targets };
    let teams = reader.entries(&pages, &mut ledger, report);

    let frame = Frame {
        title: config.title,
        rings: config.rings.into_terms(),
        quadrants: config.quadrants.into_terms(),
        remarks: config.remarks,
    };
    let nothing = Span::file(tree.pages.first()?.1.id);
    let content = frame.filled(&ledger, Absent::Keep, options, nothing, report)?;
    let about = about(sources, &tree.base, &targets, report);
    Some(Content { teams, about, images, tokens: config.tokens, ..content })
}

/// Reports Markdown below `radar/` that is in no release.
fn left_behind(sources: &Sources, tree: &Tree, report: &mut Report) {
    let folder = format!("{}radar/", tree.base);
    let others = sources.of(Kind::Markdown).filter(|file| file.path.starts_with(&folder));
    for file in others.filter(|file| release(file.path).is_none()) {
        let at = Span::file(file.id);
        report.push(
            not_imported(format!("{} is in no release", file.path), at)
                .help("a release is a folder named after its day, as in radar/2026-05-01"),
        );
    }
}

/// Every image of `public/images`, by its name, and what texts call it.
#[allow(clippy::type_complexity, reason = "the two halves of one walk")]
fn images(sources: &Sources, base: &str) -> (Vec<(String, Vec<u8>)>, BTreeMap<String, String>) {
    let parent = base.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let parent = if parent.is_empty() { String::new() } else { format!("{parent}/") };
    let folders = [format!("{base}public/images/"), format!("{parent}public/images/")];
    let found = sources.of(Kind::Other).filter_map(|file| {
        let name = folders.iter().find_map(|folder| file.path.strip_prefix(folder.as_str()))?;
        Some((name.to_owned(), file.source.bytes.clone()))
    });
    let images: Vec<(String, Vec<u8>)> = found.collect();
    let names = images.iter().map(|(name, _)| (format!("images/{name}"), name.clone()));
    let names = names.collect();
    (images, names)
}

fn about(sources: &Sources, base: &str, targets: &Targets, report: &mut Report) -> Option<String> {
    let file = sources.find(&format!("{base}about.md"))?;
    let (_, body) = parts(file, file.text(report)?);
    Some(targets.markdown(body, report)).filter(|text| !text.is_empty())
}

struct Reader<'r> {
    dialect: Dialect,
    config: &'r Config,
    targets: &'r Targets,
}

impl Reader<'_> {
    /// Lays the pages over each other, release by release; the teams they name.
    fn entries(&self, pages: &[Page], ledger: &mut Ledger, report: &mut Report) -> Vec<Term> {
        let mut known: BTreeMap<&str, Entry> = BTreeMap::new();
        let mut teams: BTreeMap<String, Term> = BTreeMap::new();
        for page in pages {
            let before = known.get(page.id.as_str());
            match self.entry(page, before, &mut teams, report) {
                Ok(entry) => {
                    known.insert(&page.id, entry.clone());
                    ledger.add(page.date, &page.id, entry, page.at, report);
                }
                Err(problem) => {
                    ledger.unclear(page.date, &page.id);
                    report.push(*problem);
                }
            }
        }
        teams.into_values().collect()
    }

    fn entry(
        &self,
        page: &Page,
        before: Option<&Entry>,
        teams: &mut BTreeMap<String, Term>,
        report: &mut Report,
    ) -> Result<Entry, Box<Diagnostic>> {
        let before_or = |old: Option<String>| match self.dialect {
            Dialect::Aoe => old,
            Dialect::Porsche => None,
        };
        let (rings, quadrants) = (&self.config.rings, &self.config.quadrants);
        let old = before.map(|entry| entry.ring.clone());
        let ring = place("ring", page.ring.as_ref(), before_or(old), rings, page.at)?;
        let old = before.map(|entry| entry.quadrant.clone());
        let quadrant =
            place("segment", page.quadrant.as_ref(), before_or(old), quadrants, page.at)?;
        page.say_what_stays(report);
        let description = self.targets.markdown(page.body(), report);
        let old = before.map(|entry| entry.name.as_str().into());
        let name = first_of([page.title.as_deref().map(Into::into), old]);
        Ok(Entry {
            name: name.unwrap_or_else(|| shown(&page.stem)),
            quadrant,
            ring,
            description: Some(description).filter(|text| !text.is_empty()),
            note: None,
            details: self.details(page, before.map(|entry| &entry.details), teams, report),
        })
    }

    fn details(
        &self,
        page: &Page,
        before: Option<&Details>,
        teams: &mut BTreeMap<String, Term>,
        report: &mut Report,
    ) -> Details {
        let owners = page.teams.as_ref().map(|names| {
            let found = names.iter().filter_map(|name| team(name));
            unique(found.map(|term| teams.entry(term.id.clone()).or_insert(term).id.clone()))
        });
        let tags = page.tags.as_ref().map(|tags| unique(tags.iter().cloned()));
        let links = page.links.as_ref().map(|found| links(found, report));
        let old = before.filter(|_| self.dialect == Dialect::Aoe);
        let summary = page.summary.as_deref().map(one_line).filter(|text| !text.is_empty());
        Details {
            summary: summary.or_else(|| before?.summary.clone()),
            owners: owners.or_else(|| Some(old?.owners.clone())).unwrap_or_default(),
            tags: tags.or_else(|| Some(old?.tags.clone())).unwrap_or_default(),
            links: links.or_else(|| Some(old?.links.clone())).unwrap_or_default(),
        }
    }
}

/// The id of a ring or quadrant that a page names, or else the one from before.
fn place(
    what: &str,
    word: Option<&(String, Span)>,
    before: Option<String>,
    places: &Places,
    page: Span,
) -> Result<String, Box<Diagnostic>> {
    let Some((word, at)) = word else {
        let problem = unusable(format!("the front matter has no `{what}`"), page)
            .help(format!("add a line {what}: …, with one of {}", list(&places.names())));
        return before.ok_or(Box::new(problem));
    };
    places.id(word).map(str::to_owned).ok_or_else(|| {
        let problem = unusable(format!("there is no {what} `{word}`"), *at);
        Box::new(problem.suggest(word, places.names()))
    })
}

fn team(name: &str) -> Option<Term> {
    let (id, name) = (id_of(name), one_line(name));
    (!id.is_empty()).then_some(Term { id, name, description: None })
}

fn links(found: &[(String, String, Span)], report: &mut Report) -> Vec<Link> {
    let mut links = Vec::new();
    for (url, title, at) in found {
        if address(url) == Address::Web && url.contains(':') {
            let title = first_of([Some(title.into())]).unwrap_or_else(|| host(url));
            links.push(Link { title, url: url.clone() });
        } else {
            report.push(not_imported(format!("`{url}` is no whole address"), *at));
        }
    }
    links
}

/// Words without those that were there before.
fn unique(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    words.filter(|word| seen.insert(word.clone())).collect()
}
