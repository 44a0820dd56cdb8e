//! Addresses as people write them: what kind they are, and which are refused.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::routes::HOME;

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
    let path = percent_decode_str(path).decode_utf8_lossy();
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let path = parts.collect::<Vec<_>>().join("/");
    Address::Site(if path.is_empty() { HOME.to_owned() } else { path })
}

/// Returns whether an [`Address::Web`] names a site or somebody: `https://` does not, and no browser follows it.
pub fn leads_somewhere(text: &str) -> bool {
    match text.trim().split_once(':') {
        Some((scheme, rest))
            if ["mailto", "tel"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) =>
        {
            !rest.is_empty()
        }
        // The scheme of `//example.org` is that of the page.
        _ => Url::parse("https://example.org").is_ok_and(|page| page.join(text).is_ok()),
    }
}

/// Returns the query of an address with its `?`, and its fragment with its `#`.
pub(crate) fn query_and_fragment(target: &str) -> (&str, &str) {
    let fragment = target.find('#').unwrap_or(target.len());
    let query = target[..fragment].find('?').unwrap_or(fragment);
    (&target[query..fragment], &target[fragment..])
}

/// Returns the decoded fragment of an address, unless it is empty.
pub(crate) fn fragment(target: &str) -> Option<String> {
    let (_, fragment) = query_and_fragment(target);
    let fragment = percent_decode_str(fragment.strip_prefix('#')?).decode_utf8_lossy();
    Some(fragment.into_owned()).filter(|fragment| !fragment.is_empty())
}

/// What no address can have as it is, whatever part it is in (RFC 3986, appendix A); brackets may be those of a host.
pub(crate) const IN_NO_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a path cannot have as it is (RFC 3986, section 3.3).
const IN_NO_PATH: &AsciiSet = &IN_NO_ADDRESS.add(b'#').add(b'%').add(b'?').add(b'[').add(b']');

/// Returns the path of a file as an address has it.
pub(crate) fn encoded_path(path: &str) -> String {
    // A colon could make a scheme of its start.
    let here = if scheme(path).is_some() { "./" } else { "" };
    format!("{here}{}", utf8_percent_encode(path, IN_NO_PATH))
}

/// Returns an address as a page links to it: what no address can have is encoded.
pub(crate) fn href(target: &str) -> String {
    utf8_percent_encode(&encoded(target), IN_NO_ADDRESS).to_string()
}

/// Returns an address in which each `%` starts an encoded byte. Other characters are encoded with the HTML.
pub(crate) fn encoded(target: &str) -> String {
    let is_byte = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let mut parts = target.split('%');
    let mut encoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        encoded += if is_byte(part) { "%" } else { "%25" };
        encoded += part;
    }
    encoded
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
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it cannot have a user or a password, because the pages would show them");
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
            ("C%23.png", site("C#.png")),
            ("/", site("index.html")),
            ("./?q=x", site("index.html")),
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

    #[test]
    fn an_address_names_a_site_or_somebody() {
        for text in ["https://a.org", "https:a.org", "//a.org", "MAILTO:a@a.org", "https://ä.org/ü"]
        {
            assert!(leads_somewhere(text), "{text}");
        }
        for text in
            ["https://", "https://?q", "http://[", "https://a:99999", "//", "mailto:", "tel:"]
        {
            assert!(!leads_somewhere(text), "{text}");
        }
    }

    #[test]
    fn no_link_has_what_no_address_can_have() {
        for (text, expected) in [
            ("https://a.org/a b|c", "https://a.org/a%20b%7Cc"),
            ("https://[::1]/50%?q=%20%2#ä", "https://[::1]/50%25?q=%20%252#%C3%A4"),
            ("mailto:a@a.org?subject=x&body=<y>", "mailto:a@a.org?subject=x&body=%3Cy%3E"),
        ] {
            assert_eq!(href(text), expected);
        }
    }

    #[test]
    fn what_is_decoded_is_encoded_again() {
        for (path, expected) in [
            ("images/C#.png", "images/C%23.png"),
            ("images/100 %?.png", "images/100%20%25%3F.png"),
            ("images/über.png", "images/%C3%BCber.png"),
            ("a:b(c)'d'&e.html", "./a:b(c)'d'&e.html"),
        ] {
            assert_eq!(encoded_path(path), expected);
        }
        for (target, expected) in [
            ("https://a.org/100%", "https://a.org/100%25"),
            ("https://a.org/%zz%c3%BC%", "https://a.org/%25zz%c3%BC%25"),
        ] {
            assert_eq!(encoded(target), expected);
        }
        assert_eq!(query_and_fragment("a?b#c?d"), ("?b", "#c?d"));
        assert_eq!(fragment("a?b#%C3%BC").as_deref(), Some("ü"));
        assert_eq!((fragment("a#"), fragment("a?b")), (None, None));
    }
}
