//! What a radar says about the dependencies that a change to a repository touches: [`nudges`].
//!
//! A published `radar.json`, and what a repository is made of before and after the change, become a few sentences. They
//! are for people who may never have seen the radar. Freshness is judged on the day of the nudge, because `radar.json`
//! may be older. Everything here is a pure function; `command::nudge` reads the two commits.

mod change;
mod github;
mod json;
mod markdown;
mod published;
mod sentence;
mod uses;

use jiff::civil::Date;

use crate::radar::freshness::Freshness;
pub(crate) use change::Change;
use change::changes;
pub(crate) use github::github;
pub(crate) use json::json;
pub(crate) use markdown::{markdown, text};
use published::Blip;
pub(crate) use published::Published;
pub(crate) use uses::Commit;

/// How many nudges are written out: people ignore long lists.
const SHOWN: usize = 3;

/// What a radar says about one thing that a change touches.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nudge<'p> {
    blip: &'p Blip,
    change: Change,
    /// `None` for a retired blip.
    freshness: Option<Freshness>,
    /// Whether the thing was added on a ring that is denied.
    pub(crate) is_denied: bool,
}

/// The nudges of a change, the gravest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nudges<'p> {
    radar: &'p Published,
    today: Date,
    /// The address of the radar's site, with a slash at the end.
    site: Option<&'p str>,
    pub(crate) all: Vec<Nudge<'p>>,
}

/// Returns what to say about a change. What was added always has a nudge; what was changed has one if a review is needed.
pub(crate) fn nudges<'p>(
    radar: &'p Published,
    site: Option<&'p str>,
    (before, after): (&Commit, &Commit),
    denied: &[String],
    today: Date,
) -> Nudges<'p> {
    let is_denied = |blip: &Blip| denied.contains(&blip.ring);
    let unwanted = |blip: &Blip| radar.is_outermost(blip) || is_denied(blip);
    let mut all: Vec<Nudge> = changes(radar, before, after, unwanted)
        .into_iter()
        .map(|(blip, change)| {
            let is_denied = change.is_added() && is_denied(blip);
            Nudge { blip, change, freshness: radar.freshness(blip, today), is_denied }
        })
        .filter(|nudge| nudge.is_news(radar))
        .collect();
    all.sort_by_key(|nudge| (std::cmp::Reverse(nudge.gravity(radar)), nudge.blip.id.clone()));
    Nudges { radar, today, site: site.or(radar.base_url.as_deref()), all }
}

impl Nudge<'_> {
    fn is_news(&self, radar: &Published) -> bool {
        match self.change {
            Change::Added { .. } => true,
            Change::AddedElsewhere { .. } => radar.is_outermost(self.blip) || self.is_denied,
            Change::Upgraded { .. } | Change::Downgraded { .. } => {
                self.freshness.is_some_and(|freshness| freshness != Freshness::Fresh)
            }
        }
    }

    /// Returns how much somebody should know this, by what counts most first.
    fn gravity(&self, radar: &Published) -> (bool, bool, bool, Option<Freshness>, bool, bool) {
        let is_added = self.change.is_added();
        (
            self.is_denied,
            is_added && radar.is_outermost(self.blip),
            self.blip.imposed,
            self.freshness,
            self.blip.set_from_outside,
            is_added,
        )
    }
}

impl<'p> Nudges<'p> {
    /// Returns those that are written out, and the others.
    fn shown(&self) -> (&[Nudge<'p>], &[Nudge<'p>]) {
        self.all.split_at(self.all.len().min(SHOWN))
    }

    /// Returns the address of a blip's page.
    fn page(&self, blip: &Blip) -> Option<String> {
        self.site.map(|site| format!("{site}{}", blip.url))
    }

    /// Returns the sentence about those that are not written out: `2 more: Kafka, Rust.`
    fn more(&self) -> Option<String> {
        const NAMED: usize = 5;
        let (_, more) = self.shown();
        let names: Vec<&str> = more.iter().take(NAMED).map(|nudge| &*nudge.blip.name).collect();
        let end = if more.len() > NAMED { ", …" } else { "." };
        (!more.is_empty()).then(|| format!("{} more: {}{end}", more.len(), names.join(", ")))
    }

    /// Returns what to know of a `radar.json` that is not of today: it lacks later reviews.
    fn age(&self) -> Option<String> {
        const USUAL_DAYS: i32 = 7;
        let of = self.radar.today;
        let is_old = (self.today - of).get_days() > USUAL_DAYS;
        is_old.then(|| {
            format!(
                "This is what the radar said on {}. Later reviews are not in it.",
                sentence::day(of)
            )
        })
    }
}
