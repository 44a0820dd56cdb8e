//! JSON and JavaScript literals -> [`Value`].

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
    let span = |start, end| Span::new(file, start + offset..end + offset);
    let options = ParseOptions { allow_missing_commas: false, ..ParseOptions::default() };
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(parsed) => match parsed.value {
            Some(value) => Some(from_ast(value, &span)),
            None => report.refuse(broken(what, "the file is empty", Span::file(file))),
        },
        Err(error) => {
            let range = error.range();
            let at = span(range.start, range.end.max(range.start));
            report.refuse(broken(what, &lower_case(&error.kind().to_string()), at))
        }
    }
}

fn lower_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn from_ast(value: ast::Value, span: &dyn Fn(usize, usize) -> Span) -> Value {
    let at = span(value.start(), value.end());
    let kind = match value {
        ast::Value::NullKeyword(_) => Kind::Null,
        ast::Value::BooleanLit(truth) => Kind::Bool(truth.value),
        ast::Value::NumberLit(number) => Kind::Number(number.value.to_owned()),
        ast::Value::StringLit(text) => Kind::Text(text.value.into_owned()),
        ast::Value::Array(list) => {
            Kind::List(list.elements.into_iter().map(|item| from_ast(item, span)).collect())
        }
        ast::Value::Object(table) => Kind::Table(
            table
                .properties
                .into_iter()
                .map(|property| {
                    let at = span(property.name.start(), property.name.end());
                    let key = Key { name: property.name.into_string(), at };
                    (key, from_ast(property.value, span))
                })
                .collect(),
        ),
    };
    Value { at, kind }
}
