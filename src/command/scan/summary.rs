//! What a scan says about what it found.

use std::collections::BTreeSet;
use std::path::Path;

use super::read::Scanned;
use crate::command::Terminal;
use crate::line::visible;
use crate::radar::Radar;
use crate::scan::artefacts::Unread;
use crate::scan::evidence::Evidence;
use crate::scan::uses::Detectors;

/// As many manifests that cannot be read are listed for each repository.
const MAX_LISTED: usize = 20;

/// Warns of what could not be read. A path or a reason may contain anything.
pub(super) fn warn(terminal: Terminal, radar: &Radar, detectors: &Detectors, scanned: &[Scanned]) {
    for (blip, detector) in &detectors.unknown {
        let id = &radar.blips[*blip].id;
        terminal
            .warn(&format!("{id}: `{detector}` is no language that radar knows by its endings"));
    }
    for Scanned { name, remarks, unread, .. } in scanned {
        for remark in remarks {
            terminal.warn(&format!("{name}: {remark}"));
        }
        warn_of_unread(terminal, name, unread);
    }
}

/// Warns of manifests that could not be read.
pub(super) fn warn_of_unread(terminal: Terminal, name: &str, unread: &[Unread]) {
    for fault in unread.iter().take(MAX_LISTED) {
        let (path, reason) = (visible(&fault.path), visible(&fault.reason));
        terminal.warn(&format!("{name}: {path} was not read: {reason}"));
    }
    if unread.len() > MAX_LISTED {
        let more = unread.len() - MAX_LISTED;
        let more = count(more, "more manifest was", "more manifests were");
        terminal.warn(&format!("{name}: {more} not read"));
    }
}

/// Says what was found, and what was not.
pub(super) fn print(
    terminal: Terminal,
    radar: &Radar,
    evidence: &Evidence,
    scanned: &[Scanned],
    target: &Path,
) {
    let say = |message: &str| terminal.say(message);
    let used: BTreeSet<usize> =
        evidence.repositories.values().flat_map(|known| known.uses.keys().copied()).collect();
    let people: BTreeSet<_> =
        evidence.repositories.values().flat_map(|known| known.months.keys()).collect();
    say(&format!(
        "wrote {}: {}, {} in use, months of {}",
        target.display(),
        count(evidence.repositories.len(), "repository", "repositories"),
        count(used.len(), "blip", "blips"),
        count(people.len(), "person", "people"),
    ));
    let looked_for = radar.blips.iter().enumerate().filter(|(_, blip)| !blip.detect.is_empty());
    let (found, nowhere): (Vec<_>, Vec<_>) = looked_for.partition(|(at, _)| used.contains(at));
    if found.is_empty() && nowhere.is_empty() {
        say("no blip says in `detect` what it looks like in a repository, so none was looked for");
    }
    if !nowhere.is_empty() {
        let ids: Vec<&str> = nowhere.iter().map(|(_, blip)| blip.id.as_str()).collect();
        say(&format!("found nowhere: {}", ids.join(", ")));
    }
    let without: Vec<&str> =
        radar.people.iter().filter(|p| p.emails.is_empty()).map(|p| p.name.as_str()).collect();
    if !without.is_empty() {
        say(&format!("no emails in people.toml, so no commits were found: {}", without.join(", ")));
    }
    let strangers: BTreeSet<&String> = scanned.iter().flat_map(|one| &one.strangers).collect();
    let sum = |count: fn(&Scanned) -> usize| scanned.iter().map(count).sum::<usize>();
    for (number, one, many) in [
        (
            strangers.len(),
            "address is not in people.toml and was ignored",
            "addresses are not in people.toml and were ignored",
        ),
        (
            sum(|one| one.from_the_future),
            "commit is dated after today and was ignored",
            "commits are dated after today and were ignored",
        ),
        (
            sum(|one| one.unreadable),
            "commit has no readable month and was ignored",
            "commits have no readable month and were ignored",
        ),
    ] {
        if number > 0 {
            say(&count(number, one, many));
        }
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
