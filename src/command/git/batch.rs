//! Many objects from one process of git.
#![allow(clippy::disallowed_methods, reason = "git is written to while it is read from")]

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, anyhow, bail};

use super::{command, not_started, reason};

/// The bytes of a file that are read at most: no file of a radar's content has more.
const MAX_BYTES: usize = 4 << 20;
/// The bytes that are asked for at once.
const BATCH: usize = 64 << 20;

/// Runs git in a folder with some input, and returns what it prints.
///
/// # Errors
///
/// If git cannot be started, or fails.
pub(in crate::command) fn fed(folder: &Path, arguments: &[&str], input: &str) -> Result<Vec<u8>> {
    let mut command = command();
    command.arg("-C").arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut git = command.spawn().map_err(not_started)?;
    let mut stdin = git.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        // If git ends early, its exit code tells.
        scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
        git.wait_with_output()
    })?;
    if !output.status.success() {
        bail!("git {} failed", arguments.first().unwrap_or(&""));
    }
    Ok(output.stdout)
}

/// Runs git in a folder with input that is written while it reads, and returns what it prints, and what `write` does.
///
/// # Errors
///
/// If git cannot be started, or fails: with the last line that it wrote to standard error. If `write` does.
pub(in crate::command) fn fed_by<T>(
    folder: &Path,
    arguments: &[&str],
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<T>,
) -> Result<(String, T)> {
    let mut command = command();
    command.arg("-C").arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut git = command.spawn().map_err(not_started)?;
    let stdin = git.stdin.take().expect("it is piped");
    let (output, written) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| git.wait_with_output());
        let mut input = io::BufWriter::with_capacity(1 << 16, stdin);
        let written = write(&mut input).and_then(|written| {
            input.flush().context("cannot write to git")?;
            Ok(written)
        });
        // The end of the input, for which git waits.
        drop(input);
        (reader.join(), written)
    });
    let output = output.map_err(|_| anyhow!("cannot read from git"))??;
    if !output.status.success() {
        bail!("{}", reason(&output.stderr));
    }
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), written?))
}

/// Reads blobs, and passes them on, some at a time. Those that the repository lacks, as a partial clone does, and
/// those with more bytes than any file of the content are left out.
///
/// # Errors
///
/// If git cannot be started, or fails.
pub(in crate::command) fn blobs(
    folder: &Path,
    ids: &BTreeSet<&str>,
    mut found: impl FnMut(HashMap<String, Vec<u8>>),
) -> Result<()> {
    let input = ids.iter().copied().collect::<Vec<_>>().join("\n") + "\n";
    let sizes = fed(folder, &["cat-file", "--batch-check"], &input)?;
    let sizes = String::from_utf8_lossy(&sizes);
    let sizes = sizes.lines().filter_map(|line| {
        let (id, rest) = line.split_once(' ')?;
        let size: usize = rest.strip_prefix("blob ")?.parse().ok()?;
        (size <= MAX_BYTES).then_some((id, size))
    });
    let sizes: Vec<(&str, usize)> = sizes.collect();
    let mut rest = &sizes[..];
    while !rest.is_empty() {
        let mut sum = 0;
        let fits = rest.iter().take_while(|(_, size)| {
            sum += size;
            sum <= BATCH
        });
        let (batch, more) = rest.split_at(fits.count().max(1));
        let input = batch.iter().map(|(id, _)| *id).collect::<Vec<_>>().join("\n") + "\n";
        found(contents(&fed(folder, &["cat-file", "--batch"], &input)?));
        rest = more;
    }
    Ok(())
}

/// Reads what `git cat-file --batch` prints: a line with the id, the kind and the size, the bytes, and a line break.
fn contents(mut output: &[u8]) -> HashMap<String, Vec<u8>> {
    let mut contents = HashMap::new();
    while let Some(end) = output.iter().position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(&output[..end]);
        let mut words = line.split(' ');
        let (id, kind, size) = (words.next(), words.next(), words.next());
        output = &output[end + 1..];
        let size = size.and_then(|size| size.parse::<usize>().ok());
        let (Some(id), Some("blob"), Some(size)) = (id, kind, size) else { continue };
        if size > output.len() {
            break;
        }
        contents.insert(id.to_owned(), output[..size].to_vec());
        output = output.get(size + 1..).unwrap_or_default();
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_may_look_like_answers() {
        let output = b"aa blob 13\nbb blob 3\nxyz\nbb missing\ncc tree 0\n\ndd blob 0\n\n";
        let found = contents(output);
        let found: std::collections::BTreeMap<_, _> =
            found.iter().map(|(id, bytes)| (id.as_str(), &bytes[..])).collect();
        assert_eq!(found, [("aa", &b"bb blob 3\nxyz"[..]), ("dd", b"")].into());
    }
}
