//! Code, which HTML may fill with links and emphasis, and Markdown may not.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};
use markup5ever_rcdom::NodeData;

use super::finish::without_markup;
use super::links::{addresses, linked};
use crate::markdown::address::{Address, address};

/// Renders code, which has no links in Markdown: it becomes one, or they follow it.
pub(super) fn code(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let node = Rc::clone(element.node);
    let inner = handlers.walk_children(&node).content;
    if inner.trim().is_empty() || is_within(&node, "code") {
        return Some(inner.into());
    }
    let code = without_markup(&handlers.fallback(element)?.content);
    // A block adds its links itself.
    let is_block = is_within(&node, "pre");
    let code = if is_block { code } else { code.replace('\n', " ") };
    let links = if is_block { Vec::new() } else { links_below(&node) };
    Some(match &links[..] {
        [only] if !has_text_beside_links(&node) => linked(&code, only).into(),
        links => {
            links.iter().fold(code, |code, link| format!("{code} {}", linked("", link))).into()
        }
    })
}

/// Whether an element with this name contains a node.
fn is_within(node: &Rc<Node>, name: &str) -> bool {
    let mut above = parent(node);
    while let Some(node) = above {
        if matches!(&node.data, NodeData::Element { name: tag, .. } if &*tag.local == name) {
            return true;
        }
        above = parent(&node);
    }
    false
}

fn parent(node: &Rc<Node>) -> Option<Rc<Node>> {
    let parent = node.parent.take();
    node.parent.set(parent.clone());
    parent?.upgrade()
}

/// Returns the addresses of the links below a node that a page can follow.
fn links_below(node: &Rc<Node>) -> Vec<String> {
    let links = addresses(node).into_iter().filter(|(tag, name, _)| tag == "a" && *name == "href");
    let targets = links.map(|(_, _, target)| target);
    targets.filter(|target| address(target) == Address::Web).collect()
}

/// Whether there is text below a node outside of its links.
fn has_text_beside_links(node: &Rc<Node>) -> bool {
    node.children.borrow().iter().any(|child| match &child.data {
        NodeData::Text { contents } => !contents.borrow().trim().is_empty(),
        NodeData::Element { name, .. } if &*name.local == "a" => false,
        _ => has_text_beside_links(child),
    })
}

/// Renders a fenced block; htmd does so only for `<pre>` with `<code>` in it.
pub(super) fn preformatted(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let links: Vec<String> =
        links_below(element.node).iter().map(|link| linked("", link) + "\n\n").collect();
    let links = links.concat();
    let content = without_markup(&handlers.walk_children(element.node).content);
    let content = content.trim_matches('\n');
    if content.starts_with("```") || content.trim().is_empty() {
        return Some(format!("\n\n{content}\n\n{links}").into());
    }
    // htmd escapes what could open a fence, but nothing is escaped within one.
    let unescaped = content.strip_prefix('\\').filter(|rest| rest.starts_with(['`', '~']));
    let code = unescaped.unwrap_or(content);
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    Some(format!("\n\n{fence}\n{code}\n{fence}\n\n{links}").into())
}
