//! A month of the calendar: `2026-04`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// The error for a text that is not a month.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a month of a year")]
pub struct MonthError;

impl Month {
    /// Returns the month of a day.
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Returns its first day.
    pub fn first(self) -> Date {
        self.0
    }

    /// Returns its last day.
    pub fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// Returns the month after it; `None` at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        self.last().tomorrow().ok().map(Self)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let is_written_so = text.len() == 7 && text.is_ascii() && text.as_bytes()[4] == b'-';
        if !is_written_so {
            return Err(MonthError);
        }
        format!("{text}-01").parse().map(Self).map_err(|_| MonthError)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_a_year_and_a_month() {
        let month: Month = "2028-02".parse().expect("a month");
        assert_eq!((month.first(), month.last()), (date(2028, 2, 1), date(2028, 2, 29)));
        assert_eq!(month.to_string(), "2028-02");
        assert_eq!(month.next().map(|next| next.to_string()).as_deref(), Some("2028-03"));
        for text in ["", "2028", "2028-2", "2028-13", "28-02", "2028-02-01", "2028/02", "２０28-0"]
        {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
    }
}
