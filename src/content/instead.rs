//! `instead` and `sunset` in a blip's file, what to use in its place and until when: their checks and the lint.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::references::unknown;
use crate::diagnostic::{Code, Diagnostic, Report, Spanned};
use crate::radar::{Blip, JudgedBlip, Placement, Radar, history};

/// After how many unknown ids no more names are suggested: each is compared with every id there is.
const MAX_SUGGESTIONS: usize = 200;

/// Reports alternatives that do not exist, that are the blip itself, and that are retired. `ids` are those of all files
/// of blips, including unusable ones.
pub(super) fn check(radar: &Radar, ids: &BTreeSet<&str>, today: Date, report: &mut Report) {
    let mut unknown_ids = 0;
    for blip in &radar.blips {
        for id in &blip.instead {
            if id.value == blip.id {
                report.push(itself(blip, id));
            } else if !ids.contains(id.value.as_str()) {
                unknown_ids += 1;
                let known = ids.iter().copied().filter(|known| *known != blip.id);
                let known = known.take(if unknown_ids > MAX_SUGGESTIONS { 0 } else { usize::MAX });
                report.push(unknown(Code::UnknownBlip, "blip", id, known));
            } else if let Some(other) = radar.blip(&id.value)
                && history::placement_on(other, today) == Some(Placement::Retired)
            {
                report.push(retired(blip, other, id));
            }
        }
    }
}

fn itself(blip: &Blip, id: &Spanned<String>) -> Diagnostic {
    let message = format!("{} cannot be used instead of itself", blip.name.value);
    Diagnostic::new(Code::InvalidValue, message, id.at)
        .help("name another blip, or remove the entry")
}

fn retired(blip: &Blip, other: &Blip, id: &Spanned<String>) -> Diagnostic {
    let (name, other) = (&blip.name.value, &other.name.value);
    let message = format!("{other} is to be used instead of {name}, and is retired");
    Diagnostic::new(Code::RetiredAlternative, message, id.at)
        .label("it has left the radar")
        .help("name a blip that is on a ring, or remove the entry")
}

/// Reports an end of use before the blip was on the radar: one of the two dates is wrong.
pub(super) fn check_sunset(
    sunset: Option<Spanned<Date>>,
    added: Option<Spanned<Date>>,
    report: &mut Report,
) {
    let (Some(sunset), Some(added)) = (sunset, added) else { return };
    if added.value <= sunset.value {
        return;
    }
    let message =
        format!("its use ended on {}, before the blip was added on {}", sunset.value, added.value);
    Diagnostic::new(Code::ContradictingDates, message, sunset.at)
        .label("the last day on which it may be used")
        .also(added.at, "the day the blip was added")
        .help("correct one of the dates")
        .report_to(report);
}

/// Returns the lint for a blip on the last ring that does not say what to use instead.
pub(super) fn missing(radar: &Radar, judged: &JudgedBlip) -> Option<Diagnostic> {
    let (blip, ring) = (judged.blip, judged.ring()?);
    if !radar.is_last(ring) || !blip.instead.is_empty() {
        return None;
    }
    let ring = &radar.ring(ring).name;
    let message = format!("{} is on {ring}, and nothing says what to use instead", blip.name.value);
    Some(
        Diagnostic::new(Code::NoAlternative, message, blip.ring.at)
            .label("the last ring: do not begin with it")
            .help("add a line instead = [\"…\"] with the ids of blips"),
    )
}
