//! A radar's blips and the table -> the `detect` list of each blip that has none.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Technology, normal, table};
use crate::radar::detect::Detector;
use crate::radar::{Blip, Radar};

/// What the table knows of a blip.
#[derive(Debug)]
pub(crate) struct Suggestion<'r> {
    pub(crate) blip: &'r Blip,
    /// The name of the technology.
    pub(crate) technology: &'static str,
    /// What it looks like in a repository.
    pub(crate) detect: Vec<&'static Detector>,
    /// What is left out, because another blip of the radar looks the same there: its name, and the detectors.
    pub(crate) left_out: Option<(String, Vec<&'static Detector>)>,
    /// Why the blip may be about something else. Then nothing is written.
    pub(crate) doubt: Option<String>,
}

/// Blips that are about technologies of the table.
pub(super) struct Known<'r> {
    /// The technology of each blip, by the blip's position.
    pub(super) blips: Vec<Option<&'static Technology>>,
    pub(crate) suggestions: Vec<Suggestion<'r>>,
}

/// Returns what the table knows of the blips of a radar, by their files.
pub(super) fn known(radar: &Radar) -> Known<'_> {
    let found: Vec<Option<(&Technology, Option<String>)>> =
        radar.blips.iter().map(|blip| technology(radar, blip)).collect();
    let mut by_id: BTreeMap<&str, Vec<&Blip>> = BTreeMap::new();
    for (blip, (technology, _)) in
        radar.blips.iter().zip(&found).filter_map(|(blip, found)| Some((blip, found.as_ref()?)))
    {
        by_id.entry(&technology.id).or_default().push(blip);
    }
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for (blip, found) in radar.blips.iter().zip(&found) {
        let Some((technology, doubt)) = found else { continue };
        if !blip.detect.is_empty() {
            continue;
        }
        let other = by_id[technology.id.as_str()].iter().find(|other| other.id != blip.id);
        let same = other.map(|other| format!("`{}` is {}, too", other.id, technology.name));
        let (detect, left_out) = detectors(technology, &by_id);
        suggestions.push(Suggestion {
            blip,
            technology: &technology.name,
            detect,
            left_out,
            doubt: doubt.clone().or(same),
        });
    }
    suggestions.retain(|suggestion| !suggestion.detect.is_empty());
    suggestions.sort_by(|a, b| a.blip.path.cmp(&b.blip.path));
    Known { blips: found.iter().map(|found| Some(found.as_ref()?.0)).collect(), suggestions }
}

/// Returns what else people call the technology that a blip is certainly about.
pub(crate) fn other_names(radar: &Radar, blip: &Blip) -> Vec<&'static str> {
    match technology(radar, blip) {
        Some((technology, None)) => {
            let name = normal(&blip.name.value);
            technology.spoken_names().filter(|other| normal(other) != name).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the detectors of a technology without those of another that is on the radar, too.
fn detectors(
    technology: &'static Technology,
    on_radar: &BTreeMap<&str, Vec<&Blip>>,
) -> (Vec<&'static Detector>, Option<(String, Vec<&'static Detector>)>) {
    let Some(shared) = &technology.shared else {
        return (technology.detect.iter().collect(), None);
    };
    let rival = shared.with.iter().find_map(|id| on_radar.get(id.as_str())?.first());
    match rival {
        Some(rival) => {
            let left_out = (rival.name.value.clone(), shared.detect.iter().collect());
            (technology.detect.iter().collect(), Some(left_out))
        }
        None => (technology.all().collect(), None),
    }
}

/// Returns the technology that a blip is about, and why it may be another.
fn technology(radar: &Radar, blip: &Blip) -> Option<(&'static Technology, Option<String>)> {
    let name = &blip.name.value;
    if let Some(technology) = table().named(name) {
        return Some((technology, doubt(radar, blip, technology, name)));
    }
    let technology = table().named(&blip.id)?;
    let is_in_name = contains(name, &technology.name) || contains(name, &blip.id);
    let has_number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    // "Java 21" is about a version.
    let is_it = is_in_name && (has_number(&technology.name) || !has_number(name));
    let doubt = if is_it {
        doubt(radar, blip, technology, &blip.id)
    } else {
        Some(format!("the file is named so, and the blip is named {name}"))
    };
    Some((technology, doubt))
}

fn doubt(radar: &Radar, blip: &Blip, technology: &Technology, name: &str) -> Option<String> {
    let quadrant = radar.quadrant(blip.quadrant);
    let section = format!("{} {}", quadrant.id, quadrant.name);
    if is_of_techniques(&section) {
        return Some(format!("it is in the quadrant {}", quadrant.name));
    }
    let name = name.split('(').next().unwrap_or(name);
    if !technology.is_vague(name) {
        return None;
    }
    let is_language = technology.detect.iter().any(|detector| detector.kind.name() == "lang");
    let spoken = spoken(blip);
    let is_meant = technology.context.iter().any(|word| spoken.contains(word.as_str()))
        || (is_language && words(&section).any(|word| LANGUAGES.iter().any(|l| word.contains(l))));
    (!is_meant).then(|| {
        let context = &technology.context[..technology.context.len().min(3)];
        format!(
            "{name} is also the name of other things, and nothing in the blip speaks of {} …",
            context.join(", ")
        )
    })
}

/// Parts of words in the names of quadrants with languages, also in other languages.
const LANGUAGES: [&str; 4] = ["language", "sprache", "langage", "lenguaje"];

/// Beginnings of words in the names of quadrants that hold no technologies, also in other languages.
const TECHNIQUES: [&str; 16] = [
    "techni",
    "practi",
    "prakti",
    "method",
    "process",
    "prozess",
    "vorgehen",
    "pattern",
    "principle",
    "ways",
    "verfahren",
    "skills",
    "prati",
    "tecni",
    "técni",
    "méthod",
];

/// Beginnings of words in the names of quadrants that hold technologies, whatever else they hold.
const TECHNOLOGIES: [&str; 9] = [
    "tool",
    "platform",
    "plattform",
    "language",
    "sprache",
    "framework",
    "technolog",
    "infrastru",
    "librar",
];

fn is_of_techniques(section: &str) -> bool {
    let starts = |beginnings: &[&str]| {
        words(section).any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)))
    };
    starts(&TECHNIQUES) && !starts(&TECHNOLOGIES)
}

/// Returns the words that a blip has beside its name.
fn spoken(blip: &Blip) -> BTreeSet<String> {
    let texts = blip
        .summary
        .iter()
        .chain(&blip.tags)
        .chain(blip.description.as_ref().map(|text| &text.value));
    let texts = texts.chain(blip.links.iter().map(|link| &link.title));
    let mut spoken: BTreeSet<String> = texts.flat_map(|text| words(text)).collect();
    let hosts = blip.links.iter().filter_map(|link| url::Url::parse(&link.url).ok());
    spoken.extend(hosts.filter_map(|url| {
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_lowercase())
    }));
    spoken
}

/// Returns the words of a text in lower case: `node.js`, `c#` and `kustomize` in `(kustomize)`.
fn words(text: &str) -> impl Iterator<Item = String> {
    let is_end = |c: char| c.is_whitespace() || "/,;:!?()[]{}<>\"'`*_|=".contains(c);
    text.split(is_end)
        .map(|word| word.trim_end_matches(['.', '-']).trim_start_matches('-').to_lowercase())
        .filter(|word| !word.is_empty())
}

/// Returns whether a name has another one in it, as whole words.
fn contains(name: &str, part: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#')
            .map(normal)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (name, part) = (words(name), words(part));
    !part.is_empty() && name.windows(part.len()).any(|window| window == part)
}
