//! AOE's technology radar (<https://github.com/AOEpeople/aoe_technology_radar>): `config.json` and
//! `radar/YYYY-MM-DD/ID.md`.

use super::releases::{self, Dialect, Tree};
use super::{Content, Format, Options, Recognition, Sources, porsche};
use crate::diagnostic::Report;

/// Reads a radar as AOE's generator does: what a later file leaves out is as it was.
pub(super) struct Aoe;

impl Format for Aoe {
    fn name(&self) -> &'static str {
        "aoe"
    }

    fn title(&self) -> &'static str {
        "AOE technology radar"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        let Some(tree) = Tree::find(sources) else {
            return Recognition::No("no radar/YYYY-MM-DD/ID.md".to_owned());
        };
        match porsche::sign(sources, &tree) {
            Some(sign) => Recognition::No(format!("{sign}, as only Porsche Digital's has it")),
            None => Recognition::Sure(format!("it has {}", tree.pages[0].1.path)),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        releases::read(sources, Dialect::Aoe, options, report)
    }
}
