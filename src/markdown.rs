//! Renders Markdown as HTML that can be trusted: `CommonMark` with GFM's tables, footnotes, task lists,
//! strike-out and bare addresses, and with `[[blip]]` links.
//!
//! Many people write these texts. So raw HTML appears as text, unsafe links lose their address, and the
//! output has no inline style, which the pages' Content-Security-Policy forbids. [`crate::content::check`]
//! reports what an author cannot have meant; it reads the same events that are rendered here.

pub mod address;
mod bare;
mod blip_link;
mod dialect;
pub(crate) mod escape;
pub(crate) mod flaw;
mod footnotes;
mod heading;
mod highlight;
mod image;
mod raw_html;
mod survey;
mod table;

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};
use pulldown_cmark_escape::escape_href;

use crate::routes;
use address::{Address, address};
use dialect::{Ranged, Source};
use escape::push_escaped;
use footnotes::{Footnotes, Note};
pub(crate) use image::image_path;
#[cfg(feature = "import")]
pub(crate) use survey::plain_text;
pub use survey::{Found, FoundKind, links};
pub(crate) use survey::{Survey, first_paragraph, heading_ids, raw_html, survey};
use table::Table;

/// The name of each blip that has a page, by id.
pub type BlipNames<'r> = BTreeMap<&'r str, &'r str>;

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct Style<'a> {
    /// The path from the page to the site's root: empty, or `../`.
    pub to_root: &'a str,
    /// By how many levels headings are lowered, so that they fit below those of the page.
    pub lower_headings: u8,
    /// What the ids of the text start with. It keeps those of several texts on one page apart, and from
    /// those of the page itself: a dot follows, which is in no id of a page.
    pub scope: &'a str,
    /// The path of the page that the text belongs to, if this is another one; else empty.
    pub home: &'a str,
    /// Finds the fragments of other texts.
    pub fragments: Option<FindFragment<'a>>,
}

/// Returns the id that a fragment of a page means, if it is that of a text. An empty path stands for the page
/// that the text belongs to.
pub type FindFragment<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Renders `text` as HTML, with links to `blips`.
pub fn render(text: &str, style: Style, blips: &BlipNames) -> String {
    let source = Source::new(text);
    let mut parsed = source.parse();
    let ids = heading::ids(&parsed.events);
    let (events, footnotes) = footnotes::take(source.text(), parsed.events, &mut parsed.flaws);
    let (table, open) = (Table::default(), Vec::new());
    let out = Vec::with_capacity(events.len());
    let mut renderer = Renderer { style, blips, ids, footnotes, out, table, open };
    renderer.events(events);
    renderer.notes();
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, renderer.out.into_iter());
    escape::visible(out)
}

/// Renders the same for other programs: without links to blips, ids and colours.
pub(crate) fn plain_html(text: &str) -> String {
    let source = Source::new(text);
    let mut events = source.parse().events.into_iter();
    let mut shown = Vec::new();
    while let Some((event, range)) = events.next() {
        shown.push(match event {
            Event::Start(Tag::HtmlBlock) => {
                Event::Text(raw_html::shown_block(&mut events).text.into())
            }
            Event::InlineHtml(html) => Event::Text(raw_html::shown([(&*html, range)]).text.into()),
            event => event,
        });
    }
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, shown.into_iter());
    escape::visible(out)
}

struct Renderer<'a> {
    style: Style<'a>,
    blips: &'a BlipNames<'a>,
    /// The id of each heading, by the byte it starts at.
    ids: BTreeMap<usize, String>,
    footnotes: Footnotes<'a>,
    out: Vec<Event<'a>>,
    table: Table,
    /// The end tags of the open links, the innermost last.
    open: Vec<&'static str>,
}

impl<'a> Renderer<'a> {
    /// Replaces the events for which pulldown-cmark would write other HTML.
    fn events(&mut self, events: Vec<Ranged<'a>>) {
        let mut events = events.into_iter();
        while let Some((event, range)) = events.next() {
            let event = match event {
                Event::Start(Tag::HtmlBlock) => {
                    let html = raw_html::shown_block(&mut events);
                    if !html.text.trim().is_empty() {
                        self.out.push(Event::Start(Tag::Paragraph));
                        self.out.push(Event::Text(html.text.into()));
                        self.out.push(Event::End(TagEnd::Paragraph));
                    }
                    continue;
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    Event::Text(raw_html::shown([(&*html, range)]).text.into())
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    markup(highlight::block(&kind, &highlight::code(&mut events)))
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    if let LinkType::WikiLink { has_pothole } = link_type {
                        let link = self.blip_link(&dest_url);
                        self.out.push(link);
                        // The text between the brackets is the id. Show the name instead.
                        let name = self.blips.get(&*dest_url).filter(|_| !has_pothole);
                        if let Some(name) = name {
                            events.next();
                            self.out.push(Event::Text(CowStr::Borrowed(name)));
                        }
                        continue;
                    }
                    self.link(link_type, &dest_url, &title)
                }
                Event::End(TagEnd::Link) => markup(self.open.pop().unwrap_or_default()),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let alt = image::alt(&mut events, self.blips);
                    self.image(&dest_url, &title, &alt);
                    continue;
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let id = self.ids.get(&range.start);
                    let id = id.map(|id| format!("{}.{id}", self.style.scope).into());
                    let (level, classes, attrs) = (self.lowered(level), vec![], vec![]);
                    Event::Start(Tag::Heading { level, id, classes, attrs })
                }
                Event::End(TagEnd::Heading(level)) => {
                    Event::End(TagEnd::Heading(self.lowered(level)))
                }
                Event::FootnoteReference(label) => {
                    let is_in_link = self.open.iter().any(|close| !close.is_empty());
                    let place =
                        if is_in_link { footnotes::Place::Link } else { footnotes::Place::Text };
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
            self.events(note.events);
            match self.out.pop() {
                Some(end @ Event::End(TagEnd::Paragraph)) => self.out.extend([back, end]),
                last => self.out.extend(last.into_iter().chain([back])),
            }
            self.out.push(Event::Html("</li>\n".into()));
        }
        self.out.push(Event::Html("</ol>\n</div>\n".into()));
    }

    fn blip_link(&mut self, id: &str) -> Event<'a> {
        if !self.blips.contains_key(id) {
            return self.tags("", "");
        }
        self.tags(format!("<a href=\"{}{}\">", self.style.to_root, routes::blip(id)), "</a>")
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

    /// Returns the address that leads from the page to a target, unless that is unsafe.
    fn href(&self, link_type: LinkType, target: &str) -> Option<String> {
        let to_root = self.style.to_root;
        Some(match address(target) {
            Address::Unsafe(_) => return None,
            _ if link_type == LinkType::Email => format!("mailto:{target}"),
            Address::Web => address::encoded(target),
            Address::Fragment => {
                let fragment = address::fragment(target);
                let is_here = |fragment: &String| self.ids.values().any(|id| id == fragment);
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
        if self.open.iter().any(|close| !close.is_empty()) {
            self.open.push("");
            return markup("");
        }
        self.open.push(end);
        markup(start)
    }

    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        let lowered = (level as u8 + self.style.lower_headings).min(6);
        HeadingLevel::try_from(usize::from(lowered)).unwrap_or(HeadingLevel::H6)
    }
}

fn markup<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let fragments = |page: &str, fragment: &str| {
            ((page, fragment) == ("blips/helm.html", "why")).then(|| "text.why".to_owned())
        };
        let fragments: Option<FindFragment> = Some(&fragments);
        let style = Style { to_root: "../", lower_headings: 1, scope: "text", home: "", fragments };
        render(text, style, &BlipNames::from([("helm", "Helm")]))
    }

    #[test]
    fn unsafe_links_lose_their_address() {
        for link in [
            "[x](javascript:alert(1))",
            "[x](<java\tscript:alert(1)>)",
            "[x](&#106;avascript:alert(1))",
            "![x](javascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
        ] {
            assert_eq!(html(link), "<p>x</p>\n", "{link}");
        }
        assert!(!html("<javascript:alert(1)>").contains("href"));
    }

    #[test]
    fn texts_become_html_that_fits_the_page() {
        let helm = "<a href=\"../blips/helm.html\">";
        for (text, expected) in [
            // Raw HTML is shown as text, comments are not shown.
            (
                "<script>alert(1)</script>\n\na <b onclick=\"x\">b</b>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n\
                 <p>a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;</p>\n",
            ),
            ("<!-- a\n\nb -->\n\nc<!-- d -->\n\n<!-- e", "<p>c</p>\n<p>&lt;!-- e</p>\n"),
            // Links to blips show the name or the label.
            ("[[helm]]", &format!("<p>{helm}Helm</a></p>\n")),
            ("[[ helm |*the* charts ]]", &format!("<p>{helm}<em>the</em> charts</a></p>\n")),
            ("[[helm|]] ![[helm]]", &format!("<p>{helm}Helm</a> !{helm}Helm</a></p>\n")),
            ("`[[helm]]` [[gone]] \\[[helm]]", "<p><code>[[helm]]</code> gone [[helm]]</p>\n"),
            // What is a link in CommonMark stays one.
            ("[[1]](https://a.org)", "<p><a href=\"https://a.org\">[1]</a></p>\n"),
            ("[[helm]][r]\n\n[r]: https://a.org", "<p><a href=\"https://a.org\">[helm]</a></p>\n"),
            (
                "[a [[helm]]](https://a.org \"t\")",
                "<p><a href=\"https://a.org\" title=\"t\">a Helm</a></p>\n",
            ),
            // Links within the site and images are relative to the page.
            (
                "[a](about.html#x) ![d](flow.svg \"t\")",
                "<p><a href=\"../about.html#x\">a</a> \
                 <img src=\"../images/flow.svg\" alt=\"d\" title=\"t\" /></p>\n",
            ),
            ("![C#](C%23.png)", "<p><img src=\"../images/C%23.png\" alt=\"C#\" /></p>\n"),
            (
                "![a [[helm]] *b*](ü.png)",
                "<p><img src=\"../images/%C3%BC.png\" alt=\"a Helm b\" /></p>\n",
            ),
            (
                "![far](https://example.org/x.png)",
                "<p><a href=\"https://example.org/x.png\">far</a></p>\n",
            ),
            (
                "[![badge](https://b.org/b.svg)](https://a.org)",
                "<p><a href=\"https://a.org\">badge</a></p>\n",
            ),
            ("![[flow.svg]]", "<p><img src=\"../images/flow.svg\" alt=\"flow.svg\" /></p>\n"),
            // Control characters are visible.
            ("a\u{1}b &#xfffe;", "<p>a\u{fffd}b \u{fffd}</p>\n"),
            // Tables have no inline style.
            (
                "| a | b |\n|---|--:|\n| [[helm|x]] | [[helm\\|y]] |",
                &format!(
                    "<section class=\"table\" tabindex=\"0\"><table><thead><tr>\
                 <th scope=\"col\">a</th>\
                 <th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n\
                 <tr><td>{helm}x</a></td><td class=\"right\">{helm}y</a></td></tr>\n\
                 </tbody></table></section>\n"
                ),
            ),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_have_ids_and_fragments_lead_to_them() {
        for (text, expected) in [
            ("# Why?", "<h2 id=\"text.why\">Why?</h2>\n"),
            ("# Why\n# Why", "<h2 id=\"text.why\">Why</h2>\n<h2 id=\"text.why-1\">Why</h2>\n"),
            (
                "# Größe\n[a](#gr%C3%B6%C3%9Fe)",
                "<h2 id=\"text.größe\">Größe</h2>\n\
                 <p><a href=\"#text.gr%C3%B6%C3%9Fe\">a</a></p>\n",
            ),
            ("[a](#trail) [b](#top)", "<p><a href=\"#trail\">a</a> <a href=\"#top\">b</a></p>\n"),
            ("[a](blips/helm.html#why)", "<p><a href=\"../blips/helm.html#text.why\">a</a></p>\n"),
            (
                "[a](blips/helm.html?day=1#x)",
                "<p><a href=\"../blips/helm.html?day=1#x\">a</a></p>\n",
            ),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn footnotes_are_numbered_and_link_back() {
        let text = "a[^b b] c[^B b] d[^x]\n\n[^x]: # X\n[^b b]: y[^x]\n[^unused]: z\n[^x]: w";
        let back = |id: &str, which: &str| {
            format!(
                " <a href=\"#text.ref.{id}\" class=\"footnote-backref\" \
                 role=\"doc-backlink\">↩{which}</a>"
            )
        };
        let reference = |note: &str, id: &str, number: u8| {
            format!(
                "<sup class=\"footnote-ref\"><a href=\"#text.note.{note}\" id=\"text.ref.{id}\" \
                 role=\"doc-noteref\">{number}</a></sup>"
            )
        };
        let expected = format!(
            "<p>a{} c{} d{}</p>\n<div class=\"footnotes\">\n<ol>\n<li id=\"text.note.b-b\">\n\
             <p>y{}{}{}</p>\n</li>\n<li id=\"text.note.x\">\n<h2 id=\"text.x\">X</h2>\n{}{}</li>\n\
             </ol>\n</div>\n",
            reference("b-b", "b-b", 1),
            reference("b-b", "b-b.2", 1),
            reference("x", "x", 2),
            reference("x", "x.2", 2),
            back("b-b", ""),
            back("b-b.2", "<sup>2</sup>"),
            back("x", ""),
            back("x.2", "<sup>2</sup>"),
        );
        assert_eq!(html(text), expected);
        assert!(html("a[^<b>\"]\n\n[^<b>\"]: c").contains("id=\"text.note.b\""));
    }

    #[test]
    fn the_extensions_are_on() {
        assert!(html("~~x~~").contains("<del>x</del>"));
        assert!(html("- [x] done").contains("☑"));
        assert!(html("see www.a.org.").contains("<a href=\"http://www.a.org\">www.a.org</a>."));
    }
}
