//! HTML as people write it -> HTML of which a browser's parser drops no text.
//!
//! A quotation mark or a tag that is never closed takes all of the text behind it into an attribute, a comment
//! or nowhere. `<String>` and `a <b and c> d` are no tags. Such signs become text here; what is a tag stays.

use super::attributes::{self, End};
use super::tags::{is_element, is_shape};

/// HTML whose tags and comments are closed.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    pub(super) html: String,
    /// The text outside of tags, scripts and comments.
    pub(super) text: String,
    pub(super) has_tags: bool,
    /// What was changed or is left out, a sentence each.
    pub(super) problems: Vec<String>,
}

pub(super) fn repair(html: &str) -> Repaired {
    let mut reader = Reader { html, at: 0, svg: 0, absent: Vec::new(), done: Repaired::default() };
    while let Some(ahead) = html[reader.at..].find('<') {
        reader.text(reader.at + ahead);
        reader.sign();
    }
    reader.text(html.len());
    reader.done
}

struct Reader<'h> {
    html: &'h str,
    at: usize,
    /// How many `<svg>` are open: shapes are elements only within one.
    svg: usize,
    /// Ends that the rest does not have: thousands of comments could start that none ends.
    absent: Vec<String>,
    done: Repaired,
}

/// What a `<` is.
enum Sign {
    /// A tag that ends at this byte. Its name is in lower case.
    Tag {
        name: String,
        is_end: bool,
        end: usize,
    },
    /// A tag whose `>` is missing here. Of its quotation marks, one may be too.
    Unclosed {
        name: String,
        end: usize,
        quote: Option<char>,
    },
    Text,
    /// Text that looks like the start of a tag or a comment.
    NeverClosed(&'static str),
}

impl Reader<'_> {
    /// Copies the text up to a byte.
    fn text(&mut self, end: usize) {
        let text = &self.html[self.at..end];
        self.done.html += text;
        self.done.text += text;
        self.at = end;
    }

    /// Reads a `<` and what belongs to it.
    fn sign(&mut self) {
        let rest = &self.html[self.at..];
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return self.declaration(rest);
        }
        match self.tag() {
            Sign::Text => self.escaped(),
            Sign::NeverClosed(what) => {
                self.problem(format!("{what} is never closed, so it is text: {}", self.shown()));
                self.escaped();
            }
            Sign::Tag { name, is_end, end } => self.element(&name, is_end, end, ""),
            Sign::Unclosed { name, end, quote } => {
                let what = if quote.is_some() { "a quotation mark" } else { "a tag" };
                self.problem(format!(
                    "{what} is never closed, and is closed here: {}",
                    self.shown()
                ));
                let missing = format!("{}>", quote.map(String::from).unwrap_or_default());
                // The `>` may be there, within the quotation marks.
                let after = if self.html[end..].starts_with('>') { end + 1 } else { end };
                self.element(&name, false, end, &missing);
                self.at = self.at.max(after);
            }
        }
    }

    /// Shows a `<` as text.
    fn escaped(&mut self) {
        self.done.html += "&lt;";
        self.at += 1;
    }

    /// Reads `<!-- … -->` and its like.
    fn declaration(&mut self, rest: &str) {
        let lower = rest.get(..9).unwrap_or(rest).to_ascii_lowercase();
        let (start, end, what) = if rest.starts_with("<!--") {
            ("<!--", "-->", "a comment")
        } else if lower == "<![cdata[" {
            ("<![cdata[", "]]>", "a CDATA section")
        } else if lower == "<!doctype" || lower.starts_with("<?xml") {
            ("<!", ">", "a declaration")
        } else {
            return self.escaped();
        };
        // `<!-->` is a comment.
        let from = if end == "-->" { 2 } else { start.len() };
        let Some(ahead) = self.find_end(self.at + from, end) else {
            self.problem(format!("{what} is never closed, so it is text: {}", self.shown()));
            return self.escaped();
        };
        if end == "]]>" {
            let inner = &rest[from..from + ahead];
            self.done.html += &inner.replace('&', "&amp;").replace('<', "&lt;");
            self.done.text += inner;
        }
        self.at += from + ahead + end.len();
    }

    /// Reads the tag at a `<`.
    fn tag(&self) -> Sign {
        let rest = &self.html[self.at + 1..];
        let is_end = rest.starts_with('/');
        let named = &rest[usize::from(is_end)..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
        let name = &named[..named.find(|c| !is_name(c)).unwrap_or(named.len())];
        let lower = name.to_ascii_lowercase();
        let is_known = is_element(&lower) || self.svg > 0 && is_shape(&lower);
        let after = &named[name.len()..];
        let is_over =
            after.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'));
        if !is_known || !is_over && !after.is_empty() {
            return Sign::Text;
        }
        let start = self.at + 1 + usize::from(is_end) + name.len();
        if is_end {
            return self.end_tag(lower, start);
        }
        match attributes::end(self.html, start) {
            End::Closed(end) => Sign::Tag { name: lower, is_end: false, end },
            End::Missing(end, quote) => Sign::Unclosed { name: lower, end, quote },
            End::Never => Sign::NeverClosed("a tag"),
            End::Text => Sign::Text,
        }
    }

    fn end_tag(&self, name: String, start: usize) -> Sign {
        let after = &self.html[start..];
        let ahead = after.find(['<', '>']).unwrap_or(after.len());
        match after[..ahead].trim() {
            "" if after[ahead..].starts_with('>') => {
                Sign::Tag { name, is_end: true, end: start + ahead + 1 }
            }
            "" => Sign::Unclosed { name: format!("/{name}"), end: start, quote: None },
            _ => Sign::Text,
        }
    }

    /// Copies a tag, and what is missing at its end. Leaves out scripts with their content, and the tags that
    /// would hide it.
    fn element(&mut self, name: &str, is_end: bool, end: usize, missing: &str) {
        let tag = &self.html[self.at..end];
        match name {
            "script" | "style" if !is_end => {
                let close = format!("</{name}");
                let Some(ahead) = self.find_end(end, &close) else {
                    self.problem(format!("`<{name}>` is never closed, so it is text"));
                    return self.escaped();
                };
                self.problem(format!("`<{name}>` is not imported"));
                let after = end + ahead + close.len();
                self.at = self.html[after..].find('>').map_or(self.html.len(), |at| after + at + 1);
                return;
            }
            // A parser would move or hide what these contain.
            "html" | "head" | "body" | "title" | "frameset" | "frame" | "noframes" | "noembed"
            | "textarea" | "xmp" | "plaintext" | "template" | "script" | "style" => {}
            _ => {
                match (name, is_end || missing.starts_with('/')) {
                    ("svg", false) if !tag.ends_with("/>") => self.svg += 1,
                    ("svg", true) => self.svg = self.svg.saturating_sub(1),
                    _ => {}
                }
                self.done.html += tag;
                self.done.html += missing;
                self.done.has_tags = true;
            }
        }
        self.at = end;
    }

    /// Finds the end of a comment or a script, in any case, from a byte on.
    fn find_end(&mut self, from: usize, end: &str) -> Option<usize> {
        if self.absent.iter().any(|known| known == end) {
            return None;
        }
        let mut places = self.html.as_bytes()[from..].windows(end.len());
        let found = places.position(|place| place.eq_ignore_ascii_case(end.as_bytes()));
        if found.is_none() {
            self.absent.push(end.to_owned());
        }
        found
    }

    fn problem(&mut self, text: String) {
        if !self.done.problems.contains(&text) {
            self.done.problems.push(text);
        }
    }

    /// Returns the start of what is at the current byte, to quote it.
    fn shown(&self) -> String {
        const LENGTH: usize = 40;
        let rest = self.html[self.at..].lines().next().unwrap_or_default();
        let more = if rest.chars().count() > LENGTH { "…" } else { "" };
        let start: String = rest.chars().take(LENGTH).collect();
        format!("`{start}{more}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_tag_is_text_and_what_is_not_closed_is_closed() {
        for (html, expected, problems) in [
            ("<a href=\"https://a.org\">x</a> > y", "<a href=\"https://a.org\">x</a> > y", 0),
            (
                "<p class=a title='b > c' hidden>x</p><br/>",
                "<p class=a title='b > c' hidden>x</p><br/>",
                0,
            ),
            ("<a href=\"https://a.org>x</a> is", "<a href=\"https://a.org\">x</a> is", 1),
            ("<a href=\"a>x</a> \"is\" y", "<a href=\"a\">x</a> \"is\" y", 1),
            ("<a href='a>x</a> <a href='b'>y</a>", "<a href='a'>x</a> <a href='b'>y</a>", 1),
            ("<a title=\"a>x</a> 6\" y", "<a title=\"a\">x</a> 6\" y", 1),
            ("<a href=\"a\" <b>x</b>", "<a href=\"a\" ><b>x</b>", 1),
            ("x <a href=\"a", "x &lt;a href=\"a", 1),
            ("x <b", "x &lt;b", 1),
            ("x <b y", "x &lt;b y", 0),
            ("<a href='x <b class='y'>z</b>", "&lt;a href='x <b class='y'>z</b>", 1),
            ("if a <b and c> d", "if a &lt;b and c> d", 0),
            ("<b well-known \"thing\">", "&lt;b well-known \"thing\">", 0),
            ("<a href=\"a\"\">x</a>", "<a href=\"a\"\">x</a>", 0),
            ("a <b is <i>c</i>", "a &lt;b is <i>c</i>", 0),
            ("Map<String, List<K>> </String>", "Map&lt;String, List&lt;K>> &lt;/String>", 0),
            ("I </3 it > x </ y> <3", "I &lt;/3 it > x &lt;/ y> &lt;3", 0),
            ("a<!-- b --><!-->c <!-- d", "ac &lt;!-- d", 1),
            ("<![CDATA[a < b]]> <!x> <?php y?>", "a &lt; b &lt;!x> &lt;?php y?>", 0),
            ("a<script>b</script >c<style>d", "ac&lt;style>d", 2),
            ("<title>a</title><textarea>b</textarea> <o:p>c</o:p>", "ab <o:p>c</o:p>", 0),
            ("<b>x</b <i>y</i", "<b>x</b> <i>y</i>", 2),
            (
                "<path> <svg><path d=\"M0\"/></svg><path>",
                "&lt;path> <svg><path d=\"M0\"/></svg>&lt;path>",
                0,
            ),
        ] {
            let repaired = repair(html);
            assert_eq!(repaired.html, expected, "{html}");
            assert_eq!(repaired.problems.len(), problems, "{html}: {:?}", repaired.problems);
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_is_repaired_and_what_is_repaired_stays(html in "[ab<>/\"'= !é-]{0,30}") {
            let repaired = repair(&html);
            proptest::prop_assert_eq!(&repair(&repaired.html).html, &repaired.html);
        }
    }
}
