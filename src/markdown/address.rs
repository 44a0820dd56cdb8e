//! Addresses as people write them: what kind they are, and which are refused.

use url::Url;

/// The target of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Another site, by a scheme that is safe to follow.
    Web,
    /// An unsafe scheme.
    Unsafe(String),
    /// A fragment of the same page.
    Fragment,
    /// A file of the radar's own site: its path from the root, without query and fragment.
    Site(String),
}

/// The schemes that a link may have. Others may run scripts or read files.
const SAFE: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Classifies an address.
///
/// Reads it as browsers do (<https://url.spec.whatwg.org/#concept-basic-url-parser>): white space
/// and control characters are dropped first, so that `java\nscript:` does not pass for a path.
pub fn address(text: &str) -> Address {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let text = text.trim();
    if let Some(scheme) = scheme(text) {
        let scheme = scheme.to_ascii_lowercase();
        return if SAFE.contains(&scheme.as_str()) {
            Address::Web
        } else {
            Address::Unsafe(scheme)
        };
    }
    if text.starts_with("//") || text.starts_with("\\\\") {
        return Address::Web;
    }
    if text.is_empty() || text.starts_with('#') {
        return Address::Fragment;
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    Address::Site(parts.collect::<Vec<_>>().join("/"))
}

/// Returns the text before the first colon, if it can be a scheme (RFC 3986, section 3.1).
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts = bytes.next()?.is_ascii_alphabetic();
    let goes_on = bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (starts && goes_on).then_some(scheme)
}

/// Returns an absolute http(s) address with a `/` at its end.
///
/// # Errors
///
/// Returns what is wrong with it.
pub fn base_url(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "it has to be a full address with https://")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it has to start with https:// or http://");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it cannot have a `?` or a `#`");
    }
    let mut url = url.to_string();
    if !url.ends_with('/') {
        url.push('/');
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_addresses() {
        let site = |path: &str| Address::Site(path.to_owned());
        let refused = |scheme: &str| Address::Unsafe(scheme.to_owned());
        for (text, kind) in [
            ("https://example.org/a:b", Address::Web),
            ("HTTP://example.org", Address::Web),
            ("mailto:a@example.org", Address::Web),
            ("//example.org/x", Address::Web),
            ("#top", Address::Fragment),
            ("", Address::Fragment),
            ("blips/kafka.html#trail", site("blips/kafka.html")),
            ("./../../about.html?x", site("about.html")),
            ("a%20b.png", site("a b.png")),
            ("javascript:alert(1)", refused("javascript")),
            (" JavaScript:alert(1)", refused("javascript")),
            ("java\nscript:alert(1)", refused("javascript")),
            ("\u{1}javascript:alert(1)", refused("javascript")),
            ("data:text/html,x", refused("data")),
            ("file:///etc/passwd", refused("file")),
            ("vbscript:x", refused("vbscript")),
        ] {
            assert_eq!(address(text), kind, "{text:?}");
        }
    }
}
