//! The front matter of a page -> its keys. It is YAML between lines `---`, or TOML between lines `+++`.

use super::sources::File;
use super::value::{Kind, Value, toml, yaml};
use crate::diagnostic::Report;

/// Tables in which Hugo and Zola have the keys of the author.
const OWN: [&str; 3] = ["extra", "params", "taxonomies"];

/// Reads the front matter that starts `start` bytes into the text of a file.
pub(super) fn keys(
    file: &File,
    text: &str,
    (front, start): (&str, usize),
    report: &mut Report,
) -> Option<Value> {
    let is_toml = text[..start].trim_end().ends_with("+++");
    let read = if is_toml { toml::read } else { yaml::read };
    let mut keys = read(file.id, front, start, report)?;
    if let Kind::Table(entries) = &mut keys.kind {
        let is_own =
            |name: &str, value: &Value| OWN.contains(&name) && matches!(value.kind, Kind::Table(_));
        let (own, mut rest): (Vec<_>, Vec<_>) =
            std::mem::take(entries).into_iter().partition(|(key, value)| is_own(&key.name, value));
        for (key, value) in own.iter().flat_map(|(_, table)| table.entries()) {
            if !rest.iter().any(|(known, _)| known.name == key.name) {
                rest.push((key.clone(), value.clone()));
            }
        }
        *entries = rest;
    }
    Some(keys)
}
