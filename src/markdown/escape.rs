//! Escapes text for Markdown, HTML, XML and JSON in HTML.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Returns Markdown that shows `text` as it is, wherever it stands. A bare address in it becomes a link, which
/// shows the same.
pub(crate) fn markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut lines = text.split('\n').enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        if at > 0 {
            markdown.push('\n');
        }
        // Two spaces at the end would break the line, four at the start would make it code.
        let line = if lines.peek().is_some() { line.trim_end() } else { line };
        let rest = line.trim_start();
        let indent = (line.chars().count() - rest.chars().count()).min(if at > 0 { 0 } else { 3 });
        markdown.extend(std::iter::repeat_n(' ', indent));
        // What would start a list, underline a heading or align a column.
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_list = digits > 0 && rest[digits..].starts_with(['.', ')']);
        let start = if is_list { digits } else { 0 };
        for (at, c) in rest.char_indices() {
            let is_start = at == start && (is_list || matches!(c, '-' | '+' | '=' | ':'));
            if is_start
                || matches!(
                    c,
                    '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#'
                )
            {
                markdown.push('\\');
            }
            markdown.push(c);
        }
    }
    markdown
}

/// Returns Markdown that shows `text` on one line of an issue or a comment. What looks like the name of an account
/// notifies nobody, and what looks like the number of an issue is not mentioned there.
pub(crate) fn comment(text: &str) -> String {
    /// It has no width, and no forge takes what stands before it and after it for one name.
    const BREAK: char = '\u{200b}';
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        shown.push(c);
        let is_name = |next: &char| match c {
            '@' => next.is_alphanumeric(),
            '#' => next.is_ascii_digit(),
            '-' => next.is_ascii_digit() && ends_with_gh(&shown),
            _ => false,
        };
        if letters.peek().is_some_and(is_name) {
            shown.push(BREAK);
        }
    }
    markdown(&shown)
}

/// Returns whether a text ends with `GH-`, as the numbers of issues can begin, too.
fn ends_with_gh(text: &str) -> bool {
    let end = text.len().checked_sub(3).and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("gh-"))
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
#[inline]
pub(crate) fn is_invisible(c: char) -> bool {
    // Most are these.
    if matches!(c, ' '..='~') {
        return false;
    }
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
    use proptest::prelude::*;
    use proptest::sample::select;

    use crate::markdown::{BlipNames, Style, render};

    /// The text of a page, its white space as a browser shows it.
    fn shown(markdown: &str) -> String {
        let style =
            Style { to_root: "", lower_headings: 0, scope: "text", home: "", fragments: None };
        let html = render(markdown, style, &BlipNames::from([("a", "A")]));
        let parts = html.split('<').map(|tag| tag.split_once('>').map_or(tag, |(_, text)| text));
        let text: String = parts.collect();
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    const PARTS: &[&str] = &[
        "a",
        " ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "-",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "1) ",
        "12.",
        "#",
        "# ",
        "=",
        "===",
        "---",
        ":--",
        "|",
        "| ",
        "\\",
        "`",
        "```",
        "~~~",
        "~",
        "*",
        "**",
        "_",
        "[",
        "]",
        "[[",
        "]]",
        "[[a]]",
        "](",
        ")",
        "(",
        "!",
        "<",
        ">",
        "<b>",
        "<!-- ",
        "&amp;",
        "&",
        "[^1]",
        "[^1]: ",
        "[a]: b",
        "https://a.org/",
        "www.a.org",
        "b@a.org",
        ";",
        ".",
        ":",
        "\"",
        "'",
        "{",
        "}",
        "$",
        "é",
        "0",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn escaped_text_is_shown_as_it_is(parts in prop::collection::vec(select(PARTS), 1..12)) {
            let text = parts.concat();
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(shown(&super::markdown(&text)), expected, "{:?}", super::markdown(&text));
        }
    }

    #[test]
    fn a_comment_names_nobody_and_no_issue() {
        for (text, expected) in [
            ("by @ada", "by @\u{200b}ada"),
            ("fixes #12", "fixes \\#\u{200b}12"),
            ("acme/radar#12", "acme/radar\\#\u{200b}12"),
            ("gh-12 é-1 a-1", "gh-\u{200b}12 é-1 a-1"),
            ("C# 8, # of them, a @ b", "C\\# 8, \\# of them, a @ b"),
        ] {
            assert_eq!(super::comment(text), expected);
        }
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(super::markdown("a*b\\[c]"), "a\\*b\\\\\\[c\\]");
        assert_eq!(super::xml("a<b> & \"c\" 'd'\u{1}\n"), "a&lt;b&gt; &amp; &quot;c&quot; 'd'\n");
    }
}
