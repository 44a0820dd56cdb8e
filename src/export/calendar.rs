//! `reviews.ics` and `teams/ID.ics`: the day each review expires, and the day the use of a blip ends, as calendars
//! (RFC 5545).

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

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
    let (name, mut lines) = (escaped(&name), Lines::default());
    lines.add(format_args!("BEGIN:VCALENDAR"));
    lines.add(format_args!("VERSION:2.0"));
    lines.add(format_args!("PRODID:-//radar//radar {}//EN", env!("CARGO_PKG_VERSION")));
    lines.add(format_args!("CALSCALE:GREGORIAN"));
    // NAME is standard (RFC 7986); programs read X-WR-CALNAME.
    lines.add(format_args!("NAME:{name}"));
    lines.add(format_args!("X-WR-CALNAME:{name}"));
    let before = lines.text.len();
    let place = place(radar);
    let is_theirs = |l: &&JudgedBlip| team.is_none_or(|team| radar.is_of_team(l.blip, team));
    for judged in snapshot.blips.iter().filter(is_theirs) {
        let events =
            [review(snapshot, judged, language), sunset(snapshot, judged, language)].into_iter();
        events.flatten().for_each(|of_day| event(&mut lines, radar, &place, &of_day));
    }
    if lines.text.len() == before {
        for line in NO_EVENTS {
            lines.add(format_args!("{line}"));
        }
    }
    lines.add(format_args!("END:VCALENDAR"));
    lines.text
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
fn event(lines: &mut Lines, radar: &Radar, place: &str, event: &Event) {
    // Every build repeats it, and no other radar has it.
    let uid = format!("{}.{}@{place}", event.blip.id, event.kind);
    lines.add(format_args!("BEGIN:VEVENT"));
    lines.add(format_args!("UID:{}", escaped(&uid)));
    lines.add(format_args!("DTSTAMP:{}T000000Z", Basic(event.since)));
    lines.add(format_args!("DTSTART;VALUE=DATE:{}", Basic(event.day)));
    lines.add(format_args!("SUMMARY:{}", escaped(&event.summary)));
    lines.add(format_args!("DESCRIPTION:{}", escaped(&event.description)));
    lines.add(format_args!("CATEGORIES:{}", escaped(event.category)));
    lines.add(format_args!("TRANSP:TRANSPARENT"));
    if let Ok(next) = event.day.tomorrow() {
        lines.add(format_args!("DTEND;VALUE=DATE:{}", Basic(next)));
    }
    if let Some(base_url) = &radar.base_url {
        lines.add(format_args!("URL:{base_url}{}", routes::blip(&event.blip.id)));
    }
    lines.add(format_args!("END:VEVENT"));
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

/// A date in the basic format of ISO 8601.
struct Basic(Date);

impl Display for Basic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }
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

/// The lines of a calendar.
#[derive(Default)]
struct Lines {
    text: String,
    /// The line that is being written.
    line: String,
}

impl Lines {
    /// Adds a line, folded to the longest that the standard allows: continuation lines start with a space (section 3.1). No
    /// character is cut in two.
    fn add(&mut self, line: fmt::Arguments) {
        self.line.clear();
        self.line.write_fmt(line).expect("a string takes all");
        let (mut rest, mut room) = (self.line.as_str(), MAX_LINE);
        while rest.len() > room {
            let end = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
            let (first, after) = rest.split_at(end);
            self.text += first;
            self.text += "\r\n ";
            (rest, room) = (after, MAX_LINE - 1);
        }
        self.text += rest;
        self.text += "\r\n";
    }
}
