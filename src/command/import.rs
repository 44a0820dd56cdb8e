//! `radar import`: a radar of another program -> `radar/`, written completely or not at all.

mod disk;
mod summary;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal, place};
use crate::cli::{Common, Import};
use crate::diagnostic::{Code, Levels, Report};
use crate::import::{self, Detected, Format, Invalid, Options, Part, Sources};
use crate::source::{CONTENT, SourceSet};

pub(super) fn run(
    common: &Common,
    options: &Import,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    if let Some(person) = &options.reviewed_by {
        bail!(
            "an import signs nothing: to sign, write a [[review]] with by = [\"{person}\"] and the day \
             of the review into the file of the blip"
        );
    }
    let root = common.root.clone();
    let files = disk::sources(&options.sources)?;
    let sources = Sources::new(&files);
    let mut report = Report::default();
    let run = Run { levels: common.levels()?, options, today, terminal, files: &files };
    let Some(format) = format(options, &sources, terminal, &mut report)? else {
        return Ok(run.nothing(report, &content(&root)));
    };
    let parts = import::parts(format, &sources);
    let chosen = chosen(options, &parts)?;
    if chosen.is_empty() {
        return run.import(format, &sources, &root);
    }
    let mut outcome = Outcome::Done;
    for part in chosen {
        let root = if options.all { root.join(&part.name) } else { root.clone() };
        terminal.say(&format!("radar: {}", part.name));
        let done = run.import(format, &import::only(format, &sources, part, &parts), &root)?;
        outcome = Outcome::denied_if([outcome, done].contains(&Outcome::Denied));
    }
    Ok(outcome)
}

/// Returns the folder that is written to, as messages show it.
fn content(root: &Path) -> PathBuf {
    if root.as_os_str() == "." { CONTENT.into() } else { root.join(CONTENT) }
}

/// Returns those of several radars that are imported; none if there is only one.
fn chosen<'p>(options: &Import, parts: &'p [Part]) -> Result<Vec<&'p Part>> {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let names = names.join(", ");
    match &options.radar {
        Some(_) if parts.is_empty() => bail!("the files hold one radar; leave out --radar"),
        Some(name) => match parts.iter().find(|part| part.name == *name) {
            Some(part) => Ok(vec![part]),
            None => bail!("there is no radar `{name}` in the files; there are {names}"),
        },
        None if options.all || parts.is_empty() => Ok(parts.iter().collect()),
        None => bail!(
            "the files hold {} radars: {names}\n  import one with --radar NAME, or each into a folder of its \
             own with --all",
            parts.len()
        ),
    }
}

/// What is the same for all radars of an import.
struct Run<'r> {
    levels: Levels,
    options: &'r Import,
    today: Date,
    terminal: Terminal,
    files: &'r SourceSet,
}

impl Run<'_> {
    fn import(&self, format: &Format, sources: &Sources, root: &Path) -> Result<Outcome> {
        let Self { options, today, terminal, .. } = *self;
        let content = content(root);
        let existing = disk::existing(root)?;
        let wanted = Options {
            today,
            date: options.date,
            absent: options.absent,
            title: options.title.clone(),
        };
        let mut report = Report::default();
        let imported = match import::import(format, sources, &existing, &wanted, &mut report) {
            Ok(imported) => imported,
            Err(invalid) => return self.invalid(&invalid, report, &content),
        };
        let Some(imported) = imported else { return Ok(self.nothing(report, &content)) };
        let unusable = report.iter().filter(|problem| problem.code == Code::UnusableRow).count();
        let outcome = self.report(report);
        let is_new = existing.iter().next().is_none();
        disk::write(root, &existing, &imported.merged.files, terminal)?;
        summary::print(terminal, root, &content, &imported, is_new, unusable);
        Ok(outcome)
    }

    fn report(&self, report: Report) -> Outcome {
        self.terminal.report(self.files, &report.judge(&self.levels))
    }

    /// Reports why nothing is written.
    fn nothing(&self, report: Report, content: &Path) -> Outcome {
        let outcome = self.report(report);
        self.terminal.say(&format!("nothing was written to {}", content.display()));
        outcome
    }

    fn invalid(&self, invalid: &Invalid, report: Report, content: &Path) -> Result<Outcome> {
        let outcome = self.report(report);
        let nothing = format!("nothing was written to {}", content.display());
        if invalid.is_new() && outcome == Outcome::Denied {
            // What is wrong with the files is the cause of what is wrong with the radar.
            self.terminal.say(&nothing);
            return Ok(outcome);
        }
        let (sources, problems) = invalid.problems();
        let root = content.parent().unwrap_or(Path::new(""));
        self.terminal
            .report(&place::shown(sources, &place::before_files(root), problems), problems);
        if invalid.is_new() {
            bail!("{nothing}: {invalid}");
        }
        self.terminal.say(&format!("{nothing}: {invalid}"));
        Ok(Outcome::Denied)
    }
}

/// Returns the format to read. Returns `None`, with the reasons in the report, if a broken file hides it.
fn format(
    options: &Import,
    sources: &Sources,
    terminal: Terminal,
    report: &mut Report,
) -> Result<Option<&'static Format>> {
    if let Some(format) = options.from.as_deref().and_then(import::format) {
        return Ok(Some(format));
    }
    match import::detect(sources) {
        Ok(Detected { format, because }) => {
            let Format { name, title, .. } = format;
            terminal.say(&format!("format: {name} ({title}), because {because}"));
            Ok(Some(format))
        }
        Err(_) if sources.report_broken(report) => Ok(None),
        Err(unsure) => bail!("{unsure}"),
    }
}
