//! `radar schema` and `radar completions`: files for editors and shells, on standard output.

use anyhow::Result;

use super::{Outcome, complete, terminal};
use crate::content::schema::Schema;

/// Prints the JSON Schema of a file.
pub(super) fn schema(schema: Schema) -> Result<Outcome> {
    terminal::print(&schema.text())
}

/// Prints a shell's completions.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    terminal::print(&complete::script(&shell.to_string())?)
}
