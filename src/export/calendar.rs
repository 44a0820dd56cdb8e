//! `reviews.ics` and `teams/ID.ics`: the day each review expires, and the day the use of a blip ends, as calendars
//! (RFC 5545).

use jiff::civil::Date;

use crate::diagnostic::Spanned;
use crate::radar::history::{added, setting_review};
use crate::radar::id::id_of;
use crate::radar::{Blip, JudgedBlip, Snapshot, TeamIndex};
use crate::routes;
use crate::theme::Language;

/// The longest line, in bytes without its break (RFC 5545, section 3.1).
const MAX_LINE: usize = 75;

/// A calendar must have a component, so a calendar without events has a time zone.
const NO_EVENTS: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// Writes the calendar of all blips, or of those that a team or its people own.
pub(crate) fn calendar(
    snapshot: &Snapshot,
    team: Option<TeamIndex>,
    language: &Language,
) -> String {
    let radar = snapshot.radar;
    let name = match team {
        Some(team) => language
            .fill("calendar.of_team", &[("title", &radar.title), ("team", &radar.team(team).name)]),
        None => language.fill("calendar.of_all", &[("title", &radar.title)]),
    };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        concat!("PRODID:-//radar//radar ", env!("CARGO_PKG_VERSION"), "//EN").to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        // NAME is standard (RFC 7986); programs read X-WR-CALNAME.
        format!("NAME:{}", escaped(&name)),
        format!("X-WR-CALNAME:{}", escaped(&name)),
    ];
    let before = lines.len();
    let is_theirs = |l: &&JudgedBlip| team.is_none_or(|team| radar.is_of_team(l.blip, team));
    for judged in snapshot.blips.iter().filter(is_theirs) {
        lines.extend(review(snapshot, judged, language).into_iter().flatten());
        lines.extend(sunset(snapshot, judged, language).into_iter().flatten());
    }
    if lines.len() == before {
        lines.extend(NO_EVENTS.map(str::to_owned));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Returns the event for the day on which a review expires; none for a blip that is retired or was never
/// reviewed.
fn review(snapshot: &Snapshot, judged: &JudgedBlip, language: &Language) -> Option<Vec<String>> {
    let radar = snapshot.radar;
    let blip = judged.blip;
    let ring = radar.ring(judged.placement.ring()?);
    let (review, until) = (judged.judgement.last_review?, judged.judgement.review_until?);
    let owners: Vec<&str> = blip.owners.value.iter().map(|o| radar.owner_name(*o)).collect();
    let owners = match owners[..] {
        [] => language.text("blip.nobody").to_owned(),
        _ => language.list(&owners),
    };
    let summary = language.fill("calendar.event", &[("name", &blip.name.value)]);
    let description =
        language.fill("calendar.description", &[("ring", &ring.name), ("owners", &owners)]);
    Some(event(
        snapshot,
        &Event {
            blip,
            kind: "review",
            // The event has not changed since the review.
            since: review.date,
            day: until,
            summary,
            description,
            category: &ring.name,
        },
    ))
}

/// Returns the event for the last day on which a blip may be used.
fn sunset(snapshot: &Snapshot, judged: &JudgedBlip, language: &Language) -> Option<Vec<String>> {
    let (radar, blip) = (snapshot.radar, judged.blip);
    let day = blip.sunset?;
    let name = |id: &Spanned<String>| {
        radar.blip(&id.value).map_or(id.value.clone(), |blip| blip.name.value.clone())
    };
    let names: Vec<String> = blip.instead.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let description = match names[..] {
        [] => language.text("instead.none").to_owned(),
        _ => language.fill("instead.use", &[("names", &language.list(&names))]),
    };
    let category = match judged.ring() {
        Some(ring) => &radar.ring(ring).name,
        None => language.text("movement.retired"),
    };
    Some(event(
        snapshot,
        &Event {
            blip,
            kind: "sunset",
            // No file says when somebody chose the day; the ring is the nearest decision that has a date.
            since: setting_review(blip, snapshot.day).map(|review| review.date).or(added(blip))?,
            day,
            summary: language.fill("calendar.sunset", &[("name", &blip.name.value)]),
            description,
            category,
        },
    ))
}

/// A whole day in a calendar.
struct Event<'e> {
    blip: &'e Blip,
    /// The last part of its id.
    kind: &'e str,
    /// The day of its last change.
    since: Date,
    day: Date,
    summary: String,
    description: String,
    category: &'e str,
}

fn event(snapshot: &Snapshot, event: &Event) -> Vec<String> {
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&uid(snapshot, &event.blip.id, event.kind))),
        format!("DTSTAMP:{}T000000Z", basic(event.since)),
        format!("DTSTART;VALUE=DATE:{}", basic(event.day)),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        format!("CATEGORIES:{}", escaped(event.category)),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    if let Ok(next) = event.day.tomorrow() {
        lines.push(format!("DTEND;VALUE=DATE:{}", basic(next)));
    }
    if let Some(base_url) = &snapshot.radar.base_url {
        lines.push(format!("URL:{base_url}{}", routes::blip(&event.blip.id)));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// Returns an id that every build repeats and no other radar has.
fn uid(snapshot: &Snapshot, id: &str, kind: &str) -> String {
    let radar = snapshot.radar;
    let place = match &radar.base_url {
        Some(url) => url.split_once("://").map_or(url.as_str(), |(_, place)| place).to_owned(),
        None => id_of(&radar.title),
    };
    format!("{id}.{kind}@{}", place.trim_end_matches('/'))
}

fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Escapes a text for a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => value += "\\\\",
            ';' => value += "\\;",
            ',' => value += "\\,",
            '\n' => value += "\\n",
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Folds a line to the longest that the standard allows: continuation lines start with a space (section
/// 3.1). No character is cut in two.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > MAX_LINE {
            folded += "\r\n ";
            used = 1;
        }
        folded.push(c);
        used += c.len_utf8();
    }
    folded + "\r\n"
}
