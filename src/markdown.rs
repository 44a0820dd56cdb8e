//! Markdown -> HTML that can be trusted: `CommonMark` with tables, footnotes, task lists, strike-out
//! and `[[blip]]` links.
//!
//! Markdown is written by many hands, so raw HTML is shown as text, unsafe links lose their
//! address, and no inline style is left for the page's Content-Security-Policy to refuse. Which
//! blips, pages and images exist is told by [`Targets`]; what is wrong with a link is for
//! [`crate::content::check`] to report, with the very [`links`] that are rendered here.

pub mod address;
mod highlight;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    html,
};
use pulldown_cmark_escape::{escape_href, escape_html};

use crate::markdown::address::{Address, address};
use crate::routes::{self, IMAGES};
pub use highlight::Highlighter;

/// What links can lead to.
#[derive(Clone, Debug, Default)]
pub struct Targets<'r> {
    /// The name of each blip that has a page, by id.
    pub blips: BTreeMap<&'r str, &'r str>,
}

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct Style<'a> {
    /// From the page to the site's root: empty, or `../`.
    pub to_root: &'a str,
    /// By how much headings are lowered, so that they stand below those of the page.
    pub lower_headings: u8,
    /// What the ids of footnotes start with; two texts on one page need two.
    pub footnotes: &'a str,
}

/// A link or an image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it leads to.
    pub kind: FoundKind,
    /// As written.
    pub target: String,
    /// The bytes of the text it stands at.
    pub range: Range<usize>,
}

/// What a [`Found`] leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// `[[id]]`.
    Blip,
    /// `[text](address)` and its like.
    Link,
    /// `![text](address)`.
    Image,
}

/// What is Markdown here beyond `CommonMark`.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_WIKILINKS
}

/// Markdown that shows a text as it is.
pub fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// Every link and image of a text, in order.
pub fn links(text: &str) -> Vec<Found> {
    Parser::new_ext(text, options())
        .into_offset_iter()
        .filter_map(|(event, range)| {
            let (kind, target) = match event {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { .. }, dest_url, ..
                }) => (FoundKind::Blip, dest_url),
                Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => return None,
                Event::Start(Tag::Link { dest_url, .. }) => (FoundKind::Link, dest_url),
                Event::Start(Tag::Image { dest_url, .. }) => (FoundKind::Image, dest_url),
                _ => return None,
            };
            Some(Found { kind, target: target.trim().to_owned(), range })
        })
        .collect()
}

/// Where the first raw HTML of a text stands, which is shown as text.
pub fn raw_html(text: &str) -> Option<Range<usize>> {
    if !text.contains('<') {
        return None;
    }
    let mut events = Parser::new_ext(text, options()).into_offset_iter();
    events.find_map(|(event, range)| match event {
        Event::Html(_) | Event::InlineHtml(_) => Some(range),
        _ => None,
    })
}

/// The path of an image on the site; `None` for one of another site, which pages never load.
pub fn image_path(target: &str) -> Option<String> {
    match address(target) {
        Address::Site(path) if path.starts_with(IMAGES) => Some(path),
        Address::Site(path) => Some(format!("{IMAGES}/{path}")),
        _ => None,
    }
}

/// Renders a text.
pub fn render(text: &str, style: Style, targets: &Targets, highlighter: &Highlighter) -> String {
    let renderer = Renderer { style, targets, highlighter };
    let events = renderer.events(Parser::new_ext(text, options()));
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out
}

struct Renderer<'a> {
    style: Style<'a>,
    targets: &'a Targets<'a>,
    highlighter: &'a Highlighter,
}

impl<'a> Renderer<'a> {
    /// Replaces the events whose usual HTML is not wanted.
    fn events(&self, mut parser: Parser<'a>) -> Vec<Event<'a>> {
        let mut events = Vec::new();
        let mut table = Table::default();
        // What closes the links and images that are open, the innermost last.
        let mut closing: Vec<&'static str> = Vec::new();
        while let Some(event) = parser.next() {
            match event {
                Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
                Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
                Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
                Event::Start(Tag::CodeBlock(kind)) => events.push(self.code(&kind, &mut parser)),
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { has_pothole },
                    dest_url,
                    ..
                }) => {
                    let (open, close) = self.blip_link(&dest_url);
                    events.push(markup(open));
                    closing.push(close);
                    if !has_pothole {
                        // The text between the brackets is the id; the name reads better.
                        if let Some(name) = self.targets.blips.get(dest_url.trim()) {
                            parser.next();
                            events.push(Event::Text(CowStr::Borrowed(name)));
                        }
                    }
                }
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let (open, close) = self.link(link_type, &dest_url);
                    events.push(markup(open));
                    closing.push(close);
                }
                Event::End(TagEnd::Link) => {
                    events.push(markup(closing.pop().unwrap_or_default()));
                }
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    match image_path(&dest_url) {
                        Some(path) => {
                            let dest_url = format!("{}{path}", self.style.to_root).into();
                            events.push(Event::Start(Tag::Image {
                                link_type,
                                dest_url,
                                title,
                                id,
                            }));
                            closing.push("");
                        }
                        None => {
                            let (open, close) = self.link(link_type, &dest_url);
                            events.push(markup(open));
                            closing.push(close);
                        }
                    }
                }
                Event::End(TagEnd::Image) => match closing.pop().unwrap_or_default() {
                    "" => events.push(Event::End(TagEnd::Image)),
                    close => events.push(markup(close)),
                },
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let level = self.lowered(level);
                    events.push(Event::Start(Tag::Heading {
                        level,
                        id,
                        classes: vec![],
                        attrs: vec![],
                    }));
                }
                Event::End(TagEnd::Heading(level)) => {
                    events.push(Event::End(TagEnd::Heading(self.lowered(level))));
                }
                Event::FootnoteReference(name) => {
                    events.push(Event::FootnoteReference(self.footnote(&name)));
                }
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    events.push(Event::Start(Tag::FootnoteDefinition(self.footnote(&name))));
                }
                Event::TaskListMarker(done) => {
                    let mark = if done { "☑" } else { "☐" };
                    events.push(markup(format!("<span class=\"task\">{mark}</span> ")));
                }
                event => match table.event(event) {
                    Ok(tags) => events.extend(tags.into_iter().map(markup)),
                    Err(event) => events.push(event),
                },
            }
        }
        events
    }

    /// A whole code block, highlighted where its language is known.
    fn code(&self, kind: &CodeBlockKind, parser: &mut Parser<'a>) -> Event<'a> {
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
        // Wide code scrolls, and whoever has no mouse has to reach it.
        out += "<pre tabindex=\"0\"><code";
        if !language.is_empty() {
            out += " class=\"language-";
            escape(&mut out, language);
            out += "\"";
        }
        out += ">";
        self.highlighter.highlight(&code, language, &mut out);
        out += "</code></pre>\n";
        markup(out)
    }

    fn blip_link(&self, id: &str) -> (String, &'static str) {
        let id = id.trim();
        if !self.targets.blips.contains_key(id) {
            return (String::new(), "");
        }
        (format!("<a href=\"{}{}\">", self.style.to_root, routes::blip(id)), "</a>")
    }

    fn link(&self, link_type: LinkType, target: &str) -> (String, &'static str) {
        let mut href = String::new();
        match address(target) {
            Address::Unsafe(_) => return (String::new(), ""),
            _ if link_type == LinkType::Email => href = format!("mailto:{target}"),
            Address::Web | Address::Fragment => target.clone_into(&mut href),
            Address::Site(path) => {
                // Kept: a fragment or query behind the path.
                let rest = target.find(['?', '#']).map_or("", |at| &target[at..]);
                href = format!("{}{path}{rest}", self.style.to_root);
            }
        }
        let mut open = String::from("<a href=\"");
        escape_href(&mut open, &href).expect("writing to a string does not fail");
        open += "\">";
        (open, "</a>")
    }

    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        let lowered = (level as u8 + self.style.lower_headings).min(6);
        HeadingLevel::try_from(usize::from(lowered)).unwrap_or(HeadingLevel::H6)
    }

    fn footnote(&self, name: &str) -> CowStr<'a> {
        format!("{}{name}", self.style.footnotes).into()
    }
}

fn markup<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::InlineHtml(html.into())
}

fn escape(out: &mut String, text: &str) {
    escape_html(out, text).expect("writing to a string does not fail");
}

/// Tables whose alignment is a class: the usual HTML has inline styles, which the pages' policy
/// refuses. They scroll in a box of their own where the page is narrow.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Table {
    fn event<'a>(&mut self, event: Event<'a>) -> Result<Vec<String>, Event<'a>> {
        let tags = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments = alignments;
                vec!["<section class=\"table\" tabindex=\"0\"><table>".to_owned()]
            }
            Event::End(TagEnd::Table) => vec!["</tbody></table></section>\n".to_owned()],
            Event::Start(Tag::TableHead) => {
                (self.column, self.in_head) = (0, true);
                vec!["<thead><tr>".to_owned()]
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                vec!["</tr></thead><tbody>\n".to_owned()]
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                vec!["<tr>".to_owned()]
            }
            Event::End(TagEnd::TableRow) => vec!["</tr>\n".to_owned()],
            Event::Start(Tag::TableCell) => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"right\"",
                    _ => "",
                };
                let scope = if self.in_head { " scope=\"col\"" } else { "" };
                vec![format!("<{}{scope}{class}>", self.cell())]
            }
            Event::End(TagEnd::TableCell) => {
                self.column += 1;
                vec![format!("</{}>", self.cell())]
            }
            other => return Err(other),
        };
        Ok(tags)
    }

    fn cell(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let targets = Targets { blips: BTreeMap::from([("helm", "Helm")]) };
        let style = Style { to_root: "../", lower_headings: 1, footnotes: "note-" };
        render(text, style, &targets, &Highlighter::default())
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        assert_eq!(
            html("<script>alert(1)</script>\n\na <b onclick=\"x\">b</b>"),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n\
             <p>a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;</p>\n"
        );
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
    fn blip_links_show_the_name_or_the_label() {
        assert_eq!(html("[[helm]]"), "<p><a href=\"../blips/helm.html\">Helm</a></p>\n");
        assert_eq!(html("[[helm|charts]]"), "<p><a href=\"../blips/helm.html\">charts</a></p>\n");
        assert_eq!(html("`[[helm]]` [[gone]]"), "<p><code>[[helm]]</code> gone</p>\n");
    }

    #[test]
    fn links_within_the_site_and_images_are_relative_to_the_page() {
        assert_eq!(
            html("[a](about.html#x) ![d](flow.svg \"t\")"),
            "<p><a href=\"../about.html#x\">a</a> \
             <img src=\"../images/flow.svg\" alt=\"d\" title=\"t\" /></p>\n"
        );
        assert_eq!(
            html("![far](https://example.org/x.png)"),
            "<p><a href=\"https://example.org/x.png\">far</a></p>\n"
        );
    }

    #[test]
    fn tables_have_no_inline_style() {
        let table = html("| a | b |\n|---|--:|\n| 1 | 2 |");
        assert_eq!(
            table,
            "<section class=\"table\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">a</th>\
             <th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n\
             <tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody></table></section>\n"
        );
    }

    #[test]
    fn the_extensions_are_on() {
        assert!(html("~~x~~").contains("<del>x</del>"));
        assert!(html("- [x] done").contains("☑"));
        let footnote = html("x[^1]\n\n[^1]: y");
        assert!(footnote.contains("href=\"#note-1\"") && footnote.contains("id=\"note-1\""));
        assert!(html("# x").contains("<h2>x</h2>"));
    }

    #[test]
    fn links_are_found_with_their_places() {
        let found = links("a [[helm]] `[[no]]` [x](y.html) ![i](z.png)");
        let found: Vec<_> =
            found.iter().map(|f| (f.kind, f.target.as_str(), f.range.start)).collect();
        assert_eq!(
            found,
            [
                (FoundKind::Blip, "helm", 2),
                (FoundKind::Link, "y.html", 20),
                (FoundKind::Image, "z.png", 32),
            ]
        );
    }
}
