//! Bills of materials, and which repository each is of.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::name;
use crate::cli::Named;
use crate::disk::{self, Kind};
use crate::manifest::{self, Dependency};
use crate::scan::evidence::Evidence;

/// Larger than the bills of the largest products.
const MAX_BYTES: u64 = 256 << 20;

/// Returns what the bills list, by the name of the repository. Several bills of one repository add up.
///
/// # Errors
///
/// If one cannot be read, or does not say what it is about.
pub(super) fn read(
    written: &[Named],
    evidence: &Evidence,
) -> Result<BTreeMap<String, Vec<Dependency>>> {
    let mut bills: BTreeMap<String, Vec<Dependency>> = BTreeMap::new();
    for Named { name, path } in written {
        let bytes = bytes(path)?;
        let bill = manifest::sbom(&bytes)
            .with_context(|| format!("cannot use {} as a bill of materials", path.display()))?;
        let name = name.clone().or_else(|| subject(bill.subject.as_deref()?, evidence));
        let Some(name) = name else {
            bail!(
                "{} does not say which repository it is of; name it: --sbom NAME={}",
                path.display(),
                name::pasted(path),
            );
        };
        name::check(&name, path)?;
        bills.entry(name).or_default().extend(bill.dependencies);
    }
    Ok(bills)
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    match disk::kind(path)? {
        Some(Kind::Folder) => bail!(
            "{} is a folder, not a bill of materials; write repositories before --sbom",
            path.display()
        ),
        _ => Ok(disk::read_up_to(MAX_BYTES, path)?),
    }
}

/// Returns the repository that a bill's subject means: that of this name, or of the last part of it, as in
/// `github.com/acme/shop`; or else one that was not scanned. Tools also write the folder or the address that they were
/// given, with what it has of users and tokens, so only the last part of these is taken.
fn subject(subject: &str, evidence: &Evidence) -> Option<String> {
    let subject = subject.trim();
    if evidence.repositories.contains_key(subject) {
        return Some(subject.to_owned());
    }
    last_part(subject).map(str::to_owned)
}

/// Returns the last part of a path, an address, coordinates or the reference of an image, without its tag; `None` if
/// that is no name.
fn last_part(subject: &str) -> Option<&str> {
    let address = subject.split(['?', '#']).next()?;
    let last = address.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next()?;
    let last = last.split("@sha256:").next()?;
    let is_tag = |tag: &str| {
        let number = tag.strip_prefix('v').unwrap_or(tag);
        tag == "latest" || number.starts_with(|c: char| c.is_ascii_digit())
    };
    let last = match last.rsplit_once(':') {
        Some((name, tag)) if is_tag(tag) => name,
        _ => last,
    };
    let last = last.rsplit(':').next()?;
    let name = last.strip_suffix(".git").unwrap_or(last).trim();
    (!matches!(name, "" | "." | "..") && !name.contains('@')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_gives_a_name_and_no_address() {
        for (subject, name) in [
            ("shop", Some("shop")),
            ("The shop", Some("The shop")),
            ("@acme/shop", Some("shop")),
            ("github.com/acme/shop", Some("shop")),
            ("https://ada:token@git.example.org/acme/shop.git?token=x", Some("shop")),
            ("git@git.example.org:shop.git", Some("shop")),
            ("/home/ada/src/shop/", Some("shop")),
            ("C:\\Users\\ada\\shop", Some("shop")),
            ("org.acme:shop", Some("shop")),
            ("ghcr.io/acme/shop:1.2", Some("shop")),
            ("ghcr.io/acme/shop@sha256:00ff", Some("shop")),
            ("shop:v2", Some("shop")),
            ("shop:latest", Some("shop")),
            ("", None),
            (".", None),
            ("../..", None),
            ("/", None),
            ("ada@example.org", None),
            ("https://ada:token@git.example.org", None),
        ] {
            assert_eq!(last_part(subject), name, "{subject}");
        }
    }
}
