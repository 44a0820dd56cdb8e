//! Checks the keys of a radar's own language files and themes: a key that nothing reads was meant to be another one.

use std::collections::BTreeSet;

use toml::Spanned as Toml;
use toml::de::{DeTable, DeValue};

use super::Text;
use crate::diagnostic::{Code, Diagnostic, Report, Span, nearest};
use crate::theme::layers::{Layers, ThemeFile};

/// The categories of plural forms in CLDR.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A language file of the radar, held against the texts that are known.
pub(super) struct Check<'c> {
    layers: &'c Layers,
    file: &'c ThemeFile,
    report: &'c mut Report,
}

/// Reports the texts of a language file that nothing shows, those that are no texts, and placeholders that nothing
/// fills. `english` has all texts that are known.
pub(super) fn check_texts(
    table: &DeTable,
    english: &Text,
    layers: &Layers,
    file: &ThemeFile,
    report: &mut Report,
) {
    Check { layers, file, report }.table("", table, english);
}

impl Check<'_> {
    fn table(&mut self, path: &str, table: &DeTable, english: &Text) {
        let Text::Table(known) = english else { return };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            match known.get(name) {
                Some(english) => self.value(&path, value, english),
                None if self.layers.mention(name) => {}
                None => {
                    Diagnostic::new(
                        Code::UnknownKey,
                        format!("nothing shows the text `{path}`"),
                        self.at(key),
                    )
                    .suggest(name, known.keys().map(String::as_str))
                    .report_to(self.report);
                }
            }
        }
    }

    fn value(&mut self, path: &str, value: &Toml<DeValue>, english: &Text) {
        match (value.get_ref(), english) {
            (DeValue::String(text), Text::Leaf(known)) => {
                self.placeholders(path, text, known, value);
            }
            (DeValue::Array(names), Text::List(known)) => {
                let are_texts = names.iter().all(|name| name.get_ref().as_str().is_some());
                if !are_texts || names.iter().count() != known.len() {
                    self.invalid(
                        value,
                        format!("`{path}` must be a list of {} texts", known.len()),
                        "write them all",
                    );
                }
            }
            (DeValue::Table(table), Text::Table(forms)) if english.is_one() => {
                self.forms(path, table, value, &forms.values().cloned().collect::<Vec<_>>());
            }
            (DeValue::Table(table), Text::Table(_)) => self.table(path, table, english),
            (_, Text::Leaf(known)) => {
                self.invalid(
                    value,
                    format!("`{path}` must be a text"),
                    &format!("in English it is \"{known}\""),
                );
            }
            (_, Text::List(known)) => {
                self.invalid(
                    value,
                    format!("`{path}` must be a list of {} texts", known.len()),
                    "write them in brackets",
                );
            }
            (_, Text::Table(_)) if english.is_one() => {
                self.invalid(
                    value,
                    format!("`{path}` must have plural forms"),
                    "write { one = \"…\", other = \"…\" }",
                );
            }
            (_, Text::Table(_)) => {
                self.invalid(
                    value,
                    format!("`{path}` must be a table"),
                    &format!("write its texts below a line [{path}]"),
                );
            }
        }
    }

    /// Checks the plural forms of a text.
    fn forms(&mut self, path: &str, table: &DeTable, whole: &Toml<DeValue>, english: &[Text]) {
        let known: String = english
            .iter()
            .map(|form| if let Text::Leaf(text) = form { text.as_str() } else { "" })
            .collect();
        for (key, form) in table {
            let name = key.get_ref().as_ref();
            if !PLURALS.contains(&name) {
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("there is no plural form `{name}`"),
                    self.at(key),
                )
                .suggest(name, PLURALS)
                .report_to(self.report);
            } else if let Some(text) = form.get_ref().as_str() {
                self.placeholders(path, text, &known, form);
            } else {
                self.invalid(
                    form,
                    format!("`{path}.{name}` must be a text"),
                    "write it in quotes: \"…\"",
                );
            }
        }
        // A misspelt form is not missing as well.
        let is_other = |name: &str| nearest(name, &PLURALS) == Some("other");
        if !table.keys().any(|key| is_other(key.get_ref())) {
            self.invalid(
                whole,
                format!("`{path}` lacks the plural form `other`"),
                "add other = \"…\"",
            );
        }
    }

    fn placeholders(&mut self, path: &str, text: &str, english: &str, at: &Toml<DeValue>) {
        let known: BTreeSet<&str> = placeholders(english).collect();
        // `{hands}` is filled in every text.
        let is_filled = |name: &&str| *name == "hands" || known.contains(name);
        for name in placeholders(text).filter(|name| !is_filled(name)) {
            let message = format!("nothing fills `{{{name}}}` in `{path}`");
            let problem = Diagnostic::new(Code::InvalidValue, message, self.at(at));
            let problem = if known.is_empty() {
                problem.help("leave it out: this text has no placeholders")
            } else {
                problem.suggest(name, known.iter().copied())
            };
            problem.report_to(self.report);
        }
    }

    fn invalid(&mut self, value: &Toml<DeValue>, message: String, help: &str) {
        let at = self.at(value);
        self.report.push(Diagnostic::new(Code::InvalidValue, message, at).help(help));
    }

    fn at<T>(&self, value: &Toml<T>) -> Span {
        self.file.at(value.span())
    }
}

/// Returns the words in braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let is_name =
        |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(is_name)
}
