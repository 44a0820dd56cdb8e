//! The `detect` list of a blip: what it looks like in a repository.

use super::fields::values::check_distinct_as;
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::detect::{DetectKind, Detector, DetectorError};

/// Checks the list and returns the usable entries.
pub(super) fn checked(
    written: Option<Spanned<Vec<Spanned<String>>>>,
    report: &mut Report,
) -> Vec<Spanned<Detector>> {
    let written = written.map_or_else(Vec::new, |written| written.value);
    check_distinct_as("the entry", &written, str::to_owned, report);
    written.into_iter().filter_map(|entry| detector(&entry, report)).collect()
}

fn detector(entry: &Spanned<String>, report: &mut Report) -> Option<Spanned<Detector>> {
    let error = match entry.value.parse() {
        Ok(detector) => return Some(Spanned::new(detector, entry.at)),
        Err(error) => error,
    };
    let message = format!("`{}` cannot be detected: {error}", entry.value);
    let problem = Diagnostic::new(Code::InvalidValue, message, entry.at);
    report.push(match &error {
        DetectorError::UnknownKind(kind) => {
            problem.suggest(kind, DetectKind::ALL.iter().map(|kind| kind.name()))
        }
        DetectorError::NoKind => problem.help(format!("the kinds are {}", kinds())),
        DetectorError::InnerStar => problem.help("only file: has globs; write two entries"),
        DetectorError::Glob(_) => problem.help("write a glob as in \"file:**/kafka-topics.yaml\""),
        _ => problem.help("write it as in \"npm:kafkajs\" or \"maven:org.apache.kafka:*\""),
    });
    None
}

fn kinds() -> String {
    let names: Vec<&str> = DetectKind::ALL.iter().map(|kind| kind.name()).collect();
    names.join(", ")
}
