//! Values that TOML does not know: words without quotes, dates of other places, numbers and words of other languages.

use super::{Line, Repair, Stopped, repair};
use crate::content::slips::{date_of, is_month_and_year};

/// A value that TOML does not know.
pub(super) fn value(line: &Line, stopped: &Stopped) -> Option<Repair> {
    const MESSAGES: [&str; 5] = [
        "string values must be quoted",
        "invalid",
        "unexpected leading zero",
        "missing value",
        "missing opening quote",
    ];
    if !stopped.says(&MESSAGES) || line.whole.starts_with('[') {
        return None;
    }
    let value = line.value.split('#').next().unwrap_or_default().trim();
    if value.is_empty() && line.whole.contains('=') {
        return repair("the key has no value", "write a value after the =, or leave the line out");
    }
    date(line, value, stopped).or_else(|| word(value)).or_else(|| text(line, value, stopped))
}

/// `14.04.2026`, `April 2026`, `2026-02-30`, and numbers such as `007`.
fn date(line: &Line, value: &str, stopped: &Stopped) -> Option<Repair> {
    let help = "write year, month and day, as in 2026-04-14";
    if let Some(date) = date_of(value) {
        let help = format!("write {} = {date}", line.key);
        return repair("this is not how TOML writes a date", help);
    }
    if is_month_and_year(value) {
        return repair("a date has a day, too", help);
    }
    if stopped.message.contains("leading zero") {
        let help = "leave out the zeros at its start, or write it in quotes";
        return repair("a number does not begin with 0", help);
    }
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let numbers = value.split(['-', '.', '/']);
    (numbers.clone().all(is_number) && matches!(numbers.count(), 2 | 3)).then(|| Repair {
        message: None,
        help: help.to_owned(),
        is_whole: true,
    })
}

/// Words that other formats have for what TOML writes in another way, or not at all.
fn word(value: &str) -> Option<Repair> {
    match value.to_lowercase().as_str() {
        "true" | "false" | "yes" | "no" | "on" | "off" => {
            repair("this is not how TOML writes it", "write true or false")
        }
        "null" | "none" | "nil" | "undefined" | "~" | "n/a" => {
            repair("TOML has no value for nothing", "leave the line out")
        }
        _ => None,
    }
}

/// A text without quotes. The parser takes `tools` for a misspelt `true`.
fn text(line: &Line, value: &str, stopped: &Stopped) -> Option<Repair> {
    const MESSAGES: [&str; 8] = [
        "string values must be quoted",
        "missing opening quote",
        "invalid boolean",
        "invalid float",
        "invalid integer",
        "invalid mantissa",
        "invalid fraction",
        "invalid exponent",
    ];
    let has_letter = value.contains(char::is_alphabetic);
    if !stopped.says(&MESSAGES) || !(has_letter || stopped.message.starts_with("string")) {
        return None;
    }
    if let Some(items) = value.strip_prefix('(').and_then(|value| value.strip_suffix(')')) {
        let items: Vec<String> = items.split(',').map(|item| quoted(item.trim())).collect();
        let help = format!("write {} = [{}]", line.key, items.join(", "));
        return repair("a list has square brackets around it", help);
    }
    let is_item = line.value.starts_with(['[', '{']);
    if value.contains(',') && !is_item {
        let items: Vec<String> = value.split(',').map(|item| quoted(item.trim())).collect();
        let help = format!("write {} = [{}]", line.key, items.join(", "));
        return repair("a list has brackets around it", help);
    }
    let text = if is_item {
        line.rest.split([',', ']', '}', '#']).next().unwrap_or_default().trim()
    } else {
        value
    };
    let help = format!("write it in quotes: {}", quoted(&text.replace('"', "")));
    Some(Repair { message: Some("a text has quotes around it"), help, is_whole: !is_item })
}

/// Returns a value in quotes, unless it has some or needs none.
pub(super) fn quoted(value: &str) -> String {
    let needs_none = value.starts_with(['"', '\'', '[', '{'])
        || value.is_empty()
        || matches!(value, "true" | "false")
        || value.bytes().all(|b| b.is_ascii_digit())
        || value.parse::<jiff::civil::Date>().is_ok() && value.len() == 10;
    if needs_none { value.to_owned() } else { format!("\"{value}\"") }
}
