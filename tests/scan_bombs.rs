//! Repositories that would make a scan wait, read or work for ever.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "this is about files on a disk, and bombs are built once"
)]

mod repository;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use repository::{Radar, Repository, Scan, text};

const PEOPLE: &str = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\n";
const BLIPS: &[(&str, &str)] = &[("kafka", "'npm:kafkajs'"), ("topics", "'file:**/f0999'")];
const ADA: &str = "ada@example.org";
const KAFKA: &str = r#"{"dependencies": {"kafkajs": "2.2.4"}}"#;

/// Far more than any of these scans takes, and far less than for ever.
const LIMIT: Duration = Duration::from_secs(120);

fn radar() -> (Radar, Repository) {
    let radar = Radar::new(PEOPLE, BLIPS);
    let shop = radar.repository("shop");
    shop.commit("2026-01-01", ADA, &[("package.json", Some(KAFKA))]);
    (radar, shop)
}

/// Makes a pipe that nobody writes to.
fn pipe(path: &Path) {
    let _ = std::fs::remove_file(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    assert!(Command::new("mkfifo").arg(path).status().expect("it starts").success());
}

/// Scans, and fails if that takes too long.
fn scan(radar: &Radar, arguments: &[&str]) -> Scan {
    let begun = Instant::now();
    let mut child = radar.command(arguments).stderr(Stdio::piped()).spawn().expect("it starts");
    while child.try_wait().expect("it is a child").is_none() {
        if begun.elapsed() > LIMIT {
            child.kill().expect("killed");
            panic!("{arguments:?} did not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Scan::of(&child.wait_with_output().expect("it ended"))
}

#[test]
fn pipes_and_devices_in_place_of_gits_files_are_named() {
    for file in [
        "config",
        "HEAD",
        "packed-refs",
        "shallow",
        "refs/heads/main",
        "objects/info/alternates",
        "info/grafts",
    ] {
        let (radar, shop) = radar();
        let path = shop.path.join(".git").join(file);
        pipe(&path);
        let piped = scan(&radar, &["shop"]);
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink("/dev/zero", &path).expect("linked");
        for run in [piped, scan(&radar, &["shop"])] {
            assert_eq!(run.code, Some(2), "{file}: {}", run.said);
            let error = format!(
                "error: cannot scan shop: shop/.git/{file} is a pipe or a device, not a file\n"
            );
            assert_eq!(run.said, error);
            assert!(!radar.has_evidence());
        }
    }
    let (radar, shop) = radar();
    std::fs::rename(shop.path.join(".git"), radar.at("git")).expect("moved");
    pipe(&shop.path.join(".git"));
    let run = scan(&radar, &["shop"]);
    assert!(run.said.contains("cannot scan shop: shop/.git is a pipe or a device"), "{}", run.said);
    pipe(&radar.at("pipe"));
    let run = scan(&radar, &["pipe"]);
    assert!(
        run.said.contains("cannot scan pipe: it is a pipe or a device, not a folder"),
        "{}",
        run.said
    );
}

/// What settings name can be a pipe too: git is stopped.
#[test]
fn a_silent_git_is_stopped() {
    let (radar, shop) = radar();
    pipe(&radar.at("pipe"));
    shop.git(&["config", "include.path", text(&radar.at("pipe"))]);
    let begun = Instant::now();
    let run = scan(&radar, &["--patience", "1", "shop"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    let error = "error: cannot scan shop: git was silent for 1 second and was stopped; if the repository is that \
                 large, allow more with --patience\n";
    assert_eq!(run.said, error);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(!radar.has_evidence());
}

/// Neither the work tree nor what settings name for logs is looked at.
#[test]
fn pipes_that_a_log_would_read_are_left_alone() {
    let (radar, shop) = radar();
    pipe(&radar.at("pipe"));
    let piped = radar.at("pipe");
    for key in [
        "mailmap.file",
        "diff.orderFile",
        "core.attributesFile",
        "core.excludesFile",
        "commit.template",
    ] {
        shop.git(&["config", key, text(&piped)]);
    }
    shop.git(&["config", "log.mailmap", "true"]);
    pipe(&shop.path.join(".mailmap"));
    pipe(&shop.path.join(".gitattributes"));
    pipe(&shop.path.join("package.json"));
    pipe(&shop.path.join(".git/info/attributes"));
    let run = scan(&radar, &["--history", "--patience", "20", "shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let expected = "[repository.shop]\nuses.kafka = { version = \"2.2.4\", since = \"2026-01\" }\n\
                    months.ada = [\n    \"2026-01\",\n]";
    assert_eq!(radar.evidence(), expected);
}

/// Settings that change what git prints.
#[test]
fn settings_that_change_the_output_are_overridden() {
    let (radar, shop) = radar();
    shop.commit("2026-02-01", ADA, &[("web/package.json", Some(KAFKA)), (".mailmap", Some(""))]);
    shop.commit_with(
        "2026-03-01",
        "x@example.org",
        "Together\n\nCo-authored-by: Ada <ada@example.org>",
        &[("web/package.json", None), ("app/package.json", Some(KAFKA))],
    );
    shop.git(&["notes", "add", "-m", "a note"]);
    for (key, value) in [
        ("format.pretty", "fuller"),
        ("log.date", "iso"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.decorate", "full"),
        ("log.diffMerges", "off"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.ignoreSubmodules", "all"),
        ("core.abbrev", "4"),
        ("core.quotePath", "true"),
        ("core.worktree", "/"),
        ("color.ui", "always"),
        ("notes.displayRef", "*"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("trailer.separators", "%"),
        ("core.commentChar", "C"),
    ] {
        shop.git(&["config", key, value]);
    }
    let run = scan(&radar, &["--history", "shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let expected = "[repository.shop]\nuses.kafka = { version = \"2.2.4\", since = \"2026-01\" }\n\
                    months.ada = [\n    \"2026-01\", \"2026-02\", \"2026-03\",\n]";
    assert_eq!(radar.evidence(), expected);
}

/// A tree of a thousand files, a thousand times: two objects list a million files.
fn trees(shop: &Repository, levels: usize) {
    let blob = shop.git(&["rev-parse", "HEAD:package.json"]);
    let mut listed: String =
        (0..1000).map(|at| format!("100644 blob {blob}\tf{at:04}\n")).collect();
    for _ in 1..levels {
        let tree = made(shop, &["mktree"], listed.as_bytes());
        listed = (0..1000).map(|at| format!("040000 tree {tree}\td{at:04}\n")).collect();
        listed += &format!("100644 blob {blob}\tpackage.json\n");
    }
    let tree = made(shop, &["mktree"], listed.as_bytes());
    let commit = shop.git(&["commit-tree", "-m", "many", &tree]);
    shop.git(&["update-ref", "refs/heads/main", &commit]);
}

/// Runs git with an input.
fn made(shop: &Repository, arguments: &[&str], input: &[u8]) -> String {
    let mut git = Command::new("git");
    git.current_dir(&shop.path).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = git.spawn().expect("it starts");
    child.stdin.take().expect("piped").write_all(input).expect("taken");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn a_million_files_are_listed_and_a_billion_are_refused() {
    let (radar, shop) = radar();
    trees(&shop, 2);
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let evidence = radar.evidence();
    let expected = "[repository.shop]\nuses.kafka = { version = \"2.2.4\" }\nuses.topics = {}";
    assert_eq!(evidence, expected);
    trees(&shop, 3);
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    assert!(
        run.said.contains("cannot scan shop: it lists more than 5000000 files"),
        "{}",
        run.said
    );
}

/// One manifest in each of very many folders: those near the root are read, and the rest is not lost in silence.
#[test]
fn manifests_beyond_the_limits_are_counted() {
    let (radar, shop) = radar();
    let package = shop.git(&["rev-parse", "HEAD:package.json"]);
    let inner =
        made(&shop, &["mktree"], format!("100644 blob {package}\tpackage.json\n").as_bytes());
    let listed: String = (0..25_000).map(|at| format!("040000 tree {inner}\td{at:05}\n")).collect();
    let tree = made(&shop, &["mktree"], listed.as_bytes());
    let commit = shop.git(&["commit-tree", "-m", "many", &tree]);
    shop.git(&["update-ref", "refs/heads/main", &commit]);
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let reason =
        "shop: d20000/package.json was not read: it has 20000 manifests nearer to its root\n";
    assert!(run.said.contains(reason), "{}", run.said);
    assert!(run.said.contains("shop: 4980 more manifests were not read\n"), "{}", run.said);
}

#[test]
fn bombs_in_manifests_are_warnings() {
    let (radar, shop) = radar();
    let deep = |open: &str| open.repeat(1_000_000);
    let mut laughs = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    let mut entities = String::from("<!DOCTYPE project [<!ENTITY a \"xxxxxxxxxx\">");
    for (name, before) in ('b'..='z').zip('a'..) {
        laughs += &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(","));
        entities += &format!("<!ENTITY {name} \"{}\">", format!("&{before};").repeat(10));
    }
    entities += "]><project><dependencies><dependency><groupId>&z;</groupId></dependency></dependencies></project>";
    for (path, content) in [
        ("deep/package.json", deep("{\"a\":")),
        ("list/package.json", deep("[")),
        ("deep/Cargo.toml", format!("a = {}", deep("["))),
        ("table/Cargo.toml", format!("[{}a]", deep("a."))),
        ("laughs/docker-compose.yml", laughs.clone()),
        ("laughs/Chart.yaml", laughs),
        ("deep/docker-compose.yml", format!("a: {}", deep("["))),
        ("flow/Chart.yaml", format!("a: {}", deep("{a: "))),
        ("entities/pom.xml", entities),
        ("deep/pom.xml", deep("<a>").chars().take(3_000_000).collect()),
        ("zeros/package.json", "\0".repeat(3_000_000)),
        ("binary/pom.xml", "\u{fffd}".repeat(1_000_000)),
    ] {
        shop.commit("2026-01-02", ADA, &[(path, Some(&content))]);
    }
    // Larger than what is read at all: zeros are small in git.
    let zeros = vec![0; 64 << 20];
    let large = made(&shop, &["hash-object", "-w", "--stdin"], &zeros);
    let larger = made(&shop, &["hash-object", "-w", "--stdin"], &zeros[..5 << 20]);
    for (id, path) in
        [(&large, "a-large/package.json"), (&larger, "b-larger/package.json"), (&large, ".mailmap")]
    {
        shop.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{id},{path}")]);
    }
    shop.git(&["commit", "-q", "-m", "large"]);
    let run = scan(&radar, &["--history", "shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(
        radar.evidence().contains("uses.kafka = { version = \"2.2.4\", since = \"2026-01\" }"),
        "{}",
        run.said
    );
    for part in [
        "shop: .mailmap was not used: it has 67108864 bytes\n",
        "shop: a-large/package.json was not read: it has 67108864 bytes, and at most 4194304 are read\n",
        "shop: b-larger/package.json was not read: it has 5242880 bytes, and at most 4194304 are read\n",
        "shop: deep/package.json was not read: ",
        "shop: list/package.json was not read: ",
        "shop: deep/Cargo.toml was not read: ",
        "shop: table/Cargo.toml was not read: ",
        "shop: zeros/package.json was not read: ",
    ] {
        assert!(run.said.contains(part), "{part}\n{}", run.said);
    }
}

/// A history of one commit whose author's name is larger than anybody's.
#[test]
fn odd_commits_are_read_as_far_as_they_go() {
    let (radar, shop) = radar();
    let tree = shop.git(&["rev-parse", "HEAD^{tree}"]);
    let commit = |author: &str, message: &str| {
        let text = format!(
            "tree {tree}\nauthor {author}\ncommitter x <x@y> 1767268800 +0000\n\n{message}"
        );
        let id = made(
            &shop,
            &["hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
            text.as_bytes(),
        );
        shop.git(&["update-ref", "refs/heads/main", &id]);
    };
    commit("x <ada@example.org> 99999999999999999999 +0000", "x");
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    commit(
        "no address",
        "Co-authored-by: Ada <ada@example.org>\u{1}<>\u{1}x\n\nCo-authored-by: \u{1}<ada@example.org>",
    );
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    commit(&format!("{} <ada@example.org> 1767268800 +0000", "x".repeat(2 << 20)), "x");
    let run = scan(&radar, &["shop"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    assert!(
        run.said.contains("cannot scan shop: a path or a name in it has more than 1048576 bytes"),
        "{}",
        run.said
    );
}
