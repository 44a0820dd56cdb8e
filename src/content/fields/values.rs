//! Reads single values: texts of one line, Markdown, lists, dates and intervals; and reports what they may not be.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use toml::Spanned as Toml;
use toml::de::DeValue;

use super::Fields;
use crate::content::patterns::PROSE;
use crate::content::slips::date_of;
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::line::{is_refused, line_from};
use crate::radar::interval::Interval;

/// A type that is read from a single value.
pub(in crate::content) trait FromValue: Sized {
    /// Converts the value of a key, or reports why it cannot.
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self>;
}

/// A text in Markdown, which may have several lines. Every other text is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::content) struct Prose(String);

impl Prose {
    /// Returns the text.
    pub(in crate::content) fn text(spanned: Spanned<Self>) -> Spanned<String> {
        spanned.map(|Prose(text)| text)
    }
}

impl JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        "Prose".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        json_schema!({ "type": "string", "pattern": PROSE })
    }
}

/// Reads a text that is not empty.
fn text(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Spanned<String>> {
    let at = fields.span(&value);
    let text = match value.into_inner() {
        DeValue::String(text) => text.into_owned(),
        other => {
            let message = format!("`{key}` must be a string, not {}", describe(&other));
            return fields.invalid(at, message, "write it in quotes: \"…\"");
        }
    };
    if text.trim().is_empty() {
        let help = if fields.is_required(key) {
            "write something here"
        } else {
            "write something here, or leave it out"
        };
        return fields.invalid(at, format!("`{key}` is empty"), help);
    }
    Some(Spanned::new(text, at))
}

/// A text of one line: nothing that reads it later can be made to forge a line of its own.
impl FromValue for Spanned<String> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let text = text(key, value, fields)?;
        let line = line_from(&text.value).into_owned();
        if line == text.value {
            return Some(text);
        }
        let what = if !text.value.trim().contains(is_refused) {
            "begins or ends with a blank"
        } else if text.value.contains(['\n', '\r']) {
            "has a line break"
        } else {
            "has a control character"
        };
        let help = format!("write it on one line: {line}");
        fields.invalid(text.at, format!("`{key}` {what}"), help)
    }
}

impl FromValue for Spanned<Prose> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        text(key, value, fields).map(|text| text.map(Prose))
    }
}

impl FromValue for Spanned<Vec<Spanned<String>>> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let at = fields.span(&value);
        let DeValue::Array(array) = value.into_inner() else {
            let message = format!("`{key}` must be an array of strings");
            return fields.invalid(at, message, format!("write it in brackets: {key} = [\"…\"]"));
        };
        let strings = array.into_iter().filter_map(|item| FromValue::read(key, item, fields));
        Some(Spanned::new(strings.collect(), at))
    }
}

impl FromValue for Spanned<bool> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let at = fields.span(&value);
        match value.get_ref() {
            DeValue::Boolean(is) => Some(Spanned::new(*is, at)),
            other => {
                let message = format!("`{key}` must be true or false, not {}", describe(other));
                fields.invalid(at, message, format!("write {key} = true, without quotes"))
            }
        }
    }
}

impl FromValue for Spanned<Date> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let at = fields.span(&value);
        let date = match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() => when.date.and_then(civil),
            _ => None,
        };
        if let Some(date) = date {
            return Some(Spanned::new(date, at));
        }
        let help = match value.get_ref() {
            DeValue::String(text) if text.parse::<Date>().is_ok() => {
                format!("leave out the quotes: {key} = {text}")
            }
            DeValue::Datetime(when) if when.date.is_some() => {
                let day = when.date.map(|date| date.to_string()).unwrap_or_default();
                format!("leave out the time: {key} = {day}")
            }
            DeValue::String(text) if date_of(text).is_some() => {
                let day = date_of(text).map(|day| day.to_string()).unwrap_or_default();
                format!("write the year first, without quotes: {key} = {day}")
            }
            _ => format!("write it as {key} = 2026-04-14"),
        };
        let found = describe(value.get_ref());
        fields.invalid(at, format!("`{key}` must be a date, not {found}"), help)
    }
}

impl FromValue for Spanned<Interval> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let help = format!(
            "write a whole number up to {} and days, weeks, months or years, as in {key} = \"12 months\"",
            Interval::MAX_COUNT
        );
        if !matches!(value.get_ref(), DeValue::String(_)) {
            let found = describe(value.get_ref());
            let message = format!("`{key}` must be an interval, not {found}");
            return fields.invalid(fields.span(&value), message, help);
        }
        let text: Spanned<String> = FromValue::read(key, value, fields)?;
        if let Ok(interval) = text.value.parse() {
            return Some(text.map(|_| interval));
        }
        let message = format!("`{key}` is not an interval: `{}`", text.value);
        fields.invalid(text.at, message, help)
    }
}

/// Converts TOML's date, which its parser has held against the calendar already.
fn civil(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, date.month.cast_signed(), date.day.cast_signed()).ok()
}

/// Returns the type of a value in everyday words.
pub(in crate::content) fn describe(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(when) if when.time.is_none() => "a date",
        DeValue::Datetime(when) if when.date.is_none() => "a time",
        DeValue::Datetime(_) => "a date with a time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// Reports each text that a list has twice, in any case of its letters.
pub(in crate::content) fn check_distinct<'t>(
    what: &str,
    texts: impl IntoIterator<Item = &'t Spanned<String>>,
    report: &mut Report,
) {
    check_distinct_as(what, texts, str::to_lowercase, report);
}

/// Reports each text that a list has twice; `same` gives what equal texts have in common.
pub(in crate::content) fn check_distinct_as<'t>(
    what: &str,
    texts: impl IntoIterator<Item = &'t Spanned<String>>,
    same: impl Fn(&str) -> String,
    report: &mut Report,
) {
    let mut first: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for text in texts {
        if let Some(before) = first.get(&same(&text.value)) {
            let message = format!("{what} `{}` is there twice", text.value);
            Diagnostic::new(Code::DuplicateEntry, message, text.at)
                .label("again here")
                .also(before.at, "first here")
                .help("leave one of them out")
                .report_to(report);
        } else {
            first.insert(same(&text.value), text);
        }
    }
}
