//! One repository, read with git.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::name::Source;
use crate::command::git::{Blob, Head, Limits, Repository};
use crate::radar::Radar;
use crate::scan::artefacts::{Artefacts, Unread};
use crate::scan::evidence::Known;
use crate::scan::history::{History, HistoryError};
use crate::scan::mailmap::Mailmap;
use crate::scan::months::{Commit, Commits};
use crate::scan::since::{Contents, since};
use crate::scan::tree::Tree;
use crate::scan::uses::{Detectors, Uses};

/// The largest repositories that people keep have a tenth of it; a few small objects can list any number of files.
const MAX_FILES: usize = 5_000_000;
const MAX_PATHS: usize = 1 << 30;

/// As many manifests are read of one repository.
const MAX_MANIFESTS: usize = 20_000;

/// What is read of them.
const MANIFESTS: Limits = Limits { each: 4 << 20, total: 256 << 20 };

/// What is read of all states of manifests in a history.
const STATES: Limits = Limits { each: 4 << 20, total: 2 << 30 };

/// A mailmap of a megabyte names ten thousand people.
const MAILMAP: Limits = Limits { each: 1 << 20, total: 1 << 20 };

/// What all repositories are scanned for.
pub(super) struct Scanner<'r> {
    pub(super) radar: &'r Radar,
    pub(super) detectors: &'r Detectors<'r>,
    pub(super) today: Date,
    /// How long git may be silent.
    pub(super) patience: Duration,
    /// Whether to find out since when things are used.
    pub(super) is_with_history: bool,
}

/// What was found in a repository.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) name: String,
    pub(super) known: Known,
    /// Addresses that are not in people.toml.
    pub(super) strangers: BTreeSet<String>,
    pub(super) from_the_future: usize,
    pub(super) unreadable: usize,
    /// Manifests that could not be read.
    pub(super) unread: Vec<Unread>,
    /// What else the reader should know.
    pub(super) remarks: Vec<String>,
}

impl Scanner<'_> {
    /// Scans a repository.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(super) fn scan(&self, source: &Source) -> Result<Scanned> {
        let repository = Repository::open(&source.path, self.patience)?;
        let head = repository.head()?;
        let mut scanned = Scanned { name: source.name.clone(), ..Scanned::default() };
        let Some(commit) = &head.commit else {
            scanned.remarks.push("it has no commits yet".to_owned());
            return Ok(scanned);
        };
        let (files, (commits, since)) = rayon::join(
            || files(&repository, commit),
            || {
                rayon::join(
                    || commits(&repository, commit, self.today),
                    || self.since(&repository, &head),
                )
            },
        );
        let (artefacts, mailmap) = files?;
        let commits = commits?;
        let mailmap = mailmap.unwrap_or_else(|remark| {
            scanned.remarks.push(remark);
            Mailmap::default()
        });
        let people = commits.of_people(self.radar, &mailmap);
        let mut uses = self.detectors.uses(&artefacts);
        match since? {
            Ok(since) => add_since(&mut uses, &since),
            Err(reason) => {
                let remark = format!("since when it uses things is not known: {reason}");
                scanned.remarks.push(remark);
            }
        }
        if head.is_shallow {
            let missing = "it is a shallow clone, so earlier months are missing; fetch them with git fetch \
                           --unshallow";
            scanned.remarks.push(missing.to_owned());
        }
        scanned.known = Known { uses, months: people.months };
        scanned.strangers = people.strangers;
        scanned.from_the_future = commits.from_the_future;
        scanned.unreadable = commits.unreadable;
        scanned.unread = artefacts.unread;
        Ok(scanned)
    }

    /// Returns since when a repository has used each blip, or why that is not known.
    fn since(&self, repository: &Repository, head: &Head) -> Result<Result<Since, String>> {
        let (true, Some(commit)) = (self.is_with_history, &head.commit) else {
            return Ok(Ok(Since::new()));
        };
        let mut history = History::default();
        let options = [
            "--first-parent",
            "--diff-merges=first-parent",
            "--reverse",
            "--raw",
            "--no-abbrev",
            "-z",
            "--date=format:%Y-%m",
            "--format=tformat:@%cd",
            commit,
            "--",
        ];
        let read = repository.log(&options, |record| Ok(history.add(self.detectors, record)?));
        if let Err(error) = read {
            return match error.downcast_ref::<HistoryError>() {
                Some(too_long @ HistoryError::TooLong) => Ok(Err(too_long.to_string())),
                _ => Err(error),
            };
        }
        let mut contents = Contents::of(&history);
        let ids: Vec<&str> = history.states().iter().map(|state| state.id.as_str()).collect();
        let mut fault = None;
        repository.blobs(&ids, STATES, |at, blob| match blob {
            Blob::Bytes(bytes) => contents.add(self.detectors, &history, at, &bytes),
            // As any manifest that cannot be read, it counts as unchanged.
            Blob::TooLarge(_) => {}
            Blob::Missing => {
                fault =
                    Some("old manifests are missing; a clone with --filter has not all of them");
            }
            Blob::NotRead => fault = Some("there are too many old manifests"),
        })?;
        if let Some(fault) = fault {
            return Ok(Err(fault.to_owned()));
        }
        let since = since(&history, &contents, self.detectors, head.is_shallow, self.today);
        Ok(since.map_err(|error| error.to_string()))
    }
}

/// Returns what a repository is made of; nothing if it has no commits.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn artefacts(source: &Source, patience: Duration) -> Result<Artefacts> {
    let repository = Repository::open(&source.path, patience)?;
    match repository.head()?.commit {
        Some(commit) => Ok(files(&repository, &commit)?.0),
        None => Ok(Artefacts::default()),
    }
}

type Since = std::collections::BTreeMap<usize, Option<crate::radar::month::Month>>;

/// Adds since when things are used that the repository uses itself.
fn add_since(uses: &mut Uses, since: &Since) {
    for (blip, used) in uses.iter_mut().filter(|(_, used)| !used.indirect) {
        used.since = since.get(blip).copied().flatten();
    }
}

/// Returns what a commit is made of, and its mailmap, or why that is not used.
fn files(repository: &Repository, commit: &str) -> Result<(Artefacts, Result<Mailmap, String>)> {
    let mut tree = Tree::default();
    repository.records(&["ls-tree", "-r", "-z", "--full-tree", commit], |record| {
        tree.add(record)?;
        if tree.len() > MAX_FILES || tree.bytes() > MAX_PATHS {
            bail!("it lists more than {MAX_FILES} files");
        }
        Ok(())
    })?;
    let mailmap = match &tree.mailmap {
        Some(id) => mailmap(repository, id)?,
        None => Ok(Mailmap::default()),
    };
    let manifests = tree.manifests();
    let (read, skipped) = manifests.split_at(manifests.len().min(MAX_MANIFESTS));
    let ids: Vec<&str> = read.iter().map(|(_, id)| *id).collect();
    let mut contents: Vec<(String, Result<Vec<u8>, String>)> = Vec::with_capacity(manifests.len());
    let mut missing: Option<&str> = None;
    repository.blobs(&ids, MANIFESTS, |at, blob| {
        let path = read[at].0;
        let bytes = match blob {
            Blob::Bytes(bytes) => Ok(bytes),
            Blob::TooLarge(length) => {
                Err(format!("it has {length} bytes, and at most {} are read", MANIFESTS.each))
            }
            Blob::NotRead => Err(format!("the manifests before it have {} bytes", MANIFESTS.total)),
            Blob::Missing => {
                missing.get_or_insert(path);
                return;
            }
        };
        contents.push((path.to_owned(), bytes));
    })?;
    if let Some(path) = missing {
        bail!(
            "the content of {} is missing; clone without --filter, or let the clone check its files out",
            crate::line::visible(path)
        );
    }
    for (path, _) in skipped {
        let reason = format!("it has {MAX_MANIFESTS} manifests nearer to its root");
        contents.push(((*path).to_owned(), Err(reason)));
    }
    Ok((Artefacts::of(tree, contents), mailmap))
}

fn mailmap(repository: &Repository, id: &str) -> Result<Result<Mailmap, String>> {
    let mut found = Err(String::new());
    repository.blobs(&[id], MAILMAP, |_, blob| {
        found = match blob {
            Blob::Bytes(bytes) => Ok(Mailmap::read(&bytes)),
            Blob::TooLarge(length) => Err(format!(".mailmap was not used: it has {length} bytes")),
            Blob::Missing | Blob::NotRead => {
                Err(".mailmap was not used: its content is missing".to_owned())
            }
        };
    })?;
    Ok(found)
}

/// Returns who committed and when. Merges are left out, because they are not work on the code.
fn commits(repository: &Repository, commit: &str, today: Date) -> Result<Commits> {
    const FORMAT: &str = "--format=tformat:%an%x00%ae%x00%ad%x00\
                          %(trailers:key=Co-authored-by,valueonly,separator=%x01)%x00";
    let options = ["--no-patch", "--no-merges", "--date=format:%Y-%m", FORMAT, commit, "--"];
    let mut commits = Commits::default();
    let mut fields: Vec<String> = Vec::with_capacity(4);
    repository.log(&options, |field| {
        let field = String::from_utf8_lossy(field);
        let field = if fields.is_empty() { field.trim_start_matches('\n') } else { &field };
        fields.push(field.to_owned());
        if let [name, address, month, with] = fields.as_slice() {
            commits.add(Commit { name, address, month, with }, today);
            fields.clear();
        }
        Ok(())
    })?;
    Ok(commits)
}
