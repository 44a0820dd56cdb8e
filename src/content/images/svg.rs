//! An SVG -> what in it could run a script, or load something from elsewhere.
//!
//! Browsers apply what only XML processors know, too: style sheets and defaults of attributes in the prolog. What
//! cannot be read for certain, such as a broken file or an unusual encoding, is a fault as well.

use std::borrow::Cow;
use std::ops::Range;

use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use roxmltree::{Attribute, Document, Node, NodeType, ParsingOptions};

use super::css::{self, Load};
use crate::markdown::address::{Address, address};

/// A reason not to publish an SVG.
#[derive(Debug)]
pub(super) struct Fault {
    /// The bytes of it; none for the whole file.
    pub(super) range: Option<Range<usize>>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

const NAMESPACE: &str = "http://www.w3.org/2000/svg";
/// The start of the namespaces that browsers act on. All others, such as those of drawing programs, are inert.
const ACTIVE_NAMESPACES: [&str; 6] = [
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/XSL/",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2001/XInclude",
    "http://www.mozilla.org/",
];
/// Elements that run scripts or hold a page.
const ACTIVE: [&str; 11] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "canvas",
    "handler",
    "listener",
    "base",
];
/// Elements that change an attribute while the image is shown.
const ANIMATIONS: [&str; 5] =
    ["animate", "set", "animatecolor", "animatemotion", "animatetransform"];
/// Attributes with an address.
const ADDRESSES: [&str; 4] = ["href", "src", "srcset", "ping"];
/// Encodings in which ASCII is ASCII, so that markup is what it seems to be.
const ENCODINGS: [&str; 6] = ["utf-8", "utf8", "us-ascii", "iso-8859-1", "latin1", "windows-1252"];
/// The start of the types of embedded data that no browser runs.
const DATA: [&str; 13] = [
    "image/png",
    "image/bmp",
    "image/tiff",
    "image/x-icon",
    "image/jpeg",
    "image/jpg",
    "image/gif",
    "image/webp",
    "image/avif",
    "font/",
    "application/font",
    "application/x-font",
    "application/octet-stream",
];
/// How deeply SVGs may be embedded in each other.
const MAX_DEPTH: usize = 3;
/// The number of elements and texts in the largest drawing.
const MAX_NODES: u32 = 1_000_000;
/// The number of attributes of an element: XML wants each to be compared with each.
const MAX_ATTRIBUTES: usize = 5_000;

const NO_SCRIPTS: &str = "remove it, or save the drawing as a PNG";
const NO_HTML: &str = "save the drawing without HTML labels (draw.io: turn off Formatted Text and Word Wrap; Mermaid: set \
                       htmlLabels to false; Illustrator: turn off Preserve Editing Capabilities), or as a PNG";
const NO_TYPE: &str = "embed it as a PNG or a JPEG, or save the drawing as a PNG";
const NO_LOADS: &str = "embed it in the drawing as a data: address, or save the drawing as a PNG";
const PLAIN: &str = "save the drawing again as plain SVG in UTF-8";

/// Returns what is wrong with an SVG, the first of each kind, in the order of the file.
pub(super) fn faults(bytes: &[u8]) -> Vec<Fault> {
    faults_within(bytes, 0)
}

fn faults_within(bytes: &[u8], depth: usize) -> Vec<Fault> {
    let whole = |message: String, help| vec![Fault { range: None, message, help }];
    let Ok(text) = std::str::from_utf8(bytes) else {
        return whole("the SVG is not in UTF-8".to_owned(), PLAIN);
    };
    if let Some(fault) = prolog(text) {
        return vec![fault];
    }
    // No attribute holds a `<`, so each tag is in a part of its own.
    if text.split('<').any(|part| part.matches('=').count() > MAX_ATTRIBUTES) {
        let message = format!("an element has more than {MAX_ATTRIBUTES} attributes");
        return whole(message, PLAIN);
    }
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let at = offset(text, error.pos());
            let error = error.to_string();
            // The place is that of the diagnostic.
            let reason = error.rsplit_once(" at ").map_or(&*error, |(reason, _)| reason);
            let message = format!("the SVG is not valid XML: {reason}");
            return vec![Fault { range: Some(at..at), message, help: PLAIN }];
        }
    };
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(NAMESPACE) {
        let message =
            format!("the file is not an SVG: its root is not <svg xmlns=\"{NAMESPACE}\">");
        return whole(message, PLAIN);
    }
    let mut faults: Vec<Fault> = Vec::new();
    for fault in document.descendants().flat_map(|node| node_faults(node, depth)) {
        // What is within HTML is HTML as well.
        let is_known = |known: &Fault| {
            known.message == fault.message || known.help == NO_HTML && fault.help == NO_HTML
        };
        if !faults.iter().any(is_known) {
            faults.push(fault);
        }
    }
    faults
}

/// Looks for an encoding that hides markup, and for a document type with declarations: they can add attributes.
fn prolog(text: &str) -> Option<Fault> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = start;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        let end = if rest.starts_with("<?") {
            let end = rest.find("?>")?;
            if at == start && rest.starts_with("<?xml") && !has_plain_encoding(&rest[..end]) {
                let message = "the SVG declares an unusual encoding".to_owned();
                return Some(Fault { range: Some(at..at + end), message, help: PLAIN });
            }
            end
        } else if rest.starts_with("<!--") {
            rest.find("-->")?
        } else if rest.starts_with("<!") {
            let end = rest.find('>')?;
            if rest[..end].contains('[') {
                let message = "its document type has declarations of its own".to_owned();
                return Some(Fault { range: Some(at..at + end), message, help: PLAIN });
            }
            end
        } else {
            return None;
        };
        at += end;
    }
}

fn has_plain_encoding(declaration: &str) -> bool {
    let Some((_, rest)) = declaration.split_once("encoding") else { return true };
    let name = rest.split(['"', '\'']).nth(1).unwrap_or_default();
    ENCODINGS.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns the byte at a line and a column.
fn offset(text: &str, at: roxmltree::TextPos) -> usize {
    let line = text.split_inclusive('\n').take(at.row.saturating_sub(1) as usize);
    let start: usize = line.map(str::len).sum();
    let column = text[start..].char_indices().nth(at.col.saturating_sub(1) as usize);
    start + column.map_or(0, |(at, _)| at)
}

fn node_faults(node: Node, depth: usize) -> Vec<Fault> {
    match node.node_type() {
        NodeType::Element => element(node, depth),
        NodeType::PI if node.pi().is_some_and(|pi| pi.target.starts_with("xml-stylesheet")) => {
            let message = "it loads a style sheet".to_owned();
            vec![Fault { range: Some(node.range()), message, help: NO_LOADS }]
        }
        _ => Vec::new(),
    }
}

fn element(node: Node, depth: usize) -> Vec<Fault> {
    let name = node.tag_name().name().to_ascii_lowercase();
    let start = node.range().start;
    let tag = start..start + 1 + node.tag_name().name().len();
    let namespace = node.tag_name().namespace().unwrap_or_default();
    let fault = |message: String, help| vec![Fault { range: Some(tag.clone()), message, help }];
    if name == "foreignobject"
        || ACTIVE_NAMESPACES.iter().any(|active| namespace.starts_with(active))
    {
        let message = format!("<{}> can hold a page with scripts", node.tag_name().name());
        return fault(message, NO_HTML);
    }
    if ACTIVE.contains(&name.as_str()) {
        return fault(format!("<{}> can run a script", node.tag_name().name()), NO_SCRIPTS);
    }
    let mut faults: Vec<Fault> =
        node.attributes().filter_map(|it| attribute(&name, &it, depth)).collect();
    if name == "style" {
        // Comments can be within a word.
        let css: String =
            node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
        let found = style(&css, depth);
        faults.extend(
            found
                .into_iter()
                .flat_map(|(what, help)| fault(format!("its style sheet {what}"), help)),
        );
    }
    faults
}

fn attribute(element: &str, attribute: &Attribute, depth: usize) -> Option<Fault> {
    let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value());
    let fault = |message, help| Some(Fault { range: Some(attribute.range()), message, help });
    if name.starts_with("on") {
        return fault(format!("the attribute {} can run a script", attribute.name()), NO_SCRIPTS);
    }
    if name == "base" && attribute.namespace().is_some() {
        return fault("xml:base changes where its addresses lead".to_owned(), NO_LOADS);
    }
    if name == "attributename" && ANIMATIONS.contains(&element) {
        let target = value.rsplit(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        if target.starts_with("on") || ADDRESSES.contains(&target.as_str()) {
            return fault(format!("<{element}> changes the attribute {value}"), NO_SCRIPTS);
        }
    }
    if ADDRESSES.contains(&name.as_str()) {
        // A link loads nothing before somebody follows it.
        if element == "a" && name == "href" {
            return match address(value) {
                Address::Unsafe(scheme) => {
                    fault(format!("a link with {scheme}: can run a script"), NO_SCRIPTS)
                }
                _ => None,
            };
        }
        let (what, help) = elsewhere(value, depth)?;
        return fault(format!("the attribute {} {what}", attribute.name()), help);
    }
    // Most values, such as paths, can hold no address.
    let is_style = value.contains(['(', '\\']) && !is_inert(attribute, &name);
    let (what, help) = is_style.then(|| style(value, depth)).flatten()?;
    fault(format!("the attribute {} {what}", attribute.name()), help)
}

/// Returns whether no browser takes an attribute for a style: a text for people or scripts, the source that draw.io
/// keeps in `content`, or a note of a drawing program in its own namespace.
fn is_inert(attribute: &Attribute, name: &str) -> bool {
    attribute.namespace().is_some()
        || name.starts_with("data-")
        || name.starts_with("aria-")
        || name == "content"
}

/// What is wrong with a target, after the name of what has it, and what to do about it.
type Wrong = (String, &'static str);

/// Returns what a style sheet, or a value that may hold one, loads from elsewhere.
fn style(css: &str, depth: usize) -> Option<Wrong> {
    css::loads(css).into_iter().find_map(|load| match load {
        Load::Url(target) => elsewhere(&target, depth),
        Load::Other(word) => Some((format!("uses {word}"), NO_LOADS)),
    })
}

/// Returns what is wrong with the address of something that is loaded: all of it has to be in the file itself.
fn elsewhere(target: &str, depth: usize) -> Option<Wrong> {
    let target: String = target.chars().filter(|c| !c.is_control()).collect();
    let target = target.trim();
    if target.is_empty() || target.starts_with('#') {
        return None;
    }
    let Some((kind, data)) = data(target) else {
        return Some((format!("loads {}", short(target)), NO_LOADS));
    };
    if kind.starts_with("image/svg+xml") {
        if depth == MAX_DEPTH {
            return Some(("embeds an SVG in an SVG in an SVG".to_owned(), NO_TYPE));
        }
        let fault = faults_within(&data, depth + 1).into_iter().next()?;
        return Some((format!("embeds an SVG: {}", fault.message), fault.help));
    }
    let is_inert = DATA.iter().any(|inert| kind.starts_with(inert));
    (!is_inert).then(|| (format!("embeds {}", short(&kind)), NO_TYPE))
}

/// Returns the type and the content of a `data:` address (RFC 2397).
fn data(target: &str) -> Option<(String, Cow<'_, [u8]>)> {
    let scheme = target.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
    let target = target.split('#').next().unwrap_or_default();
    let (kind, data) = target[scheme.len()..].split_once(',')?;
    let kind = kind.trim().to_ascii_lowercase();
    let decoded: Cow<[u8]> = percent_decode_str(data).into();
    if !kind.trim_end().ends_with("base64") {
        return Some((kind, decoded));
    }
    let mut digits: Vec<u8> =
        decoded.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    while !digits.len().is_multiple_of(4) {
        digits.push(b'=');
    }
    // What is no Base64 is no SVG, and is refused as that.
    Some((kind, BASE64.decode(&digits).unwrap_or_default().into()))
}

fn short(text: &str) -> String {
    const MAX: usize = 60;
    match text.char_indices().nth(MAX) {
        Some((at, _)) => format!("`{} …`", &text[..at]),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
#[path = "svg/tests.rs"]
mod tests;
