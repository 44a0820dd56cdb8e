//! The domain: a technology radar, and what the rule says about it on a day.
//!
//! Pure functions over plain data. It knows no TOML, no HTML and no template.

mod blip;
pub mod burndown;
pub(crate) mod compare;
pub mod detect;
pub(crate) mod diff;
pub(crate) mod entered;
pub(crate) mod events;
pub mod evidence;
pub mod exit;
pub mod first_hand;
pub mod freshness;
pub mod history;
pub(crate) mod id;
pub mod imposed;
mod index;
pub mod interval;
pub mod life;
mod model;
pub mod month;
pub mod practice;
pub mod questions;
pub mod queue;
mod site_export;
mod snapshot;
pub mod standing;

pub use blip::*;
pub use entered::{Entered, EnteredBy};
pub use evidence::{Repository, UsedBy};
pub use index::*;
pub use model::*;
pub use site_export::SiteExport;
pub use snapshot::{Counts, FreshnessCounts, JudgedBlip, MovementCounts, Snapshot};
