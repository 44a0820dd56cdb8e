//! `radar scan --suggest`: what blips could have as `detect`, and what repositories use that no blip is about. It writes
//! no evidence.

use anyhow::{Context as _, Result};

use super::each::each;
use super::name::{self, Source};
use super::{read, summary};
use crate::cli::Scan as Options;
use crate::command::project::{Project, Session};
use crate::command::{Outcome, terminal};
use crate::edit;
use crate::scan::artefacts::Artefacts;
use crate::suggest::{self, Suggestion, Suggestions, text};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let sources = name::repositories(&options.repos)?;
    let project = Project::read(session)?;
    // A blip that cannot be used would be taken for one that is not there.
    project.stop_at_errors(|diagnostic| {
        let path = &project.sources.file(diagnostic.at().file).path;
        path.starts_with("radar/blips/") || path == "radar/radar.toml"
    })?;
    let radar = project.usable()?;
    let repositories = artefacts(session, options, &sources)?;
    let mut suggestions = suggest::suggest(radar, &repositories);
    suggestions.blips.retain(|suggestion| has_no_list(&project, suggestion));
    let found = text::of_missing(&suggestions.missing, repositories.len());
    let (certain, doubtful): (Vec<_>, Vec<_>) =
        suggestions.blips.iter().partition(|suggestion| suggestion.doubt.is_none());
    let shown: Vec<&Suggestion> = if options.write {
        write(session, &project, &certain)?;
        doubtful
    } else {
        suggestions.blips.iter().collect()
    };
    let lists = text::of_blips(&shown);
    let gap = if lists.is_empty() || found.is_empty() { "" } else { "\n" };
    terminal::print(&format!("{lists}{gap}{found}"))?;
    say(session, &suggestions, repositories.len());
    Ok(Outcome::Done)
}

/// Returns whether a blip's file has no `detect`, not even an empty one: then its author decided.
fn has_no_list(project: &Project, suggestion: &Suggestion) -> bool {
    let file = project.sources.find(&suggestion.blip.path).and_then(|(_, file)| file.text());
    file.is_some_and(|text| !edit::has_detect(text))
}

/// Writes the lists that are certain into the files of their blips: all of them, or none.
fn write(session: &Session, project: &Project, certain: &[&Suggestion]) -> Result<()> {
    let mut edits = Vec::new();
    for Suggestion { blip, detect, .. } in certain {
        let (_, file) = project.sources.find(&blip.path).context("a blip has a file")?;
        let text = file.text().with_context(|| format!("{} is not UTF-8", blip.path))?;
        let edited = edit::detect(text, detect)?;
        if edited != text {
            edits.push((blip.path.as_str(), edited.into_bytes()));
        }
    }
    if edits.is_empty() {
        return Ok(());
    }
    let edits: Vec<(&str, &[u8])> = edits.iter().map(|(path, bytes)| (*path, &**bytes)).collect();
    project.save_all(&edits)?;
    for Suggestion { blip, technology, detect, left_out, .. } in certain {
        let path = session.common.below_root(&blip.path);
        let without = left_out.as_ref().map_or_else(String::new, |(other, detectors)| {
            format!(", without {} that {other} has, too", entries(detectors.len()))
        });
        let entries = entries(detect.len());
        session.terminal.say(&format!("{}: {entries} for {technology}{without}", path.display()));
    }
    Ok(())
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// Reads all repositories, or fails.
fn artefacts(
    session: &Session,
    options: &Options,
    sources: &[Source],
) -> Result<Vec<(String, Artefacts)>> {
    let read = each(sources, |source| read::artefacts(source, options.patience()))?;
    let mut repositories = Vec::with_capacity(read.len());
    for (source, artefacts) in sources.iter().zip(read) {
        summary::warn_of_unread(session.terminal, &source.name, &artefacts.unread);
        repositories.push((source.name.clone(), artefacts));
    }
    Ok(repositories)
}

fn say(session: &Session, suggestions: &Suggestions, repositories: usize) {
    let say = |message: &str| session.terminal.say(message);
    if suggestions.blips.is_empty() {
        say(&format!(
            "no blip without `detect` is among the {} technologies that radar knows",
            suggestions.known
        ));
    }
    match repositories {
        0 => {}
        few if few < suggest::ENOUGH => say(&format!(
            "what the radar has no blip for shows from {} repositories on",
            suggest::ENOUGH
        )),
        all if suggestions.missing.is_empty() => say(&format!(
            "of the {all} repositories, no {} use the same thing that the radar has no blip for",
            suggest::ENOUGH
        )),
        _ => {}
    }
}
