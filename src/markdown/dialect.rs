//! Markdown -> the events of pulldown-cmark in this program's dialect: `CommonMark` and GFM, links to blips,
//! bare addresses. What is rendered and what is checked is read here, so the two cannot disagree.
//!
//! `[[blip]]` is ours: pulldown-cmark does not see it. So whatever is a link in `CommonMark` stays one, such as
//! `[[1]](https://example.org)`, and only what would be text becomes a link to a blip.

mod bare;
mod blip_link;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::flaw::Flaw;

/// An event, and the bytes of the text that it comes from.
pub(super) type Ranged<'t> = (Event<'t>, Range<usize>);

/// Stands for the `|` in `[[blip|label]]` while pulldown-cmark looks for the cells of tables. It has the same
/// length, so that ranges stay right, and is a control character, which no page shows.
pub(super) const BAR: char = '\u{1f}';

/// A text that is ready to be parsed.
pub(super) struct Source<'t> {
    text: Cow<'t, str>,
    has_bars: bool,
}

/// The events of a text, and what is wrong with it.
pub(super) struct Parsed<'t> {
    pub(super) events: Vec<Ranged<'t>>,
    pub(super) flaws: Vec<Flaw>,
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bars = bars(text);
        if bars.is_empty() && !text.contains(BAR) {
            return Self { text: Cow::Borrowed(text), has_bars: false };
        }
        let mut prepared = String::with_capacity(text.len());
        let mut done = 0;
        for bar in &bars {
            prepared += &text[done..*bar].replace(BAR, "\u{1e}");
            prepared.push(BAR);
            done = bar + 1;
        }
        prepared += &text[done..].replace(BAR, "\u{1e}");
        Self { text: Cow::Owned(prepared), has_bars: !bars.is_empty() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn parse(&self) -> Parsed<'_> {
        let text = self.text();
        let mut flaws = Vec::new();
        let events = Parser::new_ext(text, options()).into_offset_iter().collect();
        let events = blip_link::find(text, events, &mut flaws);
        let mut events = bare::find(text, events);
        if self.has_bars {
            for (event, _) in &mut events {
                restore(event);
            }
        }
        Parsed { events, flaws }
    }
}

/// Returns whether the character at a byte is escaped: whether an odd number of backslashes is before it.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Returns where the `|` between the id and the label of each `[[id|label]]` is, unless it is written as `\|`,
/// which ends no cell anyway.
fn bars(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut bars = Vec::new();
    let mut rest = 0;
    while let Some(open) = text[rest..].find("[[").map(|at| rest + at) {
        // Of more than two brackets, the last two belong to the link.
        let brackets = bytes[open..].iter().take_while(|byte| **byte == b'[').count();
        let (open, inner) = (open + brackets - 2, open + brackets);
        let ends = |at: &usize| {
            bytes[*at] == b'\n'
                || bytes[*at..].starts_with(b"[[")
                || bytes[*at..].starts_with(b"]]")
        };
        let end = (inner..bytes.len()).find(ends).unwrap_or(bytes.len());
        rest = end;
        if !text[end..].starts_with("]]") || is_escaped(text, open) {
            continue;
        }
        let id = text[inner..end].split('|').next().unwrap_or_default();
        // A label may have brackets of its own, an id has none.
        if !id.trim().is_empty() && !id.contains(['[', ']']) {
            let all = text[inner..end].match_indices('|').map(|(at, _)| inner + at);
            bars.extend(all.filter(|bar| !is_escaped(text, *bar)));
        }
    }
    bars
}

/// Puts the `|` back into every text of an event.
fn restore(event: &mut Event) {
    let back = |text: &mut CowStr| {
        if text.contains(BAR) {
            *text = text.replace(BAR, "|").into();
        }
    };
    match event {
        Event::Text(text)
        | Event::Code(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::FootnoteReference(text)
        | Event::Start(
            Tag::CodeBlock(CodeBlockKind::Fenced(text)) | Tag::FootnoteDefinition(text),
        ) => back(text),
        Event::Start(
            Tag::Link { dest_url, title, id, .. } | Tag::Image { dest_url, title, id, .. },
        ) => [dest_url, title, id].into_iter().for_each(back),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_links_are_found() {
        for (text, expected) in [
            ("| [[helm|charts]] | b |", vec![8]),
            ("[[a|b]] [[c]] [[d|e|f]]", vec![3, 17, 19]),
            ("[[a\\|b]] \\[[a|b]] [[a|b", vec![]),
            ("[[a|x [y] z]] [[|b]]", vec![3]),
            ("[[a [[b|c]]", vec![7]),
            ("[[[a|b]]]", vec![4]),
            ("[[ü|é]]", vec![4]),
        ] {
            assert_eq!(bars(text), expected, "{text}");
        }
    }
}
