//! A live preview: built in memory, served, and built again when a file changes.
//!
//! ```text
//! watch ─▶ workshop ─▶ preview ─▶ server ─▶ open pages
//! bursts   a draft or  what is    answers,
//! of events problems   shown now  events
//! ```
//!
//! `workshop` knows no network and `server` knows no files: between them stands the [`Preview`]. What
//! the pages do to follow it is in `serve/page/`; none of it is ever part of the site.
#![allow(clippy::disallowed_methods, reason = "one of the two ends of the pipeline")]

mod answer;
mod editor;
pub mod overlay;
mod preview;
mod server;
mod shelf;
mod watch;
mod workshop;

pub use answer::Doorman;
pub use editor::Editor;
pub use preview::Preview;
pub use server::{Bound, bind, serve};
pub use watch::{Burst, Watch};
pub use workshop::{Made, Workshop};
