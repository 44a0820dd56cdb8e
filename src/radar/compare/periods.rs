//! Periods of practice -> the days that one list has and another lacks.
//!
//! How days are split into periods does not matter: two periods that follow each other are the same as one.

use jiff::civil::Date;

use crate::radar::Period;

/// A stretch of days, both ends included; [`Date::MAX`] if it has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: Date,
    pub(crate) until: Date,
}

impl Range {
    /// Returns the last day, if there is one.
    pub(crate) fn end(self) -> Option<Date> {
        (self.until != Date::MAX).then_some(self.until)
    }
}

/// Returns the days of some periods that are not in others, as ranges in order.
pub(super) fn gained(before: &[Period], after: &[Period]) -> Vec<Range> {
    let mut left = merged(after);
    for taken in merged(before) {
        left = left.into_iter().flat_map(|range| without(range, taken)).flatten().collect();
    }
    left
}

/// Returns disjoint ranges in order.
fn merged(periods: &[Period]) -> Vec<Range> {
    let mut ranges: Vec<Range> = periods
        .iter()
        .map(|period| Range { from: period.from, until: period.until.unwrap_or(Date::MAX) })
        .filter(|range| range.from <= range.until)
        .collect();
    ranges.sort_unstable_by_key(|range| (range.from, range.until));
    let mut merged: Vec<Range> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.until.tomorrow().is_ok_and(|next| range.from > next) => {
                merged.push(range);
            }
            Some(last) => last.until = last.until.max(range.until),
            None => merged.push(range),
        }
    }
    merged
}

/// Returns what is left of a range before and after another.
fn without(range: Range, taken: Range) -> [Option<Range>; 2] {
    if taken.until < range.from || range.until < taken.from {
        return [Some(range), None];
    }
    let before = taken.from.yesterday().ok().filter(|until| range.from <= *until);
    let after = taken.until.tomorrow().ok().filter(|from| *from <= range.until);
    [
        before.map(|until| Range { from: range.from, until }),
        after.map(|from| Range { from, until: range.until }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::source::FileId;

    fn periods(text: &str) -> Vec<Period> {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let period = |text: &str| {
            let (from, until) = text.split_once("..").expect("two ends");
            let until = (!until.is_empty()).then(|| day(until));
            Period { from: day(from), until, at: Span::file(FileId::FIRST) }
        };
        text.split_whitespace().map(period).collect()
    }

    #[test]
    fn only_days_count() {
        for (before, after, expected) in [
            ("", "", ""),
            ("2020-01-01..", "2020-01-01..", ""),
            // Split, joined, overlapping, out of order.
            ("2020-01-01..", "2021-01-01.. 2020-01-01..2020-12-31", ""),
            ("2020-01-01..2020-06-30 2020-03-01..2020-12-31", "2020-01-01..2020-12-31", ""),
            // Prolonged at either end, opened, closed.
            ("2020-01-01..2021-12-31", "2020-01-01..2023-03-31", "2022-01-01..2023-03-31"),
            ("2020-01-01..2021-12-31", "2019-05-01..2021-12-31", "2019-05-01..2019-12-31"),
            ("2020-01-01..2021-12-31", "2020-01-01..", "2022-01-01.."),
            ("2020-01-01..", "2020-01-01..2021-12-31", ""),
            // A gap that is filled.
            ("2020-01-01..2020-12-31 2022-01-01..", "2020-01-01..", "2021-01-01..2021-12-31"),
            ("", "2020-01-01..2020-01-01", "2020-01-01..2020-01-01"),
            (
                "2020-02-01..2020-02-29",
                "2020-01-01..2020-03-31",
                "2020-01-01..2020-01-31 2020-03-01..2020-03-31",
            ),
        ] {
            let gained = gained(&periods(before), &periods(after));
            let show = |range: &Range| {
                let end = range.end().map_or_else(String::new, |end| end.to_string());
                format!("{}..{end}", range.from)
            };
            let shown: Vec<String> = gained.iter().map(show).collect();
            assert_eq!(shown.join(" "), expected, "{before} -> {after}");
        }
    }
}
