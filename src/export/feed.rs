//! `feed.xml`: what happened on the radar, as an Atom feed (RFC 4287), if the radar has a base URL.

use std::collections::HashMap;

use jiff::civil::Date;

use super::prose;
use crate::markdown::escape;
use crate::radar::events::{self, Event, What};
use crate::radar::questions::Asked;
use crate::radar::{Blip, Markdown, PersonIndex, Radar, Snapshot};
use crate::routes;
use crate::theme::Language;

/// The number of entries, the latest first: subscribers want what is new, and feed readers fetch the whole
/// file each time.
const MAX_ENTRIES: usize = 500;

/// Writes the feed of a snapshot. An id consists of the address, the blip, the day and the kind of event,
/// so it stays the same as long as these do.
pub(crate) fn feed(snapshot: &Snapshot, base_url: &str, language: &Language) -> String {
    let (radar, today) = (snapshot.radar, snapshot.day);
    let mut events = events::events(radar, today);
    events.truncate(MAX_ENTRIES);
    let updated = events.first().map_or(today, |event| event.date);
    let title = escape::xml(&radar.title);
    let (base, tag) = (escape::xml(base_url), escape::xml(&radar.language.value));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">\n\
         <title>{title}</title>\n\
         <subtitle>{subtitle}</subtitle>\n\
         <id>{base}feed.xml</id>\n\
         <updated>{updated}T00:00:00Z</updated>\n\
         <author><name>{title}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}feed.xml\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}\"/>\n\
         <generator version=\"{version}\">radar</generator>\n",
        subtitle = escape::xml(language.text("feed.subtitle")),
        version = env!("CARGO_PKG_VERSION"),
    );
    let mut feed = Feed { radar, base, language, starts: HashMap::new() };
    for event in &events {
        xml += &feed.entry(event);
    }
    xml + "</feed>\n"
}

/// What the entries of a feed are made of.
struct Feed<'f, 'r> {
    radar: &'r Radar,
    /// The address of the site, escaped.
    base: String,
    language: &'f Language,
    /// What the descriptions of blips start with, by id: most have several entries.
    starts: HashMap<&'r str, String>,
}

impl<'r> Feed<'_, 'r> {
    fn entry(&mut self, event: &Event<'r>) -> String {
        let (radar, language) = (self.radar, self.language);
        let date = event.date;
        let title_of =
            |name: &str, what: &str| language.fill("feed.entry", &[("name", name), ("what", what)]);
        let (title, page, kind, summary) = match event.what {
            What::Moved(blip, movement, to) => {
                let ring = to.ring().map_or("", |ring| radar.ring(ring).name.as_str());
                let what =
                    language.fill(&format!("verdict.{}", movement.name()), &[("ring", ring)]);
                let title = title_of(&blip.name.value, &what);
                (title, routes::blip(&blip.id), movement.name(), self.summary(blip, date))
            }
            What::Expired(blip) => {
                let title = title_of(&blip.name.value, language.text("feed.ran_out"));
                let why = language.text("figures.expired.says").to_owned();
                (title, routes::blip(&blip.id), "ran-out", why)
            }
            What::Asked(asked) => {
                self.remark(&asked, &asked.question.text, ("asked", asked.question.by))
            }
            What::Answered(asked, answer) => {
                self.remark(&asked, &answer.text, ("answered", answer.by))
            }
            What::Edition(edition) => {
                let title = language.fill("feed.edition", &[("name", &edition.name)]);
                let date = language.date(edition.date, "long");
                let values = [("title", &*radar.title), ("name", &edition.name), ("date", &date)];
                let summary = language.fill("edition.summary", &values);
                (title, routes::edition(&edition.id), "edition", summary)
            }
        };
        let base = &self.base;
        let link = format!("{base}{page}");
        let id = match event.what {
            What::Edition(_) => link.clone(),
            // The day of the question stays, even if that of the answer is corrected.
            What::Asked(asked) | What::Answered(asked, _) => {
                format!("{base}{}#{}-{kind}", routes::blip(&asked.blip.id), asked.name(radar))
            }
            _ => format!("{link}#{date}-{kind}"),
        };
        format!(
            "<entry>\n<title>{}</title>\n<id>{id}</id>\n<updated>{date}T00:00:00Z</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{link}\"/>\n<category term=\"{kind}\"/>\n\
         <summary>{}</summary>\n</entry>\n",
            escape::xml(&title),
            escape::xml(&summary),
        )
    }

    /// Returns the title, the address, the kind and the summary of the entry for a question or an answer.
    fn remark(
        &self,
        asked: &Asked,
        text: &Markdown,
        (kind, by): (&'static str, PersonIndex),
    ) -> (String, String, &'static str, String) {
        let radar = self.radar;
        let (name, by) = (asked.blip.name.value.as_str(), radar.person(by).name.as_str());
        let title = self.language.fill(&format!("feed.{kind}"), &[("name", name), ("by", by)]);
        let start = prose::first_paragraph(radar, &text.value);
        // A text may have no paragraph, but code or a table.
        let summary = if start.is_empty() { title.clone() } else { start };
        (title, routes::question(&asked.blip.id, &asked.name(radar)), kind, summary)
    }

    /// Returns what an entry says of a blip: its summary, or else what its description starts with. Imported blips often
    /// have no summary, and some have no text at all.
    fn summary(&mut self, blip: &'r Blip, date: Date) -> String {
        if let Some(summary) = &blip.summary {
            return summary.clone();
        }
        if let Some(description) = &blip.description {
            let start = self.starts.entry(&blip.id);
            let start =
                start.or_insert_with(|| prose::first_paragraph(self.radar, &description.value));
            if !start.is_empty() {
                return start.clone();
            }
        }
        let date = self.language.date(date, "long");
        let values = [("name", &*blip.name.value), ("title", &self.radar.title), ("date", &date)];
        self.language.fill("blip.summary", &values)
    }
}
