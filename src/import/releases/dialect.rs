//! A folder of releases -> whether AOE's or Porsche Digital's program builds it.
//!
//! Porsche Digital's program grew out of AOE's, so most keys are in both. Only keys that one of them alone has
//! are signs. Both programs ignore unknown keys of a page, so a page decides only if no setting does.

use super::page::parts;
use super::tree::{NO_TREE, Tree};
use crate::import::sources::File;
use crate::import::value::Value;
use crate::import::{Recognition, Sources};
use crate::markdown::{self, FoundKind};
use crate::radar::id::id_of;

/// Whose radar it is. They differ in the meaning of a key that a file leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Dialect {
    /// The key keeps its value.
    Aoe,
    /// Ring and segment are required, and lists become empty.
    Porsche,
}

/// Settings of `config.json` that one program alone has. A dot leads to a key of an object.
const SETTINGS: [(Dialect, &[&str]); 2] = [
    (
        Dialect::Aoe,
        &[
            "logoFile",
            "sections",
            "footerLinks",
            "toggles.showQuadrantList",
            "toggles.showEmptyRings",
            "labels.quadrantOverview",
            "labels.filterByTag",
            "quadrantsMap",
            "chartConfig",
            "homepageContent",
        ],
    ),
    (
        Dialect::Porsche,
        &[
            "headerLogoFile",
            "footerLogoFile",
            "backgroundImage",
            "backgroundOpacity",
            "toggles.multiSelectFilters",
            "toggles.showBlipChange",
            "labels.hiddenFromRadar",
        ],
    ),
];

/// Keys of the front matter that Porsche Digital's program alone reads.
const PAGE_KEYS: [&str; 4] = ["summary:", "products:", "links:", "ogImage:"];

/// What AOE's program is called in a `package.json` that depends on it.
const AOE_PACKAGE: &str = "aoe_technology_radar";

/// Recognises a folder of releases of one of the two programs; without a sign it is AOE's.
pub(in crate::import) fn recognise(sources: &Sources, dialect: Dialect) -> Recognition {
    let Some(tree) = Tree::find(sources) else { return Recognition::No(NO_TREE.to_owned()) };
    let signs = signs(sources, &tree);
    let ours = signs.iter().find(|(of, _)| *of == dialect);
    let other = signs.iter().find(|(of, _)| *of != dialect);
    let (whose, only) = match dialect {
        Dialect::Aoe => ("Porsche Digital's", "AOE's"),
        Dialect::Porsche => ("AOE's", "Porsche Digital's"),
    };
    match (ours, other) {
        (Some((_, sign)), _) => Recognition::Yes(format!("{sign}, which only {only} radar has")),
        (None, Some((_, sign))) => Recognition::No(format!("{sign}, which only {whose} radar has")),
        (None, None) if dialect == Dialect::Aoe => {
            Recognition::Yes(format!("there is {}", tree.pages[0].1.path))
        }
        (None, None) => {
            Recognition::No("no file has a key that only Porsche Digital's radar has".to_owned())
        }
    }
}

/// Returns what distinguishes the two: the strongest signs only. Those of one strength may contradict each
/// other; then the user has to choose.
fn signs(sources: &Sources, tree: &Tree) -> Vec<(Dialect, String)> {
    let package = sources.with_values().find(|(file, value)| {
        let is_package = file.path.rsplit('/').next() == Some("package.json");
        let lists =
            ["dependencies", "devDependencies"].into_iter().filter_map(|key| value.get(key));
        is_package && lists.into_iter().any(|list| list.get(AOE_PACKAGE).is_some())
    });
    if let Some((file, _)) = package {
        return vec![(Dialect::Aoe, format!("{} depends on {AOE_PACKAGE}", file.path))];
    }
    let configs = tree.configs(sources);
    let mut found = Vec::new();
    for (dialect, names) in SETTINGS {
        let setting = configs.iter().find_map(|file| {
            let value = file.known_value()?;
            let name = names.iter().find(|name| has(value, name))?;
            Some(format!("{} has `{name}`", file.path))
        });
        found.extend(setting.map(|sign| (dialect, sign)));
    }
    if found.is_empty() {
        let page = tree.pages.iter().find_map(|(_, file)| sign_of_page(file, tree));
        found.extend(page.map(|sign| (Dialect::Porsche, sign)));
    }
    found
}

fn has(value: &Value, path: &str) -> bool {
    match path.split_once('.') {
        Some((key, rest)) => value.get(key).is_some_and(|inner| inner.get(rest).is_some()),
        None => value.get(path).is_some(),
    }
}

fn sign_of_page(file: &File, tree: &Tree) -> Option<String> {
    let text = file.known_text()?;
    let (front, body) = parts(file, text);
    let key = |line: &str| PAGE_KEYS.into_iter().find(|key| line.starts_with(key));
    let key = front.and_then(|(front, _)| front.lines().find_map(key));
    if let Some(key) = key {
        return Some(format!("{} has `{}`", file.path, key.trim_end_matches(':')));
    }
    // AOE's authors write brackets too, as in [[1]](https://…); a link leads to a page.
    if !body.words.contains("[[") {
        return None;
    }
    let leads_to_page = |target: &str| {
        let id = id_of(target);
        tree.pages.iter().any(|(_, page)| id_of(page.stem()) == id)
    };
    let links = markdown::links(body.words);
    let mut links = links.iter().filter(|link| link.kind == FoundKind::Blip);
    let link = links.find(|link| leads_to_page(&link.target))?;
    Some(format!("{} has a link [[{}]]", file.path, link.target))
}
