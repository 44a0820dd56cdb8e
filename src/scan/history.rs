//! The history of a repository's files, as `git log` lists it.

use std::collections::HashMap;

use thiserror::Error;

use super::language::Language;
use super::tree::{is_object, is_regular};
use super::uses::Detectors;
use crate::manifest::is_manifest;
use crate::radar::month::Month;

/// More changes than a history has that anybody wrote.
const MAX_CHANGES: usize = 5_000_000;

/// What changed in a repository's files, commit by commit, as far as it may show a blip.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The oldest first. A commit whose month cannot be read, or is to come, has none.
    pub(super) commits: Vec<(Option<Month>, Vec<Change>)>,
    /// Each state of each manifest.
    states: Vec<ManifestState>,
    positions: HashMap<ManifestState, usize>,
    changes: usize,
    /// What the record before was about, if it was the first half of a change.
    begun: Option<Begun>,
}

/// A manifest with one of its contents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ManifestState {
    pub(crate) path: String,
    /// The id of the content.
    pub(crate) id: String,
}

/// What happened to a file.
#[derive(Debug)]
pub(super) enum Change {
    /// A manifest is there, in the state at this position.
    Manifest(usize),
    /// A manifest is gone.
    NoManifest(String),
    /// A file that shows blips by its path appeared, or went.
    Shown(Vec<usize>, Step),
    /// A file in a language appeared, or went.
    Spoken(Language, Step),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    More,
    Less,
}

/// The first half of a change: whether there was a regular file, and the content of the one that is there now.
#[derive(Debug)]
struct Begun {
    was: bool,
    is: Option<String>,
}

/// Why a history cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum HistoryError {
    #[error("git printed a change in a form that is not known")]
    UnknownForm,
    #[error("its history has too many changes")]
    TooLong,
}

impl History {
    /// Adds a record of `git log --raw -z --reverse` whose format is `@` and the month: a commit, the first half of a
    /// change, or its path.
    pub(crate) fn add(&mut self, detectors: &Detectors, record: &[u8]) -> Result<(), HistoryError> {
        if let Some(Begun { was, is }) = self.begun.take() {
            self.change(detectors, &String::from_utf8_lossy(record), was, is);
            return if self.changes > MAX_CHANGES { Err(HistoryError::TooLong) } else { Ok(()) };
        }
        let text = std::str::from_utf8(record).map_err(|_| HistoryError::UnknownForm)?;
        let text = text.trim_start_matches('\n');
        if let Some(month) = text.strip_prefix('@') {
            self.commits.push((month.parse().ok(), Vec::new()));
        } else if !text.is_empty() {
            self.begun = Some(begun(text).ok_or(HistoryError::UnknownForm)?);
        }
        Ok(())
    }

    fn change(&mut self, detectors: &Detectors, path: &str, was: bool, is: Option<String>) {
        let mut changes = Vec::new();
        let step = match (was, is.is_some()) {
            (false, true) => Some(Step::More),
            (true, false) => Some(Step::Less),
            _ => None,
        };
        if let Some(step) = step {
            let shown: Vec<usize> = detectors.of_path(path).map(|hit| hit.blip).collect();
            if !shown.is_empty() {
                changes.push(Change::Shown(shown, step));
            }
            if detectors.has_languages() {
                changes.extend(Language::of(path).map(|language| Change::Spoken(language, step)));
            }
        }
        if is_manifest(path) {
            match is {
                Some(id) => changes.push(Change::Manifest(self.state(path, id))),
                None if was => changes.push(Change::NoManifest(path.to_owned())),
                None => {}
            }
        }
        self.changes += changes.len();
        if let Some((_, all)) = self.commits.last_mut() {
            all.extend(changes);
        }
    }

    /// Returns the position of a state of a manifest.
    fn state(&mut self, path: &str, id: String) -> usize {
        let state = ManifestState { path: path.to_owned(), id };
        let next = self.states.len();
        let at = *self.positions.entry(state.clone()).or_insert(next);
        if at == next {
            self.states.push(state);
        }
        at
    }

    /// Returns each state of each manifest.
    pub(crate) fn states(&self) -> &[ManifestState] {
        &self.states
    }
}

/// Reads the first half of a change: `:100644 100644 ID ID M`.
fn begun(text: &str) -> Option<Begun> {
    let mut parts = text.strip_prefix(':')?.split(' ');
    let (was, is) = (parts.next()?, parts.next()?);
    let id = parts.nth(1).filter(|id| is_object(id))?;
    Some(Begun { was: is_regular(was), is: is_regular(is).then(|| id.to_owned()) })
}
