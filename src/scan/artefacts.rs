//! What a repository is made of: its manifests, its paths and its languages.

use rayon::prelude::*;

use super::language::Shares;
use super::tree::Tree;
use crate::manifest::{self, Manifest, settle};

/// What one repository is made of, before anybody asks which blips that are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Artefacts {
    /// What each manifest depends on. What refers to another manifest is resolved.
    pub(crate) manifests: Vec<Manifest>,
    /// Every regular file.
    pub(crate) tree: Tree,
    /// How many files are in each language.
    pub(crate) languages: Shares,
    /// The manifests that could not be read, and why.
    pub(crate) unread: Vec<Unread>,
}

/// A manifest that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl Artefacts {
    /// Reads the manifests of a tree, each with its content or the reason why there is none.
    pub(crate) fn of(tree: Tree, contents: Vec<(String, Result<Vec<u8>, String>)>) -> Self {
        let read = contents.into_par_iter().map(|(path, bytes)| {
            let found = bytes.and_then(|bytes| {
                manifest::dependencies(&path, &bytes).map_err(|error| error.to_string())
            });
            match found {
                Ok(dependencies) => Ok(Manifest { path, dependencies }),
                Err(reason) => Err(Unread { path, reason }),
            }
        });
        let read: Vec<Result<Manifest, Unread>> = read.collect();
        let (mut manifests, mut unread) = (Vec::new(), Vec::new());
        for one in read {
            match one {
                Ok(manifest) => manifests.push(manifest),
                Err(fault) => unread.push(fault),
            }
        }
        settle(&mut manifests);
        let languages = Shares::of(tree.paths());
        Self { manifests, tree, languages, unread }
    }
}
