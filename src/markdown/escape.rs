//! Escapes text for Markdown, HTML, XML and JSON in HTML.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Returns Markdown that shows `text` as it is.
pub(crate) fn markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// Returns `text` as XML or HTML text, or as an attribute in double quotes. Leaves out the characters
/// that XML 1.0 cannot hold.
pub(crate) fn xml(text: &str) -> String {
    let is_allowed = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    let mut xml = String::with_capacity(text.len());
    escape_html_body_text(&mut xml, &text.chars().filter(is_allowed).collect::<String>())
        .expect("writing to a string does not fail");
    xml.replace('"', "&quot;")
}

/// Returns whether HTML cannot hold a character (<https://infra.spec.whatwg.org/#control>,
/// <https://infra.spec.whatwg.org/#noncharacter>).
pub(crate) fn is_invisible(c: char) -> bool {
    let is_noncharacter = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    is_noncharacter || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Replaces the characters that HTML cannot hold, as `CommonMark` does with the first of them.
pub(super) fn visible(html: String) -> String {
    if !html.contains(|c| c == '\r' || is_invisible(c)) {
        return html;
    }
    let shown = html.chars().filter(|c| *c != '\r');
    shown.map(|c| if is_invisible(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Appends `text` to HTML.
pub(super) fn push_escaped(html: &mut String, text: &str) {
    escape_html(html, text).expect("writing to a string does not fail");
}

/// Returns JSON that cannot end the HTML element that contains it.
pub(crate) fn json_in_html(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_is_escaped() {
        assert_eq!(super::markdown("a*b\\[c]"), "a\\*b\\\\\\[c\\]");
        assert_eq!(super::xml("a<b> & \"c\" 'd'\u{1}\n"), "a&lt;b&gt; &amp; &quot;c&quot; 'd'\n");
    }
}
