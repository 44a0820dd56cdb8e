//! The pages of all releases -> a timeline, in which a page keeps what it leaves out.

use std::collections::{BTreeMap, BTreeSet};

use super::dialect::Dialect;
use super::page::Page;
use crate::diagnostic::{Report, Span, list};
use crate::import::link::link;
use crate::import::name::{one_line, shown};
use crate::import::outline::Outline;
use crate::import::prose::LinkTargets;
use crate::import::term_index::TermIndex;
use crate::import::timeline::{ListedBlip, Timeline};
use crate::import::{Details, Term, not_imported, unusable};
use crate::radar::id::id_of;

pub(super) struct PageReader<'r> {
    dialect: Dialect,
    outline: &'r Outline,
    targets: &'r LinkTargets,
    /// The teams in the pages so far, by id.
    teams: BTreeMap<String, Term>,
}

/// What later pages of a blip say.
#[derive(Clone, Default)]
struct Later {
    ring: Option<String>,
    quadrant: Option<String>,
}

impl<'r> PageReader<'r> {
    pub(super) fn new(dialect: Dialect, outline: &'r Outline, targets: &'r LinkTargets) -> Self {
        Self { dialect, outline, targets, teams: BTreeMap::new() }
    }

    /// Adds the pages to the timeline, each with what it keeps of the last release. Returns the teams in them.
    pub(super) fn add_pages(
        mut self,
        pages: &[Page],
        timeline: &mut Timeline,
        report: &mut Report,
    ) -> Vec<Term> {
        let later = self.later(pages);
        let mut latest: BTreeMap<&str, ListedBlip> = BTreeMap::new();
        for (page, later) in pages.iter().zip(&later) {
            let before = latest.get(page.id.as_str());
            if let Some(blip) = self.blip(page, before, later, report) {
                latest.insert(&page.id, ListedBlip { note: None, ..blip.clone() });
                timeline.add(page.date, &page.id, blip, page.at, report);
            } else {
                timeline.add_unclear(page.date, &page.id);
            }
        }
        self.teams.into_values().collect()
    }

    fn blip(
        &mut self,
        page: &Page,
        before: Option<&ListedBlip>,
        later: &Later,
        report: &mut Report,
    ) -> Option<ListedBlip> {
        let Outline { rings, quadrants, .. } = self.outline;
        let kept = before.filter(|_| self.dialect == Dialect::Aoe);
        let old = kept.map(|blip| &blip.ring);
        let unknown_ring = unknown("ring", page.ring.as_ref(), rings, later.ring.as_ref(), report);
        let note = unknown_ring.as_ref().map(|name| format!("Then on the ring {name}."));
        let ring = match unknown_ring {
            Some(_) => before.map(|blip| blip.ring.clone()).or_else(|| later.ring.clone())?,
            None => term("ring", page.ring.as_ref(), old, rings, page.at, report)?,
        };
        let old = kept.map(|blip| &blip.quadrant);
        let word = page.quadrant.as_ref();
        let quadrant = match unknown("segment", word, quadrants, later.quadrant.as_ref(), report) {
            Some(_) => later.quadrant.clone()?,
            None => term("segment", word, old, quadrants, page.at, report)?,
        };
        report.append(page.not_imported.clone());
        let title = page.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        Some(ListedBlip {
            name: title.or_else(|| Some(before?.name.clone())).unwrap_or_else(|| shown(&page.stem)),
            quadrant,
            ring,
            description: self.targets.markdown(page.body, report),
            note,
            details: self.details(page, before.map(|blip| &blip.details), report),
        })
    }

    /// Returns for each page the ring and the quadrant that a later page of the same blip names.
    fn later(&self, pages: &[Page]) -> Vec<Later> {
        let mut known: BTreeMap<&str, Later> = BTreeMap::new();
        let later = pages.iter().rev().map(|page| {
            let entry = known.entry(&page.id).or_default();
            let later = entry.clone();
            let id = |word: Option<&(String, Span)>, terms: &TermIndex| {
                word.and_then(|(word, _)| terms.id(word)).map(str::to_owned)
            };
            let ring = id(page.ring.as_ref(), &self.outline.rings);
            let quadrant = id(page.quadrant.as_ref(), &self.outline.quadrants);
            // The next ring, but the newest quadrant.
            entry.ring = ring.or(entry.ring.take());
            entry.quadrant = entry.quadrant.take().or(quadrant);
            later
        });
        let mut later: Vec<Later> = later.collect();
        later.reverse();
        later
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
            ..Details::default()
        }
    }
}

/// Returns the name that a page has for a ring or quadrant, if `config.json` no longer lists it but a later
/// page of the blip names one that is listed.
fn unknown(
    key: &str,
    word: Option<&(String, Span)>,
    terms: &TermIndex,
    later: Option<&String>,
    report: &mut Report,
) -> Option<String> {
    let (word, at) = word.filter(|(word, _)| later.is_some() && terms.id(word).is_none())?;
    let message = format!("there is no {key} `{word}` any more; a later file names another one");
    report.push(not_imported(message, *at));
    Some(shown(word))
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
