//! Values that TOML does not know: words without quotes, dates of other places, numbers and words of other languages.

use super::{Line, Repair, Stopped, repair};
use crate::content::slips::{date_of, is_month_and_year};

/// A value that TOML does not know.
pub(super) fn value(line: &Line, stopped: &Stopped) -> Option<Repair> {
    let is_value = [
        "string values must be quoted",
        "invalid",
        "unexpected leading zero",
        "missing value",
        "missing opening quote",
    ]
    .iter()
    .any(|start| stopped.message.starts_with(start));
    if !is_value || line.whole.starts_with('[') {
        return None;
    }
    let value = line.value.split('#').next().unwrap_or_default().trim();
    let lower = value.to_lowercase();
    if value.is_empty() && line.whole.contains('=') {
        return repair("the key has no value", "write a value after the =, or leave the line out");
    }
    if let Some(date) = date_of(value) {
        return repair(
            "this is not how TOML writes a date",
            format!("write {} = {date}", line.key),
        );
    }
    if is_month_and_year(value) {
        return repair("a date has a day, too", "write year, month and day, as in 2026-04-14");
    }
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let numbers = value.split(['-', '.', '/']);
    if numbers.clone().all(is_number)
        && matches!(numbers.count(), 2 | 3)
        && !stopped.message.contains("zero")
    {
        let help = "write year, month and day, as in 2026-04-14";
        return Some(Repair { message: None, help: help.to_owned(), is_whole: true });
    }
    if stopped.message.contains("leading zero") {
        let help = "leave out the zeros at its start, or write it in quotes";
        return repair("a number does not begin with 0", help);
    }
    match lower.as_str() {
        "true" | "false" | "yes" | "no" | "on" | "off" => {
            return repair("this is not how TOML writes it", "write true or false");
        }
        "null" | "none" | "nil" | "undefined" | "~" | "n/a" => {
            return repair("TOML has no value for nothing", "leave the line out");
        }
        _ => {}
    }
    // The parser takes `tools` for a misspelt `true`.
    let is_text = [
        "string values must be quoted",
        "missing opening quote",
        "invalid boolean",
        "invalid float",
        "invalid integer",
        "invalid mantissa",
        "invalid fraction",
        "invalid exponent",
    ]
    .iter()
    .any(|start| stopped.message.starts_with(start));
    if !is_text || !value.contains(char::is_alphabetic) && !stopped.message.starts_with("string") {
        return None;
    }
    let message = Some("a text has quotes around it");
    if value.contains(',') && !value.starts_with(['[', '{']) {
        let items: Vec<String> = value.split(',').map(|item| quoted(item.trim())).collect();
        let help = format!("write {} = [{}]", line.key, items.join(", "));
        return repair("a list has brackets around it", help);
    }
    let is_item = line.value.starts_with(['[', '{']);
    let text = if is_item {
        line.rest.split([',', ']', '}', '#']).next().unwrap_or_default().trim()
    } else {
        value
    };
    Some(Repair {
        message,
        help: format!("write it in quotes: {}", quoted(&text.replace('"', ""))),
        is_whole: !is_item,
    })
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
