//! `radar import`: a radar from elsewhere -> `radar/`, written whole or not at all.
#![allow(clippy::disallowed_methods, reason = "reads the files to import, and writes the content")]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Outcome, Terminal};
use crate::cli::{self, Common, Import};
use crate::diagnostic::{Code, Report};
use crate::import::{self, Absent, ByorCsv, Content, Imported, Options};
use crate::model::RETIRED;
use crate::source::{CONTENT, SourceSet};

pub(super) fn run(
    common: &Common,
    options: &Import,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let levels = common.levels()?;
    let content = common.below_root(CONTENT);
    refuse_taken(&content)?;
    let sources = read(&options.files)?;
    let options = Options {
        today,
        date: options.date,
        absent: options.absent.into(),
        title: options.title.clone(),
    };
    let mut report = Report::default();
    let imported = match import::import(&ByorCsv, &sources, &options, &mut report) {
        Ok(imported) => imported,
        Err(invalid) => {
            terminal.report(&invalid.sources, &invalid.problems);
            bail!("nothing was written to {}: {invalid}", content.display());
        }
    };
    let unusable = report.iter().filter(|problem| problem.code == Code::UnusableRow).count();
    let outcome = terminal.report(&sources, &report.judge(&levels));
    let Some(imported) = imported else {
        terminal.say(&format!("nothing was written to {}", content.display()));
        return Ok(outcome);
    };
    write(&common.root, &imported)?;
    for remark in &imported.content.remarks {
        terminal.say(remark);
    }
    terminal.say(&summary(&content, &imported.content, unusable));
    terminal.say(&next_step(&common.root));
    Ok(outcome)
}

impl From<cli::Absent> for Absent {
    fn from(absent: cli::Absent) -> Self {
        match absent {
            cli::Absent::Retire => Absent::Retire,
            cli::Absent::Keep => Absent::Keep,
        }
    }
}

/// An import starts a radar: it does not touch one that is there.
fn refuse_taken(content: &Path) -> Result<()> {
    let Ok(meta) = fs::symlink_metadata(content) else { return Ok(()) };
    let is_taken = !meta.is_dir()
        || fs::read_dir(content)
            .with_context(|| format!("cannot read {}", content.display()))?
            .next()
            .is_some();
    if is_taken {
        bail!(
            "{} exists already, and an import does not change it; name another folder with -C",
            content.display()
        );
    }
    Ok(())
}

fn read(paths: &[PathBuf]) -> Result<SourceSet> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in paths {
        let name = path.to_str().ok_or_else(|| {
            anyhow!("cannot read {}: the file name is not valid Unicode", path.display())
        })?;
        if files.iter().any(|(known, _)| known == name) {
            bail!("{name} is given twice");
        }
        if path.is_dir() {
            bail!("cannot read {name}: it is a folder; name the files in it, as in {name}/*.csv");
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
        // Places are kept in 32 bits.
        if u32::try_from(bytes.len()).is_err() {
            bail!("cannot read {name}: it is larger than 4 GB");
        }
        files.push((name.to_owned(), bytes));
    }
    Ok(SourceSet::from_files(files))
}

/// Writes all files into a folder beside the content and renames that into place, so that there is
/// a whole radar or none. What this makes is gone again if it fails.
fn write(root: &Path, imported: &Imported) -> Result<()> {
    let made = missing_folders(root);
    fs::create_dir_all(root)
        .with_context(|| format!("cannot make the folder {}", root.display()))?;
    let written = write_into(root, imported);
    if written.is_err() {
        for folder in made {
            // Not empty only if somebody else put something there.
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

/// The folders of a path that are not there yet, the innermost first.
fn missing_folders(path: &Path) -> Vec<&Path> {
    path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect()
}

fn write_into(root: &Path, imported: &Imported) -> Result<()> {
    let cannot = |what: &'static str, path: &Path| format!("cannot {what} {}", path.display());
    let beside = tempfile::Builder::new()
        .prefix(".radar-")
        .suffix(".tmp")
        .tempdir_in(root)
        .with_context(|| cannot("write in", root))?;
    let blips = beside.path().join(CONTENT).join("blips");
    fs::create_dir_all(&blips).with_context(|| cannot("make the folder", &blips))?;
    imported.files.par_iter().try_for_each(|(path, text)| {
        let path = beside.path().join(path);
        fs::write(&path, text).with_context(|| cannot("write", &path))
    })?;
    let content = root.join(CONTENT);
    refuse_taken(&content)?;
    if content.is_dir() {
        // Empty, as was just seen; not every system renames over a folder.
        fs::remove_dir(&content).with_context(|| cannot("replace", &content))?;
    }
    fs::rename(beside.path().join(CONTENT), &content).with_context(|| cannot("write", &content))
}

fn summary(folder: &Path, content: &Content, unusable: usize) -> String {
    let on_radar = |id: &str| content.blips.iter().filter(|blip| blip.ring == id).count();
    let retired = on_radar(RETIRED);
    let rings: Vec<String> = content
        .rings
        .iter()
        .map(|ring| format!("{} {}", ring.name, number(on_radar(&ring.id))))
        .collect();
    let quadrants: Vec<String> = content
        .quadrants
        .iter()
        .map(|quadrant| {
            let blips = content.blips.iter().filter(|blip| blip.quadrant == quadrant.id).count();
            format!("{} {}", quadrant.name, number(blips))
        })
        .collect();
    let left_out = match unusable {
        0 => String::new(),
        1 => "\n1 row could not be used; the rest is written".to_owned(),
        rows => format!("\n{} rows could not be used; the rest is written", number(rows)),
    };
    format!(
        "{folder}: {blips}, {editions}\nrings, from the centre out: {rings}; retired {retired}\n\
         quadrants: {quadrants}{left_out}",
        folder = folder.display(),
        blips = counted(content.blips.len(), "blip"),
        editions = counted(content.editions.len(), "edition"),
        rings = rings.join(", "),
        retired = number(retired),
        quadrants = quadrants.join(", "),
    )
}

fn next_step(root: &Path) -> String {
    if root == Path::new(".") {
        "next: radar build".to_owned()
    } else {
        format!("next: radar build -C {}", root.display())
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between its thousands.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (1_936, "1,936"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }
}
