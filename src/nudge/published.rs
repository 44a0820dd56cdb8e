//! `radar.json` of a published radar -> what a nudge needs of it. Older ones lack some keys.

use jiff::civil::Date;
use serde::Deserialize;

use crate::line::line_from;
use crate::markdown::address;
use crate::radar::detect::Detector;
use crate::radar::freshness::{Freshness, ReviewKind};

/// A radar as its site publishes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Published {
    version: u32,
    pub(super) title: String,
    /// The day on which it was judged.
    pub(super) today: Date,
    rings: Vec<Ring>,
    /// The address of its site, with a slash at the end.
    #[serde(default)]
    pub(super) base_url: Option<String>,
    pub(super) blips: Vec<Blip>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Ring {
    id: String,
    name: String,
}

/// A blip of a published radar.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Blip {
    pub(super) id: String,
    pub(super) name: String,
    /// A ring's id, or `retired`.
    pub(super) ring: String,
    freshness: Option<String>,
    pub(super) review_until: Option<Date>,
    #[serde(default)]
    due_from: Option<Date>,
    #[serde(default)]
    pub(super) imposed: bool,
    #[serde(default)]
    pub(super) set_from_outside: bool,
    #[serde(default)]
    pub(super) unremembered: bool,
    pub(super) url: String,
    #[serde(default)]
    history: Vec<Review>,
    #[serde(default)]
    detect: Vec<String>,
    /// Those of `detect` that this version of the program knows.
    #[serde(skip)]
    pub(super) detectors: Vec<Detector>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Review {
    kind: String,
}

impl Blip {
    /// Returns whether somebody who practised ever signed a review.
    pub(super) fn has_hands_on(&self) -> bool {
        self.history.iter().any(|review| review.kind == ReviewKind::HandsOn.name())
    }
}

/// The ring of blips that have left.
pub(super) const RETIRED: &str = "retired";

impl Published {
    /// Reads `radar.json`.
    ///
    /// # Errors
    ///
    /// If it is none: the reason.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut radar: Published =
            serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if radar.version != 1 {
            return Err(format!(
                "its version is {}, and this program knows version 1",
                radar.version
            ));
        }
        radar.title = line_from(&radar.title).into_owned();
        // What leads to no site is no address; a link with it could lead anywhere.
        let base_url = radar.base_url.as_deref().map(address::base_url);
        radar.base_url = base_url.and_then(Result::ok);
        for ring in &mut radar.rings {
            ring.name = line_from(&ring.name).into_owned();
        }
        for blip in &mut radar.blips {
            blip.name = line_from(&blip.name).into_owned();
            blip.detectors = blip.detect.iter().filter_map(|text| text.parse().ok()).collect();
            let is_path = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            if !blip.url.chars().all(is_path) || !blip.id.chars().all(is_path) {
                return Err(format!("the blip `{}` has no valid id or address", blip.name));
            }
        }
        Ok(radar)
    }

    /// Returns whether any blip says what it looks like in a repository.
    pub(crate) fn detects(&self) -> bool {
        self.blips.iter().any(|blip| !blip.detectors.is_empty())
    }

    /// Returns the ids of its rings, from the centre out.
    pub(crate) fn rings(&self) -> impl Iterator<Item = &str> {
        self.rings.iter().map(|ring| ring.id.as_str())
    }

    /// Returns the name of a blip's ring; `None` if it is retired.
    pub(super) fn ring(&self, blip: &Blip) -> Option<&str> {
        self.rings.iter().find(|ring| ring.id == blip.ring).map(|ring| ring.name.as_str())
    }

    /// Returns whether a blip is on the last ring.
    pub(super) fn is_on_last(&self, blip: &Blip) -> bool {
        self.rings.len() > 1 && self.rings.last().is_some_and(|ring| ring.id == blip.ring)
    }

    /// Returns whether a blip is on the last ring, or has left.
    pub(super) fn is_outermost(&self, blip: &Blip) -> bool {
        self.is_on_last(blip) || blip.ring == RETIRED
    }

    /// Returns the freshness on a day; `None` for a retired blip. Of a file that lacks `due_from`, only what it says
    /// itself can make a blip due.
    pub(super) fn freshness(&self, blip: &Blip, today: Date) -> Option<Freshness> {
        if blip.ring == RETIRED {
            return None;
        }
        let Some(until) = blip.review_until else { return Some(Freshness::Unreviewed) };
        let was_due =
            || blip.freshness.as_deref() == Some(Freshness::Due.name()) && self.today <= today;
        Some(if until < today {
            Freshness::Expired
        } else if blip.due_from.map_or_else(was_due, |from| from <= today) {
            Freshness::Due
        } else {
            Freshness::Fresh
        })
    }
}
