//! XML, as manifests use it: without document types, so there are no entities to expand.

use roxmltree::{Document, Node, ParsingOptions};

use super::Unreadable;

/// The largest `pom.xml` of public projects has some 20,000.
const MAX_NODES: u32 = 400_000;

/// Reads an XML text.
pub(super) fn read(text: &str) -> Result<Document<'_>, Unreadable> {
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let line = error.pos().row as usize;
        // Its message ends with the place.
        let message = error.to_string();
        let reason = message.split(" at ").next().unwrap_or_default();
        Unreadable::new(line, format!("it is not XML that can be read safely: {reason}"))
    })
}

/// Returns the children of an element with a name, in whatever namespace.
pub(super) fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// Returns the elements that a path of names leads to.
pub(super) fn at<'a, 'i: 'a>(node: Node<'a, 'i>, path: &[&'static str]) -> Vec<Node<'a, 'i>> {
    path.iter().fold(vec![node], |nodes, name| {
        nodes.into_iter().flat_map(|node| children(node, name)).collect()
    })
}

/// Returns the text of a child, without the blanks around it.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    children(node, name).next()?.text().map(str::trim).filter(|text| !text.is_empty())
}
