//! The files of an earlier build and those of a new one -> which to remove before the new ones are written, and which after.
//!
//! A page should never be missing, so what is stale goes last. It goes first where it is in the way: as a file where a
//! folder has to be, or the other way round; or under another spelling, because where the case of letters does not
//! count, removing `Logo.png` later would remove the new `logo.png`.

use std::collections::{BTreeMap, BTreeSet};

use crate::file_name::folded;

/// What happens to files, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Order<'p> {
    /// To remove before anything is written.
    pub(super) first: Vec<&'p str>,
    /// New files that go with one of `first`, so they have to be written, even if they look unchanged before.
    pub(super) rewritten: BTreeSet<&'p str>,
    /// To remove at the end.
    pub(super) last: Vec<&'p str>,
}

/// Orders the removal of stale files for a site with these files.
pub(super) fn order<'p>(
    stale: impl Iterator<Item = &'p str>,
    files: impl Iterator<Item = &'p str>,
) -> Order<'p> {
    let mut order = Order::default();
    let mut stale = stale.peekable();
    if stale.peek().is_none() {
        return order;
    }
    let mut new = Spelt::default();
    files.for_each(|path| new.add(path));
    for path in stale {
        let same = new.files.get(&folded(path));
        order.rewritten.extend(same);
        let is_first =
            same.is_some() || new.needs_a_folder_at(path) || new.is_spelt_otherwise(path);
        if is_first { order.first.push(path) } else { order.last.push(path) }
    }
    order
}

/// The files and folders of a site, by what their paths are folded to.
#[derive(Default)]
struct Spelt<'p> {
    files: BTreeMap<String, &'p str>,
    folders: BTreeMap<String, &'p str>,
}

impl<'p> Spelt<'p> {
    fn add(&mut self, path: &'p str) {
        for folder in folders(path) {
            self.folders.entry(folded(folder)).or_insert(folder);
        }
        self.files.insert(folded(path), path);
    }

    /// Returns whether a folder will be where this file is, or a file where one of its folders is.
    fn needs_a_folder_at(&self, path: &str) -> bool {
        self.folders.contains_key(&folded(path))
            || folders(path).any(|folder| self.files.contains_key(&folded(folder)))
    }

    /// Returns whether a folder of this file has another spelling by now, which it gets when it is made again.
    fn is_spelt_otherwise(&self, path: &str) -> bool {
        let spelling = |folder: &str| self.folders.get(&folded(folder)).copied();
        folders(path).any(|folder| spelling(folder).is_some_and(|now| now != folder))
    }
}

/// Returns the path of each folder around a file.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk on which the case of letters does not count, as on Windows and macOS: the first spelling of a folder stays
    /// while it has files.
    #[derive(Default)]
    struct Disk(BTreeMap<String, (String, &'static str)>);

    impl Disk {
        fn write(&mut self, path: &str, bytes: &'static str) {
            let folder = folders(path).last().unwrap_or_default();
            let is_beside = |(spelt, _): &&(String, _)| {
                folders(spelt).any(|there| folded(there) == folded(folder))
            };
            let spelt = self.0.values().find(is_beside).map(|(spelt, _)| spelt.clone());
            let path = spelt.map_or_else(
                || path.to_owned(),
                |spelt| format!("{}{}", &spelt[..folder.len()], &path[folder.len()..]),
            );
            self.0.insert(folded(&path), (path, bytes));
        }

        fn update(&mut self, before: &[&str], after: &[&'static str]) {
            let stale = before.iter().copied().filter(|path| !after.contains(path));
            let order = order(stale, after.iter().copied());
            let is_there = |path: &str| self.0.contains_key(&folded(path));
            let changed: Vec<&'static str> = after
                .iter()
                .copied()
                .filter(|path| !is_there(path) || order.rewritten.contains(path))
                .collect();
            order.first.iter().for_each(|path| drop(self.0.remove(&folded(path))));
            for path in changed {
                let clash = |other: &str| folders(other).any(|f| folded(f) == folded(path));
                assert!(!self.0.values().any(|(other, _)| clash(other)), "a folder is at {path}");
                self.write(path, "new");
            }
            order.last.iter().for_each(|path| drop(self.0.remove(&folded(path))));
        }
    }

    #[test]
    fn where_case_does_not_count_the_folder_is_the_site_too() {
        for (before, after) in [
            (&["images/Logo.png", "index.html"][..], &["images/logo.png", "index.html"][..]),
            (&["images/caf\u{e9}.png"], &["images/cafe\u{301}.png"]),
            (&["images/Plan/a.png"], &["images/plan/a.png"]),
            (&["images/Plan/a.png"], &["images/plan/b.png"]),
            (&["a", "b"], &["A/x", "b"]),
            (&["A/x"], &["a"]),
            (&["a.html", "b.html"], &["b.html"]),
        ] {
            let mut disk = Disk::default();
            for path in before {
                disk.write(path, "old");
            }
            disk.update(before, after);
            let there: Vec<&str> = disk.0.values().map(|(path, _)| path.as_str()).collect();
            assert_eq!(there, after, "{before:?}");
        }
    }

    #[test]
    fn what_is_not_in_the_way_goes_last() {
        let stale = ["blips/a.html", "blips/old/x", "Index.html", "images"];
        let files = ["blips/b.html", "blips/old", "images/a.png", "index.html"];
        let ordered = order(stale.into_iter(), files.into_iter());
        assert_eq!(ordered.first, ["blips/old/x", "Index.html", "images"]);
        assert_eq!(ordered.rewritten, BTreeSet::from(["index.html"]));
        assert_eq!(ordered.last, ["blips/a.html"]);
        assert_eq!(order([].into_iter(), files.into_iter()), Order::default());
    }
}
