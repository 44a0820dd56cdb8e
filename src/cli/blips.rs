//! The arguments of the commands that look at blips.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only list blips on this ring; `retired` lists retired ones
    #[arg(long, value_name = "RING")]
    pub(crate) ring: Option<String>,

    /// Only list blips of this quadrant
    #[arg(long, value_name = "QUADRANT")]
    pub(crate) quadrant: Option<String>,

    /// Only list blips of this team or person
    #[arg(long, value_name = "OWNER")]
    pub(crate) owner: Option<String>,

    /// Only list blips of this team or its people
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,

    /// Only print the ids, one a line
    #[arg(long)]
    pub(crate) ids: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The id, the name or the file of the blip
    #[arg(value_name = "BLIP")]
    pub(crate) blip: String,
}
