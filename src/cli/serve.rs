//! The arguments of `radar serve`.

use std::net::{IpAddr, Ipv4Addr};

use clap::Args;

use crate::serve::Editor;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The port to listen on [default: 8000, or the next free one]
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,

    /// The address to listen on; any other than the default may expose the preview to the network [default:
    /// 127.0.0.1]
    #[arg(long, value_name = "ADDRESS", value_parser = host)]
    pub(crate) host: Option<IpAddr>,

    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,

    /// Poll for changes, for file systems that do not report them
    #[arg(long)]
    pub(crate) poll: bool,

    /// The editor that links in errors open: vscode, vscodium, cursor, zed, idea, or an address with
    /// {path}, {line} and {column}
    #[arg(long, value_name = "EDITOR", env = "RADAR_EDITOR", hide_env_values = true)]
    pub(crate) editor: Option<Editor>,
}

fn host(text: &str) -> Result<IpAddr, &'static str> {
    if text == "localhost" {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "write an address of this machine, such as 127.0.0.1 or 0.0.0.0")
}
