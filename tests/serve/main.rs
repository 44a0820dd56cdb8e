//! `radar serve`, driven as people drive it: the real program on a real port, and real files that are
//! saved. Nothing waits for a time: the preview itself says when it has changed.
#![cfg(unix)]
#![allow(unreachable_pub)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

#[path = "../choices/mod.rs"]
mod choices;
mod edits;
mod files;
mod life;
mod overlay;
mod preview;
mod requests;
