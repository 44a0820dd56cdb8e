//! `config.json`, which overrides `config.default.json` -> rings, quadrants, a title and colours.

use crate::diagnostic::{Report, Span};
use crate::import::not_imported;
use crate::import::outline::Outline;
use crate::import::sources::File;
use crate::import::term_index::{TermIndex, report_unknown_keys, sort_rings};
use crate::import::value::Value;

pub(in crate::import) struct Config {
    pub(in crate::import) outline: Outline,
    /// The colours of the quadrants, as tokens of a theme.
    pub(in crate::import) tokens: Vec<(String, String)>,
}

impl Config {
    /// Reads the configuration. If it does not list the rings or quadrants, they are those that are `named`.
    pub(in crate::import) fn read(
        files: &[&File],
        named_quadrants: &[(String, Span)],
        named_rings: &[(String, Span)],
        report: &mut Report,
    ) -> Option<Self> {
        let mut layers = Vec::new();
        for file in files {
            layers.push(file.value(report)?);
        }
        let get = |key: &str| layers.iter().find_map(|layer| layer.get(key));
        let mut remarks = Vec::new();
        let mut quadrants = TermIndex::new("quadrant");
        let listed = get("segments").or_else(|| get("quadrants"));
        if let Some(listed) = listed {
            quadrants.add_listed(listed.items(), report);
            add_named_by_key(&mut quadrants, listed, get("quadrantsMap"), report);
        } else {
            add_named(&mut quadrants, named_quadrants, report);
            quadrants.unlist(|_| false);
            remarks.push(unlisted("segments", "quadrants"));
        }
        let mut rings = TermIndex::new("ring");
        if let Some(listed) = get("rings").map(Value::items) {
            rings.add_listed(listed, report);
        } else {
            add_named(&mut rings, named_rings, report);
            rings.unlist(|_| false);
            if !sort_rings(&mut rings.terms) {
                remarks.push(unlisted("rings", "rings"));
            }
        }
        let tokens = tokens(listed, get("quadrantsMap"));
        let title = get("labels").and_then(|labels| labels.line_of("title"));
        if let Some(own) = layers.first() {
            report_not_imported(own, &tokens, report);
        }
        Some(Self { outline: Outline { title, rings, quadrants, remarks }, tokens })
    }
}

fn unlisted(key: &str, what: &str) -> String {
    format!(
        "config.json has no `{key}`, so the {what} are in the order in which they first appear; \
         sort them in radar.toml"
    )
}

fn add_named(terms: &mut TermIndex, named: &[(String, Span)], report: &mut Report) {
    for (word, at) in named {
        if terms.id(word).is_none() {
            terms.add(word, "", None, *at, report);
        }
    }
}

/// Adds the quadrants of an object, as version 3 of AOE's program has them: the name of each by its id. An
/// object beside it has the descriptions.
fn add_named_by_key(
    quadrants: &mut TermIndex,
    named: &Value,
    details: Option<&Value>,
    report: &mut Report,
) {
    for (key, name) in named.entries() {
        let description = details.and_then(|all| all.get(&key.name)?.line_of("description"));
        let name = name.text().unwrap_or_default();
        quadrants.add(&key.name, &name, description.as_deref(), key.at, report);
    }
}

/// Returns the colours of the quadrants. The other colours fit only the layout of the other program.
fn tokens(listed: Option<&Value>, details: Option<&Value>) -> Vec<(String, String)> {
    let colour = |item: &Value| {
        let colour = item.text_of("color").or_else(|| item.text_of("colour"))?.into_owned();
        let is_one = colour.bytes().all(|b| b.is_ascii_alphanumeric() || b"#(),.% ".contains(&b));
        is_one.then_some(colour)
    };
    let Some(listed) = listed else { return Vec::new() };
    let by_key = listed.entries().iter().map(|(key, _)| details?.get(&key.name));
    let items = listed.items().iter().map(Some).chain(by_key);
    let numbered = (1..).zip(items);
    numbered.filter_map(|(n, item)| Some((format!("blip-{n}"), colour(item?)?))).collect()
}

/// Reports the settings that this program does not have.
fn report_not_imported(config: &Value, tokens: &[(String, String)], report: &mut Report) {
    for (key, value) in config.entries() {
        let not_imported = |message: String| not_imported(message, key.at);
        match key.name.as_str() {
            name @ ("rings" | "segments" | "quadrants") => {
                report_colours(name, value, tokens, report);
            }
            "quadrantsMap" => report_details(value, report),
            "labels" => report_labels(value, report),
            "editUrl" => report.push(
                not_imported("`editUrl` is not imported, as the files have other paths now".into())
                    .help("write edit_url into radar.toml; {path} stands for the path of a file"),
            ),
            name @ ("baseUrl" | "basePath") => report.push(
                not_imported(format!(
                    "`{name}` is not imported, as it is the address of the old site"
                ))
                .help("write base_url into radar.toml once the site has an address"),
            ),
            name => report.push(not_imported(format!("the setting `{name}` is not imported"))),
        }
    }
}

/// Reports what version 3 of AOE's program has for a quadrant, but for its description and its colour.
fn report_details(details: &Value, report: &mut Report) {
    let all: Vec<Value> = details.entries().iter().map(|(_, value)| value.clone()).collect();
    report_unknown_keys("quadrantsMap", &all, &["description", "colour", "position"], report);
}

fn report_labels(labels: &Value, report: &mut Report) {
    for (label, _) in labels.entries().iter().filter(|(key, _)| key.name != "title") {
        let message = format!("the label `{}` is not imported", label.name);
        let help = "the language file of a theme has the texts of pages";
        report.push(not_imported(message, label.at).help(help));
    }
}

/// Reports the colours and sizes of rings; the colours of quadrants are imported.
fn report_colours(key: &str, value: &Value, tokens: &[(String, String)], report: &mut Report) {
    let known = ["id", "title", "name", "description"];
    let colour = (key != "rings" && !tokens.is_empty()).then_some("color");
    let known: Vec<&str> = known.into_iter().chain(colour).collect();
    report_unknown_keys(key, value.items(), &known, report);
}
