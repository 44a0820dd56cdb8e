//! Texts written in the user's editor.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "runs the editor of $EDITOR"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::disk;

/// Opens `$VISUAL` or `$EDITOR` on an empty text, with a comment that shows its `purpose`.
///
/// # Errors
///
/// If no editor is set, it fails, or the text is empty.
pub(super) fn write(purpose: &str) -> Result<String> {
    let variable = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let Some(editor) = variable("VISUAL").or_else(|| variable("EDITOR")) else {
        bail!("no editor is set; set $EDITOR, as in EDITOR=nano");
    };
    let comment = format!("<!-- {purpose}. Write Markdown; this line is removed. -->");
    let mut file = tempfile::Builder::new()
        .prefix("radar-")
        .suffix(".md")
        .tempfile()
        .context("cannot make a temporary file")?;
    write!(file, "\n\n{comment}\n").context("cannot write a temporary file")?;
    let path = file.into_temp_path();
    let status = command(&editor, &path).status();
    let status = status.with_context(|| format!("cannot start the editor `{editor}`"))?;
    if !status.success() {
        bail!("the editor `{editor}` failed ({status}); nothing was written");
    }
    let Ok(text) = String::from_utf8(disk::read(&path)?) else {
        let kept = path.keep().context("cannot keep the text from the editor")?;
        bail!("the text is not UTF-8, so nothing was written; it is still in {}", kept.display());
    };
    match text.replace("\r\n", "\n").replace(&comment, "").trim() {
        "" => bail!("the text is empty; nothing was written"),
        text => Ok(text.to_owned()),
    }
}

/// Starts the editor through a shell, as git does, because `$EDITOR` may have arguments.
fn command(editor: &str, path: &Path) -> Command {
    let mut command = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    if cfg!(windows) {
        command.args(["/C", editor]).arg(path);
    } else {
        command.arg("-c").arg(format!("{editor} \"$1\"")).arg("radar").arg(path);
    }
    command
}
