//! `radar nudge`: two commits of a code repository and a published `radar.json` -> a few sentences.
//!
//! It runs where no radar is, so it looks for none.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::git::{Blob, Limits, Repository};
use super::project::Session;
use super::{Outcome, terminal};
use crate::cli::{Nudge as Options, NudgeFormat};
use crate::disk;
use crate::line::visible;
use crate::manifest::{self, Manifest, settle};
use crate::nudge::{self, Commit, Published};
use crate::scan::tree::Tree;

/// A radar of ten thousand blips with long histories has a tenth of it.
const MAX_RADAR: u64 = 256 << 20;

/// What is read of the manifests of both commits.
const MANIFESTS: Limits = Limits { each: 4 << 20, total: 512 << 20 };

/// The largest repositories that people keep have a tenth of it.
const MAX_FILES: usize = 5_000_000;

/// How long git may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the last ring is called in `--deny`, whatever its id.
const LAST: &str = "hold";

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let radar = published(&options.radar)?;
    let denied = denied(&radar, options)?;
    if !radar.detects() {
        session.terminal.warn(&format!(
            "no blip of {} says with `detect` what it looks like in a repository",
            options.radar.display()
        ));
    }
    let repository = repository(session.common.start())?;
    let (before, after) = ends(&repository, options.base.as_deref())?;
    let (before, after, unread) = commits(&repository, &before, &after)?;
    for (path, reason) in unread {
        session.terminal.warn(&format!("{} was not compared: {reason}", visible(&path)));
    }
    let site = options.site.as_deref();
    let nudges = nudge::nudges(&radar, site, (&before, &after), &denied, session.today);
    terminal::print(&match options.format {
        NudgeFormat::Text => nudge::text(&nudges),
        NudgeFormat::Markdown => nudge::markdown(&nudges),
        NudgeFormat::Github => nudge::github(&nudges),
        NudgeFormat::Json => nudge::json(&nudges),
    })?;
    Ok(Outcome::denied_if(nudges.all.iter().any(|nudge| nudge.is_denied)))
}

fn published(path: &Path) -> Result<Published> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MAX_RADAR)
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        bytes
    } else {
        disk::read_up_to(MAX_RADAR, path)?
    };
    let radar = Published::read(&bytes);
    let name =
        if path == Path::new("-") { "standard input".into() } else { path.to_string_lossy() };
    radar.map_err(|reason| anyhow::anyhow!("{name} is not a radar.json: {reason}"))
}

/// Returns the ids of the rings that are denied.
fn denied(radar: &Published, options: &Options) -> Result<Vec<String>> {
    let ids: Vec<&str> = radar.rings().collect();
    let ring = |name: &str| match name {
        name if ids.contains(&name) || name == "retired" => Ok(name.to_owned()),
        LAST => ids.last().map(|id| (*id).to_owned()).context("the radar has no rings"),
        _ => bail!("the radar has no ring `{name}`; it has {}", ids.join(", ")),
    };
    options.denied().map(ring).collect()
}

/// Finds the repository that a folder is in.
fn repository(start: &Path) -> Result<Repository> {
    let start = disk::absolute(start)?;
    let is_root = |folder: &&Path| disk::has(&folder.join(".git")).unwrap_or(false);
    let root = start.ancestors().find(is_root).unwrap_or(&start);
    Repository::open(root, PATIENCE)
        .with_context(|| format!("cannot read the repository {}", root.display()))
}

/// Returns where the change begins, the last commit that it shares with its base, and where it ends.
fn ends(repository: &Repository, base: Option<&str>) -> Result<(String, String)> {
    let head = repository.head()?;
    let after = head.commit.context("the repository has no commits yet")?;
    let (name, base) = match base {
        Some(name) => (name.to_owned(), commit(repository, name)?),
        None => default_base(repository)?,
    };
    let way_out = if head.is_shallow {
        "; this is a shallow clone: fetch the rest with git fetch --unshallow, or check it out with \
         fetch-depth: 0 in a GitHub workflow"
    } else {
        ""
    };
    let Some(base) = base else {
        bail!("the repository has no commit `{name}`{way_out}");
    };
    let shared = repository.answer(&["merge-base", &base, &after])?;
    match shared {
        Some(before) => Ok((before, after)),
        None => bail!("`{name}` and HEAD share no commit here{way_out}"),
    }
}

/// Returns the id of a commit; `None` if the repository has none of this name.
fn commit(repository: &Repository, name: &str) -> Result<Option<String>> {
    if name.starts_with('-') {
        bail!("`{name}` is no name of a commit");
    }
    if name.contains("..") {
        bail!("`{name}` is a range; name the one commit to compare HEAD with");
    }
    repository.answer(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])
}

/// Returns the default branch of origin, under the names that it usually has.
fn default_base(repository: &Repository) -> Result<(String, Option<String>)> {
    for name in ["origin/HEAD", "origin/main", "origin/master"] {
        if let Some(id) = commit(repository, name)? {
            return Ok((name.to_owned(), Some(id)));
        }
    }
    bail!("there is no default branch of origin; name what to compare with: --base main")
}

type Unread = BTreeMap<String, String>;

/// Reads two commits. A manifest that cannot be read in one of them is left out of both: else all that it lists would
/// seem to be added or removed.
fn commits(repository: &Repository, before: &str, after: &str) -> Result<(Commit, Commit, Unread)> {
    let (before, after) = (tree(repository, before)?, tree(repository, after)?);
    let (old, new) = (before.manifests(), after.manifests());
    if old == new && before.paths().eq(after.paths()) {
        return Ok(<_>::default());
    }
    let ids: BTreeSet<&str> = old.iter().chain(&new).map(|(_, id)| *id).collect();
    let contents = contents(repository, &ids.into_iter().collect::<Vec<_>>())?;
    let mut unread = Unread::new();
    let mut read = |manifests: &[(&str, &str)]| {
        let mut found = Vec::new();
        for (path, id) in manifests {
            let bytes =
                contents.get(id).cloned().unwrap_or_else(|| Err("it is missing".to_owned()));
            let dependencies = bytes.and_then(|bytes| {
                manifest::dependencies(path, &bytes).map_err(|fault| fault.to_string())
            });
            match dependencies {
                Ok(dependencies) => found.push(Manifest { path: (*path).to_owned(), dependencies }),
                Err(reason) => {
                    unread.insert((*path).to_owned(), reason);
                }
            }
        }
        found
    };
    let (before_read, after_read) = (read(&old), read(&new));
    let commit = |tree: &Tree, mut manifests: Vec<Manifest>| {
        manifests.retain(|manifest| !unread.contains_key(&manifest.path));
        settle(&mut manifests);
        Commit { manifests, paths: tree.paths().map(str::to_owned).collect() }
    };
    let (before, after) = (commit(&before, before_read), commit(&after, after_read));
    // What is broken in the same way in both is not of this change.
    let ids: HashMap<&str, &str> = old.into_iter().collect();
    for (path, _) in new.iter().filter(|(path, id)| ids.get(path) == Some(id)) {
        unread.remove(*path);
    }
    Ok((before, after, unread))
}

type Contents<'t> = HashMap<&'t str, Result<Vec<u8>, String>>;

/// Returns the contents of blobs by their ids, or why they were not read.
fn contents<'t>(repository: &Repository, ids: &[&'t str]) -> Result<Contents<'t>> {
    let (mut contents, mut missing) = (Contents::new(), 0);
    repository.blobs(ids, MANIFESTS, |at, blob| {
        let content = match blob {
            Blob::Bytes(bytes) => Ok(bytes),
            Blob::TooLarge(length) => Err(format!("it has {length} bytes")),
            Blob::NotRead => Err("the other manifests are too large".to_owned()),
            Blob::Missing => {
                missing += 1;
                return;
            }
        };
        contents.insert(ids[at], content);
    })?;
    if missing > 0 {
        bail!(
            "the contents of {missing} manifests are missing; clone without --filter, or let git check out \
             both commits"
        );
    }
    Ok(contents)
}

fn tree(repository: &Repository, commit: &str) -> Result<Tree> {
    let mut tree = Tree::default();
    repository.records(&["ls-tree", "-r", "-z", "--full-tree", commit], |record| {
        tree.add(record)?;
        if tree.len() > MAX_FILES {
            bail!("it lists more than {MAX_FILES} files");
        }
        Ok(())
    })?;
    Ok(tree)
}
