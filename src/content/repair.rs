//! A line that is no TOML -> what its author meant: a message in plain words, and what to write.
//!
//! The parser knows where it stopped and what may follow there. People write smart quotes, colons, other dates, and
//! the syntax of other formats; [`super::syntax`] asks here first.

mod value;

use std::ops::Range;

use crate::line;
use value::{quoted, value};

/// What is wrong with a line, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repair {
    /// `None` keeps the message of the parser.
    pub(super) message: Option<&'static str>,
    pub(super) help: String,
    /// Whether other errors of the line only follow from this one.
    pub(super) is_whole: bool,
}

#[allow(clippy::unnecessary_wraps, reason = "every recogniser returns an option")]
fn repair(message: &'static str, help: impl Into<String>) -> Option<Repair> {
    Some(Repair { message: Some(message), help: help.into(), is_whole: true })
}

/// Quotes that are not those of TOML.
const SMART: &[char] =
    &['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '＂', '＇', '`', '´'];

/// Characters that nobody sees.
const INVISIBLE: &[char] =
    &['\u{a0}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{202f}', '\u{ad}'];

/// Returns what the author of a line meant, given where the parser stopped and what it said.
pub(super) fn of(text: &str, at: Range<usize>, message: &str) -> Option<Repair> {
    let line = Line::new(text, at.start);
    let stopped = Stopped { rest: text.get(at.start..).unwrap_or_default(), message };
    [header, character, comment, escape, end_of_text, separator, behind, value]
        .into_iter()
        .find_map(|recognise| recognise(&line, &stopped))
}

/// A line, and its parts if it has a `=`.
struct Line<'t> {
    whole: &'t str,
    /// What is before the position of the error, and from there on.
    before: &'t str,
    rest: &'t str,
    key: &'t str,
    value: &'t str,
}

/// Where and why the parser stopped.
struct Stopped<'t> {
    rest: &'t str,
    message: &'t str,
}

impl Stopped<'_> {
    /// Returns whether the message begins with one of these.
    fn says(&self, messages: &[&str]) -> bool {
        messages.iter().any(|start| self.message.starts_with(start))
    }
}

impl<'t> Line<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let Range { start, end } = line::around(text, at);
        let whole = &text[start..end];
        let before = text.get(start..at).unwrap_or_default();
        let rest = text.get(at..end).unwrap_or_default().trim();
        let (key, value) = whole.split_once('=').unwrap_or((whole, ""));
        Self { whole: whole.trim(), before, rest, key: key.trim(), value: value.trim() }
    }
}

/// `[[review]`, `[ [review] ]`, `[person.Ada Lovelace]`.
fn header(line: &Line, stopped: &Stopped) -> Option<Repair> {
    if !line.whole.starts_with('[') || line.value.contains(['"', '{']) {
        return None;
    }
    let letters = |c: char| c.is_whitespace() || matches!(c, '[' | ']');
    let name = line.whole.split('#').next().unwrap_or_default();
    let name = name.trim_matches(letters).trim();
    let is_double = line.whole.chars().filter(|c| !c.is_whitespace()).take(2).eq("[[".chars());
    let closed = |name: &str| if is_double { format!("[[{name}]]") } else { format!("[{name}]") };
    if name.contains(char::is_whitespace) && stopped.message.starts_with("unclosed") {
        let id = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
        return repair("the name of a table has no blanks", format!("write {}", closed(&id)));
    }
    let is_bracket =
        stopped.message.starts_with("unclosed") || stopped.message.contains("keys cannot be empty");
    if !is_bracket || name.is_empty() {
        return None;
    }
    repair("the brackets of this line do not match", format!("write {}", closed(name)))
}

/// Smart quotes, and characters that nobody sees.
fn character(line: &Line, stopped: &Stopped) -> Option<Repair> {
    let first = stopped.rest.chars().next()?;
    let is_quote = |text: &str| {
        text.starts_with(SMART) || text.trim_start_matches(['[', '{', ' ']).starts_with(SMART)
    };
    if SMART.contains(&first) || is_quote(line.value) || is_quote(line.key) {
        let straight = line.whole.replace(SMART, "\"");
        return repair(
            "these quotes are not those of TOML",
            format!("write straight quotes: {straight}"),
        );
    }
    let invisible = [Some(first), line.before.chars().next_back()];
    let invisible = invisible.into_iter().flatten().find(|c| INVISIBLE.contains(c));
    if let Some(c) = invisible {
        let help = format!("remove the character U+{:04X}, or write an ordinary blank", c as u32);
        return repair("there is a character that nobody sees", help);
    }
    if line.whole.contains('＝') && line.value.is_empty() {
        return repair(
            "this is not the sign = of TOML",
            format!("write {}", line.whole.replace('＝', "=")),
        );
    }
    if stopped.message.contains("visible characters") {
        let help = format!("remove it, or write it as an escape: \\u{:04x}", first as u32);
        return repair("a text cannot have a control character", help);
    }
    None
}

/// `// …`, `/* … */`, `<!-- … -->`, `-- …`, `; …`, and the `+` and `-` of a difference.
fn comment(line: &Line, _: &Stopped) -> Option<Repair> {
    const SIGNS: [&str; 8] = ["//", "/*", "*/", "<!--", "-->", "--", ";", "%"];
    if let Some(sign) = SIGNS.iter().find(|sign| line.whole.starts_with(**sign)) {
        let text =
            line.whole.trim_start_matches(sign).trim_end_matches("*/").trim_end_matches("-->");
        return repair("a comment begins with #", format!("write # {}", text.trim()).trim_end());
    }
    let is_changed = line.whole.starts_with(['+', '-']) && line.whole[1..].contains('=');
    is_changed
        .then(|| repair("a line begins with its key", format!("write {}", &line.whole[1..])))?
}

/// A backslash that begins no escape.
fn escape(line: &Line, stopped: &Stopped) -> Option<Repair> {
    let is_escape = [
        "missing escaped value",
        "too few unicode",
        "invalid unicode",
        "invalid escape",
        "out of range",
    ]
    .iter()
    .any(|start| stopped.message.starts_with(start));
    if !is_escape {
        return None;
    }
    let message = "a backslash has a meaning of its own in double quotes";
    let inner = line.value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    match inner.filter(|inner| !inner.contains(['\'', '"'])) {
        Some(inner) => {
            repair(message, format!("write it in single quotes: {} = '{inner}'", line.key))
        }
        None => repair(
            message,
            "write it twice: \\\\; or begin and end the text with ''' instead of \"\"\"",
        ),
    }
}

/// A text without its end.
fn end_of_text(line: &Line, stopped: &Stopped) -> Option<Repair> {
    let quote = match stopped.message {
        message if message.starts_with("invalid basic string, expected `\"`") => '"',
        message if message.starts_with("invalid literal string, expected `'`") => '\'',
        _ => return None,
    };
    if line.value == quote.to_string() {
        let three = quote.to_string().repeat(3);
        let help = format!("begin and end it with three quotes: {} = {three}", line.key);
        return repair("a text on several lines has three quotes", help);
    }
    let help =
        format!("add a {quote} at its end; a text on several lines begins and ends with three");
    repair("the text has no end quote", help)
}

/// `:` for `=`, `==`, nothing, and commas that are missing.
fn separator(line: &Line, stopped: &Stopped) -> Option<Repair> {
    if stopped.message.starts_with("extra `=`") || line.value.starts_with('=') {
        let help = format!("write {} = {}", line.key, line.value.trim_start_matches(['=', ' ']));
        return repair("there is one = between a key and its value", help);
    }
    if line.value.contains('{') || line.whole.starts_with('{') {
        return pair(line, stopped);
    }
    let is_word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"'))
    };
    if let Some((key, value)) = line.whole.split_once(':')
        && is_word(key.trim())
        && (value.is_empty() || value.starts_with(' ') || value.starts_with('"'))
    {
        let key = key.trim().trim_matches('"');
        let help = format!("write {key} = {}", quoted(value.trim().trim_end_matches(',')));
        return repair("there is a = between a key and its value", help);
    }
    if stopped.message.starts_with("key with no value") {
        let (first, rest) = line.whole.split_once(char::is_whitespace)?;
        if let Some((second, _)) = rest.split_once('=').filter(|(second, _)| is_word(second.trim()))
        {
            let help = format!("write {first}_{} or put the whole key in quotes", second.trim());
            return repair("a key has no blanks", help);
        }
        let is_value =
            rest.trim().starts_with(['"', '\'', '[']) || rest.split_whitespace().count() == 1;
        if is_word(first) && is_value {
            let help = format!("write {first} = {}", quoted(rest.trim()));
            return repair("there is a = between a key and its value", help);
        }
        let help = "write key = value; put # before a comment, and three quotes (\"\"\") around a text on several lines";
        return repair("this line has no value", help);
    }
    if stopped.message.starts_with("invalid unquoted key") {
        return repair("this cannot be in a key", "a key has the letters a to z, digits, - and _");
    }
    if stopped.message.starts_with("missing comma between array elements") {
        return repair("there is a comma between two items", "add a comma before this");
    }
    None
}

/// `{ title: "…" }`, and pairs without a comma between them.
fn pair(line: &Line, stopped: &Stopped) -> Option<Repair> {
    if stopped.message.starts_with("missing assignment") || stopped.rest.starts_with(':') {
        return repair(
            "there is a = between a key and its value",
            "write = instead of the colon: { key = value }",
        );
    }
    // The parser takes `2026-01-01 until` for a date with a time.
    let is_next_key =
        stopped.message.starts_with("invalid time") || stopped.message.starts_with("missing comma");
    if is_next_key {
        return repair(
            "there is a comma between two pairs",
            "add a comma: { key = value, key = value }",
        );
    }
    let is_open = line.whole.matches('{').count() > line.whole.matches('}').count();
    (is_open && stopped.message.contains("inline table"))
        .then(|| repair("a bracket { of this line is not closed", "add a }"))?
}

/// What follows a value on its line.
fn behind(line: &Line, stopped: &Stopped) -> Option<Repair> {
    if !stopped.message.starts_with("unexpected key or value") {
        return None;
    }
    let rest = line.rest;
    let value = line.before.split_once('=').map_or("", |(_, value)| value.trim());
    if matches!(rest, "," | ";") {
        return repair(
            "a line has no sign at its end",
            format!("remove the {rest} at the end of the line"),
        );
    }
    if rest.starts_with(',') {
        let items: Vec<String> = line.value.split(',').map(|item| quoted(item.trim())).collect();
        let help = format!("write {} = [{}]", line.key, items.join(", "));
        return repair("a list has brackets around it", help);
    }
    if rest.starts_with("//") || rest.starts_with("--") {
        return repair(
            "a comment begins with #",
            format!("write # {}", rest.trim_start_matches(['/', '-', ' '])),
        );
    }
    if rest.starts_with('"')
        || value.ends_with("\"\"\"")
        || value.ends_with("'''")
        || line.before.trim_end().ends_with("\"\"\"")
    {
        return repair(
            "a text that began earlier ends here",
            "if it should not, close that text with three quotes where it ends",
        );
    }
    if value.starts_with('\'') && rest.contains('\'') {
        let inner = line.value.trim_matches('\'');
        return repair(
            "the text ends at its second quote",
            format!("write it in double quotes: \"{inner}\""),
        );
    }
    if value.starts_with('"') && rest.contains('"') && !rest.contains('=') {
        let inner = line.value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let inner = inner.unwrap_or(line.value);
        let help = if inner.contains('\'') {
            format!(
                "write a backslash before the quotes inside: \"{}\"",
                inner.replace('"', "\\\"")
            )
        } else {
            format!("write it in single quotes: '{inner}'")
        };
        return repair("the text ends at its second quote", help);
    }
    if rest.contains('=') {
        return repair("each key has a line of its own", format!("begin a new line before {rest}"));
    }
    repair("the value has ended before this", "remove the rest of the line, or put # before it")
}
