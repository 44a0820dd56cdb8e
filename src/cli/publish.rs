//! The arguments of `radar publish`.

use clap::{Args, ValueEnum};

use super::base_url;

#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// The branch to publish to [default: gh-pages; on Codeberg, pages]
    #[arg(long, value_name = "BRANCH", value_parser = branch)]
    pub(crate) branch: Option<String>,

    /// The remote to push to: its name, its address or its path
    #[arg(long, value_name = "REMOTE", default_value = "origin", value_parser = remote)]
    pub(crate) remote: String,

    /// Say what would be published, without pushing it
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// What to do with earlier sites on the branch
    #[arg(long, value_enum, default_value_t, value_name = "HISTORY")]
    pub(crate) history: Past,

    /// The message of the commit [default: the commit that the site is made from, and the day]
    #[arg(long, value_name = "TEXT", value_parser = message)]
    pub(crate) message: Option<String>,

    /// Publish content that is not committed, too
    #[arg(long)]
    pub(crate) allow_uncommitted: bool,

    /// Replace files on the branch that this radar did not write, instead of refusing it
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// The address of the published site; overrides radar.toml and what the remote says
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,

    /// The theme to use; overrides radar.toml
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
}

/// What becomes of the sites that were published before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Past {
    /// Add a commit to the branch
    #[default]
    Keep,
    /// Replace the branch by one commit, so that the repository stays small
    Squash,
}

fn branch(text: &str) -> Result<String, &'static str> {
    match text.strip_prefix("refs/heads/").unwrap_or(text) {
        "" => Err("a branch has a name"),
        text if text.starts_with('-') => Err("no branch has a `-` at its start"),
        text => Ok(text.to_owned()),
    }
}

fn remote(text: &str) -> Result<String, &'static str> {
    match text {
        "" => Err("a remote has a name or an address"),
        text if text.starts_with('-') => Err("no remote has a `-` at its start"),
        text => Ok(text.to_owned()),
    }
}

fn message(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("a message cannot be empty"),
        text => Ok(text.to_owned()),
    }
}
