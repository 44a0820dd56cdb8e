//! A repository that anybody may have made, read through its objects: never its work tree, its index or its hooks.
//!
//! The folder is named to git as the repository, so git looks at no folder above it, and has no work tree to read
//! attributes or a `.mailmap` from.

use std::io::{BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::process::Process;
use crate::disk::{self, Kind};

/// Options of `git log` that rule out signatures, filters, other diff programs, and files that are named by settings.
const LOG: [&str; 11] = [
    "log",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-notes",
    "--no-mailmap",
    "--no-decorate",
    "--no-renames",
    "--no-relative",
    "-O/dev/null",
];

/// Settings that change what git prints, and have no option.
const PRINTED: [&str; 4] =
    ["log.showRoot=true", "trailer.separators=:", "core.commentChar=#", "core.commitGraph=false"];

/// Files of git's own folder that it reads in every command. A pipe or a device there would let it wait, or read, for
/// ever.
const OWN_FILES: [&str; 11] = [
    "HEAD",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "packed-refs",
    "shallow",
    "info/grafts",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "reftable/tables.list",
];

/// The longest text that a file of one line in git's own folder may have: more than any path.
const MAX_LINE: u64 = 64 * 1024;

/// The longest record, such as a path or a name, that is read from git.
const MAX_RECORD: u64 = 1 << 20;

/// A repository.
#[derive(Clone, Debug)]
pub(in crate::command) struct Repository {
    /// Git's own folder.
    git: PathBuf,
    /// How long git may be silent.
    patience: Duration,
}

/// The commit that a repository is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::command) struct Head {
    /// Its id; `None` in a repository without commits.
    pub(in crate::command) commit: Option<String>,
    /// Whether commits before some are missing.
    pub(in crate::command) is_shallow: bool,
}

impl Repository {
    /// Finds the repository in a folder, which may be a bare one.
    ///
    /// # Errors
    ///
    /// If there is none, or git would wait for one of its files.
    pub(in crate::command) fn open(folder: &Path, patience: Duration) -> Result<Self> {
        match disk::kind(folder)? {
            None if is_address(folder) => bail!("it is an address; clone it, and scan the clone"),
            None => bail!("there is no such folder"),
            Some(Kind::Folder) => {}
            Some(kind) => bail!("it is {}, not a folder", kind.name()),
        }
        let inner = folder.join(".git");
        let git = match disk::kind(&inner)? {
            Some(Kind::Folder) => inner,
            Some(Kind::File) => named_in(&inner, "gitdir: ")?,
            Some(kind @ Kind::Other) => bail!("{} is {}", inner.display(), kind.name()),
            None if is_there(&folder.join("HEAD")) => folder.to_owned(),
            None => bail!("it is not a git repository: it has neither .git nor HEAD"),
        };
        check_files(&git)?;
        if is_there(&git.join("commondir")) {
            check_files(&named_in(&git.join("commondir"), "")?)?;
        }
        Ok(Self { git, patience })
    }

    /// Returns the commit that it is at.
    ///
    /// # Errors
    ///
    /// If git fails.
    pub(in crate::command) fn head(&self) -> Result<Head> {
        let question = ["rev-parse", "--is-shallow-repository", "--quiet", "--verify", "HEAD"];
        let mut process = self.start(&question)?;
        let mut lines = String::new();
        process.by_ref().take(MAX_LINE).read_to_string(&mut lines)?;
        let (code, errors) = process.end()?;
        let mut lines = lines.lines();
        let is_shallow = lines.next() == Some("true");
        let commit = lines.next().map(str::to_owned);
        match (code, &commit) {
            (Some(0), Some(_)) => {}
            (Some(1), None) => self.check_unborn()?,
            _ => bail!("{}", super::reason(&errors)),
        }
        Ok(Head { commit, is_shallow })
    }

    /// Returns the one line that git answers; `None` if it answers nothing and exits with 1, which means no.
    ///
    /// # Errors
    ///
    /// If git fails in another way.
    pub(in crate::command) fn answer(&self, question: &[&str]) -> Result<Option<String>> {
        let mut process = self.start(question)?;
        let mut text = String::new();
        std::io::Read::read_to_string(&mut process, &mut text)?;
        let (code, errors) = process.end()?;
        let line = text.lines().next().map(str::to_owned);
        match (code, line) {
            (Some(0), Some(line)) => Ok(Some(line)),
            (Some(1), None) if errors.is_empty() => Ok(None),
            _ => bail!("{}", super::reason(&errors)),
        }
    }

    /// Fails if HEAD names something that is there and that git cannot read: it is quiet about both that and a branch
    /// without commits.
    fn check_unborn(&self) -> Result<()> {
        let branch = self.line(&["symbolic-ref", "--quiet", "HEAD"])?;
        // In a second work tree, branches are elsewhere.
        let path = self.line(&["rev-parse", "--git-path", &branch])?;
        if branch.is_empty() || disk::has(Path::new(&path)).unwrap_or(true) {
            bail!("HEAD is broken");
        }
        Ok(())
    }

    /// Returns the line that git prints; nothing if it fails.
    fn line(&self, arguments: &[&str]) -> Result<String> {
        let mut process = self.start(arguments)?;
        let mut line = String::new();
        process.by_ref().take(MAX_LINE).read_to_string(&mut line)?;
        let (code, _) = process.end()?;
        line.truncate(if code == Some(0) { line.trim_end_matches(['\r', '\n']).len() } else { 0 });
        Ok(line)
    }

    /// Passes on each record that git prints, without its end, a zero byte.
    ///
    /// # Errors
    ///
    /// If git fails, a record is too long, or `record` fails.
    pub(in crate::command) fn records(
        &self,
        arguments: &[&str],
        mut record: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        let mut process = self.start(arguments)?;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            process.by_ref().take(MAX_RECORD).read_until(0, &mut bytes)?;
            match bytes.pop() {
                Some(0) => record(&bytes)?,
                // What ends the last record is no zero byte.
                Some(b'\n') if bytes.is_empty() => {}
                Some(_) if bytes.len() as u64 + 1 == MAX_RECORD => {
                    bail!("a path or a name in it has more than {MAX_RECORD} bytes")
                }
                None | Some(_) => break,
            }
        }
        process.finish()
    }

    /// Passes on each record that `git log` prints.
    ///
    /// # Errors
    ///
    /// As [`Repository::records`].
    pub(in crate::command) fn log(
        &self,
        options: &[&str],
        record: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        self.records(&[&LOG, options].concat(), record)
    }

    /// Starts git on this repository.
    pub(super) fn start(&self, arguments: &[&str]) -> Result<Process> {
        let mut command: Command = super::command();
        // Replaced objects and grafts are in one clone only, and a commit graph may say what the commits do not.
        command.env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_GRAFT_FILE", "/dev/null");
        for setting in PRINTED {
            command.args(["-c", setting]);
        }
        command.arg("--git-dir").arg(&self.git).args(arguments);
        Process::start(&mut command, self.patience)
    }
}

/// Returns whether a path looks like the address of a repository: `https://…`, `git@host:path`.
fn is_address(path: &Path) -> bool {
    let text = path.to_string_lossy();
    // Colons are also in paths of Windows.
    text.contains("://") || text.split_once(':').is_some_and(|(host, _)| host.contains('@'))
}

fn is_there(path: &Path) -> bool {
    disk::has(path).unwrap_or(false)
}

/// Returns the folder that a file of one line names, seen from the folder of the file.
fn named_in(file: &Path, before: &str) -> Result<PathBuf> {
    if disk::kind(file)? == Some(Kind::Other) {
        bail!("{} is {}", file.display(), Kind::Other.name());
    }
    let text = disk::read_up_to(MAX_LINE, file)?;
    let text = String::from_utf8(text).context("the path of git's folder is not Unicode")?;
    let named = text.trim_end_matches(['\r', '\n']).strip_prefix(before);
    let named = named.with_context(|| format!("{} names no folder", file.display()))?;
    Ok(file.parent().unwrap_or(Path::new("")).join(named))
}

/// Fails if a file that git always reads is none, but a pipe or a device.
fn check_files(git: &Path) -> Result<()> {
    // What cannot be looked at, git reports.
    let is_other = |path: &Path| matches!(disk::kind(path), Ok(Some(Kind::Other)));
    let branch = match disk::kind(&git.join("HEAD")) {
        Ok(Some(Kind::File)) => disk::read_up_to(MAX_LINE, &git.join("HEAD")).unwrap_or_default(),
        _ => Vec::new(),
    };
    let branch = String::from_utf8_lossy(&branch);
    let branch = branch.trim_end().strip_prefix("ref: ").map(str::trim).filter(|b| is_plain(b));
    for name in OWN_FILES.into_iter().chain(branch) {
        let path = git.join(name);
        if is_other(&path) {
            bail!("{} is {}, not a file", path.display(), Kind::Other.name());
        }
    }
    Ok(())
}

/// Returns whether the name of a branch can be looked up below git's folder.
fn is_plain(branch: &str) -> bool {
    branch.starts_with("refs/") && !branch.split('/').any(|part| matches!(part, "" | "." | ".."))
}
