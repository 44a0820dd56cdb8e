//! `practice.toml`, checked: whose commits were found in which months.

use jiff::civil::Date;

use super::people::CheckedPeople;
use crate::content::manifest;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::interval::Interval;
use crate::radar::month::Month;
use crate::radar::{Evidence, Practice};

/// How long a commit counts where radar.toml does not say.
const WINDOW: Interval = Interval::months(3);

/// Checks `[practice]` of radar.toml.
pub(super) fn settings(
    written: Option<manifest::PracticeRule>,
    report: &mut Report,
) -> (Practice, Option<Span>) {
    let mut practice = Practice { evidence: Evidence::Declared, window: WINDOW, scanned: None };
    let Some(written) = written else { return (practice, None) };
    if let Some(window) = written.window {
        practice.window = window.value;
    }
    let Some(evidence) = written.evidence else { return (practice, None) };
    match evidence.value.as_str() {
        "git" => practice.evidence = Evidence::Git,
        "declared" => {}
        other => report.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("there is no evidence `{other}`"),
                evidence.at,
            )
            .suggest(other, ["declared", "git"]),
        ),
    }
    (practice, Some(evidence.at))
}

/// Checks `practice.toml`, and tells each person of their months. `evidence_at` is where radar.toml asks
/// for it.
pub(super) fn practice(
    written: Option<manifest::Practice>,
    practice: &mut Practice,
    evidence_at: Option<Span>,
    people: &mut CheckedPeople,
    report: &mut Report,
) {
    let Some(written) = written else {
        if let (Evidence::Git, Some(at)) = (practice.evidence, evidence_at) {
            report.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    "there is no radar/practice.toml to take evidence from",
                    at,
                )
                .help("write it with radar practice scan REPO…, or leave this line out"),
            );
        }
        return;
    };
    practice.scanned = written.scanned.as_ref().map(|scanned| scanned.value);
    for (id, months) in written.people {
        let known: Vec<&str> = people.people.iter().map(|person| person.id.as_str()).collect();
        let Some(at) = known.iter().position(|known| *known == id.value) else {
            report.push(
                Diagnostic::new(
                    Code::UnknownPerson,
                    format!("there is no person `{}`", id.value),
                    id.at,
                )
                .suggest(&id.value, known)
                .help("radar practice scan writes this file anew"),
            );
            continue;
        };
        let mut months: Vec<Month> =
            months.iter().filter_map(|text| month(text, practice.scanned, report)).collect();
        months.sort_unstable();
        months.dedup();
        people.people[at].committed = months;
    }
}

fn month(text: &Spanned<String>, scanned: Option<Date>, report: &mut Report) -> Option<Month> {
    let invalid = |message: String| {
        Diagnostic::new(Code::InvalidValue, message, text.at)
            .help("radar practice scan writes this file anew")
    };
    let Ok(month) = text.value.parse::<Month>() else {
        report.push(invalid(format!("`{}` is no month, such as \"2026-04\"", text.value)));
        return None;
    };
    if let Some(scanned) = scanned.filter(|scanned| *scanned < month.first()) {
        report.push(invalid(format!("{month} begins after the scan of {scanned}")));
        return None;
    }
    Some(month)
}
