//! What it would cost to leave a blip: whether an estimate of it holds on a day.
//!
//! An estimate is signed like a review and expires like one. It is an estimate of people, so it never changes how
//! fresh a blip is, and nothing is computed from it but whether leaving is costly.

use jiff::civil::Date;

use crate::radar::freshness::{interval, practises};
use crate::radar::history::placement_on;
use crate::radar::interval::{Interval, Unit};
use crate::radar::{Blip, Exit, PersonIndex, Radar};

/// From this effort on, leaving is costly: a quarter is more than a team can do beside its other work.
const COSTLY: Interval = Interval::months(3);

/// What an estimate is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitState {
    /// Somebody who practised signed it, and it has not expired.
    Holds,
    /// Somebody who practised signed it, and nobody has renewed it in time.
    Expired,
    /// Nobody who signed it practised on its day. It never holds.
    Opinion,
}

impl ExitState {
    /// Returns the name in data: `holds`, `expired`, `opinion`.
    pub fn name(self) -> &'static str {
        match self {
            ExitState::Holds => "holds",
            ExitState::Expired => "expired",
            ExitState::Opinion => "opinion",
        }
    }
}

/// An estimate on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedExit<'r> {
    /// The estimate.
    pub exit: &'r Exit,
    /// What it is worth.
    pub state: ExitState,
    /// The last day on which it holds; `None` for an opinion.
    pub until: Option<Date>,
}

impl JudgedExit<'_> {
    /// Returns whether it holds.
    pub fn holds(&self) -> bool {
        self.state == ExitState::Holds
    }

    /// Returns whether leaving is known to be costly: the estimate holds, and is of [three months](COSTLY) or more.
    pub fn is_costly(&self) -> bool {
        self.holds() && is_costly(self.exit.effort)
    }
}

/// Judges the estimate of a blip on a day. One dated after it does not exist yet.
pub fn judge<'r>(radar: &Radar, blip: &'r Blip, today: Date) -> Option<JudgedExit<'r>> {
    let exit = blip.exit.as_ref().filter(|exit| exit.date <= today)?;
    if practising(radar, exit).next().is_none() {
        return Some(JudgedExit { exit, state: ExitState::Opinion, until: None });
    }
    let until = interval(radar, blip, placement_on(blip, today)).after(exit.date);
    let state = if today <= until { ExitState::Holds } else { ExitState::Expired };
    Some(JudgedExit { exit, state, until: Some(until) })
}

/// Returns those who signed an estimate and practised on its day.
pub fn practising(radar: &Radar, exit: &Exit) -> impl Iterator<Item = PersonIndex> {
    exit.by.iter().copied().filter(|by| practises(radar, radar.person(*by), exit.date))
}

/// Returns whether an effort makes leaving costly.
pub fn is_costly(effort: Interval) -> bool {
    nominal_days(effort) >= nominal_days(COSTLY)
}

/// Returns the days of an interval wherever it lies in the calendar: an effort has no first day.
fn nominal_days(Interval { count, unit }: Interval) -> u32 {
    let each = match unit {
        Unit::Day => 1,
        Unit::Week => 7,
        Unit::Month => 30,
        Unit::Year => 365,
    };
    u32::from(count) * each
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_costly_in_any_unit() {
        for (effort, expected) in [
            ("2 months", false),
            ("3 months", true),
            ("1 year", true),
            ("12 weeks", false),
            ("13 weeks", true),
            ("89 days", false),
            ("90 days", true),
            ("1000 years", true),
        ] {
            assert_eq!(is_costly(effort.parse().expect("an interval")), expected, "{effort}");
        }
    }
}
