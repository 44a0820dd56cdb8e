//! What the importers share that read lists of blips: from an outline and a timeline to a radar.

use std::collections::BTreeSet;

use super::term_index::{TermIndex, sort_rings};
use super::timeline::Timeline;
use super::{Absent, Blip, Content, Options, TITLE, settled, unusable};
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
        mut self,
        timeline: &Timeline,
        absent: Absent,
        options: &Options,
        nothing: Span,
        report: &mut Report,
    ) -> Option<Content> {
        let renamed = self.rename(timeline);
        let timeline = renamed.as_ref().unwrap_or(timeline);
        let mut blips = timeline.blips(&self.quadrants.terms, absent);
        if blips.is_empty() {
            return report.refuse(unusable("the files have no entry that could be used", nothing));
        }
        self.drop_unused(timeline, &mut blips);
        let counts = [&self.rings, &self.quadrants].map(|terms| terms.check_count(report));
        counts.into_iter().collect::<Option<()>>()?;
        Some(Content {
            title: options.title.clone().or(self.title).unwrap_or_else(|| TITLE.to_owned()),
            rings: self.rings.terms,
            quadrants: self.quadrants.terms,
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

    /// Gives renamed rings and quadrants their newest names, and returns the timeline with these.
    fn rename(&mut self, timeline: &Timeline) -> Option<Timeline> {
        let (mut rings, mut quadrants) = timeline.renamed_terms();
        rings.retain(|old, _| self.rings.is_unlisted(old));
        quadrants.retain(|old, _| self.quadrants.is_unlisted(old));
        if rings.is_empty() && quadrants.is_empty() {
            return None;
        }
        self.remarks.extend(settled::remark("ring", &self.rings.terms, &rings));
        self.remarks.extend(settled::remark("quadrant", &self.quadrants.terms, &quadrants));
        settled::rename(&mut self.rings.terms, &rings);
        settled::rename(&mut self.quadrants.terms, &quadrants);
        sort_rings(&mut self.rings.terms);
        Some(timeline.with_names(&rings, &quadrants))
    }

    /// Drops the rings and quadrants that the newest state does not list and no blip needs: an empty quadrant
    /// would take its share of the chart. Blips that were retired from one get another.
    fn drop_unused(&mut self, timeline: &Timeline, blips: &mut [Blip]) {
        let unlisted = |terms: &TermIndex| -> BTreeSet<String> {
            let ids = terms.terms.iter().map(|term| &term.id);
            ids.filter(|id| terms.is_unlisted(id)).cloned().collect()
        };
        let rings = unlisted(&self.rings);
        self.rings
            .terms
            .retain(|ring| !rings.contains(&ring.id) || settled::needs(blips, &ring.id));
        let moves = timeline.quadrants_since();
        let candidates = unlisted(&self.quadrants);
        settled::drop_quadrants(&mut self.quadrants.terms, &candidates, &moves, blips);
    }
}
