//! Finds `[[blip]]` and `[[blip|label]]` in the events of a text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{BAR, Ranged, is_escaped};
use crate::markdown::flaw::{Flaw, FlawKind};

/// Replaces the brackets in texts by links. `![[file.png]]` becomes an image, as other programs have it.
pub(super) fn find<'t>(
    text: &'t str,
    events: Vec<Ranged<'t>>,
    flaws: &mut Vec<Flaw>,
) -> Vec<Ranged<'t>> {
    if !text.contains("[[") {
        return events;
    }
    let out = Vec::with_capacity(events.len());
    let mut finder = Finder { text, out, open: Vec::new(), depth: 0, in_code: false, flaws };
    for event in events {
        finder.event(event);
    }
    finder.out
}

struct Finder<'t, 'f> {
    text: &'t str,
    out: Vec<Ranged<'t>>,
    /// The `[[` that may start a link, the innermost last.
    open: Vec<Open>,
    depth: usize,
    in_code: bool,
    flaws: &'f mut Vec<Flaw>,
}

/// A `[[`.
struct Open {
    /// The position of its first bracket among the events.
    at: usize,
    /// The byte of its first bracket, or of the `!` before it.
    start: usize,
    /// The byte after its brackets.
    inner: usize,
    depth: usize,
}

impl<'t> Finder<'t, '_> {
    fn event(&mut self, (event, range): Ranged<'t>) {
        match &event {
            Event::Start(tag) => {
                self.depth += 1;
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(end) => {
                self.depth -= 1;
                self.in_code &= !matches!(end, TagEnd::CodeBlock);
                self.close_all(self.depth);
            }
            Event::Text(_) if !self.in_code => match &self.text[range.clone()] {
                "[" if self.follows(&range, &["[", "!["]) => self.open(&range),
                "]" if self.follows(&range, &["]"]) && self.link(&range) => return,
                _ => {}
            },
            _ => {}
        }
        self.out.push((event, range));
    }

    /// Returns whether the event before is one of these texts, right before this range and not escaped.
    fn follows(&self, range: &Range<usize>, texts: &[&str]) -> bool {
        self.out.last().is_some_and(|(event, before)| {
            matches!(event, Event::Text(_))
                && before.end == range.start
                && texts.contains(&&self.text[before.clone()])
                && !is_escaped(self.text, before.start)
        })
    }

    fn open(&mut self, range: &Range<usize>) {
        let at = self.out.len() - 1;
        let start = self.out[at].1.start;
        self.open.push(Open { at, start, inner: range.end, depth: self.depth });
    }

    /// Reports every `[[` that is deeper than this: its paragraph or cell has ended.
    fn close_all(&mut self, depth: usize) {
        let still_open = self.open.partition_point(|open| open.depth <= depth);
        for open in self.open.drain(still_open..) {
            let is_part_of_last = self.flaws.last().is_some_and(|flaw: &Flaw| {
                flaw.kind == FlawKind::UnclosedLink && flaw.range.end == open.inner - 1
            });
            if !is_part_of_last {
                let range = open.start..open.inner;
                self.flaws.push(Flaw { kind: FlawKind::UnclosedLink, range });
            }
        }
    }

    /// Makes a link of everything since the last `[[`, and returns whether that was possible.
    fn link(&mut self, close: &Range<usize>) -> bool {
        let Some(open) = self.open.pop_if(|open| open.depth == self.depth) else { return false };
        let inner = open.inner..close.start - 1;
        let written = &self.text[inner.clone()];
        let bar = written.find(['|', BAR]);
        let id = &written[..bar.unwrap_or(written.len())];
        let id = if bar.is_some() { id.strip_suffix('\\').unwrap_or(id) } else { id };
        // Anything can stand in two pairs of brackets: `[[0, 1], [2, 3]]`. What is around it is no link either.
        if id.trim().is_empty() || id.contains(['[', ']']) {
            self.open.clear();
            return false;
        }
        let id = id.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = bar.map(|bar| inner.start + bar + 1..inner.end);
        let range = open.start..close.end;
        if label.as_ref().is_some_and(|label| self.text[label.clone()].trim().is_empty()) {
            self.flaws.push(Flaw { kind: FlawKind::EmptyLabel, range: range.clone() });
        }
        let label = label.filter(|label| !self.text[label.clone()].trim().is_empty());

        let mut events = self.out.split_off(open.at);
        events.pop();
        let label = label.map(|label| self.label(events.drain(2..), label));
        let link_type = LinkType::WikiLink { has_pothole: label.is_some() };
        let label = label.unwrap_or_else(|| vec![(Event::Text(id.clone().into()), inner.clone())]);
        let (dest_url, title, empty) = (CowStr::from(id), CowStr::from(""), CowStr::from(""));
        let is_image = self.text[open.start..].starts_with('!');
        let (tag, end) = if is_image && dest_url.contains('.') {
            (Tag::Image { link_type, dest_url, title, id: empty }, TagEnd::Image)
        } else {
            if is_image {
                self.out.push((Event::Text("!".into()), open.start..open.start + 1));
            }
            (Tag::Link { link_type, dest_url, title, id: empty }, TagEnd::Link)
        };
        let is_link = matches!(tag, Tag::Link { .. });
        let range = range.start + usize::from(is_image && is_link)..range.end;
        self.out.push((Event::Start(tag), range.clone()));
        self.out.extend(label);
        self.out.push((Event::End(end), range));
        // A link holds no other link. The second bracket of `[[[a]]` belongs to this one.
        for outer in self.open.drain(..).filter(|outer| outer.inner <= open.start) {
            let range = outer.start..outer.inner;
            self.flaws.push(Flaw { kind: FlawKind::UnclosedLink, range });
        }
        true
    }

    /// Returns the events of a label.
    fn label(
        &self,
        events: impl Iterator<Item = Ranged<'t>>,
        label: Range<usize>,
    ) -> Vec<Ranged<'t>> {
        let written = &self.text[label.clone()];
        let trimmed =
            label.end - written.trim_start().len()..label.start + written.trim_end().len();
        let mut kept = Vec::new();
        for (event, range) in events.filter(|(_, range)| range.end > trimmed.start) {
            let part = range.start.max(trimmed.start)..range.end.min(trimmed.end);
            match event {
                _ if part.is_empty() => {}
                event if part == range => kept.push((event, range)),
                Event::Text(text) if *text == self.text[range.clone()] => {
                    kept.push((Event::Text(self.text[part.clone()].into()), part));
                }
                // Markup that starts before the label: show the label as it is written.
                _ => return vec![(Event::Text(self.text[trimmed.clone()].into()), trimmed)],
            }
        }
        kept
    }
}
