//! `reviews.ics` and `teams/ID.ics`: the day each review expires, and the day the use of a blip ends, as calendars
//! (RFC 5545).

use std::borrow::Cow;

use jiff::civil::Date;

use crate::diagnostic::Spanned;
use crate::radar::history::{added, setting_review};
use crate::radar::id::id_of;
use crate::radar::{Blip, JudgedBlip, Radar, Snapshot, TeamIndex};
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
    let place = place(radar);
    let is_theirs = |l: &&JudgedBlip| team.is_none_or(|team| radar.is_of_team(l.blip, team));
    for judged in snapshot.blips.iter().filter(is_theirs) {
        let events =
            [review(snapshot, judged, language), sunset(snapshot, judged, language)].into_iter();
        lines.extend(events.flatten().flat_map(|of_day| event(radar, &place, &of_day)));
    }
    if lines.len() == before {
        lines.extend(NO_EVENTS.map(str::to_owned));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Returns the event for the day on which a review expires; none for a blip that is retired or was never
/// reviewed.
fn review<'s>(
    snapshot: &'s Snapshot,
    judged: &'s JudgedBlip,
    language: &Language,
) -> Option<Event<'s>> {
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
    Some(Event {
        blip,
        kind: "review",
        // The event has not changed since the review.
        since: review.date,
        day: until,
        summary,
        description,
        category: &ring.name,
    })
}

/// Returns the event for the last day on which a blip may be used.
fn sunset<'s>(
    snapshot: &'s Snapshot,
    judged: &'s JudgedBlip,
    language: &'s Language,
) -> Option<Event<'s>> {
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
    Some(Event {
        blip,
        kind: "sunset",
        // No file says when somebody chose the day; the ring is the nearest decision that has a date.
        since: setting_review(blip, snapshot.day).map(|review| review.date).or(added(blip))?,
        day,
        summary: language.fill("calendar.sunset", &[("name", &blip.name.value)]),
        description,
        category,
    })
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

/// Writes an event of a radar at this [`place`].
fn event(radar: &Radar, place: &str, event: &Event) -> Vec<String> {
    // Every build repeats it, and no other radar has it.
    let uid = format!("{}.{}@{place}", event.blip.id, event.kind);
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&uid)),
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
    if let Some(base_url) = &radar.base_url {
        lines.push(format!("URL:{base_url}{}", routes::blip(&event.blip.id)));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// Returns what no other radar has: its address without the scheme, or else its title.
fn place(radar: &Radar) -> String {
    match &radar.base_url {
        Some(url) => url.split_once("://").map_or(url.as_str(), |(_, place)| place).to_owned(),
        None => id_of(&radar.title),
    }
    .trim_end_matches('/')
    .to_owned()
}

fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Escapes a text for a value (section 3.3.11).
fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '\\' | ';' | ',') || c.is_control();
    if !text.contains(is_special) {
        return text.into();
    }
    let mut value = String::with_capacity(text.len() + 8);
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
    value.into()
}

/// Folds a line to the longest that the standard allows: continuation lines start with a space (section
/// 3.1). No character is cut in two.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let (mut rest, mut room) = (line, MAX_LINE);
    while rest.len() > room {
        let end = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
        let (first, after) = rest.split_at(end);
        folded += first;
        folded += "\r\n ";
        (rest, room) = (after, MAX_LINE - 1);
    }
    folded + rest + "\r\n"
}
