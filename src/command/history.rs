//! git -> the history of a radar's content, for [`crate::audit`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use rayon::prelude::*;

use super::git::{blobs, fed, git};
use crate::audit::judge::Judged;
use crate::audit::mailmap::{self, Mapping};
use crate::audit::version::{FileKind, Version};
use crate::audit::walk::{Subject, Versions, Walk};
use crate::audit::{Audit, Commit, CommitIndex, Commits, log};
use crate::disk;
use crate::radar::Radar;
use crate::source::{CONTENT, SourceSet};

/// How often the content may have moved to another folder.
const MAX_MOVES: usize = 20;

/// What git knows of the content up to the commit that is checked out.
pub(super) struct History {
    /// The folder of the content.
    folder: PathBuf,
    /// The way to it from the root of the repository: empty, or with a slash at its end.
    pub(super) prefix: String,
    /// The commit that is checked out; none before the first one.
    pub(super) head: Option<String>,
    /// Whether earlier commits are missing.
    pub(super) is_shallow: bool,
    /// Whether files of earlier commits are missing.
    pub(super) is_partial: bool,
    commits: Commits,
    walk: Walk,
    mailmap: Vec<Mapping>,
}

impl History {
    /// Reads the history of the content in a folder.
    ///
    /// # Errors
    ///
    /// If there is no git, or no repository.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let folder = folder.to_owned();
        let cannot = || format!("cannot read the history of {}", folder.display());
        let prefix = git(&folder, &["rev-parse", "--show-prefix"]).with_context(cannot)?;
        let prefix = prefix.trim_end_matches(['\r', '\n']).to_owned();
        let head = head(&folder);
        let mut history = Self {
            folder,
            prefix,
            head,
            is_shallow: false,
            is_partial: false,
            commits: Commits::default(),
            walk: Walk::default(),
            mailmap: Vec::new(),
        };
        if history.head.is_some() {
            history.walk().with_context(|| {
                format!("cannot read the history of {}", history.folder.display())
            })?;
        }
        Ok(history)
    }

    fn walk(&mut self) -> Result<()> {
        let shallow = self.shallow()?;
        self.is_shallow = !shallow.is_empty();
        let mut roots = vec![self.prefix.clone()];
        self.commits = self.commits_of(&roots, &shallow)?;
        for _ in 0..MAX_MOVES {
            let more = self.earlier_roots(&roots)?;
            if more.is_empty() {
                break;
            }
            roots.extend(more);
            self.commits = self.commits_of(&roots, &shallow)?;
        }
        self.map_trailers()?;
        let (versions, is_partial) = self.versions(&roots)?;
        self.is_partial = is_partial;
        self.mailmap = self.mailmap()?;
        self.walk = Walk::new(&self.commits, &versions, &roots);
        Ok(())
    }

    /// Returns the commits whose parents are missing.
    fn shallow(&self) -> Result<BTreeSet<String>> {
        if git(&self.folder, &["rev-parse", "--is-shallow-repository"])?.trim() != "true" {
            return Ok(BTreeSet::new());
        }
        let file = git(&self.folder, &["rev-parse", "--git-path", "shallow"])?;
        // Below the folder in which git was run, or absolute.
        let file = disk::read(&self.folder.join(file.trim_end_matches(['\r', '\n'])))?;
        Ok(String::from_utf8_lossy(&file).lines().map(str::to_owned).collect())
    }

    fn commits_of(&self, roots: &[String], shallow: &BTreeSet<String>) -> Result<Commits> {
        let files = ["people.toml", "radar.toml", "blips"];
        let paths: Vec<String> = roots
            .iter()
            .flat_map(|root| files.map(|file| format!(":(top,literal){root}{file}")))
            .collect();
        let paths = paths.iter().map(String::as_str).chain([":(top,literal).mailmap"]);
        let safely = ["log", "--no-show-signature", "--no-ext-diff", "--no-textconv"];
        let arguments: Vec<&str> =
            safely.into_iter().chain(log::OPTIONS).chain(["HEAD", "--"]).chain(paths).collect();
        Ok(log::commits(&git(&self.folder, &arguments)?, shallow))
    }

    /// Returns the folders that the content was moved from, by the commits that added its radar.toml.
    fn earlier_roots(&self, roots: &[String]) -> Result<BTreeSet<String>> {
        let mut earlier = BTreeSet::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for commit in &self.commits.0 {
            for root in roots {
                let file = format!("{root}radar.toml");
                let Some(change) = commit.changes.iter().find(|change| change.path == file) else {
                    continue;
                };
                let is_new = known.insert(root);
                if !is_new || change.blob.is_none() || commit.is_boundary {
                    continue;
                }
                let gone = git(
                    &self.folder,
                    &[
                        "diff-tree",
                        "--no-ext-diff",
                        "-r",
                        "-m",
                        "--root",
                        "--no-renames",
                        "--diff-filter=D",
                        "--no-commit-id",
                        "--name-only",
                        "-z",
                        &commit.id,
                        "--",
                        ":(top,glob)**/radar.toml",
                    ],
                )?;
                let gone = gone.split('\0').filter_map(|path| path.strip_suffix("radar.toml"));
                let gone = gone.filter(|root| !roots.iter().any(|known| known == root));
                earlier
                    .extend(gone.filter(|r| r.is_empty() || r.ends_with('/')).map(str::to_owned));
            }
        }
        Ok(earlier)
    }

    /// Maps the addresses of trailers, as `.mailmap` has them; git has mapped those of authors.
    fn map_trailers(&mut self) -> Result<()> {
        let others: BTreeSet<&String> = self.commits.0.iter().flat_map(|c| &c.others).collect();
        let is_plain = |address: &&&String| !address.contains(['<', '>', '\n', '\r']);
        let others: Vec<&String> = others.iter().filter(is_plain).copied().collect();
        if others.is_empty() {
            return Ok(());
        }
        let contacts: Vec<String> = others.iter().map(|address| format!("<{address}>")).collect();
        let input = contacts.join("\n") + "\n";
        let mapped = fed(&self.folder, &["check-mailmap", "--stdin"], &input)?;
        let mapped = String::from_utf8_lossy(&mapped);
        let mapped = mapped.lines().map(|line| {
            let address = line.rsplit_once('<').map_or(line, |(_, address)| address);
            address.trim_end_matches('>').to_owned()
        });
        let mapped: HashMap<String, String> =
            others.into_iter().cloned().zip(mapped.collect::<Vec<_>>()).collect();
        for other in self.commits.0.iter_mut().flat_map(|commit| &mut commit.others) {
            if let Some(mapped) = mapped.get(other) {
                other.clone_from(mapped);
            }
        }
        Ok(())
    }

    /// Returns whose commits `.mailmap` gives to whom, as it is in the work tree, where git reads it.
    fn mailmap(&self) -> Result<Vec<Mapping>> {
        let up = git(&self.folder, &["rev-parse", "--show-cdup"])?;
        let file = self.folder.join(up.trim_end_matches(['\r', '\n'])).join(mailmap::FILE);
        let Ok(work_tree) = disk::read(&file) else { return Ok(Vec::new()) };
        let changes = self.commits.0.iter().flat_map(|commit| &commit.changes);
        let changes = changes.filter(|change| change.path == mailmap::FILE);
        let ids: BTreeSet<&str> = changes.filter_map(|change| change.blob.as_deref()).collect();
        let mut texts = HashMap::new();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        blobs(&self.folder, &ids, |found| {
            texts.extend(found.into_iter().map(|(id, bytes)| (id, text(&bytes))));
        })?;
        Ok(mailmap::mappings(&self.commits, &texts, &text(&work_tree)))
    }

    /// Reads every version of every file. Returns whether some are missing.
    fn versions(&self, roots: &[String]) -> Result<(Versions, bool)> {
        let changes = self.commits.0.iter().flat_map(|commit| &commit.changes);
        let mut wanted: BTreeMap<&str, BTreeSet<FileKind>> = BTreeMap::new();
        for change in changes {
            if let (Some(blob), Some(subject)) = (&change.blob, Subject::of(&change.path, roots)) {
                wanted.entry(blob).or_default().insert(subject.kind);
            }
        }
        let mut versions = Versions::new();
        let mut count = 0;
        blobs(&self.folder, &wanted.keys().copied().collect(), |contents| {
            count += contents.len();
            let read = contents.par_iter().flat_map_iter(|(id, bytes)| {
                let kinds = wanted.get(id.as_str()).into_iter().flatten();
                kinds.map(|kind| ((*kind, id.clone()), Arc::new(Version::read(*kind, bytes))))
            });
            versions.extend(read.collect::<Vec<_>>());
        })?;
        Ok((versions, count < wanted.len()))
    }

    /// Returns the commits that `since` does not have.
    ///
    /// # Errors
    ///
    /// If there is no such commit.
    pub(super) fn since(&self, since: &str) -> Result<Since> {
        let name = format!("{since}^{{commit}}");
        let id =
            git(&self.folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
        let Ok(id) = id else {
            let help = if self.is_shallow {
                "; this clone is shallow: fetch the rest with git fetch --unshallow, or in CI with fetch-depth: 0"
            } else {
                "; git fetch brings what others have"
            };
            bail!("there is no commit `{since}`{help}");
        };
        let id = id.trim().to_owned();
        let Some(head) = &self.head else { bail!("there is no commit yet") };
        let old = format!("^{id}");
        let new = git(&self.folder, &["rev-list", head, &old])?;
        let ids: BTreeSet<&str> = new.lines().collect();
        let new = (0u32..).map(CommitIndex).zip(&self.commits.0);
        let new = new.filter(|(_, commit)| ids.contains(&*commit.id)).map(|(at, _)| at);
        Ok(Since { name: since.to_owned(), id, new: new.collect() })
    }

    /// Judges a radar that was made of `sources`.
    pub(super) fn audit<'r>(
        &self,
        radar: &'r Radar,
        sources: &SourceSet,
        since: Option<&Since>,
        today: Date,
    ) -> Audit<'r> {
        let work_tree = CommitIndex(self.commits.0.len() as u32);
        let mut commits = self.commits.clone();
        commits.0.push(Commit {
            id: String::new(),
            parents: Vec::new(),
            author: None,
            others: Vec::new(),
            written: Vec::new(),
            day: today,
            is_boundary: false,
            changes: Vec::new(),
        });
        let roots = [self.prefix.clone()];
        let files = sources.below(&format!("{CONTENT}/")).filter_map(|(_, file)| {
            let path = format!("{}{}", self.prefix, &file.path[CONTENT.len() + 1..]);
            let kind = Subject::of(&path, &roots)?.kind;
            Some((path, Version::read(kind, &file.bytes)))
        });
        let (trails, crew) = self.walk.with_work_tree(work_tree, &self.prefix, files.collect());
        let new = since.map(|since| {
            let mut new = since.new.clone();
            new.insert(work_tree);
            new
        });
        let (trails, crew, mailmap) = (&trails, &crew, &self.mailmap[..]);
        let history = Judged { commits: &commits, trails, crew, mailmap, new: new.as_ref() };
        history.audit(radar)
    }
}

/// Who entered what, for pages: the history is read again only after another commit.
pub(super) struct Entries {
    folder: PathBuf,
    today: Date,
    history: Option<History>,
    /// What was said already.
    said: Option<String>,
}

impl Entries {
    pub(super) fn new(folder: PathBuf, today: Date) -> Self {
        Self { folder, today, history: None, said: None }
    }

    /// Tells a radar with `audit = true` who entered what others signed. Returns what of it cannot be told, once.
    pub(super) fn tell(&mut self, radar: &mut Radar, sources: &SourceSet) -> Option<String> {
        if !radar.audit {
            return None;
        }
        let is_known =
            self.history.as_ref().is_some_and(|history| history.head == head(&self.folder));
        if !is_known {
            self.history = match History::read(&self.folder) {
                Ok(history) => Some(history),
                Err(error) => {
                    let why =
                        format!("audit = true, but pages cannot say who entered what: {error:#}");
                    return self.once(why);
                }
            };
        }
        let history = self.history.as_ref()?;
        let entered = history.audit(radar, sources, None, self.today).entered(sources);
        radar.entered = entered;
        let is_cut = history.is_shallow || history.is_partial;
        let why = "audit = true, but the clone is shallow or partial, so pages cannot say who entered what is older";
        if is_cut { self.once(why.to_owned()) } else { None }
    }

    fn once(&mut self, why: String) -> Option<String> {
        let is_new = self.said.as_ref() != Some(&why);
        self.said = Some(why.clone());
        is_new.then_some(why)
    }
}

/// The commits since another.
pub(super) struct Since {
    /// As it was asked for.
    pub(super) name: String,
    pub(super) id: String,
    new: BTreeSet<CommitIndex>,
}

/// Returns the commit that is checked out, if there is one.
fn head(folder: &Path) -> Option<String> {
    let head = git(folder, &["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
    head.ok().map(|head| head.trim().to_owned()).filter(|head| !head.is_empty())
}
