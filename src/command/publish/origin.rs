//! The commit that a site is made from, and which content is not in it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::command::commit::{init, program};
use crate::command::git::git;
use crate::disk;
use crate::source::{CONTENT, THEMES, is_passed_over};

/// Where the content of a site comes from.
pub(super) struct Origin {
    /// The commit that is checked out.
    pub(super) commit: String,
    /// The folder of the radar below the root of the repository: empty, or with a slash at its end.
    pub(super) prefix: String,
    /// The branch that is checked out, if one is.
    pub(super) branch: Option<String>,
}

impl Origin {
    /// Finds the commit that is checked out in the repository of a folder.
    ///
    /// # Errors
    ///
    /// If there is no repository, or no commit.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let line = |arguments: &[&str]| {
            git(folder, arguments).map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
        };
        let prefix = line(&["rev-parse", "--show-prefix"]).map_err(|why| {
            let way_out = if why.to_string().starts_with("not a git repository") {
                format!("; `{}` makes the folder one", init(folder))
            } else {
                String::new()
            };
            anyhow!("a radar is published from a git repository: {why}{way_out}")
        })?;
        let commit = line(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
        let Ok(commit) = commit else {
            let git = program(folder);
            bail!(
                "the repository has no commit yet; commit the radar, with `{git} add .` and `{git} commit`, and \
                 publish then"
            );
        };
        let branch = line(&["symbolic-ref", "--quiet", "--short", "HEAD"]).ok();
        Ok(Self { commit, prefix, branch })
    }

    /// Returns the id of no object, which is as long as any other.
    pub(super) fn no_object(&self) -> String {
        "0".repeat(self.commit.len())
    }
}

/// Returns the files of the content and the themes that are not as in the commit, from the root of the repository. Files
/// that git or this program ignores do not count.
///
/// # Errors
///
/// If git fails.
pub(super) fn uncommitted(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let status = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"];
    let mut arguments: Vec<&str> = status.to_vec();
    arguments.extend(["--ignore-submodules=none", "--", CONTENT, THEMES]);
    let linked = linked(folder)?;
    arguments.extend(linked.iter().filter_map(|path| path.to_str()));
    let text =
        git(folder, &arguments).context("cannot compare the content with the last commit")?;
    let paths = text.split_terminator('\0').filter_map(|entry| entry.get(3..));
    let is_ours = |path: &&str| !path.split('/').any(|name| is_passed_over(name.as_ref()));
    let mut paths: Vec<String> = paths.filter(is_ours).map(str::to_owned).collect();
    if paths.is_empty() && !has_settings(folder)? {
        // git ignores the whole radar.
        paths.push(format!("{prefix}{CONTENT}/radar.toml"));
    }
    Ok(paths)
}

/// Returns whether the settings of the radar are in the commit, wherever a link to them leads.
fn has_settings(folder: &Path) -> Result<bool> {
    let content = disk::real(&folder.join(CONTENT))?;
    Ok(git(&content, &["cat-file", "-e", "HEAD:./radar.toml"]).is_ok())
}

/// Returns what the links of the content and the themes lead to, below the folder: git looks at the links only.
fn linked(folder: &Path) -> Result<Vec<PathBuf>> {
    let root = disk::real(folder)?;
    let listed = git(folder, &["ls-files", "--stage", "-z", "--", CONTENT, THEMES])?;
    let links = listed.split_terminator('\0').filter(|entry| entry.starts_with("120000 "));
    let links = links.filter_map(|entry| entry.split_once('\t').map(|(_, path)| path));
    let targets = links.filter_map(|link| disk::real(&folder.join(link)).ok());
    Ok(targets.filter_map(|target| Some(target.strip_prefix(&root).ok()?.to_owned())).collect())
}
