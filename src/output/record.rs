//! What a build left in its output folder: every file with its hash, and of which input.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use blake3::Hash;

use super::{OutputError, failed};
use crate::site::Site;
use crate::source::SourceSet;

/// The file's name. It starts with a dot so that it does not look like a page of the site.
pub(super) const NAME: &str = ".radar-manifest";
/// The first words of the file.
const VERSION: &str = "radar manifest 1";

/// Stands for everything a build depends on: the content, the day, the options and the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(Hash);

impl Fingerprint {
    /// Of the sources and whatever else (`options`) has a say in the bytes of the site.
    pub fn new(sources: &SourceSet, options: &[&str]) -> Self {
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
    files: BTreeMap<String, Hash>,
}

impl Record {
    /// Of a site about to be written.
    pub(super) fn new(site: &Site, fingerprint: &Fingerprint) -> Self {
        use rayon::prelude::*;
        let files: Vec<(&str, &[u8])> = site.iter().collect();
        let files = files
            .par_iter()
            .map(|(path, bytes)| ((*path).to_owned(), blake3::hash(bytes)))
            .collect();
        Self { fingerprint: Some(fingerprint.clone()), files }
    }

    /// The one in a folder; empty if there is none, or none that this program wrote.
    pub(super) fn read(out: &Path) -> Result<Self, OutputError> {
        let path = out.join(NAME);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes)).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed("read", &path)(error)),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let fingerprint = lines.next()?.strip_prefix(VERSION)?.trim();
        let fingerprint = match fingerprint {
            "" => None,
            hash => Some(Fingerprint(Hash::from_hex(hash).ok()?)),
        };
        let files = lines
            .map(|line| {
                let (hash, path) = line.split_once("  ")?;
                // Only paths that stay in the folder: the file could have been tampered with.
                let stays = !path.is_empty()
                    && !path.starts_with('/')
                    && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
                Some((stays.then(|| path.to_owned())?, Hash::from_hex(hash).ok()?))
            })
            .collect::<Option<_>>()?;
        Some(Self { fingerprint, files })
    }

    pub(super) fn fingerprint(&self) -> Option<&Fingerprint> {
        self.fingerprint.as_ref()
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Hash)> {
        self.files.iter().map(|(path, hash)| (path.as_str(), hash))
    }

    /// The files of both, and of no input in particular: what is there while a build writes.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut files = self.files.clone();
        files.extend(other.files.iter().map(|(path, hash)| (path.clone(), *hash)));
        Self { fingerprint: None, files }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fingerprint {
            Some(Fingerprint(hash)) => writeln!(f, "{VERSION} {hash}")?,
            None => writeln!(f, "{VERSION}")?,
        }
        for (path, hash) in &self.files {
            writeln!(f, "{hash}  {path}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let fingerprint = Fingerprint::new(&SourceSet::default(), &["x"]);
        let files = BTreeMap::from([("a b/c.html".to_owned(), blake3::hash(b"c"))]);
        let record = Record { fingerprint: Some(fingerprint), files };
        assert_eq!(Record::parse(&record.to_string()), Some(record.clone()));
        let both = record.and(&Record::default());
        assert_eq!(Record::parse(&both.to_string()), Some(both));
    }

    #[test]
    fn a_manifest_cannot_lead_out_of_its_folder() {
        let hash = blake3::hash(b"");
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", ""] {
            assert_eq!(Record::parse(&format!("{VERSION}\n{hash}  {path}\n")), None, "{path}");
        }
    }

    #[test]
    fn fingerprints_tell_files_and_options_apart() {
        let set = |files: &[(&str, &str)]| SourceSet::from_files(files.iter().copied());
        let a = Fingerprint::new(&set(&[("ab", "c")]), &["x"]);
        assert_ne!(a, Fingerprint::new(&set(&[("a", "bc")]), &["x"]));
        assert_ne!(a, Fingerprint::new(&set(&[("ab", "c")]), &["y"]));
        assert_eq!(a, Fingerprint::new(&set(&[("ab", "c")]), &["x"]));
    }
}
