//! The last step on a description: the characters on both sides of emphasis, links and line breaks are
//! known only once htmd has put the whole text together.

/// Marks that the handlers leave, most of them from Unicode's private use area. They are removed from the
/// input first, and from the output last.
pub(super) mod mark {
    pub(in super::super) const BREAK: char = '\u{e000}';
    /// The outer side of emphasis.
    pub(in super::super) const EDGE: char = '\u{e001}';
    pub(in super::super) const LINK: char = '\u{e002}';
    pub(in super::super) const LINK_END: char = '\u{e003}';
    /// The start of a row of a table without a header.
    pub(in super::super) const ROW: char = '\u{e004}';
    pub(in super::super) const CELL: char = '\r';
    pub(in super::super) const ALL: [char; 6] = [BREAK, EDGE, LINK, LINK_END, ROW, CELL];
}

/// Removes the marks, and the spaces at the ends of lines.
pub(super) fn finish(text: &str) -> String {
    // Rows and cells outside of a table.
    let text = text.replace([mark::ROW, mark::CELL], " ");
    let text: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = links_that_are_no_images(&edges(&text));
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.lines().peekable();
    let mut after_break = false;
    while let Some(line) = rest.next() {
        // HTML ignores white space after a line break; more than one space indents a list.
        let line = match line.strip_prefix(' ') {
            Some(text) if after_break && !text.starts_with(' ') => text,
            _ => line,
        };
        let is_broken = line.trim_end().ends_with(mark::BREAK);
        let shown = line.replace(mark::BREAK, "");
        let shown = shown.trim_end();
        let has_next =
            rest.peek().is_some_and(|next| !next.replace(mark::BREAK, "").trim().is_empty());
        match (is_broken, shown.trim().is_empty()) {
            (true, true) if !has_next || lines.last().is_none_or(String::is_empty) => {}
            (true, false) if has_next => lines.push(format!("{shown}\\")),
            _ => lines.push(shown.to_owned()),
        }
        after_break = is_broken;
    }
    lines.join("\n").trim().to_owned()
}

/// Escapes a `!` right before a link, which would make it an image.
fn links_that_are_no_images(text: &str) -> String {
    text.replace(&format!("!{}", mark::LINK), "\\!").replace([mark::LINK, mark::LINK_END], "")
}

/// Removes the marks at the edges of emphasis.
///
/// A letter right beside emphasis that starts or ends with punctuation cancels it (`CommonMark`, section
/// 6.2: left- and right-flanking delimiter runs), so they get a space between them. Two that touch
/// become one.
fn edges(text: &str) -> String {
    let edge = mark::EDGE;
    let mut text = text.to_owned();
    for marker in ["**", "~~", "*"] {
        text = text.replace(&format!("{marker}{edge}{edge}{marker}"), "");
    }
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let is_marker = |c: &char| !matches!(c, '*' | '~') && !mark::ALL.contains(c);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c != edge {
            out.push(c);
            continue;
        }
        let (before, after) = (&text[..at], &text[at + edge.len_utf8()..]);
        let (outside, inside) = if after.starts_with(['*', '~']) {
            (before.chars().next_back(), after.chars().find(is_marker))
        } else {
            (after.chars().next(), before.chars().rev().find(is_marker))
        };
        if outside.is_some_and(char::is_alphanumeric) && inside.is_some_and(is_sign) {
            out.push(' ');
        }
    }
    out
}

/// Removes emphasis and links from code, which HTML allows and Markdown would show as signs.
pub(super) fn without_markup(code: &str) -> String {
    let mut text = code.replace(mark::BREAK, "");
    for marker in ["**", "~~", "*"] {
        text = text.replace(&format!("{}{marker}", mark::EDGE), "");
        text = text.replace(&format!("{marker}{}", mark::EDGE), "");
    }
    while let Some(start) = text.find(mark::LINK) {
        let end = text[start..].find(mark::LINK_END).map_or(text.len(), |ahead| start + ahead);
        let link = text[start..end].trim_start_matches(mark::LINK);
        let shown = link.strip_prefix('[').and_then(|link| link.rsplit_once("](")).map(|l| l.0);
        let shown = shown.unwrap_or_default().to_owned();
        let rest = text[end..].trim_start_matches(mark::LINK_END).to_owned();
        text.truncate(start);
        text = text + &shown + &rest;
    }
    text
}
