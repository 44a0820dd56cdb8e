//! The target of a request -> the file that it means.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::routes;

/// The target of a request: a path and a query, after a scheme and a host if it is for a proxy.
#[derive(Debug, PartialEq)]
pub(super) struct Target<'r> {
    pub(super) host: Option<&'r str>,
    pub(super) path: &'r str,
    pub(super) query: &'r str,
}

impl<'r> Target<'r> {
    pub(super) fn parse(target: &'r str) -> Self {
        let (host, target) = match target.split_once("://") {
            Some((scheme, rest)) if !scheme.contains('/') => {
                let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
                (Some(host), target)
            }
            _ => (None, target),
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { host, path, query }
    }
}

/// Returns the path of the file at the path of an address.
pub(super) fn file_path(path: &str) -> String {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    if path.is_empty() { routes::HOME.to_owned() } else { path.to_owned() }
}

/// Returns the file that a path means below the path of the base URL: the page for missing files links there.
pub(super) fn below_base<'p>(base_url: &str, path: &'p str) -> Option<&'p str> {
    let base = Url::parse(base_url).ok()?;
    let base = percent_decode_str(base.path()).decode_utf8_lossy();
    let below = path.strip_prefix(base.trim_start_matches('/'))?;
    Some(if below.is_empty() { routes::HOME } else { below })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_parts() {
        for (target, host, path, query) in [
            ("/", None, "/", ""),
            ("/a?b=c?d", None, "/a", "b=c?d"),
            ("http://example.org/a?b", Some("example.org"), "/a", "b"),
            ("http://example.org", Some("example.org"), "", ""),
            ("http://example.org?b", Some("example.org"), "", "b"),
            ("/a?b=http://example.org/", None, "/a", "b=http://example.org/"),
        ] {
            assert_eq!(Target::parse(target), Target { host, path, query }, "{target}");
        }
    }

    #[test]
    fn addresses_lead_to_files() {
        assert_eq!(file_path("/"), "index.html");
        assert_eq!(file_path("/blips/a%2Eb.html"), "blips/a.b.html");
        assert_eq!(file_path("/images/%C3%BC.png"), "images/ü.png");
        assert_eq!(file_path("//a/../b"), "a/../b");
    }

    #[test]
    fn the_path_of_the_base_url_leads_to_files_too() {
        for (base, path, file) in [
            ("https://example.org/tech/radar/", "tech/radar/blips/a.html", Some("blips/a.html")),
            ("https://example.org/tech/radar/", "tech/radar/", Some("index.html")),
            ("https://example.org/tech/radar/", "tech/blips/a.html", None),
            ("https://example.org/%C3%BC/", "ü/changes.html", Some("changes.html")),
            ("https://example.org/", "changes.html", Some("changes.html")),
        ] {
            assert_eq!(below_base(base, path), file, "{base} {path}");
        }
    }
}
