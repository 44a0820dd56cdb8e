//! The radar of a commit, read from the objects of the repository: nothing is checked out.

mod tree;

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};

use super::commit::Place;
use super::git::{Repository, git};
use crate::diagnostic::nearest;
use crate::disk;
use crate::export::compare::Base;
use crate::source::{CONTENT, SourceSet};

/// A commit, and the files of the radar in it.
pub(super) struct Commit {
    pub(super) base: Base,
    /// None if it has no radar.
    pub(super) sources: Option<SourceSet>,
}

/// Reads the radar of a commit: of the folder that `root` is in the repository, or where it was moved from.
///
/// If the named commit and this branch went separate ways, the commit is where they parted: what others did since
/// then would look undone.
///
/// # Errors
///
/// If there is no repository or no such commit, or its files cannot be read.
pub(super) fn read(root: &Path, name: &str) -> Result<Commit> {
    let place = place(root).with_context(|| format!("cannot compare with `{name}`"))?;
    let named = commit(root, name)?;
    let commit = parting(root, &named);
    let repository = Repository::open(Path::new(&place.top), tree::PATIENCE)
        .with_context(|| format!("cannot read the repository {}", place.top))?;
    let tree = tree::Tree::new(&repository, &commit);
    let read = |folder: &str| {
        let files = tree.files(&format!("{folder}{CONTENT}"));
        files.with_context(|| format!("cannot read the radar of {name}"))
    };
    let mut sources = read(&place.prefix)?;
    let mut moved_from = None;
    if !has_radar(&sources)
        && let Some(folder) = earlier_folder(&tree, &place)?
    {
        sources = read(&folder)?;
        moved_from = Some(if folder.is_empty() { "the root".to_owned() } else { folder });
    }
    let sources = Some(sources).filter(has_radar);
    let is_fork = commit != named;
    Ok(Commit { base: Base { name: name.to_owned(), commit, is_fork, moved_from }, sources })
}

fn has_radar(sources: &SourceSet) -> bool {
    sources.find(&format!("{CONTENT}/radar.toml")).is_some()
}

/// Returns where the radar is in its repository.
fn place(root: &Path) -> Result<Place> {
    // What is wrong, git says.
    git(root, &["rev-parse", "--show-toplevel"])?;
    Place::of(root).context("the repository has no work tree")
}

/// Returns the hash of the commit with a name.
fn commit(root: &Path, name: &str) -> Result<String> {
    let question = format!("{name}^{{commit}}");
    let ask = ["rev-parse", "--verify", "--quiet", "--end-of-options", &question];
    // git takes an empty name for HEAD.
    let found = git(root, &ask).ok().filter(|_| !name.trim().is_empty());
    // Without an object, `--verify` believes a full hash.
    let is_there =
        |hash: &String| git(root, &["cat-file", "-e", &format!("{hash}^{{commit}}")]).is_ok();
    let found = found.map(|hash| hash.trim().to_owned()).filter(is_there);
    found.ok_or_else(|| unknown(root, name))
}

/// Returns the error for a commit that is not there.
fn unknown(root: &Path, name: &str) -> anyhow::Error {
    if git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_err() {
        return anyhow!("there is no commit `{name}`: the repository has no commits yet");
    }
    if is_shallow(root) {
        return anyhow!(
            "there is no commit `{name}` in this clone, which is shallow; fetch it, as with \
             `git fetch --depth=1 origin BRANCH`, or clone with more history (in GitHub's checkout: \
             `fetch-depth: 0`)"
        );
    }
    let names = git(root, &["for-each-ref", "--count=1000", "--format=%(refname:short)"]);
    let names = names.unwrap_or_default();
    let names: Vec<&str> = names.lines().collect();
    match nearest(name, &names) {
        Some(near) => anyhow!("there is no commit `{name}`; did you mean `{near}`?"),
        None if names.iter().any(|known| *known == format!("origin/{name}")) => {
            anyhow!("there is no commit `{name}`; did you mean `origin/{name}`?")
        }
        None => anyhow!("there is no commit `{name}`; name a branch, a tag or a commit"),
    }
}

fn is_shallow(root: &Path) -> bool {
    git(root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|is| is.trim() == "true")
}

/// Returns the commit where HEAD left a named one; the named one itself if one contains the other, or nobody knows.
fn parting(root: &Path, named: &str) -> String {
    let hash = |arguments: &[&str]| git(root, arguments).map(|hash| hash.trim().to_owned());
    let head = hash(&["rev-parse", "--verify", "--quiet", "HEAD"]);
    let parting = hash(&["merge-base", "HEAD", named]);
    match (head, parting) {
        (Ok(head), Ok(parting)) if parting != head && !parting.is_empty() => parting,
        _ => named.to_owned(),
    }
}

/// Returns the folder, with a slash at its end, of the only radar in a commit that is no longer where it was.
fn earlier_folder(tree: &tree::Tree, place: &Place) -> Result<Option<String>> {
    let settings = format!("{CONTENT}/radar.toml");
    let mut folders = Vec::new();
    for path in tree.paths_ending(&settings)? {
        if !disk::has(&Path::new(&place.top).join(&path)).unwrap_or(true) {
            folders.push(path[..path.len() - settings.len()].to_owned());
        }
    }
    Ok(if folders.len() == 1 { folders.pop() } else { None })
}
