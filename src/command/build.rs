//! `radar build`: the content -> `output/`.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use super::progress::Progress;
use super::project::{Refused, Session};
use super::ready::{Ready, choose_theme};
use crate::cli::Build;
use crate::output::{Fingerprint, Foreign, Output, Written};
use crate::site::{Digests, Reuse};
use crate::source;

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
    let (program, today) = (program(), today.to_string());
    let base_url = options.base_url.as_deref().unwrap_or_default();
    let theme = options.theme.as_deref().unwrap_or_default();
    let given = [program.as_str(), &today, base_url, theme, &entered];
    let fingerprint = Fingerprint::new(ready.sources(), &given);
    if let Some(files) = output.is_current(&fingerprint) {
        terminal.say(&format!("{files} files in {} are up to date", out.display()));
        return Ok(Outcome::Done);
    }
    let digests = Digests::new(&ready.radar, ready.sources(), &given);
    let build = output.build()?;
    let reuse = Reuse { digests: &digests, keep: &|digest| build.keep(digest.0) };
    let files = ready
        .render(&progress, &|path| output.earlier(path), Some(reuse), &|file| {
            build.take(file.path, &file.body, file.digest.map(|digest| digest.0))
        })
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

/// Identifies the program: a new version may draw differently.
fn program() -> String {
    #[allow(clippy::disallowed_methods, reason = "the program itself is part of the input")]
    let file = std::env::current_exe().and_then(|path| path.metadata());
    file.map_or_else(
        |_| env!("CARGO_PKG_VERSION").to_owned(),
        |meta| format!("{} {:?}", meta.len(), meta.modified().ok()),
    )
}

fn summary(out: &Path, Written { changed, unchanged, removed, .. }: &Written) -> String {
    let removed = if *removed == 0 { String::new() } else { format!(", {removed} removed") };
    let files = if *changed == 1 { "file" } else { "files" };
    format!("{}: {changed} {files} written, {unchanged} unchanged{removed}", out.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_files() {
        let written = |changed, removed| Written { changed, unchanged: 9, removed, moved: None };
        let of = |changed, removed| summary(Path::new("output"), &written(changed, removed));
        assert_eq!(of(1, 0), "output: 1 file written, 9 unchanged");
        assert_eq!(of(2, 3), "output: 2 files written, 9 unchanged, 3 removed");
    }
}
