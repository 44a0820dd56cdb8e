//! The links of a Markdown text as it is written, with their parts.

use std::cmp::Reverse;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::markdown::{self, FoundKind};

/// A part of a text that leads elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    /// The address, or the id of the blip.
    pub(super) target: String,
    pub(super) title: String,
    /// The bytes of the whole.
    pub(super) range: Range<usize>,
    /// The bytes of the text that is shown.
    pub(super) label: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// `[[id]]`.
    Blip,
    /// `[text](address)`.
    Link,
    /// `[text][name]`, `[name][]` or `[name]`; the address is elsewhere.
    Reference,
    /// `<address>`.
    Autolink,
    Image,
    /// `[name]: address`.
    Definition,
}

/// Returns the extensions of Markdown that other programs have too. Links to blips are found apart.
pub(super) fn dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
}

/// Returns the parts of a text, outer ones before inner ones.
pub(super) fn parts(text: &str) -> Vec<Part> {
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let mut events = Parser::new_ext(text, dialect()).into_offset_iter();
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (event, range) in events.by_ref() {
        if let Some(outer) = open.last().filter(|_| !is_end_of_link(&event)) {
            let label = &mut parts[*outer].label;
            label.start = if label.start == label.end { range.start } else { label.start };
            label.end = label.end.max(range.end);
        }
        match event {
            Event::Start(
                Tag::Link { link_type, ref dest_url, ref title, .. }
                | Tag::Image { link_type, ref dest_url, ref title, .. },
            ) => {
                // The parser leaves the brackets of `[name][]` out.
                let is_short =
                    matches!(link_type, LinkType::Collapsed | LinkType::CollapsedUnknown);
                let ends = is_short && text[range.end..].starts_with("[]");
                let end = range.end + if ends { "[]".len() } else { 0 };
                let is_image = matches!(event, Event::Start(Tag::Image { .. }));
                open.push(parts.len());
                parts.push(Part {
                    kind: if is_image { PartKind::Image } else { kind(link_type) },
                    target: dest_url.trim().to_owned(),
                    title: title.to_string(),
                    label: range.start..range.start,
                    range: range.start..end,
                });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => _ = open.pop(),
            _ => {}
        }
    }
    let definitions = events.reference_definitions().iter().map(|(_, definition)| Part {
        kind: PartKind::Definition,
        target: definition.dest.to_string(),
        title: String::new(),
        range: definition.span.clone(),
        label: definition.span.start..definition.span.start,
    });
    parts.extend(definitions.collect::<Vec<_>>());
    let blips = blips(text, &parts);
    parts.extend(blips);
    parts.sort_by_key(|part| (part.range.start, Reverse(part.range.end)));
    parts
}

fn is_end_of_link(event: &Event) -> bool {
    matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
}

fn kind(link_type: LinkType) -> PartKind {
    match link_type {
        LinkType::Inline => PartKind::Link,
        LinkType::Autolink | LinkType::Email => PartKind::Autolink,
        _ => PartKind::Reference,
    }
}

/// Returns the links to blips. What is a link in `CommonMark` is none, such as `[[1]](https://example.org)`.
fn blips(text: &str, parts: &[Part]) -> Vec<Part> {
    let links = markdown::links(text).into_iter().filter(|link| link.kind == FoundKind::Blip);
    // Each start, with the end of what starts there or before: links may be within links.
    let mut ends: Vec<(usize, usize)> =
        parts.iter().map(|part| (part.range.start, part.range.end)).collect();
    ends.sort_unstable();
    let mut last = 0;
    for (_, end) in &mut ends {
        last = last.max(*end);
        *end = last;
    }
    let is_within = |range: &Range<usize>| {
        let before = ends.partition_point(|(start, _)| *start <= range.start);
        before > 0 && range.start < ends[before - 1].1
    };
    links
        .filter(|link| !is_within(&link.range))
        .map(|link| Part {
            kind: PartKind::Blip,
            target: link.target,
            title: String::new(),
            label: link.range.start..link.range.start,
            range: link.range,
        })
        .collect()
}
