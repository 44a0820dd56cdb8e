//! `radar practice scan`: git histories -> `radar/evidence.toml`.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::Outcome;
use super::git::{self, git};
use super::project::{Project, Session};
use crate::cli::{Practice, Scan as Options};
use crate::diagnostic::Code;
use crate::radar::Radar;
use crate::scan::{self, Scan};
use crate::source::CONTENT;

pub(super) fn run(session: &Session, Practice::Scan(options): &Practice) -> Result<Outcome> {
    let path = format!("{CONTENT}/evidence.toml");
    let project = Project::read(session)?;
    project.stop_at_errors(|diagnostic| {
        let file = &project.sources.file(diagnostic.at().file).path;
        // The new scan replaces the old one, and with it the errors, unless it adds to it.
        file == "radar/people.toml" || (options.add && *file == path)
    })?;
    let radar = project.radar.as_ref().context("radar.toml has errors; run `radar check`")?;
    let scan = scan(session, radar, options)?;
    let text = scan::file(radar, &scan, session.today);
    let target = session.common.below_root(&path);
    project.put(&path, text.as_bytes())?;
    print_summary(session, radar, &scan, &target);
    let after = Project::check(session, project.sources.with(&path, text.into_bytes()))?;
    Ok(after.print_only(|diagnostic| diagnostic.code == Code::StalePractice))
}

fn scan(session: &Session, radar: &Radar, options: &Options) -> Result<Scan> {
    let mut scan = if options.add { Scan::of(radar) } else { Scan::default() };
    for repo in &options.repos {
        scan.add(radar, &log(repo)?, session.today);
        let shallow = git(repo, &["rev-parse", "--is-shallow-repository"])?;
        if shallow.trim() == "true" {
            session.terminal.warn(&format!(
                "{} is a shallow clone, so earlier months are missing; fetch them with \
                 git fetch --unshallow",
                repo.display()
            ));
        }
    }
    Ok(scan)
}

/// Returns a line a commit: the author's address, as mapped by `.mailmap`, and the month. Merges are left out,
/// because they are not work on the code.
fn log(repo: &Path) -> Result<String> {
    git::log(repo, &["--no-merges", "--date=format:%Y-%m", "--pretty=tformat:%aE%x09%ad"])
        .with_context(|| format!("cannot read the history of {}", repo.display()))
}

fn print_summary(session: &Session, radar: &Radar, scan: &Scan, target: &Path) {
    let say = |message: &str| session.terminal.say(message);
    let people = match scan.months.len() {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    say(&format!("wrote {}: months of {people}", target.display()));
    let without: Vec<&str> =
        radar.people.iter().filter(|p| p.emails.is_empty()).map(|p| p.name.as_str()).collect();
    if !without.is_empty() {
        say(&format!("no emails in people.toml, so no commits were found: {}", without.join(", ")));
    }
    for (count, one, many) in [
        (
            scan.strangers.len(),
            "address is not in people.toml and was ignored",
            "addresses are not in people.toml and were ignored",
        ),
        (
            scan.from_the_future,
            "commit is dated after today and was ignored",
            "commits are dated after today and were ignored",
        ),
        (
            scan.unreadable,
            "commit has no readable month and was ignored",
            "commits have no readable month and were ignored",
        ),
    ] {
        match count {
            0 => {}
            1 => say(&format!("1 {one}")),
            _ => say(&format!("{count} {many}")),
        }
    }
}
