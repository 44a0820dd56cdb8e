//! The events of a text -> those for which pulldown-cmark writes the HTML of this program.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_href;

use super::address::{self, Address, address};
use super::dialect::{Parsed, Ranged, Source};
use super::escape::push_escaped;
use super::footnotes::{Footnotes, Note, Place};
use super::highlight::Budget;
use super::image::image_path;
use super::table::Table;
use super::{BlipNames, Style, footnotes, heading, highlight, image, raw_html};
use crate::routes;

pub(super) struct Renderer<'a> {
    style: Style<'a>,
    blips: &'a BlipNames<'a>,
    /// The id of each heading, by the byte it starts at.
    ids: BTreeMap<usize, String>,
    /// The same ids.
    fragments: BTreeSet<String>,
    /// The text without its footnotes.
    text: Vec<Ranged<'a>>,
    footnotes: Footnotes<'a>,
    out: Vec<Event<'a>>,
    table: Table,
    budget: Budget,
    /// The end tags of the open links, the innermost last.
    open: Vec<&'static str>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(source: &'a Source, style: Style<'a>, blips: &'a BlipNames<'a>) -> Self {
        let Parsed { events, mut flaws } = source.parse();
        let ids = heading::ids(&events);
        let fragments = ids.values().cloned().collect();
        let (text, footnotes) = footnotes::take(source.text(), events, &mut flaws);
        let (out, table, open) = (Vec::with_capacity(text.len()), Table::default(), Vec::new());
        let budget = Budget::default();
        Self { style, blips, ids, fragments, text, footnotes, out, table, budget, open }
    }

    /// Returns the events of the text and its footnotes.
    pub(super) fn events(mut self) -> Vec<Event<'a>> {
        let text = std::mem::take(&mut self.text);
        self.push(text);
        self.notes();
        self.out
    }

    /// Replaces the events for which pulldown-cmark would write other HTML.
    fn push(&mut self, events: Vec<Ranged<'a>>) {
        let mut events = events.into_iter();
        while let Some((event, range)) = events.next() {
            let event = match event {
                Event::Start(Tag::HtmlBlock) => {
                    self.html_block(&raw_html::shown_block(&mut events).text);
                    continue;
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    Event::Text(raw_html::shown([(&*html, range)]).text.into())
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let code = highlight::code(&mut events);
                    markup(highlight::block(&kind, &code, &mut self.budget))
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    let start = self.link(link_type, &dest_url, &title);
                    self.out.push(start);
                    // The text between the brackets of a link to a blip is the id. Show the name instead.
                    let is_id = link_type == LinkType::WikiLink { has_pothole: false };
                    let Some(name) = self.blips.get(&*dest_url).filter(|_| is_id) else { continue };
                    events.next();
                    Event::Text(CowStr::Borrowed(name))
                }
                Event::End(TagEnd::Link) => markup(self.open.pop().unwrap_or_default()),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let alt = image::alt(&mut events, self.blips);
                    self.image(&dest_url, &title, &alt);
                    continue;
                }
                Event::Start(Tag::Heading { level, .. }) => self.heading(level, range.start),
                Event::End(TagEnd::Heading(level)) => {
                    Event::End(TagEnd::Heading(self.lowered(level)))
                }
                Event::FootnoteReference(label) => {
                    let place = if self.is_in_link() { Place::Link } else { Place::Text };
                    markup(self.footnotes.reference(&label, self.style.scope, place))
                }
                Event::TaskListMarker(done) => {
                    let mark = if done { "☑" } else { "☐" };
                    markup(format!("<span class=\"task\">{mark}</span> "))
                }
                event => match self.table.event(event) {
                    Ok(tags) => {
                        self.out.extend(tags.into_iter().map(markup));
                        continue;
                    }
                    Err(event) => event,
                },
            };
            self.out.push(event);
        }
    }

    fn html_block(&mut self, html: &str) {
        if !html.trim().is_empty() {
            let text = Event::Text(html.to_owned().into());
            let (start, end) = (Event::Start(Tag::Paragraph), Event::End(TagEnd::Paragraph));
            self.out.extend([start, text, end]);
        }
    }

    /// Returns the start of a heading that starts at a byte of the text.
    fn heading(&self, level: HeadingLevel, start: usize) -> Event<'a> {
        let id = self.ids.get(&start).map(|id| format!("{}.{id}", self.style.scope).into());
        let (level, classes, attrs) = (self.lowered(level), vec![], vec![]);
        Event::Start(Tag::Heading { level, id, classes, attrs })
    }

    /// Writes the footnotes, each with links back to where it is referred to.
    fn notes(&mut self) {
        let notes = std::mem::take(&mut self.footnotes.notes);
        if notes.is_empty() {
            return;
        }
        // References within the notes are written too, so the notes stay known.
        self.footnotes.notes = notes.iter().map(Note::without_events).collect();
        self.out.push(Event::Html("<div class=\"footnotes\">\n<ol>\n".into()));
        for note in notes {
            let back = markup(note.links_back(self.style.scope));
            self.out.push(Event::Html(note.start(self.style.scope).into()));
            self.push(note.events);
            match self.out.pop() {
                Some(end @ Event::End(TagEnd::Paragraph)) => self.out.extend([back, end]),
                last => self.out.extend(last.into_iter().chain([back])),
            }
            self.out.push(Event::Html("</li>\n".into()));
        }
        self.out.push(Event::Html("</ol>\n</div>\n".into()));
    }

    fn link(&mut self, link_type: LinkType, target: &str, title: &str) -> Event<'a> {
        let Some(href) = self.href(link_type, target) else { return self.tags("", "") };
        let mut start = String::from("<a href=\"");
        escape_href(&mut start, &href).expect("writing to a string does not fail");
        if !title.is_empty() {
            start += "\" title=\"";
            push_escaped(&mut start, title);
        }
        self.tags(start + "\">", "</a>")
    }

    /// Returns the address that leads from the page to a target, unless that is unsafe or no blip.
    fn href(&self, link_type: LinkType, target: &str) -> Option<String> {
        let to_root = self.style.to_root;
        if matches!(link_type, LinkType::WikiLink { .. }) {
            let is_known = self.blips.contains_key(target);
            return is_known.then(|| format!("{to_root}{}", routes::blip(target)));
        }
        Some(match address(target) {
            Address::Unsafe(_) => return None,
            _ if link_type == LinkType::Email => format!("mailto:{target}"),
            Address::Web => address::encoded(target),
            Address::Fragment => {
                let fragment = address::fragment(target);
                let is_here = |fragment: &String| self.fragments.contains(fragment);
                if let Some(fragment) = fragment.filter(is_here) {
                    return Some(format!("#{}.{fragment}", self.style.scope));
                }
                let home = self.style.home;
                let page = if home.is_empty() { "" } else { to_root };
                format!("{page}{home}{}", self.fragment("", target))
            }
            Address::Site(path) => {
                let (query, _) = address::query_and_fragment(target);
                let fragment = self.fragment(&path, target);
                let (path, query) = (address::encoded_path(&path), address::encoded(query));
                format!("{to_root}{path}{query}{fragment}")
            }
        })
    }

    /// Returns the fragment of a link to a page, with its `#`.
    fn fragment(&self, page: &str, target: &str) -> String {
        let fragment = address::fragment(target);
        let id = fragment.and_then(|fragment| self.style.fragments?(page, &fragment));
        let (_, written) = address::query_and_fragment(target);
        id.map_or_else(|| address::encoded(written), |id| format!("#{}", address::encoded(&id)))
    }

    /// Writes an image. Pages load none from other sites: it becomes a link, unless a link is around it.
    fn image(&mut self, target: &str, title: &str, alt: &str) {
        if let Some(path) = image_path(target) {
            let src = format!("{}{}", self.style.to_root, address::encoded_path(&path));
            return self.out.push(markup(image::tag(&src, title, alt)));
        }
        let text = Event::Text(if alt.is_empty() { target } else { alt }.to_owned().into());
        let start = self.link(LinkType::Inline, target, title);
        let end = markup(self.open.pop().unwrap_or_default());
        self.out.extend([start, text, end]);
    }

    /// Returns the start tag of a link and keeps its end tag for later. A link within a link is text.
    fn tags(&mut self, start: impl Into<CowStr<'a>>, end: &'static str) -> Event<'a> {
        if self.is_in_link() {
            self.open.push("");
            return markup("");
        }
        self.open.push(end);
        markup(start)
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|close| !close.is_empty())
    }

    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        let lowered = (level as u8 + self.style.lower_headings).min(6);
        HeadingLevel::try_from(usize::from(lowered)).unwrap_or(HeadingLevel::H6)
    }
}

fn markup<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}
