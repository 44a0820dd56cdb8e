//! TOML -> [`Value`].

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Kind, Value, broken};
use crate::diagnostic::{Report, Span};
use crate::source::FileId;

/// Reads a TOML text that starts `offset` bytes into its file.
pub(in crate::import) fn read(
    file: FileId,
    text: &str,
    offset: usize,
    report: &mut Report,
) -> Option<Value> {
    let reader = Reader { file, text, offset };
    match DeTable::parse(text) {
        Ok(table) => Some(Value {
            at: reader.span(0..text.trim_end().len()),
            kind: reader.table(table.get_ref()),
        }),
        Err(error) => {
            let at = reader.span(error.span().unwrap_or(0..0));
            report.refuse(broken("TOML", error.message(), at))
        }
    }
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    fn value(&self, value: &Spanned<DeValue>) -> Value {
        let written = || self.text[value.span()].replace('_', "");
        let kind = match value.get_ref() {
            DeValue::String(text) => Kind::Text(text.clone().into_owned()),
            DeValue::Integer(_) | DeValue::Float(_) => Kind::Number(written()),
            DeValue::Boolean(truth) => Kind::Bool(*truth),
            DeValue::Datetime(when) => Kind::Text(when.to_string()),
            DeValue::Array(items) => Kind::List(items.iter().map(|v| self.value(v)).collect()),
            DeValue::Table(table) => self.table(table),
        };
        Value { at: self.span(value.span()), kind }
    }

    fn table(&self, table: &DeTable) -> Kind {
        let mut entries: Vec<(Key, Value)> = table
            .iter()
            .map(|(key, value)| {
                let name = key.get_ref().clone().into_owned();
                (Key { name, at: self.span(key.span()) }, self.value(value))
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.at.start);
        Kind::Table(entries)
    }
}
