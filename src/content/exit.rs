//! `[exit]` in a blip's file, what it would cost to leave it: its keys, their schema, their checks and the lint.

use jiff::civil::Date;
use schemars::JsonSchema;

use super::fields::values::{Prose, check_distinct};
use super::fields::{Fields, FromTable};
use super::references::Checker;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::radar::exit::{ExitState, JudgedExit};
use crate::radar::interval::{Interval, days};
use crate::radar::{self, JudgedBlip, RingIndex};

/// An estimate of what it would cost to leave the blip.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Exit {
    /// How long leaving would take, as in "4 months".
    #[schemars(required)]
    effort: Option<Spanned<Interval>>,
    /// The day of the estimate. It expires as a review of that day would; one after today does not count yet.
    #[schemars(required)]
    date: Option<Spanned<Date>>,
    /// The ids of the people in people.toml who estimate it. It is an opinion if none of them practises that day.
    #[schemars(required, extend("x-ids" = "person", "uniqueItems" = true, "minItems" = 1))]
    by: Option<Spanned<Vec<Spanned<String>>>>,
    /// What makes it so, in Markdown.
    note: Option<Spanned<Prose>>,
    #[schemars(skip)]
    at: Span,
}

impl FromTable for Exit {
    fn read(fields: &mut Fields) -> Self {
        Self {
            effort: effort(fields),
            date: fields.required("date"),
            by: signers(fields),
            note: fields.optional("note"),
            at: fields.at,
        }
    }
}

fn effort(fields: &mut Fields) -> Option<Spanned<Interval>> {
    let effort: Spanned<Interval> = fields.required("effort")?;
    if effort.value.count == 0 {
        let help = "leaving takes at least a day: effort = \"1 day\"";
        return fields.invalid(effort.at, "`effort` is zero".to_owned(), help);
    }
    Some(effort)
}

/// Returns the ids of those who sign. Unlike a review, an estimate never comes from an import, so somebody has to.
fn signers(fields: &mut Fields) -> Option<Spanned<Vec<Spanned<String>>>> {
    let by: Spanned<Vec<Spanned<String>>> = fields.required("by")?;
    if by.value.is_empty() {
        let help = "name who estimates it: by = [\"…\"]";
        return fields.invalid(by.at, "nobody signs this estimate".to_owned(), help);
    }
    Some(by)
}

impl Exit {
    /// Checks the estimate of a blip that was added on a day. Returns it if it can be used.
    pub(super) fn check(
        self,
        added: Option<Spanned<Date>>,
        checker: &mut Checker,
    ) -> Option<radar::Exit> {
        if let Some(by) = &self.by {
            check_distinct("the person", &by.value, checker.report);
        }
        let by = self.by.and_then(|by| checker.people(&by.value));
        checker.report_future("estimate", self.date);
        if let (Some(added), Some(date)) = (added, self.date) {
            check_added(added, date, checker.report);
        }
        Some(radar::Exit {
            effort: self.effort?.value,
            date: self.date?.value,
            by: by?,
            note: self.note.map(Prose::text),
            at: self.at,
        })
    }
}

/// Reports an estimate from before the blip was on the radar: one of the two dates is wrong.
fn check_added(added: Spanned<Date>, date: Spanned<Date>, report: &mut Report) {
    if added.value <= date.value {
        return;
    }
    let message =
        format!("this estimate is older than the blip, which was added on {}", added.value);
    Diagnostic::new(Code::ContradictingDates, message, date.at)
        .label("the day of the estimate")
        .also(added.at, "the day the blip was added")
        .help("correct one of the dates")
        .report_to(report);
}

/// Returns the lint for a blip on the innermost ring if no estimate of what it would cost to leave it holds.
pub(super) fn unknown(judged: &JudgedBlip, today: Date) -> Option<Diagnostic> {
    if judged.ring() != Some(RingIndex(0)) {
        return None;
    }
    let name = &judged.blip.name.value;
    let problem = |message, at| Diagnostic::new(Code::UnknownExit, message, at);
    let diagnostic = match judged.exit {
        None => {
            let message = format!("nobody has estimated what it would cost to leave {name}");
            problem(message, judged.blip.ring.at).label("on the innermost ring")
        }
        Some(JudgedExit { exit, state: ExitState::Opinion, .. }) => {
            let message =
                format!("nobody who practises has estimated what it would cost to leave {name}");
            problem(message, exit.at)
                .label("an opinion: nobody who signed it practised on that day")
        }
        Some(JudgedExit { exit, state: ExitState::Expired, until: Some(until) }) => {
            let since = days((today - until).get_days());
            let message = format!(
                "the estimate of what it would cost to leave {name} expired after {until}, {since} ago"
            );
            problem(message, exit.at)
        }
        Some(_) => return None,
    };
    let help = format!("ask somebody who practises to estimate it: radar exit {}", judged.blip.id);
    Some(diagnostic.help(help))
}
