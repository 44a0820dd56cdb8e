//! The verdicts as workflow commands of GitHub, which annotate pull requests.

use std::fmt::Write as _;

use super::words::Addresses;
use super::{Group, Report};
use crate::diagnostic::render::{github_data, github_property};
use crate::line::visible;

/// Writes a command for everything that is more than somebody's own signature: an error if it is denied.
pub(crate) fn github(report: &Report) -> String {
    let mut text = String::new();
    for item in report.notable() {
        let level = if report.is_denied(item) { "error" } else { "warning" };
        let (file, line) = report.place(item);
        let place = match (file, line) {
            (Some(file), line) => {
                format!("file={},line={},", github_property(&visible(&file)), line.unwrap_or(1))
            }
            (None, _) => String::new(),
        };
        let names: Vec<&str> = item.verdicts().iter().map(|verdict| verdict.name()).collect();
        let title = if names.is_empty() { "not committed yet".to_owned() } else { names.join(" ") };
        let what = Group::of(item).name(1);
        let (of, dates) = (report.of(item), Report::dates(item));
        let signers = report.signers(item);
        let verdict = report.verdict(item, Addresses::Hidden);
        let message = match Group::of(item) {
            Group::Addresses => format!("{what} of {of}: {verdict}"),
            Group::Periods => format!("{what} of {of}, {dates}: {verdict}"),
            _ => format!("{what} of {of} of {dates}, signed by {signers}: {verdict}"),
        };
        let message = github_data(&visible(&message));
        let _ = writeln!(text, "::{level} {place}title={}::{message}", github_property(&title));
    }
    text
}
