//! `[site]` in radar.toml: the files for other programs that the site has besides its pages.

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::fields::values::check_distinct;
use super::fields::{Fields, FromTable, read_keys};
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::{Radar, SiteExport};

/// What the site has besides its pages.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct SiteFiles {
    /// The formats of other programs that are published beside radar.json, so that these programs read the site.
    #[schemars(extend("items" = names()))]
    exports: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether the site has pictures for social networks, if it has a `base_url`. Default: true.
    cards: Option<Spanned<bool>>,
}

impl SiteFiles {
    /// Returns whether the site may have cards.
    pub(super) fn has_cards(&self) -> bool {
        self.cards.as_ref().is_none_or(|cards| cards.value)
    }
}

read_keys!(SiteFiles { optional: exports, cards; });

/// Returns the names of all formats, as a schema.
fn names() -> Value {
    json!({ "type": "string", "enum": SiteExport::ALL.map(SiteExport::name) })
}

/// Returns the formats to publish, and reports those that are unknown or cannot hold the radar.
pub(super) fn exports(
    written: Option<SiteFiles>,
    radar: &Radar,
    report: &mut Report,
) -> Vec<SiteExport> {
    let listed = written.and_then(|site| site.exports).map(|exports| exports.value);
    let listed = listed.unwrap_or_default();
    check_distinct("the export", &listed, report);
    let mut exports: Vec<SiteExport> =
        listed.iter().filter_map(|name| export(name, radar, report)).collect();
    exports.sort();
    exports.dedup();
    exports
}

fn export(name: &Spanned<String>, radar: &Radar, report: &mut Report) -> Option<SiteExport> {
    let Some(export) = SiteExport::from_name(&name.value) else {
        report.push(unknown(name));
        return None;
    };
    if let Err(why) = radar.fits(export) {
        let message = format!("the site cannot have this export: {why}");
        let help = "remove it from `exports`; without some of them it would show a different radar";
        report.push(Diagnostic::new(Code::InvalidValue, message, name.at).help(help));
        return None;
    }
    Some(export)
}

fn unknown(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not an export that a site can have", name.value);
    let problem = Diagnostic::new(Code::InvalidValue, message, name.at);
    match name.value.as_str() {
        "json" => problem.help("leave it out: every site has radar.json"),
        "csv" => problem.help("leave it out: every site has blips.csv"),
        // No program reads the list again, and CODEOWNERS has addresses of people, which no page shows.
        "markdown" | "codeowners" => {
            problem.help(format!("print it instead: radar export {}", name.value))
        }
        "byor" => problem.help("write \"byor-json\" or \"byor-csv\""),
        other => problem.suggest(other, SiteExport::ALL.map(SiteExport::name)),
    }
}
