//! The history of a repository's files -> the month since which it has used each blip.
//!
//! The main line is replayed from the first commit to the last. A use begins with the commit that shows it first, and
//! ends with the one that takes the last sign of it away. What was removed and brought back is used since it came back,
//! because "since" speaks of all the time until now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::history::{Change, History, HistoryError, Step};
use super::language::Shares;
use super::uses::Detectors;
use crate::manifest::{self, Dependency, Manifest, settle};
use crate::radar::month::Month;

/// As many references between manifests are followed in all; beyond, a history takes minutes.
const MAX_FOLLOWED: usize = 20_000_000;

/// What each state of each manifest of a history shows.
#[derive(Debug)]
pub(crate) struct Contents {
    /// By position; `None` for what could not be read.
    read: Vec<Option<Content>>,
}

#[derive(Debug, Default)]
struct Content {
    /// The blips that it shows by itself, each once.
    blips: Vec<usize>,
    /// What means something only together with other manifests.
    linked: Vec<Dependency>,
}

impl Contents {
    /// Makes room for the contents of a history.
    pub(crate) fn of(history: &History) -> Self {
        Self { read: history.states().iter().map(|_| None).collect() }
    }

    /// Reads the content of the manifest at a position. One that cannot be read counts as unchanged.
    pub(crate) fn add(
        &mut self,
        detectors: &Detectors,
        history: &History,
        at: usize,
        bytes: &[u8],
    ) {
        let Ok(dependencies) = manifest::dependencies(&history.states()[at].path, bytes) else {
            return;
        };
        let mut content = Content::default();
        for dependency in dependencies.into_iter().filter(|dependency| !dependency.indirect) {
            if dependency.link.is_some() {
                content.linked.push(dependency);
            } else {
                content.blips.extend(detectors.of_dependency(&dependency).map(|hit| hit.blip));
            }
        }
        content.blips.sort_unstable();
        content.blips.dedup();
        self.read[at] = Some(content);
    }
}

/// Returns since when each blip has been used, if it is at the last commit. The month is `None` where it is not known:
/// if commits before the first one are missing, what that one has is older; and a month after `today` is none.
pub(crate) fn since(
    history: &History,
    contents: &Contents,
    detectors: &Detectors,
    is_shallow: bool,
    today: Date,
) -> Result<BTreeMap<usize, Option<Month>>, HistoryError> {
    let mut state = State::new(history, contents, detectors);
    let mut since: BTreeMap<usize, Option<Month>> = BTreeMap::new();
    for (at, (month, changes)) in history.commits.iter().enumerate() {
        if changes.is_empty() {
            continue;
        }
        for change in changes {
            state.apply(change);
        }
        let used = state.used()?;
        let is_known = |month: &Month| month.first() <= today && (at > 0 || !is_shallow);
        let month = month.filter(is_known);
        since.retain(|blip, _| used.contains(blip));
        for blip in used {
            since.entry(blip).or_insert(month);
        }
    }
    Ok(since)
}

/// A repository at one commit.
struct State<'h> {
    history: &'h History,
    contents: &'h Contents,
    detectors: &'h Detectors<'h>,
    /// The manifests, by path.
    manifests: HashMap<&'h str, &'h Content>,
    /// Those that refer to others, or are referred to.
    linked: BTreeMap<&'h str, &'h Content>,
    /// What these show together; `None` after a change.
    together: Option<BTreeSet<usize>>,
    /// How many signs there are of each blip.
    signs: BTreeMap<usize, usize>,
    shares: Shares,
    followed: usize,
}

impl<'h> State<'h> {
    fn new(history: &'h History, contents: &'h Contents, detectors: &'h Detectors) -> Self {
        Self {
            history,
            contents,
            detectors,
            manifests: HashMap::new(),
            linked: BTreeMap::new(),
            together: None,
            signs: BTreeMap::new(),
            shares: Shares::default(),
            followed: 0,
        }
    }

    fn apply(&mut self, change: &'h Change) {
        match change {
            Change::Manifest(at) => {
                if let Some(content) = &self.contents.read[*at] {
                    let path = self.history.states()[*at].path.as_str();
                    self.remove(path);
                    self.insert(path, content);
                }
            }
            Change::NoManifest(path) => self.remove(path),
            Change::Shown(blips, step) => self.count(blips, *step),
            Change::Spoken(language, Step::More) => self.shares.add(*language),
            Change::Spoken(language, Step::Less) => self.shares.take(*language),
        }
    }

    fn insert(&mut self, path: &'h str, content: &'h Content) {
        self.count(&content.blips, Step::More);
        self.manifests.insert(path, content);
        if !content.linked.is_empty() {
            self.linked.insert(path, content);
            self.together = None;
        }
    }

    fn remove(&mut self, path: &str) {
        if let Some(content) = self.manifests.remove(path) {
            self.count(&content.blips, Step::Less);
        }
        if self.linked.remove(path).is_some() {
            self.together = None;
        }
    }

    fn count(&mut self, blips: &[usize], step: Step) {
        for blip in blips {
            let signs = self.signs.entry(*blip).or_default();
            *signs = match step {
                Step::More => *signs + 1,
                Step::Less => signs.saturating_sub(1),
            };
        }
    }

    fn used(&mut self) -> Result<BTreeSet<usize>, HistoryError> {
        let together = match self.together.take() {
            Some(together) => together,
            None => self.together()?,
        };
        let alone = self.signs.iter().filter(|(_, signs)| **signs > 0).map(|(blip, _)| *blip);
        let languages = self.detectors.of_languages(&self.shares).map(|hit| hit.blip);
        let used = alone.chain(languages).chain(together.iter().copied()).collect();
        self.together = Some(together);
        Ok(used)
    }

    /// Returns what manifests that refer to each other show.
    fn together(&mut self) -> Result<BTreeSet<usize>, HistoryError> {
        self.followed += self.linked.values().map(|content| content.linked.len()).sum::<usize>();
        if self.followed > MAX_FOLLOWED {
            return Err(HistoryError::TooLong);
        }
        let manifest = |(path, content): (&&str, &&Content)| Manifest {
            path: (*path).to_owned(),
            dependencies: content.linked.clone(),
        };
        let mut manifests: Vec<Manifest> = self.linked.iter().map(manifest).collect();
        settle(&mut manifests);
        let dependencies = manifests.iter().flat_map(|manifest| &manifest.dependencies);
        let direct = dependencies.filter(|dependency| !dependency.indirect);
        Ok(direct.flat_map(|d| self.detectors.of_dependency(d)).map(|hit| hit.blip).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::radar::Radar;
    use crate::source::SourceSet;

    fn radar() -> Radar {
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'q'\n".to_owned();
        let blip = |detect: &str| {
            format!(
                "name = 'X{}'\nquadrant = 'q'\nring = 'adopt'\nadded = 2020-01-01\ndetect = ['{detect}']\n",
                detect.replace(':', "")
            )
        };
        let files = [
            ("radar/radar.toml".to_owned(), settings),
            ("radar/blips/a.toml".to_owned(), blip("npm:kafkajs")),
            ("radar/blips/b.toml".to_owned(), blip("file:**/topics.txt")),
            ("radar/blips/c.toml".to_owned(), blip("lang:go")),
            ("radar/blips/d.toml".to_owned(), blip("cargo:serde")),
        ];
        let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
        checked.radar.expect("a radar")
    }

    const USES: &str = r#"{"dependencies":{"kafkajs":"2"}}"#;

    /// A month, and files that are written, or removed where there is no text.
    type Commit<'t> = (&'t str, &'t [(&'t str, Option<&'t str>)]);

    /// Replays commits: a month, and files that are written, or removed where there is no text.
    fn replayed(commits: &[Commit], is_shallow: bool) -> Vec<String> {
        let radar = radar();
        let detectors = Detectors::of(&radar);
        let mut history = History::default();
        let mut texts: Vec<&str> = vec![""];
        let mut there: BTreeSet<&str> = BTreeSet::new();
        for (month, files) in commits {
            history.add(&detectors, format!("@{month}").as_bytes()).expect("as git prints it");
            for (path, text) in *files {
                texts.push(text.unwrap_or_default());
                let was = if there.contains(path) { "100644" } else { "000000" };
                let is = if text.is_some() { "100644" } else { "000000" };
                if text.is_some() {
                    there.insert(path)
                } else {
                    there.remove(path)
                };
                let (none, id) = ("0".repeat(40), format!("{:040x}", texts.len() - 1));
                let first = format!("\n:{was} {is} {none} {id} X");
                history.add(&detectors, first.as_bytes()).expect("as git prints it");
                history.add(&detectors, path.as_bytes()).expect("as git prints it");
            }
        }
        let mut contents = Contents::of(&history);
        for at in 0..history.states().len() {
            let id = usize::from_str_radix(&history.states()[at].id, 16).expect("a number");
            contents.add(&detectors, &history, at, texts[id].as_bytes());
        }
        let since =
            since(&history, &contents, &detectors, is_shallow, date(2026, 11, 22)).expect("short");
        let line = |(blip, month): (usize, Option<Month>)| {
            let month = month.map_or("unknown".to_owned(), |month| month.to_string());
            format!("{} {month}", radar.blips[blip].id)
        };
        since.into_iter().map(line).collect()
    }

    #[test]
    fn a_use_lasts_from_its_first_sign_until_the_last_is_gone() {
        let (a, b) = ("package.json", "web/package.json");
        for (commits, expected) in [
            (
                &[("2024-01", &[(a, Some("{}"))][..]), ("2024-02", &[(a, Some(USES))])][..],
                &["a 2024-02"][..],
            ),
            // Another sign before the first one goes.
            (
                &[
                    ("2024-01", &[(a, Some(USES))]),
                    ("2024-02", &[(b, Some(USES))]),
                    ("2024-03", &[(a, None)]),
                ],
                &["a 2024-01"],
            ),
            // Moved in one commit.
            (
                &[("2024-01", &[(a, Some(USES))]), ("2024-03", &[(a, None), (b, Some(USES))])],
                &["a 2024-01"],
            ),
            // Removed and brought back.
            (
                &[
                    ("2024-01", &[(a, Some(USES))]),
                    ("2024-03", &[(a, Some("{}"))]),
                    ("2025-01", &[(b, Some(USES))]),
                ],
                &["a 2025-01"],
            ),
            (&[("2024-01", &[(a, Some(USES))]), ("2024-03", &[(a, None)])], &[]),
            // What cannot be read counts as unchanged.
            (
                &[
                    ("2024-01", &[(a, Some(USES))]),
                    ("2024-03", &[(a, Some("{"))]),
                    ("2024-04", &[(a, Some(USES))]),
                ],
                &["a 2024-01"],
            ),
            (
                &[
                    ("2024-01", &[("x/topics.txt", Some(""))]),
                    ("2024-02", &[("x/topics.txt", Some("1"))]),
                ],
                &["b 2024-01"],
            ),
            (
                &[
                    ("2024-01", &[("x.go", Some("")), ("x.rs", Some(""))]),
                    ("2024-02", &[("x.go", None)]),
                ],
                &[],
            ),
            (&[("2026-12", &[(a, Some(USES))])], &["a unknown"]),
            (&[("nonsense", &[(a, Some(USES))])], &["a unknown"]),
        ] {
            assert_eq!(replayed(commits, false), expected, "{commits:?}");
        }
    }

    #[test]
    fn what_the_first_commit_of_a_shallow_clone_has_is_older() {
        let commits: &[Commit] = &[
            ("2024-01", &[("package.json", Some(USES))]),
            ("2024-02", &[("topics.txt", Some(""))]),
        ];
        assert_eq!(replayed(commits, true), ["a unknown", "b 2024-02"]);
        assert_eq!(replayed(commits, false), ["a 2024-01", "b 2024-02"]);
    }

    #[test]
    fn a_workspace_uses_what_a_member_refers_to() {
        let (root, member) = ("Cargo.toml", "a/Cargo.toml");
        let declares = Some("[workspace.dependencies]\nserde = '1'\n");
        let refers = Some("[dependencies]\nserde.workspace = true\n");
        let commits: &[Commit] =
            &[("2024-01", &[(root, declares)]), ("2024-02", &[(member, refers)])];
        assert_eq!(replayed(commits, false), ["d 2024-02"]);
        assert_eq!(replayed(&commits[..1], false), [""; 0]);
    }
}
