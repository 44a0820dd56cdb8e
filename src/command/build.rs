//! `radar build`: the content -> `output/`.

use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use super::Outcome;
use super::progress::Progress;
use super::project::{Refused, Session};
use super::ready::{Ready, choose_theme};
use crate::cli::Build;
use crate::output::{Fingerprint, Foreign, Output, Written};
use crate::source::{self, SourceSet};

pub(super) fn run(session: &Session, options: &Build) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let out = options.out.clone().unwrap_or_else(|| common.below_root("output"));
    let progress = Progress::start(terminal);
    // Locked before the content is read: of two builds at once, the one that writes last has read last.
    let foreign = if options.overwrite { Foreign::MoveAside } else { Foreign::Refuse };
    let on_wait = || terminal.say(&format!("waiting for another build of {}", out.display()));
    source::require_radar(&common.root)?;
    let output = Output::open(&common.root, &out, foreign, &on_wait)?;
    let say_if_refused = |error: &anyhow::Error| {
        if error.is::<Refused>() {
            terminal.say(&format!("nothing was written to {}", out.display()));
        }
    };
    let ready = Ready::read(session, &progress, |radar, sources| {
        if let Some(url) = &options.base_url {
            radar.base_url = Some(url.clone());
        }
        options.theme.iter().try_for_each(|name| choose_theme(radar, name, sources))
    });
    let mut ready = ready.inspect_err(say_if_refused)?;

    let entered = format!("{:?}", ready.radar.entered);
    let fingerprint = fingerprint(ready.sources(), options, today, &entered);
    if let Some(files) = output.is_current(&fingerprint) {
        terminal.say(&format!("{files} files in {} are up to date", out.display()));
        return Ok(Outcome::Done);
    }
    let build = output.build()?;
    let files = ready
        .render(&progress, &|path| output.earlier(path), &|path, body| build.take(path, &body))
        .inspect_err(say_if_refused)?;
    let written =
        progress.during(|| format!("writing: {files} files"), || build.publish(&fingerprint))?;
    if let Some((count, aside)) = &written.moved {
        let files = if *count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        terminal.say(&format!("moved {files} that radar did not write to {}", aside.display()));
    }
    terminal.say(&format!("{}, in {}", summary(&out, &written), progress.taken()));
    drop(output);
    // The process ends here. Dropping millions of small strings would take longer than writing them.
    std::mem::forget(ready);
    Ok(Outcome::Done)
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
