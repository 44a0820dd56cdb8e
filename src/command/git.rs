//! The `git` program.
//!
//! A repository's own configuration can name programs, and the sender of a repository chooses that
//! configuration. So git runs with every such setting overridden: nothing that a repository names is ever started. The
//! one exception is [`own`](mod@own): what the user wants to push or to commit, they do with their own settings.
#![allow(clippy::disallowed_types, reason = "runs git")]

mod batch;
mod objects;
mod own;
mod process;
mod repository;

use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Command;

use anyhow::{Error, Result, anyhow, bail};

use crate::line::line_from;
pub(super) use batch::{blobs, fed, fed_by};
pub(super) use objects::{Blob, Limits};
pub(super) use own::{own, own_aloud};
pub(super) use repository::{Head, Repository};

/// Settings that start a program, each with a value that starts none. Those on the command line win over all files
/// and their includes. What has a name of its own in the key (`diff.NAME.textconv`, `filter.NAME.smudge`,
/// `remote.NAME.uploadpack`) cannot be listed: the options of [`Repository`] and [`ENVIRONMENT`] rule its use out. Aliases never
/// replace git's own commands.
const SETTINGS: [&str; 22] = [
    // Git takes a folder with `HEAD`, `config`, `objects` and `refs` for a bare repository, and a commit can have them as
    // files. `Repository` names its folder, which is allowed. The user's own git comes after this one has answered: their
    // hooks may use bare repositories.
    "safe.bareRepository=explicit",
    "log.showSignature=false",
    "gpg.program=false",
    "gpg.openpgp.program=false",
    "gpg.x509.program=false",
    "gpg.ssh.program=false",
    "gpg.ssh.defaultKeyCommand=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.editor=false",
    "core.askPass=false",
    "core.sshCommand=false",
    "core.gitProxy=none",
    "core.alternateRefsCommand=false",
    "diff.external=",
    "credential.helper=",
    "i18n.logOutputEncoding=UTF-8",
    // Only what the repository itself has says whose commits are whose.
    "mailmap.file=",
    "mailmap.blob=",
    "diff.orderFile=/dev/null",
    // Grafts are ignored by a file that is empty, and git would advise against it where its error belongs.
    "advice.graftFileDeprecated=false",
];

/// Missing commits of a partial clone are not fetched, and if an older git tries, no protocol is allowed: ssh,
/// `remote.NAME.uploadpack`, `ext::` addresses, proxies and credential helpers all start programs.
const ENVIRONMENT: [(&str, &str); 5] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    // Commits as everybody has them.
    ("GIT_NO_REPLACE_OBJECTS", "1"),
];

/// Variables that a hook of git sets, if it starts this program: with them, git would read that repository and
/// not the one that it is asked for (`git rev-parse --local-env-vars`).
const OF_OTHER_REPOSITORIES: [&str; 13] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Runs git in a folder and returns what it prints. No program that the repository names is started.
///
/// # Errors
///
/// If git cannot be started, or fails: with the last line that it wrote to standard error.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = command().arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(not_started)?;
    if !output.status.success() {
        bail!("{}", reason(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Returns git with every setting overridden that starts a program.
fn command() -> Command {
    let mut command = Command::new("git");
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    for name in OF_OTHER_REPOSITORIES {
        command.env_remove(name);
    }
    command.envs(ENVIRONMENT).arg("--no-pager");
    command
}

/// Returns the error for a git that did not start.
fn not_started(error: io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound {
        anyhow!(
            "the program git is missing; install it (https://git-scm.com), or add its folder to PATH"
        )
    } else {
        Error::new(error).context("cannot run git")
    }
}

/// Returns why git failed, on one line.
fn reason(errors: &[u8]) -> String {
    let errors = String::from_utf8_lossy(errors);
    let fatal = errors.lines().find_map(|line| line.strip_prefix("fatal: "));
    let line = fatal.or_else(|| errors.trim().lines().last()).unwrap_or("git failed");
    let line = line_from(line);
    // The folder belongs to another user, as in a container.
    let trust =
        errors.lines().find(|line| line.contains("git config --global --add safe.directory"));
    match trust {
        Some(trust) => format!("{line}; if you trust it, run `{}`", line_from(trust.trim())),
        None => line.into_owned(),
    }
}
