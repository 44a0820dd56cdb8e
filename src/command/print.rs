//! `radar schema` and `radar completions`: files for editors and shells, on standard output.

use anyhow::Result;

use super::project::{Project, Session};
use super::{Outcome, complete, terminal};
use crate::content::schema::{Ids, Schema};

/// Prints the JSON Schema of a file: with `-C`, that of the radar there, whose ids it knows.
pub(super) fn schema(session: &Session, schema: Schema) -> Result<Outcome> {
    if session.common.start.is_none() {
        return terminal::print(&schema.text());
    }
    let project = Project::read(session)?;
    terminal::print(&schema.text_with(&Ids::of(project.usable()?)))
}

/// Prints a shell's completions.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    terminal::print(&complete::script(&shell.to_string())?)
}
