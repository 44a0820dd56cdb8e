//! View models: what the templates of a theme are given. This is the contract with them.
//!
//! Every template has the variables of [`Frame`] (`site`, `page`, `t`) and those of its own struct
//! below. Dates are strings as in `2026-04-14`; the filter `date` writes them in the language of
//! the site. Paths (`url`) start at the site's root; a template puts `page.root` before them. Texts
//! of the interface never come from here: templates take them from `t`.

mod blip;
mod edition;
mod finder;
mod listing;
mod people;
mod queue;
mod row;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

pub use blip::{Answered, BlipPage, Entry, QuestionView, ReviewView, Reviewer, Why};
pub use edition::{ChangesPage, EditionLink, EditionPage, Group, Moved};
pub use finder::{Choice, Facet, Known, KnownBlip, Named};
pub use listing::{
    AboutPage, NotFoundPage, QuadrantList, QuadrantPage, RadarPage, RingList, Travel,
};
pub use people::{GivenReview, PeriodView, PersonPage, TeamMember, TeamPage};
pub use queue::{Burndown, ImposedRing, QueueEntry, QueueGroup, ReviewsPage, TeamQueue};
pub use row::{
    Compass, Counts, IntervalView, LastReview, Listed, OwnerKind, OwnerLink, PersonLink, PlaceLink,
    Row, Rows, Shared,
};

/// HTML that is trusted, and not escaped again.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Html(Value);

impl Html {
    /// Trusts this HTML. It comes from [`crate::markdown`] or [`crate::chart`], which escape.
    pub fn trusted(html: &str) -> Self {
        Self(Value::safe_string(html))
    }
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The page itself.
    pub page: PageView,
}

/// `page`: where a page is and what it is.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// `radar`, `quadrant`, `blip`, `team`, `person`, `edition`, `changes`, `reviews`, `about` or
    /// `not-found`.
    pub kind: &'static str,
    /// The path from the site's root.
    pub path: String,
    /// From the page to the site's root: empty, or `../`. On the 404 page it is the base URL, or
    /// null where there is none: then no other file can be addressed.
    pub root: Option<String>,
    /// The whole address, where the site has a base URL.
    pub canonical: Option<String>,
}

/// `site`: the same for every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// What the radar is called.
    pub title: String,
    /// The language tag.
    pub language: String,
    /// The day the site speaks of.
    pub today: Date,
    /// The review interval and the notice.
    pub every: IntervalView,
    /// How long before its end a review counts as due.
    pub notice: IntervalView,
    /// Whether there is an about page.
    pub has_about: bool,
    /// The rings from the centre out.
    pub rings: Vec<Shared<PlaceLink>>,
    /// The quadrants.
    pub quadrants: Vec<Shared<PlaceLink>>,
    /// The counts of all blips on the radar.
    pub counts: Counts,
    /// The version of the program.
    pub generator: &'static str,
}
