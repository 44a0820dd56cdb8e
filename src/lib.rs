//! `radar` turns a folder of TOML into a published technology radar whose advice expires: every
//! recommendation shows which practising engineer last reviewed it, and how long that review is valid.
//!
//! The program is a pipeline of pure functions over plain data; disk, clock and network are used only at
//! its two ends (`docs/architecture.md`):
//!
//! ```text
//! files ─▶ source ─▶ content ─▶ radar::Snapshot ─▶ site ─┬▶ output   a folder
//!         read once  Radar and   every blip on     path   └▶ serve    a preview
//!         no parsing  Report      one day, judged   bytes
//! ```

#![cfg_attr(
    not(all(feature = "import", feature = "serve")),
    allow(dead_code, unused_imports, reason = "some parts have no other user than these features")
)]

mod anchors;
mod audit;
mod chart;
pub mod cli;
pub mod command;
pub mod content;
pub mod diagnostic;
pub mod disk;
pub mod edit;
pub mod export;
mod file_name;
#[cfg(feature = "import")]
pub mod import;
mod line;
mod manifest;
pub mod markdown;
mod nudge;
mod output;
mod picture;
mod program;
pub mod radar;
pub mod routes;
mod scan;
#[cfg(feature = "serve")]
mod serve;
pub mod site;
pub mod source;
mod suggest;
pub mod theme;
