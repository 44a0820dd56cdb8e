//! TOML as written: files -> manifests, with the place of every value.
//!
//! Shapes only: keys, types, dates and intervals. Whether an id exists or a ring agrees is for
//! [`crate::content::check`] to say. A manifest is read through [`fields::Fields`] and not through serde,
//! because serde stops at the first problem of a file and an author wants to see all of them.

mod blip;
mod fields;
mod people;
mod practice;
mod settings;
mod syntax;

pub use blip::{Answer, Blip, Link, Question, Review};
pub use people::{People, Period, Person, Team};
pub use practice::Practice;
pub use settings::{Edition, PracticeRule, Quadrant, ReviewRule, Ring, Settings};

use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::source::{FileId, SourceFile};
use fields::Fields;

/// Reads a blip's file.
pub fn blip(id: FileId, file: &SourceFile, report: &mut Report) -> Option<Blip> {
    read(id, file, report, Blip::read)
}

/// Reads `people.toml`.
pub fn people(id: FileId, file: &SourceFile, report: &mut Report) -> Option<People> {
    read(id, file, report, People::read)
}

/// Reads `practice.toml`.
pub fn practice(id: FileId, file: &SourceFile, report: &mut Report) -> Option<Practice> {
    read(id, file, report, Practice::read)
}

/// Reads `radar.toml`.
pub fn settings(id: FileId, file: &SourceFile, report: &mut Report) -> Option<Settings> {
    read(id, file, report, Settings::read)
}

/// Decodes a text file, or says at which byte it stops being text.
pub fn text<'f>(id: FileId, file: &'f SourceFile, report: &mut Report) -> Option<&'f str> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            report.push(
                Diagnostic::new(
                    Code::InvalidEncoding,
                    "the file is not UTF-8",
                    Span::new(id, at..at + error.error_len().unwrap_or(1)),
                )
                .label(format!("byte 0x{:02x} is no UTF-8", file.bytes[at]))
                .help("save the file with the encoding UTF-8"),
            );
            None
        }
    }
}

fn read<T>(
    id: FileId,
    file: &SourceFile,
    report: &mut Report,
    shape: impl FnOnce(&mut Fields) -> T,
) -> Option<T> {
    let text = text(id, file, report)?;
    let (table, errors) = toml::de::DeTable::parse_recoverable(text);
    syntax::report(id, text, &errors, report);
    // What was recovered of a broken file would only give problems that the author does not have.
    if !errors.is_empty() {
        return None;
    }
    let mut fields = Fields::new(Spanned::new(table.into_inner(), Span::file(id)), report);
    let manifest = shape(&mut fields);
    fields.finish();
    Some(manifest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::fields::asked;
    use super::*;
    use crate::content::schema::Schema;
    use crate::source::SourceSet;

    /// A file with every table there is, so that each is read.
    const BLIP: &str = "links = [{}]\n[[review]]\n[[question]]\nanswer = {}\n";
    const PEOPLE: &str = "[team.a]\n[person.b]\npractising = [{}]\n";
    const SETTINGS: &str = "[practice]\n[review]\n[[ring]]\n[[quadrant]]\n[[edition]]\n";

    /// The keys of every table of a schema that has keys of its own.
    fn tables(schema: &Value, found: &mut BTreeSet<asked::Keys>) {
        if let Some(Value::Object(properties)) = schema.get("properties") {
            found.insert(properties.keys().cloned().collect());
        }
        match schema {
            Value::Object(entries) => entries.values().for_each(|value| tables(value, found)),
            Value::Array(items) => items.iter().for_each(|item| tables(item, found)),
            _ => {}
        }
    }

    /// A key that is read and not in the schema fails here, and one in the schema that is not read.
    #[test]
    fn the_schema_has_the_keys_that_are_read_and_no_other() {
        for (schema, text) in
            [(Schema::Blip, BLIP), (Schema::People, PEOPLE), (Schema::Radar, SETTINGS)]
        {
            let sources = SourceSet::from_files([("x.toml", text)]);
            let (id, file) = sources.iter().next().expect("one file");
            let mut report = Report::default();
            asked::take();
            let is_read = match schema {
                Schema::Blip => blip(id, file, &mut report).is_some(),
                Schema::People => people(id, file, &mut report).is_some(),
                Schema::Radar => settings(id, file, &mut report).is_some(),
            };
            assert!(is_read, "{report:?}");
            let mut known = BTreeSet::new();
            tables(&schema.json(), &mut known);
            assert_eq!(known, asked::take(), "{schema:?}");
        }
    }
}
