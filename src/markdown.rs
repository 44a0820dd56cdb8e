//! Renders Markdown as HTML that can be trusted: `CommonMark` with tables, footnotes, task lists,
//! strike-out and `[[blip]]` links.
//!
//! Many people write these texts. So raw HTML appears as text, unsafe links lose their address, and the
//! output has no inline style, which the pages' Content-Security-Policy forbids. [`crate::content::check`]
//! reports bad links; it uses the same [`links()`] that are rendered here.

pub mod address;
pub(crate) mod escape;
mod highlight;
mod links;
mod table;

use std::collections::BTreeMap;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};
use pulldown_cmark_escape::escape_href;

use crate::routes;
use address::{Address, address};
use escape::push_escaped;
use highlight::highlight;
pub(crate) use links::image_path;
pub use links::{Found, FoundKind, links};
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
    /// A prefix of footnote ids, which keeps those of several texts on one page apart.
    pub footnotes: &'a str,
}

/// Returns the extensions of `CommonMark` that are in use.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_WIKILINKS
}

/// Renders `text` as HTML, with links to `blips`.
pub fn render(text: &str, style: Style, blips: &BlipNames) -> String {
    let (events, table, open) = (Vec::new(), Table::default(), Vec::new());
    let renderer = Renderer { style, blips, events, table, open };
    let events = renderer.events(Parser::new_ext(text, options()));
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out
}

struct Renderer<'a> {
    style: Style<'a>,
    blips: &'a BlipNames<'a>,
    events: Vec<Event<'a>>,
    table: Table,
    /// The end tags of the open links and images, the innermost last.
    open: Vec<&'static str>,
}

impl<'a> Renderer<'a> {
    /// Replaces the events for which pulldown-cmark would write other HTML.
    fn events(mut self, mut parser: Parser<'a>) -> Vec<Event<'a>> {
        while let Some(event) = parser.next() {
            let event = match event {
                Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
                Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
                Event::Start(Tag::CodeBlock(kind)) => code(&kind, &mut parser),
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { has_pothole },
                    dest_url,
                    ..
                }) => {
                    let link = self.blip_link(&dest_url);
                    // The text between the brackets is the id. Show the name instead.
                    match self.blips.get(dest_url.trim()).filter(|_| !has_pothole) {
                        Some(name) => {
                            parser.next();
                            self.events.push(link);
                            Event::Text(CowStr::Borrowed(name))
                        }
                        None => link,
                    }
                }
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    self.link(link_type, &dest_url)
                }
                Event::End(TagEnd::Link) => markup(self.open.pop().unwrap_or_default()),
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    let Some(path) = image_path(&dest_url) else {
                        let link = self.link(link_type, &dest_url);
                        self.events.push(link);
                        continue;
                    };
                    self.open.push("");
                    let dest_url = format!("{}{path}", self.style.to_root).into();
                    Event::Start(Tag::Image { link_type, dest_url, title, id })
                }
                Event::End(TagEnd::Image) => match self.open.pop().unwrap_or_default() {
                    "" => Event::End(TagEnd::Image),
                    close => markup(close),
                },
                event => match self.table.event(event) {
                    Ok(tags) => {
                        self.events.extend(tags.into_iter().map(markup));
                        continue;
                    }
                    Err(event) => self.other(event),
                },
            };
            self.events.push(event);
        }
        self.events
    }

    /// Lowers headings, prefixes footnotes and draws the boxes of tasks.
    fn other(&self, event: Event<'a>) -> Event<'a> {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let (level, classes, attrs) = (self.lowered(level), vec![], vec![]);
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(self.lowered(level))),
            Event::FootnoteReference(name) => Event::FootnoteReference(self.footnote(&name)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                Event::Start(Tag::FootnoteDefinition(self.footnote(&name)))
            }
            Event::TaskListMarker(done) => {
                let mark = if done { "☑" } else { "☐" };
                markup(format!("<span class=\"task\">{mark}</span> "))
            }
            event => event,
        }
    }

    fn blip_link(&mut self, id: &str) -> Event<'a> {
        let id = id.trim();
        if !self.blips.contains_key(id) {
            return self.tags("", "");
        }
        self.tags(format!("<a href=\"{}{}\">", self.style.to_root, routes::blip(id)), "</a>")
    }

    fn link(&mut self, link_type: LinkType, target: &str) -> Event<'a> {
        let href = match address(target) {
            Address::Unsafe(_) => return self.tags("", ""),
            _ if link_type == LinkType::Email => format!("mailto:{target}"),
            Address::Web | Address::Fragment => target.to_owned(),
            Address::Site(path) => {
                let query_and_fragment = target.find(['?', '#']).map_or("", |at| &target[at..]);
                format!("{}{path}{query_and_fragment}", self.style.to_root)
            }
        };
        let mut start = String::from("<a href=\"");
        escape_href(&mut start, &href).expect("writing to a string does not fail");
        self.tags(start + "\">", "</a>")
    }

    /// Returns the start tag of an element and keeps its end tag for later.
    fn tags(&mut self, start: impl Into<CowStr<'a>>, end: &'static str) -> Event<'a> {
        self.open.push(end);
        markup(start)
    }

    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        let lowered = (level as u8 + self.style.lower_headings).min(6);
        HeadingLevel::try_from(usize::from(lowered)).unwrap_or(HeadingLevel::H6)
    }

    fn footnote(&self, name: &str) -> CowStr<'a> {
        format!("{}{name}", self.style.footnotes).into()
    }
}

/// Renders a whole code block, highlighted if its language is known.
fn code<'a>(kind: &CodeBlockKind, parser: &mut Parser<'a>) -> Event<'a> {
    let mut code = String::new();
    for event in parser.by_ref() {
        match event {
            Event::Text(text) => code += &text,
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    let mut out = String::with_capacity(code.len() * 3);
    // Wide code scrolls; `tabindex` lets a keyboard scroll it.
    out += "<pre tabindex=\"0\"><code";
    if !language.is_empty() {
        out += " class=\"language-";
        push_escaped(&mut out, language);
        out += "\"";
    }
    out += ">";
    highlight(&code, language, &mut out);
    out += "</code></pre>\n";
    markup(out)
}

fn markup<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let style = Style { to_root: "../", lower_headings: 1, footnotes: "note-" };
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
        for (text, expected) in [
            // Raw HTML is shown as text.
            (
                "<script>alert(1)</script>\n\na <b onclick=\"x\">b</b>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n\
                 <p>a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;</p>\n",
            ),
            // Links to blips show the name or the label.
            ("[[helm]]", "<p><a href=\"../blips/helm.html\">Helm</a></p>\n"),
            ("[[helm|charts]]", "<p><a href=\"../blips/helm.html\">charts</a></p>\n"),
            ("`[[helm]]` [[gone]]", "<p><code>[[helm]]</code> gone</p>\n"),
            // Links within the site and images are relative to the page.
            (
                "[a](about.html#x) ![d](flow.svg \"t\")",
                "<p><a href=\"../about.html#x\">a</a> \
                 <img src=\"../images/flow.svg\" alt=\"d\" title=\"t\" /></p>\n",
            ),
            (
                "![far](https://example.org/x.png)",
                "<p><a href=\"https://example.org/x.png\">far</a></p>\n",
            ),
            // Tables have no inline style.
            (
                "| a | b |\n|---|--:|\n| 1 | 2 |",
                "<section class=\"table\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">a</th>\
                 <th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n\
                 <tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody></table></section>\n",
            ),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn the_extensions_are_on() {
        assert!(html("~~x~~").contains("<del>x</del>"));
        assert!(html("- [x] done").contains("☑"));
        let footnote = html("x[^1]\n\n[^1]: y");
        assert!(footnote.contains("href=\"#note-1\"") && footnote.contains("id=\"note-1\""));
        assert!(html("# x").contains("<h2>x</h2>"));
    }
}
