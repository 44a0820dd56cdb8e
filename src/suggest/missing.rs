//! What several repositories use, and no blip is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::named::Known;
use super::table::{Technology, table};
use crate::radar::Radar;
use crate::radar::detect::{DetectKind, Detector};
use crate::scan::artefacts::Artefacts;
use crate::scan::language::Language;
use crate::scan::uses::Detectors;

/// So many repositories make a thing worth a blip.
pub(crate) const ENOUGH: usize = 3;

/// Something that the radar has no blip for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The name of a technology of the table, or the purl of a package.
    pub(crate) name: String,
    /// What a blip for it would have as `detect`.
    pub(crate) detect: Vec<Detector>,
    /// Other packages of the same publisher that as many repositories or fewer use, and that are left out.
    pub(crate) more: usize,
    /// The names of the repositories, sorted.
    pub(crate) repositories: Vec<String>,
}

/// A package by its kind and name.
type Package = (DetectKind, String);

/// The names of the repositories that use a thing.
type Users<'r> = BTreeSet<&'r str>;

/// Returns what three or more repositories use themselves and no blip is about: what most of them use first.
pub(super) fn missing(
    radar: &Radar,
    known: &Known,
    repositories: &[(String, Artefacts)],
) -> Vec<Missing> {
    let technologies = &table().technologies;
    let blips = radar.blips.len();
    let detectors = Detectors::of_entries(entries(radar, known));
    let languages = languages(entries(radar, known));
    let on_radar: BTreeSet<&str> =
        known.blips.iter().flatten().map(|technology| technology.id.as_str()).collect();
    let mut used: BTreeMap<usize, Users> = BTreeMap::new();
    let mut packages: BTreeMap<Package, Users> = BTreeMap::new();
    // Repositories have most of their dependencies in common, and each is compared with hundreds of detectors.
    let mut seen: HashMap<(DetectKind, &str), (Vec<usize>, bool)> = HashMap::new();
    for (repository, artefacts) in repositories {
        let mut add = |found: &[usize]| {
            // What a blip is about is nothing else besides.
            let is_of_blip = found.iter().any(|at| *at < blips);
            for at in found.iter().filter(|_| !is_of_blip) {
                used.entry(at - blips).or_default().insert(repository);
            }
        };
        for dependency in artefacts.manifests.iter().flat_map(|manifest| &manifest.dependencies) {
            if dependency.indirect {
                continue;
            }
            let (kind, name) = (dependency.kind, dependency.name.as_str());
            let (found, is_noise) = seen.entry((kind, name)).or_insert_with(|| {
                let found = detectors.of_dependency(dependency).map(|hit| hit.blip).collect();
                (found, table().is_noise(kind, name))
            });
            if found.is_empty() && !*is_noise {
                packages.entry((kind, plain(kind, name))).or_default().insert(repository);
            }
            add(found);
        }
        for path in artefacts.tree.paths() {
            add(&detectors.of_path(path).map(|hit| hit.blip).collect::<Vec<_>>());
        }
        for (language, _) in artefacts.languages.main() {
            add(languages.get(&language).map_or(&[], Vec::as_slice));
        }
    }
    let used = used.into_iter().map(|(at, repositories)| (&technologies[at], repositories));
    let used = used.filter(|(technology, _)| !on_radar.contains(technology.id.as_str()));
    let mut missing: Vec<Missing> = used.filter_map(|(t, r)| of_technology(t, &r)).collect();
    missing.extend(of_packages(packages));
    missing.sort_by(|a, b| {
        b.repositories.len().cmp(&a.repositories.len()).then_with(|| a.name.cmp(&b.name))
    });
    missing
}

/// Returns what the blips look like, by their positions, and behind them what all technologies look like.
fn entries<'r>(
    radar: &'r Radar,
    known: &'r Known,
) -> impl Iterator<Item = (usize, usize, &'r Detector)> {
    let blips = radar.blips.iter().enumerate().flat_map(|(at, blip)| {
        let own = blip.detect.iter().map(|detector| &detector.value);
        // A blip without `detect` will look like its technology.
        let technology = known.blips[at].filter(|_| blip.detect.is_empty());
        own.chain(technology.into_iter().flat_map(Technology::all)).map(move |d| (at, d))
    });
    let technologies = table().technologies.iter().enumerate();
    let technologies = technologies
        .flat_map(move |(at, known)| known.all().map(move |d| (radar.blips.len() + at, d)));
    blips.chain(technologies).enumerate().map(|(entry, (at, detector))| (at, entry, detector))
}

/// Returns what each language is a sign of.
fn languages<'r>(
    entries: impl Iterator<Item = (usize, usize, &'r Detector)>,
) -> BTreeMap<Language, Vec<usize>> {
    let mut languages: BTreeMap<Language, Vec<usize>> = BTreeMap::new();
    for (at, _, detector) in entries.filter(|(_, _, detector)| detector.kind == DetectKind::Lang) {
        if let Some(language) = Language::from_name(&detector.pattern) {
            languages.entry(language).or_default().push(at);
        }
    }
    languages
}

fn of_technology(technology: &Technology, repositories: &Users) -> Option<Missing> {
    let detect = technology.all().cloned().collect();
    (repositories.len() >= ENOUGH).then(|| Missing {
        name: technology.name.clone(),
        detect,
        more: 0,
        repositories: repositories.iter().map(|name| (*name).to_owned()).collect(),
    })
}

/// Returns the packages that enough repositories use: of each publisher only the one that most of them use.
fn of_packages(packages: BTreeMap<Package, Users>) -> impl Iterator<Item = Missing> {
    let mut by_publisher: BTreeMap<(DetectKind, String), Vec<(String, Users)>> = BTreeMap::new();
    for ((kind, name), repositories) in packages {
        if repositories.len() >= ENOUGH {
            let publisher = publisher(kind, &name).unwrap_or(&name).to_owned();
            by_publisher.entry((kind, publisher)).or_default().push((name, repositories));
        }
    }
    by_publisher.into_iter().filter_map(|((kind, _), mut of_one)| {
        // The sort is stable, so the first name of equals stays in front.
        of_one.sort_by_key(|(_, repositories)| std::cmp::Reverse(repositories.len()));
        let more = of_one.len() - 1;
        let (name, repositories) = of_one.into_iter().next()?;
        let repositories = repositories.into_iter().map(str::to_owned).collect();
        let detect = vec![Detector { kind, pattern: name.clone() }];
        Some(Missing { name: purl(kind, &name), detect, more, repositories })
    })
}

/// Returns what packages of one publisher have in common, where registries keep it for that publisher.
fn publisher(kind: DetectKind, name: &str) -> Option<&str> {
    match kind {
        DetectKind::Npm => {
            name.starts_with('@').then(|| name.split_once('/'))?.map(|(scope, _)| scope)
        }
        DetectKind::Maven => name.split_once(':').map(|(group, _)| group),
        DetectKind::Composer => name.split_once('/').map(|(vendor, _)| vendor),
        DetectKind::Golang => name.match_indices('/').nth(2).map(|(at, _)| &name[..at]),
        _ => None,
    }
}

/// Returns a name in the one spelling under which it is counted.
fn plain(kind: DetectKind, name: &str) -> String {
    match kind {
        DetectKind::Pypi => name.to_lowercase().replace(['_', '.'], "-"),
        DetectKind::Cargo => name.replace('_', "-"),
        DetectKind::Maven => name.replace('/', ":"),
        DetectKind::Nuget | DetectKind::Gem | DetectKind::Npm => name.to_owned(),
        _ => name.to_lowercase(),
    }
}

/// Returns the package URL of a package; for what has no type there, its entry for `detect`.
///
/// <https://github.com/package-url/purl-spec>
fn purl(kind: DetectKind, name: &str) -> String {
    let (kind, name) = match kind {
        DetectKind::Maven => ("maven", name.replacen(':', "/", 1)),
        DetectKind::Npm => ("npm", name.replacen('@', "%40", 1)),
        DetectKind::Image => ("docker", name.to_owned()),
        DetectKind::Action => ("githubactions", name.to_owned()),
        DetectKind::Terraform | DetectKind::Helm | DetectKind::File | DetectKind::Lang => {
            return format!("{}:{name}", kind.name());
        }
        kind => (kind.name(), name.to_owned()),
    };
    format!("pkg:{kind}/{name}")
}
