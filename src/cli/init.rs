//! The arguments of `radar init`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder to create it in
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dir: PathBuf,

    /// The title of the radar
    #[arg(long, value_name = "TITLE", value_parser = title)]
    pub(crate) title: Option<String>,

    /// Leave out the example blips and people
    #[arg(long)]
    pub(crate) empty: bool,

    /// Which host is to check and publish the radar [default: the one that the repository's remote names, or GitHub]
    #[arg(long, value_enum, value_name = "HOST")]
    pub(crate) ci: Option<Ci>,

    /// Commit the new files, and nothing else
    #[arg(long)]
    pub(crate) commit: bool,
}

/// What checks and publishes a radar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ci {
    /// A workflow for GitHub Actions and GitHub Pages
    Github,
    /// Jobs for GitLab CI and GitLab Pages
    Gitlab,
    /// Nothing: people publish with radar publish
    None,
}

fn title(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("a title cannot be empty"),
        text if text.chars().any(char::is_control) => Err("a title is one line"),
        text => Ok(text.to_owned()),
    }
}
