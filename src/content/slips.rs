//! What people write who know another format, another program or another word: names of keys, and dates.

use jiff::civil::Date;

use crate::diagnostic::nearest;

/// Words that people write for keys of ours. The first of a line is the key.
const SYNONYMS: &[&[&str]] = &[
    &["name", "title", "label", "technology"],
    &["title", "name", "role", "position", "job_title", "text", "label"],
    &["quadrant", "category", "segment", "section", "area"],
    &["ring", "status", "stage", "level", "verdict", "rating", "recommendation"],
    &["owners", "owner", "team", "teams", "maintainers", "maintainer", "responsible"],
    &["tags", "tag", "labels", "keywords", "topics"],
    &["aliases", "alias", "aka", "synonyms", "also_known_as"],
    &["added", "created", "since", "date", "first_seen"],
    &["links", "link", "references", "urls", "resources"],
    &["summary", "subtitle", "abstract", "tagline", "short_description"],
    &["description", "body", "content", "details", "text", "desc"],
    &["review_every", "review-every", "every", "interval", "valid_for"],
    &["review", "reviews", "history", "verdicts"],
    &["question", "questions", "comments"],
    &["by", "author", "authors", "reviewer", "reviewers", "reviewed_by", "who", "person", "signed"],
    &["date", "day", "on", "when", "reviewed", "reviewed_at"],
    &["note", "notes", "comment", "text", "reason", "description", "summary"],
    &["evidence", "link", "url", "proof", "source"],
    &["text", "question", "answer", "note", "body", "description"],
    &["answer", "reply", "response"],
    &["url", "href", "link", "address"],
    &["from", "start", "since", "begin", "started"],
    &["until", "to", "end", "till", "ended", "through"],
    &["emails", "email", "mail", "mails"],
    &["practising", "practicing", "practice", "hands_on", "practises"],
    &["team", "teams", "group", "squad"],
    &["person", "people", "persons", "member", "members", "user", "users"],
    &["intro", "introduction", "description", "text", "summary"],
    &["base_url", "base-url", "baseurl", "url", "site_url", "site", "address"],
    &["edit_url", "edit-url", "editurl", "repository", "repo", "edit_uri"],
    &["language", "lang", "locale"],
    &["theme", "style", "skin"],
    &["every", "interval", "review_every", "valid_for", "period"],
    &["notice", "warning", "warn", "ahead", "due"],
    &["window", "period"],
    &["edition", "editions", "release", "releases", "volume", "volumes", "snapshot"],
    &["ring", "rings", "circle", "circles"],
    &["quadrant", "quadrants", "sector", "sectors", "slice"],
    &["detect", "detects", "detection", "packages", "purl", "purls", "uses"],
    &["counts", "count", "holds", "kind"],
    &["generation", "generations", "remembers"],
    &["lints", "lint", "levels", "rules"],
    &["practice", "practise", "practising"],
    &["id", "key", "slug", "identifier"],
];

/// Returns the key, of those that a table may have, that somebody most likely meant.
pub(super) fn meant_key<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let lower = written.to_lowercase();
    let is_meant =
        |key: &&str| SYNONYMS.iter().any(|words| words[0] == *key && words.contains(&&*lower));
    known.iter().copied().find(is_meant).or_else(|| nearest(written, known))
}

/// Reads a date in another form: `14.04.2026`, `2026/4/14`, `14 April 2026`. Returns none if day and month could be
/// the other way round.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | ',' | '‐'..='―' | '−'))
        .filter(|word| !word.is_empty())
        .collect();
    let [a, b, c] = words[..] else { return None };
    let number = |word: &str| word.parse::<i16>().ok();
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match (number(a), number(b), number(c)) {
        (Some(year), Some(month), Some(day)) if year > 31 => date(year, month, day),
        (Some(day), Some(month), Some(year)) if year > 31 => {
            let is_clear = text.contains('.') || day > 12 || day == month;
            if is_clear { date(year, month, day) } else { None }
        }
        (Some(day), None, Some(year)) => date(year, month(b)?, day),
        (None, Some(day), Some(year)) => date(year, month(a)?, day),
        _ => None,
    }
}

/// Returns whether a text is a month with its year: `April 2026`.
pub(super) fn is_month_and_year(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    matches!(words[..], [word, year] if month(word).is_some() && year.parse::<u16>().is_ok())
}

/// Returns the number of a month with an English name, in full or cut to three letters and more.
fn month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let is_meant = |month: &&str| word.len() >= 3 && month.starts_with(&word);
    (1..).zip(&MONTHS).find(|(_, month)| is_meant(month)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_of_other_places_are_understood() {
        for (text, day) in [
            ("14.04.2026", Some(date(2026, 4, 14))),
            ("1.4.2026", Some(date(2026, 4, 1))),
            ("2026/4/14", Some(date(2026, 4, 14))),
            ("2026-4-1", Some(date(2026, 4, 1))),
            ("2026–04–14", Some(date(2026, 4, 14))),
            ("14 April 2026", Some(date(2026, 4, 14))),
            ("Apr 14, 2026", Some(date(2026, 4, 14))),
            ("14/4/2026", Some(date(2026, 4, 14))),
            ("4/5/2026", None),
            ("30.02.2026", None),
            ("today", None),
        ] {
            assert_eq!(date_of(text), day, "{text}");
        }
    }

    #[test]
    fn keys_of_other_programs_are_understood() {
        let blip =
            ["name", "quadrant", "ring", "owners", "tags", "added", "review", "review_every"];
        for (written, key) in [
            ("quadrnt", Some("quadrant")),
            ("Reviews", Some("review")),
            ("title", Some("name")),
            ("status", Some("ring")),
            ("team", Some("owners")),
            ("colour", None),
        ] {
            assert_eq!(meant_key(written, &blip), key, "{written}");
        }
    }
}
