//! The files of a radar -> its pages by release, and its settings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::import::Sources;
use crate::import::sources::{File, Kind};

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

    /// Returns the settings, those first that override the others.
    pub(super) fn configs<'t>(&self, sources: &'t Sources<'s>) -> Vec<&'t File<'s>> {
        configs(sources, &self.base)
    }
}

/// Returns each folder that has `radar/YYYY-MM-DD/ID.md`.
pub(in crate::import) fn bases(sources: &Sources) -> Vec<String> {
    let pages = sources.of(Kind::Markdown).filter_map(|file| release(file.path));
    let bases: BTreeSet<&str> = pages.map(|(base, _)| base).collect();
    bases.into_iter().map(str::to_owned).collect()
}

/// Returns the settings of a folder, those first that override the others. AOE's program had them in `public/`
/// up to version 3; Porsche Digital's has them in `data/`, with the pages or beside them.
pub(in crate::import) fn configs<'t, 's>(
    sources: &'t Sources<'s>,
    base: &str,
) -> Vec<&'t File<'s>> {
    let find = |name: &str| sources.find(&format!("{base}{name}"));
    let own = ["config.json", "data/config.json", "public/config.json"];
    let defaults = ["config.default.json", "data/config.default.json"];
    let first = |names: &[&str]| names.iter().find_map(|name| find(name));
    first(&own).into_iter().chain(first(&defaults)).collect()
}

/// Returns the folder with `radar/` and the day of the release from a path such as
/// `x/radar/2026-05-01/tools/vite.md`.
pub(super) fn release(path: &str) -> Option<(&str, Date)> {
    let starts = path.match_indices("radar/").map(|(at, _)| at);
    starts.filter(|at| *at == 0 || path[..*at].ends_with('/')).find_map(|at| {
        let (folder, rest) = path[at + "radar/".len()..].split_once('/')?;
        (!rest.is_empty()).then_some(())?;
        Some((&path[..at], folder.parse().ok()?))
    })
}
