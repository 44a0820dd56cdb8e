//! `docs/publish.md` works as printed: a bare repository plays the one on GitHub.
//!
//! `TRYCMD=overwrite cargo test --test publish_page` updates the output on the page.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the page runs on the disk, with git"
)]

mod page;

use std::process::Command;

#[test]
fn every_command_runs_as_printed() {
    let reader = page::run("docs/publish.md");
    let remote = reader.home.path().join("github/ORG/our-radar.git");
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(&remote).args(arguments).output();
        String::from_utf8(output.expect("git").stdout).expect("text")
    };
    // The site that was published last has the blip that the page added.
    let page = git(&["show", "gh-pages:blips/valkey.html"]);
    assert!(page.contains("Valkey"), "{page}");
    assert!(git(&["show", "gh-pages:index.html"]).contains("https://org.github.io/our-radar/"));
    // The radar, and nothing of the site, is on the main branch.
    let main = git(&["ls-tree", "-r", "--name-only", "main"]);
    assert!(main.contains("radar/blips/platform/kubernetes.toml"), "{main}");
    assert!(!main.contains(".html"), "{main}");
    let subjects = git(&["log", "--format=%s", "main"]);
    assert_eq!(subjects, "Start a technology radar\n");
}
