//! `radar diff`: what changed between two editions or days, or from a commit to the work tree, on standard output.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::civil::Date;

use super::project::{Project, Session};
use super::{Outcome, base, lookup, terminal};
use crate::cli::{Diff as Options, DiffFormat, has_form_of_date};
use crate::content::{self, Checked};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::export::compare::{self, Base, Compared};
use crate::export::diff;
use crate::radar::compare::{Comparison, State};
use crate::radar::diff::Diff;
use crate::radar::{Radar, Snapshot};
use crate::source::{CONTENT, SourceSet};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    match &options.base {
        Some(base) => since_commit(session, base, options.format),
        None => between_days(session, options),
    }
}

fn between_days(session: &Session, options: &Options) -> Result<Outcome> {
    let today = session.today;
    let radar = Project::read(session)?.whole()?;
    let from = options.from.as_deref().context("clap requires a day or a commit")?;
    let from = day(&radar, from)?;
    let to = options.to.as_deref().map_or(Ok(today), |to| day(&radar, to))?;
    if to > today {
        bail!("{to} is after today ({today}); a diff cannot look into the future");
    }
    if from > to {
        bail!("{from} is after {to}; name the earlier day first");
    }
    let diff = Diff::new(&Snapshot::new(&radar, to), from);
    terminal::print(&match options.format {
        DiffFormat::Text => diff::text(&diff),
        DiffFormat::Markdown => diff::markdown(&diff),
        DiffFormat::Json => diff::json(&diff),
    })
}

/// Returns the day that an edition or a date names.
fn day(radar: &Radar, text: &str) -> Result<Date> {
    let edition = radar.editions.iter().find(|edition| edition.id == text);
    let day = edition.map(|edition| edition.date).or_else(|| text.parse().ok());
    day.ok_or_else(|| {
        if has_form_of_date(text) {
            return anyhow!("there is no day {text}");
        }
        let known = radar.editions.iter().map(|edition| edition.id.as_str());
        lookup::unknown("edition or date", text, known)
    })
}

fn since_commit(session: &Session, name: &str, format: DiffFormat) -> Result<Outcome> {
    let project = Project::read(session)?;
    let levels = project.levels.clone();
    let radar = project.whole()?;
    let base::Commit { base, sources } = base::read(&session.common.root, name)?;
    let after = Snapshot::new(&radar, session.today);
    let Some(sources) = sources else {
        return print(&Compared { base, after: &after, comparison: None }, format);
    };
    let checked = content::check(&sources, session.today, &session.levels);
    let earlier = earlier(&checked, &sources, &base)?;
    let unreadable = left_out(&checked.report, &sources);
    warn(session, &base, &unreadable);
    let before = Snapshot::new(earlier, session.today);
    let before = State { snapshot: &before, levels: &checked.levels };
    let now = State { snapshot: &after, levels: &levels };
    let comparison = Comparison::new(before, now, &unreadable);
    print(&Compared { base, after: &after, comparison: Some(comparison) }, format)
}

fn print(compared: &Compared, format: DiffFormat) -> Result<Outcome> {
    terminal::print(&match format {
        DiffFormat::Text => compare::text(compared),
        DiffFormat::Markdown => compare::markdown(compared),
        DiffFormat::Json => compare::json(compared),
    })
}

/// Returns the radar of the commit, unless people or settings in it cannot be relied on: a comparison would find
/// changes that nobody made.
fn earlier<'c>(checked: &'c Checked, sources: &SourceSet, base: &Base) -> Result<&'c Radar> {
    let path = |problem: &Diagnostic| sources.file(problem.at().file).path.clone();
    let shared =
        ["radar.toml", "people.toml", "evidence.toml"].map(|file| format!("{CONTENT}/{file}"));
    let mut errors = checked.report.iter().filter(|problem| leaves_out(problem));
    let problem = errors.find(|problem| shared.contains(&path(problem)));
    match (&checked.radar, problem) {
        (Some(radar), None) => Ok(radar),
        (_, problem) => {
            let mut message = format!("cannot compare with {}: its content has errors", base.name);
            if let Some(problem) = problem.or_else(|| checked.report.iter().find(|p| leaves_out(p)))
            {
                let _ = write!(message, " ({}: {})", path(problem), problem.message);
            }
            bail!("{message}; compare with a commit without, such as an earlier one")
        }
    }
}

/// Returns whether a part of the content could not be used.
fn leaves_out(problem: &Diagnostic) -> bool {
    problem.code.is_always_error()
        && !matches!(problem.code, Code::RingDisagrees | Code::UnsafeLink)
}

/// Returns the ids of blips of which something could not be used.
fn left_out(report: &Report, sources: &SourceSet) -> BTreeSet<String> {
    let problems = report.iter().filter(|problem| leaves_out(problem));
    let paths = problems.map(|problem| sources.file(problem.at().file).path.as_str());
    let blips = paths.filter(|path| path.starts_with(&format!("{CONTENT}/blips/")));
    let ids = blips.filter_map(|path| path.rsplit('/').next()?.strip_suffix(".toml"));
    ids.map(str::to_owned).collect()
}

fn warn(session: &Session, base: &Base, unreadable: &BTreeSet<String>) {
    let files = match unreadable.len() {
        0 => return,
        1 => "1 blip has an error".to_owned(),
        count => format!("{count} blips have errors"),
    };
    let name = &base.name;
    session.terminal.warn(&format!("{files} at {name} and cannot be compared; the rest is"));
}
