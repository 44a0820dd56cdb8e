//! `radar schema`, `radar completions` and `radar man`: files for editors and shells, on standard output.

use anyhow::{Result, bail};
use clap::CommandFactory as _;

use super::{Outcome, complete, terminal};
use crate::cli::Cli;
use crate::content::schema::Schema;

/// Prints the JSON Schema of a file.
pub(super) fn schema(schema: Schema) -> Result<Outcome> {
    terminal::print(&schema.text())
}

/// Prints a shell's completions.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    terminal::print(&complete::script(&shell.to_string())?)
}

/// Prints the manual page of the program, or of one of its commands.
pub(super) fn man(command: Option<&str>) -> Result<Outcome> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    let found = match command {
        None => Some(&cli),
        Some(name) => cli.find_subcommand(name),
    };
    let Some(found) = found else {
        let names: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
        bail!("there is no such command; known: {}", names.join(", "));
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(found.clone()).render(&mut page)?;
    terminal::print(&String::from_utf8_lossy(&page))
}
