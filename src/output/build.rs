//! The files of a build, from the moment that each is made until all of them have their places.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use blake3::Hash;

use super::order::order;
use super::record::{Entry, Fingerprint, Record};
use super::{Output, OutputError, Written};
use crate::disk::{self, Durability, Staged, Staging};

/// A site that is being written. If it is dropped, the folder is as it was.
pub(crate) struct Build<'o> {
    pub(super) output: &'o Output,
    pub(super) staging: Staging<'o>,
    /// The files of the build before, by what they were made of.
    pub(super) before: HashMap<Hash, &'o str>,
    pub(super) files: Mutex<BTreeMap<String, Made>>,
}

/// A file that is made.
pub(super) struct Made {
    entry: Entry,
    /// None if the folder has the file already.
    staged: Option<Staged>,
}

impl Build<'_> {
    /// Takes a file, and the hash of what it was made of; several threads may do so at once.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn take(
        &self,
        path: &str,
        bytes: &[u8],
        input: Option<Hash>,
    ) -> Result<(), OutputError> {
        let hash = blake3::hash(bytes);
        let is_there =
            self.output.before.hash(path) == Some(hash) && !self.output.differs(path, bytes);
        let staged = if is_there { None } else { Some(self.staging.add(path, bytes)?) };
        self.add(path, Made { entry: Entry { hash, input }, staged });
        Ok(())
    }

    /// Keeps the file that the build before made of an input, and returns whether there is one that nobody has changed
    /// since.
    pub(crate) fn keep(&self, input: Hash) -> bool {
        let Some(path) = self.before.get(&input) else { return false };
        let is_there = |_: &Hash| self.output.earlier(path).is_some();
        let Some(hash) = self.output.before.hash(path).filter(is_there) else { return false };
        self.add(path, Made { entry: Entry { hash, input: Some(input) }, staged: None });
        true
    }

    fn add(&self, path: &str, made: Made) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), made);
    }

    /// Gives every file its place, and removes those of earlier builds that the site no longer has.
    ///
    /// # Errors
    ///
    /// If the system refuses. Every file is then either old or new, and the record lists all of them.
    pub(crate) fn publish(self, fingerprint: &Fingerprint) -> Result<Written, OutputError> {
        let Self { output, staging, files, .. } = self;
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let moved = output.move_foreign()?;
        let entries = files.iter().map(|(path, made)| (path.clone(), made.entry)).collect();
        let after = Record::new(entries, fingerprint);
        let stale: Vec<&str> = output.before.iter().map(|(path, _)| path).collect();
        let stale = stale.into_iter().filter(|path| !files.contains_key(*path));
        let order = order(stale, after.iter().map(|(path, _)| path));
        for path in &order.rewritten {
            // What is at its place goes first, because where the case of letters does not count it is another file's.
            if let Some(made @ Made { staged: None, .. }) = files.get_mut(*path) {
                let bytes = disk::read(&output.folder.below(path))?;
                made.staged = Some(staging.add(path, &bytes)?);
            }
        }
        let changed = files.iter().filter_map(|(path, made)| Some((path.as_str(), made.staged?)));
        let changed: Vec<(&str, Staged)> = changed.collect();
        let removed = order.first.len() + order.last.len();
        if !changed.is_empty() || removed > 0 {
            // From here on the folder holds files of both builds. If this one is interrupted, the next has to
            // recognise all of them.
            output.note(&output.before.and(&after), Durability::Rebuildable)?;
        }
        order.first.iter().try_for_each(|path| output.folder.remove(path))?;
        staging.place(&changed)?;
        order.last.iter().try_for_each(|path| output.folder.remove(path))?;
        if output.differs(super::record::NAME, after.to_string().as_bytes()) {
            output.note(&after, Durability::Synced)?;
        }
        let (changed, files) = (changed.len(), files.len());
        Ok(Written { changed, unchanged: files - changed, removed, moved })
    }
}
