//! The shape of `practice.toml`.

use jiff::civil::Date;

use super::fields::Fields;
use crate::diagnostic::Spanned;

/// `practice.toml`: what a scan of git histories found.
#[derive(Debug)]
pub struct Practice {
    /// The day of the scan.
    pub scanned: Option<Spanned<Date>>,
    /// `[person.ID]`, by id: the months in which they committed.
    pub people: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

impl Practice {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            scanned: fields.required_date("scanned"),
            people: fields.named("person", |person| {
                person.required_strings("months").map_or_else(Vec::new, |months| months.value)
            }),
        }
    }
}
