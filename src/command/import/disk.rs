//! Reads the files to import and the existing radar, and writes the result.
#![allow(clippy::disallowed_methods, reason = "reads the files to import, and writes the content")]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::import::{RECORD, is_workbook};
use crate::source::{self, CONTENT, SourceSet};

/// The bytes of a file. The largest public radars take a few megabytes, so a larger file is not a radar.
const MAX_FILE: u64 = 64 << 20;
/// The bytes of all files.
const MAX_TOTAL: u64 = 512 << 20;

/// The files that are read from a folder; others belong to the other program.
const ENDINGS: [&str; 21] = [
    "csv", "tsv", "json", "json5", "yaml", "yml", "md", "mdx", "html", "htm", "js", "png", "jpg",
    "jpeg", "gif", "svg", "webp", "avif", "xlsx", "xls", "ods",
];
/// Folders of packages and builds, which hold only copies.
const IGNORED_FOLDERS: [&str; 5] = ["node_modules", "build", "dist", "out", "target"];

/// Reads the existing radar, if any, with the record of earlier imports.
pub(super) fn existing(root: &Path) -> Result<SourceSet> {
    let content = root.join(CONTENT);
    if !is_taken(&content)? {
        return Ok(SourceSet::default());
    }
    if !content.join("radar.toml").is_file() {
        bail!(
            "{} has files, but no radar.toml; choose another folder with --into",
            content.display()
        );
    }
    let set = source::read(root)?;
    let record = root.join(RECORD);
    if !record.exists() {
        return Ok(set);
    }
    let bytes = fs::read(&record).with_context(|| format!("cannot read {}", record.display()))?;
    let files = set.iter().map(|(_, file)| (file.path.clone(), file.bytes.clone()));
    Ok(SourceSet::from_files(files.chain([(RECORD.to_owned(), bytes)])))
}

/// Whether the folder of the content exists and is not empty.
fn is_taken(content: &Path) -> Result<bool> {
    let Ok(meta) = fs::symlink_metadata(content) else { return Ok(false) };
    if !meta.is_dir() && !content.is_dir() {
        bail!("{} is not a folder; choose another with --into", content.display());
    }
    let mut entries =
        fs::read_dir(content).with_context(|| format!("cannot read {}", content.display()))?;
    Ok(entries.next().is_some())
}

/// Reads the files, and those in the folders.
pub(super) fn sources(paths: &[PathBuf]) -> Result<SourceSet> {
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, &mut named)?;
        } else {
            named.push((name(path)?, path.clone()));
        }
    }
    named.sort();
    if let Some(pair) = named.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        bail!("{} is given twice", pair[0].0);
    }
    let mut total = 0;
    for (name, path) in &named {
        let meta = fs::metadata(path).with_context(|| format!("cannot read {name}"))?;
        total += meta.len();
        if meta.len() > MAX_FILE {
            let (size, max) = (meta.len() >> 20, MAX_FILE >> 20);
            bail!("cannot read {name}: it has {size} MB, and the limit is {max} MB");
        }
    }
    if total > MAX_TOTAL {
        bail!(
            "the files have {} MB, and the limit is {} MB; name a folder with only the radar",
            total >> 20,
            MAX_TOTAL >> 20
        );
    }
    let read = |(name, path): (String, PathBuf)| {
        let mut bytes = fs::read(&path).with_context(|| format!("cannot read {name}"))?;
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
    let walk = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !name.starts_with('.') && !IGNORED_FOLDERS.contains(&name.as_ref())
    });
    for entry in walk {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        let is_read =
            ending.is_some_and(|ending| ENDINGS.contains(&ending.to_lowercase().as_str()));
        if entry.file_type().is_file() && is_read {
            named.push((name(entry.path())?, entry.into_path()));
        }
    }
    if named.len() == before {
        bail!("cannot read {}: the folder has no file of a known format", folder.display());
    }
    Ok(())
}

/// Returns the path that messages show, with `/` on every system.
fn name(path: &Path) -> Result<String> {
    let path = path.strip_prefix(".").unwrap_or(path);
    let name = path.to_str().ok_or_else(|| {
        anyhow!("cannot read {}: the file name is not valid Unicode", path.display())
    })?;
    Ok(if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() })
}

/// Writes all files into a folder beside the content, then moves them: a new radar in one step, so that all of
/// it is written or nothing. Removes what it created if it fails.
pub(super) fn write(root: &Path, files: &[(String, Vec<u8>)], is_new: bool) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let beside = files.iter().map(|(path, _)| path).filter(|path| !path.starts_with(CONTENT));
    if let Some(taken) = beside.filter(|_| is_new).find(|path| root.join(path).exists()) {
        bail!(
            "{} exists already; move it away, or choose another folder with --into",
            root.join(taken).display()
        );
    }
    let made = missing_folders(root);
    fs::create_dir_all(root)
        .with_context(|| format!("cannot make the folder {}", root.display()))?;
    let written = write_into(root, files, is_new);
    if written.is_err() {
        for folder in made {
            // This fails only if another program wrote into the folder.
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

/// Returns the folders of a path that do not exist yet, the innermost first.
fn missing_folders(path: &Path) -> Vec<&Path> {
    path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect()
}

fn write_into(root: &Path, files: &[(String, Vec<u8>)], is_new: bool) -> Result<()> {
    let cannot = |what: &'static str, path: &Path| format!("cannot {what} {}", path.display());
    let beside = tempfile::Builder::new()
        .prefix(".radar-")
        .suffix(".tmp")
        .tempdir_in(root)
        .with_context(|| cannot("write in", root))?;
    let make = |folder: &Path| {
        fs::create_dir_all(folder).with_context(|| cannot("make the folder", folder))
    };
    let parents: std::collections::BTreeSet<&Path> =
        files.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
    for parent in &parents {
        make(&beside.path().join(parent))?;
    }
    files.par_iter().try_for_each(|(path, bytes)| {
        let path = beside.path().join(path);
        fs::write(&path, bytes).with_context(|| cannot("write", &path))
    })?;
    let content = root.join(CONTENT);
    if is_new {
        if is_taken(&content)? {
            bail!("another program has just created {}; try again", content.display());
        }
        if content.is_dir() {
            // The folder is empty; not every system can rename over it.
            fs::remove_dir(&content).with_context(|| cannot("replace", &content))?;
        }
        fs::rename(beside.path().join(CONTENT), &content)
            .with_context(|| cannot("write", &content))?;
    }
    // The record comes last: a file that it lacks is never overwritten.
    let (record, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path == RECORD);
    let is_left = |path: &str| !is_new || !path.starts_with(CONTENT);
    for (path, _) in others.into_iter().chain(record).filter(|(path, _)| is_left(path)) {
        let target = root.join(path);
        if let Some(parent) = target.parent() {
            make(parent)?;
        }
        fs::rename(beside.path().join(path), &target).with_context(|| cannot("write", &target))?;
    }
    Ok(())
}
