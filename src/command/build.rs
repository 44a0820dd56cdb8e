//! `radar build`: the content -> `output/`.

use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Build, Common};
use crate::content::check;
use crate::output::{Fingerprint, Output};
use crate::source::SourceSet;
use crate::{site, source, theme};

pub(super) fn run(
    common: &Common,
    options: &Build,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let chosen = common.levels()?;
    let out = options.out.clone().unwrap_or_else(|| common.below_root("output"));
    let sources = source::read(&common.root)?;
    let output = Output::open(&common.root, &out)?;

    let mut checked = check(&sources, today, &chosen);
    if let Some(radar) = &mut checked.radar {
        lay_over(radar, options, &sources)?;
    }
    let theme =
        checked.radar.as_ref().and_then(|radar| theme::load(radar, &sources, &mut checked.report));
    let is_denied = checked.is_denied();
    let (radar, Some(theme)) = (checked.radar, theme) else {
        return Ok(terminal.report(&sources, &checked.report.judge(&checked.levels)));
    };
    let outcome = terminal.report(&sources, &checked.report.judge(&checked.levels));
    let Some(radar) = radar.filter(|_| !is_denied) else {
        terminal.say(&format!("nothing was written to {}", out.display()));
        return Ok(outcome);
    };

    let fingerprint = fingerprint(&sources, options, today);
    if let Some(files) = output.is_current(&fingerprint) {
        terminal.say(&format!("{files} files in {} are up to date", out.display()));
        return Ok(outcome);
    }
    let site = match site::site(&radar, &sources, &theme, today) {
        Ok(site) => site,
        Err(report) => {
            let outcome = terminal.report(&sources, &report.judge(&checked.levels));
            terminal.say(&format!("nothing was written to {}", out.display()));
            return Ok(outcome);
        }
    };
    let written = output.write(&site, &fingerprint)?;
    terminal.say(&done(&out, written));
    // The process ends here; taking down millions of small strings one by one would take longer
    // than writing them.
    std::mem::forget((site, radar, theme, sources));
    Ok(outcome)
}

fn lay_over(radar: &mut crate::radar::Radar, options: &Build, sources: &SourceSet) -> Result<()> {
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

/// Everything that has a say in the site. The program counts too: a new one may draw differently.
fn fingerprint(sources: &SourceSet, options: &Build, today: Date) -> Fingerprint {
    let program = std::env::current_exe().and_then(|path| path.metadata()).map_or_else(
        |_| env!("CARGO_PKG_VERSION").to_owned(),
        |meta| format!("{} {:?}", meta.len(), meta.modified().ok()),
    );
    let today = today.to_string();
    let base_url = options.base_url.as_deref().unwrap_or_default();
    let theme = options.theme.as_deref().unwrap_or_default();
    Fingerprint::new(sources, &[&program, &today, base_url, theme])
}

fn done(out: &Path, written: crate::output::Written) -> String {
    let crate::output::Written { changed, unchanged, removed } = written;
    let removed = if removed == 0 { String::new() } else { format!(", {removed} removed") };
    format!("{}: {changed} files written, {unchanged} unchanged{removed}", out.display())
}
