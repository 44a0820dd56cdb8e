//! JSON and YAML -> a document.

use crate::diagnostic::Report;
use crate::import::Details;
use crate::import::document::{Document, Line, ListedTerm, Sectors, is_numbered};
use crate::import::name::one_line;
use crate::import::not_imported;
use crate::import::sources::File;
use crate::import::term_index::report_unknown_keys;
use crate::import::value::Value;

pub(super) fn is_document(value: &Value) -> bool {
    value.items_of("data").iter().any(|entry| entry.get("ring").is_some())
}

pub(super) fn read<'s>(file: &'s File<'s>, value: &Value, report: &mut Report) -> Document<'s> {
    let mut document = Document::new(file);
    let meta = |key: &str| value.get("meta").and_then(|meta| meta.line_of(key));
    (document.title, document.date) = (meta("title"), meta("date"));
    let items = |key: &str| value.items_of(key);
    if !items("sectors").is_empty() {
        document.sectors = Sectors::Any;
    }
    document.rings = (1..).zip(items("rings")).map(|(n, ring)| listed(ring, 'r', n)).collect();
    if document.sectors == Sectors::Clockwise {
        for (id, title) in value.get("quadrantTitles").map_or(&[][..], Value::entries) {
            let words = title.text().unwrap_or_default();
            document.title_of(&id.name, &words, title.at);
        }
        for (word, alias) in value.get("quadrantAliases").map_or(&[][..], Value::entries) {
            for other in alias.texts() {
                // Both directions are in use: `q1: [tools]` and `tools: q1`.
                let is_id = is_numbered(&word.name);
                let (id, alias) = if is_id { (&word.name, &other) } else { (&other, &word.name) };
                document.alias_of(id, alias, word.at);
            }
        }
    } else {
        let sectors = (1..).zip(items("sectors"));
        document.quadrants = sectors.map(|(n, sector)| listed(sector, 's', n)).collect();
    }
    document.sort();
    document.lines = items("data").iter().map(line).collect();
    let known = ["name", "title", "label", "quadrant", "sector", "ring", "description", "moved"];
    report_unknown_keys("entries", items("data"), &known, report);
    if let Some(settings) = value.get("renderSettings") {
        report.push(not_imported("`renderSettings` is not imported", settings.at));
    }
    document
}

fn listed(value: &Value, letter: char, number: usize) -> ListedTerm {
    let id =
        value.text_of("id").map_or_else(|| format!("{letter}{number}"), |id| id.to_lowercase());
    let title = value.text_of("title").or_else(|| value.text_of("name")).unwrap_or_default();
    let aliases = value.texts_of("aliases");
    let description = value.line_of("description");
    ListedTerm { id, title: one_line(&title), aliases, description, at: value.at }
}

fn line(value: &Value) -> Line {
    let written = |key: &str| Some((value.text_of(key)?.into_owned(), value.get(key)?.at));
    Line {
        at: value.at,
        name: written("name").or_else(|| written("title")).or_else(|| written("label")),
        quadrant: written("sector").or_else(|| written("quadrant")),
        ring: written("ring"),
        description: written("description"),
        details: Details::default(),
    }
}
