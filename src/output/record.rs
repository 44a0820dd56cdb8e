//! The record that a build leaves in its output folder: every file with its hash and that of what it was made of, and a
//! fingerprint of the whole input.
//!
//! After the first line, each file has one: its hash, the hash of its input if it has one, two spaces, and its path.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Component, Path};

use blake3::Hash;

use crate::disk::{DiskError, Folder};
use crate::file_name::folded;
use crate::source::SourceSet;

/// The file's name. It starts with a dot so that it does not look like a page of the site.
pub(super) const NAME: &str = ".radar-manifest";
/// The first words of the file.
const VERSION: &str = "radar manifest 2";
/// Those of older builds, which knew no inputs.
const OLDER: &str = "radar manifest 1";

/// A hash of everything that a build depends on: the content, the day, the options and the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(Hash);

impl Fingerprint {
    /// Hashes the sources, and the `options` that influence the bytes of the site.
    pub(crate) fn new(sources: &SourceSet, options: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        for option in options {
            add(option.as_bytes());
        }
        for (_, file) in sources.iter() {
            add(file.path.as_bytes());
            add(&file.bytes);
        }
        Self(hasher.finalize())
    }
}

/// The files of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    fingerprint: Option<Fingerprint>,
    files: BTreeMap<String, Entry>,
}

/// What a record says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) hash: Hash,
    /// The hash of what it was made of.
    pub(super) input: Option<Hash>,
}

/// What is at the place of the record.
pub(super) enum Found {
    Record(Record),
    /// Nothing.
    None,
    /// A file that no build left like that.
    Damaged,
}

/// Reads the record of a folder.
pub(super) fn find(folder: &Folder) -> Result<Found, DiskError> {
    let Some(bytes) = folder.read(NAME)? else { return Ok(Found::None) };
    let record = std::str::from_utf8(&bytes).ok().and_then(Record::parse);
    Ok(record.map_or(Found::Damaged, Found::Record))
}

impl Record {
    /// Returns the record of a site that is about to get its place.
    pub(super) fn new(files: BTreeMap<String, Entry>, fingerprint: &Fingerprint) -> Self {
        Self { fingerprint: Some(fingerprint.clone()), files }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let first = lines.next()?;
        let fingerprint =
            [VERSION, OLDER].iter().find_map(|version| first.strip_prefix(version))?.trim();
        let fingerprint = match fingerprint {
            "" => None,
            hash => Some(Fingerprint(Hash::from_hex(hash).ok()?)),
        };
        let files = lines
            .map(|line| {
                let (hashes, path) = line.split_once("  ")?;
                let (hash, input) = match hashes.split_once(' ') {
                    Some((hash, input)) => (hash, Some(Hash::from_hex(input).ok()?)),
                    None => (hashes, None),
                };
                let entry = Entry { hash: Hash::from_hex(hash).ok()?, input };
                // Somebody could have tampered with the file, so paths must not leave the folder.
                let stays = !path.is_empty()
                    && !path.starts_with('/')
                    && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
                    // Windows has other separators, and drives.
                    && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
                Some((stays.then(|| path.to_owned())?, entry))
            })
            .collect::<Option<_>>()?;
        Some(Self { fingerprint, files })
    }

    pub(super) fn fingerprint(&self) -> Option<&Fingerprint> {
        self.fingerprint.as_ref()
    }

    /// Returns the files of a folder that no build wrote. Some systems spell a name in their own way, such as `é` in two
    /// characters: that is the file of the record, unless the folder has it under its own name, too.
    pub(super) fn others(&self, files: Vec<String>) -> Vec<String> {
        let (known, mut others): (Vec<String>, Vec<String>) =
            files.into_iter().partition(|path| self.files.contains_key(path));
        if !others.is_empty() {
            let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
            let missing = self.files.keys().filter(|path| !known.contains(path.as_str()));
            let missing: BTreeSet<String> = missing.map(|path| folded(path)).collect();
            others.retain(|path| !missing.contains(&folded(path)));
        }
        others
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.files.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    pub(super) fn hash(&self, path: &str) -> Option<Hash> {
        self.files.get(path).map(|entry| entry.hash)
    }

    /// Returns the files of both, without a fingerprint: the state of the folder while a build writes.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut files = self.files.clone();
        files.extend(other.files.iter().map(|(path, entry)| (path.clone(), *entry)));
        Self { fingerprint: None, files }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fingerprint {
            Some(Fingerprint(hash)) => writeln!(f, "{VERSION} {hash}")?,
            None => writeln!(f, "{VERSION}")?,
        }
        for (path, Entry { hash, input }) in &self.files {
            match input {
                Some(input) => writeln!(f, "{hash} {input}  {path}")?,
                None => writeln!(f, "{hash}  {path}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let fingerprint = Fingerprint::new(&SourceSet::default(), &["x"]);
        let hash = blake3::hash(b"c");
        let files = BTreeMap::from([
            ("a b/c.html".to_owned(), Entry { hash, input: None }),
            ("d  e.html".to_owned(), Entry { hash, input: Some(blake3::hash(b"d")) }),
        ]);
        let record = Record { fingerprint: Some(fingerprint), files };
        assert_eq!(Record::parse(&record.to_string()), Some(record.clone()));
        let both = record.and(&Record::default());
        assert_eq!(Record::parse(&both.to_string()), Some(both));
    }

    #[test]
    fn the_record_of_an_older_program_is_known() {
        let hash = blake3::hash(b"c");
        let record = Record::parse(&format!("{OLDER} {hash}\n{hash}  x.html\n"));
        assert_eq!(record.and_then(|record| record.hash("x.html")), Some(hash));
    }

    #[test]
    fn a_record_cannot_lead_out_of_its_folder() {
        let hash = blake3::hash(b"");
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", ""] {
            assert_eq!(Record::parse(&format!("{VERSION}\n{hash}  {path}\n")), None, "{path}");
        }
    }

    #[test]
    fn a_name_that_the_system_spells_otherwise_is_known() {
        let entry = Entry { hash: blake3::hash(b"c"), input: None };
        let files = [("images/caf\u{e9}.png".to_owned(), entry)];
        let record = Record { fingerprint: None, files: BTreeMap::from(files) };
        let others =
            |files: &[&str]| record.others(files.iter().map(|f| (*f).to_owned()).collect());
        assert_eq!(others(&["images/cafe\u{301}.png"]), [""; 0]);
        assert_eq!(others(&["images/caf\u{e9}.png"]), [""; 0]);
        let both = others(&["images/cafe\u{301}.png", "images/caf\u{e9}.png"]);
        assert_eq!(both, ["images/cafe\u{301}.png"], "two files, one of them somebody else's");
        assert_eq!(others(&["images/cafe.png"]), ["images/cafe.png"]);
    }

    #[test]
    fn fingerprints_depend_on_names_bytes_and_options() {
        let set = |files: &[(&str, &str)]| SourceSet::from_files(files.iter().copied());
        let a = Fingerprint::new(&set(&[("ab", "c")]), &["x"]);
        assert_ne!(a, Fingerprint::new(&set(&[("a", "bc")]), &["x"]));
        assert_ne!(a, Fingerprint::new(&set(&[("ab", "c")]), &["y"]));
        assert_eq!(a, Fingerprint::new(&set(&[("ab", "c")]), &["x"]));
    }
}
