//! The arguments of `radar scan`.

use std::convert::Infallible;
use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};

#[derive(Debug, Args)]
#[allow(clippy::doc_markdown, reason = "help texts have no backticks")]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Scan {
    /// Git repositories on this machine; each is called like its folder, or NAME
    #[arg(value_name = "[NAME=]REPO", value_parser = named(), required_unless_present_any = ["sboms", "suggest"])]
    pub(crate) repos: Vec<Named>,

    /// Bills of materials, CycloneDX or SPDX in JSON, each of the repository that it names, or NAME
    #[arg(long = "sbom", value_name = "[NAME=]FILE", value_parser = named(), num_args = 1..)]
    pub(crate) sboms: Vec<Named>,

    /// Find out since when each repository has used what it uses
    #[arg(long)]
    pub(crate) history: bool,

    /// Keep what radar/evidence.toml has: repositories that are not scanned now, months, and since when
    #[arg(long)]
    pub(crate) add: bool,

    /// Print what blips could have as `detect`, and what the repositories use that no blip is about, and write no
    /// evidence
    #[arg(long, conflicts_with_all = ["sboms", "history", "add"])]
    pub(crate) suggest: bool,

    /// Write the suggested `detect` lists into the blips' files
    #[arg(long, requires = "suggest")]
    pub(crate) write: bool,

    /// How long git may be silent before it is stopped
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub(crate) patience: NonZeroU16,
}

impl Scan {
    /// Returns how long git may be silent.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(u64::from(self.patience.get()))
    }
}

/// A path, and the name for what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    pub(crate) path: PathBuf,
}

fn named() -> impl TypedValueParser<Value = Named> {
    OsStringValueParser::new().try_map(|text| Ok::<_, Infallible>(Named::from(text)))
}

impl From<OsString> for Named {
    /// What begins like a path is one, so `./a=b` is the folder `a=b`.
    fn from(text: OsString) -> Self {
        let split = text.to_str().and_then(|text| text.split_once('='));
        match split {
            Some((name, path)) if !name.starts_with(['.', '/', '\\']) && !path.is_empty() => {
                Self { name: Some(name.to_owned()), path: path.into() }
            }
            _ => Self { name: None, path: text.into() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_in_front_of_a_path() {
        for (text, name, path) in [
            ("../shop", None, "../shop"),
            ("shop=../a", Some("shop"), "../a"),
            ("acme/shop=../a=b", Some("acme/shop"), "../a=b"),
            ("./a=b", None, "./a=b"),
            ("/srv/a=b", None, "/srv/a=b"),
            ("../a=b", None, "../a=b"),
            ("shop=", None, "shop="),
            ("=x", Some(""), "x"),
        ] {
            let named = Named::from(OsString::from(text));
            assert_eq!((named.name.as_deref(), named.path), (name, PathBuf::from(path)), "{text}");
        }
    }
}
