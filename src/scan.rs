//! What git knows of repositories -> `evidence.toml`: which blips each uses, and in which months each person committed
//! there.
//!
//! 1. [`tree`]: the files of a commit; which of them are manifests.
//! 2. [`artefacts`]: the manifests' contents -> what the repository is made of.
//! 3. [`uses`]: what blips look like -> which of them the repository uses, and in which version; a [`history`] of
//!    manifests says [`since`] when.
//! 4. [`months`]: commits, through a [`mailmap`], -> the months of each person.
//! 5. [`evidence`]: all repositories, and what the file said before; [`mod@file`] is the text.
//!
//! Pure functions: `command::scan` runs git. Of people, only the months of those in people.toml are kept.

pub(crate) mod artefacts;
pub(crate) mod evidence;
pub(crate) mod file;
pub(crate) mod history;
pub(crate) mod language;
pub(crate) mod mailmap;
pub(crate) mod months;
pub(crate) mod since;
pub(crate) mod tree;
pub(crate) mod uses;
mod versions;
