//! A length of calendar time: `"12 months"`, `"90 days"`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use thiserror::Error;

/// The unit of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days.
    Day,
    /// Seven days each.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Unit {
    const ALL: [Unit; 4] = [Unit::Day, Unit::Week, Unit::Month, Unit::Year];

    /// Returns the name in the singular: `day`, `week`, `month`, `year`.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

/// A number of days, weeks, months or years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// At most [`Interval::MAX_COUNT`].
    pub count: u16,
    /// What is counted.
    pub unit: Unit,
}

/// The error for a text that is not an interval.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a number of days, weeks, months or years")]
pub struct IntervalError;

impl Interval {
    /// The largest count: a thousand years keep every sum within the calendar.
    pub const MAX_COUNT: u16 = 1000;

    /// Returns an interval of days.
    pub const fn days(count: u16) -> Self {
        Self { count, unit: Unit::Day }
    }

    /// Returns an interval of months.
    pub const fn months(count: u16) -> Self {
        Self { count, unit: Unit::Month }
    }

    /// Returns the day this long after `date`. Months and years are calendar months and years; a day that
    /// the month lacks becomes its last day. The result is never after the end of the calendar (year 9999).
    pub fn after(self, date: Date) -> Date {
        date.saturating_add(self.span())
    }

    /// Returns the day this long before `date`, by the same calendar.
    pub fn before(self, date: Date) -> Date {
        date.saturating_sub(self.span())
    }

    fn span(self) -> jiff::Span {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Day => count.days(),
            Unit::Week => count.weeks(),
            Unit::Month => count.months(),
            Unit::Year => count.years(),
        }
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let mut words = text.split_whitespace();
        let (Some(count), Some(unit), None) = (words.next(), words.next(), words.next()) else {
            return Err(IntervalError);
        };
        let count: u16 = count.parse().map_err(|_| IntervalError)?;
        let unit = Unit::ALL
            .into_iter()
            .find(|known| unit.strip_suffix('s').unwrap_or(unit) == known.name())
            .ok_or(IntervalError)?;
        if count > Self::MAX_COUNT { Err(IntervalError) } else { Ok(Self { count, unit }) }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.name())
    }
}

/// Returns a number of days in words: `1 day`, `2 days`.
pub(crate) fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_what_the_design_promises() {
        for (text, count, unit) in [
            ("12 months", 12, Unit::Month),
            ("1 month", 1, Unit::Month),
            ("90 days", 90, Unit::Day),
            ("2  weeks", 2, Unit::Week),
            ("1 year", 1, Unit::Year),
        ] {
            assert_eq!(text.parse(), Ok(Interval { count, unit }), "{text}");
        }
        for text in
            ["", "12", "months", "12 moons", "-1 days", "1.5 years", "1 2 days", "99999 years"]
        {
            assert_eq!(text.parse::<Interval>(), Err(IntervalError), "{text}");
        }
    }

    #[test]
    fn a_day_the_month_lacks_becomes_its_last() {
        let month = Interval::months(1);
        assert_eq!(month.after(date(2026, 1, 31)), date(2026, 2, 28));
        assert_eq!(month.after(date(2028, 1, 31)), date(2028, 2, 29));
        assert_eq!(Interval::months(12).after(date(2024, 2, 29)), date(2025, 2, 28));
        assert_eq!(Interval::months(2).before(date(2026, 4, 30)), date(2026, 2, 28));
        assert_eq!(
            "1000 years".parse::<Interval>().expect("valid").after(date(9500, 1, 1)),
            Date::MAX
        );
    }
}
