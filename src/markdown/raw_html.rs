//! Raw HTML: comments vanish, anything else is shown as text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::dialect::Ranged;
use super::flaw::{Flaw, FlawKind};

/// What is shown of raw HTML, and what is wrong with it.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) flaw: Option<Flaw>,
}

/// Takes the events of a block of HTML up to its end.
pub(super) fn shown_block<'a>(events: &mut impl Iterator<Item = Ranged<'a>>) -> Shown {
    let mut parts: Vec<(CowStr, Range<usize>)> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Html(html) | Event::Text(html) => parts.push((html, range)),
            Event::End(TagEnd::HtmlBlock) => break,
            _ => {}
        }
    }
    shown(parts.iter().map(|(html, range)| (&**html, range.clone())))
}

/// Removes the comments. `parts` are the pieces of one block or one tag, with their bytes in the text.
pub(super) fn shown<'h>(parts: impl IntoIterator<Item = (&'h str, Range<usize>)>) -> Shown {
    let mut html = String::new();
    // Where each part starts in `html` and in the text: the prefixes of quotes and lists are not in `html`.
    let mut starts = Vec::new();
    for (part, range) in parts {
        starts.push((html.len(), range.start));
        html += part;
    }
    let place = |at: usize| {
        let (start, written) = starts[starts.partition_point(|(start, _)| *start <= at) - 1];
        written + (at - start)
    };
    let mut text = String::new();
    let (mut flaw, mut beside) = (None, None);
    let mut rest = 0;
    while let Some(start) = html[rest..].find("<!--").map(|at| rest + at) {
        let inner = &html[start + 4..];
        let length = match inner {
            // Both are whole comments (CommonMark, section 6.6).
            _ if inner.starts_with('>') => Some(1),
            _ if inner.starts_with("->") => Some(2),
            _ => inner.find("-->").map(|at| at + 3),
        };
        let Some(length) = length else {
            let range = place(start)..place(start) + 4;
            flaw = Some(Flaw { kind: FlawKind::UnclosedComment, range });
            break;
        };
        note_tag(&html, rest..start, &place, &mut flaw);
        beside = beside.or_else(|| words(&html, rest..start));
        text += &html[rest..start];
        rest = start + 4 + length;
    }
    note_tag(&html, rest..html.len(), &place, &mut flaw);
    text += &html[rest..];
    let text = text.trim_end_matches('\n').to_owned();
    if flaw.is_none()
        && let Some(beside) = beside.or_else(|| words(&html, rest..html.len()))
    {
        let range = place(beside.start)..place(beside.start) + beside.len();
        flaw = Some(Flaw { kind: FlawKind::Html(String::new()), range });
    }
    Shown { text, flaw }
}

/// Returns the first line of a part of some HTML, unless the part is blank.
fn words(html: &str, part: Range<usize>) -> Option<Range<usize>> {
    let rest = html[part.clone()].trim_start();
    let start = part.end - rest.len();
    let length = rest.lines().next()?.trim_end().len();
    Some(start..start + length)
}

/// Notes the first tag in a part of some HTML, unless a flaw has been found before.
fn note_tag(
    html: &str,
    part: Range<usize>,
    place: &impl Fn(usize) -> usize,
    flaw: &mut Option<Flaw>,
) {
    let start = part.start;
    for (at, _) in html[part].match_indices('<').map(|(at, sign)| (start + at, sign)) {
        let name = &html[at + 1..];
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        if flaw.is_none() && is_tag {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '!' | '?');
            let end = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
            let name = name[..end].trim_end_matches('/').to_owned();
            let line = html[at..].lines().next().unwrap_or_default();
            let length = line.find('>').map_or(line.len(), |end| end + 1);
            let range = place(at)..place(at) + length;
            *flaw = Some(Flaw { kind: FlawKind::Html(name), range });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_vanish_and_tags_are_noted() {
        for (html, text, kind) in [
            ("<!-- a -->", "", None),
            ("<!-- a\nb -->\n", "", None),
            ("<!--> x <!---> y", " x  y", Some("")),
            ("<!-- a --> b", " b", Some("")),
            ("<div><!-- a --></div>", "<div></div>", Some("div")),
            ("</b>", "</b>", Some("/b")),
            ("<!-- a", "<!-- a", Some("unclosed")),
            ("<br/>", "<br/>", Some("br")),
            ("<!DOCTYPE html>", "<!DOCTYPE html>", Some("!DOCTYPE")),
        ] {
            let shown = shown([(html, 0..html.len())]);
            let found = shown.flaw.map(|flaw| match flaw.kind {
                FlawKind::Html(name) => name,
                _ => "unclosed".to_owned(),
            });
            assert_eq!((shown.text.as_str(), found.as_deref()), (text, kind), "{html}");
        }
        let parts = shown([("<!-- a\n", 2..9), ("--> <i>\n", 11..19)]);
        assert_eq!(parts.flaw.expect("a tag").range, 15..18);
    }
}
