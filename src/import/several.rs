//! The radars in a folder that holds several of them, side by side.

use std::collections::BTreeMap;

use super::releases;
use super::sources::{File, Kind};
use super::{Format, Recognition, Sources};
use crate::radar::id::id_of;

/// One of several radars.
pub struct Part {
    /// The name of its file or folder, which can be that of a new folder.
    pub name: String,
    key: String,
}

/// What one radar is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// A file, which has all of its history.
    File,
    /// A folder of dated files.
    Folder,
    /// A folder with folders of releases.
    Releases,
}

/// In the other formats, all files are states of one radar.
const UNITS: [(&str, Unit); 6] = [
    ("aoe", Unit::Releases),
    ("porsche", Unit::Releases),
    ("aoe-built", Unit::File),
    ("backstage", Unit::File),
    ("radar", Unit::File),
    ("qiwi", Unit::Folder),
];

fn unit(format: &Format) -> Option<Unit> {
    UNITS.iter().find(|(name, _)| *name == format.name).map(|(_, unit)| *unit)
}

/// Returns the radars of a format in some files: none if there is only one, or none at all.
pub fn parts(format: &Format, sources: &Sources) -> Vec<Part> {
    let Some(unit) = unit(format) else { return Vec::new() };
    let mut keys: Vec<String> = match unit {
        Unit::Releases => releases::bases(sources),
        Unit::File => own_files(format, sources).map(|file| file.path.to_owned()).collect(),
        Unit::Folder => own_files(format, sources).map(|file| folder(file.path)).collect(),
    };
    keys.sort();
    keys.dedup();
    if keys.len() < 2 {
        return Vec::new();
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for key in &keys {
        *counts.entry(short(key)).or_default() += 1;
    }
    let name = |key: &str| match short(key) {
        name if counts[&name] == 1 && !name.is_empty() => name,
        _ => Some(id_of(key)).filter(|id| !id.is_empty()).unwrap_or_else(|| "radar".to_owned()),
    };
    keys.into_iter().map(|key| Part { name: name(&key), key }).collect()
}

/// Returns the files that make a radar of a format alone.
fn own_files<'t, 's: 't>(
    format: &'t Format,
    sources: &'t Sources<'s>,
) -> impl Iterator<Item = &'t File<'s>> {
    let data = sources.iter().filter(|f| matches!(f.kind, Kind::Json | Kind::Yaml | Kind::Csv));
    data.filter(|file| {
        let alone = sources.only(|path| path == file.path);
        matches!((format.recognise)(&alone), Recognition::Yes(_))
    })
}

fn folder(path: &str) -> String {
    path.rfind('/').map_or(String::new(), |at| path[..=at].to_owned())
}

/// Returns the last part of a path as an id, without the ending of a file.
fn short(key: &str) -> String {
    let last = key.trim_end_matches('/').rsplit('/').next().unwrap_or(key);
    let stem = if key.ends_with('/') { last } else { last.split('.').next().unwrap_or(last) };
    id_of(stem)
}

/// Returns the files of one radar, with those that belong to no other.
pub fn only<'s>(format: &Format, sources: &Sources<'s>, part: &Part, all: &[Part]) -> Sources<'s> {
    let is_in = |path: &str, key: &str| match unit(format) {
        Some(Unit::File) | None => path == key,
        Some(Unit::Folder) => folder(path) == key,
        Some(Unit::Releases) => path.starts_with(key),
    };
    // One folder may be within another; a file belongs to the innermost.
    let owner = |path: &str| {
        let owners = all.iter().filter(|part| is_in(path, &part.key));
        owners.max_by_key(|part| part.key.len()).map(|part| part.key.as_str())
    };
    sources.only(|path| owner(path).is_none_or(|key| key == part.key))
}
