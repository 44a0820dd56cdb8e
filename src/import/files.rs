//! [`Content`] -> TOML files as a person would write them.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::{Blip, Content, Edition, Review, Term};
use crate::edit::toml_string::{self, block, string};
use crate::source::CONTENT;

/// The user adds people: no other format knows when somebody was hands-on.
const PEOPLE: &str = "\
# Teams and people, and when each person was hands-on. Without a period, a person does not practise.
#
# Imported blips have no owners and no hands-on reviews. Add the people who look after them to this
# file, and name them as the owners of the blips. Then their reviews count:
#
# [team.platform]
# name = \"Platform\"
#
# [person.engineer-a]
# name       = \"Engineer A\"
# team       = \"platform\"
# practising = [{ from = 2019-06-01 }]                       # still hands-on
#
# [person.manager-c]
# name       = \"Manager C\"
# title      = \"VP Engineering\"
# practising = [{ from = 2012-01-01, until = 2023-03-31 }]   # both days included
#
# and in a blip's file: owners = [\"platform\"]
";

const THEME: &str = "themes/imported/theme.toml";

/// Returns all files of a radar, by their paths below the root.
pub(super) fn files(content: &Content) -> Vec<(String, Vec<u8>)> {
    let blips: Vec<(String, String)> =
        content.blips.par_iter().map(|blip| (blip_path(&blip.id), self::blip(blip))).collect();
    let texts = blips.into_iter().chain([
        (PEOPLE_PATH.to_owned(), people(&content.teams)),
        (SETTINGS_PATH.to_owned(), settings(content)),
    ]);
    texts.map(|(path, text)| (path, text.into_bytes())).chain(others(content)).collect()
}

pub(super) fn blip_path(id: &str) -> String {
    format!("{CONTENT}/blips/{id}.toml")
}

pub(super) const PEOPLE_PATH: &str = "radar/people.toml";
pub(super) const SETTINGS_PATH: &str = "radar/radar.toml";

/// Returns the about page, images and colours.
pub(super) fn others(content: &Content) -> Vec<(String, Vec<u8>)> {
    let about = content.about.iter();
    let about = about.map(|text| (format!("{CONTENT}/about.md"), format!("{text}\n").into_bytes()));
    let images = content.images.iter();
    let images = images.map(|(name, bytes)| (format!("{CONTENT}/images/{name}"), bytes.clone()));
    let theme = (!content.tokens.is_empty())
        .then(|| (THEME.to_owned(), theme(&content.tokens).into_bytes()));
    about.chain(images).chain(theme).collect()
}

/// Writes the colours of another radar. They lack those for dark mode, and their contrast is unknown, so the
/// radar does not use them unless the user chooses the theme.
fn theme(tokens: &[(String, String)]) -> String {
    let lines = tokens.iter().map(|(name, value)| format!("{name} = {}\n", string(value)));
    let lines: String = lines.collect();
    format!(
        "# The colours of the quadrants as they were. To use them, write theme = \"imported\" into radar.toml.
[light]
{lines}
[dark]
{lines}"
    )
}

pub(super) fn people(teams: &[Term]) -> String {
    let tables = teams.iter().map(|team| format!("\n{}", self::team(team)));
    tables.fold(PEOPLE.to_owned(), |text, table| text + &table)
}

pub(super) fn team(team: &Term) -> String {
    format!("[team.{}]\nname = {}\n", team.id, string(&team.name))
}

pub(super) fn blip(blip: &Blip) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "name     = {}", string(&blip.name));
    let _ = writeln!(text, "quadrant = {}", string(&blip.quadrant));
    let _ = writeln!(text, "ring     = {}", string(&blip.ring));
    let details = &blip.details;
    for (key, words) in [("owners  ", &details.owners), ("tags    ", &details.tags)] {
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| string(word)).collect();
            let _ = writeln!(text, "{key} = [{}]", words.join(", "));
        }
    }
    let _ = writeln!(text, "added    = {}", blip.added);
    if !details.instead.is_empty() {
        let ids: Vec<String> = details.instead.iter().map(|id| string(id)).collect();
        let _ = writeln!(text, "instead  = [{}]", ids.join(", "));
    }
    if let Some(sunset) = details.sunset {
        let _ = writeln!(text, "sunset   = {sunset}");
    }
    if !details.links.is_empty() {
        let link = |link: &super::Link| {
            format!("    {{ title = {}, url = {} }},\n", string(&link.title), string(&link.url))
        };
        let links: String = details.links.iter().map(link).collect();
        let _ = writeln!(text, "links = [\n{links}]");
    }
    if let Some(summary) = &details.summary {
        let _ = writeln!(text, "summary  = {}", string(summary));
    }
    if let Some(description) = &blip.description {
        let _ = writeln!(text, "description = {}", block(description));
    }
    for review in blip.reviews.iter().rev() {
        text += &unsigned(review);
    }
    text
}

fn unsigned(review: &Review) -> String {
    let mut text = format!("\n[[review]]\ndate = {}\nby   = []\n", review.date);
    if let Some(ring) = &review.ring {
        let _ = writeln!(text, "ring = {}", string(ring));
    }
    if let Some(note) = &review.note {
        let _ = writeln!(text, "note = {}", toml_string::text(note));
    }
    text
}

pub(super) fn settings(content: &Content) -> String {
    let mut text = format!(
        "title    = {}
# base_url = \"https://example.org/radar/\"   # where the site will be; the sitemap needs it
language = {}

[review]
every  = \"12 months\"   # how long a review holds
notice = \"2 months\"    # how long before its end a blip counts as due

# The rings, from the centre out.
",
        string(&content.title),
        string(content.language.as_deref().unwrap_or("en")),
    );
    text += &terms("ring", &content.rings);
    text.push('\n');
    text += &terms("quadrant", &content.quadrants);
    for edition in &content.editions {
        let _ = write!(text, "\n{}", self::edition(edition));
    }
    text
}

fn terms(what: &str, terms: &[Term]) -> String {
    terms.iter().map(|term| self::term(what, term)).collect::<Vec<_>>().join("\n")
}

pub(super) fn term(what: &str, term: &Term) -> String {
    let mut text =
        format!("[[{what}]]\nid   = {}\nname = {}\n", string(&term.id), string(&term.name));
    if let Some(description) = &term.description {
        let _ = writeln!(text, "description = {}", toml_string::text(description));
    }
    text
}

pub(super) fn edition(edition: &Edition) -> String {
    let (id, name, date) = (string(&edition.id), string(&edition.name), edition.date);
    format!("[[edition]]\nid   = {id}\nname = {name}\ndate = {date}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Details, Link};

    const KAFKA: &str = r#"name     = "Kafka"
quadrant = "platforms"
ring     = "adopt"
owners   = ["platform"]
tags     = ["a", "b"]
added    = 2026-01-01
instead  = ["nats"]
sunset   = 2027-03-31
links = [
    { title = "x", url = "https://example.org" },
]
summary  = "The log."
description = """
One.

Two.
"""

[[review]]
date = 2026-03-01
by   = []
ring = "adopt"

[[review]]
date = 2026-02-01
by   = []
note = "Text."

[[review]]
date = 2026-01-01
by   = []
ring = "trial"
note = """
Early.

Days.
"""
"#;

    #[test]
    fn a_blip_reads_like_one_written_by_hand() {
        let date = jiff::civil::date;
        let review = |month, ring: Option<&str>, note: Option<&str>| Review {
            date: date(2026, month, 1),
            ring: ring.map(str::to_owned),
            note: note.map(str::to_owned),
        };
        let blip = Blip {
            id: "kafka".to_owned(),
            name: "Kafka".to_owned(),
            quadrant: "platforms".to_owned(),
            ring: "adopt".to_owned(),
            added: date(2026, 1, 1),
            description: Some("One.\n\nTwo.".to_owned()),
            details: Details {
                summary: Some("The log.".to_owned()),
                owners: vec!["platform".to_owned()],
                tags: vec!["a".to_owned(), "b".to_owned()],
                links: vec![Link { title: "x".to_owned(), url: "https://example.org".to_owned() }],
                instead: vec!["nats".to_owned()],
                sunset: Some(date(2027, 3, 31)),
            },
            reviews: vec![
                review(1, Some("trial"), Some("Early.\n\nDays.")),
                review(2, None, Some("Text.")),
                review(3, Some("adopt"), None),
            ],
        };
        assert_eq!(super::blip(&blip), KAFKA);
    }
}
