//! The texts of the interface in one language, and its counts, dates and lists.

mod meant;

use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};
use jiff::civil::Date;
use tera::Value;

use super::layers::Layers;
use super::text::Text;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned, list};
use crate::radar::Holds;

/// The language that has every text.
const ENGLISH: &str = "en";

/// The texts of a language. English ones replace missing ones.
pub struct Language {
    texts: Text,
    plurals: PluralRules,
    dates: Dates,
}

/// The dates that have been written so far, with their forms. Pages say the same few thousand again and again.
type Dates = RwLock<HashMap<Date, Vec<(String, String)>>>;

/// Loads a language from the theme's `languages/`. In every text, `{hands}` becomes the name of the reviews that hold.
pub(super) fn load(
    tag: &Spanned<String>,
    holds: Holds,
    layers: &Layers,
    report: &mut Report,
) -> Option<Language> {
    let locale = Locale::try_from_str(&tag.value).unwrap_or(Locale::UNKNOWN);
    let base = locale.id.language.to_string();
    let mut english = Text::Table(BTreeMap::new());
    read(ENGLISH, layers, tag.at, None, &mut english, report)?;
    let mut texts = Text::Table(BTreeMap::new());
    // `de-AT` is `de` with some texts of its own.
    let mut at = None;
    let own = Some(tag.value.as_str()).filter(|tag| *tag != base);
    for name in [Some(base.as_str()), own].into_iter().flatten() {
        at = read(name, layers, tag.at, Some(&english), &mut texts, report)?.or(at);
    }
    if let Some(at) = at {
        let missing = missing(&english, &texts);
        if !missing.is_empty() {
            let count = if let [_] = missing[..] { "a text" } else { "texts" };
            let message = format!("the language `{}` lacks {count}: {}", tag.value, list(&missing));
            Diagnostic::new(Code::MissingText, message, at)
                .help("the texts are English until you add the keys to the language file")
                .report_to(report);
        }
    } else if locale != Locale::UNKNOWN {
        let message = format!("the theme has no language `{}`", tag.value);
        Diagnostic::new(Code::MissingText, message, tag.at)
            .help(format!("texts are English; write themes/NAME/languages/{base}.toml"))
            .report_to(report);
    }
    english.overlay(texts);
    let hands = hands(&english, holds);
    english.name_hands(&hands);
    let plurals = PluralRules::try_new_cardinal((&locale).into())
        .or_else(|_| PluralRules::try_new_cardinal(PluralRulesPreferences::default()))
        .ok()?;
    Some(Language { texts: english, plurals, dates: Dates::default() })
}

/// Overlays `texts` with the files of a language, and checks those of the radar against the texts in `english`, or
/// those below them. Returns the span of the last file, if there is one.
#[allow(clippy::option_option, reason = "the outer one is `None` for a broken file")]
fn read(
    name: &str,
    layers: &Layers,
    fallback: Span,
    english: Option<&Text>,
    texts: &mut Text,
    report: &mut Report,
) -> Option<Option<Span>> {
    let path = format!("languages/{name}.toml");
    let mut last = None;
    for file in layers.stack(&path) {
        if let Some(built_in) = file.texts() {
            texts.overlay(built_in);
        } else {
            let table = file.table(&path, report)?;
            meant::check_texts(&table, english.unwrap_or(texts), layers, file, report);
            texts.overlay(Text::from_table(table));
        }
        last = Some(file.source.map_or(fallback, Span::file));
    }
    Some(last)
}

/// Returns what the reviews that hold are called.
fn hands(texts: &Text, holds: Holds) -> String {
    let path = match holds {
        Holds::HandsOn => "hands.hands-on",
        Holds::FirstHand => "hands.first-hand",
    };
    match texts.get(path) {
        Some(Text::Leaf(name)) => name.clone(),
        _ => String::new(),
    }
}

/// Returns the keys of English texts that another language lacks, such as `board.title`.
fn missing(english: &Text, other: &Text) -> Vec<String> {
    fn walk(english: &Text, other: Option<&Text>, path: &str, missing: &mut Vec<String>) {
        match english {
            Text::Table(table) if !english.is_one() => {
                for (key, text) in table {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    walk(text, other.and_then(|other| other.get(key)), &path, missing);
                }
            }
            _ if other.is_none() => missing.push(path.to_owned()),
            _ => {}
        }
    }
    let mut keys = Vec::new();
    walk(english, Some(other), "", &mut keys);
    keys
}

impl Language {
    /// Returns all texts, for the variable `t` of the templates.
    pub(super) fn values(&self) -> Value {
        Value::from_serializable(&self.texts)
    }

    /// Returns a text by its path, such as `chart.title`, or the path if there is none.
    pub fn text<'a>(&'a self, path: &'a str) -> &'a str {
        match self.texts.get(path) {
            Some(Text::Leaf(text)) => text,
            _ => path,
        }
    }

    /// Returns whether there is a text, or a table of texts, at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.texts.get(path).is_some()
    }

    /// Returns a text with filled placeholders.
    pub fn fill(&self, path: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(path), values)
    }

    /// Returns some texts, given by their paths, as a JSON object with the shape of the language file.
    pub(super) fn json<'p>(&self, paths: impl IntoIterator<Item = &'p str>) -> String {
        let mut chosen = Text::Table(BTreeMap::new());
        for path in paths {
            if let Some(text) = self.texts.get(path) {
                let nested = path.rsplit('.').fold(text.clone(), |text, key| {
                    Text::Table(BTreeMap::from([(key.to_owned(), text)]))
                });
                chosen.overlay(nested);
            }
        }
        serde_json::to_string(&chosen).expect("texts are always JSON")
    }

    /// Returns the plural category of a number: `one`, `few`, `other` and so on.
    pub(super) fn category(&self, n: u64) -> &'static str {
        match self.plurals.category_for(n as usize) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }

    /// Returns a number of things. The text at `path` has plural forms.
    pub fn count(&self, path: &str, n: u64) -> String {
        let number = n.to_string();
        let form = |category: &str| match self.texts.get(path)?.get(category)? {
            Text::Leaf(text) => Some(text.as_str()),
            _ => None,
        };
        let text = form(self.category(n)).or_else(|| form("other")).unwrap_or(path);
        fill(text, &[("n", &number)])
    }

    /// Returns a date in the pattern `date.FORM`.
    pub fn date(&self, date: Date, form: &str) -> String {
        let forms = self.dates.read().unwrap_or_else(PoisonError::into_inner);
        let mut known = forms.get(&date).into_iter().flatten();
        if let Some((_, text)) = known.find(|(known, _)| known == form) {
            return text.clone();
        }
        drop(forms);
        let text = self.new_date(date, form);
        let mut forms = self.dates.write().unwrap_or_else(PoisonError::into_inner);
        forms.entry(date).or_default().push((form.to_owned(), text.clone()));
        text
    }

    fn new_date(&self, date: Date, form: &str) -> String {
        let month = usize::try_from(date.month()).unwrap_or(1) - 1;
        let name = |list: &str| match self.texts.get(list) {
            Some(Text::List(names)) => names.get(month).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let (long, short) = (name("date.months"), name("date.months_short"));
        let values = [
            ("day", day.as_str()),
            ("month", long.as_str()),
            ("month_short", short.as_str()),
            ("year", year.as_str()),
        ];
        fill(self.text(&format!("date.{form}")), &values)
    }

    /// Returns names as a list: "a, b and c".
    pub fn list(&self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [a, b] => self.fill("list.two", &[("a", a), ("b", b)]),
            [first, middle @ .., last] => {
                let start = middle.iter().fold((*first).to_owned(), |start, name| {
                    self.fill("list.middle", &[("a", &start), ("b", name)])
                });
                self.fill("list.last", &[("a", &start), ("b", last)])
            }
        }
    }
}

/// Replaces `{names}` in a text by their values, in one pass: a value that looks like a placeholder stays.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled += &rest[..open];
        rest = &rest[open..];
        let value = rest.find('}').and_then(|close| {
            let name = &rest[1..close];
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((close, *value))
        });
        if let Some((close, value)) = value {
            filled += value;
            rest = &rest[close + 1..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let values = [("a", "{b}"), ("b", "2")];
        assert_eq!(fill("{a} and {b}, {c} {", &values), "{b} and 2, {c} {");
    }

    #[test]
    fn missing_texts_are_found_and_overlaid_ones_win() {
        let parse =
            |toml: &str| Text::from_table(DeTable::parse(toml).expect("valid").into_inner());
        let mut english = parse("a = '1'\n[b]\nc = '2'\nd = { one = '{n} x', other = '{n} xs' }");
        let other = parse("[b]\nc = '3'");
        assert_eq!(missing(&english, &other), ["a", "b.d"]);
        english.overlay(other);
        assert_eq!(english.get("b.c"), Some(&Text::Leaf("3".to_owned())));
        assert_eq!(english.get("a"), Some(&Text::Leaf("1".to_owned())));
    }
}
