//! The workflows, ours and those that users copy: actions are commits, and no job with rights to write installs
//! anything. The CI runs zizmor on them, too.
#![allow(clippy::disallowed_methods, reason = "workflows are files")]

use std::collections::BTreeMap;
use std::path::Path;

const PULL_REQUEST: &str = "docs/pull-request.yml";

const WORKFLOWS: [&str; 6] = [
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "docs/review-issues.yml",
    PULL_REQUEST,
    "docs/scan.yml",
    "docs/nudge.yml",
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}

/// The jobs of a workflow: the lines that are indented below a key of two blanks.
fn jobs(workflow: &str) -> Vec<String> {
    let (_, jobs) = workflow.split_once("\njobs:\n").expect("a workflow has jobs");
    let mut parts: Vec<String> = Vec::new();
    for line in jobs.lines() {
        let is_key = line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
        match parts.last_mut() {
            Some(job) if !is_key => job.extend([line, "\n"]),
            _ => parts.push(format!("{line}\n")),
        }
    }
    parts
}

/// Somebody who gets hold of the account can move a tag to another commit.
#[test]
fn actions_are_commits_and_the_same_everywhere() {
    let mut commits: BTreeMap<String, String> = BTreeMap::new();
    for path in WORKFLOWS {
        let text = read(path);
        let uses = text.lines().filter_map(|line| line.split_once("uses: "));
        let uses: Vec<&str> = uses.map(|(_, action)| action).collect();
        assert!(uses.len() > 1, "{path}: {uses:?}");
        for action in uses {
            let (name, rest) = action.split_once('@').expect("a version");
            let (commit, version) = rest.split_once(" # ").expect("the version in a comment");
            let is_hexadecimal = commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(commit.len() == 40 && is_hexadecimal, "{path}: {action}");
            assert_eq!(version.matches('.').count(), 2, "{path}: {action} has its whole version");
            // Dependabot updates those of this repository only; this test reminds the person who merges that.
            let known = commits.entry(name.to_owned()).or_insert_with(|| rest.to_owned());
            assert_eq!(known, rest, "{path}: {name} differs from another workflow");
        }
    }
    assert!(commits.len() > 6, "{commits:?}");
}

#[test]
fn a_job_that_may_write_installs_nothing() {
    let mut writing = 0;
    for path in WORKFLOWS {
        for job in jobs(&read(path)) {
            if !job.contains(": write") {
                continue;
            }
            writing += 1;
            if job.contains("run: cargo publish") {
                publishes_sources_only(&job);
                continue;
            }
            for word in [
                "cargo",
                "npm",
                "pip install",
                "pipx",
                "apt-get",
                "curl",
                "wget",
                "checkout",
                "cache",
                "radar ",
            ] {
                let code: String =
                    job.lines().map(|line| line.split(" #").next().unwrap_or("")).collect();
                assert!(!code.contains(word), "{path}: {word} in a job that may write:\n{job}");
            }
        }
    }
    assert_eq!(writing, 9, "the issues, the evidence, the nudge, and six jobs of the release");
}

/// The job with a token of the registry has the sources, and runs nothing of them or of the dependencies.
fn publishes_sources_only(job: &str) {
    let runs: Vec<&str> =
        job.lines().filter_map(|line| line.split_once("run: ")).map(|(_, run)| run).collect();
    let toolchain = "rustup toolchain install \"$RUSTUP_TOOLCHAIN\" --profile minimal";
    assert_eq!(runs, [toolchain, "cargo publish --locked --no-verify"]);
    let rights: Vec<&str> = job.lines().filter(|line| line.contains(": write")).collect();
    assert!(rights.len() == 1 && rights[0].contains("id-token: write"), "{rights:?}");
    assert!(!job.contains("cache"), "{job}");
}

#[test]
fn rights_are_given_to_jobs_only() {
    for path in WORKFLOWS {
        let text = read(path);
        let given = ["\npermissions: {}\n", "\npermissions:\n  contents: read\n\n"];
        assert!(given.iter().any(|rights| text.contains(rights)), "{path}");
        let kept = text.matches("persist-credentials: false").count();
        assert_eq!(
            kept,
            text.matches("actions/checkout@").count(),
            "{path} keeps the token on disk"
        );
    }
}

/// A fork's content is foreign: whatever it may reach, it may use.
#[test]
fn pull_requests_of_forks_have_no_rights() {
    let text = read(PULL_REQUEST);
    let code: Vec<&str> =
        text.lines().map(|line| line.split('#').next().unwrap_or("").trim_end()).collect();
    assert!(code.contains(&"  pull_request:"));
    for word in [
        "pull_request_target",
        "workflow_run",
        "secrets",
        ": write",
        "github.token",
        "GITHUB_TOKEN",
    ] {
        assert!(!code.iter().any(|line| line.contains(word)), "{word}");
    }
    // What an expression puts into a script becomes part of it: only a cancelled run and the machine are asked about.
    let is_script = |line: &&&str| line.contains("run:") || line.starts_with("          ");
    for line in code.iter().filter(is_script).filter(|line| line.contains("${{")) {
        let is_harmless = ["runner.", "env.RADAR_VERSION"].iter().any(|word| line.contains(word));
        assert!(is_harmless && line.trim_start().starts_with("key:"), "{line}");
    }
    // The program comes from the registry, in one version, and not from the pull request.
    assert!(text.contains("cargo install tech-radar --version \"$RADAR_VERSION\" --locked"));
    assert_eq!(text.matches("/radar ").count(), text.matches("~/.cargo/bin/radar ").count());
    for path in ["docs/review-issues.yml", "tests/ci/github.yml"] {
        assert!(!read(path).contains("pull_request_target"), "{path}");
    }
}

/// The commands in it are ones that the program knows.
#[test]
fn its_commands_are_known() {
    let text = read(PULL_REQUEST);
    let lines = text.lines().filter_map(|line| line.split_once("~/.cargo/bin/radar "));
    let commands: Vec<&str> = lines.filter_map(|(_, rest)| rest.split(" >> ").next()).collect();
    assert!(commands.iter().any(|command| command.starts_with("diff --base")), "{commands:?}");
    for command in commands {
        let line = ["radar"].into_iter().chain(command.split_whitespace());
        let parsed = <radar::cli::Cli as clap::Parser>::try_parse_from(line);
        assert!(parsed.is_ok(), "{command}: {parsed:?}");
    }
}
