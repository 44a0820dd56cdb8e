//! Images: the path on the site, the text, the tag.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_href;

use super::address::{Address, address};
use super::dialect::Ranged;
use super::escape::push_escaped;
use super::{BlipNames, raw_html};
use crate::routes::IMAGES;

/// Returns the path of an image on the site, or `None` for one on another site, which pages never load.
pub(crate) fn image_path(target: &str) -> Option<String> {
    match address(target) {
        Address::Site(path) if path.starts_with(&format!("{IMAGES}/")) => Some(path),
        Address::Site(path) => Some(format!("{IMAGES}/{path}")),
        _ => None,
    }
}

/// Takes the events of an image up to its end, and returns its text without markup.
pub(super) fn alt<'a>(events: &mut impl Iterator<Item = Ranged<'a>>, blips: &BlipNames) -> String {
    let mut alt = String::new();
    let mut depth = 0;
    while let Some((event, range)) = events.next() {
        match event {
            Event::Text(text) | Event::Code(text) => alt += &text,
            Event::InlineHtml(html) => alt += &raw_html::shown([(&*html, range)]).text,
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::Start(tag) => {
                depth += 1;
                if let Tag::Link {
                    link_type: LinkType::WikiLink { has_pothole: false },
                    dest_url,
                    ..
                } = tag
                    && let Some(name) = blips.get(&*dest_url)
                {
                    events.next();
                    alt += name;
                }
            }
            Event::End(TagEnd::Image) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    alt
}

/// Returns an image's tag.
pub(super) fn tag(src: &str, title: &str, alt: &str) -> String {
    let mut tag = String::from("<img src=\"");
    escape_href(&mut tag, src).expect("writing to a string does not fail");
    tag += "\" alt=\"";
    push_escaped(&mut tag, alt);
    if !title.is_empty() {
        tag += "\" title=\"";
        push_escaped(&mut tag, title);
    }
    tag + "\" />"
}
