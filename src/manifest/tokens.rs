//! Words, texts and signs of programs, for manifests that are programs: Gradle, Swift, Elixir and Terraform.
//!
//! These need an interpreter to be read fully. What their dependencies look like needs only to tell code from comments and
//! from the insides of texts, so that nothing is claimed that a comment or a text says.

use std::str::Chars;

/// A word, a text or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name: `implementation`, `kafka_clients`.
    Word(&'t str),
    /// What stands between quotes, as written.
    Text(&'t str),
    /// Any other character.
    Sign(char),
    /// The end of a line.
    Line,
}

impl<'t> Token<'t> {
    pub(super) fn word(&self) -> Option<&'t str> {
        if let Token::Word(word) = self { Some(word) } else { None }
    }

    pub(super) fn text(&self) -> Option<&'t str> {
        if let Token::Text(text) = self { Some(text) } else { None }
    }
}

/// How a language writes comments, texts and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// Groovy and Kotlin.
    Gradle,
    Swift,
    Elixir,
    /// That of Terraform.
    Hcl,
}

impl Language {
    fn line_comments(self) -> &'static [&'static str] {
        match self {
            Language::Gradle | Language::Swift => &["//"],
            Language::Elixir => &["#"],
            Language::Hcl => &["#", "//"],
        }
    }

    fn quotes(self) -> &'static [&'static str] {
        match self {
            Language::Swift => &["\"\"\"", "\""],
            Language::Gradle | Language::Elixir => &["\"\"\"", "'''", "\"", "'"],
            Language::Hcl => &["\""],
        }
    }

    fn is_word(self, c: char) -> bool {
        c.is_alphanumeric() || c == '_' || (self == Language::Hcl && c == '-')
    }
}

/// Splits a program into tokens.
pub(super) fn tokens(language: Language, text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = after_comment(language, rest) {
            rest = after;
        } else if let Some((content, after)) = quoted(language, rest) {
            tokens.push(Token::Text(content));
            rest = after;
        } else if let Some((content, after)) = heredoc(language, rest) {
            tokens.push(Token::Text(content));
            rest = after;
        } else if c == '\n' {
            tokens.push(Token::Line);
            rest = &rest[1..];
        } else if language.is_word(c) {
            let end = rest.find(|c| !language.is_word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..end]));
            rest = &rest[end..];
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Sign(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    tokens
}

/// Returns what follows a comment, if the text starts with one. The end of its line is not part of it.
fn after_comment(language: Language, text: &str) -> Option<&str> {
    if language.line_comments().iter().any(|sign| text.starts_with(sign)) {
        return Some(text.find('\n').map_or("", |end| &text[end..]));
    }
    if language == Language::Elixir {
        return None;
    }
    let body = text.strip_prefix("/*")?;
    // Kotlin and Swift nest them; Groovy and HCL do not, and there `/*` within one is rare.
    let nests = language == Language::Swift;
    let (mut depth, mut at) = (1, 0);
    while depth > 0 {
        let close = body[at..].find("*/").map(|found| at + found);
        let open = body[at..].find("/*").map(|found| at + found).filter(|_| nests);
        match (open, close) {
            (_, None) => return Some(""),
            (Some(open), Some(close)) if open < close => (depth, at) = (depth + 1, open + 2),
            (_, Some(close)) => (depth, at) = (depth - 1, close + 2),
        }
    }
    Some(&body[at..])
}

/// Returns the content of a text in quotes and what follows. A text without its end stops at the end of its line.
fn quoted(language: Language, text: &str) -> Option<(&str, &str)> {
    let quote = language.quotes().iter().find(|quote| text.starts_with(*quote))?;
    let body = &text[quote.len()..];
    let is_long = quote.len() > 1;
    let mut chars = body.chars();
    while let Some(at) = next_start(body, &chars) {
        if body[at..].starts_with(quote) {
            return Some((&body[..at], &body[at + quote.len()..]));
        }
        match chars.next() {
            Some('\\') => {
                chars.next();
            }
            // `${…}` of HCL may hold quotes of its own.
            Some('$') if language == Language::Hcl && body[at + 1..].starts_with('{') => {
                let inner = chars.as_str();
                let end = interpolation(inner).unwrap_or(inner.len());
                chars = inner[end..].chars();
            }
            Some('\n') if !is_long => return Some((&body[..at], &body[at..])),
            _ => {}
        }
    }
    Some((body, ""))
}

fn next_start(body: &str, rest: &Chars) -> Option<usize> {
    let at = body.len() - rest.as_str().len();
    (at < body.len()).then_some(at)
}

/// Returns the length of `{…}` with its inner braces, within its line.
fn interpolation(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return Some(at + 1),
            '}' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// The longest mark of a here-document that is looked for.
const MAX_MARK: usize = 100;

/// Returns the lines of `<<EOF … EOF` of HCL and what follows.
fn heredoc(language: Language, text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("<<").filter(|_| language == Language::Hcl)?;
    let end = rest.char_indices().take(MAX_MARK).find(|(_, c)| *c == '\n')?.0;
    let (mark, body) = (&rest[..end], &rest[end + 1..]);
    let mark = mark.trim_start_matches('-').trim();
    if mark.is_empty() || !mark.chars().all(|c| language.is_word(c)) {
        return None;
    }
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.trim() == mark {
            return Some((&body[..at], &body[at + line.len()..]));
        }
        at += line.len();
    }
    Some((body, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(language: Language, text: &str) -> String {
        let show = |token: &Token| match token {
            Token::Word(word) => (*word).to_owned(),
            Token::Text(text) => format!("<{text}>"),
            Token::Sign(sign) => sign.to_string(),
            Token::Line => ";".to_owned(),
        };
        tokens(language, text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_texts_of_each_language() {
        for (language, text, expected) in [
            (Language::Gradle, "a 'b' // c\n/* d\n */ e \"f\\\"g\"", "a <b> ; e <f\\\"g>"),
            (Language::Gradle, "\"\"\"a\n'b'\"\"\" c", "<a\n'b'> c"),
            (Language::Gradle, "'open\nnext 'x'", "<open> ; next <x>"),
            (Language::Gradle, "\"http://x\" y", "<http://x> y"),
            (Language::Swift, "/* a /* b */ c */ d", "d"),
            (Language::Elixir, "{:a, \"~> 1\"} # {:b}\n", "{ : a , <~> 1> } ;"),
            (Language::Hcl, "a-b = \"${f(\"x\")}y\" # z", "a-b = <${f(\"x\")}y>"),
            (Language::Hcl, "a = <<-EOT\n  x = 1\n  EOT\nb", "a = <  x = 1\n> b"),
            (Language::Hcl, "/* open", ""),
            (Language::Hcl, "\"ü\\", "<ü\\>"),
            (Language::Gradle, "\"", "<>"),
        ] {
            assert_eq!(shown(language, text), expected, "{text}");
        }
    }
}
