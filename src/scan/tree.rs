//! The files of a commit, as `git ls-tree` lists them.

use crate::manifest::is_manifest;

/// The regular files of a commit. Links and submodules are left out: what they lead to is in no object of this tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// All paths, one after the other.
    text: String,
    /// Where each path ends.
    ends: Vec<usize>,
    /// The manifests: each file's position, and the id of its content.
    manifests: Vec<(usize, String)>,
    /// The id of the content of `.mailmap`.
    pub(crate) mailmap: Option<String>,
}

/// A listing that git does not print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("git listed a file in a form that is not known")]
pub(crate) struct UnknownForm;

impl Tree {
    /// Adds a file: a record of `git ls-tree -r -z`. A path that is not UTF-8 gets replacement characters.
    pub(crate) fn add(&mut self, record: &[u8]) -> Result<(), UnknownForm> {
        let tab = record.iter().position(|byte| *byte == b'\t').ok_or(UnknownForm)?;
        let (about, path) = (&record[..tab], &record[tab + 1..]);
        let about = std::str::from_utf8(about).map_err(|_| UnknownForm)?;
        let mut about = about.split(' ');
        let (mode, kind, id) = (
            about.next(),
            about.next(),
            about.next().filter(|id| is_object(id)).ok_or(UnknownForm)?,
        );
        if kind != Some("blob") || !mode.is_some_and(is_regular) {
            return Ok(());
        }
        let path = String::from_utf8_lossy(path);
        if path == ".mailmap" {
            self.mailmap = Some(id.to_owned());
        }
        if is_manifest(&path) {
            self.manifests.push((self.ends.len(), id.to_owned()));
        }
        self.text += &path;
        self.ends.push(self.text.len());
        Ok(())
    }

    /// Returns the number of files.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the number of bytes of all paths.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Returns the path of a file.
    pub(crate) fn path(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// Returns all paths, in git's order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.path(at))
    }

    /// Returns the manifests as paths and ids of contents: those near the root first, because there are limits.
    pub(crate) fn manifests(&self) -> Vec<(&str, &str)> {
        let mut manifests: Vec<(&str, &str)> =
            self.manifests.iter().map(|(at, id)| (self.path(*at), id.as_str())).collect();
        manifests.sort_by_cached_key(|(path, _)| (path.matches('/').count(), path.to_owned()));
        manifests
    }
}

/// Returns whether a mode is that of a regular file.
pub(super) fn is_regular(mode: &str) -> bool {
    mode.starts_with("100")
}

/// Returns whether a text is the id of an object, in either of git's two hashes. What is asked of `cat-file` is
/// nothing else.
pub(super) fn is_object(id: &str) -> bool {
    matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "78981922613b2afb6025042ff6bd878ac1994e85";

    #[test]
    fn regular_files_are_kept() {
        let mut tree = Tree::default();
        for (mode, kind, path) in [
            ("100644", "blob", &b"deep/er/package.json"[..]),
            ("100755", "blob", b"a\xff\tb\nc"),
            ("120000", "blob", b"link/package.json"),
            ("160000", "commit", b"module"),
            ("100644", "blob", b"package.json"),
        ] {
            let record = [format!("{mode} {kind} {ID}\t").as_bytes(), path].concat();
            tree.add(&record).expect("as git prints it");
        }
        let paths: Vec<&str> = tree.paths().collect();
        assert_eq!(paths, ["deep/er/package.json", "a\u{fffd}\tb\nc", "package.json"]);
        assert_eq!(tree.manifests(), [("package.json", ID), ("deep/er/package.json", ID)]);
        for wrong in ["", "100644 blob\tx", "100644 blob HEAD\tx", "100644 blob x"] {
            assert_eq!(tree.add(wrong.as_bytes()), Err(UnknownForm), "{wrong}");
        }
    }
}
