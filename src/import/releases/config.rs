//! `config.json`, over `config.default.json` if that came along -> rings, quadrants, a title, colours.

use super::page::Page;
use crate::diagnostic::{Report, Span};
use crate::import::name::{first_of, one_line};
use crate::import::places::{Places, say_attributes};
use crate::import::value::Value;
use crate::import::{Sources, not_imported};

/// What it says.
pub(super) struct Config {
    pub(super) title: Option<String>,
    pub(super) rings: Places,
    pub(super) quadrants: Places,
    pub(super) tokens: Vec<(String, String)>,
    pub(super) remarks: Vec<String>,
}

impl Config {
    /// Reads it; where it does not list rings or quadrants, they are those that the pages name.
    pub(super) fn read(
        sources: &Sources,
        base: &str,
        pages: &[Page],
        report: &mut Report,
    ) -> Option<Self> {
        let mut layers = Vec::new();
        for name in ["config.json", "config.default.json"] {
            let Some(file) = sources.find(&format!("{base}{name}")) else { continue };
            layers.push(file.value(report)?);
        }
        let get = |key: &str| layers.iter().find_map(|layer| layer.get(key));
        let mut remarks = Vec::new();
        let listed = get("segments").or_else(|| get("quadrants")).map(Value::items);
        let mut quadrants = Places::new("quadrant");
        match listed {
            Some(listed) => add(&mut quadrants, listed, report),
            None => {
                let named = pages.iter().filter_map(|page| page.quadrant.as_ref());
                add_named(&mut quadrants, named, report);
                remarks.push(unlisted("segments", "quadrants"));
            }
        }
        let mut rings = Places::new("ring");
        if let Some(listed) = get("rings").map(Value::items) {
            add(&mut rings, listed, report);
        } else {
            let named = pages.iter().filter_map(|page| page.ring.as_ref());
            add_named(&mut rings, named, report);
            if !rings.sort_rings() {
                remarks.push(unlisted("rings", "rings"));
            }
        }
        let tokens = tokens(listed.unwrap_or_default());
        let title = get("labels").and_then(|labels| labels.text_of("title"));
        if let Some(own) = layers.first() {
            say_what_stays(own, &tokens, report);
        }
        Some(Self { title: first_of([title]), rings, quadrants, tokens, remarks })
    }
}

fn unlisted(key: &str, what: &str) -> String {
    format!(
        "config.json has no `{key}`, so the {what} stand in the order in which they first appear; \
         put them in order in radar.toml"
    )
}

fn add(places: &mut Places, listed: &[Value], report: &mut Report) {
    for item in listed {
        let id = item.text_of("id").unwrap_or_default();
        let name = item.text_of("title").or_else(|| item.text_of("name")).unwrap_or_default();
        let description = item.text_of("description").map(|text| one_line(&text));
        places.add(&id, &name, description, item.at, report);
    }
}

fn add_named<'p>(
    places: &mut Places,
    named: impl Iterator<Item = &'p (String, Span)>,
    report: &mut Report,
) {
    for (word, at) in named {
        if places.id(word).is_none() {
            places.add(word, "", None, *at, report);
        }
    }
}

/// The colours of the quadrants. Those of the page are made for its own layout.
fn tokens(listed: &[Value]) -> Vec<(String, String)> {
    let colour = |item: &Value| {
        let colour = item.text_of("color")?.into_owned();
        let is_one = colour.bytes().all(|b| b.is_ascii_alphanumeric() || b"#(),.% ".contains(&b));
        is_one.then_some(colour)
    };
    let numbered = (1..).zip(listed);
    numbered.filter_map(|(n, item)| Some((format!("blip-{n}"), colour(item)?))).collect()
}

/// Reports the keys that a radar here has no place for.
fn say_what_stays(config: &Value, tokens: &[(String, String)], report: &mut Report) {
    for (key, value) in config.entries() {
        let problem = |message: String| not_imported(message, key.at);
        match key.name.as_str() {
            "rings" | "segments" | "quadrants" => colours(&key.name, value, tokens, report),
            "labels" => {
                for (label, _) in value.entries().iter().filter(|(label, _)| label.name != "title")
                {
                    let message = format!("the label `{}`", label.name);
                    report.push(
                        not_imported(message, label.at)
                            .help("texts of pages stand in the language file of a theme"),
                    );
                }
            }
            "editUrl" => report.push(
                problem("`editUrl`, as files lie elsewhere here".to_owned())
                    .help("write edit_url into radar.toml; {path} stands for a file's path"),
            ),
            "baseUrl" | "basePath" => report.push(
                problem(format!("`{}`, the address of the old site", key.name))
                    .help("write base_url into radar.toml once the site has an address"),
            ),
            name => report.push(problem(format!("the setting `{name}`"))),
        }
    }
}

/// Reports the colours and sizes of rings, which have none here; those of quadrants are kept.
fn colours(key: &str, value: &Value, tokens: &[(String, String)], report: &mut Report) {
    let known = ["id", "title", "name", "description"];
    let colour = (key != "rings" && !tokens.is_empty()).then_some("color");
    let known: Vec<&str> = known.into_iter().chain(colour).collect();
    say_attributes(key, value.items(), &known, report);
}
