//! The arguments of `radar init`.

use std::path::PathBuf;

use clap::Args;

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
}

fn title(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("a title cannot be empty"),
        text if text.chars().any(char::is_control) => Err("a title is one line"),
        text => Ok(text.to_owned()),
    }
}
