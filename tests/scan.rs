//! `radar scan` on real repositories: months, uses, versions, and since when.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is about files on a disk"
)]

mod repository;

use repository::Radar;

const PEOPLE: &str = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\n\
                      [person.max]\nname = 'Max'\nemails = ['MAX@example.org']\n\
                      [person.mia]\nname = 'Mia'\n";

const BLIPS: &[(&str, &str)] = &[
    ("kafka", "'npm:kafkajs', 'file:**/kafka-topics.txt'"),
    ("react", "'npm:react'"),
    ("rust", "'lang:rust'"),
    ("serde", "'cargo:serde'"),
    ("unused", "'npm:nobody-uses-it'"),
];

const ADA: &str = "ada@example.org";
const KAFKA: &str = r#"{"dependencies": {"kafkajs": "2.2.4"}}"#;

/// Two repositories, a `.mailmap`, a merge, co-authors, a stranger: the file has months by person and nothing else.
#[test]
fn months_are_found_through_mailmaps() {
    let open = PEOPLE.replace(
        "['ada@example.org']",
        "['ada@example.org']\npractising = [{ from = 2019-01-01 }]",
    );
    let radar = Radar::new(&open, &[]);
    let (first, second) = (radar.repository("first"), radar.repository("second"));
    first.commit(
        "2026-01-31",
        "a@laptop",
        &[(".mailmap", Some("Ada <ada@example.org> <a@laptop>\n"))],
    );
    first.commit("2026-02-01", ADA, &[]);
    first.commit("2026-03-05", "stranger@example.org", &[]);
    // Max presses the merge button.
    first.git(&["checkout", "-q", "-b", "side"]);
    first.commit("2026-04-02", ADA, &[]);
    first.git(&["checkout", "-q", "main"]);
    let merge = ["merge", "-q", "--no-ff", "-m", "x", "side"];
    assert!(first.run(&merge, "2026-05-01T12:00:00Z", "max@example.org").status.success());
    second.commit("2025-12-31", "max@example.org", &[]);
    // The month is that of the author's own clock.
    second.commit("2026-06-30T23:30:00-05:00", "max@example.org", &[]);
    let squashed =
        "Together\n\nCo-authored-by: Ada <ADA@example.org>\nSigned-off-by: M <m@example.org>";
    second.commit_with("2026-08-01", "bot@example.org", squashed, &[]);
    // A day to come.
    second.commit("2026-09-01", ADA, &[]);
    let (evidence, said) = radar.scanned(&["first", "second"]);
    assert_eq!(
        evidence,
        "[repository.first]\nmonths.ada = [\n    \"2026-01\", \"2026-02\", \"2026-04\",\n]\n\n\
         [repository.second]\nmonths.ada = [\n    \"2026-08\",\n]\n\
         months.max = [\n    \"2025-12\",\n    \"2026-06\",\n]"
    );
    for part in [
        "wrote radar/evidence.toml: 2 repositories, 0 blips in use, months of 2 people\n",
        "no blip says in `detect` what it looks like",
        "2 addresses are not in people.toml and were ignored",
        "1 commit is dated after today and was ignored",
        "no emails in people.toml, so no commits were found: Mia",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("stranger@") && !said.contains("stale-practice"), "{said}");
}

#[test]
fn uses_and_versions_are_those_of_the_last_commit() {
    let radar = Radar::new(PEOPLE, BLIPS);
    let (shop, tool) = (radar.repository("shop"), radar.repository("tool"));
    shop.commit(
        "2026-01-01",
        ADA,
        &[("package.json", Some(r#"{"dependencies": {"react": "17"}}"#))],
    );
    shop.commit(
        "2026-02-01",
        ADA,
        &[
            ("package.json", Some(KAFKA)),
            (
                "web/package.json",
                Some(r#"{"devDependencies": {"kafkajs": "^2.10.0", "react": "18.2.0"}}"#),
            ),
            ("node_modules/x/package.json", Some(r#"{"dependencies": {"serde": "1"}}"#)),
        ],
    );
    tool.commit(
        "2026-02-01",
        ADA,
        &[
            ("Cargo.toml", Some("[dependencies]\nserde = \"1.0.2\"\n")),
            ("src/main.rs", Some("")),
            ("kafka-topics.txt", Some("")),
        ],
    );
    // What is not committed is not there.
    std::fs::write(tool.path.join("package.json"), KAFKA).expect("written");
    let expected = "[repository.shop]\nuses.kafka = { version = \"2.2.4, 2.10.0\" }\n\
                    uses.react = { version = \"18.2.0\" }\nmonths.ada = [\n    \"2026-01\", \"2026-02\",\n]\n\n\
                    [repository.tool]\nuses.kafka = {}\nuses.rust = {}\nuses.serde = { version = \"1.0.2\" }\n\
                    months.ada = [\n    \"2026-02\",\n]";
    let (evidence, said) = radar.scanned(&["shop", "tool"]);
    assert_eq!(evidence, expected);
    assert!(said.contains("2 repositories, 4 blips in use, months of 1 person\n"), "{said}");
    assert!(said.contains("found nowhere: unused\n"), "{said}");
    let whole = std::fs::read(radar.at("radar/evidence.toml")).expect("written");
    for arguments in
        [&["shop", "tool"][..], &["tool", "shop"], &["tool", "--add"], &["--add", "shop"]]
    {
        radar.scanned(arguments);
        let again = std::fs::read(radar.at("radar/evidence.toml")).expect("written");
        assert!(again == whole, "{arguments:?}");
    }
    // Without --add, the file has this scan alone.
    let (evidence, _) = radar.scanned(&["web=tool"]);
    assert_eq!(
        evidence,
        expected[expected.find("[repository.tool]").expect("there")..].replace("tool", "web")
    );
}

#[test]
fn history_says_since_when_and_a_later_scan_keeps_it() {
    let radar = Radar::new(PEOPLE, BLIPS);
    let shop = radar.repository("shop");
    shop.commit("2024-01-05", ADA, &[("README.md", Some("x"))]);
    shop.commit("2024-03-05", ADA, &[("package.json", Some(KAFKA)), ("a.rs", Some(""))]);
    // On a branch, it is not yet in use.
    shop.git(&["checkout", "-q", "-b", "side"]);
    shop.commit("2024-04-05", ADA, &[("Cargo.toml", Some("[dependencies]\nserde = \"1\"\n"))]);
    shop.git(&["checkout", "-q", "main"]);
    let merge = ["merge", "-q", "--no-ff", "-m", "x", "side"];
    assert!(shop.run(&merge, "2024-06-01T12:00:00Z", ADA).status.success());
    shop.commit("2024-07-01", ADA, &[("package.json", None), ("web/package.json", Some(KAFKA))]);
    // Removed and brought back.
    shop.commit("2024-08-01", ADA, &[("a.rs", None)]);
    shop.commit("2025-02-01", ADA, &[("b.rs", Some(""))]);
    let uses = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("uses")).map(str::to_owned).collect()
    };
    let (evidence, _) = radar.scanned(&["--history", "shop"]);
    let expected = [
        "uses.kafka = { version = \"2.2.4\", since = \"2024-03\" }",
        "uses.rust = { since = \"2025-02\" }",
        "uses.serde = { version = \"1\", since = \"2024-06\" }",
    ];
    assert_eq!(uses(&evidence), expected);
    shop.commit(
        "2026-02-01",
        ADA,
        &[("b.rs", None), ("package.json", Some(r#"{"dependencies": {"react": "18"}}"#))],
    );
    let (evidence, _) = radar.scanned(&["--add", "shop"]);
    let later = [expected[0], "uses.react = { version = \"18\" }", expected[2]];
    assert_eq!(uses(&evidence), later);
    let (evidence, _) = radar.scanned(&["shop"]);
    assert!(!evidence.contains("since"), "{evidence}");
}

#[test]
fn two_of_one_name_are_an_error_with_a_way_out() {
    let radar = Radar::new(PEOPLE, BLIPS);
    for path in ["a/shop", "b/shop.git"] {
        radar.repository(path).commit("2026-01-01", ADA, &[]);
    }
    let scan = radar.scan(&["a/shop", "b/shop.git"]);
    assert_eq!(scan.code, Some(2));
    let error = "two repositories are called `shop`: a/shop and b/shop.git; give one of them another name: NAME=b/shop.git";
    assert!(scan.said.contains(error), "{}", scan.said);
    assert!(!radar.has_evidence());
    let (evidence, _) = radar.scanned(&["a/shop", "the \"other\".one=b/shop.git"]);
    assert!(evidence.contains("\n[repository.'the \"other\".one']\n"), "{evidence}");
    radar.scanned(&["--add", "a/shop"]);
}

#[test]
fn one_repository_that_cannot_be_read_keeps_the_file_as_it_is() {
    let radar = Radar::new(PEOPLE, BLIPS);
    radar.repository("shop").commit("2026-01-01", ADA, &[("package.json", Some(KAFKA))]);
    radar.scanned(&["shop"]);
    let before = radar.evidence();
    radar.write("plain/package.json", KAFKA);
    radar.write("file", "");
    radar.write("pointer/.git", "gitdir: nowhere\n");
    radar.write("odd/.git", "nonsense\n");
    let broken = radar.repository("broken");
    broken.commit("2026-01-01", ADA, &[("package.json", Some("{}"))]);
    let tree = broken.git(&["rev-parse", "HEAD^{tree}"]);
    std::fs::remove_file(broken.path.join(format!(".git/objects/{}/{}", &tree[..2], &tree[2..])))
        .expect("removed");
    let worktree = radar.at("worktree");
    let worktree = worktree.to_str().expect("a plain path");
    broken.git(&["worktree", "add", "-q", "--orphan", "-b", "other", worktree]);
    std::fs::write(broken.path.join(".git/refs/heads/other"), "nonsense\n").expect("written");
    let garbled = radar.repository("garbled");
    std::fs::write(garbled.path.join(".git/refs/heads/main"), "nonsense\n").expect("written");
    for (path, reason) in [
        ("nowhere", "there is no such folder"),
        ("plain", "it is not a git repository: it has neither .git nor HEAD"),
        ("file", "it is a file, not a folder"),
        ("pointer", "not a git repository"),
        ("odd", "odd/.git names no folder"),
        ("broken", "cannot scan broken: "),
        ("garbled", "HEAD is broken"),
        ("worktree", "HEAD is broken"),
        ("https://example.org/acme/tool.git", "it is an address; clone it, and scan the clone"),
        ("git@example.org:acme/tool.git", "it is an address; clone it, and scan the clone"),
    ] {
        let scan = radar.scan(&["shop", path]);
        assert_eq!(scan.code, Some(2), "{path}: {}", scan.said);
        let is_named =
            scan.said.contains(&format!("cannot scan {path}: ")) && scan.said.contains(reason);
        assert!(is_named, "{path}: {}", scan.said);
        assert_eq!(radar.evidence(), before, "{path}");
    }
    let scan = radar.scan(&["nowhere", "shop", "file"]);
    assert!(scan.said.contains("2 repositories failed\ncannot scan file: "), "{}", scan.said);
    assert!(scan.said.contains("\ncannot scan nowhere: there is no such folder"), "{}", scan.said);
}

#[test]
fn a_manifest_that_cannot_be_read_is_a_warning() {
    let radar = Radar::new(PEOPLE, BLIPS);
    let shop = radar.repository("shop");
    shop.commit(
        "2026-01-01",
        ADA,
        &[
            ("package.json", Some(KAFKA)),
            ("a/package.json", Some("{")),
            ("b\u{1b}[2J/package.json", Some("[")),
        ],
    );
    let (evidence, said) = radar.scanned(&["shop"]);
    assert!(evidence.contains("uses.kafka = { version = \"2.2.4\" }"), "{evidence}");
    assert!(said.contains("warning: shop: a/package.json was not read: "), "{said}");
    assert!(said.contains("b\\u{1b}[2J/package.json was not read: "), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
    let files: Vec<String> = (0..30).map(|at| format!("m{at:02}/package.json")).collect();
    let files: Vec<(&str, Option<&str>)> =
        files.iter().map(|path| (path.as_str(), Some("{"))).collect();
    shop.commit("2026-01-02", ADA, &files);
    let (_, said) = radar.scanned(&["shop"]);
    assert_eq!(said.matches("was not read: ").count(), 20, "{said}");
    assert!(said.contains("warning: shop: 12 more manifests were not read\n"), "{said}");
}

/// A blip or a person that cannot be read would be missing in the evidence without a word.
#[test]
fn errors_in_the_content_stop_a_scan() {
    let radar = Radar::new(PEOPLE, BLIPS);
    radar.repository("shop").commit("2026-01-01", ADA, &[("package.json", Some(KAFKA))]);
    let evidence = "scanned = 2026-01-01\n[repository.old]\nmonths.ada = ['soon']\n";
    radar.write("radar/evidence.toml", evidence);
    // A new file has no place for the error of the old one.
    assert_eq!(radar.scan(&["--add", "shop"]).code, Some(1));
    assert_eq!(radar.scan(&["shop"]).code, Some(0));
    radar.write("radar/blips/kafka.toml", "name = 'Kafka'\nquadrant = 'none'\n");
    let scan = radar.scan(&["shop"]);
    assert_eq!(scan.code, Some(1), "{}", scan.said);
    assert!(scan.said.contains("unknown-quadrant"), "{}", scan.said);
    // That there is no evidence yet is no reason not to look for it.
    let radar = Radar::new(PEOPLE, BLIPS);
    radar.repository("shop").commit("2026-01-01", ADA, &[]);
    let settings =
        "title = 't'\n[practice]\nevidence = 'git'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
    radar.write("radar/radar.toml", settings);
    radar.scanned(&["shop"]);
    // A language that nobody knows.
    radar.write("radar/blips/rust.toml", "name = 'R'\nquadrant = 'q'\nring = 'adopt'\nadded = 2020-01-01\ndetect = ['lang:klingon']\n");
    let (_, said) = radar.scanned(&["shop"]);
    assert!(said.contains("warning: rust: `lang:klingon` is no language"), "{said}");
}

const CYCLONE: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.5",
    "metadata": {"component": {"type": "application", "name": "shop"}},
    "components": [{"type": "library", "name": "kafkajs", "version": "2.2.4", "purl": "pkg:npm/kafkajs@2.2.4"},
                   {"type": "library", "name": "react", "version": "18.2.0", "purl": "pkg:npm/react@18.2.0"}]}"#;

const SPDX: &str = r#"{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "github.com/acme/shop",
    "packages": [{"SPDXID": "SPDXRef-1", "name": "serde", "versionInfo": "1.0.9", "externalRefs": [
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
         "referenceLocator": "pkg:cargo/serde@1.0.9"}]}]}"#;

/// What only a bill lists is indirect; a version that the manifest lacks comes from the bill.
#[test]
fn bills_of_materials_add_what_manifests_do_not_say() {
    let radar = Radar::new(PEOPLE, BLIPS);
    let package = r#"{"dependencies": {"kafkajs": "*"}}"#;
    radar.repository("shop").commit("2026-01-01", ADA, &[("package.json", Some(package))]);
    radar.write("cyclone.json", CYCLONE);
    radar.write("spdx.json", SPDX);
    let months = "months.ada = [\n    \"2026-01\",\n]";
    let listed = "uses.kafka = { version = \"2.2.4\" }\nuses.react = { version = \"18.2.0\", indirect = true }\n\
                  uses.serde = { version = \"1.0.9\", indirect = true }";
    let expected = format!("[repository.shop]\n{listed}\n{months}");
    let both = ["--sbom", "cyclone.json", "shop=spdx.json"];
    for arguments in [&[&["shop"][..], &both].concat(), &[&both[..], &["--", "shop"]].concat()] {
        assert_eq!(radar.scanned(arguments).0, expected, "{arguments:?}");
    }
    // A bill alone keeps what the manifests said.
    assert_eq!(
        radar.scanned(&["shop"]).0,
        format!("[repository.shop]\nuses.kafka = {{}}\n{months}")
    );
    assert_eq!(radar.scanned(&[&["--add"], &both[..]].concat()).0, expected);
    // A repository that nobody scanned has what its bill lists.
    let (evidence, _) = radar.scanned(&["--sbom", "web=cyclone.json"]);
    assert_eq!(
        evidence,
        "[repository.web]\nuses.kafka = { version = \"2.2.4\", indirect = true }\n\
         uses.react = { version = \"18.2.0\", indirect = true }"
    );
    // A tool may name the folder that it was given.
    radar.write("path.json", &CYCLONE.replace("\"shop\"", "\"/home/ada/web\""));
    assert_eq!(radar.scanned(&["--sbom", "path.json"]).0, evidence);
    radar.write("nobody.json", &CYCLONE.replace("\"name\": \"shop\"", "\"name\": \"\""));
    radar.write("package.json", package);
    for (arguments, reason) in [
        (
            &["--sbom", "nobody.json"][..],
            "nobody.json does not say which repository it is of; name it: --sbom NAME=nobody.json",
        ),
        (&["--sbom", "package.json"], "cannot use package.json as a bill of materials: "),
        (&["--sbom", "nowhere.json"], "nowhere.json"),
        (
            &["--sbom", "cyclone.json", "shop"],
            "shop is a folder, not a bill of materials; write repositories before --sbom",
        ),
    ] {
        let before = radar.evidence();
        let scan = radar.scan(arguments);
        assert_eq!(scan.code, Some(2), "{}", scan.said);
        assert!(scan.said.contains(reason), "{}", scan.said);
        assert_eq!(radar.evidence(), before);
    }
}

/// What the evidence shows is said at once; denied, it fails the command, and the file is there all the same.
#[test]
fn what_evidence_shows_can_be_denied() {
    let people = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\npractising = [{ from = 2019-01-01 }]\n";
    let radar = Radar::new(people, BLIPS);
    radar.repository("shop").commit("2026-01-01", ADA, &[]);
    let scan = radar.scan(&["shop"]);
    assert_eq!(scan.code, Some(0), "{}", scan.said);
    let message = "stale-practice]: Ada is declared as practising, but last committed in 2026-01";
    assert!(scan.said.contains(message), "{}", scan.said);
    std::fs::remove_file(radar.at("radar/evidence.toml")).expect("removed");
    let scan = radar.scan(&["shop", "-D", "stale-practice", "--quiet"]);
    assert_eq!(scan.code, Some(1), "{}", scan.said);
    assert!(radar.has_evidence() && !scan.said.contains("wrote"), "{}", scan.said);
}
