//! JSON, JavaScript literals, YAML and TOML -> one tree of values with their spans.
//!
//! Other radars use them all for the same data, so importers read this tree only. jsonc-parser and
//! saphyr-parser are the maintained parsers that give the span of every value.

pub(super) mod json;
pub(super) mod toml;
pub(super) mod yaml;

use std::borrow::Cow;

use super::name::one_line;
use crate::diagnostic::{Code, Diagnostic, Span};

#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) at: Span,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// `null`, `~`, or no text after a key.
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Value>),
    /// In the order of the file.
    Table(Vec<(Key, Value)>),
}

#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: Span,
}

impl Value {
    /// Returns the value of a key, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let (_, value) = self.entries().iter().find(|(known, _)| known.name == key)?;
        (!matches!(value.kind, Kind::Null)).then_some(value)
    }

    pub(super) fn entries(&self) -> &[(Key, Value)] {
        match &self.kind {
            Kind::Table(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Value] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn items_of(&self, key: &str) -> &[Value] {
        self.get(key).map_or(&[], Value::items)
    }

    /// Returns the span of the value under a key, or of the whole table if it lacks the key.
    pub(super) fn span_of(&self, key: &str) -> Span {
        self.get(key).map_or(self.at, |value| value.at)
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    /// Returns a text, or a number or a truth value as text.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text.trim().into()),
            Kind::Bool(truth) => Some(truth.to_string().into()),
            Kind::Null | Kind::List(_) | Kind::Table(_) => None,
        }
    }

    /// Returns the text under a key, unless it is empty.
    pub(super) fn text_of(&self, key: &str) -> Option<Cow<'_, str>> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }

    /// Returns the text under a key on one line, unless it is empty.
    pub(super) fn line_of(&self, key: &str) -> Option<String> {
        Some(one_line(&self.text_of(key)?)).filter(|line| !line.is_empty())
    }

    /// Returns the texts under a key; a single text is a list of one.
    pub(super) fn texts_of(&self, key: &str) -> Vec<String> {
        self.get(key).map(Value::texts).unwrap_or_default()
    }

    /// Returns a whole number, which may be written as text.
    pub(super) fn whole(&self) -> Option<i64> {
        let text = self.text()?;
        let digits = text.strip_suffix(".0").unwrap_or(&text);
        digits.strip_prefix('+').unwrap_or(digits).parse().ok()
    }

    /// Returns a truth value, which may be written as text.
    pub(super) fn truth(&self) -> Option<bool> {
        match &self.kind {
            Kind::Bool(truth) => Some(*truth),
            Kind::Text(text) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the texts of a list; a single text is a list of one.
    pub(super) fn texts(&self) -> Vec<String> {
        let one = std::slice::from_ref(self);
        let items = if self.is_list() { self.items() } else { one };
        let texts = items.iter().filter_map(Value::text).filter(|text| !text.is_empty());
        texts.map(Cow::into_owned).collect()
    }
}

fn broken(what: &str, why: &str, at: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidSource, format!("this is not valid {what}: {why}"), at)
        .help("if the file was cut short, fetch it again; otherwise fix it at its source")
}

#[cfg(test)]
mod tests;
