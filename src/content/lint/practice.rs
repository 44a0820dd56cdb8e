//! Lints on the practice of people: what they declare, held against what commits show.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::radar::freshness;
use crate::radar::{Evidence, Period, Person, Radar};

/// Returns the lints of all people.
pub(super) fn lints(radar: &Radar, today: Date) -> impl Iterator<Item = Diagnostic> {
    let unprovable = radar.people.iter().filter_map(move |person| unprovable(radar, person, today));
    stale_practice(radar, today).chain(unprovable)
}

/// Reports people whose practice is declared as ongoing, but who had not committed within the window before
/// the last scan: nobody ends a period when they are promoted.
fn stale_practice(radar: &Radar, today: Date) -> impl Iterator<Item = Diagnostic> {
    let scanned = radar.scanned.map(|scanned| scanned.min(today));
    // Without an address, a scan finds no commits.
    let people = radar.people.iter().filter(|person| !person.emails.is_empty());
    let scans = people.filter_map(move |person| Some((person, scanned?)));
    scans.filter_map(|(person, scanned)| stale_period(radar, person, scanned))
}

fn stale_period(radar: &Radar, person: &Person, scanned: Date) -> Option<Diagnostic> {
    let window = radar.practice.window.before(scanned);
    let open = open_period(person).filter(|period| period.from <= window)?;
    if freshness::has_committed(radar, person, scanned) {
        return None;
    }
    let last = match person.committed.iter().rfind(|month| month.first() <= scanned) {
        Some(month) => format!("last committed in {month}"),
        None => "has no commit in the scanned histories".to_owned(),
    };
    let message = format!("{} is declared as practising, but {last}", person.name);
    Some(
        Diagnostic::new(Code::StalePractice, message, open.at)
            .label(format!("still open on the day of the scan, {scanned}"))
            .help("if they stopped, end the period: until = …")
            .help("if they commit elsewhere, scan that too: radar scan --add REPO"),
    )
}

/// Reports people whose open period no scan can confirm or doubt, where commits count.
fn unprovable(radar: &Radar, person: &Person, today: Date) -> Option<Diagnostic> {
    let open = open_period(person).filter(|period| period.from <= today)?;
    if radar.practice.evidence != Evidence::Git || !person.emails.is_empty() {
        return None;
    }
    let message = format!("{} is declared as practising, and no commit can show it", person.name);
    Some(
        Diagnostic::new(Code::UnprovablePractice, message, open.at)
            .label("still open")
            .help("add the addresses of their commits to people.toml: emails = [\"…\"]"),
    )
}

fn open_period(person: &Person) -> Option<&Period> {
    person.practising.iter().find(|period| period.until.is_none())
}
