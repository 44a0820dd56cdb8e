//! Nothing installs a package by a name that nobody of the project holds: every line that installs something, in code,
//! documentation, templates and workflows, names the project's own address, or a third party on a list.
//!
//! While `repository` in Cargo.toml is empty, that address is a placeholder. `tests/address URL` replaces it.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the sources are files, and the script runs on a copy of them"
)]

#[path = "installs/rules.rs"]
mod rules;
#[path = "installs/tree.rs"]
mod tree;

use std::path::Path;
use std::process::{Command, Output};

use rules::{Ours, PLACEHOLDER, problems_of_line};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every problem below a folder that has the sources of the program.
fn problems(root: &Path) -> Vec<String> {
    let ours = Ours::of(&tree::read(root, "Cargo.toml"));
    let mut problems = Vec::new();
    for path in tree::files(root) {
        let text = tree::read(root, &path);
        for (at, line) in tree::joined(&text) {
            for problem in problems_of_line(&ours, &path, &line) {
                problems.push(format!("{path}:{at}: {problem}: {}", line.trim()));
            }
        }
    }
    problems
}

#[test]
fn every_line_that_installs_something_names_the_address() {
    let problems = problems(Path::new(ROOT));
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// The lines for each kind of reader are there, so the test above has something to look at.
#[test]
fn the_readme_has_a_line_for_each_kind_of_reader() {
    let readme = tree::read(Path::new(ROOT), "README.md");
    let ours = Ours::of(&tree::read(Path::new(ROOT), "Cargo.toml"));
    let program = ours.program();
    for line in [
        "](../../releases/latest)".to_owned(),
        format!("brew install {}/tap/radar", ours.owner()),
        format!("cargo binstall --git https://github.com/{program} tech-radar"),
        format!("cargo install --locked --git https://github.com/{program} --tag v"),
        format!("ghcr.io/{}:", ours.image()),
        format!("uses: {program}@v"),
        "cargo install --locked --path .".to_owned(),
        "](docs/containers.md".to_owned(),
    ] {
        assert!(readme.contains(&line), "{line}");
    }
}

#[test]
fn names_that_nobody_holds_are_found() {
    let (none, some) = (Ours::default(), Ours::at("some-team/radar"));
    for (path, line) in [
        ("README.md", "$ cargo install tech-radar"),
        ("docs/a.md", "$ cargo install --locked tech-radar --version 0.1.0"),
        (
            "docs/a.yml",
            "        run: cargo install tech-radar --version \"$RADAR_VERSION\" --locked",
        ),
        ("docs/a.md", "run `cargo binstall tech-radar`"),
        ("docs/a.md", "$ cargo +stable install tech-radar"),
        ("docs/a.md", "$ cargo install --git https://github.com/ORG/REPO tech-radar"),
        ("docs/a.md", "$ cargo install --git https://github.com/OWNER/REPOSITORY-x tech-radar"),
        ("src/command/init.rs", "\"cargo install tech-radar\""),
        ("README.md", "$ brew install radar"),
        ("README.md", "$ brew install other/tap/radar"),
        ("docs/a.md", "$ docker run --rm -v \"$PWD:/work\" radar build"),
        ("docs/a.md", "$ podman pull ghcr.io/other/radar:0.1.0"),
        ("docs/a.md", "$ pip install tech-radar"),
        ("docs/a.md", "$ pipx run tech-radar build"),
        ("docs/a.md", "$ npx tech-radar build"),
        ("docs/a.md", "$ npm install --global tech-radar"),
        ("docs/a.md", "$ apt-get install --yes radar"),
        ("docs/a.md", "$ go install example.org/radar@latest"),
        ("docs/a.md", "$ curl -sSf https://example.org/install.sh | sh"),
        ("docs/a.md", "$ sh -c \"$(curl -sSf https://example.org/install.sh)\""),
        ("docs/a.md", "$ bash <(curl -sSf https://example.org/install.sh)"),
        ("docs/a.yml", "      - uses: other/radar@v0.1.0"),
        ("docs/a.md", "      - uses: radar/action@v1"),
        ("docs/a.yml", "  image: radar:latest"),
        ("docs/Dockerfile", "FROM radar"),
        ("docs/a.md", "COPY --from=ghcr.io/other/radar:0.1.0 /radar /usr/local/bin/radar"),
        ("docs/a.md", "https://github.com/other/radar/releases/download/v0.1.0/radar.tar.gz"),
    ] {
        for ours in [&none, &some] {
            assert!(!problems_of_line(ours, path, line).is_empty(), "{path}: {line}");
        }
    }
}

#[test]
fn lines_of_the_project_and_of_known_third_parties_are_fine() {
    let version = env!("CARGO_PKG_VERSION");
    for ours in [Ours::default(), Ours::at("Some-Team/radar")] {
        let (program, image) = (ours.program(), ours.image());
        for line in [
            "$ cargo install --locked --path .".to_owned(),
            format!(
                "cargo install --locked --git https://github.com/{program} --tag v{version} tech-radar"
            ),
            format!("cargo binstall --git https://github.com/{program} tech-radar"),
            format!("$ brew install {}/tap/radar", ours.owner()),
            format!("$ docker run --rm -v \"$PWD:/work\" ghcr.io/{image}:{version} build"),
            format!("      - uses: {program}@v{version}"),
            "      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
                .to_owned(),
            "      - uses: ./.radar-program".to_owned(),
            format!("COPY --from=ghcr.io/{image}:{version} /radar /usr/local/bin/radar"),
            format!("https://github.com/{program}/releases/download/v{version}/SHA256SUMS"),
            "`cargo install` has no place for manual pages".to_owned(),
        ] {
            let found = problems_of_line(&ours, "docs/a.md", &line);
            assert!(found.is_empty(), "{line}: {found:?}");
        }
        // Another version than that of Cargo.toml.
        for line in [
            format!("      - uses: {program}@v9.9.9"),
            format!("$ docker run ghcr.io/{image}:9.9.9 build"),
            format!("cargo install --git https://github.com/{program} --tag v9.9.9 tech-radar"),
        ] {
            assert!(!problems_of_line(&ours, "docs/a.md", &line).is_empty(), "{line}");
        }
    }
    let address = Ours::at("some-team/radar");
    for line in [format!("see {PLACEHOLDER}"), "<!-- unpublished -->".to_owned()] {
        assert!(!problems_of_line(&address, "docs/a.md", &line).is_empty(), "{line}");
        assert!(problems_of_line(&Ours::default(), "docs/a.md", &line).is_empty(), "{line}");
    }
}

/// Copies the sources, lets the script write an address into them, and returns the copy.
fn addressed(urls: &[&str]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for path in tree::files(Path::new(ROOT)).into_iter().chain(["tests/address".to_owned()]) {
        let to = copy.path().join(&path);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        std::fs::copy(Path::new(ROOT).join(&path), to).expect("copied");
    }
    for url in urls {
        let output = address(copy.path(), url);
        assert!(output.status.success(), "{url}: {}", String::from_utf8_lossy(&output.stderr));
    }
    copy
}

fn address(root: &Path, url: &str) -> Output {
    Command::new(root.join("tests/address")).arg(url).output().expect("the script starts")
}

#[test]
fn the_script_writes_the_address_into_everything() {
    let before = tree::read(Path::new(ROOT), "README.md");
    for (urls, program) in [
        (&["https://github.com/Some-Team/radar"][..], "Some-Team/radar"),
        // The project moves.
        (
            &["https://github.com/some-team/old", "https://github.com/Other/radar.rs/"],
            "Other/radar.rs",
        ),
    ] {
        let copy = addressed(urls);
        let found = problems(copy.path());
        assert!(found.is_empty(), "{urls:?}:\n{}", found.join("\n"));
        let cargo = tree::read(copy.path(), "Cargo.toml");
        let line = format!("repository = \"https://github.com/{program}\"\n");
        assert_eq!(cargo.matches(&line).count(), 1, "{cargo}");
        assert_eq!(cargo.matches("\nrepository = ").count(), 1);
        let readme = tree::read(copy.path(), "README.md");
        assert!(readme.contains(&format!("uses: {program}@v")), "{readme}");
        assert!(readme.contains(&format!("ghcr.io/{}:", program.to_lowercase())), "{readme}");
        assert!(!readme.contains("No release is published"), "{readme}");
        assert!(!readme.contains("\n\n\n"), "{readme}");
        assert_ne!(before, readme);
    }
}

#[test]
fn the_script_refuses_what_is_no_address_and_changes_nothing() {
    for url in [
        "",
        "some-team/radar",
        "https://github.com/some-team",
        "https://github.com/some-team/radar/tree/main",
        "https://gitlab.com/some-team/radar",
        "https://github.com/some team/radar",
        "https://github.com/OWNER/REPOSITORY",
    ] {
        let copy = addressed(&[]);
        let output = address(copy.path(), url);
        assert_eq!(output.status.code(), Some(2), "{url}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("https://github.com/"), "{url}");
        for path in ["Cargo.toml", "README.md"] {
            assert_eq!(tree::read(copy.path(), path), tree::read(Path::new(ROOT), path), "{url}");
        }
    }
}

/// What follows the name of the image is a command of the program.
#[test]
fn the_commands_of_containers_are_known() {
    let mut commands = 0;
    for path in ["README.md", "docs/containers.md"] {
        for line in tree::read(Path::new(ROOT), path).lines() {
            let Some((_, rest)) = line.split_once("docker run ") else { continue };
            let (_, rest) = rest.split_once("ghcr.io/").expect("the image");
            let rest = rest.split('`').next().expect("the command");
            let words = rest.split_whitespace().skip(1);
            let parsed = <radar::cli::Cli as clap::Parser>::try_parse_from(
                ["radar"].into_iter().chain(words),
            );
            assert!(parsed.is_ok(), "{line}: {parsed:?}");
            commands += 1;
        }
    }
    assert!(commands > 3, "{commands}");
}

#[test]
fn the_files_of_the_dev_container_can_be_copied() {
    let page = tree::read(Path::new(ROOT), "docs/containers.md");
    let (_, json) = page.split_once("```json\n").expect("a block");
    let json = json.split("```").next().expect("its end");
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let file = json["build"]["dockerfile"].as_str().expect("a file");
    assert!(page.contains(&format!("`.devcontainer/{file}`:")), "{file}");
    assert_eq!(json["forwardPorts"][0], 8000);
}
