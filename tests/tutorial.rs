//! `docs/tutorial.md` works as printed.
//!
//! `TRYCMD=overwrite cargo test --test tutorial` updates the output on the page.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "the tutorial runs on the disk")]

mod page;

#[test]
fn every_command_runs_as_printed() {
    let reader = page::run("docs/tutorial.md");
    assert!(reader.folder.join("output/blips/postgresql.html").exists());
}
