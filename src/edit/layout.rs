//! The positions of the parts of a blip's file.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::splice::{line_end, line_start};

/// A blip's file and its parts.
pub(super) struct Layout<'t> {
    text: &'t str,
    table: &'t DeTable<'t>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Below a line `[[key]]`.
    Header,
    /// `{ … }`.
    Inline,
}

/// One table of an array.
pub(super) struct Table<'t> {
    pub(super) form: Form,
    /// The header, or the whole of an inline table.
    pub(super) span: Range<usize>,
    /// The end of its last value, or of its header if it has no value.
    pub(super) last_value_end: usize,
    /// The white space before its keys.
    pub(super) indent: &'t str,
    /// The white space before its header.
    pub(super) header_indent: &'t str,
    pub(super) date: Option<Date>,
    pub(super) has_ring: bool,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str, table: &'t DeTable<'t>) -> Self {
        Self { text, table }
    }

    /// Returns the ring at the top, and its span.
    pub(super) fn ring(&self) -> Option<(&'t str, Range<usize>)> {
        let ring = self.table.get("ring")?;
        Some((ring.get_ref().as_str()?, ring.span()))
    }

    /// Returns the tables of an array, in the order of the file.
    pub(super) fn tables(&self, key: &str) -> Vec<Table<'t>> {
        let array = self.table.get(key).and_then(|value| value.get_ref().as_array());
        array.into_iter().flat_map(|array| array.iter()).map(|item| self.table(item)).collect()
    }

    /// Returns the span of an array that is written in brackets after its key.
    pub(super) fn inline_array(&self, key: &str) -> Option<Range<usize>> {
        let value = self.table.get(key)?;
        let tables = self.tables(key);
        tables.iter().all(|table| table.form == Form::Inline).then(|| value.span())
    }

    fn table(&self, item: &'t Spanned<DeValue<'t>>) -> Table<'t> {
        let span = item.span();
        let fields = item.get_ref().as_table();
        let first_key = fields.and_then(|fields| fields.keys().map(|key| key.span().start).min());
        let indent_at = |at: usize| {
            let indent = &self.text[line_start(self.text, at)..at];
            if indent.trim().is_empty() { indent } else { "" }
        };
        let is_inline = self.text[span.clone()].starts_with('{');
        Table {
            form: if is_inline { Form::Inline } else { Form::Header },
            last_value_end: last_end(item),
            indent: first_key.map_or("", indent_at),
            header_indent: indent_at(span.start),
            date: fields.and_then(|fields| fields.get("date")).and_then(civil),
            has_ring: fields.is_some_and(|fields| fields.contains_key("ring")),
            span,
        }
    }

    /// Returns the start of a table, including the comments right above it.
    pub(super) fn start_with_comments(&self, table: &Table) -> usize {
        // A line that looks like a comment may be the end of a text.
        let floor = ends(self.table).filter(|end| *end <= table.span.start).max().unwrap_or(0);
        let mut start = line_start(self.text, table.span.start);
        while start > 0 {
            let above = line_start(self.text, start - 1);
            if above < floor || !self.text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// Returns the end of a table, including the comments right below it, unless they belong to the next one.
    pub(super) fn end_with_comments(&self, table: &Table) -> usize {
        let own_end = line_end(self.text, table.last_value_end);
        let mut end = own_end;
        loop {
            let next = line_end(self.text, end);
            let line = self.text[end..next].trim();
            if line.starts_with('#') && next > end {
                end = next;
            } else if line.is_empty() {
                return end;
            } else {
                return own_end;
            }
        }
    }

    /// Returns the end of the file without its last blank lines.
    pub(super) fn end(&self) -> usize {
        let content = self.text.trim_end().len();
        line_end(self.text, content)
    }
}

/// Returns whether an array has its newest table on top, and a table with this date would be the newest.
pub(super) fn is_newest_first(tables: &[Table], date: Date) -> bool {
    let dates: Vec<Date> = tables.iter().filter_map(|table| table.date).collect();
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else { return false };
    first > last && dates.is_sorted_by(|a, b| a >= b) && date >= *first
}

/// Returns the end of the last value of a table.
fn last_end(item: &Spanned<DeValue>) -> usize {
    let inside = item.get_ref().as_table().and_then(|table| ends(table).max());
    inside.unwrap_or(item.span().end)
}

/// Returns the end of each value.
fn ends<'t>(table: &'t DeTable<'t>) -> Box<dyn Iterator<Item = usize> + 't> {
    Box::new(table.iter().flat_map(|(_, value)| {
        let inside: Box<dyn Iterator<Item = usize>> = match value.get_ref() {
            DeValue::Table(table) => ends(table),
            DeValue::Array(array) => Box::new(array.iter().flat_map(|item| {
                let inside = item.get_ref().as_table().map(|table| ends(table));
                inside.into_iter().flatten().chain([item.span().end])
            })),
            _ => Box::new(std::iter::empty()),
        };
        inside.chain([value.span().end])
    }))
}

fn civil(value: &Spanned<DeValue>) -> Option<Date> {
    match value.get_ref() {
        DeValue::Datetime(when) => when.to_string().parse().ok(),
        _ => None,
    }
}
