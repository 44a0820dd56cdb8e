//! `radar import`: a radar of another program -> `radar/`, written completely or not at all.

mod disk;
mod summary;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Common, Import};
use crate::diagnostic::{Code, Report};
use crate::import::{self, Detected, Format, Options, Sources};
use crate::source::CONTENT;

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
    let levels = common.levels()?;
    let root = match &options.into {
        Some(folder) => common.below_root(folder),
        None => common.root.clone(),
    };
    let content = if root.as_os_str() == "." { CONTENT.into() } else { root.join(CONTENT) };
    let existing = disk::existing(&root)?;
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
    let imported = match import::import(format, &sources, &existing, &wanted, &mut report) {
        Ok(imported) => imported,
        Err(invalid) => {
            let outcome = terminal.report(&files, &report.judge(&levels));
            let nothing = format!("nothing was written to {}", content.display());
            if invalid.is_new() && outcome == Outcome::Denied {
                // What is wrong with the files is the cause of what is wrong with the radar.
                terminal.say(&nothing);
                return Ok(outcome);
            }
            let (sources, problems) = invalid.problems();
            terminal.report(sources, problems);
            if invalid.is_new() {
                bail!("{nothing}: {invalid}");
            }
            terminal.say(&format!("{nothing}: {invalid}"));
            return Ok(Outcome::Denied);
        }
    };
    let unusable = report.iter().filter(|problem| problem.code == Code::UnusableRow).count();
    let outcome = terminal.report(&files, &report.judge(&levels));
    let Some(imported) = imported else {
        terminal.say(&format!("nothing was written to {}", content.display()));
        return Ok(outcome);
    };
    let is_new = existing.iter().next().is_none();
    disk::write(&root, &existing, &imported.merged.files, terminal)?;
    summary::print(terminal, &root, &content, &imported, is_new, unusable);
    Ok(outcome)
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
