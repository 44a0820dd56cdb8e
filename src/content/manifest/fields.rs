//! Reads the keys of one TOML table and reports every one that is missing, misshapen or unknown.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::interval::Interval;

/// A table whose keys are taken out one by one; [`Fields::finish`] reports what is left.
pub(crate) struct Fields<'r, 's> {
    table: DeTable<'s>,
    /// Where the table was written; its file's start for the table of the file itself.
    pub(crate) at: Span,
    asked: Vec<&'static str>,
    /// The keys that the table around this one may have.
    outer: Vec<&'static str>,
    report: &'r mut Report,
}

impl<'r, 's> Fields<'r, 's> {
    pub(crate) fn new(table: Spanned<DeTable<'s>>, report: &'r mut Report) -> Self {
        Self { table: table.value, at: table.at, asked: Vec::new(), outer: Vec::new(), report }
    }

    /// A string, if it is there.
    pub(crate) fn string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.take(key)?;
        self.as_string(key, value)
    }

    /// A string that has to be there and say something.
    pub(crate) fn required_string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.require(key);
        let string = self.string(key)?;
        if string.value.trim().is_empty() {
            self.invalid(string.at, format!("`{key}` is empty"), "write something here");
            return None;
        }
        Some(string)
    }

    /// A date that has to be there.
    pub(crate) fn required_date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        self.require(key);
        self.date(key)
    }

    /// A date, if it is there.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let value = self.take(key)?;
        let at = self.span(&value);
        let date = match value.get_ref() {
            DeValue::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => civil(*date),
            _ => None,
        };
        if date.is_none() {
            let help = match value.get_ref() {
                DeValue::String(text) if text.parse::<Date>().is_ok() => {
                    format!("leave out the quotes: {key} = {text}")
                }
                _ => format!("write it as {key} = 2026-04-14"),
            };
            let found = describe(value.get_ref());
            self.invalid(at, format!("`{key}` has to be a date, not {found}"), help);
        }
        Some(Spanned::new(date?, at))
    }

    /// An interval such as `"12 months"`, if it is there.
    pub(crate) fn interval(&mut self, key: &'static str) -> Option<Spanned<Interval>> {
        let text = self.string(key)?;
        if let Ok(interval) = text.value.parse() {
            return Some(text.map(|_| interval));
        }
        self.invalid(
            text.at,
            format!("`{key}` is no interval: `{}`", text.value),
            format!(
                "write a whole number up to {} and days, weeks, months or years, as in {key} = \"12 months\"",
                Interval::MAX_COUNT
            ),
        );
        None
    }

    /// An interval of at least a day, if it is there.
    pub(crate) fn positive_interval(&mut self, key: &'static str) -> Option<Spanned<Interval>> {
        let interval = self.interval(key)?;
        if interval.value.count == 0 {
            self.invalid(
                interval.at,
                format!("`{key}` is zero"),
                "a review has to last at least a day",
            );
            return None;
        }
        Some(interval)
    }

    /// An array of strings, if it is there; strings only, whatever else the array holds is reported.
    pub(crate) fn strings(&mut self, key: &'static str) -> Option<Spanned<Vec<Spanned<String>>>> {
        let value = self.take(key)?;
        let at = self.span(&value);
        let DeValue::Array(array) = value.into_inner() else {
            self.invalid(
                at,
                format!("`{key}` has to be an array of strings"),
                format!("write it in brackets: {key} = [\"…\"]"),
            );
            return None;
        };
        let strings = array.into_iter().filter_map(|item| self.as_string(key, item)).collect();
        Some(Spanned::new(strings, at))
    }

    /// As [`Fields::strings`], and it has to be there.
    pub(crate) fn required_strings(
        &mut self,
        key: &'static str,
    ) -> Option<Spanned<Vec<Spanned<String>>>> {
        self.require(key);
        self.strings(key)
    }

    /// A table, if it is there.
    pub(crate) fn table<T>(
        &mut self,
        key: &'static str,
        shape: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let value = self.take(key)?;
        self.shaped(key, value, shape)
    }

    /// An array of tables, or nothing: an empty list.
    pub(crate) fn tables<T>(
        &mut self,
        key: &'static str,
        mut shape: impl FnMut(&mut Fields) -> T,
    ) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = self.span(&value);
        let DeValue::Array(array) = value.into_inner() else {
            let help = if self.at == Span::file(self.at.file) {
                format!("start each with a line [[{key}]]")
            } else {
                format!("write it in two kinds of brackets: {key} = [{{ … }}]")
            };
            self.invalid(at, format!("`{key}` has to be a list of tables"), help);
            return Vec::new();
        };
        array.into_iter().filter_map(|item| self.shaped(key, item, &mut shape)).collect()
    }

    /// A table whose keys are names, such as `[team.platform]`: each name with its table.
    pub(crate) fn named<T>(
        &mut self,
        key: &'static str,
        mut shape: impl FnMut(&mut Fields) -> T,
    ) -> Vec<(Spanned<String>, T)> {
        self.entries(key, format!("start each with a line [{key}.ID]"))
            .into_iter()
            .filter_map(|(name, value)| Some((name, self.shaped(key, value, &mut shape)?)))
            .collect()
    }

    /// A table from names to strings, such as `[lints]`, in the order of the file.
    pub(crate) fn string_entries(
        &mut self,
        key: &'static str,
    ) -> Vec<(Spanned<String>, Spanned<String>)> {
        self.entries(key, format!("start it with a line [{key}]"))
            .into_iter()
            .filter_map(|(name, value)| Some((name, self.as_string(key, value)?)))
            .collect()
    }

    fn entries(
        &mut self,
        key: &'static str,
        help: String,
    ) -> Vec<(Spanned<String>, toml::Spanned<DeValue<'s>>)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = self.span(&value);
        let DeValue::Table(table) = value.into_inner() else {
            self.invalid(at, format!("`{key}` has to be a table"), help);
            return Vec::new();
        };
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(name, value)| {
                let at = Span::new(self.at.file, name.span());
                (Spanned::new(name.into_inner().into_owned(), at), value)
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.at.start);
        entries
    }

    /// Reports a value that cannot be used.
    pub(crate) fn invalid(&mut self, at: Span, message: String, help: impl Into<String>) {
        self.report.push(Diagnostic::new(Code::InvalidValue, message, at).help(help));
    }

    /// Reports the keys nobody asked for.
    pub(crate) fn finish(self) {
        #[cfg(test)]
        asked::note(&self.asked);
        for (key, _) in &self.table {
            let name = key.get_ref();
            let at = Span::new(self.at.file, key.span());
            let problem = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`"), at);
            self.report.push(if self.outer.contains(&name.as_ref()) {
                problem.help(format!(
                    "`{name}` belongs to the whole file: write it above the first line in brackets"
                ))
            } else {
                problem.suggest(name, self.asked.iter().copied())
            });
        }
    }

    /// Whether a key has a value, be it of the right shape or not; an empty list is none.
    pub(crate) fn is_written(&self, key: &str) -> bool {
        let value = self.table.get(key).map(toml::Spanned::get_ref);
        value.is_some_and(|value| value.as_array().is_none_or(|list| list.iter().next().is_some()))
    }

    fn require(&mut self, key: &'static str) {
        if !self.table.contains_key(key) {
            self.report.push(
                Diagnostic::new(Code::MissingKey, format!("`{key}` is missing"), self.at)
                    .help(format!("add a line {key} = …")),
            );
        }
    }

    fn take(&mut self, key: &'static str) -> Option<toml::Spanned<DeValue<'s>>> {
        self.asked.push(key);
        self.table.remove(key)
    }

    fn span(&self, value: &toml::Spanned<DeValue>) -> Span {
        Span::new(self.at.file, value.span())
    }

    fn as_string(&mut self, key: &str, value: toml::Spanned<DeValue>) -> Option<Spanned<String>> {
        let at = self.span(&value);
        match value.into_inner() {
            DeValue::String(text) => Some(Spanned::new(text.into_owned(), at)),
            other => {
                let found = describe(&other);
                self.invalid(
                    at,
                    format!("`{key}` has to be a string, not {found}"),
                    "write it in quotes: \"…\"",
                );
                None
            }
        }
    }

    fn shaped<T>(
        &mut self,
        key: &str,
        value: toml::Spanned<DeValue>,
        shape: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let at = self.span(&value);
        match value.into_inner() {
            DeValue::Table(table) => {
                let mut fields = Fields::new(Spanned::new(table, at), self.report);
                fields.outer.clone_from(&self.asked);
                let shaped = shape(&mut fields);
                fields.finish();
                Some(shaped)
            }
            other => {
                let found = describe(&other);
                self.invalid(
                    at,
                    format!("`{key}` has to be a table, not {found}"),
                    "write it as { key = value, … }",
                );
                None
            }
        }
    }
}

/// TOML's date as a day of the calendar; its parser has held it against the calendar already.
fn civil(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, date.month.cast_signed(), date.day.cast_signed()).ok()
}

/// The type of a value as people say it.
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

/// The keys that were asked for, table by table: a test holds the schema against them.
#[cfg(test)]
pub(super) mod asked {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    /// The keys of a table.
    pub(crate) type Keys = BTreeSet<String>;

    thread_local! {
        static TABLES: RefCell<BTreeSet<Keys>> = const { RefCell::new(BTreeSet::new()) };
    }

    pub(super) fn note(keys: &[&'static str]) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        TABLES.with_borrow_mut(|tables| tables.insert(keys));
    }

    /// What this thread has noted since the last time.
    pub(crate) fn take() -> BTreeSet<Keys> {
        TABLES.take()
    }
}
