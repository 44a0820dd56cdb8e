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

mod attributes;
mod code;
mod finish;
mod links;
mod repair;
mod table;
mod tags;

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown, Node};
use thiserror::Error;

use super::letters;
use super::name::one_line;
use crate::markdown::address::{Address, address};
pub(super) use crate::markdown::escape::markdown as escaped;
use crate::markdown::{self, FoundKind};
use code::{code, preformatted};
use finish::{finish, mark};
pub(super) use links::destination;
use links::{attribute, linked, spaced_as, unsafe_addresses};
use repair::repair;

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

pub(super) struct Converter {
    html: HtmlToMarkdown,
    /// What becomes of links to other files, and of images.
    files: Files,
}

/// What becomes of links to other files, and of images.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    /// They are not imported, so links become text.
    Text,
    /// They stay as they are, for the caller to look at.
    Kept,
}

impl Converter {
    pub(super) fn new() -> Self {
        Self::with(Files::Text)
    }

    /// Returns a converter that leaves links to other files, and images, to the caller.
    pub(super) fn keeping_files() -> Self {
        Self::with(Files::Kept)
    }

    fn with(files: Files) -> Self {
        let options = Options {
            br_style: BrStyle::Backslash,
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            ..Options::default()
        };
        let html = HtmlToMarkdown::builder()
            .options(options)
            .scripting_enabled(false)
            .skip_tags(vec!["script", "style", "template", "head"])
            .add_handler(vec!["a"], move |h: &dyn Handlers, e: Element| link(h, &e, files))
            .add_handler(vec!["img"], move |_: &dyn Handlers, e: Element| image(&e, files))
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
        Self { html, files }
    }

    /// Converts HTML to Markdown, which is empty if there is no text. Returns what is not in it as well, a
    /// sentence each.
    ///
    /// Text without any tag keeps its lines and paragraphs.
    pub(super) fn converted(&self, html: &str) -> Result<(String, Vec<String>), TooComplex> {
        let html = html.replace("\r\n", "\n").replace('\r', " ").replace(mark::ALL, "");
        if html.matches('<').count() > TooComplex::MAX_TAGS {
            return Err(TooComplex::Tags);
        }
        let repaired = repair(&html);
        let mut problems = repaired.problems;
        let html = repaired.html;
        let html = if repaired.has_tags { html } else { html.trim().replace('\n', "<br>") };
        if html.matches('<').count() > TooComplex::MAX_TAGS {
            return Err(TooComplex::Tags);
        }
        let tree = self.html.html_to_tree(&html).expect("text in memory can be read");
        if depth(&tree) > TooComplex::MAX_DEPTH {
            return Err(TooComplex::Depth);
        }
        let text = finish(&self.html.tree_to_markdown(&tree));
        // The check must accept the text: if the handlers missed a case, it becomes plain.
        let refused = self.files == Files::Text
            && markdown::links(&text).iter().any(|link| {
                link.kind != FoundKind::Link || matches!(address(&link.target), Address::Unsafe(_))
            });
        let text = if refused { escaped(&text) } else { text };
        problems.extend(unsafe_addresses(&tree));
        let lost =
            letters::missing(&without_entities(&repaired.text), &markdown::plain_text(&text));
        problems.extend(
            lost.map(|lost| format!("this text could not be converted: `{}`", one_line(&lost))),
        );
        Ok((text, problems))
    }

    /// Converts HTML to Markdown, as [`Self::converted`] does.
    #[cfg(test)]
    pub(super) fn markdown(&self, html: &str) -> Result<String, TooComplex> {
        self.converted(html).map(|(text, _)| text)
    }
}

/// Whether a tag such as `<b>` is one that HTML has; `<String>` is text.
pub(super) fn is_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    tags::is_element(&name[..end].to_lowercase())
}

pub(super) fn has_tags(html: &str) -> bool {
    html.contains('<') && repair(html).has_tags
}

/// Returns a text without its entities, which stand for other letters than they have.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let first = parts.next().unwrap_or_default().to_owned();
    let after = |part: &str| {
        part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').to_owned()
    };
    parts.fold(first, |text, part| text + &after(part))
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

fn link(handlers: &dyn Handlers, element: &Element, files: Files) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let Some(href) = attribute(element, "href") else { return Some(content.into()) };
    let is_kept = files == Files::Kept && matches!(address(&href), Address::Site(_));
    let text = content.trim();
    if is_kept && !text.is_empty() && !text.contains("\n\n") {
        let (start, end) = (mark::LINK, mark::LINK_END);
        let link = format!("{start}[{text}]({}){end}", destination(&href));
        return Some(spaced_as(&content, &link).into());
    }
    Some(linked(&content, &href).into())
}

fn image(element: &Element, files: Files) -> Option<HandlerResult> {
    let text = attribute(element, "alt").or_else(|| attribute(element, "title"));
    let text = escaped(&text.unwrap_or_default());
    let source = attribute(element, "src")?;
    if files == Files::Kept && matches!(address(&source), Address::Site(_) | Address::Web) {
        return Some(format!("![{text}]({})", destination(&source)).into());
    }
    Some(linked(&text, &source).into())
}

fn embedded(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let source = attribute(&element, "src").or_else(|| attribute(&element, "data"));
    let link = source.map(|source| linked("", &source)).unwrap_or_default();
    Some(format!("\n\n{link}\n\n{}\n\n", content.trim()).into())
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

#[cfg(test)]
mod tests;
