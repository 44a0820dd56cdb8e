//! The contents of blobs, read through one `git cat-file --batch`.

use std::io::{BufRead as _, Read as _};

use anyhow::{Context as _, Result, bail};

use super::Repository;
use super::process::Process;

/// How much is read of a repository's blobs.
#[derive(Clone, Copy, Debug)]
pub(in crate::command) struct Limits {
    /// Bytes of one blob.
    pub(in crate::command) each: u64,
    /// Bytes of all of them.
    pub(in crate::command) total: u64,
}

/// What was found under the id of a blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::command) enum Blob {
    /// Its content.
    Bytes(Vec<u8>),
    /// More bytes than are read of one blob.
    TooLarge(u64),
    /// The total was reached before it.
    NotRead,
    /// The repository does not have it, as a partial clone.
    Missing,
}

/// Above this, a blob that is too large is not waited for: git is started again.
const SKIPPED: u64 = 16 << 20;

/// More than the longest answer about an object.
const MAX_ANSWER: u64 = 4096;

impl Repository {
    /// Reads blobs by their ids, and passes each on with its position in the list.
    ///
    /// # Errors
    ///
    /// If git fails, or answers what it never should.
    pub(in crate::command) fn blobs(
        &self,
        ids: &[&str],
        limits: Limits,
        mut found: impl FnMut(usize, Blob),
    ) -> Result<()> {
        let mut running: Option<Process> = None;
        let mut total = 0;
        for (at, id) in ids.iter().enumerate() {
            if total >= limits.total {
                found(at, Blob::NotRead);
                continue;
            }
            let process = match &mut running {
                Some(process) => process,
                None => running.insert(self.start(&["cat-file", "--batch"])?),
            };
            process.ask(id)?;
            let Some(length) = length(process)? else {
                found(at, Blob::Missing);
                continue;
            };
            if length <= limits.each {
                let bytes = content(process, length)?;
                total += length;
                found(at, Blob::Bytes(bytes));
            } else {
                found(at, Blob::TooLarge(length));
                if length <= SKIPPED {
                    skip(process, length)?;
                } else {
                    running = None;
                }
            }
        }
        running.map_or(Ok(()), |mut process| process.finish())
    }
}

/// Reads what git says about an object, and returns its length; `None` if it is missing.
fn length(process: &mut Process) -> Result<Option<u64>> {
    let mut line = Vec::new();
    process.take(MAX_ANSWER).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        process.finish()?;
        bail!("git ended too early");
    }
    let line = String::from_utf8_lossy(&line);
    let mut words = line.split_whitespace().skip(1);
    match (words.next(), words.next()) {
        (Some("missing"), None) => Ok(None),
        (Some("blob"), Some(length)) => {
            Ok(Some(length.parse().context("git gave no length of an object")?))
        }
        _ => bail!("git cannot read an object: {}", crate::line::line_from(&line)),
    }
}

fn content(process: &mut Process, length: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length)?);
    process.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        process.finish()?;
        bail!("git ended too early");
    }
    skip_line_end(process)?;
    Ok(bytes)
}

fn skip(process: &mut Process, length: u64) -> Result<()> {
    std::io::copy(&mut process.take(length), &mut std::io::sink())?;
    skip_line_end(process)
}

fn skip_line_end(process: &mut Process) -> Result<()> {
    let mut end = [0];
    process.read_exact(&mut end).context("git ended too early")
}
