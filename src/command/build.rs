//! `radar build`: the content -> `output/`.

use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::Outcome;
use super::history::Entries;
use super::progress::Progress;
use super::project::{Project, Session};
use crate::cli::Build;
use crate::output::{Fingerprint, Foreign, Output, Written};
use crate::radar::Radar;
use crate::site::{self, Rendered};
use crate::source::{self, CONTENT, SourceSet};
use crate::theme;

pub(super) fn run(session: &Session, options: &Build) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let out = options.out.clone().unwrap_or_else(|| common.below_root("output"));
    let progress = Progress::start(terminal);
    // Locked before the content is read: of two builds at once, the one that writes last has read last.
    let foreign = if options.overwrite { Foreign::MoveAside } else { Foreign::Refuse };
    let on_wait = || terminal.say(&format!("waiting for another build of {}", out.display()));
    source::require_radar(&common.root)?;
    let output = Output::open(&common.root, &out, foreign, &on_wait)?;
    let mut project =
        progress.during(|| "reading and checking".to_owned(), || Project::read(session))?;
    if let Some(radar) = &mut project.radar {
        override_settings(radar, options, &project.sources)?;
        let mut entries = Entries::new(common.below_root(CONTENT), today);
        if let Some(why) = entries.tell(radar, &project.sources) {
            terminal.warn(&why);
        }
    }
    let theme = project.load_theme();
    let outcome = project.print_errors();
    let is_denied = project.is_denied();
    let (Some(radar), Some(theme)) = (project.radar.take(), theme) else { return Ok(outcome) };
    if is_denied {
        terminal.say(&format!("nothing was written to {}", out.display()));
        return Ok(outcome);
    }

    let entered = format!("{:?}", radar.entered);
    let fingerprint = fingerprint(&project.sources, options, today, &entered);
    if let Some(files) = output.is_current(&fingerprint) {
        terminal.say(&format!("{files} files in {} are up to date", out.display()));
        return Ok(outcome);
    }
    let rendered = Rendered::default();
    let site = progress.during(
        || format!("rendering: {rendered}"),
        || site::site_counted(&radar, &project.sources, &theme, today, &rendered),
    );
    let site = match site {
        Ok(site) => site,
        Err(report) => {
            project.report = report;
            let outcome = project.print_problems();
            terminal.say(&format!("nothing was written to {}", out.display()));
            return Ok(outcome);
        }
    };
    let written = progress.during(
        || format!("writing: {} files", site.len()),
        || output.write(&site, &fingerprint),
    )?;
    if let Some((count, aside)) = &written.moved {
        let files = if *count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        terminal.say(&format!("moved {files} that radar did not write to {}", aside.display()));
    }
    terminal.say(&format!("{}, in {}", summary(&out, &written), progress.taken()));
    drop(output);
    // The process ends here. Dropping millions of small strings would take longer than writing them.
    std::mem::forget((site, radar, theme, project));
    Ok(outcome)
}

fn override_settings(radar: &mut Radar, options: &Build, sources: &SourceSet) -> Result<()> {
    if let Some(url) = &options.base_url {
        radar.base_url = Some(url.clone());
    }
    if let Some(name) = &options.theme {
        let known = theme::names(sources);
        if !known.contains(name) {
            bail!("there is no theme `{name}`; known: {}", known.join(", "));
        }
        radar.theme.value.clone_from(name);
    }
    Ok(())
}

/// Identifies everything that the site depends on. That includes the program: a new version may draw differently.
fn fingerprint(sources: &SourceSet, options: &Build, today: Date, entered: &str) -> Fingerprint {
    #[allow(clippy::disallowed_methods, reason = "the program itself is part of the input")]
    let program = std::env::current_exe().and_then(|path| path.metadata()).map_or_else(
        |_| env!("CARGO_PKG_VERSION").to_owned(),
        |meta| format!("{} {:?}", meta.len(), meta.modified().ok()),
    );
    let today = today.to_string();
    let base_url = options.base_url.as_deref().unwrap_or_default();
    let theme = options.theme.as_deref().unwrap_or_default();
    Fingerprint::new(sources, &[&program, &today, base_url, theme, entered])
}

fn summary(out: &Path, Written { changed, unchanged, removed, .. }: &Written) -> String {
    let removed = if *removed == 0 { String::new() } else { format!(", {removed} removed") };
    format!("{}: {changed} files written, {unchanged} unchanged{removed}", out.display())
}
