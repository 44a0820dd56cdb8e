//! The versions of `.mailmap` -> whose commits it gives to whom, and the commit that brought each line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{CommitIndex, Commits};

/// The file, at the root of the repository.
pub(crate) const FILE: &str = ".mailmap";

/// A line that gives the commits of an address to another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mapping {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) commit: CommitIndex,
}

/// The lines of a version, each with the commit that brought it.
type Lines = Arc<BTreeMap<(String, String), CommitIndex>>;

/// Returns the mappings of the last version, given the text of each blob and that of the work tree, which is the
/// commit behind the last one. The history must have every commit that changed the file.
pub(crate) fn mappings(
    commits: &Commits,
    texts: &HashMap<String, String>,
    work_tree: &str,
) -> Vec<Mapping> {
    let mut states: Vec<Lines> = Vec::new();
    for (at, commit) in (0u32..).map(CommitIndex).zip(&commits.0) {
        let parents: Vec<Lines> =
            commit.parents.iter().map(|parent| Arc::clone(&states[parent.index()])).collect();
        let change = commit.changes.iter().find(|change| change.path == FILE);
        let state = match change {
            None => parents.first().cloned().unwrap_or_default(),
            Some(change) => {
                let text = change.blob.as_ref().and_then(|blob| texts.get(blob));
                lines(text.map_or("", String::as_str), at, &parents)
            }
        };
        states.push(state);
    }
    let next = CommitIndex(commits.0.len() as u32);
    let last: Vec<Lines> = states.pop().into_iter().collect();
    let found = lines(work_tree, next, &last);
    let mapping = |((from, to), commit): (&(String, String), &CommitIndex)| Mapping {
        from: from.clone(),
        to: to.clone(),
        commit: *commit,
    };
    found.iter().map(mapping).collect()
}

fn lines(text: &str, commit: CommitIndex, parents: &[Lines]) -> Lines {
    let brought = |pair: &(String, String)| {
        parents.iter().filter_map(|lines| lines.get(pair)).min().copied().unwrap_or(commit)
    };
    let pairs = text.lines().filter_map(pair);
    Arc::new(pairs.map(|pair| (pair.clone(), brought(&pair))).collect())
}

/// Reads `Name <to> Other name <from>`, in lower case. A line with one address changes only a name.
fn pair(line: &str) -> Option<(String, String)> {
    if line.starts_with('#') {
        return None;
    }
    let (_, rest) = line.split_once('<')?;
    let (to, rest) = rest.split_once('>')?;
    let (_, rest) = rest.split_once('<')?;
    let (from, _) = rest.split_once('>')?;
    Some((from.trim().to_lowercase(), to.trim().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_with_two_addresses_map() {
        for (line, expected) in [
            ("Ada <ada@x>", None),
            ("# <ada@x> <old@x>", None),
            ("<Ada@x> <OLD@x>", Some(("old@x", "ada@x"))),
            ("Ada L <ada@x> A. L. <old@x> # since", Some(("old@x", "ada@x"))),
            ("<ada@x <old@x", None),
        ] {
            let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
            assert_eq!(pair(line), expected, "{line}");
        }
    }
}
