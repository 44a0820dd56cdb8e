//! `radar scan` on every kind of repository that git makes.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is about files on a disk"
)]

mod repository;

use repository::{Radar, Repository, text};

const PEOPLE: &str = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\n";

const BLIPS: &[(&str, &str)] = &[("kafka", "'npm:kafkajs'"), ("topics", "'file:*/topics*.txt'")];

const ADA: &str = "ada@example.org";
const KAFKA: &str = r#"{"dependencies": {"kafkajs": "2.2.4"}}"#;

const EVIDENCE: &str =
    "uses.kafka = { version = \"2.2.4\" }\nmonths.ada = [\n    \"2026-01\", \"2026-02\",\n]";

/// A radar and a repository with two commits.
fn radar() -> (Radar, Repository) {
    let radar = Radar::new(PEOPLE, BLIPS);
    let shop = radar.repository("shop");
    fill(&shop);
    (radar, shop)
}

fn fill(repository: &Repository) {
    repository.commit("2026-01-01", ADA, &[("package.json", Some(KAFKA))]);
    repository.commit("2026-02-01", ADA, &[("web/index.js", Some(""))]);
}

#[test]
fn a_repository_is_found_in_each_form() {
    let (radar, shop) = radar();
    let target = radar.at("bare.git");
    shop.git(&["clone", "-q", "--bare", ".", text(&target)]);
    shop.git(&["worktree", "add", "-q", "-b", "other", text(&radar.at("worktree"))]);
    shop.git(&["checkout", "-q", "--detach"]);
    std::os::unix::fs::symlink(radar.at("shop"), radar.at("link")).expect("linked");
    Repository::new(radar.at("apart"), &["--separate-git-dir", text(&radar.at("apart-git"))]);
    fill(&Repository { path: radar.at("apart") });
    let hashed = Repository::new(radar.at("sha256"), &["--object-format=sha256"]);
    fill(&hashed);
    for (path, name) in [
        ("shop", "shop"),
        ("shop/.git", "shop"),
        ("./shop/", "shop"),
        ("link", "link"),
        ("bare.git", "bare"),
        ("worktree", "worktree"),
        ("apart", "apart"),
        ("sha256", "sha256"),
    ] {
        for history in [&[][..], &["--history"]] {
            let (evidence, said) = radar.scanned(&[&[path], history].concat());
            let evidence = evidence.replace(", since = \"2026-01\"", "");
            assert_eq!(evidence, format!("[repository.{name}]\n{EVIDENCE}"), "{path}: {said}");
        }
    }
    let mut inside = radar.command(&["-C", "..", "."]);
    let output = inside.current_dir(radar.at("shop")).output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(radar.evidence(), format!("[repository.shop]\n{EVIDENCE}"));
    // A folder in a repository is none: another one would be scanned in its name.
    let scan = radar.scan(&["shop/web"]);
    assert_eq!(scan.code, Some(2), "{}", scan.said);
    assert!(
        scan.said.contains("cannot scan shop/web: it is not a git repository"),
        "{}",
        scan.said
    );
}

#[test]
fn an_empty_repository_uses_nothing() {
    let radar = Radar::new(PEOPLE, BLIPS);
    radar.repository("empty");
    Repository::new(radar.at("bare.git"), &["--bare"]);
    Repository::new(radar.at("sha256"), &["--object-format=sha256"]);
    let (evidence, said) = radar.scanned(&["--history", "empty", "bare.git", "sha256"]);
    assert_eq!(evidence, "[repository.bare]\n\n[repository.empty]\n\n[repository.sha256]");
    assert!(said.contains("warning: empty: it has no commits yet\n"), "{said}");
    assert!(said.contains("3 repositories, 0 blips in use, months of 0 people\n"), "{said}");
}

/// What a shallow clone has from its first commit on is older than that commit.
#[test]
fn a_shallow_clone_says_what_it_does_not_know() {
    let (radar, shop) = radar();
    shop.commit("2026-03-01", ADA, &[("web/topics.txt", Some(""))]);
    let url = format!("file://{}", text(&shop.path));
    shop.git(&["clone", "-q", "--depth", "2", &url, text(&radar.at("shallow"))]);
    let (evidence, said) = radar.scanned(&["--history", "shallow"]);
    assert_eq!(
        evidence,
        "[repository.shallow]\nuses.kafka = { version = \"2.2.4\" }\nuses.topics = { since = \"2026-03\" }\n\
         months.ada = [\n    \"2026-02\", \"2026-03\",\n]"
    );
    assert!(
        said.contains("warning: shallow: it is a shallow clone, so earlier months are missing"),
        "{said}"
    );
    // --add keeps the months that a deeper clone had.
    radar.scanned(&["shallow=shop"]);
    let (evidence, _) = radar.scanned(&["--add", "shallow"]);
    assert!(evidence.contains("\"2026-01\", \"2026-02\", \"2026-03\""), "{evidence}");
}

/// Nothing is fetched; a clone without blobs is enough once it has checked its files out.
#[test]
fn a_partial_clone_is_scanned_as_far_as_it_goes() {
    let (radar, shop) = radar();
    shop.commit("2026-02-03", ADA, &[("package.json", Some("{}"))]);
    shop.commit("2026-02-04", ADA, &[("package.json", Some(KAFKA))]);
    shop.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", text(&shop.path));
    for (options, name) in [
        (&["--filter=blob:none"][..], "checked-out"),
        (&["--filter=blob:none", "--no-checkout"], "not-checked-out"),
        (&["--filter=blob:none", "--bare"], "bare"),
        (&["--filter=tree:0"], "treeless"),
    ] {
        let target = radar.at(name);
        shop.git(&[&["clone", "-q"], options, &[&url, text(&target)]].concat());
    }
    for name in ["checked-out", "treeless"] {
        let (evidence, _) = radar.scanned(&[name]);
        assert_eq!(evidence, format!("[repository.{name}]\n{EVIDENCE}"));
    }
    let (evidence, said) = radar.scanned(&["--history", "checked-out"]);
    assert_eq!(evidence, format!("[repository.checked-out]\n{EVIDENCE}"));
    let reason =
        "warning: checked-out: since when it uses things is not known: old manifests are missing";
    assert!(said.contains(reason), "{said}");
    for name in ["not-checked-out", "bare"] {
        let scan = radar.scan(&[name]);
        assert_eq!(scan.code, Some(2), "{}", scan.said);
        let reason = format!(
            "cannot scan {name}: the content of package.json is missing; clone without --filter"
        );
        assert!(scan.said.contains(&reason), "{}", scan.said);
    }
    let scan = radar.scan(&["--history", "treeless"]);
    assert_eq!(scan.code, Some(2), "{}", scan.said);
    assert!(scan.said.contains("cannot scan treeless: "), "{}", scan.said);
}

/// Grafts and replaced commits belong to one clone; the history is what the commits say.
#[test]
fn grafts_and_replaced_commits_count_for_nothing() {
    let (radar, shop) = radar();
    let first = shop.git(&["rev-parse", "HEAD"]);
    shop.commit("2026-02-01", ADA, &[("README.md", Some("x"))]);
    let (expected, _) = radar.scanned(&["--history", "shop"]);
    assert!(expected.contains("since = \"2026-01\""), "{expected}");
    let last = shop.git(&["rev-parse", "HEAD"]);
    std::fs::create_dir_all(shop.path.join(".git/info")).expect("made");
    std::fs::write(shop.path.join(".git/info/grafts"), format!("{last}\n")).expect("written");
    let (evidence, _) = radar.scanned(&["--history", "shop"]);
    assert_eq!(evidence, expected, "a graft");
    std::fs::remove_file(shop.path.join(".git/info/grafts")).expect("removed");
    shop.git(&["replace", &last, &first]);
    let (evidence, _) = radar.scanned(&["--history", "shop"]);
    assert_eq!(evidence, expected, "a replaced commit");
}

/// What links and submodules lead to is in no object of the repository.
#[test]
fn links_and_submodules_count_for_nothing() {
    let (radar, shop) = radar();
    let outer = radar.repository("outer");
    std::os::unix::fs::symlink("../shop/package.json", outer.path.join("package.json"))
        .expect("linked");
    std::os::unix::fs::symlink("../shop", outer.path.join("folder")).expect("linked");
    std::os::unix::fs::symlink("/etc/passwd", outer.path.join(".mailmap")).expect("linked");
    outer.git(&["submodule", "--quiet", "add", text(&shop.path), "module"]);
    outer.commit("2026-03-01", ADA, &[("README.md", Some("x"))]);
    let (evidence, said) = radar.scanned(&["--history", "outer"]);
    assert_eq!(evidence, "[repository.outer]\nmonths.ada = [\n    \"2026-03\",\n]", "{said}");
    // The submodule is a repository of its own.
    let (evidence, _) = radar.scanned(&["outer/module"]);
    assert_eq!(evidence, format!("[repository.module]\n{EVIDENCE}"));
}

/// A path that is not UTF-8, and one with every character that git would quote. The disks of macOS have no such names.
#[test]
#[cfg(target_os = "linux")]
fn paths_may_be_any_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let (radar, shop) = radar();
    let odd = shop.path.join(OsStr::from_bytes(b"\xff \t\"\n'"));
    std::fs::create_dir(&odd).expect("made");
    std::fs::write(odd.join("package.json"), KAFKA.replace("2.2.4", "3.0.0")).expect("written");
    std::fs::write(odd.join(OsStr::from_bytes(b"topics\xfe.txt")), "").expect("written");
    shop.commit("2026-02-02", ADA, &[]);
    let (evidence, _) = radar.scanned(&["--history", "shop"]);
    assert!(
        evidence.contains("uses.kafka = { version = \"2.2.4, 3.0.0\", since = \"2026-01\" }"),
        "{evidence}"
    );
    assert!(evidence.contains("uses.topics = { since = \"2026-02\" }"), "{evidence}");
}

/// The mailmap is that of the commit, read as git reads it.
#[test]
fn the_mailmap_is_that_of_the_commit() {
    let radar = Radar::new(PEOPLE, BLIPS);
    let shop = radar.repository("shop");
    shop.commit("2026-01-01", "a@laptop", &[]);
    shop.commit(
        "2026-02-01",
        "b@laptop",
        &[(".mailmap", Some("Ada <ada@example.org> X <A@laptop>\n"))],
    );
    // Neither of these is committed.
    std::fs::write(shop.path.join(".mailmap"), "<ada@example.org> <b@laptop>\n").expect("written");
    std::fs::write(radar.at("mailmap"), "<ada@example.org> <b@laptop>\n").expect("written");
    shop.git(&["config", "mailmap.file", text(&radar.at("mailmap"))]);
    let (evidence, _) = radar.scanned(&["shop"]);
    assert_eq!(evidence, "[repository.shop]\nmonths.ada = [\n    \"2026-01\",\n]");
}
