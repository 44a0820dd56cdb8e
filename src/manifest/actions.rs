//! GitHub workflows and composite actions, and those of Forgejo and Gitea, which have the same form.

use super::yaml::{self, Node};
use super::{Dependency, Found, image, version};
use crate::radar::detect::DetectKind::Action;

pub(super) fn workflow(text: &str) -> Found {
    let file = yaml::first(text)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (_, job) in file.get("jobs").entries() {
        found.extend(uses(job, &lines));
        found.extend(job.get("steps").items().iter().filter_map(|step| uses(step, &lines)));
        found.extend(container(job.get("container")));
        let services = job.get("services").entries().iter();
        found.extend(services.filter_map(|(_, service)| container(service)));
    }
    Ok(found)
}

pub(super) fn action(text: &str) -> Found {
    let file = yaml::first(text)?;
    let lines: Vec<&str> = text.lines().collect();
    let runs = file.get("runs");
    let steps = runs.get("steps").items().iter().filter_map(|step| uses(step, &lines));
    // Without its scheme, `image` names a Dockerfile.
    let image = runs.get("image").text().filter(|image| image.starts_with("docker://"));
    Ok(steps.chain(image.and_then(image::dependency)).collect())
}

fn container(node: &Node) -> Option<Dependency> {
    node.text().or(node.get("image").text()).and_then(image::dependency)
}

/// Returns what a step or a job runs: `actions/checkout@v4`, `docker://alpine:3.20`.
fn uses(step: &Node, lines: &[&str]) -> Option<Dependency> {
    let Node::Scalar { text: uses, line } = step.get("uses") else { return None };
    if uses.starts_with("docker://") {
        return image::dependency(uses);
    }
    let (name, reference) = uses.split_once('@')?;
    let name = name.trim_end_matches('/');
    if name.starts_with('.') || !name.contains('/') {
        return None;
    }
    let is_commit = reference.len() == 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    let version =
        if is_commit { commented(lines, *line, reference) } else { version::plain(reference) };
    Some(Dependency::new(Action, name, version))
}

/// Returns the version in the comment behind a commit, where Dependabot and Renovate keep it.
fn commented(lines: &[&str], line: usize, commit: &str) -> Option<String> {
    let line = lines.get(line.checked_sub(1)?)?;
    let comment = line.split_once(commit)?.1.split_once('#')?.1;
    let mut words = comment.split_whitespace().map(|word| word.trim_start_matches("tag="));
    words.find_map(version::bare)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn workflows_and_actions() {
        let text = "on: push\nenv:\n  uses: no/no@v1\njobs:\n  build:\n    runs-on: ubuntu-latest\n    container: node:22.3\n\
            \x20   services:\n      db:\n        image: postgres:16\n      q: { image: 'docker.io/apache/kafka:3.9.0' }\n\
            \x20   steps:\n      - uses: actions/checkout@692973e3d937129bcbf40652eb9f2f61becf3332 # v4.1.7\n\
            \x20     - uses: actions/cache/restore@v4\n      # - uses: commented/out@v1\n      - uses: ./.github/actions/own\n\
            \x20     - uses: docker://alpine:3.20\n      - uses: acme/main@main\n      - run: |\n          uses: in/text@v1\n\
            \x20     - uses: \"github/codeql-action/init@v3.25.10\"\n\
            \x20     - uses: a/b@692973e3d937129bcbf40652eb9f2f61becf3332\n\
            \x20 call:\n    uses: acme/workflows/.github/workflows/deploy.yml@v2\n    container:\n      image: ${{ inputs.image }}\n";
        let expected = [
            "action:actions/checkout@4.1.7",
            "action:actions/cache/restore@4",
            "image:alpine@3.20",
            "action:acme/main",
            "action:github/codeql-action/init@3.25.10",
            "action:a/b",
            "image:node@22.3",
            "image:postgres@16",
            "image:apache/kafka@3.9.0",
            "action:acme/workflows/.github/workflows/deploy.yml@2",
        ];
        for path in [".github/workflows/ci.yml", "sub/.forgejo/workflows/ci.yaml"] {
            assert_eq!(read(path, text), expected, "{path}");
        }
        let text =
            "name: x\nruns:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v4.0.2\n";
        assert_eq!(
            read(".github/actions/own/action.yml", text),
            ["action:actions/setup-node@4.0.2"]
        );
        let text = "runs:\n  using: docker\n  image: docker://ghcr.io/acme/x:1.0\n";
        assert_eq!(read("action.yaml", text), ["image:ghcr.io/acme/x@1.0"]);
    }
}
