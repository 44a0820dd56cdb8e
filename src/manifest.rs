//! The bytes of a file of a repository -> what the repository depends on.
//!
//! [`is_manifest`] says by its path whether a file is worth reading, [`dependencies`] reads one, and [`settle()`] joins the
//! files of a repository, because some of them only say what others mean: catalogs and workspaces. Everything here is a
//! pure function, bounded in time, memory and depth, and never panics, because a repository's files are anybody's.
//! It reads what a manifest says. It knows no lock files, no registries and no blips.
#![allow(
    clippy::unnecessary_wraps,
    reason = "all readers have one type, also those that nothing can stop"
)]

mod actions;
mod cargo;
mod compose;
mod composer;
mod dart;
mod dockerfile;
mod dotnet;
mod elixir;
mod gitlab;
mod go;
mod gradle;
mod gradle_catalog;
mod helm;
mod image;
mod json;
mod kubernetes;
mod maven;
mod npm;
mod purl;
mod python;
mod readers;
mod requirements;
mod ruby;
mod sbom;
mod settle;
mod swift;
mod terraform;
mod text;
mod tokens;
mod toml;
mod version;
mod xml;
mod yaml;

use std::fmt;

use crate::radar::detect::DetectKind;
pub(crate) use sbom::sbom;
pub(crate) use settle::{Manifest, settle};
pub(crate) use version::compare;

/// Something that a repository depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dependency {
    pub(crate) kind: DetectKind,
    /// The name as the kind's purl has it: `group:artifact` for Maven, `owner/repository` for actions.
    pub(crate) name: String,
    /// What the manifest says, without operators of ranges; `None` if it names no single version.
    pub(crate) version: Option<String>,
    /// Whether it is there because something else depends on it.
    pub(crate) indirect: bool,
    /// How it depends on other manifests of the repository. [`settle()`] resolves these.
    pub(crate) link: Option<Link>,
}

/// What joins an entry of a catalog or a workspace with what uses it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Link {
    /// The entry only says what others mean by this key; it is no use of the thing.
    Declares(String),
    /// The version, and sometimes the name, is what another manifest declares for this key.
    Refers(String),
}

impl Dependency {
    fn new(kind: DetectKind, name: impl Into<String>, version: Option<String>) -> Self {
        Self { kind, name: name.into(), version, indirect: false, link: None }
    }

    fn declaring(self, key: impl Into<String>) -> Self {
        Self { link: Some(Link::Declares(key.into())), ..self }
    }

    fn referring(self, key: impl Into<String>) -> Self {
        Self { link: Some(Link::Refers(key.into())), ..self }
    }
}

/// Why a manifest could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) reason: String,
}

impl Unreadable {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line: line.max(1), reason: reason.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Unreadable {}

type Found = Result<Vec<Dependency>, Unreadable>;

/// Reads the text of one kind of manifest.
type Reader = fn(&str) -> Found;

/// Nobody writes a larger one by hand; some generated ones are larger, and say nothing about choices.
const MAX_BYTES: usize = 4 << 20;

/// More than any manifest that people keep; the bound is for those that nobody does.
const MAX_DEPENDENCIES: usize = 20_000;

/// The longest name that any of the registries allows, with room.
const MAX_NAME: usize = 300;

/// Returns whether a file of a repository is worth reading.
pub(crate) fn is_manifest(path: &str) -> bool {
    readers::reader(path).is_some()
}

/// Returns what a manifest says that its repository depends on, in its order, each name and version once.
///
/// # Errors
///
/// If the file is not what its name says.
pub(crate) fn dependencies(path: &str, bytes: &[u8]) -> Found {
    let Some(read) = readers::reader(path) else { return Ok(Vec::new()) };
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::new(1, format!("it is larger than {} MiB", MAX_BYTES >> 20)));
    }
    let mut found = read(&text::decoded(bytes)?)?;
    let mut known = std::collections::HashSet::new();
    found.retain(|dependency| is_name(&dependency.name) && known.insert(dependency.clone()));
    if found.len() > MAX_DEPENDENCIES {
        return Err(Unreadable::new(1, format!("it has more than {MAX_DEPENDENCIES} entries")));
    }
    Ok(found)
}

/// Returns whether a text can be a name: what a template or a variable stands for is not known.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| !c.is_whitespace() && !c.is_control() && !"${}<>\"'`\\".contains(c);
    !name.is_empty() && name.len() <= MAX_NAME && name.chars().all(is_part)
}

#[cfg(test)]
mod tests;
