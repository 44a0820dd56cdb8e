//! `radar scan`: git repositories and bills of materials -> `radar/evidence.toml`.

mod bills;
mod each;
mod name;
mod read;
mod suggest;
mod summary;

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, bail};

use super::Outcome;
use super::progress::Progress;
use super::project::{Project, Session};
use crate::cli::Scan as Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::radar::Radar;
use crate::scan::evidence::Evidence;
use crate::scan::file::file;
use crate::scan::uses::Detectors;
use crate::source::CONTENT;
use each::each;
use name::Source;
use read::{Scanned, Scanner};

/// The places that evidence.toml can name (`RepositoryIndex`).
const MAX_REPOSITORIES: usize = 65_535;

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    if options.suggest {
        return suggest::run(session, options);
    }
    let path = format!("{CONTENT}/evidence.toml");
    let sources = name::repositories(&options.repos)?;
    let project = Project::read(session)?;
    project.stop_at_errors(|diagnostic| {
        let file = &project.sources.file(diagnostic.at().file).path;
        matters(diagnostic, file, options.add)
    })?;
    let radar = project.radar.as_ref().context("radar.toml has errors; run `radar check`")?;
    let detectors = Detectors::of(radar);
    let scanned = scan(session, radar, &detectors, options, &sources)?;
    let mut evidence = if options.add { Evidence::of(radar) } else { Evidence::default() };
    for one in &scanned {
        evidence.add(&one.name, one.known.clone());
    }
    let bills = bills::read(&options.sboms, &evidence)?;
    for (name, dependencies) in &bills {
        evidence.add_listed(name, detectors.listed(dependencies));
    }
    if evidence.repositories.len() > MAX_REPOSITORIES {
        bail!("evidence.toml can have {MAX_REPOSITORIES} repositories");
    }
    let text = file(radar, &evidence, session.today);
    let target = session.common.below_root(&path);
    project.put(&path, text.as_bytes())?;
    summary::warn(session.terminal, radar, &detectors, &scanned);
    summary::print(session.terminal, radar, &evidence, &scanned, &target);
    let after = Project::check(session, project.sources.with(&path, text.into_bytes()))?;
    Ok(after.print_only(|diagnostic| is_news(diagnostic.code)))
}

/// Returns whether an error may hide a person or a blip, so that a scan would leave out what is theirs.
fn matters(diagnostic: &Diagnostic, file: &str, adds: bool) -> bool {
    if file == "radar/evidence.toml" {
        // A scan writes the file anew, and with it goes the error, unless it adds to the file.
        return adds;
    }
    // That there is no evidence yet is why it is looked for.
    file.starts_with("radar/blips/")
        || file == "radar/people.toml"
        || (file == "radar/radar.toml" && diagnostic.code != Code::MissingFile)
}

/// Returns whether a problem is one that evidence shows.
fn is_news(code: Code) -> bool {
    matches!(code, Code::StalePractice | Code::UnprovablePractice | Code::UsedOnHold)
}

/// Scans all repositories, in the order of their names. Nothing is kept if one of them cannot be read.
fn scan(
    session: &Session,
    radar: &Radar,
    detectors: &Detectors,
    options: &Options,
    sources: &[Source],
) -> Result<Vec<Scanned>> {
    let today = session.today;
    let scanner = Scanner {
        radar,
        detectors,
        today,
        patience: options.patience(),
        is_with_history: options.history,
    };
    let done = AtomicUsize::new(0);
    let state =
        || format!("scanned {} of {} repositories", done.load(Ordering::Relaxed), sources.len());
    Progress::start(session.terminal).during(state, || {
        each(sources, |source| {
            let result = scanner.scan(source);
            done.fetch_add(1, Ordering::Relaxed);
            result
        })
    })
}
