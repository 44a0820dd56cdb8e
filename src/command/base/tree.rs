//! The tree of a commit -> the files of the radar in it, bounded in number and size.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::command::git::{Blob, Limits, Repository};
use crate::source::{self, CONTENT, SourceSet};

/// How long git may be silent.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Of one file, as of one on disk; of all of them, in bytes.
const LIMITS: Limits = Limits { each: source::MAX_TEXT, total: 512 << 20 };

/// How many files a radar may have: ten times the largest that was ever seen to be of use.
const MAX_FILES: usize = 200_000;

/// How many links may lead from one to the next.
const MAX_LINKS: usize = 8;

/// A commit's tree.
pub(super) struct Tree<'r> {
    repository: &'r Repository,
    commit: &'r str,
}

/// A file, a link or another repository in a tree.
#[derive(Clone, Debug)]
struct Entry {
    path: String,
    kind: Kind,
    object: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Submodule,
}

impl<'r> Tree<'r> {
    pub(super) fn new(repository: &'r Repository, commit: &'r str) -> Self {
        Self { repository, commit }
    }

    /// Returns the files below a folder of the commit as those of a radar. Only texts have their bytes.
    pub(super) fn files(&self, folder: &str) -> Result<SourceSet> {
        let mut entries = BTreeMap::new();
        self.collect(folder, CONTENT, folder, 0, &mut entries)?;
        let (read, named): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|(path, _)| source::is_read(path));
        let objects: Vec<&str> = read.iter().map(|(_, object)| object.as_str()).collect();
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut problem = None;
        self.repository.blobs(&objects, LIMITS, |at, blob| {
            let path = &read[at].0;
            match blob {
                Blob::Bytes(bytes) => files.push((path.clone(), bytes)),
                Blob::TooLarge(length) => {
                    let most = LIMITS.each >> 20;
                    problem = Some(format!("{path} has {length} bytes; at most {most} MiB are read"));
                }
                Blob::NotRead => {
                    problem = Some(format!("its texts have more than {} MiB", LIMITS.total >> 20));
                }
                Blob::Missing => {
                    problem = Some(format!(
                        "the object of {path} is not in this clone, which is a partial one; fetch it, as \
                         with `git fetch --refetch --no-filter`"
                    ));
                }
            }
        })?;
        if let Some(problem) = problem {
            bail!("{problem}");
        }
        files.extend(named.into_iter().map(|(path, _)| (path, Vec::new())));
        Ok(SourceSet::from_files(files))
    }

    /// Returns the paths in the whole commit that end in this path.
    pub(super) fn paths_ending(&self, end: &str) -> Result<Vec<String>> {
        let mut paths = Vec::new();
        let names = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit];
        self.repository.records(&names, |record| {
            let path = String::from_utf8_lossy(record);
            let before = path.strip_suffix(end);
            if before.is_some_and(|before| before.is_empty() || before.ends_with('/')) {
                paths.push(path.into_owned());
            }
            Ok(())
        })?;
        Ok(paths)
    }

    /// Adds what is at a path of the commit, or below it, under the path that a radar has for it. `within` is the
    /// folder that no link may leave.
    fn collect(
        &self,
        at: &str,
        shown: &str,
        within: &str,
        links: usize,
        entries: &mut BTreeMap<String, String>,
    ) -> Result<()> {
        for entry in self.list(at)? {
            let rest = entry.path.strip_prefix(at).unwrap_or("");
            let path = format!("{shown}{rest}");
            if is_passed_over(&path) {
                continue;
            }
            match entry.kind {
                Kind::File => drop(entries.insert(path, entry.object)),
                Kind::Submodule => bail!("{} is another repository (a submodule)", entry.path),
                Kind::Link => {
                    let target = self.target(&entry)?;
                    let root = within.strip_suffix(CONTENT).unwrap_or(within);
                    let Some(target) = target.filter(|target| target.starts_with(root)) else {
                        bail!("{} is a link that leads out of the radar", entry.path);
                    };
                    if links == MAX_LINKS {
                        bail!("{} is a link to too many others", entry.path);
                    }
                    self.collect(&target, &path, within, links + 1, entries)?;
                }
            }
            if entries.len() > MAX_FILES {
                bail!("it has more than {MAX_FILES} files");
            }
        }
        Ok(())
    }

    /// Lists what is at a path of the commit: a file or a link, or all of them in a folder.
    fn list(&self, path: &str) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        let list = ["ls-tree", "-r", "-z", "--full-tree", self.commit, "--", path];
        self.repository.records(&list, |record| {
            let record = String::from_utf8_lossy(record);
            let Some((what, path)) = record.split_once('\t') else { return Ok(()) };
            let words: Vec<&str> = what.split(' ').collect();
            let [mode, _, object] = words[..] else { return Ok(()) };
            let kind = match mode {
                "120000" => Kind::Link,
                "160000" => Kind::Submodule,
                _ => Kind::File,
            };
            entries.push(Entry { path: path.to_owned(), kind, object: object.to_owned() });
            if entries.len() > MAX_FILES {
                bail!("it has more than {MAX_FILES} files");
            }
            Ok(())
        })?;
        Ok(entries)
    }

    /// Returns the path in the commit that a link leads to; none if it leads out of the repository.
    fn target(&self, link: &Entry) -> Result<Option<String>> {
        let mut target = String::new();
        self.repository.blobs(&[&link.object], LIMITS, |_, blob| {
            if let Blob::Bytes(bytes) = blob {
                target = String::from_utf8_lossy(&bytes).into_owned();
            }
        })?;
        Ok(resolved(&link.path, &target))
    }
}

/// Returns where a link leads; none if that is out of the repository.
fn resolved(link: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = link.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn is_passed_over(path: &str) -> bool {
    path.split('/').any(|part| source::is_passed_over(OsStr::new(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside() {
        for (link, target, found) in [
            ("radar/people.toml", "../shared/people.toml", Some("shared/people.toml")),
            ("radar/blips/a", "b", Some("radar/blips/b")),
            ("radar", "docs/radar/", Some("docs/radar")),
            ("radar/x", "../../etc/passwd", None),
            ("radar/x", "/etc/passwd", None),
            ("radar/x", "..", None),
            ("radar/x", "./././y", Some("radar/y")),
        ] {
            assert_eq!(resolved(link, target).as_deref(), found, "{link} -> {target}");
        }
    }
}
