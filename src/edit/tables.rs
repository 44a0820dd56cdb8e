//! New tables at the end of a file, or in its arrays and tables in brackets, which no header may continue.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::splice::{Splices, line_break};

/// A table to add, as [`crate::import`] writes it: a header, and a line for each key. Only the last key may have
/// more lines.
pub(crate) struct NewTable {
    /// The first key of its header.
    key: &'static str,
    text: String,
}

impl NewTable {
    pub(crate) fn of(key: &'static str, text: String) -> Self {
        Self { key, text }
    }

    /// Returns it as an item in brackets.
    fn inline(&self) -> String {
        let (header, mut keys) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let mut fields = Vec::new();
        while let Some((field, rest)) = keys.split_once('\n') {
            let value = field.split_once('=').map_or("", |(_, value)| value.trim());
            if value.starts_with("\"\"\"") || value.starts_with("'''") {
                break;
            }
            let (key, value) = field.split_once('=').unwrap_or((field, ""));
            fields.push(format!("{} = {}", key.trim(), value.trim()));
            keys = rest;
        }
        fields.extend(Some(keys.trim_end().to_owned()).filter(|last| !last.is_empty()));
        let table = format!("{{ {} }}", fields.join(", "));
        match header.trim_matches(['[', ']']).split_once('.') {
            Some((_, id)) => format!("{id} = {table}"),
            None => table,
        }
    }
}

/// Returns a file with new tables.
pub(crate) fn tables(file: &str, tables: &[NewTable]) -> String {
    let (parsed, _) = DeTable::parse_recoverable(file);
    let mut splices = Splices::new(file);
    let mut at_end: Vec<&str> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for table in tables {
        let Some((whole, items)) = in_brackets(file, parsed.get_ref(), table.key) else {
            at_end.push(&table.text);
            continue;
        };
        if !done.contains(&table.key) {
            done.push(table.key);
            let all = tables.iter().filter(|other| other.key == table.key);
            let all: Vec<String> = all.map(NewTable::inline).collect();
            // A text on several lines has line breaks itself.
            let all = all.join(", ").replace('\n', line_break(file, whole.start));
            splices.insert_item(whole, &items, false, &all);
        }
    }
    if !at_end.is_empty() {
        let end = if file.ends_with('\n') || file.is_empty() { "" } else { "\n" };
        let added = format!("{end}\n{}", at_end.join("\n"));
        splices.insert(file.len(), added.replace('\n', line_break(file, file.len())));
    }
    splices.apply()
}

/// Returns the bytes of the array or table of a key and those of its items, if it is written in brackets.
fn in_brackets(
    file: &str,
    parsed: &DeTable,
    key: &str,
) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let value: &Spanned<DeValue> = parsed.get(key)?;
    let whole = value.span();
    let written = file.get(whole.clone())?;
    match value.get_ref() {
        // The span of `[[key]]` is that of its header.
        DeValue::Array(items) if written.starts_with('[') && written.ends_with(']') => {
            let items: Vec<Range<usize>> = items.iter().map(Spanned::span).collect();
            let is_inside = |item: &Range<usize>| whole.start < item.start && item.end < whole.end;
            items.iter().all(is_inside).then_some((whole, items))
        }
        DeValue::Table(entries) if written.starts_with('{') && written.ends_with('}') => {
            let item =
                |(key, value): (&Spanned<_>, &Spanned<DeValue>)| key.span().start..value.span().end;
            let mut items: Vec<Range<usize>> = entries.iter().map(item).collect();
            items.sort_by_key(|item| item.start);
            Some((whole, items))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_where_the_others_are() {
        let ring = || NewTable::of("ring", "[[ring]]\nid   = \"b\"\nname = \"B\"\n".to_owned());
        let text =
            "[[ring]]\nid   = \"c\"\nname = \"C\"\ndescription = \"\"\"\n1\nname = 2\n\"\"\"\n";
        let long = || NewTable::of("ring", text.to_owned());
        let team = || NewTable::of("team", "[team.b]\nname = \"B\"\n".to_owned());
        let b = "{ id = \"b\", name = \"B\" }";
        let c = "{ id = \"c\", name = \"C\", description = \"\"\"\n1\nname = 2\n\"\"\" }";
        let headers = "[[ring]]\nid = \"a\"\n";
        for (file, tables, expected) in [
            ("x = 1", vec![ring()], format!("x = 1\n\n{}", ring().text)),
            (headers, vec![ring()], format!("{headers}\n{}", ring().text)),
            ("ring = []\n", vec![ring()], format!("ring = [{b}]\n")),
            (
                "ring = [{id=\"a\"}] # r\nx = 1\n",
                vec![ring(), long()],
                format!("ring = [{{id=\"a\"}}, {b}, {c}] # r\nx = 1\n"),
            ),
            (
                "ring = [\n  {id=\"a\"}, # r\n]\n",
                vec![ring()],
                format!("ring = [\n  {{id=\"a\"}}, # r\n  {b},\n]\n"),
            ),
            (
                "ring = [{id=\"a\"}]\n",
                vec![ring(), NewTable::of("edition", "[[edition]]\nid   = \"e\"\n".to_owned())],
                format!("ring = [{{id=\"a\"}}, {b}]\n\n[[edition]]\nid   = \"e\"\n"),
            ),
            (
                "team = { a = {name = \"A\"} }\n",
                vec![team()],
                "team = { a = {name = \"A\"}, b = { name = \"B\" } }\n".to_owned(),
            ),
            (
                "[team.a]\nname = \"A\"\n",
                vec![team()],
                format!("[team.a]\nname = \"A\"\n\n{}", team().text),
            ),
        ] {
            let added = super::tables(file, &tables);
            assert_eq!(added, expected);
            assert!(DeTable::parse(&added).is_ok(), "{added}");
            if file.contains('\n') {
                let windows = super::tables(&file.replace('\n', "\r\n"), &tables);
                assert_eq!(windows, expected.replace('\n', "\r\n"));
            }
        }
    }
}
