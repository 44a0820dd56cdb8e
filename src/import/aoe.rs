//! AOE's technology radar (<https://github.com/AOEpeople/aoe_technology_radar>): `config.json` and
//! `radar/YYYY-MM-DD/ID.md`.

use super::releases::{self, Dialect, NO_TREE, Tree};
use super::{Format, Recognition, Sources, porsche};

pub(super) const FORMAT: Format = Format {
    name: "aoe",
    title: "AOE technology radar",
    recognise,
    read: |sources, options, report| releases::read(sources, Dialect::Aoe, options, report),
};

fn recognise(sources: &Sources) -> Recognition {
    let Some(tree) = Tree::find(sources) else { return Recognition::No(NO_TREE.to_owned()) };
    match porsche::sign(sources, &tree) {
        Some(sign) => Recognition::No(format!("{sign}, which only Porsche Digital's radar has")),
        None => Recognition::Yes(format!("there is {}", tree.pages[0].1.path)),
    }
}
