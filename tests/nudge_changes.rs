//! What counts as a change for `radar nudge`, and what it does where something is missing.
#![allow(clippy::disallowed_methods, reason = "tests set up their own files")]

mod repository;
mod shop;

use std::path::Path;

use shop::{Shop, package, text};

#[test]
fn moves_and_monorepos() {
    let kafka = package(r#""kafkajs": "2.1.0""#);
    let new = package(r#""kafkajs": "2.2.4""#);
    let moved = Shop::new(
        &[("a/package.json", Some(&kafka))],
        &[("a/package.json", None), ("b/package.json", Some(&kafka))],
    );
    assert_eq!(moved.said(), "", "moved");
    let renamed = Shop::new(
        &[("a/package.json", Some(&kafka))],
        &[("a/package.json", None), ("b/package.json", Some(&new))],
    );
    assert!(
        renamed.said().starts_with("You upgraded kafka from 2.1.0 to 2.2.4."),
        "{}",
        renamed.said()
    );
    let paths =
        ["a/package.json", "b/package.json", "c/package.json", "d/package.json", "e/package.json"];
    let all = |text: &'static str| -> Vec<(&str, Option<&str>)> {
        paths.map(|path| (path, Some(text))).to_vec()
    };
    let (old, newer): (&'static str, &'static str) = (kafka.clone().leak(), new.clone().leak());
    let many = Shop::new(&all(old), &all(newer)).said();
    assert_eq!(many.lines().count(), 1, "{many}");
    let elsewhere =
        Shop::new(&[("a/package.json", Some(&kafka))], &[("b/package.json", Some(&kafka))]);
    assert_eq!(elsewhere.said(), "", "one more place of what is not on the last ring");
    let moment = package(r#""moment": "2.30""#);
    let elsewhere =
        Shop::new(&[("a/package.json", Some(&moment))], &[("b/package.json", Some(&moment))]);
    assert!(elsewhere.said().starts_with(
        "You added moment 2.30 to one more place. Our *radar* has it on Stop, the last ring."
    ));
}

#[test]
fn other_files_than_manifests_and_manifests_of_several_files() {
    let lock = Shop::new(
        &[],
        &[(
            "package-lock.json",
            Some(r#"{"packages": {"node_modules/moment": {"version": "1"}}}"#),
        )],
    );
    assert_eq!(lock.said(), "", "a lock file");
    let file = Shop::new(&[], &[("ci/Jenkinsfile", Some("node {}"))]);
    assert!(
        file.said().starts_with("You added jenkins. Our *radar* has it on Stop, the last ring."),
        "{}",
        file.said()
    );
    let file = Shop::new(
        &[("Jenkinsfile", Some("a"))],
        &[("Jenkinsfile", None), ("ci/Jenkinsfile", Some("a"))],
    );
    assert_eq!(file.said(), "", "a file that moved");
    let image = Shop::new(
        &[("compose.yaml", Some("services: {k: {image: 'apache/kafka:3.6.0'}}"))],
        &[("compose.yaml", Some("services: {k: {image: 'docker.io/apache/kafka:3.9.0'}}"))],
    );
    assert!(
        image.said().starts_with("You upgraded kafka from 3.6.0 to 3.9.0."),
        "{}",
        image.said()
    );
    let catalog = Shop::new(
        &[
            (
                "gradle/libs.versions.toml",
                Some("[libraries]\nk = 'org.apache.kafka:kafka-clients:3.6.0'"),
            ),
            ("app/build.gradle.kts", Some("dependencies { implementation(libs.k) }")),
        ],
        &[(
            "gradle/libs.versions.toml",
            Some("[libraries]\nk = 'org.apache.kafka:kafka-clients:3.9.0'\nunused = 'a:b:1'"),
        )],
    );
    assert!(
        catalog.said().starts_with("You upgraded kafka from 3.6.0 to 3.9.0."),
        "{}",
        catalog.said()
    );
}

#[test]
fn a_change_begins_where_the_branch_left_its_base() {
    let shop = Shop::new(
        &[("package.json", Some(&package(r#""kafkajs": "2.1.0""#)))],
        &[("README.md", Some("x"))],
    );
    // Others go on; what they add is not of this change.
    shop.code.git(&["checkout", "-q", "main"]);
    shop.code.commit(
        "2026-11-03",
        "b@example.org",
        &[("b/package.json", Some(&package(r#""moment": "1""#)))],
    );
    shop.code.git(&["checkout", "-q", "change"]);
    assert_eq!(shop.said(), "");
    std::fs::create_dir(shop.code.path.join("deep")).expect("a folder");
    shop.code.commit(
        "2026-11-04",
        "a@example.org",
        &[("package.json", Some(&package(r#""moment": "2""#)))],
    );
    let output = shop.run_in(&shop.code.path.join("deep"), &["--base", "main"]);
    assert!(text(&output.stdout).starts_with("You added moment 2."), "{output:?}");
    // Only commits count.
    std::fs::write(shop.code.path.join("package.json"), package("")).expect("written");
    assert!(shop.said().starts_with("You added moment 2."));
}

#[test]
fn what_is_missing_is_said_with_the_way_out() {
    let shop = Shop::new(&[("a", Some("1"))], &[("a", Some("2"))]);
    let fails = |folder: &Path, arguments: &[&str]| {
        let output = shop.run_in(folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(text(&output.stdout), "");
        text(&output.stderr)
    };
    let code = &shop.code.path;
    assert_eq!(
        fails(code, &["--base", "nowhere"]),
        "error: the repository has no commit `nowhere`\n"
    );
    assert_eq!(fails(code, &["--base=-x"]), "error: `-x` is no name of a commit\n");
    assert_eq!(
        fails(code, &["--base", "main..HEAD"]),
        "error: `main..HEAD` is a range; name the one commit to compare HEAD with\n"
    );
    assert_eq!(
        fails(code, &[]),
        "error: there is no default branch of origin; name what to compare with: --base main\n"
    );
    shop.code.git(&["checkout", "-q", "--orphan", "other"]);
    shop.code.commit("2026-11-05", "a@example.org", &[("a", Some("3"))]);
    assert_eq!(fails(code, &["--base", "main"]), "error: `main` and HEAD share no commit here\n");
    shop.code.git(&["checkout", "-q", "change"]);
    let shallow = shop.folder.path().join("shallow");
    let from = format!("file://{}", code.display());
    shop.code.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        "--branch",
        "change",
        "--no-single-branch",
        &from,
        shallow.to_str().expect("a path"),
    ]);
    let error = fails(&shallow, &["--base", "origin/main"]);
    assert_eq!(
        error,
        "error: `origin/main` and HEAD share no commit here; this is a shallow clone: fetch the rest with git fetch \
         --unshallow, or check it out with fetch-depth: 0 in a GitHub workflow\n"
    );
    let error = fails(shop.folder.path(), &["--base", "main"]);
    assert!(error.contains("it is not a git repository"), "{error}");
    std::fs::write(shop.folder.path().join("radar.json"), "[]").expect("written");
    let error = fails(code, &["--base", "main"]);
    assert!(error.contains("radar.json is not a radar.json: "), "{error}");
}

#[test]
fn what_cannot_be_read_is_not_compared() {
    let shop = Shop::new(
        &[("package.json", Some("{")), ("b/package.json", Some(&package("")))],
        &[
            ("package.json", Some(&package(r#""moment": "1""#))),
            ("b/package.json", Some(&package(r#""kafkajs": "1""#))),
        ],
    );
    let output = shop.run(&["--base", "main"]);
    assert!(text(&output.stdout).starts_with("You added kafka 1."), "{output:?}");
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert_eq!(
        text(&output.stderr),
        "warning: package.json was not compared: line 1: it is not JSON: EOF while parsing an object\n"
    );
}

#[test]
fn what_is_broken_in_both_is_not_of_this_change() {
    let shop = Shop::new(
        &[("broken/package.json", Some("{")), ("package.json", Some(&package("")))],
        &[("package.json", Some(&package(r#""moment": "1""#))), ("src/new.rs", Some("x"))],
    );
    assert!(shop.said().starts_with("You added moment 1."));
}

/// A glob and a manifest may show the same blip.
#[test]
fn a_new_file_of_what_is_used_is_no_news() {
    let shop = Shop::new(
        &[("package.json", Some(&package(r#""soon": "1""#)))],
        &[("soon.config.js", Some("x"))],
    );
    assert_eq!(shop.said(), "");
    let shop = Shop::new(
        &[("soon.config.js", Some("x"))],
        &[("package.json", Some(&package(r#""soon": "1""#)))],
    );
    assert_eq!(shop.said(), "");
    let shop = Shop::new(&[], &[("soon.config.js", Some("x"))]);
    assert!(shop.said().starts_with("You added soon. "));
}

/// An upgrade in one place would hide that what is unwanted came to another.
#[test]
fn an_upgrade_hides_no_further_place_of_what_is_denied() {
    let at = |name: &str, version: &str| package(&format!("\"{name}\": \"{version}\""));
    let of = |name: &str| {
        Shop::new(
            &[("a/package.json", Some(&at(name, "2.29.0")))],
            &[
                ("a/package.json", Some(&at(name, "2.30.0"))),
                ("b/package.json", Some(&at(name, "2.30.0"))),
            ],
        )
    };
    let output = of("moment").run(&["--base", "main", "--deny", "hold"]);
    assert!(
        text(&output.stdout).starts_with("You added moment 2.30.0 to one more place. "),
        "{output:?}"
    );
    assert_eq!(output.status.code(), Some(1));
    let react = of("react");
    assert_eq!(react.said(), "", "on a ring that nobody denies");
    let output = react.run(&["--base", "main", "--deny", "use"]);
    assert!(text(&output.stdout).starts_with("You added react 2.30.0 to one more place. "));
    assert_eq!(output.status.code(), Some(1));
    assert!(of("kafkajs").said().starts_with("You upgraded kafka from 2.29.0 to 2.30.0. "));
}

/// A comment must not call people who have nothing to do with it.
#[test]
fn no_name_in_a_radar_notifies_anybody() {
    let shop = Shop::new(&[], &[("package.json", Some(&package(r#""moment": "1.0""#)))]);
    let path = shop.folder.path().join("radar.json");
    let radar = std::fs::read_to_string(&path).expect("a radar");
    let radar =
        radar.replace("\"moment\"", "\"@octocat/moment\"").replace("Our *radar*", "@octocat");
    let radar = radar.replace("\"id\": \"@octocat/moment\"", "\"id\": \"moment\"");
    std::fs::write(&path, radar).expect("written");
    let output = shop.run(&["--base", "main", "--format", "markdown"]);
    let said = text(&output.stdout);
    assert!(said.contains("octocat/moment 1.0") && !said.contains("@octocat"), "{said}");
}

/// The text goes into comments and logs, and the versions and paths are anybody's.
#[test]
fn nothing_in_a_repository_forges_a_line() {
    let text_of = |version: &str| package(&format!("\"moment\": \"{version}\""));
    let shop = Shop::new(
        &[],
        &[
            ("a\n::error::x/package.json", Some(&text_of("1.0\\n::error::y"))),
            ("b,c=d:e/package.json", Some(&text_of("1.0-_a_"))),
        ],
    );
    for format in ["text", "markdown", "github", "json"] {
        let output = shop.run(&["--base", "main", "--format", format]);
        let said = text(&output.stdout);
        assert!(!said.lines().any(|line| line.starts_with("::error")), "{said}");
    }
    let output = shop.run(&["--base", "main", "--format", "github"]);
    assert!(
        text(&output.stdout)
            .starts_with("::notice file=a\\n%3A%3Aerror%3A%3Ax/package.json,title="),
        "{output:?}"
    );
}
