//! JSON and JavaScript literals -> [`Value`].

use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Key, Kind, Value, broken};
use crate::diagnostic::{Report, Span};
use crate::source::FileId;

/// Reads JSON, and accepts comments and trailing commas.
pub(in crate::import) fn read(file: FileId, text: &str, report: &mut Report) -> Option<Value> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    literal(file, body, text.len() - body.len(), "JSON", report)
}

/// Reads an object or array as JavaScript writes it: keys without quotes, other quotes, comments.
pub(in crate::import) fn literal(
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
                report.push(broken(what, "the file is empty", Span::file(file)));
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
