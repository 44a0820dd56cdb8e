//! HTML in Markdown -> Markdown. Comments vanish, and so do tags that Markdown has nothing for.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::links::dialect;
use crate::import::html::{Converter, escaped, is_tag};

/// A text without HTML.
pub(super) struct Plain {
    pub(super) text: String,
    /// Where each piece starts: in this text, and in the one that was converted.
    pieces: Vec<(usize, usize)>,
    /// What could not be converted, with its bytes in the text that was converted.
    pub(super) problems: Vec<(String, Range<usize>)>,
}

impl Plain {
    /// Returns the bytes of the text that was converted for those of this one.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let next = self.pieces.partition_point(|(start, _)| *start <= at);
            let (start, source) = self.pieces[next.saturating_sub(1)];
            let end = self.pieces.get(next).map_or(usize::MAX, |(_, source)| *source);
            (source + at - start).min(end)
        };
        place(range.start)..place(range.end).max(place(range.start))
    }
}

/// Converts the HTML in a text. Returns `None` if it has none.
pub(super) fn without_html(text: &str) -> Option<Plain> {
    if !text.contains('<') {
        return None;
    }
    let mut tags =
        Tags { text, edits: Vec::new(), open: Vec::new(), problems: Vec::new(), rows: 0 };
    let mut block: Option<(Range<usize>, String)> = None;
    for (event, range) in Parser::new_ext(text, dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some((range, String::new())),
            Event::Html(html) => {
                if let Some((_, source)) = &mut block {
                    *source += &html;
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                let (range, source) = block.take().unwrap_or_default();
                tags.block(&source, range);
            }
            Event::InlineHtml(tag) => tags.inline(&tag, range),
            Event::Start(Tag::TableHead | Tag::TableRow | Tag::Heading { .. }) => tags.rows += 1,
            Event::End(TagEnd::TableHead | TagEnd::TableRow | TagEnd::Heading(_)) => tags.rows -= 1,
            Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item) => tags.close_all(),
            _ => {}
        }
    }
    tags.close_all();
    (!tags.edits.is_empty()).then(|| tags.plain())
}

struct Tags<'t> {
    text: &'t str,
    /// What replaces which bytes, in order.
    edits: Vec<(Range<usize>, String)>,
    /// The tags that wait for their end: the name, and the edit that is their mark.
    open: Vec<(String, usize)>,
    problems: Vec<(String, Range<usize>)>,
    /// How many rows and headings are open: they end with their line.
    rows: usize,
}

impl Tags<'_> {
    /// Converts a block, which is a paragraph of its own.
    fn block(&mut self, source: &str, range: Range<usize>) {
        let (text, problems) = match Converter::keeping_files().converted(source) {
            Ok(converted) => converted,
            Err(error) => (escaped(source.trim()), vec![error.to_string()]),
        };
        self.problems.extend(problems.into_iter().map(|problem| (problem, range.clone())));
        let line = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.text[line..range.start];
        let prefix: String = before.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
        let is_first = before.chars().any(|c| !matches!(c, ' ' | '\t' | '>'));
        let above = self.text[..line].trim_end_matches('\n').rsplit('\n').next();
        let has_above = !is_first && line > 0 && !self.text[..line].ends_with("\n\n");
        let has_above = has_above && above.is_some_and(|above| !above.trim().is_empty());
        let line = |line: &str| format!("{prefix}{line}").trim_end().to_owned();
        let lines: Vec<String> = text.lines().map(line).collect();
        // The first line has its prefix already.
        let written = lines.join("\n");
        let mut written = written.strip_prefix(prefix.as_str()).unwrap_or(&written).to_owned();
        if has_above && !text.is_empty() {
            written = format!("\n{prefix}{written}");
        }
        if self.text[..range.end].ends_with('\n') {
            written.push('\n');
            let next = self.text[range.end..].lines().next().unwrap_or_default();
            if !next.trim().is_empty() && !text.is_empty() {
                written += &format!("{}\n", prefix.trim_end());
            }
        }
        self.edits.push((range, written));
    }

    fn inline(&mut self, tag: &str, range: Range<usize>) {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name[..end].to_lowercase();
        let is_end = tag.starts_with("</");
        if tag.starts_with("<!") || tag.starts_with("<?") {
            return self.edits.push((range, String::new()));
        }
        if !is_tag(tag) {
            return self.edits.push((range, escaped(tag)));
        }
        match name.as_str() {
            "br" => {
                let ends_line = self.text[range.end..].starts_with(['\n', '\r']);
                let written = match (self.rows > 0, ends_line) {
                    (true, _) => " ",
                    (false, true) => "\\",
                    (false, false) => "\\\n",
                };
                self.edits.push((range, written.to_owned()));
            }
            "img" => {
                let image = Converter::keeping_files().converted(tag);
                self.edits.push((range, image.map(|(image, _)| image).unwrap_or_default()));
            }
            _ if is_end => self.end(&name, range),
            _ => self.start(name, tag, range),
        }
    }

    fn start(&mut self, name: String, tag: &str, range: Range<usize>) {
        let mark = match name.as_str() {
            "b" | "strong" => "**",
            "i" | "em" => "*",
            "s" | "del" | "strike" => "~~",
            "code" | "kbd" | "samp" | "tt" => "`",
            "a" => "[",
            _ => return self.edits.push((range, String::new())),
        };
        let opens = match name.as_str() {
            "a" => address(tag).is_some(),
            _ => self.text[range.end..].starts_with(|c: char| !c.is_whitespace()),
        };
        if opens {
            self.open.push((name, self.edits.len()));
        }
        self.edits.push((range, if opens { mark.to_owned() } else { String::new() }));
    }

    fn end(&mut self, name: &str, range: Range<usize>) {
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return self.edits.push((range, String::new()));
        };
        // What was opened in between is never closed.
        for (_, edit) in self.open.drain(at + 1..) {
            self.edits[edit].1.clear();
        }
        let Some((_, edit)) = self.open.pop() else { return };
        let start = self.edits[edit].0.clone();
        let inner = &self.text[start.end..range.start];
        let is_empty =
            inner.trim().is_empty() || name != "a" && inner.ends_with(char::is_whitespace);
        let mark = match name {
            _ if is_empty => String::new(),
            "a" => address(&self.text[start]).unwrap_or_default(),
            _ => self.edits[edit].1.clone(),
        };
        if mark.is_empty() {
            self.edits[edit].1.clear();
        }
        self.edits.push((range, mark));
    }

    fn close_all(&mut self) {
        for (_, edit) in self.open.drain(..) {
            self.edits[edit].1.clear();
        }
    }

    fn plain(self) -> Plain {
        let mut plain =
            Plain { text: String::new(), pieces: vec![(0, 0)], problems: self.problems };
        let mut done = 0;
        for (range, written) in self.edits {
            plain.text += &self.text[done..range.start];
            plain.pieces.push((plain.text.len(), range.start));
            plain.text += &written;
            plain.pieces.push((plain.text.len(), range.end));
            done = range.end;
        }
        plain.text += &self.text[done..];
        plain
    }
}

/// Returns what Markdown has behind the text of a link, for the tag that starts it.
fn address(tag: &str) -> Option<String> {
    let (link, _) = Converter::keeping_files().converted(&format!("{tag}x</a>")).ok()?;
    link.strip_prefix("[x").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown_and_comments_vanish() {
        for (text, expected) in [
            ("a <b>b</b> *c* <i>d</i> <del>e</del>", "a **b** *c* *d* ~~e~~"),
            ("a<br>b<br/>\nc", "a\\\nb\\\nc"),
            ("| a<br>b |\n| - |\n| <b>c</b> |", "| a b |\n| - |\n| **c** |"),
            ("See <a href=\"/tools/x\">*x*</a>.", "See [*x*](/tools/x)."),
            ("<a href=\"javascript:x\">y</a> <a name=z>w</a>", "y w"),
            ("x <img src=\"/images/a.png\" alt=\"A [b]\"> y", "x ![A \\[b\\]](/images/a.png) y"),
            ("a <!-- never --> b", "a  b"),
            ("<span class=x>a</span><sup>2</sup>", "a2"),
            ("<kbd>Ctrl</kbd> `<b>` \\<b>", "`Ctrl` `<b>` \\<b>"),
            ("Map<String> and a < b", "Map\\<String\\> and a < b"),
            // What nobody closed, or what Markdown would not read as emphasis.
            ("<b>a <i>b</b> c</i>", "**a b** c"),
            ("<b> a</b> <i></i>b", " a b"),
            ("<b>a\n\nb</b>", "a\n\nb"),
            // Blocks.
            ("<!-- a\n\nb -->\n\nc", "\n\nc"),
            ("a\n<!-- b -->\nc", "a\n\nc"),
            ("<div align=\"center\">\n\n*a*\n\n</div>\n", "\n\n*a*\n\n\n"),
            ("<p>a *b* <b>c</b></p>\n\nd", "a \\*b\\* **c**\n\nd"),
            ("<img src=\"/images/a.png\" width=\"3\">\n", "![](/images/a.png)\n"),
            ("<a href=\"/tools/x\"><img src=\"a.png\"></a>\n", "[![](a.png)](/tools/x)\n"),
            ("<details><summary>More</summary>\n\n- a\n\n</details>", "More\n\n- a\n\n"),
            ("text\n<div>a</div>\n", "text\n\na\n"),
            ("- <div>a</div>\n  b\n", "- a\n\n  b\n"),
            ("> <ul><li>a</li><li>b</li></ul>\n", "> - a\n> - b\n"),
            ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>\n", "| a |\n| - |\n| b |\n"),
        ] {
            let plain = without_html(text);
            let written = plain.as_ref().map_or(text, |plain| plain.text.as_str());
            assert_eq!(written, expected, "{text}");
        }
        assert!(without_html("`<b>` and a < b").is_none());
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was() {
        let text = "<b>a</b> [x](y) <!-- c -->[z](w)";
        let plain = without_html(text).expect("there is HTML");
        for link in ["[x](y)", "[z](w)"] {
            let at = plain.text.find(link).expect("it is there still");
            let source = plain.source(&(at..at + link.len()));
            assert_eq!(&text[source], link);
        }
    }
}
