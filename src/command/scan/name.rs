//! How the repositories of a scan are called.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::cli::{Named, quoted};
use crate::disk;
use crate::line::line_from;

/// A repository to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Returns the repositories in the order of their names.
///
/// # Errors
///
/// If one has no name, or two have the same.
pub(super) fn repositories(written: &[Named]) -> Result<Vec<Source>> {
    let mut named: BTreeMap<String, PathBuf> = BTreeMap::new();
    for Named { name, path } in written {
        let name = match name {
            Some(name) => name.clone(),
            None => name_of(path)?,
        };
        check(&name, path)?;
        if let Some(other) = named.insert(name.clone(), path.clone()) {
            bail!(
                "two repositories are called `{name}`: {} and {}; give one of them another name: NAME={}",
                other.display(),
                path.display(),
                pasted(path),
            );
        }
    }
    Ok(named.into_iter().map(|(name, path)| Source { name, path }).collect())
}

/// Returns a path for a shell.
pub(super) fn pasted(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// Fails if a name cannot stand in the file.
pub(super) fn check(name: &str, path: &Path) -> Result<()> {
    let line = line_from(name);
    if line.is_empty() || line != name {
        bail!(
            "{} needs a name of one line, without blanks at its ends: NAME={}",
            path.display(),
            pasted(path),
        );
    }
    Ok(())
}

/// Returns the name of a repository's folder, without `.git`.
fn name_of(path: &Path) -> Result<String> {
    let named = |path: &Path| path.file_name().map(ToOwned::to_owned);
    // `.` and `..` are called like the folder that they are; what is not there, git is asked for later.
    let real = || disk::real(path).ok();
    let name = match named(path) {
        Some(name) if name == ".git" => {
            real().and_then(|real| named(real.parent()?)).or_else(|| named(path.parent()?))
        }
        Some(name) => Some(name),
        None => real().and_then(|real| named(&real)),
    };
    let choose = || format!("{} has no name; choose one: NAME={}", path.display(), pasted(path));
    let name = name.with_context(choose)?;
    let name = name.to_str().with_context(|| {
        format!(
            "{} has a name that is not Unicode; choose one: NAME={}",
            path.display(),
            pasted(path)
        )
    })?;
    Ok(name.strip_suffix(".git").filter(|name| !name.is_empty()).unwrap_or(name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(texts: &[&str]) -> Result<Vec<String>> {
        let written: Vec<Named> =
            texts.iter().map(|text| Named::from(std::ffi::OsString::from(text))).collect();
        let line = |source: &Source| format!("{} {}", source.name, source.path.display());
        Ok(repositories(&written)?.iter().map(line).collect())
    }

    #[test]
    fn a_repository_is_called_like_its_folder() {
        let names = named(&["b/shop.git", "a/", "acme/web=x", "c/.git", ".git.git"]);
        assert_eq!(
            names.expect("names"),
            [".git .git.git", "a a/", "acme/web x", "c c/.git", "shop b/shop.git"]
        );
        for (texts, error) in [
            (
                &["x/shop", "y/shop.git"][..],
                "two repositories are called `shop`: x/shop and y/shop.git; give one of them another name: \
                 NAME=y/shop.git",
            ),
            (&["=x"], "x needs a name of one line, without blanks at its ends: NAME=x"),
            (&["a\nb"], "a\nb needs a name of one line, without blanks at its ends: NAME='a\nb'"),
            (&["/"], "/ has no name; choose one: NAME=/"),
        ] {
            assert_eq!(named(texts).expect_err("no names").to_string(), error, "{texts:?}");
        }
    }
}
