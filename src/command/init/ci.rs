//! The files with which a host checks and publishes a radar: they take the program from where it lives, and say what
//! to fill in if nobody has published it yet.

use anyhow::Result;

use super::found::is_free;
use crate::disk::Folder;
use crate::program::{self, VERSION};

const GITHUB: &str = include_str!("ci/github.yml");
const GITHUB_CHECKOUT: &str = include_str!("ci/github-checkout.yml");
const GITLAB: &str = include_str!("ci/gitlab.yml");

/// Where GitHub reads it.
pub(super) const GITHUB_PATH: &str = ".github/workflows/radar.yml";

/// Where GitLab reads it.
pub(super) const GITLAB_PATH: &str = ".gitlab-ci.yml";

/// A file for the one that GitLab reads to include, if there is one already.
pub(super) const GITLAB_INCLUDED: &str = ".gitlab/radar.yml";

/// What a file has where somebody has to name the program.
pub(super) const TO_FILL_IN: &str = "PROGRAM: \"\"";

/// Returns the file at one of the paths, for a program that lives at an address, and a radar in a folder: empty for
/// the root of the repository.
pub(super) fn file(path: &str, address: Option<&str>, folder: &str) -> String {
    let template = if path == GITHUB_PATH { GITHUB } else { GITLAB };
    let program = address.and_then(program::on_github);
    let is_kept = |name: &str| match name {
        "with" => Some(program.is_some()),
        "without" => Some(program.is_none()),
        "below" => Some(!folder.is_empty()),
        _ => None,
    };
    let template = template.replace("@checkout@\n", GITHUB_CHECKOUT);
    let lines = template.lines().filter_map(|line| {
        let marked = line.strip_prefix('@').and_then(|line| line.split_once('@'));
        match marked.and_then(|(name, line)| Some((is_kept(name)?, line))) {
            Some((is_kept, line)) => is_kept.then_some(line),
            None => Some(line),
        }
    });
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    // A string in JSON is one in YAML.
    let quoted = serde_json::to_string(folder).expect("a text is always JSON");
    let root = if folder.is_empty() { "" } else { " -C \"$RADAR_FOLDER\"" };
    let program = program.map_or(String::new(), |program| format!("{program}@v{VERSION}"));
    text.replace("@program@", &program)
        .replace("@version@", VERSION)
        .replace("@file@", path)
        .replace("@-C@", root)
        .replace("@folder@", &quoted)
}

/// Returns the files for a host, for a program that lives at an address: their paths, and their texts.
///
/// The tests of the whole program check both kinds of them, with an address and without.
pub fn ci_files(address: Option<&str>, folder: &str) -> [(&'static str, String); 3] {
    [GITHUB_PATH, GITLAB_PATH, GITLAB_INCLUDED].map(|path| (path, file(path, address, folder)))
}

/// What GitLab reads in a repository already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Free,
    /// The file that an earlier run wrote.
    Ours,
    /// A file that includes ours.
    Includes,
    Theirs,
}

impl Known {
    pub(super) fn of(root: &Folder) -> Result<Self> {
        if is_free(root, GITLAB_PATH)? {
            return Ok(Self::Free);
        }
        let bytes = root.read(GITLAB_PATH)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        Ok(match () {
            () if text.contains(GITLAB_INCLUDED) => Self::Includes,
            () if text.lines().any(|line| line == "radar-check:") => Self::Ours,
            () => Self::Theirs,
        })
    }
}
