//! JSON, JavaScript literals and YAML -> one tree of values that know where they stand.
//!
//! The formats of other radars say the same things in all three, so importers read this tree only.
//! jsonc-parser and saphyr-parser do the parsing: of the parsers that are kept, these give the place of
//! every value. Nothing here recurses over YAML, and what its anchors may grow to is bounded.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::FileId;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) at: Span,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Nothing: `null`, `~`, or no text after a key.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    /// In the order of the file.
    Table(Vec<(Key, Value)>),
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: Span,
}

impl Value {
    /// What a table holds under a key; nothing where that is null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let (_, value) = self.entries().iter().find(|(known, _)| known.name == key)?;
        (!matches!(value.kind, Kind::Null)).then_some(value)
    }

    /// What a table holds; nothing for anything else.
    pub(super) fn entries(&self) -> &[(Key, Value)] {
        match &self.kind {
            Kind::Table(entries) => entries,
            _ => &[],
        }
    }

    /// What a list holds; nothing for anything else.
    pub(super) fn items(&self) -> &[Value] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    pub(super) fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table(_))
    }

    /// A text, or a number or truth value as it would be written as one.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text.trim().into()),
            Kind::Bool(truth) => Some(truth.to_string().into()),
            Kind::Null | Kind::List(_) | Kind::Table(_) => None,
        }
    }

    /// The text under a key, where there is one that says something.
    pub(super) fn text_of(&self, key: &str) -> Option<Cow<'_, str>> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }

    /// A whole number, also one that is written as a text.
    pub(super) fn whole(&self) -> Option<i64> {
        let text = self.text()?;
        let digits = text.strip_suffix(".0").unwrap_or(&text);
        digits.strip_prefix('+').unwrap_or(digits).parse().ok()
    }

    /// A truth value, also one that is written as a text.
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

    /// A list of texts; one text alone is a list of one.
    pub(super) fn texts(&self) -> Vec<String> {
        let one = std::slice::from_ref(self);
        let items = if self.is_list() { self.items() } else { one };
        let texts = items.iter().filter_map(Value::text).filter(|text| !text.is_empty());
        texts.map(Cow::into_owned).collect()
    }
}

/// Reads JSON, with the comments and trailing commas that people leave in it.
pub(super) fn json(file: FileId, text: &str, report: &mut Report) -> Option<Value> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    literal(file, body, text.len() - body.len(), "JSON", report)
}

/// Reads an object or array as JavaScript writes it: keys without quotes, other quotes, comments.
pub(super) fn literal(
    file: FileId,
    text: &str,
    offset: usize,
    what: &str,
    report: &mut Report,
) -> Option<Value> {
    let options = ParseOptions { allow_missing_commas: false, ..ParseOptions::default() };
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(parsed) => match parsed.value {
            Some(value) => Some(from_ast(value, &|range| Span::new(file, shifted(range, offset)))),
            None => {
                report.push(broken(what, "there is nothing in it", Span::file(file)));
                None
            }
        },
        Err(error) => {
            let range = error.range();
            let at = Span::new(file, shifted(range.start..range.end.max(range.start), offset));
            report.push(broken(what, &lower_case(&error.kind().to_string()), at));
            None
        }
    }
}

fn broken(what: &str, why: &str, at: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidSource, format!("this is no {what}: {why}"), at)
        .help("if the file was cut short, fetch it again; else mend it where it came from")
}

fn lower_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn shifted(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

fn from_ast(value: ast::Value, place: &dyn Fn(Range<usize>) -> Span) -> Value {
    let range = |range: jsonc_parser::common::Range| place(range.start..range.end);
    let at = range(value.range());
    let kind = match value {
        ast::Value::NullKeyword(_) => Kind::Null,
        ast::Value::BooleanLit(truth) => Kind::Bool(truth.value),
        ast::Value::NumberLit(number) => Kind::Number(number.value.to_owned()),
        ast::Value::StringLit(text) => Kind::Text(text.value.into_owned()),
        ast::Value::Array(list) => {
            Kind::List(list.elements.into_iter().map(|item| from_ast(item, place)).collect())
        }
        ast::Value::Object(table) => Kind::Table(
            table
                .properties
                .into_iter()
                .map(|property| {
                    let at = range(property.name.range());
                    let key = Key { name: property.name.into_string(), at };
                    (key, from_ast(property.value, place))
                })
                .collect(),
        ),
    };
    Value { at, kind }
}

/// The most values that a YAML text may have, those that its aliases repeat counted each time: anchors
/// within anchors grow with the power of their depth.
const MOST_VALUES: usize = 500_000;
/// The deepest that lists and tables may lie within each other.
const DEEPEST: usize = 200;

/// Reads the first document of a YAML text that starts `offset` bytes into its file.
pub(super) fn yaml(file: FileId, text: &str, offset: usize, report: &mut Report) -> Option<Value> {
    match Builder::new(file, text, offset).build() {
        Ok(value) => Some(value),
        Err((why, at)) => {
            report.push(broken("YAML that can be used", &why, at));
            None
        }
    }
}

/// A list or table that is not complete yet.
struct Open {
    value: Value,
    anchor: usize,
    /// The key whose value comes next, in a table.
    key: Option<Key>,
    /// How many values it holds, at any depth.
    count: usize,
}

struct Builder<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, (Value, usize)>,
    count: usize,
    /// A character of the text and the byte it starts at; events come in order.
    cursor: (usize, usize),
    done: Option<Value>,
}

type Fault = (String, Span);

impl<'t> Builder<'t> {
    fn new(file: FileId, text: &'t str, offset: usize) -> Self {
        let (open, anchors) = (Vec::new(), HashMap::new());
        Self { file, text, offset, open, anchors, count: 0, cursor: (0, 0), done: None }
    }

    fn build(mut self) -> Result<Value, Fault> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(found) => found,
                Err(error) => {
                    let at = self.byte(error.marker().index());
                    return Err((error.info().to_owned(), self.place(at, at)));
                }
            };
            let start = self.byte(span.start.index());
            let end = self.byte(span.end.index()).max(start);
            let at = self.place(start, end);
            match event {
                Event::Scalar(text, style, anchor, _) => {
                    let kind = scalar(&text, style);
                    self.put(Value { at, kind }, anchor, 1, 1)?;
                }
                Event::SequenceStart(anchor, _) => self.open(Kind::List(Vec::new()), anchor, at)?,
                Event::MappingStart(anchor, _) => self.open(Kind::Table(Vec::new()), anchor, at)?,
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(mut open) = self.open.pop() else { continue };
                    open.value.at.end = open.value.at.end.max(at.end);
                    self.put(open.value, open.anchor, open.count + 1, 1)?;
                }
                Event::Alias(anchor) => {
                    let Some((value, count)) = self.anchors.get(&anchor) else {
                        return Err(("an alias stands before its anchor".to_owned(), at));
                    };
                    within(self.count + count, at)?;
                    let (value, count) = (value.clone(), *count);
                    self.put(Value { at, ..value }, 0, count, count)?;
                }
                Event::DocumentEnd => break,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
        }
        Ok(self.done.unwrap_or(Value { at: Span::file(self.file), kind: Kind::Null }))
    }

    fn open(&mut self, kind: Kind, anchor: usize, at: Span) -> Result<(), Fault> {
        if self.open.len() >= DEEPEST {
            return Err((format!("it has more than {DEEPEST} levels"), at));
        }
        self.open.push(Open { value: Value { at, kind }, anchor, key: None, count: 0 });
        Ok(())
    }

    /// Puts a complete value where it belongs: one of `count` values, `added` of which are new.
    fn put(
        &mut self,
        value: Value,
        anchor: usize,
        count: usize,
        added: usize,
    ) -> Result<(), Fault> {
        self.count += added;
        within(self.count, value.at)?;
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), count));
        }
        let Some(open) = self.open.last_mut() else {
            self.done = Some(value);
            return Ok(());
        };
        open.count += count;
        match &mut open.value.kind {
            Kind::List(items) => items.push(value),
            Kind::Table(entries) => match open.key.take() {
                Some(key) => entries.push((key, value)),
                None => {
                    let Some(name) = value.text() else {
                        return Err(("a key has to be a text".to_owned(), value.at));
                    };
                    open.key = Some(Key { name: name.into_owned(), at: value.at });
                }
            },
            _ => {}
        }
        Ok(())
    }

    /// Where a character starts; the parser counts characters.
    fn byte(&mut self, character: usize) -> usize {
        let (known, byte) = self.cursor;
        if character < known {
            return self.text.char_indices().nth(character).map_or(self.text.len(), |(at, _)| at);
        }
        let ahead = self.text[byte..].char_indices().nth(character - known);
        let at = ahead.map_or(self.text.len(), |(ahead, _)| byte + ahead);
        self.cursor = (character, at);
        at
    }

    fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.offset + start..self.offset + end)
    }
}

fn within(count: usize, at: Span) -> Result<(), Fault> {
    let message = || format!("its anchors make more than {MOST_VALUES} values of it");
    if count > MOST_VALUES { Err((message(), at)) } else { Ok(()) }
}

/// What a scalar is, by YAML's core schema as far as radars need it. Only one without quotes can be
/// anything but a text; a date stays one.
fn scalar(text: &str, style: ScalarStyle) -> Kind {
    if style != ScalarStyle::Plain {
        return Kind::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ if text.parse::<f64>().is_ok() => Kind::Number(text.to_owned()),
        _ => Kind::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests;
