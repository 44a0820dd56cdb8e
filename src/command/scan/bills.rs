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
/// `github.com/acme/shop`; or else one that was not scanned.
fn subject(subject: &str, evidence: &Evidence) -> Option<String> {
    let subject = subject.trim();
    let last = subject.rsplit(['/', ':']).next();
    let names = [Some(subject), last];
    let known = names.into_iter().flatten().find(|name| evidence.repositories.contains_key(*name));
    let name = known.unwrap_or(subject);
    (!name.is_empty()).then(|| name.to_owned())
}
