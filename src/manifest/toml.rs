//! TOML, as manifests use it.

use ::toml::{Table, Value};

use super::Unreadable;
use super::text::line;

/// Reads a TOML text. The parser bounds the depth.
pub(super) fn read(text: &str) -> Result<Table, Unreadable> {
    text.parse::<Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Unreadable::new(line(text, at), format!("it is not TOML: {}", error.message()))
    })
}

/// Returns the table at a path of keys.
pub(super) fn at<'v>(table: &'v Table, path: &[&str]) -> Option<&'v Table> {
    path.iter().try_fold(table, |table, key| table.get(*key)?.as_table())
}

/// Returns the entries of the table at a path of keys; none if there is no such table.
pub(super) fn entries<'v>(
    table: &'v Table,
    path: &[&str],
) -> impl Iterator<Item = (&'v str, &'v Value)> + use<'v> {
    at(table, path).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// Returns the text behind a key of a value that may be a table.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}
