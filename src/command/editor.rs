//! Texts written in an editor of one's own.
#![allow(clippy::disallowed_methods, reason = "the environment names the editor")]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Opens `$VISUAL` or `$EDITOR` on an empty text, with a remark that says what it is for.
///
/// # Errors
///
/// If no editor is named, it fails, or the text was left empty.
pub(super) fn write(what_for: &str) -> Result<String> {
    let named = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let Some(editor) = named("VISUAL").or_else(|| named("EDITOR")) else {
        bail!("no editor is named: set $EDITOR, as in EDITOR=nano");
    };
    let remark = format!("<!-- {what_for}. Markdown. This line is left out. -->");
    let mut file = tempfile::Builder::new()
        .prefix("radar-")
        .suffix(".md")
        .tempfile()
        .context("cannot make a temporary file")?;
    write!(file, "\n\n{remark}\n").context("cannot write a temporary file")?;
    let path = file.into_temp_path();
    let status = command(&editor, &path).status();
    let status = status.with_context(|| format!("cannot start the editor `{editor}`"))?;
    if !status.success() {
        bail!("the editor `{editor}` failed ({status}); nothing was written");
    }
    let text = std::fs::read_to_string(&path).context("cannot read what the editor wrote")?;
    let text = text.replace("\r\n", "\n").replace(&remark, "");
    match text.trim() {
        "" => bail!("the text was left empty; nothing was written"),
        text => Ok(text.to_owned()),
    }
}

/// `$EDITOR` may have arguments, so a shell reads it, as git has it.
fn command(editor: &str, path: &Path) -> Command {
    let mut command = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    if cfg!(windows) {
        command.args(["/C", editor]).arg(path);
    } else {
        command.arg("-c").arg(format!("{editor} \"$1\"")).arg("radar").arg(path);
    }
    command
}
