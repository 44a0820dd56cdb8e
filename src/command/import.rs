//! `radar import`: a radar from elsewhere -> `radar/`, written whole or not at all.

mod disk;
mod told;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Common, Import};
use crate::diagnostic::{Code, Levels, Report};
use crate::import::{self, Detected, Format, Options, Sources};
use crate::source::{CONTENT, SourceSet};

pub(super) fn run(
    common: &Common,
    options: &Import,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    if let Some(person) = &options.reviewed_by {
        bail!(
            "an import signs nothing: who has looked at a blip writes a [[review]] of their own, with \
             by = [\"{person}\"] and the day they looked"
        );
    }
    let levels = common.levels()?;
    let root = match &options.into {
        Some(folder) => common.below_root(folder),
        None => common.root.clone(),
    };
    let content = if root.as_os_str() == "." { CONTENT.into() } else { root.join(CONTENT) };
    let there = disk::there(&root)?;
    let files = disk::sources(&options.sources)?;
    let sources = Sources::new(&files);
    let mut report = Report::default();
    let Some(format) = format(options, &sources, terminal, &mut report)? else {
        let outcome = terminal.report(&files, &report.judge(&levels));
        terminal.say(&format!("nothing was written to {}", content.display()));
        return Ok(outcome);
    };
    let wanted =
        Options { today, date: options.date, absent: options.absent, title: options.title.clone() };
    let imported = match import::import(format, &sources, &there, &wanted, &mut report) {
        Ok(imported) => imported,
        Err(invalid) => {
            let (sources, problems) = invalid.problems();
            terminal.report(sources, problems);
            bail!("nothing was written to {}: {invalid}", content.display());
        }
    };
    let (unusable, outcome) = report_all(report, &files, &levels, terminal);
    let Some(imported) = imported else {
        terminal.say(&format!("nothing was written to {}", content.display()));
        return Ok(outcome);
    };
    let is_new = there.iter().next().is_none();
    disk::write(&root, &imported.merged.files, is_new)?;
    told::tell(terminal, &root, &content, &imported, is_new, unusable);
    Ok(outcome)
}

/// The format to read; `None`, with the reasons in the report, where a file is so broken that nobody
/// can tell.
fn format(
    options: &Import,
    sources: &Sources,
    terminal: Terminal,
    report: &mut Report,
) -> Result<Option<&'static dyn Format>> {
    if let Some(format) = options.from.as_deref().and_then(import::format) {
        return Ok(Some(format));
    }
    match import::detect(sources) {
        Ok(Detected { format, because }) => {
            let (name, title) = (format.name(), format.title());
            terminal.say(&format!("format: {name} ({title}), as {because}"));
            Ok(Some(format))
        }
        Err(_) if import::report_broken(sources, report) => Ok(None),
        Err(unsure) => bail!("{unsure}"),
    }
}

/// Writes all problems; how many entries could not be used, and whether any problem is denied.
fn report_all(
    report: Report,
    files: &SourceSet,
    levels: &Levels,
    terminal: Terminal,
) -> (usize, Outcome) {
    let unusable = report.iter().filter(|problem| problem.code == Code::UnusableRow).count();
    (unusable, terminal.report(files, &report.judge(levels)))
}
