//! What a repository is made of -> which blips it uses, and in which version.

use std::collections::{BTreeMap, HashMap};

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::artefacts::Artefacts;
use super::language::{Language, Shares};
use super::versions;
use crate::manifest::Dependency;
use crate::radar::Radar;
use crate::radar::detect::{DetectKind, Detector};
use crate::radar::month::Month;

/// The use of a blip in a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) version: Option<String>,
    pub(crate) since: Option<Month>,
    /// Whether it is there only because something else depends on it.
    pub(crate) indirect: bool,
}

/// The blips that a repository uses, by their position in the radar.
pub(crate) type Uses = BTreeMap<usize, Use>;

/// A blip and which of the entries of its `detect` found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) blip: usize,
    entry: usize,
}

/// What all blips of a radar look like, ready to be compared.
#[derive(Debug)]
pub(crate) struct Detectors<'r> {
    /// Names in manifests, by kind.
    names: HashMap<DetectKind, Vec<(Hit, &'r Detector)>>,
    /// In sets, because one of very many would be too large.
    globs: Vec<GlobSet>,
    /// What each of the globs belongs to.
    files: Vec<Hit>,
    languages: Vec<(Hit, Language)>,
    /// The `lang:` entries that mean no language that is known.
    pub(crate) unknown: Vec<(usize, &'r Detector)>,
}

impl<'r> Detectors<'r> {
    pub(crate) fn of(radar: &'r Radar) -> Self {
        Self::of_entries(entries(radar))
    }

    /// Makes them of detectors, each behind the position of what it belongs to and its own position.
    pub(crate) fn of_entries(entries: impl Iterator<Item = (usize, usize, &'r Detector)>) -> Self {
        let mut names: HashMap<DetectKind, Vec<(Hit, &'r Detector)>> = HashMap::new();
        let (mut files, mut languages, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut globs = Vec::new();
        for (blip, entry, detector) in entries {
            let hit = Hit { blip, entry };
            match (detector.kind, detector.glob()) {
                (DetectKind::File, Some(glob)) => {
                    globs.push(glob.glob().clone());
                    files.push(hit);
                }
                (DetectKind::Lang, _) => match Language::from_name(&detector.pattern) {
                    Some(language) => languages.push((hit, language)),
                    None => unknown.push((blip, detector)),
                },
                (kind, _) => names.entry(kind).or_default().push((hit, detector)),
            }
        }
        let globs = globs.chunks(GLOBS).map(set).collect();
        Self { names, globs, files, languages, unknown }
    }

    /// Returns the blips that a dependency is.
    pub(crate) fn of_dependency(&self, dependency: &Dependency) -> impl Iterator<Item = Hit> {
        let of_kind = self.names.get(&dependency.kind).into_iter().flatten();
        let is_it =
            |(_, detector): &&(Hit, &Detector)| detector.matches(dependency.kind, &dependency.name);
        of_kind.filter(is_it).map(|(hit, _)| *hit)
    }

    /// Returns the blips that a file shows by its path.
    pub(crate) fn of_path(&self, path: &str) -> impl Iterator<Item = Hit> {
        let sets = self.globs.iter().zip(self.files.chunks(GLOBS));
        sets.flat_map(move |(globs, files)| globs.matches(path).into_iter().map(|at| files[at]))
    }

    /// Returns whether any blip is a language.
    pub(crate) fn has_languages(&self) -> bool {
        !self.languages.is_empty()
    }

    /// Returns the blips that are among the languages of a repository.
    pub(crate) fn of_languages(&self, shares: &Shares) -> impl Iterator<Item = Hit> {
        let is_main = |(_, language): &&(Hit, Language)| shares.has(*language);
        self.languages.iter().filter(is_main).map(|(hit, _)| *hit)
    }

    /// Returns the blips that a repository uses itself.
    pub(crate) fn uses(&self, artefacts: &Artefacts) -> Uses {
        let mut found = Found::default();
        for manifest in &artefacts.manifests {
            found.add_all(self, &manifest.dependencies);
        }
        for path in artefacts.tree.paths() {
            self.of_path(path).for_each(|hit| found.add(hit, None, false));
        }
        self.of_languages(&artefacts.languages).for_each(|hit| found.add(hit, None, false));
        found.into_uses()
    }

    /// Returns the blips that a bill of materials lists.
    pub(crate) fn listed(&self, dependencies: &[Dependency]) -> Uses {
        let mut found = Found::default();
        found.add_all(self, dependencies);
        found.into_uses()
    }
}

/// As many globs are compared at once.
const GLOBS: usize = 50;

fn set(globs: &[Glob]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        set.add(glob.clone());
    }
    set.build().expect("each of the globs is valid and short, and there are few")
}

fn entries(radar: &Radar) -> impl Iterator<Item = (usize, usize, &Detector)> {
    radar.blips.iter().enumerate().flat_map(|(blip, of)| {
        of.detect.iter().enumerate().map(move |(entry, detector)| (blip, entry, &detector.value))
    })
}

/// What was found of each blip.
#[derive(Debug, Default)]
struct Found<'d> {
    blips: BTreeMap<usize, Evidence<'d>>,
}

#[derive(Debug, Default)]
struct Evidence<'d> {
    /// The versions, by the entry of `detect` that found them.
    direct: BTreeMap<usize, Vec<&'d str>>,
    indirect: BTreeMap<usize, Vec<&'d str>>,
}

impl<'d> Found<'d> {
    fn add_all(&mut self, detectors: &Detectors, dependencies: &'d [Dependency]) {
        for dependency in dependencies {
            for hit in detectors.of_dependency(dependency) {
                self.add(hit, dependency.version.as_deref(), dependency.indirect);
            }
        }
    }

    fn add(&mut self, hit: Hit, version: Option<&'d str>, is_indirect: bool) {
        let evidence = self.blips.entry(hit.blip).or_default();
        let versions = if is_indirect { &mut evidence.indirect } else { &mut evidence.direct };
        versions.entry(hit.entry).or_default().extend(version);
    }

    fn into_uses(self) -> Uses {
        let used = self.blips.into_iter().map(|(blip, evidence)| {
            let indirect = evidence.direct.is_empty();
            let entries = if indirect { evidence.indirect } else { evidence.direct };
            // Versions of different things are not compared: the author named the most telling one first.
            let version = entries.into_values().find_map(versions::joined);
            (blip, Use { version, since: None, indirect })
        });
        used.collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::scan::tree::Tree;
    use crate::source::SourceSet;

    fn radar(detect: &str) -> Radar {
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'q'\n";
        let blip = format!(
            "name = 'X'\nquadrant = 'q'\nring = 'adopt'\nadded = 2020-01-01\ndetect = [{detect}]\n"
        );
        let files = [("radar/radar.toml", settings), ("radar/blips/x.toml", &*blip)];
        let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
        checked.radar.expect("a radar")
    }

    fn found(detect: &str, files: &[(&str, &str)]) -> Option<Use> {
        let mut tree = Tree::default();
        let id = "0".repeat(40);
        let mut contents = Vec::new();
        for (path, text) in files {
            tree.add(format!("100644 blob {id}\t{path}").as_bytes()).expect("as git prints it");
            if crate::manifest::is_manifest(path) {
                contents.push(((*path).to_owned(), Ok(text.as_bytes().to_vec())));
            }
        }
        let artefacts = Artefacts::of(tree, contents);
        assert_eq!(artefacts.unread, []);
        let radar = radar(detect);
        Detectors::of(&radar).uses(&artefacts).remove(&0)
    }

    #[test]
    fn the_first_entry_with_a_version_gives_it() {
        let package =
            ("package.json", r#"{"dependencies":{"kafkajs":"2.2.4","@kafka/a":"1.0.0"}}"#);
        let other = ("web/package.json", r#"{"dependencies":{"kafkajs":"2.1.0"}}"#);
        for (detect, version) in [
            ("'npm:kafkajs', 'npm:@kafka/*'", Some(Some("2.1.0, 2.2.4"))),
            ("'npm:@kafka/*', 'npm:kafkajs'", Some(Some("1.0.0"))),
            ("'file:**/package.json', 'npm:kafkajs'", Some(Some("2.1.0, 2.2.4"))),
            ("'file:web/*.json'", Some(None)),
            ("'file:*.toml', 'npm:kafka'", None),
        ] {
            let found = found(detect, &[package, other]);
            let version = version
                .map(|version| Use { version: version.map(str::to_owned), ..Use::default() });
            assert_eq!(found, version, "{detect}");
        }
    }

    #[test]
    fn a_language_is_found_by_its_share() {
        let mut files = vec![("a.rs", ""); 10];
        files.push(("b.py", ""));
        assert!(found("'lang:Rust'", &files).is_some());
        assert!(found("'lang:python'", &files).is_none());
        assert!(found("'lang:python'", &files[1..]).is_some());
    }
}
