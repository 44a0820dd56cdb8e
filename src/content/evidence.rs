//! `practice.toml`, which `radar practice scan` writes: its keys and their checks.

use jiff::civil::Date;

use super::fields::{Fields, FromTable};
use super::references::unknown;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::month::Month;
use crate::radar::{Evidence, Radar};

const SCAN_AGAIN: &str = "radar practice scan writes this file anew";

/// The months in which people committed, as found in git histories.
pub(super) struct Practice {
    scanned: Option<Spanned<Date>>,
    /// `[person.ID]`, by id.
    people: Vec<(Spanned<String>, Months)>,
}

struct Months(Option<Spanned<Vec<Spanned<String>>>>);

impl FromTable for Practice {
    fn read(fields: &mut Fields) -> Self {
        Self { scanned: fields.required("scanned"), people: fields.named("person") }
    }
}

impl FromTable for Months {
    fn read(fields: &mut Fields) -> Self {
        Self(fields.required("months"))
    }
}

/// Checks `practice.toml` and adds its months to the people. Reports a missing file if radar.toml needs it,
/// at `needed_at`.
pub(super) fn apply(
    written: Option<Practice>,
    needed_at: Option<Span>,
    radar: &mut Radar,
    report: &mut Report,
) {
    let Some(written) = written else {
        if let (Evidence::Git, Some(at)) = (radar.practice.evidence, needed_at) {
            let message = "radar/practice.toml, which contains the evidence, is missing";
            Diagnostic::new(Code::MissingFile, message, at)
                .help("write it with radar practice scan REPO…, or leave this line out")
                .report_to(report);
        }
        return;
    };
    let scanned = written.scanned.map(|scanned| scanned.value);
    radar.practice.scanned = scanned;
    for (id, Months(months)) in written.people {
        let Some(person) = radar.person_index(&id.value) else {
            let known = radar.people.iter().map(|person| person.id.as_str());
            report.push(unknown(Code::UnknownPerson, "person", &id, known).help(SCAN_AGAIN));
            continue;
        };
        let months = months.into_iter().flat_map(|months| months.value);
        let mut months: Vec<Month> =
            months.filter_map(|text| month(&text, scanned, report)).collect();
        months.sort_unstable();
        months.dedup();
        radar.people[person.index()].committed = months;
    }
}

fn month(text: &Spanned<String>, scanned: Option<Date>, report: &mut Report) -> Option<Month> {
    let month = text.value.parse::<Month>().ok();
    let message = match (month, scanned) {
        (None, _) => format!("`{}` is not a month, such as \"2026-04\"", text.value),
        (Some(month), Some(scanned)) if scanned < month.first() => {
            format!("{month} begins after the scan of {scanned}")
        }
        _ => return month,
    };
    report.push(Diagnostic::new(Code::InvalidValue, message, text.at).help(SCAN_AGAIN));
    None
}
