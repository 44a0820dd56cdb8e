//! The addresses in HTML: which of them a page of this radar can follow, and how Markdown writes them.

use std::rc::Rc;

use htmd::{Element, Node};
use markup5ever_rcdom::NodeData;

use super::finish::mark;
use crate::markdown::address::{Address, address};
use crate::markdown::escape::markdown as escaped;

/// Returns text that links to an address, if a page of this radar can.
pub(super) fn linked(content: &str, target: &str) -> String {
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
pub(super) fn spaced_as(content: &str, text: &str) -> String {
    let before = if content.starts_with(char::is_whitespace) { " " } else { "" };
    let after = if content.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{before}{text}{after}")
}

/// Encodes the characters of an address that would change the Markdown around it.
pub(in super::super) fn destination(target: &str) -> String {
    let whole = if target.starts_with("//") { "https:" } else { "" };
    target.chars().fold(whole.to_owned(), |address, c| match c {
        ' ' | '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '`' | '|' | '"' | '*' => {
            format!("{address}%{:02X}", u32::from(c))
        }
        c => address + c.encode_utf8(&mut [0; 4]),
    })
}

pub(super) fn attribute(element: &Element, name: &str) -> Option<String> {
    let attribute = element.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(attribute.value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Finds the addresses that are left out, as they are not safe.
pub(super) fn unsafe_addresses(tree: &Rc<Node>) -> Vec<String> {
    let mut found = Vec::new();
    for (tag, name, target) in addresses(tree) {
        if let Address::Unsafe(scheme) = address(&target) {
            let problem = match (tag.as_str(), scheme.as_str()) {
                ("img", "data") => "an image within the text is not imported".to_owned(),
                _ => {
                    format!("the `{name}` of `<{tag}>` is not imported, as `{scheme}:` is not safe")
                }
            };
            if !found.contains(&problem) {
                found.push(problem);
            }
        }
    }
    found
}

/// Returns each `href` and `src` below a node, with the name of its element and its own.
pub(super) fn addresses(node: &Rc<Node>) -> Vec<(String, &'static str, String)> {
    let mut found = Vec::new();
    let mut open = vec![Rc::clone(node)];
    while let Some(node) = open.pop() {
        if let NodeData::Element { name: tag, attrs, .. } = &node.data {
            for name in ["href", "src"] {
                let attributes = attrs.borrow();
                let value = attributes.iter().find(|attribute| &*attribute.name.local == name);
                if let Some(value) = value.map(|value| value.value.trim()).filter(|v| !v.is_empty())
                {
                    let target = value.chars().filter(|c| !c.is_control()).collect();
                    found.push((tag.local.to_string(), name, target));
                }
            }
        }
        open.extend(node.children.borrow().iter().rev().map(Rc::clone));
    }
    found
}
