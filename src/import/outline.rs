//! What the importers share that read lists of blips: from an outline and a timeline to a radar.

use super::term_index::TermIndex;
use super::timeline::Timeline;
use super::{Absent, Content, Options, TITLE, unusable};
use crate::diagnostic::{Report, Span};

/// A radar without its blips.
pub(super) struct Outline {
    pub(super) title: Option<String>,
    pub(super) rings: TermIndex,
    pub(super) quadrants: TermIndex,
    pub(super) remarks: Vec<String>,
}

impl Outline {
    /// Returns the radar of a timeline, with an edition for each of its days. Returns `None`, and reports it
    /// at `nothing`, if no entry could be used.
    pub(super) fn content(
        self,
        timeline: &Timeline,
        absent: Absent,
        options: &Options,
        nothing: Span,
        report: &mut Report,
    ) -> Option<Content> {
        let counts = [&self.rings, &self.quadrants].map(|terms| terms.check_count(report));
        counts.into_iter().collect::<Option<()>>()?;
        let quadrants = self.quadrants.terms;
        let blips = timeline.blips(&quadrants, absent);
        if blips.is_empty() {
            return report.refuse(unusable("the files have no entry that could be used", nothing));
        }
        Some(Content {
            title: options.title.clone().or(self.title).unwrap_or_else(|| TITLE.to_owned()),
            rings: self.rings.terms,
            quadrants,
            editions: timeline.editions(),
            blips,
            days: timeline.days().collect(),
            unclear: timeline.unclear_ids(),
            listing: timeline.listing,
            absent,
            remarks: self.remarks,
            ..Content::default()
        })
    }
}
