//! Porsche Digital's technology radar (<https://github.com/porscheofficial/porschedigital-technology-radar>):
//! AOE's layout with more keys, where lists replace each other.

use super::releases::{self, Dialect, Tree};
use super::{Content, Format, Options, Recognition, Sources};
use crate::diagnostic::Report;

/// Reads a radar as Porsche Digital's generator does: every file says ring and segment.
pub(super) struct Porsche;

/// Keys of the front matter that AOE's radar does not know.
const KEYS: [&str; 5] = ["summary:", "teams:", "products:", "links:", "ogImage:"];
/// Settings that AOE's radar does not know.
const SETTINGS: [&str; 4] = ["toggles", "baseUrl", "headerLogoFile", "backgroundImage"];

impl Format for Porsche {
    fn name(&self) -> &'static str {
        "porsche"
    }

    fn title(&self) -> &'static str {
        "Porsche Digital's technology radar"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        let Some(tree) = Tree::find(sources) else {
            return Recognition::No("no radar/YYYY-MM-DD/ID.md".to_owned());
        };
        match sign(sources, &tree) {
            Some(sign) => Recognition::Sure(sign),
            None => Recognition::No(
                "no file has summary, teams, products, links or [[…]], which AOE's has not either"
                    .to_owned(),
            ),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        releases::read(sources, Dialect::Porsche, options, report)
    }
}

/// What tells a radar of Porsche Digital's from one of AOE's.
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
