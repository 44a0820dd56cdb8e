//! Finds the links and images of a text.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::address::{Address, address};
use super::options;
use crate::routes::IMAGES;

/// A link or an image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the target is.
    pub kind: FoundKind,
    /// The address or blip id, as written.
    pub target: String,
    /// The bytes of the link in the text.
    pub range: Range<usize>,
}

/// The kind of a [`Found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// `[[id]]`.
    Blip,
    /// `[text](address)` and its like.
    Link,
    /// `![text](address)`.
    Image,
}

/// Returns every link and image of a text, in order.
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

/// Returns the path of an image on the site, or `None` for one on another site, which pages never load.
pub(crate) fn image_path(target: &str) -> Option<String> {
    match address(target) {
        Address::Site(path) if path.starts_with(IMAGES) => Some(path),
        Address::Site(path) => Some(format!("{IMAGES}/{path}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_their_ranges() {
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
