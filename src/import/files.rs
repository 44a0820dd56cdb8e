//! [`Content`] -> TOML files as a person would write them.

use std::fmt::Write as _;

use super::{Blip, Content, Review, Term};
use crate::quote::{self, block, string};
use crate::source::CONTENT;

/// People come in by hand: no other format knows when somebody was hands-on.
const PEOPLE: &str = "\
# Teams and people, and when each person was hands-on. Nobody is presumed to be.
#
# What was imported has no owners, and nobody who practises has reviewed it yet. Write down here who
# looks after it, name them as the owners of blips, and their reviews will count:
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

/// All files of a radar, by their paths below the root, sorted.
pub(super) fn files(content: &Content) -> Vec<(String, String)> {
    let blips =
        content.blips.iter().map(|blip| (format!("{CONTENT}/blips/{}.toml", blip.id), file(blip)));
    blips
        .chain([
            (format!("{CONTENT}/people.toml"), PEOPLE.to_owned()),
            (format!("{CONTENT}/radar.toml"), settings(content)),
        ])
        .collect()
}

fn file(blip: &Blip) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "name     = {}", string(&blip.name));
    let _ = writeln!(text, "quadrant = {}", string(&blip.quadrant));
    let _ = writeln!(text, "ring     = {}", string(&blip.ring));
    let _ = writeln!(text, "added    = {}", blip.added);
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
        let _ = writeln!(text, "note = {}", quote::text(note));
    }
    text
}

fn settings(content: &Content) -> String {
    let mut text = format!(
        "title    = {}
# base_url = \"https://example.org/radar/\"   # where the site will be; the sitemap needs it
language = \"en\"

[review]
every  = \"12 months\"   # how long a review holds
notice = \"2 months\"    # how long before its end a blip counts as due

# The rings, from the centre out.
",
        string(&content.title)
    );
    text += &terms("ring", &content.rings);
    text.push('\n');
    text += &terms("quadrant", &content.quadrants);
    for edition in &content.editions {
        let (id, name, date) = (string(&edition.id), string(&edition.name), edition.date);
        let _ = write!(text, "\n[[edition]]\nid   = {id}\nname = {name}\ndate = {date}\n");
    }
    text
}

fn terms(what: &str, terms: &[Term]) -> String {
    let table = |term: &Term| {
        format!("[[{what}]]\nid   = {}\nname = {}\n", string(&term.id), string(&term.name))
    };
    terms.iter().map(table).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

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
            reviews: vec![
                review(1, Some("trial"), Some("Early.\n\nDays.")),
                review(2, None, Some("Text.")),
                review(3, Some("adopt"), None),
            ],
        };
        let expected = r#"name     = "Kafka"
quadrant = "platforms"
ring     = "adopt"
added    = 2026-01-01
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
        assert_eq!(file(&blip), expected);
    }
}
