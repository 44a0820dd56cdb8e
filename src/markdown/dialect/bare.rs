//! Finds bare addresses in the events of a text, as GitHub does: `https://example.org`, `www.example.org`,
//! `somebody@example.org` (<https://github.github.com/gfm/#autolinks-extension->).
//!
//! Two things differ. A backslash before punctuation is dropped, so that an address that a program has escaped
//! stays the same address. And quotation marks and brackets of any language at its end do not belong to it.

mod form;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{Ranged, is_escaped};
use form::{MAX_HOST, host, is_domain, trimmed};

/// Replaces bare addresses in texts by links.
pub(super) fn find<'t>(text: &'t str, events: Vec<Ranged<'t>>) -> Vec<Ranged<'t>> {
    if !["://", "www.", "@"].iter().any(|sign| text.contains(sign)) {
        return events;
    }
    let found = Finder { text, events: &events, found: Vec::new() }.all();
    if found.is_empty() { events } else { linked(text, events, found) }
}

/// A bare address.
struct Bare {
    range: Range<usize>,
    /// What is before its text in the address: `http://`, or nothing.
    prefix: &'static str,
    link_type: LinkType,
}

struct Finder<'e, 't> {
    text: &'t str,
    events: &'e [Ranged<'t>],
    found: Vec<Bare>,
}

impl Finder<'_, '_> {
    fn all(mut self) -> Vec<Bare> {
        let mut no_links = 0_usize;
        let mut run = 0;
        for (at, (event, range)) in self.events.iter().enumerate() {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                    no_links += 1;
                }
                Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => no_links -= 1,
                Event::Text(_) if no_links == 0 => {
                    if at == 0 || !matches!(self.events[at - 1].0, Event::Text(_)) {
                        run = range.start;
                    }
                    self.search(at, range.clone(), run);
                }
                _ => {}
            }
        }
        self.found
    }

    /// Finds the addresses whose sign is in the text at a position. `run` is where the texts before it start.
    fn search(&mut self, at: usize, range: Range<usize>, run: usize) {
        for (offset, sign) in self.text[range.clone()].char_indices() {
            let sign_at = range.start + offset;
            let from = self.found.last().map_or(run, |last| last.range.end.max(run));
            if sign_at < from {
                continue;
            }
            let bare = match sign {
                ':' => self.web(from, sign_at),
                'w' => self.www(from, sign_at),
                '@' => self.email(from, sign_at),
                _ => None,
            };
            let Some(mut bare) = bare else { continue };
            bare.range.end = self.reach(at, bare.range.clone());
            bare.range.end = bare.range.start + trimmed(&self.text[bare.range.clone()]).len();
            if bare.range.end > sign_at + 1 && self.is_whole(&bare) {
                self.found.push(bare);
            }
        }
    }

    fn web(&self, from: usize, colon: usize) -> Option<Bare> {
        let rest = self.text[colon..].strip_prefix("://")?;
        let before = &self.text[from..colon];
        let scheme = before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let is_known = ["http", "https"].iter().any(|s| s.eq_ignore_ascii_case(&before[scheme..]));
        let is_word = before[..scheme].ends_with(char::is_alphanumeric);
        (is_known && !is_word && !host(rest).is_empty()).then(|| Bare {
            range: from + scheme..self.end(colon),
            prefix: "",
            link_type: LinkType::Autolink,
        })
    }

    fn www(&self, from: usize, at: usize) -> Option<Bare> {
        let rest = self.text[at..].strip_prefix("www.")?;
        let before = self.text[..at].chars().next_back();
        let is_start = from == at
            || before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
        (is_start && is_domain(&self.text[at..]) && !rest.starts_with('.')).then(|| Bare {
            range: at..self.end(at),
            prefix: "http://",
            link_type: LinkType::Autolink,
        })
    }

    fn email(&self, from: usize, sign: usize) -> Option<Bare> {
        let is_local =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_' | '\\');
        let start = from + self.text[from..sign].trim_end_matches(is_local).len();
        // A backslash that escapes nothing of the name is text before it.
        let start = start
            + usize::from(
                self.text[start..].starts_with('\\')
                    && self.text[start + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()),
            );
        let follows_one = self.text[..start].ends_with('@');
        if start == sign || follows_one || is_escaped(self.text, sign) {
            return None;
        }
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '\\');
        let rest = &self.text[sign + 1..];
        let end = rest.find(|c: char| !is_host(c)).unwrap_or(rest.len());
        let host = rest[..end].trim_end_matches(['.', '\\']);
        let is_valid = host.len() <= MAX_HOST
            && host.split('.').count() > 1
            && host.split('.').all(|part| !part.is_empty())
            && host.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !rest[end..].starts_with('@');
        let mailto = "mailto:";
        let before = self.text[from..start].strip_suffix(mailto);
        let has_scheme = before.is_some_and(|before| !before.ends_with(char::is_alphanumeric));
        is_valid.then(|| Bare {
            range: start - if has_scheme { mailto.len() } else { 0 }..sign + 1 + host.len(),
            prefix: "",
            link_type: if has_scheme { LinkType::Autolink } else { LinkType::Email },
        })
    }

    /// Returns the end of an address: white space or `<`.
    fn end(&self, from: usize) -> usize {
        let ends = |(at, c): (usize, char)| {
            (c.is_whitespace() || c == '<' || at > MAX_ADDRESS).then_some(from + at)
        };
        self.text[from..].char_indices().find_map(ends).unwrap_or(self.text.len())
    }

    /// Returns how far an address that starts in the text at a position goes: up to code, a link, or the
    /// end of what is around it. Emphasis within it is part of it.
    fn reach(&self, at: usize, bare: Range<usize>) -> usize {
        let mut reach = self.events[at].1.end;
        let (mut depth, mut outermost) = (0, reach);
        for (event, range) in &self.events[at + 1..] {
            if reach >= bare.end {
                break;
            }
            match event {
                Event::Text(_) => reach = range.end,
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                    if range.end <= bare.end =>
                {
                    outermost = if depth == 0 { range.start } else { outermost };
                    depth += 1;
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
                    if depth > 0 =>
                {
                    depth -= 1;
                    reach = range.end;
                }
                _ => break,
            }
        }
        if depth > 0 { outermost } else { reach.min(bare.end) }
    }

    /// Returns whether an address that may have been cut still has a host.
    fn is_whole(&self, bare: &Bare) -> bool {
        let text = &self.text[bare.range.clone()];
        match (bare.link_type, text.split_once("://")) {
            (LinkType::Email, _) => true,
            (_, Some((_, rest))) => !host(rest).is_empty(),
            (_, None) if text.starts_with("mailto:") => true,
            (_, None) => is_domain(text),
        }
    }
}

/// Where an address ends at the latest, in bytes. Otherwise many of them without white space between, as in
/// `https://a.org[^1]https://a.org[^1]`, would each be looked for up to the end of the text.
const MAX_ADDRESS: usize = 4_000;

/// Puts links in place of the addresses, and of whatever events they consist of.
fn linked<'t>(text: &'t str, events: Vec<Ranged<'t>>, found: Vec<Bare>) -> Vec<Ranged<'t>> {
    let mut out = Vec::with_capacity(events.len() + 3 * found.len());
    let mut found = found.into_iter().peekable();
    let mut events = events.into_iter();
    let mut next = events.next();
    // How many ends of emphasis belong to starts within the last address, and how much is open since then.
    let (mut ends, mut open, mut done) = (0, 0, 0);
    while let Some((event, range)) = next.take() {
        let is_text = matches!(event, Event::Text(_));
        if ends > 0 && open == 0 && matches!(event, Event::End(_)) {
            ends -= 1;
            out.push((Event::Text(text[done..range.end].into()), done..range.end));
            done = range.end;
        } else if let Some(bare) = found.next_if(|bare| is_text && bare.range.start < range.end) {
            let before = range.start..bare.range.start;
            out.extend(part((event.clone(), range.clone()), before, text));
            let mut last = (event, range);
            let mut label = String::new();
            let mut at = bare.range.start;
            loop {
                match &last {
                    (Event::Text(content), range) => {
                        label += &text[at..range.start.max(at)].replace('\\', "");
                        let shown = at.max(range.start)..range.end.min(bare.range.end);
                        let is_written = **content == text[range.clone()];
                        label += if is_written { &text[shown.clone()] } else { content };
                        at = shown.end;
                    }
                    (Event::Start(_), _) => ends += 1,
                    _ => ends -= 1,
                }
                if at >= bare.range.end {
                    break;
                }
                let Some(event) = events.next() else { break };
                last = event;
            }
            done = bare.range.end;
            push(&bare, label, &mut out);
            let after = bare.range.end.max(last.1.start)..last.1.end;
            next = part(last, after, text);
        } else {
            match event {
                Event::Start(_) if ends > 0 => open += 1,
                Event::End(_) if ends > 0 => {
                    open -= 1;
                    done = range.end;
                }
                _ if ends > 0 => done = range.end,
                _ => {}
            }
            out.push((event, range));
        }
        next = next.or_else(|| events.next());
    }
    out
}

/// Returns the part of a text that is in a range, unless that is empty.
fn part<'t>((event, _): Ranged<'t>, part: Range<usize>, text: &'t str) -> Option<Ranged<'t>> {
    let is_part = matches!(event, Event::Text(_)) && !part.is_empty();
    is_part.then(|| (Event::Text(text[part.clone()].into()), part))
}

fn push(bare: &Bare, label: String, out: &mut Vec<Ranged>) {
    let range = bare.range.clone();
    let (title, id) = (CowStr::from(""), CowStr::from(""));
    let dest_url = format!("{}{label}", bare.prefix).into();
    let tag = Tag::Link { link_type: bare.link_type, dest_url, title, id };
    out.push((Event::Start(tag), range.clone()));
    out.push((Event::Text(label.into()), range.clone()));
    out.push((Event::End(TagEnd::Link), range));
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    /// The addresses in a text, with what is shown after each.
    fn links(text: &str) -> Vec<(String, String)> {
        let source = Source::new(text);
        let mut links = Vec::new();
        let mut open = false;
        for (event, _) in source.parse().events {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    links.push((dest_url.to_string(), String::new()));
                    open = true;
                }
                Event::End(TagEnd::Link) => open = false,
                Event::Text(text) if !open => {
                    if let Some((_, after)) = links.last_mut() {
                        *after += &text;
                    }
                }
                _ => {}
            }
        }
        links
    }

    #[test]
    fn bare_addresses_are_links() {
        for (text, target, after) in [
            ("see https://example.org/a_b_c now", "https://example.org/a_b_c", " now"),
            ("https://example.org/_x_/*y*/z", "https://example.org/_x_/*y*/z", ""),
            ("https://example.org/_x_", "https://example.org/_x", "_"),
            ("*https://example.org/x* y", "https://example.org/x", " y"),
            ("(https://example.org/a_(b)).", "https://example.org/a_(b)", ")."),
            ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2", ""),
            ("https://a.org/a\\_b\\*c", "https://a.org/a_b*c", ""),
            ("„https://a.org/x“, so", "https://a.org/x", "“, so"),
            ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG", ""),
            ("http://localhost:8080/x", "http://localhost:8080/x", ""),
            ("www.example.org.", "http://www.example.org", "."),
            ("https://a.org[^1]\n\n[^1]: x", "https://a.org", "x"),
            ("https://a.org `x`", "https://a.org", " "),
            ("a_b@example.org.", "a_b@example.org", "."),
            ("a\\_b@example.org", "a_b@example.org", ""),
            ("mailto:a@example.org", "mailto:a@example.org", ""),
        ] {
            let expected = (target.to_owned(), after.to_owned());
            assert_eq!(links(text), [expected], "{text}");
        }
        let two = links("https://a.org, https://b.org; c@d.org");
        let two: Vec<_> = two.iter().map(|(target, after)| (&**target, &**after)).collect();
        assert_eq!(two, [("https://a.org", ", "), ("https://b.org", "; "), ("c@d.org", "")]);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in [
            "xhttps://a.org",
            "https://",
            "ftp://a.org",
            "javascript://a.org",
            "www.",
            "www..a",
            "xwww.a.org",
            "`https://a.org`",
            "a@b",
            "@a.org",
            "a@b@c.org",
            "a\\@b.org",
            "a@b.c_",
            "http://a_b.c_d/",
            "    https://a.org",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
        assert_eq!(links("[x https://a.org](https://b.org)").len(), 1);
    }
}
