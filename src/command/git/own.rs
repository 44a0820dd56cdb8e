//! The user's own git: their credentials, ssh, proxies and hooks, as in `git push`.
//!
//! Only what the user themselves asks for talks to a remote, with the settings that they gave git for it. The password of
//! a key or an account is asked for on the terminal; where nobody sits at one, git fails and does not wait.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::{OF_OTHER_REPOSITORIES, not_started};

/// What git printed, and whether it did what it was asked to do.
pub(in crate::command) struct Answer {
    pub(in crate::command) is_done: bool,
    pub(in crate::command) output: String,
    pub(in crate::command) errors: String,
}

/// Runs the user's own git in a folder.
///
/// # Errors
///
/// If git cannot be started.
pub(in crate::command) fn own(folder: &Path, arguments: &[&str]) -> Result<Answer> {
    let mut command = users_git();
    // The reasons why a push is refused are looked at.
    command.env("LANGUAGE", "en");
    if !std::io::stdin().is_terminal() && !std::io::stderr().is_terminal() {
        command.env("GIT_TERMINAL_PROMPT", "0");
        if !has_own_ssh(folder) {
            command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        }
    }
    // Nothing is tidied up behind the user's back.
    command.args(["-c", "gc.auto=0", "-c", "maintenance.auto=false", "--no-pager", "-C"]);
    command.arg(folder).args(arguments).stdin(Stdio::null());
    let output = command.output().map_err(not_started)?;
    Ok(Answer {
        is_done: output.status.success(),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Runs the user's own git before their eyes: what it prints goes to standard error, and it may ask.
///
/// # Errors
///
/// If git cannot be started, or fails; it has said why.
pub(in crate::command) fn own_aloud(folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = users_git();
    command.arg("-C").arg(folder).args(arguments).stdout(Stdio::from(std::io::stderr()));
    let status = command.status().map_err(not_started)?;
    if !status.success() {
        bail!("git {} failed", arguments.first().unwrap_or(&""));
    }
    Ok(())
}

/// Returns git with the user's own settings, on the repository that it is asked for.
fn users_git() -> Command {
    let mut command = Command::new("git");
    for name in OF_OTHER_REPOSITORIES {
        command.env_remove(name);
    }
    command
}

/// Returns whether the user has chosen a program for ssh, whose options are not known.
fn has_own_ssh(folder: &Path) -> bool {
    let is_set = |name| std::env::var_os(name).is_some();
    is_set("GIT_SSH_COMMAND") || is_set("GIT_SSH") || has_setting(folder, "core.sshCommand")
}

fn has_setting(folder: &Path, name: &str) -> bool {
    // Not through `git`, which has a value of its own for this one.
    let mut command = users_git();
    let found = command.arg("-C").arg(folder).args(["config", "--get", name]).output();
    found.is_ok_and(|output| output.status.success())
}
