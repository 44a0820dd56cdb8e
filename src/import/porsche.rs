//! Porsche Digital's technology radar (<https://github.com/porscheofficial/porschedigital-technology-radar>):
//! AOE's layout with more keys, in which a later list replaces an earlier one.

use super::releases::{self, Dialect, NO_TREE, Tree};
use super::{Format, Recognition, Sources};

pub(super) const FORMAT: Format = Format {
    name: "porsche",
    title: "Porsche Digital's technology radar",
    recognise,
    read: |sources, options, report| releases::read(sources, Dialect::Porsche, options, report),
};

/// Keys of the front matter that AOE's radar does not have.
const KEYS: [&str; 5] = ["summary:", "teams:", "products:", "links:", "ogImage:"];
/// Settings that AOE's radar does not have.
const SETTINGS: [&str; 4] = ["toggles", "baseUrl", "headerLogoFile", "backgroundImage"];

fn recognise(sources: &Sources) -> Recognition {
    let Some(tree) = Tree::find(sources) else { return Recognition::No(NO_TREE.to_owned()) };
    let otherwise =
        "no file has summary, teams, products, links or [[…]], which only this radar has";
    sign(sources, &tree).map_or_else(|| Recognition::No(otherwise.to_owned()), Recognition::Yes)
}

/// Returns what distinguishes a radar of Porsche Digital from one of AOE.
pub(super) fn sign(sources: &Sources, tree: &Tree) -> Option<String> {
    let config = sources.find(&format!("{}config.json", tree.base));
    let settings = config.and_then(|file| Some((file.path, file.known_value()?)));
    let setting = settings.and_then(|(path, value)| {
        let name = SETTINGS.into_iter().find(|name| value.get(name).is_some())?;
        Some(format!("{path} has `{name}`"))
    });
    setting.or_else(|| {
        tree.pages.iter().find_map(|(_, file)| {
            let text = file.known_text()?;
            let (front, body) = releases::parts(file, text);
            let key = |line: &str| KEYS.into_iter().find(|key| line.starts_with(key));
            let key = front.and_then(|(front, _)| front.lines().find_map(key));
            let has_link = body.words.contains("[[") && body.words.contains("]]");
            let sign = key.map(|key| format!("`{}`", key.trim_end_matches(':')));
            let sign = sign.or_else(|| has_link.then(|| "a link [[…]]".to_owned()));
            Some(format!("{} has {}", file.path, sign?))
        })
    })
}
