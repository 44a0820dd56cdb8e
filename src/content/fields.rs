//! Reads the keys of a TOML table, and reports each key that is missing, unknown or has an unusable value.
//!
//! Serde stops at the first problem of a file; an author wants to see all of them.

pub(super) mod values;

use toml::Spanned as Toml;
use toml::de::{DeTable, DeValue};

use super::slips::meant_key;
use super::syntax;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::interval::Interval;
use crate::source::{FileId, SourceSet};
use values::{FromValue, describe};

/// A type that is read from a table.
pub(super) trait FromTable: Sized {
    /// Takes every key that the table may have. A field is `None` if its key is missing or its value
    /// unusable; a required one has then been reported.
    fn read(fields: &mut Fields) -> Self;
}

/// Implements [`FromTable`] for a struct whose fields are named like its keys. Before each list of keys is the
/// method of [`Fields`] that reads them; the fields after `with` are the span of the table, and whether it has no problem.
macro_rules! read_keys {
    ($table:ident { $($method:ident: $($key:ident),+;)+ } $(with $at:ident $(, $whole:ident)?)?) => {
        impl FromTable for $table {
            fn read(fields: &mut Fields) -> Self {
                Self {
                    $($($key: fields.$method(stringify!($key)),)+)+
                    $($at: fields.at, $($whole: fields.is_whole(),)?)?
                }
            }
        }
    };
}
pub(super) use read_keys;

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
    /// The keys that are required.
    required: Vec<&'static str>,
    /// The required keys that are missing, and how to say so.
    missing: Vec<(&'static str, Diagnostic)>,
    /// The keys of the enclosing table.
    outer: Vec<&'static str>,
    report: &'r mut Report,
    /// The number of problems before those of this table.
    problems_before: usize,
}

impl<'s> Fields<'_, 's> {
    fn read<T: FromTable>(
        table: DeTable<'s>,
        at: Span,
        outer: Vec<&'static str>,
        report: &mut Report,
    ) -> T {
        let problems_before = report.len();
        let mut fields = Fields {
            table,
            at,
            asked: Vec::new(),
            required: Vec::new(),
            missing: Vec::new(),
            outer,
            report,
            problems_before,
        };
        let read = T::read(&mut fields);
        fields.report_unknown_and_missing();
        read
    }

    /// Returns the value of a key, if there is one.
    pub(super) fn optional<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        T::read(key, value, self)
    }

    /// Returns the value of a key, and reports a key that is missing.
    pub(super) fn required<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        if !self.table.contains_key(key) {
            let problem = Diagnostic::new(Code::MissingKey, format!("`{key}` is missing"), self.at);
            self.lacks(key, problem.help(format!("add a line {key} = …")));
        }
        self.required.push(key);
        self.optional(key)
    }

    /// Reports that a key is missing, unless another key turns out to be a misspelling of it.
    pub(super) fn lacks(&mut self, key: &'static str, problem: Diagnostic) {
        self.missing.push((key, problem));
    }

    /// Returns whether a key is one of the required ones.
    pub(super) fn is_required(&self, key: &str) -> bool {
        self.required.contains(&key)
    }

    /// Returns whether a key that nothing has read yet looks like a misspelling of this one. Call it after all keys
    /// of the table were read.
    pub(super) fn is_misspelt(&self, key: &str) -> bool {
        self.table.keys().any(|written| meant_key(written.get_ref(), &self.asked) == Some(key))
    }

    /// Returns whether the table has no problem so far. Call it after all its keys were read.
    pub(super) fn is_whole(&self) -> bool {
        self.table.is_empty()
            && self.missing.is_empty()
            && self.report.len() == self.problems_before
    }

    /// Returns an interval of at least a day, if there is one.
    pub(super) fn positive_interval(&mut self, key: &'static str) -> Option<Spanned<Interval>> {
        let interval: Spanned<Interval> = self.optional(key)?;
        if interval.value.count == 0 {
            let help = "write at least a day, as in \"1 day\"";
            return self.invalid(interval.at, format!("`{key}` is zero"), help);
        }
        Some(interval)
    }

    /// Returns a table, if there is one.
    pub(super) fn table<T: FromTable>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        let help = if self.at == Span::file(self.at.file) {
            format!("start it with a line [{key}], in one pair of brackets")
        } else {
            "write it as { key = value, … }".to_owned()
        };
        self.inner(key, value, &help)
    }

    /// Returns an array of tables; an empty list if the key is missing.
    pub(super) fn tables<T: FromTable>(&mut self, key: &'static str) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let at = self.span(&value);
        let DeValue::Array(array) = value.into_inner() else {
            let help = if self.at == Span::file(self.at.file) {
                format!("start each with a line [[{key}]], in two pairs of brackets")
            } else {
                format!("write it in two kinds of brackets: {key} = [{{ … }}]")
            };
            let message = format!("`{key}` must be a list of tables");
            return self.invalid(at, message, help).unwrap_or_default();
        };
        let help = "write each as { key = value, … }";
        array.into_iter().filter_map(|item| self.inner(key, item, help)).collect()
    }

    /// Returns the tables in a table such as `[team.platform]`, by name, in the order of the file.
    pub(super) fn named<T: FromTable>(&mut self, key: &'static str) -> Vec<(Spanned<String>, T)> {
        let help = format!("start each with a line [{key}.ID], in one pair of brackets");
        self.entries(key, help.clone())
            .into_iter()
            .filter_map(|(name, value)| Some((name, self.inner(key, value, &help)?)))
            .collect()
    }

    /// Returns the values in a table such as `[lints]`, by name, in the order of the file.
    pub(super) fn values<T: FromValue>(&mut self, key: &'static str) -> Vec<(Spanned<String>, T)> {
        self.entries(key, format!("start it with a line [{key}]"))
            .into_iter()
            .filter_map(|(name, value)| Some((name, FromValue::read(key, value, self)?)))
            .collect()
    }

    /// Returns the number of entries in a table such as `[team.platform]`, usable or not. Call it before the table is read.
    pub(super) fn count(&self, key: &str) -> usize {
        let value = self.table.get(key).map(Toml::get_ref);
        value.map_or(0, |value| value.as_table().map_or(1, toml::map::Map::len))
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

    fn inner<T: FromTable>(&mut self, key: &str, value: Toml<DeValue>, help: &str) -> Option<T> {
        let at = self.span(&value);
        match value.into_inner() {
            DeValue::Table(table) => Some(Fields::read(table, at, self.asked.clone(), self.report)),
            other => {
                let message = format!("`{key}` must be a table, not {}", describe(&other));
                self.invalid(at, message, help)
            }
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Toml<DeValue<'s>>> {
        self.asked.push(key);
        self.table.remove(key)
    }

    pub(super) fn span<T>(&self, value: &Toml<T>) -> Span {
        Span::new(self.at.file, value.span())
    }

    /// Reports an unusable value. Always returns `None`.
    pub(super) fn invalid<T>(
        &mut self,
        at: Span,
        message: String,
        help: impl Into<String>,
    ) -> Option<T> {
        self.report.push(Diagnostic::new(Code::InvalidValue, message, at).help(help));
        None
    }

    /// Reports the keys that nothing has read, and those that are missing: a misspelt key is not missing, too.
    fn report_unknown_and_missing(mut self) {
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
            } else if let Some(meant) = meant_key(name, &self.asked) {
                self.missing.retain(|(missing, _)| *missing != meant);
                problem.help(format!("did you mean `{meant}`?"))
            } else {
                problem.suggest(name, self.asked.iter().copied())
            });
        }
        for (_, problem) in self.missing {
            self.report.push(problem);
        }
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
