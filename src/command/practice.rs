//! `radar practice scan`: git histories -> `radar/practice.toml`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Common, Practice, Scan as Options};
use crate::content::{Checked, check};
use crate::diagnostic::Code;
use crate::edit::write;
use crate::radar::Radar;
use crate::scan::{self, Scan};
use crate::source::{self, CONTENT, SourceSet};

pub(super) fn run(
    common: &Common,
    Practice::Scan(options): &Practice,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let chosen = common.levels()?;
    let path = format!("{CONTENT}/practice.toml");
    let sources = source::read(&common.root)?;
    let mut checked = check(&sources, today, &chosen);
    checked.report.retain(|diagnostic| {
        let file = &sources.file(diagnostic.at().file).path;
        // What is wrong with the old scan is mended by the new one, unless that adds to it.
        let counts = file == "radar/people.toml" || (options.add && *file == path);
        diagnostic.code.is_always_error() && counts
    });
    let has_errors = checked.report.iter().next().is_some();
    let radar = match checked {
        Checked { radar: Some(radar), .. } if !has_errors => radar,
        Checked { report, levels, .. } if has_errors => {
            return Ok(terminal.report(&sources, &report.judge(&levels)));
        }
        _ => bail!("radar.toml or people.toml has errors; radar check says which"),
    };
    let scan = scan(&radar, options, today, terminal)?;
    let text = scan::file(&radar, &scan, today);
    let place = common.below_root(&path);
    let after = match sources.find(&path) {
        Some((id, old)) => {
            write::rewrite(&place, &old.bytes, text.as_bytes())?;
            sources.with(id, text.into_bytes())
        }
        None => {
            write::create(&place, text.as_bytes())?;
            sources.and(&path, text.into_bytes())
        }
    };
    say(&radar, &scan, &place, terminal);
    stale(&after, today, common, terminal)
}

fn scan(radar: &Radar, options: &Options, today: Date, terminal: Terminal) -> Result<Scan> {
    let mut scan = if options.add { Scan::of(radar) } else { Scan::default() };
    for repo in &options.repos {
        scan.add(radar, &log(repo)?, today);
        let shallow = git(repo, &["rev-parse", "--is-shallow-repository"])?;
        if shallow.trim() == "true" {
            terminal.warn(&format!(
                "{} is a shallow clone, so earlier months are missing; git fetch --unshallow brings them",
                repo.display()
            ));
        }
    }
    Ok(scan)
}

/// A line a commit: the author's address, as `.mailmap` has it, and the month. A merge is no work on the
/// code.
fn log(repo: &Path) -> Result<String> {
    git(repo, &["log", "--no-merges", "--date=format:%Y-%m", "--pretty=tformat:%aE%x09%ad"])
}

fn git(repo: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(repo)
        .args(arguments)
        .output()
        .context("cannot start git")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.trim().lines().last().unwrap_or("git failed").trim_start_matches("fatal: ");
        bail!("cannot read the history of {}: {why}", repo.display());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn say(radar: &Radar, scan: &Scan, place: &Path, terminal: Terminal) {
    let people =
        |count: usize| if count == 1 { "1 person".into() } else { format!("{count} people") };
    terminal.say(&format!("wrote {}: months of {}", place.display(), people(scan.months.len())));
    let without: Vec<&str> =
        radar.people.iter().filter(|p| p.emails.is_empty()).map(|p| p.name.as_str()).collect();
    if !without.is_empty() {
        let names = without.join(", ");
        terminal.say(&format!("without emails in people.toml, so nothing could be found: {names}"));
    }
    let remarks = [
        (
            scan.strangers.len(),
            "address is nobody's in people.toml, and was not kept",
            "addresses are nobody's in people.toml, and were not kept",
        ),
        (
            scan.from_the_future,
            "commit is dated after today, and does not count",
            "commits are dated after today, and do not count",
        ),
        (
            scan.unreadable,
            "commit has no month that could be read",
            "commits have no month that could be read",
        ),
    ];
    for (count, one, many) in remarks.into_iter().filter(|(count, ..)| *count > 0) {
        terminal.say(&format!("{count} {}", if count == 1 { one } else { many }));
    }
}

/// Says who is declared as practising and is not seen to.
fn stale(sources: &SourceSet, today: Date, common: &Common, terminal: Terminal) -> Result<Outcome> {
    let mut checked = check(sources, today, &common.levels()?);
    checked.report.retain(|diagnostic| diagnostic.code == Code::StalePractice);
    Ok(terminal.report(sources, &checked.report.judge(&checked.levels)))
}
