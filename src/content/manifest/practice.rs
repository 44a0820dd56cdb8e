//! The shape of `practice.toml`.

use jiff::civil::Date;

use super::fields::Fields;
use crate::diagnostic::Located;

/// `practice.toml`: what a scan of git histories found.
#[derive(Debug)]
pub struct Practice {
    /// The day of the scan.
    pub scanned: Option<Located<Date>>,
    /// `[person.ID]`, by id: the months in which they committed.
    pub people: Vec<(Located<String>, Vec<Located<String>>)>,
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
