//! YAML -> [`Value`], without recursion and with a bound on what its anchors may grow to.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Key, Kind, Value, broken};
use crate::diagnostic::{Report, Span};
use crate::source::FileId;

/// The number of values in a YAML text, with those that an alias repeats counted each time: anchors
/// within anchors grow exponentially with their depth.
const MAX_VALUES: usize = 500_000;
const MAX_DEPTH: usize = 200;

/// Reads the first document of a YAML text that starts `offset` bytes into its file.
pub(in crate::import) fn read(
    file: FileId,
    text: &str,
    offset: usize,
    report: &mut Report,
) -> Option<Value> {
    let (open, anchors) = (Vec::new(), HashMap::new());
    let builder =
        Builder { file, text, offset, open, anchors, count: 0, cursor: (0, 0), done: None };
    match builder.build() {
        Ok(value) => Some(value),
        Err((why, at)) => report.refuse(broken("YAML", &why, at)),
    }
}

/// A list or table whose end is not read yet.
struct Open {
    value: Value,
    anchor: usize,
    /// The key whose value comes next, in a table.
    key: Option<Key>,
    /// How many values it holds at any depth.
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

impl Builder<'_> {
    fn build(mut self) -> Result<Value, Fault> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(found) => found,
                Err(error) => {
                    let at = self.byte(error.marker().index());
                    return Err((error.info().to_owned(), self.span(at, at)));
                }
            };
            let start = self.byte(span.start.index());
            let end = self.byte(span.end.index()).max(start);
            let at = self.span(start, end);
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
                        return Err(("an alias comes before its anchor".to_owned(), at));
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
        if self.open.len() >= MAX_DEPTH {
            return Err((format!("it has more than {MAX_DEPTH} levels"), at));
        }
        self.open.push(Open { value: Value { at, kind }, anchor, key: None, count: 0 });
        Ok(())
    }

    /// Adds a complete value to the innermost open list or table. It consists of `count` values, of which
    /// `added` are new.
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

    /// Returns the byte at which a character starts, as the parser counts characters.
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

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.offset + start..self.offset + end)
    }
}

fn within(count: usize, at: Span) -> Result<(), Fault> {
    let message = || format!("its anchors expand to more than {MAX_VALUES} values");
    if count > MAX_VALUES { Err((message(), at)) } else { Ok(()) }
}

/// Interprets a scalar by the part of YAML's core schema that radars need. A scalar in quotes is always
/// text, and so is a date.
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
