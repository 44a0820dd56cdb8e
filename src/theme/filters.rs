//! The filters and functions of templates beside the engine's own: texts, dates, assets, JSON.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::assets::Assets;
use super::language::{self, Language};
use crate::markdown::escape::json_in_html;

/// Registers the filters and functions on an engine.
pub(super) fn register(tera: &mut Tera, language: &Arc<Language>, assets: &Assets) {
    let speaker = Arc::clone(language);
    tera.register_filter("fill", move |text: &str, values: Kwargs, _: &State| {
        TeraResult::Ok(filled(&speaker, text, &values))
    });
    let speaker = Arc::clone(language);
    tera.register_filter("count", move |forms: &Value, values: Kwargs, _: &State| {
        counted(&speaker, forms, &values)
    });
    let speaker = Arc::clone(language);
    tera.register_filter("date", move |date: &str, values: Kwargs, _: &State| {
        let form = values.get::<&str>("form")?.unwrap_or("long");
        let date: Date =
            date.parse().map_err(|_| Error::message(format!("`{date}` is not a date")))?;
        TeraResult::Ok(speaker.date(date, form))
    });
    let speaker = Arc::clone(language);
    tera.register_filter("interval", move |interval: &Value, _: Kwargs, _: &State| {
        let part = |key| interval.get_from_path(key);
        let parts = (part("count").and_then(Value::as_u64), part("unit").and_then(Value::as_str));
        let (Some(count), Some(unit)) = parts else {
            return Err(Error::message("this is not an interval"));
        };
        Ok(speaker.count(&format!("units.{unit}"), count))
    });
    let speaker = Arc::clone(language);
    tera.register_filter("list", move |names: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(text_of(&speaker, names).into_owned())
    });
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| json(value));
    let images = assets.data_urls();
    tera.register_function("data_url", move |values: Kwargs, _: &State| {
        let name = values.must_get::<&str>("name")?;
        let url = images.get(name).map(|url| Value::safe_string(url));
        url.ok_or_else(|| Error::message(format!("the theme has no image `{name}`")))
    });
    let paths = assets.paths();
    tera.register_function("asset", move |values: Kwargs, _: &State| {
        let name = values.must_get::<&str>("name")?;
        paths.get(name).cloned().ok_or_else(|| Error::message(format!("the theme has no `{name}`")))
    });
}

/// Fills the placeholders of a text with the arguments.
fn filled(language: &Language, text: &str, values: &Kwargs) -> String {
    let texts: Vec<(&str, Cow<str>)> = values
        .iter()
        .filter_map(|(name, value)| Some((name.as_str()?, text_of(language, value))))
        .collect();
    let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, &**text)).collect();
    language::fill(text, &pairs)
}

/// Returns the plural form of a text for the argument `n`, filled.
fn counted(language: &Language, forms: &Value, values: &Kwargs) -> TeraResult<String> {
    let n = values.must_get::<u64>("n")?;
    let form = forms
        .get_from_path(language.category(n))
        .and_then(Value::as_str)
        .or_else(|| forms.get_from_path("other").and_then(Value::as_str))
        .ok_or_else(|| Error::message("`count` needs a text with plural forms (`other`)"))?;
    Ok(filled(language, form, values))
}

/// Returns a value as text. Joins lists.
fn text_of<'v>(language: &Language, value: &'v Value) -> Cow<'v, str> {
    if let Some(items) = value.as_array() {
        let names: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
        return language.list(&names).into();
    }
    match value.as_str() {
        Some(text) => text.into(),
        None => value.to_string().into(),
    }
}

/// Returns JSON that cannot end its HTML element.
///
/// Goes through a JSON value, which sorts its keys: the engine's maps have another order in each run.
fn json(value: &Value) -> TeraResult<Value> {
    let json = serde_json::to_value(value).map_err(|error| Error::message(error.to_string()))?;
    Ok(Value::safe_string(&json_in_html(&json.to_string())))
}
