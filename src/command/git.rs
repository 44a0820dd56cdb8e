//! The `git` program.
#![allow(clippy::disallowed_types, reason = "runs git")]

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Runs git in a folder and returns what it prints.
///
/// # Errors
///
/// If git cannot be started, or fails: with the last line that it wrote to standard error.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("git");
    let output =
        command.arg("-C").arg(folder).args(arguments).output().context("cannot run git")?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let last = errors.trim().lines().last().unwrap_or("git failed");
        bail!("{}", last.trim_start_matches("fatal: "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
