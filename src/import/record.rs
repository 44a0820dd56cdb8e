//! `radar/.import.toml`: the hashes of the files that imports wrote. The next import may replace a file that
//! still has its hash; a user edited any other.
//!
//! Hashes ignore line ends, as git may change them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::source::SourceSet;

/// The path of the record below the root. A name that starts with a dot is not part of the content.
pub const RECORD: &str = "radar/.import.toml";

const HEADER: &str = "\
# Hashes of the files that `radar import` wrote. The next import updates files that still have their
# hash, and leaves alone those that somebody edited. Keep this file in git, and do not edit it.
[files]
";

/// Hashes by path.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(super) struct Record {
    files: BTreeMap<String, String>,
}

impl Record {
    /// Reads the record of a radar, which is empty if there is none. If it cannot be read, every file counts
    /// as edited.
    pub(super) fn read(existing: &SourceSet) -> Result<Self, ()> {
        let Some((_, file)) = existing.find(RECORD) else { return Ok(Self::default()) };
        file.text().and_then(|text| toml::from_str(text).ok()).ok_or(())
    }

    /// Whether an import wrote a file with these bytes.
    pub(super) fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|known| *known == hash(bytes))
    }

    /// Whether an import ever wrote a file at this path.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Returns the path at which an import wrote the file of a blip.
    pub(super) fn blip(&self, id: &str) -> Option<&str> {
        let name = format!("/{id}.toml");
        let mut paths = self.files.keys().map(String::as_str);
        paths.find(|path| path.starts_with("radar/blips/") && path.ends_with(&name))
    }

    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(path.to_owned(), hash(bytes));
    }

    pub(super) fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    pub(super) fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (path, hash) in &self.files {
            let path = toml_writer::TomlStringBuilder::new(path).as_basic();
            let _ =
                writeln!(text, "{} = \"{hash}\"", toml_writer::ToTomlValue::to_toml_value(&path));
        }
        text
    }
}

/// Returns the first half of a BLAKE3 hash, in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    let hash = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\r') => blake3::hash(text.replace("\r\n", "\n").as_bytes()),
        _ => blake3::hash(bytes),
    };
    hash.to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognised_whatever_git_does_to_line_ends() {
        let mut record = Record::default();
        record.add("radar/blips/a b.toml", b"x = 1\ny = 2\n");
        let existing = SourceSet::from_files([(RECORD, record.text())]);
        let read = Record::read(&existing).expect("just written");
        assert_eq!(read, record);
        assert!(read.wrote("radar/blips/a b.toml", b"x = 1\r\ny = 2\r\n"));
        assert!(!read.wrote("radar/blips/a b.toml", b"x = 1\ny = 3\n"));
        assert_eq!(read.blip("a b"), Some("radar/blips/a b.toml"));
        let broken = SourceSet::from_files([(RECORD, "<<<<<<< HEAD")]);
        assert_eq!(Record::read(&broken), Err(()));
    }
}
