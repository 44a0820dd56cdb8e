//! The HTML of descriptions -> Markdown that the pipeline accepts.
//!
//! htmd converts. This file adds what htmd leaves open: addresses that are unsafe or lead to files that are
//! not imported, images of other sites (pages load none, so they become links), and emphasis and breaks
//! that Markdown would read differently. Scripts and styles are dropped. Markup that Markdown cannot
//! express stays as text.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "htmd requires these signatures of handlers"
)]

mod finish;
mod table;

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown, Node};
use thiserror::Error;

use crate::markdown::address::{Address, address};
pub(super) use crate::markdown::escape::markdown as escaped;
use crate::markdown::{self, FoundKind};
use finish::{finish, mark, without_markup};

/// Why HTML is not converted: it could exhaust time or the stack.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(super) enum TooComplex {
    #[error("the description has more than {} tags", TooComplex::MAX_TAGS)]
    Tags,
    #[error("the description nests more than {} elements", TooComplex::MAX_DEPTH)]
    Depth,
}

impl TooComplex {
    const MAX_TAGS: usize = 10_000;
    /// htmd recurses; a thread of rayon has a stack of 2 MB.
    const MAX_DEPTH: usize = 100;
}

pub(super) struct Converter(HtmlToMarkdown);

impl Converter {
    pub(super) fn new() -> Self {
        let options = Options {
            br_style: BrStyle::Backslash,
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            ..Options::default()
        };
        let converter = HtmlToMarkdown::builder()
            .options(options)
            .scripting_enabled(false)
            .skip_tags(vec!["script", "style", "template", "head"])
            .add_handler(vec!["a"], link)
            .add_handler(vec!["img"], image)
            .add_handler(vec!["iframe", "video", "audio", "embed", "source", "object"], embedded)
            .add_handler(vec!["b", "strong"], |h: &dyn Handlers, e: Element| emphasis(h, &e, "**"))
            .add_handler(vec!["i", "em"], |h: &dyn Handlers, e: Element| emphasis(h, &e, "*"))
            .add_handler(vec!["s", "del", "strike"], |h: &dyn Handlers, e: Element| {
                emphasis(h, &e, "~~")
            })
            .add_handler(vec!["br"], |_: &dyn Handlers, _: Element| {
                Some(format!("{}\n", mark::BREAK).into())
            })
            .add_handler(vec!["table"], table::table)
            .add_handler(vec!["tr"], table::row)
            .add_handler(vec!["td", "th"], table::cell)
            .add_handler(vec!["code"], code)
            .add_handler(vec!["pre"], preformatted)
            .build();
        Self(converter)
    }

    /// Converts HTML to Markdown, which is empty if there is no text.
    ///
    /// Text without any tag keeps its lines and paragraphs.
    pub(super) fn markdown(&self, html: &str) -> Result<String, TooComplex> {
        let html = html.replace("\r\n", "\n").replace('\r', " ").replace(mark::ALL, "");
        let html = if has_tags(&html) { html } else { html.trim().replace('\n', "<br>") };
        if html.matches('<').count() > TooComplex::MAX_TAGS {
            return Err(TooComplex::Tags);
        }
        let tree = self.0.html_to_tree(&html).expect("text in memory can be read");
        if depth(&tree) > TooComplex::MAX_DEPTH {
            return Err(TooComplex::Depth);
        }
        let text = finish(&self.0.tree_to_markdown(&tree));
        // The check must accept the text: if the handlers missed a case, it becomes plain.
        let refused = markdown::links(&text).iter().any(|link| {
            link.kind != FoundKind::Link || matches!(address(&link.target), Address::Unsafe(_))
        });
        Ok(if refused { escaped(&text) } else { text })
    }
}

pub(super) fn has_tags(html: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!');
    html.match_indices('<').any(|(at, _)| html[at + 1..].starts_with(starts))
}

fn depth(tree: &Rc<Node>) -> usize {
    let mut deepest = 0;
    let mut open = vec![(Rc::clone(tree), 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.children.borrow().iter().map(|child| (Rc::clone(child), depth + 1)));
    }
    deepest
}

fn attribute(element: &Element, name: &str) -> Option<String> {
    let attribute = element.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(attribute.value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn link(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let Some(href) = attribute(&element, "href") else { return Some(content.into()) };
    Some(linked(&content, &href).into())
}

fn image(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let text = attribute(&element, "alt").or_else(|| attribute(&element, "title"));
    let text = escaped(&text.unwrap_or_default());
    Some(linked(&text, &attribute(&element, "src")?).into())
}

fn embedded(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let source = attribute(&element, "src").or_else(|| attribute(&element, "data"));
    let link = source.map(|source| linked("", &source)).unwrap_or_default();
    Some(format!("\n\n{link}\n\n{}\n\n", content.trim()).into())
}

/// Returns text that links to an address, if a page of this radar can.
fn linked(content: &str, target: &str) -> String {
    let text = content.trim();
    let target: String = target.chars().filter(|c| !c.is_control()).collect();
    let link = match address(&target) {
        Address::Web => format!("<{}>", destination(&target)),
        // A file of the other radar, which is not imported.
        Address::Site(_) => format!("({})", escaped(&target)),
        Address::Unsafe(_) | Address::Fragment => return content.to_owned(),
    };
    let can_hold = !text.is_empty() && !text.contains("\n\n") && !text.contains(mark::LINK);
    let linked = match (address(&target), can_hold) {
        (Address::Web, true) => {
            let (start, end) = (mark::LINK, mark::LINK_END);
            format!("{start}[{text}]({}){end}", destination(&target))
        }
        (_, _) if text.is_empty() => link,
        (_, _) => format!("{text} {link}"),
    };
    spaced_as(content, &linked)
}

/// Returns a text with white space on the sides where `content` has some.
fn spaced_as(content: &str, text: &str) -> String {
    let before = if content.starts_with(char::is_whitespace) { " " } else { "" };
    let after = if content.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{before}{text}{after}")
}

/// Encodes the characters of an address that would change the Markdown around it.
pub(super) fn destination(target: &str) -> String {
    let whole = if target.starts_with("//") { "https:" } else { "" };
    target.chars().fold(whole.to_owned(), |address, c| match c {
        ' ' | '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '`' | '|' | '"' | '*' => {
            format!("{address}%{:02X}", u32::from(c))
        }
        c => address + c.encode_utf8(&mut [0; 4]),
    })
}

fn emphasis(handlers: &dyn Handlers, element: &Element, marker: &str) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let text = content.trim();
    let edge = mark::EDGE;
    let again = format!("{edge}{marker}");
    let has_it = text.strip_prefix(&again).is_some_and(|rest| !rest.starts_with('*'));
    if text.is_empty() || text.contains("\n\n") || has_it {
        return Some(content.into());
    }
    Some(spaced_as(&content, &format!("{edge}{marker}{text}{marker}{edge}")).into())
}

fn code(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let code = handlers.fallback(element)?.content;
    Some(without_markup(&code).into())
}

/// Renders a fenced block; htmd does so only for `<pre>` with `<code>` in it.
fn preformatted(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = without_markup(&handlers.walk_children(element.node).content);
    let content = content.trim_matches('\n');
    if content.starts_with("```") || content.trim().is_empty() {
        return Some(format!("\n\n{content}\n\n").into());
    }
    // htmd escapes what could open a fence, but nothing is escaped within one.
    let unescaped = content.strip_prefix('\\').filter(|rest| rest.starts_with(['`', '~']));
    let code = unescaped.unwrap_or(content);
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    Some(format!("\n\n{fence}\n{code}\n{fence}\n\n").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[(&str, &str)] = &[
        // What Markdown has.
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("plain &amp; simple", "plain & simple"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<a href=\"https://example.org/a_(b)\">x</a>", "[x](https://example.org/a_%28b%29)"),
        ("<h3>Why</h3>text", "### Why\n\ntext"),
        ("<code>a `b` [[c]]</code>", "``a `b` [[c]]``"),
        ("<pre>if x:\n  y  </pre>", "```\nif x:\n  y\n```"),
        ("<pre><code class=\"language-sh\">a \\\nb</code></pre>", "```sh\na \\\nb\n```"),
        ("<blockquote>so</blockquote>", "> so"),
        ("<s>gone</s>", "~~gone~~"),
        ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a |\n| - |\n| b |"),
        (
            "<table><tr><td>a|b</td><td>c<br>d</td></tr><tr><td><b>e</b></td></tr></table>",
            "|  |  |\n| --- | --- |\n| a\\|b | c d |\n| **e** |  |",
        ),
        // What is text stays text.
        ("a*b_c [[kafka]]", "a\\*b\\_c \\[\\[kafka\\]\\]"),
        ("&lt;script&gt;", "\\<script>"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        ("a < b", "a < b"),
        ("- no list\n- at all", "\\- no list\\\n\\- at all"),
        ("<p>- no list</p>", "\\- no list"),
        ("<p>x\u{e000}\u{1}y</p>", "xy"),
        ("", ""),
        ("<p> </p>", ""),
        // What must not come along does not.
        ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
        ("<a href=\"javascript:alert(1)\">x</a>", "x"),
        ("<a href=\" java\nscript:alert(1)\">x</a>", "x"),
        ("<a href=\"#top\">x</a>", "x"),
        ("<a href=\"other.html\">x</a>", "x (other.html)"),
        (
            "<img src=\"https://example.org/i.png\" alt=\"A [b]\">",
            "[A \\[b\\]](https://example.org/i.png)",
        ),
        ("<img src=\"https://example.org/i.png\">", "<https://example.org/i.png>"),
        ("<img src=\"i.png\" alt=\"A\">", "A (i.png)"),
        ("<img src=\"data:image/png;base64,AA\" alt=\"A\">", "A"),
        ("<iframe src=\"https://example.org/v\"></iframe>", "<https://example.org/v>"),
        (
            "<a href=\"https://a.org\"><img src=\"https://b.org/i.png\" alt=\"i\"></a>",
            "[i](https://b.org/i.png) <https://a.org>",
        ),
        ("<div onclick=\"x()\">y</div>", "y"),
        // What is beside each other is not mixed up.
        ("Wow!<a href=\"https://a.org\">x</a>", "Wow\\![x](https://a.org)"),
        ("<b>Note:</b>text", "**Note:** text"),
        ("<b>Note</b>: text", "**Note**: text"),
        ("a<b>\"b\"</b>c", "a **\"b\"** c"),
        ("a<b>b</b>c", "a**b**c"),
        ("<b>a</b><strong>b</strong> <i><b>c</b></i>", "**ab** ***c***"),
        ("<b><strong>a</strong></b>", "**a**"),
        ("<b> a </b>b", "**a** b"),
        ("a<br>\n b", "a\\\nb"),
        ("<code><b>x</b> <a href=\"https://a.org\">y</a></code>", "`x y`"),
        ("a<br>b", "a\\\nb"),
        ("a<br><br>b<br>", "a\n\nb"),
        ("a<br>\n<br/>\n<br>b", "a\n\nb"),
        ("<p>a<br></p><p>b</p>", "a\n\nb"),
        ("<ul><li>a<br>b</li></ul>", "- a\\\n  b"),
    ];

    #[test]
    fn html_becomes_markdown() {
        let converter = Converter::new();
        for (html, expected) in CASES {
            assert_eq!(converter.markdown(html).as_deref(), Ok(*expected), "{html}");
        }
    }

    #[test]
    fn what_could_exhaust_the_stack_is_refused() {
        let deep = "<div>".repeat(5_000);
        assert_eq!(Converter::new().markdown(&deep), Err(TooComplex::Depth));
        let many = "<br>".repeat(20_000);
        assert_eq!(Converter::new().markdown(&many), Err(TooComplex::Tags));
        let on_a_small_stack = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
            let deep = "<b><span><a href=x>".repeat(31);
            assert!(Converter::new().markdown(&deep).is_ok());
        });
        on_a_small_stack.expect("a thread").join().expect("no overflow");
    }
}
