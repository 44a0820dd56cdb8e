//! Problems that wait until others are solved, because they may only follow from them.
//!
//! With `practicing` for `practising`, nobody practises, and every review would be called advisory.

use std::collections::BTreeSet;

use super::Files;
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::{Evidence, Holds, Radar};
use crate::source::{CONTENT, FileId};

/// The files with errors, of which some content is missing.
pub(super) struct Broken {
    files: BTreeSet<FileId>,
    /// Whether the review rule, rings or quadrants may be missing.
    settings: bool,
    people: bool,
    /// Whether it is unknown who committed when.
    evidence: bool,
}

impl Broken {
    /// Finds the files with errors.
    pub(super) fn new(files: &Files, report: &Report) -> Self {
        let broken: BTreeSet<FileId> =
            report.iter().filter(|d| loses_content(d.code)).map(|d| d.at().file).collect();
        let is_broken = |file: Option<FileId>| file.is_some_and(|file| broken.contains(&file));
        Self {
            settings: is_broken(files.settings),
            people: is_broken(files.people),
            evidence: is_broken(files.evidence),
            files: broken,
        }
    }

    /// Returns whether a problem may follow from another one.
    pub(super) fn may_cause(&self, problem: &Diagnostic, radar: &Radar) -> bool {
        let needs_evidence =
            radar.practice.evidence == Evidence::Git || radar.rule.counts == Holds::FirstHand;
        let is_in_broken = || problem.labels.iter().any(|l| self.files.contains(&l.at.file));
        match problem.code {
            Code::ReviewDue
            | Code::ReviewExpired
            | Code::Unreviewed
            | Code::ImposedRing
            | Code::Orphaned => {
                self.settings || self.people || (self.evidence && needs_evidence) || is_in_broken()
            }
            Code::StalePractice | Code::UnprovablePractice => {
                self.settings || self.people || self.evidence
            }
            Code::SecondHand | Code::UsedOnHold | Code::Unused | Code::SingleReviewer => {
                self.settings || self.people || self.evidence || is_in_broken()
            }
            Code::ReviewWithoutNote | Code::BulkReview => is_in_broken(),
            // The file may retire the blip, and radar.toml has the notice.
            Code::Unanswered => self.settings || is_in_broken(),
            // Quadrants, editions, teams and people have pages.
            Code::BrokenLink => self.settings || self.people,
            _ => false,
        }
    }
}

/// Returns whether something cannot be used because of a problem: more than a link.
fn loses_content(code: Code) -> bool {
    code.is_always_error() && code != Code::UnsafeLink
}

/// Removes the problems of names that people.toml would have, if it could not be read. If it does not exist, reports
/// that once.
pub(super) fn without_people(files: &Files, report: &mut Report) -> bool {
    let needs_people = |d: &Diagnostic| matches!(d.code, Code::UnknownOwner | Code::UnknownPerson);
    let first: Option<Span> = report.iter().filter(|d| needs_people(d)).map(Diagnostic::at).min();
    let count = report.iter().filter(|d| needs_people(d)).count();
    report.retain(|problem| !needs_people(problem));
    if let (Some(first), None) = (first, files.people) {
        let message = format!("{CONTENT}/people.toml is missing");
        let names = if count == 1 { "name" } else { "names" };
        Diagnostic::new(Code::MissingFile, message, first)
            .label(format!("the first of {count} {names} of teams and people"))
            .help("write the file, with a table such as [team.platform] or [person.ada] for each, which has a name")
            .report_to(report);
    }
    first.is_some()
}
