//! Reads the files to import and the existing radar, and writes the result.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow, bail};
use rayon::prelude::*;

use crate::command::Terminal;
use crate::disk::{self, Before, Change, DiskError, Durability, Folder, Kind, Swept};
use crate::import::{RECORD, is_workbook};
use crate::source::{self, CONTENT, SourceSet};

/// The bytes of a picture.
const MAX_PICTURE: u64 = 64 << 20;
/// The bytes of a text. The largest public radars take a few megabytes, so a larger file is not a radar; parsed with
/// the place of each value, a text takes some 50 times its bytes.
const MAX_TEXT: u64 = 16 << 20;
/// The bytes of all files.
const MAX_TOTAL: u64 = 512 << 20;

/// The files that are read from a folder; others belong to the other program.
const ENDINGS: [&str; 21] = [
    "csv", "tsv", "json", "json5", "yaml", "yml", "md", "mdx", "html", "htm", "js", "xlsx", "xls",
    "ods", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif",
];
/// How many of those are pictures, the last ones.
const PICTURES: usize = 7;
/// Folders of packages and builds, which hold only copies.
const IGNORED_FOLDERS: [&str; 5] = ["node_modules", "build", "dist", "out", "target"];

/// Reads the existing radar, if any, with the record of earlier imports.
pub(super) fn existing(root: &Path) -> Result<SourceSet> {
    let content = below(root, CONTENT);
    match disk::kind(&content)? {
        None => return Ok(SourceSet::default()),
        Some(Kind::Folder) => {}
        Some(_) => bail!("{} is not a folder; choose another with --into", content.display()),
    }
    // A run that was killed may have left nothing but temporary files.
    let is_ours = |name: &OsStr| name.to_string_lossy().starts_with(".radar-");
    if disk::entries(&content)?.iter().all(|(name, _)| is_ours(name)) {
        return Ok(SourceSet::default());
    }
    if !disk::has(&content.join("radar.toml"))? {
        bail!(
            "{} has files, but no radar.toml; choose another folder with --into",
            content.display()
        );
    }
    let set = source::read(root)?;
    let record = below(root, RECORD);
    if !disk::has(&record)? {
        return Ok(set);
    }
    let (target, real) = (disk::real(&record)?, disk::real(root)?);
    if !target.starts_with(&real) {
        return Err(DiskError::Outside { what: "read", path: record, target, root: real }.into());
    }
    Ok(set.with(RECORD, disk::read(&record)?))
}

/// Returns a path below the root as people write it.
fn below(root: &Path, path: &str) -> PathBuf {
    if root == Path::new(".") { path.into() } else { root.join(path) }
}

/// Reads the files, and those in the folders.
pub(super) fn sources(paths: &[PathBuf]) -> Result<SourceSet> {
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    for path in paths {
        match disk::kind(path)? {
            Some(Kind::Folder) => in_folder(path, &mut named)?,
            // A pipe is read to its end.
            _ => named.push((name(path)?, path.clone())),
        }
    }
    named.sort();
    if let Some(pair) = named.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        bail!("{} is given twice", pair[0].0);
    }
    let mut total = 0;
    for (_, path) in &named {
        total += disk::length(path)?;
    }
    if total > MAX_TOTAL {
        bail!(
            "the files have {} MB, and the limit is {} MB; name a folder with only the radar",
            total >> 20,
            MAX_TOTAL >> 20
        );
    }
    let read = |(name, path): (String, PathBuf)| {
        let mut bytes = disk::read_up_to(max_length(&path), &path)?;
        // Nothing of it can be shown but that it is one.
        if is_workbook(&bytes) {
            bytes.truncate(4);
        }
        Ok((name, bytes))
    };
    let files: Vec<(String, Vec<u8>)> = named.into_par_iter().map(read).collect::<Result<_>>()?;
    Ok(SourceSet::from_files(files))
}

/// Finds the files in a folder that may belong to a radar. Links are not followed: they may lead anywhere.
fn in_folder(folder: &Path, named: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let before = named.len();
    list(folder, named)?;
    if named.len() == before {
        bail!("cannot read {}: the folder has no file of a known format", folder.display());
    }
    Ok(())
}

fn list(folder: &Path, named: &mut Vec<(String, PathBuf)>) -> Result<()> {
    for (entry, kind) in disk::entries(folder)? {
        let shown = entry.to_string_lossy();
        let path = folder.join(&entry);
        match kind {
            _ if shown.starts_with('.') => {}
            Some(Kind::Folder) if !IGNORED_FOLDERS.contains(&shown.as_ref()) => list(&path, named)?,
            Some(Kind::File) if ending(&path).is_some_and(|e| ENDINGS.contains(&e.as_str())) => {
                named.push((name(&path)?, path));
            }
            _ => {}
        }
    }
    Ok(())
}

fn max_length(path: &Path) -> u64 {
    let pictures = &ENDINGS[ENDINGS.len() - PICTURES..];
    let is_picture = ending(path).is_some_and(|ending| pictures.contains(&ending.as_str()));
    if is_picture { MAX_PICTURE } else { MAX_TEXT }
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

/// Returns the path that messages show, with `/` on every system.
fn name(path: &Path) -> Result<String> {
    let path = path.strip_prefix(".").unwrap_or(path);
    let name = path.to_str().ok_or_else(|| {
        anyhow!("cannot read {}: the file name is not valid Unicode", path.display())
    })?;
    Ok(if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() })
}

/// Writes the files: a new radar in one step, one that exists file by file, in an order in which a run that is cut
/// short leaves a radar that the same import can complete. `existing` is what the files were made from.
pub(super) fn write(
    root: &Path,
    existing: &SourceSet,
    files: &[(String, Vec<u8>)],
    terminal: Terminal,
) -> Result<()> {
    let on_wait = || terminal.say("waiting for another program that writes to this radar");
    let folder = Folder::open(root, Swept::Only(&source::FOLDERS), &on_wait)?;
    if self::existing(root)? != *existing {
        let content = below(root, CONTENT);
        bail!(
            "{} changed during the import, so nothing was written; run it again",
            content.display()
        );
    }
    if files.is_empty() {
        return Ok(());
    }
    let mut changes: Vec<Change> = files
        .iter()
        .map(|(path, bytes)| {
            let before =
                existing.find(path).map_or(Before::Nothing, |(_, f)| Before::Read(&f.bytes));
            Change { path, before, bytes }
        })
        .collect();
    changes.sort_by_key(|change| (rank(change.path), change.path));
    let is_new = existing.iter().next().is_none();
    let (content, beside): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.path.starts_with(CONTENT));
    folder.write(&beside, Durability::Synced).map_err(with_help)?;
    if is_new {
        folder.write_folder(CONTENT, &content).map_err(with_help)?;
    } else {
        folder.write(&content, Durability::Synced)?;
    }
    Ok(())
}

fn with_help(error: DiskError) -> Error {
    match error {
        DiskError::Taken(path) => anyhow!(
            "{} exists already; move it away, or choose another folder with --into",
            path.display()
        ),
        error => error.into(),
    }
}

/// Returns when a file is written: blips name rings, people and images. The record comes last, because a file that it
/// lacks is never overwritten.
fn rank(path: &str) -> usize {
    let folders = ["radar/radar.toml", "radar/people.toml", "radar/images/", "radar/about.md"];
    match path {
        RECORD => folders.len() + 1,
        _ => folders.iter().position(|first| path.starts_with(first)).unwrap_or(folders.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_depend_on_comes_first_and_the_record_last() {
        let mut paths = [
            "radar/.import.toml",
            "radar/about.md",
            "radar/blips/a.toml",
            "radar/images/a.png",
            "radar/people.toml",
            "radar/radar.toml",
        ];
        paths.sort_by_key(|path| rank(path));
        assert_eq!(
            paths,
            [
                "radar/radar.toml",
                "radar/people.toml",
                "radar/images/a.png",
                "radar/about.md",
                "radar/blips/a.toml",
                "radar/.import.toml",
            ]
        );
    }
}
