//! Reads the keys of a TOML table, and reports each key that is missing, unknown or has an unusable value.
//!
//! Serde stops at the first problem of a file; an author wants to see all of them.

use jiff::civil::Date;
use toml::Spanned as Toml;
use toml::de::{DeTable, DeValue};

use super::syntax;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::interval::Interval;
use crate::source::{FileId, SourceSet};

/// A type that is read from a table.
pub(super) trait FromTable: Sized {
    /// Takes every key that the table may have. A field is `None` if its key is missing or its value
    /// unusable; a required one has then been reported.
    fn read(fields: &mut Fields) -> Self;
}

/// Implements [`FromTable`] for a struct whose fields are named like its keys. Before each list of keys is the
/// method of [`Fields`] that reads them; the field after `with` is the span of the table.
macro_rules! read_keys {
    ($table:ident { $($method:ident: $($key:ident),+;)+ } $(with $at:ident)?) => {
        impl FromTable for $table {
            fn read(fields: &mut Fields) -> Self {
                Self {
                    $($($key: fields.$method(stringify!($key)),)+)+
                    $($at: fields.at,)?
                }
            }
        }
    };
}
pub(super) use read_keys;

/// A type that is read from a single value.
pub(super) trait FromValue: Sized {
    /// Converts the value of a key, or reports why it cannot.
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self>;

    /// Returns whether the value is too empty for a required key.
    fn is_blank(&self) -> bool {
        false
    }
}

/// Reads a file. Returns `None` if it is not valid TOML, which has then been reported.
pub(super) fn read<T: FromTable>(
    sources: &SourceSet,
    id: FileId,
    report: &mut Report,
) -> Option<T> {
    let text = syntax::text(id, sources.file(id), report)?;
    let table = syntax::table(id, text, report)?;
    Some(Fields::read(table, Span::file(id), Vec::new(), report))
}

/// A table whose keys are taken out one by one.
pub(super) struct Fields<'r, 's> {
    table: DeTable<'s>,
    /// Where the table was written; the start of the file for its outermost table.
    pub(super) at: Span,
    asked: Vec<&'static str>,
    /// The keys of the enclosing table.
    outer: Vec<&'static str>,
    report: &'r mut Report,
}

impl<'s> Fields<'_, 's> {
    fn read<T: FromTable>(
        table: DeTable<'s>,
        at: Span,
        outer: Vec<&'static str>,
        report: &mut Report,
    ) -> T {
        let mut fields = Fields { table, at, asked: Vec::new(), outer, report };
        let read = T::read(&mut fields);
        fields.report_unknown();
        read
    }

    /// Returns the value of a key, if there is one.
    pub(super) fn optional<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        T::read(key, value, self)
    }

    /// Returns the value of a key, and reports a key that is missing or blank.
    pub(super) fn required<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        let at = self.table.get(key).map(|value| self.span(value));
        if at.is_none() {
            Diagnostic::new(Code::MissingKey, format!("`{key}` is missing"), self.at)
                .help(format!("add a line {key} = …"))
                .report_to(self.report);
        }
        let value: T = self.optional(key)?;
        if value.is_blank() {
            return self.invalid(at?, format!("`{key}` is empty"), "write something here");
        }
        Some(value)
    }

    /// Returns an interval of at least a day, if there is one.
    pub(super) fn positive_interval(&mut self, key: &'static str) -> Option<Spanned<Interval>> {
        let interval: Spanned<Interval> = self.optional(key)?;
        if interval.value.count == 0 {
            let help = "a review has to last at least a day";
            return self.invalid(interval.at, format!("`{key}` is zero"), help);
        }
        Some(interval)
    }

    /// Returns a table, if there is one.
    pub(super) fn table<T: FromTable>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        self.inner(key, value)
    }

    /// Returns an array of tables; an empty list if the key is missing.
    pub(super) fn tables<T: FromTable>(&mut self, key: &'static str) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = self.span(&value);
        let DeValue::Array(array) = value.into_inner() else {
            let help = if self.at == Span::file(self.at.file) {
                format!("start each with a line [[{key}]]")
            } else {
                format!("write it in two kinds of brackets: {key} = [{{ … }}]")
            };
            let message = format!("`{key}` must be a list of tables");
            return self.invalid(at, message, help).unwrap_or_default();
        };
        array.into_iter().filter_map(|item| self.inner(key, item)).collect()
    }

    /// Returns the tables in a table such as `[team.platform]`, by name, in the order of the file.
    pub(super) fn named<T: FromTable>(&mut self, key: &'static str) -> Vec<(Spanned<String>, T)> {
        self.entries(key, format!("start each with a line [{key}.ID]"))
            .into_iter()
            .filter_map(|(name, value)| Some((name, self.inner(key, value)?)))
            .collect()
    }

    /// Returns the strings in a table such as `[lints]`, by name, in the order of the file.
    pub(super) fn strings(&mut self, key: &'static str) -> Vec<(Spanned<String>, Spanned<String>)> {
        self.entries(key, format!("start it with a line [{key}]"))
            .into_iter()
            .filter_map(|(name, value)| Some((name, FromValue::read(key, value, self)?)))
            .collect()
    }

    /// Returns whether a key has a value, usable or not. An empty list counts as none.
    pub(super) fn is_written(&self, key: &str) -> bool {
        let value = self.table.get(key).map(Toml::get_ref);
        value.is_some_and(|value| value.as_array().is_none_or(|list| list.iter().next().is_some()))
    }

    fn entries(
        &mut self,
        key: &'static str,
        help: String,
    ) -> Vec<(Spanned<String>, Toml<DeValue<'s>>)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = self.span(&value);
        let DeValue::Table(table) = value.into_inner() else {
            return self.invalid(at, format!("`{key}` must be a table"), help).unwrap_or_default();
        };
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(name, value)| {
                let at = self.span(&name);
                (Spanned::new(name.into_inner().into_owned(), at), value)
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.at.start);
        entries
    }

    fn inner<T: FromTable>(&mut self, key: &str, value: Toml<DeValue>) -> Option<T> {
        let at = self.span(&value);
        match value.into_inner() {
            DeValue::Table(table) => Some(Fields::read(table, at, self.asked.clone(), self.report)),
            other => {
                let message = format!("`{key}` must be a table, not {}", describe(&other));
                self.invalid(at, message, "write it as { key = value, … }")
            }
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Toml<DeValue<'s>>> {
        self.asked.push(key);
        self.table.remove(key)
    }

    fn span<T>(&self, value: &Toml<T>) -> Span {
        Span::new(self.at.file, value.span())
    }

    /// Reports an unusable value. Always returns `None`.
    fn invalid<T>(&mut self, at: Span, message: String, help: impl Into<String>) -> Option<T> {
        self.report.push(Diagnostic::new(Code::InvalidValue, message, at).help(help));
        None
    }

    fn report_unknown(self) {
        #[cfg(test)]
        asked::note(&self.asked);
        for (key, _) in &self.table {
            let name = key.get_ref();
            let message = format!("unknown key `{name}`");
            let problem = Diagnostic::new(Code::UnknownKey, message, self.span(key));
            self.report.push(if self.outer.contains(&name.as_ref()) {
                problem.help(format!(
                    "`{name}` belongs to the whole file: write it above the first line in brackets"
                ))
            } else {
                problem.suggest(name, self.asked.iter().copied())
            });
        }
    }
}

impl FromValue for Spanned<String> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let at = fields.span(&value);
        match value.into_inner() {
            DeValue::String(text) => Some(Spanned::new(text.into_owned(), at)),
            other => {
                let message = format!("`{key}` must be a string, not {}", describe(&other));
                fields.invalid(at, message, "write it in quotes: \"…\"")
            }
        }
    }

    fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
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
            _ => format!("write it as {key} = 2026-04-14"),
        };
        let found = describe(value.get_ref());
        fields.invalid(at, format!("`{key}` must be a date, not {found}"), help)
    }
}

impl FromValue for Spanned<Interval> {
    fn read(key: &str, value: Toml<DeValue>, fields: &mut Fields) -> Option<Self> {
        let text: Spanned<String> = FromValue::read(key, value, fields)?;
        if let Ok(interval) = text.value.parse() {
            return Some(text.map(|_| interval));
        }
        let message = format!("`{key}` is not an interval: `{}`", text.value);
        let help = format!(
            "write a whole number up to {} and days, weeks, months or years, as in {key} = \"12 months\"",
            Interval::MAX_COUNT
        );
        fields.invalid(text.at, message, help)
    }
}

/// Converts TOML's date, which its parser has held against the calendar already.
fn civil(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, date.month.cast_signed(), date.day.cast_signed()).ok()
}

/// Returns the type of a value in everyday words.
fn describe(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(when) if when.time.is_none() => "a date",
        DeValue::Datetime(_) => "a date with a time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// The keys that were read, table by table, for a test that compares them with the schema.
#[cfg(test)]
pub(super) mod asked {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    pub(in crate::content) type Keys = BTreeSet<String>;

    thread_local! {
        static TABLES: RefCell<BTreeSet<Keys>> = const { RefCell::new(BTreeSet::new()) };
    }

    pub(super) fn note(keys: &[&'static str]) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        TABLES.with_borrow_mut(|tables| tables.insert(keys));
    }

    /// Returns the keys that this thread has noted since the last call.
    pub(in crate::content) fn take() -> BTreeSet<Keys> {
        TABLES.take()
    }
}
