//! A commit of a repository -> which blips it uses where, in which versions.

use std::collections::{BTreeMap, HashMap};

use super::published::{Blip, Published};
use crate::manifest::Manifest;
use crate::radar::detect::{DetectKind, Detector};

/// A commit: its manifests, settled, and the paths of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Commit {
    pub(crate) manifests: Vec<Manifest>,
    pub(crate) paths: Vec<String>,
}

/// What shows a thing in a file: each dependency with its version.
pub(super) type Dependencies<'c> = BTreeMap<(DetectKind, &'c str), Option<&'c str>>;

/// Where a thing is used, by path.
pub(super) type Places<'c> = BTreeMap<&'c str, Dependencies<'c>>;

/// Returns where each blip is used that has a use, by its position. What is only there because something else depends on it
/// is not counted: nobody chose it here.
pub(super) fn uses<'c>(radar: &Published, commit: &'c Commit) -> BTreeMap<usize, Places<'c>> {
    let mut uses: BTreeMap<usize, Places> = BTreeMap::new();
    // The same names come in many manifests.
    let mut known: HashMap<(DetectKind, &str), Vec<usize>> = HashMap::new();
    for manifest in &commit.manifests {
        for dependency in manifest.dependencies.iter().filter(|found| !found.indirect) {
            let key = (dependency.kind, dependency.name.as_str());
            let blips = known.entry(key).or_insert_with(|| matching(radar, key));
            for at in blips.iter() {
                let place = uses.entry(*at).or_default().entry(&manifest.path).or_default();
                let version = place.entry(key).or_default();
                *version = version.or(dependency.version.as_deref());
            }
        }
    }
    uses
}

fn matching(radar: &Published, (kind, name): (DetectKind, &str)) -> Vec<usize> {
    let is_named = |blip: &Blip| blip.detectors.iter().any(|detector| detector.matches(kind, name));
    let blips = radar.blips.iter().enumerate();
    blips.filter(|(_, blip)| is_named(blip)).map(|(at, _)| at).collect()
}

/// Returns the first path that a blip's globs match.
pub(super) fn file_of<'c>(
    blip: &Blip,
    paths: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let globs: Vec<_> = blip.detectors.iter().filter_map(Detector::glob).collect();
    if globs.is_empty() {
        return None;
    }
    paths.into_iter().find(|path| globs.iter().any(|glob| glob.is_match(path)))
}
