//! What a line installs, and whether that is the project's own or a third party's that is known.

use std::sync::LazyLock;

use regex::Regex;

/// What stands for the address while nobody has published the program.
pub(crate) const PLACEHOLDER: &str = "OWNER/REPOSITORY";

/// Actions, images and packages of others that the project uses on purpose. A name is added here by somebody who has
/// looked at who holds it.
const ACTIONS: [&str; 12] = [
    "actions/attest",
    "actions/attest-build-provenance",
    "actions/cache",
    "actions/checkout",
    "actions/configure-pages",
    "actions/deploy-pages",
    "actions/download-artifact",
    "actions/upload-artifact",
    "actions/upload-pages-artifact",
    "EmbarkStudios/cargo-deny-action",
    "actions/github-script",
    "rust-lang/crates-io-auth-action",
];
const IMAGES: [&str; 3] =
    ["scratch", "buildpack-deps:trixie-scm", "mcr.microsoft.com/devcontainers/base:debian"];
const PACKAGES: [&str; 11] = [
    "zizmor",
    "check-jsonschema",
    "cargo-cyclonedx",
    "cargo-zigbuild",
    "ziglang",
    "qemu-user",
    "shellcheck",
    "nginx",
    "caddy",
    "wrangler",
    "netlify-cli",
];

/// Where the program lives, according to Cargo.toml.
#[derive(Default)]
pub(crate) struct Ours {
    /// `owner/repository`; none while nobody has published the program.
    address: Option<String>,
}

impl Ours {
    pub(crate) fn of(cargo: &str) -> Self {
        let repository = cargo.lines().find_map(|line| line.strip_prefix("repository = \""));
        let url = repository.map(|line| line.trim_end_matches('"')).filter(|url| !url.is_empty());
        let path = url.map(|url| url.strip_prefix("https://github.com/").expect("on GitHub"));
        Self { address: path.map(str::to_owned) }
    }

    pub(crate) fn at(program: &str) -> Self {
        Self { address: Some(program.to_owned()) }
    }

    pub(crate) fn program(&self) -> &str {
        self.address.as_deref().unwrap_or(PLACEHOLDER)
    }

    /// The account that has the repository.
    pub(crate) fn owner(&self) -> &str {
        self.program().split('/').next().unwrap_or_default()
    }

    /// The name of the image, which registries want in lower case.
    pub(crate) fn image(&self) -> String {
        self.address.as_ref().map_or(PLACEHOLDER.to_owned(), |program| program.to_lowercase())
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

macro_rules! patterns {
    ($($name:ident = $pattern:literal;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($pattern));)*
    };
}

patterns! {
    CARGO = r"\bcargo\s+(?:\+\S+\s+)?(?:install|binstall)\b([^`|;&#]*)";
    BREW = r"\bbrew\s+(?:install|reinstall|upgrade|tap)\b([^`|;&#]*)";
    CONTAINER = r"\b(?:docker|podman|nerdctl)\s+(?:container\s+)?(?:run|pull|create)\b([^`;&#]*)";
    MANAGER = r"\b(?:pip3?|pipx|uv|npm|pnpm|yarn|bun|gem|go|apt|apt-get|apk|dnf|yum|zypper|pacman|winget|scoop|choco|snap|nix|conda|mise|asdf|eget)\s+(?:[a-z-]+=\S+\s+|-[-a-z]+\s+)*(?:install|run|add|dlx|exec|profile install|tool install|-S)\b([^`|;&#]*)";
    RUNNER = r"\b(?:npx|uvx|bunx)\s+([^`|;&#]*)";
    PIPED = r"\b(?:curl|wget)\b[^;]*\|\s*(?:sudo\s+)?(?:ba|z|da|fi)?sh\b|\b(?:ba|z|da)?sh\s+(?:-c\s+)?\S?(?:<|\$)\(\s*(?:curl|wget)\b";
    USES = r"^\s*(?:#\s*)?(?:-\s+|`)?uses:\s*([^\s`]+)";
    IMAGE = r#"^\s*"?image"?:\s*"?([^\s",]+)"#;
    STAGE = r"^\s*FROM\s+(?:--platform=\S+\s+)?(\S+)|^\s*COPY\s+--from=(\S+)";
    RELEASE = r"github\.com/([^/\s]+/[^/\s]+)/releases/(?:download|latest)";
}

/// What is wrong with a line of a file.
pub(crate) fn problems_of_line(ours: &Ours, path: &str, line: &str) -> Vec<String> {
    let mut found = commands(ours, line);
    // Code has examples of the manifests that it reads.
    if !path.ends_with(".rs") && !path.ends_with("evidence.md") {
        found.extend(references(ours, line));
    }
    if ours.address.is_some() {
        for left in [PLACEHOLDER, "<!-- unpublished -->", "<!-- /unpublished -->"] {
            // `detect` of blips names actions in this form.
            if line.contains(left) && !line.contains("an action is OWNER/REPOSITORY") {
                found.push(format!("{left} is left"));
            }
        }
    }
    found.extend(versions(ours, line));
    found
}

/// The words of a command that name a package: no options, and not their values.
fn operands(rest: &str) -> Vec<String> {
    const VALUED: [&str; 9] = [
        "--version",
        "--git",
        "--tag",
        "--root",
        "--path",
        "--prefix",
        "--branch",
        "--rev",
        "--features",
    ];
    let mut operands = Vec::new();
    let mut is_value = false;
    for word in rest.split_whitespace() {
        let word = word.trim_matches(['"', '\'', '(', ')', ',', '.', ':']);
        if !is_value && !word.starts_with('-') && !word.is_empty() && word != "\\" {
            operands.push(word.to_owned());
        }
        is_value = VALUED.contains(&word);
    }
    operands
}

fn is_known_package(word: &str) -> bool {
    let name = word.split(['=', '@', '<', '>']).next().unwrap_or_default();
    PACKAGES.contains(&name) || word.starts_with('$') || word.starts_with('{')
}

fn commands(ours: &Ours, line: &str) -> Vec<String> {
    let program = ours.program();
    let url = format!("https://github.com/{program}");
    let mut found = Vec::new();
    for captures in CARGO.captures_iter(line) {
        let rest = &captures[1];
        let words: Vec<&str> = rest.split_whitespace().collect();
        let value = |name: &str| {
            let at = words.iter().position(|word| *word == name)?;
            words.get(at + 1).copied()
        };
        let is_ours = value("--git") == Some(&url) || value("--path") == Some(".");
        let operands = operands(rest);
        let is_mention = line[..captures.get(0).expect("a match").end()].matches('`').count() % 2
            == 1
            && operands.is_empty();
        let others: Vec<&String> = operands.iter().filter(|word| !is_known_package(word)).collect();
        if !is_ours && !is_mention && (!others.is_empty() || value("--git").is_some()) {
            found.push(format!("cargo installs {others:?}"));
        }
    }
    for captures in BREW.captures_iter(line) {
        // `owner/homebrew-tap`, as Homebrew abbreviates it.
        let is_ours = |word: &String| *word == format!("{}/tap/radar", ours.owner());
        if operands(&captures[1]).iter().any(|word| !is_ours(word)) {
            found.push("Homebrew installs another's formula".to_owned());
        }
    }
    let image = format!("ghcr.io/{}:", ours.image());
    for captures in CONTAINER.captures_iter(line) {
        let mut words = captures[1].split_whitespace();
        let is_known = |word: &str| word.starts_with(&image) || IMAGES.contains(&word);
        if !words.clone().all(|word| word.starts_with('-')) && !words.any(is_known) {
            found.push("a container of another image".to_owned());
        }
    }
    for captures in MANAGER.captures_iter(line).chain(RUNNER.captures_iter(line)) {
        let operands = operands(&captures[1]);
        // What follows the first one are its arguments, if it is run.
        let packages = if captures[0].contains("install") || captures[0].contains("add") {
            &operands[..]
        } else {
            &operands[..operands.len().min(1)]
        };
        let is_own_script =
            captures[0].starts_with("npm run") || captures[0].starts_with("go run .");
        if !is_own_script && packages.iter().any(|word| !is_known_package(word)) {
            found.push(format!("installs {packages:?}"));
        }
    }
    if PIPED.is_match(line) {
        found.push("runs what it downloads".to_owned());
    }
    found
}

/// What files name without a command: actions, images, releases.
fn references(ours: &Ours, line: &str) -> Vec<String> {
    let program = ours.program();
    let mut found = Vec::new();
    if let Some(captures) = USES.captures(line) {
        let action = &captures[1];
        let (name, _) = action.split_once('@').unwrap_or((action, ""));
        // What `radar init` fills in is tested where it does.
        let is_known = action.starts_with("./")
            || action == "@program@"
            || ACTIONS.contains(&name)
            || name == program;
        if !is_known {
            found.push(format!("uses the action {action}"));
        }
    }
    let image = format!("ghcr.io/{}:", ours.image());
    let is_known = |name: &str| {
        IMAGES.contains(&name)
            || name.starts_with(&image)
            // The stage of a build, and what a script fills in.
            || name == "build"
            || name.starts_with('$')
    };
    for captures in IMAGE.captures_iter(line).chain(STAGE.captures_iter(line)) {
        let name = captures.iter().skip(1).flatten().next().expect("a name").as_str();
        if !is_known(name) {
            found.push(format!("an image of somebody else: {name}"));
        }
    }
    for captures in RELEASE.captures_iter(line) {
        if &captures[1] != program && !captures[1].starts_with('$') {
            found.push(format!("a release of {}", &captures[1]));
        }
    }
    found
}

/// The versions that a line names with the address are that of Cargo.toml.
fn versions(ours: &Ours, line: &str) -> Vec<String> {
    let version = env!("CARGO_PKG_VERSION");
    let (program, image) = (ours.program(), ours.image());
    let mut found = Vec::new();
    let is_ours = line.contains(program) || line.contains(&image);
    let before = [
        format!("{program}@v"),
        format!("ghcr.io/{image}:"),
        format!("{program}/releases/download/v"),
        format!("{program} --tag v"),
    ];
    for before in before.iter().filter(|_| is_ours) {
        for (at, _) in line.match_indices(before.as_str()) {
            let rest = &line[at + before.len()..];
            let named: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
                .collect();
            let is_filled_in = rest.starts_with(['$', '{', '@']) || named.starts_with("VERSION");
            if named.trim_end_matches('.') != version && !is_filled_in {
                found.push(format!("names version {named}, and Cargo.toml {version}"));
            }
        }
    }
    found
}
