//! Which repositories use a blip, as the last scan found it.

use jiff::civil::Date;
use serde::Serialize;

use crate::radar::evidence::usage;
use crate::radar::month::Month;
use crate::radar::{Blip, Radar, UsedBy};

/// What is known of the use of a blip.
#[derive(Debug, Serialize)]
pub(super) struct UseView<'r> {
    /// The name of a [`crate::radar::evidence::Usage`].
    known: &'static str,
    /// The day of the last scan, if there was one.
    scanned: Option<Date>,
    /// The repositories that use it themselves, by name.
    direct: Vec<RepositoryView<'r>>,
    /// Those that only something else brings it to, by name.
    indirect: Vec<RepositoryView<'r>>,
}

#[derive(Debug, Serialize)]
struct RepositoryView<'r> {
    name: &'r str,
    version: Option<&'r str>,
    /// The first day of the month of the first commit with it.
    since: Option<Date>,
}

impl<'r> UseView<'r> {
    pub(super) fn new(radar: &'r Radar, blip: &'r Blip) -> Self {
        let view = |used: &'r UsedBy| RepositoryView {
            name: &radar.repository(used.repository).name,
            version: used.version.as_deref(),
            since: used.since.map(Month::first),
        };
        let (indirect, direct): (Vec<&UsedBy>, Vec<&UsedBy>) =
            blip.used_by.iter().partition(|used| used.indirect);
        Self {
            known: usage(radar, blip).name(),
            scanned: radar.scanned,
            direct: direct.into_iter().map(view).collect(),
            indirect: indirect.into_iter().map(view).collect(),
        }
    }
}
