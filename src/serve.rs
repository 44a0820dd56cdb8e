//! A live preview: built in memory, served, and built again when a file changes.
//!
//! ```text
//! watch ──▶ rebuild ──▶ preview ──▶ server ──▶ open pages
//! changes   a site or   what is     responses,
//! of files  problems    shown now   events
//! ```
//!
//! `rebuild` knows no network and `server` knows no files; they meet in the [`Preview`]. The scripts
//! that pages use to follow it are in `serve/page/` and are never part of the site.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "one of the two ends")]

mod editor;
pub(crate) mod overlay;
mod preview;
mod rebuild;
mod response;
mod server;
mod target;
mod watch;

pub(crate) use editor::Editor;
pub(crate) use preview::Preview;
pub(crate) use rebuild::{Rebuild, Rebuilder};
pub(crate) use response::{AllowedHosts, Responder};
pub(crate) use server::{Bound, bind, serve};
pub(crate) use watch::{Changes, Watch};
