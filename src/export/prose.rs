//! Markdown of this radar -> Markdown and HTML for other sites: links within this site become text.

use crate::markdown::address::{Address, address};
use crate::markdown::{self, FoundKind};
use crate::radar::Radar;

/// Removes the links to blips, pages and images of this site.
pub(super) fn portable(radar: &Radar, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in markdown::links(text) {
        let source = &text[found.range.clone()];
        let label = match found.kind {
            // A link around an image: the outer link has been written already.
            _ if found.range.start < done => continue,
            FoundKind::Blip => {
                let inner = source.trim_start_matches('[').trim_end_matches(']');
                let name = radar.blip(&found.target).map(|blip| blip.name.value.as_str());
                let label = inner.split_once('|').map(|(_, label)| label);
                label.or(name).unwrap_or(&found.target)
            }
            FoundKind::Link | FoundKind::Image => {
                if !matches!(address(&found.target), Address::Site(_) | Address::Fragment) {
                    continue;
                }
                let inner = source.trim_start_matches('!').trim_start_matches('[');
                inner.split("](").next().unwrap_or(inner)
            }
        };
        out += &text[done..found.range.start];
        out += label;
        done = found.range.end;
    }
    out += &text[done..];
    out.trim().to_owned()
}

/// Renders the same as HTML.
pub(super) fn html(radar: &Radar, text: &str) -> String {
    markdown::plain_html(&portable(radar, text)).trim().to_owned()
}
