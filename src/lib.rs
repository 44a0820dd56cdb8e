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

pub mod chart;
pub mod cli;
pub mod command;
pub mod content;
pub mod diagnostic;
pub mod edit;
pub mod export;
pub mod import;
pub mod markdown;
pub mod output;
pub mod radar;
pub mod routes;
pub mod scan;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
