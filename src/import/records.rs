//! YAML files, one a blip, or one list of blips.

use super::entries::{self, Entry};
use super::sources::{File, Kind};
use super::value::Value;
use super::{Content, Format, Options, Recognition, Sources, not_imported};
use crate::diagnostic::{Code, Diagnostic, Report, Span};

pub(super) const FORMAT: Format =
    Format { name: "yaml", title: "YAML files, one a blip, or a list of blips", recognise, read };

const OTHERWISE: &str = "no YAML is a blip with a name and a `ring`, or a list of them";

fn recognise(sources: &Sources) -> Recognition {
    let file = sources.with_values().find(|(file, value)| is_ours(file, value));
    Recognition::of(file.map(|(file, _)| file.path), "a name and a `ring`", OTHERWISE)
}

fn is_ours(file: &File, value: &Value) -> bool {
    let is_one = entries::is_entry(value);
    match file.kind {
        // A list in JSON is that of Build your own radar.
        Kind::Json => is_one,
        Kind::Yaml => is_one || value.items().iter().any(entries::is_entry),
        _ => false,
    }
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut found = Vec::new();
    for file in sources.iter().filter(|file| matches!(file.kind, Kind::Yaml | Kind::Json)) {
        let Some(value) = file.known_value() else {
            let is_ring = |line: &str| line.trim_start_matches([' ', '-']).starts_with("ring:");
            if file.known_text().is_some_and(|text| text.lines().any(is_ring)) {
                file.value(report);
            } else {
                let message = format!("{} cannot be read", file.path);
                report.push(not_imported(message, Span::file(file.id)));
            }
            continue;
        };
        if !is_ours(file, value) {
            let lists_terms = value.get("rings").is_some() && value.get("quadrants").is_some();
            if !lists_terms {
                report.push(not_imported(format!("{} has no blip", file.path), value.at));
            }
            continue;
        }
        let folder = file.path.rsplit('/').nth(1);
        if value.is_list() {
            let all = value.items().iter().cloned();
            found.extend(all.map(|keys| Entry { keys, body: None, stem: None, folder: None }));
        } else {
            let keys = value.clone();
            found.push(Entry { keys, body: None, stem: Some(file.stem()), folder });
        }
    }
    if found.is_empty() {
        let problem = Diagnostic::new(Code::InvalidSource, OTHERWISE, sources.first()?);
        return report.refuse(problem);
    }
    entries::content(sources, &found, options, report)
}
