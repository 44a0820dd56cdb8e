//! `radar publish`: the site of the radar, byte for byte, as commits on a branch of a bare repository.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs git and the program")]

mod desk;
mod repository;

use desk::{Desk, blip};

#[test]
fn the_branch_has_what_a_build_writes() {
    let desk = Desk::new();
    desk.write("work/radar/static/CNAME", "radar.example.org\n");
    desk.write("work/radar/static/.well-known/security.txt", "Contact: mailto:ada@example.org\n");
    desk.write("work/radar/static/crlf.bin", b"\r\n\x00\xff\n\r");
    if cfg!(unix) {
        // Windows has no such names.
        desk.write("work/radar/static/a \"quoted\" name.txt", "");
    }
    desk.commit();
    let before = desk.work().git(&["for-each-ref"]);
    let run = desk.publish(&[]);
    assert_eq!(run.printed, "https://radar.example.org/\n");
    let files = desk.files("gh-pages");
    assert_eq!(files, desk.built(&["--base-url", "https://radar.example.org/"]));
    for path in [".nojekyll", "CNAME", ".well-known/security.txt", "index.html", "feed.xml"] {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(
        run.said.contains(&format!("published {} files to gh-pages on origin, in", files.len())),
        "{}",
        run.said
    );
    // Only what git itself notes of a push is new.
    let after = desk.work().git(&["for-each-ref"]);
    let new: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(new.len(), 1, "{after}");
    assert!(new[0].ends_with("refs/remotes/origin/gh-pages"), "{after}");
    assert_eq!(desk.work().git(&["status", "--porcelain"]), "");
}

#[test]
fn a_commit_says_what_it_was_made_from() {
    let desk = Desk::new();
    desk.publish(&[]);
    let head = desk.work().git(&["rev-parse", "HEAD"]);
    let message = desk.remote().git(&["log", "-1", "--format=%B|%an|%ae|%cn", "gh-pages"]);
    let expected = format!(
        "Publish the radar of {}, as of 2026-11-22\n\nRadar-Source: {head}:\nRadar-Version: {}\n|Ada|ada@example.org|Ada",
        &head[..10],
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(message, expected);
    desk.write("work/radar/blips/rust.toml", blip("Rust"));
    desk.publish(&["--allow-uncommitted", "--message", "Rust is new\n\nAt last."]);
    let message = desk.remote().git(&["log", "-1", "--format=%B", "gh-pages"]);
    assert!(
        message.starts_with(&format!("Rust is new\n\nAt last.\n\nRadar-Source: {head}-dirty:\n")),
        "{message}"
    );
    assert!(desk.files("gh-pages").contains_key("blips/rust.html"));
}

#[test]
fn the_same_site_makes_no_commit() {
    let desk = Desk::new();
    desk.publish(&[]);
    let before = desk.state();
    for arguments in [&[][..], &["--history", "squash"], &["--dry-run"], &["--message", "x"]] {
        let run = desk.publish(arguments);
        assert!(
            run.said.contains("gh-pages on origin has this site already: nothing to publish"),
            "{}",
            run.said
        );
        assert_eq!(desk.state(), before);
    }
    // Another day is another site.
    let run = desk.publish(&["--today", "2026-11-23"]);
    assert!(run.said.contains("published"), "{}", run.said);
    assert_eq!(desk.subjects("gh-pages").len(), 2);
}

#[test]
fn history_is_kept_or_squashed() {
    let desk = Desk::new();
    desk.publish(&[]);
    desk.work().commit("2026-11-02", "ada@example.org", &[("radar/blips/helm.toml", None)]);
    let run = desk.publish(&[]);
    assert!(run.said.contains(" removed), in "), "{}", run.said);
    assert!(!desk.files("gh-pages").contains_key("blips/helm.html"));
    assert_eq!(desk.subjects("gh-pages").len(), 2);
    // The same site, but with a history that is no longer wanted.
    let run = desk.publish(&["--history", "squash"]);
    assert!(run.said.contains("(0 new, 0 changed, 0 removed)"), "{}", run.said);
    assert_eq!(desk.subjects("gh-pages").len(), 1);
    desk.work().commit(
        "2026-11-03",
        "ada@example.org",
        &[("radar/blips/rust.toml", Some(&blip("Rust")))],
    );
    desk.publish(&["--history", "squash"]);
    assert_eq!(desk.subjects("gh-pages").len(), 1);
    assert!(desk.files("gh-pages").contains_key("blips/rust.html"));
    desk.publish(&["--today", "2026-11-23"]);
    assert_eq!(desk.subjects("gh-pages").len(), 2);
}

#[test]
fn a_dry_run_leaves_nothing() {
    let desk = Desk::new();
    let before = desk.state();
    let run = desk.publish(&["--dry-run"]);
    assert!(
        run.said.contains("would publish") && run.said.contains("files to gh-pages on origin\n"),
        "{}",
        run.said
    );
    assert_eq!(desk.state(), before);
    desk.publish(&[]);
    desk.work().commit(
        "2026-11-02",
        "ada@example.org",
        &[("radar/blips/helm.toml", None), ("radar/blips/rust.toml", Some(&blip("Rust")))],
    );
    let before = desk.state();
    let run = desk.publish(&["--dry-run"]);
    assert_eq!(desk.state(), before);
    // It is what becomes of it.
    let old = desk.files("gh-pages");
    desk.publish(&[]);
    let new = desk.files("gh-pages");
    let changed =
        new.iter().filter(|(path, bytes)| old.get(*path).is_some_and(|old| old != *bytes));
    let expected = format!(
        "would publish {} files to gh-pages on origin ({} new, {} changed, {} removed)\n",
        new.len(),
        new.keys().filter(|path| !old.contains_key(*path)).count(),
        changed.count(),
        old.keys().filter(|path| !new.contains_key(*path)).count(),
    );
    assert!(run.said.contains(&expected), "{}", run.said);
}

#[test]
fn the_site_says_what_to_do_next() {
    let desk = Desk::new();
    let run = desk.publish(&[]);
    assert!(run.said.contains("next: git push -u origin main\n"), "{}", run.said);
    assert!(
        run.said.contains("the address of the site is not known; write it into radar.toml"),
        "{}",
        run.said
    );
    assert_eq!(run.printed, "");
    desk.work().git(&["push", "-q", "-u", "origin", "main"]);
    let run = desk.publish(&["--today", "2026-11-23"]);
    assert!(!run.said.contains("next:"), "{}", run.said);
    desk.commit();
    let run = desk.run_in(".", &["publish", "-C", "work", "--today", "2026-11-24"]);
    assert!(run.said.contains("next: git -C work push\n"), "{}", run.said);
    // Programs get nothing but the address.
    desk.write("work/radar/radar.toml", "title = 'T'\nbase_url = 'https://t.example.org/radar'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n");
    desk.commit();
    let run = desk.publish(&["--quiet"]);
    assert_eq!((run.printed.as_str(), run.said.as_str()), ("https://t.example.org/radar/\n", ""));
    let run = desk.publish(&["--quiet", "--base-url", "https://u.example.org"]);
    assert_eq!((run.printed.as_str(), run.said.as_str()), ("https://u.example.org/\n", ""));
}
