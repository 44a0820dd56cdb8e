//! Folders of Markdown files, one for each release -> a radar, as AOE and Porsche Digital keep them.
//!
//! The front matter of `radar/YYYY-MM-DD/…/ID.md` has what changed with that release: later files override
//! earlier ones with the same name. `config.json` has the rings and quadrants.

mod config;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::link::link;
use super::name::{one_line, shown};
use super::outline::Outline;
use super::prose::LinkTargets;
use super::sources::{File, Kind};
use super::term_index::TermIndex;
use super::timeline::{ListedBlip, Timeline};
use super::{Absent, Content, Details, Options, Sources, Term, not_imported, unusable};
use crate::content::images::unsafe_image;
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::id::id_of;
use config::Config;
use page::Page;
pub(in crate::import) use page::parts;

/// Whose radar it is. They differ in the meaning of a key that a file leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The key keeps its value.
    Aoe,
    /// Ring and segment are required, and lists become empty.
    Porsche,
}

/// Why files are neither AOE's nor Porsche Digital's radar.
pub(super) const NO_TREE: &str = "there is no radar/YYYY-MM-DD/ID.md";

/// The files of all releases.
pub(super) struct Tree<'s> {
    /// The folder of `config.json`, which is empty or ends in `/`.
    pub(super) base: String,
    pub(super) pages: Vec<(Date, &'s File<'s>)>,
}

impl<'s> Tree<'s> {
    /// Finds the outermost folder that has `radar/YYYY-MM-DD/ID.md`.
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

/// Returns the folder with `radar/` and the day of the release from a path such as
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
        return report.refuse(
            Diagnostic::new(Code::InvalidSource, NO_TREE, sources.first()?)
                .help("name the folder that has config.json and radar/"),
        );
    };
    let read: Vec<Result<Page, Report>> =
        tree.pages.par_iter().map(|(date, file)| Page::read(*date, file)).collect();
    let mut timeline = Timeline::default();
    let mut pages = Vec::new();
    for ((date, file), page) in tree.pages.iter().zip(read) {
        timeline.add_day(*date);
        match page {
            Ok(page) => pages.push(page),
            Err(problems) => {
                timeline.add_unclear(*date, &id_of(file.stem()));
                report.append(problems);
            }
        }
    }
    report_undated(sources, &tree, report);
    let config = Config::read(sources, &tree.base, &pages, report)?;
    let images = images(sources, &tree.base, report);
    let outline = config.outline;
    let targets = LinkTargets {
        blips: pages.iter().map(|page| (page.id.clone(), page.id.clone())).collect(),
        images: images.iter().map(|(name, _)| (format!("images/{name}"), name.clone())).collect(),
        folders: outline.quadrants.terms.iter().map(|term| term.id.clone()).collect(),
        has_wiki_links: dialect == Dialect::Porsche,
    };
    let mut reader =
        PageReader { dialect, outline: &outline, targets: &targets, teams: BTreeMap::new() };
    reader.add_pages(&pages, &mut timeline, report);
    let teams = reader.teams.into_values().collect();
    let nothing = Span::file(tree.pages.first()?.1.id);
    let content = outline.content(&timeline, Absent::Keep, options, nothing, report)?;
    let about = about(sources, &tree.base, &targets, report);
    Some(Content { teams, about, images, tokens: config.tokens, ..content })
}

/// Reports Markdown below `radar/` that belongs to no release.
fn report_undated(sources: &Sources, tree: &Tree, report: &mut Report) {
    let folder = format!("{}radar/", tree.base);
    let others = sources.of(Kind::Markdown).filter(|file| file.path.starts_with(&folder));
    for file in others.filter(|file| release(file.path).is_none()) {
        let at = Span::file(file.id);
        report.push(
            not_imported(format!("{} is not imported, as it belongs to no release", file.path), at)
                .help("a release is a folder named after its day, as in radar/2026-05-01"),
        );
    }
}

/// Returns the images of `public/images`, which is beside or below the folder of `config.json`. Reports those that
/// must not be published.
fn images(sources: &Sources, base: &str, report: &mut Report) -> Vec<(String, Vec<u8>)> {
    let parent = base.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let parent = if parent.is_empty() { String::new() } else { format!("{parent}/") };
    let folders = [format!("{base}public/images/"), format!("{parent}public/images/")];
    let image = |file: &File| {
        let name = folders.iter().find_map(|folder| file.path.strip_prefix(folder.as_str()))?;
        let problems = unsafe_image(file.id, file.source);
        if !problems.is_empty() {
            for problem in problems {
                report.push(problem);
            }
            return None;
        }
        Some((name.to_owned(), file.source.bytes.clone()))
    };
    sources.of(Kind::Other).filter_map(image).collect()
}

fn about(
    sources: &Sources,
    base: &str,
    targets: &LinkTargets,
    report: &mut Report,
) -> Option<String> {
    let file = sources.find(&format!("{base}about.md"))?;
    let (_, body) = parts(file, file.text(report)?);
    targets.markdown(body, report)
}

struct PageReader<'r> {
    dialect: Dialect,
    outline: &'r Outline,
    targets: &'r LinkTargets,
    /// The teams in the pages so far, by id.
    teams: BTreeMap<String, Term>,
}

impl PageReader<'_> {
    /// Adds the pages to the timeline, each with what it keeps of the last release.
    fn add_pages(&mut self, pages: &[Page], timeline: &mut Timeline, report: &mut Report) {
        let mut latest: BTreeMap<&str, ListedBlip> = BTreeMap::new();
        for page in pages {
            let before = latest.get(page.id.as_str());
            if let Some(blip) = self.blip(page, before, report) {
                latest.insert(&page.id, blip.clone());
                timeline.add(page.date, &page.id, blip, page.at, report);
            } else {
                timeline.add_unclear(page.date, &page.id);
            }
        }
    }

    fn blip(
        &mut self,
        page: &Page,
        before: Option<&ListedBlip>,
        report: &mut Report,
    ) -> Option<ListedBlip> {
        let Outline { rings, quadrants, .. } = self.outline;
        let kept = before.filter(|_| self.dialect == Dialect::Aoe);
        let old = kept.map(|blip| &blip.ring);
        let ring = term("ring", page.ring.as_ref(), old, rings, page.at, report)?;
        let old = kept.map(|blip| &blip.quadrant);
        let quadrant = term("segment", page.quadrant.as_ref(), old, quadrants, page.at, report)?;
        report.append(page.not_imported.clone());
        let title = page.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        Some(ListedBlip {
            name: title.or_else(|| Some(before?.name.clone())).unwrap_or_else(|| shown(&page.stem)),
            quadrant,
            ring,
            description: self.targets.markdown(page.body, report),
            note: None,
            details: self.details(page, before.map(|blip| &blip.details), report),
        })
    }

    fn details(&mut self, page: &Page, before: Option<&Details>, report: &mut Report) -> Details {
        let owners = page.teams.as_ref().map(|names| {
            let teams = names.iter().filter_map(|name| team(name));
            unique(teams.map(|team| self.teams.entry(team.id.clone()).or_insert(team).id.clone()))
        });
        let tags = page.tags.as_ref().map(|tags| unique(tags.iter().cloned()));
        let links = page.links.as_ref().map(|links| {
            links.iter().filter_map(|(url, title, at)| link(url, title, *at, report)).collect()
        });
        let kept = before.filter(|_| self.dialect == Dialect::Aoe);
        let summary = page.summary.as_deref().map(one_line).filter(|text| !text.is_empty());
        Details {
            summary: summary.or_else(|| before?.summary.clone()),
            owners: owners.or_else(|| Some(kept?.owners.clone())).unwrap_or_default(),
            tags: tags.or_else(|| Some(kept?.tags.clone())).unwrap_or_default(),
            links: links.or_else(|| Some(kept?.links.clone())).unwrap_or_default(),
        }
    }
}

/// Returns the id of the ring or quadrant that a page names, or else the kept one.
fn term(
    key: &str,
    word: Option<&(String, Span)>,
    kept: Option<&String>,
    terms: &TermIndex,
    page: Span,
    report: &mut Report,
) -> Option<String> {
    if let Some((word, at)) = word {
        return terms.resolve(key, word, *at, report);
    }
    if kept.is_none() {
        let problem = unusable(format!("the front matter has no `{key}`"), page);
        let names = list(&terms.names());
        report.push(problem.help(format!("add a line {key}: … with one of {names}")));
    }
    kept.cloned()
}

fn team(name: &str) -> Option<Term> {
    let (id, name) = (id_of(name), one_line(name));
    (!id.is_empty()).then_some(Term { id, name, description: None })
}

/// Removes words that occur earlier.
fn unique(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    words.filter(|word| seen.insert(word.clone())).collect()
}
