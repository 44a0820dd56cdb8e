//! The technologies that the program knows: their names, and what they look like in a repository.

use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::radar::detect::{DetectKind, Detector};

/// The files of the table, by subject.
const FILES: [&str; 9] = [
    include_str!("technologies/ai.toml"),
    include_str!("technologies/backend.toml"),
    include_str!("technologies/data.toml"),
    include_str!("technologies/databases.toml"),
    include_str!("technologies/delivery.toml"),
    include_str!("technologies/languages.toml"),
    include_str!("technologies/platforms.toml"),
    include_str!("technologies/quality.toml"),
    include_str!("technologies/web.toml"),
];

const NOISE: &str = include_str!("technologies/noise.toml");

/// A technology that the program knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Technology {
    #[serde(skip)]
    pub(super) id: String,
    pub(super) name: String,
    /// What else radars call it. Only names for all of it: "React Hooks" is not React.
    #[serde(default)]
    aliases: Vec<String>,
    /// Names that mean something else, too. They count only if the blip speaks of the context.
    vague: Option<Vec<String>>,
    /// Words that show that a blip with a vague name is about this technology.
    #[serde(default)]
    pub(super) context: Vec<String>,
    /// What nothing else looks like.
    #[serde(default, deserialize_with = "detectors")]
    pub(super) detect: Vec<Detector>,
    /// What another technology looks like, too.
    pub(super) shared: Option<Shared>,
}

/// What a technology has in common with others: clients of Redis speak to Valkey as well.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    /// The ids of the others.
    pub(super) with: Vec<String>,
    #[serde(deserialize_with = "detectors")]
    pub(super) detect: Vec<Detector>,
}

impl Technology {
    /// Returns everything that it looks like.
    pub(super) fn all(&self) -> impl Iterator<Item = &Detector> {
        self.detect.iter().chain(self.shared.iter().flat_map(|shared| &shared.detect))
    }

    /// Returns what people call it.
    pub(super) fn spoken_names(&self) -> impl Iterator<Item = &str> {
        [&self.name].into_iter().chain(&self.aliases).map(String::as_str)
    }

    /// Returns all its names and its id, as [`normal`] gives them.
    fn names(&self) -> Vec<String> {
        let names = [&self.id, &self.name].into_iter().chain(&self.aliases);
        let mut names: Vec<String> = names.map(|name| normal(name)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Returns whether a name means something else, too.
    pub(super) fn is_vague(&self, name: &str) -> bool {
        let name = normal(name);
        match &self.vague {
            Some(vague) => vague.iter().any(|vague| normal(vague) == name),
            None => {
                !self.context.is_empty() && [&self.id, &self.name].iter().any(|n| normal(n) == name)
            }
        }
    }
}

/// All technologies.
pub(super) struct Table {
    /// Sorted by id.
    pub(super) technologies: Vec<Technology>,
    names: HashMap<String, usize>,
    /// What no radar is about.
    noise: Vec<Detector>,
}

impl Table {
    /// Returns the technology with this name.
    pub(super) fn named(&self, name: &str) -> Option<&Technology> {
        let plain = name.split_once('(').map(|(before, _)| before);
        let at = self.names.get(&normal(name));
        let at = at.or_else(|| self.names.get(&normal(plain?)));
        Some(&self.technologies[*at?])
    }

    /// Returns whether no radar is about a package.
    pub(super) fn is_noise(&self, kind: DetectKind, name: &str) -> bool {
        self.noise.iter().any(|noise| noise.matches(kind, name))
    }
}

/// Returns the table.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(read);
    &TABLE
}

#[derive(Deserialize)]
struct Noise {
    #[serde(deserialize_with = "detectors")]
    noise: Vec<Detector>,
}

fn read() -> Table {
    let mut technologies = Vec::new();
    for file in FILES {
        let file: HashMap<String, Technology> =
            toml::from_str(file).expect("a test reads the table");
        technologies.extend(file.into_iter().map(|(id, known)| Technology { id, ..known }));
    }
    technologies.sort_by(|a, b| a.id.cmp(&b.id));
    let names = technologies.iter().enumerate();
    let names = names.flat_map(|(at, known)| known.names().into_iter().map(move |name| (name, at)));
    let noise: Noise = toml::from_str(NOISE).expect("a test reads it");
    Table { names: names.collect(), noise: noise.noise, technologies }
}

fn detectors<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Detector>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let parsed = texts.iter().map(|text| {
        let wrong = |error| serde::de::Error::custom(format!("{text}: {error}"));
        Detector::from_str(text).map_err(wrong)
    });
    parsed.collect()
}

/// Returns a name without case, blanks and most marks: `Node.js` and `NodeJS` are one, `C` and `C++` are not.
pub(super) fn normal(name: &str) -> String {
    let name = name.trim();
    let is_kept = |(at, c): &(usize, char)| {
        c.is_alphanumeric() || "+#&".contains(*c) || (*at == 0 && *c == '.')
    };
    name.char_indices().filter(is_kept).flat_map(|(_, c)| c.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn ids_and_names_are_unique() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let table = table();
        assert!(table.technologies.len() > 400, "{}", table.technologies.len());
        for known in &table.technologies {
            assert!(crate::radar::id::is_id(&known.id), "{}", known.id);
            for name in known.names() {
                assert!(!name.is_empty(), "{}", known.id);
                if let Some(other) = seen.insert(name.clone(), &known.id) {
                    panic!("{name} is both {other} and {}", known.id);
                }
            }
            assert!(known.all().next().is_some(), "{}", known.id);
            assert!(known.vague.is_none() || !known.context.is_empty(), "{}", known.id);
        }
    }

    #[test]
    fn no_two_technologies_claim_the_same_detector() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for known in &table().technologies {
            for detector in known.all() {
                let text = match detector.kind {
                    DetectKind::File => detector.to_string(),
                    _ => detector.to_string().to_lowercase().replace(['_', '.'], "-"),
                };
                if let Some(other) = seen.insert(text, &known.id) {
                    panic!("{detector} is both {other} and {}", known.id);
                }
            }
        }
    }

    /// A pattern may contain another technology only where that is a part or an addition of it.
    #[test]
    fn patterns_contain_nothing_else() {
        let parts = [
            ("dotnet", "asp-net-core"),
            ("entity-framework", "sql-server"),
            ("entity-framework", "sqlite"),
            ("micrometer", "prometheus"),
            ("testing-library", "react-testing-library"),
        ];
        let table = table();
        for whole in &table.technologies {
            for pattern in whole.all().filter(|detector| detector.pattern.ends_with('*')) {
                for part in table.technologies.iter().filter(|other| other.id != whole.id) {
                    for detector in part.all() {
                        let name = detector.pattern.trim_end_matches('*');
                        let is_part = parts.contains(&(&whole.id, &part.id));
                        let is_inside = pattern.matches(detector.kind, name);
                        assert!(!is_inside || is_part, "{pattern} has {detector} of {}", part.id);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_shared_is_shared_with_a_technology() {
        for known in &table().technologies {
            for other in known.shared.iter().flat_map(|shared| &shared.with) {
                let mut found = table().technologies.iter().filter(|found| found.id == *other);
                assert!(found.any(|found| found.id != known.id), "{other}");
            }
        }
    }

    /// A technology is never noise: it is found first. An entry that only repeats one would mislead readers.
    #[test]
    fn no_entry_of_the_noise_is_a_technology() {
        let table = table();
        for noise in table.noise.iter().filter(|noise| !noise.pattern.ends_with('*')) {
            for known in &table.technologies {
                let mut all = known.all();
                let same = all.find(|detector| detector.matches(noise.kind, &noise.pattern));
                assert_eq!(same, None, "{noise} is {}", known.id);
            }
        }
    }

    #[test]
    fn names_as_radars_have_them() {
        for (name, id) in [
            ("Kafka", "kafka"),
            ("Apache Kafka", "kafka"),
            ("NodeJS", "node"),
            ("Node.js", "node"),
            ("node-js", "node"),
            ("React JS", "react"),
            ("Vue.JS", "vue"),
            (".NET", "dotnet"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Open Policy Agent (OPA)", "opa"),
            ("Kubernetes (managed)", "kubernetes"),
            ("Weights & Biases", "weights-and-biases"),
            ("postgres", "postgresql"),
            ("Argo CD", "argo-cd"),
            ("ArgoCD", "argo-cd"),
        ] {
            assert_eq!(table().named(name).map(|known| known.id.as_str()), Some(id), "{name}");
        }
        for name in
            ["", "()", "Net", "React Hooks", "Java 21", "Kafka Streams", "Micro-frontends", "&"]
        {
            assert_eq!(table().named(name).map(|known| known.id.as_str()), None, "{name}");
        }
    }
}
