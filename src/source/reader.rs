//! Reads a radar again and again, and only what may have changed.
//!
//! A file is read again if its stamp (length, times, inode) differs, if somebody said that it
//! changed, or if it was written so shortly before it was last read that a second write could have
//! left the same stamp, as git does with its index. A file whose bytes are the same stays the very
//! same [`SourceFile`], under the same number, so that whoever kept what was made of it can tell.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{FileId, ReadError, SourceFile, SourceSet, below, list, read_file};

/// Longer than the finest step of any file system's times; FAT counts in two seconds.
const STEP: Duration = Duration::from_secs(2);

/// The files of a radar as they were when they were last read.
pub struct Reader {
    root: PathBuf,
    known: HashMap<String, Known>,
    /// Numbers of files that have gone.
    free: Vec<FileId>,
    /// How many numbers were ever given.
    count: u32,
}

/// What came of reading.
#[derive(Debug)]
pub struct Reading {
    /// All files.
    pub sources: SourceSet,
    /// The paths of those that are new, gone or different, sorted.
    pub changed: Vec<String>,
}

struct Known {
    id: FileId,
    file: Arc<SourceFile>,
    stamp: Stamp,
    /// Whether a write after the reading would have changed the stamp.
    is_settled: bool,
}

/// What changes when a file does.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: (u64, u64),
    /// When anything of the file changed; no program can set it.
    #[cfg(unix)]
    changed: (i64, i64),
}

/// A file of a listing: as it was known, or as it was read anew.
struct Found {
    path: String,
    stamp: Stamp,
    is_settled: bool,
    bytes: Option<Vec<u8>>,
}

impl Reader {
    /// Reads what lies below `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), known: HashMap::new(), free: Vec::new(), count: 0 }
    }

    /// Reads again. The files at the paths in `named` are read whatever their stamps say.
    ///
    /// # Errors
    ///
    /// As for [`super::read`]; but a file that goes while it is being read has gone, and is no error.
    pub fn read(&mut self, named: &BTreeSet<PathBuf>) -> Result<Reading, ReadError> {
        #[allow(clippy::disallowed_methods, reason = "held against the times of files only")]
        let now = SystemTime::now();
        let found: Vec<Option<Found>> = list(&self.root)?
            .into_par_iter()
            .map(|path| self.find(path, named, now))
            .collect::<Result<_, _>>()?;
        Ok(self.take(found.into_iter().flatten()))
    }

    fn find(
        &self,
        path: PathBuf,
        named: &BTreeSet<PathBuf>,
        now: SystemTime,
    ) -> Result<Option<Found>, ReadError> {
        let stamp = match path.metadata() {
            Ok(metadata) => Stamp::of(&metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ReadError::Io { path, source }),
        };
        let is_named = named.contains(&path);
        let bytes_of = path.clone();
        let path = below(&self.root, path)?;
        let known = self.known.get(&path).filter(|known| known.stamp == stamp && known.is_settled);
        let bytes = match known {
            Some(_) if !is_named => None,
            _ => match read_file(&bytes_of) {
                Ok(bytes) => Some(bytes),
                Err(ReadError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    return Ok(None);
                }
                Err(error) => return Err(error),
            },
        };
        Ok(Some(Found { path, stamp, is_settled: stamp.is_older_than(now), bytes }))
    }

    fn take(&mut self, found: impl Iterator<Item = Found>) -> Reading {
        let mut before = std::mem::take(&mut self.known);
        let mut changed = Vec::new();
        for Found { path, stamp, is_settled, bytes } in found {
            let known = before.remove(&path);
            let (id, file) = match (known, bytes) {
                (Some(known), None) => (known.id, known.file),
                (Some(known), Some(bytes)) if known.file.bytes == bytes => (known.id, known.file),
                (known, bytes) => {
                    changed.push(path.clone());
                    let id = known.map_or_else(|| self.number(), |known| known.id);
                    let bytes = bytes.unwrap_or_default();
                    (id, Arc::new(SourceFile::new(path.clone(), bytes)))
                }
            };
            self.known.insert(path, Known { id, file, stamp, is_settled });
        }
        for (path, known) in before {
            self.free.push(known.id);
            changed.push(path);
        }
        changed.sort_unstable();
        Reading { sources: self.set(), changed }
    }

    /// A number that no file has.
    fn number(&mut self) -> FileId {
        self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            FileId(self.count - 1)
        })
    }

    fn set(&self) -> SourceSet {
        let mut files = vec![None; self.count as usize];
        for known in self.known.values() {
            files[known.id.0 as usize] = Some(Arc::clone(&known.file));
        }
        let mut by_path: Vec<&Known> = self.known.values().collect();
        by_path.par_sort_unstable_by(|a, b| a.file.path.cmp(&b.file.path));
        SourceSet { files, by_path: by_path.into_iter().map(|known| known.id).collect() }
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: (metadata.dev(), metadata.ino()),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Whether the file was last touched well before `now`.
    fn is_older_than(&self, now: SystemTime) -> bool {
        let is_old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > STEP);
        #[cfg(unix)]
        if !u64::try_from(self.changed.0)
            .is_ok_and(|seconds| is_old(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
        {
            return false;
        }
        self.modified.is_some_and(is_old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const NOTHING: BTreeSet<PathBuf> = BTreeSet::new();

    fn radar() -> (tempfile::TempDir, Reader) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("radar/blips")).expect("made");
        fs::write(folder.path().join("radar/radar.toml"), "title = 1").expect("written");
        fs::write(folder.path().join("radar/blips/b.toml"), "b").expect("written");
        let reader = Reader::new(folder.path());
        (folder, reader)
    }

    #[test]
    fn what_has_the_same_bytes_stays_the_same_file() {
        let (folder, mut reader) = radar();
        let first = reader.read(&NOTHING).expect("read");
        assert_eq!(first.changed, ["radar/blips/b.toml", "radar/radar.toml"]);
        let (b, _) = first.sources.find("radar/blips/b.toml").expect("it is there");
        // Rewritten with the same bytes; another file comes before it.
        fs::write(folder.path().join("radar/blips/b.toml"), "b").expect("written");
        fs::write(folder.path().join("radar/blips/a.toml"), "a").expect("written");
        let second = reader.read(&NOTHING).expect("read");
        assert_eq!(second.changed, ["radar/blips/a.toml"]);
        assert!(Arc::ptr_eq(first.sources.shared(b), second.sources.shared(b)));
        let paths: Vec<&str> = second.sources.iter().map(|(_, file)| file.path.as_str()).collect();
        assert_eq!(paths, ["radar/blips/a.toml", "radar/blips/b.toml", "radar/radar.toml"]);
        assert!(reader.read(&NOTHING).expect("read").changed.is_empty());
    }

    #[test]
    fn a_second_write_of_the_same_length_at_once_is_seen() {
        let (folder, mut reader) = radar();
        let file = folder.path().join("radar/blips/b.toml");
        for text in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            fs::write(&file, text).expect("written");
            let reading = reader.read(&NOTHING).expect("read");
            let (_, file) = reading.sources.find("radar/blips/b.toml").expect("it is there");
            assert_eq!(file.text(), Some(text));
        }
    }

    #[test]
    fn numbers_of_files_that_have_gone_are_given_again() {
        let (folder, mut reader) = radar();
        reader.read(&NOTHING).expect("read");
        for round in 0..20 {
            let file = folder.path().join(format!("radar/blips/n{round}.toml"));
            fs::write(&file, "x").expect("written");
            reader.read(&NOTHING).expect("read");
            fs::remove_file(&file).expect("removed");
            let reading = reader.read(&NOTHING).expect("read");
            assert_eq!(reading.changed, [format!("radar/blips/n{round}.toml")]);
        }
        assert_eq!(reader.count, 3);
    }
}
