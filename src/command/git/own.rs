//! The user's own git, for what the user asked it to do.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// Runs git as the user would in a shell: with the hooks, the signature and the helpers that the user's settings name.
/// What it prints goes to standard error, and it may ask.
///
/// # Errors
///
/// If git cannot be started, or fails; it has said why.
pub(in crate::command) fn own(folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("git");
    for name in super::OF_OTHER_REPOSITORIES {
        command.env_remove(name);
    }
    command.arg("-C").arg(folder).args(arguments).stdout(Stdio::from(io::stderr()));
    let status = command.status().context("cannot run git")?;
    if !status.success() {
        bail!("git {} failed", arguments.first().unwrap_or(&""));
    }
    Ok(())
}
