//! Finds the links, images, headings and flaws of a text.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::dialect::{Parsed, Ranged, Source};
use super::flaw::{Flaw, FlawKind};
use super::{escape, footnotes, heading, highlight, raw_html as html};

/// A link or an image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the target is.
    pub kind: FoundKind,
    /// The address or blip id, as written.
    pub target: String,
    /// The bytes of the link in the text.
    pub range: Range<usize>,
    /// The bytes of what is shown for it; empty if that is nothing.
    pub label: Range<usize>,
}

/// The kind of a [`Found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// `[[id]]`.
    Blip,
    /// `[text](address)` and its like.
    Link,
    /// `![text](address)`.
    Image,
}

/// Everything in a text that may need a word to its author.
pub(crate) struct Survey {
    /// Every link and image, in order.
    pub(crate) links: Vec<Found>,
    pub(crate) flaws: Vec<Flaw>,
}

/// Returns every link and image of a text, in order.
pub fn links(text: &str) -> Vec<Found> {
    let source = Source::new(text);
    found(&source.parse().events)
}

/// Returns the ids of the headings of a text, in order.
pub(crate) fn heading_ids(text: &str) -> Vec<String> {
    let source = Source::new(text);
    heading::ids(&source.parse().events).into_values().collect()
}

/// Returns all text of a text, without its markup.
#[cfg(feature = "import")]
pub(crate) fn plain_text(text: &str) -> String {
    let source = Source::new(text);
    let mut plain = String::with_capacity(text.len());
    for (event, _) in source.parse().events {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::FootnoteReference(text)
            | Event::Html(text)
            | Event::InlineHtml(text) => plain += &text,
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
    }
    plain
}

/// Returns the first paragraph as plain text.
pub(crate) fn first_paragraph(text: &str) -> String {
    let source = Source::new(text);
    let mut plain = String::new();
    for (event, _) in source.parse().events {
        match event {
            Event::Text(text) | Event::Code(text) => plain += &text,
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock) => plain.push(' '),
            // What came before was a heading or a list.
            Event::Start(Tag::Paragraph) => plain.clear(),
            Event::End(TagEnd::Paragraph) if !plain.trim().is_empty() => break,
            _ => {}
        }
    }
    plain
}

/// Reads a text once for everything that may be wrong in it.
pub(crate) fn survey(text: &str) -> Survey {
    let source = Source::new(text);
    let Parsed { events, mut flaws } = source.parse();
    let links = found(&events);
    flaws.extend(control_character(text));
    let mut table = Cells::default();
    let mut budget = highlight::Budget::default();
    let mut rest = events.iter().cloned();
    while let Some((event, range)) = rest.next() {
        match event {
            Event::Start(Tag::HtmlBlock) => flaws.extend(html::shown_block(&mut rest).flaw),
            Event::InlineHtml(tag) => {
                // One word for each element is enough.
                flaws.extend(html::shown([(&*tag, range)]).flaw.filter(|flaw| !is_end_tag(flaw)));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let code: Vec<_> = rest
                    .by_ref()
                    .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::CodeBlock)))
                    .collect();
                flaws.extend(highlight::flaw(&kind, &code, range, &mut budget));
            }
            Event::Start(Tag::Table(columns)) => table = Cells { columns: columns.len(), ..table },
            Event::Start(Tag::TableRow | Tag::TableHead) => table.count = 0,
            Event::End(TagEnd::TableCell) => {
                table.count += 1;
                table.end = range.end;
            }
            Event::End(TagEnd::TableRow) if table.count == table.columns => {
                flaws.extend(surplus(text, table.end..range.end));
            }
            _ => {}
        }
    }
    footnotes::take(source.text(), events, &mut flaws);
    flaws.sort_by_key(|flaw| flaw.range.start);
    Survey { links, flaws }
}

/// The cells of the row that is being read.
#[derive(Default)]
struct Cells {
    columns: usize,
    count: usize,
    end: usize,
}

fn found(events: &[Ranged]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    // The links that are open, the outermost first: an image can be in a link.
    let mut open: Vec<usize> = Vec::new();
    for (event, range) in events {
        if let Event::End(TagEnd::Link | TagEnd::Image) = event
            && open.pop_if(|at| found[*at].range == *range).is_some()
        {
            continue;
        }
        for at in &open {
            let label = &mut found[*at].label;
            let start = if label.start < label.end { label.start } else { range.start };
            *label = start.min(range.start)..label.end.max(range.end);
        }
        if let Some(link) = link(event, range) {
            open.push(found.len());
            found.push(link);
        }
    }
    found
}

fn link(event: &Event, range: &Range<usize>) -> Option<Found> {
    let (kind, target) = match event {
        Event::Start(Tag::Image { dest_url, .. }) => (FoundKind::Image, dest_url),
        Event::Start(Tag::Link { link_type, dest_url, .. }) => match link_type {
            LinkType::WikiLink { .. } => (FoundKind::Blip, dest_url),
            LinkType::Email => return None,
            _ => (FoundKind::Link, dest_url),
        },
        _ => return None,
    };
    let (range, label) = (range.clone(), range.start..range.start);
    Some(Found { kind, target: target.trim().to_owned(), range, label })
}

fn is_end_tag(flaw: &Flaw) -> bool {
    matches!(&flaw.kind, FlawKind::Html(name) if name.starts_with('/'))
}

fn control_character(text: &str) -> Option<Flaw> {
    let found = text.char_indices().find(|(_, c)| escape::is_invisible(*c));
    let flaw = |(at, c): (usize, char)| Flaw {
        kind: FlawKind::ControlCharacter(c),
        range: at..at + c.len_utf8(),
    };
    found.map(flaw)
}

/// Reports what a row has after its last cell.
fn surplus(text: &str, after: Range<usize>) -> Option<Flaw> {
    let rest = text[after.clone()].trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('|').unwrap_or(rest).trim_end();
    if rest.trim_matches(|c: char| c.is_whitespace() || c == '|').is_empty() {
        return None;
    }
    let start = after.end - text[after.clone()].trim_start_matches([' ', '\t', '|']).len();
    let end = after.start + text[after.clone()].trim_end().len();
    Some(Flaw { kind: FlawKind::SurplusCells, range: start..end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_their_ranges() {
        let found = links("a [[helm]] `[[no]]` [x](y.html) ![i](z.png) https://a.org");
        let found: Vec<_> =
            found.iter().map(|f| (f.kind, f.target.as_str(), f.range.start)).collect();
        assert_eq!(
            found,
            [
                (FoundKind::Blip, "helm", 2),
                (FoundKind::Link, "y.html", 20),
                (FoundKind::Image, "z.png", 32),
                (FoundKind::Link, "https://a.org", 44),
            ]
        );
    }

    #[test]
    fn flaws_have_their_places() {
        let unknown = |label: &str| FlawKind::UnknownFootnote(label.to_owned());
        let html = |name: &str| FlawKind::Html(name.to_owned());
        for (text, kind, part) in [
            ("a [[helm and", FlawKind::UnclosedLink, "[["),
            ("| [[helm | x |\n|---|---|", FlawKind::UnclosedLink, "[["),
            ("a [[helm|]]", FlawKind::EmptyLabel, "[[helm|]]"),
            ("| a |\n|---|\n| 1 | 2 | 3 |", FlawKind::SurplusCells, "2 | 3 |"),
            ("| a |\n|---|\n1|2", FlawKind::SurplusCells, "2"),
            ("> | a |\n> |---|\n> | [[a|b]] | 2\n", FlawKind::SurplusCells, "2"),
            ("a[^x] b", unknown("x"), "[^x]"),
            ("![^x] b", unknown("x"), "[^x]"),
            ("a[^x]\n\n[^x]: 1\n[^X]: 2", FlawKind::DoubleFootnote("X".into()), "[^X]"),
            ("a\n\n[^x]: 1", FlawKind::UnusedFootnote("x".into()), "[^x]"),
            ("a <b>c</b>", html("b"), "<b>"),
            ("> <div\n> class=x>\n", html("div"), "<div"),
            ("<!-- a -->\n\n<p>x</p>", html("p"), "<p>"),
            ("a\n\n<!-- b", FlawKind::UnclosedComment, "<!--"),
            ("a\u{1}b", FlawKind::ControlCharacter('\u{1}'), "\u{1}"),
        ] {
            let flaws = survey(text).flaws;
            let found: Vec<_> = flaws.iter().map(|f| (&f.kind, &text[f.range.clone()])).collect();
            assert_eq!(found, [(&kind, part)], "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_no_flaw() {
        for text in [
            "[[helm]] [[helm|x]] | a [[helm\\|y]]",
            "| a | b |\n|---|---|\n| [[helm|the charts]] | [[helm\\|x]] |\n| 1 |\n| 1 | 2 ||  \n",
            "a[^1] b[^A]\n\n[^1]: x\n[^a]: y[^1]",
            "`<b>` \\<b> `[[x` \\[[x [\\[x \\[^x] `[^x]` a <!-- b -->",
            "<!-- a\nb -->\n\n```\n<b> [[ [^x] | 1 |\n```\n",
            "[[1]](https://a.org) [[0, 1], [2, 3]] <https://a.org> a < b",
        ] {
            assert_eq!(survey(text).flaws, [], "{text}");
        }
    }
}
