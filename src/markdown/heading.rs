//! The ids of headings, as GitHub makes them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use super::dialect::Ranged;

/// What GitHub leaves out of an id:
/// <https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/node_filter/table_of_contents_filter.rb>.
static LEFT_OUT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\w\- ]").expect("a valid expression"));

/// Returns the id that a text becomes, before others of the page are looked at.
pub(super) fn slug(text: &str) -> String {
    LEFT_OUT.replace_all(&text.trim().to_lowercase(), "").replace(' ', "-")
}

/// Returns the id of each heading, by the byte it starts at. A heading without a letter has none.
pub(super) fn ids(events: &[Ranged]) -> BTreeMap<usize, String> {
    let mut ids = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<(usize, String)> = None;
    for (event, range) in events {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some((range.start, String::new())),
            (Event::End(TagEnd::Heading(_)), _) => {
                let Some((start, text)) = heading.take() else { continue };
                let slug = slug(&text);
                if slug.is_empty() {
                    continue;
                }
                let count = counts.entry(slug.clone()).or_default();
                let mut id = slug.clone();
                while !taken.insert(id.clone()) {
                    *count += 1;
                    id = format!("{slug}-{count}");
                }
                ids.insert(start, id);
            }
            (Event::Text(part) | Event::Code(part), Some((_, text))) => *text += part,
            (Event::SoftBreak | Event::HardBreak, Some((_, text))) => text.push(' '),
            _ => {}
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Source;
    use super::*;

    #[test]
    fn ids_are_those_of_github() {
        for (heading, expected) in [
            ("# Why we left", "why-we-left"),
            ("# Why *we* `left()`?", "why-we-left"),
            ("# A & B: C#", "a--b-c"),
            ("# snake_case - and-hyphen", "snake_case---and-hyphen"),
            ("# Größe ändern", "größe-ändern"),
            ("# 日本語 テスト", "日本語-テスト"),
            ("# हिन्दी", "हिन्दी"),
            ("# 1.2.3", "123"),
            ("Two\nlines\n=====", "two-lines"),
            ("# [a link](x.html) 🎉", "a-link-"),
        ] {
            let source = Source::new(heading);
            let ids = ids(&source.parse().events);
            assert_eq!(ids.values().collect::<Vec<_>>(), [expected], "{heading}");
        }
    }

    #[test]
    fn ids_are_unique() {
        let source = Source::new("# a\n\n# a\n\n# a-1\n\n# a\n\n# ?\n\n# A");
        let ids = ids(&source.parse().events);
        assert_eq!(ids.values().collect::<Vec<_>>(), ["a", "a-1", "a-1-1", "a-2", "a-3"]);
    }
}
