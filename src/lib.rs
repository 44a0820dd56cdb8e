//! `radar`: from a folder of TOML to a published technology radar that says who last stood behind
//! each recommendation.
//!
//! The program is a pipeline of pure functions over plain data; disk, clock and network are touched
//! only at its two ends:
//!
//! ```text
//! files ─▶ source ─▶ manifest ─▶ check ─▶ model ─▶ chart ─▶ page ─▶ site ─┬▶ output  a folder
//!         read once  TOML with   every    Radar    placed   view    path  └▶ serve   a preview
//!         no parsing places      problem           blips    models  bytes
//! ```

pub mod burndown;
pub mod chart;
pub mod check;
pub mod cli;
pub mod command;
pub mod diagnostic;
pub mod diff;
pub mod draw;
pub mod due;
pub mod edit;
pub mod events;
pub mod export;
pub mod freshness;
pub mod history;
pub mod id;
pub mod import;
pub mod interval;
pub mod link;
pub mod lint;
pub mod manifest;
pub mod markdown;
pub mod model;
pub mod month;
pub mod output;
pub mod page;
pub mod practice;
pub mod queue;
pub mod quote;
pub mod rewrite;
pub mod schema;
pub mod serve;
pub mod site;
pub mod site_map;
pub mod source;
pub mod theme;
