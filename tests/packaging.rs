//! What a release is made with: archives with the same bytes, notes that agree with the tag, a formula with the right sums.
//! `tests/release` builds and tests the programs themselves.
//!
//! Not on Windows: there, the release workflow runs `archive.py` only, and `bash` may be that of another system.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "runs programs and reads what they wrote"
)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The targets of a release, and the ending of the archive of each.
const TARGETS: [(&str, &str); 5] = [
    ("x86_64-unknown-linux-musl", "tar.gz"),
    ("aarch64-unknown-linux-musl", "tar.gz"),
    ("x86_64-apple-darwin", "tar.gz"),
    ("aarch64-apple-darwin", "tar.gz"),
    ("x86_64-pc-windows-msvc", "zip"),
];

fn python(script: &str, arguments: &[&str]) -> Output {
    let script = Path::new(ROOT).join("tests/packaging").join(script);
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).args(arguments);
    command.output().expect("python3 is there; tests/run installs it")
}

fn written(output: &Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// A folder with a Cargo.toml, a Cargo.lock and a changelog.
fn project(manifest: &str, locked: &str, changelog: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("Cargo.toml", &format!("[package]\nname = \"tech-radar\"\n{manifest}"));
    write("Cargo.lock", &format!("[[package]]\nname = \"tech-radar\"\nversion = \"{locked}\"\n"));
    write("CHANGELOG.md", changelog);
    folder
}

const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-26\n\n### Added\n\n- One thing, which goes\n  \
                         on in a second line.\n- Another.\n\n## [1.1.0] - 2026-05-01\n\n- Old.\n\n[1.2.0]: https://example.org/1.2.0\n";
const MANIFEST: &str = "version = \"1.2.0\"\nrepository = \"https://example.org/a/b\"\n";

fn notes(
    tag: &str,
    folder: &tempfile::TempDir,
    repository: Option<&str>,
) -> (bool, String, String) {
    let root = folder.path().to_str().expect("UTF-8");
    let mut arguments = vec![tag, "--root", root];
    arguments.extend(repository.iter().flat_map(|&address| ["--repository", address]));
    written(&python("notes.py", &arguments))
}

#[test]
fn the_notes_of_a_release_are_the_section_of_its_version() {
    let folder = project(MANIFEST, "1.2.0", CHANGELOG);
    let (good, text, problems) = notes("v1.2.0", &folder, Some("https://example.org/A/b/"));
    assert!(good, "{problems}");
    assert_eq!(text, "### Added\n\n- One thing, which goes on in a second line.\n- Another.\n");
}

/// GitHub shows the line ends of a release's text, and a changelog has its addresses at its end.
#[test]
fn the_notes_have_their_links_and_their_code() {
    let changelog = "# Changelog\n\n## [1.2.0] - 2026-11-26\n\nA paragraph,\nwrapped.\n\n### Added\n- One, [here][There].\n\n  \
                     ```sh\n  a\n\n\n  b\n  ```\n  after\n  1. in\n     it\n\n## [1.1.0] - 2026-05-01\n\n- Old [not].\n\n\
                     [there]: https://example.org/there \"There\"\n[not]: https://example.org/not\n[1.2.0]: https://example.org/\n";
    let expected = "A paragraph, wrapped.\n\n### Added\n- One, [here][There].\n\n  ```sh\n  a\n\n\n  b\n  ```\n  after\n  \
                    1. in it\n\n[there]: https://example.org/there \"There\"\n";
    for changelog in [changelog.to_owned(), changelog.replace('\n', "\r\n")] {
        let folder = project(MANIFEST, "1.2.0", &changelog);
        let (good, text, problems) = notes("v1.2.0", &folder, None);
        assert!(good, "{problems}");
        assert_eq!(text, expected);
    }
}

const HERE: Option<&str> = Some("https://example.org/a/b");

/// A tag, Cargo.toml, the version in Cargo.lock, a changelog, where the workflow runs, and what is wrong.
type Disagreement =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, &'static str);

const DISAGREEMENTS: [Disagreement; 12] = [
    (
        "v1.2.1",
        MANIFEST,
        "1.2.0",
        CHANGELOG,
        HERE,
        "the tag is v1.2.1, and Cargo.toml has version 1.2.0",
    ),
    ("1.2.0", MANIFEST, "1.2.0", CHANGELOG, HERE, "the tag 1.2.0 is no version as in v1.2.3"),
    ("v01.2.0", MANIFEST, "1.2.0", CHANGELOG, HERE, "the tag v01.2.0 is no version"),
    ("v1.2.0", MANIFEST, "1.1.0", CHANGELOG, HERE, "Cargo.lock has tech-radar in version 1.1.0"),
    (
        "v1.2.0",
        MANIFEST,
        "1.2.0",
        "## [Unreleased]\n\n- B.\n\n## [1.2.0] - 2026-11-26\n\n- A.\n",
        HERE,
        "CHANGELOG.md still has changes below [Unreleased]",
    ),
    (
        "v1.2.0",
        MANIFEST,
        "1.2.0",
        "# Changelog\n",
        HERE,
        "CHANGELOG.md has no section `## [1.2.0] - YYYY-MM-DD`",
    ),
    ("v1.2.0", MANIFEST, "1.2.0", "## [1.2.0] - 2026-02-30\n\n- A.\n", HERE, "has no date"),
    ("v1.2.0", MANIFEST, "1.2.0", "## [1.2.0]\n\n- A.\n", HERE, "has no date"),
    (
        "v1.2.0",
        MANIFEST,
        "1.2.0",
        "## [1.2.0] - 2026-11-26\n",
        HERE,
        "CHANGELOG.md says nothing of 1.2.0",
    ),
    (
        "v1.2.0",
        MANIFEST,
        "1.2.0",
        "## [1.3.0] - 2026-12-01\n\n- B.\n\n## [1.2.0] - 2026-11-26\n\n- A.\n",
        HERE,
        "CHANGELOG.md lists 1.3.0 above 1.2.0",
    ),
    (
        "v1.2.0",
        "version = \"1.2.0\"\n",
        "1.2.0",
        CHANGELOG,
        HERE,
        "Cargo.toml has no repository; run: tests/address https://example.org/a/b",
    ),
    (
        "v1.2.0",
        MANIFEST,
        "1.2.0",
        CHANGELOG,
        Some("https://example.org/fork/b"),
        "Cargo.toml has the repository https://example.org/a/b, and this is https://example.org/fork/b",
    ),
];

#[test]
fn a_release_that_does_not_agree_is_refused() {
    for (tag, manifest, locked, changelog, repository, expected) in DISAGREEMENTS {
        let (good, text, problems) = notes(tag, &project(manifest, locked, changelog), repository);
        assert!(!good && text.is_empty(), "{expected}: {text}");
        assert!(problems.contains(expected), "{expected}: {problems}");
    }
}

/// What GitHub would reject, or another program would read as something else, is found before anything is built.
#[test]
fn this_changelog_can_be_released() {
    let changelog = fs::read_to_string(Path::new(ROOT).join("CHANGELOG.md")).expect("a changelog");
    let (head, rest) = changelog.split_once("## [Unreleased]\n").expect("a section of what is new");
    let released = format!("{head}## [Unreleased]\n\n## [1.2.0] - 2026-11-26\n{rest}");
    let (good, text, problems) = notes("v1.2.0", &project(MANIFEST, "1.2.0", &released), None);
    assert!(good, "{problems}");
    assert!(text.starts_with("### Added\n") && text.lines().count() > 20, "{text}");
}

fn packed(folder: &Path, ending: &str, seconds: &str) -> Vec<u8> {
    let archive = tempfile::tempdir().expect("a temporary folder");
    let archive = archive.path().join(format!("made-{seconds}.{ending}"));
    let script = Path::new(ROOT).join("tests/packaging/archive.py");
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).arg(folder).arg(&archive).env("SOURCE_DATE_EPOCH", seconds);
    let output = command.output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(archive).expect("an archive")
}

/// Writes the files of an archive in this order, so that the folder lists them differently.
fn unpacked(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("radar-1.2.0-x86_64-unknown-linux-musl");
    for name in names {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, format!("{name}\n").repeat(50)).expect("a file");
    }
    (folder, root)
}

#[test]
fn the_same_files_are_the_same_archive() {
    let names =
        ["radar", "man/radar.1", "man/radar-build.1", "completions/radar.bash", "README.md"];
    let (_first, first) = unpacked(&names);
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    let (_second, second) = unpacked(&reversed);
    for (name, mode) in [("radar", 0o700), ("README.md", 0o640)] {
        fs::set_permissions(second.join(name), fs::Permissions::from_mode(mode)).expect("a mode");
    }
    for ending in ["tar.gz", "zip"] {
        let bytes = packed(&first, ending, "1790000000");
        assert_eq!(bytes, packed(&second, ending, "1790000000"), "{ending}");
        assert_ne!(
            bytes,
            packed(&first, ending, "1790000002"),
            "{ending} has the time of the commit"
        );
        fs::write(first.join("radar"), "another").expect("a file");
        assert_ne!(bytes, packed(&first, ending, "1790000000"), "{ending} has the program");
        fs::write(first.join("radar"), "radar\n".repeat(50)).expect("a file");
    }
}

fn formula(sums: &str) -> (bool, String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("SHA256SUMS");
    fs::write(&path, sums).expect("a file");
    let path = path.to_str().expect("UTF-8");
    written(&python("formula.py", &["1.2.0", "https://example.org/a/b", path]))
}

#[test]
fn the_formula_has_the_sum_of_each_archive() {
    let lines = (1..).zip(TARGETS).map(|(number, (target, ending))| {
        format!("{}  radar-1.2.0-{target}.{ending}\n", number.to_string().repeat(64))
    });
    let sums = lines.collect::<Vec<String>>().concat();
    let (good, text, problems) = formula(&sums);
    assert!(good, "{problems}");
    assert!(!text.contains('@'), "{text}");
    for (number, (target, _)) in (1..=4).zip(TARGETS) {
        let address =
            format!("https://example.org/a/b/releases/download/v1.2.0/radar-1.2.0-{target}.tar.gz");
        let sum = number.to_string().repeat(64);
        assert!(
            text.contains(&format!("url \"{address}\"\n      sha256 \"{sum}\"\n")),
            "{target}: {text}"
        );
    }

    let missing: String = sums.split_inclusive('\n').skip(1).collect();
    let twice = format!("{sums}{}", sums.lines().next().unwrap_or_default());
    for (bad, expected) in [
        (missing.as_str(), "radar-1.2.0-x86_64-unknown-linux-musl.tar.gz is missing"),
        (&twice, "is there twice"),
        ("123  radar\n", "not a line of sha256sum"),
        (&sums.replace("  radar", "  dist/radar"), "not a line of sha256sum"),
    ] {
        let (good, text, problems) = formula(bad);
        assert!(!good && text.is_empty() && problems.contains(expected), "{expected}: {problems}");
    }
}

/// The names that the workflow, the formula and `cargo binstall` have for one archive.
#[test]
fn all_agree_on_the_names_of_archives() {
    let manifest = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let overrides = binstall["overrides"].as_table().expect("a table");
    let names: BTreeSet<String> = TARGETS
        .iter()
        .map(|&(target, _)| {
            let table = overrides.get(target).unwrap_or(binstall);
            let address = table["pkg-url"].as_str().expect("an address");
            let address = address.replace("{ repo }", "R").replace("{ version }", "1.2.0");
            let address = address.replace("{ target }", target);
            address.strip_prefix("R/releases/download/v1.2.0/").expect("a release").to_owned()
        })
        .collect();
    let expected: BTreeSet<String> =
        TARGETS.iter().map(|(target, ending)| format!("radar-1.2.0-{target}.{ending}")).collect();
    assert_eq!(names, expected);

    let workflow = fs::read_to_string(Path::new(ROOT).join(".github/workflows/release.yml"));
    let workflow = workflow.expect("a workflow");
    for (target, _) in TARGETS.iter().filter(|(target, _)| !target.contains("linux")) {
        assert!(workflow.contains(&format!("target: {target} ")), "{target}");
    }
}

/// A release with a file too few would be a release that some people cannot use. Its sums are made on Linux; macOS may
/// lack `sha256sum`.
#[cfg(target_os = "linux")]
#[test]
fn the_sums_are_those_of_all_files_and_no_other() {
    let expected = TARGETS.map(|(target, ending)| format!("radar-1.2.0-{target}.{ending}"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sums = |arguments: &[&str]| {
        let script = Path::new(ROOT).join("tests/packaging/sums");
        written(&Command::new("bash").arg(script).args(arguments).output().expect("bash"))
    };
    let path = folder.path().to_str().expect("UTF-8");
    let (good, _, problems) = sums(&["1.2.0", "https://example.org/a/b", path]);
    assert!(!good);
    for name in expected.iter().map(String::as_str).chain(["radar-1.2.0.cdx.json"]) {
        assert!(problems.contains(&format!("{name} is missing")), "{name}: {problems}");
        fs::write(folder.path().join(name), name).expect("a file");
    }
    let (good, text, problems) = sums(&["1.2.0", "https://example.org/a/b", path]);
    assert!(good, "{problems}");
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(folder.path().join("radar.rb").is_file() && folder.path().join("SHA256SUMS").is_file());
    fs::write(folder.path().join("radar-1.2.0-riscv.tar.gz"), "").expect("a file");
    let (good, _, problems) = sums(&["1.2.0", "https://example.org/a/b", path]);
    assert!(!good && problems.contains("radar-1.2.0-riscv.tar.gz is no part of a release"));
}
