//! An address in another radar -> a link of a blip.

use super::{Link, name::one_line, not_imported};
use crate::diagnostic::{Report, Span};
use crate::markdown::address::{Address, address, leads_somewhere};

/// Returns a link, or reports an address that is not a full one. Without a title, the link shows its host.
pub(super) fn link(url: &str, title: &str, at: Span, report: &mut Report) -> Option<Link> {
    if matches!(url, "" | "#") {
        return None;
    }
    if address(url) != Address::Web || !url.contains(':') || !leads_somewhere(url) {
        let message = format!("the link `{url}` is not imported, as it is not a full address");
        return report.refuse(not_imported(message, at));
    }
    let title = Some(one_line(title)).filter(|title| !title.is_empty());
    Some(Link { title: title.unwrap_or_else(|| host(url)), url: url.to_owned() })
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned()
}
