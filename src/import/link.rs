//! An address in another radar -> a link of a blip.

use super::{Link, name::one_line, not_imported};
use crate::diagnostic::{Report, Span};
use crate::line::line_from;
use crate::markdown::address::{Address, address, leads_somewhere};

/// Returns a link, or reports an address that is not a full one. Without a title, the link shows its host.
pub(super) fn link(url: &str, title: &str, at: Span, report: &mut Report) -> Option<Link> {
    let url = url.trim();
    if matches!(url, "" | "#") {
        return None;
    }
    let is_address = address(url) == Address::Web && url.contains(':') && leads_somewhere(url);
    // An address is one line; browsers would drop the break, and nobody knows what was meant.
    if !is_address || line_from(url) != url {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    #[test]
    fn an_address_with_a_line_break_is_no_link() {
        let sources = SourceSet::from_files([("x.json", "{}")]);
        let (file, _) = sources.iter().next().expect("one file");
        for (url, expected) in [
            ("https://a.org", Some("https://a.org")),
            ("https://a.org/\nx", None),
            ("https://a.org ", Some("https://a.org")),
            ("#", None),
        ] {
            let found = link(url, "", Span::file(file), &mut Report::default());
            assert_eq!(found.map(|link| link.url).as_deref(), expected, "{url:?}");
        }
    }
}
