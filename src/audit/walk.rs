//! Commits and the versions of their files -> the trails and crews at the last of them, and in the work tree.
//!
//! Every commit gets the state of its parents and the files that differ. So whatever moves an entry without changing
//! it, such as a rename, a new layout, a rebase or a merge, brings nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::crew::{self, Crew};
use super::moves::{Moves, Moving};
use super::renames::Renames;
use super::trail::{Found, Record, Step, Trail};
use super::version::{Entry, FileKind, Version};
use super::{CommitIndex, Commits};

/// What a file is about: a blip by its id, the people or the rings of the radar in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subject {
    /// The folder of the content: empty, or with a slash at its end.
    pub(crate) root: String,
    pub(crate) kind: FileKind,
    /// The id of a blip; empty for the other kinds.
    pub(crate) id: String,
}

impl Subject {
    /// Returns what a file is about, given the folders of content; none if nothing in it is signed.
    pub(crate) fn of(path: &str, roots: &[String]) -> Option<Self> {
        let longest =
            roots.iter().filter(|root| path.starts_with(*root)).max_by_key(|r| r.len())?;
        let root = longest.clone();
        let below = &path[root.len()..];
        let (kind, id) = match below {
            "people.toml" => (FileKind::People, ""),
            "radar.toml" => (FileKind::Settings, ""),
            _ => {
                let name = below.strip_prefix("blips/")?.rsplit('/').next()?;
                (FileKind::Blip, name.strip_suffix(".toml")?)
            }
        };
        Some(Self { root, kind, id: id.to_owned() })
    }
}

/// The versions of files, by the kind of the file and the name of the blob.
pub(crate) type Versions = HashMap<(FileKind, String), Arc<Version>>;

/// The files at a commit, and what is known of what they have. Places in the lists are those of [`Names`].
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// By path.
    files: Vec<Option<Arc<Version>>>,
    /// By subject.
    trails: Vec<Option<Arc<Trail>>>,
    /// By subject.
    crews: Vec<Option<Arc<Crew>>>,
}

/// Every path and subject of a history, with a number each.
#[derive(Clone, Debug, Default)]
struct Names {
    roots: Vec<String>,
    paths: HashMap<String, usize>,
    subjects: Vec<Subject>,
    known: HashMap<Subject, usize>,
    /// The paths of each subject.
    files: Vec<Vec<usize>>,
}

/// A history that was walked to its last commit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk {
    names: Names,
    tip: State,
}

/// What the parents of a commit have of a subject.
#[derive(Default)]
struct Before {
    trails: Vec<Arc<Trail>>,
    crews: Vec<Arc<Crew>>,
    had_file: bool,
}

impl Walk {
    /// Walks from the first commit to the last. `roots` are the folders of the content, now and before it moved.
    pub(crate) fn new(commits: &Commits, versions: &Versions, roots: &[String]) -> Self {
        let mut walk = Self {
            names: Names { roots: roots.to_vec(), ..Names::default() },
            tip: State::default(),
        };
        let mut children = vec![0usize; commits.0.len()];
        for parent in commits.0.iter().flat_map(|commit| &commit.parents) {
            children[parent.index()] += 1;
        }
        // A state is kept until the last child has it.
        let mut states: Vec<Option<State>> = vec![None; commits.0.len()];
        let unreadable = Arc::new(Version::Unreadable);
        for (at, commit) in commits.0.iter().enumerate() {
            let parents = commit.parents.iter().filter_map(|parent| {
                children[parent.index()] -= 1;
                let state = &mut states[parent.index()];
                if children[parent.index()] == 0 { state.take() } else { state.clone() }
            });
            let parents: Vec<State> = parents.collect();
            let changes = commit.changes.iter().filter_map(|change| {
                let kind = Subject::of(&change.path, roots)?.kind;
                let version = change.blob.as_ref().map(|blob| {
                    let known = versions.get(&(kind, blob.clone()));
                    Arc::clone(known.unwrap_or(&unreadable))
                });
                Some((change.path.clone(), version))
            });
            let changes: Vec<_> = changes.collect();
            let state = walk.names.advance(CommitIndex(at as u32), parents, changes);
            states[at] = Some(state);
        }
        walk.tip = states.pop().flatten().unwrap_or_default();
        walk
    }

    /// Returns the trails and the crew of a radar when its files are as they are in the work tree, which is a commit
    /// that nobody has made yet.
    pub(crate) fn with_work_tree(
        &self,
        commit: CommitIndex,
        root: &str,
        files: Vec<(String, Version)>,
    ) -> (BTreeMap<String, Arc<Trail>>, Arc<Crew>) {
        let mut names = self.names.clone();
        if !names.roots.iter().any(|known| known == root) {
            names.roots.push(root.to_owned());
        }
        let mut changes: BTreeMap<String, Option<Arc<Version>>> = BTreeMap::new();
        for (path, at) in &names.paths {
            let is_there = self.tip.files.get(*at).is_some_and(Option::is_some);
            if is_there && path.starts_with(root) {
                changes.insert(path.clone(), None);
            }
        }
        changes.extend(files.into_iter().map(|(path, version)| (path, Some(Arc::new(version)))));
        let changes = changes.into_iter().collect();
        let state = names.advance(commit, vec![self.tip.clone()], changes);
        let mut trails = BTreeMap::new();
        let mut crew = Arc::default();
        for (at, subject) in names.subjects.iter().enumerate().filter(|(_, s)| s.root == root) {
            if let Some(trail) = state.trails.get(at).and_then(Clone::clone) {
                trails.insert(subject.id.clone(), trail);
            }
            if let Some(found) = state.crews.get(at).and_then(Clone::clone) {
                crew = found;
            }
        }
        (trails, crew)
    }
}

impl Names {
    /// Returns the number of a path, and that of its subject; none if nothing in it is signed.
    fn number(&mut self, path: &str) -> Option<(usize, usize)> {
        let subject = Subject::of(path, &self.roots)?;
        let next = self.subjects.len();
        let subject_at = *self.known.entry(subject.clone()).or_insert(next);
        if subject_at == next {
            self.subjects.push(subject);
            self.files.push(Vec::new());
        }
        let next = self.paths.len();
        let at = *self.paths.entry(path.to_owned()).or_insert(next);
        if at == next {
            self.files[subject_at].push(at);
        }
        Some((at, subject_at))
    }

    fn advance(
        &mut self,
        commit: CommitIndex,
        mut parents: Vec<State>,
        changes: Vec<(String, Option<Arc<Version>>)>,
    ) -> State {
        let mut affected: BTreeSet<usize> = self.differing(&parents);
        let mut new_files = Vec::new();
        for (path, version) in changes {
            let Some((at, subject)) = self.number(&path) else { continue };
            affected.insert(subject);
            new_files.push((at, version));
        }
        let before: BTreeMap<usize, Before> =
            affected.iter().map(|at| (*at, self.before(*at, &parents))).collect();
        let rings_before: BTreeMap<usize, Option<Arc<Version>>> = affected
            .iter()
            .filter(|at| self.subjects[**at].kind == FileKind::Settings)
            .map(|at| (*at, parents.first().and_then(|state| self.version(*at, state))))
            .collect();
        let mut state = if parents.is_empty() { State::default() } else { parents.swap_remove(0) };
        drop(parents);
        state.files.resize(self.paths.len(), None);
        state.trails.resize(self.subjects.len(), None);
        state.crews.resize(self.subjects.len(), None);
        for (at, version) in new_files {
            state.files[at] = version;
        }
        let mut renames = Renames::default();
        for (at, old) in &rings_before {
            let new = self.version(*at, &state);
            if let (Some(Version::Rings(old)), Some(Version::Rings(new))) =
                (old.as_deref(), new.as_deref())
            {
                renames.add_rings(old, new);
            }
        }
        self.step_crews(commit, &before, &mut state, &mut renames);
        self.step_trails(commit, &before, &mut state, &renames);
        state
    }

    /// Returns the subjects that differ between the parents of a merge.
    fn differing(&self, parents: &[State]) -> BTreeSet<usize> {
        let Some((first, others)) = parents.split_first() else { return BTreeSet::new() };
        let trail = |state: &State, at: usize| {
            state.trails.get(at).and_then(|trail| trail.as_ref().map(Arc::as_ptr))
        };
        let crew = |state: &State, at: usize| {
            state.crews.get(at).and_then(|crew| crew.as_ref().map(Arc::as_ptr))
        };
        let differs = |at: &usize| {
            others.iter().any(|other| {
                trail(first, *at) != trail(other, *at) || crew(first, *at) != crew(other, *at)
            })
        };
        (0..self.subjects.len()).filter(differs).collect()
    }

    fn before(&self, at: usize, parents: &[State]) -> Before {
        let trails = parents.iter().filter_map(|state| state.trails.get(at)?.clone());
        let crews = parents.iter().filter_map(|state| state.crews.get(at)?.clone());
        let has_file = |state: &State| self.version(at, state).is_some();
        Before {
            trails: trails.collect(),
            crews: crews.collect(),
            had_file: parents.iter().any(has_file),
        }
    }

    /// Returns the version of a subject's first file.
    fn version(&self, subject: usize, state: &State) -> Option<Arc<Version>> {
        let mut files = self.files[subject].iter();
        files.find_map(|path| state.files.get(*path)?.clone())
    }

    fn step_crews(
        &self,
        commit: CommitIndex,
        before: &BTreeMap<usize, Before>,
        state: &mut State,
        renames: &mut Renames,
    ) {
        let of_people =
            || before.iter().filter(|(at, _)| self.subjects[**at].kind == FileKind::People);
        let is_gone = |at: usize, state: &State| self.version(at, state).is_none();
        for (at, here) in of_people() {
            let Some(version) = self.version(*at, state) else {
                state.crews[*at] = None;
                continue;
            };
            let mut parents: Vec<&Crew> = here.crews.iter().map(|crew| &**crew).collect();
            if !here.had_file {
                // The folder of the content moved.
                let gone = of_people().filter(|(other, _)| is_gone(**other, state));
                parents.extend(gone.flat_map(|(_, gone)| gone.crews.iter().map(|crew| &**crew)));
            }
            let people = match &*version {
                Version::People(people) => Some(&people[..]),
                _ => None,
            };
            let earlier = people.map(|people| crew::renamed(&parents, people)).unwrap_or_default();
            renames.people.extend(earlier.into_iter().map(|(new, old)| (old, new)));
            state.crews[*at] = Some(Arc::new(Crew::step(commit, &parents, people)));
        }
    }

    fn step_trails(
        &self,
        commit: CommitIndex,
        before: &BTreeMap<usize, Before>,
        state: &mut State,
        renames: &Renames,
    ) {
        let blips: Vec<Moving> = before
            .iter()
            .filter(|(at, _)| self.subjects[**at].kind == FileKind::Blip)
            .map(|(at, before)| Moving {
                at: *at,
                id: &self.subjects[*at].id,
                trails: before.trails.iter().map(|trail| renamed(trail, renames)).collect(),
                had_file: before.had_file,
                found: self.found(*at, state),
            })
            .collect();
        let moves = Moves::new(&blips);
        for (n, blip) in blips.iter().enumerate() {
            let from = moves.to(n, &blips);
            let mut parents: Vec<&Trail> = blip.trails.iter().map(|trail| &**trail).collect();
            parents.extend(&from);
            let moved_away = |entry: &Entry| moves.is_from(n, entry);
            let step = Step { commit, parents, moved_away: &moved_away };
            let nothing = Found::Entries(Vec::new());
            let trail = step.trail(blip.found.as_ref().unwrap_or(&nothing));
            state.trails[blip.at] = Some(Arc::new(trail));
        }
    }

    /// Returns what the files of a blip have: one file, or several while somebody copies it. None without a file.
    fn found(&self, subject: usize, state: &State) -> Option<Found> {
        let files = self.files[subject].iter().filter_map(|path| state.files[*path].as_deref());
        let mut found: Option<Vec<Arc<Entry>>> = None;
        for version in files {
            let Version::Blip(entries) = version else { return Some(Found::Unreadable) };
            let known = found.get_or_insert_default();
            let is_first = known.is_empty();
            for entry in entries {
                if is_first || !known.iter().any(|other| other.is_same(entry)) {
                    known.push(Arc::clone(entry));
                }
            }
        }
        found.map(Found::Entries)
    }
}

fn renamed(trail: &Arc<Trail>, renames: &Renames) -> Arc<Trail> {
    if renames.is_empty() {
        return Arc::clone(trail);
    }
    let mut trail = Trail::clone(trail);
    let rename = |record: &Record| record.renamed(&|id| renames.person(id), &|id| renames.ring(id));
    trail.live = trail.live.iter().map(rename).collect();
    Arc::new(trail)
}
