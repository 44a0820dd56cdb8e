//! Dates in cells and file names, and the editions named after them.

pub(super) mod name;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::value::Value;
use super::{Edition, unusable};
use crate::diagnostic::Report;

/// Parses the date in a cell: `2026-04-14`, which a time may follow, or `2026-04` for the first of the
/// month. Dots and slashes are accepted as well, and `14.4.2026`.
pub(super) fn in_cell(text: &str) -> Option<Date> {
    let text = text.split(['T', ' ']).next().unwrap_or(text);
    if let [day, month, year] = text.split('.').collect::<Vec<_>>()[..]
        && year.len() == 4
    {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let day = text.replace(['.', '/'], "-");
    match day.len() {
        7 => format!("{day}-01").parse().ok(),
        10 => day.parse().ok(),
        _ => None,
    }
}

/// Returns the `date` of an object, or reports that it has none.
pub(super) fn of(value: &Value, report: &mut Report) -> Option<Date> {
    let text = value.text_of("date").unwrap_or_default();
    let date = in_cell(&text);
    if date.is_none() {
        let problem = unusable(format!("`{text}` is not a date"), value.span_of("date"));
        report.push(problem.help("write it as 2026-04-14"));
    }
    date
}

/// Returns the editions of some days, oldest first. Their ids are months, or days if two are in one month.
/// A label such as `Volume 34` comes before the month in the name.
pub(super) fn editions(labels: &BTreeMap<Date, Option<String>>) -> Vec<Edition> {
    let mut in_month: BTreeMap<String, usize> = BTreeMap::new();
    for date in labels.keys() {
        *in_month.entry(date.strftime("%Y-%m").to_string()).or_default() += 1;
    }
    labels
        .iter()
        .map(|(date, label)| {
            let month = date.strftime("%Y-%m").to_string();
            let (id, when) = if in_month[&month] == 1 {
                (month, date.strftime("%B %Y"))
            } else {
                (date.to_string(), date.strftime("%-d %B %Y"))
            };
            let name = match label {
                Some(label) => format!("{label} ({when})"),
                None => when.to_string(),
            };
            Edition { id, name, date: *date, intro: None }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_found_in_cells() {
        for (text, expected) in [
            ("2026-05-01", Some(date(2026, 5, 1))),
            ("2026-05", Some(date(2026, 5, 1))),
            ("2026-05-01T10:00:00Z", Some(date(2026, 5, 1))),
            ("2026.05", Some(date(2026, 5, 1))),
            ("2026/05/02", Some(date(2026, 5, 2))),
            ("20.05.2026", Some(date(2026, 5, 20))),
            ("31.2.2026", None),
            ("2026-02-30", None),
            ("1 May 2026", None),
            ("2026", None),
            ("", None),
        ] {
            assert_eq!(in_cell(text), expected, "{text}");
        }
    }

    #[test]
    fn editions_are_named_after_months_or_days() {
        let labels = BTreeMap::from([
            (date(2026, 4, 1), Some("Volume 34".to_owned())),
            (date(2026, 5, 1), None),
            (date(2026, 5, 20), None),
        ]);
        let editions: Vec<_> = editions(&labels).into_iter().map(|e| (e.id, e.name)).collect();
        let expected = [
            ("2026-04", "Volume 34 (April 2026)"),
            ("2026-05-01", "1 May 2026"),
            ("2026-05-20", "20 May 2026"),
        ];
        assert_eq!(editions, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
    }
}
