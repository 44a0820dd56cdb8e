//! The names of files and folders -> the date in them.
//!
//! People write `2023-01-15`, `20230115`, `Volume 28 (April 2023)`, `2022H1` or `2024-Q3`. A month, a quarter or
//! half a year stands for its first day.

use std::ops::Range;

use jiff::civil::Date;

/// A date, and where it is in the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Dated {
    pub(in crate::import) date: Date,
    pub(in crate::import) range: Range<usize>,
    /// Whether the name has the year only.
    pub(in crate::import) is_year: bool,
}

/// Finds the first date in a name, or else a year.
pub(in crate::import) fn find(name: &str) -> Option<Dated> {
    let parts = parts(name);
    let found = (0..parts.len()).find_map(|first| {
        PATTERNS.iter().find_map(|(length, read)| {
            let found = parts.get(first..first + length)?;
            let are_together = found[1..].iter().all(|part| part.is_joined);
            let is_whole = *length == 3 || !is_digits_after(&parts, first + length - 1);
            let is_start = year(&found[0]).is_some() || !is_digits_before(&parts, first);
            let date = read(found).filter(|_| are_together && is_whole && is_start)?;
            let range = found[0].range.start..found[length - 1].range.end;
            Some(Dated { date, range, is_year: false })
        })
    });
    found.or_else(|| year_only(&parts))
}

/// Finds a year that no letters or digits touch.
fn year_only(parts: &[Part]) -> Option<Dated> {
    let touches = |part: &Part| part.is_joined && part.sign.is_none();
    let is_alone = |at: usize| {
        let touches_letters =
            at > 0 && touches(&parts[at]) || parts.get(at + 1).is_some_and(touches);
        !touches_letters && !is_digits_before(parts, at) && !is_digits_after(parts, at)
    };
    let at = (0..parts.len()).find(|at| year(&parts[*at]).is_some() && is_alone(*at))?;
    let range = parts[at].range.clone();
    Some(Dated { date: date(year(&parts[at])?, 1, 1)?, range, is_year: true })
}

fn is_digits_before(parts: &[Part], at: usize) -> bool {
    at > 0 && parts[at].is_joined && is_digits(&parts[at - 1])
}

fn is_digits_after(parts: &[Part], at: usize) -> bool {
    parts.get(at + 1).is_some_and(|after| after.is_joined && is_digits(after))
}

fn is_digits(part: &Part) -> bool {
    part.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Digits or letters of a name.
struct Part<'n> {
    text: &'n str,
    range: Range<usize>,
    /// Whether nothing, one sign or a sign and a space separate it from the part before.
    is_joined: bool,
    /// The sign before it, if there is one only.
    sign: Option<char>,
}

fn parts(name: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while at < name.len() {
        let rest = &name[at..];
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let Some(first) = rest.chars().next() else { break };
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        if kind(first) != (false, false) {
            let before = &name[parts.last().map_or(0, |part| part.range.end)..at];
            let mut signs = before.chars();
            let (sign, more) = (signs.next(), signs.next());
            let is_separator = |sign: Option<char>| {
                sign.is_none_or(|c| matches!(c, '-' | '_' | '.' | '/' | ',' | ' '))
            };
            let is_joined =
                is_separator(sign) && more.is_none_or(|c| c == ' ') && signs.next().is_none();
            let sign = sign.filter(|_| more.is_none());
            parts.push(Part { text: &rest[..end], range: at..at + end, is_joined, sign });
        }
        at += end;
    }
    parts
}

type Pattern = (usize, fn(&[Part]) -> Option<Date>);

/// The longer ones first.
const PATTERNS: &[Pattern] = &[
    (3, |p| date(year(&p[0])?, month(&p[1])?, number(&p[2])?)),
    (3, |p| date(year(&p[0])?, season(&p[1], &p[2])?, 1)),
    (3, |p| date(year(&p[2])?, season(&p[0], &p[1])?, 1)),
    (3, |p| date(year(&p[2])?, season(&p[1], &p[0])?, 1)),
    (3, |p| date(year(&p[2])?, month_word(&p[1])?, number(&p[0])?)),
    (3, |p| date(year(&p[2])?, month_word(&p[0])?, number(&p[1])?)),
    (3, day_first),
    (2, |p| date(year(&p[0])?, month(&p[1])?, 1)),
    (2, |p| date(year(&p[1])?, month(&p[0])?, 1)),
    (1, |p| {
        let digits = p[0].text;
        let (year, rest) = (digits.get(..4)?, digits.get(4..)?);
        let (month, day) = (rest.get(..2)?, rest.get(2..)?);
        let day = if day.is_empty() { "1" } else { Some(day).filter(|day| day.len() == 2)? };
        date(known_year(year)?, month.parse().ok()?, day.parse().ok()?)
    }),
];

/// Reads `15.01.2023`, and `15-01-2023` if only one of the numbers can be a month.
fn day_first(parts: &[Part]) -> Option<Date> {
    let (first, second, year) = (number(&parts[0])?, number(&parts[1])?, year(&parts[2])?);
    let has_dots = parts[1..].iter().all(|part| part.sign == Some('.'));
    match (first > 12, second > 12) {
        (false, true) => date(year, first, second),
        (true, false) => date(year, second, first),
        (false, false) if has_dots || first == second => date(year, second, first),
        _ => None,
    }
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn year(part: &Part) -> Option<i16> {
    known_year(part.text)
}

/// Returns a year in which there may have been a radar: other numbers are no years.
fn known_year(digits: &str) -> Option<i16> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1990..2100).contains(&year).then_some(year)
}

/// Returns a number of one or two digits.
fn number(part: &Part) -> Option<i8> {
    part.text.parse().ok().filter(|_| part.text.len() <= 2)
}

fn month(part: &Part) -> Option<i8> {
    number(part).or_else(|| month_word(part))
}

/// Returns the month that a word names, in English, German, French or Spanish, or its first three letters.
fn month_word(part: &Part) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januar", "janvier", "enero", "jan", "jänner", "ene", "janv"],
        &["february", "februar", "février", "febrero", "feb", "fév", "févr", "fevr"],
        &["march", "märz", "mars", "marzo", "mar", "mär", "maerz", "mrz"],
        &["april", "avril", "abril", "apr", "avr", "abr"],
        &["may", "mai", "mayo"],
        &["june", "juni", "juin", "junio", "jun"],
        &["july", "juli", "juillet", "julio", "jul", "juil"],
        &["august", "août", "agosto", "aug", "ago", "aout"],
        &["september", "septembre", "septiembre", "sep", "sept"],
        &["october", "oktober", "octobre", "octubre", "oct", "okt"],
        &["november", "novembre", "noviembre", "nov"],
        &["december", "dezember", "décembre", "diciembre", "dec", "dez", "déc", "dic"],
    ];
    let word = part.text.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(at + 1).ok()
}

/// Returns the first month of a quarter or half a year: `Q3`, `H1`.
fn season(word: &Part, number: &Part) -> Option<i8> {
    let number: i8 = number.text.parse().ok().filter(|_| number.text.len() == 1)?;
    match word.text.to_lowercase().as_str() {
        "q" | "quarter" | "quartal" if (1..=4).contains(&number) => Some(number * 3 - 2),
        "h" | "hj" | "half" | "halbjahr" if (1..=2).contains(&number) => Some(number * 6 - 5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_as_people_write_them() {
        for (name, expected) in [
            ("2026-05-01", "2026-05-01"),
            ("radar-2026-05", "2026-05-01"),
            ("radar_2026-05-17_final", "2026-05-17"),
            ("42-radar-2026-05", "2026-05-01"),
            ("Volume 01 (Jan 2010)", "2010-01-01"),
            ("Thoughtworks Technology Radar Volume 28 (Apr 2023)", "2023-04-01"),
            ("2022H1", "2022-01-01"),
            ("radar-2022-h2", "2022-07-01"),
            ("2024-Q3", "2024-07-01"),
            ("Q3-2024", "2024-07-01"),
            ("3Q2024", "2024-07-01"),
            ("H2 2021", "2021-07-01"),
            ("20230115", "2023-01-15"),
            ("radar20230115", "2023-01-15"),
            ("202301", "2023-01-01"),
            ("2023_01_15", "2023-01-15"),
            ("2015_12", "2015-12-01"),
            ("2023.1.5", "2023-01-05"),
            ("2023-august", "2023-08-01"),
            ("2023-Aug-15", "2023-08-15"),
            ("August2023", "2023-08-01"),
            ("März 2024", "2024-03-01"),
            ("15 Jan 2023", "2023-01-15"),
            ("January 15, 2023", "2023-01-15"),
            ("15.01.2023", "2023-01-15"),
            ("01.02.2023", "2023-02-01"),
            ("31-01-2023", "2023-01-31"),
            ("01-31-2023", "2023-01-31"),
            ("05-2026", "2026-05-01"),
            ("radar-2024", "2024-01-01 year"),
            ("radar 2024 final", "2024-01-01 year"),
        ] {
            let found = find(name)
                .map(|found| format!("{}{}", found.date, if found.is_year { " year" } else { "" }));
            assert_eq!(found.as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for name in [
            "élan-2026-13",
            "12026-05",
            "2026-051",
            "radar",
            "",
            "01-02-2023",
            "20231301",
            "http2000",
            "2022h3",
            "radar-v2",
            "1200-01",
            "2023-02-30",
            "4711",
            "2024q5",
            "99999999",
        ] {
            assert_eq!(find(name), None, "{name}");
        }
    }
}
