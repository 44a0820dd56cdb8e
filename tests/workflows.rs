//! The workflows, ours and those that users copy, and the action: actions are commits, and a job with rights to write
//! runs nothing but the action and GitHub's own tools. `tests/workflows` runs zizmor on them, and the action's scripts.
#![allow(clippy::disallowed_methods, reason = "workflows are files")]

use std::collections::BTreeMap;
use std::path::Path;

/// The action of this repository: a placeholder until somebody publishes the project.
fn own() -> &'static str {
    env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/").unwrap_or("OWNER/REPOSITORY")
}

const ACTION: &str = "action.yml";

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
    let mut owned = 0;
    for path in WORKFLOWS.into_iter().chain([ACTION]) {
        let text = read(path);
        let uses = text.lines().filter_map(|line| line.split_once("uses: "));
        let uses: Vec<&str> = uses.map(|(_, action)| action).collect();
        assert!(uses.len() > 1, "{path}: {uses:?}");
        for action in uses {
            let (name, rest) = action.split_once('@').expect("a version");
            if name == own() {
                let version = rest.split(' ').next().unwrap_or_default();
                assert_eq!(version, concat!("v", env!("CARGO_PKG_VERSION")), "{path}");
                owned += 1;
                continue;
            }
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
    assert_eq!(owned, 4, "each workflow that users copy uses the action");
}

/// A job whose only right is to comment may run the action, which installs the program of its own release, compared
/// with its sums, and checks out what the program reads. It gives the token to `gh` only.
fn runs_the_action(job: &str) -> bool {
    let rights: Vec<&str> = job.lines().filter(|line| line.contains(": write")).collect();
    let uses: Vec<&str> =
        job.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")).collect();
    let is_own = |action: &&str| action.starts_with(&format!("{}@", own()));
    if !uses.iter().any(is_own) {
        return false;
    }
    assert!(rights.len() == 1 && rights[0].contains("pull-requests: write"), "{rights:?}");
    assert!(uses.iter().all(|it| is_own(it) || it.starts_with("actions/checkout@")), "{uses:?}");
    assert!(!job.contains("run:") && !job.contains("secrets"), "{job}");
    true
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
            if runs_the_action(&job) {
                continue;
            }
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
    assert_eq!(
        writing, 10,
        "the issues, the evidence, the nudge, the report, and six jobs of the release"
    );
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

/// What people are led to comes after somebody has looked at the draft: the environment asks.
#[test]
fn nothing_is_public_before_the_release() {
    let text = read(".github/workflows/release.yml");
    let jobs = jobs(&text);
    let publish = jobs.iter().find(|job| job.contains("--draft=false")).expect("the job");
    assert!(publish.contains("environment: release"), "{publish}");
    // Who may write can change the draft and its sums while it waits.
    assert!(publish.contains("diff --recursive dist draft"), "{publish}");
    let after: Vec<bool> = ["imagetools create", "run: cargo publish"]
        .into_iter()
        .flat_map(|words| jobs.iter().filter(move |job| job.contains(words)))
        .map(|job| {
            let needs = job.lines().find(|line| line.contains("needs: ")).expect("needs");
            needs.contains("publish")
        })
        .collect();
    assert_eq!(after, [true, true]);
    let image = jobs.iter().find(|job| job.contains("buildx build")).expect("the job");
    assert!(image.contains("push-by-digest=true") && !image.contains("--tag"), "{image}");
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
    // For this event, GitHub gives forks a token that can only read.
    assert!(code.contains(&"  pull_request:"));
    for word in ["pull_request_target", "workflow_run", "secrets", "github.token", "GITHUB_TOKEN"] {
        assert!(!code.iter().any(|line| line.contains(word)), "{word}");
    }
    assert!(runs_the_action(&jobs(&text)[0]));
    for path in ["docs/review-issues.yml", "tests/ci/github.yml"] {
        assert!(!read(path).contains("pull_request_target"), "{path}");
    }
}

/// What an expression puts into a script becomes part of it.
#[test]
fn the_action_takes_inputs_as_variables_only() {
    let action = read(ACTION);
    let mut scripts = 0;
    for line in action.lines().filter_map(|line| line.trim().strip_prefix("run: ")) {
        assert!(!line.contains("${{"), "{line}");
        scripts += 1;
    }
    assert_eq!(scripts, action.matches("shell: bash").count());
    // Only the two steps that ask gh have the token, and neither is one that reads the content.
    let steps: Vec<&str> = action.split("\n    - name: ").skip(1).collect();
    let with_token: Vec<&str> = steps
        .iter()
        .filter(|step| step.contains("github.token"))
        .filter_map(|step| step.lines().next())
        .collect();
    assert_eq!(with_token, ["Install radar", "Update the comment"]);
    assert!(
        !read("action/comment.sh").contains("PROGRAM"),
        "the step with the right to write runs it"
    );
    assert!(!action.contains("secrets") && !action.contains("env."), "{action}");
}

/// The commands of the action and of the workflows that users copy are ones that the program knows.
#[test]
fn their_commands_are_known() {
    let mut seen = Vec::new();
    for script in ["audit", "build", "check", "diff", "summary"] {
        let text = read(&format!("action/{script}.sh"));
        let asked = text.lines().filter_map(|line| line.trim().strip_prefix("ask "));
        for line in asked {
            let (_, command) = line.split_once(' ').expect("a name and a command");
            let options = "--out site --base-url=https://example.org/";
            let command =
                command.replace("\"$base\"", "main").replace("\"${options[@]}\"", options);
            seen.push(format!("--root=docs {command}"));
        }
    }
    for path in ["docs/review-issues.yml", "docs/scan.yml", "docs/nudge.yml"] {
        let text = read(path);
        let lines = text.lines().map(|line| line.split(" # ").next().unwrap_or_default());
        let commands = lines.filter_map(|line| line.split_once("radar ").map(|(_, rest)| rest));
        let commands = commands.filter(|rest| rest.contains(" --"));
        let plain = |rest: &str| {
            let ends = [" > ", "; }"];
            let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
            rest[..end]
                .replace(" \"$@\"", "")
                .replace("\"$LIMIT\"", "10")
                .replace("\"$RADAR/\"", "https://a.org/")
        };
        seen.extend(commands.map(plain));
    }
    assert!(seen.len() > 9, "{seen:?}");
    assert!(seen.iter().any(|command| command.contains("diff --base=main")), "{seen:?}");
    for command in seen {
        let line = ["radar"].into_iter().chain(command.split_whitespace());
        let parsed = <radar::cli::Cli as clap::Parser>::try_parse_from(line);
        assert!(parsed.is_ok(), "{command}: {parsed:?}");
    }
}
