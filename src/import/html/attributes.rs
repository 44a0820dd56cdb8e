//! The attributes of a tag: where does it end, and which quotation mark is missing?

use super::tags::is_boolean;

/// How a tag ends.
pub(super) enum End {
    /// Before this byte.
    Closed(usize),
    /// Its `>` is missing here, and so may be this quotation mark.
    Missing(usize, Option<char>),
    /// It does not end in this text.
    Never,
    /// It is no tag.
    Text,
}

/// Reads the attributes behind the name of a tag, which ends at `start`.
pub(super) fn end(html: &str, start: usize) -> End {
    let mut reader = Reader { html, at: start, has_value: false, doubtful: None };
    loop {
        if let Some(end) = reader.attribute() {
            return end;
        }
    }
}

struct Reader<'h> {
    html: &'h str,
    at: usize,
    has_value: bool,
    /// The first `>` in quotation marks, which may be wrong.
    doubtful: Option<(usize, char)>,
}

impl Reader<'_> {
    /// Reads an attribute, or returns the end of the tag.
    fn attribute(&mut self) -> Option<End> {
        let rest = self.html[self.at..].trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        self.at = self.html.len() - rest.len();
        match rest.chars().next() {
            Some('>') => return Some(End::Closed(self.at + 1)),
            Some('<') if self.has_value => {
                return Some(self.otherwise(End::Missing(self.at, None)));
            }
            None | Some('<') => return Some(self.otherwise(End::Never)),
            Some(_) => {}
        }
        let is_end = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<' | '/');
        let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        self.at += word.len();
        match self.html[self.at..].trim_start().strip_prefix('=') {
            Some(value) => {
                let value = value.trim_start();
                self.at = self.html.len() - value.len();
                self.has_value = true;
                self.value(word, value)
            }
            // `a <b and c> d` has no tag.
            None => (!is_bare(word)).then(|| self.otherwise(End::Text)),
        }
    }

    fn value(&mut self, word: &str, value: &str) -> Option<End> {
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '<');
            self.at += value.find(is_end).unwrap_or(value.len());
            return None;
        };
        let close = value[1..].find(quote).map(|ahead| 1 + ahead);
        let first = value[..close.unwrap_or(value.len())].find('>').map(|ahead| self.at + ahead);
        let Some(close) = close else {
            return Some(first.map_or(End::Never, |first| End::Missing(first, Some(quote))));
        };
        let is_over = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
        if let Some(first) = first {
            if !value[close + 1..].starts_with(is_over) || !is_text(word) {
                return Some(End::Missing(first, Some(quote)));
            }
            self.doubtful = self.doubtful.or(Some((first, quote)));
        } else if value[..close].contains('<') && !is_text(word) {
            return Some(End::Never);
        }
        self.at += close + 1;
        None
    }

    /// Returns an end, unless it may be due to wrong quotation marks.
    fn otherwise(&self, end: End) -> End {
        self.doubtful.map_or(end, |(first, quote)| End::Missing(first, Some(quote)))
    }
}

/// Whether a word may be an attribute without a value.
fn is_bare(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let is_custom = word.starts_with("data-") || word.starts_with("aria-");
    is_custom || is_boolean(&word) || !word.contains(char::is_alphanumeric)
}

/// Whether the value of an attribute may be a text for people, and have a `>`.
fn is_text(attribute: &str) -> bool {
    let attribute = attribute.to_ascii_lowercase();
    !["href", "src", "class", "id", "rel", "target", "style", "width", "height"]
        .contains(&attribute.as_str())
}
