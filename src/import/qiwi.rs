//! Qiwi's tech radar (<https://github.com/qiwi/tech-radar>): CSV in sections, JSON or YAML, a file for each
//! state.
//!
//! Both of its forms are read: `quadrant` with aliases and titles for `q1` to `q4`, and `sector` and `ring`
//! with titles for any number of them. Dated files of one scope, which is a folder there, are editions.

mod json;
mod sections;

use std::collections::BTreeSet;
use std::path::Path;

use super::document::Document;
use super::sources::{File, Kind};
use super::{Content, Format, Options, Recognition, Sources, date, not_imported, states};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
pub(super) use sections::has_sections;

pub(super) const FORMAT: Format =
    Format { name: "qiwi", title: "Qiwi's tech radar", recognise, read };

fn recognise(sources: &Sources) -> Recognition {
    if let Some(file) = sources.of(Kind::Csv).find(|file| has_sections(file)) {
        return Recognition::Yes(format!("{} has sections split by ===", file.path));
    }
    let found = sources.with_values().find(|(_, value)| json::is_document(value));
    let otherwise = "no CSV has sections split by ===, and no JSON or YAML has `data`";
    Recognition::of(found.map(|(file, _)| file.path), "`data` with `ring`", otherwise)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let documents = documents(sources, report)?;
    check_scope(&documents, report)?;
    states::content(documents, options, sources, report)
}

fn documents<'s>(sources: &'s Sources<'s>, report: &mut Report) -> Option<Vec<Document<'s>>> {
    let mut documents = Vec::new();
    for file in sources.iter() {
        match file.kind {
            Kind::Csv if has_sections(file) => documents.push(sections::read(file, report)?),
            Kind::Json | Kind::Yaml => match file.value(report)? {
                value if json::is_document(value) => {
                    documents.push(json::read(file, value, report));
                }
                value => report.push(not_imported("the file has no `data`", value.at)),
            },
            Kind::Csv => {
                let message = "the CSV has no sections split by ===";
                report.push(not_imported(message, Span::file(file.id)));
            }
            _ => {}
        }
    }
    Some(documents)
}

/// Reports files of several scopes, as they are several radars.
fn check_scope(documents: &[Document], report: &mut Report) -> Option<()> {
    let scopes: Vec<String> = documents.iter().map(|document| scope(document.file)).collect();
    let first = scopes.first()?;
    let Some(other) = scopes.iter().position(|scope| scope != first) else { return Some(()) };
    let names = Vec::from_iter(BTreeSet::from_iter(&scopes));
    report.refuse(
        Diagnostic::new(
            Code::InvalidSource,
            format!("the files are of several radars: {}", list(&names)),
            Span::file(documents[other].file.id),
        )
        .label("this file belongs to another radar")
        .help("name the folder or the files of one of them"),
    )
}

/// Returns the path of a file without its date: files of one radar are in one folder, or differ only in the
/// date.
fn scope(file: &File) -> String {
    let folder = Path::new(file.path).parent().map(Path::display);
    let folder = folder.map(|folder| folder.to_string()).unwrap_or_default();
    let stem = file.stem();
    let words = match date::name::find(stem) {
        Some(found) => format!("{}{}", &stem[..found.range.start], &stem[found.range.end..]),
        None => String::new(),
    };
    let words = words.trim_matches(['-', '_', '.']);
    match (folder.as_str(), words) {
        ("", "") => file.path.to_owned(),
        (folder, "") => folder.to_owned(),
        ("", words) => words.to_owned(),
        (folder, words) => format!("{folder}/{words}"),
    }
}
